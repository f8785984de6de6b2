//! Whose trust is lost: how trust spreads by day under one variant, a panel for everybody and for each segment on the same axes.

use super::parts::{Axes, Rows, Who, day_marks, whose};
use crate::experiment::{Fan, format_count, format_number, trust_fan};
use crate::ledger::Scope;
use crate::measure;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, VariantStyle};
use crate::report::picture::{Align, Picture, shortened};
use crate::simulate::Run;

/// Trust by segment under one variant.
#[derive(Clone, Debug)]
pub struct TrustFans {
    text: PlotText,
    who: Who,
    panels: Vec<Panel>,
    days: usize,
}

#[derive(Clone, Debug)]
struct Panel {
    name: String,
    people: u64,
    fans: Vec<Fan>,
}

impl TrustFans {
    /// Everybody and each segment under a variant.
    pub fn new(run: &Run, variant: usize) -> Self {
        let who = Who::of(run, variant);
        let segments = &run.scenario.population.segments;
        let people = |scope| run.worlds.first().map_or(0, |ledger| measure::people(ledger, scope));
        let all = Panel { name: "all customers".into(), people: people(Scope::All), fans: trust_fan(run, variant, None) };
        let by_segment = segments.iter().enumerate().map(|(index, segment)| Panel {
            name: segment.name.clone(),
            people: people(Scope::Segment(index)),
            fans: trust_fan(run, variant, Some(index)),
        });
        let panels: Vec<Panel> = std::iter::once(all).chain(by_segment).collect();
        let days = panels.iter().map(|panel| panel.fans.len()).max().unwrap_or(0);
        let parts: Vec<String> = panels.iter().map(|panel| format!("{} {}", panel.name, last(panel))).collect();
        let columns = ["Who", "People a world", "Day", "10%", "25%", "median", "75%", "90%"].map(String::from).to_vec();
        let text = PlotText {
            title: format!("Whose trust is lost under {}?", who.label),
            sentence: format!("Median trust on day {days} (8 of 10 people between): {}.", parts.join("; ")),
            caption: format!(
                "Line: median person. Bands: middle half (dark) and 8 of 10 people (light), pooled over worlds: how people differ, not how sure the median is. More is \
                 better. Same axes in every panel. {}.",
                whose(run, Scope::All)
            ),
            table: Table { columns, rows: panels.iter().flat_map(rows).collect() },
        };
        Self { text, who, panels, days }
    }
}

fn last(panel: &Panel) -> String {
    panel.fans.last().map_or_else(
        || "n/a: nobody is in this segment".into(),
        |Fan { quantiles: [low, _, median, _, high] }| format!("{} ({} to {})", format_number(*median), format_number(*low), format_number(*high)),
    )
}

fn rows(panel: &Panel) -> Vec<Vec<String>> {
    let last = panel.fans.len();
    let mut days = vec![1, last.div_ceil(2), last];
    days.dedup();
    if last == 0 {
        let mut row = vec![panel.name.clone(), format_count(panel.people)];
        row.resize(8, "n/a".into());
        return vec![row];
    }
    let row = |day: usize| {
        let fan = panel.fans.get(day.checked_sub(1)?)?;
        let numbers = fan.quantiles.iter().map(|quantile| format_number(*quantile));
        Some([panel.name.clone(), format_count(panel.people), day.to_string()].into_iter().chain(numbers).collect())
    };
    days.into_iter().filter_map(row).collect()
}

impl Figure for TrustFans {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let look = self.who.look(&palette);
        let grid = Rows::new(width, self.panels.len(), 210.0);
        let mut bottom = 0.0;
        for (index, panel) in self.panels.iter().enumerate() {
            let (left, row) = grid.place(index);
            bottom = self.panel(&mut picture, panel, (left, row as f64 * 220.0), grid.width, &look);
        }
        picture.height = bottom;
        picture
    }
}

impl TrustFans {
    fn panel(&self, picture: &mut Picture, own: &Panel, (left, top): (f64, f64), width: f64, look: &VariantStyle) -> f64 {
        let palette = picture.palette;
        let name = format!("{} (n = {} a world)", own.name, format_count(own.people));
        picture.text((left, top + 9.0), shortened(&name, 13.0, width), 13.0, palette.text, Align::Left);
        let axes = Axes {
            x: (1.0, self.days.max(2) as f64),
            y: (0.0, 1.0),
            x_title: "day",
            y_title: "trust, 0 to 1",
            x_marks: day_marks(self.days, width - 90.0),
            y_marks: [0.0, 0.25, 0.5, 0.75, 1.0].map(|mark| (mark, format!("{mark:.2}"))).to_vec(),
            height: 128.0,
            right: 40.0,
        };
        let (panel, bottom) = axes.draw(picture, (left, top + 20.0), width);
        let path = |place: usize| -> Vec<(f64, f64)> {
            let at = |(fan, day): (&Fan, u32)| (panel.x_of(f64::from(day)), panel.y_of(fan.quantiles.get(place).copied().unwrap_or(0.0)));
            own.fans.iter().zip(1u32..).map(at).collect()
        };
        for (low, high, opacity) in [(0, 4, 0.16), (1, 3, 0.28)] {
            picture.area(path(high).into_iter().chain(path(low).into_iter().rev()).collect(), look.color, opacity);
        }
        picture.line(&path(2), look.color, 2.2, look.dash);
        match own.fans.last() {
            Some(fan) => {
                let median = fan.quantiles[2];
                picture.text((panel.right + 5.0, panel.y_of(median)), format_number(median), 12.0, palette.text, Align::Left);
            }
            None => picture.text((panel.left + 4.0, panel.top + 10.0), "n/a: nobody", 12.0, palette.weak_text, Align::Left),
        }
        let half = 0.5 * (panel.right - panel.left) / (self.days.max(2) - 1) as f64;
        for (fan, day) in own.fans.iter().zip(1u32..) {
            let [low, lower, median, upper, high] = fan.quantiles.map(format_number);
            let words = format!("{}, day {day}\nmedian {median}; half between {lower} and {upper}; 8 of 10 between {low} and {high}", own.name);
            let x = panel.x_of(f64::from(day));
            picture.spot((x - half, panel.top), (x + half, panel.bottom), words);
        }
        bottom
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::testing::{synthetic, synthetic_run};

    #[test]
    fn segments_stand_beside_everybody() {
        let run = synthetic_run(3);
        let figure = TrustFans::new(&run, 2);
        check("fans", &figure);
        let rows = &figure.text.table.rows;
        assert_eq!(rows.len(), 3 * (1 + run.scenario.population.segments.len()));
        let expected = trust_fan(&run, 2, Some(0));
        let day_28 = rows.iter().find(|row| row[0] == run.scenario.population.segments[0].name && row[2] == "28").expect("a row");
        assert_eq!(day_28[5], format_number(expected.last().expect("days").quantiles[2]));
        check("no world", &TrustFans::new(&synthetic(0, 7, 100, &["baseline"], &[]), 1));
    }
}
