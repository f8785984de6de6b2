//! Reads a lesson: every problem that can be told comes with line and column.

use ron::Options;
use ron::extensions::Extensions;

use super::check::check;
use super::file::Lesson;
use crate::scenario::{Finding, ScenarioError, position, read_positions, suggestion};

/// Where a whole valid file can be seen.
const EXAMPLE: &str = "lessons/sweet_spot.ron shows a whole valid file";

/// Reads and checks a text; `file` is the name that messages give.
///
/// # Errors
/// The first misfit with the format, or else every problem of the content.
pub fn parse_lesson(text: &str, file: &str) -> Result<Lesson, ScenarioError> {
    let source = read_positions(text).map_err(|_| {
        let finding = Finding::error("L001", "", "brackets are nested too deep or a list is too long", "is this the right file?");
        ScenarioError::new(vec![finding.in_file(file)])
    })?;
    let lesson = read_lesson(text, file)?;
    let findings: Vec<Finding> = check(&lesson)
        .into_iter()
        .map(|finding| {
            let place = position(text, source.find(&finding.path));
            finding.in_file(file).at(Some(place))
        })
        .collect();
    if findings.is_empty() { Ok(lesson) } else { Err(ScenarioError::new(findings)) }
}

/// Reads a text and leaves its content unchecked.
///
/// # Errors
/// The first misfit with the format.
pub(super) fn read_lesson(text: &str, file: &str) -> Result<Lesson, ScenarioError> {
    lesson(text).map_err(|problem| {
        let (path, error) = *problem;
        let (message, help) = words(&error.code);
        let place = (error.span.start.line, error.span.start.col);
        ScenarioError::new(vec![Finding::error("L002", path, message, help).in_file(file).at(Some(place))])
    })
}

/// The parser's own answer; its problem comes with the path of the field.
fn lesson(text: &str) -> Result<Lesson, Box<(String, ron::error::SpannedError)>> {
    // What may be missing is written without `Some`.
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let mut reader = ron::Deserializer::from_str_with_options(text, &options).map_err(|error| Box::new((String::new(), error)))?;
    let lesson = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        Box::new((if matches!(path.as_str(), "." | "?") { String::new() } else { path }, reader.span_error(error.into_inner())))
    })?;
    reader.end().map_err(|error| Box::new((String::new(), reader.span_error(error))))?;
    Ok(lesson)
}

fn words(error: &ron::Error) -> (String, String) {
    use ron::Error as E;
    match error {
        E::NoSuchStructField { expected, found, .. } => (format!("there is no field `{found}` here"), suggestion(found, expected.iter().copied())),
        E::NoSuchEnumVariant { expected, found, .. } => (format!("`{found}` is not a word for this"), suggestion(found, expected.iter().copied())),
        E::MissingStructField { field, .. } => (format!("the field `{field}` is missing"), EXAMPLE.into()),
        E::DuplicateStructField { field, .. } => (format!("`{field}` is said twice"), "keep one of them".into()),
        other => {
            let message = other.to_string();
            let mut letters = message.chars();
            let lower = letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
            (lower, EXAMPLE.into())
        }
    }
}
