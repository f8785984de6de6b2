//! How a touch shifts the log-odds of being answered (C2, C3, C7, C9, C11, C12, C20, C45).

use super::creepiness::{Attributes, Felt};
use crate::math::{exp, ln};
use crate::scenario::behavior::{Mechanisms, Response};

/// What the person brings to a touch.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mood {
    /// T: trust, 0 to 1.
    pub trust: f32,
    /// r: overshoot over the personal line.
    pub overshoot: f32,
    /// n: recent exposures to the same creative.
    pub exposures: f32,
    /// Touches of this kind in a life time.
    pub lifetime: f32,
}

/// Nov = (1 + N)^-exponent: wear-out of the trick.
#[inline(always)]
pub fn novelty(p: &Response, lifetime: f32) -> f32 {
    exp(-(p.novelty_exponent as f32) * ln(1.0 + lifetime))
}

/// Everything but relevance: self-reference, salience, explanation of a clean flow, reactance, trust, fatigue.
#[inline(always)]
pub fn shift_without_relevance(p: &Response, on: &Mechanisms, a: &Attributes, felt: &Felt, mood: &Mood) -> f32 {
    let mut shift = p.self_reference as f32 * a.explicitness * novelty(p, mood.lifetime) + p.salience as f32 * a.obtrusiveness;
    if on.perception {
        shift += p.explanation as f32 * a.explanation * (1.0 - felt.violation) * mood.trust - p.reactance as f32 * mood.overshoot;
    }
    if on.trust {
        shift += p.trust as f32 * (mood.trust - 0.5);
    }
    if on.fatigue {
        shift -= p.fatigue_exponent as f32 * ln(1.0 + mood.exposures);
    }
    shift
}

/// Relevance of a push touch: (lQ + lG G)(Q - 1/2)(1 - c).
#[inline(always)]
pub fn relevance(p: &Response, a: &Attributes, felt: &Felt, matched: f32) -> f32 {
    (p.relevance as f32 + p.specific_relevance as f32 * a.specificity) * (matched - 0.5) * (1.0 - felt.creepiness)
}

/// On a pull visit affinity carries relevance already; what is left is its damping: -(lQ + lG G)(Q - 1/2) c.
#[inline(always)]
pub fn relevance_damping(p: &Response, a: &Attributes, felt: &Felt, matched: f32) -> f32 {
    -(p.relevance as f32 + p.specific_relevance as f32 * a.specificity) * (matched - 0.5) * felt.creepiness
}

#[cfg(test)]
mod tests {
    use super::super::creepiness::violation;
    use super::*;
    use crate::scenario::behavior::Perception;

    fn ratio(a: (Attributes, Mood), b: (Attributes, Mood)) -> f32 {
        let p = Response::default();
        let on = Mechanisms::default();
        let shift = |(attributes, mood): (Attributes, Mood)| shift_without_relevance(&p, &on, &attributes, &Felt::default(), &mood);
        exp(shift(a) - shift(b))
    }

    /// C45: by the fourth exposure a creative draws 0.50 to 0.62 of the first one's clicks.
    #[test]
    fn the_fourth_exposure_draws_about_half() {
        let a = Attributes { explicitness: 0.3, ..Attributes::default() };
        let fourth = ratio((a, Mood { trust: 0.5, exposures: 3.0, ..Mood::default() }), (a, Mood { trust: 0.5, ..Mood::default() }));
        assert!((0.50..=0.62).contains(&fourth), "{fourth}");
    }

    /// C20: a name in the subject line lifts opens by 1.10 to 1.30 while it is new, less when it is old.
    #[test]
    fn a_name_lifts_opens_while_it_is_new() {
        let named = Attributes { explicitness: 0.3, ..Attributes::default() };
        let mood = Mood { trust: 0.5, ..Mood::default() };
        let fresh = ratio((named, mood), (Attributes::default(), mood));
        assert!((1.10..=1.30).contains(&fresh), "{fresh}");
        let old = Mood { lifetime: 50.0, ..mood };
        assert!(ratio((named, old), (Attributes::default(), old)) < fresh);
    }

    /// C11: a good explanation of a clean flow on a trusted site lifts clicks by 1.03 to 1.20.
    #[test]
    fn explaining_a_clean_flow_pays_on_a_trusted_site() {
        let p = Response::default();
        let told = Attributes { sensitivity: 0.3, depth: 0.05, explicitness: 0.4, explanation: 1.0, ..Attributes::default() };
        let untold = Attributes { explanation: 0.0, ..told };
        let mood = Mood { trust: 0.8, ..Mood::default() };
        let clean = Felt { violation: violation(&Perception::default(), &told), ..Felt::default() };
        let shift = |a: &Attributes| shift_without_relevance(&p, &Mechanisms::default(), a, &clean, &mood);
        let lift = exp(shift(&told) - shift(&untold));
        assert!((1.03..=1.20).contains(&lift), "{lift}");
    }

    /// C9: relevance is sharper when specific; what creeps is no longer relevant, and on own visits only that loss is left.
    #[test]
    fn a_creepy_message_loses_its_relevance() {
        let p = Response::default();
        let specific = Attributes { specificity: 0.9, ..Attributes::default() };
        let (fine, creepy) = (Felt::default(), Felt { creepiness: 0.6, ..Felt::default() });
        assert!(relevance(&p, &specific, &fine, 0.8) > relevance(&p, &Attributes::default(), &fine, 0.8));
        assert!(relevance(&p, &specific, &fine, 0.2) < relevance(&p, &Attributes::default(), &fine, 0.2));
        let lost = relevance(&p, &specific, &creepy, 0.8) - relevance(&p, &specific, &fine, 0.8);
        assert!(lost < 0.0 && (lost - relevance_damping(&p, &specific, &creepy, 0.8)).abs() < 1e-6);
        assert_eq!(relevance_damping(&p, &specific, &fine, 0.8), 0.0);
    }

    /// C3: an obtrusive format alone lifts the answer by more than 1.03.
    #[test]
    fn an_obtrusive_format_is_noticed() {
        let mood = Mood { trust: 0.5, ..Mood::default() };
        assert!(ratio((Attributes { obtrusiveness: 0.8, ..Attributes::default() }, mood), (Attributes::default(), mood)) > 1.03);
    }

    /// C12: overshoot lowers the answer, the more the further.
    #[test]
    fn overshoot_costs_answers() {
        let over = |overshoot: f32| (Attributes::default(), Mood { trust: 0.5, overshoot, ..Mood::default() });
        assert!(ratio(over(0.05), over(0.0)) < 0.95);
        assert!(ratio(over(0.3), over(0.0)) < ratio(over(0.05), over(0.0)));
    }

    #[test]
    fn a_trusted_sender_is_answered_more() {
        let at = |trust: f32| (Attributes::default(), Mood { trust, ..Mood::default() });
        assert!(ratio(at(0.8), at(0.4)) > 1.0);
        let p = Response::default();
        let off = Mechanisms { trust: false, ..Mechanisms::default() };
        let (a, mood) = at(0.8);
        assert_eq!(shift_without_relevance(&p, &off, &a, &Felt::default(), &mood), 0.0, "where trust is off it has no influence");
    }
}
