//! The glossary: every word at the left, what it means at the right; the same words as under the pointer, in the inspector and on the command line.

use egui::{Button, ScrollArea, TextEdit, Ui, vec2};

use super::Commands;
use super::explained::cards_ui;
use super::widgets::{block_ui, screen_heading, weak};
use crate::app::command::Command;
use crate::app::navigation::{NavigationStep, Subject};
use crate::app::state::State;
use crate::app::tokens::TARGET;
use crate::report::explain::{self, Section};

/// The screen.
pub fn glossary_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let width = ui.available_width();
    let list = (width * 0.4).clamp(300.0, 460.0);
    let height = ui.available_height();
    ui.horizontal_top(|ui| {
        block_ui(ui, list, |ui| list_ui(ui, state, height, commands));
        block_ui(ui, width - list - 8.0, |ui| {
            let word = match &state.navigation.subject {
                Some(Subject::Word(word)) => Some(word.clone()),
                Some(Subject::Metric(metric)) => Some(metric.id().into()),
                _ => None,
            };
            ScrollArea::vertical().id_salt("glossary card").max_height(height).auto_shrink([false, false]).show(ui, |ui| match word {
                Some(word) => cards_ui(ui, &explain::explain(&word), commands),
                None => {
                    weak(ui, "Choose a word at the left.");
                }
            });
        });
    });
}

fn list_ui(ui: &mut Ui, state: &State, height: f32, commands: &mut Commands) {
    screen_heading(ui, "Glossary");
    let mut query = state.navigation.glossary.clone();
    let field = TextEdit::singleline(&mut query).desired_width(ui.available_width() - 8.0).hint_text("Search a word");
    ui.add(field);
    if query != state.navigation.glossary {
        commands.push(Command::Navigation(NavigationStep::SearchGlossary(query)));
    }
    let sections = filtered(explain::directory(), &state.navigation.glossary);
    if sections.is_empty() {
        weak(ui, "No word fits. The palette (Ctrl+K) finds near misses, too.");
    }
    ScrollArea::vertical().id_salt("glossary words").max_height(height - 70.0).auto_shrink([false, false]).show(ui, |ui| {
        for section in &sections {
            ui.add_space(6.0);
            weak(ui, &section.title);
            for (word, line) in &section.entries {
                let chosen = matches!(&state.navigation.subject, Some(Subject::Word(shown)) if shown == word);
                let button = Button::selectable(chosen, format!("{word}: {line}")).truncate().min_size(vec2(ui.available_width() - 8.0, TARGET));
                if ui.add(button).on_hover_text(line).clicked() {
                    commands.push(Command::Navigation(NavigationStep::Glossary(word.clone())));
                }
            }
        }
    });
}

/// Sections with the words that hold what is typed.
fn filtered(sections: Vec<Section>, query: &str) -> Vec<Section> {
    let query = query.trim().to_lowercase();
    let holds = |(word, line): &(String, String)| word.to_lowercase().contains(&query) || line.to_lowercase().contains(&query);
    let kept = |section: Section| Section { entries: section.entries.into_iter().filter(holds).collect(), ..section };
    sections.into_iter().map(kept).filter(|section| !section.entries.is_empty()).collect()
}
