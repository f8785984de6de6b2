//! What a gate compares with: a small file beside a scenario that says from which scenario and engine somebody accepted which numbers.

use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use crate::experiment::{Scorecard, Verdict, format_number, scope_name};
use crate::ledger::Scope;
use crate::scenario::{Metric, differences, essence, hash, parse, to_text, write_aside};
use crate::simulate::Run;

/// Format of the file that this build writes and reads.
pub const REFERENCE_FORMAT: u64 = 1;
/// Largest file that is read.
const LARGEST_BYTES: u64 = 8 << 20;

/// What was accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// Format of the file.
    pub format: u64,
    /// Version of the build.
    pub engine: String,
    /// SHA-256 of the scenario without its words.
    pub scenario_hash: String,
    /// Worlds that the numbers rest on.
    pub worlds: u64,
    /// The key numbers: what each guardrail compared, then what each variant sells more than the baseline.
    pub numbers: Vec<KeyNumber>,
    /// That scenario, so that it can be said what changed.
    pub scenario: String,
}

/// One number.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeyNumber {
    /// Number of the guardrail, from 1; nothing for a goal.
    pub guardrail: Option<u64>,
    /// Name of the metric.
    pub metric: String,
    /// Name of the variant.
    pub variant: String,
    /// Whose value.
    pub whom: String,
    /// The mean over worlds; nothing where it is undefined.
    pub value: Option<f64>,
    /// What its interval says; empty for a goal.
    pub verdict: String,
}

impl Reference {
    /// The reference of a run.
    pub fn of(run: &Run, card: &Scorecard) -> Self {
        let bare = essence(&run.scenario);
        let variant = |index: usize| run.variants.get(index).cloned().unwrap_or_default();
        let mut numbers: Vec<KeyNumber> = card
            .guards
            .iter()
            .map(|outcome| KeyNumber {
                guardrail: Some(outcome.guard as u64 + 1),
                metric: outcome.name.clone(),
                variant: variant(outcome.variant),
                whom: scope_name(&run.scenario, outcome.scope),
                value: outcome.compared.as_ref().ok().map(|estimate| estimate.mean),
                verdict: word(outcome.by_interval).into(),
            })
            .collect();
        let goal = card.rows.iter().filter(|row| row.metric == Metric::Purchases).flat_map(|row| row.scores.iter().enumerate());
        numbers.extend(goal.filter(|(index, _)| card.decisions.get(*index).is_some_and(Option::is_some)).map(|(index, score)| KeyNumber {
            guardrail: None,
            metric: Metric::Purchases.id().into(),
            variant: variant(index),
            whom: scope_name(&run.scenario, Scope::All),
            value: score.difference.as_ref().ok().map(|estimate| estimate.mean),
            verdict: String::new(),
        }));
        Self {
            format: REFERENCE_FORMAT,
            engine: env!("CARGO_PKG_VERSION").into(),
            scenario_hash: hash(&bare),
            worlds: run.worlds.len() as u64,
            numbers,
            scenario: to_text(&bare, ""),
        }
    }

    /// Where the reference of a scenario file stands: `shop.ron` has `shop.reference`.
    pub fn path(scenario: &Path) -> PathBuf {
        scenario.with_extension("reference")
    }

    /// Reads a reference; nothing where there is no such file.
    ///
    /// # Errors
    /// Where it cannot be read, or was made by a newer build.
    pub fn read(path: &Path) -> Result<Option<Self>, StoreError> {
        match fs::metadata(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(StoreError::io(path, &error)),
            Ok(found) if found.len() > LARGEST_BYTES => return Err(StoreError::damaged(path, "it is too large for a reference")),
            Ok(_) => {}
        }
        let text = fs::read_to_string(path).map_err(|error| StoreError::io(path, &error))?;
        let found: Self = ron::from_str(&text).map_err(|error| StoreError::damaged(path, error.to_string()))?;
        if found.format > REFERENCE_FORMAT {
            return Err(StoreError::Newer { path: path.to_path_buf(), found: found.format, known: REFERENCE_FORMAT });
        }
        Ok(Some(found))
    }

    /// Writes it, aside and renamed.
    ///
    /// # Errors
    /// Where the file system refuses; an older file is untouched then.
    pub fn write(&self, path: &Path) -> Result<(), StoreError> {
        let text = ron::ser::to_string_pretty(self, ron::ser::PrettyConfig::new())
            .map_err(|error| StoreError::Io { path: path.to_path_buf(), reason: error.to_string() })?;
        let head = "// What `creepline gate` compares with. Written by `creepline gate FILE --update-reference`; not to be edited by hand.\n";
        write_aside(path, format!("{head}{text}\n").as_bytes()).map_err(|error| StoreError::io(path, &error))
    }

    /// What differs now from what was accepted, each in a sentence; nothing where all is the same. Numbers are compared to the last bit: the same
    /// scenario and engine give the same ones on every machine.
    pub fn changes(&self, now: &Self) -> Vec<String> {
        let mut found = Vec::new();
        if self.engine != now.engine {
            found.push(format!("engine {} -> {}", self.engine, now.engine));
        }
        if self.scenario_hash != now.scenario_hash {
            found.extend(settings(&self.scenario, &now.scenario));
        }
        let same_ground = found.is_empty();
        found.extend(moved(&self.numbers, &now.numbers));
        if same_ground && !found.is_empty() {
            found.insert(0, "scenario and engine version are the same, but the numbers are not: the engine itself was changed".into());
        }
        found
    }
}

fn word(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Within => "within",
        Verdict::Crossed => "crossed",
        Verdict::CannotTell | Verdict::Waived | Verdict::Blank => "cannot tell",
    }
}

fn settings(before: &str, after: &str) -> Vec<String> {
    let read = |text: &str| parse(text, "reference").map(|loaded| loaded.scenario);
    let (Ok(before), Ok(after)) = (read(before), read(after)) else {
        return vec!["the scenario is another one, and the accepted one cannot be read by this build".into()];
    };
    let found: Vec<String> = differences(&before, &after).iter().map(ToString::to_string).collect();
    if found.is_empty() { vec!["settings that the file does not name have other defaults in this build".into()] } else { found }
}

fn moved(before: &[KeyNumber], after: &[KeyNumber]) -> Vec<String> {
    let same_place = |a: &KeyNumber, b: &KeyNumber| (a.guardrail, &a.metric, &a.variant) == (b.guardrail, &b.metric, &b.variant);
    let name = |number: &KeyNumber| format!("{}, {}, {}", number.metric, number.variant, number.whom);
    let value = |number: &KeyNumber| number.value.map_or_else(|| "undefined".to_owned(), exact);
    let mut found = Vec::new();
    for (index, number) in after.iter().enumerate() {
        // Several scopes of one guardrail follow each other; a worst one may have moved to somebody else.
        let nth = after.iter().take(index).filter(|other| same_place(other, number)).count();
        match before.iter().filter(|other| same_place(other, number)).nth(nth) {
            None => found.push(format!("new: {}: {}", name(number), value(number))),
            Some(old) if old == number => {}
            Some(old) => {
                let whom = if old.whom == number.whom { String::new() } else { format!(", {} -> {}", old.whom, number.whom) };
                let verdict = if old.verdict == number.verdict { String::new() } else { format!(" ({} -> {})", old.verdict, number.verdict) };
                found.push(format!("{}: {} -> {}{whom}{verdict}", name(number), value(old), value(number)));
            }
        }
    }
    let gone = before.iter().enumerate().filter(|(index, number)| {
        let nth = before.iter().take(*index).filter(|other| same_place(other, number)).count();
        after.iter().filter(|other| same_place(other, number)).nth(nth).is_none()
    });
    found.extend(gone.map(|(_, number)| format!("gone: {}: {}", name(number), value(number))));
    found
}

/// A number with all its digits where the usual few do not tell it from its neighbours.
fn exact(value: f64) -> String {
    let short = format_number(value);
    if short.parse::<f64>().is_ok_and(|again| again == value) { short } else { value.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::scorecard;
    use crate::experiment::testing::guarded_run;
    use crate::scenario::experiment::{GuardScope, Guardrail};

    fn reference() -> Reference {
        let guards = [Guardrail::default(), Guardrail { scope: GuardScope::EachSegment, ..Guardrail::default() }];
        let run = guarded_run(4, &guards);
        Reference::of(&run, &scorecard(&run))
    }

    #[test]
    fn a_reference_comes_back_as_it_was_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = Reference::path(&folder.path().join("shop.ron"));
        assert_eq!(path.file_name().and_then(|name| name.to_str()), Some("shop.reference"));
        assert!(Reference::read(&path).expect("no file").is_none());
        let reference = reference();
        assert_eq!(reference.numbers.len(), 1 + 3 + 1, "a guardrail, one for each segment, the goal");
        reference.write(&path).expect("written");
        let again = Reference::read(&path).expect("read").expect("a reference");
        assert_eq!(again, reference, "to the last bit");
        assert_eq!(again.changes(&reference), Vec::<String>::new());
        fs::write(&path, "(format: 1, engine: ").expect("written");
        assert!(matches!(Reference::read(&path), Err(StoreError::Damaged { .. })));
        fs::write(&path, fs::read_to_string(&path).expect("text")).expect("written");
        Reference { format: 9, ..reference }.write(&path).expect("written");
        assert!(matches!(Reference::read(&path), Err(StoreError::Newer { found: 9, .. })));
    }

    #[test]
    fn what_changed_is_said() {
        let before = reference();
        let mut after = before.clone();
        after.engine = "9.9.9".into();
        after.numbers[1].value = Some(0.25);
        after.numbers[1].verdict = "crossed".into();
        after.numbers.pop();
        let changes = before.changes(&after);
        assert!(changes[0].ends_with("-> 9.9.9"), "{changes:?}");
        assert!(changes[1].contains("over_line_share, weekly-5, ") && changes[1].contains("-> 0.25"), "{changes:?}");
        assert!(changes[2].starts_with("gone: purchases, weekly-5"), "{changes:?}");
        let run = guarded_run(4, &[Guardrail { limit: 0.07, ..Guardrail::default() }]);
        let other = Reference::of(&run, &scorecard(&run));
        let changes = before.changes(&other);
        assert!(changes.iter().any(|change| change.contains("limit 0.05 -> 0.07")), "{changes:?}");
        let mut broken = before.clone();
        broken.numbers[0].value = None;
        assert!(before.changes(&broken)[0].contains("the engine itself was changed"));
    }
}
