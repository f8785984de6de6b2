//! Topic `quantiles`.

use creepline::stats::{QuantileDefinition, QuantileSummary, growth_book_quantile_test, order_statistic_interval, sample_quantile};
use serde_json::{Value, json};

use crate::answer::{measured, number, numbers, out, pair, refusal, word};

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
    let found = growth_book_quantile_test(&a, &b, word(&inputs["difference_type"]) == "relative", 0.95);
    json!({
        "var_a": out(found.variances.0),
        "var_b": out(found.variances.1),
        "expected": out(found.difference.effect),
        "ci": pair(Ok(found.difference.interval)),
        "p_value": out(found.difference.p),
        "error_message": refusal(found.refusal),
    })
}

fn interval(inputs: &Value) -> Value {
    let found = order_statistic_interval(&numbers(&inputs["x"]), number(&inputs["prob"]), 1.0 - number(&inputs["alpha"]));
    json!({ "ci": found.map_or(Value::Null, |ends| Value::from(vec![measured(ends.low), measured(ends.high)])) })
}
