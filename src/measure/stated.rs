//! What people say in the survey at a checkpoint (C14, C30, C42, C52, C53). Said, not done: never a base rate of behavior.

use super::view::View;
use super::{Measured, Undefined};
use crate::ledger::{Check, FIXED_ONE};
use crate::scenario::Metric;
use crate::stats::quotient;

const NOBODY_ASKED: &str = "nobody was asked in a survey";

/// A stated metric of the view's segments at a checkpoint.
///
/// - very creepy, somewhat creepy; notifications off at 1, 5, 10 a week: share of customers asked, 0 to 1;
/// - would unsubscribe: share of those who got messages in the last week; for too many: share of those who would, 0 to 1;
/// - price of privacy: mean money asked for sharing one's data for a month, 0 upward;
/// - transparency and consent: correlation over customers of how important transparency is to them with whether they consent to anything, -1 to
///   1; undefined where consent is not asked for, or all answer alike.
pub(super) fn at_checkpoint(view: &View, metric: Metric, checkpoint: usize) -> Measured {
    let Some(segments) = view.ledger.shape.cells.segments_of(view.scope) else {
        return Err(Undefined::new("this metric is kept by segment, not by group"));
    };
    let sum = |column| segments.iter().map(|&segment| view.ledger.check(view.variant, checkpoint, segment, column)).sum::<i64>() as f64;
    let share = |column| quotient(sum(column), sum(Check::Asked), NOBODY_ASKED);
    let would_go = || sum(Check::StatedTooMany) + sum(Check::StatedIrrelevant) + sum(Check::StatedTooCreepy);
    match metric {
        Metric::StatedVeryCreepy => share(Check::StatedVeryCreepy),
        Metric::StatedSomewhatCreepy => share(Check::StatedSomewhatCreepy),
        Metric::StatedOffAtOne => share(Check::StatedOffAtOne),
        Metric::StatedOffAtFive => share(Check::StatedOffAtFive),
        Metric::StatedOffAtTen => share(Check::StatedOffAtTen),
        Metric::StatedUnsubscribe => quotient(would_go(), sum(Check::AskedToStay), "nobody who was asked got a message in the last week"),
        Metric::StatedTooMany => quotient(sum(Check::StatedTooMany), would_go(), "nobody says that they would unsubscribe"),
        Metric::StatedPrivacyValue => quotient(sum(Check::StatedPrivacyValueSum) / FIXED_ONE, sum(Check::Asked), NOBODY_ASKED),
        _ => correlation(
            sum(Check::ConsentAskedOf),
            sum(Check::ImportanceSum) / FIXED_ONE,
            sum(Check::ImportanceSquareSum) / FIXED_ONE,
            sum(Check::Consenting),
            sum(Check::ImportanceConsentSum) / FIXED_ONE,
        ),
    }
}

/// Correlation of a number x with a yes (1) or no (0), from n, sums of x and its square, number of yes, and sum of x over those.
fn correlation(n: f64, x: f64, xx: f64, yes: f64, x_yes: f64) -> Measured {
    if n == 0.0 {
        return Err(Undefined::new("nobody was asked for consent and about it"));
    }
    let spread = (xx / n - (x / n).powi(2)).max(0.0) * (yes / n - (yes / n).powi(2)).max(0.0);
    // Sums are in steps of 2^-20, so a spread below that is none.
    if spread < 1e-9 {
        return Err(Undefined::new("all answer alike, so there is nothing to correlate"));
    }
    Ok(((x_yes / n - x / n * (yes / n)) / spread.sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn correlation_of_a_number_with_a_yes() {
        // 1, 2, 3, 4 with no, no, yes, yes: covariance 0.5, variances 1.25 and 0.25.
        let found = correlation(4.0, 10.0, 30.0, 2.0, 7.0).unwrap();
        assert!((found - 0.5 / (1.25f64 * 0.25).sqrt()).abs() < 1e-12);
        assert!(correlation(0.0, 0.0, 0.0, 0.0, 0.0).is_err());
        assert_eq!(correlation(4.0, 10.0, 30.0, 4.0, 10.0).unwrap_err().reason, "all answer alike, so there is nothing to correlate");
    }
}
