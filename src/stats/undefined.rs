//! Numbers that do not exist, with the reason. Undefined is not zero and not NaN.

use std::fmt;

/// Why a number does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undefined {
    /// Reason, as a lower-case fragment that reads after "n/a:".
    pub reason: String,
}

impl Undefined {
    /// Undefined for that reason.
    pub fn new(reason: impl Into<String>) -> Self {
        Self { reason: reason.into() }
    }
}

impl fmt::Display for Undefined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "n/a: {}", self.reason)
    }
}

/// A number, or the reason why there is none.
pub type Measured = Result<f64, Undefined>;

/// A quotient; undefined for `reason` when the divisor is zero.
pub fn quotient(dividend: f64, divisor: f64, reason: &str) -> Measured {
    if divisor == 0.0 { Err(Undefined::new(reason)) } else { Ok(dividend / divisor) }
}
