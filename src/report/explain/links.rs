//! Words of the glossary inside a text: where a card speaks of something that has a card of its own. Ids are found as they are; of ordinary words only
//! ideas and names of at least two words, so that "within a day" leads nowhere.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::idea::title;
use super::texts::ideas;
use crate::behavior::register::mechanisms;
use crate::behavior::sources::SOURCES;
use crate::scenario::Metric;

/// A stretch of a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Text that leads nowhere.
    Plain(&'a str),
    /// Text that stands for a word of the glossary.
    Word {
        /// As it is written.
        text: &'a str,
        /// The word that asks for its card.
        word: &'static str,
    },
}

/// Longest name, in words.
const LONGEST: usize = 7;

/// From a phrase in small letters to its word.
static PHRASES: LazyLock<BTreeMap<String, &'static str>> = LazyLock::new(|| {
    let mut phrases = BTreeMap::new();
    let mut add = |phrase: &str, word: &'static str| {
        phrases.entry(phrase.to_lowercase()).or_insert(word);
    };
    for idea in ideas() {
        add(&idea.id, &idea.id);
        let title = title(idea);
        add(title, &idea.id);
        for plural in plurals(title) {
            add(&plural, &idea.id);
        }
    }
    for metric in Metric::ALL {
        if metric.id().contains('_') {
            add(metric.id(), metric.id());
        }
        if metric.label().contains(' ') {
            add(metric.label(), metric.id());
        }
    }
    for mechanism in mechanisms() {
        add(&format!("mechanism {}", mechanism.id), mechanism.id);
        if mechanism.id.contains('_') {
            add(mechanism.id, mechanism.id);
        }
    }
    for source in SOURCES {
        add(source.id, source.id);
    }
    phrases
});

fn plurals(title: &str) -> Vec<String> {
    let mut plurals = vec![format!("{title}s")];
    if title.ends_with("ch") {
        plurals.push(format!("{title}es"));
    }
    plurals.extend(title.strip_suffix('y').map(|stem| format!("{stem}ies")));
    plurals
}

/// A text cut into pieces. What stands in quotation marks is said by somebody else and leads nowhere. `own` and the words in `seen` lead nowhere; each word leads somewhere once, and is then among `seen`.
pub fn pieces<'a>(text: &'a str, own: &str, seen: &mut Vec<&'static str>) -> Vec<Piece<'a>> {
    let tokens = tokens(text);
    let (mut pieces, mut done, mut place) = (Vec::new(), 0, 0);
    while place < tokens.len() {
        let longest = (1..=LONGEST.min(tokens.len() - place)).rev();
        let mut found = longest.filter_map(|count| {
            let (start, end) = (tokens.get(place)?.0, tokens.get(place + count - 1)?.1);
            let phrase = text.get(start..end)?;
            Some((count, start, end, *PHRASES.get(&phrase.to_lowercase())?))
        });
        match found.next() {
            Some((count, start, end, word)) => {
                if word != own && !seen.contains(&word) {
                    seen.push(word);
                    pieces.extend(text.get(done..start).filter(|before| !before.is_empty()).map(Piece::Plain));
                    pieces.extend(text.get(start..end).map(|text| Piece::Word { text, word }));
                    done = end;
                }
                place += count;
            }
            None => place += 1,
        }
    }
    pieces.extend(text.get(done..).filter(|rest| !rest.is_empty()).map(Piece::Plain));
    pieces
}

/// Start and end of words: letters, digits, and what joins them within a word.
fn tokens(text: &str) -> Vec<(usize, usize)> {
    let mut tokens = Vec::new();
    let mut start = None;
    let inside = |letter: char| letter.is_alphanumeric() || matches!(letter, '_' | '.' | '/' | '-' | '\'');
    let mut quoted = false;
    for (at, letter) in text.char_indices().chain([(text.len(), ' ')]) {
        quoted ^= letter == '"';
        match (inside(letter) && !quoted, start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                let word = text.get(from..at).unwrap_or_default();
                let bare = word.trim_end_matches(['.', '/', '-', '\'']);
                if !bare.is_empty() {
                    tokens.push((from, from + bare.len()));
                }
                start = None;
            }
            _ => {}
        }
    }
    tokens
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<(&str, &'static str)> {
        let of = |piece| match piece {
            Piece::Word { text, word } => Some((text, word)),
            Piece::Plain(_) => None,
        };
        pieces(text, "trust", &mut Vec::new()).into_iter().filter_map(of).collect()
    }

    #[test]
    fn words_of_the_glossary_lead_to_their_cards() {
        assert_eq!(words("Read over_line_share beside it."), [("over_line_share", "over_line_share")]);
        assert_eq!(words("The worst group, the twins, the policies."), [("worst group", "worst_group"), ("twins", "twin"), ("policies", "policy")]);
        assert_eq!(words("mechanism own_line: The personal line"), [("mechanism own_line", "own_line")]);
        assert_eq!(words("C4.1: felt, see B1."), [("C4.1", "C4.1"), ("B1", "B1")]);
        assert_eq!(words("People over their own line"), [("People over their own line", "over_line_share")]);
        assert_eq!(words("1,000 A/A tests"), [("A/A tests", "a_a")]);
    }

    #[test]
    fn ordinary_words_the_card_itself_and_second_times_lead_nowhere() {
        assert_eq!(words("trust within a day, across the street, a choice"), []);
        assert_eq!(words("twin, twin"), [("twin", "twin")]);
        assert_eq!(words("pre_twin twinned"), []);
        assert_eq!(words("n/a: \"no slate was shown\" to the group"), [("group", "group")]);
    }

    #[test]
    fn pieces_add_up_to_the_text() {
        for text in ["", ".", "a twin.", "twin", "(twin) = 1 / 2", "\u{e4}\u{f6} twin \u{2265} group"] {
            let parts = pieces(text, "", &mut Vec::new());
            let whole: String = parts
                .iter()
                .map(|piece| match piece {
                    Piece::Plain(text) | Piece::Word { text, .. } => *text,
                })
                .collect();
            assert_eq!(whole, text);
        }
    }
}
