//! `creepline gate`: evaluates the guardrails for a pipeline and sets the exit code.

mod human;
mod json;
mod junit;
mod markdown;
mod place;
mod sarif;

use std::path::Path;
use std::sync::Arc;

use super::args::{GateArgs, GateFormat};
use super::ending::{Ending, Failure};
use super::progress::{Flown, fly};
use super::run::{today, worlds_hint};
use super::{output, overrides, self_checks, source};
use crate::experiment::{Effect, Gate, GuardOutcome, Opening, Scorecard, SelfCheck, gate as judge, scorecard_on};
use crate::scenario::{Date, Scenario, differences, essence, hash, in_words};
use crate::simulate::{Completion, Run};
use crate::store::{Reference, open};
use place::Places;

/// How the accepted reference stands.
enum Standing {
    /// There is none.
    None,
    /// What was flown is what was accepted.
    Same(String),
    /// It is not; what changed.
    Stale(String, Vec<String>),
    /// It was not looked at, or not written; why.
    NotCompared(String),
    /// It was written.
    Updated(String),
}

/// All that the shapes of a result are made of.
struct Report<'a> {
    run: &'a Run,
    card: &'a Scorecard,
    gate: &'a Gate,
    check: Option<&'a SelfCheck>,
    standing: Standing,
    places: Places,
    today: Date,
    /// Where the run ended early, why.
    early: Option<String>,
    ending: Ending,
    /// What comes out, in one sentence without a full stop.
    message: String,
}

impl Report<'_> {
    fn outcomes(&self) -> impl Iterator<Item = (&GuardOutcome, Effect)> {
        self.card.guards.iter().zip(self.gate.effects.iter().copied())
    }

    fn variant(&self, outcome: &GuardOutcome) -> &str {
        self.run.variants.get(outcome.variant).map_or("", String::as_str)
    }
}

/// Flies a scenario, evaluates its guardrails and ends with the code that says how they stand.
///
/// # Errors
/// An unusable scenario, nothing to evaluate, an engine that stops, files that cannot be read or written.
pub fn gate(args: &GateArgs) -> Result<Ending, Failure> {
    let hint = |message: &str| {
        if !args.delivery.quiet {
            output::say(message);
        }
    };
    let source = source::read(&args.file)?;
    source.loaded.warnings.iter().for_each(|warning| hint(&format!("{warning}\n")));
    if args.update_reference && source.file.is_none() {
        let message = "error: a bundled case has no file beside which a reference could stand\n  help: `creepline new CASE FILE` writes it out";
        return Err(Failure::new(Ending::Usage, message));
    }
    let scenario = Arc::new(overrides::apply(&args.overrides, source.loaded.scenario)?);
    something_to_judge(&scenario)?;
    let threads = args.threads.count();
    let mut flown = match &args.run {
        Some(folder) => Flown::before(Arc::new(kept(folder, &scenario)?)),
        None => fly(scenario, threads, args.delivery.quiet, args.time_limit)?,
    };
    let check = flown.check(threads, args.delivery.quiet)?;
    if let Some(check) = &check {
        hint(&self_checks::cost(&flown.run, check));
    }
    let day = args.today.unwrap_or_else(today);
    let card = scorecard_on(&flown.run, Some(day));
    let verdict = judge(&flown.run, &card);
    let standing = standing(&flown, &card, source.file.as_deref(), args.update_reference)?;
    let (ending, message) = conclude(&flown, &verdict, &card, &standing);
    let report = Report {
        run: &flown.run,
        card: &card,
        gate: &verdict,
        check: check.as_ref(),
        places: Places::of(&args.file, source.file.as_deref()),
        today: day,
        early: early(&flown),
        standing,
        ending,
        message,
    };
    let bytes = match args.format {
        GateFormat::Human => human::text(&report).into_bytes(),
        GateFormat::Md => markdown::text(&report).into_bytes(),
        GateFormat::Json => json::document(&report)?,
        GateFormat::Junit => junit::document(&report)?,
        GateFormat::Sarif => sarif::document(&report)?,
    };
    output::result(&bytes, args.delivery.output.as_deref())?;
    if args.format != GateFormat::Human || args.delivery.output.is_some() {
        hint(&super::human::printable(&format!("gate: {}", report.message)));
    }
    Ok(ending)
}

fn something_to_judge(scenario: &Scenario) -> Result<(), Failure> {
    let experiment = &scenario.experiment;
    let what = if experiment.guardrails.is_empty() {
        "error: nothing to evaluate: the scenario sets no guardrail\n  help: set limits under experiment.guardrails, for example on over_line_share"
    } else if scenario.variants.iter().all(|variant| variant.name == experiment.baseline) {
        "error: nothing to evaluate: there is no variant beside the baseline\n  help: add the change as a second variant"
    } else {
        return Ok(());
    };
    Err(Failure::new(Ending::Invalid, what))
}

/// A kept run, to be judged by the waivers of the file.
fn kept(folder: &Path, scenario: &Arc<Scenario>) -> Result<Run, Failure> {
    let run = open(folder).map_err(|error| Failure::new(Ending::Failed, format!("error: the run: {error}")))?;
    let (flown, asked) = (essence(&run.scenario), essence(scenario));
    if hash(&flown) != hash(&asked) {
        let changes = in_words(&differences(&flown, &asked));
        let help = "fly it again, or name the run that belongs to the file";
        return Err(Failure::new(Ending::Stale, format!("error: the run was flown from another scenario: {changes}\n  help: {help}")));
    }
    Ok(Run { scenario: scenario.clone(), ..run })
}

fn early(flown: &Flown) -> Option<String> {
    let run = &flown.run;
    let partial = run.completion == Completion::Partial;
    let why = match (flown.interrupted, flown.out_of_time) {
        (true, _) => "interrupted",
        (_, true) if partial => "the time was over",
        _ => return None,
    };
    Some(format!("{why}: {} of {} worlds are finished; verdicts rest on these alone", run.worlds.len(), run.planned))
}

/// Compares with the accepted reference, or writes it.
fn standing(flown: &Flown, card: &Scorecard, file: Option<&Path>, update: bool) -> Result<Standing, Failure> {
    let Some(file) = file else { return Ok(Standing::None) };
    let path = Reference::path(file);
    let failed = |error: crate::store::StoreError| {
        let help = "`--update-reference` writes it anew; an older one is untouched where it cannot";
        Failure::new(Ending::Failed, format!("error: the reference: {error}\n  help: {help}"))
    };
    let now = Reference::of(&flown.run, card);
    let name = path.display().to_string();
    let unfit = if !card.distrust.is_empty() {
        Some("a self-check failed")
    } else if flown.run.completion == Completion::Partial || flown.interrupted {
        Some("not all worlds were flown")
    } else {
        None
    };
    if update {
        return match unfit {
            Some(why) => Ok(Standing::NotCompared(format!("the reference {name} was not written: {why}"))),
            None => now.write(&path).map_err(failed).map(|()| Standing::Updated(name)),
        };
    }
    let Some(accepted) = Reference::read(&path).map_err(failed)? else { return Ok(Standing::None) };
    if let Some(why) = unfit {
        return Ok(Standing::NotCompared(format!("not compared with {name}: {why}")));
    }
    let changes = accepted.changes(&now);
    Ok(if changes.is_empty() { Standing::Same(name) } else { Standing::Stale(name, changes) })
}

/// How it ends. What makes every other answer worthless goes first, then what is known to be wrong, then what cannot be compared, then what is not
/// known.
fn conclude(flown: &Flown, gate: &Gate, card: &Scorecard, standing: &Standing) -> (Ending, String) {
    let count = |wanted: Effect| gate.effects.iter().filter(|effect| **effect == wanted).count();
    let all = gate.effects.len();
    let decisions = format!("{all} guardrail decision{}", if all == 1 { "" } else { "s" });
    if flown.interrupted {
        return (Ending::Interrupted, "interrupted: the gate did not come to an end".into());
    }
    match (gate.opening, standing) {
        (Opening::Distrusted, _) => (Ending::Distrusted, format!("no verdict: {}", card.distrust.join("; "))),
        (Opening::Crossed, _) => (Ending::Crossed, format!("shut: {} of {decisions} crossed", count(Effect::Crossed))),
        (Opening::NothingToJudge, _) => (Ending::Invalid, "nothing to evaluate".into()),
        (_, Standing::Stale(name, _)) => {
            (Ending::Stale, format!("shut: {name} rests on something else than was flown; `--update-reference` accepts what is now"))
        }
        (Opening::CannotTell, _) => {
            (Ending::CannotTell, format!("shut: {} of {decisions} undecided; {}", count(Effect::Undecided), worlds_hint(gate, flown.run.planned)))
        }
        (Opening::Open, _) => {
            let mut message = format!("open: {} of {decisions} within the limit", count(Effect::Passes));
            for (effect, word) in [(Effect::Waived, "waived"), (Effect::Warns, "undecided, which only warns")] {
                if count(effect) > 0 {
                    message.push_str(&format!(", {} {word}", count(effect)));
                }
            }
            (Ending::Done, message)
        }
    }
}

#[cfg(test)]
mod tests;
