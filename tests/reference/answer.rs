//! From JSON to arguments, and from results to JSON.

use creepline::stats::{GrowthBookRefusal, Measured, Summary, Undefined, growth_book_summary};
use serde_json::Value;

/// A number of the inputs; the strings `NaN`, `Infinity` and `-Infinity` are numbers too.
pub fn number(value: &Value) -> f64 {
    match value {
        Value::Number(number) => number.as_f64().unwrap_or_else(|| panic!("{value} is no number")),
        Value::String(word) => match word.as_str() {
            "NaN" => f64::NAN,
            "Infinity" => f64::INFINITY,
            "-Infinity" => f64::NEG_INFINITY,
            _ => panic!("{value} is no number"),
        },
        _ => panic!("{value} is no number"),
    }
}

/// A whole number of the inputs.
pub fn whole(value: &Value) -> u64 {
    value
        .as_u64()
        .or_else(|| value.as_f64().filter(|number| number.fract() == 0.0 && *number >= 0.0).map(|number| number as u64))
        .unwrap_or_else(|| panic!("{value} is no whole number"))
}

/// A list of numbers of the inputs.
pub fn numbers(value: &Value) -> Vec<f64> {
    list(value).iter().map(number).collect()
}

/// A list of whole numbers of the inputs.
pub fn wholes(value: &Value) -> Vec<u64> {
    list(value).iter().map(whole).collect()
}

/// A list of the inputs.
pub fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("{value} is no list"))
}

/// A word of the inputs.
pub fn word(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("{value} is no word"))
}

/// A number of a result. NaN must not leave the library, so it is a word that no expectation accepts.
pub fn out(value: f64) -> Value {
    if value.is_nan() {
        panic!("a result is NaN instead of undefined");
    } else if value.is_infinite() {
        Value::from(if value > 0.0 { "Infinity" } else { "-Infinity" })
    } else {
        Value::from(value)
    }
}

/// A measured number; undefined is null.
pub fn measured(value: Measured) -> Value {
    value.map_or(Value::Null, out)
}

/// A pair, mostly an interval; undefined is null.
pub fn pair(value: Result<(f64, f64), Undefined>) -> Value {
    value.map_or(Value::Null, |(low, high)| Value::from(vec![out(low), out(high)]))
}

/// An arm given as count, sum and sum of squares, the way GrowthBook reads it.
pub fn arm(inputs: &Value, name: &str) -> Result<Summary, Undefined> {
    let given = |what: &str| &inputs[format!("{what}_{name}")];
    let is_share = inputs.get("kind").is_some_and(|kind| kind == "proportion");
    growth_book_summary(whole(given("n")), number(given("sum")), number(given("sumsq")), is_share)
}

/// GrowthBook's message.
pub fn refusal(refusal: Option<GrowthBookRefusal>) -> Value {
    refusal.map_or(Value::Null, |refusal| {
        Value::from(match refusal {
            GrowthBookRefusal::ZeroBaseline => "ZERO_NEGATIVE_BASELINE_VARIATION",
            GrowthBookRefusal::ZeroVariance => "ZERO_NEGATIVE_VARIANCE",
            GrowthBookRefusal::NoUnits => "NO_UNITS_IN_VARIATION",
        })
    })
}
