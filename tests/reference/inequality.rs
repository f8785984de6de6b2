//! Topic `inequality`.

use creepline::stats::{
    EntropyForm, atkinson, category_diversity, coefficient_of_variation, generalized_entropy, gini_of_amounts, gini_unbiased, hoover, shannon_bits,
    theil,
};
use serde_json::{Value, json};

use crate::answer::{measured, numbers};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    match function {
        "inequality" => Some(inequality(inputs)),
        "diversity" => Some(diversity(inputs)),
        _ => None,
    }
}

fn inequality(inputs: &Value) -> Value {
    let x = numbers(&inputs["x"]);
    json!({
        "gini": measured(gini_of_amounts(&x)),
        "gini_unbiased": measured(gini_unbiased(&x)),
        "ge_2": measured(generalized_entropy(&x, 2.0, EntropyForm::Published)),
        "cv_aif360": measured(coefficient_of_variation(&x)),
        "theil": measured(theil(&x)),
        "hoover": measured(hoover(&x)),
        "theil_aif360": measured(generalized_entropy(&x, 1.0, EntropyForm::Aif360)),
        "mean_log_deviation": measured(generalized_entropy(&x, 0.0, EntropyForm::Aif360)),
        "atkinson_05": measured(atkinson(&x, 0.5)),
        "atkinson_1": measured(atkinson(&x, 1.0)),
    })
}

fn diversity(inputs: &Value) -> Value {
    let counts = numbers(&inputs["counts"]);
    let found = category_diversity(&counts);
    let number = |part: fn(&creepline::stats::CategoryDiversity) -> f64| measured(found.as_ref().map(part).map_err(Clone::clone));
    json!({
        "shannon_nats": number(|found| found.shannon_nats),
        "shannon_bits": measured(shannon_bits(&counts)),
        "evenness_pielou": measured(found.clone().and_then(|found| found.evenness)),
        "evenness_observed": measured(found.clone().and_then(|found| found.evenness_of_observed)),
        "simpson_concentration_hhi": number(|found| found.concentration),
        "gini_simpson": number(|found| found.gini_simpson),
        "inverse_simpson": number(|found| found.hill_2),
        "hill_1": number(|found| found.hill_1),
        "hill_2": number(|found| found.hill_2),
        "richness": creepline::stats::richness(&counts),
        "berger_parker": number(|found| found.largest_share),
        "simpson_unbiased": measured(found.clone().and_then(|found| found.concentration_unbiased)),
    })
}
