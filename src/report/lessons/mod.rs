//! Results of lessons drawn large: one idea, one picture, the class's bet on it; and what a class takes home.

mod bins;
mod chart;
mod export;
mod rows;

pub use export::{class_picture, hand_out, printed_hand_out};

use std::sync::Arc;

use super::figure::{Figure, PlotText, Table};
use super::palette::{Dash, Palette, Rgb};
use super::picture::Picture;
use crate::experiment::format_count;
use crate::lesson::{Shown, shown_lines};

/// A line that the class drew.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// A value for each place of the level axis; what was not drawn is no number.
    pub line: Vec<f64>,
    /// Ends of the upright axis.
    pub axis: (f64, f64),
}

/// How a result is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// By segment instead of for everybody.
    pub split: bool,
    /// A dot for each world.
    pub worlds: bool,
    /// How much of it is there: 0 nothing, 1 all.
    pub progress: f64,
    /// The class's line.
    pub bet: Option<Drawn>,
    /// Height in points.
    pub height: f64,
    /// Size of letters in points.
    pub letters: f64,
}

impl Default for Look {
    fn default() -> Self {
        Self { split: false, worlds: false, progress: 1.0, bet: None, height: 300.0, letters: 13.0 }
    }
}

/// A result with its words.
#[derive(Clone, Debug)]
pub struct LessonPlot {
    text: PlotText,
    shown: Arc<Shown>,
    look: Look,
}

impl LessonPlot {
    /// A result under its headline.
    pub fn new(title: &str, shown: Arc<Shown>, look: Look) -> Self {
        let lines = shown_lines(&shown);
        let sentence = lines.iter().map(|(what, number)| format!("{what}: {number}")).collect::<Vec<_>>().join("; ");
        let rows = lines.into_iter().map(|(what, number)| vec![what, number]).collect();
        let table = Table { columns: vec!["What".into(), "Result".into()], rows };
        let text = PlotText { title: title.into(), sentence, caption: caption(&shown, &look), table };
        Self { text, shown, look }
    }
}

impl Figure for LessonPlot {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.clone());
        picture.description.clone_from(&self.text.sentence);
        picture.height = self.look.height;
        match self.shown.as_ref() {
            Shown::Chart(chart) => chart::draw(&mut picture, chart, &self.look),
            Shown::Rows(rows) => rows::draw(&mut picture, rows, &self.look),
            Shown::Bins(bins) => bins::draw(&mut picture, bins, &self.look),
        }
        picture
    }
}

/// Empty axes for a line that is still to be drawn, with what is drawn of it so far.
pub fn empty_axes((axes, reach): (&crate::lesson::Axes, (f64, f64)), look: &Look, width: f64, palette: Palette) -> (Picture, Field) {
    let mut picture = Picture::new(width, palette, axes.what.clone());
    picture.height = look.height;
    let room = super::picture::text_width("our bet", look.letters);
    let field = chart::axes(&mut picture, (axes, reach), look, Some(room));
    if let Some(bet) = &look.bet {
        chart::bet(&mut picture, &field, &axes.xs, bet, look);
    }
    (picture, field)
}

/// Where the axes of a drawing lie.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Field {
    /// Left, top, right, bottom in points.
    pub area: (f64, f64, f64, f64),
    /// Ends of the level axis.
    pub x: (f64, f64),
    /// Ends of the upright axis.
    pub y: (f64, f64),
}

impl Field {
    /// Horizontal place of a value.
    pub fn x_of(&self, value: f64) -> f64 {
        self.area.0 + (self.area.2 - self.area.0) * share(value, self.x)
    }

    /// Vertical place of a value.
    pub fn y_of(&self, value: f64) -> f64 {
        self.area.3 - (self.area.3 - self.area.1) * share(value, self.y)
    }

    /// The value at a height.
    pub fn value_at(&self, height: f64) -> f64 {
        let share = ((self.area.3 - height) / (self.area.3 - self.area.1).max(1e-9)).clamp(0.0, 1.0);
        self.y.0 + share * (self.y.1 - self.y.0)
    }
}

fn share(value: f64, (low, high): (f64, f64)) -> f64 {
    if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.5 }
}

/// The class's line is broken, the engine's is not.
const BET: Dash = Dash(&[9.0, 6.0]);

/// Colour of the class's line.
fn bet_color(palette: &Palette) -> Rgb {
    palette.worse
}

/// Colour of a line by its place among the variants or groups.
fn color(palette: &Palette, look: usize) -> Rgb {
    match look {
        0 => palette.twin,
        1 => palette.text,
        other => palette.variants.get((other - 2) % palette.variants.len().max(1)).copied().unwrap_or(palette.text),
    }
}

fn caption(shown: &Shown, look: &Look) -> String {
    let (worlds, people) = match shown {
        Shown::Chart(chart) => chart.size,
        Shown::Rows(rows) => rows.size,
        Shown::Bins(bins) => bins.size,
    };
    let marks = match shown {
        Shown::Chart(_) if look.worlds => "Line: mean of worlds. Dots: one for each world.",
        Shown::Chart(_) => "Line: mean of worlds. Band: 95% interval of that mean.",
        Shown::Rows(rows) if rows.worlds || look.worlds => "Small dots: one for each world. Large: their mean, bar: its 95% interval.",
        Shown::Rows(_) => "Dot: mean of worlds. Bar: 95% interval of that mean.",
        Shown::Bins(_) => "Height: share of people, mean of worlds. Hatched: over their own line.",
    };
    let each = if worlds == 1 { "1 world".into() } else { format!("{worlds} worlds") };
    format!("{marks} {each} of {} synthetic people: a model, not a forecast.", format_count(people))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{Estimate, Estimated};
    use crate::lesson::{BinPanel, Bins, Chart, Line, Panel, Rows, Scale, Series};
    use crate::report::figure::Figure;
    use crate::report::palette::LIGHT;
    use crate::report::picture::{Align, Mark, text_width};
    use crate::scenario::Metric;

    fn number(mean: f64) -> Estimated {
        Estimate::of(vec![Ok(mean - 0.01), Ok(mean), Ok(mean + 0.01)], 0.95)
    }

    fn chart() -> Shown {
        let points = |means: [f64; 4]| means.map(number).to_vec();
        let series = |name: &str, look, means| Series { name: name.into(), letter: name.into(), look, points: points(means) };
        Shown::Chart(Chart {
            axes: crate::lesson::Axes {
                along: "how much shows".into(),
                ends: Some(("nothing".into(), "all of it".into())),
                by_day: false,
                xs: vec![0.0, 0.3, 0.6, 0.9],
                what: "messages answered".into(),
                scale: Scale::Level(Metric::AnswerChance),
            },
            series: vec![series("everybody", 1, [0.2, 0.3, 0.4, 0.3])],
            parts: vec![series("guarded", 2, [0.2, 0.3, 0.2, 0.1]), series("relaxed", 3, [0.2, 0.3, 0.4, 0.5])],
            top: Some(2),
            size: (3, 1_000),
        })
    }

    fn others() -> [Shown; 2] {
        let lines = ["no recommender", "personal"].into_iter().enumerate();
        let lines = lines.map(|(look, name)| Line { name: name.into(), look, value: number(0.3) }).collect();
        let panel = Panel { title: "Topics a person".into(), scale: Scale::Level(Metric::Within), lines, mark: None, better: "more is better" };
        let bins = |name: &str| BinPanel { name: name.into(), shares: vec![0.2, 0.3, 0.4, 0.1], over: number(0.5), people: 100 };
        let edges = vec![-0.5, -0.25, 0.0, 0.25, 0.5];
        [
            Shown::Rows(Rows { panels: vec![panel.clone(), panel], worlds: false, size: (3, 1_000) }),
            Shown::Bins(Bins { edges, panels: vec![bins("guarded"), bins("relaxed")], size: (3, 1_000) }),
        ]
    }

    fn texts(picture: &Picture) -> Vec<(&str, (f64, f64), f64)> {
        let text = |mark: &'_ Mark| match mark {
            Mark::Text { at, text, size, align, .. } => {
                let width = text_width(text, *size) / 1.12;
                let left = match align {
                    Align::Left => at.0,
                    Align::Center => at.0 - 0.5 * width,
                    Align::Right => at.0 - width,
                };
                Some((left, left + width, *size))
            }
            _ => None,
        };
        picture
            .marks
            .iter()
            .filter_map(|mark| {
                let (left, right, size) = text(mark)?;
                let Mark::Text { text, .. } = mark else { return None };
                Some((text.as_str(), (left, right), size))
            })
            .collect()
    }

    #[test]
    fn words_stay_inside_at_the_size_of_a_class_and_none_is_small() {
        crate::report::paint::register_font().expect("the bundled font");
        let bet = Some(Drawn { line: vec![0.2, 0.5, 0.6, 0.7], axis: (0.0, 1.0) });
        for width in [560.0, 900.0] {
            for shown in [chart()].into_iter().chain(others()) {
                let look = Look { height: 190.0, letters: 15.0, bet: bet.clone(), ..Look::default() };
                let picture = LessonPlot::new("A headline", Arc::new(shown), look).draw(width, LIGHT);
                assert!((picture.height - 190.0).abs() < 1e-9);
                for (text, (left, right), size) in texts(&picture) {
                    assert!(left > -2.0 && right < width + 2.0, "\"{text}\" from {left:.0} to {right:.0} of {width}");
                    assert!(size >= 15.0, "\"{text}\" at {size}");
                }
            }
        }
    }

    #[test]
    fn bet_and_result_lie_on_one_picture_and_the_top_is_named() {
        crate::report::paint::register_font().expect("the bundled font");
        let bet = Some(Drawn { line: vec![0.2, 0.5, 0.6, 0.7], axis: (0.0, 1.0) });
        let said = |look: Look| {
            let picture = LessonPlot::new("A headline", Arc::new(chart()), look).draw(700.0, LIGHT);
            texts(&picture).iter().map(|(text, ..)| (*text).to_owned()).collect::<Vec<_>>()
        };
        let whole = said(Look { bet: bet.clone(), ..Look::default() });
        for wanted in ["our bet", "everybody", "highest at 0.6"] {
            assert!(whole.iter().any(|text| text == wanted), "{wanted}: {whole:?}");
        }
        let half = said(Look { bet, progress: 0.5, ..Look::default() });
        assert!(!half.iter().any(|text| text == "everybody" || text.starts_with("highest")), "names come at the end: {half:?}");
        let split = said(Look { split: true, ..Look::default() });
        assert!(split.iter().any(|text| text == "guarded") && split.iter().any(|text| text == "relaxed"), "{split:?}");
    }

    #[test]
    fn the_place_of_a_value_and_the_value_of_a_place_agree() {
        let field = Field { area: (40.0, 10.0, 240.0, 110.0), x: (0.0, 2.0), y: (1.0, 3.0) };
        assert_eq!((field.x_of(1.0), field.y_of(1.0), field.y_of(3.0)), (140.0, 110.0, 10.0));
        assert!((field.value_at(field.y_of(2.3)) - 2.3).abs() < 1e-9);
        assert_eq!((field.value_at(-50.0), field.value_at(500.0)), (3.0, 1.0));
    }
}
