//! Say and do: what people of each segment say against what they do, as slopes with intervals at both ends.

use super::parts::{Axes, Rows, Who, end_labels, end_room, reason, row_key, segment_letter, segment_look, share_marks, whisker, whose};
use crate::experiment::{Estimated, course, format_count, format_estimate, format_value, score_row};
use crate::ledger::Scope;
use crate::measure::{self, Undefined};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::Palette;
use crate::report::picture::Picture;
use crate::scenario::Metric;
use crate::simulate::Run;

/// What is said, what is done.
const PAIRS: [(Metric, Metric); 3] =
    [(Metric::OverLine, Metric::OptOut), (Metric::StatedUnsubscribe, Metric::Unsubscribed), (Metric::StatedVeryCreepy, Metric::Churn)];

/// Say and do under one variant.
#[derive(Clone, Debug)]
pub struct SayAndDo {
    text: PlotText,
    segments: Vec<(String, u64)>,
    pairs: Vec<Pair>,
}

#[derive(Clone, Debug)]
struct Pair {
    said: Metric,
    done: Metric,
    /// By segment.
    ends: Vec<(Estimated, Estimated)>,
}

impl SayAndDo {
    /// Every segment under a variant.
    pub fn new(run: &Run, variant: usize) -> Self {
        let days = run.days_shown().1;
        let people = |scope| run.worlds.first().map_or(0, |ledger| measure::people(ledger, scope));
        let segments: Vec<(String, u64)> = run
            .scenario
            .population
            .segments
            .iter()
            .enumerate()
            .map(|(index, segment)| (segment.name.clone(), people(Scope::Segment(index))))
            .collect();
        let ends = |metric: Metric, segment: usize| -> Estimated {
            let none = || Err(Undefined::new("the run has no such variant"));
            let scope = Scope::Segment(segment);
            if metric == Metric::OverLine {
                // On the last day: who would object then, if asked.
                return course(run, metric, scope).lines.get(variant).and_then(|line| line.level.last().cloned()).unwrap_or_else(none);
            }
            score_row(run, metric, scope, 1).scores.get(variant).map_or_else(none, |score| score.level.clone())
        };
        let pairs: Vec<Pair> = PAIRS
            .iter()
            .map(|&(said, done)| Pair { said, done, ends: (0..segments.len()).map(|segment| (ends(said, segment), ends(done, segment))).collect() })
            .collect();
        let who = Who::of(run, variant);
        let rows = pairs.iter().flat_map(|pair| rows(pair, &segments)).collect();
        let columns = ["Said", "Done", "Segment", "People a world", "Say", "Do"].map(String::from).to_vec();
        let parts: Vec<String> = pairs.iter().map(|pair| sentence(pair, &segments)).collect();
        let text = PlotText {
            title: format!("Do those who object act on it under {}?", who.label),
            sentence: format!("{}.", parts.join(". ")),
            caption: format!(
                "Left of each plot what people say, right what they have done by day {days}; whiskers: {} interval of the mean over worlds. Shares of different questions: \
                 the slope says how far words and acts are apart, not who acted. Words are those of a survey at the last checkpoint; being over the own line on day {days} \
                 stands for those who would object if asked. {}.",
                confidence(run),
                whose(run, Scope::All)
            ),
            table: Table { columns, rows },
        };
        Self { text, segments, pairs }
    }
}

/// What is said, in words.
fn said(metric: Metric) -> &'static str {
    match metric {
        Metric::OverLine => "over their line",
        Metric::StatedUnsubscribe => "say: would unsubscribe",
        _ => "say: very creepy",
    }
}

/// What is done, in words.
fn done(metric: Metric) -> &'static str {
    match metric {
        Metric::OptOut => "switched it off",
        Metric::Unsubscribed => "unsubscribed",
        _ => "left",
    }
}

fn rows(pair: &Pair, segments: &[(String, u64)]) -> Vec<Vec<String>> {
    let row = |((name, people), (say, act)): (&(String, u64), &(Estimated, Estimated))| {
        let (say, act) = (format_estimate(pair.said, say), format_estimate(pair.done, act));
        vec![said(pair.said).into(), done(pair.done).into(), name.clone(), format_count(*people), say, act]
    };
    segments.iter().zip(&pair.ends).map(row).collect()
}

fn sentence(pair: &Pair, segments: &[(String, u64)]) -> String {
    let value =
        |metric: Metric, estimated: &Estimated| estimated.as_ref().map_or_else(ToString::to_string, |estimate| format_value(metric, estimate.mean));
    let parts: Vec<String> = segments
        .iter()
        .zip(&pair.ends)
        .map(|((name, _), (say, act))| format!("{name} {} and {}", value(pair.said, say), value(pair.done, act)))
        .collect();
    format!("Share that is or says \"{}\", and share that {}: {}", said(pair.said), done(pair.done), parts.join(", "))
}

impl Figure for SayAndDo {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let key = |(index, (name, people)): (usize, &(String, u64))| {
            (segment_look(&palette, index), format!("{} {name} (n = {} a world)", segment_letter(index), format_count(*people)))
        };
        let parts: Vec<_> = self.segments.iter().enumerate().map(key).collect();
        let top = row_key(&mut picture, (0.0, 0.0), width, &parts);
        let rows = Rows::new(width, self.pairs.len(), 250.0);
        let shares = self.pairs.iter().flat_map(|pair| pair.ends.iter().flat_map(|(say, act)| [say, act])).flatten();
        let highest = shares.map(|share| share.interval.map_or(share.mean, |(_, high)| high)).fold(0.05, f64::max);
        let mut bottom = top;
        for (index, pair) in self.pairs.iter().enumerate() {
            let (left, row) = rows.place(index);
            let end = panel(&mut picture, pair, (left, top + row as f64 * 236.0), rows.width, (highest * 1.06).min(1.0));
            bottom = bottom.max(end);
        }
        picture.height = bottom + 2.0;
        picture
    }
}

fn panel(picture: &mut Picture, pair: &Pair, (left, top): (f64, f64), width: f64, highest: f64) -> f64 {
    let palette = picture.palette;
    let drawn: Vec<(usize, f64, f64)> =
        pair.ends.iter().enumerate().filter_map(|(segment, (say, act))| Some((segment, say.as_ref().ok()?.mean, act.as_ref().ok()?.mean))).collect();
    if drawn.is_empty() {
        let why = pair
            .ends
            .iter()
            .find_map(|(say, act)| say.as_ref().err().or(act.as_ref().err()))
            .map_or_else(|| "n/a: no segment".into(), ToString::to_string);
        let words = format!("\"{}\" against \"{}\": {why}", said(pair.said), done(pair.done));
        return reason(picture, (left, top), width, &words);
    }
    let labels: Vec<_> = drawn
        .iter()
        .map(|&(segment, _, act)| (act, segment_look(&palette, segment), format!("{} {}", segment_letter(segment), format_value(pair.done, act))))
        .collect();
    let axes = Axes {
        x: (0.0, 1.0),
        y: (0.0, highest),
        x_title: "",
        y_title: "share of people; less is better",
        x_marks: vec![(0.0, said(pair.said).into()), (1.0, done(pair.done).into())],
        y_marks: share_marks(highest, 4),
        height: 168.0,
        right: end_room(labels.iter().map(|(.., words)| words.clone())).max(50.0),
    };
    let (panel, bottom) = axes.draw(picture, (left, top), width);
    let middle = |place: usize| 7.0 * (place as f64 - (drawn.len() as f64 - 1.0) / 2.0);
    for (place, &(segment, say, act)) in drawn.iter().enumerate() {
        let look = segment_look(&palette, segment);
        let room = 7.0 * drawn.len() as f64 / 2.0;
        let (from, to) = ((panel.left + room + middle(place), panel.y_of(say)), (panel.right - room + middle(place), panel.y_of(act)));
        picture.line(&[from, to], look.color, 1.6, look.dash);
        if let Some((Ok(say), Ok(act))) = pair.ends.get(segment) {
            whisker(picture, &panel, from.0, say.interval, look.color);
            whisker(picture, &panel, to.0, act.interval, look.color);
        }
        for at in [from, to] {
            picture.marker(at, look.marker, 4.2, look.color, false);
        }
    }
    end_labels(picture, &panel, &labels);
    let value = |metric: Metric, estimated: &Estimated| format_estimate(metric, estimated);
    let words: Vec<String> = pair
        .ends
        .iter()
        .enumerate()
        .map(|(segment, (say, act))| {
            format!("{}: {} {}, {} {}", segment_letter(segment), said(pair.said), value(pair.said, say), done(pair.done), value(pair.done, act))
        })
        .collect();
    picture.spot((panel.left, panel.top), (panel.right, panel.bottom), words.join("\n"));
    bottom
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::experiment::own_line;
    use crate::experiment::testing::{synthetic, synthetic_run};

    #[test]
    fn both_ends_are_those_of_the_scorecard() {
        let run = synthetic_run(4);
        let figure = SayAndDo::new(&run, 2);
        check("say and do", &figure);
        let rows = &figure.text.table.rows;
        assert_eq!(rows.len(), 9);
        assert_eq!(rows[1][4], format_estimate(Metric::OverLine, &own_line(&run, 2, Some(1), 28).over));
        assert_eq!(rows[1][5], format_estimate(Metric::OptOut, &score_row(&run, Metric::OptOut, Scope::Segment(1), 1).scores[2].level));
        assert!(rows[4][4].starts_with("n/a"), "nobody was asked in a survey: {}", rows[4][4]);
        check("no such variant", &SayAndDo::new(&run, 9));
        check("no world", &SayAndDo::new(&synthetic(0, 7, 100, &["baseline"], &[]), 1));
    }
}
