//! The rates by group behind the selected criterion.

use egui::{RichText, Ui};

use crate::app::plot::{Axis, Row, row_plot_ui};
use crate::app::tokens::Palette;
use crate::app::view::{DotBlock, DotsPanel, Span};

/// One block below the other, all on one scale.
pub fn dots_ui(ui: &mut Ui, panel: &DotsPanel) {
    let palette = Palette::current(ui);
    let spans = panel.blocks.iter().flat_map(|block| &block.rows).filter_map(|row| row.span.as_ref()).map(Span::reach);
    let (low, high) = spans.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), (from, to)| (low.min(from), high.max(to)));
    for block in &panel.blocks {
        if panel.blocks.len() > 1 {
            ui.label(RichText::new(block.rate.label()).color(palette.strong));
        }
        row_plot_ui(ui, &rows(block, palette), &axis(block, low, high), false);
    }
}

fn axis(block: &DotBlock, low: f64, high: f64) -> Axis {
    let rate = block.rate;
    let better = if rate.is_favourable() { "more is better for those who get it" } else { "less is better" };
    if !(low.is_finite() && high.is_finite()) {
        return Axis::new(format!("{}, {better}", rate.label()), (0.0, 1.0), 2, |_, _| String::new());
    }
    // Prices lie near 1 and have no use for a zero.
    let cut = low > 0.5 * high && !rate.is_share();
    let air = if cut { ((high - low) * 0.15).max(0.01) } else { high * 0.08 };
    let range = if cut { (low - air, high + air) } else { (0.0, if high > 0.0 { high + air } else { 1.0 }) };
    let range = if rate.is_share() { (range.0, range.1.min(1.0).max(high)) } else { range };
    let title = format!("{}, {better}{}", rate.label(), if cut { ", axis cut" } else { "" });
    Axis::new(title, range, 5, move |value, step| {
        let decimals = if step >= 0.1 { 1 } else { 2 };
        if rate.is_share() { format!("{:.*}%", usize::from(step < 0.01), 100.0 * value) } else { format!("{value:.decimals$}") }
    })
}

fn rows(block: &DotBlock, palette: &Palette) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    for (place, row) in block.rows.iter().enumerate().filter(|(_, row)| !row.tag.is_twin()) {
        let new = place.checked_sub(1).and_then(|before| block.rows.get(before)).is_some_and(|before| before.tag != row.tag);
        rows.push(Row {
            name: row.name.clone(),
            label: row.label.clone(),
            span: row.span,
            look: palette.look(row.tag.variant, row.tag.baseline),
            hollow: row.small,
            mark: row.overall,
            band: row.band,
            lit: row.lit,
            gap: new,
        });
    }
    rows
}
