//! The effect of b against a, as a difference or as a lift.

use super::{Difference, Summary, Undefined, relative_lift};

/// An effect and its standard error; the error is above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effect {
    pub effect: f64,
    pub standard_error: f64,
}

impl Effect {
    /// Effect of b against a with independent arms of any variances.
    pub fn between(a: &Summary, b: &Summary, difference: Difference) -> Result<Self, Undefined> {
        let (a, b) = (a.checked()?, b.checked()?);
        match difference {
            Difference::Absolute => Self::checked(b.mean - a.mean, (a.error_square() + b.error_square()).sqrt()),
            Difference::Relative => {
                let lift = relative_lift(a, b)?;
                Self::checked(lift.lift, lift.standard_error)
            }
        }
    }

    /// An effect and its standard error, if both can be worked with.
    pub fn checked(effect: f64, standard_error: f64) -> Result<Self, Undefined> {
        if !(effect.is_finite() && standard_error.is_finite() && standard_error >= 0.0) {
            return Err(Undefined::new("the effect or its error is not a finite number"));
        }
        if standard_error == 0.0 {
            return Err(Undefined::new("the arms do not vary"));
        }
        Ok(Self { effect, standard_error })
    }
}
