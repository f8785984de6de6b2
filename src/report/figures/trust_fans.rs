//! Whose trust is lost: how trust spreads by day under one variant and the baseline, a panel for everybody and for each segment on the same axes.

use super::parts::{Axes, Rows, Who, day_marks, end_labels, end_room, whose};
use crate::experiment::{Fan, format_count, format_number, trust_fan};
use crate::ledger::Scope;
use crate::measure;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{DOTTED, Palette};
use crate::report::picture::{Align, Picture, shortened};
use crate::simulate::Run;

/// Trust by segment under one variant, the baseline beside it.
#[derive(Clone, Debug)]
pub struct TrustFans {
    text: PlotText,
    who: Who,
    base: Option<Who>,
    panels: Vec<Panel>,
    /// First and last day.
    days: (usize, usize),
}

#[derive(Clone, Debug)]
struct Panel {
    name: String,
    people: u64,
    /// Day (from 1) and spread.
    fans: Vec<(usize, Fan)>,
    /// The same under the baseline, where that is another variant.
    base: Vec<(usize, Fan)>,
}

impl TrustFans {
    /// Everybody and each segment under a variant and under the baseline.
    pub fn new(run: &Run, variant: usize) -> Self {
        let who = Who::of(run, variant);
        let base = (variant != run.baseline).then(|| Who::of(run, run.baseline));
        let days = run.days_shown();
        let fans = |variant: usize, segment: Option<usize>| -> Vec<(usize, Fan)> {
            let all = trust_fan(run, variant, segment).into_iter().enumerate().map(|(day, fan)| (day + 1, fan));
            all.filter(|(day, _)| (days.0..=days.1).contains(day)).collect()
        };
        let panel = |name: String, segment: Option<usize>| Panel {
            name,
            people: run.worlds.first().map_or(0, |ledger| measure::people(ledger, segment.map_or(Scope::All, Scope::Segment))),
            fans: fans(variant, segment),
            base: if base.is_some() { fans(run.baseline, segment) } else { Vec::new() },
        };
        let segments = run.scenario.population.segments.iter().enumerate().map(|(index, segment)| panel(segment.name.clone(), Some(index)));
        let panels: Vec<Panel> = std::iter::once(panel("all customers".into(), None)).chain(segments).collect();
        let parts: Vec<String> = panels.iter().map(|panel| format!("{} {}", panel.name, last(panel))).collect();
        let columns = ["Who", "Variant", "People a world", "Day", "10%", "25%", "median", "75%", "90%"].map(String::from).to_vec();
        let beside = base.as_ref().map_or_else(String::new, |base| format!(" Dashed, with thin lines around 8 of 10: {}.", base.label));
        let text = PlotText {
            title: format!("Whose trust is lost under {}?", who.label),
            sentence: format!("Median trust on day {} (8 of 10 people between): {}.", days.1, parts.join("; ")),
            caption: format!(
                "Line: median person. Bands: middle half (dark) and 8 of 10 people (light), pooled over worlds: how people differ, not how sure the median is.{beside} More is \
                 better. Same axes in every panel. {}.",
                whose(run, Scope::All)
            ),
            table: Table {
                columns,
                rows: panels
                    .iter()
                    .flat_map(|panel| {
                        let own = rows(panel, &who.label, &panel.fans);
                        own.into_iter().chain(base.iter().flat_map(|base| rows(panel, &base.label, &panel.base)))
                    })
                    .collect(),
            },
        };
        Self { text, who, base, panels, days }
    }
}

fn last(panel: &Panel) -> String {
    let Some((_, Fan { quantiles: [low, _, median, _, high] })) = panel.fans.last() else { return "n/a: nobody is in this segment".into() };
    let base = panel.base.last().map_or_else(String::new, |(_, base)| format!(", baseline {}", format_number(base.quantiles[2])));
    format!("{} ({} to {}{base})", format_number(*median), format_number(*low), format_number(*high))
}

/// First, middle and last day.
fn rows(panel: &Panel, variant: &str, fans: &[(usize, Fan)]) -> Vec<Vec<String>> {
    let head = || vec![panel.name.clone(), variant.to_owned(), format_count(panel.people)];
    let Some(last) = fans.len().checked_sub(1) else {
        let mut row = head();
        row.resize(9, "n/a".into());
        return vec![row];
    };
    let mut places = vec![0, last / 2, last];
    places.dedup();
    let row = |place: usize| {
        let (day, fan) = fans.get(place)?;
        let numbers = fan.quantiles.iter().map(|quantile| format_number(*quantile));
        Some(head().into_iter().chain([day.to_string()]).chain(numbers).collect())
    };
    places.into_iter().filter_map(row).collect()
}

impl Figure for TrustFans {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let grid = Rows::new(width, self.panels.len(), 210.0);
        let mut bottom = 0.0;
        for (index, panel) in self.panels.iter().enumerate() {
            let (left, row) = grid.place(index);
            bottom = self.panel(&mut picture, panel, (left, row as f64 * 220.0), grid.width);
        }
        picture.height = bottom;
        picture
    }
}

impl TrustFans {
    fn panel(&self, picture: &mut Picture, own: &Panel, (left, top): (f64, f64), width: f64) -> f64 {
        let palette = picture.palette;
        let look = self.who.look(&palette);
        let name = format!("{} (n = {} a world)", own.name, format_count(own.people));
        picture.text((left, top + 9.0), shortened(&name, 13.0, width), 13.0, palette.text, Align::Left);
        let (first, last) = self.days;
        let axes = Axes {
            x: (first as f64, last.max(first + 1) as f64),
            y: (0.0, 1.0),
            x_title: "day",
            y_title: "trust, 0 to 1",
            x_marks: day_marks(last, width - 90.0).into_iter().filter(|(day, _)| *day >= first as f64).collect(),
            y_marks: [0.0, 0.25, 0.5, 0.75, 1.0].map(|mark| (mark, format!("{mark:.2}"))).to_vec(),
            height: 128.0,
            right: end_room([&Some(&self.who), &self.base.as_ref()].into_iter().flatten().map(|who| format!("{} 0.000", who.letter()))),
        };
        let (panel, bottom) = axes.draw(picture, (left, top + 20.0), width);
        let path = |fans: &[(usize, Fan)], place: usize| -> Vec<(f64, f64)> {
            fans.iter().map(|(day, fan)| (panel.x_of(*day as f64), panel.y_of(fan.quantiles.get(place).copied().unwrap_or(0.0)))).collect()
        };
        for (low, high, opacity) in [(0, 4, 0.16), (1, 3, 0.28)] {
            picture.area(path(&own.fans, high).into_iter().chain(path(&own.fans, low).into_iter().rev()).collect(), look.color, opacity);
        }
        let label = |who: &Who, fan: &Fan| (fan.quantiles[2], who.look(&palette), format!("{} {}", who.letter(), format_number(fan.quantiles[2])));
        let mut ends = Vec::new();
        if let Some(base) = &self.base {
            let look = base.look(&palette);
            for place in [0, 4] {
                picture.line(&path(&own.base, place), look.color, 0.9, DOTTED);
            }
            picture.line(&path(&own.base, 2), look.color, 1.8, look.dash);
            ends.extend(own.base.last().map(|(_, fan)| label(base, fan)));
        }
        picture.line(&path(&own.fans, 2), look.color, 2.4, look.dash);
        match own.fans.last() {
            Some((_, fan)) => ends.push(label(&self.who, fan)),
            None => picture.text((panel.left + 4.0, panel.top + 10.0), "n/a: nobody", 12.0, palette.weak_text, Align::Left),
        }
        end_labels(picture, &panel, &ends);
        let half = 0.5 * (panel.right - panel.left) / (last.max(first + 1) - first) as f64;
        for (place, (day, fan)) in own.fans.iter().enumerate() {
            let [low, lower, median, upper, high] = fan.quantiles.map(format_number);
            let base = own.base.get(place).map_or_else(String::new, |(_, base)| format!("\nbaseline: median {}", format_number(base.quantiles[2])));
            let words = format!("{}, day {day}\nmedian {median}; half between {lower} and {upper}; 8 of 10 between {low} and {high}{base}", own.name);
            let x = panel.x_of(*day as f64);
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
        assert_eq!(rows.len(), 6 * (1 + run.scenario.population.segments.len()));
        let expected = trust_fan(&run, 2, Some(0));
        let day_28 = rows.iter().find(|row| row[0] == run.scenario.population.segments[0].name && row[3] == "28").expect("a row");
        assert_eq!(day_28[6], format_number(expected.last().expect("days").quantiles[2]));
        check("no world", &TrustFans::new(&synthetic(0, 7, 100, &["baseline"], &[]), 1));
    }
}
