//! The personal line: reporting, overshoot, reactance (C5, C12, C14).

use crate::math::{exp, logistic, softplus};
use crate::scenario::behavior::Threshold;

/// Chance that a person with this line calls the touch creepy: logistic((c - theta) / softness).
#[inline(always)]
pub fn says_creepy(p: &Threshold, creepiness: f32, line: f32) -> f32 {
    logistic((creepiness - line) / p.softness as f32)
}

/// r = softness ln(1 + exp((c - theta) / softness)): smooth overshoot over the line, in units of creepiness.
#[inline(always)]
pub fn overshoot(p: &Threshold, creepiness: f32, line: f32) -> f32 {
    p.softness as f32 * softplus((creepiness - line) / p.softness as f32)
}

/// Share of the reactance stock that is left after a day.
pub fn reactance_kept(p: &Threshold) -> f32 {
    exp(-1.0 / p.reactance_memory_days as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn at_the_line_half_say_creepy_and_far_below_nobody_overshoots() {
        let p = Threshold::default();
        assert!((says_creepy(&p, 0.34, 0.34) - 0.5).abs() < 1e-6);
        assert!(overshoot(&p, 0.0, 0.34) < 1e-4);
        assert!((overshoot(&p, 0.84, 0.34) - 0.5).abs() < 1e-4);
        assert!(overshoot(&p, 0.4, 0.34) > overshoot(&p, 0.35, 0.34));
    }

    /// After its memory, 1/e of a stock of reactance is left.
    #[test]
    fn reactance_fades_by_its_memory() {
        let p = Threshold::default();
        let left = (0..p.reactance_memory_days as usize).fold(1.0, |stock, _| stock * reactance_kept(&p));
        assert!((left - (-1.0f32).exp()).abs() < 1e-4, "{left}");
        assert!(reactance_kept(&Threshold { reactance_memory_days: 7.0, ..p.clone() }) < reactance_kept(&p));
    }
}
