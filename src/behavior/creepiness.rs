//! How creepy a touch feels: flow violation x awareness, targeted and obtrusive, being followed (C1, C2, C3, C7, C10, C16, C17).

use crate::math::{exp, ln};
use crate::scenario::behavior::Perception;
use crate::scenario::policy::Setting;

/// What a touch is like, each from 0 to 1.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Attributes {
    /// S: sensitivity of the most sensitive signal used.
    pub sensitivity: f32,
    /// D: inference depth of the deepest signal used.
    pub depth: f32,
    /// H: covertness of the most covert signal used, after disclosure.
    pub covertness: f32,
    /// X: how openly personal data show.
    pub explicitness: f32,
    /// G: how specific the creative is.
    pub specificity: f32,
    /// E: how well it is explained.
    pub explanation: f32,
    /// K: perceived control.
    pub control: f32,
    /// O: how much the format interrupts.
    pub obtrusiveness: f32,
}

/// Felt creepiness by term.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Felt {
    /// V: flow violation, 0 to 1.
    pub violation: f32,
    /// A: awareness of data use, 0 to 1.
    pub awareness: f32,
    /// Privacy route before saturation.
    pub privacy: f32,
    /// Targeted and obtrusive, before saturation.
    pub obtrusive: f32,
    /// Being followed, before saturation.
    pub followed: f32,
    /// c: felt creepiness, 0 to 1.
    pub creepiness: f32,
}

/// K = 1 - exp(-steepness k): a little control does most of the work (C28).
pub fn perceived_control(p: &Perception, offered: f32) -> f32 {
    1.0 - exp(-(p.control_steepness as f32) * offered)
}

/// V = S (base + depth D + covert H) (C1, C10).
#[inline(always)]
pub fn violation(p: &Perception, a: &Attributes) -> f32 {
    a.sensitivity * (p.violation_base as f32 + p.violation_depth as f32 * a.depth + p.violation_covert as f32 * a.covertness)
}

/// A = 1 - (1 - X^gamma)(1 - share E): what is not noticed does not creep (C1, C10).
#[inline(always)]
pub fn awareness(p: &Perception, a: &Attributes) -> f32 {
    let shown = if a.explicitness > 0.0 { exp(p.awareness_curve as f32 * ln(a.explicitness)) } else { 0.0 };
    1.0 - (1.0 - shown) * (1.0 - p.explanation_awareness as f32 * a.explanation)
}

/// What the setting of a touch does to felt creepiness, in times (C15, C16).
pub fn setting(p: &Perception, setting: Setting) -> f32 {
    (match setting {
        Setting::Neutral => 1.0,
        Setting::Fits => p.setting_fits,
        Setting::Misfits => p.setting_misfits,
        Setting::Night => p.setting_night,
    }) as f32
}

/// z = context m [kc A V (1 - muK K)(1 - muT T) + wO O max(X, share G) + wF (1 - exp(-n/scale)) X], c = 1 - exp(-z).
///
/// `context` is the channel's intimacy times the setting's factor, `sensitivity` the person's multiplier m, `exposures` the recent exposures n to the same creative.
#[inline(always)]
pub fn felt(p: &Perception, a: &Attributes, context: f32, sensitivity: f32, trust: f32, exposures: f32) -> Felt {
    let violation = violation(p, a);
    let awareness = awareness(p, a);
    let scale = context * sensitivity;
    let relief = (1.0 - p.control_relief as f32 * a.control) * (1.0 - p.trust_relief as f32 * trust);
    let privacy = scale * p.privacy_weight as f32 * awareness * violation * relief;
    let targeting = a.explicitness.max(p.specific_targeting as f32 * a.specificity);
    let obtrusive = scale * p.obtrusive_weight as f32 * a.obtrusiveness * targeting;
    let followed = scale * p.followed_weight as f32 * (1.0 - exp(-exposures / p.followed_scale as f32)) * a.explicitness;
    Felt { violation, awareness, privacy, obtrusive, followed, creepiness: 1.0 - exp(-(privacy + obtrusive + followed)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn touch(values: [f32; 8]) -> Attributes {
        let [sensitivity, depth, covertness, explicitness, specificity, explanation, control, obtrusiveness] = values;
        Attributes { sensitivity, depth, covertness, explicitness, specificity, explanation, control, obtrusiveness }
    }

    proptest! {
        #[test]
        fn creepiness_is_a_share_and_more_sensitive_deeper_or_covert_data_never_lower_it(
            values in proptest::array::uniform8(0.0f32..=1.0), m in 0.0f32..3.0, trust in 0.0f32..1.0, n in 0.0f32..20.0, more in 0.0f32..1.0
        ) {
            let p = Perception::default();
            let base = touch(values);
            let c = felt(&p, &base, 0.9, m, trust, n).creepiness;
            prop_assert!((0.0..=1.0).contains(&c));
            for raised in [
                Attributes { sensitivity: base.sensitivity.max(more), ..base },
                Attributes { depth: base.depth.max(more), ..base },
                Attributes { covertness: base.covertness.max(more), ..base },
            ] {
                prop_assert!(felt(&p, &raised, 0.9, m, trust, n).creepiness >= c - 1e-6);
            }
        }

        #[test]
        fn without_data_nothing_creeps_by_the_privacy_route(values in proptest::array::uniform8(0.0f32..=1.0)) {
            let no_data = Attributes { sensitivity: 0.0, ..touch(values) };
            prop_assert_eq!(felt(&Perception::default(), &no_data, 1.0, 1.0, 0.5, 0.0).privacy, 0.0);
        }
    }

    /// C17: repeated following adds creepiness only when personal data show.
    #[test]
    fn following_adds_nothing_where_no_personal_data_show() {
        let p = Perception::default();
        let plain = Attributes { sensitivity: 0.5, explanation: 0.5, ..Attributes::default() };
        assert_eq!(felt(&p, &plain, 1.0, 1.0, 0.5, 0.0).creepiness, felt(&p, &plain, 1.0, 1.0, 0.5, 9.0).creepiness);
        let open = Attributes { explicitness: 0.5, ..plain };
        assert!(felt(&p, &open, 1.0, 1.0, 0.5, 9.0).creepiness > felt(&p, &open, 1.0, 1.0, 0.5, 0.0).creepiness);
    }

    /// C10: an explanation of a covert flow makes it creepier, because it is noticed; C2: control lowers creepiness.
    #[test]
    fn disclosure_of_a_covert_flow_creeps_and_control_calms() {
        let p = Perception::default();
        let covert = Attributes { sensitivity: 0.5, depth: 0.2, covertness: 0.9, explicitness: 0.3, control: 0.2, ..Attributes::default() };
        let told = Attributes { explanation: 1.0, ..covert };
        let calm = Attributes { control: 0.9, ..told };
        let c = |a: &Attributes| felt(&p, a, 1.0, 1.0, 0.5, 0.0).creepiness;
        assert!(c(&told) > c(&covert) + 0.1);
        assert!(c(&calm) < c(&told) * 0.6);
    }

    /// C3: an obtrusive format creeps together with targeting alone.
    #[test]
    fn interrupting_creeps_only_where_something_is_targeted() {
        let p = Perception::default();
        let c = |a: &Attributes| felt(&p, a, 1.0, 1.0, 0.5, 0.0).creepiness;
        let loud = Attributes { obtrusiveness: 0.8, ..Attributes::default() };
        assert_eq!(c(&loud), 0.0);
        let targeted = Attributes { specificity: 0.6, ..Attributes::default() };
        assert_eq!(c(&targeted), 0.0);
        assert!(c(&Attributes { specificity: 0.6, ..loud }) > 0.1);
        assert!(c(&Attributes { explicitness: 0.6, ..loud }) > c(&Attributes { specificity: 0.6, ..loud }));
    }

    /// C28: the step from no control to a little is at least twice the step from a little to much.
    #[test]
    fn a_little_control_does_most_of_the_work() {
        let p = Perception::default();
        let (none, little, much) = (perceived_control(&p, 0.0), perceived_control(&p, 0.2), perceived_control(&p, 0.8));
        assert!(little - none >= 2.0 * (much - little));
    }

    /// C15: the same message is creepiest as a notification, then as a text message, then as an ad, then as an e-mail; C16: creepier at night.
    #[test]
    fn channels_and_settings_keep_their_order() {
        let p = Perception::default();
        let a = Attributes { sensitivity: 0.5, depth: 0.2, covertness: 0.5, explicitness: 0.6, ..Attributes::default() };
        let c = |context: f32| felt(&p, &a, context, 1.0, 0.5, 0.0).creepiness;
        assert!(c(1.3) > c(1.15) && c(1.15) > c(1.0) && c(1.0) > c(0.9));
        let [neutral, fits, misfits, night] = [Setting::Neutral, Setting::Fits, Setting::Misfits, Setting::Night].map(|word| c(setting(&p, word)));
        assert!(fits < neutral && neutral < misfits && neutral < night);
    }
}
