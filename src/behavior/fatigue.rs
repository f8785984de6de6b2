//! Wear-out of repeated messages: recent exposures fade, the same creative counts in full (C45).

use crate::math::exp;
use crate::scenario::behavior::Fatigue;

/// Share of recent exposures that is left after a day.
pub fn kept(p: &Fatigue) -> f32 {
    exp(-1.0 / p.memory_days as f32)
}

/// Exposures that a new touch adds: one of the same creative, part of one otherwise.
#[inline(always)]
pub fn added(p: &Fatigue, same_creative: bool) -> f32 {
    if same_creative { 1.0 } else { p.carry_over as f32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn daily_repeats_settle_below_the_memory() {
        let p = Fatigue::default();
        let mut exposures = 0.0;
        for _ in 0..200 {
            exposures = exposures * kept(&p) + added(&p, true);
        }
        assert!((exposures - 1.0 / (1.0 - kept(&p))).abs() < 1e-3);
        assert!(added(&p, false) < 1.0);
    }
}
