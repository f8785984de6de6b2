//! Chance to win and expected loss.

use creepline::stats::{self as ours, BetterIs, NormalPrior};
use serde_json::{Value, json};

use crate::answer::{arm, difference, number, out, pair, refusal};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    let given = |name: &str| number(&inputs[name]);
    Some(match function {
        "gbstats_bayesian" => growth_book(inputs),
        "beta_binomial_exact" => {
            ours::beta_comparison((given("alpha_a"), given("beta_a")), (given("alpha_b"), given("beta_b"))).map_or(Value::Null, |found| {
                json!({
                    "prob_b_beats_a": out(found.chance_to_win),
                    "loss_choose_a": out(found.loss_choose_a),
                    "loss_choose_b": out(found.loss_choose_b),
                })
            })
        }
        _ => return None,
    })
}

fn growth_book(inputs: &Value) -> Value {
    let prior = if inputs["proper"] == true {
        let (mean, variance) = (number(&inputs["prior_mean"]), number(&inputs["prior_variance"]));
        NormalPrior::Normal { mean, variance, difference: difference(&inputs["prior_type"]) }
    } else {
        NormalPrior::Flat
    };
    let better = if inputs["inverse"] == true { BetterIs::Lower } else { BetterIs::Higher };
    // The source's own level, which the cases do not name.
    let confidence = 1.0 - inputs.get("alpha").map_or(0.05, number);
    let (a, b, kind) = (arm(inputs, "a"), arm(inputs, "b"), difference(&inputs["difference_type"]));
    let answer = ours::growth_book_posterior(&a, &b, kind, prior, better, confidence);
    answer.map_or(Value::Null, |(found, refused)| {
        json!({
            "expected": out(found.mean),
            "ci": pair(Ok(found.interval)),
            "chance_to_win": out(found.chance_to_win),
            "risk_control": out(found.loss_choose_a),
            "risk_treatment": out(found.loss_choose_b),
            "posterior_sd": out(found.deviation),
            "error_message": refusal(refused),
        })
    })
}
