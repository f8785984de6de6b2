//! Sketches: a quick look that follows the variant being edited.

use std::sync::Arc;
use std::time::Duration;

use egui::Context;

use super::{App, wake};
use crate::app::state::{Place, Sketch, SketchPhase};
use crate::app::view;
use crate::scenario;
use crate::simulate::{Run, RunError, line_up};

/// How long a setting must rest before a sketch starts.
const SKETCH_REST: Duration = Duration::from_millis(80);

impl App {
    /// Keeps the sketch in step with the variant being edited: 80 ms after the last change, stale ones dropped.
    pub(super) fn follow_sketch(&mut self, ctx: &Context) {
        if self.state.place != Place::Variants {
            return;
        }
        let now = ctx.input(|input| input.time);
        let target = (self.state.document.revision(), self.state.selection.variant);
        if self.state.sketch.of != Some(target) {
            if let SketchPhase::Flying(job) = &self.state.sketch.phase {
                job.cancel();
            }
            self.state.sketch.of = Some(target);
            self.state.sketch.phase = SketchPhase::Due(now + SKETCH_REST.as_secs_f64());
            ctx.request_repaint_after(SKETCH_REST);
            return;
        }
        match &mut self.state.sketch.phase {
            SketchPhase::Resting => {}
            SketchPhase::Due(at) if now + 1e-3 < *at => ctx.request_repaint_after(Duration::from_secs_f64(*at - now)),
            SketchPhase::Due(_) => self.start_sketch(ctx),
            SketchPhase::Flying(job) => {
                let Some(answer) = job.finished() else { return };
                self.land_sketch(answer);
            }
        }
    }

    pub(super) fn start_sketch(&mut self, ctx: &Context) {
        let broken = self.state.derived.findings.iter().any(|finding| finding.severity == scenario::Severity::Error);
        let scenario = view::sketch_scenario(self.state.document.scenario(), self.state.selection.variant);
        let (false, Some(scenario)) = (broken, scenario) else {
            let problem = Some("No sketch while a setting is out of range.".into());
            self.state.sketch = Sketch { problem, of: self.state.sketch.of, ..Sketch::default() };
            return;
        };
        let mut job = self.runner.start(Arc::new(scenario), wake(ctx));
        match job.finished() {
            Some(answer) => self.land_sketch(answer),
            None => self.state.sketch.phase = SketchPhase::Flying(job),
        }
    }

    pub(super) fn land_sketch(&mut self, answer: Result<Arc<Run>, RunError>) {
        self.state.sketch.phase = SketchPhase::Resting;
        match answer {
            Ok(run) => {
                let (names, baseline) = line_up(self.state.document.scenario());
                self.state.sketch.shown = Some(Arc::new(view::sketch_view(&run, &names, baseline)));
                self.state.sketch.problem = None;
            }
            Err(error) => self.state.sketch.problem = Some(format!("No sketch: {error}.")),
        }
    }
}
