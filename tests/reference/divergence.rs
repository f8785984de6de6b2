//! Topic `divergence`.

use creepline::stats::{
    energy_distance, hellinger, jensen_shannon_bits, jensen_shannon_distance_bits, jensen_shannon_distance_nats, jensen_shannon_nats,
    kullback_leibler_bits, kullback_leibler_nats, population_stability_index, total_variation, two_sample_cramer_von_mises,
    two_sample_kolmogorov_smirnov, wasserstein, wasserstein_over_places,
};
use serde_json::{Value, json};

use crate::answer::{measured, numbers};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    match function {
        "discrete_divergences" => Some(discrete(inputs)),
        "two_sample_distances" => Some(samples(inputs)),
        "wasserstein_weighted" => Some(weighted(inputs)),
        _ => None,
    }
}

fn discrete(inputs: &Value) -> Value {
    let (p, q) = (numbers(&inputs["p"]), numbers(&inputs["q"]));
    json!({
        "kl_pq_nats": measured(kullback_leibler_nats(&p, &q)),
        "kl_qp_nats": measured(kullback_leibler_nats(&q, &p)),
        "kl_pq_bits": measured(kullback_leibler_bits(&p, &q)),
        "js_distance_nats": measured(jensen_shannon_distance_nats(&p, &q)),
        "js_distance_bits": measured(jensen_shannon_distance_bits(&p, &q)),
        "js_divergence_nats": measured(jensen_shannon_nats(&p, &q)),
        "js_divergence_bits": measured(jensen_shannon_bits(&p, &q)),
        "total_variation": measured(total_variation(&p, &q)),
        "hellinger": measured(hellinger(&p, &q)),
        "wasserstein_on_index": measured(wasserstein_over_places(&p, &q)),
        "psi": measured(population_stability_index(&p, &q)),
    })
}

fn samples(inputs: &Value) -> Value {
    let (x, y) = (numbers(&inputs["x"]), numbers(&inputs["y"]));
    let smirnov = two_sample_kolmogorov_smirnov(&x, &y);
    let mises = two_sample_cramer_von_mises(&x, &y);
    json!({
        "ks": measured(smirnov.clone().map(|found| found.distance)),
        "ks_less": measured(smirnov.clone().map(|found| found.less)),
        "ks_greater": measured(smirnov.clone().map(|found| found.greater)),
        "ks_p_exact": measured(smirnov.clone().and_then(|found| found.p_exact)),
        "ks_p_asymp": measured(smirnov.and_then(|found| found.p_asymptotic)),
        "wasserstein_1": measured(wasserstein((&x, None), (&y, None))),
        "energy_distance": measured(energy_distance(&x, &y)),
        "cvm": measured(mises.clone().map(|found| found.statistic)),
        "cvm_p_asymptotic": measured(mises.map(|found| found.p_of_short_series)),
    })
}

fn weighted(inputs: &Value) -> Value {
    let values = |name: &str| numbers(&inputs[name]);
    let (x, y) = (values("values_x"), values("values_y"));
    json!({ "wasserstein_1": measured(wasserstein((&x, Some(&values("weights_x"))), (&y, Some(&values("weights_y"))))) })
}
