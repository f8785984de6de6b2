//! One opinion and a recommender that tells it what it likes to hear (B16).

use super::{draws, uniform};

/// x(t+1) = a x0 + b x(t) + c p(t), a + b + c = 1, p = -1 or +1; a piece p is clicked with chance (1 + x p) / 2.
///
/// Source: Rossi, Polderman, Frasca 2021 (B16).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Opinion {
    /// x0: opinion before the first piece, -1 to 1.
    pub first: f64,
    /// a: pull of the first opinion.
    pub anchor: f64,
    /// b: inertia, below 1.
    pub inertia: f64,
}

impl Opinion {
    /// c: pull of what is recommended.
    pub fn pull(&self) -> f64 {
        1.0 - self.anchor - self.inertia
    }

    /// The next opinion after a piece.
    pub fn next(&self, opinion: f64, piece: f64) -> f64 {
        self.anchor * self.first + self.inertia * opinion + self.pull() * piece
    }

    /// x* = (a x0 + c p) / (1 - b): where the opinion settles when the same piece comes for ever.
    pub fn limit(&self, piece: f64) -> f64 {
        (self.anchor * self.first + self.pull() * piece) / (1.0 - self.inertia)
    }

    /// The opinion after so many pieces of the same kind.
    pub fn after(&self, piece: f64, steps: u32) -> f64 {
        (0..steps).fold(self.first, |opinion, _| self.next(opinion, piece))
    }

    /// Mean opinion and click rate over the second half of `steps`, when a recommender shows what has been clicked more often and, with chance
    /// `random`, any piece.
    pub fn recommended(&self, steps: u32, random: f64, seed: u64) -> (f64, f64) {
        let mut draws = draws(seed, 0);
        let (mut opinion, mut clicks, mut shown) = (self.first, [1.0f64; 2], [2.0f64; 2]);
        let (mut sum, mut clicked, mut counted) = (0.0, 0.0, 0.0);
        for step in 0..steps {
            let tossed = uniform(&mut draws);
            let positive = if tossed < random { uniform(&mut draws) < 0.5 } else { clicks[1] * shown[0] >= clicks[0] * shown[1] };
            let piece = if positive { 1.0 } else { -1.0 };
            let click = uniform(&mut draws) < 0.5 * (1.0 + opinion * piece);
            let kind = usize::from(positive);
            shown[kind] += 1.0;
            clicks[kind] += if click { 1.0 } else { 0.0 };
            opinion = self.next(opinion, piece);
            if 2 * step >= steps {
                sum += opinion;
                clicked += if click { 1.0 } else { 0.0 };
                counted += 1.0;
            }
        }
        (sum / f64::max(counted, 1.0), clicked / f64::max(counted, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B16: with p = +1 for ever the limit is (a x0 + c) / (1 - b), to 1e-9.
    #[test]
    fn a_constant_piece_leads_to_the_exact_limit() {
        for (first, anchor, inertia) in [(0.2, 0.15, 0.55), (-0.9, 0.4, 0.1), (0.0, 0.0, 0.9)] {
            let opinion = Opinion { first, anchor, inertia };
            let expected = (anchor * first + (1.0 - anchor - inertia)) / (1.0 - inertia);
            assert!((opinion.after(1.0, 2_000) - expected).abs() < 1e-9);
            assert!((opinion.limit(1.0) - expected).abs() < 1e-12);
        }
    }

    /// B16: a recommender favours more extreme opinions; randomness trades clicks against the effect on opinion.
    #[test]
    fn randomness_costs_clicks_and_spares_opinions() {
        let opinion = Opinion { first: 0.2, anchor: 0.15, inertia: 0.55 };
        let mean = |random: f64| {
            let runs: Vec<(f64, f64)> = (0..40).map(|seed| opinion.recommended(2_000, random, seed)).collect();
            let n = runs.len() as f64;
            (runs.iter().map(|run| run.0.abs()).sum::<f64>() / n, runs.iter().map(|run| run.1).sum::<f64>() / n)
        };
        let (sharp, calm) = (mean(0.0), mean(1.0));
        assert!(sharp.0 > calm.0 + 0.2 && sharp.1 > calm.1 + 0.1, "{sharp:?} {calm:?}");
        assert!(calm.0 < 0.3 && sharp.0 > opinion.first + 0.2);
    }
}
