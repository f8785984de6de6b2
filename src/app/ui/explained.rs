//! Cards of the glossary: the same words as on the command line.

use egui::{Label, RichText, TextStyle, Ui};

use super::Commands;
use crate::app::command::Command;
use crate::app::navigation::NavigationStep;
use crate::app::plot::{card_ui, heading_ui};
use crate::app::tokens::Palette;
use crate::report::explain::Card;

/// The cards of a word.
pub fn cards_ui(ui: &mut Ui, cards: &[Card], _commands: &mut Commands) {
    for card in cards {
        card_ui(ui, |ui| explained_ui(ui, card));
        ui.add_space(4.0);
    }
}

fn explained_ui(ui: &mut Ui, card: &Card) {
    let palette = Palette::current(ui);
    heading_ui(ui, &card.title);
    ui.label(RichText::new(format!("{}: {}", card.kind.word(), card.id)).text_style(TextStyle::Small).color(palette.weak));
    ui.add(Label::new(&card.text).wrap());
    for (label, lines) in &card.facts {
        ui.add_space(3.0);
        if !label.is_empty() {
            ui.label(RichText::new(label).text_style(TextStyle::Small).color(palette.weak));
        }
        for line in lines {
            ui.add(Label::new(RichText::new(line).text_style(TextStyle::Body)).wrap());
        }
    }
}

/// A link to a word of the glossary.
pub fn word_link_ui(ui: &mut Ui, words: &str, word: &str, commands: &mut Commands) {
    if ui.link(words).on_hover_text("Look it up in the glossary.").clicked() {
        commands.push(Command::Navigation(NavigationStep::Glossary(word.into())));
    }
}
