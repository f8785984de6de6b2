//! Settings: what the steps do.

use egui::Context;

use super::App;
use crate::app::settings::SettingsStep;

impl App {
    #[expect(clippy::unused_self, reason = "there is no step yet")]
    pub(super) fn settings_step(&mut self, _ctx: &Context, step: SettingsStep) {
        match step {}
    }
}
