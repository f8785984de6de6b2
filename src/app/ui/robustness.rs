//! Robustness beside the assumptions: in how many plausible settings each verdict holds, and which assumption decides.

use egui::{CollapsingHeader, Label, RichText, Ui};

use super::Commands;
use super::tasks::stoppable_task_ui;
use super::widgets::weak;
use crate::app::command::Command;
use crate::app::plot::{Axis, Row, card_ui, heading_ui, plot_ui, row_plot_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::app::view::{RobustnessPanel, RobustnessView};

/// Names of the plots, for their tables.
const NAMES: [&str; 6] = ["robust 1", "robust 2", "robust 3", "robust 4", "robust 5", "robust 6"];

/// The part of the screen.
pub fn robustness_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        heading_ui(ui, "Does the verdict hold if the assumptions are others?");
        match &state.robustness.shown {
            Some((revision, view)) => {
                if *revision != state.document.revision() {
                    ui.colored_label(palette.warning, "The scenario has changed since: fly again to see what holds now.");
                }
                for line in &view.basis {
                    weak(ui, line);
                }
                if view.panels.is_empty() {
                    ui.label("No variant is compared with the baseline: there is no verdict that could hold.");
                }
            }
            None => {
                let words = "This draws all assumptions together from their plausible ranges, many times, flies the scenario under each draw, and says in what \
                             share of them each verdict holds; then which assumption decides.";
                ui.add(Label::new(words).wrap());
            }
        }
        stoppable_task_ui(ui, &state.robustness, (&Command::FlyRobustness, &Command::StopRobustness), "runs", commands);
    });
    let Some((_, view)) = &state.robustness.shown else { return };
    panels_ui(ui, state, view, commands);
}

fn panels_ui(ui: &mut Ui, state: &State, view: &RobustnessView, commands: &mut Commands) {
    for (panel, name) in view.panels.iter().zip(NAMES) {
        ui.add_space(4.0);
        card_ui(ui, |ui| panel_ui(ui, state, panel, name, commands));
    }
}

fn panel_ui(ui: &mut Ui, state: &State, panel: &RobustnessPanel, name: &'static str, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let look = palette.look(panel.variant.0, panel.variant.1);
    plot_ui(ui, state, name, &panel.text, commands, |ui| {
        ui.add(Label::new(RichText::new(&panel.sentence).color(palette.strong)).wrap());
        let rows: Vec<Row> = panel
            .rows
            .iter()
            .enumerate()
            .map(|(place, row)| Row {
                name: row.name.clone(),
                label: row.words.clone(),
                span: row.span,
                look,
                hollow: false,
                mark: None,
                band: None,
                lit: false,
                gap: row.first && place > 0,
            })
            .collect();
        let axis = Axis::new("share of plausible settings", (0.0, 1.0), 5, |value, _| format!("{:.0}%", 100.0 * value));
        row_plot_ui(ui, &rows, &axis, false);
    });
    for sentence in &panel.metrics {
        weak(ui, sentence);
    }
    // Several guardrails on one metric have the same title.
    for (place, deciding) in panel.deciding.iter().enumerate() {
        CollapsingHeader::new(format!("What decides: {}", deciding.title)).id_salt(("decides", name, place)).show(ui, |ui| {
            if deciding.table.rows.is_empty() {
                ui.label("No assumption moves it.");
            } else {
                table_ui(ui, &format!("{name} {place}"), &deciding.title, &deciding.table);
            }
        });
    }
}
