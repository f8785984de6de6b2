//! The editor of a part of the scenario: walks its fields and shows each with unit, source, range check and reset. It changes a draft; the
//! panel sends the draft as a command.

use egui::{Button, CollapsingHeader, ComboBox, Label, Layout, RichText, TextStyle, Ui, vec2};

use super::controls::{number_ui, text_ui, words};
use super::names::{Counter, set_title, title_of};
use crate::app::state::State;
use crate::app::tokens::{FIELD_CONTROL_WIDTH, FIELD_NAME_WIDTH, Palette, TARGET};
use crate::app::view::{badge, guard_words, hover_text, humanize};
use crate::scenario::reflect::{ChoiceInfo, FieldInfo, List, Visitor};
use crate::scenario::{Content, Finding, Node, Severity, TWIN};

/// Controls visible in a group; the rest is behind "More".
const VISIBLE: usize = 7;
/// Where the guardrails stand.
const LIMITS: &str = "experiment.guardrails";

/// What the editor needs beside the value: names that fields may refer to, and what validation found.
pub struct EditContext<'a> {
    /// Findings about the document.
    pub findings: &'a [Finding],
    /// Names of the signals.
    pub signals: Vec<String>,
    /// Names of the channels.
    pub channels: Vec<String>,
    /// Names of the variants, the twin first.
    pub variants: Vec<String>,
    /// The guardrails in words.
    pub limits: Vec<String>,
    /// The setting to be shown, by path: groups on its way open, and it is scrolled to.
    pub wanted: Option<&'a str>,
}

impl<'a> EditContext<'a> {
    /// The context of a scenario.
    pub fn new(state: &'a State) -> Self {
        let (scenario, findings) = (state.document.scenario(), state.derived.findings.as_slice());
        Self {
            findings,
            signals: scenario.signals.iter().map(|signal| signal.name.clone()).collect(),
            channels: scenario.channels.iter().map(|channel| channel.name.clone()).collect(),
            variants: std::iter::once(TWIN.to_owned()).chain(scenario.variants.iter().map(|variant| variant.name.clone())).collect(),
            limits: scenario.experiment.guardrails.iter().map(guard_words).collect(),
            wanted: state.navigation.setting.as_ref().map(|(path, _)| path.as_str()),
        }
    }

    /// Whether the setting to be shown lies under a path.
    pub fn leads_to(&self, path: &str) -> bool {
        leads_to(path, self.wanted)
    }

    /// Whether a group must be open: something in it must be mended, or is to be shown.
    fn opens(&self, path: &str) -> Option<bool> {
        (broken(self, path) || leads_to(path, self.wanted)).then_some(true)
    }
}

/// Which fields of a record are shown in this pass.
#[derive(Clone, Copy, PartialEq)]
enum Pass {
    /// Single values, from one place to another.
    Values(usize, usize),
    /// Groups and lists.
    Groups,
}

/// Walks fields and shows them.
pub struct Editor<'a, 'u> {
    ui: &'u mut Ui,
    path: String,
    default: Option<&'a Node>,
    context: &'a EditContext<'a>,
    changed: &'u mut Option<String>,
    pass: Pass,
    seen: usize,
    /// Whether the next record is shown without a heading of its own.
    bare: bool,
    /// Fields that are shown elsewhere.
    skip: &'a [&'a str],
}

impl<'a, 'u> Editor<'a, 'u> {
    /// An editor of the value at `path`. The path of whatever the person changes is put into `changed`.
    pub fn new(ui: &'u mut Ui, path: &str, default: Option<&'a Node>, context: &'a EditContext<'a>, changed: &'u mut Option<String>) -> Self {
        Self { ui, path: path.into(), default, context, changed, pass: Pass::Values(0, usize::MAX), seen: 0, bare: true, skip: &[] }
    }

    /// Leaves out some fields.
    pub fn without(mut self, skip: &'a [&'a str]) -> Self {
        self.skip = skip;
        self
    }

    fn child_path(&self, info: &FieldInfo) -> String {
        match (self.path.is_empty(), info.name.is_empty()) {
            (_, true) => self.path.clone(),
            (true, false) => info.name.into(),
            (false, false) => format!("{}.{}", self.path, info.name),
        }
    }

    fn child_default(&self, info: &FieldInfo) -> Option<&'a Node> {
        if info.name.is_empty() { self.default } else { self.default.and_then(|node| node.field(info.name)) }
    }

    /// Whether a single value is shown in this pass.
    fn value_turn(&mut self, info: &FieldInfo) -> bool {
        if self.skip.contains(&info.name) {
            return false;
        }
        let place = self.seen;
        self.seen += 1;
        matches!(self.pass, Pass::Values(from, to) if place >= from && place < to)
    }

    fn group_turn(&self, info: &FieldInfo) -> bool {
        !self.skip.contains(&info.name) && (self.pass == Pass::Groups || self.bare)
    }

    /// One row: name, control, badge, reset, and what validation says.
    fn row(&mut self, info: &FieldInfo, is_default: Option<bool>, control: impl FnOnce(&mut Ui, egui::Id, &EditContext<'_>, &str) -> bool) -> Row {
        let path = self.child_path(info);
        let palette = Palette::current(self.ui);
        let context = self.context;
        let mut row = Row::default();
        let whole = self.ui.available_width();
        // Narrow columns squeeze name and control; badge and reset keep their room.
        let name_width = FIELD_NAME_WIDTH.min((whole - 128.0) * 0.42);
        // Prose gets the whole row.
        let prose = matches!(info.name, "story" | "note");
        let control_width = if prose { whole - name_width - 16.0 } else { FIELD_CONTROL_WIDTH.min((whole - 128.0 - name_width).max(150.0)) };
        let line = self.ui.horizontal(|ui| {
            let text = if info.name.is_empty() { "Value".into() } else { humanize(info.name) };
            let label = ui
                .allocate_ui_with_layout(vec2(name_width, TARGET), Layout::left_to_right(egui::Align::Center), |ui| {
                    ui.set_width(name_width);
                    ui.add(Label::new(text).wrap())
                })
                .inner
                .on_hover_text(hover_text(info));
            ui.allocate_ui_with_layout(vec2(control_width, TARGET), Layout::left_to_right(egui::Align::Center), |ui| {
                ui.set_width(control_width);
                ui.spacing_mut().slider_width = (control_width - 80.0).clamp(60.0, 150.0);
                row.changed = ui.label_inputs_by(label.id, |ui| control(ui, label.id, context, &path));
            });
            if let Some(is_default) = is_default {
                let badge = badge(info, !is_default);
                if !is_default {
                    let name = format!("Reset {}", humanize(info.name));
                    let reset = ui.add(Button::new("Reset").min_size(vec2(TARGET, TARGET))).on_hover_text("Back to the default.");
                    row.reset = reset.accessible_name(name).clicked();
                }
                if !badge.word().is_empty() {
                    let word = RichText::new(badge.word()).text_style(TextStyle::Small).color(palette.weak);
                    ui.add(Label::new(word).truncate()).on_hover_text(badge.hover());
                }
            }
        });
        if context.wanted == Some(path.as_str()) {
            let shown = line.response.rect.expand(2.0);
            self.ui.painter().rect_stroke(shown, 3.0, egui::Stroke::new(2.0, palette.link), egui::StrokeKind::Outside);
            line.response.scroll_to_me(Some(egui::Align::Center));
        }
        for finding in self.context.findings.iter().filter(|finding| finding.path == path) {
            finding_ui(self.ui, finding);
        }
        if row.changed || row.reset {
            *self.changed = Some(path);
        }
        row
    }

    fn fields_ui(&mut self, fields: &mut dyn FnMut(&mut dyn Visitor)) {
        let mut count = Counter { values: 0, groups: 0, skip: self.skip };
        fields(&mut count);
        let (pass, bare) = (self.pass, std::mem::replace(&mut self.bare, false));
        let visible = if count.values <= VISIBLE + 2 { count.values } else { VISIBLE };
        self.in_pass(Pass::Values(0, visible), fields);
        if count.values > visible {
            let (path, default, context, skip) = (self.path.clone(), self.default, self.context, self.skip);
            let changed = &mut *self.changed;
            let more = CollapsingHeader::new(format!("More ({})", count.values - visible)).id_salt(("more", &path));
            let opens = context.opens(&path);
            more.open(opens).show(self.ui, |ui| {
                let mut editor = Editor { ui, path, default, context, changed, pass: Pass::Groups, seen: 0, bare: false, skip };
                editor.in_pass(Pass::Values(visible, usize::MAX), fields);
            });
        }
        if count.groups > 0 {
            self.in_pass(Pass::Groups, fields);
        }
        (self.pass, self.bare) = (pass, bare);
    }

    fn in_pass(&mut self, pass: Pass, fields: &mut dyn FnMut(&mut dyn Visitor)) {
        (self.pass, self.seen) = (pass, 0);
        fields(self);
    }
}

/// What came of a row.
#[derive(Default)]
struct Row {
    changed: bool,
    reset: bool,
}

impl Visitor for Editor<'_, '_> {
    fn number(&mut self, info: &FieldInfo, value: &mut f64) {
        if !self.value_turn(info) {
            return;
        }
        let default = self.child_default(info).and_then(|node| if let Content::Number(default) = node.content { Some(default) } else { None });
        let row = self.row(info, default.map(|default| default == *value), |ui, _, _, _| number_ui(ui, info, value, false));
        if let (true, Some(default)) = (row.reset, default) {
            *value = default;
        }
    }

    fn whole(&mut self, info: &FieldInfo, value: &mut u64) {
        if !self.value_turn(info) {
            return;
        }
        let default = self.child_default(info).and_then(|node| if let Content::Whole(default) = node.content { Some(default) } else { None });
        let row = self.row(info, default.map(|default| default == *value), |ui, _, _, _| {
            let mut real = *value as f64;
            let changed = number_ui(ui, info, &mut real, true);
            // A count cannot be negative; anything else is told by the range check.
            *value = real.max(0.0).round() as u64;
            changed
        });
        if let (true, Some(default)) = (row.reset, default) {
            *value = default;
        }
    }

    fn flag(&mut self, info: &FieldInfo, value: &mut bool) {
        if !self.value_turn(info) {
            return;
        }
        let default = self.child_default(info).and_then(|node| if let Content::Flag(default) = node.content { Some(default) } else { None });
        let row = self.row(info, default.map(|default| default == *value), |ui, label, _, _| {
            let word = if *value { "on" } else { "off" };
            ui.checkbox(value, word).labelled_by(label).changed()
        });
        if let (true, Some(default)) = (row.reset, default) {
            *value = default;
        }
    }

    fn text(&mut self, info: &FieldInfo, value: &mut String) {
        if !self.value_turn(info) {
            return;
        }
        self.row(info, None, |ui, label, context, path| text_ui(ui, label, context, path, value));
    }

    fn choice(&mut self, info: &FieldInfo, index: &mut usize, options: &'static [ChoiceInfo]) {
        if !self.value_turn(info) {
            return;
        }
        let default = self.child_default(info).and_then(|node| if let Content::Word(default, _) = node.content { Some(default) } else { None });
        let row = self.row(info, default.map(|default| default == *index), |ui, label, _, path| {
            let mut changed = false;
            let shown = options.get(*index).map_or("", |option| option.name);
            let combo = ComboBox::from_id_salt(path).selected_text(words(shown)).show_ui(ui, |ui| {
                for (place, option) in options.iter().enumerate() {
                    if ui.selectable_label(place == *index, words(option.name)).on_hover_text(option.doc.trim()).clicked() && place != *index {
                        *index = place;
                        changed = true;
                    }
                }
            });
            combo.response.labelled_by(label).on_hover_text(options.get(*index).map_or("", |option| option.doc.trim()));
            changed
        });
        if let (true, Some(default)) = (row.reset, default) {
            *index = default;
        }
    }

    fn record(&mut self, info: &FieldInfo, fields: &mut dyn FnMut(&mut dyn Visitor)) {
        if std::mem::replace(&mut self.bare, false) {
            self.fields_ui(fields);
            return;
        }
        if !self.group_turn(info) {
            return;
        }
        let (path, default) = (self.child_path(info), self.child_default(info));
        let (context, changed) = (self.context, &mut *self.changed);
        let broken = broken(context, &path);
        let title = if broken { format!("{} (to mend)", humanize(info.name)) } else { humanize(info.name) };
        let header = CollapsingHeader::new(title).id_salt(&path).open(context.opens(&path)).show(self.ui, |ui| {
            ui.label(RichText::new(info.text()).text_style(TextStyle::Small).color(Palette::current(ui).weak));
            let mut editor = Editor { ui, path, default, context, changed, pass: Pass::Groups, seen: 0, bare: false, skip: &[] };
            editor.fields_ui(fields);
        });
        header.header_response.on_hover_text(hover_text(info));
    }

    fn list(&mut self, info: &FieldInfo, list: &mut dyn List) {
        if !self.group_turn(info) {
            return;
        }
        let (path, default) = (self.child_path(info), self.child_default(info));
        if path.ends_with("policy.signals") {
            names_ui(self.ui, info, &self.context.signals, list, &path, self.changed);
            for finding in self.context.findings.iter().filter(|finding| finding.path.starts_with(path.as_str())) {
                finding_ui(self.ui, finding);
            }
            return;
        }
        let (context, changed) = (self.context, &mut *self.changed);
        let broken = broken(context, &path);
        let title = format!("{} ({}){}", humanize(info.name), list.count(), if broken { " (to mend)" } else { "" });
        let open_first = path == LIMITS || (list.count() <= 3 && path.contains("policy"));
        let header = CollapsingHeader::new(title).id_salt(&path).default_open(open_first).open(context.opens(&path));
        let header = header.show(self.ui, |ui| {
            ui.label(RichText::new(info.text()).text_style(TextStyle::Small).color(Palette::current(ui).weak));
            list_ui(ui, info, list, &path, default, context, changed);
        });
        header.header_response.on_hover_text(hover_text(info));
    }
}

/// Whether a path is on the way to a setting.
fn leads_to(path: &str, wanted: Option<&str>) -> bool {
    wanted.and_then(|wanted| wanted.strip_prefix(path)).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
}

/// Whether something at or under a path must be mended.
fn broken(context: &EditContext<'_>, path: &str) -> bool {
    context.findings.iter().any(|finding| finding.severity == Severity::Error && finding.path.starts_with(path))
}

fn list_ui(
    ui: &mut Ui,
    info: &FieldInfo,
    list: &mut dyn List,
    path: &str,
    default: Option<&Node>,
    context: &EditContext<'_>,
    changed: &mut Option<String>,
) {
    for finding in context.findings.iter().filter(|finding| finding.path == path) {
        finding_ui(ui, finding);
    }
    let one = humanize(info.name.strip_suffix('s').unwrap_or(info.name)).to_lowercase();
    let mut action = None;
    for index in 0..list.count() {
        let title = title_of(list, index).unwrap_or_else(|| format!("{one} {}", index + 1));
        let item_path = format!("{path}[{index}]");
        let item_default = item_default(default, &title);
        let broken = broken(context, &item_path);
        // A limit has no name of its own.
        let title = if path == LIMITS { context.limits.get(index).cloned().unwrap_or(title) } else { title };
        let shown = if title.is_empty() { format!("{one} {}", index + 1) } else { title.clone() };
        let header = CollapsingHeader::new(if broken { format!("{shown} (to mend)") } else { shown.clone() }).id_salt(&item_path);
        header.open(context.opens(&item_path)).default_open(path.contains("policy")).show(ui, |ui| {
            let mut editor = Editor::new(&mut *ui, &item_path, item_default, context, &mut *changed);
            list.visit_item(index, &FieldInfo::new("", ""), &mut editor);
            ui.horizontal(|ui| {
                if ui.button("Duplicate").on_hover_text(format!("Add a copy of this {one}.")).accessible_name(format!("Duplicate {shown}")).clicked()
                {
                    action = Some((index, true));
                }
                if ui.button("Remove").on_hover_text(format!("Take this {one} out.")).accessible_name(format!("Remove {shown}")).clicked() {
                    action = Some((index, false));
                }
            });
        });
    }
    if ui.button(format!("Add {one}")).clicked() {
        list.push_default();
        *changed = Some(format!("{path} add {}", list.count()));
    }
    if let Some((index, duplicate)) = action {
        if duplicate {
            list.duplicate(index);
        } else {
            list.remove(index);
        }
        *changed = Some(format!("{path}[{index}] {} of {}", if duplicate { "duplicate" } else { "remove" }, list.count()));
    }
}

/// What an item is by default: the item of that name in the default scenario, else an item about which nothing is said.
fn item_default<'a>(list: Option<&'a Node>, title: &str) -> Option<&'a Node> {
    let Content::List(items, template) = &list?.content else { return None };
    Some(items.iter().find(|item| item.title() == Some(title)).unwrap_or(template))
}

/// A list of names out of a fixed set: a tick for each.
fn names_ui(ui: &mut Ui, info: &FieldInfo, names: &[String], list: &mut dyn List, path: &str, changed: &mut Option<String>) {
    ui.label(humanize(info.name)).on_hover_text(hover_text(info));
    let used: Vec<String> = (0..list.count()).filter_map(|index| title_of(list, index)).collect();
    ui.indent(path, |ui| {
        for name in names {
            let place = used.iter().position(|other| other == name);
            let mut on = place.is_some();
            if ui.checkbox(&mut on, name).changed() {
                match place {
                    Some(index) => list.remove(index),
                    None => {
                        list.push_default();
                        let last = list.count().saturating_sub(1);
                        set_title(list, last, name);
                    }
                }
                *changed = Some(path.into());
            }
        }
        // A name that nothing bears any more can only be taken out.
        for (index, name) in used.iter().enumerate().filter(|(_, name)| !names.contains(name)) {
            if ui.button(format!("Remove unknown \"{name}\"")).clicked() {
                list.remove(index);
                *changed = Some(path.into());
            }
        }
    });
}

/// One finding, under its field.
pub fn finding_ui(ui: &mut Ui, finding: &Finding) {
    let palette = Palette::current(ui);
    let color = if finding.severity == Severity::Error { palette.error } else { palette.warning };
    let word = if finding.severity == Severity::Error { "To mend: " } else { "Note: " };
    let help = if finding.help.is_empty() { String::new() } else { format!(" ({})", finding.help) };
    ui.add(Label::new(RichText::new(format!("{word}{}{help}", finding.message)).text_style(TextStyle::Small).color(color)).wrap());
}
