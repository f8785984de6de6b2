//! What was drawn on the screen as a picture: the shapes of a plot, cut where the window cut them, so that a saved or pinned plot is the plot that was seen.

use egui::epaint::{ClippedShape, TextShape};
use egui::layers::ShapeIdx;
use egui::{Color32, Pos2, Rect, Shape, Stroke, Ui, pos2};

use crate::report::palette::{DARK, LIGHT, Rgb};
use crate::report::picture::{Align, Mark, Picture};

/// Points of a circle that is drawn as a polygon.
const CORNERS: usize = 32;

/// Where the shapes of a plot begin.
pub fn begin(ui: &Ui) -> ShapeIdx {
    ui.ctx().graphics_mut(|graphics| graphics.entry(ui.layer_id()).next_idx())
}

/// The shapes drawn since `from` inside `area`, as a picture with the area's upper left corner as its own.
pub fn since(ui: &Ui, from: ShapeIdx, area: Rect) -> Picture {
    let shapes: Vec<ClippedShape> = ui.ctx().graphics(|graphics| {
        let list = graphics.get(ui.layer_id());
        list.map_or_else(Vec::new, |list| list.all_entries().skip(from.0).cloned().collect())
    });
    let palette = if ui.visuals().dark_mode { DARK } else { LIGHT };
    let mut picture = Picture::new(f64::from(area.width()), palette, "");
    picture.height = f64::from(area.height());
    for ClippedShape { clip_rect, shape, .. } in &shapes {
        // Bars that scroll with the plot do not cut what is kept of it; only the plot's own frames do.
        let clip = if clip_rect.contains_rect(area) || !area.contains_rect(clip_rect.shrink(2.0)) { area } else { *clip_rect };
        take(&mut picture, shape, clip, area.min);
    }
    picture
}

fn take(picture: &mut Picture, shape: &Shape, clip: Rect, corner: Pos2) {
    let place = |point: Pos2| (f64::from(point.x - corner.x), f64::from(point.y - corner.y));
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| take(picture, shape, clip, corner)),
        Shape::LineSegment { points, stroke } => line(picture, points, stroke.width, stroke.color, clip, corner),
        Shape::Path(path) => {
            if path.closed {
                filled(picture, &path.points, path.fill, clip, corner);
            }
            if let egui::epaint::ColorMode::Solid(color) = &path.stroke.color {
                let mut points = path.points.clone();
                if path.closed {
                    points.extend(path.points.first().copied());
                }
                line(picture, &points, path.stroke.width, *color, clip, corner);
            }
        }
        Shape::Rect(shape) => {
            let rect = shape.rect;
            let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom()];
            filled(picture, &corners, shape.fill, clip, corner);
            outline(picture, &corners, shape.stroke, clip, corner);
        }
        Shape::Circle(circle) if clip.contains(circle.center) => {
            let (center, radius) = (place(circle.center), f64::from(circle.radius));
            if visible(circle.fill) {
                picture.marks.push(Mark::Circle { center, radius, color: rgb(circle.fill), filled: true });
            }
            if circle.stroke.width > 0.0 && visible(circle.stroke.color) {
                picture.marks.push(Mark::Circle { center, radius, color: rgb(circle.stroke.color), filled: false });
            }
        }
        Shape::Ellipse(ellipse) => {
            let around: Vec<Pos2> = (0..CORNERS)
                .map(|step| {
                    let angle = std::f32::consts::TAU * step as f32 / CORNERS as f32;
                    ellipse.center + egui::vec2(ellipse.radius.x * angle.cos(), ellipse.radius.y * angle.sin())
                })
                .collect();
            filled(picture, &around, ellipse.fill, clip, corner);
            outline(picture, &around, ellipse.stroke, clip, corner);
        }
        Shape::Text(text) => words(picture, text, clip, corner),
        Shape::Mesh(mesh) => meshed(picture, mesh, clip, corner),
        _ => {}
    }
}

/// Text row by row, each stretch of one look for itself.
fn words(picture: &mut Picture, shape: &TextShape, clip: Rect, corner: Pos2) {
    let sections = &shape.galley.job.sections;
    // Where in the text the next letter stands: letters do not say themselves which look they have.
    let mut byte = 0;
    let mut section = 0;
    for row in &shape.galley.rows {
        let top = shape.pos + row.pos.to_vec2();
        let middle = top.y + row.row.size.y / 2.0;
        let mut stretch: Option<(f32, usize, String)> = None;
        for glyph in &row.row.glyphs {
            while sections.get(section).is_some_and(|own| own.byte_range.end.0 <= byte) && section + 1 < sections.len() {
                section += 1;
            }
            byte += glyph.chr.len_utf8();
            match &mut stretch {
                Some((_, of, text)) if *of == section => text.push(glyph.chr),
                other => {
                    if let Some(done) = other.replace((top.x + glyph.pos.x, section, String::from(glyph.chr))) {
                        stretch_of(picture, shape, done, middle, clip, corner);
                    }
                }
            }
        }
        if let Some(done) = stretch {
            stretch_of(picture, shape, done, middle, clip, corner);
        }
        byte += usize::from(row.ends_with_newline);
    }
}

fn stretch_of(picture: &mut Picture, shape: &TextShape, (left, section, text): (f32, usize, String), middle: f32, clip: Rect, corner: Pos2) {
    let Some(section) = shape.galley.job.sections.get(section) else { return };
    let own = if section.format.color == Color32::PLACEHOLDER { shape.fallback_color } else { section.format.color };
    let color = shape.override_text_color.unwrap_or(own);
    let at = pos2(left, middle);
    if visible(color) && clip.expand(2.0).contains(at) && !text.trim().is_empty() {
        let at = (f64::from(at.x - corner.x), f64::from(at.y - corner.y));
        picture.text(at, text, f64::from(section.format.font_id.size), rgb(color), Align::Left);
    }
}

/// Bands come as strips of pairs, one colour each; any other mesh triangle by triangle.
fn meshed(picture: &mut Picture, mesh: &egui::Mesh, clip: Rect, corner: Pos2) {
    let Some(first) = mesh.vertices.first() else { return };
    let one_color = mesh.vertices.iter().all(|vertex| vertex.color == first.color);
    let pairs = mesh.vertices.chunks_exact(2);
    let is_strip = mesh.vertices.len() > 3 && pairs.remainder().is_empty() && pairs.clone().all(|pair| (pair[0].pos.x - pair[1].pos.x).abs() < 0.01);
    if one_color && is_strip {
        let there = pairs.clone().map(|pair| pair[0].pos);
        let back = pairs.rev().map(|pair| pair[1].pos);
        filled(picture, &there.chain(back).collect::<Vec<_>>(), first.color, clip, corner);
        return;
    }
    for triangle in mesh.indices.chunks_exact(3) {
        let vertices: Vec<_> = triangle.iter().filter_map(|&index| mesh.vertices.get(index as usize)).collect();
        if let [a, b, c] = vertices[..] {
            filled(picture, &[a.pos, b.pos, c.pos], a.color, clip, corner);
        }
    }
}

fn outline(picture: &mut Picture, corners: &[Pos2], stroke: Stroke, clip: Rect, corner: Pos2) {
    let closed: Vec<Pos2> = corners.iter().chain(corners.first()).copied().collect();
    line(picture, &closed, stroke.width, stroke.color, clip, corner);
}

/// A line, cut into the stretches that lie inside.
fn line(picture: &mut Picture, points: &[Pos2], width: f32, color: Color32, clip: Rect, corner: Pos2) {
    if width <= 0.0 || !visible(color) {
        return;
    }
    let mut stretch: Vec<(f64, f64)> = Vec::new();
    let mut end = |stretch: &mut Vec<(f64, f64)>| {
        if stretch.len() > 1 {
            picture.marks.push(Mark::Line { points: std::mem::take(stretch), color: rgb(color), width: f64::from(width) });
        }
        stretch.clear();
    };
    let place = |point: Pos2| (f64::from(point.x - corner.x), f64::from(point.y - corner.y));
    for pair in points.windows(2) {
        let &[from, to] = pair else { continue };
        let Some((start, stop)) = inside(from, to, clip) else {
            end(&mut stretch);
            continue;
        };
        if stretch.is_empty() || start != from {
            end(&mut stretch);
            stretch.push(place(start));
        }
        stretch.push(place(stop));
    }
    end(&mut stretch);
}

/// The part of a segment inside a rectangle (Liang and Barsky 1984).
fn inside(from: Pos2, to: Pos2, clip: Rect) -> Option<(Pos2, Pos2)> {
    let step = to - from;
    let (mut enter, mut leave) = (0.0f32, 1.0f32);
    for (along, room) in
        [(-step.x, from.x - clip.left()), (step.x, clip.right() - from.x), (-step.y, from.y - clip.top()), (step.y, clip.bottom() - from.y)]
    {
        if along == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if along < 0.0 {
            enter = enter.max(room / along);
        } else {
            leave = leave.min(room / along);
        }
    }
    let at = |share: f32| from + step * share;
    (enter <= leave).then(|| (if enter > 0.0 { at(enter) } else { from }, if leave < 1.0 { at(leave) } else { to }))
}

/// A filled polygon, cut at the edges of a rectangle (Sutherland and Hodgman 1974).
fn filled(picture: &mut Picture, points: &[Pos2], color: Color32, clip: Rect, corner: Pos2) {
    if !visible(color) {
        return;
    }
    let edges: [fn(Pos2, Rect) -> f32; 4] = [
        |point, clip| point.x - clip.left(),
        |point, clip| clip.right() - point.x,
        |point, clip| point.y - clip.top(),
        |point, clip| clip.bottom() - point.y,
    ];
    let mut kept = points.to_vec();
    for room in edges {
        let before = std::mem::take(&mut kept);
        for (index, &point) in before.iter().enumerate() {
            let last = before[(index + before.len() - 1) % before.len()];
            let (here, there) = (room(point, clip), room(last, clip));
            if (here >= 0.0) != (there >= 0.0) {
                kept.push(last + (point - last) * (there / (there - here)));
            }
            if here >= 0.0 {
                kept.push(point);
            }
        }
    }
    let place = |point: &Pos2| (f64::from(point.x - corner.x), f64::from(point.y - corner.y));
    picture.area(kept.iter().map(place).collect(), rgb(color), f64::from(color.a()) / 255.0);
}

fn visible(color: Color32) -> bool {
    color.a() > 0 && color != Color32::PLACEHOLDER
}

/// The colour itself; how much is seen through it is the opacity of its mark.
fn rgb(color: Color32) -> Rgb {
    let [red, green, blue, _] = color.to_srgba_unmultiplied();
    Rgb { red, green, blue }
}

#[cfg(test)]
mod tests {
    use egui::vec2;

    use super::*;

    fn captured(draw: impl Fn(&egui::Painter, Rect)) -> Picture {
        let ctx = egui::Context::default();
        let mut picture = None;
        let input = egui::RawInput { screen_rect: Some(Rect::from_min_size(Pos2::ZERO, vec2(400.0, 300.0))), ..egui::RawInput::default() };
        let mut output = ctx.run_ui(input, |ui| {
            let area = Rect::from_min_size(pos2(10.0, 20.0), vec2(200.0, 100.0));
            let from = begin(ui);
            draw(&ui.painter_at(area), area);
            picture = Some(since(ui, from, area));
        });
        output.textures_delta.clear();
        picture.expect("a pass was run")
    }

    #[test]
    fn lines_and_areas_end_at_the_edge_of_the_plot() {
        let picture = captured(|painter, area| {
            painter.line_segment([area.min - vec2(50.0, 0.0), area.max + vec2(50.0, 0.0)], Stroke::new(2.0, Color32::RED));
            painter.rect_filled(area.expand(30.0), 0.0, Color32::from_rgba_unmultiplied(0, 0, 255, 128));
            painter.line_segment([pos2(0.0, 0.0), pos2(5.0, 5.0)], Stroke::new(2.0, Color32::RED));
        });
        assert_eq!((picture.width, picture.height, picture.marks.len()), (200.0, 100.0, 2));
        for mark in &picture.marks {
            let points = match mark {
                Mark::Line { points, .. } => points,
                Mark::Area { points, opacity, .. } => {
                    assert!((opacity - 0.5).abs() < 0.01);
                    points
                }
                other => panic!("{other:?}"),
            };
            assert!(points.iter().all(|(x, y)| (-0.1..=200.1).contains(x) && (-0.1..=100.1).contains(y)), "{points:?}");
        }
    }

    #[test]
    fn text_is_kept_as_text_with_its_size_and_colour() {
        let picture = captured(|painter, area| {
            painter.text(area.center(), egui::Align2::CENTER_CENTER, "two words", egui::FontId::proportional(13.0), Color32::GREEN);
        });
        let [Mark::Text { text, size, color, .. }] = &picture.marks[..] else { panic!("{:?}", picture.marks) };
        assert_eq!((text.as_str(), *size, *color), ("two words", 13.0, Rgb { red: 0, green: 255, blue: 0 }));
    }

    #[test]
    fn a_band_is_one_area() {
        let picture = captured(|painter, area| {
            let mut mesh = egui::Mesh::default();
            for step in 0..5u16 {
                let x = area.left() + f32::from(step) * 20.0;
                mesh.colored_vertex(pos2(x, area.top() + 10.0), Color32::BLUE);
                mesh.colored_vertex(pos2(x, area.top() + 30.0), Color32::BLUE);
            }
            for index in 0..4 {
                mesh.add_triangle(2 * index, 2 * index + 1, 2 * index + 2);
                mesh.add_triangle(2 * index + 1, 2 * index + 3, 2 * index + 2);
            }
            painter.add(Shape::mesh(mesh));
        });
        assert!(matches!(&picture.marks[..], [Mark::Area { points, .. }] if points.len() == 10), "{:?}", picture.marks);
    }
}
