//! Which function of the library answers which function of the files: one file a topic.

use serde_json::Value;

use crate::compare::Tolerance;

#[path = "association.rs"]
mod association;
#[path = "bayes.rs"]
mod bayes;
#[path = "distributions.rs"]
mod distributions;
#[path = "divergence.rs"]
mod divergence;
#[path = "fairness.rs"]
mod fairness;
#[path = "inequality.rs"]
mod inequality;
#[path = "means.rs"]
mod means;
#[path = "multiplicity.rs"]
mod multiplicity;
#[path = "noninferiority.rs"]
mod noninferiority;
#[path = "power.rs"]
mod power;
#[path = "proportions.rs"]
mod proportions;
#[path = "quantiles.rs"]
mod quantiles;
#[path = "ratio_cuped.rs"]
mod ratio_cuped;
#[path = "sequential.rs"]
mod sequential;
#[path = "spotify.rs"]
mod spotify;
#[path = "srm.rs"]
mod srm;
#[path = "strata.rs"]
mod strata;
#[path = "survival.rs"]
mod survival;

/// What is not compared as its file states, and why.
pub const LOOSER: [&str; 3] = [
    "power::mde_means d_t: within 1e-5 (the source's own search ends at such steps; ours solves its equation to the end)",
    "proportions::mcnemar_paired_binary without discordant pairs: ours must be undefined (the source gives p = 0)",
    "means::gbstats_ttest \"less\": ours must end above the effect (the source's interval has a sign error), its width is compared",
];

/// How closely an output is compared: as its file states but for [`LOOSER`].
pub fn tolerance(function: &str, path: &str, stated: Tolerance) -> Tolerance {
    match (function, path) {
        ("mde_means", ".d_t") => Tolerance { absolute: stated.absolute.max(1e-5), ..stated },
        _ => stated,
    }
}

/// Our outputs for these inputs, under the names of the expected ones; `None` for a function that nobody knows. The expected outputs tell
/// which of several named conventions a case asks for; their numbers are not looked at.
pub fn answer(function: &str, inputs: &Value, outputs: &Value) -> Option<Value> {
    let topics: &[fn(&str, &Value, &Value) -> Option<Value>] = &[
        association::answer,
        bayes::answer,
        distributions::answer,
        divergence::answer,
        fairness::answer,
        inequality::answer,
        means::answer,
        multiplicity::answer,
        noninferiority::answer,
        power::answer,
        proportions::answer,
        quantiles::answer,
        ratio_cuped::answer,
        sequential::answer,
        spotify::answer,
        srm::answer,
        strata::answer,
        survival::answer,
    ];
    topics.iter().find_map(|topic| topic(function, inputs, outputs))
}
