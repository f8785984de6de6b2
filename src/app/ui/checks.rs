//! The strip of self-checks: a word and a shape for each, the detail on hover and for screen readers.

use egui::{Label, RichText, Ui};

use super::widgets::weak;
use crate::app::plot::check_mark_ui;
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::experiment::CheckState;

/// The strip. Where a check failed, a banner in words above it.
pub fn checks_ui(ui: &mut Ui, state: &State) {
    let palette = Palette::current(ui);
    let task = &state.check;
    if let Some((_, check)) = &task.shown {
        for failed in check.failed() {
            ui.add(Label::new(RichText::new(format!("Trust no number of this run: {failed}.")).color(palette.error)).wrap());
        }
        ui.horizontal_wrapped(|ui| {
            weak(ui, "Self-check:");
            for one in &check.checks {
                check_mark_ui(ui, one.state);
                let color = if one.state == CheckState::Failed { palette.error } else { palette.text };
                let label = ui.colored_label(color, format!("{} {}", one.kind.words(), one.state.words()));
                label.on_hover_text(&one.detail);
                ui.add_space(8.0);
            }
        });
    } else if task.errand.is_some() {
        weak(ui, "Self-check: under way");
    } else if let Some(problem) = &task.problem {
        weak(ui, format!("Self-check: not done: {problem}"));
    }
}
