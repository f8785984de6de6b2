//! Mechanisms of the customer model: the list by subject, and one of them opened up.

use egui::{Button, Frame, Label, Margin, Panel, RichText, ScrollArea, TextStyle, Ui, vec2};

use super::Commands;
use super::widgets::{screen_heading, weak};
use crate::app::command::Command;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::state::{Place, State};
use crate::app::tokens::{Palette, SECTION, TARGET};
use crate::app::view::{MechanismView, SourceLine};
use crate::behavior::register::GROUPS;

/// The screen.
pub fn mechanisms_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let plain = Frame::new().inner_margin(Margin::symmetric(8, 0));
    Panel::left("mechanism list").resizable(false).exact_size(250.0).frame(plain).show(ui, |ui| {
        ScrollArea::vertical().id_salt("mechanism list scroll").auto_shrink([false, false]).show(ui, |ui| list_ui(ui, state, commands));
    });
    egui::CentralPanel::default().frame(plain).show(ui, |ui| {
        ScrollArea::vertical().id_salt(("mechanism", state.selection.mechanism)).auto_shrink([false, false]).show(ui, |ui| {
            if let Some((_, view)) = &state.mechanism {
                page_ui(ui, state, view, commands);
            }
        });
    });
}

fn list_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    screen_heading(ui, "Mechanisms");
    weak(ui, "In the order in which they act.");
    ui.spacing_mut().item_spacing.y = 2.0;
    for group in GROUPS {
        ui.add_space(SECTION / 2.0);
        weak(ui, group.title);
        for mechanism in group.mechanisms {
            let selected = state.selection.mechanism == mechanism.id;
            let width = ui.available_width();
            let button = Button::selectable(selected, (mechanism.title, egui::Atom::grow())).truncate().min_size(vec2(width, TARGET));
            if ui.add(button).on_hover_text(mechanism.meaning).clicked() {
                commands.push(Command::SelectMechanism(mechanism.id));
            }
        }
    }
}

fn page_ui(ui: &mut Ui, state: &State, view: &MechanismView, commands: &mut Commands) {
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        heading_ui(ui, view.title);
        ui.add(Label::new(RichText::new(view.meaning).color(palette.strong)).wrap());
        if let Some(why) = view.unused {
            ui.colored_label(palette.warning, format!("Not used by this scenario: {why}."));
        }
        ui.add_space(4.0);
        for line in view.equation {
            ui.add(Label::new(RichText::new(*line).text_style(TextStyle::Monospace).color(palette.text)).wrap());
        }
        for symbol in &view.symbols {
            weak(ui, symbol);
        }
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "Settings");
        if view.settings.is_empty() {
            weak(ui, "It has none of its own.");
        }
        for line in &view.settings {
            ui.add(Label::new(&line.value).wrap());
            ui.add(Label::new(RichText::new(&line.meaning).text_style(TextStyle::Small).color(palette.weak)).wrap());
            ui.add_space(2.0);
        }
        if !view.reads.is_empty() {
            weak(ui, format!("It also reads: {}.", view.reads));
        }
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "What a sceptic should ask");
        ui.add(Label::new(view.leaves_out).wrap());
    });
    ui.add_space(4.0);
    card_ui(ui, |ui| {
        heading_ui(ui, "What it rests on, and what tests it");
        lines_ui(ui, &view.sources);
        if !view.findings.is_empty() {
            ui.add_space(4.0);
            weak(ui, "Published findings that test it, flown on the report card:");
            findings_ui(ui, state, &view.findings, commands);
        }
        ui.add_space(4.0);
        weak(ui, format!("Computed in {}. Tests that break when it is broken:", view.code));
        for test in &view.tests {
            weak(ui, test);
        }
    });
}

fn lines_ui(ui: &mut Ui, lines: &[SourceLine]) {
    for line in lines {
        ui.add(Label::new(RichText::new(&line.text).text_style(TextStyle::Small)).wrap());
    }
}

/// Findings, with what came out where the card is there; a click leads to the card.
fn findings_ui(ui: &mut Ui, state: &State, lines: &[SourceLine], commands: &mut Commands) {
    for line in lines {
        let flown = state.card.shown.as_ref().and_then(|(_, card)| {
            let place = card.findings.iter().position(|finding| finding.id == line.id)?;
            Some((place, card.findings.get(place)?))
        });
        match flown {
            Some((place, finding)) => {
                let words = format!("{}: {} inside", line.id, finding.inside);
                if ui.link(words).on_hover_text(&line.text).clicked() {
                    commands.extend([Command::SelectFinding(place), Command::Go(Place::Card)]);
                }
            }
            None => lines_ui(ui, std::slice::from_ref(line)),
        }
    }
}
