//! The sentence that says why a guardrail is within, crossed or undecided.

use super::estimate::Estimated;
use super::format::{format_difference, format_difference_interval, format_interval, format_number, format_value, number_ends};
use super::guard::Family;
use super::verdict::Verdict;
use crate::scenario::Metric;
use crate::scenario::experiment::{Bound, Compare, Guardrail};
use crate::simulate::Run;

/// What a reason is worded from.
pub(super) struct Wording<'a> {
    pub(super) run: &'a Run,
    pub(super) guardrail: &'a Guardrail,
    pub(super) metric: Metric,
    pub(super) family: Family,
    pub(super) people: u64,
}

impl Wording<'_> {
    /// One sentence with numbers, without a full stop.
    pub(super) fn reason(&self, compared: &Estimated, verdict: Verdict, worlds_needed: Option<usize>) -> String {
        let (finished, planned) = (self.run.worlds.len(), self.run.planned);
        let worlds = format!("{finished} of {planned} worlds");
        if finished == 0 {
            return format!("no world is finished yet; {worlds}");
        }
        if self.people < self.guardrail.smallest_group {
            let (people, smallest) = (self.people, self.guardrail.smallest_group);
            let people = if people == 0 { "nobody".to_owned() } else { format!("only {people} people") };
            return format!("{people} in the smallest world, and fewer than {smallest} are not judged; {worlds}");
        }
        let estimate = match compared {
            Ok(estimate) => estimate,
            Err(undefined) => return format!("{undefined}; {worlds}"),
        };
        let what = match self.guardrail.compare {
            Compare::Difference => "variant minus baseline",
            Compare::Ratio => "variant divided by baseline",
            Compare::Level => "the variant's own value",
        };
        let (value, limit) = (self.value(estimate.mean), self.value(self.guardrail.limit));
        let Some(interval) = estimate.interval else {
            return format!("{what} is {value} in one world, and one world cannot show luck (limit {limit}); {worlds}");
        };
        let side = match (self.guardrail.bound, verdict) {
            (Bound::AtMost, Verdict::Within) | (Bound::AtLeast, Verdict::Crossed) => "below",
            (Bound::AtMost, Verdict::Crossed) | (Bound::AtLeast, Verdict::Within) => "above",
            (_, Verdict::CannotTell | Verdict::Waived | Verdict::Blank) => "touching",
        };
        let mut reason = if estimate.deterministic {
            let side = if estimate.mean == self.guardrail.limit { "on the safe side of" } else { side };
            format!("{what} is exactly {value} in every world, {side} the limit of {limit}; {worlds}")
        } else {
            let wholly = if verdict == Verdict::CannotTell { "" } else { "wholly " };
            format!("{what} is {value} ({}), {wholly}{side} the limit of {limit}; {worlds}", self.interval(interval))
        };
        if estimate.worlds < finished {
            reason.push_str(&format!(", undefined in {}", finished - estimate.worlds));
        }
        if !estimate.deterministic {
            let corrected = match self.family.decisions {
                0 | 1 => String::new(),
                decisions => format!(", corrected for {decisions} decisions"),
            };
            reason.push_str(&format!("; {} interval{corrected}", percent_of_confidence(self.family.confidence)));
        }
        if verdict == Verdict::CannotTell {
            match worlds_needed {
                Some(needed) => reason.push_str(&format!("; about {needed} worlds would do if mean and spread stay as they are")),
                None => reason.push_str("; more worlds are not known to settle it"),
            }
        }
        reason
    }

    fn value(&self, value: f64) -> String {
        match self.guardrail.compare {
            Compare::Difference => format_difference(self.metric, value),
            Compare::Ratio => format_number(value),
            Compare::Level => format_value(self.metric, value),
        }
    }

    fn interval(&self, interval: (f64, f64)) -> String {
        match self.guardrail.compare {
            Compare::Difference => format_difference_interval(self.metric, interval),
            Compare::Ratio => {
                let (low, high) = number_ends(interval);
                format!("{low} to {high}")
            }
            Compare::Level => format_interval(self.metric, interval),
        }
    }
}

/// A confidence as percent with as many digits as tell it from 100: "95%", "99.6%", "99.958%".
pub fn percent_of_confidence(confidence: f64) -> String {
    let left = 100.0 * (1.0 - confidence);
    let decimals = if left > 0.0 { (1.0 - left.log10().floor()).clamp(0.0, 9.0) as usize } else { 0 };
    let text = format!("{:.decimals$}", 100.0 * confidence);
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
    format!("{text}%")
}
