//! Relative lift: the treatment's mean over the control's, minus one.

use crate::stats::summary::level;
use crate::stats::{Summary, Undefined, normal_quantile};

/// How the interval of a lift is made. All three use the normal distribution and independent groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LiftMethod {
    /// Symmetric around the lift: first-order expansion of the ratio.
    Delta,
    /// Symmetric around the logarithm of the ratio: never below minus one. Needs means of one sign.
    LogDelta,
    /// The ratios that a test of `m_b - r m_a = 0` does not reject (Fieller 1954). Exact for normal means, and undefined, instead of
    /// misleading, where the control's mean is not clearly different from zero. The best of the three where it exists.
    Fieller,
}

/// A lift and its standard error.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RelativeLift {
    /// `m_b / m_a - 1`.
    pub lift: f64,
    /// `sqrt(v_b / m_a^2 + v_a m_b^2 / m_a^4)` with the squared standard errors v (delta method).
    pub standard_error: f64,
}

/// Relative lift with its standard error by the delta method. The control's mean may be negative; a lift is then towards it.
///
/// # Errors
/// Undefined where the control's mean is zero, a group has fewer than two values, or a number is not finite.
pub fn relative_lift(control: &Summary, treatment: &Summary) -> Result<RelativeLift, Undefined> {
    let (a, b) = (control.checked()?, treatment.checked()?);
    if a.mean == 0.0 {
        return Err(Undefined::new("the control's mean is zero"));
    }
    let ratio = b.mean / a.mean;
    let standard_error = libm::sqrt(b.error_square() + a.error_square() * ratio * ratio) / a.mean.abs();
    let lift = (b.mean - a.mean) / a.mean;
    if lift.is_finite() && standard_error.is_finite() {
        Ok(RelativeLift { lift, standard_error })
    } else {
        Err(Undefined::new("the control's mean is too near zero"))
    }
}

/// Two-sided interval of [`relative_lift`].
///
/// # Errors
/// Undefined where the lift is, for a confidence outside 0 to 1, for [`LiftMethod::LogDelta`] where the means do not have one sign, and for
/// [`LiftMethod::Fieller`] where the control's mean is not significantly different from zero: the interval would have no end.
pub fn relative_lift_interval(control: &Summary, treatment: &Summary, method: LiftMethod, confidence: f64) -> Result<(f64, f64), Undefined> {
    let RelativeLift { lift, standard_error } = relative_lift(control, treatment)?;
    let z = -normal_quantile(0.5 * (1.0 - level(confidence)?))?;
    match method {
        LiftMethod::Delta => Ok((lift - z * standard_error, lift + z * standard_error)),
        LiftMethod::LogDelta => {
            if lift <= -1.0 {
                return Err(Undefined::new("a logarithm needs two means of one sign"));
            }
            let half = z * standard_error / (1.0 + lift);
            let log = libm::log1p(lift);
            finite((libm::expm1(log - half), libm::expm1(log + half)))
        }
        LiftMethod::Fieller => fieller(control, treatment, lift, z),
    }
}

/// The roots of `(m_b - r m_a)^2 = z^2 (v_b + r^2 v_a)` in r, less one.
fn fieller(control: &Summary, treatment: &Summary, lift: f64, z: f64) -> Result<(f64, f64), Undefined> {
    let square = control.mean * control.mean;
    let (share_a, share_b) = (z * z * control.error_square() / square, z * z * treatment.error_square() / square);
    if share_a >= 1.0 {
        return Err(Undefined::new("the control's mean is not significantly different from zero: the interval has no end"));
    }
    let ratio = 1.0 + lift;
    // In the lift d = r - 1 nothing large cancels: (1 - g) d^2 - 2 (lift + g) d + lift^2 - g - h = 0.
    let half = libm::sqrt((share_b * (1.0 - share_a) + share_a * ratio * ratio).max(0.0));
    finite(((lift + share_a - half) / (1.0 - share_a), (lift + share_a + half) / (1.0 - share_a)))
}

fn finite(interval: (f64, f64)) -> Result<(f64, f64), Undefined> {
    if interval.0.is_finite() && interval.1.is_finite() { Ok(interval) } else { Err(Undefined::new("the interval has no end")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const METHODS: [LiftMethod; 3] = [LiftMethod::Delta, LiftMethod::LogDelta, LiftMethod::Fieller];

    fn group(count: u64, mean: f64, deviation: f64) -> Summary {
        Summary { count, mean, deviation }
    }

    #[test]
    fn degenerate_lifts() {
        let good = group(100, 2.0, 1.0);
        assert!(relative_lift(&group(100, 0.0, 1.0), &good).is_err() && relative_lift(&group(1, 1.0, 1.0), &good).is_err());
        assert!(relative_lift(&group(100, 1e-320, 1.0), &good).is_err(), "too near zero");
        assert!(relative_lift_interval(&good, &group(100, -2.0, 1.0), LiftMethod::LogDelta, 0.95).is_err());
        assert!(relative_lift_interval(&group(100, 0.1, 1.0), &good, LiftMethod::Fieller, 0.95).is_err());
        for method in METHODS {
            assert!(relative_lift_interval(&good, &good, method, 1.0).is_err());
        }
    }

    proptest! {
        #[test]
        fn intervals_hold_the_lift_agree_for_many_and_widen(ma in 1.0..9f64, mb in 1.0..9f64, s in 0.1..3f64) {
            let (a, b) = (group(40_000_000, ma, s), group(40_000_000, mb, s));
            let lift = relative_lift(&a, &b).unwrap();
            for method in METHODS {
                let (low, high) = relative_lift_interval(&a, &b, method, 0.95).unwrap();
                let (lower, higher) = relative_lift_interval(&a, &b, method, 0.99).unwrap();
                prop_assert!(lower <= low && low <= lift.lift && lift.lift <= high && high <= higher);
                // With so many values the methods differ by less than a hundredth of the interval's width.
                let reference = relative_lift_interval(&a, &b, LiftMethod::Delta, 0.95).unwrap();
                prop_assert!((low - reference.0).abs() < 0.01 * (high - low) && (high - reference.1).abs() < 0.01 * (high - low));
            }
        }
    }
}
