//! Repetition cap: the same item or topic at most so many times in some days (B4.5).

use crate::scenario::guards::{Repeated, RepetitionCap};

/// The guard made ready.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RepetitionPlan {
    /// What is counted as the same thing.
    pub of: Repeated,
    most: u32,
    days: u32,
}

impl RepetitionPlan {
    /// Ready; `None` if it is off.
    pub fn new(guard: &RepetitionCap) -> Option<Self> {
        guard.on.then_some(Self { of: guard.of, most: guard.most as u32, days: guard.days as u32 })
    }
}

/// What one customer was shown in the days that count.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct History {
    /// Day and item or topic, in order of days.
    shown: Vec<(u32, u32)>,
}

impl History {
    /// Forgets what was shown too long ago to count on a day (from 0).
    pub fn forget(&mut self, plan: &RepetitionPlan, day: u32) {
        let first = self.shown.partition_point(|&(shown, _)| shown + plan.days <= day);
        self.shown.drain(..first);
    }

    /// Whether the thing may be shown once more, beside `planned` times in the slate at hand.
    pub fn allows(&self, plan: &RepetitionPlan, thing: u32, planned: u32) -> bool {
        self.shown.iter().filter(|(_, other)| *other == thing).count() as u32 + planned < plan.most
    }

    /// Remembers that the thing was shown.
    pub fn note(&mut self, day: u32, thing: u32) {
        self.shown.push((day, thing));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_allowed_again_when_its_days_are_over() {
        let plan = RepetitionPlan::new(&RepetitionCap { on: true, most: 2, days: 7, ..RepetitionCap::default() }).expect("on");
        let mut history = History::default();
        for day in [0, 3] {
            history.forget(&plan, day);
            assert!(history.allows(&plan, 5, 0));
            history.note(day, 5);
        }
        history.forget(&plan, 6);
        assert!(!history.allows(&plan, 5, 0) && history.allows(&plan, 6, 1) && !history.allows(&plan, 6, 2));
        history.forget(&plan, 7);
        assert!(history.allows(&plan, 5, 0) && !history.allows(&plan, 5, 1));
        assert_eq!(RepetitionPlan::new(&RepetitionCap::default()), None);
    }
}
