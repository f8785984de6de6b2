//! Which of two trials is better.

use super::Trial;
use crate::experiment::frontier::Aim;
use crate::experiment::sweep::{GuardReading, VariantReading};
use crate::experiment::verdict::Decision;
use crate::scenario::experiment::Bound;

/// What stands for a guardrail without a number: worse than any that has one.
const UNKNOWN: f64 = 1e9;

/// Places of the trials, the best first. At full size what is within every limit comes first, then what cannot be told, then what crosses one; at smaller
/// sizes, where intervals are wide, means decide. Among those within their limits more gained is better, among the others less past the limits. Equals
/// keep their order.
pub(super) fn better_first(trials: &[&Trial], aim: Aim) -> Vec<usize> {
    let keys: Vec<Option<Key>> = trials.iter().map(|trial| key(trial, aim)).collect();
    let mut order: Vec<usize> = (0..trials.len()).filter(|&place| keys.get(place).is_some_and(Option::is_some)).collect();
    let of = |place: usize| keys.get(place).cloned().flatten().unwrap_or(Key { class: u8::MAX, past: f64::INFINITY, gain: f64::NEG_INFINITY });
    order.sort_by(|&a, &b| {
        let (a, b) = (of(a), of(b));
        a.class.cmp(&b.class).then(a.past.total_cmp(&b.past)).then(b.gain.total_cmp(&a.gain))
    });
    order
}

/// Smaller comes first, but more gain.
#[derive(Clone, Debug)]
struct Key {
    class: u8,
    past: f64,
    gain: f64,
}

fn key(trial: &Trial, aim: Aim) -> Option<Key> {
    let reading = trial.seen.as_ref().ok()?;
    // What is to be gained must have a number.
    let gain = aim.good(trial.difference(aim.metric).ok()?.mean);
    if !trial.full {
        let past = past(reading, |_| 0.0);
        return Some(Key { class: u8::from(past > 0.0), past, gain });
    }
    let class = match reading.decision {
        Some(Decision::Ship) => 0,
        Some(Decision::CannotTell | Decision::NoGuardrail | Decision::Waived | Decision::Blank) | None => 1,
        Some(Decision::DoNotShip) => 2,
    };
    let past = if class == 0 { 0.0 } else { past(reading, |guard| half_width(guard).unwrap_or(0.0)) };
    Some(Key { class, past, gain })
}

/// How far guardrails lie past their limits, in half widths of their intervals; `caution` is added to each mean.
fn past(reading: &VariantReading, caution: impl Fn(&GuardReading) -> f64) -> f64 {
    let one = |guard: &GuardReading| match guard.room() {
        Some(room) => {
            let beyond = (caution(guard) - room).max(0.0);
            let unit = half_width(guard).unwrap_or_else(|| guard.limit.abs()).max(1e-12);
            (beyond / unit).min(UNKNOWN)
        }
        None => UNKNOWN,
    };
    reading.guardrails.iter().map(one).sum()
}

/// From the mean to the end of the interval that lies towards the limit.
fn half_width(guard: &GuardReading) -> Option<f64> {
    let estimate = guard.compared.as_ref().ok()?;
    let (low, high) = estimate.interval?;
    let half = match guard.bound {
        Bound::AtMost => high - estimate.mean,
        Bound::AtLeast => estimate.mean - low,
    };
    (half > 0.0).then_some(half)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::estimate::Estimate;
    use crate::experiment::sweep::MetricReading;
    use crate::experiment::verdict::Verdict;
    use crate::measure::Undefined;
    use crate::scenario::Metric;
    use crate::scenario::experiment::Compare;

    const AIM: Aim = Aim { metric: Metric::Purchases, more: true };

    fn trial(gain: f64, compared: Option<f64>, decision: Decision, full: bool) -> Trial {
        let around = |middle: f64| Estimate::of(vec![Ok(middle - 0.1), Ok(middle), Ok(middle + 0.1)], 0.95);
        let guard = GuardReading {
            guardrail: 0,
            metric: "churn_cum".into(),
            scope: "all customers".into(),
            compare: Compare::Difference,
            bound: Bound::AtMost,
            limit: 1.0,
            compared: compared.map_or_else(|| Err(Undefined::new("nobody")), around),
            confidence: 0.95,
            verdict: Verdict::CannotTell,
            reason: String::new(),
            worlds_needed: None,
        };
        let metric = MetricReading { metric: Metric::Purchases, level: around(gain), difference: around(gain) };
        let reading = VariantReading { name: "v".into(), decision: Some(decision), guardrails: vec![guard], metrics: vec![metric] };
        Trial { settings: vec![], round: 0, worlds: 3, people: 10, full, seen: Ok(reading) }
    }

    fn order(trials: &[Trial]) -> Vec<usize> {
        better_first(&trials.iter().collect::<Vec<_>>(), AIM)
    }

    #[test]
    fn small_trials_go_by_their_means() {
        let small = |gain, compared| trial(gain, compared, Decision::CannotTell, false);
        let broken = Trial { seen: Err(vec![]), ..small(9.0, Some(0.0)) };
        let found = order(&[small(1.0, Some(0.5)), small(5.0, Some(1.5)), small(2.0, Some(0.9)), small(9.0, Some(1.2)), small(3.0, None), broken]);
        assert_eq!(found, [2, 0, 3, 1, 4], "within by gain, then past by little, then unknown; what was not flown is left out");
    }

    #[test]
    fn at_full_size_a_verdict_goes_before_any_gain() {
        let full = |gain, compared, decision| trial(gain, Some(compared), decision, true);
        let found = order(&[
            full(9.0, 2.0, Decision::DoNotShip),
            full(8.0, 0.99, Decision::CannotTell),
            full(7.0, 0.90, Decision::CannotTell),
            full(0.1, 0.2, Decision::Ship),
            full(0.2, 0.3, Decision::Ship),
        ]);
        assert_eq!(found, [4, 3, 2, 1, 0]);
    }
}
