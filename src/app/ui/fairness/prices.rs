//! What groups pay: a box for single decisions, a strip of worlds, the mean with its interval.

use egui::{Align2, Rect, Sense, Stroke, TextStyle, Ui, pos2, vec2};

use super::super::Commands;
use super::super::widgets::weak;
use crate::app::plot::{heading_ui, interval_in, plot_ui};
use crate::app::state::State;
use crate::app::tokens::Palette;
use crate::app::view::PricePanel;

/// Height of a row.
const ROW: f32 = 26.0;

/// Boxes and strips; in words where no price differs.
pub fn prices_ui(ui: &mut Ui, state: &State, panel: &PricePanel, commands: &mut Commands) {
    if let Some(reason) = &panel.reason {
        heading_ui(ui, &panel.text.title);
        weak(ui, format!("{reason}. Switch on \"Follow prices\" in the comparison to see them all the same."));
        return;
    }
    plot_ui(ui, state, "prices", &panel.text, commands, |ui| boxes_ui(ui, panel));
}

fn boxes_ui(ui: &mut Ui, panel: &PricePanel) {
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let measure = |ui: &Ui, text: &str| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), palette.text).size().x;
    let names = panel.rows.iter().map(|row| measure(ui, &row.name)).fold(30.0, f32::max);
    let labels = panel.rows.iter().map(|row| measure(ui, &row.label)).fold(30.0, f32::max);
    let foot = 2.0 * font.size + 9.0;
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), panel.rows.len() as f32 * ROW + foot), Sense::hover());
    let area = Rect::from_min_max(pos2(rect.left() + names + 12.0, rect.top()), pos2(rect.right() - labels - 12.0, rect.bottom() - foot));
    let painter = ui.painter_at(rect);
    let range = range(panel);
    let x = |value: f64| area.left() + (((value - range.0) / (range.1 - range.0)) as f32) * area.width();
    for step in 0..=4 {
        let value = range.0 + f64::from(step) / 4.0 * (range.1 - range.0);
        painter.line_segment([pos2(x(value), area.top()), pos2(x(value), area.bottom())], Stroke::new(1.0, palette.grid));
        painter.text(pos2(x(value), area.bottom() + 3.0), Align2::CENTER_TOP, format!("{value:.2}"), font.clone(), palette.weak);
    }
    painter.line_segment([pos2(x(1.0), area.top()), pos2(x(1.0), area.bottom())], Stroke::new(1.6, palette.axis));
    let title = "price as a multiple of the list price (line at 1), less is better for those who pay, axis cut";
    painter.text(pos2(area.center().x, rect.bottom()), Align2::CENTER_BOTTOM, title, font.clone(), palette.weak);
    for (place, row) in panel.rows.iter().enumerate() {
        let top = area.top() + place as f32 * ROW;
        let strip = Rect::from_min_max(pos2(area.left(), top), pos2(area.right(), top + ROW));
        let look = palette.look(row.tag.variant, row.tag.baseline);
        if let Some((low, high)) = row.middle {
            let middle = Rect::from_min_max(pos2(x(low), top + 5.0), pos2(x(high), top + ROW - 5.0));
            painter.rect_filled(middle, 2.0, palette.band(look.color, 0.16));
            painter.rect_stroke(middle, 2.0, Stroke::new(1.0, look.color), egui::StrokeKind::Inside);
        }
        for world in &row.worlds {
            painter.circle_filled(pos2(x(*world), top + ROW - 4.0), 1.6, look.color);
        }
        interval_in(&painter, strip, range, false, None, row.span.as_ref().map(|span| (span, look, true)), palette);
        let middle = strip.center().y;
        painter.text(pos2(rect.left(), middle), Align2::LEFT_CENTER, &row.name, font.clone(), palette.text);
        painter.text(pos2(area.right() + 12.0, middle), Align2::LEFT_CENTER, &row.label, font.clone(), palette.text);
    }
}

/// Everything drawn, the list price among it, with some air.
fn range(panel: &PricePanel) -> (f64, f64) {
    let values = panel.rows.iter().flat_map(|row| {
        let ends = row.middle.map(|(low, high)| [low, high]).into_iter().flatten();
        ends.chain(row.worlds.iter().copied()).chain(row.span.iter().flat_map(|span| <[f64; 2]>::from(span.reach())))
    });
    let (low, high) = values.fold((1.0_f64, 1.0_f64), |(low, high), value| (low.min(value), high.max(value)));
    let air = (0.06 * (high - low)).max(0.01);
    (low - air, high + air)
}
