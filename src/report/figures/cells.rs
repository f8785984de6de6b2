//! A field of cells, topics against segments, with the number in each. Where columns would be too narrow for their numbers, it lies on its side.

use super::parts::{LEAST, TEXT};
use crate::report::palette::Rgb;
use crate::report::picture::{Align, Picture, shortened, text_width};

/// One cell.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    /// The number in it.
    pub number: String,
    /// What it says under a pointer.
    pub words: String,
    /// Its colour and that of its number; `None` where there is no number.
    pub colors: Option<(Rgb, Rgb)>,
}

/// Draws cells by segment and topic with the upper left corner at (0, top); gives back the height below it. Names of segments come with how many people
/// they are.
pub(super) fn draw(picture: &mut Picture, top: f64, segments: &[String], topics: &[String], cell: impl Fn(usize, usize) -> Cell) -> f64 {
    let width = picture.width;
    let widest = (0..segments.len())
        .flat_map(|segment| (0..topics.len()).map(move |topic| (segment, topic)))
        .map(|(segment, topic)| text_width(&cell(segment, topic).number, LEAST))
        .fold(24.0, f64::max)
        + 8.0;
    let names = segments.iter().map(|name| text_width(name, TEXT)).fold(40.0, f64::max).min(0.3 * width) + 14.0;
    if (width - names) / topics.len().max(1) as f64 >= widest {
        return field(picture, (names, top), segments, topics, (((width - names) / topics.len().max(1) as f64).min(84.0), 30.0), cell);
    }
    let names = topics.iter().map(|name| text_width(name, TEXT)).fold(30.0, f64::max) + 12.0;
    let column = ((width - names) / segments.len().max(1) as f64).min(120.0);
    field(picture, (names, top), topics, segments, (column, 22.0), |topic, segment| cell(segment, topic))
}

fn field(
    picture: &mut Picture,
    (left, top): (f64, f64),
    rows: &[String],
    columns: &[String],
    (column, row): (f64, f64),
    cell: impl Fn(usize, usize) -> Cell,
) -> f64 {
    let palette = picture.palette;
    for (place, name) in columns.iter().enumerate() {
        let x = left + column * (place as f64 + 0.5);
        picture.text((x, top + 8.0), shortened(name, TEXT, column - 4.0), TEXT, palette.weak_text, Align::Center);
    }
    for (line, name) in rows.iter().enumerate() {
        let y = top + 20.0 + row * line as f64;
        picture.text((left - 8.0, y + row / 2.0), shortened(name, TEXT, left - 10.0), TEXT, palette.text, Align::Right);
        for place in 0..columns.len() {
            let Cell { number, words, colors } = cell(line, place);
            let (one, two) = ((left + column * place as f64 + 1.0, y + 1.0), (left + column * (place as f64 + 1.0) - 1.0, y + row - 1.0));
            let ink = match colors {
                Some((ground, ink)) => {
                    picture.rectangle(one, two, ground, 1.0);
                    ink
                }
                None => {
                    picture.hatch(one, two, palette.grid);
                    palette.weak_text
                }
            };
            let middle = (f64::midpoint(one.0, two.0), f64::midpoint(one.1, two.1));
            picture.text(middle, shortened(&number, LEAST, column - 3.0), LEAST, ink, Align::Center);
            picture.spot(one, two, words);
        }
    }
    top + 20.0 + row * rows.len() as f64 + 4.0
}
