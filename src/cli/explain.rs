//! `creepline explain`: what a metric, an idea, a mechanism, a setting or a source means, in the words that the window uses.

use super::args::ExplainArgs;
use super::ending::{Ending, Failure};
use super::output;
use crate::report::explain::{Card, Section, directory, explain as explained, nearest_word};

/// Explains one word, or lists all.
///
/// # Errors
/// Where nobody knows the word.
pub fn explain(args: &ExplainArgs) -> Result<Ending, Failure> {
    let text = match &args.word {
        None => list(directory()),
        Some(word) => match explained(word).as_slice() {
            [] => return Err(unknown(word)),
            [only] => card(only, false),
            several => several.iter().map(|one| card(one, true)).collect::<Vec<_>>().join("\n"),
        },
    };
    output::result(text.as_bytes(), None)?;
    Ok(Ending::Done)
}

/// Widest first column of the list: longer words stand on a line of their own.
const WIDEST: usize = 30;

fn list(sections: &[Section]) -> String {
    let mut text = String::new();
    for section in sections {
        let gap = if text.is_empty() { "" } else { "\n" };
        text.push_str(&format!("{gap}{}\n", section.title));
        let width = section.entries.iter().map(|(word, _)| word.len()).filter(|width| *width <= WIDEST).max().unwrap_or(0);
        for (word, line) in &section.entries {
            if word.len() <= WIDEST {
                text.push_str(&format!("  {word:width$}  {line}\n"));
            } else {
                text.push_str(&format!("  {word}\n  {:width$}  {line}\n", ""));
            }
        }
    }
    text
}

/// A card as text. `kind` says what kind of thing it is, where a word stands for several.
fn card(card: &Card, kind: bool) -> String {
    let what = if kind { format!("{} ", card.kind.word()) } else { String::new() };
    let heading = if card.title == card.id { card.id.clone() } else { format!("{} ({what}{})", card.title, card.id) };
    let mut text = format!("{heading}\n\n{}\n\n", card.text);
    for (label, lines) in &card.facts {
        match (label.as_str(), lines.as_slice()) {
            ("", lines) => text.extend(lines.iter().map(|line| format!("  {line}\n"))),
            (label, [line]) => text.push_str(&format!("  {label}: {line}\n")),
            (label, lines) => {
                text.push_str(&format!("  {label}:\n"));
                text.extend(lines.iter().map(|line| format!("    {line}\n")));
            }
        }
    }
    text
}

fn unknown(word: &str) -> Failure {
    let hint = nearest_word(word)
        .map_or_else(|| "`creepline explain` lists all that can be explained".into(), |nearest| format!("did you mean `{nearest}`?"));
    Failure::new(Ending::Invalid, format!("error[S018]: there is no metric, idea, mechanism, setting or source called `{word}`\n  help: {hint}"))
}
