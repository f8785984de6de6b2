//! Distributions over people, pooled over worlds.

use super::estimate::Estimated;
use crate::simulate::Run;

/// How far people are from their own line.
#[derive(Clone, Debug)]
pub struct OwnLine {
    /// Lower edge of each bin of the margin (felt creepiness minus personal line), and the upper edge of the last: one more than bins.
    pub edges: Vec<f64>,
    /// Share of active people by bin, on that day, mean over worlds. Empty when nobody is active.
    pub shares: Vec<f64>,
    /// Share above their line, with interval over worlds.
    pub over: Estimated,
    /// Active people, over all worlds.
    pub people: u64,
}

/// Margin to the own line on a day (from 1) for one variant; one segment, or all when `None`.
pub fn own_line(_run: &Run, _variant: usize, _segment: Option<usize>, _day: usize) -> OwnLine {
    unimplemented!()
}

/// Quantiles of trust on a day, over people of all worlds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fan {
    /// 10 %, 25 %, 50 %, 75 % and 90 % quantile.
    pub quantiles: [f64; 5],
}

/// Quantiles of trust day by day for one variant; one segment, or all when `None`.
pub fn trust_fan(_run: &Run, _variant: usize, _segment: Option<usize>) -> Vec<Fan> {
    unimplemented!()
}
