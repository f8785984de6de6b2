//! The scenario document: what is edited, where it came from, whether it is saved, and what can be undone.

use std::path::{Path, PathBuf};

use crate::scenario::Scenario;

/// Changes of one field that follow each other within this time are undone together.
const GESTURE_SECONDS: f64 = 1.0;
/// How many steps can be undone.
const UNDO_STEPS: usize = 200;

/// Where a document came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Started from the default settings.
    New,
    /// A bundled case.
    Case(String),
    /// A file.
    File(PathBuf),
    /// A kept run, by its folder.
    Run(PathBuf),
}

/// The last change, to tell whether the next one belongs to the same gesture.
#[derive(Clone, Debug)]
struct Gesture {
    field: String,
    time: f64,
}

/// The document as it stood at one time.
#[derive(Clone, Debug)]
pub struct Moment {
    /// Its number: the same number, the same scenario.
    pub number: u64,
    /// The scenario.
    pub scenario: Scenario,
}

/// The scenario document.
#[derive(Clone, Debug)]
pub struct Document {
    scenario: Scenario,
    saved: Scenario,
    origin: Origin,
    header: String,
    past: Vec<Moment>,
    future: Vec<Moment>,
    /// Number of the document as it stands; each state of it has one of its own.
    moment: u64,
    moments: u64,
    gesture: Option<Gesture>,
    revision: u64,
    /// What its file held when it was read or written last.
    stamp: Option<String>,
    /// While something is tried without saving: how it stood before.
    before_trial: Option<Box<Scenario>>,
}

impl Document {
    /// A document as it was opened. `header` is the comment on top of its file; saving keeps it.
    pub fn new(scenario: Scenario, origin: Origin, header: String) -> Self {
        Self {
            saved: scenario.clone(),
            scenario,
            origin,
            header,
            past: Vec::new(),
            future: Vec::new(),
            moment: 0,
            moments: 0,
            gesture: None,
            revision: 0,
            stamp: None,
            before_trial: None,
        }
    }
    /// The scenario as it stands.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }
    /// Where it came from.
    pub fn origin(&self) -> &Origin {
        &self.origin
    }
    /// The comment on top of its file.
    pub fn header(&self) -> &str {
        &self.header
    }
    /// The file it is saved in.
    pub fn file(&self) -> Option<&Path> {
        match &self.origin {
            Origin::File(path) => Some(path),
            Origin::New | Origin::Case(_) | Origin::Run(_) => None,
        }
    }
    /// Changes with each edit, undo and redo.
    pub fn revision(&self) -> u64 {
        self.revision
    }
    /// Whether there are changes that no file holds; what is only tried does not count.
    pub fn is_dirty(&self) -> bool {
        self.before_trial.as_deref().unwrap_or(&self.scenario) != &self.saved
    }
    /// Whether something is tried without saving.
    pub fn is_trial(&self) -> bool {
        self.before_trial.is_some()
    }
    /// From here on changes are tried only, until [`Document::end_trial`].
    pub fn begin_trial(&mut self) {
        self.before_trial.get_or_insert_with(|| Box::new(self.scenario.clone()));
        self.gesture = None;
    }
    /// Ends the trial: gives back how the document stood before it. What was tried stays until that is put back by an edit.
    pub fn end_trial(&mut self) -> Option<Scenario> {
        self.gesture = None;
        self.before_trial.take().map(|before| *before)
    }
    /// Whether there is something to undo.
    pub fn can_undo(&self) -> bool {
        !self.past.is_empty()
    }
    /// Whether there is something to redo.
    pub fn can_redo(&self) -> bool {
        !self.future.is_empty()
    }
    /// The name shown for the document.
    pub fn title(&self) -> String {
        match &self.origin {
            Origin::Run(folder) => format!("kept run {}", folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()),
            Origin::File(path) => path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned()),
            Origin::Case(name) => format!("case {name}"),
            Origin::New => "not yet a file".into(),
        }
    }

    /// Changes the document. `held` says that a pointer is still down: the change is part of a gesture under way, however long it takes.
    pub fn edit(&mut self, scenario: Scenario, field: &str, time: f64, held: bool) {
        if scenario == self.scenario {
            return;
        }
        let same_gesture =
            self.gesture.as_ref().is_some_and(|last| last.field == field && (held || time - last.time <= GESTURE_SECONDS)) && !self.past.is_empty();
        self.moments += 1;
        let before = self.step_to(Moment { number: self.moments, scenario });
        if !same_gesture {
            self.past.push(before);
            if self.past.len() > UNDO_STEPS {
                self.past.remove(0);
            }
        }
        self.future.clear();
        self.gesture = Some(Gesture { field: field.into(), time });
        self.revision += 1;
    }

    /// Takes back the last gesture.
    pub fn undo(&mut self) {
        if let Some(before) = self.past.pop() {
            let after = self.step_to(before);
            self.future.push(after);
            self.gesture = None;
            self.revision += 1;
        }
    }

    /// Brings back what was undone.
    pub fn redo(&mut self) {
        if let Some(after) = self.future.pop() {
            let before = self.step_to(after);
            self.past.push(before);
            self.gesture = None;
            self.revision += 1;
        }
    }

    /// So many changes back, or forward again; as many as there are.
    pub fn travel(&mut self, steps: i64) {
        for _ in 0..steps.unsigned_abs().min(UNDO_STEPS as u64) {
            if steps < 0 { self.undo() } else { self.redo() }
        }
    }

    /// How it stood before each change, the first one first, and after each undone change, the next one first.
    pub fn moments(&self) -> (&[Moment], impl Iterator<Item = &Moment>) {
        (&self.past, self.future.iter().rev())
    }

    /// Number of the document as it stands.
    pub fn moment(&self) -> u64 {
        self.moment
    }

    fn step_to(&mut self, moment: Moment) -> Moment {
        Moment { number: std::mem::replace(&mut self.moment, moment.number), scenario: std::mem::replace(&mut self.scenario, moment.scenario) }
    }

    /// Notes what its file holds now, by a hash.
    pub fn stamped(&mut self, stamp: Option<String>) {
        self.stamp = stamp;
    }

    /// What its file held when it was read or written last, by a hash.
    pub fn stamp(&self) -> Option<&str> {
        self.stamp.as_deref()
    }

    /// Notes that `scenario`, as it stood when saving began, is now in that file.
    pub fn saved_as(&mut self, path: PathBuf, scenario: Scenario) {
        self.saved = scenario;
        self.origin = Origin::File(path);
        self.before_trial = None;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with_customers(customers: u64) -> Scenario {
        let mut scenario = Scenario::default();
        scenario.population.customers = customers;
        scenario
    }

    #[test]
    fn one_gesture_is_one_undo_step() {
        let mut document = Document::new(Scenario::default(), Origin::New, String::new());
        document.edit(with_customers(10), "customers", 0.0, true);
        document.edit(with_customers(20), "customers", 5.0, true);
        document.edit(with_customers(30), "customers", 5.5, false);
        assert!(document.is_dirty());
        document.undo();
        assert_eq!(document.scenario(), &Scenario::default());
        assert!(!document.is_dirty() && !document.can_undo());
        document.redo();
        assert_eq!(document.scenario().population.customers, 30);
    }

    #[test]
    fn another_field_or_a_rest_begins_a_new_step() {
        let mut document = Document::new(Scenario::default(), Origin::New, String::new());
        document.edit(with_customers(10), "customers", 0.0, false);
        document.edit(with_customers(20), "worlds", 0.1, false);
        document.edit(with_customers(30), "worlds", 3.0, false);
        document.undo();
        assert_eq!(document.scenario().population.customers, 20);
        document.undo();
        assert_eq!(document.scenario().population.customers, 10);
    }

    #[test]
    fn what_is_tried_is_no_unsaved_change_until_it_is_kept() {
        let mut document = Document::new(Scenario::default(), Origin::New, String::new());
        document.begin_trial();
        document.edit(with_customers(10), "customers", 0.0, false);
        assert!(document.is_trial() && !document.is_dirty());
        // A second beginning does not move the way back.
        document.begin_trial();
        let before = document.end_trial().expect("a trial");
        assert_eq!(before, Scenario::default());
        assert!(document.is_dirty() && !document.is_trial(), "kept, it is a change like any other");
        assert!(document.end_trial().is_none());
        document.begin_trial();
        document.saved_as("a.ron".into(), document.scenario().clone());
        assert!(!document.is_trial() && !document.is_dirty(), "another file takes it in");
    }

    #[test]
    fn a_saved_document_is_clean_until_the_next_change() {
        let mut document = Document::new(Scenario::default(), Origin::New, String::new());
        document.edit(with_customers(10), "customers", 0.0, false);
        document.saved_as("a.ron".into(), document.scenario().clone());
        assert!(!document.is_dirty());
        document.undo();
        assert!(document.is_dirty());
    }
}
