//! Numbers as people read them: three significant figures, shares in percent, their differences in points. Never a raw float, never NaN.

use super::estimate::Estimated;
use crate::scenario::{Metric, Unit};

/// Three significant figures without exponent, thousands apart by commas; "n/a" for what is not a number.
pub fn format_number(value: f64) -> String {
    match magnitude(value) {
        Some(magnitude) => at_magnitude(value, magnitude),
        None => "n/a".into(),
    }
}

/// A count in full: "5,000".
pub fn format_count(count: u64) -> String {
    group_thousands(&count.to_string())
}

/// A level: "31.2%" for shares, "0.412" for the rest. The unit's words stand in [`Unit::words`].
pub fn format_value(metric: Metric, value: f64) -> String {
    format!("{}{}", format_number(scaled(metric, value)), percent(metric))
}

/// An interval of a level, both ends to the same place: "29.1% to 33.0%".
pub fn format_interval(metric: Metric, interval: (f64, f64)) -> String {
    let (low, high) = ends(metric, interval);
    format!("{low}{percent} to {high}{percent}", percent = percent(metric))
}

/// A difference with its sign: "+5.60 points" for shares, "-0.0312" for the rest.
pub fn format_difference(metric: Metric, difference: f64) -> String {
    format!("{}{}", signed(format_number(scaled(metric, difference))), points(metric))
}

/// An interval of a difference: "+4.10 to +7.20 points".
pub fn format_difference_interval(metric: Metric, interval: (f64, f64)) -> String {
    let (low, high) = ends(metric, interval);
    format!("{} to {}{}", signed(low), signed(high), points(metric))
}

/// A level with its interval, or why there is none: "31.2% (29.1% to 33.0%)", "31.2% (one world)", "31.2% (deterministic)", "n/a: reason".
pub fn format_estimate(metric: Metric, estimated: &Estimated) -> String {
    with_interval(estimated, |value| format_value(metric, value), |interval| format_interval(metric, interval))
}

/// A difference with its interval, or why there is none: "+5.60 points (+4.10 to +7.20 points)".
pub fn format_difference_estimate(metric: Metric, estimated: &Estimated) -> String {
    with_interval(estimated, |value| format_difference(metric, value), |interval| format_difference_interval(metric, interval))
}

pub(super) fn with_interval(estimated: &Estimated, value: impl Fn(f64) -> String, interval: impl Fn((f64, f64)) -> String) -> String {
    match estimated {
        Err(undefined) => undefined.to_string(),
        Ok(estimate) if estimate.deterministic => format!("{} (deterministic)", value(estimate.mean)),
        Ok(estimate) => match estimate.interval {
            Some(ends) => format!("{} ({})", value(estimate.mean), interval(ends)),
            None => format!("{} (one world)", value(estimate.mean)),
        },
    }
}

/// An interval of a pure number, both ends to the same place: that of the third significant figure of the larger end, or up to two places
/// finer where the ends would print alike, so that a narrow interval does not read as a point.
pub(super) fn number_ends(interval: (f64, f64)) -> (String, String) {
    let (Some(low), Some(high)) = (magnitude(interval.0), magnitude(interval.1)) else {
        return ("n/a".into(), "n/a".into());
    };
    let magnitude = low.max(high);
    let at = |finer| (at_magnitude(interval.0, magnitude - finer), at_magnitude(interval.1, magnitude - finer));
    let apart = (0..=2).map(at).find(|(low, high)| low != high);
    apart.unwrap_or_else(|| at(0))
}

/// Both ends of an interval without unit, shares in percent.
pub(super) fn ends(metric: Metric, interval: (f64, f64)) -> (String, String) {
    number_ends((scaled(metric, interval.0), scaled(metric, interval.1)))
}

/// The number as printed: shares times 100.
pub(super) fn scaled(metric: Metric, value: f64) -> f64 {
    if metric.unit() == Unit::Share { 100.0 * value } else { value }
}

fn percent(metric: Metric) -> &'static str {
    if metric.unit() == Unit::Share { "%" } else { "" }
}

/// What follows a difference.
pub(super) fn points(metric: Metric) -> &'static str {
    if metric.unit() == Unit::Share { " points" } else { "" }
}

fn signed(number: String) -> String {
    if number.starts_with('-') || number == "n/a" || number.chars().all(|c| matches!(c, '0' | '.')) { number } else { format!("+{number}") }
}

/// Power of ten of the first of three significant figures, after rounding; `None` for what is not a number. What is below a millionth counts as
/// that: smaller differences are rounding.
fn magnitude(value: f64) -> Option<i32> {
    if !value.is_finite() {
        return None;
    }
    let text = format!("{value:.2e}");
    let exponent = text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).unwrap_or(0);
    Some(if value == 0.0 { -6 } else { exponent.max(-6) })
}

fn at_magnitude(value: f64, magnitude: i32) -> String {
    if value.abs() < 5e-7 {
        return "0".into();
    }
    let decimals = (2 - magnitude).clamp(0, 6);
    let step = 10f64.powi((magnitude - 2).max(0));
    let rounded = if step > 1.0 { (value / step).round() * step } else { value };
    let text = format!("{rounded:.*}", decimals as usize);
    // A rounded-away minus would read as a direction.
    let text = if text.chars().all(|c| matches!(c, '-' | '0' | '.')) { text.trim_start_matches('-').to_owned() } else { text };
    group_thousands(&text)
}

fn group_thousands(text: &str) -> String {
    let (sign, digits) = text.strip_prefix('-').map_or(("", text), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').map_or((digits, ""), |(whole, fraction)| (whole, fraction));
    let mut grouped = String::from(sign);
    for (place, digit) in whole.chars().enumerate() {
        if place > 0 && (whole.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    if !fraction.is_empty() {
        grouped.push('.');
        grouped.push_str(fraction);
    }
    grouped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Estimate;
    use crate::measure::Undefined;

    #[test]
    fn three_significant_figures() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1.00"),
            (0.123_456, "0.123"),
            (0.999_6, "1.00"),
            (12.345, "12.3"),
            (-123.6, "-124"),
            (1_234.0, "1,230"),
            (9_996.0, "10,000"),
            (1_234_567.0, "1,230,000"),
            (0.000_012_3, "0.000012"),
            (1e-9, "0"),
            (-1e-9, "0"),
            (f64::NAN, "n/a"),
            (f64::INFINITY, "n/a"),
        ] {
            assert_eq!(format_number(value), text, "{value}");
        }
    }

    #[test]
    fn counts_are_in_full() {
        assert_eq!((format_count(90).as_str(), format_count(1_234_567).as_str()), ("90", "1,234,567"));
    }

    #[test]
    fn shares_are_percent_and_their_differences_points() {
        assert_eq!(format_value(Metric::OverLine, 0.312_34), "31.2%");
        assert_eq!(format_interval(Metric::OverLine, (0.0957, 0.144)), "9.6% to 14.4%");
        assert_eq!(format_interval(Metric::TrustMean, (0.437_94, 0.438_12)), "0.4379 to 0.4381");
        assert_eq!(format_interval(Metric::TrustMean, (0.5, 0.5)), "0.500 to 0.500");
        assert_eq!(format_difference(Metric::OverLine, 0.056), "+5.60 points");
        assert_eq!(format_difference_interval(Metric::OverLine, (-0.001, 0.072)), "-0.10 to +7.20 points");
        assert_eq!(format_difference(Metric::Purchases, 0.12), "+0.120");
        assert_eq!(format_difference(Metric::Purchases, 0.0), "0");
        assert_eq!(format_difference(Metric::Purchases, f64::NAN), "n/a");
    }

    #[test]
    fn estimates_say_why_they_have_no_interval() {
        let text = |values: Vec<_>| format_estimate(Metric::TrustMean, &Estimate::of(values, 0.95));
        assert_eq!(text(vec![Ok(0.5)]), "0.500 (one world)");
        assert_eq!(text(vec![Ok(0.5), Ok(0.5)]), "0.500 (deterministic)");
        assert_eq!(text(vec![Ok(0.5), Ok(0.6), Ok(0.7)]), "0.600 (0.352 to 0.848)");
        assert_eq!(text(vec![Err(Undefined::new("nobody is in this group"))]), "n/a: nobody is in this group");
    }
}
