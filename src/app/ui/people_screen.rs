//! People: everybody of a world, one row each, or the story of whoever is opened.

use egui::{Align, Button, Layout, ProgressBar, RichText, ScrollArea, Sense, Shape, Stroke, TextEdit, TextStyle, Ui, vec2};
use egui_extras::{Column as Width, TableBuilder, TableRow};

use super::Commands;
use super::brush::chip_ui;
use super::empty::empty_ui;
use super::replay::pair_ui;
use super::story::story_ui;
use super::widgets::{labelled_button, screen_heading, weak};
use crate::app::command::Command;
use crate::app::people::{PeopleStep, Register};
use crate::app::plot::card_ui;
use crate::app::state::{Results, State};
use crate::app::tokens::{Palette, TARGET};
use crate::app::view::{Column, Pick, RollView, Sort, expected_text, grouped, people, tags};
use crate::ledger::Scope;
use crate::report::story::person_id;
use crate::simulate::Run;

/// Height of a row.
const ROW: f32 = 24.0;
/// Width of the first column.
const NUMBER: f32 = 78.0;
/// Height, in points, below which the screen scrolls as a whole, so that some rows can always be seen.
const LOWEST: f32 = 330.0;

/// The screen.
pub fn people_screen_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(results) = &state.results else {
        ScrollArea::vertical().id_salt("people").auto_shrink([false, false]).show(ui, |ui| empty_ui(ui, state, commands));
        return;
    };
    if let Some(customer) = state.people.reading.customer {
        ScrollArea::vertical().id_salt("story").auto_shrink([false, false]).show(ui, |ui| story_ui(ui, state, results, customer, commands));
        return;
    }
    if ui.available_height() < LOWEST {
        ScrollArea::vertical().id_salt("people").auto_shrink([false, false]).show(ui, |ui| everybody_ui(ui, state, results, commands));
    } else {
        everybody_ui(ui, state, results, commands);
    }
}

fn everybody_ui(ui: &mut Ui, state: &State, results: &Results, commands: &mut Commands) {
    let run = results.run.as_ref();
    ui.horizontal_wrapped(|ui| {
        screen_heading(ui, "People");
        pair_ui(ui, state, run, commands);
    });
    order_ui(ui, state, run, commands);
    ui.horizontal_wrapped(|ui| {
        chip_ui(ui, state, commands);
        if state.people.brush.is_none() && state.people.register.roll.is_complete() {
            weak(ui, "Shift+click on two rows selects those between them, Ctrl+click one more.");
        }
    });
    arrival_ui(ui, state, run, commands);
    card_ui(ui, |ui| rows_ui(ui, state, results, commands));
}

/// Whose lives are shown, quick picks, and the field that finds somebody.
fn order_ui(ui: &mut Ui, state: &State, run: &Run, commands: &mut Commands) {
    let register = &state.people.register;
    let complete = register.roll.is_complete() && register.roll.has_lives();
    ui.horizontal_wrapped(|ui| {
        ui.label("Lives under");
        let names = tags(&run.variants, run.baseline);
        let pair = state.people.pair(run);
        let letter = |variant: usize| names.iter().find(|tag| tag.variant == variant).map_or_else(String::new, |tag| tag.letter.clone());
        let views = [
            (RollView::Side(0), letter(pair[0])),
            (RollView::Side(1), letter(pair[1])),
            (RollView::Change, format!("{} minus {}", letter(pair[1]), letter(pair[0]))),
        ];
        for (view, words) in views {
            let button = ui.add(Button::new(&words).selected(view == register.view()).min_size(vec2(TARGET, TARGET)));
            if button.on_hover_text(PeopleStep::View(view).tooltip()).accessible_name(format!("Lives under {words}")).clicked() {
                commands.push(Command::People(PeopleStep::View(view)));
            }
        }
        ui.separator();
        for pick in Pick::ALL {
            let step = PeopleStep::Sort(Sort::Pick(pick));
            let button = Button::new(step.label()).selected(register.sort() == Sort::Pick(pick)).min_size(vec2(TARGET, TARGET));
            if ui.add_enabled(complete, button).on_hover_text(step.tooltip()).clicked() {
                commands.push(Command::People(step));
            }
        }
        ui.separator();
        let mut typed = register.find.clone();
        let field = ui.add(TextEdit::singleline(&mut typed).hint_text("Find a person: P-000417").desired_width(160.0));
        let field = field.on_hover_text(PeopleStep::Find(String::new()).tooltip()).accessible_name("Find a person");
        if field.changed() {
            commands.push(Command::People(PeopleStep::Find(typed.clone())));
        }
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter));
        let found = crate::report::story::person_number(&typed);
        let open = ui.add_enabled(found.is_some(), Button::new("Open").min_size(vec2(TARGET, TARGET))).accessible_name("Open the person found");
        if let Some(customer) = found.filter(|_| entered || open.clicked()) {
            commands.push(Command::People(PeopleStep::Open(customer)));
        }
    });
}

/// How far everybody has arrived; and the way to start where that takes long.
fn arrival_ui(ui: &mut Ui, state: &State, run: &Run, commands: &mut Commands) {
    let register = &state.people.register;
    let palette = Palette::current(ui);
    ui.horizontal_wrapped(|ui| {
        if let Some(problem) = &register.problem {
            ui.label(RichText::new(format!("Nobody could be lived again: {problem}. The run itself is safe.")).color(palette.error));
            return;
        }
        let (arrived, all) = (register.roll.arrived(), register.roll.len());
        if register.errand.is_some() {
            let what = if register.roll.has_lives() { "lived again" } else { "looked up" };
            ui.add(ProgressBar::new(arrived as f32 / all.max(1) as f32).desired_width(200.0));
            ui.label(format!("{} of {} people {what}", grouped(arrived as f64), grouped(all as f64)));
            labelled_button(ui, &Command::People(PeopleStep::Stop), "Stop", true, commands);
        } else if register.of.is_none() {
            weak(ui, "Everybody is lived again when the run has ended.");
        } else if !register.roll.has_lives() || !register.roll.is_complete() {
            let seconds = expected_seconds(run);
            let step = Command::People(PeopleStep::Census);
            labelled_button(ui, &step, &format!("Live everybody again ({})", expected_text(seconds)), true, commands);
            let words = if register.roll.has_lives() {
                format!("Stopped: {} of {} people are there; rows stand in order of number.", grouped(arrived as f64), grouped(all as f64))
            } else {
                format!("{} people: their lives fill the columns once they are lived again.", grouped(all as f64))
            };
            weak(ui, words);
        } else {
            weak(ui, shown_words(state, run, register));
        }
    });
}

fn shown_words(state: &State, run: &Run, register: &Register) -> String {
    let scope = state.selection.scope;
    let rows = register.order.latest().map_or(0, |order| order.len());
    let whose = match (&state.people.brush, scope) {
        (Some(_), Scope::All) => "selected by hand".to_owned(),
        (Some(_), _) => format!("selected by hand, of {}", people(&run.scenario, scope)),
        (None, Scope::All) => "everybody".to_owned(),
        (None, _) => people(&run.scenario, scope),
    };
    let rule = match register.sort() {
        Sort::Pick(pick) => pick.rule().to_owned(),
        Sort::Column { column, down } => format!("By {}, {} first.", column.head(), if down { "largest" } else { "smallest" }),
        Sort::Number { .. } => "In order of number.".into(),
    };
    let change = if register.view() == RollView::Change { " Numbers are differences." } else { "" };
    format!("{} people, {whose}, of world {}. {rule}{change}", grouped(rows as f64), state.people.world.min(run.worlds.len().saturating_sub(1)) + 1)
}

/// How long everybody takes: the run's own pace, for two of its variants.
fn expected_seconds(run: &Run) -> f64 {
    let pace = if run.customer_days > 0 { run.cpu_seconds / run.customer_days as f64 } else { 0.0 };
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get) as f64;
    pace * (run.scenario.population.customers * run.scenario.experiment.days * 2) as f64 / cores
}

fn rows_ui(ui: &mut Ui, state: &State, results: &Results, commands: &mut Commands) {
    let register = &state.people.register;
    let roll = &register.roll;
    let view = register.view();
    let sorted = register.roll.is_complete() && register.errand.is_none();
    let order = register.order.latest().filter(|_| sorted);
    let rows = order.map_or(roll.len(), |order| order.len());
    if rows == 0 && sorted && order.is_some() {
        weak(ui, "Nobody belongs to this filter. Clear the filter or the selection to see everybody.");
        return;
    }
    let height = Some(ui.available_height()).filter(|height| height.is_finite()).unwrap_or(LOWEST).max(160.0);
    let head = |ui: &mut Ui, sort: Sort, words: &str, meaning: &str, commands: &mut Commands| {
        let current = register.sort();
        let down = match (sort, current) {
            (Sort::Number { .. }, Sort::Number { down }) => Some(down),
            (Sort::Column { column, .. }, Sort::Column { column: other, down }) if column == other => Some(down),
            _ => None,
        };
        let room = if down.is_some() { "    " } else { "" };
        let text = RichText::new(format!("{words}{room}")).text_style(TextStyle::Small);
        let button = ui.add_enabled(sorted, Button::new(text).selected(down.is_some()).frame(down.is_some()).min_size(vec2(20.0, TARGET)));
        if let Some(down) = down {
            let (at, way) = (button.rect.right_center() - vec2(9.0, 0.0), if down { 3.0 } else { -3.0 });
            let points = vec![at + vec2(-4.0, -way), at + vec2(4.0, -way), at + vec2(0.0, way)];
            ui.painter().add(Shape::convex_polygon(points, Palette::current(ui).strong, Stroke::NONE));
        }
        if button.on_hover_text(meaning).accessible_name(format!("Sort by {words}")).clicked() {
            let next = match sort {
                Sort::Number { .. } => Sort::Number { down: down == Some(false) },
                Sort::Column { column, .. } => Sort::Column { column, down: down != Some(true) },
                Sort::Pick(_) => sort,
            };
            commands.push(Command::People(PeopleStep::Sort(next)));
        }
    };
    ScrollArea::horizontal().id_salt("people columns").auto_shrink([false, false]).show(ui, |ui| {
        // So that all columns fit into the least window.
        ui.spacing_mut().item_spacing.x = 3.0;
        let mut table =
            TableBuilder::new(ui).id_salt("people rows").striped(true).sense(Sense::click()).cell_layout(Layout::left_to_right(Align::Center));
        table = table
            .auto_shrink([false, false])
            .min_scrolled_height(120.0)
            .max_scroll_height((height - ROW - 16.0).max(120.0))
            .column(Width::exact(NUMBER));
        for column in Column::ALL {
            let width = if column == Column::Outcome { Width::remainder().at_least(column.width()) } else { Width::exact(column.width()) };
            table = table.column(width.clip(true));
        }
        let table = table.header(ROW + 4.0, |mut header| {
            header.col(|ui| head(ui, Sort::Number { down: false }, "person", "Number of the person.", commands));
            for column in Column::ALL {
                header.col(|ui| head(ui, Sort::Column { column, down: true }, column.head(), column.meaning(), commands));
            }
        });
        table.body(|body| {
            body.rows(ROW, rows, |mut row| {
                let index = row.index();
                let person = order.map_or(index, |order| order.get(index).map_or(index, |person| *person as usize));
                row_ui(&mut row, results, roll, view, person, commands);
            });
        });
    });
}

fn row_ui(row: &mut TableRow<'_, '_>, results: &Results, roll: &crate::app::view::Roll, view: RollView, person: usize, commands: &mut Commands) {
    let id = person_id(person as u64);
    let mut open = false;
    let mut held = egui::Modifiers::NONE;
    row.col(|ui| {
        held = ui.input(|input| input.modifiers);
        let palette = Palette::current(ui);
        let button = ui.add(Button::new(RichText::new(&id).color(palette.link)).frame(false).min_size(vec2(20.0, ROW - 2.0)));
        open |= button.accessible_name(format!("Story of {id}")).clicked();
    });
    for column in Column::ALL {
        let (_, response) = row.col(|ui| {
            let palette = Palette::current(ui);
            let words = match column {
                Column::Segment => {
                    let segments = &results.run.scenario.population.segments;
                    roll.segment(person).and_then(|segment| segments.get(segment)).map_or_else(|| "...".to_owned(), |segment| segment.name.clone())
                }
                _ => roll.words(person, view, column),
            };
            let over = matches!(column, Column::Highest | Column::Last | Column::DaysOver) && roll.value(person, view, column) > 0.0;
            let color = if over { palette.worse } else { palette.text };
            ui.add(egui::Label::new(RichText::new(words).color(color)).selectable(false).truncate());
        });
        open |= response.clicked();
    }
    if open {
        let person = person as u64;
        commands.push(Command::People(match (held.shift, held.command) {
            (true, _) => PeopleStep::BrushTo(person),
            (false, true) => PeopleStep::BrushOne(person),
            (false, false) => PeopleStep::Open(person),
        }));
    }
}
