//! What a comparison looks at: outcomes of conditions, and what is made of them. World by world, so that conditions stay paired.

use serde::Deserialize;

use super::people::Personal;

/// A number measured in each world of a condition.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Outcome {
    /// What is measured.
    pub of: Quantity,
    /// Whose.
    #[serde(default)]
    pub scope: Who,
    /// Name of the variant; empty for the first one of the scenario, `none` for the twin without recommender.
    #[serde(default)]
    pub variant: String,
    /// First day that counts, from 1.
    #[serde(default = "one")]
    pub from_day: usize,
    /// Last day that counts; 0 for the last one of the run.
    #[serde(default)]
    pub to_day: usize,
}

fn one() -> usize {
    1
}

/// What is measured.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
pub enum Quantity {
    /// A metric, by its name; `creepline explain` lists them.
    Metric(String),
    /// A column of the ledger, per customer.
    PerCustomer(String),
    /// A column of the ledger divided by another.
    Rate(String, String),
}

/// Whose outcome is measured.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub enum Who {
    /// All customers.
    #[default]
    All,
    /// A segment, by name.
    Segment(String),
    /// A level of an attribute, by names.
    Group(String, String),
}

/// A number made of outcomes, world by world.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub enum Amount {
    /// The outcome of the comparison under a condition.
    Of(String),
    /// Another outcome under a condition.
    In(String, Outcome),
    /// A fixed number.
    Number(f64),
    /// The first divided by the second.
    Ratio(Box<Self>, Box<Self>),
    /// The first minus the second.
    Difference(Box<Self>, Box<Self>),
    /// All of several together.
    Sum(Vec<Self>),
    /// Without its sign.
    Absolute(Box<Self>),
    /// The largest of several.
    Largest(Vec<Self>),
    /// The smallest of several.
    Smallest(Vec<Self>),
    /// Slope of the straight line through several amounts over the given numbers (least squares).
    Slope {
        /// The numbers.
        over: Vec<f64>,
        /// The amounts.
        of: Vec<Self>,
    },
    /// How straight the line through several amounts is: R squared of the least-squares line over the given numbers.
    Straightness {
        /// The numbers.
        over: Vec<f64>,
        /// The amounts.
        of: Vec<Self>,
    },
    /// Days until the gap between two conditions has closed.
    Closing(Closing),
    /// Mean of a quantity across people.
    Average {
        /// Conditions whose people are pooled.
        pooled: Vec<String>,
        /// The quantity.
        of: Personal,
        /// Customers of each world that are looked at.
        people: u64,
    },
    /// How much the shares that items have of all choices differ between worlds: mean over items and pairs of worlds (U of the Music Lab). World by
    /// world it is the mean distance from the other worlds, so the mean over worlds is U, but worlds are not independent of each other.
    Unpredictability {
        /// Condition; its worlds must have the same items.
        of: String,
        /// Name of the variant, as in an outcome.
        #[serde(default)]
        variant: String,
    },
    /// Correlation (Pearson) of two quantities across people.
    Correlation {
        /// Conditions whose people are pooled.
        pooled: Vec<String>,
        /// First quantity.
        x: Personal,
        /// Second quantity.
        y: Personal,
        /// Customers of each world that are looked at.
        people: u64,
    },
    /// Coefficient of one quantity in a least-squares regression across people.
    Coefficient {
        /// Conditions whose people are pooled.
        pooled: Vec<String>,
        /// What is explained.
        of: Personal,
        /// What explains it.
        on: Vec<Personal>,
        /// Whose coefficient.
        which: Personal,
        /// Customers of each world that are looked at.
        people: u64,
    },
}

/// Days until the gap between two conditions has closed.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Closing {
    /// Condition.
    pub of: String,
    /// Condition that it is compared with.
    pub against: String,
    /// Day (from 1) on which the gap is taken, and from which days are counted.
    pub from_day: usize,
    /// Share of that gap that must have closed; 1 asks for the gap to vanish or turn round.
    pub share: f64,
    /// Days over which the outcome is taken at a time, to quiet daily noise.
    #[serde(default = "one")]
    pub over_days: usize,
}

impl Amount {
    /// The amount that stands for no effect: 1 for ratios, 0 for the rest.
    pub fn neutral(&self) -> f64 {
        match self {
            Self::Ratio(..) => 1.0,
            Self::Largest(of) | Self::Smallest(of) => of.first().map_or(0.0, Self::neutral),
            _ => 0.0,
        }
    }

    /// The amounts that it is made of.
    pub fn parts(&self) -> Vec<&Self> {
        match self {
            Self::Ratio(a, b) | Self::Difference(a, b) => vec![a, b],
            Self::Absolute(a) => vec![a],
            Self::Sum(of) | Self::Largest(of) | Self::Smallest(of) | Self::Slope { of, .. } | Self::Straightness { of, .. } => of.iter().collect(),
            Self::Of(_)
            | Self::In(..)
            | Self::Number(_)
            | Self::Closing(_)
            | Self::Unpredictability { .. }
            | Self::Average { .. }
            | Self::Correlation { .. }
            | Self::Coefficient { .. } => Vec::new(),
        }
    }

    /// Conditions named here, parts left out.
    pub fn conditions(&self) -> Vec<&str> {
        match self {
            Self::Of(name) | Self::In(name, _) | Self::Unpredictability { of: name, .. } => vec![name],
            Self::Closing(closing) => vec![&closing.of, &closing.against],
            Self::Average { pooled, .. } | Self::Correlation { pooled, .. } | Self::Coefficient { pooled, .. } => {
                pooled.iter().map(String::as_str).collect()
            }
            _ => Vec::new(),
        }
    }

    /// In words, from the names of conditions.
    pub fn words(&self) -> String {
        let list = |of: &[Self]| of.iter().map(Self::words).collect::<Vec<_>>().join(", ");
        let inside = |amount: &Self| match amount {
            Self::Ratio(..) | Self::Difference(..) | Self::Sum(_) => format!("({})", amount.words()),
            _ => amount.words(),
        };
        match self {
            Self::Of(name) => format!("[{name}]"),
            Self::In(name, outcome) => format!("[{name}: {}]", outcome.words()),
            Self::Number(value) => value.to_string(),
            Self::Ratio(a, b) => format!("{} / {}", inside(a), inside(b)),
            Self::Difference(a, b) => format!("{} - {}", inside(a), inside(b)),
            Self::Sum(of) => of.iter().map(inside).collect::<Vec<_>>().join(" + "),
            Self::Absolute(a) => format!("size of {}", inside(a)),
            Self::Largest(of) => format!("largest of {}", list(of)),
            Self::Smallest(of) => format!("smallest of {}", list(of)),
            Self::Slope { of, .. } => format!("slope through {}", list(of)),
            Self::Straightness { of, .. } => format!("straightness (R squared) of {}", list(of)),
            Self::Closing(closing) => format!(
                "days from day {} until {}% of the gap [{}] - [{}] has closed",
                closing.from_day,
                closing.share * 100.0,
                closing.of,
                closing.against
            ),
            Self::Average { pooled, of, .. } => format!("mean {} of the people of [{}]", of.words(), pooled.join(", ")),
            Self::Unpredictability { of, .. } => format!("unpredictability of [{of}] between worlds"),
            Self::Correlation { x, y, .. } => format!("correlation of {} and {} across people", x.words(), y.words()),
            Self::Coefficient { of, on, which, .. } => {
                let on: Vec<&str> = on.iter().map(|personal| personal.words()).collect();
                format!("coefficient of {} in {} explained by {}", which.words(), of.words(), on.join(", "))
            }
        }
    }
}

impl Outcome {
    /// In words.
    pub fn words(&self) -> String {
        let mut words = match &self.of {
            Quantity::Metric(id) => id.clone(),
            Quantity::PerCustomer(column) => format!("{column} per customer"),
            Quantity::Rate(column, by) => format!("{column} per {by}"),
        };
        match &self.scope {
            Who::All => {}
            Who::Segment(name) => words.push_str(&format!(" of {name}")),
            Who::Group(attribute, level) => words.push_str(&format!(" of {attribute}: {level}")),
        }
        if !self.variant.is_empty() {
            words.push_str(&format!(" under {}", self.variant));
        }
        match (self.from_day, self.to_day) {
            (0 | 1, 0) => {}
            (from, 0) => words.push_str(&format!(" from day {from}")),
            (from, to) => words.push_str(&format!(" on days {from} to {to}")),
        }
        words
    }
}
