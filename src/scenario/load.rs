//! Reads a scenario file. Every problem comes with line, column and field path; all of them come at once.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use super::document::{FORMAT_VERSION, Scenario};
use super::finding::{Finding, ScenarioError, Severity};
use super::locate::{DEEPEST, LONGEST, Source, TooMuch, position, read};
use super::shape::misfits;
use super::token::{Token, Tokens};
use super::tree::Node;
use super::validate::validate;

/// Largest file that is read.
pub const LARGEST_BYTES: u64 = 4 << 20;

/// A scenario as it was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Loaded {
    /// The scenario.
    pub scenario: Scenario,
    /// What its author may want to know.
    pub warnings: Vec<Finding>,
    /// The `//` lines at the top of the file; saving keeps them.
    pub header: String,
    /// Comments below the top; saving cannot keep them.
    pub inner_comments: usize,
}

/// Reads and checks a file.
///
/// # Errors
/// Every problem of the file at once. `unreadable` is set where the file could not be read at all.
pub fn load(path: &Path) -> Result<Loaded, ScenarioError> {
    let file = path.display().to_string();
    let unreadable = |reason: String| {
        let help = "check the name and the permissions; `creepline cases` lists the bundled cases";
        ScenarioError::unreadable(Finding::error("S001", "", format!("cannot read the scenario: {reason}"), help).in_file(&file))
    };
    let size = std::fs::metadata(path).map_err(|error| unreadable(reason(&error)))?;
    if size.is_dir() {
        return Err(unreadable("it is a folder".into()));
    }
    if size.len() > LARGEST_BYTES {
        return Err(too_large(size.len(), &file));
    }
    let mut bytes = Vec::new();
    // A pipe does not tell its length beforehand.
    let opened = File::open(path).map_err(|error| unreadable(reason(&error)))?;
    opened.take(LARGEST_BYTES + 1).read_to_end(&mut bytes).map_err(|error| unreadable(reason(&error)))?;
    if bytes.len() as u64 > LARGEST_BYTES {
        return Err(too_large(bytes.len() as u64, &file));
    }
    parse(&text(bytes, &file)?, &file)
}

fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "reading it is not permitted".into(),
        _ => error.to_string(),
    }
}

fn too_large(bytes: u64, file: &str) -> ScenarioError {
    let message = format!("the file has {:.1} MB, allowed are {} MB", bytes as f64 / 1e6, LARGEST_BYTES >> 20);
    let help = "a scenario has a few kilobytes: is this the right file?";
    ScenarioError::new(vec![Finding::error("S002", "", message, help).in_file(file)])
}

fn text(bytes: Vec<u8>, file: &str) -> Result<String, ScenarioError> {
    let not_text = |byte: usize, bytes: &[u8]| {
        let before = String::from_utf8_lossy(bytes.get(..byte).unwrap_or_default()).into_owned();
        let help = "a scenario is a text file in UTF-8: is this the right file, or was it saved with another encoding?";
        let finding = Finding::error("S003", "", format!("the file is not text: byte {} cannot be read", byte + 1), help);
        ScenarioError::new(vec![finding.in_file(file).at(Some(position(&before, before.len())))])
    };
    if let Some(byte) = bytes.iter().position(|&byte| byte == 0) {
        return Err(not_text(byte, &bytes));
    }
    String::from_utf8(bytes).map_err(|error| not_text(error.utf8_error().valid_up_to(), error.as_bytes()))
}

/// Reads and checks a text; `file` is the name that messages give.
///
/// # Errors
/// Every problem of the text at once.
pub fn parse(text: &str, file: &str) -> Result<Loaded, ScenarioError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (scenario, source) = formed(text, file)?;
    let mut findings: Vec<Finding> = validate(&scenario)
        .into_iter()
        .map(|finding| {
            let place = position(text, source.find(&finding.path));
            finding.in_file(file).at(Some(place))
        })
        .collect();
    findings.sort_by_key(|finding| (finding.severity == Severity::Warning, finding.line, finding.column));
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(ScenarioError::new(findings));
    }
    let header = header(text);
    let inner_comments = comments(text).saturating_sub(comments(&header));
    Ok(Loaded { scenario, warnings: findings, header, inner_comments })
}

/// Reads a text as far as its form goes: values may be out of their ranges, as in work that was not finished.
///
/// # Errors
/// Where the text is no scenario of this build's format.
pub fn parse_unfinished(text: &str, file: &str) -> Result<Loaded, ScenarioError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let (scenario, _) = formed(text, file)?;
    let header = header(text);
    let inner_comments = comments(text).saturating_sub(comments(&header));
    Ok(Loaded { scenario, warnings: Vec::new(), header, inner_comments })
}

/// The scenario that a text holds, not checked, and where its fields stand.
fn formed(text: &str, file: &str) -> Result<(Scenario, Source), ScenarioError> {
    let fail = |problems: Vec<(usize, Finding)>| {
        ScenarioError::new(problems.into_iter().map(|(byte, finding)| finding.in_file(file).at(Some(position(text, byte)))).collect())
    };
    if Tokens::new(text).at_end() {
        let help = "write a new one with `creepline new retargeting FILE`, or print the full format with `creepline schema`";
        return Err(ScenarioError::new(vec![Finding::error("S004", "", "the file is empty: no scenario in it", help).in_file(file)]));
    }
    let source = read(text).map_err(|limit| fail(vec![too_much(limit)]))?;
    if let Some(problem) = newer(&source) {
        return Err(fail(vec![problem]));
    }
    if let Some(problem) = unbalanced(text) {
        return Err(fail(vec![problem]));
    }
    let scenario = scenario(text).map_err(|problem| {
        let (path, error) = *problem;
        let misfits = if is_syntax(&error.code) { Vec::new() } else { misfits(&source, &Node::of(&Scenario::default())) };
        if !misfits.is_empty() {
            return fail(misfits);
        }
        let finding =
            Finding::error("S007", path, lower(&error.code.to_string()), "compare with `creepline schema`, which prints a whole valid file");
        ScenarioError::new(vec![finding.in_file(file).at(Some((error.span.start.line, error.span.start.col)))])
    })?;
    Ok((scenario, source))
}

/// The parser's own answer; its problem comes with the path of the field.
fn scenario(text: &str) -> Result<Scenario, Box<(String, ron::error::SpannedError)>> {
    let mut reader = ron::Deserializer::from_str(text).map_err(|error| Box::new((String::new(), error)))?;
    let scenario = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        Box::new((if path == "." { String::new() } else { path }, reader.span_error(error.into_inner())))
    })?;
    reader.end().map_err(|error| Box::new((String::new(), reader.span_error(error))))?;
    Ok(scenario)
}

fn too_much(limit: TooMuch) -> (usize, Finding) {
    match limit {
        TooMuch::Deep(byte) => {
            let message = format!("brackets are nested more than {DEEPEST} deep; a scenario needs seven levels");
            (byte, Finding::error("S006", "", message, "is this the right file?"))
        }
        TooMuch::Long(byte) => (byte, Finding::error("S006", "", format!("a list of more than {LONGEST} items"), "is this the right file?")),
    }
}

fn newer(source: &Source) -> Option<(usize, Finding)> {
    let written = source.number("version")?;
    let digits = !written.is_empty() && written.bytes().all(|byte| byte.is_ascii_digit());
    let newer = digits && written.parse::<u64>().map_or(true, |version| version > FORMAT_VERSION);
    newer.then(|| {
        let message = format!("made with format {written}, this build reads {FORMAT_VERSION}; nothing was changed");
        (source.find("version"), Finding::error("S005", "version", message, "open it with a newer Creepline"))
    })
}

/// The first bracket without its partner.
fn unbalanced(text: &str) -> Option<(usize, Finding)> {
    let mut open: Vec<(usize, char)> = Vec::new();
    let line = |byte: usize| position(text, byte).0;
    for (byte, token) in Tokens::new(text) {
        match token {
            Token::Open(bracket) => open.push((byte, bracket)),
            Token::Close(bracket) => {
                let wanted = match bracket {
                    ')' => '(',
                    ']' => '[',
                    _ => '{',
                };
                match open.pop() {
                    Some((_, found)) if found == wanted => {}
                    Some((start, found)) => {
                        let message = format!("`{bracket}` closes a bracket `{found}` that was opened in line {}", line(start));
                        return Some((byte, Finding::error("S007", "", message, "a closing bracket is missing between the two, or one is too many")));
                    }
                    None => return Some((byte, Finding::error("S007", "", format!("`{bracket}` closes nothing"), "take it out"))),
                }
            }
            _ => {}
        }
    }
    let (byte, bracket) = open.pop()?;
    Some((byte, Finding::error("S007", "", format!("the bracket `{bracket}` is never closed"), "close it, and check the quotes behind it")))
}

/// Whether an error is about signs and not about what fields may hold.
fn is_syntax(error: &ron::Error) -> bool {
    use ron::Error as E;
    matches!(
        error,
        E::Eof
            | E::ExpectedComma
            | E::ExpectedMapColon
            | E::ExpectedStringEnd
            | E::InvalidEscape(_)
            | E::TrailingCharacters
            | E::UnclosedBlockComment
    )
}

fn lower(message: &str) -> String {
    let mut letters = message.chars();
    letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default()
}

/// The `//` lines at the top.
fn header(text: &str) -> String {
    let lines: Vec<&str> = text.lines().take_while(|line| line.trim_start().starts_with("//")).collect();
    lines.join("\n")
}

fn comments(text: &str) -> usize {
    let mut tokens = Tokens::new(text);
    while tokens.next().is_some() {}
    tokens.comments
}
