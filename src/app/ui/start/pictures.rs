//! A small sketch for each bundled case: what the case is about, not what comes out of it.

use egui::accesskit::Role;
use egui::{Painter, Rect, Sense, Shape, Stroke, Ui, UiBuilder, Vec2, pos2};

use super::picture_frame;
use crate::app::tokens::Palette;

/// A mark of a sketch, in shares of its width (from the left) and height (from the bottom).
enum Sign {
    /// A line; `true` in the second colour.
    Line(&'static [(f32, f32)], bool),
    /// Dots; `true` in the second colour, as squares.
    Dots(&'static [(f32, f32)], bool),
    /// Bars from the bottom: place, height; `true` in the second colour.
    Bars(&'static [(f32, f32)], bool),
    /// A dashed level.
    Level(f32),
    /// A dashed upright.
    Upright(f32),
    /// A shaded stretch.
    Stretch(f32, f32),
    /// A ring: centre, radius in shares of the height.
    Ring((f32, f32), f32, bool),
}

use Sign::{Bars, Dots, Level, Line, Ring, Stretch, Upright};

fn signs(case: &str) -> &'static [Sign] {
    match case {
        "retargeting" => &[
            Level(0.62),
            Dots(&[(0.12, 0.2)], false),
            Dots(&[(0.34, 0.2), (0.34, 0.38), (0.34, 0.56)], false),
            Dots(&[(0.6, 0.2), (0.6, 0.38), (0.6, 0.56)], false),
            Dots(&[(0.6, 0.74), (0.6, 0.92)], true),
        ],
        "cross_site" => &[Ring((0.36, 0.5), 0.36, false), Ring((0.64, 0.5), 0.36, true), Dots(&[(0.5, 0.5)], true)],
        "echo" => &[
            Line(&[(0.05, 0.95), (0.4, 0.75), (0.95, 0.58)], false),
            Line(&[(0.05, 0.7), (0.4, 0.6), (0.95, 0.54)], false),
            Line(&[(0.05, 0.3), (0.4, 0.42), (0.95, 0.48)], false),
            Line(&[(0.05, 0.05), (0.4, 0.28), (0.95, 0.44)], false),
        ],
        "sweet_spot" => {
            &[Line(&[(0.05, 0.15), (0.2, 0.5), (0.35, 0.77), (0.5, 0.86), (0.65, 0.77), (0.8, 0.5), (0.95, 0.15)], false), Dots(&[(0.5, 0.86)], true)]
        }
        "minority" => &[Bars(&[(0.12, 0.8), (0.34, 0.84), (0.56, 0.78)], false), Bars(&[(0.8, 0.36)], true)],
        "biased_history" => &[
            Bars(&[(0.12, 0.8), (0.52, 0.8)], false),
            Bars(&[(0.26, 0.4), (0.66, 0.4)], true),
            Line(&[(0.78, 0.6), (0.95, 0.6), (0.88, 0.72)], false),
            Line(&[(0.95, 0.6), (0.88, 0.48)], false),
        ],
        "personal_prices" => {
            &[Level(0.5), Dots(&[(0.12, 0.3), (0.32, 0.42), (0.72, 0.36)], false), Dots(&[(0.22, 0.66), (0.5, 0.84), (0.88, 0.7)], true)]
        }
        "breach" => &[Upright(0.36), Line(&[(0.05, 0.85), (0.34, 0.85), (0.38, 0.2), (0.6, 0.38), (0.95, 0.56)], true)],
        "banner" => &[Bars(&[(0.2, 0.34)], false), Bars(&[(0.5, 0.6)], false), Bars(&[(0.8, 0.9)], true)],
        "wheel" => &[
            Line(&[(0.05, 0.7), (0.95, 0.7)], false),
            Dots(&[(0.7, 0.7)], false),
            Line(&[(0.05, 0.3), (0.95, 0.3)], false),
            Dots(&[(0.3, 0.3)], true),
        ],
        "small_test" => &[Stretch(0.05, 0.35), Line(&[(0.05, 0.4), (0.2, 0.7), (0.35, 0.78), (0.6, 0.5), (0.95, 0.12)], true)],
        "two_weeks" => {
            &[Stretch(0.05, 0.35), Line(&[(0.05, 0.3), (0.35, 0.72), (0.95, 0.4)], true), Line(&[(0.05, 0.3), (0.35, 0.45), (0.95, 0.85)], false)]
        }
        "late_alert" => &[Line(&[(0.05, 0.1), (0.3, 0.16), (0.5, 0.36), (0.7, 0.72), (0.95, 0.9)], true), Upright(0.74), Level(0.3)],
        _ => &[Line(&[(0.05, 0.2), (0.95, 0.8)], false)],
    }
}

/// The sketch of a case.
pub fn case_picture_ui(ui: &mut Ui, case: &str, size: Vec2) {
    let palette = Palette::current(ui);
    ui.scope_builder(UiBuilder::new().accessibility_role(Role::Image).accessibility_label("A sketch of the question."), |ui| {
        let (area, _) = ui.allocate_exact_size(size, Sense::hover());
        let painter = ui.painter_at(area);
        picture_frame(&painter, area, palette);
        for sign in signs(case) {
            draw(&painter, area.shrink(4.0), sign, palette);
        }
    });
}

fn draw(painter: &Painter, area: Rect, sign: &Sign, palette: &Palette) {
    let at = |&(x, y): &(f32, f32)| pos2(area.left() + x * area.width(), area.bottom() - y * area.height());
    let color = |second: bool| if second { palette.worse } else { palette.better };
    let dashed = |from, to| Shape::dashed_line(&[at(&from), at(&to)], Stroke::new(1.0, palette.axis), 3.0, 3.0);
    match sign {
        Line(points, second) => {
            painter.add(Shape::line(points.iter().map(at).collect(), Stroke::new(1.8, color(*second))));
        }
        Dots(points, false) => points.iter().for_each(|point| {
            painter.circle_filled(at(point), 2.8, color(false));
        }),
        Dots(points, true) => points.iter().for_each(|point| {
            painter.rect_filled(Rect::from_center_size(at(point), Vec2::splat(5.4)), 0.0, color(true));
        }),
        Bars(bars, second) => bars.iter().for_each(|(x, height)| {
            let half = 0.07;
            painter.rect_filled(Rect::from_two_pos(at(&(x - half, 0.0)), at(&(x + half, *height))), 1.0, color(*second));
        }),
        Level(y) => painter.extend(dashed((0.0, *y), (1.0, *y))),
        Upright(x) => painter.extend(dashed((*x, 0.0), (*x, 1.0))),
        Stretch(from, to) => {
            painter.rect_filled(Rect::from_two_pos(at(&(*from, 0.0)), at(&(*to, 1.0))), 0.0, palette.selection);
        }
        Ring(center, radius, second) => {
            painter.circle_stroke(at(center), radius * area.height(), Stroke::new(1.8, color(*second)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::CASES;

    #[test]
    fn every_case_has_a_sketch_of_its_own() {
        let default = signs("no such case").len();
        for case in CASES {
            assert!(signs(case.id).len() > default, "{} has no sketch", case.id);
        }
    }
}
