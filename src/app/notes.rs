//! Notes at plots: the one being written, how the list stood before each change, and what can be done. The list itself is kept with the review's words.

use super::place::Place;
use crate::report::dossier::{PlotNote, SectionId};

/// Changes that can be taken back.
const UNDO_STEPS: usize = 100;
/// Seconds of rest after which typing in the same note is a change of its own.
const REST: f64 = 1.0;

/// A note being written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// Its place in the list, from 0; a new one without it.
    pub of: Option<usize>,
    /// What it says.
    pub note: PlotNote,
    /// Tells this writing from others: the field takes the focus once for each.
    pub opened: u64,
}

/// How the list stood before a change.
#[derive(Clone, Debug)]
struct Step {
    moment: u64,
    list: Vec<PlotNote>,
    what: String,
    time: f64,
}

/// Notes at plots, beside their list.
#[derive(Clone, Debug, Default)]
pub struct Notes {
    /// The one being written.
    pub draft: Option<Draft>,
    opened: u64,
    past: Vec<Step>,
    future: Vec<Step>,
}

impl Notes {
    /// Begins to write. What was being written is gone: whoever calls keeps it first.
    pub fn open(&mut self, of: Option<usize>, note: PlotNote) {
        self.opened += 1;
        self.draft = Some(Draft { of, note, opened: self.opened });
    }

    /// Remembers how the list stood before a change, made while the document stood at that moment. Changes of the same thing without a rest are one.
    pub fn remember(&mut self, list: &[PlotNote], what: &str, moment: u64, time: f64) {
        self.future.clear();
        if let Some(last) = self.past.last_mut()
            && (last.what.as_str(), last.moment) == (what, moment)
            && !what.is_empty()
            && time - last.time <= REST
        {
            last.time = time;
            return;
        }
        self.past.push(Step { moment, list: list.to_vec(), what: what.into(), time });
        if self.past.len() > UNDO_STEPS {
            self.past.remove(0);
        }
    }

    /// Whether the last change while the document stood at that moment was one of notes.
    pub fn can_undo(&self, moment: u64) -> bool {
        self.past.last().is_some_and(|step| step.moment == moment)
    }

    /// Whether a change of notes that was undone there can be brought back.
    pub fn can_redo(&self, moment: u64) -> bool {
        self.future.last().is_some_and(|step| step.moment == moment)
    }

    /// Takes the last change back.
    pub fn undo(&mut self, list: &mut Vec<PlotNote>) {
        if let Some(step) = self.past.pop() {
            let after = std::mem::replace(list, step.list.clone());
            self.future.push(Step { list: after, ..step });
            self.draft = None;
        }
    }

    /// Brings the change back that was undone last.
    pub fn redo(&mut self, list: &mut Vec<PlotNote>) {
        if let Some(step) = self.future.pop() {
            let before = std::mem::replace(list, step.list.clone());
            self.past.push(Step { list: before, what: String::new(), ..step });
            self.draft = None;
        }
    }

    /// Forgets everything: another list is here.
    pub fn forget(&mut self) {
        *self = Self { opened: self.opened, ..Self::default() };
    }
}

/// What can be done with notes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoteStep {
    /// Write one at this plot of the screen in view.
    Begin {
        /// Name of the plot.
        plot: &'static str,
        /// Its title.
        title: String,
    },
    /// Change one, by place.
    Edit(usize),
    /// What is typed.
    Type(String),
    /// The day it is about, or all of them.
    Day(Option<u32>),
    /// The variant it is about, or all of them.
    Variant(Option<String>),
    /// Keep what was written.
    Keep,
    /// Throw what was written away.
    Cancel,
    /// Take one out, by place.
    Remove(usize),
    /// Go to the plot of one, and to its day.
    Go(usize),
}

impl NoteStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match self {
            Self::Begin { .. } => "Add note".into(),
            Self::Edit(_) => "Edit".into(),
            Self::Type(_) => "Words of the note".into(),
            Self::Day(_) => "Day of the note".into(),
            Self::Variant(_) => "Variant of the note".into(),
            Self::Keep => "Keep note".into(),
            Self::Cancel => "Cancel".into(),
            Self::Remove(_) => "Delete".into(),
            Self::Go(_) => "Show".into(),
        }
    }

    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::Begin { .. } => "Write a note at this plot, its day and a variant. It is printed in the dossier.",
            Self::Edit(_) => "Change the words, the day or the variant.",
            Self::Type(_) => "What you see here. It is printed in the dossier.",
            Self::Day(_) => "The day that the note is about, or all of them.",
            Self::Variant(_) => "The variant that the note is about, or all of them.",
            Self::Keep => "Keep the note (Enter; Shift+Enter begins a new line).",
            Self::Cancel => "Leave everything as it was (Esc).",
            Self::Remove(_) => "Take the note out. Undo brings it back.",
            Self::Go(_) => "Go to its plot and its day.",
        }
    }

    /// Whether it changes what will be printed, or begins to.
    pub fn writes(&self) -> bool {
        !matches!(self, Self::Cancel | Self::Go(_))
    }
}

/// The section of the dossier that prints notes of a screen; nothing where notes have no place.
pub fn section_of(place: Place) -> Option<SectionId> {
    Some(match place {
        Place::Scenario => SectionId::People,
        Place::Variants => SectionId::Data,
        Place::Plan | Place::Test => SectionId::Plan,
        Place::Overview | Place::Time => SectionId::Verdicts,
        Place::Creepiness => SectionId::Creepiness,
        Place::Bubbles => SectionId::Bubbles,
        Place::Fairness => SectionId::Fairness,
        Place::Replay | Place::People => SectionId::Stories,
        Place::Map | Place::Assumptions => SectionId::Fragility,
        Place::Start | Place::Review | Place::Lessons | Place::Glossary | Place::Model | Place::Card | Place::Settings => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::settings::place_of;

    fn note(text: &str) -> PlotNote {
        PlotNote {
            screen: "Over time".into(),
            plot: "trust".into(),
            title: "Trust".into(),
            section: SectionId::Verdicts,
            day: Some(3),
            variant: None,
            text: text.into(),
        }
    }

    #[test]
    fn each_change_is_taken_back_at_its_own_moment_of_the_document() {
        let (mut notes, mut list) = (Notes::default(), Vec::new());
        notes.remember(&list, "", 5, 0.0);
        list.push(note("one"));
        // The document went on to another moment: the change of notes is not the last any more.
        assert!(notes.can_undo(5) && !notes.can_undo(6));
        notes.remember(&list, "", 6, 1.0);
        list.push(note("two"));
        notes.undo(&mut list);
        assert_eq!(list, [note("one")]);
        assert!(notes.can_redo(6) && !notes.can_undo(6) && notes.can_undo(5));
        notes.redo(&mut list);
        assert_eq!(list.len(), 2);
        (0..2).for_each(|_| notes.undo(&mut list));
        assert!(list.is_empty());
    }

    #[test]
    fn typing_without_a_rest_is_one_change() {
        let (mut notes, mut list) = (Notes::default(), vec![note("")]);
        for (time, text) in [(0.0, "a"), (0.4, "ab"), (5.0, "abc")] {
            notes.remember(&list, "words 0", 1, time);
            list[0].text = text.into();
        }
        notes.undo(&mut list);
        assert_eq!(list[0].text, "ab");
        notes.undo(&mut list);
        assert_eq!(list[0].text, "");
        assert!(!notes.can_undo(1));
    }

    #[test]
    fn screens_of_results_have_a_section_and_are_found_again() {
        for place in Place::ALL.iter().copied().filter(|place| place.is_result()) {
            assert!(section_of(place).is_some(), "{place:?}");
            assert_eq!(place_of(&PlotNote { screen: place.title().into(), ..note("") }.screen), Some(place));
        }
    }
}
