//! Annoyance: formats that interrupt without being of use make people quit sooner, creepy or not (C48; apart from creepiness as in C17).

use crate::scenario::customer::Annoyance;

/// How annoying a touch is, 0 to 1: O (1 - Q). A format that does not interrupt annoys nobody, however poor its match.
#[inline(always)]
pub fn of_touch(obtrusiveness: f32, matched: f32) -> f32 {
    obtrusiveness * (1.0 - matched)
}

/// The running level after another touch.
#[inline(always)]
pub fn builds(p: &Annoyance, level: f32, touch: f32) -> f32 {
    level + p.pace as f32 * (touch - level)
}

/// What the level adds to the exponent of leaving.
#[inline(always)]
pub fn pressure(p: &Annoyance, level: f32) -> f32 {
    p.leaving as f32 * level
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::exp;

    /// C48: against annoying ads (O .8, Q .35), good ads (O .2, Q .7) give 1.10 to 1.28 times the impressions before quitting, no ads 1.15 to
    /// 1.35, and no fewer than good ones. Impressions before quitting are the inverse of the chance of quitting.
    #[test]
    fn good_ads_keep_people_longer_and_no_ads_longest() {
        let p = Annoyance::default();
        let stays = |obtrusiveness, matched| {
            let mut level = 0.0;
            for _ in 0..200 {
                level = builds(&p, level, of_touch(obtrusiveness, matched));
            }
            exp(-pressure(&p, level))
        };
        let bad = stays(0.8, 0.35);
        let (good, none) = (stays(0.2, 0.7) / bad, 1.0 / bad);
        assert!((1.10..=1.28).contains(&good) && (1.15..=1.35).contains(&none) && none >= good, "{good} {none}");
    }

    #[test]
    fn a_quiet_format_annoys_nobody() {
        assert_eq!(of_touch(0.0, 0.0), 0.0);
        assert_eq!(pressure(&Annoyance::default(), 0.0), 0.0);
        assert!(of_touch(0.8, 0.2) > of_touch(0.8, 0.9));
    }
}
