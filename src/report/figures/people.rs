//! The people of a scenario before any run: who they are, what they like, and twelve of them.

use std::sync::Arc;

use super::cells::{self, Cell};
use super::parts::{Axes, Rows, TEXT, row_key, segment_letter, segment_look, share_marks};
use crate::experiment::{format_count, format_number, format_value};
use crate::report::charts::axes::{Panel, ticks};
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, heat, on_heat};
use crate::report::picture::{Align, Picture};
use crate::scenario::{Metric, Scenario};
use crate::world::{Keyed, Population, cells as cells_of, lanes};

/// People drawn.
pub const DRAWN: u64 = 1_500;
/// Bins of a histogram.
const BINS: usize = 24;
/// A share, for wording.
const SHARE: Metric = Metric::OverLine;

/// A person as drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    /// Number of the customer in the first world.
    pub id: u64,
    /// Segment, by index.
    pub segment: usize,
    /// Own line, trust, concern, visits a week, price sensitivity.
    pub traits: [f64; 5],
    /// Share of each topic in her innate interests.
    pub tastes: Vec<f64>,
}

/// People of the first world of a scenario.
#[derive(Clone, Debug, PartialEq)]
pub struct DrawnPeople {
    /// Names of the segments.
    pub segments: Vec<String>,
    /// The people, at most [`DRAWN`], in order.
    pub people: Vec<Drawn>,
    topics: usize,
}

impl DrawnPeople {
    /// Draws them.
    pub fn new(scenario: &Arc<Scenario>) -> Self {
        match lanes(scenario) {
            16 => Self::draw::<16>(scenario),
            _ => Self::draw::<32>(scenario),
        }
    }

    fn draw<const K: usize>(scenario: &Arc<Scenario>) -> Self {
        let population = Population::<K>::new(scenario, Keyed::new(Keyed::world_seed(scenario.experiment.seed, 0)), cells_of(scenario));
        let topics = scenario.catalog.topics as usize;
        let people = (0..scenario.population.customers.min(DRAWN))
            .map(|id| {
                let person = population.person(id);
                let shares = crate::math::softmax(&person.innate, topics);
                let traits = [person.tolerance, person.trust, person.concern, 7.0 * person.visit, person.price_sensitivity].map(f64::from);
                Drawn { id, segment: person.segment, traits, tastes: shares.iter().take(topics).map(|&share| f64::from(share)).collect() }
            })
            .collect();
        let segments = scenario.population.segments.iter().map(|segment| segment.name.clone()).collect();
        Self { segments, people, topics }
    }

    fn of(&self, segment: usize) -> impl Iterator<Item = &Drawn> {
        self.people.iter().filter(move |person| person.segment == segment)
    }

    /// Twelve of them, evenly from all, as a table.
    pub fn sample(&self) -> Table {
        let columns = ["Person", "Segment", "Line", "Trust", "Concern", "Visits", "Likes most"].map(String::from).to_vec();
        let step = (self.people.len() / 12).max(1);
        let row = |person: &Drawn| {
            let liked = person.tastes.iter().copied().enumerate().max_by(|a, b| a.1.total_cmp(&b.1));
            let liked = liked.map_or_else(|| "n/a".into(), |(topic, share)| format!("T{} {}", topic + 1, format_value(SHARE, share)));
            let segment = self.segments.get(person.segment).cloned().unwrap_or_default();
            [format!("P-{:05}", person.id), segment]
                .into_iter()
                .chain(person.traits.iter().take(4).map(|value| format_number(*value)))
                .chain([liked])
                .collect()
        };
        Table { columns, rows: self.people.iter().step_by(step).take(12).map(row).collect() }
    }

    fn whose(&self) -> String {
        format!("{} people drawn as in the first world, before any run", format_count(self.people.len() as u64))
    }
}

/// What a panel shows: name with unit, place in [`Drawn::traits`], end of the axis where it is fixed.
const TRAITS: [(&str, usize, Option<f64>); 5] = [
    ("own line (felt creepiness, 0 to 1)", 0, Some(1.0)),
    ("trust at the start, 0 to 1", 1, Some(1.0)),
    ("privacy concern, 0 to 1", 2, Some(1.0)),
    ("own visits a week", 3, None),
    ("price sensitivity", 4, None),
];

/// Who they are: histograms of traits by segment.
#[derive(Clone, Debug)]
pub struct WhoTheyAre {
    text: PlotText,
    names: Vec<(String, usize)>,
    /// By trait: end of the axis; by segment, share of all people by bin.
    panels: Vec<(&'static str, f64, Vec<Vec<f64>>)>,
}

impl WhoTheyAre {
    /// Histograms of drawn people.
    pub fn new(drawn: &DrawnPeople) -> Self {
        let all = drawn.people.len().max(1) as f64;
        let panel = |&(name, place, end): &(&'static str, usize, Option<f64>)| {
            let value = |person: &Drawn| person.traits.get(place).copied().unwrap_or(0.0);
            let end = end.unwrap_or_else(|| drawn.people.iter().map(value).fold(1.0, f64::max).ceil());
            let bins = |segment: usize| {
                let mut bins = vec![0.0; BINS];
                for person in drawn.of(segment) {
                    let bin = ((value(person) / end * BINS as f64) as usize).min(BINS - 1);
                    if let Some(bin) = bins.get_mut(bin) {
                        *bin += 1.0 / all;
                    }
                }
                bins
            };
            (name, end, (0..drawn.segments.len()).map(bins).collect())
        };
        let names: Vec<(String, usize)> = drawn.segments.iter().enumerate().map(|(index, name)| (name.clone(), drawn.of(index).count())).collect();
        let middle = |segment: usize, place: usize| {
            let mut values: Vec<f64> = drawn.of(segment).filter_map(|person| person.traits.get(place).copied()).collect();
            values.sort_by(f64::total_cmp);
            values.get(values.len() / 2).map_or_else(|| "n/a".into(), |value| format_number(*value))
        };
        let columns = ["Segment", "People drawn"].into_iter().chain(TRAITS.iter().map(|(name, ..)| *name)).map(String::from).collect();
        let row = |(segment, (name, people)): (usize, &(String, usize))| {
            [name.clone(), format_count(*people as u64)].into_iter().chain(TRAITS.iter().map(|(_, place, _)| middle(segment, *place))).collect()
        };
        let rows = names.iter().enumerate().map(row).collect();
        let parts: Vec<String> = names
            .iter()
            .enumerate()
            .map(|(segment, (name, _))| format!("{name} line {}, trust {}, concern {}", middle(segment, 0), middle(segment, 1), middle(segment, 2)))
            .collect();
        let text = PlotText {
            title: "Who are they?".into(),
            sentence: format!("Medians by segment: {}.", parts.join("; ")),
            caption: format!(
                "Outlines: share of all people in each of {BINS} bins, by segment (letter). Concern is one number for a segment. {}. The table gives medians.",
                drawn.whose()
            ),
            table: Table { columns, rows },
        };
        Self { text, names, panels: TRAITS.iter().map(panel).collect() }
    }
}

impl Figure for WhoTheyAre {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let key = |(index, (name, people)): (usize, &(String, usize))| {
            (segment_look(&palette, index), format!("{} {name} (n = {})", segment_letter(index), format_count(*people as u64)))
        };
        let parts: Vec<_> = self.names.iter().enumerate().map(key).collect();
        let top = row_key(&mut picture, (0.0, 0.0), width, &parts);
        let grid = Rows::new(width, self.panels.len(), 170.0);
        let mut bottom = top;
        for (index, panel) in self.panels.iter().enumerate() {
            let (left, row) = grid.place(index);
            bottom = histogram(&mut picture, panel, (left, top + row as f64 * 158.0), grid.width);
        }
        picture.height = bottom;
        picture
    }
}

fn histogram(picture: &mut Picture, (name, end, segments): &(&'static str, f64, Vec<Vec<f64>>), (left, top): (f64, f64), width: f64) -> f64 {
    let tallest = segments.iter().flatten().copied().fold(0.02, f64::max) * 1.25;
    let marks = ticks((0.0, *end), 4);
    let axes = Axes {
        x: (0.0, *end),
        y: (0.0, tallest),
        x_title: name,
        y_title: "share of people",
        x_marks: marks
            .iter()
            .map(|mark| {
                (*mark, if *end <= 1.0 { format!("{mark:.2}").trim_end_matches('0').trim_end_matches('.').to_owned() } else { format!("{mark:.0}") })
            })
            .collect(),
        y_marks: share_marks(tallest, 3),
        height: 84.0,
        right: 6.0,
    };
    let (panel, bottom) = axes.draw(picture, (left, top), width);
    let mut taken: Vec<(f64, f64)> = Vec::new();
    for (segment, bins) in segments.iter().enumerate() {
        outline(picture, &panel, *end, segment, bins, &mut taken);
    }
    for bin in 0..BINS {
        let edge = |place: usize| end * place as f64 / BINS as f64;
        let words: Vec<String> = segments
            .iter()
            .enumerate()
            .map(|(segment, bins)| format!("{} {}", segment_letter(segment), format_value(SHARE, bins.get(bin).copied().unwrap_or(0.0))))
            .collect();
        let words = format!("{name}\n{} to {}: {} of people", format_number(edge(bin)), format_number(edge(bin + 1)), words.join(", "));
        picture.spot((panel.x_of(edge(bin)), panel.top), (panel.x_of(edge(bin + 1)), panel.bottom), words);
    }
    bottom
}

/// The outline of a segment's bars, its letter at the highest.
fn outline(picture: &mut Picture, panel: &Panel, end: f64, segment: usize, bins: &[f64], taken: &mut Vec<(f64, f64)>) {
    let look = segment_look(&picture.palette, segment);
    let filled = |bin: usize| bins.get(bin).is_some_and(|share| *share > 0.0);
    let (Some(first), Some(last)) = ((0..bins.len()).find(|bin| filled(*bin)), (0..bins.len()).rev().find(|bin| filled(*bin))) else { return };
    let x = |edge: usize| panel.x_of(end * edge as f64 / bins.len() as f64);
    let mut path = vec![(x(first), panel.bottom)];
    for bin in first..=last {
        let y = panel.y_of(bins.get(bin).copied().unwrap_or(0.0));
        path.extend([(x(bin), y), (x(bin + 1), y)]);
    }
    path.push((x(last + 1), panel.bottom));
    picture.line(&path, look.color, 1.4, look.dash);
    let highest = (first..=last).max_by(|a, b| bins.get(*a).copied().unwrap_or(0.0).total_cmp(&bins.get(*b).copied().unwrap_or(0.0)));
    let Some(highest) = highest else { return };
    let mut at = (f64::midpoint(x(highest), x(highest + 1)), (panel.y_of(bins.get(highest).copied().unwrap_or(0.0)) - 7.0).max(panel.top + 5.0));
    // Letters that would stand on each other step aside.
    while taken.iter().any(|other| (other.0 - at.0).abs() < 12.0 && (other.1 - at.1).abs() < 12.0) {
        at.0 += 12.0;
    }
    taken.push(at);
    picture.text((at.0.min(panel.right - 4.0), at.1), segment_letter(segment), TEXT, look.color, Align::Center);
}

/// What they like: mean share of each topic in innate interests, by segment.
#[derive(Clone, Debug)]
pub struct TasteMap {
    text: PlotText,
    segments: Vec<String>,
    topics: Vec<String>,
    /// By segment and topic.
    means: Vec<Vec<f64>>,
}

impl TasteMap {
    /// Mean tastes of drawn people.
    pub fn new(drawn: &DrawnPeople) -> Self {
        let topics: Vec<String> = (1..=drawn.topics).map(|topic| format!("T{topic}")).collect();
        let segments: Vec<String> =
            drawn.segments.iter().enumerate().map(|(index, name)| format!("{name} (n = {})", format_count(drawn.of(index).count() as u64))).collect();
        let mean = |segment: usize, topic: usize| {
            let (count, sum) =
                drawn.of(segment).fold((0.0, 0.0), |(count, sum), person| (count + 1.0, sum + person.tastes.get(topic).copied().unwrap_or(0.0)));
            if count > 0.0 { sum / count } else { f64::NAN }
        };
        let means: Vec<Vec<f64>> = (0..segments.len()).map(|segment| (0..drawn.topics).map(|topic| mean(segment, topic)).collect()).collect();
        let most = |own: &Vec<f64>| {
            own.iter()
                .enumerate()
                .filter(|(_, share)| share.is_finite())
                .max_by(|a, b| a.1.total_cmp(b.1))
                .map(|(topic, share)| format!("T{} {}", topic + 1, format_value(SHARE, *share)))
        };
        let parts: Vec<String> =
            segments.iter().zip(&means).map(|(name, own)| format!("{name} {}", most(own).unwrap_or_else(|| "n/a".into()))).collect();
        let columns = std::iter::once("Segment".to_owned()).chain(topics.iter().cloned()).collect();
        let rows = segments
            .iter()
            .zip(&means)
            .map(|(name, own)| std::iter::once(name.clone()).chain(own.iter().map(|share| format_value(SHARE, *share))).collect())
            .collect();
        let text = PlotText {
            title: "What do they like?".into(),
            sentence: format!("Largest topic of each segment, as a share of innate interests: {}.", parts.join(", ")),
            caption: format!("Mean share of each topic in innate interests, percent; darker blue is less, yellow is more. {}.", drawn.whose()),
            table: Table { columns, rows },
        };
        Self { text, segments, topics, means }
    }

    fn cell(&self, segment: usize, topic: usize, highest: f64) -> Cell {
        let share = self.means.get(segment).and_then(|own| own.get(topic)).copied().filter(|share| share.is_finite());
        let Some(share) = share else { return Cell { number: "n/a".into(), words: "n/a: nobody of this segment was drawn".into(), colors: None } };
        let shade = share / highest;
        let name = |names: &[String], place: usize| names.get(place).cloned().unwrap_or_default();
        let words = format!("{}, {}: {} of innate interests", name(&self.segments, segment), name(&self.topics, topic), format_value(SHARE, share));
        Cell { number: format!("{:.1}", 100.0 * share), words, colors: Some((heat(shade), on_heat(shade))) }
    }
}

impl Figure for TasteMap {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        picture.text((0.0, 8.0), "share of innate interests, percent", TEXT, palette.weak_text, Align::Left);
        let highest = self.means.iter().flatten().copied().filter(|share| share.is_finite()).fold(1e-6, f64::max);
        picture.height = cells::draw(&mut picture, 20.0, &self.segments, &self.topics, |segment, topic| self.cell(segment, topic, highest));
        picture
    }
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;

    fn drawn(people: u64) -> DrawnPeople {
        let mut scenario = Scenario::default();
        scenario.population.customers = people;
        DrawnPeople::new(&Arc::new(scenario))
    }

    #[test]
    fn people_are_those_of_the_settings() {
        let drawn = drawn(900);
        assert_eq!(drawn.people.len(), 900);
        let figure = WhoTheyAre::new(&drawn);
        check("who they are", &figure);
        for (name, _, segments) in &figure.panels {
            let sum: f64 = segments.iter().flatten().sum();
            assert!((sum - 1.0).abs() < 1e-9, "{name}: {sum}");
        }
        let rows = &figure.text.table.rows;
        assert_eq!(rows.iter().map(|row| row[0].as_str()).collect::<Vec<_>>(), ["guarded", "pragmatic", "relaxed"]);
        assert!((rows[0][2].parse::<f64>().expect("a number") - 0.2).abs() < 0.02 && rows[2][4] == "0.200", "{rows:?}");
        let sample = drawn.sample();
        assert!(sample.rows.len() == 12 && sample.rows.iter().all(|row| row.len() == sample.columns.len()));
    }

    #[test]
    fn tastes_of_a_segment_add_up_to_one() {
        let map = TasteMap::new(&drawn(600));
        check("tastes", &map);
        for (own, row) in map.means.iter().zip(&map.text.table.rows) {
            assert!((own.iter().sum::<f64>() - 1.0).abs() < 1e-4);
            assert_eq!(row[3], format_value(SHARE, own[2]));
        }
        check("two people", &TasteMap::new(&drawn(2)));
        check("one person", &WhoTheyAre::new(&drawn(1)));
    }
}
