//! Two settings: a cell for every combination, its colour and number what comes out, the limit of a guardrail as a contour.

use egui::accesskit::Role;
use egui::{
    Align2, Color32, ColorImage, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, StrokeKind, TextStyle, TextureOptions, Ui, WidgetInfo,
    pos2, vec2,
};

use super::super::Commands;
use crate::app::command::Command;
use crate::app::plot::{Axis, verdict_mark};
use crate::app::tokens::{Palette, heat, on_heat};
use crate::app::view::{AxisView, CellLook, MapCell, MapView, Places};
use crate::app::what_if::MapStep;

/// Columns and rows up to which every cell is drawn and can be reached on its own; larger maps are one picture.
const MOST_CELLS: usize = 30;
/// Height of the drawing area, and of a cell.
const HEIGHT: f32 = 380.0;
const CELL: f32 = 46.0;
/// Room for the scale at the right.
const SCALE: f32 = 100.0;
/// Width of a cell in which the number stands beside its verdict.
const BESIDE: f32 = 62.0;
/// Widest label of a row.
const LABEL: f32 = 130.0;

/// Where everything lies.
struct Layout {
    area: Rect,
    columns: usize,
    rows: usize,
    font: FontId,
    palette: &'static Palette,
}

impl Layout {
    fn cell(&self, column: usize, row: usize) -> Rect {
        let size = vec2(self.area.width() / self.columns.max(1) as f32, self.area.height() / self.rows.max(1) as f32);
        let corner = pos2(self.area.left() + column as f32 * size.x, self.area.bottom() - (row + 1) as f32 * size.y);
        Rect::from_min_size(corner, size)
    }

    /// A place of the map, in columns and rows, on the screen: whole numbers are middles of cells.
    fn point(&self, column: f64, row: f64) -> Pos2 {
        let cell = self.cell(0, 0);
        pos2(self.area.left() + (column as f32 + 0.5) * cell.width(), self.area.bottom() - (row as f32 + 0.5) * cell.height())
    }
}

/// The map.
pub fn heat_ui(ui: &mut Ui, view: &MapView, commands: &mut Commands) {
    let Some(y) = &view.y else { return };
    let (columns, rows) = view.size();
    let palette = Palette::current(ui);
    let font = TextStyle::Small.resolve(ui.style());
    let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
    let measure = ui.painter().clone();
    let labels =
        y.labels.iter().map(|label| measure.layout_no_wrap(label.clone(), font.clone(), palette.weak).size().x).fold(24.0, f32::max).min(LABEL);
    let height = (rows as f32 * CELL).clamp(60.0, HEIGHT);
    let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), height + 3.0 * line + 14.0), Sense::hover());
    let area =
        Rect::from_min_max(pos2(rect.left() + labels + 8.0, rect.top() + line + 5.0), pos2(rect.right() - SCALE, rect.bottom() - 2.0 * line - 9.0));
    let layout = Layout { area, columns, rows, font, palette };
    let painter = ui.painter_at(rect);
    axes(&painter, rect, &layout, &view.x, y, &view.wording.unit);
    let single = columns <= MOST_CELLS && rows <= MOST_CELLS;
    if single {
        for cell in &view.cells {
            draw_cell(&painter, &layout, cell);
        }
    } else {
        texture(ui, &painter, &layout, view);
    }
    let inside = painter.with_clip_rect(area);
    for places in &view.end_lines {
        contour(&inside, &layout, places, false);
    }
    for places in &view.limit_lines {
        contour(&inside, &layout, places, true);
    }
    // Marks and numbers stand on top of the contours.
    if single {
        for cell in &view.cells {
            label_cell(&painter, &layout, cell);
        }
    }
    if let (Some(column), Some(row)) = (view.x.here, y.here) {
        ring(&inside, &layout, (column, row), single);
    }
    scale(&painter, &layout, view);
    pointer(ui, &painter, &layout, view, commands);
}

fn axes(painter: &Painter, rect: Rect, layout: &Layout, x: &AxisView, y: &AxisView, unit: &str) {
    let Layout { area, font, palette, .. } = layout;
    let unit = painter.layout_no_wrap(unit.to_owned(), font.clone(), palette.weak);
    let room = (rect.width() - unit.size().x - 16.0).max(80.0);
    painter.galley(pos2(rect.right() - unit.size().x, rect.top()), unit, palette.weak);
    clip_text(painter, pos2(rect.left(), rect.top()), Align2::LEFT_TOP, &y.title, room, layout);
    clip_text(painter, pos2(area.center().x, rect.bottom()), Align2::CENTER_BOTTOM, &x.title, rect.width(), layout);
    let mut free = f32::INFINITY;
    for (row, label) in y.labels.iter().enumerate() {
        let at = layout.point(0.0, row as f64).y;
        if at + font.size / 2.0 < free {
            free = at - font.size / 2.0 - 1.0;
            clip_text(painter, pos2(area.left() - 6.0, at), Align2::RIGHT_CENTER, label, area.left() - rect.left() - 6.0, layout);
        }
    }
    let mut free = f32::NEG_INFINITY;
    let widest = layout.cell(0, 0).width() - 6.0;
    for (column, label) in x.labels.iter().enumerate() {
        let at = layout.point(column as f64, 0.0).x;
        let width = painter.layout_no_wrap(label.clone(), font.clone(), palette.weak).size().x.min(widest.max(60.0));
        if at - width / 2.0 > free {
            free = at + width / 2.0 + 6.0;
            clip_text(painter, pos2(at, area.bottom() + 4.0), Align2::CENTER_TOP, label, widest.max(60.0), layout);
        }
    }
}

/// A line of text cut off with dots where it is wider than its room.
fn clip_text(painter: &Painter, at: Pos2, align: Align2, text: &str, room: f32, layout: &Layout) {
    let mut job = egui::text::LayoutJob::simple_singleline(text.to_owned(), layout.font.clone(), layout.palette.weak);
    job.wrap = egui::text::TextWrapping::truncate_at_width(room.max(12.0));
    let galley = painter.layout_job(job);
    let rect = align.anchor_size(at, galley.size());
    painter.galley(rect.min, galley, layout.palette.weak);
}

/// The ring around the scenario as it is: along the edge of its cell where it stands in one with a number, which it must not hide.
fn ring(painter: &Painter, layout: &Layout, (column, row): (f64, f64), single: bool) {
    let centre = layout.point(column, row);
    let size = layout.cell(0, 0).size();
    let whole = |place: f64| (place - place.round()).abs() < 0.02;
    let strokes = [Stroke::new(5.0, layout.palette.card), Stroke::new(2.2, layout.palette.strong)];
    if single && size.x >= BESIDE && whole(column) && whole(row) {
        let edge = Rect::from_center_size(centre, size).shrink(4.0);
        for stroke in strokes {
            painter.rect_stroke(edge, edge.height() / 2.0, stroke, StrokeKind::Middle);
        }
    } else {
        let radius = (0.44 * size.x.min(size.y)).clamp(5.0, 17.0);
        for stroke in strokes {
            painter.circle_stroke(centre, radius, stroke);
        }
    }
}

fn draw_cell(painter: &Painter, layout: &Layout, cell: &MapCell) {
    let palette = layout.palette;
    let gap = if layout.columns.max(layout.rows) > 15 { 0.5 } else { 1.0 };
    let rect = layout.cell(cell.column, cell.row).shrink(gap);
    let hollow = || {
        painter.rect_stroke(rect, 1.0, Stroke::new(1.0, palette.axis), StrokeKind::Inside);
    };
    match &cell.look {
        CellLook::NotRun | CellLook::Undefined => hollow(),
        CellLook::Failed => {
            hollow();
            let arm = (0.25 * rect.width().min(rect.height())).min(8.0);
            let stroke = Stroke::new(1.8, palette.error);
            painter.line_segment([rect.center() - vec2(arm, arm), rect.center() + vec2(arm, arm)], stroke);
            painter.line_segment([rect.center() + vec2(-arm, arm), rect.center() + vec2(arm, -arm)], stroke);
        }
        CellLook::Known { share, .. } => {
            painter.rect_filled(rect, 1.0, heat(*share));
        }
    }
}

/// The verdict and the number of a cell.
fn label_cell(painter: &Painter, layout: &Layout, cell: &MapCell) {
    let palette = layout.palette;
    let rect = layout.cell(cell.column, cell.row).shrink(1.0);
    match &cell.look {
        CellLook::NotRun | CellLook::Failed => {}
        CellLook::Undefined => number(painter, layout, rect, &cell.label, (palette.text, palette.card)),
        CellLook::Known { share, .. } => {
            let mark = cell.verdict.filter(|_| rect.width() >= 22.0 && rect.height() >= 20.0);
            let beside = rect.width() >= BESIDE;
            if let Some(verdict) = mark {
                let centre = if beside { pos2(rect.left() + 16.0, rect.center().y) } else { rect.center() };
                painter.circle_filled(centre, 9.0, palette.card);
                verdict_mark(painter, centre, verdict, palette);
            }
            if mark.is_none() || beside {
                let left = if mark.is_some() { rect.left() + 26.0 } else { rect.left() };
                let place = Rect::from_min_max(pos2(left, rect.top()), rect.right_bottom());
                number(painter, layout, place, &cell.label, (on_heat(*share), heat(*share)));
            }
        }
    }
}

/// The number of a cell, where there is room for all of it.
fn number(painter: &Painter, layout: &Layout, rect: Rect, text: &str, (color, ground): (Color32, Color32)) {
    let galley = painter.layout_no_wrap(text.to_owned(), layout.font.clone(), color);
    if galley.size().x <= rect.width() - 2.0 && galley.size().y <= rect.height() {
        // A contour gives way to the number.
        painter.rect_filled(Rect::from_center_size(rect.center(), galley.size() + vec2(6.0, 0.0)), 2.0, ground);
        painter.galley(rect.center() - galley.size() / 2.0, galley, color);
    }
}

/// A large map as one picture; what is not known is left out.
fn texture(ui: &Ui, painter: &Painter, layout: &Layout, view: &MapView) {
    let mut pixels = vec![Color32::TRANSPARENT; layout.columns * layout.rows];
    for cell in &view.cells {
        let from_top = layout.rows - 1 - cell.row.min(layout.rows - 1);
        if let (CellLook::Known { share, .. }, Some(pixel)) = (&cell.look, pixels.get_mut(from_top * layout.columns + cell.column)) {
            *pixel = heat(*share);
        }
    }
    let image = ColorImage::new([layout.columns, layout.rows], pixels);
    let handle = ui.ctx().load_texture_cached("what-if map", ui.scope_id().with("what-if map"), image, TextureOptions::NEAREST);
    let whole = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    painter.image(handle.id(), layout.area, whole, Color32::WHITE);
    painter.rect_stroke(layout.area, 0.0, Stroke::new(1.0, layout.palette.axis), StrokeKind::Outside);
}

/// A line of the limit: thick for the mean, dotted for an end of the interval, each on a lighter ground so that it is seen on every colour.
fn contour(painter: &Painter, layout: &Layout, places: &Places, thick: bool) {
    let points: Vec<Pos2> = places.iter().map(|(column, row)| layout.point(*column, *row)).collect();
    let palette = layout.palette;
    if thick {
        painter.add(Shape::line(points.clone(), Stroke::new(6.5, palette.card)));
        painter.add(Shape::line(points, Stroke::new(3.5, palette.worse)));
    } else {
        painter.extend(Shape::dashed_line(&points, Stroke::new(4.5, palette.card), 4.0, 4.0));
        painter.extend(Shape::dashed_line(&points, Stroke::new(2.4, palette.worse), 4.0, 4.0));
    }
}

/// The scale at the right, with the limit where it lies on it.
fn scale(painter: &Painter, layout: &Layout, view: &MapView) {
    let Some((low, high)) = view.scale else { return };
    let (area, palette) = (layout.area, layout.palette);
    let bar = Rect::from_min_max(pos2(area.right() + 14.0, area.top()), pos2(area.right() + 28.0, area.bottom()));
    if high <= low {
        painter.rect_filled(bar, 0.0, heat(0.5));
        painter.text(pos2(bar.right() + 5.0, bar.center().y), Align2::LEFT_CENTER, view.wording.value(low), layout.font.clone(), palette.weak);
        return;
    }
    let parts = 48;
    let height = bar.height() / parts as f32;
    for part in 0..parts {
        let top = bar.bottom() - (part + 1) as f32 * height;
        let rect = Rect::from_min_size(pos2(bar.left(), top), vec2(bar.width(), height + 0.5));
        painter.rect_filled(rect, 0.0, heat((part as f64 + 0.5) / parts as f64));
    }
    let at = |value: f64| bar.bottom() - (((value - low) / (high - low)) as f32) * bar.height();
    let limit = view.limit.map(|(limit, _)| limit).filter(|limit| (low..=high).contains(limit));
    let ticks = Axis::new("", (low, high), if bar.height() > 150.0 { 5 } else { 3 }, |value, step| view.wording.tick(value, step)).ticks;
    for (value, text) in &ticks {
        if limit.is_some_and(|limit| (at(limit) - at(*value)).abs() < layout.font.size + 1.0) {
            continue;
        }
        painter.line_segment([pos2(bar.right(), at(*value)), pos2(bar.right() + 3.0, at(*value))], Stroke::new(1.0, palette.axis));
        painter.text(pos2(bar.right() + 5.0, at(*value)), Align2::LEFT_CENTER, text, layout.font.clone(), palette.weak);
    }
    if let Some(limit) = limit {
        painter.line_segment([pos2(bar.left() - 3.0, at(limit)), pos2(bar.right() + 3.0, at(limit))], Stroke::new(3.0, palette.worse));
        let words = format!("{} limit", view.wording.value(limit));
        painter.text(pos2(bar.right() + 5.0, at(limit)), Align2::LEFT_CENTER, words, layout.font.clone(), palette.text);
    }
}

/// What is under the pointer, and what is clicked. Cells of a small map are reached by the keyboard, too.
fn pointer(ui: &mut Ui, painter: &Painter, layout: &Layout, view: &MapView, commands: &mut Commands) {
    let chosen = view.point.as_ref().map(|point| point.point);
    let mut select = |response: &Response, cell: &MapCell| {
        if response.clicked() {
            let again = chosen == Some(cell.point);
            commands.push(Command::Map(MapStep::Select((!again).then_some(cell.point))));
        }
    };
    if layout.columns <= MOST_CELLS && layout.rows <= MOST_CELLS {
        for cell in &view.cells {
            let rect = layout.cell(cell.column, cell.row);
            let response = ui.interact(rect, ui.scope_id().with(("cell", cell.point)), Sense::click());
            response.widget_info(|| WidgetInfo::selected(Role::Button, true, chosen == Some(cell.point), &cell.words));
            frame(painter, layout, rect, chosen == Some(cell.point), response.has_focus());
            select(&response, cell);
            if response.hovered() {
                response.on_hover_text_at_pointer(&cell.words);
            }
        }
        return;
    }
    let response = ui.interact(layout.area, ui.scope_id().with("cells"), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, "Cells of the map: the table holds them one by one"));
    let under = |at: Pos2| {
        let cell = layout.cell(0, 0);
        let column = ((at.x - layout.area.left()) / cell.width()).max(0.0) as usize;
        let row = ((layout.area.bottom() - at.y) / cell.height()).max(0.0) as usize;
        view.cells.iter().find(|cell| (cell.column, cell.row) == (column, row))
    };
    if let Some(cell) = response.interact_pointer_pos().and_then(under) {
        select(&response, cell);
    }
    if let Some(cell) = chosen.and_then(|chosen| view.cells.iter().find(|cell| cell.point == chosen)) {
        frame(painter, layout, layout.cell(cell.column, cell.row), true, false);
    }
    if let Some(cell) = response.hover_pos().and_then(under) {
        response.on_hover_text_at_pointer(&cell.words);
    }
}

/// A frame around the chosen cell and around the one with the focus.
fn frame(painter: &Painter, layout: &Layout, rect: Rect, chosen: bool, focus: bool) {
    if chosen || focus {
        painter.rect_stroke(rect, 1.0, Stroke::new(5.0, layout.palette.card), StrokeKind::Middle);
        let color = if focus { layout.palette.link } else { layout.palette.strong };
        painter.rect_stroke(rect, 1.0, Stroke::new(2.6, color), StrokeKind::Middle);
    }
}
