//! What people write into a dossier: the decision and its reasons, words for the blanks, pinned figures. The file `decision.ron`.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use serde::{Deserialize, Serialize};

use super::SectionId;
use super::note::PlotNote;
use super::pinned::Pinned;

/// Format of `decision.ron` that this build reads and writes.
pub const DECISION_FORMAT: u64 = 1;
/// Longest decision file that is read.
const LARGEST_DECISION: u64 = 64 << 20;

/// What was decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Outcome {
    /// As proposed.
    Approve,
    /// As proposed, if conditions are met.
    ApproveWithConditions,
    /// Not yet: something is missing.
    SendBack,
    /// No.
    Reject,
}

impl Outcome {
    /// Every outcome, in the order of the decision box.
    pub const ALL: [Self; 4] = [Self::Approve, Self::ApproveWithConditions, Self::SendBack, Self::Reject];

    /// The words on the page.
    pub fn words(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::ApproveWithConditions => "approve with conditions",
            Self::SendBack => "send back",
            Self::Reject => "reject",
        }
    }

    /// Whether the change may go ahead.
    pub fn approves(self) -> bool {
        matches!(self, Self::Approve | Self::ApproveWithConditions)
    }
}

/// Why a guardrail that is not within its limit is accepted, or what follows from it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// Metric of the guardrail, as the scenario names it.
    pub metric: String,
    /// Variant.
    pub variant: String,
    /// Whom it is about: a segment, "attribute: level", or "all customers".
    pub whom: String,
    /// The reason, in a person's words.
    pub reason: String,
}

/// Words that only a person can write, for one of the marked blanks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Filled {
    /// Id of the blank.
    pub id: String,
    /// What was written.
    pub text: String,
}

/// A section that does not apply.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skipped {
    /// The section.
    pub section: SectionId,
    /// Why.
    pub reason: String,
}

/// Whether the plan (limits, worlds, people, days, metrics) changed after the first results were seen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlanState {
    /// Nobody kept track.
    #[default]
    Unknown,
    /// It is as it was before.
    Unchanged,
    /// It changed; what did, in words.
    Changed(Vec<String>),
}

/// Why a decision could not be read.
#[derive(Debug, thiserror::Error)]
pub enum UnreadDecision {
    /// The file system refused.
    #[error("{0}")]
    Io(std::io::Error),
    /// It is no decision.
    #[error("{0}")]
    Invalid(String),
}

/// What people write into a dossier. Everything is optional: what is missing is shown as a blank.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct DecisionRecord {
    /// Format of the file.
    pub format: u64,
    /// What was decided; nothing yet where it is missing.
    pub outcome: Option<Outcome>,
    /// Conditions of the approval, or what has to change.
    pub conditions: Vec<String>,
    /// Risk that remains in spite of all measures.
    pub residual_risk: String,
    /// Day on which the decision is looked at again, as year-month-day.
    pub review_date: String,
    /// Who decided.
    pub name: String,
    /// In which role.
    pub role: String,
    /// Day of the decision, as year-month-day.
    pub date: String,
    /// Reasons for guardrails that are not within their limit.
    pub reasons: Vec<Reason>,
    /// Whether the plan changed after the first results.
    pub plan: PlanState,
    /// What the change is for.
    pub purpose: String,
    /// The sentence of the overview as a person edited it; the generated one stands beside it.
    pub sentence: String,
    /// Notes of the reviewer.
    pub notes: String,
    /// What else the evidence cannot show: added to what is always printed.
    pub limits: Vec<String>,
    /// Words for the marked blanks.
    pub filled: Vec<Filled>,
    /// Sections that do not apply, with their reason.
    pub skipped: Vec<Skipped>,
    /// Pinned figures with their notes.
    pub pinned: Vec<Pinned>,
    /// Notes at plots. Left out of the file where there are none, so that a file without them stays as it is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub plot_notes: Vec<PlotNote>,
}

impl Default for DecisionRecord {
    fn default() -> Self {
        Self {
            format: DECISION_FORMAT,
            outcome: None,
            conditions: Vec::new(),
            residual_risk: String::new(),
            review_date: String::new(),
            name: String::new(),
            role: String::new(),
            date: String::new(),
            reasons: Vec::new(),
            plan: PlanState::Unknown,
            purpose: String::new(),
            sentence: String::new(),
            notes: String::new(),
            limits: Vec::new(),
            filled: Vec::new(),
            skipped: Vec::new(),
            pinned: Vec::new(),
            plot_notes: Vec::new(),
        }
    }
}

impl DecisionRecord {
    /// Reads a decision from a file.
    ///
    /// # Errors
    /// Where the file cannot be read, or is no decision.
    pub fn read(path: &Path) -> Result<Self, UnreadDecision> {
        let mut text = String::new();
        let file = File::open(path).map_err(UnreadDecision::Io)?;
        file.take(LARGEST_DECISION).read_to_string(&mut text).map_err(UnreadDecision::Io)?;
        Self::parse(&text).map_err(UnreadDecision::Invalid)
    }

    /// Reads the text of a decision file. Pinned pictures that make no sense are refused.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn parse(text: &str) -> Result<Self, String> {
        #[derive(Deserialize)]
        struct Head {
            #[serde(default)]
            format: u64,
        }
        // A file may leave the format out; one of a newer build is refused before its fields are looked at.
        if let Ok(Head { format }) = ron::from_str::<Head>(text)
            && format > DECISION_FORMAT
        {
            return Err(format!("it was made with decision format {format}, this build reads {DECISION_FORMAT}"));
        }
        let record: Self = ron::from_str(text).map_err(|error| error.to_string())?;
        for (place, pinned) in record.pinned.iter().enumerate() {
            pinned.check().map_err(|problem| format!("pinned figure {}: {problem}", place + 1))?;
        }
        Ok(record)
    }

    /// The decision as a file.
    ///
    /// # Errors
    /// Where it cannot be written down.
    pub fn to_text(&self) -> Result<String, String> {
        let config = ron::ser::PrettyConfig::new().new_line("\n").compact_arrays(true);
        ron::ser::to_string_pretty(self, config).map(|text| format!("{text}\n")).map_err(|error| error.to_string())
    }

    /// What was written for a blank; nothing where it is empty.
    pub fn filled(&self, id: &str) -> Option<&str> {
        let text = self.filled.iter().find(|filled| filled.id == id)?.text.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Writes a blank.
    pub fn fill(&mut self, id: &str, text: &str) {
        match self.filled.iter_mut().find(|filled| filled.id == id) {
            Some(filled) => filled.text = text.to_owned(),
            None => self.filled.push(Filled { id: id.to_owned(), text: text.to_owned() }),
        }
    }

    /// The reason given for a guardrail; nothing where it is empty.
    pub fn reason(&self, metric: &str, variant: &str, whom: &str) -> Option<&str> {
        let found = self.reasons.iter().find(|reason| reason.metric == metric && reason.variant == variant && reason.whom == whom)?;
        let text = found.reason.trim();
        (!text.is_empty()).then_some(text)
    }

    /// Gives a reason for a guardrail.
    pub fn give_reason(&mut self, metric: &str, variant: &str, whom: &str, text: &str) {
        match self.reasons.iter_mut().find(|reason| reason.metric == metric && reason.variant == variant && reason.whom == whom) {
            Some(reason) => reason.reason = text.to_owned(),
            None => {
                let new = Reason { metric: metric.into(), variant: variant.into(), whom: whom.into(), reason: text.into() };
                self.reasons.push(new);
            }
        }
    }

    /// Why a section does not apply; nothing where it does.
    pub fn skipped(&self, section: SectionId) -> Option<&str> {
        let reason = self.skipped.iter().find(|skipped| skipped.section == section)?.reason.trim();
        (section.may_be_skipped() && !reason.is_empty()).then_some(reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_what_it_must_and_nothing_else() {
        let record = DecisionRecord::parse("(outcome: Some(Reject), name: \"A. Reviewer\")").expect("a decision");
        assert_eq!((record.outcome, record.name.as_str(), record.format), (Some(Outcome::Reject), "A. Reviewer", 1));
        assert!(DecisionRecord::parse("(outcom: None)").is_err_and(|error| error.contains("outcom")));
        assert!(DecisionRecord::parse("(format: 9, whatever: 3)").is_err_and(|error| error.contains("format 9")));
        assert_eq!(DecisionRecord::parse(&record.to_text().expect("text")).expect("again"), record);
    }

    #[test]
    fn blanks_and_reasons_are_written_over_and_empty_ones_do_not_count() {
        let mut record = DecisionRecord::default();
        record.fill("basis", "consent");
        record.fill("basis", "  ");
        assert_eq!((record.filled("basis"), record.filled.len()), (None, 1));
        record.give_reason("trust", "B", "guarded", "");
        assert_eq!(record.reason("trust", "B", "guarded"), None);
        record.give_reason("trust", "B", "guarded", "a field test follows");
        assert_eq!((record.reason("trust", "B", "guarded"), record.reasons.len()), (Some("a field test follows"), 1));
    }

    #[test]
    fn limits_and_decision_cannot_be_skipped() {
        let mut record = DecisionRecord::default();
        for section in [SectionId::Limits, SectionId::Decision, SectionId::Fairness] {
            record.skipped.push(Skipped { section, reason: "because".into() });
        }
        assert_eq!((record.skipped(SectionId::Limits), record.skipped(SectionId::Decision)), (None, None));
        assert_eq!(record.skipped(SectionId::Fairness), Some("because"));
    }
}
