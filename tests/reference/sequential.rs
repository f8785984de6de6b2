//! Looking at any time: confidence sequences, mixture boundaries, the mixture sequential probability ratio test.

use creepline::stats::{self as ours, BoundedSequence, ErrorShare, MixtureBoundary, Scale};
use serde_json::{Value, json};

use crate::answer::{arm, list, measured, number, numbers, out, pair, refusal, word};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    let given = |name: &str| number(&inputs[name]);
    let confidence = inputs.get("alpha").map_or(f64::NAN, |alpha| 1.0 - number(alpha));
    Some(match function {
        "gbstats_sequential" => growth_book(inputs, confidence),
        "msprt_normal" => {
            let looks = ours::mixture_sequential_probability_ratio(&numbers(&inputs["diffs"]), given("var_per_pair"), given("tau2"), confidence);
            let Ok(looks) = looks else { return Some(Value::Null) };
            json!({
                "log_lambda": looks.iter().map(|look| out(look.log_ratio)).collect::<Vec<_>>(),
                "p_always_valid": looks.iter().map(|look| out(look.p_value)).collect::<Vec<_>>(),
                "cs": looks.iter().map(|look| pair(Ok(look.interval))).collect::<Vec<_>>(),
            })
        }
        "confseq_boundaries" => {
            let (time, best_at) = (given("vv"), given("v_opt"));
            let bound = |kind| measured(ours::mixture_boundary(kind, time, confidence, best_at));
            json!({
                "normal_one": bound(MixtureBoundary::NormalOneSided),
                "normal_two": bound(MixtureBoundary::NormalTwoSided),
                "gamma_exponential_c1": bound(MixtureBoundary::GammaExponential { scale: 1.0 }),
                "gamma_poisson_c1": bound(MixtureBoundary::GammaPoisson { scale: 1.0 }),
                "poly_stitching": measured(ours::stitched_boundary(time, confidence, best_at, 0.0)),
                // The cases ask for the mixture at a sum of two deviations.
                "log_mix_two_at_s": measured(ours::normal_log_mixture(2.0 * time.sqrt(), time, confidence, best_at)),
            })
        }
        "confseq_bernoulli" => {
            json!({ "ci": pair(ours::bernoulli_confidence_sequence(given("successes"), given("trials"), confidence, given("t_opt"))) })
        }
        "confseq_bounded_means" => bounded(inputs, confidence),
        "asymptotic_cs_one_sample" => {
            let target = given("t_opt");
            let Ok(steps) = ours::asymptotic_confidence_sequence(&numbers(&inputs["x"]), confidence, target) else { return Some(Value::Null) };
            json!({
                "rho2": measured(ours::mixture_variance(confidence, target)),
                "mean": steps.iter().map(|step| out(step.mean)).collect::<Vec<_>>(),
                "lower": steps.iter().map(|step| out(step.interval.0)).collect::<Vec<_>>(),
                "upper": steps.iter().map(|step| out(step.interval.1)).collect::<Vec<_>>(),
            })
        }
        _ => return None,
    })
}

fn growth_book(inputs: &Value, confidence: f64) -> Value {
    let scale = if word(&inputs["difference_type"]) == "relative" { Scale::Relative } else { Scale::Absolute };
    let answer = arm(inputs, "a").and_then(|a| ours::growth_book_sequential(a, arm(inputs, "b")?, scale, confidence, number(&inputs["tuning"])));
    answer.map_or(Value::Null, |(found, refused)| {
        json!({
            "expected": out(found.effect),
            "ci": pair(Ok(found.interval)),
            "p_value": out(found.p_value),
            "se": out(found.standard_error),
            "rho": out(found.mixture_deviation),
            "error_message": refusal(refused),
        })
    })
}

fn bounded(inputs: &Value, confidence: f64) -> Value {
    let best_at = number(&inputs["t_opt"]);
    let values: Vec<f64> = list(&inputs["x"]).iter().map(number).collect();
    let run = |sequence| {
        ours::bounded_confidence_sequence(&values, sequence, confidence).map_or(Value::Null, |steps| {
            let (low, high): (Vec<Value>, Vec<Value>) = steps.into_iter().map(|(low, high)| (out(low), out(high))).unzip();
            json!([low, high])
        })
    };
    json!({
        "hoeffding_conjmix": run(BoundedSequence::HoeffdingConjugate { best_at }),
        "empbern_conjmix": run(BoundedSequence::EmpiricalBernsteinConjugate { best_at, share: ErrorShare::Quarter }),
        "empbern_predmix": run(BoundedSequence::EmpiricalBernsteinPredictable),
        "hoeffding_predmix": run(BoundedSequence::HoeffdingPredictable),
    })
}
