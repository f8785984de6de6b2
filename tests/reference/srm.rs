//! Sample ratio mismatch and calibration of A/A tests.

use creepline::stats::{self as ours, RatioStatistic, TwoArmTest};
use serde_json::{Value, json};

use crate::answer::{measured, number, numbers, out, pair, wholes};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    Some(match function {
        "srm" => sample_ratio(inputs),
        "aa_calibration" => {
            // The interval of the source has a confidence of 95% at any alpha.
            ours::calibration(&numbers(&inputs["p_values"]), number(&inputs["alpha"]), 0.95).map_or(Value::Null, |found| {
                json!({
                    "ks": out(found.distance),
                    "ks_p": out(found.uniformity_p_value),
                    "false_positives": found.false_positives,
                    "binom_p": out(found.rate_p_value),
                    "fpr_ci_wilson": pair(Ok(found.rate_interval)),
                })
            })
        }
        _ => return None,
    })
}

fn sample_ratio(inputs: &Value) -> Value {
    let (users, weights) = (wholes(&inputs["users"]), numbers(&inputs["weights"]));
    let all = |statistic| ours::sample_ratio_mismatch(&users, &weights, statistic);
    let two = |test| match (users.as_slice(), weights.as_slice()) {
        (&[a, b], &[first, second]) => measured(ours::two_arm_ratio_mismatch((a, b), (first, second), test)),
        _ => Value::Null,
    };
    let (pearson, ratio) = (all(RatioStatistic::Pearson), all(RatioStatistic::LikelihoodRatio));
    json!({
        "p_gbstats": measured(all(RatioStatistic::PearsonGrowthBook).map(|found| found.p_value)),
        "chi2": measured(pearson.clone().map(|found| found.statistic)),
        "p": measured(pearson.map(|found| found.p_value)),
        "g": measured(ratio.clone().map(|found| found.statistic)),
        "p_g": measured(ratio.map(|found| found.p_value)),
        "p_binom_exact": two(TwoArmTest::Exact),
        "p_tea_norm": two(TwoArmTest::NormalCorrected),
        "p_tea_auto": two(TwoArmTest::ExactWhenSmall),
    })
}
