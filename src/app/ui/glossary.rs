//! Glossary: every word.

use egui::Ui;

use super::Commands;
use super::widgets::screen_heading;
use crate::app::state::State;

/// The screen.
pub fn glossary_ui(ui: &mut Ui, _state: &State, _commands: &mut Commands) {
    screen_heading(ui, "Glossary");
}
