//! Long work beside the run: the report card, the table of assumptions, plausible settings, the plan, tests of nothing.

use std::sync::Arc;

use egui::Context;

use super::{App, wake};
use crate::app::state::{Place, Task};
use crate::app::view::{AssumptionsView, CardView, MechanismView, PlanView, RobustnessView, nothing_table};
use crate::experiment::{Decides, RobustnessPlan, Sampling, usual_metrics, usual_size};

/// Plausible settings drawn, and ways through all assumptions that tell which of them decides.
const DRAWS: usize = 64;
const TRAJECTORIES: usize = 4;

impl App {
    pub(super) fn fly_card(&mut self, ctx: &Context) {
        if self.state.card.errand.is_none() {
            let errand = self.runner.card(wake(ctx));
            self.state.card = Task { errand: Some(errand), shown: self.state.card.shown.take(), ..Task::default() };
            self.state.place = Place::Card;
            self.follow_tasks();
        }
    }

    pub(super) fn fly_assumptions(&mut self, ctx: &Context) {
        self.derive();
        if self.state.assumptions.errand.is_some() || self.refuse_broken() {
            return;
        }
        let mut scenario = self.state.document.scenario().clone();
        (scenario.experiment.worlds, scenario.population.customers) = usual_size(&scenario);
        let scenario = Arc::new(scenario);
        let metrics = usual_metrics(&scenario);
        let errand = self.runner.assumptions(scenario, metrics, wake(ctx));
        self.flown_revision = self.state.document.revision();
        self.state.assumptions = Task { errand: Some(errand), shown: self.state.assumptions.shown.take(), ..Task::default() };
        self.state.place = Place::Assumptions;
        self.follow_tasks();
    }

    /// Whether any work beside the run is under way.
    pub(super) fn is_working(&self) -> bool {
        let state = &self.state;
        state.card.errand.is_some()
            || state.assumptions.errand.is_some()
            || state.robustness.errand.is_some()
            || state.nothing.errand.is_some()
            || state.plan.errand.is_some()
            || state.check.errand.is_some()
            || state.people.is_working()
            || state.review.is_working()
    }

    pub(super) fn fly_pilot(&mut self, ctx: &Context) {
        self.derive();
        if self.state.plan.errand.is_some() || self.refuse_broken() {
            return;
        }
        let errand = self.runner.pilot(Arc::new(self.state.document.scenario().clone()), wake(ctx));
        self.flown_revision = self.state.document.revision();
        self.state.plan = Task { errand: Some(errand), shown: self.state.plan.shown.take(), ..Task::default() };
        self.state.place = Place::Plan;
        self.follow_tasks();
    }

    pub(super) fn fly_robustness(&mut self, ctx: &Context) {
        self.derive();
        if self.state.robustness.errand.is_some() || self.refuse_broken() {
            return;
        }
        let mut scenario = self.state.document.scenario().clone();
        (scenario.experiment.worlds, scenario.population.customers) = usual_size(&scenario);
        let metrics = usual_metrics(&scenario);
        let shown = self.state.robustness.shown.take();
        let decides = Decides::ElementaryEffects { trajectories: TRAJECTORIES };
        match RobustnessPlan::new(&Arc::new(scenario), &metrics, DRAWS, Sampling::LatinHypercube, decides) {
            Ok(plan) => {
                let errand = self.runner.robustness(Arc::new(plan), wake(ctx));
                self.flown_robustness = self.state.document.revision();
                self.state.robustness = Task { errand: Some(errand), shown, ..Task::default() };
            }
            Err(error) => self.state.robustness = Task { problem: Some(error.to_string()), shown, ..Task::default() },
        }
        self.state.place = Place::Assumptions;
        self.follow_tasks();
    }

    /// Checks the results; an older check under way is dropped.
    pub(super) fn check_run(&mut self, ctx: &Context) {
        let Some(results) = &self.state.results else { return };
        self.state.check = Task { errand: Some(self.runner.check(Arc::clone(&results.whole), wake(ctx))), ..Task::default() };
        self.follow_tasks();
    }

    /// Takes in what came of the check: where something failed, verdicts are blank from now on.
    fn follow_check(&mut self) {
        if !follow(&mut self.state.check, 0, |check| check) {
            return;
        }
        if let (Some((_, check)), Some(results)) = (self.state.check.shown.clone(), &self.state.results) {
            let run = check.applied_to(&results.whole);
            self.show(run);
        }
    }

    pub(super) fn test_nothing(&mut self, ctx: &Context) {
        let Some(results) = &self.state.results else { return };
        if self.state.nothing.errand.is_none() {
            let errand = self.runner.nothing(Arc::clone(&results.whole), wake(ctx));
            self.state.nothing = Task { errand: Some(errand), shown: self.state.nothing.shown.take(), ..Task::default() };
            self.follow_tasks();
        }
    }

    pub(super) fn stop_tasks(&mut self) {
        match (self.state.place, &self.state.card.errand, &self.state.assumptions.errand) {
            (Place::Card, Some(errand), _) => errand.stop(),
            (Place::Assumptions, _, Some(errand)) => errand.stop(),
            (Place::Plan, ..) => self.state.plan.errand = None,
            (Place::Test, ..) => self.state.nothing.errand = None,
            (Place::Map, ..) => {
                if let Some(errand) = &self.state.what_if.search.errand {
                    errand.stop();
                }
            }
            _ => {}
        }
    }

    pub(super) fn stop_robustness(&mut self) {
        if let Some(errand) = &self.state.robustness.errand {
            errand.stop();
        }
    }

    /// Takes in how far long work is, and what came of it.
    pub(super) fn follow_tasks(&mut self) {
        let revision = self.state.document.revision();
        self.follow_check();
        follow(&mut self.state.plan, self.flown_revision, |(pilot, planned)| PlanView::new(&pilot, planned));
        follow(&mut self.state.nothing, revision, |calibrations| nothing_table(&calibrations));
        follow(&mut self.state.card, revision, |card| CardView::new(&card));
        if follow(&mut self.state.assumptions, self.flown_revision, |table| AssumptionsView::new(&table)) {
            self.state.selection.target = 0;
        }
        follow(&mut self.state.robustness, self.flown_robustness, |found| RobustnessView::new(&found));
        if self.state.place == Place::Model {
            let wanted = self.state.selection.mechanism;
            let known = self.state.mechanism.as_ref().is_some_and(|(of, view)| *of == revision && view.id == wanted);
            if !known {
                self.state.mechanism = MechanismView::new(wanted, self.state.document.scenario()).map(|view| (revision, view));
            }
        }
    }
}

/// Whether something new is shown.
pub(super) fn follow<T: Send + 'static, V>(task: &mut Task<T, V>, revision: u64, view: impl FnOnce(T) -> V) -> bool {
    let Some(errand) = &task.errand else { return false };
    task.progress = errand.progress();
    let Some(answer) = errand.finished() else { return false };
    task.errand = None;
    match answer {
        Ok(found) => {
            task.shown = Some((revision, Arc::new(view(found))));
            true
        }
        Err(problem) => {
            task.problem = Some(problem);
            false
        }
    }
}
