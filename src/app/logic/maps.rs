//! The What-if map: what varies, flying it point by point, benefit against harm, the search, and settings taken over into the document.

use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::Instant;

use egui::Context;

use super::tasks::follow;
use super::{App, TASK_LOOK, wake};
use crate::app::make::make;
use crate::app::state::{Place, Severity, Task};
use crate::app::view::{MapView, MapWish, SearchView, TradeView, first_settings, setting_choices};
use crate::app::what_if::{Knob, MOST_KNOBS, MOST_POINTS, MapFlight, MapStep, Planned, Rate, ShownMap, WhatIf, carried};
use crate::experiment::{Design, FEWEST_RUNS, SearchPlan, Sweep, SweepPlan, usual_metrics, usual_sweep_size};
use crate::scenario::{self, Metric, Scenario};

/// Points above which benefit against harm waits for the end of the map.
const LIVE_POINTS: usize = 200;
/// Most runs that a search may spend.
const MOST_BUDGET: u64 = 1_000;

impl App {
    /// Carries out a change of the map.
    pub(super) fn map(&mut self, ctx: &Context, step: MapStep) {
        let map = &mut self.state.what_if;
        match step {
            MapStep::SetPath(place, path) => {
                if let Some(knob) = map.knobs.get_mut(place) {
                    knob.path = path;
                }
            }
            MapStep::SetValues(place, values) => {
                if let Some(knob) = map.knobs.get_mut(place) {
                    knob.values = values;
                }
            }
            MapStep::ToggleList(place) => {
                map.listing = (map.listing != Some(place)).then_some(place);
                map.find.clear();
            }
            MapStep::Find(words) => map.find = words,
            MapStep::Choose(path) => map.choose(&path),
            MapStep::AddSetting => map.add(),
            MapStep::RemoveSetting(place) => {
                if map.knobs.len() > 1 && place < map.knobs.len() {
                    map.knobs.remove(place);
                    map.listing = None;
                }
            }
            MapStep::SetSize(worlds, people) => map.size = Some((worlds, people)),
            MapStep::SetVariant(name) => map.variant = Some(name),
            MapStep::SetQuantity(quantity) => map.quantity = Some(quantity),
            MapStep::SetGuardrail(place) => map.guardrail = place,
            MapStep::Select(point) => map.point = point,
            MapStep::Fly => self.fly_map(ctx),
            MapStep::Stop => {
                if let Some(flight) = &map.flight {
                    flight.errand.stop();
                }
            }
            MapStep::SetBenefit(aim) => map.benefit = aim,
            MapStep::SetHarm(aim) => map.harm = aim,
            MapStep::SetBudget(runs) => map.budget = runs.clamp(FEWEST_RUNS as u64, MOST_BUDGET),
            MapStep::Search => self.start_search(ctx),
            MapStep::Make(settings) => self.make_variant(ctx, &settings),
        }
    }

    fn fly_map(&mut self, ctx: &Context) {
        self.derive();
        if self.state.what_if.flight.is_some() || self.refuse_broken() {
            return;
        }
        self.plan_map();
        let map = &mut self.state.what_if;
        let Some(Ok(plan)) = map.planned.plan.clone() else { return };
        let same = map.sweep.as_ref().is_some_and(|sweep| sweep.plan == plan);
        let sweep = carried(&plan, map.sweep.as_ref());
        if !same {
            map.version += 1;
            map.point = None;
        }
        map.problem = None;
        map.listing = None;
        let (sender, landed) = channel();
        let known = sweep.done();
        if !sweep.is_whole() {
            let errand = self.runner.sweep(sweep.clone(), sender, wake(ctx));
            map.flight = Some(MapFlight { errand, landed, begun: Instant::now(), known });
        }
        map.sweep = Some(sweep);
        self.follow_map(ctx);
    }

    fn start_search(&mut self, ctx: &Context) {
        self.derive();
        if self.state.what_if.search.errand.is_some() || self.refuse_broken() {
            return;
        }
        let scenario = Arc::new(self.state.document.scenario().clone());
        let map = &mut self.state.what_if;
        let fields: Vec<String> = map.knobs.iter().map(Knob::search_field).collect();
        let variant = map.shown.as_ref().map(|(_, view)| view.variant.0.clone());
        let variant = variant.or_else(|| map.variant.clone()).or_else(|| first_variant(&map.planned, &scenario)).unwrap_or_default();
        match SearchPlan::new(&scenario, &fields, &variant, map.benefit, &usual_metrics(&scenario), map.budget as f64) {
            Ok(plan) => {
                map.search_problem = None;
                let errand = self.runner.search(Arc::new(plan), wake(ctx));
                map.search = Task { errand: Some(errand), shown: map.search.shown.take(), ..Task::default() };
                self.flown_search = self.state.document.revision();
                self.follow_map(ctx);
            }
            Err(error) => map.search_problem = Some(told(&error.to_string())),
        }
    }

    pub(super) fn make_variant(&mut self, ctx: &Context, settings: &[(String, String)]) {
        match make(self.state.document.scenario(), settings) {
            Ok(made) => {
                let first_new = self.state.document.scenario().variants.len();
                let what = format!("take over {}", settings.iter().map(|(path, value)| format!("{path} {value}")).collect::<Vec<_>>().join(", "));
                self.change(ctx, &what, |scenario| *scenario = made.scenario);
                let text = match made.added.as_slice() {
                    [] => format!("{} settings changed in the scenario. Run it to see what follows.", made.changed),
                    names => format!("New variant: {}. Run the scenario to compare it.", names.join("; ")),
                };
                if !made.added.is_empty() {
                    self.state.selection.variant = first_new;
                }
                self.note(Severity::Note, text);
            }
            Err(error) => self.note(Severity::Problem, format!("Nothing was changed: {error}.")),
        }
    }

    /// Takes in points as they land, and keeps plan and picture in step with what is chosen.
    pub(super) fn follow_map(&mut self, ctx: &Context) {
        self.state.what_if.land();
        let revision = self.flown_search;
        follow(&mut self.state.what_if.search, revision, |search| SearchView::new(&search));
        if self.state.place == Place::Map {
            self.plan_map();
            self.measure_rate(ctx);
            self.state.what_if.draw();
        }
        let map = &self.state.what_if;
        if map.flight.is_some() || map.search.errand.is_some() || matches!(map.rate, Rate::Measuring(_)) {
            ctx.request_repaint_after(TASK_LOOK);
        }
    }

    /// Renews what the next map would fly, where document, settings or size have changed.
    fn plan_map(&mut self) {
        let revision = self.state.document.revision();
        let scenario = self.state.document.scenario();
        let map = &mut self.state.what_if;
        if map.choices.as_ref().is_none_or(|(of, _)| *of != revision) {
            map.choices = Some((revision, Arc::new(setting_choices(scenario))));
        }
        if map.knobs.is_empty()
            && let Some((_, choices)) = &map.choices
        {
            map.knobs = first_settings(scenario, choices).into_iter().map(|(path, values)| Knob { path, values }).collect();
        }
        let size = map.size.unwrap_or_else(|| usual_sweep_size(scenario));
        let of = (revision, map.knobs.clone(), size);
        if map.planned.of.as_ref() != Some(&of) {
            let version = map.planned.version + 1;
            map.planned = Planned { plan: Some(plan(scenario, &map.knobs, size)), of: Some(of), version, ..Planned::default() };
        }
        let against = (map.version, map.sweep.as_ref().map_or(0, Sweep::done));
        if map.planned.against == Some(against) {
            return;
        }
        map.planned.against = Some(against);
        if let Some(Ok(plan)) = &map.planned.plan {
            map.planned.shown = map.sweep.as_ref().is_some_and(|sweep| Arc::ptr_eq(&sweep.plan, plan) || sweep.plan == *plan);
            map.planned.known = match (&map.sweep, map.planned.shown) {
                (Some(sweep), true) => sweep.done(),
                (sweep, false) => carried(plan, sweep.as_ref()).done(),
                (None, true) => 0,
            };
        }
    }

    /// Finds out once how fast this machine is.
    fn measure_rate(&mut self, ctx: &Context) {
        let scenario = self.state.document.scenario();
        let broken = self.state.derived.findings.iter().any(|finding| finding.severity == scenario::Severity::Error);
        let map = &mut self.state.what_if;
        if matches!(map.rate, Rate::Unknown) && !broken && !self.state.flight.is_flying() {
            map.rate = Rate::Measuring(self.runner.rate(Arc::new(scenario.clone()), wake(ctx)));
        }
        if let Rate::Measuring(errand) = &map.rate
            && let Some(answer) = errand.finished()
        {
            map.rate = Rate::Known(answer.ok().filter(|rate| *rate > 0.0));
        }
    }

    /// Renews benefit against harm, where run, map or axes have changed.
    pub(super) fn follow_trade(&mut self) {
        if self.state.place != Place::Map {
            return;
        }
        let map = &mut self.state.what_if;
        let sheet = self.state.results.as_ref().and_then(|results| results.sheets.trade.shown.as_ref().map(|(_, version, view)| (*version, view)));
        let (benefit, harm) = (map.benefit, map.harm);
        // The part of the run may still be under preparation for these axes.
        let run = sheet.filter(|(_, view)| (view.frontier.benefit, view.frontier.harm) == (benefit, harm));
        let done = map.sweep.as_ref().map_or(0, Sweep::done);
        let of = (run.map(|(version, _)| version), map.version, done);
        let current = map.trade.as_ref().is_some_and(|(known, view)| *known == of && (view.benefit, view.harm) == (benefit, harm));
        let waits = map.flight.is_some() && done > LIVE_POINTS && map.trade.is_some();
        if !current && !waits {
            let view = TradeView::new(run.map(|(_, view)| view.as_ref()), map.sweep.as_ref(), benefit, harm);
            map.trade = Some((of, Arc::new(view)));
        }
    }
}

impl WhatIf {
    /// Varies a setting from the list in the open place.
    fn choose(&mut self, path: &str) {
        let Some((_, choices)) = &self.choices else { return };
        let Some(choice) = choices.iter().find(|choice| choice.path == path) else { return };
        let knob = Knob { path: choice.path.clone(), values: choice.values.clone() };
        if let Some(place) = self.listing.take()
            && let Some(open) = self.knobs.get_mut(place)
        {
            *open = knob;
        }
        self.find.clear();
    }

    /// Varies a second setting: the first usual one that is not varied yet, else any.
    fn add(&mut self) {
        let Some((_, choices)) = &self.choices else { return };
        if self.knobs.len() >= MOST_KNOBS {
            return;
        }
        let taken = |path: &str| self.knobs.iter().any(|knob| knob.path == path);
        let area = self.knobs.first().and_then(|knob| knob.path.split_once(']')).map(|(area, _)| area.to_owned()).unwrap_or_default();
        let usual =
            choices.iter().find(|choice| choice.path.starts_with(&area) && choice.path.ends_with("policy.explanation") && !taken(&choice.path));
        if let Some(choice) = usual.or_else(|| choices.iter().find(|choice| !taken(&choice.path))) {
            self.knobs.push(Knob { path: choice.path.clone(), values: choice.values.clone() });
        }
    }

    /// Takes in points that have landed, and the end of the work.
    fn land(&mut self) {
        let Some(flight) = &self.flight else { return };
        // Who is done has sent all points before.
        let ended = flight.errand.finished();
        if let Some(sweep) = &mut self.sweep {
            for point in flight.landed.try_iter() {
                let place = point.point;
                if let Some(known) = sweep.points.get_mut(place) {
                    *known = Some(point);
                }
            }
        }
        if let Some(answer) = ended {
            self.flight = None;
            self.problem = answer.err();
        }
    }

    /// Renews the picture, where the map or what is looked at has changed.
    fn draw(&mut self) {
        // Where nothing is flown yet, the picture shows what would be.
        let planned = match (&self.sweep, &self.planned.plan) {
            (None, Some(Ok(_))) => self.planned.version,
            (None, _) => {
                self.shown = None;
                return;
            }
            (Some(_), _) => 0,
        };
        let of = ShownMap {
            done: self.sweep.as_ref().map_or(0, Sweep::done),
            version: self.version,
            planned,
            variant: self.variant.clone(),
            quantity: self.quantity,
            guardrail: self.guardrail,
            point: self.point,
        };
        if self.shown.as_ref().is_some_and(|(known, _)| *known == of) {
            return;
        }
        let wish = MapWish { variant: of.variant.clone(), quantity: of.quantity, guardrail: of.guardrail, point: of.point };
        let empty = match (&self.sweep, &self.planned.plan) {
            (None, Some(Ok(plan))) => Some(Sweep::new(Arc::clone(plan), Vec::new())),
            _ => None,
        };
        self.shown = self.sweep.as_ref().or(empty.as_ref()).and_then(|sweep| MapView::new(sweep, &wish)).map(|view| (of, Arc::new(view)));
    }
}

/// The sweep of a document over these settings, at this size.
fn plan(scenario: &Scenario, knobs: &[Knob], (worlds, people): (u64, u64)) -> Result<Arc<SweepPlan>, String> {
    let mut sized = scenario.clone();
    (sized.experiment.worlds, sized.population.customers) = (worlds, people);
    let guarded = scenario.experiment.guardrails.iter().filter_map(|guardrail| Metric::from_id(&guardrail.metric));
    let mut metrics: Vec<Metric> = Metric::ALL.iter().copied().filter(|metric| !metric.is_optional()).collect();
    for metric in guarded {
        if !metrics.contains(&metric) {
            metrics.push(metric);
        }
    }
    let fields: Vec<String> = knobs.iter().map(Knob::field).collect();
    let planned = SweepPlan::new(&Arc::new(sized), &fields, Design::Grid, &metrics, MOST_POINTS);
    planned.map(Arc::new).map_err(|error| told(&error.to_string()))
}

/// A finding of the command line as a sentence: without "error:" and with its help behind it.
fn told(error: &str) -> String {
    let lines = error.lines().map(|line| line.trim().trim_start_matches("error: ").trim_start_matches("help: ")).filter(|line| !line.is_empty());
    let mut text = lines.collect::<Vec<_>>().join("; ");
    if let Some(first) = text.chars().next() {
        text.replace_range(..first.len_utf8(), &first.to_uppercase().to_string());
    }
    text
}

/// The first variant that the plan is about.
fn first_variant(planned: &Planned, scenario: &Scenario) -> Option<String> {
    match &planned.plan {
        Some(Ok(plan)) => plan.concerned().first().cloned(),
        _ => scenario.variants.iter().find(|variant| variant.name != scenario.experiment.baseline).map(|variant| variant.name.clone()),
    }
}
