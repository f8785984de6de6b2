//! Settings of the app itself, kept between sittings.

/// Settings of the app itself, kept between sittings.
#[derive(Clone, Debug, Default)]
pub struct Settings {}

/// What can be done there.
#[derive(Clone, Debug, PartialEq)]
pub enum SettingsStep {}

impl SettingsStep {
    /// The words on buttons.
    pub fn label(&self) -> String {
        match *self {}
    }
    /// One sentence more.
    pub fn tooltip(&self) -> &'static str {
        match *self {}
    }
}
