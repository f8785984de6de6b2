//! The lessons that come with the program.

use super::file::Lesson;
use super::load::{parse_lesson, read_lesson};
use crate::scenario::{ScenarioError, nearest};

/// A bundled lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bundled {
    /// Its name, which is also the name of its file.
    pub id: &'static str,
    /// The file.
    pub text: &'static str,
}

macro_rules! lessons {
    ($( $id:literal )*) => {
        /// Every bundled lesson, in the order in which they build on each other.
        pub const LESSONS: &[Bundled] = &[ $( Bundled { id: $id, text: include_str!(concat!("../../lessons/", $id, ".ron")) }, )* ];
    };
}

lessons! {
    "sweet_spot"
    "same_ad"
    "followed"
    "echo"
    "average"
    "breach"
    "rulers"
    "wheel"
    "one_run"
}

impl Bundled {
    /// The lesson of that name.
    pub fn find(id: &str) -> Option<&'static Self> {
        LESSONS.iter().find(|lesson| lesson.id == id)
    }

    /// The name that is most like another word.
    pub fn nearest(id: &str) -> Option<&'static str> {
        nearest(id, LESSONS.iter().map(|lesson| lesson.id))
    }

    /// The lesson, read and not checked: for those who show it, as tests have checked it.
    ///
    /// # Errors
    /// Never in a build whose tests passed.
    pub fn read(&self) -> Result<Lesson, ScenarioError> {
        read_lesson(self.text, &format!("lessons/{}.ron", self.id))
    }

    /// The lesson, read and checked.
    ///
    /// # Errors
    /// Never in a build whose tests passed.
    pub fn load(&self) -> Result<Lesson, ScenarioError> {
        parse_lesson(self.text, &format!("lessons/{}.ron", self.id))
    }
}
