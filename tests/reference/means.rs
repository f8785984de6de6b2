//! Tests of two means.

use creepline::stats::{self as ours, Alternative, Arm, Difference, GrowthBookTest, LiftMethod, Summary, TeaTastingOptions, TeaTastingTest};
use creepline::stats::{MeanComparison, Undefined};
use serde_json::{Value, json};

use crate::answer::{measured, number, numbers, out, pair, whole, word};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    Some(match function {
        "welch_from_stats" => comparison(ours::welch_t_test(&summary(inputs, "a"), &summary(inputs, "b"), confidence(inputs))),
        "student_pooled_from_stats" => comparison(ours::pooled_t_test(&summary(inputs, "a"), &summary(inputs, "b"), confidence(inputs))),
        "welch_raw_and_ranks" => raw_and_ranks(inputs),
        "paired_crn" => paired(inputs),
        "relative_lift_closed_forms" => lift(inputs),
        "gbstats_ttest" => growth_book_from_sums(inputs),
        "tea_tasting_mean" => {
            let (a, b) = (Arm::from(&summary(inputs, "a")), Arm::from(&summary(inputs, "b")));
            let mut answer = tea_tasting(&a, &b, inputs);
            // The statistic is asked for here alone.
            answer["statistic"] = tea_tasting_test(&a, &b, inputs).map_or(Value::Null, |test| measured(test.statistic));
            answer
        }
        _ => return None,
    })
}

/// The confidence to the `alpha` of the inputs.
pub fn confidence(inputs: &Value) -> f64 {
    1.0 - number(&inputs["alpha"])
}

fn summary(inputs: &Value, arm: &str) -> Summary {
    let given = |name: &str| number(&inputs[format!("{name}_{arm}")]);
    Summary { count: whole(&inputs[format!("n_{arm}")]), mean: given("mean"), deviation: given("sd") }
}

fn comparison(test: Result<MeanComparison, Undefined>) -> Value {
    let Ok(test) = test else { return all_undefined(&["diff", "se", "df", "t", "p_two_sided", "p_less", "p_greater", "ci"]) };
    json!({
        "diff": out(test.effect),
        "se": out(test.standard_error),
        "df": out(test.degrees_of_freedom),
        "t": measured(test.statistic),
        "p_two_sided": measured(test.p_two_sided),
        "p_less": measured(test.p_less),
        "p_greater": measured(test.p_greater),
        "ci": pair(Ok(test.interval)),
    })
}

/// Every output undefined.
pub fn all_undefined(names: &[&str]) -> Value {
    names.iter().map(|name| ((*name).to_owned(), Value::Null)).collect::<serde_json::Map<_, _>>().into()
}

fn raw_and_ranks(inputs: &Value) -> Value {
    let (a, b) = (numbers(&inputs["a"]), numbers(&inputs["b"]));
    let test = Summary::of(&a).and_then(|a| Summary::of(&b).and_then(|b| ours::welch_t_test(&a, &b, confidence(inputs))));
    let mut answer = match test {
        Ok(test) => json!({
            "t": measured(test.statistic),
            "df": out(test.degrees_of_freedom),
            "p": measured(test.p_two_sided),
            "ci": pair(Ok(test.interval)),
        }),
        Err(_) => all_undefined(&["t", "df", "p", "ci"]),
    };
    let ranks = ours::mann_whitney(&a, &b);
    answer["mannwhitney_u_b"] = ranks.as_ref().map_or(Value::Null, |test| out(test.statistic));
    answer["mannwhitney_p"] = ranks.map_or(Value::Null, |test| out(test.p_value));
    // scipy was given b first, and its statistic is positive where its second group is larger.
    let (statistic, p_value) =
        ours::brunner_munzel(&b, &a).map_or((Value::Null, Value::Null), |test| (measured(test.statistic), measured(test.p_value)));
    answer["brunner_munzel_w"] = statistic;
    answer["brunner_munzel_p"] = p_value;
    answer
}

fn paired(inputs: &Value) -> Value {
    let (control, treated) = (numbers(&inputs["control"]), numbers(&inputs["treated"]));
    let mut answer = match ours::paired_comparison(&control, &treated, confidence(inputs)) {
        Ok(test) => json!({
            "mean_diff": out(test.effect),
            "t": measured(test.statistic),
            "df": out(test.degrees_of_freedom),
            "p": measured(test.p_value),
            "ci": pair(Ok(test.interval)),
            "var_paired": out(test.paired_variance),
            "var_unpaired": out(test.unpaired_variance),
            "variance_reduction_factor": measured(test.variance_reduction),
            "correlation": measured(test.correlation),
        }),
        Err(_) => all_undefined(&["mean_diff", "t", "df", "p", "ci", "var_paired", "var_unpaired", "variance_reduction_factor", "correlation"]),
    };
    let (statistic, p_value) =
        ours::wilcoxon_signed_rank(&control, &treated).map_or((Value::Null, Value::Null), |test| (out(test.statistic), measured(test.p_value)));
    answer["wilcoxon_w"] = statistic;
    answer["wilcoxon_p"] = p_value;
    answer
}

fn lift(inputs: &Value) -> Value {
    let (a, b) = (summary(inputs, "a"), summary(inputs, "b"));
    let interval = |method| pair(ours::relative_lift_interval(&a, &b, method, confidence(inputs)));
    let lift = ours::relative_lift(&a, &b);
    json!({
        "lift": lift.as_ref().map_or(Value::Null, |lift| out(lift.lift)),
        "se": lift.as_ref().map_or(Value::Null, |lift| out(lift.standard_error)),
        "ci_delta": interval(LiftMethod::Delta),
        "ci_log": interval(LiftMethod::LogDelta),
        "ci_fieller": interval(LiftMethod::Fieller),
    })
}

fn growth_book_from_sums(inputs: &Value) -> Value {
    let arm = |arm: &str| {
        let (count, sum) = (whole(&inputs[format!("n_{arm}")]), number(&inputs[format!("sum_{arm}")]));
        match inputs["kind"].as_str() {
            Some("proportion") => Arm::of_proportion(count, sum),
            _ => Arm::of_sums(count, sum, number(&inputs[format!("sumsq_{arm}")])),
        }
    };
    growth_book(&arm("a"), &arm("b"), difference(word(&inputs["difference_type"])), inputs)
}

fn difference(word: &str) -> Difference {
    match word {
        "relative" => Difference::Relative,
        _ => Difference::Absolute,
    }
}

/// GrowthBook's test of two arms, with the options of the inputs.
pub fn growth_book(a: &Arm, b: &Arm, difference: Difference, inputs: &Value) -> Value {
    let null_value = inputs.get("test_value").map_or(0.0, number);
    let run = |alternative| ours::growth_book_t_test(a, b, difference, null_value, alternative, confidence(inputs));
    let alternative = match inputs["sided"].as_str() {
        Some("less") => Alternative::Less,
        Some("greater") => Alternative::Greater,
        _ => Alternative::TwoSided,
    };
    let Ok(GrowthBookTest { effect, standard_error, interval, p_value, refusal }) = run(alternative) else {
        return all_undefined(&["expected", "ci", "p_value", "se", "error_message"]);
    };
    let mut ci = pair(Ok(interval));
    if alternative == Alternative::Less && refusal.is_none() {
        // gbstats 0.8.0 prints effect minus width where the interval should end, at effect plus width. That number is the lower end of the other
        // direction's interval; ours is checked to be on the right side.
        assert!(interval.1 >= effect, "the interval of `less` must not end below the effect");
        ci[1] = run(Alternative::Greater).map_or(Value::Null, |other| out(other.interval.0));
    }
    json!({
        "expected": out(effect),
        "ci": ci,
        "p_value": out(p_value),
        "se": out(standard_error),
        "error_message": crate::answer::refusal(refusal),
    })
}

fn tea_tasting_test(a: &Arm, b: &Arm, inputs: &Value) -> Result<TeaTastingTest, Undefined> {
    let options = TeaTastingOptions {
        alternative: match inputs["alternative"].as_str() {
            Some("less") => Alternative::Less,
            Some("greater") => Alternative::Greater,
            _ => Alternative::TwoSided,
        },
        student: inputs["use_t"].as_bool().unwrap_or(true),
        equal_variances: inputs["equal_var"].as_bool().unwrap_or(false),
        confidence: confidence(inputs),
    };
    ours::tea_tasting_test(a, b, &options)
}

/// tea-tasting's test of two arms, with the options of the inputs.
pub fn tea_tasting(a: &Arm, b: &Arm, inputs: &Value) -> Value {
    let Ok(test) = tea_tasting_test(a, b, inputs) else { return all_undefined(&["effect", "ci", "rel_effect", "rel_ci", "p_value"]) };
    json!({
        "effect": out(test.effect),
        "ci": pair(test.interval),
        "rel_effect": measured(test.relative_effect),
        "rel_ci": pair(test.relative_interval),
        "p_value": measured(test.p_value),
    })
}
