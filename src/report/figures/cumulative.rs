//! How far people are from their own line, as cumulative shares: one line a variant, read at the line itself.

use super::parts::{Axes, LEAST, Who, everyone, key, line_with_band, share_marks, whose};
use crate::experiment::{CumulativeMargin, Estimated, cumulative_margin, format_estimate, format_number, format_value};
use crate::ledger::Scope;
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, SOLID};
use crate::report::picture::{Align, Picture};
use crate::scenario::Metric;
use crate::simulate::Run;

/// Cumulative margins of all variants on one day.
#[derive(Clone, Debug)]
pub struct CumulativeMargins {
    text: PlotText,
    lines: Vec<(Who, CumulativeMargin)>,
    reach: f64,
}

/// Margins that the table shows.
const SHOWN: [f64; 5] = [-0.2, -0.1, 0.0, 0.1, 0.2];

impl CumulativeMargins {
    /// Everybody or one segment on a day, from 1.
    pub fn new(run: &Run, segment: Option<usize>, day: usize) -> Self {
        let lines: Vec<(Who, CumulativeMargin)> = everyone(run)
            .into_iter()
            .map(|who| {
                let found = cumulative_margin(run, who.variant, segment, day);
                (who, found)
            })
            .collect();
        let moving = |found: &CumulativeMargin| {
            found
                .edges
                .iter()
                .zip(&found.below)
                .filter(|(_, share)| share.as_ref().is_ok_and(|share| share.mean > 0.001 && share.mean < 0.999))
                .map(|(edge, _)| edge.abs())
                .fold(0.1, f64::max)
        };
        let reach = lines.iter().map(|(_, found)| moving(found)).fold(0.1, f64::max);
        let reach = ((reach * 10.0).ceil() / 10.0).min(1.0);
        let parts: Vec<String> =
            lines.iter().map(|(who, found)| format!("{} {}", who.letter(), format_estimate(Metric::OverLine, &at(found, 0.0)))).collect();
        let columns = std::iter::once("Variant".to_owned()).chain(SHOWN.iter().map(|margin| format!("at or below {}", signed(*margin)))).collect();
        let rows = lines
            .iter()
            .map(|(who, found)| {
                std::iter::once(who.label.clone()).chain(SHOWN.iter().map(|margin| format_estimate(Metric::OverLine, &at(found, *margin)))).collect()
            })
            .collect();
        let scope = segment.map_or(Scope::All, Scope::Segment);
        let text = PlotText {
            title: format!("How many people stay below each distance from their line on day {day}?"),
            sentence: format!("Share of active people at or below their own line on day {day}: {}.", parts.join(", ")),
            caption: format!(
                "Cumulative share of active people by felt creepiness minus their own line; bands: {} interval of the mean over worlds. Read it at 0: what is missing to 100% \
                 is over the line. {}.",
                confidence(run),
                whose(run, scope)
            ),
            table: Table { columns, rows },
        };
        Self { text, lines, reach }
    }
}

fn signed(margin: f64) -> String {
    if margin == 0.0 { "0 (their line)".into() } else { format!("{margin:+.1}") }
}

/// The share at the edge nearest to a margin.
fn at(found: &CumulativeMargin, margin: f64) -> Estimated {
    let nearest = found.edges.iter().zip(&found.below).min_by(|a, b| (a.0 - margin).abs().total_cmp(&(b.0 - margin).abs()));
    nearest.map_or_else(|| Err(crate::measure::Undefined::new("nobody is active on that day")), |(_, share)| share.clone())
}

impl Figure for CumulativeMargins {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let rows: Vec<_> = self
            .lines
            .iter()
            .map(|(who, found)| {
                (who.look(&palette), format!("{}: {} at or below their line", who.label, format_estimate(Metric::OverLine, &at(found, 0.0))))
            })
            .collect();
        let top = key(&mut picture, (0.0, 0.0), width, &rows);
        let axes = Axes {
            x: (-self.reach, self.reach),
            y: (0.0, 1.0),
            x_title: "felt creepiness minus the person's own line",
            y_title: "share of people at or below; more at 0 is better",
            x_marks: crate::report::charts::axes::ticks((-self.reach, self.reach), 6)
                .into_iter()
                .map(|tick| (tick, format!("{:.1}", tick + 0.0)))
                .collect(),
            y_marks: share_marks(1.0, 4),
            height: 210.0,
            right: 6.0,
        };
        let (panel, bottom) = axes.draw(&mut picture, (0.0, top), width);
        let zero = panel.x_of(0.0);
        picture.hatch((zero, panel.top), (panel.right, panel.bottom), palette.grid);
        for (who, found) in &self.lines {
            let points: Vec<_> = found
                .edges
                .iter()
                .zip(&found.below)
                .filter(|(edge, _)| edge.abs() <= self.reach + 1e-9)
                .filter_map(|(edge, share)| share.as_ref().ok().map(|share| (*edge, share.mean, share.interval)))
                .collect();
            let look = who.look(&palette);
            line_with_band(&mut picture, &panel, &points, &look, false);
            if let Ok(share) = at(found, 0.0) {
                picture.marker((zero, panel.y_of(share.mean)), look.marker, 4.5, look.color, false);
            }
        }
        picture.line(&[(zero, panel.top), (zero, panel.bottom)], palette.worse, 1.6, SOLID);
        picture.text((zero + 5.0, panel.bottom - 9.0), "over their line", LEAST, palette.worse, Align::Left);
        for (edge, next) in self.edges() {
            let values: Vec<String> = self
                .lines
                .iter()
                .filter_map(|(who, found)| Some(format!("{}: {}", who.label, format_value(Metric::OverLine, at(found, edge).ok()?.mean))))
                .collect();
            if !values.is_empty() {
                let words = format!("At or below {} from their line\n{}", format_number(edge), values.join("\n"));
                picture.spot((panel.x_of(edge), panel.top), (panel.x_of(next), panel.bottom), words);
            }
        }
        picture.height = bottom;
        picture
    }
}

impl CumulativeMargins {
    /// Neighbouring edges inside the axis.
    fn edges(&self) -> Vec<(f64, f64)> {
        let edges = self.lines.first().map_or(&[][..], |(_, found)| &found.edges);
        edges
            .windows(2)
            .filter_map(|pair| Some((*pair.first()?, *pair.get(1)?)))
            .filter(|(low, high)| *low >= -self.reach && *high <= self.reach + 1e-9)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::own_line;
    use crate::experiment::testing::{synthetic, synthetic_run};

    #[test]
    fn the_table_is_what_the_ledger_says() {
        let run = synthetic_run(4);
        let figure = CumulativeMargins::new(&run, None, 20);
        check("cumulative", &figure);
        let over = own_line(&run, 2, None, 20).over.expect("a share").mean;
        let row = figure.text.table.rows.first().expect("a row");
        assert!(row[0].starts_with('A') && row[3].starts_with(&format_value(Metric::OverLine, 1.0 - over)), "{row:?}");
        check("one segment", &CumulativeMargins::new(&run, Some(1), 28));
        check("no day", &CumulativeMargins::new(&run, None, 99));
        check(
            "many",
            &CumulativeMargins::new(&synthetic(1, 14, 200, &["baseline", "b", "c", "a name that goes on and on and on and on"], &[]), None, 14),
        );
    }
}
