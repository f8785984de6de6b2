//! Two products and a recommender that names the one that sold more: which product wins is luck, and the winner's share is not (B5).

use super::{draws, uniform};

/// Two products, w and b. P(choose w | X) = p (1 - r) + r 1[X > 1/2], X being w's share of all choices so far; before the first choice X = p.
///
/// Source: Fleder and Hosanagar 2009 (B5); what X is before the first choice is assumed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Urn {
    /// p: chance of choosing w without a recommender, 0 to 1.
    pub share: f64,
    /// r: influence of the recommender, 0 to 1.
    pub influence: f64,
}

impl Urn {
    /// Chance of choosing w when its share so far is `so_far`.
    pub fn chance(&self, so_far: f64) -> f64 {
        self.share * (1.0 - self.influence) + if so_far > 0.5 { self.influence } else { 0.0 }
    }

    /// The shares of w that the process can settle at, ascending: both p(1-r) and p(1-r)+r where one half lies between them, else the one on whose
    /// side the other lies too.
    pub fn limits(&self) -> Vec<f64> {
        let (low, high) = (self.chance(0.0), self.chance(1.0));
        match (low > 0.5, high > 0.5) {
            (false, true) => vec![low, high],
            (true, _) => vec![high],
            (_, false) => vec![low],
        }
    }

    /// Share of runs in which w wins, exactly. The lead of w is a walk that is drawn upward above 0 and downward at and below it; gambler's ruin
    /// gives the chance of never coming back. `None` where there is one limit only.
    pub fn basin(&self) -> Option<f64> {
        let (low, high) = (self.chance(0.0), self.chance(1.0));
        if !(low < 0.5 && high > 0.5) {
            return None;
        }
        // From a lead of 1: never level again. From a lead of -1: level again at some time.
        let escapes = 1.0 - (1.0 - high) / high;
        let returns = low / (1.0 - low);
        let level = low * escapes / (1.0 - low * (1.0 - escapes) - (1.0 - low) * returns);
        let ahead = escapes + (1.0 - escapes) * level;
        let behind = returns * level;
        let first = self.chance(self.share);
        Some(first * ahead + (1.0 - first) * behind)
    }

    /// w's share at the end of each of `runs` runs of `choices` choices.
    pub fn shares(&self, runs: u64, choices: u64, seed: u64) -> Vec<f64> {
        (0..runs)
            .map(|run| {
                let mut draws = draws(seed, run);
                let mut chosen = 0u64;
                for so_far in 0..choices {
                    let share = if so_far == 0 { self.share } else { chosen as f64 / so_far as f64 };
                    chosen += u64::from(uniform(&mut draws) < self.chance(share));
                }
                chosen as f64 / choices.max(1) as f64
            })
            .collect()
    }

    /// Share of runs whose end lies above one half.
    pub fn wins(&self, runs: u64, choices: u64, seed: u64) -> f64 {
        let shares = self.shares(runs, choices, seed);
        shares.iter().filter(|&&share| share > 0.5).count() as f64 / shares.len().max(1) as f64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// B5: p = .55, r = .75 lets either product win; 2,000 runs of 5,000 choices; basins stable to 0.03 and both filled.
    #[test]
    fn either_product_can_win_and_the_basins_are_those_of_the_walk() {
        let urn = Urn { share: 0.55, influence: 0.75 };
        let limits = urn.limits();
        assert!((limits[0] - 0.1375).abs() < 1e-12 && (limits[1] - 0.8875).abs() < 1e-12);
        let exact = urn.basin().expect("two limits");
        let shares = urn.shares(2_000, 5_000, 1);
        for share in &shares {
            let nearest = limits.iter().map(|limit| (share - limit).abs()).fold(f64::INFINITY, f64::min);
            assert!(nearest < 0.05, "a run settled at {share}");
        }
        let (first, second) = (urn.wins(2_000, 5_000, 1), urn.wins(2_000, 5_000, 2));
        assert!((first - exact).abs() < 0.03 && (second - first).abs() < 0.03, "{first} {second} {exact}");
        assert!(first > 0.05 && first < 0.95);
    }

    /// B5: at p = .70, r = .50 one half lies between the limits too; with little influence there is one limit.
    #[test]
    fn little_influence_leaves_one_limit() {
        assert_eq!(Urn { share: 0.7, influence: 0.5 }.limits().len(), 2);
        let calm = Urn { share: 0.7, influence: 0.2 };
        let limits = calm.limits();
        assert_eq!((limits.len(), calm.basin()), (1, None));
        assert!((limits[0] - 0.76).abs() < 1e-12);
        assert!(calm.shares(50, 5_000, 3).iter().all(|share| (share - 0.76).abs() < 0.04));
        assert!((Urn { share: 0.3, influence: 0.2 }.limits()[0] - 0.24).abs() < 1e-12);
        assert_eq!(calm.shares(2, 0, 3), [0.0, 0.0]);
    }
}
