//! Shares of successes.

use creepline::stats::{self as ours, Alternative, ConstrainedEstimate, ContinuityAdjustment, Counts, ShareMethod, ShareTest, TableTest, Undefined};
use serde_json::{Value, json};

use super::means::confidence;
use crate::answer::{measured, out, pair, whole};

pub fn answer(function: &str, inputs: &Value, outputs: &Value) -> Option<Value> {
    Some(match function {
        "two_proportions_diff" => difference(inputs),
        "two_proportions_ratio" => ratio(inputs),
        "one_proportion_ci" => one(inputs),
        "table_2x2" => table(inputs),
        "mcnemar_paired_binary" => pairs(inputs, outputs),
        _ => return None,
    })
}

/// Control and treatment.
pub fn arms(inputs: &Value) -> (Counts, Counts) {
    let arm = |arm: &str| Counts { successes: whole(&inputs[format!("x_{arm}")]), trials: whole(&inputs[format!("n_{arm}")]) };
    (arm("a"), arm("b"))
}

/// Statistic and chance of a test.
pub fn z_and_p(test: Result<ShareTest, Undefined>) -> (Value, Value) {
    test.map_or((Value::Null, Value::Null), |test| (measured(test.z), measured(test.p_value)))
}

fn difference(inputs: &Value) -> Value {
    let ((a, b), confidence, sides) = (arms(inputs), confidence(inputs), Alternative::TwoSided);
    let (z_pooled, p_pooled) = z_and_p(ours::pooled_share_test(a, b, sides));
    let (z_wald, p_wald) = z_and_p(ours::share_test(a, b, ShareMethod::Wald, 0.0, sides));
    let (z_caffo, p_caffo) = z_and_p(ours::share_test(a, b, ShareMethod::AgrestiCaffo, 0.0, sides));
    let (z_score, p_score) = z_and_p(ours::score_test(a, b, 0.0, ConstrainedEstimate::Statsmodels, false, sides));
    json!({
        "diff": measured(ours::share_difference(a, b)),
        "z_pooled": z_pooled,
        "p_pooled": p_pooled,
        "z_wald": z_wald,
        "p_wald": p_wald,
        "z_agresti-caffo": z_caffo,
        "p_agresti-caffo": p_caffo,
        "z_score": z_score,
        "p_score": p_score,
        "ci_wald": pair(ours::share_interval(a, b, ShareMethod::Wald, confidence)),
        "ci_newcomb": pair(ours::newcombe_interval(a, b, confidence)),
        "ci_agresti-caffo": pair(ours::share_interval(a, b, ShareMethod::AgrestiCaffo, confidence)),
        "ci_score": pair(ours::score_interval(a, b, ConstrainedEstimate::Statsmodels, false, confidence)),
    })
}

fn ratio(inputs: &Value) -> Value {
    let ((a, b), confidence) = (arms(inputs), confidence(inputs));
    let risk = |adjustment| pair(ours::risk_ratio_interval(a, b, adjustment, confidence));
    let odds = |adjustment| pair(ours::odds_ratio_interval(a, b, adjustment, confidence));
    json!({
        "ratio": measured(ours::risk_ratio(a, b)),
        "ci_ratio_log": risk(ContinuityAdjustment::None),
        "ci_ratio_log-adjusted": risk(ContinuityAdjustment::Half),
        "ci_odds-ratio_logit": odds(ContinuityAdjustment::None),
        "ci_odds-ratio_logit-adjusted": odds(ContinuityAdjustment::Half),
    })
}

fn one(inputs: &Value) -> Value {
    let (successes, trials, confidence) = (whole(&inputs["x"]), whole(&inputs["n"]), confidence(inputs));
    json!({
        "ci_normal": pair(ours::normal_share(successes, trials, confidence)),
        "ci_wilson": pair(ours::wilson(successes, trials, confidence)),
        "ci_agresti_coull": pair(ours::agresti_coull(successes, trials, confidence)),
        "ci_beta": pair(ours::clopper_pearson(successes, trials, confidence)),
        "ci_jeffreys": pair(ours::jeffreys(successes, trials, confidence)),
    })
}

fn table(inputs: &Value) -> Value {
    let cell = |name: &str| whole(&inputs[name]);
    let table = [[cell("a"), cell("b")], [cell("c"), cell("d")]];
    let fisher = ours::fisher_exact(table);
    let chi = |test: Result<TableTest, Undefined>| test.map_or((Value::Null, Value::Null), |test| (out(test.chi_square), out(test.p_value)));
    let ((plain, p_plain), (yates, p_yates)) = (chi(ours::table_chi_square(table, false)), chi(ours::table_chi_square(table, true)));
    json!({
        "fisher_p": measured(fisher.p_two_sided),
        "fisher_less": measured(fisher.p_less),
        "fisher_greater": measured(fisher.p_greater),
        "odds_ratio": measured(fisher.odds_ratio),
        "chi2": plain,
        "p_chi2": p_plain,
        "chi2_yates": yates,
        "p_yates": p_yates,
    })
}

fn pairs(inputs: &Value, outputs: &Value) -> Value {
    let (first, second) = (whole(&inputs["n12"]), whole(&inputs["n21"]));
    let test = ours::mc_nemar(first, second);
    let mut answer = json!({
        "p_exact": measured(test.p_exact),
        "chi2": measured(test.chi_square.clone()),
        "p": measured(test.p_chi_square),
        "chi2_corrected": measured(test.corrected_chi_square.clone()),
        "p_corrected": measured(test.p_corrected.clone()),
    });
    if first + second == 0 {
        // statsmodels divides one by zero and calls it significant (p = 0). Where no pair differs ours must be undefined; that is what is checked.
        assert!(test.corrected_chi_square.is_err() && test.p_corrected.is_err(), "nothing can be said where no pair differs");
        for name in ["chi2_corrected", "p_corrected"] {
            answer[name] = outputs[name].clone();
        }
    }
    answer
}
