//! Where the variety lives: topic entropy within people and between them, stacked to the whole, a panel a variant on the same axes.

use super::parts::{Axes, Rows, Who, day_marks, everyone, heading, whisker, whose};
use crate::experiment::{Estimated, Variety, format_estimate, format_number, variety};
use crate::ledger::Scope;
use crate::report::charts::axes::{Panel, apart, ticks};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, SOLID};
use crate::report::picture::{Align, Picture};
use crate::scenario::Metric;
use crate::simulate::Run;

/// Nats, for wording.
const NATS: Metric = Metric::Across;

/// Where the variety lives.
#[derive(Clone, Debug)]
pub struct WhereVarietyLives {
    text: PlotText,
    panels: Vec<(Who, Variety)>,
}

impl WhereVarietyLives {
    /// All variants, for everybody or one segment.
    pub fn new(run: &Run, scope: Scope) -> Self {
        let panels: Vec<(Who, Variety)> = everyone(run)
            .into_iter()
            .map(|who| {
                let found = variety(run, who.variant, scope);
                (who, found)
            })
            .collect();
        let parts: Vec<String> = panels
            .iter()
            .map(|(who, found)| {
                let [within, between, total] = [&found.within, &found.between, &found.total].map(|part| last(part));
                format!("{} {within} within people and {between} between them, {total} in all", who.letter())
            })
            .collect();
        let columns = ["Variant", "Day", "Within a person", "Between people", "In all"].map(String::from).to_vec();
        let text = PlotText {
            title: "Where does the variety live?".into(),
            sentence: format!("Topic entropy of choices up to the last checkpoint, in nats: {}.", parts.join("; ")),
            caption: format!(
                "Dark: entropy of one person's choices, weighted by volume. Light and hatched: how different people are. Stacked they are the entropy of all choices; they are never \
                 averaged. Mean of worlds by checkpoint; whiskers at the end: {} interval of the mean. No better direction. Same axes in every panel. {}.",
                confidence(run),
                whose(run, scope)
            ),
            table: Table { columns, rows: panels.iter().flat_map(rows).collect() },
        };
        Self { text, panels }
    }
}

fn last(part: &[Estimated]) -> String {
    part.last().map_or_else(|| "n/a".into(), |estimated| estimated.as_ref().map_or_else(ToString::to_string, |estimate| format_number(estimate.mean)))
}

fn rows((who, found): &(Who, Variety)) -> Vec<Vec<String>> {
    let row = |(day, ((within, between), total)): (&usize, ((&Estimated, &Estimated), &Estimated))| {
        let numbers = [within, between, total].map(|part| format_estimate(NATS, part));
        [who.label.clone(), day.to_string()].into_iter().chain(numbers).collect()
    };
    let rows: Vec<Vec<String>> = found.days.iter().zip(found.within.iter().zip(&found.between).zip(&found.total)).map(row).collect();
    if rows.is_empty() { vec![[who.label.as_str(), "n/a", "n/a", "n/a", "n/a"].map(String::from).to_vec()] } else { rows }
}

impl Figure for WhereVarietyLives {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let grid = Rows::new(width, self.panels.len(), 230.0);
        let highest = self
            .panels
            .iter()
            .flat_map(|(_, found)| found.total.iter().flatten())
            .map(|total| total.interval.map_or(total.mean, |(_, high)| high))
            .fold(0.5, f64::max);
        let mut bottom = 40.0;
        for (index, (who, found)) in self.panels.iter().enumerate() {
            let (left, row) = grid.place(index);
            bottom = panel(&mut picture, who, found, (left, row as f64 * 234.0), grid.width, highest * 1.05);
        }
        picture.height = bottom;
        picture
    }
}

fn panel(picture: &mut Picture, who: &Who, found: &Variety, (left, top): (f64, f64), width: f64, highest: f64) -> f64 {
    let palette = picture.palette;
    let look = who.look(&palette);
    let top = heading(picture, (left, top), width, &look, &who.label);
    let days = found.days.last().copied().unwrap_or(1);
    let axes = Axes {
        x: (found.days.first().copied().unwrap_or(0).min(1) as f64, days.max(2) as f64),
        y: (0.0, highest),
        x_title: "day",
        y_title: "topic entropy of choices, nats",
        x_marks: day_marks(days, width - 130.0),
        y_marks: ticks((0.0, highest), 4).into_iter().map(|mark| (mark, format!("{mark:.1}"))).collect(),
        height: 142.0,
        right: 92.0,
    };
    let (panel, bottom) = axes.draw(picture, (left, top), width);
    let stacked: Vec<(f64, f64, f64)> = found
        .days
        .iter()
        .zip(found.within.iter().zip(&found.total))
        .filter_map(|(day, (within, total))| Some((*day as f64, within.as_ref().ok()?.mean, total.as_ref().ok()?.mean)))
        .collect();
    if let (Some(&(_, within, total)), false) = (stacked.last(), stacked.is_empty()) {
        layers(picture, &panel, &stacked, &look);
        let ends = [found.within.last(), found.total.last()].map(|part| part.and_then(|part| part.as_ref().ok()));
        for (place, end) in ends.into_iter().enumerate() {
            whisker(picture, &panel, panel.right - 3.0 - 5.0 * place as f64, end.and_then(|end| end.interval), palette.text);
        }
        let middles = [panel.y_of(within / 2.0), panel.y_of(f64::midpoint(within, total)), panel.y_of(total) - 8.0];
        let places = apart(&middles, 15.0, (panel.top - 4.0, panel.bottom));
        let words = [
            format!("within {}", format_number(within)),
            format!("between {}", format_number(total - within)),
            format!("in all {}", format_number(total)),
        ];
        for (y, words) in places.into_iter().zip(words) {
            picture.text((panel.right + 5.0, y), words, 12.0, palette.text, Align::Left);
        }
    } else {
        let why = found.total.iter().find_map(|part| part.as_ref().err()).map_or_else(|| "n/a".into(), ToString::to_string);
        picture.text(
            (panel.left + 4.0, panel.top + 12.0),
            crate::report::picture::shortened(&why, 12.0, panel.right - panel.left + 80.0),
            12.0,
            palette.weak_text,
            Align::Left,
        );
    }
    let half = if found.days.len() > 1 { 0.5 * (panel.right - panel.left) / (found.days.len() - 1) as f64 } else { 20.0 };
    for (day, ((within, between), total)) in found.days.iter().zip(found.within.iter().zip(&found.between).zip(&found.total)) {
        let [within, between, total] = [within, between, total].map(|part| format_estimate(NATS, part));
        let x = panel.x_of(*day as f64);
        picture.spot(
            (x - half, panel.top),
            (x + half, panel.bottom),
            format!("{}, day {day}\nwithin {within}\nbetween {between}\nin all {total} nats", who.label),
        );
    }
    bottom
}

/// The two layers, and the whole as a line.
fn layers(picture: &mut Picture, panel: &Panel, stacked: &[(f64, f64, f64)], look: &crate::report::palette::VariantStyle) {
    let palette = picture.palette;
    let path = |value: &dyn Fn(&(f64, f64, f64)) -> f64| {
        stacked.iter().map(|point| (panel.x_of(point.0), panel.y_of(value(point)))).collect::<Vec<(f64, f64)>>()
    };
    let (floor, within, total) = (path(&|_| 0.0), path(&|point| point.1), path(&|point| point.2));
    picture.area(within.iter().copied().chain(floor.into_iter().rev()).collect(), look.color, 0.5);
    picture.area(total.iter().copied().chain(within.iter().copied().rev()).collect(), look.color, 0.2);
    // Hatching between two uneven edges: upright strokes at equal steps.
    for pair in total.iter().zip(&within).collect::<Vec<_>>().windows(2) {
        let [(from_top, from_bottom), (to_top, to_bottom)] = pair else { continue };
        let steps = ((to_top.0 - from_top.0) / 6.0).floor().max(1.0) as usize;
        for step in 0..steps {
            let share = step as f64 / steps as f64;
            let x = from_top.0 + share * (to_top.0 - from_top.0);
            let y = |from: f64, to: f64| from + share * (to - from);
            picture.line(&[(x, y(from_top.1, to_top.1)), (x, y(from_bottom.1, to_bottom.1))], palette.axis, 0.5, SOLID);
        }
    }
    picture.line(&within, look.color, 1.2, SOLID);
    picture.line(&total, look.color, 2.0, look.dash);
    for point in [within.last(), total.last()].into_iter().flatten() {
        picture.marker(*point, look.marker, 3.6, look.color, false);
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::testing::{synthetic, synthetic_run};

    #[test]
    fn the_table_holds_every_checkpoint() {
        let run = synthetic_run(4);
        let figure = WhereVarietyLives::new(&run, Scope::All);
        check("variety", &figure);
        assert_eq!(figure.text.table.rows.len(), 3 * 4);
        let found = variety(&run, 2, Scope::All);
        assert_eq!(figure.text.table.rows[3][2..], [&found.within, &found.between, &found.total].map(|part| format_estimate(NATS, &part[3])));
        check("a group", &WhereVarietyLives::new(&run, Scope::Group { attribute: 0, level: 0 }));
        check("six", &WhereVarietyLives::new(&synthetic(2, 14, 200, &["baseline", "b", "c", "d", "e", "f"], &[]), Scope::Segment(1)));
        check("no world", &WhereVarietyLives::new(&synthetic(0, 7, 100, &["baseline"], &[]), Scope::All));
    }
}
