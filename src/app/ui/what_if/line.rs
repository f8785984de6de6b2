//! One setting: line and bands of the number over its values, the limit with its forbidden side, the scenario as it is.

use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::Commands;
use crate::app::command::Command;
use crate::app::plot::{Axis, Chart, hatch, marker};
use crate::app::tokens::{LINE, Look, MARKER, THIN};
use crate::app::view::{CellLook, MapCell, MapView, Span};
use crate::app::what_if::MapStep;
use crate::experiment::Quantity;
use crate::scenario::experiment::Bound;

/// Height of the plot.
const HEIGHT: f32 = 300.0;
/// Half a side of what can be clicked around a point.
const REACH: f32 = 12.0;

/// The plot.
pub fn line_ui(ui: &mut Ui, view: &MapView, commands: &mut Commands) {
    let numeric = view.x.numeric && view.x.positions.len() > 1;
    let position = |column: usize| if numeric { view.x.positions.get(column).copied().unwrap_or(0.0) } else { column as f64 };
    let last = view.x.labels.len().saturating_sub(1);
    let (low, high) = (position(0), position(last));
    let air = if numeric { 0.04 * (high - low) } else { 0.5 };
    let ticks = view.x.labels.iter().enumerate().map(|(column, label)| (position(column), label.clone())).collect();
    let x = Axis { title: view.x.title.clone(), range: (low - air, high + air), ticks };
    let (range, cut) = range(view);
    let y = Axis::new(format!("{}{cut}", view.wording.unit), range, 5, |value, step| view.wording.tick(value, step));
    let (chart, _) = Chart::new(ui, vec2(ui.available_width(), HEIGHT), &x, &y, 92.0);
    limit(&chart, view);
    if range.0 <= 0.0 && !matches!(view.quantity, Quantity::Level(_)) {
        chart.level(0.0, chart.palette.axis);
    }
    if let Some(here) = view.x.here {
        let (from, to) = (position(here.floor() as usize), position(here.ceil() as usize));
        chart.upright(from + here.fract() * (to - from), "as it is", chart.palette.weak);
    }
    let look = chart.palette.look(view.variant.1, view.variant.2);
    for run in runs(&view.cells) {
        let known: Vec<(f64, &Span)> = run.iter().map(|(column, span)| (position(*column), *span)).collect();
        spans(&chart, &known, look, numeric);
    }
    let mut end = None;
    for cell in &view.cells {
        let at = point(&chart, cell, position(cell.column), look);
        if matches!(cell.look, CellLook::Known { .. }) {
            end = Some((at, cell));
        }
        target(ui, &chart, view, cell, at, commands);
    }
    if let Some((at, cell)) = end {
        let right = pos2(chart.area.right() + 8.0, at.y);
        chart.around.text(right, Align2::LEFT_CENTER, &cell.label, chart.font.clone(), chart.palette.text);
    }
}

/// The range of the axis with everything drawn, and a word where it does not start at zero.
fn range(view: &MapView) -> ((f64, f64), &'static str) {
    let spans = view.cells.iter().filter_map(|cell| match &cell.look {
        CellLook::Known { span, .. } => Some(span.reach()),
        _ => None,
    });
    let limit = view.limit.map(|(limit, _)| (limit, limit));
    let found = spans
        .chain(limit)
        .fold(None, |range: Option<(f64, f64)>, (from, to)| Some(range.map_or((from, to), |(low, high)| (low.min(from), high.max(to)))));
    let Some((low, high)) = found else { return ((0.0, 1.0), "") };
    let air = (0.08 * (high - low)).max(1e-3 * high.abs()).max(1e-9);
    let level = matches!(view.quantity, Quantity::Level(_));
    // A level that moves little would be a flat line from zero.
    if level && low > 0.0 && high - low < 0.35 * low {
        return ((low - air, high + air), ", axis cut");
    }
    let bottom = if low < 0.0 { low - air } else { 0.0 };
    ((bottom, if high > 0.0 { high + air } else { air }), if level { "" } else { ", 0 is the baseline" })
}

fn limit(chart: &Chart, view: &MapView) {
    let Some((limit, bound)) = view.limit else { return };
    let at = chart.y(limit);
    let area = chart.area;
    let forbidden = match bound {
        Bound::AtMost => Rect::from_min_max(area.left_top(), pos2(area.right(), at)),
        Bound::AtLeast => Rect::from_min_max(pos2(area.left(), at), area.right_bottom()),
    };
    hatch(&chart.inside, forbidden, chart.palette.hatch);
    chart.inside.line_segment([pos2(area.left(), at), pos2(area.right(), at)], Stroke::new(2.4, chart.palette.worse));
    let words = format!("{} limit", view.wording.value(limit));
    let label = chart.around.layout_no_wrap(words, chart.font.clone(), chart.palette.text);
    let corner = pos2(area.left() + 4.0, at - label.size().y - 2.0);
    chart.inside.rect_filled(Rect::from_min_size(corner, label.size()).expand(2.0), 2.0, chart.palette.card);
    chart.inside.galley(corner, label, chart.palette.text);
}

/// Neighbours with a number, together: a line does not run over what is not known.
fn runs(cells: &[MapCell]) -> Vec<Vec<(usize, &Span)>> {
    let mut found: Vec<Vec<(usize, &Span)>> = Vec::new();
    let mut open = false;
    for cell in cells {
        match &cell.look {
            CellLook::Known { span, .. } => {
                match found.last_mut().filter(|_| open) {
                    Some(run) => run.push((cell.column, span)),
                    None => found.push(vec![(cell.column, span)]),
                }
                open = true;
            }
            // A line runs through what only has not been flown yet.
            CellLook::NotRun => {}
            CellLook::Failed | CellLook::Undefined => open = false,
        }
    }
    found
}

fn spans(chart: &Chart, known: &[(f64, &Span)], look: Look, joined: bool) {
    if !joined || known.len() < 2 {
        for (x, span) in known {
            for (interval, width) in [(span.outer, THIN), (span.inner, 4.0)] {
                if let Some((low, high)) = interval {
                    chart.inside.line_segment([chart.point(*x, low), chart.point(*x, high)], Stroke::new(width, look.color));
                }
            }
        }
        return;
    }
    let band = |pick: fn(&Span) -> Option<(f64, f64)>, strength: f32| {
        let points: Vec<[f64; 3]> = known.iter().filter_map(|(x, span)| pick(span).map(|(low, high)| [*x, low, high])).collect();
        chart.band(&points, chart.palette.band(look.color, strength));
    };
    band(|span| span.outer, 0.16);
    band(|span| span.inner, 0.26);
    let line: Vec<[f64; 2]> = known.iter().map(|(x, span)| [*x, span.mean]).collect();
    chart.line(&line, look, LINE);
}

/// Draws the mark of a point and says where it is.
fn point(chart: &Chart, cell: &MapCell, x: f64, look: Look) -> egui::Pos2 {
    let foot = pos2(chart.x(x), chart.area.bottom() - 9.0);
    let palette = chart.palette;
    match &cell.look {
        CellLook::Known { span, .. } => {
            let at = chart.point(x, span.mean);
            chart.inside.circle_filled(at, MARKER + 1.0, palette.card);
            marker(&chart.inside, at, MARKER, look, true);
            return at;
        }
        CellLook::NotRun => {
            chart.inside.circle_stroke(foot, 4.5, Stroke::new(1.4, palette.axis));
        }
        CellLook::Failed => {
            let stroke = Stroke::new(1.8, palette.error);
            chart.inside.line_segment([foot - vec2(4.0, 4.0), foot + vec2(4.0, 4.0)], stroke);
            chart.inside.line_segment([foot + vec2(-4.0, 4.0), foot + vec2(4.0, -4.0)], stroke);
        }
        CellLook::Undefined => {
            chart.inside.text(foot, Align2::CENTER_CENTER, "n/a", chart.font.clone(), palette.text);
        }
    }
    foot
}

fn target(ui: &mut Ui, chart: &Chart, view: &MapView, cell: &MapCell, at: egui::Pos2, commands: &mut Commands) {
    let chosen = view.point.as_ref().is_some_and(|point| point.point == cell.point);
    let rect = Rect::from_center_size(at, vec2(2.0 * REACH, 2.0 * REACH));
    let response = ui.interact(rect, ui.scope_id().with(("point", cell.point)), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen, &cell.words));
    if chosen || response.has_focus() {
        let color = if response.has_focus() { chart.palette.link } else { chart.palette.strong };
        chart.inside.circle_stroke(at, REACH - 3.0, Stroke::new(2.2, color));
    }
    if response.clicked() {
        commands.push(Command::Map(MapStep::Select((!chosen).then_some(cell.point))));
    }
    if response.hovered() {
        response.on_hover_text_at_pointer(&cell.words);
    }
}
