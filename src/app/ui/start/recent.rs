//! Files opened or saved lately: a small picture of the last overview, what its guardrails said, and what can be done with the entry.

use egui::accesskit::Role;
use egui::{Button, Label, Rect, RichText, Sense, Stroke, TextStyle, Ui, UiBuilder, pos2, vec2};

use super::picture_frame;
use crate::app::command::Command;
use crate::app::keep::KeepStep;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::settings::{Recent, Thumb};
use crate::app::state::State;
use crate::app::tokens::{GAP, Palette, TARGET};
use crate::app::ui::Commands;
use crate::app::ui::widgets::{block_ui, labelled_button, weak};
use crate::app::view::{self, when_words};

/// Size of the small picture.
const PICTURE: egui::Vec2 = vec2(62.0, 44.0);

/// The list.
pub fn recent_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    ui.spacing_mut().item_spacing.x = 8.0;
    heading_ui(ui, "Recent files");
    if state.recent.is_empty() {
        weak(ui, "Files that you open or save are listed here, with a small picture of their results.");
    }
    for file in &state.recent {
        ui.add_space(2.0);
        card_ui(ui, |ui| file_ui(ui, state, file, commands));
        ui.add_space(GAP - 2.0);
    }
}

fn file_ui(ui: &mut Ui, state: &State, file: &Recent, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let there = !state.missing.contains(&file.path);
    let name = file.path.file_name().map_or_else(|| file.path.display().to_string(), |name| name.to_string_lossy().into_owned());
    let folder = file.path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
    ui.horizontal_top(|ui| {
        thumb_ui(ui, file.thumb.as_ref(), there);
        let width = ui.available_width();
        block_ui(ui, width, |ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            let command = Command::OpenPath(file.path.clone());
            let title = RichText::new(&name).color(if there { palette.strong } else { palette.weak });
            let button = Button::new(title).truncate().min_size(vec2(width.min(120.0), TARGET));
            let button = ui.add_enabled(there, button).on_hover_text(file.path.display().to_string());
            if button.accessible_name(format!("Open {name}")).clicked() {
                commands.push(command);
            }
            let words = match (&file.thumb, there) {
                (_, false) => "no longer there".to_owned(),
                (Some(thumb), true) => view::thumb_words(thumb),
                (None, true) => "not run yet".to_owned(),
            };
            ui.add(Label::new(RichText::new(words).text_style(TextStyle::Small).color(if there { palette.text } else { palette.warning })).wrap());
        });
    });
    let pinned = if file.pinned { "Pinned, " } else { "" };
    let line = format!("{pinned}{}, {folder}", when_words(file.opened));
    ui.add(Label::new(RichText::new(&line).text_style(TextStyle::Small).color(palette.weak)).truncate()).on_hover_text(folder);
    ui.horizontal_wrapped(|ui| {
        if !there {
            let step = KeepStep::Locate(file.path.clone());
            let label = step.label();
            labelled_button(ui, &Command::Keep(step), &label, true, commands).accessible_name(format!("Locate {name}"));
        }
        let pin = if file.pinned { "Unpin" } else { "Pin" };
        small_ui(ui, KeepStep::Pin(file.path.clone()), pin, &name, commands);
        small_ui(ui, KeepStep::Forget(file.path.clone()), "Remove", &name, commands);
    });
}

fn small_ui(ui: &mut Ui, step: KeepStep, word: &str, name: &str, commands: &mut Commands) {
    let text = RichText::new(word).text_style(TextStyle::Small);
    let button = ui.add(Button::new(text).min_size(vec2(TARGET, TARGET))).on_hover_text(step.tooltip());
    if button.accessible_name(format!("{word} {name}")).clicked() {
        commands.push(Command::Keep(step));
    }
}

/// The small picture: dots with intervals around the zero line, limits with their forbidden side.
fn thumb_ui(ui: &mut Ui, thumb: Option<&Thumb>, there: bool) {
    let palette = Palette::current(ui);
    let said = match thumb {
        Some(thumb) => format!("Last results: {}, {} worlds.", view::thumb_words(thumb), thumb.worlds),
        None => "No results yet.".to_owned(),
    };
    ui.scope_builder(UiBuilder::new().accessibility_role(Role::Image).accessibility_label(said), |ui| {
        let (area, _) = ui.allocate_exact_size(PICTURE, Sense::hover());
        let painter = ui.painter_at(area);
        picture_frame(&painter, area, palette);
        let inside = area.shrink2(vec2(6.0, 4.0));
        let x = |share: f32| inside.center().x + share.clamp(-1.0, 1.0) * inside.width() / 2.0;
        let Some(thumb) = thumb else {
            let font = TextStyle::Small.resolve(ui.style());
            painter.text(area.center(), egui::Align2::CENTER_CENTER, "no run", font, palette.weak);
            return;
        };
        painter.line_segment([pos2(x(0.0), inside.top()), pos2(x(0.0), inside.bottom())], Stroke::new(1.0, palette.axis));
        let height = inside.height() / thumb.rows.len().max(1) as f32;
        for (place, row) in thumb.rows.iter().enumerate() {
            let middle = inside.top() + (place as f32 + 0.5) * height;
            let past = row.limit.is_some_and(|limit| if row.at_most { row.low > limit } else { row.high < limit });
            let color = if !there {
                palette.axis
            } else if past {
                palette.worse
            } else {
                palette.look(2, 1).color
            };
            if let Some(limit) = row.limit {
                let side = if row.at_most { inside.right() } else { inside.left() };
                let forbidden = Rect::from_two_pos(pos2(x(limit), middle - height * 0.4), pos2(side, middle + height * 0.4));
                painter.rect_filled(forbidden, 0.0, palette.band(palette.worse, 0.2));
                painter.line_segment([pos2(x(limit), middle - height * 0.4), pos2(x(limit), middle + height * 0.4)], Stroke::new(1.0, palette.worse));
            }
            painter.line_segment([pos2(x(row.low), middle), pos2(x(row.high), middle)], Stroke::new(1.5, color));
            if past {
                painter.rect_filled(Rect::from_center_size(pos2(x(row.mean), middle), vec2(5.0, 5.0)), 0.0, color);
            } else {
                painter.circle_filled(pos2(x(row.mean), middle), 2.5, color);
            }
        }
    });
}
