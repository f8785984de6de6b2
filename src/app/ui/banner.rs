//! Work that a window left behind: what it is, and the three things that can be done with it.

use egui::{Label, RichText, ScrollArea, Ui};

use super::Commands;
use super::widgets::{command_button, labelled_button};
use crate::app::command::Command;
use crate::app::keep::{KeepStep, Left};
use crate::app::state::{Place, State};
use crate::app::tokens::Palette;

/// Most journals shown at once.
const MOST: usize = 3;

/// Whether there is something to show: on the start screen everything, elsewhere what belongs to the open file.
pub fn shown(state: &State) -> impl Iterator<Item = (usize, &Left)> {
    let here = move |left: &Left| state.place == Place::Start || left.file.as_deref() == state.document.file() || left.file.is_none();
    state.keep.left.iter().enumerate().filter(move |(_, left)| here(left)).take(MOST)
}

/// The banner.
pub fn banner_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let palette = Palette::current(ui);
    for (place, left) in shown(state) {
        ui.horizontal_wrapped(|ui| {
            let what = match (&left.content, &left.file) {
                (Err(reason), _) => format!("Work was left behind in {}, but it cannot be read: {reason}.", left.found.folder.display()),
                (Ok(_), Some(file)) => {
                    let name = file.file_name().map_or_else(|| file.display().to_string(), |name| name.to_string_lossy().into_owned());
                    format!("Unsaved changes of {name} from {}.", left.when)
                }
                (Ok((scenario, _)), None) => format!("Work that was never saved, \"{}\", from {}.", scenario.name, left.when),
            };
            ui.add(Label::new(RichText::new(what).color(palette.warning)).wrap());
            if left.content.is_ok() {
                command_button(ui, &Command::Keep(KeepStep::Restore(place)), commands);
            }
            command_button(ui, &Command::Keep(KeepStep::Discard(place)), commands);
            if left.content.is_ok() {
                let words = if left.differences.is_some() { "Hide difference" } else { "Show difference" };
                labelled_button(ui, &Command::Keep(KeepStep::Compare(place)), words, true, commands);
            }
        });
        if let Some(differences) = &left.differences {
            ScrollArea::vertical().id_salt(("difference", place)).max_height(120.0).show(ui, |ui| {
                for words in differences {
                    ui.add(Label::new(RichText::new(words).text_style(egui::TextStyle::Small)).wrap());
                }
            });
        }
    }
}
