//! The bar above all results: whose values are shown, and what the results are.

use egui::containers::menu::{MenuButton, MenuConfig};
use egui::{Checkbox, ComboBox, DragValue, PopupCloseBehavior, RichText, TextStyle, Ui};

use super::Commands;
use super::widgets::command_button;
use crate::app::command::Command;
use crate::app::looks::LookStep;
use crate::app::state::{Flight, State};
use crate::app::tokens::Palette;
use crate::app::view;
use crate::experiment::scope_name;
use crate::ledger::Scope;
use crate::measure::people;
use crate::world::cells;

/// The bar above all results.
pub fn filter_bar_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let scope = state.selection.scope;
    ui.horizontal_wrapped(|ui| {
        let label = ui.label("Show");
        let scenario = state.scenario_shown();
        ComboBox::from_id_salt("filter")
            .selected_text(view::people(scenario, scope))
            .width(190.0)
            .show_ui(ui, |ui| {
                for choice in cells(scenario).scopes() {
                    if ui.selectable_label(choice == scope, view::people(scenario, choice)).clicked() {
                        commands.push(Command::SetScope(choice));
                    }
                }
            })
            .response
            .labelled_by(label.id);
        if scope != Scope::All {
            let words = format!("{}  x", scope_name(scenario, scope));
            let chip = ui.add(egui::Button::new(words).fill(palette.selection)).on_hover_text("Remove this filter.");
            if chip.accessible_name(format!("Remove filter {}", scope_name(scenario, scope))).clicked() {
                commands.push(Command::SetScope(Scope::All));
            }
        }
        let Some(results) = &state.results else { return };
        shown_ui(ui, state, commands);
        let days = results.run.scenario.experiment.days as usize;
        range_ui(ui, "Days", days, state.selection.days, Command::SetDays, commands);
        range_ui(ui, "Worlds", results.whole.worlds.len(), state.selection.worlds, Command::SetWorlds, commands);
        let heading = view::heading(&results.run, scope);
        if scope != Scope::All && results.run.worlds.iter().all(|world| people(world, scope) == 0) {
            ui.label(RichText::new(format!("No one is {}.", scope_name(scenario, scope))).color(palette.warning));
            command_button(ui, &Command::SetScope(Scope::All), commands);
        }
        if heading.partial {
            ui.label(RichText::new(&heading.worlds).color(palette.warning));
        } else {
            ui.add(egui::Label::new(RichText::new(&heading.worlds).text_style(TextStyle::Small).color(palette.weak)).extend());
        }
        if state.derived.stale && !state.flight.is_flying() {
            ui.separator();
            ui.label(RichText::new("These results are of an earlier version of the scenario.").text_style(TextStyle::Small).color(palette.warning));
            if matches!(state.flight, Flight::Landed { .. }) {
                command_button(ui, &Command::Run, commands);
            }
        }
    });
}

/// Which variants plots show: a list to choose from, and a chip for each that is hidden.
fn shown_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(results) = &state.results else { return };
    let palette = Palette::current(ui);
    let run = &results.run;
    let all = view::tags(&run.variants, run.baseline);
    if all.len() < 2 {
        return;
    }
    let menu = MenuButton::new("Variants").config(MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside));
    let (response, _) = menu.ui(ui, |ui| {
        for tag in &all {
            let mut on = !run.hidden.contains(&tag.variant);
            let step = Command::Look(LookStep::ToggleShown(tag.name.clone()));
            let check = ui.add_enabled(!tag.is_baseline(), Checkbox::new(&mut on, tag.label()));
            let check = check.on_hover_text(step.tooltip()).on_disabled_hover_text("The baseline is always shown: the others are compared with it.");
            if check.accessible_name(format!("Show {}", tag.label())).changed() {
                commands.push(step);
            }
        }
    });
    response.on_hover_text("Which variants plots and columns show.").accessible_name("Variants shown");
    for tag in view::hidden(run) {
        let chip = ui.add(egui::Button::new(format!("{} hidden  x", tag.letter)).fill(palette.selection));
        let chip = chip.on_hover_text(format!("{} is left out of plots. Click to show it again.", tag.label()));
        if chip.accessible_name(format!("Show {} again", tag.label())).clicked() {
            commands.push(Command::Look(LookStep::ToggleShown(tag.name.clone())));
        }
    }
}

/// First and last of something counted; a chip takes the filter away.
fn range_ui(
    ui: &mut Ui,
    what: &str,
    last: usize,
    range: Option<(usize, usize)>,
    command: impl Fn(Option<(usize, usize)>) -> Command,
    commands: &mut Commands,
) {
    let palette = Palette::current(ui);
    let (mut from, mut to) = range.unwrap_or((1, last));
    let word = what.to_lowercase();
    ui.label(what);
    let changed = [(&mut from, format!("First of {word}")), (&mut to, format!("Last of {word}"))].map(|(value, name)| {
        let drag = ui.add(DragValue::new(value).range(1..=last.max(1)).speed(0.1));
        drag.on_hover_text(name.clone()).accessible_name(name).changed()
    });
    if changed.contains(&true) {
        let whole = (from.min(to), from.max(to)) == (1, last);
        commands.push(command((!whole).then_some((from.min(to), from.max(to)))));
    }
    if let Some((from, to)) = range {
        let chip = ui.add(egui::Button::new(format!("{word} {from} to {to}  x")).fill(palette.selection)).on_hover_text("Remove this filter.");
        if chip.accessible_name(format!("Remove filter {word}")).clicked() {
            commands.push(command(None));
        }
    }
}
