//! Draws what the layout placed.

use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, LineCap, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::font::Type;
use super::sheet::Op;
use crate::report::palette::Rgb;
use crate::report::picture::{Align, Mark, Picture};

/// Thickness of the stroke that makes a text heavier, as a share of its size.
const HEAVIER: f32 = 0.035;
/// Where letters stand on their middle, as a share of their size.
const MIDDLE: f32 = 0.34;
/// How far from its middle a circle's curve is steered.
const ROUND: f32 = 0.552_284_8;

/// Draws one thing.
pub fn draw(surface: &mut Surface<'_>, font: &Type, op: &Op<'_>) {
    match op {
        Op::Text { at, text, size, bold, color } => letters(surface, font, *at, text, *size, *bold, *color),
        Op::Box { area: (left, top, width, height), fill, line } => {
            let mut path = PathBuilder::new();
            path.move_to(*left, *top);
            path.line_to(left + width, *top);
            if *height > 0.0 {
                path.line_to(left + width, top + height);
                path.line_to(*left, top + height);
                path.close();
            }
            surface.set_fill(fill.map(|color| filled(color, 1.0)));
            surface.set_stroke(line.map(|(color, width, broken)| Stroke {
                dash: broken.then(|| StrokeDash { array: vec![4.0, 3.0], offset: 0.0 }),
                ..stroke(color, width)
            }));
            if let Some(path) = path.finish() {
                surface.draw_path(&path);
            }
        }
        Op::Picture { at, scale, picture } => {
            surface.push_transform(&Transform::from_row(*scale, 0.0, 0.0, *scale, at.0, at.1));
            marks(surface, font, picture);
            surface.pop();
        }
    }
}

fn letters(surface: &mut Surface<'_>, font: &Type, at: (f32, f32), text: &str, size: f32, bold: bool, color: Rgb) {
    surface.set_fill(Some(filled(color, 1.0)));
    surface.set_stroke(bold.then(|| stroke(color, HEAVIER * size)));
    surface.draw_text(Point::from_xy(at.0, at.1), font.font.clone(), size, text, false, TextDirection::LeftToRight);
}

fn marks(surface: &mut Surface<'_>, font: &Type, picture: &Picture) {
    for mark in &picture.marks {
        match mark {
            Mark::Line { points, color, width } => {
                surface.set_fill(None);
                surface.set_stroke(Some(stroke(*color, *width as f32)));
                path(surface, points, false);
            }
            Mark::Area { points, color, opacity } => {
                surface.set_fill(Some(filled(*color, *opacity as f32)));
                surface.set_stroke(None);
                path(surface, points, true);
            }
            Mark::Circle { center, radius, color, filled: inside } => {
                surface.set_fill(inside.then(|| filled(*color, 1.0)));
                surface.set_stroke((!inside).then(|| stroke(*color, 1.6)));
                circle(surface, (center.0 as f32, center.1 as f32), *radius as f32);
            }
            Mark::Text { at, text, size, color, align } => {
                let text = font.written(text);
                let size = *size as f32;
                let mut width = 0.0;
                if *align != Align::Left {
                    width = font.measure(&text, size);
                }
                let left = match align {
                    Align::Left => at.0 as f32,
                    Align::Center => at.0 as f32 - 0.5 * width,
                    Align::Right => at.0 as f32 - width,
                };
                letters(surface, font, (left, at.1 as f32 + MIDDLE * size), &text, size, false, *color);
            }
        }
    }
}

fn path(surface: &mut Surface<'_>, points: &[(f64, f64)], closed: bool) {
    let mut path = PathBuilder::new();
    for (place, &(x, y)) in points.iter().enumerate() {
        if place == 0 {
            path.move_to(x as f32, y as f32);
        } else {
            path.line_to(x as f32, y as f32);
        }
    }
    if closed {
        path.close();
    }
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn circle(surface: &mut Surface<'_>, (x, y): (f32, f32), radius: f32) {
    let steer = ROUND * radius;
    let mut path = PathBuilder::new();
    path.move_to(x + radius, y);
    path.cubic_to(x + radius, y + steer, x + steer, y + radius, x, y + radius);
    path.cubic_to(x - steer, y + radius, x - radius, y + steer, x - radius, y);
    path.cubic_to(x - radius, y - steer, x - steer, y - radius, x, y - radius);
    path.cubic_to(x + steer, y - radius, x + radius, y - steer, x + radius, y);
    path.close();
    if let Some(path) = path.finish() {
        surface.draw_path(&path);
    }
}

fn paint(color: Rgb) -> rgb::Color {
    rgb::Color::new(color.red, color.green, color.blue)
}

fn filled(color: Rgb, opacity: f32) -> Fill {
    Fill { paint: paint(color).into(), opacity: NormalizedF32::new(opacity.clamp(0.0, 1.0)).unwrap_or(NormalizedF32::ONE), ..Fill::default() }
}

fn stroke(color: Rgb, width: f32) -> Stroke {
    Stroke { paint: paint(color).into(), width, line_cap: LineCap::Butt, ..Stroke::default() }
}

/// A rectangle for those who ask where a figure is; nothing where it has no size.
pub fn rectangle((left, top): (f32, f32), width: f32, height: f32) -> Option<Rect> {
    Rect::from_xywh(left, top, width, height)
}
