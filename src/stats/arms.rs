//! The effect of b against a, as a difference or as a lift.

use super::{Summary, Undefined};

/// What an effect is measured in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Units of the value: `mean_b - mean_a`.
    Absolute,
    /// Lift: `mean_b / mean_a - 1`, its standard error by the delta method.
    Relative,
}

/// An effect and its standard error; the error is above 0.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Effect {
    pub effect: f64,
    pub standard_error: f64,
}

/// Effect of b against a with independent arms of any variances.
pub(super) fn difference(a: Summary, b: Summary, scale: Scale) -> Result<Effect, Undefined> {
    let (a, b) = (a.checked()?, b.checked()?);
    let (effect, error_square) = match scale {
        Scale::Absolute => (b.mean - a.mean, a.error_square() + b.error_square()),
        Scale::Relative if a.mean == 0.0 => return Err(Undefined::new("the control's mean is zero")),
        Scale::Relative => {
            let ratio = b.mean / a.mean;
            ((b.mean - a.mean) / a.mean, (b.error_square() + a.error_square() * ratio * ratio) / (a.mean * a.mean))
        }
    };
    let standard_error = error_square.sqrt();
    if !(effect.is_finite() && standard_error.is_finite()) {
        return Err(Undefined::new("the effect is not a finite number"));
    }
    if standard_error == 0.0 {
        return Err(Undefined::new("the arms do not vary"));
    }
    Ok(Effect { effect, standard_error })
}
