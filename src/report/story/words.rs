//! Small words of stories: counts, data, what made a touch feel as it did.

use crate::experiment::format_number;
use crate::scenario::Scenario;
use crate::simulate::TouchRecord;

/// "first", "second", ... "21st".
pub(super) fn ordinal(count: usize) -> String {
    let words = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
    match count.checked_sub(1).and_then(|place| words.get(place)) {
        Some(word) => (*word).to_owned(),
        None => {
            let ending = match (count % 10, count % 100) {
                (_, 11..=13) => "th",
                (1, _) => "st",
                (2, _) => "nd",
                (3, _) => "rd",
                _ => "th",
            };
            format!("{count}{ending}")
        }
    }
}

/// "1 day", "3 days", "2 touches".
pub(super) fn times(count: usize, what: &str) -> String {
    let plural = if count == 1 {
        ""
    } else if what.ends_with("ch") {
        "es"
    } else {
        "s"
    };
    format!("{count} {what}{plural}")
}

/// Names of the signals behind a touch.
pub fn signal_names(scenario: &Scenario, signals: u32) -> Vec<&str> {
    scenario
        .signals
        .iter()
        .enumerate()
        .filter(|(place, _)| signals.checked_shr(*place as u32).unwrap_or(0) & 1 == 1)
        .map(|(_, signal)| signal.name.as_str())
        .collect()
}

/// "used site choices, retargeting".
pub(super) fn data_words(scenario: &Scenario, signals: u32) -> String {
    let names = signal_names(scenario, signals);
    if names.is_empty() { "used no data about her".into() } else { format!("used {}", names.join(", ")) }
}

/// What felt creepiness came from most, with its share among the parts.
pub fn main_term(touch: &TouchRecord) -> Option<(&'static str, f64)> {
    let felt = &touch.felt;
    let parts = [
        ("data used in a way she did not expect", felt.privacy),
        ("an interruption that is aimed at her", felt.obtrusive),
        ("being followed", felt.followed),
    ];
    let total: f32 = parts.iter().map(|(_, part)| part).sum();
    let (words, most) = parts.into_iter().max_by(|a, b| a.1.total_cmp(&b.1))?;
    (total > 0.0).then(|| (words, f64::from(most / total)))
}

/// "felt 0.42, over her line of 0.35: mostly being followed".
pub(super) fn felt_words(touch: &TouchRecord, line: f32) -> String {
    let felt = touch.felt.creepiness;
    let side = if felt > line { "over" } else { "under" };
    let mut words = format!("felt {}, {side} her line of {}", format_number(f64::from(felt)), format_number(f64::from(line)));
    if let Some((term, share)) = main_term(touch) {
        let much = if share > 0.85 { "nearly all" } else { "mostly" };
        words.push_str(&format!(": {much} {term}"));
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_read_like_speech() {
        let said: Vec<String> = [1, 3, 10, 11, 12, 21, 22, 33, 113].map(ordinal).to_vec();
        assert_eq!(said, ["first", "third", "tenth", "11th", "12th", "21st", "22nd", "33rd", "113th"]);
        assert_eq!([times(1, "day"), times(0, "day"), times(2, "touch")], ["1 day", "0 days", "2 touches"].map(String::from));
    }
}
