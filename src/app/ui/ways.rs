//! What would have kept one person under her line: nearby policies, lived by her alone, the smallest change first.

use egui::{Grid, Label, RichText, ScrollArea, TextStyle, Ui};

use super::Commands;
use super::widgets::{labelled_button, weak};
use crate::app::command::Command;
use crate::app::people::PeopleStep;
use crate::app::plot::heading_ui;
use crate::app::tokens::Palette;
use crate::app::view::way_rows;
use crate::experiment::Ways;
use crate::report::story::Story;
use crate::simulate::Run;

/// The table of ways.
pub fn ways_ui(ui: &mut Ui, run: &Run, story: &Story, found: &Ways, commands: &mut Commands) {
    let palette = Palette::current(ui);
    let (sentence, rows) = way_rows(run, story, found);
    heading_ui(ui, "What would have kept her under her line?");
    ui.add(Label::new(sentence).wrap());
    ScrollArea::horizontal().id_salt("ways").show(ui, |ui| {
        Grid::new("ways").num_columns(8).striped(true).spacing([14.0, 6.0]).show(ui, |ui| {
            for head in ["change", "size, 0 to 1", "days over", "highest margin", "choices, bought", "trust at the end", "she", ""] {
                ui.label(RichText::new(head).text_style(TextStyle::Small).color(palette.weak));
            }
            ui.end_row();
            for (row, way) in rows.iter().zip(&found.ways) {
                for (place, cell) in row.cells.iter().enumerate() {
                    let color = if place == 2 && row.under { palette.better } else { palette.text };
                    ui.label(RichText::new(cell).color(color));
                }
                let name = format!("Make this a variant: {}", way.what);
                let step = Command::People(PeopleStep::Make(way.settings.clone()));
                labelled_button(ui, &step, "Make variant", true, commands).accessible_name(name);
                ui.end_row();
            }
        });
    });
    let mut caveat =
        "Her life alone, lived again with the same luck: what the change costs or brings with everybody else needs a run of the new variant."
            .to_owned();
    if found.crowd {
        caveat.push_str(" This policy learns from the crowd; what the crowd did is kept as it was in the run.");
    }
    weak(ui, caveat);
}
