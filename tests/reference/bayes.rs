//! Chance to win and expected loss.

use creepline::stats::{self as ours, BetterIs, NormalPrior, Scale};
use serde_json::{Value, json};

use crate::answer::{arm, number, out, pair, refusal, word};

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
    let scale = |name: &str| if word(&inputs[name]) == "relative" { Scale::Relative } else { Scale::Absolute };
    let prior = if inputs["proper"] == true {
        NormalPrior::Normal { mean: number(&inputs["prior_mean"]), variance: number(&inputs["prior_variance"]), scale: scale("prior_type") }
    } else {
        NormalPrior::Flat
    };
    let better = if inputs["inverse"] == true { BetterIs::Lower } else { BetterIs::Higher };
    // The source's own level, which the cases do not name.
    let confidence = 1.0 - inputs.get("alpha").map_or(0.05, number);
    let answer =
        arm(inputs, "a").and_then(|a| ours::growth_book_posterior(a, arm(inputs, "b")?, scale("difference_type"), prior, better, confidence));
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
