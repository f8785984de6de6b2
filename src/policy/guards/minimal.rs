//! Data minimisation: of the signals that a policy uses, those few that tell most for how sensitive they are.

use crate::scenario::Scenario;
use crate::scenario::catalog::Signal;
use crate::scenario::policy::Policy;

/// Smallest sensitivity that counts, so that harmless signals are still ranked by what they tell.
const LEAST_SENSITIVE: f64 = 0.01;

/// What a signal tells, noise taken off, for each unit of sensitivity.
fn worth(signal: &Signal) -> f64 {
    signal.informativeness * (1.0 - signal.noise) / signal.sensitivity.max(LEAST_SENSITIVE)
}

/// The policy with only the signals that the guard leaves in use; ties go to the signal that the scenario names first.
pub fn minimised(scenario: &Scenario, policy: &Policy) -> Policy {
    let mut policy = policy.clone();
    if !policy.guards.minimal.on {
        return policy;
    }
    let mut used: Vec<&Signal> = scenario.signals.iter().filter(|signal| policy.signals.contains(&signal.name)).collect();
    used.sort_by(|a, b| worth(b).total_cmp(&worth(a)));
    used.truncate(policy.guards.minimal.keep as usize);
    policy.signals.retain(|name| used.iter().any(|signal| signal.name == *name));
    policy
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Worth: site choices 1 x .8 / .2 = 4, purchase history 12 x .8 / .4 = 24, retargeting 10 x .8 / .35 = 22.9, cross-site 20 x .8 / .6 = 26.7.
    #[test]
    fn the_signals_that_tell_most_for_their_sensitivity_stay() {
        let scenario = Scenario::default();
        let mut policy = Policy { signals: scenario.signals.iter().map(|signal| signal.name.clone()).collect(), ..Policy::default() };
        assert_eq!(minimised(&scenario, &policy).signals.len(), 4, "off by default");
        policy.guards.minimal.on = true;
        policy.guards.minimal.keep = 2;
        assert_eq!(minimised(&scenario, &policy).signals, ["purchase history", "cross-site profile"]);
        policy.guards.minimal.keep = 0;
        assert!(minimised(&scenario, &policy).signals.is_empty());
    }
}
