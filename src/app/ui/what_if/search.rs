//! The search for a better policy: what it looks for, its budget, and its result in words.

use egui::{DragValue, Label, RichText, Ui};

use super::super::Commands;
use super::super::tasks::task_ui;
use super::super::widgets::{labelled_button, weak};
use crate::app::command::Command;
use crate::app::plot::{heading_ui, table_ui};
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::app::view::{clipped, expected_text};
use crate::app::what_if::{MapStep, Rate};
use crate::experiment::FEWEST_RUNS;
use crate::simulate::customer_days;

/// The search.
pub fn search_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let map = &state.what_if;
    heading_ui(ui, "Is there a better policy within every limit?");
    let variant = map.shown.as_ref().map_or_else(|| "the variant".to_owned(), |(_, view)| format!("\"{}\"", clipped(&view.variant.0)));
    let wanted = format!("{} {}", if map.benefit.more { "more" } else { "less" }, map.benefit.metric.label().to_lowercase());
    let words = format!(
        "Looks for values of the settings above with which {variant} brings {wanted} and stays within every guardrail. Many are tried small, the better \
         ones again at full size, and the best once more in fresh worlds. What cannot be told is never recommended."
    );
    ui.add(Label::new(words).wrap());
    ui.horizontal_wrapped(|ui| {
        let mut budget = map.budget;
        ui.label("Budget");
        let field = DragValue::new(&mut budget).range(FEWEST_RUNS as u64..=1_000).speed(0.2);
        let field = ui.add(field).on_hover_text(MapStep::SetBudget(0).tooltip());
        if field.accessible_name("Budget of the search, in runs").changed() {
            commands.push(Command::Map(MapStep::SetBudget(budget)));
        }
        let scenario = state.document.scenario();
        let (worlds, people) = (scenario.experiment.worlds, scenario.population.customers);
        let days = customer_days(scenario) as f64 * worlds as f64 * map.budget as f64;
        let time = match &map.rate {
            Rate::Known(Some(rate)) => format!(", {} on this machine", expected_text(days / rate)),
            _ => String::new(),
        };
        weak(ui, format!("runs of {worlds} worlds of {people} people{time}"));
    });
    task_ui(ui, &map.search, &Command::Map(MapStep::Search), "runs", commands);
    if let Some(problem) = &map.search_problem {
        ui.add(Label::new(RichText::new(format!("No search: {problem}")).color(palette.error)).wrap());
    }
    let Some((revision, view)) = &map.search.shown else { return };
    if *revision != state.document.revision() {
        let words = "This search is of an earlier version of the scenario.";
        ui.add(Label::new(RichText::new(words).color(palette.warning)).wrap());
    }
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(&view.headline).color(palette.strong)).wrap());
    for line in &view.lines {
        ui.add(Label::new(line).wrap());
    }
    if !view.settings.is_empty() {
        let make = Command::Map(MapStep::Make(view.settings.clone()));
        labelled_button(ui, &make, "Make variant of what was found", true, commands);
    }
    for line in &view.basis {
        weak(ui, line);
    }
    ui.collapsing(format!("{} trials at full size", view.trials.rows.len()), |ui| {
        table_ui(ui, "search trials", "Trials at full size", &view.trials);
    });
}
