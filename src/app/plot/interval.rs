//! Dots with intervals: one row per variant or group on a shared scale, zero line, limit with its forbidden side hatched.

use egui::{Align2, Painter, Rect, Sense, Stroke, TextStyle, Ui, pos2, vec2};

use super::axes::Axis;
use super::marks::{hatch, marker};
use crate::app::tokens::{Look, MARKER, Palette, THICK, THIN};
use crate::app::view::Span;
use crate::scenario::experiment::Bound;

/// A limit on a scale.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ScaleLimit {
    /// Where.
    pub at: f64,
    /// Which side is safe.
    pub bound: Bound,
}

/// Draws an estimate into a strip: limit and hatch, zero line, intervals, dot.
pub fn interval_in(
    painter: &Painter,
    strip: Rect,
    range: (f64, f64),
    zero: bool,
    limit: Option<ScaleLimit>,
    span: Option<(&Span, Look, bool)>,
    palette: &Palette,
) {
    let x = |value: f64| {
        let share = if range.1 > range.0 { (value - range.0) / (range.1 - range.0) } else { 0.5 };
        strip.left() + (share.clamp(0.0, 1.0) as f32) * strip.width()
    };
    if let Some(limit) = limit {
        let at = x(limit.at);
        let forbidden = match limit.bound {
            Bound::AtMost => Rect::from_min_max(pos2(at, strip.top()), strip.right_bottom()),
            Bound::AtLeast => Rect::from_min_max(strip.left_top(), pos2(at, strip.bottom())),
        };
        hatch(painter, forbidden, palette.hatch);
        painter.line_segment([pos2(at, strip.top()), pos2(at, strip.bottom())], Stroke::new(1.6, palette.worse));
    }
    if zero && range.0 <= 0.0 && range.1 >= 0.0 {
        painter.line_segment([pos2(x(0.0), strip.top()), pos2(x(0.0), strip.bottom())], Stroke::new(1.0, palette.axis));
    }
    let Some((span, look, filled)) = span else { return };
    if span.mean < range.0 || span.mean > range.1 {
        arrow(painter, strip, span.mean > range.1, look);
        return;
    }
    let middle = strip.center().y;
    for (interval, width) in [(span.outer, THIN), (span.inner, THICK)] {
        if let Some((low, high)) = interval {
            painter.line_segment([pos2(x(low), middle), pos2(x(high), middle)], Stroke::new(width, look.color));
        }
    }
    // A disc behind the dot keeps it readable on its own thick interval.
    painter.circle_filled(pos2(x(span.mean), middle), MARKER + 1.0, palette.card);
    marker(painter, pos2(x(span.mean), middle), MARKER, look, filled);
}

/// Says that an estimate lies beyond the end of the scale.
fn arrow(painter: &Painter, strip: Rect, right: bool, look: Look) {
    let (tip, back) = if right { (strip.right_center(), -9.0) } else { (strip.left_center(), 9.0) };
    let points = vec![tip, tip + vec2(back, -5.0), tip + vec2(back, 5.0)];
    painter.add(egui::Shape::convex_polygon(points, look.color, Stroke::NONE));
}

/// One row of a row plot.
pub struct Row {
    /// Name at the left.
    pub name: String,
    /// Number at the right.
    pub label: String,
    /// What to draw; nothing where undefined (the label says why).
    pub span: Option<Span>,
    /// How.
    pub look: Look,
    /// Hollow: too small to judge.
    pub hollow: bool,
    /// A short upright line at this value: the mean over everybody.
    pub mark: Option<f64>,
    /// A shaded stretch of the scale behind the row.
    pub band: Option<(f64, f64)>,
    /// An arrow beside the name: this row decides.
    pub lit: bool,
    /// Extra space above: a new block of rows begins.
    pub gap: bool,
}

/// Height of a row.
const ROW: f32 = 22.0;

/// Rows of dots with intervals on a shared axis.
pub fn row_plot_ui(ui: &mut Ui, rows: &[Row], axis: &Axis, zero: bool) {
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let fonts = ui.painter().clone();
    let measure = |text: &str| fonts.layout_no_wrap(text.to_owned(), font.clone(), palette.text).size().x;
    let width = ui.available_width();
    let names = rows.iter().map(|row| measure(&row.name)).fold(30.0, f32::max).min(width * 0.32).ceil();
    let labels = rows.iter().map(|row| measure(&row.label)).fold(30.0, f32::max).min(width * 0.38).ceil();
    let gaps = rows.iter().filter(|row| row.gap).count() as f32 * 8.0;
    let foot = 2.0 * font.size + 9.0;
    let (rect, _) = ui.allocate_exact_size(vec2(width, rows.len() as f32 * ROW + gaps + foot), Sense::hover());
    let area = Rect::from_min_max(pos2(rect.left() + names + 12.0, rect.top()), pos2(rect.right() - labels - 12.0, rect.bottom() - foot));
    let painter = ui.painter_at(rect);
    let x = |value: f64| {
        let (low, high) = axis.range;
        area.left() + (((value - low) / (high - low).max(f64::MIN_POSITIVE)) as f32) * area.width()
    };
    let mut free_from = f32::NEG_INFINITY;
    for (value, text) in &axis.ticks {
        painter.line_segment([pos2(x(*value), area.top()), pos2(x(*value), area.bottom())], Stroke::new(1.0, palette.grid));
        let half = measure(text) / 2.0;
        if x(*value) - half > free_from {
            painter.text(pos2(x(*value), area.bottom() + 3.0), Align2::CENTER_TOP, text, font.clone(), palette.weak);
            free_from = x(*value) + half + 6.0;
        }
    }
    painter.line_segment([area.left_bottom(), area.right_bottom()], Stroke::new(1.0, palette.axis));
    painter.text(pos2(area.center().x, rect.bottom()), Align2::CENTER_BOTTOM, &axis.title, font.clone(), palette.weak);
    let mut top = area.top();
    for row in rows {
        if row.gap {
            top += 8.0;
        }
        let strip = Rect::from_min_max(pos2(area.left(), top), pos2(area.right(), top + ROW));
        if let Some((low, high)) = row.band {
            painter.rect_filled(Rect::from_min_max(pos2(x(low), strip.top()), pos2(x(high), strip.bottom())), 0.0, palette.selection);
        }
        if row.lit {
            let tip = pos2(area.left() - 2.0, strip.center().y);
            let points = vec![tip, tip + vec2(-8.0, -5.0), tip + vec2(-8.0, 5.0)];
            painter.add(egui::Shape::convex_polygon(points, palette.strong, Stroke::NONE));
        }
        if let Some(mark) = row.mark {
            painter.line_segment([pos2(x(mark), strip.top() + 2.0), pos2(x(mark), strip.bottom() - 2.0)], Stroke::new(1.5, palette.axis));
        }
        let span = row.span.as_ref().map(|span| (span, row.look, !row.hollow));
        interval_in(&painter, strip, axis.range, zero, None, span, palette);
        text_in(&painter, Rect::from_min_max(pos2(rect.left(), top), pos2(rect.left() + names, top + ROW)), &row.name, 1, &font, palette);
        text_in(&painter, Rect::from_min_max(pos2(area.right() + 12.0, top), pos2(rect.right(), top + ROW)), &row.label, 2, &font, palette);
        top += ROW;
    }
}

/// Text in a box, on so many lines at most; what does not fit there is left off.
fn text_in(painter: &Painter, area: Rect, text: &str, lines: usize, font: &egui::FontId, palette: &Palette) {
    let mut job = egui::text::LayoutJob::simple(text.to_owned(), font.clone(), palette.text, area.width());
    (job.wrap.max_rows, job.wrap.break_anywhere) = (lines, lines == 1);
    let galley = painter.layout_job(job);
    let at = pos2(area.left(), area.center().y - galley.size().y / 2.0);
    painter.galley(at, galley, palette.text);
}
