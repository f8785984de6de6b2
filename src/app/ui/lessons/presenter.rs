//! Presenter mode: large type, one plot, no panels, no paths. In a lesson its step; elsewhere one plot of the result screen in view.

use egui::emath::TSTransform;
use egui::{CentralPanel, Color32, Frame, Id, Key, Label, LayerId, Margin, Order, Panel, Rect, RichText, Stroke, Ui, UiBuilder};

use super::step::{Size, step_ui};
use super::{lesson_button, notes, strip};
use crate::app::clock::ClockStep;
use crate::app::command::Command;
use crate::app::lessons::LessonStep;
use crate::app::plot::{clear_stage, set_stage};
use crate::app::state::{Place, Severity, State};
use crate::app::tokens::Palette;
use crate::app::ui::Commands;

/// How much the key Z magnifies.
const MAGNIFIED: f32 = 2.0;
/// Most height of notes that have no window of their own, in points.
const NOTES_HEIGHT: f32 = 150.0;
/// Radius of the ring around the pointer, in points.
const HALO: f32 = 16.0;

/// The whole window, presented. `place_ui` draws the screen in view.
pub fn presenter_ui(ui: &mut Ui, state: &State, commands: &mut Commands, place_ui: impl FnOnce(&mut Ui, &mut Commands)) {
    let palette = Palette::current(ui);
    ui.painter().rect_filled(ui.max_rect(), 0.0, palette.card);
    let size = Size::presented();
    let frame = Frame::new().fill(palette.card).inner_margin(Margin::symmetric(14, 6));
    if let Some(notice) = &state.notice {
        Panel::top("presented notice").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                let color = if notice.severity == Severity::Problem { palette.error } else { palette.text };
                ui.add(Label::new(RichText::new(&notice.text).size(size.strip).color(color)).wrap());
                super::super::widgets::command_button(ui, &Command::DismissNotice, commands);
            });
        });
    }
    if let (true, Some(open)) = (state.lessons.notes, &state.lessons.open)
        && !notes::notes_window(ui, state, open, commands)
    {
        // There is one window alone: the class reads along.
        let frame = frame.fill(palette.panel);
        Panel::bottom("trainer's notes").exact_size(NOTES_HEIGHT).frame(frame).show(ui, |ui| {
            egui::ScrollArea::vertical().auto_shrink([false, false]).show(ui, |ui| notes::notes_ui(ui, state, open, size.strip, commands));
        });
    }
    match (&state.lessons.open, state.place) {
        (Some(open), Place::Lessons) => {
            Panel::bottom("presented strip").frame(frame).show(ui, |ui| strip::strip_ui(ui, state, open, &size, commands));
            CentralPanel::default().frame(frame).show(ui, |ui| step_ui(ui, state, open, &size, commands));
        }
        _ => screen_ui(ui, state, (&size, frame), commands, place_ui),
    }
    magnifier_ui(ui);
    halo_ui(ui, palette);
}

/// One plot of a screen.
fn screen_ui(ui: &mut Ui, state: &State, (size, frame): (&Size, Frame), commands: &mut Commands, place_ui: impl FnOnce(&mut Ui, &mut Commands)) {
    let plots = Id::unique("presented plots");
    let seen = ui.data(|data| data.get_temp::<usize>(plots)).unwrap_or(0);
    let wanted = state.lessons.plot.min(seen.saturating_sub(1));
    Panel::bottom("presented strip").frame(frame).show(ui, |ui| {
        ui.horizontal(|ui| {
            if let (Place::Replay, Some(results)) = (state.place, &state.results) {
                clock_ui(ui, state, results.run.scenario.experiment.days as usize, size, commands);
            } else if seen > 1 {
                lesson_button(ui, LessonStep::LastPlot, ("Back", size.strip), wanted > 0, commands);
                lesson_button(ui, LessonStep::NextPlot, ("Next", size.strip), wanted + 1 < seen, commands);
            }
            if state.lessons.open.is_some() {
                strip::primary_ui(ui, LessonStep::Return, "Back to the lesson", size.strip, commands);
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                strip::leave_ui(ui, size.strip, commands);
                if seen > 1 {
                    ui.label(RichText::new(format!("Plot {} of {seen}", wanted + 1)).size(size.strip));
                }
            });
        });
    });
    CentralPanel::default().frame(frame).show(ui, |ui| {
        let rect = ui.available_rect_before_wrap();
        set_stage(ui.ctx(), rect, wanted);
        // The screen itself is laid out unseen; the wanted plot steps out of it onto the stage.
        let hidden = UiBuilder::new().max_rect(rect).id_salt("unseen").invisible();
        ui.scope_builder(hidden, |ui| {
            ui.set_clip_rect(Rect::NOTHING);
            let mut unsent = Commands::new();
            place_ui(ui, &mut unsent);
        });
        let found = clear_stage(ui.ctx());
        ui.data_mut(|data| data.insert_temp(plots, found));
        if found == 0 {
            let coming = state.flight.is_flying() || state.lessons.story || state.people.is_working();
            let words = if coming {
                "The people are living their days..."
            } else {
                "This screen has no plot to present. Choose a result screen or a lesson first."
            };
            ui.put(rect, Label::new(RichText::new(words).size(size.words)).wrap());
        }
    });
}

/// The clock of the replay: it plays, and goes by days.
fn clock_ui(ui: &mut Ui, state: &State, days: usize, size: &Size, commands: &mut Commands) {
    let steps = [
        (ClockStep::Move(-1), "Day before"),
        (ClockStep::Toggle, if state.clock.playing { "Pause" } else { "Play" }),
        (ClockStep::Move(1), "Next day"),
    ];
    for (step, words) in steps {
        let button = egui::Button::new(RichText::new(words).size(size.strip)).min_size(egui::vec2(0.0, 1.7 * size.strip));
        let command = Command::Clock(step);
        if ui.add(button).on_hover_text(command.tooltip()).clicked() {
            commands.push(command);
        }
    }
    ui.label(RichText::new(format!("Day {} of {days}", state.clock.day_of(days))).size(size.strip));
}

/// While Z is held, everything is twice as large around the pointer.
fn magnifier_ui(ui: &Ui) {
    let ctx = ui.ctx();
    let held = !ctx.egui_wants_keyboard_input() && ctx.input(|input| input.key_down(Key::Z) && input.modifiers.is_none());
    let id = Id::unique("magnifier");
    let layer = ui.layer_id();
    if !held {
        if ctx.data(|data| data.get_temp::<egui::Pos2>(id)).is_some() {
            ctx.data_mut(|data| data.remove::<egui::Pos2>(id));
            ctx.set_transform_layer(layer, TSTransform::IDENTITY);
            ctx.request_repaint();
        }
        return;
    }
    if let Some(at) = ctx.input(|input| input.pointer.latest_pos()) {
        ctx.data_mut(|data| data.insert_temp(id, at));
        // The place under the pointer stays where it is.
        ctx.set_transform_layer(layer, TSTransform::new(at.to_vec2() * (1.0 - MAGNIFIED), MAGNIFIED));
    }
}

/// A ring around the pointer, so that the last row sees what is pointed at.
fn halo_ui(ui: &Ui, palette: &Palette) {
    let Some(at) = ui.ctx().input(|input| input.pointer.hover_pos()) else { return };
    let painter = ui.ctx().layer_painter(LayerId::new(Order::Tooltip, Id::unique("pointer halo")));
    let color: Color32 = palette.link;
    painter.circle_filled(at, HALO, color.gamma_multiply(0.12));
    painter.circle_stroke(at, HALO, Stroke::new(2.5, color));
}
