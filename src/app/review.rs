//! The review: what the reviewer writes, the page as it would be printed, the folder it is written to, and the seal.

use std::path::PathBuf;
use std::sync::Arc;

use super::errand::Errand;
use super::notes::{NoteStep, Notes};
use super::view::sentence_case;
use crate::report::dossier::{Block, DecisionRecord, Dossier, Outcome, Pinned, Seal, SectionId, SectionState, Skipped, Written};
use crate::report::figure::Figure;
use crate::scenario::Scenario;

/// Stories that a dossier tells, or why none could be told.
pub type Stories = Result<Vec<Arc<dyn Figure>>, String>;

/// The page as it would be printed, and what it was made of.
#[derive(Clone)]
pub struct Preview {
    /// Version of the results.
    pub version: u64,
    /// Revision of the words.
    pub revision: u64,
    /// The document.
    pub dossier: Arc<Dossier>,
    /// The stories in it.
    pub stories: Stories,
}

/// A dossier that was written, and what it was made of.
#[derive(Clone, Debug)]
pub struct Built {
    /// Revision of the words.
    pub revision: u64,
    /// Version of the results.
    pub version: u64,
    /// Where it is.
    pub written: Written,
}

/// The review of one document.
pub struct Review {
    /// What people wrote and decided.
    pub record: DecisionRecord,
    /// Notes at plots: the one being written, and how their list stood before.
    pub notes: Notes,
    /// Changes with every word.
    pub revision: u64,
    /// When the last word was written, in seconds of the window's clock.
    pub touched: f64,
    /// The section that is looked at; nothing stands for the first page.
    pub section: Option<SectionId>,
    /// The page.
    pub preview: Option<Preview>,
    /// The page under way.
    pub drawing: Option<Errand<Preview>>,
    /// Version of the results and revision of the words that the page under way is of.
    pub drawn_of: (u64, u64),
    /// Why there is no page, and of which results and words.
    pub problem: Option<(u64, u64, String)>,
    /// Folder to write to, as it is typed.
    pub folder: String,
    /// Whether a dossier that is there is written over.
    pub replace: bool,
    /// The folder under way.
    pub building: Option<Errand<Built>>,
    /// The folder that was written last.
    pub built: Option<Built>,
    /// The seal under way.
    pub sealing: Option<Errand<Seal>>,
    /// Words being read from a file.
    pub reading: Option<Errand<DecisionRecord>>,
    /// Revision of the words that a file or a dossier holds.
    pub kept: u64,
    /// The seal of this revision.
    pub sealed: Option<Seal>,
    /// The scenario whose results were seen first.
    pub first_seen: Option<Arc<Scenario>>,
    /// Stories of people of this version of the results.
    pub stories: Option<(u64, Stories)>,
}

impl Default for Review {
    fn default() -> Self {
        Self {
            record: DecisionRecord::default(),
            notes: Notes::default(),
            revision: 0,
            touched: 0.0,
            section: None,
            preview: None,
            drawing: None,
            drawn_of: (0, 0),
            problem: None,
            folder: String::new(),
            replace: false,
            building: None,
            built: None,
            sealing: None,
            reading: None,
            kept: 0,
            sealed: None,
            first_seen: None,
            stories: None,
        }
    }
}

impl Review {
    /// Whether anything is made in the background.
    pub fn is_working(&self) -> bool {
        self.drawing.is_some() || self.building.is_some() || self.sealing.is_some() || self.reading.is_some()
    }

    /// Whether there are words that no file holds.
    pub fn has_unkept_words(&self) -> bool {
        self.record != DecisionRecord::default() && self.kept != self.revision && self.sealed.is_none()
    }

    /// Guardrails without the reason that they need: metric, variant, whom. Nothing before the page is there.
    pub fn without_reason(&self) -> Option<Vec<(String, String, String)>> {
        let preview = self.preview.as_ref()?;
        let blanks = preview.dossier.blanks().filter_map(|(_, blank)| blank.guard.clone());
        Some(blanks.filter(|(metric, variant, whom)| self.record.reason(metric, variant, whom).is_none()).collect())
    }

    /// The state of a section as the words stand now.
    pub fn state_of(&self, section: SectionId) -> SectionState {
        if let Some(reason) = self.record.skipped(section) {
            return SectionState::NotApplicable(reason.to_owned());
        }
        let Some(preview) = &self.preview else { return SectionState::Done };
        let Some(section) = preview.dossier.sections.iter().find(|found| found.id == section) else { return SectionState::Done };
        let open = section
            .blocks
            .iter()
            .filter(|block| matches!(block, Block::Blank(blank) if blank.needed && self.entry(&Entry::of(blank)).trim().is_empty()));
        match open.count() {
            0 => SectionState::Done,
            open => SectionState::NeedsWords(open),
        }
    }

    /// What is written in a place.
    pub fn entry(&self, entry: &Entry) -> String {
        let record = &self.record;
        match entry {
            Entry::Purpose => record.purpose.clone(),
            Entry::Sentence => record.sentence.clone(),
            Entry::Notes => record.notes.clone(),
            Entry::Conditions => record.conditions.join("\n"),
            Entry::ResidualRisk => record.residual_risk.clone(),
            Entry::ReviewDate => record.review_date.clone(),
            Entry::Name => record.name.clone(),
            Entry::Role => record.role.clone(),
            Entry::Date => record.date.clone(),
            Entry::Limits => record.limits.join("\n"),
            Entry::Outcome => record.outcome.map_or_else(String::new, |outcome| outcome.words().into()),
            Entry::Blank(id) => record.filled.iter().find(|filled| filled.id == *id).map_or_else(String::new, |filled| filled.text.clone()),
            Entry::Reason(metric, variant, whom) => {
                let same = |reason: &&crate::report::dossier::Reason| reason.metric == *metric && reason.variant == *variant && reason.whom == *whom;
                record.reasons.iter().find(same).map_or_else(String::new, |reason| reason.reason.clone())
            }
            Entry::Skip(section) => {
                record.skipped.iter().find(|skipped| skipped.section == *section).map_or_else(String::new, |found| found.reason.clone())
            }
            Entry::PlotNote(place) => record.plot_notes.get(*place).map_or_else(String::new, |note| note.text.clone()),
            Entry::PinNote(place) => record.pinned.get(*place).map_or_else(String::new, |pinned| pinned.note.clone()),
        }
    }

    /// Writes in a place.
    pub(super) fn write(&mut self, entry: &Entry, text: &str) {
        let record = &mut self.record;
        let lines = || text.split('\n').map(str::to_owned).collect::<Vec<_>>();
        match entry {
            Entry::Purpose => record.purpose = text.into(),
            Entry::Sentence => record.sentence = text.into(),
            Entry::Notes => record.notes = text.into(),
            Entry::Conditions => record.conditions = if text.is_empty() { Vec::new() } else { lines() },
            Entry::ResidualRisk => record.residual_risk = text.into(),
            Entry::ReviewDate => record.review_date = text.into(),
            Entry::Name => record.name = text.into(),
            Entry::Role => record.role = text.into(),
            Entry::Date => record.date = text.into(),
            Entry::Limits => record.limits = if text.is_empty() { Vec::new() } else { lines() },
            Entry::Outcome => {}
            Entry::Blank(id) => record.fill(id, text),
            Entry::Reason(metric, variant, whom) => record.give_reason(metric, variant, whom, text),
            Entry::Skip(section) => match record.skipped.iter_mut().find(|skipped| skipped.section == *section) {
                Some(skipped) => skipped.reason = text.into(),
                None => record.skipped.push(Skipped { section: *section, reason: text.into() }),
            },
            Entry::PlotNote(place) => {
                if let Some(note) = record.plot_notes.get_mut(*place) {
                    note.text = text.into();
                }
            }
            Entry::PinNote(place) => {
                if let Some(pinned) = record.pinned.get_mut(*place) {
                    pinned.note = text.into();
                }
            }
        }
    }
}

/// A place where a person writes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// What the change is for.
    Purpose,
    /// The sentence of the overview, edited.
    Sentence,
    /// Notes.
    Notes,
    /// Conditions, one a line.
    Conditions,
    /// Risk that remains.
    ResidualRisk,
    /// When it is looked at again.
    ReviewDate,
    /// Who decides.
    Name,
    /// In which role.
    Role,
    /// When.
    Date,
    /// What else the evidence cannot show, one a line.
    Limits,
    /// The decision; it is chosen, not written.
    Outcome,
    /// A marked blank, by id.
    Blank(String),
    /// Why a guardrail may be accepted: metric, variant, whom.
    Reason(String, String, String),
    /// Why a section does not apply.
    Skip(SectionId),
    /// A note on a pinned figure, by place.
    PinNote(usize),
    /// A note at a plot, by place.
    PlotNote(usize),
}

impl Entry {
    /// Where the words of a blank go.
    pub fn of(blank: &crate::report::dossier::Blank) -> Self {
        if let Some((metric, variant, whom)) = blank.guard.clone() {
            return Self::Reason(metric, variant, whom);
        }
        match blank.id.as_str() {
            "purpose" => Self::Purpose,
            "conditions" => Self::Conditions,
            "residual_risk" => Self::ResidualRisk,
            "review_date" => Self::ReviewDate,
            "name" => Self::Name,
            "role" => Self::Role,
            "date" => Self::Date,
            "outcome" => Self::Outcome,
            id => Self::Blank(id.to_owned()),
        }
    }
}

/// What can be done in the review.
#[derive(Clone, Debug, PartialEq)]
pub enum ReviewStep {
    /// Look at a section; nothing stands for the first page.
    Look(Option<SectionId>),
    /// Write in a place.
    Write(Entry, String),
    /// Decide, or take the decision back.
    Decide(Option<Outcome>),
    /// Put a figure as it is seen into the dossier.
    Pin(Box<Pinned>),
    /// Take a pinned figure out, by place.
    Unpin(usize),
    /// Notes at plots.
    Note(NoteStep),
    /// Ask where the words are to be kept.
    KeepWords,
    /// Write the words to this file.
    WriteWords(PathBuf),
    /// Ask for a file of words.
    AskWords,
    /// Read words from a file.
    ReadWords(PathBuf),
    /// Ask the system for a folder.
    AskFolder,
    /// The folder that was chosen.
    TakeFolder(PathBuf),
    /// What is typed as the folder.
    TypeFolder(String),
    /// Whether a dossier that is there is written over.
    SetReplace(bool),
    /// Write the dossier.
    Build(PathBuf),
    /// Bind the decision to what was written.
    Seal,
    /// Begin anew after a seal.
    NewRevision,
}

impl ReviewStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match self {
            Self::Look(None) => "First page".into(),
            Self::Look(Some(section)) => section.heading(),
            Self::Write(..) => "Write".into(),
            Self::Decide(Some(outcome)) => sentence_case(outcome.words()),
            Self::Decide(None) => "Take the decision back".into(),
            Self::Pin(_) => "Pin to dossier".into(),
            Self::Unpin(_) => "Unpin".into(),
            Self::Note(step) => step.label(),
            Self::KeepWords => "Save words...".into(),
            Self::WriteWords(path) => format!("Save words to {}", path.display()),
            Self::AskWords => "Open words...".into(),
            Self::ReadWords(path) => format!("Open {}", path.display()),
            Self::AskFolder => "Choose...".into(),
            Self::TakeFolder(_) | Self::TypeFolder(_) => "Folder".into(),
            Self::SetReplace(_) => "Write over a dossier that is there".into(),
            Self::Build(_) => "Build dossier".into(),
            Self::Seal => "Seal".into(),
            Self::NewRevision => "Start a new revision".into(),
        }
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Look(_) => "Show this part of the page.",
            Self::Write(..) => "Your words for this place of the dossier.",
            Self::Decide(Some(Outcome::Approve)) => "The change may go ahead as proposed.",
            Self::Decide(Some(Outcome::ApproveWithConditions)) => "The change may go ahead if the conditions are met.",
            Self::Decide(Some(Outcome::SendBack)) => "Something is missing; it is looked at again.",
            Self::Decide(Some(Outcome::Reject)) => "The change must not go ahead.",
            Self::Decide(None) => "Leave the decision open.",
            Self::Pin(_) => "Put this figure, as it is, into the dossier.",
            Self::Unpin(_) => "Take this figure out of the dossier.",
            Self::Note(step) => step.tooltip(),
            Self::KeepWords | Self::WriteWords(_) => "Keep words, pins and decision in a file, to go on later or for `creepline report --decision`.",
            Self::AskWords | Self::ReadWords(_) => "Go on with words that were kept in a file. Those here are replaced.",
            Self::AskFolder => "Choose the folder in the dialog of your system.",
            Self::TakeFolder(_) | Self::TypeFolder(_) => "Folder that the dossier is written to.",
            Self::SetReplace(_) => "Replace the dossier in that folder. A sealed one is never replaced.",
            Self::Build(_) => "Write page, printed document, figures, tables and hashes into the folder.",
            Self::Seal => "Bind the decision to the hash of all files. This revision cannot be changed from then on.",
            Self::NewRevision => "Make changes possible again. The sealed dossier stays as it is.",
        }
    }
    /// Whether it changes what will be printed.
    pub fn writes(&self) -> bool {
        match self {
            Self::Note(step) => step.writes(),
            other => matches!(other, Self::Write(..) | Self::Decide(_) | Self::Pin(_) | Self::Unpin(_)),
        }
    }
}
