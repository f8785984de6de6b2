//! What people do: opt out, unsubscribe, turn thumbs down, leave; cumulative by day, one small plot each.

use super::parts::{Axes, Rows, Who, day_marks, end_labels, end_room, everyone, line_with_band, points, row_key, whose};
use crate::experiment::{Course, course, format_estimate, format_value};
use crate::ledger::Scope;
use crate::report::charts::axes::{span, tick_label, ticks};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::Palette;
use crate::report::picture::{Align, Picture};
use crate::scenario::Metric;
use crate::simulate::Run;

/// What is counted.
const ACTS: [Metric; 4] = [Metric::OptOut, Metric::Unsubscribed, Metric::ThumbsDown, Metric::Churn];

/// What people do, by day.
#[derive(Clone, Debug)]
pub struct Acts {
    text: PlotText,
    who: Vec<Who>,
    courses: Vec<Course>,
    first: usize,
    days: usize,
}

impl Acts {
    /// What some customers do.
    pub fn new(run: &Run, scope: Scope) -> Self {
        let who = everyone(run);
        let courses: Vec<Course> = ACTS.iter().map(|&metric| course(run, metric, scope)).collect();
        let last = |course: &Course, variant: usize| course.lines.get(variant).and_then(|line| line.level.last()).cloned();
        let of = |course: &Course, who: &Who| last(course, who.variant).map_or_else(|| "n/a".into(), |level| format_estimate(course.metric, &level));
        let rows = who.iter().map(|who| std::iter::once(who.label.clone()).chain(courses.iter().map(|course| of(course, who))).collect()).collect();
        let columns = std::iter::once("Variant".to_owned()).chain(ACTS.iter().map(|metric| words(*metric).to_owned())).collect();
        let parts: Vec<String> = courses
            .iter()
            .map(|course| {
                let values: Vec<String> = who.iter().map(|who| format!("{} {}", who.letter(), of(course, who))).collect();
                format!("{}: {}", words(course.metric), values.join(", "))
            })
            .collect();
        let (first, days) = run.days_shown();
        let text = PlotText {
            title: "What do people do about it?".into(),
            sentence: format!("Up to day {days}. {}.", parts.join("; ")),
            caption: format!(
                "Cumulative from day 1. Lines: mean of worlds; bands: {} interval of the mean. Less is better. {}. Those who left count in every share.",
                confidence(run),
                whose(run, scope)
            ),
            table: Table { columns, rows },
        };
        Self { text, who, courses, first, days }
    }
}

/// Name and unit of a plot.
fn words(metric: Metric) -> &'static str {
    match metric {
        Metric::OptOut => "Switched personalization off (share of people)",
        Metric::Unsubscribed => "Unsubscribed (share of people)",
        Metric::ThumbsDown => "Thumbs down (per person)",
        _ => "Left (share of people)",
    }
}

impl Figure for Acts {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let parts: Vec<_> = self.who.iter().map(|who| (who.look(&palette), who.label.clone())).collect();
        let top = row_key(&mut picture, (0.0, 0.0), width, &parts);
        let rows = Rows::new(width, ACTS.len(), 300.0);
        let mut bottom = top;
        for (index, course) in self.courses.iter().enumerate() {
            let (left, row) = rows.place(index);
            bottom = self.panel(&mut picture, course, (left, top + row as f64 * 206.0), rows.width);
        }
        picture.height = bottom;
        picture
    }
}

impl Acts {
    fn panel(&self, picture: &mut Picture, course: &Course, corner: (f64, f64), width: f64) -> f64 {
        let palette = picture.palette;
        let metric = course.metric;
        let lines: Vec<_> = self
            .who
            .iter()
            .filter_map(|who| Some((who, points(&course.days, &course.lines.get(who.variant)?.level))))
            .filter(|(_, points)| !points.is_empty())
            .collect();
        let ends = lines.iter().flat_map(|(_, points)| points.iter().flat_map(|(_, mean, interval)| [*mean, interval.map_or(*mean, |ends| ends.1)]));
        let y = span(ends, true);
        let marks = ticks(y, 4);
        let label = tick_label(metric, &marks);
        let labels: Vec<_> = lines
            .iter()
            .filter_map(|(who, points)| {
                points.last().map(|(_, mean, _)| (*mean, who.look(&palette), format!("{} {}", who.letter(), format_value(metric, *mean))))
            })
            .collect();
        let axes = Axes {
            x: (self.first as f64, self.days.max(self.first + 1) as f64),
            y,
            x_title: "day",
            y_title: words(metric),
            x_marks: day_marks(self.days, width - 120.0).into_iter().filter(|(day, _)| *day >= self.first as f64).collect(),
            y_marks: marks.iter().map(|&mark| (mark, label(mark))).collect(),
            height: 130.0,
            right: end_room(labels.iter().map(|(.., words)| words.clone())),
        };
        let (panel, bottom) = axes.draw(picture, corner, width);
        for (who, points) in &lines {
            line_with_band(picture, &panel, points, &who.look(&palette), true);
        }
        end_labels(picture, &panel, &labels);
        if lines.is_empty() {
            picture.text((panel.left + 4.0, panel.top + 12.0), "n/a: no day is flown", 12.0, palette.weak_text, Align::Left);
        }
        let half = 0.5 * (panel.right - panel.left) / (self.days.max(self.first + 1) - self.first) as f64;
        for (place, day) in course.days.iter().enumerate() {
            let values: Vec<String> = self
                .who
                .iter()
                .filter_map(|who| Some(format!("{}: {}", who.label, format_estimate(metric, course.lines.get(who.variant)?.level.get(place)?))))
                .collect();
            let x = panel.x_of(*day as f64);
            picture.spot((x - half, panel.top), (x + half, panel.bottom), format!("{}, day {day}\n{}", words(metric), values.join("\n")));
        }
        bottom
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::score_row;
    use crate::experiment::testing::{synthetic, synthetic_run};

    #[test]
    fn the_table_ends_where_the_scorecard_is() {
        let run = synthetic_run(4);
        let figure = Acts::new(&run, Scope::All);
        check("acts", &figure);
        let churn = format_estimate(Metric::Churn, &score_row(&run, Metric::Churn, Scope::All, 1).scores[2].level);
        assert_eq!(figure.text.table.rows[0][4], churn);
        assert!(figure.text.sentence.contains(&churn));
        check("a group", &Acts::new(&run, Scope::Group { attribute: 0, level: 1 }));
        check("one world", &Acts::new(&synthetic(1, 14, 200, &["baseline", "b", "c", "d", "e", "a long name of a variant"], &[]), Scope::Segment(0)));
        check("none", &Acts::new(&synthetic(0, 14, 200, &["baseline"], &[]), Scope::All));
    }
}
