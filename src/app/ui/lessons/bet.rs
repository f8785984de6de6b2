//! A line drawn on empty axes: with the mouse, with arrow keys, or as typed values.

use egui::accesskit::Role;
use egui::{Event, EventFilter, Id, Key, Label, Rect, RichText, Sense, TextEdit, Ui, pos2, vec2};

use super::step::Size;
use super::{lesson_button, words_ui};
use crate::app::command::Command;
use crate::app::lessons::{LessonStep, Open};
use crate::app::plot::picture_ui;
use crate::app::tokens::Palette;
use crate::app::ui::Commands;
use crate::experiment::format_number;
use crate::lesson::{Axes, scale_value};
use crate::report::lessons::{Drawn, Field, Look, empty_axes};

/// Steps of an arrow key over the whole axis.
const KEY_STEPS: f64 = 40.0;

/// The empty axes, as high as there is room.
pub(super) fn curve_ui(ui: &mut Ui, open: &Open, (axes, reach): (&Axes, (f64, f64)), size: &Size, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let line = open.line(open.step).unwrap_or_default();
    let below = if size.presented { 2.4 } else { 3.2 };
    let room = (ui.available_height() - below * size.strip).clamp(110.0, 460.0);
    let look = Look {
        bet: Some(Drawn { line: line.clone(), axis: reach }),
        height: f64::from(room),
        letters: f64::from(size.plot),
        progress: 0.0,
        ..Look::default()
    };
    let (picture, field) = empty_axes((axes, reach), &look, f64::from(ui.available_width().floor()), palette.of_figures());
    let corner = ui.cursor().min;
    picture_ui(ui, &picture);
    let (left, top, right, bottom) = field.area;
    let area = Rect::from_min_max(
        pos2(corner.x + left as f32 - 10.0, corner.y + top as f32 - 6.0),
        pos2(corner.x + right as f32 + 10.0, corner.y + bottom as f32 + 6.0),
    );
    let id = Id::unique("our line");
    let response = ui.interact(area, id, Sense::click_and_drag()).on_hover_cursor(egui::CursorIcon::Crosshair);
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Canvas);
        node.set_label("Draw our line");
        node.set_description(spoken(axes, &line));
    });
    draw_by_hand(ui, &response, (axes, &field), corner, commands);
    draw_by_keys(ui, &response, (axes, reach), &line, commands);
    if line.iter().all(|value| !value.is_finite()) {
        let middle = pos2(corner.x + (0.5 * (left + right)) as f32, corner.y + (0.5 * (top + bottom)) as f32);
        ui.painter().text(middle, egui::Align2::CENTER_CENTER, "Draw here with the mouse", egui::FontId::proportional(1.3 * size.plot), palette.weak);
    }
    ui.horizontal(|ui| {
        if size.presented {
            lesson_button(ui, LessonStep::Clear, ("Clear", size.strip), line.iter().any(|value| value.is_finite()), commands);
            return;
        }
        let unit = if axes.scale.is_share() { " in %" } else { "" };
        let label = ui.add(Label::new(RichText::new(format!("Or type {} values{unit}:", axes.xs.len())).size(size.strip)));
        let mut typed = open.typed.clone().unwrap_or_else(|| typed_of(axes, &line));
        let width = (ui.available_width() - 9.0 * size.strip).max(80.0);
        let edit = TextEdit::singleline(&mut typed).desired_width(width).font(egui::FontId::proportional(size.strip));
        if ui.add(edit).labelled_by(label.id).changed() {
            commands.push(Command::Lesson(LessonStep::Type(typed)));
        }
        lesson_button(ui, LessonStep::Clear, ("Clear", size.strip), line.iter().any(|value| value.is_finite()), commands);
    });
}

/// The pointer draws: every place that it passed since the last frame.
fn draw_by_hand(ui: &Ui, response: &egui::Response, (axes, field): (&Axes, &Field), corner: egui::Pos2, commands: &mut Commands) {
    if !(response.dragged() || response.clicked() || response.drag_started()) {
        return;
    }
    let Some(now) = response.interact_pointer_pos() else { return };
    let moved = if response.drag_started() { vec2(0.0, 0.0) } else { ui.input(|input| input.pointer.delta()) };
    let before = now - moved;
    let nearest = |x: f32| {
        let far = |place: usize| axes.xs.get(place).map_or(f64::INFINITY, |at| (field.x_of(*at) - f64::from(x - corner.x)).abs());
        (0..axes.xs.len()).reduce(|best, other| if far(other) < far(best) { other } else { best }).unwrap_or(0)
    };
    let (from, to) = (nearest(before.x), nearest(now.x));
    let value = |place: usize| {
        let at = axes.xs.get(place).map_or(0.0, |x| field.x_of(*x)) as f32 + corner.x;
        let share = if (now.x - before.x).abs() < 1.0 { 1.0 } else { ((at - before.x) / (now.x - before.x)).clamp(0.0, 1.0) };
        let height = before.y + share * (now.y - before.y);
        field.value_at(f64::from(height - corner.y))
    };
    let points: Vec<(usize, f64)> = (from.min(to)..=from.max(to)).map(|place| (place, value(place))).collect();
    commands.push(Command::Lesson(LessonStep::Draw(points)));
}

/// Arrow keys draw: left and right choose a point, up and down move it.
fn draw_by_keys(ui: &Ui, response: &egui::Response, (axes, (low, high)): (&Axes, (f64, f64)), line: &[f64], commands: &mut Commands) {
    if !response.has_focus() {
        return;
    }
    let filter = EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
    let mut place = ui.data(|data| data.get_temp::<usize>(response.id)).unwrap_or(0).min(axes.xs.len().saturating_sub(1));
    let mut value = line.get(place).copied().unwrap_or(f64::NAN);
    let middle = 0.5 * (low + high);
    let step = (high - low) / KEY_STEPS;
    let mut moved = false;
    for event in ui.input(|input| input.filtered_events(&filter)) {
        let Event::Key { key, pressed: true, .. } = event else { continue };
        match key {
            Key::ArrowLeft => place = place.saturating_sub(1),
            Key::ArrowRight => place = (place + 1).min(axes.xs.len().saturating_sub(1)),
            Key::ArrowUp | Key::ArrowDown => {
                let up = if key == Key::ArrowUp { step } else { -step };
                value = if value.is_finite() { value + up } else { middle };
                moved = true;
                continue;
            }
            _ => continue,
        }
        value = line.get(place).copied().unwrap_or(f64::NAN);
    }
    ui.data_mut(|data| data.insert_temp(response.id, place));
    if moved {
        commands.push(Command::Lesson(LessonStep::Draw(vec![(place, value.clamp(low, high))])));
    }
    let palette = Palette::current(ui);
    ui.painter().rect_stroke(response.rect, 4.0, egui::Stroke::new(2.0, palette.link), egui::StrokeKind::Outside);
    if let Some(at) = axes.xs.get(place) {
        let words = format!("{} {}: {}", axes.along, format_number(*at), said(axes, value));
        ui.painter().text(response.rect.center_top(), egui::Align2::CENTER_TOP, words, egui::FontId::proportional(13.0), palette.strong);
    }
}

fn said(axes: &Axes, value: f64) -> String {
    if value.is_finite() { scale_value(axes.scale, value) } else { "nothing yet".into() }
}

/// The line in words, for those who do not see it.
fn spoken(axes: &Axes, line: &[f64]) -> String {
    let points = axes.xs.iter().zip(line).map(|(x, value)| format!("{} {}: {}", axes.along, format_number(*x), said(axes, *value)));
    points.collect::<Vec<_>>().join(", ")
}

/// The line as it would be typed.
fn typed_of(axes: &Axes, line: &[f64]) -> String {
    if line.iter().any(|value| !value.is_finite()) {
        return String::new();
    }
    let scale = if axes.scale.is_share() { 100.0 } else { 1.0 };
    line.iter().map(|value| format_number(scale * value)).collect::<Vec<_>>().join(" ")
}

/// Hands counted, a number for each option.
pub(super) fn hands_ui(ui: &mut Ui, options: &[String], hands: &[u32], size: &Size, commands: &mut Commands) {
    for (place, option) in options.iter().enumerate() {
        ui.horizontal(|ui| {
            let mut count = hands.get(place).copied().unwrap_or(0);
            let typed = egui::DragValue::new(&mut count).range(0..=999).speed(0.2);
            ui.spacing_mut().interact_size = vec2(3.4 * size.words, 1.7 * size.words);
            let number = ui.scope(|ui| {
                ui.style_mut().text_styles.insert(egui::TextStyle::Button, egui::FontId::proportional(size.words));
                ui.style_mut().drag_value_text_style = egui::TextStyle::Button;
                ui.add(typed)
            });
            let number = number.inner;
            let number = number.accessible_name(format!("Hands for {option}"));
            if number.changed() {
                commands.push(Command::Lesson(LessonStep::Hands(place, count)));
            }
            words_ui(ui, option, size.words);
        });
    }
}
