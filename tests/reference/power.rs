//! Power, sample size and detectable effects.

use creepline::stats::{self as ours, Alternative, Measured, MetricPlan, NullDistribution, Planned, PlannedShares, ShareSizeFormula};
use serde_json::{Value, json};

use super::means::{all_undefined, confidence};
use crate::answer::{measured, number, out};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    let given = |name: &str| number(&inputs[name]);
    let both = |run: &dyn Fn(&Planned) -> Measured| {
        (measured(run(&test(inputs, NullDistribution::Student))), measured(run(&test(inputs, NullDistribution::Normal))))
    };
    Some(match function {
        "power_two_sample" => {
            let (effect, control, treatment) = (given("effect_size"), given("n1"), given("ratio") * given("n1"));
            let (power_t, power_z) = both(&|test| ours::power_of_two_groups(effect, control, treatment, test));
            let pairs = ours::power_of_pairs(effect, control, &test(inputs, NullDistribution::Student));
            json!({ "power_t": power_t, "power_z": power_z, "power_paired_t": measured(pairs) })
        }
        "sample_size_means" => {
            let (n1_t, n1_z) = both(&|test| ours::values_for_effect(given("effect_size"), given("power"), given("ratio"), test));
            json!({ "n1_t": n1_t, "n1_z": n1_z })
        }
        "mde_means" => {
            let (control, treatment) = (given("n1"), given("ratio") * given("n1"));
            let (d_t, _) = both(&|test| ours::detectable_effect(control, treatment, given("power"), test));
            let (_, d_z) = both(&|test| ours::statsmodels_detectable_effect(control, treatment, given("power"), test));
            json!({ "d_t": d_t, "d_z": d_z })
        }
        "sample_size_proportions" => sizes_of_shares(inputs),
        "power_proportions" => power_of_shares(inputs),
        "tea_tasting_power" => metric(inputs),
        _ => return None,
    })
}

fn test(inputs: &Value, distribution: NullDistribution) -> Planned {
    let alternative = match inputs["alternative"].as_str() {
        Some("larger" | "greater") => Alternative::Greater,
        Some("smaller" | "less") => Alternative::Less,
        _ => Alternative::TwoSided,
    };
    Planned { alternative, distribution, confidence: confidence(inputs) }
}

fn sizes_of_shares(inputs: &Value) -> Value {
    let given = |name: &str| number(&inputs[name]);
    let (a, b) = (given("p_a"), given("p_b"));
    let size = |formula| measured(ours::values_for_shares(a, b, given("power"), confidence(inputs), formula));
    json!({
        "cohen_h": measured(ours::cohen_h(a, b)),
        "n_arcsine": size(ShareSizeFormula::Arcsine),
        "n_pooled_null": size(ShareSizeFormula::PooledNull),
        "n_unpooled": size(ShareSizeFormula::Unpooled),
        "n_evan_miller": size(ShareSizeFormula::ControlNull),
        // statsmodels' one-tailed function at half the error is the formula with the pooled share.
        "n_statsmodels_onetail": size(ShareSizeFormula::PooledNull),
    })
}

fn power_of_shares(inputs: &Value) -> Value {
    let given = |name: &str| number(&inputs[name]);
    let plan = PlannedShares {
        control: given("prop2"),
        treatment: given("prop2") + given("diff"),
        treatment_count: given("n1"),
        control_per_treatment: given("ratio"),
    };
    ours::power_of_shares(&plan, test(inputs, NullDistribution::Normal).alternative, confidence(inputs)).map_or_else(
        |_| all_undefined(&["power", "std_null", "std_alt"]),
        |found| json!({ "power": out(found.power), "std_null": out(found.deviation_without_effect), "std_alt": out(found.deviation_with_effect) }),
    )
}

fn metric(inputs: &Value) -> Value {
    let given = |name: &str| number(&inputs[name]);
    let student = inputs["use_t"].as_bool().unwrap_or(true);
    let Planned { alternative, distribution, confidence } = test(inputs, if student { NullDistribution::Student } else { NullDistribution::Normal });
    let plan = MetricPlan { mean: given("mean"), deviation: given("sd"), ratio: given("ratio"), alternative, distribution, confidence };
    json!({
        "mde_abs": measured(plan.detectable_effect(given("power"), given("n_total"))),
        "mde_rel": measured(plan.detectable_lift(given("power"), given("n_total"))),
        "n_obs_for_5pct": measured(plan.customers_for_lift(0.05, given("power"))),
    })
}
