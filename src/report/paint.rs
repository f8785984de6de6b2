//! A picture painted as SVG or PNG.

use plotters::backend::{BitMapBackend, DrawingBackend, SVGBackend};
use plotters::drawing::{DrawingArea, IntoDrawingArea};
use plotters::element::{Circle, PathElement, Polygon, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, FontStyle, IntoFont, RGBColor, ShapeStyle};

use crate::report::ReportError;
use crate::report::palette::Rgb;
use crate::report::picture::{Align, FONT, Mark, Picture};

/// Pixels to a point: fine enough for a slide, and for positions of whole pixels in SVG.
const SCALE: f64 = 2.0;

/// How far texts are let down in a bitmap, in parts of their size: there the box of the font is centred, in SVG the letters are.
const BITMAP_DROP: f64 = 0.15;

/// Registers the bundled font, so that text is measured and drawn alike on every machine.
pub fn register_font() -> Result<(), ReportError> {
    plotters::style::register_font(FONT, FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT).map_err(|_| ReportError::Font)
}

/// The picture as SVG with real text, a title and a description.
pub fn svg(picture: &Picture) -> Result<Vec<u8>, ReportError> {
    register_font()?;
    let (width, height) = size(picture);
    let mut text = String::new();
    draw(picture, &SVGBackend::with_string(&mut text, (width, height)).into_drawing_area(), 0.0)?;
    // Drawn twice as large as it is meant to be shown; the view box keeps the drawing's own measure.
    let drawn = format!("<svg width=\"{width}\" height=\"{height}\"");
    let shown = format!("<svg role=\"img\" width=\"{}\" height=\"{}\"", picture.width, picture.height);
    let (title, description) = (escaped(&picture.title), escaped(&picture.description));
    let mut text = text.replacen(&drawn, &shown, 1);
    if let Some(end) = text.find("<svg").and_then(|start| Some(start + text.get(start..)?.find('>')? + 1)) {
        text.insert_str(end, &format!("\n<title>{title}</title>\n<desc>{description}</desc>"));
    }
    Ok(text.into_bytes())
}

/// The picture as PNG, two pixels to a point.
pub fn png(picture: &Picture) -> Result<Vec<u8>, ReportError> {
    let ([width, height], buffer) = pixels(picture)?;
    let (width, height) = (width as u32, height as u32);
    let mut file = Vec::new();
    let mut encoder = png::Encoder::new(&mut file, width, height);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.add_itxt_chunk("Title".into(), picture.title.clone())?;
    encoder.add_itxt_chunk("Description".into(), picture.description.clone())?;
    let mut writer = encoder.write_header()?;
    writer.write_image_data(&buffer)?;
    writer.finish()?;
    Ok(file)
}

/// The picture as pixels, two to a point: width and height, and red, green and blue of each.
///
/// # Errors
/// Where the drawing library fails.
pub fn pixels(picture: &Picture) -> Result<([usize; 2], Vec<u8>), ReportError> {
    register_font()?;
    let (width, height) = size(picture);
    let mut buffer = vec![0u8; width as usize * height as usize * 3];
    draw(picture, &BitMapBackend::with_buffer(&mut buffer, (width, height)).into_drawing_area(), BITMAP_DROP)?;
    Ok(([width as usize, height as usize], buffer))
}

fn size(picture: &Picture) -> (u32, u32) {
    ((picture.width * SCALE).ceil() as u32, (picture.height * SCALE).ceil() as u32)
}

fn draw<B: DrawingBackend>(picture: &Picture, area: &DrawingArea<B, plotters::coord::Shift>, drop: f64) -> Result<(), ReportError> {
    let failed = |error: plotters::drawing::DrawingAreaErrorKind<B::ErrorType>| ReportError::Drawing(error.to_string());
    area.fill(&color(picture.palette.background)).map_err(failed)?;
    for mark in &picture.marks {
        match mark {
            Mark::Line { points, color: own, width } => {
                let style = ShapeStyle { color: color(*own).to_rgba(), filled: false, stroke_width: (width * SCALE).round().max(1.0) as u32 };
                area.draw(&PathElement::new(points.iter().map(|&point| place(point)).collect::<Vec<_>>(), style)).map_err(failed)?;
            }
            Mark::Area { points, color: own, opacity } => {
                let style = color(*own).mix(*opacity).filled();
                area.draw(&Polygon::new(points.iter().map(|&point| place(point)).collect::<Vec<_>>(), style)).map_err(failed)?;
            }
            Mark::Circle { center, radius, color: own, filled } => {
                let style = ShapeStyle { color: color(*own).to_rgba(), filled: *filled, stroke_width: (1.6 * SCALE).round() as u32 };
                area.draw(&Circle::new(place(*center), (radius * SCALE).round() as i32, style)).map_err(failed)?;
            }
            Mark::Text { at, text, size, color: own, align } => {
                let horizontal = match align {
                    Align::Left => HPos::Left,
                    Align::Center => HPos::Center,
                    Align::Right => HPos::Right,
                };
                let style = (FONT, size * SCALE).into_font().color(&color(*own)).pos(Pos::new(horizontal, VPos::Center));
                area.draw(&Text::new(text.as_str(), place((at.0, at.1 + drop * size)), style)).map_err(failed)?;
            }
        }
    }
    area.present().map_err(failed)
}

fn place((x, y): (f64, f64)) -> (i32, i32) {
    ((x * SCALE).round() as i32, (y * SCALE).round() as i32)
}

fn color(color: Rgb) -> RGBColor {
    RGBColor(color.red, color.green, color.blue)
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
