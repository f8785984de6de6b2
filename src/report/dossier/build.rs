//! Builds the document from a run and what people wrote.

use std::fmt::Write as _;
use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::decision::DecisionRecord;
use super::model::{Block, Dossier, Section, SectionId, SectionState};
use super::sections;
use crate::experiment::{Scorecard, SelfCheck, scorecard_on};
use crate::ledger::Ledger;
use crate::report::ReportError;
use crate::report::figure::{Figure, Table};
use crate::scenario::{Date, hash, hex};
use crate::simulate::{Completion, Run};
use crate::store::encode;

/// What is known about how fragile the result is: sentences, and a table where there is one.
#[derive(Clone, Debug, Default)]
pub struct Fragility {
    /// What was asked.
    pub heading: String,
    /// The answer.
    pub sentences: Vec<String>,
    /// Its numbers.
    pub table: Option<Table>,
}

/// What stands beside a run and is not in it. Everything is optional: what is missing is said to be missing.
#[derive(Clone, Default)]
pub struct Evidence {
    /// The day on which waivers are looked at.
    pub today: Option<Date>,
    /// The self-checks of the run.
    pub check: Option<SelfCheck>,
    /// Stories of people, chosen by rule.
    pub stories: Vec<Arc<dyn Figure>>,
    /// Why there is no story, where somebody looked for one.
    pub no_story: Option<String>,
    /// What is known about the assumptions.
    pub fragility: Vec<Fragility>,
}

impl Evidence {
    /// The same with stories, or with the reason why there is none.
    pub fn with_stories(mut self, told: Result<Vec<Arc<dyn Figure>>, String>) -> Self {
        (self.stories, self.no_story) = match told {
            Ok(stories) => (stories, None),
            Err(reason) => (Vec::new(), Some(reason)),
        };
        self
    }
}

/// What the sections read.
pub(super) struct Case<'a> {
    pub(super) run: &'a Run,
    pub(super) decision: &'a DecisionRecord,
    pub(super) evidence: &'a Evidence,
    pub(super) card: Scorecard,
    pub(super) hash: String,
}

/// The dossier of a run. The same run, decision and evidence give the same document.
///
/// # Errors
/// When the run has no finished world, or a figure cannot be drawn.
pub fn build(run: &Run, decision: &DecisionRecord, evidence: &Evidence) -> Result<Dossier, ReportError> {
    if run.worlds.is_empty() {
        return Err(ReportError::NothingToShow { scenario: run.scenario.name.clone() });
    }
    crate::report::paint::register_font()?;
    let hash = evidence_hash(run, decision);
    let case = Case { run, decision, evidence, card: scorecard_on(run, evidence.today), hash: hash.clone() };
    let mut built = Vec::with_capacity(SectionId::ALL.len());
    for id in SectionId::ALL {
        built.push(section(&case, id)?);
    }
    let scenario = &run.scenario;
    let dossier = Dossier {
        title: format!("Dossier: {}", scenario.name),
        front: sections::front::blocks(&case),
        sections: built,
        foot: format!(
            "Synthetic people: a model, not a forecast. Scenario {}, evidence {}, Creepline {}.",
            short(&hash_of(run)),
            short(&hash),
            env!("CARGO_PKG_VERSION")
        ),
        evidence_hash: hash,
    };
    Ok(dossier.settled())
}

fn section(case: &Case<'_>, id: SectionId) -> Result<Section, ReportError> {
    if let Some(reason) = case.decision.skipped(id) {
        let mut blocks = vec![Block::Paragraph(format!("Not applicable, says the reviewer: {reason}"))];
        blocks.extend(notes(case.decision, id));
        return Ok(Section { id, state: SectionState::NotApplicable(reason.into()), blocks });
    }
    let mut blocks = match id {
        SectionId::Purpose => sections::purpose::blocks(case),
        SectionId::People => sections::people::blocks(case),
        SectionId::Data => sections::data::blocks(case),
        SectionId::Plan => sections::plan::blocks(case),
        SectionId::Verdicts => sections::verdicts::blocks(case),
        SectionId::Creepiness => sections::creepiness::blocks(case)?,
        SectionId::Bubbles => sections::bubbles::blocks(case)?,
        SectionId::Fairness => sections::fairness::blocks(case)?,
        SectionId::Stories => sections::stories::blocks(case)?,
        SectionId::Fragility => sections::fragility::blocks(case),
        SectionId::Measures => sections::measures::blocks(case),
        SectionId::Limits => sections::limits::blocks(case),
        SectionId::Decision => sections::decided::blocks(case),
        SectionId::Assumptions => sections::assumptions::blocks(case),
        SectionId::Definitions => sections::definitions::blocks(case),
        SectionId::Recipe => sections::recipe::blocks(case),
        SectionId::Crosswalk => sections::crosswalk::blocks(case),
    };
    blocks.extend(notes(case.decision, id));
    Ok(Section { id, state: SectionState::Done, blocks })
}

/// Notes at the plots that belong to a section.
fn notes(decision: &DecisionRecord, id: SectionId) -> Vec<Block> {
    let own = decision.plot_notes.iter().enumerate().filter(|(_, note)| note.section == id && !note.text.trim().is_empty());
    let lines: Vec<String> = own.map(|(place, note)| note.line(place)).collect();
    if lines.is_empty() { Vec::new() } else { vec![Block::Heading("Notes of the reviewer at plots".into()), Block::List(lines)] }
}

/// The beginning of a hash, enough to tell two apart.
pub(super) fn short(hash: &str) -> String {
    hash.chars().take(16).collect()
}

/// The hash of the scenario as it was flown.
pub(super) fn hash_of(run: &Run) -> String {
    hash(&run.scenario)
}

/// What the counts of one world come down to.
pub fn world_digest(ledger: &Arc<Ledger>) -> String {
    hex(&Sha256::digest(encode(std::slice::from_ref(ledger))))
}

/// What engine, scenario, counts of every world and decision come down to: the hash on the first page.
pub fn evidence_hash(run: &Run, decision: &DecisionRecord) -> String {
    let worlds: Vec<String> = run.worlds.iter().map(world_digest).collect();
    // A decision that cannot be written down cannot be read either; its hash is then that of nothing.
    let decision = hex(&Sha256::digest(decision.to_text().unwrap_or_default()));
    evidence_hash_of(env!("CARGO_PKG_VERSION"), &hash_of(run), &worlds, &decision)
}

/// The same from its parts.
pub(super) fn evidence_hash_of(engine: &str, scenario: &str, worlds: &[String], decision: &str) -> String {
    let mut text = format!("creepline evidence 1\nengine {engine}\nscenario {scenario}\n");
    for world in worlds {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "world {world}");
    }
    let _ = writeln!(text, "decision {decision}");
    hex(&Sha256::digest(text))
}

/// "20 of 20 worlds", with a word where the run was stopped.
pub(super) fn worlds_words(run: &Run) -> String {
    let partial = if run.completion == Completion::Whole { "" } else { ", stopped early: partial results" };
    format!("{} of {} worlds{partial}", run.worlds.len(), run.planned)
}

/// Variants that are judged: neither twin nor baseline.
pub(super) fn judged(run: &Run) -> Vec<usize> {
    (1..run.variants.len()).filter(|&variant| variant != run.baseline).collect()
}

/// Name of the baseline.
pub(super) fn baseline(run: &Run) -> &str {
    run.variants.get(run.baseline).map_or("?", String::as_str)
}
