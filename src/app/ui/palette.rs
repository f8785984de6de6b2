//! The command palette: a field, what fits, and the keys of each.

use egui::{Align2, Area, Button, Frame, Id, Key, Order, RichText, TextEdit, TextStyle, Ui, vec2};

use super::Commands;
use super::widgets::weak;
use crate::app::command::Command;
use crate::app::navigation::{Finder, NavigationStep};
use crate::app::settings::Keymap;
use crate::app::state::State;
use crate::app::tokens::{Palette, TARGET};

/// Its width.
const WIDTH: f32 = 560.0;

/// The palette, where it is open.
pub fn palette_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(finder) = &state.navigation.finder else { return };
    let frame = Frame::popup(ui.style()).inner_margin(10);
    let area = Area::new(Id::unique("palette")).order(Order::Foreground).anchor(Align2::CENTER_TOP, vec2(0.0, 64.0));
    let shown = area.show(ui.ctx(), |ui| frame.show(ui, |ui| finder_ui(ui, finder, commands)));
    let elsewhere = ui.input(|input| input.pointer.any_pressed() && input.pointer.interact_pos().is_some_and(|at| !shown.response.rect.contains(at)));
    if elsewhere {
        commands.push(Command::Navigation(NavigationStep::StopFinding));
    }
}

fn finder_ui(ui: &mut Ui, finder: &Finder, commands: &mut Commands) {
    let palette = Palette::current(ui);
    ui.set_width(WIDTH);
    let mut query = finder.query.clone();
    let field = TextEdit::singleline(&mut query).desired_width(WIDTH).hint_text(if finder.exports {
        "What to export or share..."
    } else {
        "Command, screen, metric, setting, person number..."
    });
    let response = ui.add(field);
    response.request_focus();
    if query != finder.query {
        commands.push(Command::Navigation(NavigationStep::Query(query)));
    }
    if finder.found.is_empty() {
        weak(ui, "Nothing fits. Fewer letters find more.");
    }
    for (place, entry) in finder.found.iter().filter_map(|&place| finder.entries.get(place)).enumerate() {
        let keys = Keymap::words(ui.ctx(), &entry.command).unwrap_or_default();
        let words = RichText::new(&entry.words).color(if entry.why_not.is_some() { palette.weak } else { palette.text });
        let tail = match (entry.why_not, keys.is_empty()) {
            (Some(reason), _) => reason.to_owned(),
            (None, true) => entry.kind.to_owned(),
            (None, false) => format!("{keys}   {}", entry.kind),
        };
        let button = Button::selectable(place == finder.chosen, words).shortcut_text(RichText::new(tail).text_style(TextStyle::Small)).truncate();
        let response = ui.add_enabled_ui(entry.why_not.is_none(), |ui| ui.add_sized(vec2(WIDTH, TARGET), button)).inner;
        let response = response.on_hover_text(entry.command.tooltip()).on_disabled_hover_text(entry.why_not.unwrap_or_default());
        if response.clicked() {
            commands.push(Command::Navigation(NavigationStep::Take(Some(place))));
        }
    }
    weak(ui, "Up and Down choose, Enter takes, Esc closes.");
}

/// Keys of the palette, before the field gets them.
pub fn palette_keys(input: &mut egui::InputState) -> Vec<Command> {
    let keys = [
        (Key::Escape, NavigationStep::StopFinding),
        (Key::ArrowDown, NavigationStep::Choose(1)),
        (Key::ArrowUp, NavigationStep::Choose(-1)),
        (Key::Enter, NavigationStep::Take(None)),
    ];
    keys.into_iter().filter(|(key, _)| input.consume_key(egui::Modifiers::NONE, *key)).map(|(_, step)| Command::Navigation(step)).collect()
}
