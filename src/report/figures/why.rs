//! Why it creeps: mean felt creepiness of touches, taken apart into what makes it, a row a variant.

use super::parts::{Axes, LEAST, TEXT, Who, everyone};
use crate::experiment::{CreepParts, MOST_LIVES, creep_parts, format_interval, format_number};
use crate::measure::Undefined;
use crate::report::charts::axes::{Panel, ticks};
use crate::report::charts::page::confidence;
use crate::report::figure::{Figure, PlotText, Table};
use crate::report::palette::{Palette, SOLID, heat};
use crate::report::picture::{Align, Picture, shortened, text_width};
use crate::scenario::Metric;
use crate::simulate::Run;

/// Names of the parts that add up, and how dark each is.
const PARTS: [(&str, f64); 4] =
    [("noticed data use", 0.18), ("targeted and obtrusive", 0.5), ("being followed", 0.72), ("channel and setting", 0.95)];

/// Why touches creep, by variant.
#[derive(Clone, Debug)]
pub struct WhyItCreeps {
    text: PlotText,
    rows: Vec<(Who, Result<CreepParts, Undefined>)>,
}

fn parts(found: &CreepParts) -> [f64; 4] {
    [found.noticed, found.obtrusive, found.followed, found.context]
}

impl WhyItCreeps {
    /// All variants, from people of the first world lived again.
    pub fn new(run: &Run) -> Self {
        let mut found: Vec<Option<Result<CreepParts, Undefined>>> = creep_parts(run, MOST_LIVES).into_iter().map(Some).collect();
        let taken = |who: Who| {
            let own = found.get_mut(who.variant).and_then(Option::take).unwrap_or_else(|| Err(Undefined::new("the run has no such variant")));
            (who, own)
        };
        let rows: Vec<(Who, Result<CreepParts, Undefined>)> = everyone(run).into_iter().map(taken).collect();
        let columns = [
            "Variant",
            "Felt creepiness",
            "Noticed data use",
            "Targeted and obtrusive",
            "Being followed",
            "Channel and setting",
            "Would come on top if all were noticed",
            "Flow violation",
            "Awareness",
            "Touches",
            "People",
        ];
        let text = PlotText {
            title: "Why does it creep?".into(),
            sentence: format!(
                "Mean felt creepiness of touches, 0 to 1, by what makes it: {}.",
                rows.iter().map(sentence).collect::<Vec<_>>().join("; ")
            ),
            caption: format!(
                "Mean over the touches of at most {MOST_LIVES} people of the first world, lived again; whisker: {} interval over these people, not over worlds. Noticed data use is \
                 flow violation times awareness, less what control and trust relieve. Parts interact: taking one away changes the others. Beside the name: felt \
                 creepiness if all data use were noticed, which is no part of the bar. Channel and setting may calm (left of 0). Less is better.",
                confidence(run)
            ),
            table: Table { columns: columns.map(String::from).to_vec(), rows: rows.iter().map(table_row).collect() },
        };
        Self { text, rows }
    }
}

fn sentence((who, found): &(Who, Result<CreepParts, Undefined>)) -> String {
    match found {
        Ok(found) => {
            let own: Vec<String> = PARTS.iter().zip(parts(found)).map(|((name, _), part)| format!("{name} {}", format_number(part))).collect();
            format!("{} {} ({})", who.letter(), format_number(found.total), own.join(", "))
        }
        Err(undefined) => format!("{} {undefined}", who.letter()),
    }
}

fn table_row((who, found): &(Who, Result<CreepParts, Undefined>)) -> Vec<String> {
    let mut row = vec![who.label.clone()];
    match found {
        Ok(found) => {
            row.push(total(found));
            row.extend(parts(found).map(format_number));
            row.extend([found.unnoticed, found.violation, found.awareness].map(format_number));
            row.extend([found.touches, found.people].map(|count| crate::experiment::format_count(count as u64)));
        }
        Err(undefined) => {
            row.push(undefined.to_string());
            row.resize(11, "n/a".into());
        }
    }
    row
}

fn total(found: &CreepParts) -> String {
    let interval = found.interval.map_or_else(|| "one person".into(), |interval| format_interval(Metric::Creepiness, interval));
    format!("{} ({interval})", format_number(found.total))
}

/// Height of a row: words, then its bar.
const ROW: f64 = 46.0;

impl Figure for WhyItCreeps {
    fn text(&self) -> &PlotText {
        &self.text
    }

    fn draw(&self, width: f64, palette: Palette) -> Picture {
        let mut picture = Picture::new(width, palette, self.text.title.as_str());
        picture.description.clone_from(&self.text.sentence);
        let top = legend(&mut picture, width);
        let defined = || self.rows.iter().filter_map(|(_, found)| found.as_ref().ok());
        let end = |found: &CreepParts| parts(found).iter().filter(|part| **part > 0.0).sum::<f64>();
        let high = defined().flat_map(|found| [end(found), found.interval.map_or(0.0, |ends| ends.1)]).fold(0.05, f64::max);
        let low = defined().map(|found| parts(found).iter().filter(|part| **part < 0.0).sum::<f64>()).fold(0.0, f64::min);
        let x = (low * 1.1, high * 1.05);
        let marks = ticks(x, 5);
        let step = marks.get(1).zip(marks.first()).map_or(1.0, |(second, first)| second - first);
        let decimals = if step < 0.05 { 2 } else { 1 };
        let axes = Axes {
            x,
            y: (0.0, 1.0),
            x_title: "mean felt creepiness of touches, 0 to 1; less is better",
            y_title: "",
            x_marks: marks.iter().map(|mark| (*mark, format!("{:.decimals$}", mark + 0.0))).collect(),
            y_marks: Vec::new(),
            height: ROW * self.rows.len() as f64,
            right: 4.0,
        };
        let (panel, bottom) = axes.draw(&mut picture, (0.0, top - 8.0), width);
        let zero = panel.x_of(0.0);
        picture.line(&[(zero, panel.top), (zero, panel.bottom)], palette.axis, 1.2, SOLID);
        for (place, (who, found)) in self.rows.iter().enumerate() {
            let top = panel.top + ROW * place as f64;
            let words = match found {
                Ok(found) => {
                    let short = format!("{}: {}", who.label, total(found));
                    let long = format!("{short}; {} if all were noticed", format_number(found.total + found.unnoticed));
                    if text_width(&long, TEXT) <= width - 8.0 { long } else { short }
                }
                Err(undefined) => format!("{}: {undefined}", who.label),
            };
            // On a piece of background, so that grid lines do not run through the words.
            let words = shortened(&words, TEXT, width - 8.0);
            picture.rectangle((0.0, top + 3.0), (text_width(&words, TEXT) + 6.0, top + 19.0), palette.background, 1.0);
            picture.text((2.0, top + 11.0), words, TEXT, palette.text, Align::Left);
            if let Ok(found) = found {
                bar(&mut picture, &panel, top + 22.0, who, found);
            }
        }
        picture.height = bottom;
        picture
    }
}

/// The key of the parts.
fn legend(picture: &mut Picture, width: f64) -> f64 {
    let palette = picture.palette;
    let (mut x, mut y) = (0.0, 9.0);
    for &(name, shade) in &PARTS {
        let need = 22.0 + text_width(name, TEXT) + 16.0;
        if x > 0.0 && x + need - 16.0 > width {
            (x, y) = (0.0, y + 18.0);
        }
        block(picture, (x, y - 6.0), (x + 16.0, y + 6.0), shade);
        picture.text((x + 22.0, y), shortened(name, TEXT, width - 24.0), TEXT, palette.text, Align::Left);
        x += need;
    }
    y + 16.0
}

fn block(picture: &mut Picture, (left, top): (f64, f64), (right, bottom): (f64, f64), shade: f64) {
    let palette = picture.palette;
    picture.rectangle((left, top), (right, bottom), heat(shade), 1.0);
    picture.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], palette.axis, 0.8, SOLID);
}

fn bar(picture: &mut Picture, panel: &Panel, top: f64, who: &Who, found: &CreepParts) {
    let palette = picture.palette;
    let bottom = top + 17.0;
    let (mut right, mut left) = (0.0, 0.0);
    for ((name, shade), part) in PARTS.iter().zip(parts(found)) {
        let from = if part < 0.0 { left + part } else { right };
        let (one, two) = (panel.x_of(from), panel.x_of(from + part.abs()));
        if part < 0.0 {
            left += part;
        } else {
            right += part;
        }
        if two - one < 0.5 {
            continue;
        }
        block(picture, (one, top), (two, bottom), *shade);
        let words = format_number(part);
        if text_width(&words, LEAST) + 4.0 < two - one {
            picture.text((f64::midpoint(one, two), top + 8.5), words.as_str(), LEAST, crate::report::palette::on_heat(*shade), Align::Center);
        }
        picture.spot(
            (one, top),
            (two, bottom),
            format!("{}: {name} {words} of {}\n{} touches of {} people", who.label, total(found), found.touches, found.people),
        );
    }
    if let Some((low, high)) = found.interval {
        let y = bottom + 4.0;
        picture.line(&[(panel.x_of(low), y), (panel.x_of(high), y)], palette.text, 1.6, SOLID);
    }
    picture.marker((panel.x_of(found.total), bottom + 4.0), crate::report::palette::Marker::Diamond, 3.2, palette.text, false);
}

#[cfg(test)]
mod tests {
    use super::super::parts::testing::check;
    use super::*;
    use crate::report::figures::testing::flown;

    #[test]
    fn parts_add_up_and_the_twin_has_none() {
        let run = flown();
        let figure = WhyItCreeps::new(&run);
        check("why", &figure);
        for (who, found) in &figure.rows {
            match found {
                Ok(found) => {
                    assert!((parts(found).iter().sum::<f64>() - found.total).abs() < 1e-6, "{found:?}");
                    assert!(found.total > 0.0 && found.total < 1.0 && found.people > 0 && found.interval.is_some());
                }
                Err(undefined) => assert!(who.variant == 0 && undefined.reason.contains("nothing was shown")),
            }
        }
        // Everybody of the world is lived again: the mean is that of the ledger.
        let row = crate::experiment::score_row(&run, Metric::Creepiness, crate::ledger::Scope::All, 1);
        let of_world = row.scores[1].level.as_ref().expect("touches").values[0].expect("a value");
        let own = figure.rows.iter().find(|(who, _)| who.variant == 1).and_then(|(_, found)| found.as_ref().ok()).expect("parts");
        assert!((own.total - of_world).abs() < 1e-3, "{} and {of_world}", own.total);
        check("no world", &WhyItCreeps::new(&crate::experiment::testing::synthetic(0, 7, 100, &["baseline"], &[])));
    }
}
