//! Consent to a signal: asked for by a banner, decided by trust, concern and the form of the request (C36, C42, C44).

use crate::math::logistic;
use crate::scenario::behavior::ConsentModel;
use crate::scenario::catalog::Consent;
use crate::scenario::consent::{Banner, Preset};

/// Whether a signal has an answer of its own; otherwise it shares that of the page.
pub fn asked_alone(word: Consent, banner: &Banner) -> bool {
    banner.granular || word == Consent::Granular
}

/// The default behind a request: 1 on, -1 off, 0 neither. `None` for implied consent: nobody is asked.
pub fn default(word: Consent, banner: &Banner) -> Option<f64> {
    Some(match (word, banner.preset) {
        (Consent::Implied, _) => return None,
        (Consent::OptOut, _) | (Consent::Asked | Consent::Granular, Preset::On) => 1.0,
        (Consent::OptIn, _) | (Consent::Asked | Consent::Granular, Preset::Off) => -1.0,
        (Consent::Asked | Consent::Granular, Preset::Unset) => 0.0,
    })
}

/// Log-odds that the form of the request adds: default, missing button to refuse, granular page, information, benefit. `None` for implied
/// consent. The style adds nothing (C36).
pub fn form(p: &ConsentModel, word: Consent, banner: &Banner) -> Option<f64> {
    let default = p.default_shift * default(word, banner)?;
    let page = if banner.first_page_refuse { 0.0 } else { p.no_refuse } - if asked_alone(word, banner) { p.granular } else { 0.0 };
    Some(default + page + p.information * banner.explanation + p.benefit * banner.benefit)
}

/// Chance of consent: logistic(start + slope (T - 1/2) - slope (u - 1/2) + form), with trust T and privacy concern u.
pub fn acceptance(p: &ConsentModel, form: f64, trust: f64, concern: f64) -> f32 {
    logistic((p.start + p.trust * (trust - 0.5) - p.concern * (concern - 0.5) + form) as f32)
}

/// How a request ends for a person with the uniform draw `u`: accepted, refused, or left open. `says_no` is the share of those who do not accept
/// that says so.
pub fn answer(u: f32, acceptance: f32, says_no: f32) -> Answer {
    if u < acceptance {
        Answer::Accepted
    } else if u < acceptance + (1.0 - acceptance) * says_no {
        Answer::Refused
    } else {
        Answer::Open
    }
}

/// How a request ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    /// Yes.
    Accepted,
    /// No.
    Refused,
    /// No answer, which counts as no consent.
    Open,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::consent::Style;

    /// Share of the default population that accepts, its three segments with their mean trust (C4.2).
    fn accepts(word: Consent, banner: &Banner) -> f64 {
        let p = ConsentModel::default();
        let form = form(&p, word, banner).unwrap();
        [(0.25, 0.40, 0.85), (0.50, 0.52, 0.50), (0.25, 0.60, 0.20)]
            .iter()
            .map(|(share, trust, concern)| share * f64::from(acceptance(&p, form, *trust, *concern)))
            .sum()
    }

    fn points(banner: &Banner) -> f64 {
        100.0 * (accepts(Consent::Asked, banner) - accepts(Consent::Asked, &Banner::default()))
    }

    /// Equal buttons give about 60 % (C4.6); defaults move it (C42); distrust and concern lower it; implied consent asks nobody.
    #[test]
    fn equal_buttons_give_sixty_percent_and_defaults_move_it() {
        let p = ConsentModel::default();
        let asked = accepts(Consent::Asked, &Banner::default());
        assert!((asked - 0.6).abs() < 0.02, "{asked}");
        assert!(accepts(Consent::OptOut, &Banner::default()) > asked && accepts(Consent::OptIn, &Banner::default()) < asked);
        assert_eq!(accepts(Consent::Asked, &Banner { preset: Preset::On, ..Banner::default() }), accepts(Consent::OptOut, &Banner::default()));
        assert!(acceptance(&p, 0.0, 0.5, 0.9) < acceptance(&p, 0.0, 0.5, 0.5) && acceptance(&p, 0.0, 0.2, 0.5) < acceptance(&p, 0.0, 0.5, 0.5));
        assert_eq!(form(&p, Consent::Implied, &Banner::default()), None);
    }

    /// C36: no refusal on the first page adds 15 to 30 points, a granular first page takes off 5 to 25, style does nothing.
    #[test]
    fn the_form_of_the_banner_moves_consent_as_in_the_field_study() {
        let hidden = points(&Banner { first_page_refuse: false, ..Banner::default() });
        let granular = points(&Banner { granular: true, ..Banner::default() });
        assert!((15.0..=30.0).contains(&hidden), "{hidden}");
        assert!((-25.0..=-5.0).contains(&granular), "{granular}");
        assert_eq!(points(&Banner { style: Style::Wall, ..Banner::default() }), 0.0);
        assert_eq!(accepts(Consent::Granular, &Banner::default()), accepts(Consent::Asked, &Banner { granular: true, ..Banner::default() }));
    }

    /// C44: information alone moves consent by at most 5 %, together with the benefit it raises it by more than 5 %.
    #[test]
    fn information_needs_a_benefit_beside_it() {
        let neither = accepts(Consent::Asked, &Banner::default());
        let informed = accepts(Consent::Asked, &Banner { explanation: 1.0, ..Banner::default() }) / neither;
        let mixed = accepts(Consent::Asked, &Banner { explanation: 1.0, benefit: 1.0, ..Banner::default() }) / neither;
        assert!((0.95..=1.05).contains(&informed) && mixed > 1.05, "{informed} {mixed}");
    }

    #[test]
    fn who_does_not_accept_says_no_or_leaves_it_open() {
        assert_eq!([0.1, 0.7, 0.95].map(|u| answer(u, 0.6, 0.8)), [Answer::Accepted, Answer::Refused, Answer::Open]);
    }
}
