//! Ramp: a growing share of customers or places, rho(t) = clip(rho0 + (t - t0) / T) (B4.5).

use crate::scenario::guards::{Ramp, RampOf};

/// The guard made ready.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RampPlan {
    of: RampOf,
    start: f32,
    first: f32,
    days: f32,
}

impl RampPlan {
    /// Ready; `None` if it is off.
    pub fn new(guard: &Ramp) -> Option<Self> {
        guard.on.then_some(Self { of: guard.of, start: guard.start as f32, first: guard.from_day as f32 - 1.0, days: guard.days as f32 })
    }

    /// Share of customers or places on a day (from 0).
    pub fn share(&self, day: usize) -> f32 {
        let risen = (day as f32 - self.first).max(0.0) / self.days;
        (self.start + risen * (1.0 - self.start)).clamp(0.0, 1.0)
    }

    /// Chance that a place is the policy's for a customer whose own place in the ramp, between 0 and 1, never changes.
    pub fn chance(&self, day: usize, own: f32) -> f32 {
        let share = self.share(day);
        match self.of {
            RampOf::Slots => share,
            RampOf::People => f32::from(u8::from(own < share)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_rises_evenly_to_everybody_and_nobody_falls_out() {
        let plan = RampPlan::new(&Ramp { on: true, start: 0.2, from_day: 5, days: 8, ..Ramp::default() }).expect("on");
        for (day, share) in [(0, 0.2), (4, 0.2), (8, 0.6), (12, 1.0), (500, 1.0)] {
            assert!((plan.share(day) - share).abs() < 1e-6, "day {day}");
        }
        let mut inside = false;
        for day in 0..20 {
            let now = plan.chance(day, 0.55) == 1.0;
            assert!(now || !inside, "the same people stay in");
            inside = now;
        }
        assert!(inside);
        let slots = RampPlan { of: RampOf::Slots, ..plan };
        assert!((slots.chance(8, 0.99) - 0.6).abs() < 1e-6);
    }
}
