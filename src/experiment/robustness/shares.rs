//! In how many plausible settings a verdict holds.

use super::{Draw, RobustnessPlan};
use crate::experiment::estimate::Estimated;
use crate::experiment::sweep::{VariantReading, decides};
use crate::experiment::verdict::{Decision, Verdict};
use crate::measure::{Measured, Undefined};
use crate::scenario::Metric;
use crate::stats::{QuantileDefinition, sample_quantile, wilson};

/// Confidence of the interval of a share.
const CONFIDENCE: f64 = 0.95;

/// A share of the plausible settings, with Wilson's interval at 95 %.
#[derive(Clone, Debug, PartialEq)]
pub struct Share {
    /// In how many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// The interval of the share, 0 to 1; undefined where there are none.
    pub interval: Result<(f64, f64), Undefined>,
}

impl Share {
    fn of(count: usize, of: usize) -> Self {
        let (count, of) = (count as u64, of as u64);
        Self { count, of, interval: wilson(count, of, CONFIDENCE) }
    }

    /// The share, 0 to 1; undefined where there are no settings.
    ///
    /// # Errors
    /// Undefined where there are none.
    pub fn value(&self) -> Measured {
        crate::stats::quotient(self.count as f64, self.of as f64, "no plausible setting was flown")
    }
}

/// A variant in all plausible settings.
#[derive(Clone, Debug, PartialEq)]
pub struct VariantRobustness {
    /// Its name.
    pub variant: String,
    /// What follows with the settings as the scenario has them.
    pub here: Option<Decision>,
    /// The same follows.
    pub holds: Share,
    /// Every guardrail is within its limit.
    pub ships: Share,
    /// One is crossed.
    pub crosses: Share,
    /// None is crossed, one cannot be told.
    pub cannot_tell: Share,
    /// Every guardrail is within its limit but for what is waived.
    pub waived: Share,
    /// By guardrail of the scenario.
    pub guardrails: Vec<GuardRobustness>,
    /// By metric.
    pub metrics: Vec<MetricRobustness>,
}

/// A guardrail in all plausible settings; of several scopes the one that fares worst in each.
#[derive(Clone, Debug, PartialEq)]
pub struct GuardRobustness {
    /// Index of the guardrail in the scenario.
    pub guardrail: usize,
    /// Name of its metric.
    pub metric: String,
    /// Within its limit.
    pub within: Share,
    /// Crossed.
    pub crossed: Share,
    /// Cannot be told.
    pub cannot_tell: Share,
    /// Not within, but waived.
    pub waived: Share,
}

/// A difference from the baseline in all plausible settings.
#[derive(Clone, Debug, PartialEq)]
pub struct MetricRobustness {
    /// The metric.
    pub metric: Metric,
    /// With the settings as the scenario has them.
    pub here: Estimated,
    /// Its mean over worlds in each plausible setting in which it is defined.
    pub means: Vec<f64>,
    /// Quantiles of these at 10, 50 and 90 %.
    pub quantiles: Result<[f64; 3], Undefined>,
    /// The mean has the sign that it has here.
    pub same_sign: Share,
}

/// By variant that is compared.
pub(super) fn held(plan: &RobustnessPlan, here: &[VariantReading], draws: &[Draw]) -> Vec<VariantRobustness> {
    let flown: Vec<&Vec<VariantReading>> = draws.iter().filter_map(|draw| draw.seen.as_ref().ok()).collect();
    here.iter().filter(|reading| reading.decision.is_some()).map(|reading| variant(plan, reading, &flown)).collect()
}

fn variant(plan: &RobustnessPlan, here: &VariantReading, flown: &[&Vec<VariantReading>]) -> VariantRobustness {
    let seen: Vec<&VariantReading> = flown.iter().filter_map(|readings| readings.iter().find(|reading| reading.name == here.name)).collect();
    let share = |wanted: Option<&Decision>| Share::of(seen.iter().filter(|reading| reading.decision.as_ref() == wanted).count(), seen.len());
    let guardrails = plan.scenario.experiment.guardrails.iter().enumerate().map(|(guardrail, rule)| {
        let verdicts: Vec<Verdict> = seen.iter().filter_map(|reading| Some(decides(reading, guardrail)?.verdict)).collect();
        let share = |wanted: Verdict| Share::of(verdicts.iter().filter(|verdict| **verdict == wanted).count(), verdicts.len());
        GuardRobustness {
            guardrail,
            metric: rule.metric.clone(),
            within: share(Verdict::Within),
            crossed: share(Verdict::Crossed),
            cannot_tell: share(Verdict::CannotTell),
            waived: share(Verdict::Waived),
        }
    });
    VariantRobustness {
        variant: here.name.clone(),
        here: here.decision.clone(),
        holds: share(here.decision.as_ref()),
        ships: share(Some(&Decision::Ship)),
        crosses: share(Some(&Decision::DoNotShip)),
        cannot_tell: share(Some(&Decision::CannotTell)),
        waived: share(Some(&Decision::Waived)),
        guardrails: guardrails.collect(),
        metrics: plan.metrics.iter().map(|&metric| metric_of(metric, here, &seen)).collect(),
    }
}

fn metric_of(metric: Metric, here: &VariantReading, seen: &[&VariantReading]) -> MetricRobustness {
    let missing = || Undefined::new("this metric was not looked at");
    let of = |reading: &VariantReading| reading.metric(metric).map_or_else(|| Err(missing()), |found| found.difference.clone());
    let here = of(here);
    let means: Vec<f64> = seen.iter().filter_map(|reading| Some(of(reading).ok()?.mean)).collect();
    let quantile = |probability: f64| sample_quantile(&means, probability, QuantileDefinition::Linear);
    let quantiles = match (quantile(0.1), quantile(0.5), quantile(0.9)) {
        (Ok(low), Ok(middle), Ok(high)) => Ok([low, middle, high]),
        (Err(undefined), ..) | (_, Err(undefined), _) | (.., Err(undefined)) => Err(undefined),
    };
    let sign = |value: f64| i8::from(value > 0.0) - i8::from(value < 0.0);
    let same = here.as_ref().map_or(0, |here| means.iter().filter(|mean| sign(**mean) == sign(here.mean)).count());
    MetricRobustness { same_sign: Share::of(same, if here.is_ok() { means.len() } else { 0 }), metric, here, means, quantiles }
}
