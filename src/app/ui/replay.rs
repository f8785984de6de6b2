//! Replay: the same people under two policies on one clock.

use egui::Ui;

use super::Commands;
use super::widgets::screen_heading;
use crate::app::state::State;

/// The screen.
pub fn replay_ui(ui: &mut Ui, _state: &State, _commands: &mut Commands) {
    screen_heading(ui, "Replay");
}
