//! The timeline under all results: the day that every plot by day shows, playing, looping.

use egui::accesskit::Role;
use egui::{Button, ComboBox, CursorIcon, Key, Sense, Stroke, StrokeKind, Ui, UiBuilder, pos2, vec2};

use super::Commands;
use super::widgets::{labelled_button, weak};
use crate::app::clock::{ClockStep, SPEEDS};
use crate::app::command::Command;
use crate::app::state::State;
use crate::app::tokens::{Palette, TARGET};

/// The timeline of a run of so many days.
pub fn timeline_ui(ui: &mut Ui, state: &State, days: usize, commands: &mut Commands) {
    let clock = &state.clock;
    let day = clock.day_of(days);
    ui.horizontal(|ui| {
        for (words, step) in [("|<", ClockStep::First), ("<", ClockStep::Move(-1))] {
            labelled_button(ui, &Command::Clock(step), words, true, commands).accessible_name(step.label());
        }
        let play = if clock.playing { "Pause" } else { "Play" };
        let button = ui.add(Button::new(play).min_size(vec2(52.0, TARGET))).on_hover_text("Play or pause (Space)");
        if button.clicked() {
            commands.push(Command::Clock(ClockStep::Toggle));
        }
        for (words, step) in [(">", ClockStep::Move(1)), (">|", ClockStep::Follow)] {
            labelled_button(ui, &Command::Clock(step), words, true, commands).accessible_name(step.label());
        }
        let shown = format!("Day {day} of {days}");
        ui.allocate_ui(vec2(100.0, TARGET), |ui| ui.label(&shown));
        let track = (ui.available_width() - 226.0).max(80.0);
        track_ui(ui, state, days, track, commands);
        let looping = ui.add(Button::selectable(clock.range.is_some(), "Loop").min_size(vec2(TARGET, TARGET)));
        if looping.on_hover_text("Loop on or off (L). Shift and drag on the line chooses the days.").clicked() {
            commands.push(Command::Clock(ClockStep::ToggleLoop));
        }
        ComboBox::from_id_salt("speed")
            .selected_text(format!("{}x", clock.speed))
            .width(56.0)
            .show_ui(ui, |ui| {
                for speed in SPEEDS {
                    if ui.selectable_label(clock.speed == speed, format!("{speed}x")).clicked() {
                        commands.push(Command::Clock(ClockStep::Speed(speed)));
                    }
                }
            })
            .response
            .on_hover_text("Speed")
            .accessible_name("Speed");
        weak(ui, if clock.day.is_none() { "follows" } else { "" });
    });
}

/// The line of days: drag to look at another day, Shift and drag to loop.
fn track_ui(ui: &mut Ui, state: &State, days: usize, width: f32, commands: &mut Commands) {
    let clock = &state.clock;
    let palette = Palette::current(ui);
    let day = clock.day_of(days);
    let builder = UiBuilder::new().accessibility_role(Role::Slider).accessibility_label(format!("Timeline: day {day} of {days}"));
    let inner = ui.scope_builder(builder, |ui| ui.allocate_exact_size(vec2(width, TARGET), Sense::click_and_drag())).inner;
    let (rect, response) = inner;
    let line = rect.shrink2(vec2(7.0, 9.0));
    let x = |day: usize| line.left() + line.width() * (day.saturating_sub(1) as f32) / (days.saturating_sub(1).max(1) as f32);
    let painter = ui.painter_at(rect);
    painter.rect_filled(line, 3.0, palette.grid);
    painter.rect_stroke(line, 3.0, Stroke::new(1.0, palette.axis), StrokeKind::Inside);
    if let Some((from, to)) = clock.range {
        painter.rect_filled(
            egui::Rect::from_min_max(pos2(x(from), line.top()), pos2(x(to).max(x(from) + 3.0), line.bottom())),
            3.0,
            palette.selection,
        );
    }
    painter.rect_filled(egui::Rect::from_center_size(pos2(x(day), line.center().y), vec2(8.0, TARGET - 4.0)), 3.0, palette.link);
    if response.has_focus() {
        painter.rect_stroke(rect.shrink(1.0), 4.0, Stroke::new(2.0, palette.link), StrokeKind::Inside);
        ui.input_mut(|input| {
            for (key, step) in [(Key::ArrowLeft, -1), (Key::ArrowRight, 1), (Key::PageDown, -7), (Key::PageUp, 7)] {
                if input.consume_key(egui::Modifiers::NONE, key) {
                    commands.push(Command::Clock(ClockStep::Move(step)));
                }
            }
        });
    }
    let day_at = |at: egui::Pos2| {
        let share = ((at.x - line.left()) / line.width().max(1.0)).clamp(0.0, 1.0);
        1 + (share * days.saturating_sub(1) as f32).round() as usize
    };
    let Some(at) = response.interact_pointer_pos() else {
        response.on_hover_cursor(CursorIcon::ResizeHorizontal).on_hover_text("Drag: another day. Shift and drag: loop over some days.");
        return;
    };
    let start = ui.input(|input| input.pointer.press_origin());
    if ui.input(|input| input.modifiers.shift) {
        if let Some(start) = start {
            commands.push(Command::Clock(ClockStep::Range(day_at(start), day_at(at))));
        }
    } else if (response.dragged() || response.is_pointer_button_down_on() || response.clicked()) && clock.day != Some(day_at(at)) {
        commands.push(Command::Clock(ClockStep::Day(day_at(at))));
    }
}
