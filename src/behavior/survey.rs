//! What people say when asked, which is more than they do (C14, C30, C42, C52, C53). Nothing here changes what they do.

use super::creepiness::{Attributes, felt};
use super::hazards::{self, Pressure, Reason};
use crate::math::exp;
use crate::scenario::behavior::{Hazards, Perception};
use crate::scenario::customer::Survey;

/// How a typical message is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Judgement {
    /// Over the own line.
    VeryCreepy,
    /// Near it.
    SomewhatCreepy,
    /// Far below it.
    Fine,
}

/// The message that people are asked about.
pub fn typical(p: &Survey) -> Attributes {
    Attributes {
        sensitivity: p.sensitivity as f32,
        depth: p.depth as f32,
        covertness: p.covertness as f32,
        explicitness: p.explicitness as f32,
        control: p.control as f32,
        ..Attributes::default()
    }
}

/// What a person says of the typical message: very creepy above her line, somewhat creepy above a share of it.
#[inline(always)]
pub fn judges(p: &Survey, perception: &Perception, typical: &Attributes, sensitivity: f32, trust: f32, line: f32) -> Judgement {
    let creepiness = felt(perception, typical, 1.0, sensitivity, trust, 0.0).creepiness;
    if creepiness > line {
        Judgement::VeryCreepy
    } else if creepiness > p.somewhat as f32 * line {
        Judgement::SomewhatCreepy
    } else {
        Judgement::Fine
    }
}

/// Whether a person says that she would unsubscribe, and why: frequency, match and overshoot as in acting, without the trust that holds her.
#[inline(always)]
pub fn would_unsubscribe(p: &Survey, acted: &Hazards, on: &Pressure) -> Option<Reason> {
    let [creepy, too_many, irrelevant] = hazards::unsubscribe_parts(acted, on);
    (creepy + too_many + irrelevant >= p.would_unsubscribe as f32).then(|| hazards::main_reason(acted, on))
}

/// What a person asks for sharing her data: base exp(k (u - 1/2)), less where sharing is the default. `default_on` is 1 there, 0 where it is not.
#[inline(always)]
pub fn privacy_value(p: &Survey, concern: f32, default_on: f32) -> f32 {
    p.privacy_value as f32 * exp(p.privacy_value_concern as f32 * (concern - 0.5)) * (1.0 - p.default_discount as f32 * default_on)
}

/// How important transparency is to a person, 0 to 1: concern and chance `u` in the proportion of the setting.
#[inline(always)]
pub fn transparency_importance(p: &Survey, concern: f32, u: f32) -> f32 {
    let share = p.transparency_concern as f32;
    share * concern + (1.0 - share) * u
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::behavior::ConsentModel;

    /// Segments of C4.2: share, sensitivity, line, trust, concern.
    const SEGMENTS: [(f64, f32, f32, f32, f32); 3] = [(0.25, 1.5, 0.20, 0.40, 0.85), (0.50, 1.0, 0.34, 0.52, 0.50), (0.25, 0.55, 0.52, 0.60, 0.20)];

    /// C14: 25 % very creepy and 50 % somewhat creepy, each within 7 points, with lines spread by 0.08.
    #[test]
    fn a_quarter_says_very_creepy_and_half_somewhat() {
        let (p, perception) = (Survey::default(), Perception::default());
        let mut shares = [0.0; 3];
        for (share, sensitivity, line, trust, _) in SEGMENTS {
            for step in 0..200 {
                use statrs::distribution::{ContinuousCDF, Normal};
                let z = Normal::standard().inverse_cdf((f64::from(step) + 0.5) / 200.0) as f32;
                let line = (line + 0.08 * z).clamp(0.01, 0.99);
                shares[judges(&p, &perception, &typical(&p), sensitivity, trust, line) as usize] += share / 200.0;
            }
        }
        assert!((shares[0] - 0.25).abs() <= 0.07 && (shares[1] - 0.50).abs() <= 0.07, "{shares:?}");
    }

    /// C42: an opt-out default lowers what people ask for their data by 10 to 30 %.
    #[test]
    fn a_default_cheapens_privacy() {
        let p = Survey::default();
        let mean = |default_on| SEGMENTS.iter().map(|(share, .., concern)| share * f64::from(privacy_value(&p, *concern, default_on))).sum::<f64>();
        let change = mean(1.0) / mean(0.0) - 1.0;
        assert!((-0.30..=-0.10).contains(&change), "{change}");
        assert!(privacy_value(&p, 0.85, 0.0) > privacy_value(&p, 0.2, 0.0));
    }

    /// C30: those who value transparency most consent least: correlation -0.5 to -0.05.
    #[test]
    fn those_who_want_transparency_consent_less() {
        let (p, consent) = (Survey::default(), ConsentModel::default());
        let mut sums = [0.0; 5];
        for (share, _, _, trust, concern) in SEGMENTS {
            let accepts = f64::from(super::super::consent::acceptance(&consent, 0.0, f64::from(trust), f64::from(concern)));
            for step in 0..100 {
                let x = f64::from(transparency_importance(&p, concern, (step as f32 + 0.5) / 100.0));
                // Consent is yes or no, so its square is itself.
                for (sum, value) in sums.iter_mut().zip([x, x * x, accepts, accepts, x * accepts]) {
                    *sum += share / 100.0 * value;
                }
            }
        }
        let [x, xx, y, yy, xy] = sums;
        let correlation = (xy - x * y) / ((xx - x * x) * (yy - y * y)).sqrt();
        assert!((-0.5..=-0.05).contains(&correlation), "{correlation}");
    }

    /// C53: at high frequency the number of messages is the first reason; at low frequency and a fair match nobody would go.
    #[test]
    fn frequency_is_the_first_reason_to_go() {
        let (p, acted) = (Survey::default(), Hazards::default());
        let at = |per_week, matched, overshoot| would_unsubscribe(&p, &acted, &Pressure { per_week, matched, overshoot, ..Pressure::default() });
        assert_eq!(at(7.0, 0.4, 0.05), Some(Reason::TooMany));
        assert_eq!(at(2.0, 0.0, 0.0), Some(Reason::Irrelevant));
        assert_eq!(at(2.0, 0.5, 0.4), Some(Reason::Creepy));
        assert_eq!(at(2.0, 0.6, 0.0), None);
    }
}
