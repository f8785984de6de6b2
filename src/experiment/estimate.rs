//! A mean over worlds with its interval.

use crate::measure::Undefined;

/// A mean over worlds, with Student t intervals; worlds are the unit of replication.
#[derive(Clone, Debug, PartialEq)]
pub struct Estimate {
    /// Mean over worlds.
    pub mean: f64,
    /// Lower end of the interval at the scenario's confidence; `None` with fewer than two worlds.
    pub interval: Option<(f64, f64)>,
    /// The interval at 50 %.
    pub inner: Option<(f64, f64)>,
    /// Standard deviation between worlds.
    pub spread: Option<f64>,
    /// Worlds in which the metric is defined.
    pub worlds: usize,
    /// Worlds whose value has the same sign as the mean.
    pub agree: usize,
    /// Every world gives exactly the same value: the interval would be a point, say "deterministic".
    pub deterministic: bool,
    /// The value of each world, in world order; `None` where it is undefined.
    pub values: Vec<Option<f64>>,
}

/// An estimate, or the reason why there is none.
pub type Estimated = Result<Estimate, Undefined>;
