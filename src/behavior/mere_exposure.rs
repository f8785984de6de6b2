//! Mere exposure: an item seen before is liked more, until it is seen too often (B27).

use crate::math::ln;
use crate::scenario::customer::MereExposure;

/// Items whose exposures are remembered for a person.
const REMEMBERED: usize = 64;

/// m(E) = gain ln(1 + E) - wear E: an inverted U with its top at gain / wear - 1 exposures.
#[inline(always)]
pub fn liking(p: &MereExposure, exposures: f32) -> f32 {
    p.gain as f32 * ln(1.0 + exposures) - p.wear as f32 * exposures
}

/// How often single items were shown to a person: the items shown most of late. Empty, and no room taken, until the first one is noted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Seen {
    items: Vec<(u32, u32)>,
}

impl Seen {
    /// Notes that an item was shown. Where there is no room left, the one shown least makes it.
    pub fn note(&mut self, item: u32) {
        if let Some((_, times)) = self.items.iter_mut().find(|(own, _)| *own == item) {
            *times = times.saturating_add(1);
        } else if self.items.len() < REMEMBERED {
            if self.items.capacity() == 0 {
                self.items.reserve_exact(REMEMBERED);
            }
            self.items.push((item, 1));
        } else if let Some(least) = self.items.iter_mut().min_by_key(|(_, times)| *times) {
            *least = (item, 1);
        }
    }

    /// E: times that an item was shown.
    #[inline(always)]
    pub fn times(&self, item: u32) -> f32 {
        self.items.iter().find(|(own, _)| *own == item).map_or(0.0, |(_, times)| *times as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B27: liking rises, peaks at nine exposures and falls below the start.
    #[test]
    fn liking_is_an_inverted_u_with_its_top_at_nine_exposures() {
        let p = MereExposure::default();
        assert_eq!(liking(&p, 0.0), 0.0);
        let best = (0..60).max_by(|&a, &b| liking(&p, a as f32).total_cmp(&liking(&p, b as f32)));
        assert_eq!(best, Some(9));
        assert!(liking(&p, 3.0) > 0.0 && liking(&p, 60.0) < 0.0);
    }

    #[test]
    fn what_is_shown_most_is_remembered() {
        let mut seen = Seen::default();
        for _ in 0..5 {
            seen.note(7);
        }
        for item in 100..400 {
            seen.note(item);
        }
        assert_eq!((seen.times(7), seen.times(399), seen.times(100)), (5.0, 1.0, 0.0));
        assert_eq!(seen.items.len(), REMEMBERED);
    }
}
