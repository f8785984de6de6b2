//! Looks: what the steps do, and previews of the document that follow it.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::{App, wake};
use crate::app::command::Command;
use crate::app::looks::{LookStep, Preview, Reference};
use crate::app::runner::Wake;
use crate::app::state::Place;
use crate::app::view::{self, PeopleFigures};
use crate::app::what_if::MapStep;
use crate::experiment::Sweep;
use crate::report::figures::DoseCurve;
use crate::scenario;

/// How long the document must rest before people are drawn, and before the dose curve is flown.
const REST: (Duration, Duration) = (Duration::from_millis(150), Duration::from_millis(600));
/// Depths of the What-if map that a dose curve asks for.
const DEPTHS: &str = "0..1 in 5";

impl App {
    pub(super) fn look_step(&mut self, ctx: &Context, step: LookStep) {
        let looks = &mut self.state.looks;
        match step {
            LookStep::Variant(variant) => looks.variant = variant,
            LookStep::Pin(row) => looks.pinned = row,
            LookStep::ToggleShown(name) => {
                if !looks.hidden.remove(&name) {
                    looks.hidden.insert(name);
                }
                looks.pinned = None;
                self.filter_run(self.state.selection.worlds, self.state.selection.days);
            }
            LookStep::ShowAll => {
                looks.hidden.clear();
                self.filter_run(self.state.selection.worlds, self.state.selection.days);
            }
            LookStep::ToggleHarm => looks.by_harm = !looks.by_harm,
            LookStep::Compare(mode) => looks.compare = mode,
            LookStep::ToggleFreeze => {
                let ranges = self.ranges_of_time();
                let frozen = &mut self.state.looks.frozen;
                *frozen = if frozen.is_some() { None } else { Some(ranges) };
            }
            LookStep::KeepReference => {
                if let Some(results) = &self.state.results {
                    let run = Arc::clone(&results.run);
                    let hash: String = scenario::hash(&run.scenario).chars().take(6).collect();
                    let name = format!("{} ({hash}, {} worlds)", run.scenario.name, run.worlds.len());
                    self.state.looks.reference = Some(Reference { run, name });
                }
            }
            LookStep::DropReference => looks.reference = None,
            LookStep::ToggleLock(name) => {
                if !looks.locked.remove(&name) {
                    looks.locked.insert(name);
                }
            }
            LookStep::MapDepth(variant) => {
                let more = self.state.what_if.knobs.len();
                self.carry_out(ctx, Command::Go(Place::Map));
                self.follow_map(ctx);
                for place in (1..more.max(self.state.what_if.knobs.len())).rev() {
                    self.carry_out(ctx, Command::Map(MapStep::RemoveSetting(place)));
                }
                self.carry_out(ctx, Command::Map(MapStep::SetPath(0, format!("variants[{variant}].policy.depth"))));
                self.carry_out(ctx, Command::Map(MapStep::SetValues(0, DEPTHS.into())));
            }
        }
    }

    /// The ranges that plots over time have now.
    fn ranges_of_time(&self) -> BTreeMap<(scenario::Metric, bool), (f64, f64)> {
        let view = self.state.results.as_ref().and_then(|results| results.sheets.time.get());
        let panels = view.map_or(&[][..], |view| &view.panels);
        panels.iter().flat_map(|panel| [((panel.metric, false), panel.level_range), ((panel.metric, true), panel.difference_range)]).collect()
    }

    /// Keeps previews in step with the document: begun once it has rested, stale ones dropped.
    pub(super) fn follow_previews(&mut self, ctx: &Context) {
        let revision = self.state.document.revision();
        let broken = self.state.derived.findings.iter().any(|finding| finding.severity == scenario::Severity::Error);
        let now = ctx.input(|input| input.time);
        match self.state.place {
            Place::Scenario => {
                if is_due(ctx, &mut self.state.looks.people, (revision, 0), now, REST.0) {
                    let people = &mut self.state.looks.people;
                    people.errand = None;
                    if !broken {
                        let scenario = Arc::new(self.state.document.scenario().clone());
                        people.errand = Some(self.runner.people(scenario, wake(ctx)));
                    }
                    people.problem = broken.then(|| "No people are drawn while a setting is out of range.".into());
                }
                land(&mut self.state.looks.people, |figures: PeopleFigures| figures);
            }
            Place::Variants => {
                let variant = self.state.selection.variant;
                if is_due(ctx, &mut self.state.looks.dose, (revision, variant), now, REST.1) {
                    self.start_dose(wake(ctx), variant, broken);
                }
                let own = self.state.document.scenario().variants.get(variant).map_or(0.0, |variant| variant.policy.depth);
                land(&mut self.state.looks.dose, |run| DoseCurve::sketch(&run, own));
            }
            Place::Creepiness => {
                let map = &self.state.what_if;
                let of = (map.version, map.sweep.as_ref().map_or(0, Sweep::done));
                if self.state.looks.mapped.as_ref().is_none_or(|(known, _)| *known != of) {
                    let curve = map.sweep.as_ref().and_then(DoseCurve::of_sweep).map(Arc::new);
                    self.state.looks.mapped = Some((of, curve));
                }
            }
            _ => {}
        }
    }

    fn start_dose(&mut self, wake: Wake, variant: usize, broken: bool) {
        let scenario = if broken { None } else { view::dose_scenario(self.state.document.scenario(), variant) };
        let dose = &mut self.state.looks.dose;
        dose.errand = scenario.map(|scenario| self.runner.dose(Arc::new(scenario), wake));
        dose.problem = broken.then(|| "No dose curve while a setting is out of range.".into());
    }
}

/// Whether a preview is to be begun now. What is under way for something older is dropped.
fn is_due<T, V>(ctx: &Context, preview: &mut Preview<T, V>, of: (u64, usize), now: f64, rest: Duration) -> bool {
    if preview.of != Some(of) {
        // Dropping an errand asks it to stop.
        preview.errand = None;
        preview.of = Some(of);
        preview.due = Some(now + rest.as_secs_f64());
        ctx.request_repaint_after(rest);
        return false;
    }
    match preview.due {
        Some(at) if now + 1e-3 >= at => {
            preview.due = None;
            true
        }
        Some(at) => {
            ctx.request_repaint_after(Duration::from_secs_f64(at - now));
            false
        }
        None => false,
    }
}

/// Takes in what was drawn.
fn land<T: Send + 'static, V>(preview: &mut Preview<T, V>, made: impl FnOnce(T) -> V) {
    let Some(answer) = preview.errand.as_ref().and_then(crate::app::errand::Errand::finished) else { return };
    preview.errand = None;
    match answer {
        Ok(found) => {
            preview.shown = Some(Arc::new(made(found)));
            preview.problem = None;
        }
        Err(problem) => preview.problem = Some(format!("No preview: {problem}.")),
    }
}
