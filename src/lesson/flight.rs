//! From a lesson to the scenarios that it flies, and their runs, each flown once.

use std::sync::Arc;

use super::file::{Lesson, Setting, Show};
use crate::experiment::{Stop, checked, fly_each};
use crate::scenario::{Case, Finding, Scenario, set};
use crate::simulate::{Run, RunError};

impl Lesson {
    /// The scenario of the lesson, with some more fields changed.
    ///
    /// # Errors
    /// Where there is no such case, variant or path, or a value does not fit.
    pub fn scenario(&self, more: &[Setting]) -> Result<Scenario, Finding> {
        let base = &self.base;
        let Some(case) = Case::find(&base.case) else {
            let help = Case::nearest(&base.case).map_or_else(String::new, |nearest| format!("did you mean `{nearest}`?"));
            return Err(Finding::error("L010", "base.case", format!("there is no bundled case `{}`", base.case), help));
        };
        let loaded = case.load().map_err(|error| Finding::error("L010", "base.case", error.to_string(), ""))?;
        let mut scenario = loaded.scenario;
        if let Some(missing) = base.keep.iter().find(|name| !scenario.variants.iter().any(|variant| variant.name == **name)) {
            return Err(Finding::error("L010", "base.keep", format!("the case has no variant `{missing}`"), ""));
        }
        if !base.keep.is_empty() {
            let kept = |name: &String| base.keep.contains(name);
            scenario.variants.retain(|variant| kept(&variant.name));
            scenario.events.retain_mut(|event| {
                let everywhere = event.variants.is_empty();
                event.variants.retain(kept);
                everywhere || !event.variants.is_empty()
            });
            if !kept(&scenario.experiment.baseline) {
                scenario.experiment.baseline = scenario.variants.first().map(|variant| variant.name.clone()).unwrap_or_default();
            }
        }
        if let Some(baseline) = &base.baseline {
            scenario.experiment.baseline.clone_from(baseline);
        }
        scenario.name.clone_from(&self.title);
        scenario.story.clone_from(&self.idea);
        scenario.experiment.guardrails.clear();
        (scenario.experiment.seed, scenario.experiment.worlds, scenario.experiment.days) = (base.seed, base.worlds, base.days);
        scenario.experiment.panel = 0;
        scenario.population.customers = base.people;
        for Setting(path, value) in base.set.iter().chain(more) {
            set(&mut scenario, path, value)?;
        }
        Ok(scenario)
    }

    /// The scenarios that a reveal flies.
    ///
    /// # Errors
    /// Where there is no such path, or a value does not fit.
    pub fn scenarios(&self, show: &Show, set: &[Setting]) -> Result<Vec<Scenario>, Finding> {
        let each = |change: Vec<Setting>| self.scenario(&set.iter().cloned().chain(change).collect::<Vec<_>>());
        show.changes().into_iter().map(each).collect()
    }

    /// The lesson with fewer people and worlds: for a quick look.
    #[must_use]
    pub fn sized(&self, people: u64, worlds: u64, days: u64) -> Self {
        let mut small = self.clone();
        (small.base.people, small.base.worlds, small.base.days) = (people, worlds, days);
        small
    }
}

impl Show {
    /// What is changed for each of its scenarios.
    pub fn changes(&self) -> Vec<Vec<Setting>> {
        match self {
            Self::Sweep { paths, values, .. } => {
                values.iter().map(|value| paths.iter().map(|path| Setting(path.clone(), format!("{value:?}"))).collect()).collect()
            }
            _ => vec![Vec::new()],
        }
    }
}

/// Runs of scenarios, each flown once.
#[derive(Clone, Debug, Default)]
pub struct Flights {
    known: Vec<Arc<Run>>,
}

impl Flights {
    /// The runs of scenarios, in their order. Those flown before are not flown again.
    ///
    /// # Errors
    /// Why there is none, in words: stopped, a scenario that is not valid, or a problem of the engine.
    pub fn fly(&mut self, scenarios: &[Scenario], threads: usize, stop: &Stop) -> Result<Vec<Arc<Run>>, String> {
        let mut wanted: Vec<Arc<Scenario>> = Vec::new();
        for scenario in scenarios {
            if self.find(scenario).is_none() && !wanted.iter().any(|other| **other == *scenario) {
                wanted.push(checked(scenario.clone()).map_err(|problems| problems.first().map_or_else(String::new, |first| first.message.clone()))?);
            }
        }
        if !wanted.is_empty() {
            let order: Vec<usize> = (0..wanted.len()).collect();
            let mut problem = None;
            let landed = fly_each(
                &order,
                |place| wanted.get(place).map(Arc::clone).ok_or_else(Vec::new),
                |run| Arc::new(run.clone()),
                threads,
                stop,
                |_, left| match left {
                    Ok(run) => self.known.push(run),
                    Err(problems) => problem = problems.into_iter().next().map(|first| first.message),
                },
            );
            match (landed, problem) {
                (Err(RunError::Cancelled), _) => return Err("stopped".into()),
                (Err(error), _) => return Err(error.to_string()),
                (Ok(()), Some(problem)) => return Err(problem),
                (Ok(()), None) => {}
            }
        }
        let runs: Option<Vec<Arc<Run>>> = scenarios.iter().map(|scenario| self.find(scenario)).collect();
        runs.ok_or_else(|| "a run is missing".into())
    }

    fn find(&self, scenario: &Scenario) -> Option<Arc<Run>> {
        self.known.iter().find(|run| *run.scenario == *scenario).map(Arc::clone)
    }
}
