//! How long until something happens, when for some it has not happened yet: Kaplan-Meier, Nelson-Aalen, restricted mean.

use super::{Measured, Undefined, check, normal_quantile};

/// What is known at one time. People who leave at a time are still at risk at it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct SurvivalStep {
    /// The time.
    pub time: f64,
    /// People to whom it could still happen just before.
    pub at_risk: u64,
    /// People to whom it happened.
    pub events: u64,
    /// People who left without it.
    pub censored: u64,
    /// Kaplan-Meier: share to whom it has not happened by this time, 0 to 1.
    pub survival: f64,
    /// Interval of the share: `S^exp(+-z sqrt(V) / ln S)` with Greenwood's sum V (log-log), inside 0 to 1. A point while nothing has happened and
    /// once nobody is left.
    pub interval: (f64, f64),
    /// Nelson-Aalen: cumulative hazard, `sum events / at risk`.
    pub cumulative_hazard: f64,
}

/// Survival over time, from time 0 through every time at which somebody leaves.
#[derive(Clone, Debug, PartialEq)]
pub struct Survival {
    /// In ascending order of time.
    pub steps: Vec<SurvivalStep>,
}

/// Kaplan-Meier and Nelson-Aalen estimates of durations, each with whether the event was seen (`false`: the person left or the watch ended).
///
/// # Errors
/// Undefined without people, with columns of different length, durations that are negative or not finite, or a confidence outside 0 to 1.
pub fn kaplan_meier(durations: &[f64], events: &[bool], confidence: f64) -> Result<Survival, Undefined> {
    check::confidence(confidence)?;
    let table = life_table(durations, events)?;
    let z = -normal_quantile((1.0 - confidence) / 2.0)?;
    let mut at_risk = durations.len() as u64;
    let (mut survival, mut greenwood, mut cumulative_hazard) = (1.0, 0.0, 0.0);
    let steps = table.into_iter().map(|(time, events, censored)| {
        let (risk, happened) = (at_risk as f64, events as f64);
        if events > 0 {
            survival *= (risk - happened) / risk;
            greenwood += if events < at_risk { happened / (risk * (risk - happened)) } else { 0.0 };
            cumulative_hazard += happened / risk;
        }
        let step = SurvivalStep { time, at_risk, events, censored, survival, interval: log_log(survival, greenwood, z), cumulative_hazard };
        at_risk -= events + censored;
        step
    });
    Ok(Survival { steps: steps.collect() })
}

fn log_log(survival: f64, greenwood: f64, z: f64) -> (f64, f64) {
    if survival <= 0.0 || survival >= 1.0 {
        return (survival, survival);
    }
    let reach = z * greenwood.sqrt() / survival.ln().abs();
    (survival.powf(reach.exp()), survival.powf((-reach).exp()))
}

/// Time 0 and all different times, with people to whom it happened and people who left.
pub(super) fn life_table(durations: &[f64], events: &[bool]) -> Result<Vec<(f64, u64, u64)>, Undefined> {
    check::finite(durations, 1)?;
    if durations.len() != events.len() {
        return Err(Undefined::new("the columns have different lengths"));
    }
    if durations.iter().any(|&duration| duration < 0.0) {
        return Err(Undefined::new("a duration is below zero"));
    }
    let mut order: Vec<usize> = (0..durations.len()).collect();
    order.sort_by(|&a, &b| durations[a].total_cmp(&durations[b]));
    let mut table = vec![(0.0, 0, 0)];
    for tied in order.chunk_by(|&a, &b| durations[a] == durations[b]) {
        let happened = tied.iter().filter(|&&person| events[person]).count() as u64;
        let left = tied.len() as u64 - happened;
        match table.last_mut() {
            Some(last) if last.0 == durations[tied[0]] => *last = (0.0, last.1 + happened, last.2 + left),
            _ => table.push((durations[tied[0]], happened, left)),
        }
    }
    Ok(table)
}

impl Survival {
    /// Share to whom it has not happened by a time; 1 before the first event, undefined after the last time that was watched unless nobody is left.
    ///
    /// # Errors
    /// See above.
    pub fn at(&self, time: f64) -> Measured {
        let reached = self.steps.iter().take_while(|step| step.time <= time).last();
        let last = self.steps.last().map_or(0.0, |step| step.time);
        match reached {
            Some(step) if time <= last || step.survival == 0.0 => Ok(step.survival),
            _ => Err(Undefined::new("nobody was watched for so long")),
        }
    }

    /// The first time by which at least so large a share has had the event (0.5 for the median); infinite if that was not seen.
    ///
    /// # Errors
    /// Undefined for a share outside 0 to 1.
    pub fn quantile(&self, share: f64) -> Measured {
        if !(0.0..=1.0).contains(&share) {
            return Err(Undefined::new("a share lies between 0 and 1"));
        }
        // Products of shares are rounded, so a survival that is meant to be exactly the rest may lie a last bit above it.
        let rest = (1.0 - share) * (1.0 + 1e-12) + 1e-15;
        Ok(self.steps.iter().find(|step| step.survival <= rest).map_or(f64::INFINITY, |step| step.time))
    }

    /// Median time, infinite if fewer than half have had the event.
    ///
    /// # Errors
    /// Never for a fitted survival; see [`Survival::quantile`].
    pub fn median(&self) -> Measured {
        self.quantile(0.5)
    }

    /// Mean time up to a horizon: the area under the survival, in the unit of the durations.
    ///
    /// # Errors
    /// Undefined for a horizon below zero, not finite, or beyond the last time that was watched unless nobody is left.
    pub fn restricted_mean(&self, horizon: f64) -> Measured {
        let Some(last) = self.steps.last() else {
            return Err(Undefined::new("there is no value"));
        };
        if !(horizon >= 0.0 && horizon.is_finite()) {
            return Err(Undefined::new("the horizon lies below zero"));
        }
        if horizon > last.time && last.survival > 0.0 {
            return Err(Undefined::new("nobody was watched for so long"));
        }
        let mut area = 0.0;
        for (place, step) in self.steps.iter().enumerate().take_while(|(_, step)| step.time < horizon) {
            let end = self.steps.get(place + 1).map_or(horizon, |next| next.time.min(horizon));
            area += step.survival * (end - step.time);
        }
        Ok(area)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn edges() {
        let nobody_left = kaplan_meier(&[4.0; 3], &[true; 3], 0.95).expect("people");
        assert_eq!((nobody_left.median(), nobody_left.restricted_mean(9.0), nobody_left.at(5.0)), (Ok(4.0), Ok(4.0), Ok(0.0)));
        let quiet = kaplan_meier(&[3.0, 5.0], &[false; 2], 0.95).expect("people");
        assert_eq!((quiet.median(), quiet.restricted_mean(5.0), quiet.at(4.0)), (Ok(f64::INFINITY), Ok(5.0), Ok(1.0)));
        assert!(quiet.restricted_mean(6.0).is_err() && quiet.at(6.0).is_err() && quiet.quantile(1.5).is_err());
        assert!(quiet.restricted_mean(f64::NAN).is_err() && quiet.restricted_mean(-1.0).is_err());
        assert!(kaplan_meier(&[], &[], 0.95).is_err() && kaplan_meier(&[-1.0], &[true], 0.95).is_err());
        assert!(kaplan_meier(&[f64::NAN], &[true], 0.95).is_err() && kaplan_meier(&[1.0], &[], 0.95).is_err());
        assert!(kaplan_meier(&[1.0], &[true], 1.0).is_err());
        // An event at time 0 shares the first row.
        let at_once = kaplan_meier(&[0.0, 2.0], &[true, true], 0.95).expect("people");
        assert_eq!(at_once.steps.iter().map(|step| (step.time, step.survival)).collect::<Vec<_>>(), [(0.0, 0.5), (2.0, 0.0)]);
    }

    proptest! {
        #[test]
        fn without_censoring_it_is_the_share_that_is_left(durations in prop::collection::vec(0u8..20, 1..40)) {
            let durations: Vec<f64> = durations.into_iter().map(f64::from).collect();
            let found = kaplan_meier(&durations, &vec![true; durations.len()], 0.95).expect("people");
            for step in &found.steps {
                let left = durations.iter().filter(|&&duration| duration > step.time).count() as f64 / durations.len() as f64;
                prop_assert!((step.survival - left).abs() < 1e-12);
                prop_assert!(step.interval.0 <= step.survival + 1e-12 && step.survival <= step.interval.1 + 1e-12);
            }
            let mean = durations.iter().sum::<f64>() / durations.len() as f64;
            let horizon = found.steps.last().expect("a step").time;
            prop_assert!((found.restricted_mean(horizon).expect("watched") - mean).abs() < 1e-9);
        }
    }
}
