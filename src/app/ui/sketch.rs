//! The sketch beside the form: small plots of one small world, marked as a sketch.

use egui::{RichText, Ui};

use super::Commands;
use super::widgets::weak;
use crate::app::plot::{Axis, DayLine, card_ui, days_ui, figure_ui, heading_ui, plot_ui};
use crate::app::state::{SketchPhase, State};
use crate::app::tokens::Palette;
use crate::app::view::{SketchPlot, axis_unit, tick_text};
use crate::experiment::format_value;

/// Names of the sketch plots, for their tables.
const NAMES: [&str; 3] = ["sketch over line", "sketch trust", "sketch clicks"];

/// The sketch of the dose curve.
fn dose_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let dose = &state.looks.dose;
    card_ui(ui, |ui| {
        if let Some(problem) = &dose.problem {
            ui.label(RichText::new(problem).color(Palette::current(ui).warning));
        }
        match &dose.shown {
            Some(curve) => figure_ui(ui, state, "dose sketch", &**curve, commands),
            None if dose.problem.is_none() => {
                weak(ui, "The dose curve is on its way: this policy at six depths.");
            }
            None => {}
        }
        if dose.due.is_some() || dose.errand.is_some() {
            weak(ui, "Being drawn anew...");
        }
    });
}

/// The sketch.
pub fn sketch_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    dose_ui(ui, state, commands);
    ui.add_space(4.0);
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        ui.horizontal(|ui| {
            heading_ui(ui, "SKETCH");
            if !matches!(state.sketch.phase, SketchPhase::Resting) {
                weak(ui, "drawing...");
            }
        });
        weak(ui, "At most 500 people, 1 world, no interval: for the hand, not for a verdict. Run for numbers.");
        if let Some(problem) = &state.sketch.problem {
            ui.label(RichText::new(problem).color(palette.warning));
        }
        let Some(view) = &state.sketch.shown else {
            if state.sketch.problem.is_none() {
                weak(ui, "The first sketch is on its way.");
            }
            return;
        };
        for (plot, name) in view.plots.iter().zip(NAMES) {
            ui.push_id(name, |ui| plot_ui(ui, state, name, &plot.text, commands, |ui| small_plot_ui(ui, plot, view.days)));
        }
    });
}

fn small_plot_ui(ui: &mut Ui, plot: &SketchPlot, days: usize) {
    let palette = Palette::current(ui);
    let metric = plot.metric;
    let top = plot.lines.iter().flat_map(|line| line.points.iter().map(|point| point[1])).fold(0.0, f64::max);
    let range = (0.0, if top > 0.0 { top * 1.12 } else { 1.0 });
    let axis = Axis::new(format!("{}, {}", axis_unit(metric, false), metric.better().words()), range, 3, |value, step| {
        tick_text(metric, value, step, false)
    });
    let lines: Vec<DayLine> = plot
        .lines
        .iter()
        .map(|line| DayLine {
            look: palette.look(line.tag.variant, line.tag.baseline),
            end: format!("{}: {}", line.tag.letter, line.label),
            points: line.points.clone(),
            bands: Vec::new(),
        })
        .collect();
    days_ui(ui, 118.0, days, &axis, &lines, false, |value| format_value(metric, value));
}
