//! Shares of successes: one group, two groups, tables of two by two, and pairs. Effects are treatment minus (or over) control.

mod one;
mod paired;
mod ratio;
mod score;
mod table;
mod two;

pub use one::{agresti_coull, clopper_pearson, jeffreys, normal_share, wilson};
pub use paired::{McNemarTest, mc_nemar};
pub use ratio::{ContinuityAdjustment, odds_ratio_interval, risk_ratio, risk_ratio_interval};
pub use score::{ConstrainedEstimate, score_interval, score_test, score_z};
pub use table::{FisherTest, TableTest, fisher_exact, table_chi_square};
pub use two::{ShareMethod, ShareTest, newcombe_interval, pooled_share_test, share_difference, share_interval, share_test};

use super::{Measured, Undefined};

/// Successes among trials of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counts {
    /// How many succeeded.
    pub successes: u64,
    /// How many there were.
    pub trials: u64,
}

impl Counts {
    /// The share, if there is one.
    ///
    /// # Errors
    /// Undefined without trials, or with more successes than trials.
    pub fn share(self) -> Measured {
        if self.trials == 0 {
            return Err(Undefined::new("nobody is counted"));
        }
        if self.successes > self.trials {
            return Err(Undefined::new("more successes than trials"));
        }
        Ok(self.successes as f64 / self.trials as f64)
    }

    /// Share of failures, without the rounding of one minus a share near one.
    fn rest(self) -> f64 {
        (self.trials - self.successes) as f64 / self.trials as f64
    }
}
