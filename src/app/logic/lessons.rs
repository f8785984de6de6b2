//! Lessons: what the steps do.

use egui::Context;

use super::App;
use crate::app::lessons::LessonStep;

impl App {
    #[expect(clippy::unused_self, reason = "there is no step yet")]
    pub(super) fn lessons_step(&mut self, _ctx: &Context, step: LessonStep) {
        match step {}
    }
}
