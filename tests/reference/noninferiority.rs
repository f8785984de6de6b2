//! Non-inferiority and equivalence.

use creepline::stats::{self as ours, Alternative, ConstrainedEstimate, OneSidedTest, ShareMethod, Summary};
use serde_json::{Value, json};

use super::means::{all_undefined, confidence};
use super::proportions::{arms, z_and_p};
use crate::answer::{measured, number, numbers, out, pair};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    Some(match function {
        "noninferiority_means" => means(inputs),
        "noninferiority_proportions" => proportions(inputs),
        _ => return None,
    })
}

fn means(inputs: &Value) -> Value {
    let (margin, confidence) = (number(&inputs["margin"]), confidence(inputs));
    let summaries = Summary::of(&numbers(&inputs["a"])).and_then(|a| Ok((a, Summary::of(&numbers(&inputs["b"]))?)));
    let tests = summaries.and_then(|(a, b)| Ok((ours::non_inferiority(&a, &b, margin, confidence)?, ours::equivalence(&a, &b, margin, confidence)?)));
    let Ok((inferior, same)) = tests else {
        return all_undefined(&["t_ni", "df", "p_ni", "tost_p", "tost_lower", "tost_upper", "one_sided_lower_bound", "ci_1m2alpha"]);
    };
    let triple = |test: OneSidedTest| Value::from(vec![measured(test.statistic), measured(test.p_value), out(test.degrees_of_freedom)]);
    json!({
        "t_ni": measured(inferior.test.statistic),
        "df": out(inferior.test.degrees_of_freedom),
        "p_ni": measured(inferior.test.p_value),
        "tost_p": measured(same.p_value),
        "tost_lower": triple(same.above_lower),
        "tost_upper": triple(same.below_upper),
        "one_sided_lower_bound": out(inferior.lower_bound),
        "ci_1m2alpha": pair(Ok(same.interval)),
    })
}

fn proportions(inputs: &Value) -> Value {
    let ((a, b), margin) = (arms(inputs), number(&inputs["margin"]));
    let (z_wald, p_wald) = z_and_p(ours::non_inferiority_of_shares(a, b, ShareMethod::Wald, margin));
    let (z_caffo, p_caffo) = z_and_p(ours::non_inferiority_of_shares(a, b, ShareMethod::AgrestiCaffo, margin));
    let (z_score, p_score) = z_and_p(ours::score_test(a, b, -margin, ConstrainedEstimate::Statsmodels, true, Alternative::Greater));
    json!({
        "z_wald": z_wald,
        "p_wald": p_wald,
        "z_agresti-caffo": z_caffo,
        "p_agresti-caffo": p_caffo,
        "z_score": z_score,
        "p_score": p_score,
        "tost_p_wald": measured(ours::equivalence_of_shares(a, b, ShareMethod::Wald, margin)),
    })
}
