//! The run drawer: every world of every variant, time, rate, and how to stop.

use egui::accesskit::Role;
use egui::{Align, Layout, ProgressBar, Sense, Shape, Stroke, Ui, UiBuilder, pos2, vec2};

use super::Commands;
use super::widgets::{command_button, labelled_button, weak};
use crate::app::command::Command;
use crate::app::plot::heading_ui;
use crate::app::state::{Flight, Landing, State};
use crate::app::tokens::Palette;
use crate::app::view;
use crate::simulate::{Progress, WorldState};

/// Most squares in a row; more worlds share a square.
const MOST_CELLS: usize = 60;

/// The run drawer.
pub fn run_drawer_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let (progress, variants, title) = match &state.flight {
        Flight::Idle => return,
        Flight::Flying { progress, variants, stopping, .. } => (progress, variants, if *stopping { "Stopping" } else { "Running" }.to_owned()),
        Flight::Landed { progress, variants, landing } => (progress, variants, landed(landing)),
    };
    ui.horizontal(|ui| {
        heading_ui(ui, &title);
        weak(ui, numbers(progress, state.flight.is_flying()));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            labelled_button(ui, &Command::ToggleDrawer, "Hide", true, commands);
            if let Flight::Flying { stopping, .. } = &state.flight {
                labelled_button(ui, &Command::Cancel, "Stop the run", !stopping, commands);
                let done = finished_worlds(progress);
                weak(ui, format!("Stopping keeps the {done} finished worlds, marked partial."));
            } else {
                command_button(ui, &Command::Run, commands);
            }
        });
    });
    let share = progress.done as f32 / progress.total.max(1) as f32;
    let width = ui.available_width();
    let fill = Palette::current(ui).link;
    ui.add(ProgressBar::new(share).fill(fill).desired_width(width).desired_height(10.0).animate(false))
        .accessible_name("Share of the run that is done");
    let summary = format!("{} of {} worlds finished", finished_worlds(progress), progress.worlds.len());
    ui.scope_builder(UiBuilder::new().accessibility_role(Role::Image).accessibility_label(summary), |ui| {
        for (index, name) in variants.iter().enumerate() {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                let name = if index == 0 { "no recommender (twin)" } else { name };
                ui.allocate_ui_with_layout(vec2(150.0, 16.0), Layout::left_to_right(Align::Center), |ui| {
                    ui.set_width(150.0);
                    ui.add(egui::Label::new(egui::RichText::new(name).text_style(egui::TextStyle::Small)).truncate());
                });
                worlds_ui(ui, progress, index);
            });
        }
    });
    weak(ui, "Empty: waiting. Filling: running. Full: finished. Crossed: stopped.");
}

fn landed(landing: &Landing) -> String {
    match landing {
        Landing::Whole => "Done".into(),
        Landing::Partial(worlds) => format!("Stopped: {worlds} worlds kept. Verdicts say how few they are."),
        Landing::Failed(reason) => format!("No results: {reason}"),
    }
}

fn numbers(progress: &Progress, flying: bool) -> String {
    let seconds = progress.elapsed.as_secs_f64();
    let rate = if seconds > 0.05 {
        format!(", {} customer-days a second", view::grouped((progress.done as f64 / seconds / 1_000.0).round() * 1_000.0))
    } else {
        String::new()
    };
    let left = if flying { format!(", {}", view::left_text(progress.left)) } else { String::new() };
    format!("{} elapsed{left}{rate}", view::time_text(progress.elapsed))
}

fn finished_worlds(progress: &Progress) -> usize {
    progress.worlds.iter().filter(|world| !world.is_empty() && world.iter().all(|state| *state == WorldState::Done)).count()
}

/// One square per world, in four shapes.
fn worlds_ui(ui: &mut Ui, progress: &Progress, variant: usize) {
    let palette = Palette::current(ui);
    let step = progress.worlds.len().div_ceil(MOST_CELLS).max(1);
    let count = progress.worlds.len().div_ceil(step);
    let size = 12.0;
    let (rect, _) = ui.allocate_exact_size(vec2(count as f32 * (size + 3.0), size + 2.0), Sense::hover());
    let painter = ui.painter_at(rect.expand(1.0));
    for (place, world) in progress.worlds.iter().step_by(step).enumerate() {
        let state = world.get(variant).copied().unwrap_or(WorldState::Waiting);
        let cell = egui::Rect::from_min_size(pos2(rect.left() + place as f32 * (size + 3.0), rect.top() + 1.0), vec2(size, size));
        let line = Stroke::new(1.2, palette.axis);
        match state {
            WorldState::Waiting => {
                painter.rect_stroke(cell, 1.0, line, egui::StrokeKind::Inside);
            }
            WorldState::Running(done) => {
                let mut filled = cell;
                filled.set_top(cell.bottom() - cell.height() * done.clamp(0.0, 1.0));
                painter.rect_filled(filled, 1.0, palette.link);
                painter.rect_stroke(cell, 1.0, Stroke::new(1.6, palette.link), egui::StrokeKind::Inside);
            }
            WorldState::Done => {
                painter.rect_filled(cell, 1.0, palette.text);
            }
            WorldState::Stopped => {
                painter.rect_stroke(cell, 1.0, line, egui::StrokeKind::Inside);
                painter.extend([
                    Shape::line_segment([cell.left_top(), cell.right_bottom()], line),
                    Shape::line_segment([cell.right_top(), cell.left_bottom()], line),
                ]);
            }
        }
    }
}
