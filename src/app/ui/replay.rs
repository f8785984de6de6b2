//! Replay: the same people under two policies on one clock, each in her own place. Play, step and speed stand in the timeline of the frame.

use egui::{Align2, Button, ComboBox, Key, Painter, Pos2, ProgressBar, Rect, RichText, Sense, Shape, Stroke, StrokeKind, TextStyle, Ui, pos2, vec2};

use super::Commands;
use super::brush::{chip_ui, drawn};
use super::empty::empty_ui;
use super::widgets::{columns_ui, screen_heading, weak};
use crate::app::command::Command;
use crate::app::people::{Brush, PeopleStep, StreetMode};
use crate::app::plot::{card_ui, plot_ui, swatch_ui};
use crate::app::state::{Results, State};
use crate::app::tokens::{Palette, TARGET};
use crate::app::view::{Change, STREET, Standing, Street, Tag, grouped, tags};
use crate::simulate::Run;

/// Smallest and largest size of a place on the street.
const PLACE: (f32, f32) = (14.0, 24.0);
/// Size at which shapes are drawn as they are written down.
const USUAL: f32 = 15.0;
/// Height of the street where there is room, and what everything else takes of the window.
const HEIGHT: (f32, f32) = (200.0, 520.0);
const AROUND: f32 = 430.0;
/// Height of the line that names a segment.
const NAMES: f32 = 18.0;
/// What is left of a shape's colour where it is dimmed.
const DIMMED: f32 = 0.16;

/// The screen.
pub fn replay_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let Some(results) = &state.results else { return empty_ui(ui, state, commands) };
    let run = results.run.as_ref();
    ui.horizontal_wrapped(|ui| {
        screen_heading(ui, "Replay");
        pair_ui(ui, state, run, commands);
    });
    let Some(of) = state.people.lives_of(run) else { return empty_ui(ui, state, commands) };
    let Some(street) = state.people.street.get(&of) else { return waiting_ui(ui, state) };
    modes_ui(ui, state, street, commands);
    card_ui(ui, |ui| street_ui(ui, state, results, street, commands));
}

fn waiting_ui(ui: &mut Ui, state: &State) {
    let palette = Palette::current(ui);
    card_ui(ui, |ui| {
        if let Some(problem) = &state.people.street.problem {
            ui.label(RichText::new(format!("The street could not be lived again: {problem}. The run itself is safe.")).color(palette.error));
            return;
        }
        let (done, of) = state.people.street.progress;
        ui.label(format!("Living the days of {STREET} people again, under both variants."));
        let share = if of > 0 { done as f32 / of as f32 } else { 0.0 };
        ui.add(ProgressBar::new(share).desired_width(240.0).text(format!("{done} of {} people", if of > 0 { of as u64 } else { STREET })));
    });
}

/// Which two variants are looked at, and in which world.
pub fn pair_ui(ui: &mut Ui, state: &State, run: &Run, commands: &mut Commands) {
    let pair = state.people.pair(run);
    let tags = tags(&run.variants, run.baseline);
    for (side, words) in [(0, "First variant"), (1, "Second variant")] {
        let shown = tags.iter().find(|tag| tag.variant == pair[side]).map_or_else(String::new, Tag::short);
        let label = ui.label(if side == 0 { "Compare" } else { "with" });
        let combo = ComboBox::from_id_salt(("pair", side)).selected_text(shown).width(150.0).show_ui(ui, |ui| {
            for tag in &tags {
                if ui.selectable_label(tag.variant == pair[side], tag.short()).clicked() && tag.variant != pair[side] {
                    let mut chosen = pair;
                    // Two times the same life tells nothing: the two are swapped instead.
                    if chosen[1 - side] == tag.variant {
                        chosen[1 - side] = pair[side];
                    }
                    chosen[side] = tag.variant;
                    commands.push(Command::People(PeopleStep::Pair(chosen)));
                }
            }
        });
        combo.response.labelled_by(label.id).accessible_name(words);
    }
    if run.worlds.len() > 1 {
        let label = ui.label("in");
        let world = state.people.world.min(run.worlds.len() - 1);
        let combo = ComboBox::from_id_salt("people world").selected_text(format!("world {}", world + 1)).width(86.0).show_ui(ui, |ui| {
            for other in 0..run.worlds.len() {
                if ui.selectable_label(other == world, format!("world {}", other + 1)).clicked() {
                    commands.push(Command::People(PeopleStep::World(other)));
                }
            }
        });
        combo.response.labelled_by(label.id).accessible_name("World");
    }
}

fn modes_ui(ui: &mut Ui, state: &State, street: &Street, commands: &mut Commands) {
    ui.horizontal_wrapped(|ui| {
        for mode in StreetMode::ALL {
            let step = PeopleStep::Mode(mode);
            let button = ui.add(Button::new(step.label()).selected(mode == state.people.mode).min_size(vec2(TARGET, TARGET)));
            if button.on_hover_text(step.tooltip()).clicked() {
                commands.push(Command::People(step));
            }
        }
        if state.people.mode != StreetMode::Difference {
            let step = PeopleStep::OnlyDifferences;
            let mut only = state.people.only_differences;
            if ui.checkbox(&mut only, step.label()).on_hover_text(step.tooltip()).changed() {
                commands.push(Command::People(step));
            }
        }
        if state.people.mode == StreetMode::Flip {
            let step = PeopleStep::Flip;
            let label = format!("Show {}", street.tags[1].letter);
            let button = ui.add(Button::new(label).selected(state.people.flipped).min_size(vec2(TARGET, TARGET)));
            if button.on_hover_text(step.tooltip()).clicked() {
                commands.push(Command::People(step));
            }
            if state.settings.letter_keys {
                weak(ui, format!("hold X to see {} in place of {}", street.tags[1].letter, street.tags[0].letter));
            }
        }
        chip_ui(ui, state, commands);
        if state.people.brush.is_none() {
            weak(ui, "Drag over people to select them; click one for her story.");
        }
    });
}

fn street_ui(ui: &mut Ui, state: &State, results: &Results, street: &Street, commands: &mut Commands) {
    let (run, scope) = (results.run.as_ref(), state.selection.scope);
    let day = state.clock.day_of(street.days);
    let places = street.places(run, scope);
    let text = street.text(run, scope, day, &places, state.people.mode == StreetMode::Difference);
    let brush = state.people.brush.as_ref();
    let selected: Vec<usize> = places.iter().copied().filter(|&place| is_brushed(street, brush, place)).collect();
    let mut touched = Touched::default();
    plot_ui(ui, state, "street", &text, commands, |ui| {
        if places.is_empty() {
            weak(ui, "None of the people on the street belong to this filter. Clear the filter to see everybody.");
            return;
        }
        let only = state.people.only_differences;
        match state.people.mode {
            StreetMode::SideBySide => columns_ui(ui, 2, 16.0, |ui, side| {
                heading_ui(ui, street, side, day, &places, &selected);
                panel_ui(ui, (street, brush), Look::Side(side), day, &places, only, &mut touched);
            }),
            StreetMode::Difference => {
                let [better, same, worse] = street.changes(day, &places);
                let [one, other] = [street.tags[0].short(), street.tags[1].short()];
                ui.label(format!("{other} against {one}: {better} stand better, {worse} stand worse, {same} the same"));
                if !selected.is_empty() {
                    let [better, same, worse] = street.changes(day, &selected);
                    ui.label(format!("{} selected: {better} stand better, {worse} stand worse, {same} the same", selected.len()));
                }
                panel_ui(ui, (street, brush), Look::Difference, day, &places, false, &mut touched);
            }
            StreetMode::Flip => {
                let typing = ui.ctx().egui_wants_keyboard_input();
                let held = state.settings.letter_keys && !typing && ui.input(|input| input.key_down(Key::X));
                let side = usize::from(state.people.flipped != held);
                heading_ui(ui, street, side, day, &places, &selected);
                panel_ui(ui, (street, brush), Look::Side(side), day, &places, only, &mut touched);
            }
        }
        key_ui(ui, state.people.mode);
    });
    if let Some(places) = touched.brushed {
        let people = places.into_iter().filter_map(|place| street.people.get(place)).map(|passer| passer.customer).collect();
        commands.push(Command::People(PeopleStep::Brush(people)));
    } else if let Some(passer) = touched.clicked.and_then(|place| street.people.get(place)) {
        commands.push(Command::People(PeopleStep::Open(passer.customer)));
    }
}

/// What a panel shows.
#[derive(Clone, Copy, PartialEq)]
enum Look {
    /// One of the two variants.
    Side(usize),
    /// The second against the first.
    Difference,
}

impl Look {
    /// Tells panels apart.
    fn name(self) -> &'static str {
        match self {
            Self::Side(0) => "first",
            Self::Side(_) => "second",
            Self::Difference => "difference",
        }
    }
}

/// What was done with people of a panel: places on the street.
#[derive(Default)]
struct Touched {
    /// Whoever was clicked.
    clicked: Option<usize>,
    /// Everybody in a rectangle that was drawn.
    brushed: Option<Vec<usize>>,
}

fn is_brushed(street: &Street, brush: Option<&Brush>, place: usize) -> bool {
    let Some(brush) = brush else { return false };
    street.people.get(place).is_some_and(|passer| brush.holds(passer.customer))
}

/// The variant of a panel, and how many stand how; those selected in a line of their own.
fn heading_ui(ui: &mut Ui, street: &Street, side: usize, day: usize, places: &[usize], selected: &[usize]) {
    let palette = Palette::current(ui);
    let Some(tag) = street.tags.get(side) else { return };
    swatch_ui(ui, tag);
    let counts = street.counts(side, day, places);
    ui.label(RichText::new(format!("Day {day}: {}", counts.words())).color(palette.strong));
    if !selected.is_empty() {
        let counts = street.counts(side, day, selected);
        ui.label(RichText::new(format!("{} selected: {}", selected.len(), counts.words())).color(palette.link));
    }
}

/// Draws people in their places; notes who is clicked, and who lies in a rectangle that is drawn.
fn panel_ui(
    ui: &mut Ui,
    (street, brush): (&Street, Option<&Brush>),
    look: Look,
    day: usize,
    places: &[usize],
    only_differences: bool,
    touched: &mut Touched,
) {
    let palette = Palette::current(ui);
    let width = ui.available_width();
    let groups: Vec<&[usize]> = places.chunk_by(|a, b| segment(street, *a) == segment(street, *b)).collect();
    let columns_of = |size: f32| ((width / size) as usize).max(8);
    let height_of = |size: f32| groups.iter().map(|group| NAMES + size * group.len().div_ceil(columns_of(size)) as f32).sum::<f32>();
    let room = (ui.ctx().content_rect().height() - AROUND).clamp(HEIGHT.0, HEIGHT.1);
    let mut size = PLACE.1;
    while size > PLACE.0 && height_of(size) > room {
        size -= 1.0;
    }
    let (columns, height) = (columns_of(size), height_of(size));
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click_and_drag());
    let drawing = drawn(ui, &response, look.name());
    let mut inside = Vec::new();
    let painter = ui.painter_at(rect.expand(2.0));
    let pointer = response.hover_pos();
    let mut shapes = Vec::with_capacity(places.len() + 8);
    let mut top = rect.top();
    let mut under = None;
    for group in groups {
        let Some(first) = group.first() else { continue };
        let name = street.segments.get(segment(street, *first)).map_or("", String::as_str);
        let words = format!("{name}, {}", grouped(group.len() as f64));
        painter.text(pos2(rect.left(), top + NAMES / 2.0), Align2::LEFT_CENTER, words, TextStyle::Small.resolve(ui.style()), palette.weak);
        top += NAMES;
        for (index, &place) in group.iter().enumerate() {
            let corner = pos2(rect.left() + size * (index % columns) as f32, top + size * (index / columns) as f32);
            let cell = Rect::from_min_size(corner, vec2(size, size));
            if pointer.is_some_and(|pointer| cell.contains(pointer)) {
                under = Some((place, cell));
            }
            if drawing.as_ref().is_some_and(|drawn| drawn.rect.contains(cell.center())) {
                inside.push(place);
            }
            if is_brushed(street, brush, place) {
                shapes.push(Shape::rect_stroke(cell.shrink(1.0), 2.0, Stroke::new(1.0, palette.link), StrokeKind::Inside));
            }
            let dim = only_differences && street.agrees(place, day);
            person(&mut shapes, street, look, day, place, (cell.center(), size / USUAL), palette, dim);
        }
        top += size * group.len().div_ceil(columns) as f32;
    }
    painter.extend(shapes);
    if let Some(drawn) = drawing {
        if drawn.done {
            touched.brushed = Some(inside);
        }
        return;
    }
    let Some((place, cell)) = under else { return };
    painter.rect_stroke(cell, 3.0, Stroke::new(1.5, palette.strong), StrokeKind::Inside);
    let clicked = response.clicked();
    response.on_hover_text_at_pointer(street.hover(place, day));
    if clicked {
        touched.clicked = Some(place);
    }
}

fn segment(street: &Street, place: usize) -> usize {
    street.people.get(place).map_or(0, |passer| passer.segment)
}

/// One person: her state as a shape; the colour repeats it.
fn person(shapes: &mut Vec<Shape>, street: &Street, look: Look, day: usize, place: usize, (at, scale): (Pos2, f32), palette: &Palette, dim: bool) {
    let faded = |color: egui::Color32| if dim { color.gamma_multiply(DIMMED) } else { color };
    match look {
        Look::Difference => match street.change(place, day) {
            Change::Better => shapes.push(arrow(at, 5.0 * scale, palette.better, true)),
            Change::Worse => shapes.push(arrow(at, 5.0 * scale, palette.worse, false)),
            Change::Same => shapes.push(Shape::circle_filled(at, 1.5, palette.axis)),
        },
        Look::Side(side) => {
            let Some(evening) = street.evening(side, place, day) else { return };
            let color = faded(color(evening.standing, palette));
            standing(shapes, evening.standing, (at, scale), color, evening.off);
        }
    }
}

/// The colour that repeats a state.
fn color(standing: Standing, palette: &Palette) -> egui::Color32 {
    match standing {
        Standing::Fine => palette.better,
        Standing::Uneasy => palette.warning,
        Standing::Over => palette.worse,
        Standing::Left => palette.weak,
        Standing::NotYet => palette.axis,
    }
}

/// The shape of a state; an outline where personalization is switched off.
fn standing(shapes: &mut Vec<Shape>, standing: Standing, (at, scale): (Pos2, f32), color: egui::Color32, off: bool) {
    let line = Stroke::new(1.5 * scale.sqrt(), color);
    let by = |x: f32, y: f32| at + vec2(x * scale, y * scale);
    match standing {
        Standing::Fine if off => shapes.push(Shape::circle_stroke(at, 4.0 * scale, line)),
        Standing::Fine => shapes.push(Shape::circle_filled(at, 4.2 * scale, color)),
        Standing::Uneasy => {
            let points = vec![by(0.0, -5.4), by(5.2, 4.2), by(-5.2, 4.2)];
            shapes.push(if off { Shape::closed_line(points, line) } else { Shape::convex_polygon(points, color, Stroke::NONE) });
        }
        Standing::Over => {
            let square = Rect::from_center_size(at, vec2(9.2 * scale, 9.2 * scale));
            shapes.push(if off { Shape::rect_stroke(square, 0.0, line, StrokeKind::Inside) } else { Shape::rect_filled(square, 0.0, color) });
        }
        Standing::Left => {
            let thick = Stroke::new(1.8 * scale.sqrt(), color);
            shapes.push(Shape::line_segment([by(-3.8, -3.8), by(3.8, 3.8)], thick));
            shapes.push(Shape::line_segment([by(-3.8, 3.8), by(3.8, -3.8)], thick));
        }
        Standing::NotYet => shapes.push(Shape::circle_filled(at, 1.3, color)),
    }
}

/// A triangle that points up or down.
fn arrow(at: Pos2, size: f32, color: egui::Color32, up: bool) -> Shape {
    let way = if up { 1.0 } else { -1.0 };
    let points = vec![at + vec2(0.0, -size * way), at + vec2(size, 0.8 * size * way), at + vec2(-size, 0.8 * size * way)];
    Shape::convex_polygon(points, color, Stroke::NONE)
}

/// What the shapes mean.
fn key_ui(ui: &mut Ui, mode: StreetMode) {
    let palette = Palette::current(ui);
    ui.horizontal_wrapped(|ui| {
        let mut entry = |words: &str, draw: &dyn Fn(&Painter, Pos2)| {
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                let (rect, _) = ui.allocate_exact_size(vec2(14.0, 14.0), Sense::hover());
                draw(ui.painter(), rect.center());
                weak(ui, words);
            });
        };
        if mode == StreetMode::Difference {
            entry("stands better", &|painter, at| {
                painter.add(arrow(at, 5.0, palette.better, true));
            });
            entry("stands worse", &|painter, at| {
                painter.add(arrow(at, 5.0, palette.worse, false));
            });
            entry("the same", &|painter, at| {
                painter.circle_filled(at, 1.5, palette.axis);
            });
            return;
        }
        for (state, words) in [
            (Standing::Fine, "fine"),
            (Standing::Uneasy, "uneasy: over 70% of her own line"),
            (Standing::Over, "over her line"),
            (Standing::Left, "left"),
        ] {
            entry(words, &|painter, at| {
                let mut shapes = Vec::new();
                standing(&mut shapes, state, (at, 1.0), color(state, palette), false);
                painter.extend(shapes);
            });
        }
        entry("outline: personalization switched off", &|painter, at| {
            painter.circle_stroke(at, 4.0, Stroke::new(1.5, palette.text));
        });
    });
}
