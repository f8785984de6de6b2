//! A name for every command that keys can send. It never changes: keys that a person chose are kept under it.

use super::clock::ClockStep;
use super::command::Command;
use super::keep::KeepStep;
use super::lessons::LessonStep;
use super::navigation::NavigationStep;
use super::settings::SettingsStep;
use super::state::{Contrast, Place, ThemeChoice};
use crate::ledger::Scope;

impl Command {
    /// Its name, "group.name"; empty for a command that keys cannot send, as it needs to be told something.
    pub fn id(&self) -> &'static str {
        match self {
            Self::New => "file.new",
            Self::Open => "file.open",
            Self::Save => "file.save",
            Self::SaveAs => "file.save_as",
            Self::Quit => "file.quit",
            Self::Undo => "edit.undo",
            Self::Redo => "edit.redo",
            Self::Keep(KeepStep::ToggleHistory) => "edit.history",
            Self::Settings(SettingsStep::ResetLayout) => "view.reset_layout",
            Self::DuplicateVariant => "edit.duplicate_variant",
            Self::RemoveVariant => "edit.remove_variant",
            Self::MakeBaseline => "edit.make_baseline",
            Self::Run => "run.start",
            Self::AskCancel => "run.stop",
            Self::ToggleDrawer => "run.drawer",
            Self::ZoomIn => "view.larger",
            Self::ZoomOut => "view.smaller",
            Self::ZoomReset => "view.normal_size",
            Self::SetScope(Scope::All) => "view.clear_filter",
            Self::SetContrast(Contrast::Difference) => "view.differences",
            Self::SetContrast(Contrast::Level) => "view.levels",
            Self::SetTheme(ThemeChoice::Light) => "view.light",
            Self::SetTheme(ThemeChoice::Dark) => "view.dark",
            Self::Clock(ClockStep::Toggle) => "time.play",
            Self::Clock(ClockStep::Move(1)) => "time.next_day",
            Self::Clock(ClockStep::Move(-1)) => "time.day_before",
            Self::Clock(ClockStep::Move(7)) => "time.next_week",
            Self::Clock(ClockStep::Move(-7)) => "time.week_before",
            Self::Clock(ClockStep::First) => "time.first_day",
            Self::Clock(ClockStep::Follow) => "time.last_day",
            Self::Clock(ClockStep::ToggleLoop) => "time.loop",
            Self::Lesson(LessonStep::Present) => "view.present",
            Self::Lesson(LessonStep::Notes) => "view.trainers_notes",
            Self::Navigation(NavigationStep::Find) => "go.find",
            Self::Navigation(NavigationStep::Export) => "file.export",
            Self::Navigation(NavigationStep::FindHere) => "edit.find_here",
            Self::Navigation(NavigationStep::Panel(1)) => "go.next_panel",
            Self::Navigation(NavigationStep::Panel(-1)) => "go.panel_before",
            Self::Navigation(NavigationStep::Back) => "go.back",
            Self::Navigation(NavigationStep::Forward) => "go.forward",
            Self::Navigation(NavigationStep::ExplainFocus) => "view.explain",
            Self::Navigation(NavigationStep::ToggleRail) => "view.rail",
            Self::Navigation(NavigationStep::ToggleInspector) => "view.inspector",
            Self::Navigation(NavigationStep::ToggleFullscreen) => "view.full_screen",
            Self::Go(place) => place_id(*place),
            _ => "",
        }
    }

    /// Heading of the list that it stands in.
    pub fn group(&self) -> &'static str {
        match self.id().split_once('.').map_or("", |(group, _)| group) {
            "file" => "File",
            "edit" => "Edit",
            "run" => "Run",
            "view" => "View",
            "time" => "Time",
            "go" => "Screens",
            _ => "Other",
        }
    }
}

fn place_id(place: Place) -> &'static str {
    match place {
        Place::Start => "go.start",
        Place::Scenario => "go.scenario",
        Place::Variants => "go.variants",
        Place::Plan => "go.plan",
        Place::Overview => "go.overview",
        Place::Time => "go.time",
        Place::Replay => "go.replay",
        Place::Creepiness => "go.creepiness",
        Place::Bubbles => "go.bubbles",
        Place::Fairness => "go.fairness",
        Place::People => "go.people",
        Place::Test => "go.test",
        Place::Map => "go.map",
        Place::Assumptions => "go.assumptions",
        Place::Review => "go.review",
        Place::Lessons => "go.lessons",
        Place::Glossary => "go.glossary",
        Place::Model => "go.model",
        Place::Card => "go.card",
        Place::Settings => "go.settings",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_keys_can_send_has_a_name_of_its_own() {
        let mut names: Vec<&str> = Command::with_shortcut().iter().map(Command::id).collect();
        for command in Command::with_shortcut() {
            assert!(command.id().contains('.') && command.group() != "Other", "{} needs an id in command_ids.rs", command.label());
        }
        let all = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), all, "two commands share a name");
    }
}
