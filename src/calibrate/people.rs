//! Quantities of single people, taken from their replayed lives, for associations across people.

use serde::Deserialize;

use crate::measure::{Measured, Undefined};
use crate::scenario::Scenario;
use crate::simulate::{Replay, TouchRecord};
use crate::stats::{correlation, quotient, regression};

macro_rules! personal {
    ($( $(#[doc = $doc:literal])* $word:ident = $words:literal ),+ $(,)?) => {
        /// A quantity of one person. Means are over the person's touches.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
        pub enum Personal { $( $(#[doc = $doc])* $word, )+ }
        impl Personal {
            /// In words.
            pub fn words(self) -> &'static str {
                match self { $( Self::$word => $words, )+ }
            }
        }
    };
}

personal! {
    /// Privacy concern of the person's segment.
    Concern = "privacy concern",
    /// The personal line.
    Tolerance = "personal line",
    /// Trust at the start.
    TrustBefore = "trust at the start",
    /// Trust at the end.
    TrustAfter = "trust at the end",
    /// Mean felt creepiness.
    Creepiness = "felt creepiness",
    /// Share of touches that the person would call creepy.
    SaysCreepy = "share called creepy",
    /// Mean overshoot over the line.
    Overshoot = "overshoot",
    /// Mean explanation.
    Explanation = "explanation",
    /// Mean perceived control.
    Control = "perceived control",
    /// Mean obtrusiveness.
    Obtrusiveness = "obtrusiveness",
    /// Mean match of what is shown.
    Match = "match",
    /// Mean recent exposures to the same creative, as log(1 + n).
    Exposures = "recent exposures",
    /// Avoidance: mean of one minus the chance of an answer to a message.
    Avoidance = "avoidance",
    /// Touches.
    Touches = "touches",
    /// Choices out of what was shown.
    Clicks = "clicks",
    /// Left: 1, stayed: 0.
    Left = "leaving",
}

impl Personal {
    /// The person's value; none where nothing stands for it, e.g. a mean over no touch.
    pub fn of(self, life: &Replay, scenario: &Scenario) -> Option<f64> {
        let mean = |value: &dyn Fn(&TouchRecord) -> f32| {
            let shown: Vec<f64> = life.touches.iter().filter(|touch| !touch.slate.is_empty()).map(|touch| f64::from(value(touch))).collect();
            (!shown.is_empty()).then(|| shown.iter().sum::<f64>() / shown.len() as f64)
        };
        match self {
            Self::Concern => scenario.population.segments.get(life.segment).map(|segment| segment.concern),
            Self::Tolerance => Some(f64::from(life.tolerance)),
            Self::TrustBefore => Some(f64::from(life.trust)),
            Self::TrustAfter => life.days.last().map(|day| f64::from(day.trust)),
            Self::Creepiness => mean(&|touch| touch.felt.creepiness),
            Self::SaysCreepy => mean(&|touch| f32::from(touch.says_creepy)),
            Self::Overshoot => mean(&|touch| touch.overshoot),
            Self::Explanation => mean(&|touch| touch.attributes.explanation),
            Self::Control => mean(&|touch| touch.attributes.control),
            Self::Obtrusiveness => mean(&|touch| touch.attributes.obtrusiveness),
            Self::Match => mean(&|touch| touch.matched),
            Self::Exposures => mean(&|touch| touch.exposures.ln_1p()),
            Self::Avoidance => {
                let chances: Vec<f64> = life.touches.iter().filter_map(|touch| touch.chance.map(f64::from)).collect();
                (!chances.is_empty()).then(|| 1.0 - chances.iter().sum::<f64>() / chances.len() as f64)
            }
            Self::Touches => Some(life.touches.iter().filter(|touch| !touch.slate.is_empty()).count() as f64),
            Self::Clicks => Some(life.touches.iter().filter(|touch| touch.chosen.is_some_and(|(_, from_slate)| from_slate)).count() as f64),
            Self::Left => life.days.last().map(|day| f64::from(u8::from(day.left))),
        }
    }
}

/// People of one world: for each of them the quantities asked for. Those without one of them are left out.
pub type Table = Vec<Vec<f64>>;

/// Mean of the first column.
///
/// # Errors
/// Undefined where there is nobody.
pub fn average(table: &Table) -> Measured {
    let values = column(table, 0);
    quotient(values.iter().sum(), values.len() as f64, "none of the people looked at has this quantity")
}

/// Correlation of the first two columns.
///
/// # Errors
/// Undefined where there are too few people or one of the columns does not vary.
pub fn correlate(table: &Table) -> Measured {
    correlation(&column(table, 0), &column(table, 1))
}

/// Coefficient of column `which` (from 1) in a regression of column 0 on all the others.
///
/// # Errors
/// Undefined where there are too few people or the columns explain each other.
pub fn coefficient(table: &Table, which: usize) -> Measured {
    let width = table.first().map_or(0, Vec::len);
    let explaining: Vec<Vec<f64>> = (1..width).map(|place| column(table, place)).collect();
    let found = regression(&explaining, &column(table, 0))?;
    found.get(which).copied().ok_or_else(|| Undefined::new("there is no such quantity in the regression"))
}

fn column(table: &Table, place: usize) -> Vec<f64> {
    table.iter().filter_map(|row| row.get(place).copied()).collect()
}
