//! Review: what the steps do.

use egui::Context;

use super::App;
use crate::app::review::ReviewStep;

impl App {
    #[expect(clippy::unused_self, reason = "there is no step yet")]
    pub(super) fn review_step(&mut self, _ctx: &Context, step: ReviewStep) {
        match step {}
    }
}
