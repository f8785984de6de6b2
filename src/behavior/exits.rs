//! Ways out of a channel: notifications switched off, an app given up, ads hidden, a site's personalization switched off (C52, C55; bases partly
//! assumed).

use crate::math::exp;
use crate::scenario::customer::Exits;

/// Messages a week at which a person would switch notifications off, q = exp(median + spread N(0, 1)), from a standard normal draw.
pub fn tolerated_per_week(p: &Exits, normal: f64) -> f64 {
    libm::exp(p.push_median + p.push_spread * normal)
}

/// Chance of switching notifications off on a day: a seventh of the weekly one while f > q.
#[inline(always)]
pub fn disables(p: &Exits, per_week: f32, tolerated: f32) -> f32 {
    if per_week > tolerated { p.push_disable_week as f32 / 7.0 } else { 0.0 }
}

/// Chance of giving the app up on a day: a seventh of the weekly one while f > 2 q.
#[inline(always)]
pub fn quits(p: &Exits, per_week: f32, tolerated: f32) -> f32 {
    if per_week > p.push_quit_times as f32 * tolerated { p.push_quit_week as f32 / 7.0 } else { 0.0 }
}

/// Chance of hiding an ad.
#[inline(always)]
pub fn hides(p: &Exits, overshoot: f32, matched: f32) -> f32 {
    (p.hide as f32 * exp(p.hide_overshoot as f32 * overshoot + p.hide_mismatch as f32 * (0.5 - matched))).min(1.0)
}

/// Chance of switching a site's personalization off at a visit, for those who have no other reason.
#[inline(always)]
pub fn switches_off(p: &Exits, overshoot: f32) -> f32 {
    (p.site_off as f32 * exp(p.hide_overshoot as f32 * overshoot)).min(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use statrs::distribution::{ContinuousCDF, Normal};

    /// C52: 5 to 15 % would switch off at one message a week, 40 to 62 % at five, 70 to 88 % at ten.
    #[test]
    fn tolerance_of_notifications_is_spread_as_people_state_it() {
        let p = Exits::default();
        let share = |per_week: f64| Normal::new(p.push_median, p.push_spread).unwrap().cdf(per_week.ln());
        for (per_week, low, high) in [(1.0, 0.05, 0.15), (5.0, 0.40, 0.62), (10.0, 0.70, 0.88)] {
            assert!((low..=high).contains(&share(per_week)), "{per_week}: {}", share(per_week));
        }
        assert!((tolerated_per_week(&p, 0.0) - 4.263).abs() < 1e-3);
    }

    #[test]
    fn nobody_switches_off_below_her_own_measure_and_giving_up_takes_twice_as_much() {
        let p = Exits::default();
        assert_eq!([disables(&p, 4.0, 4.0), quits(&p, 8.0, 4.0)], [0.0, 0.0]);
        assert!((disables(&p, 5.0, 4.0) * 7.0 - 0.10).abs() < 1e-6 && quits(&p, 5.0, 4.0) == 0.0);
        assert!((quits(&p, 9.0, 4.0) * 7.0 - 0.03).abs() < 1e-6);
    }

    #[test]
    fn creepy_and_ill_fitting_ads_are_hidden_more_often() {
        let p = Exits::default();
        let base = hides(&p, 0.0, 0.5);
        assert!((base - 0.0001).abs() < 1e-9);
        assert!(hides(&p, 0.2, 0.5) > base && hides(&p, 0.0, 0.2) > base && hides(&p, 100.0, 0.0) == 1.0);
        assert!(switches_off(&p, 0.2) > switches_off(&p, 0.0));
    }
}
