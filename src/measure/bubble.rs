//! Bubbles: breadth within a person, distance between people, drift against the twin. Three numbers, never averaged into one (B5.3).

use super::view::View;
use super::{Measured, Undefined};
use crate::ledger::{Check, FIXED_ONE};
use crate::scenario::Metric;
use crate::stats::{effective_number, quotient, shannon_nats};

/// A checkpoint metric of the view's segments.
///
/// - within: `exp` of the volume-weighted mean entropy of people's choices; effective topics, 1 to K;
/// - across: entropy of the pooled choices minus that same mean, in nats. `total = within + between` holds by construction; for one segment
///   the pool is the segment's. A rounding step below 0 is possible when all choose alike;
/// - drift: mean Jensen-Shannon divergence of interests from the twin's, bits, 0 to 1;
/// - worse trust: share of people with trust more than 0.02 below their twin's.
pub(super) fn at_checkpoint(view: &View, metric: Metric, checkpoint: usize) -> Measured {
    let Some(segments) = view.ledger.shape.cells.segments_of(view.scope) else {
        return Err(Undefined::new("this metric is kept by segment, not by group"));
    };
    let sum = |column| segments.iter().map(|&segment| view.ledger.check(view.variant, checkpoint, segment, column)).sum::<i64>() as f64;
    let within_nats = || quotient(sum(Check::VolumeEntropySum) / FIXED_ONE, sum(Check::Choices), "nobody has chosen anything yet");
    let per_person = |amount: f64| quotient(amount, sum(Check::People), "nobody is in this group");
    match metric {
        Metric::Within => within_nats().map(effective_number),
        Metric::Across => {
            let within = within_nats()?;
            let mut pooled = vec![0i64; view.ledger.shape.topics];
            for &segment in &segments {
                for (total, part) in pooled.iter_mut().zip(view.ledger.topics(view.variant, checkpoint, segment)) {
                    *total += part;
                }
            }
            let weights: Vec<f64> = pooled.iter().map(|&mass| mass as f64).collect();
            Ok(shannon_nats(&weights)? - within)
        }
        Metric::DriftNet => per_person(sum(Check::TwinDriftSum) / FIXED_ONE),
        _ => per_person(sum(Check::WorseTrust)),
    }
}
