//! A figure of the report in the window: the same words and the same drawing, as wide as there is room, with what its spots say under the pointer.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use egui::{Align2, Color32, FontId, Id, Painter, Pos2, Rect, Sense, Shape, Stroke, Ui, pos2, vec2};

use super::card::plot_ui;
use crate::app::command::Command;
use crate::app::state::State;
use crate::app::tokens::Palette as AppPalette;
use crate::report::figure::Figure;
use crate::report::palette::{Palette, Rgb};
use crate::report::picture::{Align, Mark, Picture};

/// Narrowest drawing, in points: the panel beside the form of a variant in a small window.
const NARROWEST: f32 = 200.0;

/// A figure in its card. `name` tells plots of one screen apart.
pub fn figure_ui(ui: &mut Ui, state: &State, name: &'static str, figure: &dyn Figure, commands: &mut Vec<Command>) {
    plot_ui(ui, state, name, figure.text(), commands, |ui| drawing_ui(ui, name, figure));
}

/// The drawing of a figure alone.
pub fn drawing_ui(ui: &mut Ui, name: &'static str, figure: &dyn Figure) {
    let width = ui.available_width().max(NARROWEST).floor();
    let colors = AppPalette::current(ui);
    let picture = kept(ui, name, figure, width, (colors.dark, colors.high), colors.of_figures());
    picture_ui(ui, &picture);
}

/// Draws a picture where the layout stands.
pub fn picture_ui(ui: &mut Ui, picture: &Picture) {
    let (rect, response) = ui.allocate_exact_size(vec2(picture.width as f32, picture.height as f32), Sense::hover());
    let painter = ui.painter_at(rect.expand(1.0));
    paint(&painter, picture, rect.min);
    let Some(at) = response.hover_pos() else { return };
    let inside = |&(left, top, right, bottom): &(f64, f64, f64, f64)| {
        Rect::from_min_max(pos2(left as f32, top as f32), pos2(right as f32, bottom as f32)).translate(rect.min.to_vec2()).contains(at)
    };
    if let Some(spot) = picture.spots.iter().rev().find(|spot| inside(&spot.area)) {
        response.on_hover_text_at_pointer(&spot.text);
    }
}

/// The drawing, made anew only where figure, width or colours changed.
fn kept(ui: &Ui, name: &'static str, figure: &dyn Figure, width: f32, colors: (bool, bool), palette: Palette) -> Arc<Picture> {
    let mut hasher = DefaultHasher::new();
    let text = figure.text();
    (&text.title, &text.sentence, &text.caption, &text.table.rows, width.to_bits(), colors).hash(&mut hasher);
    let key = hasher.finish();
    let place = Id::unique(("figure", name));
    let known = ui.data(|data| data.get_temp::<(u64, Arc<Picture>)>(place));
    if let Some((of, picture)) = known
        && of == key
    {
        return picture;
    }
    let picture = Arc::new(figure.draw(f64::from(width), palette));
    ui.data_mut(|data| data.insert_temp(place, (key, Arc::clone(&picture))));
    picture
}

/// Paints the marks of a picture, its upper left corner at a point.
fn paint(painter: &Painter, picture: &Picture, corner: Pos2) {
    let place = |&(x, y): &(f64, f64)| pos2(corner.x + x as f32, corner.y + y as f32);
    for mark in &picture.marks {
        match mark {
            Mark::Line { points, color, width } => {
                painter.add(Shape::line(points.iter().map(place).collect(), Stroke::new(*width as f32, rgb(*color))));
            }
            Mark::Area { points, color, opacity } => {
                area(painter, &points.iter().map(place).collect::<Vec<_>>(), rgb(*color).gamma_multiply(*opacity as f32));
            }
            Mark::Circle { center, radius, color, filled: true } => {
                painter.circle_filled(place(center), *radius as f32, rgb(*color));
            }
            Mark::Circle { center, radius, color, filled: false } => {
                painter.circle_stroke(place(center), *radius as f32, Stroke::new(1.6, rgb(*color)));
            }
            Mark::Text { at, text, size, color, align } => {
                let anchor = match align {
                    Align::Left => Align2::LEFT_CENTER,
                    Align::Center => Align2::CENTER_CENTER,
                    Align::Right => Align2::RIGHT_CENTER,
                };
                painter.text(place(at), anchor, text, FontId::proportional(*size as f32), rgb(*color));
            }
        }
    }
}

/// A filled area: bands are strips between an upper and a lower edge, which no simple fan fills.
fn area(painter: &Painter, points: &[Pos2], color: Color32) {
    if points.len() == 4 && is_upright(points) {
        painter.rect_filled(Rect::from_two_pos(points[0], points[2]), 0.0, color);
        return;
    }
    if points.len() > 5 && points.len().is_multiple_of(2) && is_band(points) {
        let half = points.len() / 2;
        let mut mesh = egui::Mesh::default();
        for index in 0..half {
            mesh.colored_vertex(points[index], color);
            mesh.colored_vertex(points[points.len() - 1 - index], color);
        }
        for index in 0..(half as u32).saturating_sub(1) {
            mesh.add_triangle(2 * index, 2 * index + 1, 2 * index + 2);
            mesh.add_triangle(2 * index + 1, 2 * index + 3, 2 * index + 2);
        }
        painter.add(Shape::mesh(mesh));
        return;
    }
    painter.add(Shape::convex_polygon(points.to_vec(), color, Stroke::NONE));
}

fn is_upright(points: &[Pos2]) -> bool {
    let [a, b, c, d] = points else { return false };
    (a.y == b.y && b.x == c.x && c.y == d.y && d.x == a.x) || (a.x == b.x && b.y == c.y && c.x == d.x && d.y == a.y)
}

/// There along x and back at the same places: the two edges of a band.
fn is_band(points: &[Pos2]) -> bool {
    let half = points.len() / 2;
    points.iter().take(half).zip(points.iter().rev()).all(|(there, back)| (there.x - back.x).abs() < 0.01)
}

fn rgb(color: Rgb) -> Color32 {
    crate::app::tokens::color(color)
}
