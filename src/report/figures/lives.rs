//! Thirty lives: how broad the mixes of thirty people become, the same people in the panel of every variant, and their median.

use super::parts::{Axes, Rows, Who, day_marks, everyone, heading};
use crate::experiment::{SomeLives, THIRTY, format_number, thirty_lives};
use crate::report::charts::axes::ticks;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, SOLID};
use crate::report::picture::{Align, Picture};
use crate::simulate::Run;

/// Thirty lives under every variant.
#[derive(Clone, Debug)]
pub struct ThirtyLives {
    text: PlotText,
    who: Vec<Who>,
    lives: SomeLives,
}

impl ThirtyLives {
    /// Thirty people of the first world.
    pub fn new(run: &Run) -> Self {
        let lives = thirty_lives(run);
        let who = everyone(run);
        let number = |value: Option<f64>| value.map_or_else(|| "n/a".into(), format_number);
        let median = |who: &Who, checkpoint: usize| lives.median.get(who.variant).and_then(|own| own.get(checkpoint).copied().flatten());
        let last = lives.days.len().saturating_sub(1);
        let parts: Vec<String> = who.iter().map(|who| format!("{} {}", who.letter(), number(median(who, last)))).collect();
        let columns = std::iter::once("Day".to_owned())
            .chain(who.iter().flat_map(|who| [format!("{}, median", who.label), format!("{}, least and most", who.letter())]))
            .collect();
        let row = |(checkpoint, day): (usize, &usize)| {
            let cells = who.iter().flat_map(|who| {
                let known = || lives.topics.get(who.variant).into_iter().flatten().filter_map(|own| own.get(checkpoint).copied().flatten());
                let ends = known()
                    .fold(None, |ends: Option<(f64, f64)>, value| Some(ends.map_or((value, value), |(low, high)| (low.min(value), high.max(value)))));
                [
                    number(median(who, checkpoint)),
                    ends.map_or_else(|| "n/a".into(), |(low, high)| format!("{} to {}", format_number(low), format_number(high))),
                ]
            });
            std::iter::once(day.to_string()).chain(cells).collect::<Vec<String>>()
        };
        let mut rows: Vec<Vec<String>> = lives.days.iter().enumerate().map(row).collect();
        if rows.is_empty() {
            rows.push(vec!["n/a".into(); 1 + 2 * who.len()]);
        }
        let people = lives.customers.len();
        let text = PlotText {
            title: format!("How do {people} lives go?"),
            sentence: format!("Median effective topics of all choices so far, on the last day: {}.", parts.join(", ")),
            caption: format!(
                "Thin lines: {people} people of the first world, chosen by a hash of their number ({THIRTY} at most), the same people in every panel, lived again. Thick line: their \
                 median. Single lives, so no interval. More topics is broader; breadth rises with the number of choices. Same axes in every panel.",
            ),
            table: Table { columns, rows },
        };
        Self { text, who, lives }
    }
}

impl Figure for ThirtyLives {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let grid = Rows::new(width, self.who.len(), 210.0);
        let highest = self.lives.topics.iter().flatten().flatten().flatten().copied().fold(2.0, f64::max);
        let mut bottom = 40.0;
        for (index, who) in self.who.iter().enumerate() {
            let (left, row) = grid.place(index);
            bottom = self.panel(&mut picture, who, (left, row as f64 * 216.0), grid.width, highest * 1.04);
        }
        picture.height = bottom;
        picture
    }
}

impl ThirtyLives {
    fn panel(&self, picture: &mut Picture, who: &Who, (left, top): (f64, f64), width: f64, highest: f64) -> f64 {
        let palette = picture.palette;
        let look = who.look(&palette);
        let top = heading(picture, (left, top), width, &look, &who.label);
        let days = &self.lives.days;
        let last = days.last().copied().unwrap_or(1);
        let axes = Axes {
            x: (days.first().copied().unwrap_or(1) as f64, last.max(2) as f64),
            y: (1.0, highest),
            x_title: "day",
            y_title: "effective topics (axis from 1)",
            x_marks: days
                .first()
                .map(|day| (*day as f64, day.to_string()))
                .into_iter()
                .chain(day_marks(last, width - 90.0).into_iter().filter(|(day, _)| *day > days.first().copied().unwrap_or(1) as f64))
                .collect(),
            y_marks: std::iter::once(1.0)
                .chain(ticks((1.0, highest), 4).into_iter().filter(|mark| *mark > 1.01))
                .map(|mark| (mark, format!("{mark:.0}")))
                .collect(),
            height: 124.0,
            right: 42.0,
        };
        let (panel, bottom) = axes.draw(picture, (left, top), width);
        let path = |values: &[Option<f64>]| -> Vec<(f64, f64)> {
            days.iter().zip(values).filter_map(|(day, value)| Some((panel.x_of(*day as f64), panel.y_of((*value)?)))).collect()
        };
        let own = self.lives.topics.get(who.variant).map_or(&[][..], Vec::as_slice);
        for person in own {
            picture.line(&path(person), palette.axis, 0.7, SOLID);
        }
        let median = self.lives.median.get(who.variant).map_or(&[][..], Vec::as_slice);
        let line = path(median);
        picture.line(&line, look.color, 3.0, look.dash);
        match (line.last(), median.iter().rev().find_map(|value| *value)) {
            (Some(&end), Some(value)) => {
                picture.marker(end, look.marker, 4.0, look.color, false);
                picture.text((panel.right + 7.0, end.1), format_number(value), 12.0, palette.text, Align::Left);
            }
            _ => picture.text((panel.left + 4.0, panel.top + 12.0), "n/a: nobody has chosen", 12.0, palette.weak_text, Align::Left),
        }
        let half = if days.len() > 1 { 0.5 * (panel.right - panel.left) / (days.len() - 1) as f64 } else { 20.0 };
        for (checkpoint, day) in days.iter().enumerate() {
            let median = median.get(checkpoint).copied().flatten().map_or_else(|| "n/a".into(), format_number);
            let x = panel.x_of(*day as f64);
            picture.spot(
                (x - half, panel.top),
                (x + half, panel.bottom),
                format!("{}, day {day}\nmedian of {} people: {median} topics", who.label, own.len()),
            );
        }
        bottom
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::report::figures::testing::flown;

    #[test]
    fn the_same_people_stand_in_every_panel() {
        let run = flown();
        let figure = ThirtyLives::new(&run);
        check("lives", &figure);
        assert_eq!(figure.lives.customers.len(), 30);
        assert!(figure.lives.topics.iter().all(|own| own.len() == 30));
        let last = figure.text.table.rows.last().expect("a row");
        let median = figure.lives.median[figure.who[0].variant].last().copied().flatten().expect("somebody has chosen");
        assert_eq!((last[0].as_str(), last[1].as_str()), ("14", format_number(median).as_str()));
        assert!(median >= 1.0 && median <= run.scenario.catalog.topics as f64);
        check("no world", &ThirtyLives::new(&crate::experiment::testing::synthetic(0, 7, 100, &["baseline"], &[])));
    }
}
