//! Where things stand in a scenario file: a small reader of RON that keeps positions and nothing else, and that goes on as well as it can
//! where the text is not valid. Whether a text is valid is decided elsewhere.

use super::token::{Token, Tokens};

/// Deepest nesting that is read. A scenario needs seven levels.
pub const DEEPEST: usize = 32;
/// Longest list that is read.
pub const LONGEST: usize = 1_000;

/// A value in the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Source {
    /// Byte at which it begins.
    pub start: usize,
    /// What it looks like.
    pub shape: Shape,
}

/// What a value looks like.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// `( name: value, ... )`, with the byte at which each name begins. Values without a name have an empty one.
    Record(Vec<(String, usize, Source)>),
    /// `[ ... ]`.
    List(Vec<Source>),
    /// Text in quotes.
    Text,
    /// A word: `true`, `NaN`, a name of a fixed list.
    Word(String),
    /// A number.
    Number(String),
    /// Anything else.
    Other,
}

/// Why a text is not even looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TooMuch {
    /// Brackets within brackets beyond [`DEEPEST`], at a byte.
    Deep(usize),
    /// A list of more than [`LONGEST`] items, beginning at a byte.
    Long(usize),
}

/// The text as a tree with positions.
pub fn read(text: &str) -> Result<Source, TooMuch> {
    let mut tokens = Tokens::new(text);
    // `#![enable(...)]` lines come before the value.
    while tokens.take_if(|token| *token == Token::Sign('#')) {
        tokens.take_if(|token| *token == Token::Sign('!'));
        value(&mut tokens, 0)?;
    }
    value(&mut tokens, 0)
}

fn value(tokens: &mut Tokens<'_>, depth: usize) -> Result<Source, TooMuch> {
    let Some((start, token)) = tokens.next() else {
        return Ok(Source { start: tokens.end(), shape: Shape::Other });
    };
    if depth > DEEPEST {
        return Err(TooMuch::Deep(start));
    }
    let shape = match token {
        Token::Text => Shape::Text,
        Token::Number(text) => Shape::Number(text.into()),
        // A name before a bracket is the name of the struct.
        Token::Word(_) if tokens.take_if(|token| *token == Token::Open('(')) => record(tokens, ')', start, depth)?,
        Token::Word(word) => Shape::Word(word.into()),
        Token::Open('(') => record(tokens, ')', start, depth)?,
        Token::Open('{') => {
            record(tokens, '}', start, depth)?;
            Shape::Other
        }
        Token::Open(_) => list(tokens, start, depth)?,
        Token::Close(_) | Token::Sign(_) | Token::Char => Shape::Other,
    };
    Ok(Source { start, shape })
}

fn record(tokens: &mut Tokens<'_>, close: char, start: usize, depth: usize) -> Result<Shape, TooMuch> {
    let mut fields = Vec::new();
    loop {
        if tokens.at_end() || tokens.take_if(|token| *token == Token::Close(close)) {
            return Ok(Shape::Record(fields));
        }
        if tokens.take_if(|token| *token == Token::Sign(',')) {
            continue;
        }
        let first = value(tokens, depth + 1)?;
        let named = tokens.take_if(|token| *token == Token::Sign(':'));
        fields.push(match first.shape {
            Shape::Word(name) if named => (name, first.start, value(tokens, depth + 1)?),
            _ if named => (String::new(), first.start, value(tokens, depth + 1)?),
            _ => (String::new(), first.start, first),
        });
        if fields.len() > LONGEST {
            return Err(TooMuch::Long(start));
        }
    }
}

fn list(tokens: &mut Tokens<'_>, start: usize, depth: usize) -> Result<Shape, TooMuch> {
    let mut items = Vec::new();
    loop {
        if tokens.at_end() || tokens.take_if(|token| *token == Token::Close(']')) {
            return Ok(Shape::List(items));
        }
        if tokens.take_if(|token| *token == Token::Sign(',')) {
            continue;
        }
        items.push(value(tokens, depth + 1)?);
        if items.len() > LONGEST {
            return Err(TooMuch::Long(start));
        }
    }
}

impl Source {
    /// Byte at which the value of a path such as `population.segments[1].share` begins; of the nearest thing around it where it is not written.
    pub fn find(&self, path: &str) -> usize {
        let mut here = self;
        for part in path.split(['.', '[']).filter(|part| !part.is_empty()) {
            let inner = match (&here.shape, part.strip_suffix(']')) {
                (Shape::List(items), Some(index)) => index.parse().ok().and_then(|index: usize| items.get(index)),
                (Shape::Record(_), None) => here.field(part),
                _ => None,
            };
            let Some(inner) = inner else { break };
            here = inner;
        }
        here.start
    }

    /// The value of a field.
    pub fn field(&self, name: &str) -> Option<&Self> {
        match &self.shape {
            Shape::Record(fields) => fields.iter().find(|(field, ..)| field == name).map(|(_, _, value)| value),
            _ => None,
        }
    }

    /// The number in a field, with any `_` taken out.
    pub fn number(&self, name: &str) -> Option<String> {
        match &self.field(name)?.shape {
            Shape::Number(text) => Some(text.replace('_', "")),
            _ => None,
        }
    }
}

/// Line and column, in characters from 1, of a byte of the text.
pub fn position(text: &str, byte: usize) -> (usize, usize) {
    let before = text.get(..byte.min(text.len())).unwrap_or(text);
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (line, column)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r##"// comment with ( and "
#![enable(implicit_some)]
Scenario(
    version: 1, /* a /* nested */ ( comment */
    name: "a \" ( name", story: r#"raw " ] text"#,
    population: (segments: [
        (name: "a", share: 0.25),
        (name: "b", share: 1.4),
    ]),
    mark: '"', list: [[1, 2], [3]],
)
"##;

    #[test]
    fn paths_are_found_behind_comments_and_strings() {
        let source = read(TEXT).unwrap();
        let at = |path: &str| position(TEXT, source.find(path));
        assert_eq!(at("version"), (4, 14));
        assert_eq!(at("population.segments[1].share"), (8, 28));
        assert_eq!(at("list[1][0]"), (10, 32));
        assert_eq!(at("population.segments[1].missing"), (8, 9), "the nearest thing around it");
        assert_eq!(source.number("version").as_deref(), Some("1"));
    }

    #[test]
    fn anything_can_be_read_without_panic() {
        for text in ["", "(", "]", "\"", "(a:", "r#\"", "'", "/* ", "(a: [,], : ,)", "é(ü: 1)", "\\", "-", "r#"] {
            let _ = read(text);
        }
        assert!(matches!(read(&"[".repeat(100_000)), Err(TooMuch::Deep(_))));
        assert!(matches!(read(&format!("[{}]", "1,".repeat(100_000))), Err(TooMuch::Long(0))));
    }
}
