//! What the command line says instead of the file.

use super::args::Overrides;
use super::ending::{Ending, Failure};
use crate::scenario::{Finding, Scenario, Severity, TWIN, nearest, validate};

/// The scenario as it is to be flown.
///
/// # Errors
/// A variant that does not exist, or numbers that the scenario does not allow.
pub fn apply(args: &Overrides, mut scenario: Scenario) -> Result<Scenario, Failure> {
    keep_variants(&args.variants, &mut scenario)?;
    let experiment = &mut scenario.experiment;
    experiment.worlds = args.worlds.unwrap_or(experiment.worlds);
    experiment.seed = args.seed.unwrap_or(experiment.seed);
    experiment.days = args.days.unwrap_or(experiment.days);
    scenario.population.customers = args.people.unwrap_or(scenario.population.customers);
    let problems: Vec<String> =
        validate(&scenario).into_iter().filter(|finding| finding.severity == Severity::Error).map(|finding| named(&finding)).collect();
    if problems.is_empty() { Ok(scenario) } else { Err(Failure::new(Ending::Usage, problems.join("\n\n"))) }
}

/// A problem that only the command line can have brought about, with the option that did.
fn named(finding: &Finding) -> String {
    let option = match finding.path.as_str() {
        "experiment.worlds" => "--worlds",
        "experiment.seed" => "--seed",
        "experiment.days" => "--days",
        "population.customers" => "--people",
        path if path.ends_with("from_day") => "--days",
        _ => return finding.to_string(),
    };
    format!("error[{}]: {option}: {}", finding.code, finding.message)
}

fn keep_variants(names: &[String], scenario: &mut Scenario) -> Result<(), Failure> {
    if names.is_empty() || names.iter().any(|name| name == "all") && !scenario.variants.iter().any(|variant| variant.name == "all") {
        return Ok(());
    }
    let known: Vec<&str> = scenario.variants.iter().map(|variant| variant.name.as_str()).chain([TWIN]).collect();
    for name in names {
        if !known.contains(&name.as_str()) {
            let hint = nearest(name, known.iter().copied()).map(|name| format!("did you mean `{name}`? ")).unwrap_or_default();
            let message = format!("error: there is no variant called `{name}`\n  help: {hint}there are: {}", known.join(", "));
            return Err(Failure::new(Ending::Usage, message));
        }
    }
    let baseline = scenario.experiment.baseline.clone();
    let mut kept = scenario.variants.clone();
    kept.retain(|variant| variant.name == baseline || names.contains(&variant.name));
    if kept.is_empty() {
        let message = format!("error: nothing to fly but the twin `{TWIN}`, which is also the baseline\n  help: name a variant");
        return Err(Failure::new(Ending::Usage, message));
    }
    scenario.variants = kept;
    Ok(())
}
