//! Words that only screens need: ticks of axes, durations, counts. Numbers of metrics are worded by `experiment`, like everywhere else.

use std::time::Duration;

use crate::experiment::{Estimate, format_difference_interval, format_interval, format_number};
use crate::scenario::{Metric, Unit};

/// A whole number with its digits in groups of three.
pub fn grouped(value: f64) -> String {
    let digits = format!("{:.0}", value.abs());
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    if value < 0.0 && digits != "0" { format!("-{text}") } else { text }
}

/// A share as a percentage.
pub fn share_text(share: f64) -> String {
    format!("{}%", format_number(100.0 * share))
}

/// "low to high" in the metric's unit, as a level or as a difference.
pub fn interval_text(metric: Metric, interval: (f64, f64), difference: bool) -> String {
    if difference { format_difference_interval(metric, interval) } else { format_interval(metric, interval) }
}

/// A number at a tick of an axis; shares as percentages, differences of shares as points.
pub fn tick_text(metric: Metric, value: f64, step: f64, difference: bool) -> String {
    let share = metric.unit() == Unit::Share;
    let (value, step) = if share { (value * 100.0, step * 100.0) } else { (value, step) };
    let suffix = if share && !difference { "%" } else { "" };
    // As many digits as the step needs: a step of 2.5 must not read 2, 5, 8.
    let decimals = (0..6)
        .find(|&digits| {
            let scaled = step * 10f64.powi(digits);
            (scaled - scaled.round()).abs() < 1e-6 * scaled.max(1.0)
        })
        .unwrap_or(6) as usize;
    // A tick at zero must not read "-0".
    let value = if value.abs() < step * 1e-6 { 0.0 } else { value };
    let sign = if difference && value > 0.0 { "+" } else { "" };
    if value.abs() >= 10_000.0 { format!("{sign}{}{suffix}", grouped(value)) } else { format!("{sign}{value:.decimals$}{suffix}") }
}

/// Unit at an axis.
pub fn axis_unit(metric: Metric, difference: bool) -> &'static str {
    if difference && metric.unit() == Unit::Share { "percentage points" } else { metric.unit().words() }
}

/// How many worlds have the same sign, in words.
pub fn agree_text(estimate: &Estimate) -> String {
    if estimate.deterministic {
        return "the same in every world".into();
    }
    format!("{} of {} worlds agree", estimate.agree, estimate.worlds)
}

/// A duration as a person says it.
pub fn time_text(duration: Duration) -> String {
    let seconds = duration.as_secs_f64();
    if seconds < 9.95 {
        format!("{seconds:.1} s")
    } else if seconds < 120.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min", seconds / 60.0)
    }
}

/// How long something is expected to take: "about 40 s", "about 3 minutes".
pub fn expected_text(seconds: f64) -> String {
    let (amount, unit) = match seconds {
        s if s < 100.0 => (s, "s"),
        s if s < 6_000.0 => (s / 60.0, "minutes"),
        s if s < 172_800.0 => (s / 3_600.0, "hours"),
        s => (s / 86_400.0, "days"),
    };
    format!("about {} {unit}", grouped(amount.ceil().max(1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_have_the_decimals_of_their_step() {
        assert_eq!(tick_text(Metric::OverLine, 0.1, 0.05, false), "10%");
        assert_eq!(tick_text(Metric::OverLine, 0.1, 0.05, true), "+10");
        assert_eq!(tick_text(Metric::OverLine, 0.025, 0.025, false), "2.5%");
        assert_eq!(tick_text(Metric::TrustMean, 0.25, 0.25, false), "0.25");
        assert_eq!(tick_text(Metric::TrustMean, 0.45, 0.05, false), "0.45");
        assert_eq!(tick_text(Metric::TrustMean, -0.0, 0.05, false), "0.00");
        assert_eq!(tick_text(Metric::Revenue, 20_000.0, 5_000.0, false), "20,000");
    }

    #[test]
    fn counts_are_read_in_groups_of_three() {
        assert_eq!(grouped(1_234_567.0), "1,234,567");
        assert_eq!(grouped(-1_000.0), "-1,000");
        assert_eq!(grouped(999.0), "999");
    }

    #[test]
    fn durations_read_like_speech() {
        assert_eq!(time_text(Duration::from_millis(1_230)), "1.2 s");
        assert_eq!(time_text(Duration::from_secs(61)), "61 s");
        assert_eq!(time_text(Duration::from_secs(600)), "10 min");
        assert_eq!(expected_text(0.2), "about 1 s");
        assert_eq!(expected_text(150.0), "about 3 minutes");
        assert_eq!(expected_text(9_000.0), "about 3 hours");
    }
}
