//! Assumptions: which setting of the customer model moves which outcome of this scenario.

use egui::{Align2, ComboBox, Label, Rect, RichText, Sense, Stroke, TextStyle, Ui, pos2, vec2};

use super::Commands;
use super::robustness::robustness_ui;
use super::tasks::task_ui;
use super::widgets::{screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{Axis, card_ui, hatch, heading_ui, plot_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::{MARKER, Palette};
use crate::app::view::{AssumptionsView, TargetPanel, tick_text};
use crate::scenario::experiment::Bound;

/// Height of a bar's row.
const ROW: f32 = 24.0;

/// The screen.
pub fn assumptions_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    tornado_ui(ui, state, commands);
    ui.add_space(4.0);
    robustness_ui(ui, state, commands);
}

fn tornado_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    card_ui(ui, |ui| {
        screen_heading(ui, "Which assumption moves what?");
        match &state.assumptions.shown {
            Some((revision, view)) => basis_ui(ui, view, *revision != state.document.revision()),
            None => {
                ui.add(
                    Label::new(
                        "Every setting of the customer model has a plausible range. This flies the scenario with each of them at its low and at its \
                         high end, one at a time, in a few small worlds, and shows which of them your result hangs on.",
                    )
                    .wrap(),
                );
            }
        }
        task_ui(ui, &state.assumptions, &Command::FlyAssumptions, "runs", commands);
    });
    let Some((_, view)) = &state.assumptions.shown else { return };
    let target = state.selection.target.min(view.targets.len().saturating_sub(1));
    let Some(panel) = view.targets.get(target) else { return };
    ui.add_space(4.0);
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Outcome");
        ComboBox::from_id_salt("target")
            .selected_text(&panel.name)
            .width(420.0)
            .show_ui(ui, |ui| {
                for (place, other) in view.targets.iter().enumerate() {
                    if ui.selectable_label(place == target, &other.name).clicked() {
                        commands.push(Command::SelectTarget(place));
                    }
                }
            })
            .response
            .labelled_by(label.id);
    });
    card_ui(ui, |ui| plot_ui(ui, state, "assumptions", &panel.text, commands, |ui| bars_ui(ui, panel)));
    if !view.unused.rows.is_empty() {
        ui.add_space(4.0);
        card_ui(ui, |ui| {
            heading_ui(ui, "Not flown");
            ui.collapsing(format!("{} settings that this scenario does not use", view.unused.rows.len()), |ui| {
                table_ui(ui, "unused assumptions", "Not flown", &view.unused);
            });
        });
    }
}

fn basis_ui(ui: &mut Ui, view: &AssumptionsView, stale: bool) {
    let palette = Palette::current(ui);
    if stale {
        ui.colored_label(palette.warning, "The scenario has changed since: fly again to see what holds now.");
    }
    for flip in &view.flips {
        ui.add(Label::new(RichText::new(flip).color(palette.strong)).wrap());
    }
    for line in &view.basis {
        weak(ui, line);
    }
}

fn bars_ui(ui: &mut Ui, panel: &TargetPanel) {
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let drawn = panel.bars.iter().flat_map(|bar| [bar.low, bar.high]).flatten().chain(panel.base).chain(panel.limit.map(|(limit, _)| limit));
    let (low, high) = drawn.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let (low, high) = if low.is_finite() { (low, high) } else { (0.0, 1.0) };
    let air = ((high - low) * 0.08).max(high.abs() * 1e-3).max(1e-6);
    let axis = Axis::new(panel.axis.clone(), (low - air, high + air), 5, |value, step| tick_text(panel.metric, value, step, !panel.level));
    let width = ui.available_width();
    let (names, labels) = ((width * 0.26).min(330.0), (width * 0.30).min(360.0));
    let foot = 2.0 * font.size + 9.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width, panel.bars.len() as f32 * ROW + foot), Sense::hover());
    let area = Rect::from_min_max(pos2(rect.left() + names + 12.0, rect.top()), pos2(rect.right() - labels - 12.0, rect.bottom() - foot));
    let painter = ui.painter_at(rect);
    let (from, to) = axis.range;
    let x = |value: f64| area.left() + (((value - from) / (to - from).max(f64::MIN_POSITIVE)) as f32) * area.width();
    for (value, text) in &axis.ticks {
        painter.line_segment([pos2(x(*value), area.top()), pos2(x(*value), area.bottom())], Stroke::new(1.0, palette.grid));
        painter.text(pos2(x(*value), area.bottom() + 3.0), Align2::CENTER_TOP, text, font.clone(), palette.weak);
    }
    if let Some((limit, bound)) = panel.limit {
        let forbidden = match bound {
            Bound::AtMost => Rect::from_min_max(pos2(x(limit), area.top()), area.right_bottom()),
            Bound::AtLeast => Rect::from_min_max(area.left_top(), pos2(x(limit), area.bottom())),
        };
        hatch(&painter, forbidden, palette.hatch);
        painter.line_segment([pos2(x(limit), area.top()), pos2(x(limit), area.bottom())], Stroke::new(1.6, palette.worse));
    }
    painter.line_segment([area.left_bottom(), area.right_bottom()], Stroke::new(1.0, palette.axis));
    painter.text(pos2(area.center().x, rect.bottom()), Align2::CENTER_BOTTOM, &axis.title, font.clone(), palette.weak);
    for (place, bar) in panel.bars.iter().enumerate() {
        let top = area.top() + place as f32 * ROW;
        let middle = top + ROW / 2.0;
        let color = if bar.clear { palette.text } else { palette.band(palette.text, 0.45) };
        if let (Some(low), Some(high)) = (bar.low, bar.high) {
            let (left, right) = (x(low).min(x(high)), x(low).max(x(high)));
            painter.rect_filled(Rect::from_min_max(pos2(left, middle - 3.0), pos2(right, middle + 3.0)), 1.0, color);
            painter.circle_filled(pos2(x(low), middle), MARKER + 0.5, palette.card);
            painter.circle_stroke(pos2(x(low), middle), MARKER, Stroke::new(1.8, color));
            painter.circle_filled(pos2(x(high), middle), MARKER, color);
        }
        let name = painter.layout(bar.name.clone(), font.clone(), palette.text, names);
        painter.galley(pos2(rect.left(), middle - name.size().y / 2.0), name, palette.text);
        let label = painter.layout(bar.label.clone(), font.clone(), palette.text, labels);
        painter.galley(pos2(area.right() + 12.0, middle - label.size().y / 2.0), label, palette.text);
    }
    if let Some(base) = panel.base {
        painter.line_segment([pos2(x(base), area.top()), pos2(x(base), area.bottom())], Stroke::new(1.6, palette.link));
    }
}
