//! Settings: what the steps do, what they change at once, what is kept between sittings.

use std::path::PathBuf;

use egui::{Context, ThemePreference};

use super::App;
use crate::app::settings::{Kept, Layout, Settings, SettingsPanel, SettingsStep, ZOOM, place_of};
use crate::app::state::{Severity, ThemeChoice};
use crate::app::tokens;

impl App {
    pub(super) fn settings_step(&mut self, ctx: &Context, step: SettingsStep) {
        let settings = &mut self.state.settings;
        let panel = &mut self.state.settings_panel;
        match step {
            SettingsStep::ReducedMotion(on) => settings.reduced_motion = on,
            SettingsStep::LetterKeys(on) => settings.letter_keys = on,
            SettingsStep::Zoom(zoom) => settings.zoom = zoom,
            SettingsStep::Threads(threads) => settings.threads = threads,
            SettingsStep::Memory(gigabytes) => settings.memory_gb = gigabytes,
            SettingsStep::Autosave(seconds) => settings.autosave_seconds = seconds,
            SettingsStep::Wait(id) => (panel.waiting, panel.taken) = (Some(id), None),
            SettingsStep::StopWaiting => (panel.waiting, panel.taken) = (None, None),
            SettingsStep::Press(keys) => {
                if let Some(id) = panel.waiting.take() {
                    match settings.keymap.owner(keys, id) {
                        Some(other) => panel.taken = Some((id, keys, other.id())),
                        None => settings.keymap.set(id, Some(keys)),
                    }
                }
            }
            SettingsStep::TakeKeys => {
                if let Some((id, keys, other)) = panel.taken.take() {
                    settings.keymap.set(other, None);
                    settings.keymap.set(id, Some(keys));
                }
            }
            SettingsStep::NoKeys(id) => {
                (panel.waiting, panel.taken) = (None, None);
                settings.keymap.set(id, None);
            }
            SettingsStep::ResetKeys(id) => settings.keymap.reset(id),
            SettingsStep::ResetAllKeys => settings.keymap = crate::app::settings::Keymap::default(),
            SettingsStep::Search(text) => panel.search = text,
            SettingsStep::ResetLayout => self.reset_layout(ctx),
            SettingsStep::ResetAll => {
                self.state.settings = Settings::default();
                self.state.settings_panel = SettingsPanel::default();
            }
        }
        self.follow_settings(ctx);
    }

    /// Brings everything that rests on settings up to date.
    pub(super) fn follow_settings(&mut self, ctx: &Context) {
        let settings = self.state.settings.clone().within_ranges();
        ctx.set_theme(preference(settings.theme));
        tokens::apply(ctx, settings.theme.is_high_contrast(), settings.reduced_motion);
        if (ctx.zoom_factor() - settings.zoom).abs() > 1e-3 {
            ctx.set_zoom_factor(settings.zoom);
        }
        settings.keymap.publish(ctx);
        self.runner.use_threads(settings.threads);
        self.state.settings = settings;
    }

    pub(super) fn zoom(&mut self, ctx: &Context, zoom: f32) {
        // Steps of a tenth stay tenths.
        self.state.settings.zoom = ((zoom / ZOOM.2).round() * ZOOM.2).clamp(ZOOM.0, ZOOM.1);
        self.follow_settings(ctx);
    }

    fn reset_layout(&mut self, ctx: &Context) {
        ctx.memory_mut(|memory| {
            memory.reset_areas();
            memory.data.clear();
        });
        self.state.selection.tables.clear();
        self.state.drawer = false;
        self.note(Severity::Note, "The layout is as at the first start. Files and settings stayed as they were.");
    }

    /// What is kept between sittings.
    pub fn kept(&self) -> Kept {
        let state = &self.state;
        let layout =
            Layout { place: state.place.title().into(), tables: state.selection.tables.iter().cloned().collect(), history: state.keep.history };
        let mut recent = state.recent.clone();
        if let Some(file) = recent.iter_mut().find(|file| Some(file.path.as_path()) == state.document.file()) {
            file.place = state.place.title().into();
        }
        Kept { settings: state.settings.clone(), recent, layout }
    }

    /// Takes up what was kept. `data_folder` is where the app may keep files of its own; `words` says what could not be read.
    pub fn take_up(&mut self, kept: Kept, data_folder: Option<PathBuf>, words: String) {
        self.state.settings = kept.settings;
        self.state.recent = kept.recent;
        self.state.selection.tables = kept.layout.tables.into_iter().collect();
        self.state.place = place_of(&kept.layout.place).unwrap_or(self.state.place);
        self.state.keep.history = kept.layout.history;
        self.state.data_folder = data_folder;
        self.styled = false;
        if !words.is_empty() {
            self.note(Severity::Note, words);
        }
    }
}

fn preference(theme: ThemeChoice) -> ThemePreference {
    match theme {
        ThemeChoice::System => ThemePreference::System,
        ThemeChoice::Light | ThemeChoice::HighContrastLight => ThemePreference::Light,
        ThemeChoice::Dark | ThemeChoice::HighContrastDark => ThemePreference::Dark,
    }
}
