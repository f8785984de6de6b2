//! The words and signs of a RON text, with positions: strings, raw strings, characters, comments (nested ones too), brackets, names, numbers.

/// One word or sign.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token<'a> {
    /// An opening bracket.
    Open(char),
    /// A closing bracket.
    Close(char),
    /// Text in quotes, raw or not.
    Text,
    /// A single character in quotes.
    Char,
    /// A name.
    Word(&'a str),
    /// A number.
    Number(&'a str),
    /// Any other sign.
    Sign(char),
}

/// Reads tokens one by one, with one of look-ahead.
pub struct Tokens<'a> {
    text: &'a str,
    next: usize,
    peeked: Option<(usize, Token<'a>)>,
    /// Comments passed so far.
    pub comments: usize,
}

impl<'a> Tokens<'a> {
    /// Starts at the beginning of a text.
    pub fn new(text: &'a str) -> Self {
        let mut tokens = Self { text, next: 0, peeked: None, comments: 0 };
        tokens.peeked = tokens.read();
        tokens
    }

    /// Whether all has been read.
    pub fn at_end(&self) -> bool {
        self.peeked.is_none()
    }

    /// The byte behind the last one.
    pub fn end(&self) -> usize {
        self.text.len()
    }

    /// Takes the next token if it is a wanted one.
    pub fn take_if(&mut self, wanted: impl Fn(&Token<'a>) -> bool) -> bool {
        let take = self.peeked.as_ref().is_some_and(|(_, token)| wanted(token));
        if take {
            self.next();
        }
        take
    }

    fn rest(&self) -> &'a str {
        self.text.get(self.next..).unwrap_or_default()
    }

    /// Goes on past the first `bytes` bytes of the rest.
    fn skip(&mut self, bytes: usize) {
        self.next = (self.next + bytes).min(self.text.len());
    }

    fn skip_blanks(&mut self) {
        loop {
            let rest = self.rest();
            let blank = rest.len() - rest.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}').len();
            self.skip(blank);
            let rest = self.rest();
            if rest.starts_with("//") {
                self.comments += 1;
                self.skip(rest.find('\n').unwrap_or(rest.len()));
            } else if rest.starts_with("/*") {
                self.comments += 1;
                self.skip(block_comment(rest));
            } else {
                return;
            }
        }
    }

    fn read(&mut self) -> Option<(usize, Token<'a>)> {
        self.skip_blanks();
        let start = self.next;
        let rest = self.rest();
        let first = rest.chars().next()?;
        let (bytes, token) = match first {
            '(' | '[' | '{' => (1, Token::Open(first)),
            ')' | ']' | '}' => (1, Token::Close(first)),
            '"' => (text(rest), Token::Text),
            '\'' => character(rest).map_or((1, Token::Sign('\'')), |bytes| (bytes, Token::Char)),
            'r' | 'b' if raw_text(rest).is_some() => (raw_text(rest).unwrap_or(rest.len()), Token::Text),
            '0'..='9' | '+' | '-' | '.' => {
                let bytes = number(rest);
                (bytes, Token::Number(rest.get(..bytes).unwrap_or_default()))
            }
            letter if letter.is_alphabetic() || letter == '_' => {
                let bytes = rest.find(|letter: char| !letter.is_alphanumeric() && letter != '_').unwrap_or(rest.len());
                (bytes, Token::Word(rest.get(..bytes).unwrap_or_default()))
            }
            other => (other.len_utf8(), Token::Sign(other)),
        };
        self.skip(bytes);
        Some((start, token))
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = (usize, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let token = self.peeked.take();
        if token.is_some() {
            self.peeked = self.read();
        }
        token
    }
}

/// Bytes of a block comment, which may hold others.
fn block_comment(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let (mut depth, mut at) = (0_usize, 0);
    while at < bytes.len() {
        match bytes.get(at..at + 2) {
            Some(b"/*") => {
                depth += 1;
                at += 2;
            }
            Some(b"*/") => {
                depth = depth.saturating_sub(1);
                at += 2;
                if depth == 0 {
                    return at;
                }
            }
            _ => at += 1,
        }
    }
    bytes.len()
}

/// Bytes of a text in quotes with escapes.
fn text(rest: &str) -> usize {
    let mut escaped = false;
    for (at, letter) in rest.char_indices().skip(1) {
        match letter {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// Bytes of `r"..."`, `r#"..."#`, `b"..."`, `br"..."`; nothing if it is none of them.
fn raw_text(rest: &str) -> Option<usize> {
    let after_b = rest.strip_prefix('b').unwrap_or(rest);
    let Some(after_r) = after_b.strip_prefix('r') else {
        return after_b.starts_with('"').then(|| rest.len() - after_b.len() + text(after_b));
    };
    let hashes = after_r.len() - after_r.trim_start_matches('#').len();
    let body = after_r.get(hashes..)?.strip_prefix('"')?;
    let close = format!("\"{}", "#".repeat(hashes));
    let end = body.find(&close).map_or(body.len(), |at| at + close.len());
    Some(rest.len() - body.len() + end)
}

/// Bytes of a character in quotes; nothing if it is none.
fn character(rest: &str) -> Option<usize> {
    let mut letters = rest.char_indices().skip(1);
    match letters.next()?.1 {
        '\\' => {
            letters.next()?;
            letters.find(|&(_, letter)| letter == '\'' || letter == '\n').map(|(at, _)| at + 1)
        }
        _ => letters.next().filter(|&(_, letter)| letter == '\'').map(|(at, _)| at + 1),
    }
}

/// Bytes of a number.
fn number(rest: &str) -> usize {
    let mut before = ' ';
    for (at, letter) in rest.char_indices() {
        let sign = matches!(letter, '+' | '-') && (at == 0 || matches!(before, 'e' | 'E'));
        if !(sign || letter.is_alphanumeric() || matches!(letter, '.' | '_')) {
            return at.max(1);
        }
        before = letter;
    }
    rest.len()
}
