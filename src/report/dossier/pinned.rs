//! A pinned figure: the drawing as it was seen, its words, its table, and a note. Kept in the decision file.

use serde::{Deserialize, Serialize};

use super::clean::clean;
use crate::report::figure::{PlotText, Table};
use crate::report::palette::{DARK, LIGHT, Palette, Rgb};
use crate::report::picture::{Align, Mark, Picture};

/// Largest picture that is kept, in points: what a window can show.
const LARGEST: f64 = 6_000.0;
/// Most marks of a picture that is kept.
const MOST_MARKS: usize = 200_000;

/// One thing drawn. A color is red, green, blue.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
enum Ink {
    Line { points: Vec<(f64, f64)>, color: (u8, u8, u8), width: f64 },
    Area { points: Vec<(f64, f64)>, color: (u8, u8, u8), opacity: f64 },
    Circle { center: (f64, f64), radius: f64, color: (u8, u8, u8), filled: bool },
    Text { at: (f64, f64), text: String, size: f64, color: (u8, u8, u8), align: Side },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum Side {
    Left,
    Center,
    Right,
}

/// A pinned figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Pinned {
    /// The question that it answers.
    pub title: String,
    /// What it shows.
    pub sentence: String,
    /// What its marks are, from how many worlds, which people.
    pub caption: String,
    /// What the reviewer says about it.
    pub note: String,
    /// Heads of its table.
    pub columns: Vec<String>,
    /// Rows of its table.
    pub rows: Vec<Vec<String>>,
    width: f64,
    height: f64,
    ink: Vec<Ink>,
}

impl Pinned {
    /// A figure as it is seen, on paper's colours, places to the tenth of a point.
    pub fn new(text: &PlotText, picture: &Picture) -> Self {
        let tenth = |value: f64| if value.is_finite() { (value * 10.0).round() / 10.0 } else { 0.0 };
        let point = |&(x, y): &(f64, f64)| (tenth(x), tenth(y));
        let paper = |color: Rgb| on_paper(&picture.palette, color);
        let ink = picture.marks.iter().map(|mark| match mark {
            Mark::Line { points, color, width } => {
                Ink::Line { points: points.iter().map(point).collect(), color: paper(*color), width: tenth(*width).max(0.1) }
            }
            Mark::Area { points, color, opacity } => {
                Ink::Area { points: points.iter().map(point).collect(), color: paper(*color), opacity: (opacity * 100.0).round() / 100.0 }
            }
            Mark::Circle { center, radius, color, filled } => {
                Ink::Circle { center: point(center), radius: tenth(*radius), color: paper(*color), filled: *filled }
            }
            Mark::Text { at, text, size, color, align } => {
                let align = match align {
                    Align::Left => Side::Left,
                    Align::Center => Side::Center,
                    Align::Right => Side::Right,
                };
                Ink::Text { at: point(at), text: clean(text), size: tenth(*size), color: paper(*color), align }
            }
        });
        Self {
            title: text.title.clone(),
            sentence: text.sentence.clone(),
            caption: text.caption.clone(),
            note: String::new(),
            columns: text.table.columns.clone(),
            rows: text.table.rows.clone(),
            width: tenth(picture.width),
            height: tenth(picture.height),
            ink: ink.collect(),
        }
    }

    /// Its words.
    pub fn text(&self) -> PlotText {
        PlotText {
            title: self.title.clone(),
            sentence: self.sentence.clone(),
            caption: self.caption.clone(),
            table: Table { columns: self.columns.clone(), rows: self.rows.clone() },
        }
    }

    /// Its drawing.
    pub fn picture(&self) -> Picture {
        let rgb = |&(red, green, blue): &(u8, u8, u8)| Rgb { red, green, blue };
        let mut picture = Picture::new(self.width, LIGHT, self.title.clone());
        picture.height = self.height;
        picture.description = format!("{} {}", self.sentence, self.caption).trim().to_owned();
        picture.marks = self
            .ink
            .iter()
            .map(|ink| match ink {
                Ink::Line { points, color, width } => Mark::Line { points: points.clone(), color: rgb(color), width: *width },
                Ink::Area { points, color, opacity } => Mark::Area { points: points.clone(), color: rgb(color), opacity: *opacity },
                Ink::Circle { center, radius, color, filled } => {
                    Mark::Circle { center: *center, radius: *radius, color: rgb(color), filled: *filled }
                }
                Ink::Text { at, text, size, color, align } => {
                    let align = match align {
                        Side::Left => Align::Left,
                        Side::Center => Align::Center,
                        Side::Right => Align::Right,
                    };
                    Mark::Text { at: *at, text: text.clone(), size: *size, color: rgb(color), align }
                }
            })
            .collect();
        picture
    }

    /// Whether it can be drawn: a size that fits a page and places inside reason.
    ///
    /// # Errors
    /// What is wrong.
    pub fn check(&self) -> Result<(), String> {
        let sane = |value: f64| value.is_finite() && value.abs() <= 2.0 * LARGEST;
        let size = |value: f64| value.is_finite() && (1.0..=LARGEST).contains(&value);
        if !size(self.width) || !size(self.height) {
            return Err(format!("its size must be 1 to {LARGEST} points"));
        }
        if self.ink.len() > MOST_MARKS {
            return Err(format!("it has more than {MOST_MARKS} marks"));
        }
        let inside = self.ink.iter().all(|ink| match ink {
            Ink::Line { points, width, .. } => points.iter().all(|&(x, y)| sane(x) && sane(y)) && sane(*width),
            Ink::Area { points, opacity, .. } => points.iter().all(|&(x, y)| sane(x) && sane(y)) && (0.0..=1.0).contains(opacity),
            Ink::Circle { center: (x, y), radius, .. } => sane(*x) && sane(*y) && sane(*radius) && *radius >= 0.0,
            Ink::Text { at: (x, y), size, .. } => sane(*x) && sane(*y) && size.is_finite() && (1.0..=200.0).contains(size),
        });
        if !inside {
            return Err("a mark lies out of reach, or has no size".into());
        }
        if self.rows.iter().any(|row| row.len() != self.columns.len()) {
            return Err("a row of its table has another number of cells than the head".into());
        }
        Ok(())
    }
}

/// A colour of the dark set as its fellow of the light one; any other stays.
fn on_paper(palette: &Palette, color: Rgb) -> (u8, u8, u8) {
    let found = if *palette == DARK { pairs(&DARK).into_iter().zip(pairs(&LIGHT)).find(|(dark, _)| *dark == color) } else { None };
    let color = found.map_or(color, |(_, light)| light);
    (color.red, color.green, color.blue)
}

fn pairs(palette: &Palette) -> Vec<Rgb> {
    let mut all = vec![palette.background, palette.panel, palette.text, palette.weak_text, palette.grid, palette.axis];
    all.extend([palette.baseline, palette.twin, palette.worse, palette.better, palette.warning, palette.error, palette.link]);
    all.extend(palette.variants);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::palette::SOLID;

    fn picture(palette: Palette) -> Picture {
        let mut picture = Picture::new(400.0, palette, "What?");
        picture.height = 200.0;
        picture.line(&[(0.0, 0.0), (10.04, 20.0)], palette.text, 1.0, SOLID);
        picture.text((5.0, 6.0), "a\u{202e}b", 12.0, palette.weak_text, Align::Center);
        picture.marker((9.0, 9.0), crate::report::palette::Marker::Circle, 4.0, palette.variants[2], false);
        picture
    }

    #[test]
    fn a_figure_seen_in_the_dark_is_printed_on_paper() {
        let pinned = Pinned::new(&PlotText::default(), &picture(DARK));
        assert_eq!(pinned, Pinned { note: String::new(), ..Pinned::new(&PlotText::default(), &picture(LIGHT)) });
        let back = pinned.picture();
        assert_eq!((back.width, back.height, back.marks.len()), (400.0, 200.0, 3));
        assert!(back.marks.iter().any(|mark| matches!(mark, Mark::Text { text, .. } if text == "ab")));
        assert!(pinned.check().is_ok());
    }

    #[test]
    fn a_picture_out_of_reason_is_refused() {
        let pinned = Pinned::new(&PlotText::default(), &picture(LIGHT));
        assert!(Pinned { width: 1e12, ..pinned.clone() }.check().is_err());
        assert!(Pinned { height: f64::NAN, ..pinned.clone() }.check().is_err());
        assert!(Pinned { rows: vec![vec!["x".into()]], ..pinned.clone() }.check().is_err());
        let mut far = pinned;
        far.ink.push(Ink::Text { at: (1e300, 0.0), text: "x".into(), size: 12.0, color: (0, 0, 0), align: Side::Left });
        assert!(far.check().is_err());
    }
}
