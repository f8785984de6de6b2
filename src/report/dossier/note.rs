//! A note at a plot: what a reader wrote down where she saw it. Kept in the decision file, printed in the section that the plot belongs to.

use serde::{Deserialize, Serialize};

use super::model::SectionId;

/// A note at a plot, its day and its variant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlotNote {
    /// Screen that the plot stands on.
    pub screen: String,
    /// Name of the plot on its screen.
    pub plot: String,
    /// Its title.
    pub title: String,
    /// Section of the dossier that prints it.
    pub section: SectionId,
    /// The day it is about; all of them where there is none.
    #[serde(default)]
    pub day: Option<u32>,
    /// The variant it is about; all of them where there is none.
    #[serde(default)]
    pub variant: Option<String>,
    /// The words.
    pub text: String,
}

impl PlotNote {
    /// What it is about, without the plot: "day 34, guarded"; empty where it is about all of the plot.
    pub fn about(&self) -> String {
        let day = self.day.map(|day| format!("day {day}"));
        day.into_iter().chain(self.variant.clone()).collect::<Vec<_>>().join(", ")
    }

    /// In one line, as it is printed: "N2, at \"Trust: how does it move?\" (Over time), day 34, guarded: looks steep".
    pub fn line(&self, place: usize) -> String {
        let about = self.about();
        let about = if about.is_empty() { about } else { format!(", {about}") };
        format!("{}, at \"{}\" ({}){about}: {}", mark(place), self.title, self.screen, self.text.trim())
    }
}

/// How the note at that place of the list, from 0, is marked: "N1".
pub fn mark(place: usize) -> String {
    format!("N{}", place + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_says_where_when_and_of_whom() {
        let mut note = PlotNote {
            screen: "Over time".into(),
            plot: "trust".into(),
            title: "Trust: how does it move?".into(),
            section: SectionId::Verdicts,
            day: Some(34),
            variant: Some("5 a week".into()),
            text: " looks steep ".into(),
        };
        assert_eq!(note.line(1), "N2, at \"Trust: how does it move?\" (Over time), day 34, 5 a week: looks steep");
        (note.day, note.variant) = (None, None);
        assert_eq!(note.line(0), "N1, at \"Trust: how does it move?\" (Over time): looks steep");
    }
}
