//! Ratio metrics and adjustment by a covariate.

use creepline::stats::{self as ours, AdjustedArms, Arm, Centring, Covaried, Difference, RegressionEffect, Undefined};
use serde_json::{Value, json};

use super::means::{all_undefined, growth_book, tea_tasting};
use crate::answer::{measured, numbers, out};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    Some(match function {
        "ratio_metric_delta" => ratio(inputs),
        "cuped" => cuped(inputs),
        _ => return None,
    })
}

const GROWTH_BOOK: [&str; 5] = ["expected", "ci", "p_value", "se", "error_message"];
const TEA_TASTING: [&str; 5] = ["effect", "ci", "rel_effect", "rel_ci", "p_value"];

fn ratio(inputs: &Value) -> Value {
    let column = |name: &str| numbers(&inputs[name]);
    let (num_a, den_a, num_b, den_b) = (column("num_a"), column("den_a"), column("num_b"), column("den_b"));
    let arms = ours::growth_book_ratio(&num_a, &den_a).and_then(|a| Ok((a, ours::growth_book_ratio(&num_b, &den_b)?)));
    let mut answer = match &arms {
        Ok((a, b)) => json!({
            "ratio_a": out(a.mean),
            "ratio_b": out(b.mean),
            "var_of_ratio_a": out(a.variance),
            "var_of_ratio_b": out(b.variance),
            "gbstats_absolute": growth_book(a, b, Difference::Absolute, inputs),
            "gbstats_relative": growth_book(a, b, Difference::Relative, inputs),
        }),
        Err(_) => json!({ "gbstats_absolute": all_undefined(&GROWTH_BOOK), "gbstats_relative": all_undefined(&GROWTH_BOOK) }),
    };
    let summaries = ours::ratio_summary(&num_a, &den_a).and_then(|a| Ok((a, ours::ratio_summary(&num_b, &den_b)?)));
    answer["tea_tasting"] = summaries.map_or_else(|_| all_undefined(&TEA_TASTING), |(a, b)| tea_tasting(&Arm::from(&a), &Arm::from(&b), inputs));
    answer
}

fn cuped(inputs: &Value) -> Value {
    let column = |name: &str| numbers(&inputs[name]);
    let (post_a, pre_a, post_b, pre_b) = (column("post_a"), column("pre_a"), column("post_b"), column("pre_b"));
    let (a, b) = (Covaried { values: &post_a, covariate: &pre_a }, Covaried { values: &post_b, covariate: &pre_b });
    let mut answer = match ours::cuped(a, b, Centring::None) {
        Ok(AdjustedArms { theta, control, treatment }) => json!({
            "theta_total_covariance": out(theta),
            "gbstats_absolute": growth_book(&control, &treatment, Difference::Absolute, inputs),
            "gbstats_relative": growth_book(&control, &treatment, Difference::Relative, inputs),
        }),
        Err(_) => json!({
            "theta_total_covariance": null,
            "gbstats_absolute": all_undefined(&GROWTH_BOOK),
            "gbstats_relative": all_undefined(&GROWTH_BOOK),
        }),
    };
    answer["tea_tasting"] = ours::cuped(a, b, Centring::JointMean)
        .map_or_else(|_| all_undefined(&TEA_TASTING), |arms| tea_tasting(&arms.control, &arms.treatment, inputs));
    answer["ancova"] = regression(ours::analysis_of_covariance(a, b));
    answer["lin"] = regression(ours::lin_regression(a, b));
    answer["unadjusted_se"] = measured(ours::unadjusted_error(&post_a, &post_b));
    answer
}

fn regression(found: Result<RegressionEffect, Undefined>) -> Value {
    found.map_or_else(
        |_| all_undefined(&["effect", "se_ols", "p_ols", "se_hc2"]),
        |found| {
            json!({
                "effect": out(found.effect),
                "se_ols": out(found.standard_error),
                "p_ols": out(found.p_value),
                "se_hc2": out(found.robust_error),
            })
        },
    )
}
