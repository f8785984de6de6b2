//! Over time: one metric per row, the level at the left, the paired difference at the right, days aligned.

use egui::{Ui, vec2};

use super::Commands;
use super::empty::empty_ui;
use super::widgets::columns_ui;
use crate::app::command::Command;
use crate::app::plot::{Axis, DayBand, DayLine, card_ui, days_ui, plot_ui, swatch_ui};
use crate::app::state::{State, TIME_METRICS};
use crate::app::tokens::Palette;
use crate::app::view::{TimeLine, TimePanel, axis_unit, tick_text};
use crate::experiment::{format_difference, format_value};
use crate::scenario::Metric;

/// Names of the plots, for their tables: level and difference by row.
const NAMES: [(&str, &str); TIME_METRICS] =
    [("level 1", "difference 1"), ("level 2", "difference 2"), ("level 3", "difference 3"), ("level 4", "difference 4")];

/// The screen.
pub fn time_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    chooser_ui(ui, state, commands);
    let Some(view) = state.results.as_ref().and_then(|results| results.sheets.time.get()) else {
        empty_ui(ui, state, commands);
        return;
    };
    if let Some(panel) = view.panels.first() {
        ui.horizontal_wrapped(|ui| {
            for line in &panel.levels {
                swatch_ui(ui, &line.tag);
            }
        });
    } else {
        ui.label("Choose at least one metric above.");
    }
    for (panel, names) in view.panels.iter().zip(NAMES) {
        card_ui(ui, |ui| row_ui(ui, state, panel, names, view.days, commands));
        ui.add_space(4.0);
    }
}

fn chooser_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let chosen = &state.selection.metrics;
    ui.horizontal_wrapped(|ui| {
        for metric in Metric::ALL.iter().copied().filter(|metric| metric.is_daily()) {
            let on = chosen.contains(&metric);
            let room = on || chosen.len() < TIME_METRICS;
            let button = ui.add_enabled(room, egui::Button::selectable(on, metric.label()).min_size(vec2(0.0, 24.0)));
            if button.on_hover_text(metric.hover()).on_disabled_hover_text("Four metrics at most: take one away first.").clicked() {
                commands.push(Command::ToggleMetric(metric));
            }
        }
    });
}

fn row_ui(ui: &mut Ui, state: &State, panel: &TimePanel, names: (&'static str, &'static str), days: usize, commands: &mut Commands) {
    columns_ui(ui, 2, 16.0, |ui, column| {
        let (name, text, lines) =
            if column == 0 { (names.0, &panel.level_text, &panel.levels) } else { (names.1, &panel.difference_text, &panel.differences) };
        plot_ui(ui, state, name, text, commands, |ui| lines_ui(ui, panel.metric, lines, days, column == 1, 200.0));
    });
}

/// Lines with bands; undefined ones are said in words.
pub fn lines_ui(ui: &mut Ui, metric: Metric, lines: &[TimeLine], days: usize, difference: bool, height: f32) {
    let palette = Palette::current(ui);
    let drawn: Vec<&TimeLine> = lines.iter().filter(|line| !line.points.is_empty()).collect();
    let (range, cut) = range(&drawn, difference);
    let cut = if cut {
        ", axis cut"
    } else if difference {
        ", 0 is the baseline"
    } else {
        ""
    };
    let title = format!("{}, {}{cut}", axis_unit(metric, difference), metric.better().words());
    let axis = Axis::new(title, range, 4, |value, step| tick_text(metric, value, step, difference));
    let word = |value: f64| if difference { format_difference(metric, value) } else { format_value(metric, value) };
    let shown: Vec<DayLine> = drawn
        .iter()
        .map(|line| {
            let band = |pick: fn(&crate::app::view::Span) -> Option<(f64, f64)>, strength| DayBand {
                points: line.points.iter().filter_map(|(day, span)| pick(span).map(|(low, high)| [*day, low, high])).collect(),
                strength,
            };
            DayLine {
                look: palette.look(line.tag.variant, line.tag.baseline),
                end: format!("{}: {}", line.tag.letter, line.points.last().map_or_else(String::new, |(_, span)| word(span.mean))),
                points: line.points.iter().map(|(day, span)| [*day, span.mean]).collect(),
                bands: vec![band(|span| span.outer, 0.16), band(|span| span.inner, 0.26)],
            }
        })
        .collect();
    days_ui(ui, height, days, &axis, &shown, difference, word);
    for line in lines {
        if let Some(reason) = &line.undefined {
            super::widgets::weak(ui, format!("{}: {reason}", line.tag.label()));
        }
    }
}

/// The range of the y axis, and whether it is cut: levels start at zero unless that would flatten what there is to see.
fn range(lines: &[&TimeLine], difference: bool) -> ((f64, f64), bool) {
    let spans = lines.iter().flat_map(|line| line.points.iter().map(|(_, span)| span.reach()));
    let (low, high) = spans.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (from, to)| (low.min(from), high.max(to)));
    if !(low.is_finite() && high.is_finite()) {
        return (if difference { (-1.0, 1.0) } else { (0.0, 1.0) }, false);
    }
    if difference {
        let (low, high) = (low.min(0.0), high.max(0.0));
        let air = if high > low { (high - low) * 0.1 } else { 1.0 };
        return ((low - air, high + air), false);
    }
    let air = ((high - low) * 0.08).max(high.abs() * 1e-3);
    // Trust that moves between 0.50 and 0.55 would be a flat line from zero.
    if low > 0.0 && high - low < 0.35 * low {
        return ((low - air, high + air), true);
    }
    ((low.min(0.0), if high > 0.0 { high + air } else { 1.0 }), false)
}
