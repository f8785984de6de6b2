//! The What-if map: settings that vary, the picture of what comes out, benefit against harm, and a search for a better policy.

mod heat;
mod line;
mod search;
mod setup;
mod trade;

use egui::{ComboBox, Label, RichText, Ui};

use super::Commands;
use super::widgets::{labelled_button, make_room, screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, heading_ui, plot_ui, verdict_ui};
use crate::app::state::{Contrast, State};
use crate::app::tokens::Palette;
use crate::app::view::{MapView, PointView, clipped};
use crate::app::what_if::MapStep;
use crate::experiment::Quantity;
use crate::scenario::Metric;

/// Width of a box to choose from.
const CHOICE: f32 = 300.0;

/// The screen.
pub fn what_if_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    card_ui(ui, |ui| {
        screen_heading(ui, "What would other settings do?");
        weak(ui, "The filter does not apply here: every number is over all customers, or over the scope of its guardrail.");
        setup::setup_ui(ui, state, commands);
    });
    if let Some((_, view)) = &state.what_if.shown {
        ui.add_space(4.0);
        card_ui(ui, |ui| picture_ui(ui, state, view, commands));
    }
    ui.add_space(4.0);
    card_ui(ui, |ui| trade::trade_ui(ui, state, commands));
    ui.add_space(4.0);
    card_ui(ui, |ui| search::search_ui(ui, state, commands));
}

fn picture_ui(ui: &mut Ui, state: &State, view: &MapView, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let map = &state.what_if;
    if map.sweep.is_some() && !map.planned.shown {
        let words = "This picture is of other settings, or of an earlier version of the scenario. Fly the map to see what holds now.";
        ui.add(Label::new(RichText::new(words).color(palette.warning)).wrap());
    }
    chooser_ui(ui, view, commands);
    let mut clicked = Commands::new();
    plot_ui(ui, state, "what-if map", &view.text, commands, |ui| {
        if view.y.is_some() {
            heat::heat_ui(ui, view, &mut clicked);
        } else {
            line::line_ui(ui, view, &mut clicked);
        }
    });
    commands.append(&mut clicked);
    for sentence in &view.crossings {
        ui.add(Label::new(sentence).wrap());
    }
    match &view.point {
        Some(point) => point_ui(ui, point, commands),
        None => {
            weak(ui, "Click a point to see its value, its interval and its verdicts, and to make a variant of it.");
        }
    }
}

fn chooser_ui(ui: &mut Ui, view: &MapView, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        let shown = &view.variant.0;
        pick_ui(ui, "Variant", "map variant", &clipped(shown), 200.0, |ui| {
            for name in &view.variants {
                if ui.selectable_label(name == shown, clipped(name)).clicked() {
                    commands.push(Command::Map(MapStep::SetVariant(name.clone())));
                }
            }
        });
        let words = match view.quantity {
            Quantity::Guardrail(place) => format!("Guardrail: {}", view.guardrails.get(place).cloned().unwrap_or_default()),
            Quantity::Level(metric) | Quantity::Difference(metric) => metric.label().to_owned(),
        };
        pick_ui(ui, "Show", "map quantity", &clipped(&words), CHOICE, |ui| quantities_ui(ui, view, commands));
        if let Quantity::Level(metric) | Quantity::Difference(metric) = view.quantity {
            for (contrast, quantity) in [(Contrast::Difference, Quantity::Difference(metric)), (Contrast::Level, Quantity::Level(metric))] {
                if ui.selectable_label(view.quantity == quantity, contrast.title()).clicked() {
                    commands.push(Command::Map(MapStep::SetQuantity(quantity)));
                }
            }
        }
        if let Some(own) = view.guardrail {
            let words = view.guardrails.get(own).cloned().unwrap_or_default();
            pick_ui(ui, "Limit", "map limit", &clipped(&words), CHOICE, |ui| {
                for (place, words) in view.guardrails.iter().enumerate() {
                    if ui.selectable_label(place == own, clipped(words)).clicked() {
                        commands.push(Command::Map(MapStep::SetGuardrail(place)));
                    }
                }
            });
        } else {
            weak(ui, "The scenario has no guardrail, so no limit is drawn.");
        }
    });
}

fn quantities_ui(ui: &mut Ui, view: &MapView, commands: &mut Commands) {
    for (place, words) in view.guardrails.iter().enumerate() {
        let quantity = Quantity::Guardrail(place);
        if ui.selectable_label(view.quantity == quantity, format!("Guardrail: {}", clipped(words))).clicked() {
            commands.push(Command::Map(MapStep::SetQuantity(quantity)));
            commands.push(Command::Map(MapStep::SetGuardrail(place)));
        }
    }
    let level = matches!(view.quantity, Quantity::Level(_));
    let own = match view.quantity {
        Quantity::Level(metric) | Quantity::Difference(metric) => Some(metric),
        Quantity::Guardrail(_) => None,
    };
    for metric in view.metrics.iter().copied() {
        let of = |metric: Metric| if level { Quantity::Level(metric) } else { Quantity::Difference(metric) };
        if ui.selectable_label(own == Some(metric), metric.label()).on_hover_text(metric.hover()).clicked() {
            commands.push(Command::Map(MapStep::SetQuantity(of(metric))));
        }
    }
}

/// Room for the name beside a list to pick from.
const PICK_NAME: f32 = 90.0;

/// A box to choose from, with its name before it.
fn pick_ui(ui: &mut Ui, name: &str, salt: &str, shown: &str, width: f32, list: impl FnOnce(&mut Ui)) {
    make_room(ui, width + PICK_NAME);
    ui.horizontal(|ui| {
        let label = ui.label(name);
        // The words of the box never make it wider than the screen.
        let width = width.min((ui.available_width() - 20.0).max(80.0));
        ComboBox::from_id_salt(salt).selected_text(shown).width(width).truncate().show_ui(ui, list).response.labelled_by(label.id);
    });
}

fn point_ui(ui: &mut Ui, point: &PointView, commands: &mut Commands) {
    let palette = Palette::current(ui);
    ui.add_space(4.0);
    ui.separator();
    heading_ui(ui, &point.title);
    for (verdict, words) in &point.lines {
        ui.horizontal_top(|ui| {
            if let Some(verdict) = verdict {
                super::widgets::block_ui(ui, 120.0, |ui| verdict_ui(ui, *verdict));
            }
            ui.add(Label::new(RichText::new(words).color(palette.text)).wrap());
        });
    }
    ui.horizontal_wrapped(|ui| {
        let make = Command::Map(MapStep::Make(point.settings.clone()));
        labelled_button(ui, &make, point.make, true, commands);
        let close = Command::Map(MapStep::Select(None));
        labelled_button(ui, &close, "Close this point", true, commands);
    });
}
