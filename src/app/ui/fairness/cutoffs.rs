//! The threshold explorer: cut-offs by group, and who gains and loses the offer by them.

use egui::{Align2, ComboBox, Rect, RichText, Sense, Stroke, StrokeKind, TextStyle, Ui, pos2, vec2};

use super::super::Commands;
use super::super::widgets::weak;
use crate::app::command::Command;
use crate::app::plot::{hatch, heading_ui, plot_ui};
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::app::view::{CriteriaPanel, CriteriaView, CutoffPanel};
use crate::experiment::{CutoffAim, Shift, format_number};

/// Height of a row.
const ROW: f32 = 24.0;
/// Width of the names of groups.
const NAMES: f32 = 190.0;

/// The explorer.
pub fn cutoffs_ui(ui: &mut Ui, state: &State, view: &CriteriaView, panel: &CriteriaPanel, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let mut shown = 0;
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Cut-offs for");
        ComboBox::from_id_salt("aim")
            .selected_text(state.selection.aim.label())
            .width(230.0)
            .show_ui(ui, |ui| {
                for aim in CutoffAim::ALL {
                    if ui.selectable_label(aim == state.selection.aim, aim.label()).on_hover_text(aim.meaning()).clicked() {
                        commands.push(Command::SetAim(aim));
                    }
                }
            })
            .response
            .labelled_by(label.id);
        shown = super::variant_ui(ui, state, view, "aim", commands);
    });
    ui.label(RichText::new("Exploration; legal advice needed before using group thresholds.").color(palette.warning));
    let Some(found) = panel.cutoff(shown, state.selection.aim) else { return };
    if let Some(reason) = &found.reason {
        heading_ui(ui, &found.text.title);
        weak(ui, reason);
        return;
    }
    plot_ui(ui, state, "cutoffs", &found.text, commands, |ui| bars_ui(ui, found));
}

fn bars_ui(ui: &mut Ui, panel: &CutoffPanel) {
    scale_ui(ui, panel);
    let most = panel.groups.iter().flat_map(|group| [group.benefiting, group.others]).map(|shift| total(&shift)).fold(0.0, f64::max);
    for (title, pick) in [("Those who would benefit", true), ("Those who would not", false)] {
        let palette = Palette::current(ui);
        ui.label(RichText::new(title).color(palette.strong));
        let shifts: Vec<(&str, Shift)> =
            panel.groups.iter().map(|group| (group.name.as_str(), if pick { group.benefiting } else { group.others })).collect();
        shifts_ui(ui, &shifts, most);
    }
    legend_ui(ui);
}

/// Where the cut-offs lie on the score.
fn scale_ui(ui: &mut Ui, panel: &CutoffPanel) {
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let foot = 2.0 * font.size + 8.0;
    let width = ui.available_width().min(760.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, panel.groups.len() as f32 * 18.0 + foot), Sense::hover());
    let painter = ui.painter_at(rect);
    let area = Rect::from_min_max(pos2(rect.left() + NAMES, rect.top()), pos2(rect.right() - 16.0, rect.bottom() - foot));
    let x = |value: f64| area.left() + value as f32 * area.width();
    for step in 0..=4 {
        let value = f64::from(step) / 4.0;
        painter.line_segment([pos2(x(value), area.top()), pos2(x(value), area.bottom())], Stroke::new(1.0, palette.grid));
        painter.text(pos2(x(value), area.bottom() + 2.0), Align2::CENTER_TOP, format!("{value:.2}"), font.clone(), palette.weak);
    }
    painter.text(
        pos2(area.center().x, rect.bottom()),
        Align2::CENTER_BOTTOM,
        "score: chance of benefit as the policy sees it",
        font.clone(),
        palette.weak,
    );
    for (place, group) in panel.groups.iter().enumerate() {
        let middle = area.top() + (place as f32 + 0.5) * 18.0;
        painter.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, format!("{}: {}", group.name, group.cutoff), font.clone(), palette.text);
        if let Some(at) = group.at {
            let given = Rect::from_min_max(pos2(x(at), middle - 4.0), pos2(area.right(), middle + 4.0));
            painter.rect_filled(given, 0.0, palette.selection);
            painter.line_segment([pos2(x(at), middle - 7.0), pos2(x(at), middle + 7.0)], Stroke::new(2.5, palette.strong));
        }
    }
}

fn total(shift: &Shift) -> f64 {
    shift.kept + shift.gained + shift.lost + shift.without
}

fn shifts_ui(ui: &mut Ui, shifts: &[(&str, Shift)], most: f64) {
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let width = ui.available_width().min(760.0);
    let (rect, _) = ui.allocate_exact_size(vec2(width, shifts.len() as f32 * ROW), Sense::hover());
    let painter = ui.painter_at(rect);
    let room = rect.width() - NAMES - 150.0;
    for (place, (name, shift)) in shifts.iter().enumerate() {
        let top = rect.top() + place as f32 * ROW;
        painter.text(pos2(rect.left(), top + ROW / 2.0), Align2::LEFT_CENTER, *name, font.clone(), palette.text);
        let mut left = rect.left() + NAMES;
        for (part, count) in [(Part::Kept, shift.kept), (Part::Gained, shift.gained), (Part::Lost, shift.lost), (Part::Without, shift.without)] {
            let wide = if most > 0.0 { (count / most) as f32 * room } else { 0.0 };
            part_in(ui, Rect::from_min_size(pos2(left, top + 4.0), vec2(wide, ROW - 8.0)), part);
            left += wide;
        }
        let words = format!("{} gain, {} lose", format_number(shift.gained), format_number(shift.lost));
        painter.text(pos2(left + 8.0, top + ROW / 2.0), Align2::LEFT_CENTER, words, font.clone(), palette.text);
    }
}

/// A part of a bar, told apart by its filling.
#[derive(Clone, Copy)]
enum Part {
    Kept,
    Gained,
    Lost,
    Without,
}

fn part_in(ui: &Ui, place: Rect, part: Part) {
    let palette = Palette::current(ui);
    let painter = ui.painter();
    if place.width() < 0.5 {
        return;
    }
    match part {
        Part::Kept => {
            painter.rect_filled(place, 0.0, palette.axis);
        }
        Part::Gained => {
            painter.rect_filled(place, 0.0, palette.primary);
        }
        Part::Lost => {
            hatch(painter, place, palette.worse);
            painter.rect_stroke(place, 0.0, Stroke::new(1.4, palette.worse), StrokeKind::Inside);
        }
        Part::Without => {
            painter.rect_filled(place, 0.0, palette.grid);
        }
    }
}

fn legend_ui(ui: &mut Ui) {
    ui.horizontal_wrapped(|ui| {
        for (part, words) in [(Part::Kept, "keep the offer"), (Part::Gained, "gain it"), (Part::Lost, "lose it"), (Part::Without, "without it")] {
            let (rect, _) = ui.allocate_exact_size(vec2(18.0, 12.0), Sense::hover());
            part_in(ui, rect, part);
            weak(ui, words);
        }
    });
}
