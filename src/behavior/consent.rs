//! Consent to a signal (C36, C42).

use crate::math::logistic;
use crate::scenario::behavior::ConsentModel;
use crate::scenario::catalog::Consent;

/// Chance of consent, from trust and privacy concern; a default that is on or off shifts it. Implied consent is certain: nobody is asked.
pub fn acceptance(p: &ConsentModel, mode: Consent, trust: f64, concern: f64) -> f32 {
    let shift = match mode {
        Consent::Implied => return 1.0,
        Consent::Asked => 0.0,
        Consent::OptOut => p.default_shift,
        Consent::OptIn => -p.default_shift,
    };
    logistic((p.start + p.trust * (trust - 0.5) - p.concern * (concern - 0.5) + shift) as f32)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Equal buttons give about 60 % at middling trust and concern (C4.6); defaults move it (C42).
    #[test]
    fn equal_buttons_give_sixty_percent_and_defaults_move_it() {
        let p = ConsentModel::default();
        let asked = acceptance(&p, Consent::Asked, 0.5, 0.5);
        assert!((asked - 0.6).abs() < 0.01);
        assert!(acceptance(&p, Consent::OptOut, 0.5, 0.5) > asked);
        assert!(acceptance(&p, Consent::OptIn, 0.5, 0.5) < asked);
        assert!(acceptance(&p, Consent::Asked, 0.5, 0.9) < asked);
        assert_eq!(acceptance(&p, Consent::Implied, 0.1, 1.0), 1.0);
    }
}
