//! A small picture of an overview, to be kept with the file, and the start screen's other words.

use super::history::cut;
use super::overview::OverviewView;
use super::plain::Span;
use crate::app::settings::{THUMB_ROWS, Thumb, ThumbRow};
use crate::experiment::Verdict;
use crate::scenario::experiment::Bound;

/// Longest point of news, in letters.
const LONGEST_POINT: usize = 100;

/// The small picture of an overview; nothing where it shows no variant under test.
pub fn thumb(view: &OverviewView, worlds: usize) -> Option<Thumb> {
    let first = view.tags.iter().find(|tag| !tag.is_baseline() && !tag.is_twin())?;
    let rows = view.families.iter().flat_map(|(_, rows)| rows);
    let mut drawn: Vec<(bool, ThumbRow)> = rows
        .filter_map(|row| {
            let cell = row.cells.iter().find(|cell| cell.variant == first.variant)?;
            let span = Span::of(&cell.difference.estimated)?;
            let limit = row.difference_limit.map(|limit| limit.at);
            let (low, high) = span.reach();
            let scale = [low, high, limit.unwrap_or(0.0)].map(f64::abs).into_iter().fold(0.0, f64::max);
            if !(scale > 0.0 && scale.is_finite()) {
                return None;
            }
            let share = |value: f64| (value / scale) as f32;
            let at_most = row.difference_limit.is_some_and(|limit| limit.bound == Bound::AtMost);
            Some((limit.is_none(), ThumbRow { low: share(low), mean: share(span.mean), high: share(high), limit: limit.map(share), at_most }))
        })
        .collect();
    // Rows with a limit first: they decide.
    drawn.sort_by_key(|(plain, _)| *plain);
    let count = |verdict: Verdict| view.guards.iter().filter(|guard| guard.verdict == verdict).count() as u32;
    let rows = drawn.into_iter().map(|(_, row)| row).take(THUMB_ROWS).collect();
    let (within, crossed) = (count(Verdict::Within), count(Verdict::Crossed));
    let untold = view.guards.len() as u32 - within - crossed;
    Some(Thumb { within, crossed, untold, worlds: worlds as u32, rows })
}

/// What the guardrails of a small picture said: "2 crossed, 11 within limit".
pub fn thumb_words(thumb: &Thumb) -> String {
    let parts = [(thumb.crossed, "crossed"), (thumb.untold, "cannot tell"), (thumb.within, "within limit")];
    let words: Vec<String> = parts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    if words.is_empty() { "no guardrail was set".into() } else { words.join(", ") }
}

/// The first lines of what is new: the first sentence of each of the first points.
pub fn whats_new(changelog: &str, most: usize) -> Vec<String> {
    let mut points: Vec<String> = Vec::new();
    let lines = changelog.lines().skip_while(|line| !line.starts_with("## ")).skip(1).take_while(|line| !line.starts_with("## "));
    for line in lines {
        if let Some(point) = line.strip_prefix("- ") {
            points.push(point.trim().to_owned());
        } else if let (true, Some(last)) = (line.starts_with("  "), points.last_mut()) {
            last.push(' ');
            last.push_str(line.trim());
        }
    }
    let short = |point: String| {
        let end = point.find(';').into_iter().chain(point.find(". ")).min().unwrap_or(point.len());
        let sentence = point.get(..end).unwrap_or(&point).trim_end_matches('.').replace('`', "");
        cut(&sentence, LONGEST_POINT)
    };
    points.into_iter().take(most).map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_new_is_short() {
        let log = "# Changelog\n\nIntro - not a point.\n\n## Unreleased\n\nThe first.\n\n- One thing: with detail\n  on two lines.\n- Another. More.\n- `Third`; and\n\n## 0.1\n\n- Old.\n";
        assert_eq!(whats_new(log, 2), ["One thing: with detail on two lines", "Another"]);
        assert_eq!(whats_new(log, 9), ["One thing: with detail on two lines", "Another", "Third"]);
        assert_eq!(whats_new("", 3), Vec::<String>::new());
    }

    #[test]
    fn verdicts_are_counted_in_words() {
        let thumb = Thumb { within: 11, crossed: 2, ..Thumb::default() };
        assert_eq!(thumb_words(&thumb), "2 crossed, 11 within limit");
        assert_eq!(thumb_words(&Thumb::default()), "no guardrail was set");
    }
}
