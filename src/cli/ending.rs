//! How a command ends.

use std::process::ExitCode;

use crate::scenario::ScenarioError;

/// How a command ends; each has its exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Done; every guardrail within its limit.
    Done = 0,
    /// Could not finish: files, engine.
    Failed = 1,
    /// Wrong usage.
    Usage = 2,
    /// The scenario is not valid, or a metric does not exist.
    Invalid = 3,
    /// A guardrail is crossed.
    Crossed = 4,
    /// A guardrail cannot be told, and none is crossed.
    CannotTell = 5,
    /// What the gate's reference rests on is not what was flown.
    Stale = 6,
    /// A self-check failed: no number is to be trusted.
    Distrusted = 7,
    /// Interrupted; finished worlds are kept.
    Interrupted = 130,
}

impl From<Ending> for ExitCode {
    fn from(ending: Ending) -> Self {
        Self::from(ending as u8)
    }
}

/// A command that could not do what it was asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// How the process ends.
    pub ending: Ending,
    /// What a person is told.
    pub message: String,
}

impl Failure {
    /// A failure with its message.
    pub fn new(ending: Ending, message: impl Into<String>) -> Self {
        Self { ending, message: message.into() }
    }
}

impl From<ScenarioError> for Failure {
    fn from(error: ScenarioError) -> Self {
        Self::new(if error.unreadable { Ending::Failed } else { Ending::Invalid }, error.to_string())
    }
}
