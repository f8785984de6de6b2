//! Strata, segments, clusters.

use creepline::stats::{self as ours, BetweenVariance, ChiSquareTest, ContinuityCorrection, PooledEffect, Stratum, StratumTable, Undefined};
use serde_json::{Value, json};

use crate::answer::{list, measured, number, numbers, out, pair, whole, wholes};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    Some(match function {
        "post_stratified_effect" => post_stratified(inputs),
        "mantel_haenszel" => mantel_haenszel(inputs),
        "segment_heterogeneity" => heterogeneity(inputs),
        "cluster_robust_effect" => cluster_robust(inputs),
        _ => return None,
    })
}

fn post_stratified(inputs: &Value) -> Value {
    let stratum = |value: &Value| Stratum {
        count_a: whole(&value["n_a"]),
        mean_a: number(&value["mean_a"]),
        variance_a: number(&value["var_a"]),
        count_b: whole(&value["n_b"]),
        mean_b: number(&value["mean_b"]),
        variance_b: number(&value["var_b"]),
    };
    let strata: Vec<Stratum> = list(&inputs["strata"]).iter().map(stratum).collect();
    ours::post_stratified_effect(&strata, 1.0 - number(&inputs["alpha"])).map_or(Value::Null, |found| {
        json!({
            "effect": out(found.effect),
            "se": out(found.standard_error),
            "ci": pair(Ok(found.interval)),
            "crude_effect": out(found.crude_effect),
            "simpson_reversal": found.simpson_reversal,
        })
    })
}

fn mantel_haenszel(inputs: &Value) -> Value {
    let table = |value: &Value| {
        let (b, a) = (wholes(&value[0]), wholes(&value[1]));
        StratumTable { successes_b: b[0], misses_b: b[1], successes_a: a[0], misses_a: a[1] }
    };
    let tables: Vec<StratumTable> = list(&inputs["tables"]).iter().map(table).collect();
    ours::mantel_haenszel(&tables, 0.95, ContinuityCorrection::AlwaysHalf).map_or(Value::Null, |found| {
        let statistic = |test: &Result<ChiSquareTest, Undefined>| measured(test.clone().map(|test| test.statistic));
        let p_value = |test: &Result<ChiSquareTest, Undefined>| measured(test.clone().and_then(|test| test.p_value));
        json!({
            "or_pooled": measured(found.odds_ratio),
            "log_or_se": measured(found.log_odds_ratio_error),
            "or_ci": pair(found.odds_ratio_interval),
            "rr_pooled": measured(found.risk_ratio),
            "cmh": statistic(&found.association),
            "cmh_p": p_value(&found.association),
            "cmh_corrected": statistic(&found.corrected_association),
            "cmh_corrected_p": p_value(&found.corrected_association),
            "breslow_day": statistic(&found.homogeneity),
            "breslow_day_p": p_value(&found.homogeneity),
            "tarone": statistic(&found.adjusted_homogeneity),
            "tarone_p": p_value(&found.adjusted_homogeneity),
        })
    })
}

fn heterogeneity(inputs: &Value) -> Value {
    let (effects, variances) = (numbers(&inputs["effects"]), numbers(&inputs["variances"]));
    let pooled = |effect: &PooledEffect| {
        let end = |which: fn((f64, f64)) -> f64| measured(effect.interval.clone().map(which));
        json!([out(effect.effect), measured(effect.standard_error.clone()), end(|interval| interval.0), end(|interval| interval.1)])
    };
    let run = |method| {
        ours::segment_heterogeneity(&effects, &variances, method, 0.95).map(|found| {
            let numbers = json!({
                "tau2": out(found.between_variance),
                "q": out(found.q),
                "i2": measured(found.i_squared),
                "h2": out(found.h_squared),
                "fixed": pooled(&found.fixed),
                "random": found.random.as_ref().map_or(Value::Null, pooled),
            });
            (numbers, out(found.q_p_value))
        })
    };
    match (run(BetweenVariance::DerSimonianLairdUntruncated), run(BetweenVariance::PauleMandelLoose)) {
        (Ok((moments, q_p)), Ok((iterated, _))) => json!({ "dl": moments, "q_p": q_p, "iterated": iterated }),
        _ => Value::Null,
    }
}

fn cluster_robust(inputs: &Value) -> Value {
    let treated: Vec<bool> = wholes(&inputs["treat"]).into_iter().map(|treat| treat == 1).collect();
    ours::cluster_robust_effect(&numbers(&inputs["y"]), &treated, &wholes(&inputs["cluster"])).map_or(Value::Null, |found| {
        let [hc0, hc1, hc2, hc3] = found.robust_errors.map(measured);
        json!({
            "effect": out(found.effect),
            "se_cr1": measured(found.cluster_error),
            "p_normal": measured(found.normal_p_value),
            "se_ols": measured(found.classical_error),
            "se_HC0": hc0,
            "se_HC1": hc1,
            "se_HC2": hc2,
            "se_HC3": hc3,
            "p_t_gm1": measured(found.student_p_value),
        })
    })
}
