//! What of a scenario makes its numbers.

use super::document::Scenario;

/// The scenario without its words: name, story, notes of variants. Waivers are left out, too: they change what counts, never a number.
pub fn essence(scenario: &Scenario) -> Scenario {
    let mut bare = scenario.clone();
    bare.name = String::new();
    bare.story = String::new();
    bare.variants.iter_mut().for_each(|variant| variant.note = String::new());
    bare.experiment.guardrails.iter_mut().for_each(|guardrail| guardrail.waivers.clear());
    bare
}

#[cfg(test)]
mod tests {
    use super::super::experiment::{Guardrail, Waiver};
    use super::super::save::hash;
    use super::*;

    #[test]
    fn words_are_left_out_and_nothing_else() {
        let plain = Scenario {
            experiment: super::super::experiment::Experiment { guardrails: vec![Guardrail::default()], ..Default::default() },
            ..Scenario::default()
        };
        let mut told = plain.clone();
        told.name = "Another".into();
        told.story = "Once upon a time".into();
        told.variants[0].note = "as before".into();
        told.experiment.guardrails[0].waivers.push(Waiver::default());
        assert_eq!(hash(&essence(&plain)), hash(&essence(&told)));
        told.experiment.guardrails[0].limit += 0.001;
        assert_ne!(hash(&essence(&plain)), hash(&essence(&told)), "a limit is no word");
    }
}
