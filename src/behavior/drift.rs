//! How interests move: pulled by what is consumed and, weakly, by what is merely shown; drawn back to innate ones (B15, B18, B27).

use crate::scenario::behavior::Drift;

/// z += pull K (target - theta) over the first `topics` lanes.
#[inline(always)]
fn pull<const K: usize>(logits: &mut [f32; K], shares: &[f32; K], target: &[f32; K], strength: f32) {
    for lane in 0..K {
        logits[lane] += strength * (target[lane] - shares[lane]);
    }
}

/// Moves interests towards a consumed item's mix.
#[inline(always)]
pub fn consume<const K: usize>(p: &Drift, topics: usize, logits: &mut [f32; K], shares: &[f32; K], mix: &[f32; K]) {
    pull(logits, shares, mix, p.consumption as f32 * topics as f32);
}

/// Moves interests towards the position-weighted mix of a slate that was seen.
#[inline(always)]
pub fn expose<const K: usize>(p: &Drift, topics: usize, logits: &mut [f32; K], shares: &[f32; K], mix: &[f32; K]) {
    pull(logits, shares, mix, p.exposure as f32 * topics as f32);
}

/// Moves interests away from a disliked item's mix: biased assimilation (B18).
#[inline(always)]
pub fn recoil<const K: usize>(p: &Drift, topics: usize, logits: &mut [f32; K], shares: &[f32; K], mix: &[f32; K]) {
    pull(logits, shares, mix, -(p.aversion * p.consumption) as f32 * topics as f32);
}

/// Falls back to innate interests at once, for those whose draw of the day lies below the chance of it (B15).
#[inline(always)]
pub fn reset<const K: usize>(p: &Drift, draw: f32, logits: &mut [f32; K], innate: &[f32; K]) {
    if draw < p.reset as f32 {
        *logits = *innate;
    }
}

/// Moves each interest by chance: `normals` are standard normal draws (B15).
#[inline(always)]
pub fn jitter<const K: usize>(p: &Drift, topics: usize, logits: &mut [f32; K], normals: impl Iterator<Item = f32>) {
    for (logit, normal) in logits.iter_mut().take(topics).zip(normals) {
        *logit += p.noise as f32 * normal;
    }
}

/// Draws interests back to innate ones for a day.
#[inline(always)]
pub fn anchor<const K: usize>(p: &Drift, logits: &mut [f32; K], innate: &[f32; K]) {
    let kept = 1.0 - p.anchor as f32;
    for lane in 0..K {
        logits[lane] = innate[lane] + (logits[lane] - innate[lane]) * kept;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::math::softmax;

    /// With an anchor, drift is bounded: |z - z0| <= (eta + eta_e) K / kappa (B4.4).
    #[test]
    fn drift_is_bounded_and_returns() {
        let p = Drift::default();
        let innate = [0.0f32; 16];
        let mut mix = [0.0f32; 16];
        mix[0] = 1.0;
        let mut z = innate;
        for _ in 0..5_000 {
            let theta = softmax(&z, 12);
            consume(&p, 12, &mut z, &theta, &mix);
            anchor(&p, &mut z, &innate);
        }
        let bound = ((p.consumption + p.exposure) * 12.0 / p.anchor) as f32;
        assert!(z.iter().all(|v| v.abs() <= bound));
        assert!(z[0] > 1.0);
        for _ in 0..2_000 {
            anchor(&p, &mut z, &innate);
        }
        assert!(z.iter().all(|v| v.abs() < 1e-3));
    }

    /// B15: chance moves interests by its standard deviation, and not at all where it is 0.
    #[test]
    fn chance_moves_interests() {
        let mut z = [0.0f32; 16];
        jitter(&Drift::default(), 12, &mut z, std::iter::repeat(3.0));
        assert_eq!(z, [0.0; 16]);
        jitter(&Drift { noise: 0.5, ..Drift::default() }, 12, &mut z, [1.0, -2.0].into_iter().cycle());
        assert_eq!((z[0], z[1], z[11], z[12]), (0.5, -1.0, -1.0, 0.0));
    }

    /// B18: what is disliked is moved away from, as far as the setting says; by default nobody moves.
    #[test]
    fn dislike_moves_interests_away() {
        let mut mix = [0.0f32; 16];
        mix[0] = 1.0;
        let moved = |aversion| {
            let mut z = [0.0f32; 16];
            recoil(&Drift { aversion, ..Drift::default() }, 12, &mut z, &softmax(&[0.0f32; 16], 12), &mix);
            z[0]
        };
        assert_eq!(moved(0.0), 0.0);
        let mut liked = [0.0f32; 16];
        consume(&Drift::default(), 12, &mut liked, &softmax(&[0.0f32; 16], 12), &mix);
        assert!((moved(1.0) + liked[0]).abs() < 1e-6);
    }
}
