//! People: what the steps do.

use egui::Context;

use super::App;
use crate::app::people::PeopleStep;

impl App {
    #[expect(clippy::unused_self, reason = "there is no step yet")]
    pub(super) fn people_step(&mut self, _ctx: &Context, step: PeopleStep) {
        match step {}
    }
}
