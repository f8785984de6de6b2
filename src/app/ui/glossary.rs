//! The glossary: every word at the left, what it means at the right; the same words as under the pointer, in the inspector and on the command line.

use egui::{
    Align, Atom, AtomExt as _, Button, CentralPanel, Frame, Id, Margin, Panel, Response, RichText, ScrollArea, TextEdit, TextStyle, Ui, vec2,
};

use super::Commands;
use super::explained::{Leads, explained_ui};
use super::levels::levels_ui;
use super::widgets::{screen_heading, weak};
use crate::app::command::Command;
use crate::app::navigation::{NavigationStep, Subject};
use crate::app::plot::{card_ui, plot_ui};
use crate::app::state::State;
use crate::app::tokens::{Palette, TARGET};
use crate::report::explain::{self, Card, Kind, Section};
use crate::scenario::Metric;

/// Name of the plot of a metric's values.
const LEVELS: &str = "glossary levels";

/// The screen.
pub fn glossary_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let plain = Frame::new().inner_margin(Margin::symmetric(8, 0));
    let list = (ui.available_width() * 0.38).clamp(290.0, 420.0);
    Panel::left("glossary words").resizable(false).exact_size(list).frame(plain).show(ui, |ui| list_ui(ui, state, commands));
    CentralPanel::default().frame(plain).show(ui, |ui| {
        let word = word_of(state);
        ScrollArea::vertical().id_salt(("glossary card", word)).auto_shrink([false, false]).show(ui, |ui| match word {
            Some(word) => page_ui(ui, state, &explain::explain(word), commands),
            None => {
                weak(ui, "Choose a word at the left. Words of the glossary inside a card are links; Alt and the left arrow lead back.");
            }
        });
    });
}

/// The cards of a word; behind that of a metric what its values are in the run at hand.
fn page_ui(ui: &mut Ui, state: &State, cards: &[Card], commands: &mut Commands) {
    for card in cards {
        explained_ui(ui, card, Leads::Glossary, commands);
        ui.add_space(4.0);
        if let (Kind::Metric, Some(metric)) = (card.kind, Metric::from_id(&card.id)) {
            card_ui(ui, |ui| values_ui(ui, state, metric, commands));
            ui.add_space(4.0);
        }
    }
}

fn values_ui(ui: &mut Ui, state: &State, metric: Metric, commands: &mut Commands) {
    let Some(results) = &state.results else {
        weak(ui, "No run is open: once one is flown, the values of this metric stand here.");
        return;
    };
    match results.sheets.metric.get().filter(|sheet| sheet.metric == metric) {
        Some(sheet) => {
            let rows = sheet.rows.iter().map(|row| (&row.tag, row.span, row.level.as_str()));
            plot_ui(ui, state, LEVELS, &sheet.text, commands, |ui| levels_ui(ui, metric, rows));
        }
        None => {
            weak(ui, "Reading the values of this metric...");
        }
    }
}

fn list_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    screen_heading(ui, "Glossary");
    let mut query = state.navigation.glossary.clone();
    let field = TextEdit::singleline(&mut query).desired_width(ui.available_width() - 8.0).hint_text("Search a word");
    ui.add(field);
    if query != state.navigation.glossary {
        commands.push(Command::Navigation(NavigationStep::SearchGlossary(query)));
    }
    let sections = filtered(explain::directory(), &state.navigation.glossary);
    let count: usize = sections.iter().map(|(_, entries)| entries.len()).sum();
    match count {
        0 => weak(ui, "No word fits. The palette (Ctrl+K) finds near misses, too."),
        1 => weak(ui, "1 word"),
        _ => weak(ui, format!("{count} words")),
    };
    let chosen = word_of(state);
    let moved = is_new(ui, chosen);
    ScrollArea::vertical().id_salt("glossary words").auto_shrink([false, false]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 2.0;
        for (title, entries) in &sections {
            ui.add_space(6.0);
            weak(ui, *title);
            for (word, line) in entries {
                let response = entry_ui(ui, chosen == Some(word.as_str()), word, line, commands);
                if moved && chosen == Some(word.as_str()) && !ui.clip_rect().contains_rect(response.rect) {
                    response.scroll_to_me(Some(Align::Center));
                }
            }
        }
    });
}

/// A word: what it stands for at the left, how files and the command line write it at the right.
fn entry_ui(ui: &mut Ui, chosen: bool, word: &str, line: &str, commands: &mut Commands) -> Response {
    let palette = Palette::current(ui);
    let id = RichText::new(word).text_style(TextStyle::Small).color(palette.weak);
    let button = Button::selectable(chosen, (RichText::new(line).atom_shrink(true), Atom::grow(), id)).truncate();
    let button = button.min_size(vec2(ui.available_width(), TARGET));
    let response = ui.add(button).on_hover_text(line);
    if response.clicked() {
        commands.push(Command::Navigation(NavigationStep::Glossary(word.to_owned())));
    }
    response
}

/// The word in view.
fn word_of(state: &State) -> Option<&str> {
    match &state.navigation.subject {
        Some(Subject::Word(word)) => Some(word),
        Some(Subject::Metric(metric)) => Some(metric.id()),
        _ => None,
    }
}

/// Whether another word was in view in the frame before: then the list follows, once.
fn is_new(ui: &Ui, word: Option<&str>) -> bool {
    let word = word.unwrap_or_default().to_owned();
    let before = Id::unique("glossary word");
    ui.data_mut(|data| {
        data.get_temp::<String>(before).is_none_or(|shown| shown != word) && {
            data.insert_temp(before, word);
            true
        }
    })
}

/// A heading with the words under it that fit.
type Shown = (&'static str, Vec<&'static (String, String)>);

/// Sections with the words that hold what is typed.
fn filtered(sections: &'static [Section], query: &str) -> Vec<Shown> {
    let query = query.trim().to_lowercase();
    let holds = |(word, line): &&(String, String)| word.to_lowercase().contains(&query) || line.to_lowercase().contains(&query);
    let kept = |section: &'static Section| (section.title.as_str(), section.entries.iter().filter(holds).collect::<Vec<_>>());
    sections.iter().map(kept).filter(|(_, entries)| !entries.is_empty()).collect()
}
