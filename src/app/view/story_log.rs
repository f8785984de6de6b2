//! The log of a story as lines, what stands behind a touch as a table, and the rows of what would have kept her under her line.

use super::plain::{Table, sentence_case};
use crate::experiment::{Brief, Ways, format_number};
use crate::report::story::{Event, Sign, Story, main_term, signal_names, topic_letter};
use crate::scenario::Scenario;
use crate::simulate::Run;

/// One line of the log.
#[derive(Clone, Debug, PartialEq)]
pub struct LogLine {
    /// Day, from 1.
    pub day: usize,
    /// Which of the two lives.
    pub life: usize,
    /// Place among the events of that life.
    pub line: usize,
    /// Letter of the variant.
    pub letter: String,
    /// What happened.
    pub what: String,
    /// Why.
    pub why: String,
    /// The touch behind it, by its place in the life.
    pub touch: Option<usize>,
    /// It is something that people do not want.
    pub harm: bool,
}

/// The log of both lives, by day.
pub fn story_log(story: &Story, only_turns: bool) -> Vec<LogLine> {
    let mut lines = Vec::new();
    for (life, lived) in story.lives.iter().enumerate() {
        for (line, event) in lived.events.iter().enumerate() {
            if !only_turns || is_turn(event) {
                lines.push(LogLine {
                    day: event.day,
                    life,
                    line,
                    letter: lived.letter.clone(),
                    what: sentence_case(&event.what),
                    why: event.why.clone(),
                    touch: event.touch.filter(|_| matches!(event.sign, Sign::Message | Sign::Visit)),
                    harm: is_harm(event.sign),
                });
            }
        }
    }
    lines.sort_by_key(|line| (line.day, line.life, line.line));
    lines
}

fn is_turn(event: &Event) -> bool {
    let acted = event.acts.iter().any(|act| !matches!(act, Sign::Click | Sign::Finds));
    acted || !matches!(event.sign, Sign::Message | Sign::Visit)
}

fn is_harm(sign: Sign) -> bool {
    matches!(sign, Sign::Over | Sign::TrustFalls | Sign::Unsubscribes | Sign::OptsOut | Sign::Leaves | Sign::Complains)
}

/// Everything behind a touch: data, evidence, beliefs, message, felt creepiness by its parts, chance of an answer.
pub fn touch_details(scenario: &Scenario, story: &Story, life: usize, touch: usize) -> Table {
    let columns = ["What", "Value"].map(String::from).to_vec();
    let Some(touch) = story.lives.get(life).and_then(|life| life.touches.get(touch)) else { return Table { columns, rows: Vec::new() } };
    let number = |value: f32| format_number(f64::from(value));
    let mut rows: Vec<[String; 2]> = Vec::new();
    let mut add = |what: &str, value: String| rows.push([what.to_owned(), value]);
    if touch.slate.is_empty() {
        add("Shown", "nothing: no data were used".into());
    } else {
        let items = touch.slate.iter().map(|shown| format!("{} ({}, match {})", shown.item, topic_letter(shown.topic), number(shown.affinity)));
        add("Shown: item, topic, match with her tastes", items.collect::<Vec<_>>().join("; "));
        let names = signal_names(scenario, touch.signals);
        add("Data used", if names.is_empty() { "none about her".into() } else { names.join(", ") });
        let [choices, snapshots, prior] = touch.evidence.map(number);
        add(
            "What the policy rests on, in observations",
            format!("choices seen {choices}, data bought or kept {snapshots}, what is assumed before {prior}"),
        );
        let believed = touch.believed.iter().map(|(topic, share)| format!("{} {:.0}%", topic_letter(*topic), share * 100.0));
        let believed = believed.collect::<Vec<_>>().join(", ");
        add("Topics that the policy believes she likes", if believed.is_empty() { "none: it knows nothing of her".into() } else { believed });
        let a = &touch.attributes;
        add(
            "The message, each 0 to 1",
            format!(
                "S sensitivity {}, D depth {}, H covertness {}, X openness of personal data {}, G specificity {}, E explanation {}, K control {}, O obtrusiveness {}",
                number(a.sensitivity),
                number(a.depth),
                number(a.covertness),
                number(a.explicitness),
                number(a.specificity),
                number(a.explanation),
                number(a.control),
                number(a.obtrusiveness)
            ),
        );
        let felt = &touch.felt;
        let parts = format!("data used {}, interrupting {}, being followed {}", number(felt.privacy), number(felt.obtrusive), number(felt.followed));
        let most = main_term(touch).map_or_else(String::new, |(words, share)| format!("; {:.0}% of it is {words}", share * 100.0));
        add("Felt creepiness, and its parts before they are added up", format!("{}: {parts}{most}", number(felt.creepiness)));
        add("Earlier exposures to the same message, fading", number(touch.exposures));
        add("Would call it creepy", if touch.says_creepy { "yes".into() } else { "no".into() });
    }
    if let Some(chance) = touch.chance {
        add("Chance of an answer", format!("{}%", format_number(f64::from(chance) * 100.0)));
    }
    add("Trust before and after", format!("{} -> {}", number(touch.trust[0]), number(touch.trust[1])));
    Table { columns, rows: rows.into_iter().map(Vec::from).collect() }
}

/// A row of what would have kept her under her line.
#[derive(Clone, Debug, PartialEq)]
pub struct WayRow {
    /// Change, size, days over, highest margin, choices and purchases, trust, what becomes of her.
    pub cells: [String; 7],
    /// She is never over her line, and stays.
    pub under: bool,
}

fn outcome(life: &Brief) -> String {
    let stays = life.left.map_or_else(|| "stays".to_owned(), |day| format!("leaves on day {day}"));
    life.opted_out.map_or_else(|| stays.clone(), |day| format!("opts out on day {day}, {stays}"))
}

/// What was found in a sentence, and its rows in the order of the ways.
pub fn way_rows(run: &Run, story: &Story, found: &Ways) -> (String, Vec<WayRow>) {
    let before = &found.before;
    let margin = |value: Option<f32>| value.map_or_else(|| "n/a: never active".to_owned(), |value| format_number(f64::from(value)));
    let change = |now: usize, was: usize| match now as i64 - was as i64 {
        0 => "the same".to_owned(),
        more => format!("{more:+}"),
    };
    let rows: Vec<WayRow> = found
        .ways
        .iter()
        .map(|way| {
            let size = format!("{:.2}", way.size);
            match &way.life {
                Err(reason) => WayRow {
                    cells: [way.what.clone(), size, format!("n/a: {reason}"), String::new(), String::new(), String::new(), String::new()],
                    under: false,
                },
                Ok(life) => {
                    let stays = if life.is_under() { " (under her line)" } else { "" };
                    WayRow {
                        cells: [
                            way.what.clone(),
                            size,
                            format!("{} -> {}{stays}", before.days_over, life.days_over),
                            format!("{} -> {}", margin(before.highest), margin(life.highest)),
                            format!("{}, {}", change(life.choices, before.choices), change(life.purchases, before.purchases)),
                            format!("{} -> {}", format_number(f64::from(before.trust)), format_number(f64::from(life.trust))),
                            outcome(life),
                        ],
                        under: life.is_under(),
                    }
                }
            }
        })
        .collect();
    let name = run.variants.get(found.variant).map_or("", String::as_str);
    let kept = rows.iter().filter(|row| row.under).count();
    let least = rows.iter().find(|row| row.under).map(|row| row.cells[0].clone());
    let sentence = match (before.days_over, least) {
        (0, _) => format!("Under \"{name}\" {} was never over her line; the changes below would keep it so or not.", story.who.name),
        (days, None) => {
            format!("Under \"{name}\" {} ended {days} days over her line, and no single change below keeps her under it.", story.who.name)
        }
        (days, Some(least)) => format!(
            "Under \"{name}\" {} ended {days} days over her line. {kept} of {} changes keep her under it; the smallest is: {least}.",
            story.who.name,
            rows.len()
        ),
    };
    (sentence, rows)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::{testing::retargeting, ways};

    #[test]
    fn the_log_has_every_event_and_the_details_of_every_touch() {
        let run = retargeting();
        let story = Story::new(&run, 0, 5, [1, 2]).expect("a story");
        let all = story_log(&story, false);
        assert_eq!(all.len(), story.lives.iter().map(|life| life.events.len()).sum::<usize>());
        assert!(all.is_sorted_by_key(|line| (line.day, line.life)));
        let turns = story_log(&story, true);
        assert!(turns.len() < all.len() && turns.iter().all(|line| all.contains(line)));
        let message = all.iter().find(|line| line.touch.is_some()).expect("a touch");
        let details = touch_details(&run.scenario, &story, message.life, message.touch.expect("a touch"));
        assert!(details.rows.len() >= 9 && details.rows.iter().any(|row| row[1].contains("K control")), "{details:?}");
        assert!(touch_details(&run.scenario, &story, 0, 99_999).rows.is_empty());
    }

    #[test]
    fn ways_are_told_with_before_and_after() {
        let run = retargeting();
        let story = Story::new(&run, 0, 5, [1, 2]).expect("a story");
        let found = ways(&run, 0, 2, 5, &|_, _| true).expect("found");
        let (sentence, rows) = way_rows(&run, &story, &found);
        assert!(sentence.contains(&story.who.name) && rows.len() == found.ways.len());
        assert!(rows.iter().zip(&found.ways).all(|(row, way)| row.under == way.life.as_ref().is_ok_and(Brief::is_under)));
        assert!(rows.iter().all(|row| row.cells[2].starts_with(&format!("{} -> ", found.before.days_over))));
    }
}
