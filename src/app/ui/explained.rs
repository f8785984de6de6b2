//! Cards of the glossary: the same words as on the command line, with labels at the left and links between words.

use egui::{FontSelection, Label, RichText, TextStyle, Ui, vec2};

use super::Commands;
use super::widgets::block_ui;
use crate::app::command::Command;
use crate::app::navigation::{NavigationStep, Subject};
use crate::app::plot::{card_ui, heading_ui};
use crate::app::tokens::Palette;
use crate::report::explain::{Card, Piece, explain, pieces};
use crate::scenario::Metric;

/// Least width at which labels stand beside their lines, not above them.
const BESIDE: f32 = 400.0;
/// Width of labels.
const LABEL: f32 = 92.0;
/// Space between a label and its lines.
const GAP: f32 = 10.0;

/// Where a click on a word leads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Leads {
    /// To its page of the glossary.
    Glossary,
    /// To its card in the inspector; the screen stays.
    Inspector,
}

impl Leads {
    fn command(self, word: &str) -> Command {
        let step = match (self, Metric::from_id(word)) {
            (Self::Glossary, _) => NavigationStep::Glossary(word.into()),
            (Self::Inspector, Some(metric)) => NavigationStep::Inspect(Subject::Metric(metric)),
            (Self::Inspector, None) => NavigationStep::Inspect(Subject::Word(word.into())),
        };
        Command::Navigation(step)
    }
}

/// The cards of a word.
pub fn cards_ui(ui: &mut Ui, cards: &[Card], leads: Leads, commands: &mut Commands) {
    for card in cards {
        explained_ui(ui, card, leads, commands);
        ui.add_space(4.0);
    }
}

/// One card.
pub fn explained_ui(ui: &mut Ui, card: &Card, leads: Leads, commands: &mut Commands) {
    card_ui(ui, |ui| {
        let palette = Palette::current(ui);
        heading_ui(ui, &card.title);
        ui.label(RichText::new(format!("{}: {}", card.kind.word(), card.id)).text_style(TextStyle::Small).color(palette.weak));
        ui.add(Label::new(RichText::new(&card.text).color(palette.strong)).wrap());
        let mut seen = Vec::new();
        for (label, lines) in &card.facts {
            ui.add_space(5.0);
            // A list of references leads everywhere, whatever was a link before.
            let references = matches!(label.as_str(), "Source" | "See also");
            let mut lines_ui = |ui: &mut Ui| {
                ui.spacing_mut().item_spacing.y = 3.0;
                for line in lines {
                    if references {
                        seen.clear();
                    }
                    line_ui(ui, line, &style(label, line), &card.id, &mut seen, leads, commands);
                }
            };
            let name = RichText::new(label).text_style(TextStyle::Small).color(palette.weak);
            let width = ui.available_width();
            if label.is_empty() {
                lines_ui(ui);
            } else if width < BESIDE {
                ui.label(name);
                lines_ui(ui);
            } else {
                ui.horizontal_top(|ui| {
                    ui.spacing_mut().item_spacing.x = GAP;
                    block_ui(ui, LABEL, |ui| {
                        // The small label stands on the line of the larger text beside it.
                        ui.add_space(2.0);
                        ui.add(Label::new(name).wrap());
                    });
                    block_ui(ui, width - LABEL - GAP, lines_ui);
                });
            }
        }
    });
}

/// Formulas stand in the type of formulas.
fn style(label: &str, line: &str) -> TextStyle {
    let formula = matches!(label, "Formula" | "equation") && !line.is_empty();
    if formula { TextStyle::Monospace } else { TextStyle::Body }
}

/// A line with its links.
fn line_ui(ui: &mut Ui, line: &str, style: &TextStyle, own: &str, seen: &mut Vec<&'static str>, leads: Leads, commands: &mut Commands) {
    let parts = pieces(line, own, seen);
    let text = |text: &str| RichText::new(text).text_style(style.clone());
    if let [Piece::Plain(whole)] = parts.as_slice() {
        ui.add(Label::new(text(whole)).wrap());
        return;
    }
    let height = FontSelection::Style(style.clone()).resolve(ui.style()).size;
    // Set before the row begins: its least height is taken from there.
    ui.spacing_mut().interact_size.y = height;
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
        for part in parts {
            match part {
                Piece::Plain(words) => {
                    ui.add(Label::new(text(words)).wrap());
                }
                Piece::Word { text: words, word } => {
                    let response = ui.link(text(words)).on_hover_ui(|ui| meaning_ui(ui, word));
                    if response.clicked() {
                        commands.push(leads.command(word));
                    }
                }
            }
        }
    });
}

/// What a word means, under the pointer.
fn meaning_ui(ui: &mut Ui, word: &str) {
    ui.set_max_width(340.0);
    if let Some(card) = explain(word).first() {
        ui.label(RichText::new(&card.title).strong());
        ui.label(&card.text);
    }
}
