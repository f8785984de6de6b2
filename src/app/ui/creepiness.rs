//! Creepiness and trust: who is over their own line, whose trust is lost, and how segments fare.

use egui::{Align2, Rect, TextStyle, Ui, pos2, vec2};

use super::Commands;
use super::empty::empty_ui;
use super::figures::{bare_slot_ui, slot_ui, variant_ui};
use super::widgets::{command_button, grid_ui, weak};
use crate::app::command::Command;
use crate::app::looks::LookStep;
use crate::app::plot::{Axis, Chart, card_ui, figure_ui, hatch, heading_ui, plot_ui, swatch_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::{Palette, SECTION};
use crate::app::view::{CreepinessView, LinePanel};
use crate::report::figures::LEAST_DEPTHS;

/// The screen.
pub fn creepiness_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(view) = state.results.as_ref().and_then(|results| results.sheets.creepiness.get()) else {
        empty_ui(ui, state, commands);
        return;
    };
    if let Some(impossible) = &view.impossible {
        let palette = Palette::current(ui);
        ui.colored_label(palette.warning, impossible);
    }
    card_ui(ui, |ui| {
        plot_ui(ui, state, "own line", &view.line_text, commands, |ui| {
            grid_ui(ui, &view.lines, 190.0, |ui, panel| line_ui(ui, panel, view));
        });
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| figure_ui(ui, state, "cumulative margin", &*view.cumulative, commands));
    ui.add_space(4.0);
    slot_ui(ui, state, "why it creeps", commands);
    ui.add_space(4.0);
    slot_ui(ui, state, "acts", commands);
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        variant_ui(ui, state, commands);
        bare_slot_ui(ui, state, "trust by segment", commands);
        ui.add_space(SECTION);
        bare_slot_ui(ui, state, "say and do", commands);
    });
    ui.add_space(4.0);
    dose_ui(ui, state, commands);
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "How do segments fare?");
        weak(ui, format!("Mean of worlds with {} interval. {}.", view.heading.confidence, view.heading.worlds));
        table_ui(ui, "segments", "How do segments fare?", &view.segments);
    });
}

/// The dose curve of the run, or the way to one.
fn dose_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    card_ui(ui, |ui| {
        if let Some((_, Some(curve))) = &state.looks.mapped {
            figure_ui(ui, state, "dose curve", &**curve, commands);
            return;
        }
        bare_slot_ui(ui, state, "dose curve", commands);
        let variants = &state.document.scenario().variants;
        let tested = variants.iter().position(|variant| variant.name != state.document.scenario().experiment.baseline).unwrap_or(0);
        let drawn = state.results.as_ref().and_then(|results| results.sheets.figures.get("dose curve"));
        if drawn.is_some_and(|(_, _, figure)| figure.0.text().table.rows.len() < LEAST_DEPTHS) {
            command_button(ui, &Command::Look(LookStep::MapDepth(tested)), commands);
        }
    });
}

fn line_ui(ui: &mut Ui, panel: &LinePanel, view: &CreepinessView) {
    let palette = Palette::current(ui);
    swatch_ui(ui, &panel.tag);
    ui.label(egui::RichText::new(&panel.label).color(palette.strong));
    let percent = |value: f64, _: f64| format!("{:.0}%", value * 100.0);
    let x = Axis::new("felt creepiness minus own line", (-view.reach, view.reach), 4, |value, _| format!("{value:.1}"));
    let y = Axis::new("share of people", (0.0, (view.tallest * 1.1).max(0.01)), 3, percent);
    let (chart, _) = Chart::new(ui, vec2(ui.available_width(), 190.0), &x, &y, 8.0);
    let zero = chart.x(0.0);
    let over = Rect::from_min_max(pos2(zero, chart.area.top()), chart.area.right_bottom());
    hatch(&chart.inside, over, chart.palette.hatch.gamma_multiply(0.55));
    let look = palette.look(panel.tag.variant, panel.tag.baseline);
    for (edges, share) in panel.edges.windows(2).zip(&panel.shares) {
        let [left, right] = edges else { continue };
        if *share > 0.0 {
            let bar = Rect::from_min_max(chart.point(*left, *share), chart.point(*right, 0.0)).shrink2(vec2(0.5, 0.0));
            chart.inside.rect_filled(bar, 0.0, look.color.gamma_multiply(0.85));
        }
    }
    chart.upright(0.0, "over their line", chart.palette.worse);
    if panel.shares.is_empty() {
        chart.inside.text(chart.area.center(), Align2::CENTER_CENTER, "n/a: nobody active", TextStyle::Body.resolve(ui.style()), palette.weak);
    }
}
