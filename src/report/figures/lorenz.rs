//! Who gets seen: Lorenz curves of exposure with Gini, and the share of the long tail.

use super::parts::{Axes, LEAST, Who, everyone, key, share_marks, worlds};
use crate::experiment::{Lorenz, format_count, format_estimate, format_value, lorenz};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{DOTTED, Palette};
use crate::report::picture::{Align, Picture};
use crate::scenario::Metric;
use crate::simulate::Run;

/// A share, for wording.
const SHARE: Metric = Metric::OverLine;

/// Lorenz curves of all variants.
#[derive(Clone, Debug)]
pub struct WhoGetsSeen {
    text: PlotText,
    curves: Vec<(Who, Lorenz)>,
}

impl WhoGetsSeen {
    /// All variants, all items.
    pub fn new(run: &Run) -> Self {
        let curves: Vec<(Who, Lorenz)> = everyone(run)
            .into_iter()
            .map(|who| {
                let found = lorenz(run, who.variant);
                (who, found)
            })
            .collect();
        let items = curves.first().map_or(0, |(_, found)| found.items);
        let parts: Vec<String> = curves.iter().map(|(who, found)| words(who, found)).collect();
        let columns = ["Variant", "Gini of slots", "Slots of the least shown 80% of items", "of the least shown 50%", "of the most shown 10%"]
            .map(String::from)
            .to_vec();
        let rows = curves
            .iter()
            .map(|(who, found)| {
                let share = |share: f64| at(found, share);
                let number = |value: Option<f64>| value.map_or_else(|| "n/a".into(), |value| format_value(SHARE, value));
                vec![
                    who.label.clone(),
                    format_estimate(Metric::SlotGini, &found.gini),
                    format_estimate(SHARE, &found.tail),
                    number(share(0.5)),
                    number(share(0.9).map(|below| 1.0 - below)),
                ]
            })
            .collect();
        let text = PlotText {
            title: "Who gets seen?".into(),
            sentence: format!("Exposure of the {} items of the catalog over the whole run: {}.", format_count(items as u64), parts.join("; ")),
            caption: format!(
                "Items from the least to the most shown; below the dotted diagonal some are shown more than others. Lines: mean of worlds; bands: from the lowest to the highest world; \
                 Gini with {} interval of the mean. No better direction by itself, but less concentrated means more items are seen. {}, all customers on all days: filters of people and days do not apply here.",
                confidence(run),
                worlds(run)
            ),
            table: Table { columns, rows },
        };
        Self { text, curves }
    }
}

fn at(found: &Lorenz, share: f64) -> Option<f64> {
    found.points.iter().min_by(|a, b| (a.0 - share).abs().total_cmp(&(b.0 - share).abs())).map(|point| point.1)
}

fn words(who: &Who, found: &Lorenz) -> String {
    match &found.tail {
        Ok(tail) => format!(
            "{}: Gini {}, the least shown 80% of items get {} of slots",
            who.label,
            format_estimate(Metric::SlotGini, &found.gini),
            format_value(SHARE, tail.mean)
        ),
        Err(undefined) => format!("{}: {undefined}", who.label),
    }
}

impl Figure for WhoGetsSeen {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let rows: Vec<_> = self.curves.iter().map(|(who, found)| (who.look(&palette), words(who, found))).collect();
        let side = width.min(460.0);
        // The key stands beside the plot where there is room, else above it.
        let beside = width >= side + 300.0;
        let key_bottom =
            key(&mut picture, if beside { (side + 24.0, 18.0) } else { (0.0, 0.0) }, if beside { width - side - 24.0 } else { width }, &rows);
        let top = if beside { 0.0 } else { key_bottom };
        let axes = Axes {
            x: (0.0, 1.0),
            y: (0.0, 1.0),
            x_title: "cumulative share of items, least shown first",
            y_title: "cumulative share of exposure (slots)",
            x_marks: share_marks(1.0, 4),
            y_marks: share_marks(1.0, 4),
            height: (0.72 * side).min(300.0),
            right: 8.0,
        };
        let (panel, bottom) = axes.draw(&mut picture, (0.0, top), side);
        picture.line(&[(panel.left, panel.bottom), (panel.right, panel.top)], palette.axis, 1.2, DOTTED);
        picture.text((panel.x_of(0.04), panel.y_of(0.95)), "dotted: every item shown alike", LEAST, palette.weak_text, Align::Left);
        for (who, found) in &self.curves {
            let look = who.look(&palette);
            let edge = |pick: fn(&(f64, f64)) -> f64| {
                found.points.iter().zip(&found.band).map(move |(point, band)| (point.0, pick(band))).collect::<Vec<(f64, f64)>>()
            };
            let place = |&(x, y): &(f64, f64)| (panel.x_of(x), panel.y_of(y));
            let (upper, lower) = (edge(|band| band.1), edge(|band| band.0));
            picture.area(upper.iter().map(place).chain(lower.iter().rev().map(place)).collect(), look.color, 0.16);
            let line: Vec<(f64, f64)> = found.points.iter().map(place).collect();
            picture.line(&line, look.color, 2.0, look.dash);
            if let Some(point) = line.get(line.len() * 4 / 5) {
                picture.marker(*point, look.marker, 4.2, look.color, false);
            }
        }
        let steps = self.curves.iter().map(|(_, found)| found.points.len()).max().unwrap_or(0);
        for step in 0..steps.saturating_sub(1) {
            let share = step as f64 / (steps - 1) as f64;
            let values: Vec<String> = self
                .curves
                .iter()
                .filter_map(|(who, found)| Some(format!("{}: {} of slots", who.label, format_value(SHARE, found.points.get(step)?.1))))
                .collect();
            let next = (step + 1) as f64 / (steps - 1) as f64;
            let words = format!("The least shown {:.0}% of items\n{}", 100.0 * share, values.join("\n"));
            picture.spot((panel.x_of(share), panel.top), (panel.x_of(next), panel.bottom), words);
        }
        picture.height = bottom.max(key_bottom);
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::testing::{synthetic, synthetic_run};

    #[test]
    fn the_table_is_that_of_the_curve() {
        let run = synthetic_run(4);
        let figure = WhoGetsSeen::new(&run);
        check("lorenz", &figure);
        let found = lorenz(&run, 2);
        assert_eq!(figure.text.table.rows[0][1..3], [format_estimate(Metric::SlotGini, &found.gini), format_estimate(SHARE, &found.tail)]);
        assert!(figure.text.table.rows[2][1].starts_with("n/a"), "the twin shows nothing");
        check("one world", &WhoGetsSeen::new(&synthetic(1, 7, 100, &["baseline", "b"], &[])));
        check("no world", &WhoGetsSeen::new(&synthetic(0, 7, 100, &["baseline"], &[])));
    }
}
