//! What is wrong (or odd) in a scenario: a code, where it stands, what was found, what is allowed, and how to mend it.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// The scenario can be flown; the author may want to know.
    Warning,
    /// The scenario cannot be flown.
    Error,
}

impl Severity {
    /// The word in messages.
    pub fn word(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// One problem of a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Stable code: `S...` for errors, `W...` for warnings.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// Name of the file; empty for a scenario that is not in a file.
    pub file: String,
    /// Path of the field, e.g. `population.segments[1].share`; empty where the whole file is meant.
    pub path: String,
    /// Line in the file, from 1, where it can be told.
    pub line: Option<usize>,
    /// Column in the file, in characters from 1.
    pub column: Option<usize>,
    /// What was found and what is allowed.
    pub message: String,
    /// How to mend it; empty where the message says it all.
    pub help: String,
}

impl Finding {
    /// An error at a field.
    pub fn error(code: &'static str, path: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            file: String::new(),
            path: path.into(),
            line: None,
            column: None,
            message: message.into(),
            help: help.into(),
        }
    }

    /// A warning at a field.
    pub fn warning(code: &'static str, path: impl Into<String>, message: impl Into<String>, help: impl Into<String>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, path, message, help) }
    }

    /// The same finding in a file.
    pub fn in_file(mut self, file: &str) -> Self {
        self.file = file.into();
        self
    }

    /// The same finding at a line and column.
    pub fn at(mut self, position: Option<(usize, usize)>) -> Self {
        self.line = position.map(|(line, _)| line);
        self.column = position.map(|(_, column)| column);
        self
    }

    /// `file:line:column`, as far as it is known.
    pub fn place(&self) -> String {
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{}:{line}:{column}", self.file),
            _ => self.file.clone(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity.word(), self.code, self.message)?;
        let place = self.place();
        if !place.is_empty() || !self.path.is_empty() {
            let gap = if place.is_empty() || self.path.is_empty() { "" } else { "  " };
            write!(f, "\n  --> {place}{gap}{}", self.path)?;
        }
        if !self.help.is_empty() {
            write!(f, "\n  help: {}", self.help)?;
        }
        Ok(())
    }
}

/// Why a scenario cannot be used: all its problems at once.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", join(.findings))]
pub struct ScenarioError {
    /// Every problem, errors and warnings, in file order as far as positions are known.
    pub findings: Vec<Finding>,
    /// The file could not be read or written at all: nothing is said about its content.
    pub unreadable: bool,
}

impl ScenarioError {
    /// An error about the content.
    pub fn new(findings: Vec<Finding>) -> Self {
        Self { findings, unreadable: false }
    }

    /// An error of reading or writing the file.
    pub fn unreadable(finding: Finding) -> Self {
        Self { findings: vec![finding], unreadable: true }
    }
}

fn join(findings: &[Finding]) -> String {
    findings.iter().map(Finding::to_string).collect::<Vec<_>>().join("\n\n")
}
