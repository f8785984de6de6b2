//! How many people a real test would need, by its length.

use super::answer::Says;
use super::arms::tallies;
use super::truth::{PEOPLE, Truth};
use crate::ledger::Outcomes;
use crate::measure::{Measured, Undefined};
use crate::scenario::test_plan::Counted;
use crate::simulate::{Assignment, Run};
use crate::stats::{normal_quantile, quotient};

/// Chance to find the effect that is planned for.
const POWER: f64 = 0.8;

/// What a test of one length needs, with one look on its last day.
#[derive(Clone, Debug)]
pub struct Need {
    /// Length in days.
    pub days: usize,
    /// People in all arms together that find the effect of these days four times out of five; undefined where these days point the other way than the
    /// horizon, so that more people only make the mistake more certain.
    pub people: Result<u64, Undefined>,
    /// Smallest effect that the planned people would find four times out of five, per 1,000 people and day.
    pub detectable: Measured,
}

/// What tests of every length to the horizon need. For arms with the shares p of N people and deviations s of what each person does in the time:
/// `N = (z(1 - alpha/2) + z(power))^2 (s_0^2 / p_0 + s_1^2 / p_1) / effect^2`. Deviations are means over worlds of those of everybody in the test.
pub fn needs(run: &Run, variant: usize, truth: &Truth, sign: Option<Says>) -> Vec<Need> {
    let plan = &run.scenario.experiment.test;
    let assignment = Assignment::new(&run.scenario, 0);
    let shares = [assignment.expected(run.baseline), assignment.expected(variant)];
    let variances = [run.baseline, variant].map(|variant| variances(run, variant));
    let reach = normal_quantile(f64::midpoint(1.0, plan.confidence)).and_then(|z| Ok(z + normal_quantile(POWER)?));
    let people = run.worlds.first().map_or(0, |world| world.shape.test.people) as f64;
    let one = |(look, (days, effect)): (usize, &(usize, super::super::estimate::Estimated))| {
        let spread = variances.iter().zip(shares).map(|(variances, share)| variances.get(look).copied().unwrap_or(0.0) / share).sum::<f64>();
        let needed = || -> Result<u64, Undefined> {
            let effect = effect.as_ref().map_err(Clone::clone)?.mean;
            match sign {
                None => return Err(Undefined::new("whether the variant is better or worse to the horizon cannot be told from these worlds")),
                Some(right) if (effect > 0.0) != (right == Says::Better) => {
                    return Err(Undefined::new("these days point the other way than the horizon: more people make the mistake more certain"));
                }
                Some(_) => {}
            }
            let reach = reach.clone()?;
            let people = quotient(reach * reach * spread, effect * effect, "there is no effect to find")?;
            if people > 0.0 { Ok(people.ceil() as u64) } else { Err(Undefined::new("everybody in the test did the same")) }
        };
        Need { days: *days, people: needed(), detectable: reach.clone().map(|reach| reach * (spread / people.max(1.0)).sqrt()) }
    };
    truth.lengths.iter().enumerate().map(one).collect()
}

/// By look to the horizon: variance over people of what each does per 1,000 people and day so far, mean over worlds.
fn variances(run: &Run, variant: usize) -> Vec<f64> {
    let mut sums: Vec<f64> = Vec::new();
    for world in &run.worlds {
        let outcomes: &Outcomes = &world.test;
        let everybody = vec![0; outcomes.size.people];
        let tallies = tallies(outcomes, &everybody, 0, variant, Counted::Assigned, outcomes.size.looks());
        sums.resize(tallies.len(), 0.0);
        for (look, (sum, tally)) in sums.iter_mut().zip(&tallies).enumerate() {
            let scale = PEOPLE * outcomes.size.column.worth() / outcomes.size.look_day(look) as f64;
            *sum += scale * scale * tally.scatter() / (tally.count.max(2) - 1) as f64;
        }
    }
    sums.iter().map(|sum| sum / run.worlds.len().max(1) as f64).collect()
}
