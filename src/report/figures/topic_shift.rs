//! Topic shift: the share of each topic in people's interests at the end less its share in their innate interests, by segment.

use super::cells::{self, Cell};
use super::parts::{Who, worlds};
use crate::experiment::{Estimated, MOST_LIVES, TopicShift, format_count, format_difference, format_difference_estimate, topic_shift};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, diverging, readable_on};
use crate::report::picture::{Align, Picture};
use crate::scenario::Metric;
use crate::simulate::Run;

/// A share, so that differences are worded in points.
const SHARE: Metric = Metric::OverLine;

/// Topic shift under one variant.
#[derive(Clone, Debug)]
pub struct TopicShifts {
    text: PlotText,
    segments: Vec<String>,
    topics: Vec<String>,
    shift: TopicShift,
    /// The largest shift, at which colours end.
    furthest: f64,
}

impl TopicShifts {
    /// Every segment under a variant.
    pub fn new(run: &Run, variant: usize) -> Self {
        let shift = topic_shift(run, variant);
        let who = Who::of(run, variant);
        let segments: Vec<String> = run
            .scenario
            .population
            .segments
            .iter()
            .zip(&shift.people)
            .map(|(segment, people)| format!("{} (n = {})", segment.name, format_count(*people as u64)))
            .collect();
        let topics: Vec<String> = (1..=run.scenario.catalog.topics).map(|topic| format!("T{topic}")).collect();
        let means = || shift.shifts.iter().flatten().flatten().map(|estimate| estimate.mean.abs());
        let furthest = means().fold(0.0, f64::max).max(1e-4);
        let columns = std::iter::once("Segment".to_owned()).chain(topics.iter().cloned()).collect();
        let rows = segments
            .iter()
            .zip(&shift.shifts)
            .map(|(segment, own)| {
                std::iter::once(segment.clone()).chain(own.iter().map(|estimated| format_difference_estimate(SHARE, estimated))).collect()
            })
            .collect();
        let whose = if shift.worlds > 1 {
            format!("the panel; {} interval over worlds. {}", confidence(run), worlds(run))
        } else {
            format!("at most {MOST_LIVES} people of the first world, lived again; {} interval over people in the table", confidence(run))
        };
        let text = PlotText {
            title: format!("Where do interests move under {}?", who.label),
            sentence: sentence(&segments, &shift),
            caption: format!(
                "Points by which the share of a topic in a person's interests on day {} lies above (+) or below (-) its share in her innate interests, mean over {whose}. Part of \
                 it would happen without a recommender: the drift dial above takes that off. No better direction.{}",
                shift.day,
                if shift.day > run.days_shown().1 {
                    " Interests of people lived again are known at the end of the run alone: the days in view do not apply."
                } else {
                    ""
                },
            ),
            table: Table { columns, rows },
        };
        Self { text, segments, topics, shift, furthest }
    }

    fn cell(&self, palette: &Palette, segment: usize, topic: usize) -> Cell {
        let none = || Cell { number: "n/a".into(), words: "n/a: nobody of this segment is looked at".into(), colors: None };
        let Some(Ok(estimate)) = self.shift.shifts.get(segment).and_then(|own| own.get(topic)) else { return none() };
        let ground = diverging(palette, 0.85 * estimate.mean / self.furthest);
        let name = |names: &[String], place: usize| names.get(place).cloned().unwrap_or_default();
        let words =
            format!("{}, {}: {}", name(&self.segments, segment), name(&self.topics, topic), format_difference_estimate(SHARE, &Ok(estimate.clone())));
        Cell { number: signed(estimate.mean), words, colors: Some((ground, readable_on(palette, ground))) }
    }
}

/// Points with one place: "+3.4".
fn signed(share: f64) -> String {
    let text = format!("{:+.1}", 100.0 * share);
    if text == "-0.0" || text == "+0.0" { "0.0".into() } else { text }
}

/// The furthest move of each segment.
fn sentence(segments: &[String], shift: &TopicShift) -> String {
    let furthest = |own: &Vec<Estimated>| {
        let means = own.iter().enumerate().filter_map(|(topic, estimated)| Some((topic, estimated.as_ref().ok()?.mean)));
        means.max_by(|a, b| a.1.abs().total_cmp(&b.1.abs()))
    };
    let parts: Vec<String> = segments
        .iter()
        .zip(&shift.shifts)
        .map(|(segment, own)| match furthest(own) {
            Some((topic, mean)) => format!("{segment} in T{} by {}", topic + 1, format_difference(SHARE, mean)),
            None => format!("{segment} n/a"),
        })
        .collect();
    format!("Interests at the end less innate interests, as shares of topics. Furthest: {}.", parts.join(", "))
}

impl Figure for TopicShifts {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        picture.text((0.0, 8.0), "shift in points (share at the end less innate share)", 12.0, palette.weak_text, Align::Left);
        let bottom = cells::draw(&mut picture, 20.0, &self.segments, &self.topics, |segment, topic| self.cell(&palette, segment, topic));
        picture.height = bottom;
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::report::figures::testing::{flown, with_panel};

    #[test]
    fn shifts_of_a_segment_add_up_to_nothing() {
        for run in [flown(), with_panel()] {
            let figure = TopicShifts::new(&run, 1);
            check("shift", &figure);
            assert_eq!(figure.text.table.rows.len(), run.scenario.population.segments.len());
            for (own, row) in figure.shift.shifts.iter().zip(&figure.text.table.rows) {
                let sum: f64 = own.iter().map(|estimated| estimated.as_ref().expect("people").mean).sum();
                assert!(sum.abs() < 1e-4, "{sum}");
                assert_eq!(row[1], format_difference_estimate(SHARE, &own[0]));
            }
            assert!(figure.furthest > 1e-3, "interests move: {}", figure.furthest);
        }
        check("nobody", &TopicShifts::new(&crate::experiment::testing::synthetic(0, 7, 100, &["baseline"], &[]), 1));
    }

    #[test]
    fn a_panel_and_lives_lived_again_tell_the_same() {
        // Everybody is in the panel of the one, and lived again in the other; they are the same people.
        let mut first = with_panel();
        first.worlds.truncate(1);
        let panel = topic_shift(&first, 1);
        let again = topic_shift(&flown(), 1);
        for (one, two) in panel.shifts.iter().flatten().zip(again.shifts.iter().flatten()) {
            assert!((one.as_ref().expect("people").mean - two.as_ref().expect("people").mean).abs() < 1e-4);
        }
    }
}
