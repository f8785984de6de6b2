//! Over time: one metric per row, the level at the left, the paired difference at the right, days aligned.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use egui::{Ui, vec2};

use super::Commands;
use super::empty::empty_ui;
use super::widgets::{columns_ui, command_button, grid_ui, weak};
use crate::app::command::Command;
use crate::app::looks::{CompareMode, LookStep};
use crate::app::plot::{Axis, DayBand, DayLine, card_ui, moments_ui, plot_ui, swatch_ui};
use crate::app::state::{State, TIME_METRICS};
use crate::app::tokens::{Dash, Look, Palette};
use crate::app::view::{Moment, TimeLine, TimePanel, TimeView, axis_unit, tick_text, time_range};
use crate::experiment::{format_difference, format_value};
use crate::scenario::Metric;

/// Names of the plots of a metric, for tables and notes, wherever it stands: level and difference.
fn names_of(metric: Metric) -> (&'static str, &'static str) {
    static DIFFERENCES: LazyLock<BTreeMap<Metric, String>> =
        LazyLock::new(|| Metric::ALL.iter().map(|&metric| (metric, format!("{} difference", metric.id()))).collect());
    (metric.id(), DIFFERENCES.get(&metric).map_or("difference", String::as_str))
}

/// The screen.
pub fn time_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    chooser_ui(ui, state, commands);
    let Some(view) = state.results.as_ref().and_then(|results| results.sheets.time.get()) else {
        empty_ui(ui, state, commands);
        return;
    };
    ways_ui(ui, state, view, commands);
    if let Some(panel) = view.panels.first() {
        ui.horizontal_wrapped(|ui| {
            for line in &panel.levels {
                swatch_ui(ui, &line.tag);
            }
        });
    } else {
        ui.label("Choose at least one metric above.");
    }
    for panel in view.panels.iter().take(TIME_METRICS) {
        card_ui(ui, |ui| row_ui(ui, state, view, panel, names_of(panel.metric), commands));
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

/// Ways to compare, the scale, the reference, and what the upright lines are.
fn ways_ui(ui: &mut Ui, state: &State, view: &TimeView, commands: &mut Commands) {
    let looks = &state.looks;
    ui.horizontal_wrapped(|ui| {
        weak(ui, "Compare:");
        for mode in CompareMode::ALL {
            let command = Command::Look(LookStep::Compare(mode));
            if ui.selectable_label(looks.compare == mode, mode.title()).on_hover_text(command.tooltip()).clicked() {
                commands.push(command);
            }
        }
        ui.separator();
        let freeze = Command::Look(LookStep::ToggleFreeze);
        if ui.selectable_label(looks.frozen.is_some(), freeze.label()).on_hover_text(freeze.tooltip()).clicked() {
            commands.push(freeze);
        }
        ui.separator();
        match &looks.reference {
            Some(reference) => {
                weak(ui, format!("Dashed grey: {}", reference.name));
                command_button(ui, &Command::Look(LookStep::DropReference), commands);
            }
            None => {
                command_button(ui, &Command::Look(LookStep::KeepReference), commands);
            }
        }
    });
    let happens = if view.moments.is_empty() { "" } else { " Dashed upright lines: what happens on the way." };
    weak(ui, format!("Policies that learn from the crowd do so every {} days.{happens}", view.every));
}

fn row_ui(ui: &mut Ui, state: &State, view: &TimeView, panel: &TimePanel, names: (&'static str, &'static str), commands: &mut Commands) {
    let kept = state.results.as_ref().filter(|_| state.looks.reference.is_some()).and_then(|results| results.sheets.reference.get());
    let kept = kept.and_then(|kept| kept.panels.iter().find(|kept| kept.metric == panel.metric));
    let frame = |difference: bool, height: f32| {
        let (own, lines, of_kept) = if difference {
            (panel.difference_range, kept.map(|kept| &kept.differences), kept.map(|kept| kept.difference_range))
        } else {
            (panel.level_range, kept.map(|kept| &kept.levels), kept.map(|kept| kept.level_range))
        };
        let both = of_kept.map_or(own, |kept| (own.0.min(kept.0), own.1.max(kept.1)));
        let frozen = state.looks.frozen.as_ref().and_then(|frozen| frozen.get(&(panel.metric, difference)).copied());
        TimeFrame {
            days: view.days,
            difference,
            height,
            range: frozen.unwrap_or(both),
            reference: lines.map_or(&[][..], Vec::as_slice),
            moments: &view.moments,
        }
    };
    let level = |ui: &mut Ui, height: f32| framed_lines_ui(ui, panel.metric, &panel.levels, &frame(false, height));
    let difference = |ui: &mut Ui, height: f32| framed_lines_ui(ui, panel.metric, &panel.differences, &frame(true, height));
    match state.looks.compare {
        CompareMode::Both => columns_ui(ui, 2, 16.0, |ui, column| {
            if column == 0 {
                plot_ui(ui, state, names.0, &panel.level_text, commands, |ui| level(ui, 200.0));
            } else {
                plot_ui(ui, state, names.1, &panel.difference_text, commands, |ui| difference(ui, 200.0));
            }
        }),
        CompareMode::Overlay => plot_ui(ui, state, names.0, &panel.level_text, commands, |ui| level(ui, 260.0)),
        CompareMode::Difference => plot_ui(ui, state, names.1, &panel.difference_text, commands, |ui| difference(ui, 260.0)),
        CompareMode::SideBySide => plot_ui(ui, state, names.0, &panel.level_text, commands, |ui| {
            grid_ui(ui, &panel.levels, 260.0, |ui, line| {
                swatch_ui(ui, &line.tag);
                let own = frame(false, 170.0);
                let of_same: Vec<TimeLine> = own.reference.iter().filter(|kept| kept.tag.name == line.tag.name).cloned().collect();
                framed_lines_ui(ui, panel.metric, std::slice::from_ref(line), &TimeFrame { reference: &of_same, ..own });
            });
        }),
    }
}

/// Lines with bands; undefined ones are said in words.
pub fn lines_ui(ui: &mut Ui, metric: Metric, lines: &[TimeLine], days: usize, difference: bool, height: f32) {
    let frame = TimeFrame { days, difference, height, range: time_range(lines, difference), reference: &[], moments: &[] };
    framed_lines_ui(ui, metric, lines, &frame);
}

/// What stands around lines.
struct TimeFrame<'a> {
    /// Last day.
    days: usize,
    /// Differences from the baseline, not levels.
    difference: bool,
    /// Height in points.
    height: f32,
    /// Ends of the y axis.
    range: (f64, f64),
    /// Lines of the run that is kept as a reference.
    reference: &'a [TimeLine],
    /// What happens on the way.
    moments: &'a [Moment],
}

/// Lines with bands in a frame; undefined ones are said in words.
fn framed_lines_ui(ui: &mut Ui, metric: Metric, lines: &[TimeLine], frame: &TimeFrame<'_>) {
    let &TimeFrame { days, difference, height, range, .. } = frame;
    let palette = Palette::current(ui);
    let drawn: Vec<&TimeLine> = lines.iter().filter(|line| !line.points.is_empty()).collect();
    let cut = if range.0 > 0.0 {
        ", axis cut"
    } else if difference {
        ", 0 is the baseline"
    } else {
        ""
    };
    let title = format!("{}, {}{cut}", axis_unit(metric, difference), metric.better().words());
    let axis = Axis::new(title, range, 4, |value, step| tick_text(metric, value, step, difference));
    let word = |value: f64| if difference { format_difference(metric, value) } else { format_value(metric, value) };
    // The reference lies behind, without bands, labels or a word under the pointer: its name stands above.
    let named = |kept: &&TimeLine| !kept.points.is_empty() && !kept.tag.is_twin() && drawn.iter().any(|line| line.tag.name == kept.tag.name);
    let behind = frame.reference.iter().filter(named).map(|kept| DayLine {
        look: Look { color: palette.axis, dash: Dash::Short, ..palette.look(kept.tag.variant, kept.tag.baseline) },
        end: String::new(),
        points: kept.points.iter().map(|(day, span)| [*day, span.mean]).collect(),
        bands: Vec::new(),
    });
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
    let all: Vec<DayLine> = behind.chain(shown).collect();
    let moments: Vec<(usize, &str)> = frame.moments.iter().map(|moment| (moment.day, moment.what.as_str())).collect();
    moments_ui(ui, (height, days), &axis, &all, &moments, difference, word);
    for line in lines {
        if let Some(reason) = &line.undefined {
            weak(ui, format!("{}: {reason}", line.tag.label()));
        }
    }
}
