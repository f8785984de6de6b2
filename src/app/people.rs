//! The people screen: what is known of each person, who is looked at.

/// The people screen: what is known of each person, who is looked at.
#[derive(Clone, Debug, Default)]
pub struct People {}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum PeopleStep {}

impl PeopleStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match *self {}
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match *self {}
    }
}
