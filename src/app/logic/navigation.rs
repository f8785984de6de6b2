//! Getting around: back and forward, the palette, what is explained, what becomes of a plot.

use std::sync::Arc;

use egui::accesskit::{Action, ActionRequest, TreeId};
use egui::{Context, ViewportCommand};

use super::App;
use super::notes::begin;
use crate::app::command::Command;
use crate::app::navigation::{Entry, Finder, NavigationStep, PlotAction, PlotStep, Subject, Visit, explained_in, here};
use crate::app::page_find::{MAIN, next_panel, way_to};
use crate::app::review::ReviewStep;
use crate::app::state::{Area, Place, Severity, TIME_METRICS, ThemeChoice};
use crate::app::view::{Pick, Sort};
use crate::app::{tokens, view};
use crate::report::dossier::Pinned;
use crate::report::figure::{PlotText, framed, framed_plain};
use crate::report::paint;
use crate::report::picture::Picture;

/// How long a setting that was looked for is marked.
const SETTING_SECONDS: f64 = 1.5;

/// Points that a view scrolls at each step.
const SCROLL_STEP: f32 = 100.0;

impl App {
    /// Lets go of a setting that has been shown.
    pub(super) fn follow_setting(&mut self, ctx: &Context) {
        let Some((_, until)) = &self.state.navigation.setting else { return };
        let left = until - ctx.input(|input| input.time);
        if left <= 0.0 {
            self.state.navigation.setting = None;
        } else {
            ctx.request_repaint_after(std::time::Duration::from_secs_f64(left.min(0.1)));
        }
    }

    /// Goes to a screen; the way back is remembered.
    pub(super) fn visit(&mut self, place: Place) {
        if place == self.state.place {
            return;
        }
        let before = here(&self.state);
        self.state.navigation.leave(before);
        self.enter(place);
    }

    fn enter(&mut self, place: Place) {
        let last = &mut self.state.navigation.last;
        last.retain(|other| other.area() != place.area());
        last.push(place);
        self.state.place = place;
    }

    fn return_to(&mut self, visit: Visit) {
        self.enter(visit.place);
        self.state.selection.scope = visit.scope;
        self.state.navigation.subject = visit.subject;
    }

    pub(super) fn navigation_step(&mut self, ctx: &Context, step: NavigationStep) {
        let now = here(&self.state);
        match step {
            NavigationStep::Back => {
                if let Some(visit) = self.state.navigation.back.pop() {
                    self.state.navigation.forward.push(now);
                    self.return_to(visit);
                }
            }
            NavigationStep::Forward => {
                if let Some(visit) = self.state.navigation.forward.pop() {
                    self.state.navigation.back.push(now);
                    self.return_to(visit);
                }
            }
            NavigationStep::ToggleRail => self.state.navigation.rail = !self.state.navigation.rail,
            NavigationStep::ToggleInspector => self.state.navigation.inspector = !self.state.navigation.inspector,
            NavigationStep::Inspect(subject) => self.inspect(subject),
            NavigationStep::Follow { metric, scope, place } => {
                let before = here(&self.state);
                self.state.navigation.leave(before);
                self.enter(place);
                self.state.selection.scope = scope;
                self.state.navigation.subject = Some(Subject::Metric(metric));
                if place == Place::People {
                    // Who bears it stands first.
                    self.state.people.register.sort = Some(Sort::Pick(Pick::Harmed));
                    self.state.people.reading.customer = None;
                }
                if place == Place::Time && metric.is_daily() && !self.state.selection.metrics.contains(&metric) {
                    self.state.selection.metrics.insert(0, metric);
                    self.state.selection.metrics.truncate(TIME_METRICS);
                }
            }
            NavigationStep::Clear => self.state.navigation.subject = None,
            NavigationStep::Find => {
                let entries = view::entries(&self.state);
                self.offer(entries, false);
            }
            NavigationStep::Export => {
                let plot = match explained_in(ctx) {
                    Some(Subject::Plot { name, text }) => Some((name, text)),
                    _ => None,
                };
                let entries = view::export_entries(&self.state, plot.as_ref());
                self.offer(entries, true);
            }
            NavigationStep::FindHere => {
                // Words of widgets are only there while names are kept for those who do not see.
                ctx.enable_accesskit();
                let here = self.state.navigation.here.get_or_insert_default();
                here.asked += 1;
            }
            NavigationStep::StopHere => self.state.navigation.here = None,
            NavigationStep::LookHere(query) => {
                if let Some(here) = &mut self.state.navigation.here {
                    (here.query, here.chosen, here.bring) = (query, 0, true);
                    here.hits.clear();
                }
            }
            NavigationStep::FoundHere(hits) => {
                if let Some(here) = &mut self.state.navigation.here {
                    here.found(hits);
                }
            }
            NavigationStep::NextHit(by) => {
                if let Some(here) = &mut self.state.navigation.here {
                    here.step(by);
                }
            }
            NavigationStep::Panel(by) => next_panel(ctx, by),
            NavigationStep::Copy(text) => {
                ctx.copy_text(text);
                self.note(Severity::Note, "Copied: the recipe. It rebuilds the numbers from the scenario file.");
            }
            NavigationStep::StopFinding => self.state.navigation.finder = None,
            NavigationStep::Query(query) => {
                let exports = self.state.navigation.finder.as_ref().is_some_and(|finder| finder.exports);
                let person = if exports { None } else { view::person(&self.state, &query) };
                if let Some(finder) = &mut self.state.navigation.finder {
                    let mut entries: Vec<_> = finder.entries.iter().filter(|entry| entry.kind != "person").cloned().collect();
                    entries.extend(person);
                    finder.entries = Arc::new(entries);
                    finder.found = view::search(&finder.entries, &query);
                    (finder.query, finder.chosen) = (query, 0);
                }
            }
            NavigationStep::Choose(by) => {
                if let Some(finder) = &mut self.state.navigation.finder {
                    let count = finder.found.len().max(1) as i64;
                    finder.chosen = (finder.chosen as i64 + i64::from(by)).rem_euclid(count) as usize;
                }
            }
            NavigationStep::Take(place) => self.take(ctx, place),
            NavigationStep::Setting(path) => {
                self.visit(place_of_setting(&path));
                if let Some(variant) = variant_of(&path) {
                    self.state.selection.variant = variant;
                }
                self.state.navigation.setting = Some((path, ctx.input(|input| input.time) + SETTING_SECONDS));
            }
            NavigationStep::Glossary(word) => {
                self.visit(Place::Glossary);
                self.state.navigation.subject = Some(Subject::Word(word));
            }
            NavigationStep::SearchGlossary(query) => self.state.navigation.glossary = query,
            NavigationStep::ExplainFocus => match explained_in(ctx) {
                Some(subject) => self.inspect(subject),
                None if self.state.place.area() == Area::Results => self.state.navigation.inspector = true,
                None => self.visit(Place::Glossary),
            },
            NavigationStep::ToggleFullscreen => {
                let full = ctx.input(|input| input.viewport().fullscreen.unwrap_or(false));
                ctx.send_viewport_cmd(ViewportCommand::Fullscreen(!full));
            }
        }
    }

    /// Opens the palette with these entries.
    fn offer(&mut self, entries: Vec<Entry>, exports: bool) {
        let entries = Arc::new(entries);
        let found = view::search(&entries, "");
        self.state.navigation.finder = Some(Finder { query: String::new(), entries, found, chosen: 0, exports });
    }

    /// Brings what was found on the screen into view.
    pub(super) fn follow_here(&mut self, ctx: &Context) {
        let Some(here) = &mut self.state.navigation.here else { return };
        let Some(hit) = here.hits.get(here.chosen).filter(|_| here.bring) else { return };
        let target_node = hit.id.accesskit_id();
        here.bring = false;
        let Some(way) = way_to(ctx, hit.id, MAIN) else { return };
        // Asked of the widget itself, step by step, the view scrolls it that holds it; tables that scroll sideways pass steps up and down on.
        let action = if way > 0.0 { Action::ScrollDown } else { Action::ScrollUp };
        let steps = ((way.abs() / SCROLL_STEP).round() as usize).max(1);
        ctx.input_mut(|input| {
            for _ in 0..steps {
                let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node, data: None };
                input.events.push(egui::Event::AccessKitActionRequest(request));
            }
        });
        ctx.request_repaint();
    }

    fn inspect(&mut self, subject: Subject) {
        if self.state.navigation.subject.as_ref() != Some(&subject) {
            let before = here(&self.state);
            self.state.navigation.leave(before);
        }
        self.state.navigation.subject = Some(subject);
        self.state.navigation.inspector = true;
    }

    fn take(&mut self, ctx: &Context, place: Option<usize>) {
        let Some(finder) = &self.state.navigation.finder else { return };
        let chosen = finder.found.get(place.unwrap_or(finder.chosen)).and_then(|&entry| finder.entries.get(entry)).cloned();
        // What does not go stays where it says why.
        if chosen.as_ref().is_some_and(|entry| entry.why_not.is_some()) {
            return;
        }
        self.state.navigation.finder = None;
        if let Some(entry) = chosen {
            self.carry_out(ctx, entry.command);
        }
    }

    pub(super) fn plot_step(&mut self, ctx: &Context, step: PlotStep) {
        match step {
            PlotStep::Do { name, text, action: PlotAction::Explain } => self.inspect(Subject::Plot { name, text }),
            PlotStep::Do { text, action: PlotAction::CopyData, .. } => {
                ctx.copy_text(text.table.with_tabs());
                self.note(Severity::Note, format!("Copied: the table of \"{}\".", text.title));
            }
            PlotStep::Do { text, action: PlotAction::SaveData, .. } => {
                self.save_export(ctx, &text.title, "csv", text.table.csv().into_bytes());
            }
            PlotStep::Do { name, text, action: PlotAction::Note } => self.carry_out(ctx, begin(name, text.title.clone())),
            PlotStep::Do { name, action, .. } => {
                self.state.navigation.capture = Some((name, action));
                // What leaves the window is for paper and slides: dark on light.
                ctx.set_theme(egui::ThemePreference::Light);
                ctx.request_repaint();
            }
            PlotStep::Write { path, bytes } => self.write_export(ctx, path, bytes),
            PlotStep::Taken { text, action, picture, .. } => {
                self.state.navigation.capture = None;
                let theme = self.state.settings.theme;
                self.carry_out(ctx, Command::SetTheme(theme));
                if theme != ThemeChoice::Light {
                    ctx.request_discard("the plot was drawn in light colours to be saved");
                }
                self.use_picture(ctx, &text, action, &picture);
            }
        }
    }

    fn use_picture(&mut self, ctx: &Context, text: &Arc<PlotText>, action: PlotAction, drawing: &Picture) {
        if action == PlotAction::Pin {
            let filter = view::filter_words(&self.state);
            let mut words = PlotText::clone(text);
            if !filter.is_empty() {
                words.caption = format!("{filter} {}", words.caption);
            }
            self.carry_out(ctx, Command::Review(ReviewStep::Pin(Box::new(Pinned::new(&words, drawing)))));
            return;
        }
        let picture = self.frame_picture(text, drawing);
        let done = match action {
            PlotAction::CopyPicture => paint::pixels(&picture).map(|(size, bytes)| {
                ctx.copy_image(tokens::image(size, &bytes));
                self.note(Severity::Note, format!("Copied: the picture of \"{}\".", text.title));
            }),
            PlotAction::SavePng => paint::png(&picture).map(|bytes| self.save_export(ctx, &text.title, "png", bytes)),
            PlotAction::SaveSvg => paint::svg(&picture).map(|bytes| self.save_export(ctx, &text.title, "svg", bytes)),
            PlotAction::Pin | PlotAction::Note | PlotAction::Explain | PlotAction::CopyData | PlotAction::SaveData => Ok(()),
        };
        if let Err(error) = done {
            self.note(Severity::Problem, format!("The picture could not be made: {error}."));
        }
    }

    /// A plot as it was seen, with what it needs to stand alone.
    fn frame_picture(&self, text: &PlotText, drawing: &Picture) -> Picture {
        let scenario = self.state.document.scenario();
        match &self.state.results {
            Some(results) if self.state.place.is_result() => {
                let run = &results.run;
                let variants: Vec<usize> = view::shown(run).iter().map(|tag| tag.variant).collect();
                framed(run, text, drawing, &variants, self.state.selection.scope, &view::filter_words(&self.state))
            }
            _ => framed_plain(scenario, text, drawing),
        }
    }
}

/// The screen on which a setting is edited.
fn place_of_setting(path: &str) -> Place {
    match path {
        path if path.starts_with("variants") => Place::Variants,
        path if path.starts_with("experiment") => Place::Plan,
        _ => Place::Scenario,
    }
}

/// The variant that a path leads into.
fn variant_of(path: &str) -> Option<usize> {
    path.strip_prefix("variants[")?.split(']').next()?.parse().ok()
}
