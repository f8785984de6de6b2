//! Brushing people: the rectangle that is drawn over them, and the chip that says how many are selected.

use egui::{Button, Id, Pos2, Rect, Response, Stroke, StrokeKind, Ui, pos2};

use super::Commands;
use crate::app::command::Command;
use crate::app::people::PeopleStep;
use crate::app::state::{Place, State};
use crate::app::tokens::Palette;

/// The rectangle being drawn over a panel of people, and whether it was let go in this frame.
pub struct Drawn {
    /// Where.
    pub rect: Rect,
    /// Whether it is complete.
    pub done: bool,
}

/// Follows a drag over a panel. `name` tells panels of a screen apart.
pub fn drawn(ui: &Ui, response: &Response, name: &'static str) -> Option<Drawn> {
    let id = Id::unique(("brush begins", name));
    if response.drag_started() {
        let origin = ui.input(|input| input.pointer.press_origin());
        if let Some(origin) = origin {
            ui.data_mut(|data| data.insert_temp(id, (origin.x, origin.y)));
        }
    }
    let done = response.drag_stopped();
    if !(response.dragged() || done) {
        return None;
    }
    let (x, y) = ui.data(|data| data.get_temp::<(f32, f32)>(id))?;
    let now: Pos2 = ui.input(|input| input.pointer.latest_pos())?;
    let rect = Rect::from_two_pos(pos2(x, y), now).intersect(response.rect);
    let palette = Palette::current(ui);
    ui.painter().rect_filled(rect, 0.0, palette.link.gamma_multiply(0.12));
    ui.painter().rect_stroke(rect, 0.0, Stroke::new(1.5, palette.link), StrokeKind::Inside);
    Some(Drawn { rect, done })
}

/// The chip of the people that are selected, and the way to their rows.
pub fn chip_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(brush) = &state.people.brush else { return };
    let palette = Palette::current(ui);
    let clear = PeopleStep::Unbrush;
    let chip = ui.add(Button::new(format!("{}  x", brush.words())).fill(palette.selection)).on_hover_text(clear.tooltip());
    if chip.accessible_name(format!("Remove filter {}", brush.words())).clicked() {
        commands.push(Command::People(clear));
    }
    if state.place == Place::Replay {
        let button = ui.button("Show them in the table").on_hover_text("The table of people with these rows alone.");
        if button.clicked() {
            commands.push(Command::Go(Place::People));
        }
    }
}
