//! Topic `quantiles`.

use creepline::stats::{QuantileDefinition, QuantileSummary, gbstats_quantile_difference, order_statistic_interval, sample_quantile};
use serde_json::{Value, json};

use crate::answer::{measured, number, numbers, out, pair, word};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    match function {
        "quantile_definitions" => Some(definitions(inputs)),
        "gbstats_quantile_test" => Some(difference(inputs)),
        "order_statistic_ci" => Some(interval(inputs)),
        _ => None,
    }
}

fn definitions(inputs: &Value) -> Value {
    let (x, probabilities) = (numbers(&inputs["x"]), numbers(&inputs["probs"]));
    let all = |definition| Value::from(probabilities.iter().map(|&p| measured(sample_quantile(&x, p, definition))).collect::<Vec<_>>());
    json!({
        "linear": all(QuantileDefinition::Linear),
        "hazen": all(QuantileDefinition::Hazen),
        "weibull": all(QuantileDefinition::Weibull),
        "median_unbiased": all(QuantileDefinition::MedianUnbiased),
        "inverted_cdf": all(QuantileDefinition::InvertedDistribution),
    })
}

fn difference(inputs: &Value) -> Value {
    let summary = |arm: &Value| QuantileSummary {
        count: number(&arm["n"]),
        count_of_ends: number(&arm["n_star"]),
        probability: number(&arm["nu"]),
        estimate: number(&arm["quantile_hat"]),
        low: number(&arm["quantile_lower"]),
        high: number(&arm["quantile_upper"]),
    };
    let (a, b) = (summary(&inputs["a"]), summary(&inputs["b"]));
    let (found, message) = gbstats_quantile_difference(&a, &b, word(&inputs["difference_type"]) == "relative", 0.95);
    json!({
        "var_a": measured(a.variance()),
        "var_b": measured(b.variance()),
        "expected": out(found.effect),
        "ci": pair(Ok(found.interval)),
        "p_value": out(found.p),
        "error_message": message,
    })
}

fn interval(inputs: &Value) -> Value {
    let found = order_statistic_interval(&numbers(&inputs["x"]), number(&inputs["prob"]), 1.0 - number(&inputs["alpha"]));
    json!({ "ci": found.map_or(Value::Null, |ends| Value::from(vec![measured(ends.low), measured(ends.high)])) })
}
