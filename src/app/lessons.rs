//! Lessons and presenter mode: which step of which lesson, bets drawn, what the sandbox is set to.

/// Lessons and presenter mode: which step of which lesson, bets drawn, what the sandbox is set to.
#[derive(Clone, Debug, Default)]
pub struct Lessons {}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum LessonStep {}

impl LessonStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match *self {}
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match *self {}
    }
}
