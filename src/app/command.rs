//! Everything a person can ask of the app. Menus, buttons and shortcuts all send one of these; only `logic` carries them out.

use std::path::PathBuf;

use egui::{Key, KeyboardShortcut, Modifiers};

use super::clock::ClockStep;
use super::keep::KeepStep;
use super::lessons::LessonStep;
use super::looks::LookStep;
use super::navigation::{NavigationStep, PlotStep};
use super::people::PeopleStep;
use super::review::ReviewStep;
use super::settings::SettingsStep;
use super::state::{Area, Contrast, Place, ThemeChoice};
use super::what_if::MapStep;
use crate::experiment::{CutoffAim, FairnessCriterion};
use crate::ledger::Scope;
use crate::scenario::{Metric, Scenario};

/// A change of the scenario document.
#[derive(Clone, Debug)]
pub struct Edit {
    /// The document after the change.
    pub scenario: Box<Scenario>,
    /// Path of the field that changed; changes of one field in a row are undone together.
    pub field: String,
}

/// Everything a person can ask of the app.
#[derive(Clone, Debug)]
pub enum Command {
    /// A new scenario with default settings.
    New,
    /// A bundled case, by name.
    OpenCase(String),
    /// Ask which file to open.
    Open,
    /// Open this file.
    OpenPath(PathBuf),
    /// Save to the known file, or ask.
    Save,
    /// Ask where to save.
    SaveAs,
    /// Save to this file.
    SavePath(PathBuf),
    /// The path that a dialog asked for.
    ChoosePath(PathBuf),
    /// What is typed in the path field of a dialog.
    TypePath(String),
    /// Close the dialog and change nothing.
    CloseDialog,
    /// Throw unsaved changes away and go on with what was asked.
    Discard,
    /// Take back the last change.
    Undo,
    /// Take back the last undo.
    Redo,
    /// Change the document.
    Edit(Edit),
    /// Start the run.
    Run,
    /// Ask whether to stop the run.
    AskCancel,
    /// Stop the run; finished worlds stay.
    Cancel,
    /// Show or hide the run drawer.
    ToggleDrawer,
    /// Go to a screen.
    Go(Place),
    /// Go to an area, to the screen of it that was seen last.
    GoArea(Area),
    /// Select a variant of the document, from 0.
    SelectVariant(usize),
    /// Copy the selected variant.
    DuplicateVariant,
    /// Remove the selected variant.
    RemoveVariant,
    /// Compare everything with the selected variant.
    MakeBaseline,
    /// Look at these customers only.
    SetScope(Scope),
    /// Look at these days only, first and last; all without them.
    SetDays(Option<(usize, usize)>),
    /// Look at these worlds only, first and last; all without them.
    SetWorlds(Option<(usize, usize)>),
    /// Show differences or levels on the overview.
    SetContrast(Contrast),
    /// Show or hide one metric over time.
    ToggleMetric(Metric),
    /// Getting around.
    Navigation(NavigationStep),
    /// Work with one plot.
    Plot(PlotStep),
    /// The clock of all plots by day.
    Clock(ClockStep),
    /// The people screen.
    People(PeopleStep),
    /// Lessons and presenter mode.
    Lesson(LessonStep),
    /// The review.
    Review(ReviewStep),
    /// Settings of the app.
    Settings(SettingsStep),
    /// Keeping work safe: history, work left behind, files opened lately.
    Keep(KeepStep),
    /// Attribute shown on the fairness screen.
    SetAttribute(usize),
    /// Metric shown on the fairness screen.
    SetFairMetric(Metric),
    /// Criterion lit on the fairness screen.
    SetCriterion(FairnessCriterion),
    /// Variant looked at in detail on the fairness screen, by its place in order of show.
    SetFairVariant(usize),
    /// Which two divisions are crossed on the fairness screen, from 0.
    SetGrid(usize),
    /// What the cut-offs on the fairness screen are to reach.
    SetAim(CutoffAim),
    /// Mechanism shown, by id.
    SelectMechanism(&'static str),
    /// Fly the published findings.
    FlyCard,
    /// Finding shown on the report card, from 0.
    SelectFinding(usize),
    /// Show only findings of which something is not inside, or all.
    ToggleOpenFindings,
    /// Fly every assumption at both ends.
    FlyAssumptions,
    /// Fly all assumptions together from their plausible ranges.
    FlyRobustness,
    /// Stop flying plausible settings.
    StopRobustness,
    /// Outcome whose assumptions are shown, from 0.
    SelectTarget(usize),
    /// Fly the pilot of the plan.
    FlyPilot,
    /// Test the baseline against itself.
    TestNothing,
    /// Change or fly the What-if map.
    Map(MapStep),
    /// Stop the report card, the table of assumptions or the search.
    StopTask,
    /// Look at plots in another way.
    Look(LookStep),
    /// Show or hide the table beside a plot.
    ToggleTable(&'static str),
    /// Light, dark or as the system has it.
    SetTheme(ThemeChoice),
    /// Larger.
    ZoomIn,
    /// Smaller.
    ZoomOut,
    /// Size as designed.
    ZoomReset,
    /// Put a message away.
    DismissNotice,
    /// Close the window.
    Quit,
}

impl Command {
    /// The words on menus and buttons.
    pub fn label(&self) -> String {
        match self {
            Self::New => "New scenario".into(),
            Self::OpenCase(name) => format!("Open case {name}"),
            Self::Open => "Open...".into(),
            Self::OpenPath(path) => format!("Open {}", path.display()),
            Self::Save => "Save".into(),
            Self::SaveAs => "Save as...".into(),
            Self::SavePath(_) => "Save here".into(),
            Self::ChoosePath(_) => "Use this path".into(),
            Self::TypePath(_) => "Type a path".into(),
            Self::CloseDialog => "Keep editing".into(),
            Self::Discard => "Discard changes".into(),
            Self::Undo => "Undo".into(),
            Self::Redo => "Redo".into(),
            Self::Edit(edit) => format!("Change {}", edit.field),
            Self::Run => "Run".into(),
            Self::AskCancel | Self::Cancel => "Stop the run".into(),
            Self::ToggleDrawer => "Run progress".into(),
            Self::Go(place) => place.title().into(),
            Self::GoArea(area) => area.title().into(),
            Self::SelectVariant(_) => "Select variant".into(),
            Self::DuplicateVariant => "Duplicate variant".into(),
            Self::RemoveVariant => "Remove variant".into(),
            Self::MakeBaseline => "Make it the baseline".into(),
            Self::SetScope(Scope::All) => "Clear filter".into(),
            Self::SetScope(_) => "Filter".into(),
            Self::SetDays(_) => "Days".into(),
            Self::SetWorlds(_) => "Worlds".into(),
            Self::SetContrast(contrast) => contrast.title().into(),
            Self::ToggleMetric(metric) | Self::SetFairMetric(metric) => metric.label().into(),
            Self::Navigation(step) => step.label(),
            Self::Plot(step) => step.label(),
            Self::Clock(step) => step.label(),
            Self::People(step) => step.label(),
            Self::Lesson(step) => step.label(),
            Self::Review(step) => step.label(),
            Self::Settings(step) => step.label(),
            Self::Keep(step) => step.label(),
            Self::SetAttribute(_) => "Attribute".into(),
            Self::SetCriterion(criterion) => criterion.label().into(),
            Self::SetFairVariant(_) => "Variant in detail".into(),
            Self::SetGrid(_) => "Intersection".into(),
            Self::SetAim(aim) => aim.label().into(),
            Self::SelectMechanism(_) => "Mechanism".into(),
            Self::FlyCard => "Fly the findings".into(),
            Self::SelectFinding(_) => "Finding".into(),
            Self::ToggleOpenFindings => "Only what is not inside".into(),
            Self::FlyAssumptions => "Fly the assumptions".into(),
            Self::FlyRobustness => "Fly plausible settings".into(),
            Self::SelectTarget(_) => "Outcome".into(),
            Self::FlyPilot => "Fly a pilot".into(),
            Self::TestNothing => "Test nothing against nothing".into(),
            Self::Map(step) => step.label().into(),
            Self::StopTask | Self::StopRobustness => "Stop".into(),
            Self::Look(step) => step.label(),
            Self::ToggleTable(_) => "Table".into(),
            Self::SetTheme(theme) => theme.title().into(),
            Self::ZoomIn => "Larger".into(),
            Self::ZoomOut => "Smaller".into(),
            Self::ZoomReset => "Normal size".into(),
            Self::DismissNotice => "Dismiss".into(),
            Self::Quit => "Quit".into(),
        }
    }

    /// One sentence more than the label, for the tooltip.
    pub fn tooltip(&self) -> &'static str {
        match self {
            Self::New => "Start from the default settings.",
            Self::OpenCase(_) => "Open a bundled case; it is saved under a name of your own.",
            Self::Open | Self::OpenPath(_) => "Open a scenario file (.ron).",
            Self::Save => "Save the scenario to its file.",
            Self::SaveAs | Self::SavePath(_) => "Save the scenario to another file.",
            Self::ChoosePath(_) => "Write to this path.",
            Self::TypePath(_) => "Path of the file.",
            Self::CloseDialog => "Close this and change nothing.",
            Self::Discard => "Go on without saving.",
            Self::Undo => "Take back the last change. Results of runs are never lost.",
            Self::Redo => "Bring back what was undone.",
            Self::Edit(_) => "Change the scenario.",
            Self::Run => "Simulate every variant in every world.",
            Self::AskCancel | Self::Cancel => "Stop the run. Worlds that are finished are kept and marked partial.",
            Self::ToggleDrawer => "Show or hide the progress of the run.",
            Self::Go(place) => place.tooltip(),
            Self::GoArea(_) => "Go to this part of the app.",
            Self::SelectVariant(_) => "Edit this variant.",
            Self::DuplicateVariant => "Add a copy of the selected variant.",
            Self::RemoveVariant => "Take the selected variant out of the comparison.",
            Self::MakeBaseline => "Compare the other variants with the selected one.",
            Self::SetScope(_) => "Show everybody, one segment or one group, on all result screens.",
            Self::SetContrast(Contrast::Relative) => "Show the difference from the baseline as a share of the baseline, world by world.",
            Self::SetDays(_) => "Count these days only, on all result screens. What is kept for the run as a whole stays so.",
            Self::SetWorlds(_) => "Look at these worlds only, on all result screens.",
            Self::SetContrast(_) => "Show the difference from the baseline, or each variant's own level.",
            Self::ToggleMetric(_) => "Show or hide this metric. At most four at a time.",
            Self::Navigation(step) => step.tooltip(),
            Self::Plot(step) => step.tooltip(),
            Self::Clock(_) => "Day that all plots by day show.",
            Self::People(step) => step.tooltip(),
            Self::Lesson(step) => step.tooltip(),
            Self::Review(step) => step.tooltip(),
            Self::Settings(step) => step.tooltip(),
            Self::Keep(step) => step.tooltip(),
            Self::SetAttribute(_) => "Attribute whose groups are compared.",
            Self::SetFairMetric(_) => "Metric compared between groups.",
            Self::SetCriterion(criterion) => criterion.definition(),
            Self::SetFairVariant(_) => "Variant whose intersections and cut-offs are shown.",
            Self::SetGrid(_) => "Which two divisions of customers are crossed.",
            Self::SetAim(aim) => aim.meaning(),
            Self::SelectMechanism(_) => "Show this mechanism.",
            Self::FlyCard => "Fly every bundled finding as an experiment in this engine. Takes some minutes; the window stays free.",
            Self::SelectFinding(_) => "Show this finding.",
            Self::ToggleOpenFindings => "Hide findings of which every comparison is inside.",
            Self::FlyAssumptions => {
                "Fly this scenario with each assumption at both ends of its plausible range. Takes some minutes; the window stays free."
            }
            Self::FlyRobustness => "Draw all assumptions together, many times, and fly each draw. Takes some minutes; the window stays free.",
            Self::SelectTarget(_) => "Outcome whose assumptions are shown.",
            Self::FlyPilot => "Fly five worlds and see how many it would take to tell. The window stays free.",
            Self::TestNothing => "Test the baseline against itself many times by every method. Takes some seconds; the window stays free.",
            Self::Map(step) => step.tooltip(),
            Self::StopTask | Self::StopRobustness => "Stop this work. Nothing of it is kept.",
            Self::Look(step) => step.tooltip(),
            Self::ToggleTable(_) => "The numbers of this plot as a table.",
            Self::SetTheme(_) => "Colours of the app.",
            Self::ZoomIn | Self::ZoomOut | Self::ZoomReset => "Size of everything in the window.",
            Self::DismissNotice => "Put this message away.",
            Self::Quit => "Close the window.",
        }
    }

    /// The keys that send it, unless the settings say otherwise.
    pub fn shortcut(&self) -> Option<KeyboardShortcut> {
        let ctrl = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND, key));
        let ctrl_shift = |key| Some(KeyboardShortcut::new(Modifiers::COMMAND.plus(Modifiers::SHIFT), key));
        let shift = |key| Some(KeyboardShortcut::new(Modifiers::SHIFT, key));
        let plain = |key| Some(KeyboardShortcut::new(Modifiers::NONE, key));
        match self {
            Self::New => ctrl(Key::N),
            Self::Open => ctrl(Key::O),
            Self::Save => ctrl(Key::S),
            Self::SaveAs => ctrl_shift(Key::S),
            Self::Undo => ctrl(Key::Z),
            Self::Redo => ctrl(Key::Y),
            Self::Run => plain(Key::F9),
            Self::Lesson(LessonStep::Present) => plain(Key::F5),
            Self::Lesson(LessonStep::Notes) => plain(Key::F7),
            Self::AskCancel => plain(Key::Escape),
            Self::Go(Place::Overview) => ctrl(Key::Num1),
            Self::Go(Place::Time) => ctrl(Key::Num2),
            Self::Go(Place::Creepiness) => ctrl(Key::Num3),
            Self::Go(Place::Bubbles) => ctrl(Key::Num4),
            Self::Go(Place::Fairness) => ctrl(Key::Num5),
            Self::Go(Place::People) => ctrl(Key::Num6),
            Self::Go(Place::Map) => ctrl(Key::Num7),
            Self::Go(Place::Replay) => ctrl(Key::Num8),
            Self::Go(Place::Test) => ctrl(Key::Num9),
            Self::Navigation(NavigationStep::Find) => ctrl(Key::K),
            Self::Navigation(NavigationStep::Export) => ctrl(Key::E),
            Self::Navigation(NavigationStep::FindHere) => ctrl(Key::F),
            Self::Navigation(NavigationStep::Panel(1)) => plain(Key::F6),
            Self::Navigation(NavigationStep::Panel(-1)) => shift(Key::F6),
            Self::Navigation(NavigationStep::Back) => Some(KeyboardShortcut::new(Modifiers::ALT, Key::ArrowLeft)),
            Self::Navigation(NavigationStep::Forward) => Some(KeyboardShortcut::new(Modifiers::ALT, Key::ArrowRight)),
            Self::Navigation(NavigationStep::ExplainFocus) => plain(Key::F1),
            Self::Navigation(NavigationStep::ToggleRail) => plain(Key::F3),
            Self::Navigation(NavigationStep::ToggleInspector) => plain(Key::F4),
            Self::Navigation(NavigationStep::ToggleFullscreen) => plain(Key::F11),
            Self::Clock(ClockStep::Toggle) => plain(Key::Space),
            Self::Clock(ClockStep::Move(-1)) => plain(Key::ArrowLeft),
            Self::Clock(ClockStep::Move(1)) => plain(Key::ArrowRight),
            Self::Clock(ClockStep::Move(-7)) => shift(Key::ArrowLeft),
            Self::Clock(ClockStep::Move(7)) => shift(Key::ArrowRight),
            Self::Clock(ClockStep::First) => plain(Key::Home),
            Self::Clock(ClockStep::Follow) => plain(Key::End),
            Self::Clock(ClockStep::ToggleLoop) => plain(Key::L),
            Self::ZoomIn => ctrl(Key::Plus),
            Self::ZoomOut => ctrl(Key::Minus),
            Self::ZoomReset => ctrl(Key::Num0),
            Self::MakeBaseline => plain(Key::B),
            Self::DuplicateVariant => ctrl(Key::D),
            Self::Keep(KeepStep::ToggleHistory) => ctrl(Key::H),
            Self::Quit => ctrl(Key::Q),
            _ => None,
        }
    }

    /// Commands that keys can send, the longer combinations first so that Ctrl+Shift+S is not taken for Ctrl+S.
    pub fn with_shortcut() -> Vec<Self> {
        let mut commands = vec![
            Self::SaveAs,
            Self::New,
            Self::Open,
            Self::Save,
            Self::Undo,
            Self::Redo,
            Self::Run,
            Self::Lesson(LessonStep::Present),
            Self::Lesson(LessonStep::Notes),
            Self::AskCancel,
            Self::ZoomIn,
            Self::ZoomOut,
            Self::ZoomReset,
            Self::MakeBaseline,
            Self::DuplicateVariant,
            Self::Quit,
            Self::Keep(KeepStep::ToggleHistory),
            Self::Settings(SettingsStep::ResetLayout),
            Self::RemoveVariant,
            Self::ToggleDrawer,
            Self::SetScope(Scope::All),
            Self::SetContrast(Contrast::Difference),
            Self::SetContrast(Contrast::Level),
            Self::SetTheme(ThemeChoice::Light),
            Self::SetTheme(ThemeChoice::Dark),
        ];
        let steps = [
            NavigationStep::Find,
            NavigationStep::Back,
            NavigationStep::Forward,
            NavigationStep::ExplainFocus,
            NavigationStep::ToggleRail,
            NavigationStep::ToggleInspector,
            NavigationStep::ToggleFullscreen,
            NavigationStep::Export,
            NavigationStep::FindHere,
            NavigationStep::Panel(1),
            NavigationStep::Panel(-1),
        ];
        commands.extend(steps.map(Self::Navigation));
        let steps = [
            ClockStep::Move(-7),
            ClockStep::Move(7),
            ClockStep::Move(-1),
            ClockStep::Move(1),
            ClockStep::Toggle,
            ClockStep::First,
            ClockStep::Follow,
            ClockStep::ToggleLoop,
        ];
        commands.extend(steps.map(Self::Clock));
        commands.extend(Place::ALL.iter().map(|place| Self::Go(*place)));
        commands
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_commands_share_their_keys() {
        let mut seen: Vec<(KeyboardShortcut, String)> = Vec::new();
        for command in Command::with_shortcut() {
            let Some(keys) = command.shortcut() else { continue };
            if let Some((_, other)) = seen.iter().find(|(taken, _)| *taken == keys) {
                panic!("{} and {other} share keys", command.label());
            }
            seen.push((keys, command.label()));
        }
        assert!(seen.len() > 15);
    }
}
