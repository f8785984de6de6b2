//! Fairness: the attribute, group sizes first, then criteria with the rates behind them, intersections, the gap over time, prices, cut-offs, and any
//! metric by group.

mod course;
mod cutoffs;
mod dots;
mod grid;
mod matrix;
mod prices;

use egui::{Align2, ComboBox, Rect, RichText, Sense, TextStyle, Ui, pos2, vec2};

use super::Commands;
use super::empty::empty_ui;
use super::widgets::weak;
use crate::app::command::Command;
use crate::app::plot::{Axis, Row, card_ui, heading_ui, plot_ui, row_plot_ui, table_ui};
use crate::app::state::{Place, State};
use crate::app::tokens::Palette;
use crate::app::view::{AttributePanel, CriteriaView, FairnessView, axis_unit, tick_text};
use crate::ledger::Scope;
use crate::scenario::{Metric, Unit};

/// The screen.
pub fn fairness_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(view) = state.results.as_ref().and_then(|results| results.sheets.fairness.get()) else {
        empty_ui(ui, state, commands);
        return;
    };
    if view.attributes.is_empty() {
        card_ui(ui, |ui| {
            heading_ui(ui, "No attribute to compare groups by");
            ui.label("Fairness is about groups, and groups are levels of a declared, synthetic attribute such as an age band.");
            if ui.button("Add one under Scenario, People").clicked() {
                commands.push(Command::Go(Place::Scenario));
            }
        });
        return;
    }
    let index = state.selection.attribute.min(view.attributes.len() - 1);
    attribute_ui(ui, view, index, commands);
    if state.selection.scope != Scope::All {
        weak(ui, "The filter does not apply here: groups are taken from all customers.");
    }
    let Some(panel) = view.attributes.get(index) else { return };
    card_ui(ui, |ui| plot_ui(ui, state, "group sizes", &panel.size_text, commands, |ui| sizes_ui(ui, panel)));
    ui.add_space(4.0);
    match state.results.as_ref().and_then(|results| results.sheets.criteria.get()) {
        Some(criteria) => criteria_ui(ui, state, criteria, index, commands),
        None => {
            weak(ui, "Criteria are being worked out: chance is drawn anew some thousand times.");
        }
    }
    any_metric_ui(ui, state, view, panel, commands);
}

/// Everything that is about criteria.
fn criteria_ui(ui: &mut Ui, state: &State, view: &CriteriaView, index: usize, commands: &mut Commands) {
    let Some(panel) = view.attributes.get(index) else { return };
    let criterion = state.selection.criterion;
    card_ui(ui, |ui| matrix::matrix_ui(ui, state, view, &panel.matrix, commands));
    ui.add_space(4.0);
    if let Some(dots) = panel.dots(criterion) {
        card_ui(ui, |ui| plot_ui(ui, state, "criterion rates", &dots.text, commands, |ui| dots::dots_ui(ui, dots)));
        ui.add_space(4.0);
    }
    if let Some(course) = panel.course(criterion) {
        card_ui(ui, |ui| course::course_ui(ui, state, course, commands));
        ui.add_space(4.0);
    }
    card_ui(ui, |ui| grid::grids_ui(ui, state, view, commands));
    ui.add_space(4.0);
    card_ui(ui, |ui| prices::prices_ui(ui, state, &panel.prices, commands));
    ui.add_space(4.0);
    card_ui(ui, |ui| cutoffs::cutoffs_ui(ui, state, view, panel, commands));
    ui.add_space(4.0);
}

/// Any metric by group, with the gap.
fn any_metric_ui(ui: &mut Ui, state: &State, view: &FairnessView, panel: &AttributePanel, commands: &mut Commands) {
    card_ui(ui, |ui| {
        metric_ui(ui, view, commands);
        plot_ui(ui, state, "group rates", &panel.rate_text, commands, |ui| rates_ui(ui, view, panel));
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "How large is the gap?");
        weak(
            ui,
            format!(
                "{}, {} interval over worlds. Gap 0 and ratio 1 are equal; some gap arises by luck alone, more so between small groups.",
                view.metric.label(),
                view.heading.confidence
            ),
        );
        table_ui(ui, "parity", "How large is the gap?", &panel.parity);
    });
}

/// Chooses the variant that is looked at in detail.
fn variant_ui(ui: &mut Ui, state: &State, view: &CriteriaView, name: &str, commands: &mut Commands) -> usize {
    let shown = state.selection.fair_variant.min(view.tags.len().saturating_sub(1));
    let label = ui.label("Variant");
    let words = view.tags.get(shown).map_or_else(String::new, crate::app::view::Tag::short);
    ComboBox::from_id_salt(("fair variant", name))
        .selected_text(words)
        .width(170.0)
        .show_ui(ui, |ui| {
            for (place, tag) in view.tags.iter().enumerate().filter(|(_, tag)| !tag.is_twin()) {
                if ui.selectable_label(place == shown, tag.short()).clicked() {
                    commands.push(Command::SetFairVariant(place));
                }
            }
        })
        .response
        .labelled_by(label.id);
    shown
}

fn attribute_ui(ui: &mut Ui, view: &FairnessView, index: usize, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Groups by");
        let shown = view.attributes.get(index).map_or("", |attribute| attribute.name.as_str());
        ComboBox::from_id_salt("attribute")
            .selected_text(shown)
            .show_ui(ui, |ui| {
                for (place, attribute) in view.attributes.iter().enumerate() {
                    if ui.selectable_label(place == index, &attribute.name).clicked() {
                        commands.push(Command::SetAttribute(place));
                    }
                }
            })
            .response
            .labelled_by(label.id);
    });
}

fn metric_ui(ui: &mut Ui, view: &FairnessView, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Any metric by group");
        ComboBox::from_id_salt("fair metric")
            .selected_text(view.metric.label())
            .width(210.0)
            .show_ui(ui, |ui| {
                for metric in Metric::ALL.iter().copied().filter(|metric| metric.by_group()) {
                    if ui.selectable_label(metric == view.metric, metric.label()).on_hover_text(metric.hover()).clicked() {
                        commands.push(Command::SetFairMetric(metric));
                    }
                }
            })
            .response
            .labelled_by(label.id);
    });
}

fn sizes_ui(ui: &mut Ui, panel: &AttributePanel) {
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let row = 22.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width().min(640.0), panel.groups.len() as f32 * row), Sense::hover());
    let painter = ui.painter_at(rect);
    let left = rect.left() + 130.0;
    let room = (rect.width() - 130.0 - 170.0).max(40.0);
    for (index, group) in panel.groups.iter().enumerate() {
        let top = rect.top() + index as f32 * row;
        let bar = Rect::from_min_size(pos2(left, top + 4.0), vec2((group.share as f32).clamp(0.0, 1.0) * room, row - 8.0));
        painter.rect_filled(bar, 1.0, palette.axis);
        let middle = top + row / 2.0;
        painter.text(pos2(left - 8.0, middle), Align2::RIGHT_CENTER, &group.name, font.clone(), palette.text);
        let words = if group.small { format!("{}, too small to judge", group.size) } else { group.size.clone() };
        painter.text(pos2(bar.right() + 8.0, middle), Align2::LEFT_CENTER, words, font.clone(), palette.text);
    }
}

fn rates_ui(ui: &mut Ui, view: &FairnessView, panel: &AttributePanel) {
    let palette = Palette::current(ui);
    let metric = view.metric;
    let spans = panel.groups.iter().flat_map(|group| group.spans.iter().flatten().map(crate::app::view::Span::reach));
    let (low, high) = spans.fold((0.0_f64, f64::NEG_INFINITY), |(low, high), (from, to)| (low.min(from), high.max(to)));
    let high = if high.is_finite() && high > low { high } else { low + 1.0 };
    let top = if metric.unit() == Unit::Share { (high * 1.08).min(1.0).max(high) } else { high * 1.08 };
    let title = format!("{}, {}", axis_unit(metric, false), metric.better().words());
    let axis = Axis::new(title, (low, top), 5, |value, step| tick_text(metric, value, step, false));
    let mut rows = Vec::new();
    for (index, tag) in view.tags.iter().enumerate() {
        for (place, group) in panel.groups.iter().enumerate() {
            rows.push(Row {
                name: format!("{}  {} (n = {:.0})", tag.letter, group.name, group.people),
                label: group.labels.get(index).cloned().unwrap_or_default(),
                span: group.spans.get(index).copied().flatten(),
                look: palette.look(tag.variant, tag.baseline),
                hollow: group.small,
                mark: panel.overall.get(index).copied().flatten(),
                band: None,
                lit: false,
                gap: place == 0 && index > 0,
            });
        }
    }
    row_plot_ui(ui, &rows, &axis, false);
    ui.label(
        RichText::new(view.tags.iter().map(crate::app::view::Tag::label).collect::<Vec<_>>().join("   "))
            .text_style(TextStyle::Small)
            .color(palette.weak),
    );
}
