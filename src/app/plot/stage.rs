//! The stage: where one plot of a screen is presented. While it is set, every other plot of the screen steps aside.

use egui::accesskit::Role;
use egui::{Context, Id, Label, Rect, RichText, TextStyle, Ui, UiBuilder};

use crate::app::tokens::Palette;
use crate::app::view::PlotText;

/// The stage of a frame.
#[derive(Clone, Copy, Debug)]
struct Stage {
    rect: Rect,
    wanted: usize,
    seen: usize,
}

/// What a plot is to do.
pub(super) enum Turn {
    /// There is no stage.
    Usual,
    /// Another plot is presented.
    Aside,
    /// It is presented, here.
    Present(Rect),
}

fn place() -> Id {
    Id::unique("stage")
}

/// Sets the stage for the plot at that place of the screen, from 0.
pub fn set_stage(ctx: &Context, rect: Rect, wanted: usize) {
    ctx.data_mut(|data| data.insert_temp(place(), Stage { rect, wanted, seen: 0 }));
}

/// Takes the stage away; tells how many plots came by.
pub fn clear_stage(ctx: &Context) -> usize {
    ctx.data_mut(|data| {
        let seen = data.get_temp::<Stage>(place()).map_or(0, |stage| stage.seen);
        data.remove::<Stage>(place());
        seen
    })
}

/// The next plot of the screen asks what it is to do.
pub(super) fn turn(ui: &Ui) -> Turn {
    ui.data_mut(|data| {
        let Some(mut stage) = data.get_temp::<Stage>(place()) else { return Turn::Usual };
        let own = stage.seen;
        stage.seen += 1;
        data.insert_temp(place(), stage);
        if own == stage.wanted { Turn::Present(stage.rect) } else { Turn::Aside }
    })
}

/// A plot on the stage: question, picture, caption.
pub(super) fn present_ui(ui: &Ui, rect: Rect, text: &PlotText, draw: impl FnOnce(&mut Ui)) {
    let builder = UiBuilder::new().max_rect(rect).layer_id(ui.layer_id());
    let mut stage = Ui::new(ui.ctx().clone(), Id::unique("presented plot"), builder);
    let palette = Palette::current(&stage);
    let title = stage.add(Label::new(RichText::new(&text.title).size(22.0).strong().color(palette.strong)).wrap());
    stage.ctx().accesskit_node_builder(title.id, |node| {
        node.set_role(Role::Heading);
        node.set_label(text.title.as_str());
    });
    let picture = UiBuilder::new().accessibility_role(Role::Image).accessibility_label(text.sentence.clone());
    stage.scope_builder(picture, draw);
    if !text.caption.is_empty() {
        stage.add(Label::new(RichText::new(&text.caption).text_style(TextStyle::Small).color(palette.text)).wrap());
    }
}
