//! Reads a study: every problem that can be told comes with line and column.

use std::path::Path;

use ron::Options;
use ron::extensions::Extensions;

use super::check::check;
use super::study::Study;
use crate::scenario::{Finding, LARGEST_BYTES, ScenarioError, position, read_positions, suggestion};

/// Reads and checks a file.
///
/// # Errors
/// Every problem that can be told; `unreadable` is set where the file could not be read at all.
pub fn load_study(path: &Path) -> Result<Study, ScenarioError> {
    let file = path.display().to_string();
    let unreadable = |reason: String| {
        let finding = Finding::error("V001", "", format!("cannot read the finding: {reason}"), "check the name; bundled ones go by their id");
        ScenarioError::unreadable(finding.in_file(&file))
    };
    let size = std::fs::metadata(path).map_err(|error| unreadable(error.to_string()))?;
    if size.is_dir() {
        return Err(unreadable("it is a folder".into()));
    }
    if size.len() > LARGEST_BYTES {
        let finding = Finding::error("V002", "", "the file is too large for a finding", "a finding has a few kilobytes: is this the right file?");
        return Err(ScenarioError::new(vec![finding.in_file(&file)]));
    }
    let bytes = std::fs::read(path).map_err(|error| unreadable(error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|_| {
        let finding = Finding::error("V002", "", "the file is not text in UTF-8", "is this the right file?");
        ScenarioError::new(vec![finding.in_file(&file)])
    })?;
    parse_study(&text, &file)
}

/// Reads and checks a text; `file` is the name that messages give.
///
/// # Errors
/// The first misfit with the format, or else every problem of the content.
pub fn parse_study(text: &str, file: &str) -> Result<Study, ScenarioError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let source = read_positions(text).map_err(|_| {
        let finding = Finding::error("V002", "", "brackets are nested too deep or a list is too long", "is this the right file?");
        ScenarioError::new(vec![finding.in_file(file)])
    })?;
    let study = study(text).map_err(|problem| {
        let (path, error) = *problem;
        let (message, help) = words(&error.code);
        let place = (error.span.start.line, error.span.start.col);
        ScenarioError::new(vec![Finding::error("V003", path, message, help).in_file(file).at(Some(place))])
    })?;
    let findings: Vec<Finding> = check(&study)
        .into_iter()
        .map(|finding| {
            let place = position(text, source.find(&finding.path));
            finding.in_file(file).at(Some(place))
        })
        .collect();
    if findings.is_empty() { Ok(study) } else { Err(ScenarioError::new(findings)) }
}

/// The parser's own answer; its problem comes with the path of the field.
fn study(text: &str) -> Result<Study, Box<(String, ron::error::SpannedError)>> {
    // Ends of bands and the like are written without `Some`.
    let options = Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let mut reader = ron::Deserializer::from_str_with_options(text, &options).map_err(|error| Box::new((String::new(), error)))?;
    let study = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let path = error.path().to_string();
        Box::new((if matches!(path.as_str(), "." | "?") { String::new() } else { path }, reader.span_error(error.into_inner())))
    })?;
    reader.end().map_err(|error| Box::new((String::new(), reader.span_error(error))))?;
    Ok(study)
}

fn words(error: &ron::Error) -> (String, String) {
    use ron::Error as E;
    match error {
        E::NoSuchStructField { expected, found, .. } => (format!("there is no field `{found}` here"), suggestion(found, expected.iter().copied())),
        E::NoSuchEnumVariant { expected, found, .. } => (format!("`{found}` is not a word for this"), suggestion(found, expected.iter().copied())),
        E::MissingStructField { field, .. } => (format!("the field `{field}` is missing"), "findings/README.md tells what every field means".into()),
        E::DuplicateStructField { field, .. } => (format!("`{field}` is said twice"), "keep one of them".into()),
        other => {
            let message = other.to_string();
            let mut letters = message.chars();
            let lower = letters.next().map(|first| first.to_lowercase().chain(letters).collect()).unwrap_or_default();
            (lower, "findings/README.md shows a whole valid file".into())
        }
    }
}
