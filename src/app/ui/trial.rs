//! Trying without saving: a striped frame around the window, and the two ways out.

use egui::{Label, Pos2, Rect, RichText, Shape, Ui, pos2};

use super::Commands;
use super::widgets::command_button;
use crate::app::command::Command;
use crate::app::keep::KeepStep;
use crate::app::tokens::Palette;

/// Width of the frame.
pub const FRAME: f32 = 6.0;
/// Distance from stripe to stripe along an edge.
const STEP: f32 = 16.0;

/// What this is, and the two ways out.
pub fn trial_ui(ui: &mut Ui, commands: &mut Commands) {
    let palette = Palette::current(ui);
    ui.horizontal_wrapped(|ui| {
        let words = "Trying without saving: nothing of this reaches the file, and it cannot be signed.";
        ui.add(Label::new(RichText::new(words).color(palette.warning)).wrap());
        for keep in [true, false] {
            command_button(ui, &Command::Keep(KeepStep::EndTrial(keep)), commands);
        }
    });
}

/// Stripes along the edges of the window.
pub fn stripes_ui(ui: &Ui, window: Rect) {
    let color = Palette::current(ui).warning;
    let inner = window.shrink(FRAME);
    let bands = [
        Rect::from_min_max(window.min, pos2(window.right(), inner.top())),
        Rect::from_min_max(pos2(window.left(), inner.bottom()), window.max),
        Rect::from_min_max(pos2(window.left(), inner.top()), pos2(inner.left(), inner.bottom())),
        Rect::from_min_max(pos2(inner.right(), inner.top()), pos2(window.right(), inner.bottom())),
    ];
    for band in bands {
        let painter = ui.ctx().layer_painter(egui::LayerId::new(egui::Order::Foreground, egui::Id::unique("trial frame"))).with_clip_rect(band);
        let stripes = ((window.width() + window.height()) / STEP) as usize;
        for stripe in 0..stripes {
            let at = stripe as f32 * STEP;
            painter.add(Shape::convex_polygon(slanted(window.min, at, window.height()), color, egui::Stroke::NONE));
        }
    }
}

/// A stripe that runs down from the upper edge at 45 degrees.
fn slanted(origin: Pos2, at: f32, height: f32) -> Vec<Pos2> {
    let (left, right) = (origin.x + at, origin.x + at + STEP / 2.0);
    let bottom = origin.y + height;
    vec![pos2(left, origin.y), pos2(right, origin.y), pos2(right - height, bottom), pos2(left - height, bottom)]
}
