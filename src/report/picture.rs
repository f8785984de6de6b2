//! A picture as a list of marks in points from the upper left: what charts make, what painters draw and what tests read.

use std::sync::OnceLock;

use plotters::style::{FontDesc, IntoFont};

use crate::report::palette::{Dash, Marker, Palette, Rgb};

/// Where a text hangs on its point; vertically it is centred.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Align {
    /// The text begins there.
    Left,
    /// The text's middle is there.
    Center,
    /// The text ends there.
    Right,
}

/// One thing drawn.
#[derive(Clone, Debug)]
pub enum Mark {
    /// A line through points.
    Line {
        /// Its points.
        points: Vec<(f64, f64)>,
        /// Colour.
        color: Rgb,
        /// Thickness.
        width: f64,
    },
    /// A filled polygon.
    Area {
        /// Its corners.
        points: Vec<(f64, f64)>,
        /// Colour.
        color: Rgb,
        /// 0 cannot be seen, 1 hides what is behind.
        opacity: f64,
    },
    /// A circle, filled or not.
    Circle {
        /// Its middle.
        center: (f64, f64),
        /// Radius.
        radius: f64,
        /// Colour.
        color: Rgb,
        /// Filled, or an outline.
        filled: bool,
    },
    /// One line of text.
    Text {
        /// Where it hangs.
        at: (f64, f64),
        /// What it says.
        text: String,
        /// Size.
        size: f64,
        /// Colour.
        color: Rgb,
        /// How it hangs there.
        align: Align,
    },
}

/// A place of a picture that says more under a pointer. What it says stands in the table of the figure, too.
#[derive(Clone, Debug, PartialEq)]
pub struct Spot {
    /// Left, top, right, bottom.
    pub area: (f64, f64, f64, f64),
    /// What it says.
    pub text: String,
}

/// A picture under way.
#[derive(Clone, Debug)]
pub struct Picture {
    /// Width in points.
    pub width: f64,
    /// Height in points.
    pub height: f64,
    /// Its colours.
    pub palette: Palette,
    /// Its title, for those who do not see it.
    pub title: String,
    /// What it shows, for those who do not see it.
    pub description: String,
    /// What is drawn, from back to front.
    pub marks: Vec<Mark>,
    /// What says more under a pointer.
    pub spots: Vec<Spot>,
}

/// Name under which the bundled font is registered, and which viewers of SVG replace by their own.
pub const FONT: &str = "sans-serif";

/// Width of a text in points, with some room: viewers of SVG use their own font, which may run wider than the bundled one.
pub fn text_width(text: &str, size: f64) -> f64 {
    static FONT_IS_THERE: OnceLock<bool> = OnceLock::new();
    // Where it cannot be registered, the width is guessed below.
    FONT_IS_THERE.get_or_init(|| crate::report::paint::register_font().is_ok());
    let font: FontDesc = (FONT, size * 4.0).into_font();
    let bundled = font.box_size(text).map_or(0.55 * size * text.chars().count() as f64, |(width, _)| f64::from(width) / 4.0);
    1.12 * bundled
}

/// A text cut to a width, with an ellipsis where it was cut.
pub fn shortened(text: &str, size: f64, width: f64) -> String {
    if text_width(text, size) <= width {
        return text.to_owned();
    }
    let letters: Vec<char> = text.chars().collect();
    let cut = |kept: usize| letters.iter().take(kept).chain(&['.', '.', '.']).collect::<String>();
    (0..letters.len()).rev().map(cut).find(|cut| text_width(cut, size) <= width).unwrap_or_default()
}

/// A text broken into lines of at most a width, between words.
pub fn wrapped(text: &str, size: f64, width: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if text_width(&format!("{line} {word}"), size) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(shortened(word, size, width)),
        }
    }
    lines
}

impl Picture {
    /// An empty picture.
    pub fn new(width: f64, palette: Palette, title: impl Into<String>) -> Self {
        Self { width, height: 0.0, palette, title: title.into(), description: String::new(), marks: Vec::new(), spots: Vec::new() }
    }

    /// Puts another picture into this one, its upper left corner at a point.
    pub fn insert(&mut self, other: &Self, (dx, dy): (f64, f64)) {
        let moved = |&(x, y): &(f64, f64)| (x + dx, y + dy);
        self.marks.extend(other.marks.iter().map(|mark| match mark.clone() {
            Mark::Line { points, color, width } => Mark::Line { points: points.iter().map(moved).collect(), color, width },
            Mark::Area { points, color, opacity } => Mark::Area { points: points.iter().map(moved).collect(), color, opacity },
            Mark::Circle { center, radius, color, filled } => Mark::Circle { center: moved(&center), radius, color, filled },
            Mark::Text { at, text, size, color, align } => Mark::Text { at: moved(&at), text, size, color, align },
        }));
        self.spots.extend(other.spots.iter().map(|Spot { area: (left, top, right, bottom), text }| Spot {
            area: (left + dx, top + dy, right + dx, bottom + dy),
            text: text.clone(),
        }));
    }

    /// Says more under a pointer between two corners.
    pub fn spot(&mut self, (left, top): (f64, f64), (right, bottom): (f64, f64), text: impl Into<String>) {
        self.spots.push(Spot { area: (left, top, right, bottom), text: text.into() });
    }

    /// A line, broken as its dash says.
    pub fn line(&mut self, points: &[(f64, f64)], color: Rgb, width: f64, dash: Dash) {
        if dash.0.is_empty() {
            if points.len() > 1 {
                self.marks.push(Mark::Line { points: points.to_vec(), color, width });
            }
            return;
        }
        for points in dashes(points, dash) {
            self.marks.push(Mark::Line { points, color, width });
        }
    }

    /// A filled polygon.
    pub fn area(&mut self, points: Vec<(f64, f64)>, color: Rgb, opacity: f64) {
        if points.len() > 2 {
            self.marks.push(Mark::Area { points, color, opacity });
        }
    }

    /// A filled rectangle.
    pub fn rectangle(&mut self, (left, top): (f64, f64), (right, bottom): (f64, f64), color: Rgb, opacity: f64) {
        self.area(vec![(left, top), (right, top), (right, bottom), (left, bottom)], color, opacity);
    }

    /// Thin slanted lines over a rectangle: the side that is not allowed, or past a line.
    pub fn hatch(&mut self, (left, top): (f64, f64), (right, bottom): (f64, f64), color: Rgb) {
        let (width, height) = (right - left, bottom - top);
        if width <= 0.0 || height <= 0.0 {
            return;
        }
        let step = 8.0;
        let mut offset = step;
        while offset < width + height {
            let from = (left + (offset - height).max(0.0), bottom - (height - offset).max(0.0));
            let to = (left + offset.min(width), top + (offset - width).max(0.0));
            self.marks.push(Mark::Line { points: vec![from, to], color, width: 0.6 });
            offset += step;
        }
    }

    /// One line of text, its middle at the point's height.
    pub fn text(&mut self, at: (f64, f64), text: impl Into<String>, size: f64, color: Rgb, align: Align) {
        let text = text.into();
        if !text.is_empty() {
            self.marks.push(Mark::Text { at, text, size, color, align });
        }
    }

    /// A centred text on a piece of background, so that lines behind it do not run through it.
    pub fn label(&mut self, at: (f64, f64), text: &str, size: f64, color: Rgb) {
        let half = 0.5 * text_width(text, size);
        let background = self.palette.background;
        self.rectangle((at.0 - half, at.1 - 0.55 * size), (at.0 + half, at.1 + 0.55 * size), background, 0.9);
        self.text(at, text, size, color, Align::Center);
    }

    /// A point in a variant's shape; hollow where the number must not be judged.
    pub fn marker(&mut self, (x, y): (f64, f64), marker: Marker, size: f64, color: Rgb, hollow: bool) {
        let outline = |points: &[(f64, f64)]| points.iter().map(|(dx, dy)| (x + dx * size, y + dy * size)).collect::<Vec<_>>();
        let polygon = match marker {
            Marker::Circle | Marker::Ring => {
                let ring = hollow || marker == Marker::Ring;
                if ring {
                    let background = self.palette.background;
                    self.marks.push(Mark::Circle { center: (x, y), radius: size, color: background, filled: true });
                }
                self.marks.push(Mark::Circle { center: (x, y), radius: size, color, filled: !ring });
                return;
            }
            Marker::Cross => {
                for slope in [1.0, -1.0] {
                    self.line(&outline(&[(-0.9, -0.9 * slope), (0.9, 0.9 * slope)]), color, if hollow { 1.2 } else { 2.4 }, Dash(&[]));
                }
                return;
            }
            Marker::Bar => outline(&[(-0.4, -1.2), (0.4, -1.2), (0.4, 1.2), (-0.4, 1.2)]),
            Marker::Triangle => outline(&[(0.0, -1.15), (1.1, 0.85), (-1.1, 0.85)]),
            Marker::Square => outline(&[(-0.9, -0.9), (0.9, -0.9), (0.9, 0.9), (-0.9, 0.9)]),
            Marker::Diamond => outline(&[(0.0, -1.25), (1.25, 0.0), (0.0, 1.25), (-1.25, 0.0)]),
        };
        if hollow {
            let closed: Vec<_> = polygon.iter().chain(polygon.first()).copied().collect();
            self.area(polygon, self.palette.background, 1.0);
            self.line(&closed, color, 1.5, Dash(&[]));
        } else {
            self.area(polygon, color, 1.0);
        }
    }
}

/// The drawn stretches of a broken line.
fn dashes(points: &[(f64, f64)], Dash(pattern): Dash) -> Vec<Vec<(f64, f64)>> {
    let mut drawn = Vec::new();
    let mut stretch: Vec<(f64, f64)> = Vec::new();
    let mut place = 0;
    let mut left = pattern.first().copied().unwrap_or(f64::INFINITY);
    for pair in points.windows(2) {
        let &[mut from, to] = pair else { continue };
        loop {
            let length = (to.0 - from.0).hypot(to.1 - from.1);
            let inked = place % 2 == 0;
            if inked && stretch.is_empty() {
                stretch.push(from);
            }
            if length <= left {
                left -= length;
                if inked {
                    stretch.push(to);
                }
                break;
            }
            let share = left / length;
            from = (from.0 + share * (to.0 - from.0), from.1 + share * (to.1 - from.1));
            if inked {
                stretch.push(from);
                drawn.push(std::mem::take(&mut stretch));
            }
            place += 1;
            left = pattern.get(place % pattern.len()).copied().unwrap_or(f64::INFINITY).max(0.1);
        }
    }
    if stretch.len() > 1 {
        drawn.push(stretch);
    }
    drawn
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dashes_cover_their_share_of_the_line() {
        let drawn = dashes(&[(0.0, 0.0), (50.0, 0.0), (100.0, 0.0)], Dash(&[8.0, 2.0]));
        let length: f64 = drawn.iter().map(|stretch| stretch.windows(2).map(|pair| pair[1].0 - pair[0].0).sum::<f64>()).sum();
        assert!((length - 80.0).abs() < 1e-9, "{length}");
        assert_eq!(drawn.len(), 10);
    }

    #[test]
    fn long_texts_are_wrapped_or_shortened() {
        crate::report::paint::register_font().expect("the bundled font");
        let lines = wrapped("a rather long caption that does not fit on one line", 13.0, 120.0);
        assert!(lines.len() > 2 && lines.iter().all(|line| text_width(line, 13.0) <= 120.0));
        let short = shortened("a name that nobody should give", 13.0, 60.0);
        assert!(short.ends_with("...") && text_width(&short, 13.0) <= 60.0);
        assert_eq!(shortened("short", 13.0, 200.0), "short");
    }
}
