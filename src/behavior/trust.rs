//! Trust as Beta evidence with asymmetry and forgetting (C22, C25, C26).

use crate::math::exp;
use crate::scenario::behavior::Trust;

/// Evidence for and against, in events.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Evidence {
    /// For.
    pub alpha: f32,
    /// Against.
    pub beta: f32,
    /// Where `alpha` returns to.
    pub alpha_anchor: f32,
    /// Where `beta` returns to.
    pub beta_anchor: f32,
}

impl Evidence {
    /// The evidence behind a starting trust.
    pub fn new(p: &Trust, trust: f32) -> Self {
        let (alpha, beta) = (p.prior_strength as f32 * trust, p.prior_strength as f32 * (1.0 - trust));
        Self { alpha, beta, alpha_anchor: alpha, beta_anchor: beta }
    }

    /// T = alpha / (alpha + beta), strictly between 0 and 1.
    #[inline(always)]
    pub fn trust(&self) -> f32 {
        self.alpha / (self.alpha + self.beta)
    }

    /// Forgets a day; `kept` is [`kept`].
    #[inline(always)]
    pub fn forget(&mut self, kept: f32) {
        self.alpha = self.alpha_anchor + (self.alpha - self.alpha_anchor) * kept;
        self.beta = self.beta_anchor + (self.beta - self.beta_anchor) * kept;
    }

    /// Learns from a touch: a useful match earns, an overshoot costs. `pace` is the person's trust type; `useful` whether the touch stayed within
    /// the person's line.
    #[inline(always)]
    pub fn learn(&mut self, p: &Trust, pace: f32, matched: f32, useful: bool, overshoot: f32) {
        let above = (matched - p.useful_match as f32) / (1.0 - p.useful_match as f32);
        if useful && above > 0.0 {
            self.alpha += pace * p.good_weight as f32 * above;
        }
        self.beta += pace * p.bad_weight as f32 * (overshoot / p.full_overshoot as f32).min(1.0);
    }
}

/// Share of evidence that is left after a day.
pub fn kept(p: &Trust) -> f32 {
    exp(-1.0 / p.memory_days as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn events(from: f32, good: bool, until: f32) -> usize {
        let p = Trust { bad_weight: 0.16, ..Trust::default() };
        let mut evidence = Evidence::new(&p, from);
        (1..1000)
            .find(|_| {
                if good {
                    evidence.learn(&p, 1.0, 1.0, true, 0.0);
                } else {
                    evidence.learn(&p, 1.0, 0.0, false, 1.0);
                }
                if good { evidence.trust() >= until } else { evidence.trust() <= until }
            })
            .unwrap_or(usize::MAX)
    }

    /// C4.4: from 0.6, +0.10 needs 84 good events and -0.10 needs 13 bad ones.
    #[test]
    fn trust_is_lost_faster_than_won() {
        assert_eq!(events(0.6, true, 0.7), 84);
        assert_eq!(events(0.6, false, 0.5), 13);
    }

    /// C25: losses weigh more, and less so for people with little trust to lose.
    #[test]
    fn the_asymmetry_is_smaller_at_low_trust() {
        let p = Trust::default();
        let step = |from: f32| {
            let (mut up, mut down) = (Evidence::new(&p, from), Evidence::new(&p, from));
            up.learn(&p, 1.0, 1.0, true, 0.0);
            down.learn(&p, 1.0, 0.0, false, 1.0);
            (from - down.trust()) / (up.trust() - from)
        };
        assert!((2.0..=8.0).contains(&step(0.6)));
        assert!(step(0.2) < step(0.6));
    }

    #[test]
    fn forgetting_returns_to_the_anchor_and_trust_stays_inside() {
        let p = Trust::default();
        let mut evidence = Evidence::new(&p, 0.5);
        for _ in 0..10_000 {
            evidence.learn(&p, 3.0, 0.0, false, 1.0);
        }
        assert!(evidence.trust() > 0.0);
        for _ in 0..20_000 {
            evidence.forget(kept(&p));
        }
        assert!((evidence.trust() - 0.5).abs() < 1e-3);
    }
}
