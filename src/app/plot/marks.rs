//! Marks: markers, dashed lines, hatching, swatches, and the shapes of verdicts.

use egui::{Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};

use crate::app::tokens::{Dash, LINE, Look, Marker, Palette};
use crate::app::view::Tag;
use crate::calibrate;
use crate::experiment::{CheckState, Verdict};

/// A line along points, dashed as wanted.
pub fn stroke_line(points: &[Pos2], dash: Dash, stroke: Stroke) -> Vec<Shape> {
    match dash.pattern() {
        None => vec![Shape::line(points.to_vec(), stroke)],
        Some((dashes, gaps)) => Shape::dashed_line_with_offset(points, stroke, dashes, gaps, 0.0),
    }
}

/// A marker; hollow ones stand for groups too small to judge.
pub fn marker(painter: &Painter, centre: Pos2, radius: f32, look: Look, filled: bool) {
    let color = look.color;
    let line = Stroke::new(1.6, color);
    let polygon = |points: Vec<Pos2>| {
        if filled { Shape::convex_polygon(points, color, Stroke::NONE) } else { Shape::closed_line(points, line) }
    };
    let shape = match look.marker {
        Marker::Circle if filled => Shape::circle_filled(centre, radius, color),
        Marker::Circle => Shape::circle_stroke(centre, radius, line),
        Marker::Ring => {
            painter.circle_stroke(centre, radius, line);
            if filled { Shape::circle_filled(centre, radius * 0.35, color) } else { Shape::Noop }
        }
        Marker::Triangle => {
            polygon(vec![centre + vec2(0.0, -radius * 1.15), centre + vec2(radius * 1.1, radius * 0.8), centre + vec2(-radius * 1.1, radius * 0.8)])
        }
        Marker::Square => {
            let half = radius * 0.9;
            polygon(vec![centre + vec2(-half, -half), centre + vec2(half, -half), centre + vec2(half, half), centre + vec2(-half, half)])
        }
        Marker::Diamond => polygon(vec![
            centre + vec2(0.0, -radius * 1.25),
            centre + vec2(radius * 1.1, 0.0),
            centre + vec2(0.0, radius * 1.25),
            centre + vec2(-radius * 1.1, 0.0),
        ]),
        Marker::Cross => {
            let thick = Stroke::new(if filled { 2.4 } else { 1.4 }, color);
            painter.line_segment([centre + vec2(-radius, -radius), centre + vec2(radius, radius)], thick);
            Shape::line_segment([centre + vec2(-radius, radius), centre + vec2(radius, -radius)], thick)
        }
        Marker::Bar => {
            let half = vec2(if filled { 1.8 } else { 1.0 }, radius * 1.3);
            Shape::rect_filled(Rect::from_center_size(centre, half * 2.0), 0.0, color)
        }
    };
    painter.add(shape);
}

/// Thin slanted lines over an area: the forbidden side of a limit.
pub fn hatch(painter: &Painter, area: Rect, color: Color32) {
    if area.width() <= 0.0 || area.height() <= 0.0 {
        return;
    }
    let painter = painter.with_clip_rect(area.intersect(painter.clip_rect()));
    let step = 6.0;
    // Lines start at multiples of the step on the screen, so that areas side by side share one pattern.
    let mut at = ((area.left() - area.height()) / step).floor() * step;
    while at < area.right() {
        painter.line_segment([pos2(at, area.bottom()), pos2(at + area.height(), area.top())], Stroke::new(1.0, color));
        at += step;
    }
}

/// Line, marker, letter and name of a variant.
pub fn swatch_ui(ui: &mut Ui, tag: &Tag) -> Response {
    let palette = Palette::current(ui);
    let look = palette.look(tag.variant, tag.baseline);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let (rect, _) = ui.allocate_exact_size(vec2(26.0, 14.0), Sense::hover());
        let line = [rect.left_center(), rect.right_center()];
        ui.painter().extend(stroke_line(&line, look.dash, Stroke::new(LINE, look.color)));
        marker(ui.painter(), rect.center(), 4.0, look, true);
        name_ui(ui, tag)
    })
    .response
}

/// The name of a variant; a long one is cut, and stands whole on hover.
fn name_ui(ui: &mut Ui, tag: &Tag) -> Response {
    let (short, whole) = (tag.short(), tag.label());
    let label = ui.label(&short);
    if short == whole { label } else { label.on_hover_text(whole) }
}

/// A verdict: shape and word, never colour alone.
pub fn verdict_ui(ui: &mut Ui, verdict: Verdict) -> Response {
    let palette = Palette::current(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 5.0;
        let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
        let color = verdict_mark(ui.painter(), rect.center(), verdict, palette);
        ui.colored_label(color, verdict.words())
    })
    .response
}

/// Draws the shape of a verdict: tick for within, filled octagon with a bar for crossed, ring with a gap for undecided, hollow
/// octagon with a bar for waived, short bar where there is no verdict.
pub fn verdict_mark(painter: &Painter, centre: Pos2, verdict: Verdict, palette: &Palette) -> Color32 {
    match verdict {
        Verdict::Within => {
            let stroke = Stroke::new(2.2, palette.better);
            painter.line_segment([centre + vec2(-4.5, 0.5), centre + vec2(-1.0, 4.0)], stroke);
            painter.line_segment([centre + vec2(-1.0, 4.0), centre + vec2(5.0, -4.0)], stroke);
            palette.better
        }
        Verdict::Crossed => {
            painter.add(Shape::convex_polygon(octagon(centre, 6.5), palette.worse, Stroke::NONE));
            painter.line_segment([centre - vec2(3.2, 0.0), centre + vec2(3.2, 0.0)], Stroke::new(2.0, palette.card));
            palette.worse
        }
        Verdict::CannotTell => {
            let stroke = Stroke::new(1.6, palette.weak);
            painter.extend(Shape::dashed_line(&circle(centre, 5.5), stroke, 3.0, 2.4));
            painter.circle_filled(centre, 1.4, palette.weak);
            palette.weak
        }
        Verdict::Waived => {
            let stroke = Stroke::new(1.6, palette.worse);
            painter.add(Shape::closed_line(octagon(centre, 6.0), stroke));
            painter.line_segment([centre - vec2(3.2, 0.0), centre + vec2(3.2, 0.0)], stroke);
            palette.worse
        }
        Verdict::Blank => {
            painter.line_segment([centre - vec2(4.5, 0.0), centre + vec2(4.5, 0.0)], Stroke::new(2.0, palette.weak));
            palette.weak
        }
    }
}

/// The shape of a self-check: tick for passed, filled octagon with a bar for failed, short bar for not done.
pub fn check_mark_ui(ui: &mut Ui, state: CheckState) -> Response {
    let palette = Palette::current(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
    let as_verdict = match state {
        CheckState::Passed => Verdict::Within,
        CheckState::Failed => Verdict::Crossed,
        CheckState::NotDone => Verdict::Blank,
    };
    verdict_mark(ui.painter(), rect.center(), as_verdict, palette);
    response
}

/// The shape of what came out of a published finding: tick for inside, hollow octagon for outside, filled octagon with a bar for a wrong sign, ring
/// with a gap where nothing can be told or there is no number.
pub fn finding_mark_ui(ui: &mut Ui, verdict: calibrate::Verdict) -> Response {
    let palette = Palette::current(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(16.0, 16.0), Sense::hover());
    let centre = rect.center();
    match verdict {
        calibrate::Verdict::Inside => {
            verdict_mark(ui.painter(), centre, Verdict::Within, palette);
        }
        calibrate::Verdict::Outside => {
            ui.painter().add(Shape::closed_line(octagon(centre, 6.0), Stroke::new(1.8, palette.worse)));
        }
        calibrate::Verdict::SignWrong => {
            verdict_mark(ui.painter(), centre, Verdict::Crossed, palette);
        }
        calibrate::Verdict::CannotTell | calibrate::Verdict::Undefined => {
            verdict_mark(ui.painter(), centre, Verdict::CannotTell, palette);
        }
    }
    response.on_hover_text(verdict.words())
}

fn octagon(centre: Pos2, radius: f32) -> Vec<Pos2> {
    (0..8)
        .map(|corner| {
            let angle = (corner as f32 + 0.5) * std::f32::consts::TAU / 8.0;
            centre + vec2(angle.cos(), angle.sin()) * radius
        })
        .collect()
}

fn circle(centre: Pos2, radius: f32) -> Vec<Pos2> {
    (0..=24)
        .map(|step| {
            let angle = step as f32 * std::f32::consts::TAU / 24.0;
            centre + vec2(angle.cos(), angle.sin()) * radius
        })
        .collect()
}
