//! Group-sequential bounds and relative non-inferiority margins as spotify-confidence computes them.

use creepline::stats::{self as ours, Integration, PoweredEffect, RelativeMargin, Spending};
use serde_json::{Value, json};

use crate::answer::{number, numbers, out, pair, whole, word};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    Some(match function {
        "group_sequential_bounds" => {
            let spending = Spending::Power { exponent: number(&inputs["rho"]) };
            let two_sided = whole(&inputs["sides"]) == 2;
            let plan = ours::group_sequential_plan(&numbers(&inputs["t"]), number(&inputs["alpha"]), two_sided, spending, Integration::Landem);
            json!({ "zb": plan.map_or(Value::Null, |plan| plan.bounds.into_iter().map(out).collect()) })
        }
        "spotify_ztest_nim" => relative_margin(inputs),
        _ => return None,
    })
}

fn relative_margin(inputs: &Value) -> Value {
    let arm = |name: &str| ours::growth_book_summary(whole(&inputs[format!("n_{name}")]), number(&inputs[format!("x_{name}")]), 0.0, true);
    let margin = if inputs["margin"].is_null() { None } else { Some(number(&inputs["margin"])) };
    let (alternative, powered) = match (margin, &inputs["preference"]) {
        (None, Value::Null) => (RelativeMargin::None, PoweredEffect::ShareBySearch),
        (Some(margin), preference) if word(preference) == "increase" => (RelativeMargin::LargerIsBetter { margin }, PoweredEffect::EqualVariances),
        (Some(margin), _) => (RelativeMargin::SmallerIsBetter { margin }, PoweredEffect::EqualVariances),
        // A direction without a margin: one-sided, and no non-inferiority.
        (None, preference) if word(preference) == "increase" => (RelativeMargin::LargerIsBetter { margin: 0.0 }, PoweredEffect::ShareBySearch),
        (None, _) => (RelativeMargin::SmallerIsBetter { margin: 0.0 }, PoweredEffect::ShareBySearch),
    };
    let answer = arm("a").and_then(|a| {
        let test = ours::relative_margin_test(a, arm("b")?, alternative, 1.0 - number(&inputs["alpha"]), 0.8, powered)?;
        if inputs["absolute"] == true { Ok(test) } else { test.divided_by(a.mean) }
    });
    answer.map_or(Value::Null, |test| {
        json!({
            "difference": out(test.difference),
            "ci": pair(Ok(test.interval)),
            "p_value": out(test.p_value),
            "powered_effect": out(test.powered_effect),
            "null_hypothesis": margin.map(|_| out(test.null_difference)),
        })
    })
}
