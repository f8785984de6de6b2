//! Text from people made harmless for paper: no control signs, no marks that turn the direction of what follows, one line.

/// A text without control signs and without invisible marks that reorder or hide letters; line breaks and tabs become spaces.
pub fn clean(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '\n' | '\t' | '\r' | '\u{2028}' | '\u{2029}' => out.push(' '),
            letter if letter.is_control() || is_hidden(letter) => {}
            letter => out.push(letter),
        }
    }
    out
}

/// Marks without a shape that change how their neighbours are read, and code points that XML does not know.
fn is_hidden(letter: char) -> bool {
    matches!(
        letter,
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}'
    )
}

/// A cell for programs that calculate: a text that such a program would take for a formula gets an apostrophe in front.
pub fn cell(text: &str) -> String {
    let text = clean(text);
    let mut letters = text.trim_start().chars();
    let risky = match letters.next() {
        Some('=' | '@') => true,
        // A number with a sign, its unit and its interval is no formula; anything that could name a cell or a program is.
        Some('+' | '-') => {
            let rest: &str = letters.as_str();
            !rest.starts_with(|letter: char| letter.is_ascii_digit())
                || !rest.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '.' | ',' | ' ' | '%' | '(' | ')' | '+' | '-' | ':'))
        }
        _ => false,
    };
    if risky { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_hidden_is_left() {
        assert_eq!(clean("a\u{202e}b\u{0}c\nd\u{200f}\u{feff}e"), "abc de");
        assert_eq!(clean("Ärger, naïve, Ω"), "Ärger, naïve, Ω");
    }

    #[test]
    fn cells_that_would_calculate_are_text() {
        for risky in ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3*cmd|'x'!A0", " =1", "\t=1", "-A1"] {
            assert!(cell(risky).starts_with('\''), "{risky}");
        }
        for fine in ["+5.60 points (+4.10 to +7.20 points)", "-0.0312", "12%", "guarded", ""] {
            assert_eq!(cell(fine), fine);
        }
    }
}
