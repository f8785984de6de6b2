//! Axes: ticks at round numbers, titles with units, and the way from a value to a point on the screen.

use egui::{Align2, FontId, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, TextStyle, Ui, Vec2, pos2, vec2};

use crate::app::tokens::{Look, Palette};

/// One axis.
#[derive(Clone, Debug)]
pub struct Axis {
    /// What it measures, with its unit.
    pub title: String,
    /// Smallest and largest value shown.
    pub range: (f64, f64),
    /// Where there are ticks, and what they say.
    pub ticks: Vec<(f64, String)>,
}

impl Axis {
    /// An axis whose ticks are at round numbers, worded by `text` from value and step.
    pub fn new(title: impl Into<String>, range: (f64, f64), about: usize, text: impl Fn(f64, f64) -> String) -> Self {
        let (values, step) = nice_ticks(range, about);
        Self { title: title.into(), range, ticks: values.into_iter().map(|value| (value, text(value, step))).collect() }
    }
}

/// Round numbers inside a range, about as many as asked for, and the step between them.
pub fn nice_ticks((low, high): (f64, f64), about: usize) -> (Vec<f64>, f64) {
    let width = high - low;
    if !width.is_finite() || width <= 0.0 || about == 0 {
        return (vec![low], 1.0);
    }
    let rough = width / about as f64;
    let magnitude = 10f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0].map(|factor| factor * magnitude).into_iter().find(|step| *step >= rough * 0.999).unwrap_or(rough);
    let first = (low / step - 1e-9).ceil() as i64;
    let last = (high / step + 1e-9).floor() as i64;
    ((first..=last).map(|index| index as f64 * step).collect(), step)
}

/// A drawing area with axes.
pub struct Chart {
    /// Draws, cut at the area's edge.
    pub inside: Painter,
    /// Draws anywhere in the plot.
    pub around: Painter,
    /// The area.
    pub area: Rect,
    /// Colours.
    pub palette: &'static Palette,
    /// Font of labels.
    pub font: FontId,
    x: (f64, f64),
    y: (f64, f64),
}

impl Chart {
    /// Takes room for a plot and draws its axes. `right` is kept free beside the area, for end labels.
    pub fn new(ui: &mut Ui, size: Vec2, x: &Axis, y: &Axis, right: f32) -> (Self, Response) {
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let palette = Palette::current(ui);
        let font = TextStyle::Small.resolve(ui.style());
        let painter = ui.painter_at(rect);
        let line = ui.fonts_mut(|fonts| fonts.row_height(&font));
        let widest = y
            .ticks
            .iter()
            .map(|(_, text)| painter.layout_no_wrap(text.clone(), font.clone(), palette.weak).size().x)
            // A least width keeps the days of plots one above the other in line.
            .fold(34.0, f32::max);
        let area = Rect::from_min_max(
            pos2(rect.left() + widest + 6.0, rect.top() + line + 5.0),
            pos2(rect.right() - right.max(8.0), rect.bottom() - 2.0 * line - 5.0),
        );
        let chart = Self { inside: painter.with_clip_rect(area), around: painter, area, palette, font, x: x.range, y: y.range };
        chart.draw_axes(rect, x, y);
        (chart, response)
    }

    fn draw_axes(&self, rect: Rect, x: &Axis, y: &Axis) {
        let Self { area, palette, font, around, .. } = self;
        around.rect_filled(*area, 0.0, palette.card);
        for (value, text) in &y.ticks {
            let at = self.y(*value);
            around.line_segment([pos2(area.left(), at), pos2(area.right(), at)], Stroke::new(1.0, palette.grid));
            around.text(pos2(area.left() - 5.0, at), Align2::RIGHT_CENTER, text, font.clone(), palette.weak);
        }
        let mut free_from = f32::NEG_INFINITY;
        for (value, text) in &x.ticks {
            let at = self.x(*value);
            around.line_segment([pos2(at, area.bottom()), pos2(at, area.bottom() + 3.0)], Stroke::new(1.0, palette.axis));
            let galley = around.layout_no_wrap(text.clone(), font.clone(), palette.weak);
            let left = (at - galley.size().x / 2.0).clamp(rect.left(), (rect.right() - galley.size().x).max(rect.left()));
            if left >= free_from {
                free_from = left + galley.size().x + 8.0;
                around.galley(pos2(left, area.bottom() + 4.0), galley, palette.weak);
            }
        }
        around.line_segment([area.left_bottom(), area.right_bottom()], Stroke::new(1.0, palette.axis));
        around.text(pos2(rect.left(), rect.top()), Align2::LEFT_TOP, &y.title, font.clone(), palette.weak);
        around.text(pos2(area.center().x, rect.bottom()), Align2::CENTER_BOTTOM, &x.title, font.clone(), palette.weak);
    }

    /// Where a value of the x axis lies.
    pub fn x(&self, value: f64) -> f32 {
        self.area.left() + fraction(value, self.x) * self.area.width()
    }
    /// Where a value of the y axis lies.
    pub fn y(&self, value: f64) -> f32 {
        self.area.bottom() - fraction(value, self.y) * self.area.height()
    }
    /// Where a pair of values lies.
    pub fn point(&self, x: f64, y: f64) -> Pos2 {
        pos2(self.x(x), self.y(y))
    }
    /// The value of the x axis under a point of the screen.
    pub fn x_at(&self, x: f32) -> f64 {
        let share = f64::from((x - self.area.left()) / self.area.width().max(1.0));
        self.x.0 + share * (self.x.1 - self.x.0)
    }

    /// A line in a variant's style.
    pub fn line(&self, points: &[[f64; 2]], look: Look, width: f32) {
        let points: Vec<Pos2> = points.iter().map(|[x, y]| self.point(*x, *y)).collect();
        self.inside.extend(super::stroke_line(&points, look.dash, Stroke::new(width, look.color)));
    }

    /// A band between two lines: x, lower, upper.
    pub fn band(&self, points: &[[f64; 3]], color: egui::Color32) {
        let mut mesh = egui::Mesh::default();
        for [x, low, high] in points {
            mesh.colored_vertex(self.point(*x, *low), color);
            mesh.colored_vertex(self.point(*x, *high), color);
        }
        for index in 0..(points.len() as u32).saturating_sub(1) {
            let first = 2 * index;
            mesh.add_triangle(first, first + 1, first + 2);
            mesh.add_triangle(first + 1, first + 3, first + 2);
        }
        self.inside.add(Shape::mesh(mesh));
    }

    /// A level line.
    pub fn level(&self, value: f64, color: egui::Color32) {
        let at = self.y(value);
        self.inside.line_segment([pos2(self.area.left(), at), pos2(self.area.right(), at)], Stroke::new(1.2, color));
    }

    /// An upright line with a word at its top.
    pub fn upright(&self, value: f64, text: &str, color: egui::Color32) {
        let at = self.x(value);
        self.inside.line_segment([pos2(at, self.area.top()), pos2(at, self.area.bottom())], Stroke::new(1.2, color));
        if !text.is_empty() {
            self.inside.text(pos2(at + 4.0, self.area.top() + 2.0), Align2::LEFT_TOP, text, self.font.clone(), color);
        }
    }

    /// Labels beside the ends of lines, moved apart where they would cover each other.
    pub fn end_labels(&self, labels: &[(f64, String, Look)]) {
        let height = self.font.size + 3.0;
        let mut places: Vec<(f32, &String, Look)> = labels.iter().map(|(value, text, look)| (self.y(*value), text, *look)).collect();
        places.sort_by(|a, b| a.0.total_cmp(&b.0));
        for index in 1..places.len() {
            places[index].0 = places[index].0.max(places[index - 1].0 + height);
        }
        let over = places.last().map_or(0.0, |last| (last.0 + height / 2.0 - self.area.bottom()).max(0.0));
        for place in &mut places {
            place.0 = (place.0 - over).max(self.area.top() - height);
        }
        for (at, text, look) in places {
            let centre = pos2(self.area.right() + 8.0, at);
            super::marker(&self.around, centre, 3.5, look, true);
            self.around.text(centre + vec2(7.0, 0.0), Align2::LEFT_CENTER, text, self.font.clone(), self.palette.text);
        }
    }
}

fn fraction(value: f64, (low, high): (f64, f64)) -> f32 {
    if high > low { ((value - low) / (high - low)) as f32 } else { 0.5 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        assert_eq!(nice_ticks((0.0, 1.0), 5).0, [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
        assert_eq!(nice_ticks((1.0, 90.0), 4).0, [25.0, 50.0, 75.0]);
        assert_eq!(nice_ticks((0.0, 0.0), 4).0, [0.0]);
        assert_eq!(nice_ticks((f64::NAN, 1.0), 4).0.len(), 1);
        let (ticks, step) = nice_ticks((-0.031, 0.052), 5);
        assert!(ticks.iter().any(|tick| tick.abs() < 1e-12) && step > 0.0);
    }
}
