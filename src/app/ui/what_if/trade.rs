//! Benefit against harm: each policy as a cross of two intervals, what is forbidden, the front as steps, arrows from the baseline.

use egui::accesskit::Role;
use egui::{Align2, Color32, Label, Rect, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use super::super::Commands;
use super::super::widgets::weak;
use super::pick_ui;
use crate::app::command::Command;
use crate::app::plot::{Axis, Chart, hatch, heading_ui, marker, plot_ui};
use crate::app::state::State;
use crate::app::tokens::{Dash, Look, MARKER, Marker, THIN};
use crate::app::view::{TradeMark, TradeView, aim_axis, aims, tick_text};
use crate::app::what_if::MapStep;
use crate::experiment::{Aim, Permit};

/// Height of the plot.
const HEIGHT: f32 = 380.0;
/// Points of the map up to which their intervals are drawn.
const MOST_CROSSES: usize = 60;
/// Points of the map up to which each can be reached on its own.
const MOST_TARGETS: usize = 400;
/// Longest name beside a mark, in letters.
const NAME: usize = 28;

/// The picture with its axes to choose.
pub fn trade_ui(ui: &mut Ui, state: &State, commands: &mut Commands) {
    let map = &state.what_if;
    let Some((_, view)) = &map.trade else { return };
    if view.marks.is_empty() {
        heading_ui(ui, "What does benefit cost in harm?");
        let words = if state.flight.is_flying() {
            "Running: the first world is on its way."
        } else {
            "Here stands every variant of the run, and every point of the map, as benefit against harm. Run the scenario or fly the map to see it."
        };
        ui.add(Label::new(words).wrap());
        for aim in [(true, map.benefit), (false, map.harm)] {
            aim_ui(ui, aim.0, aim.1, commands);
        }
        return;
    }
    let mut asked = Commands::new();
    plot_ui(ui, state, "benefit against harm", &view.text, commands, |ui| {
        aim_ui(ui, true, map.benefit, &mut asked);
        picture_ui(ui, view, &mut asked);
        ui.horizontal(|ui| {
            ui.add_space((ui.available_width() / 2.0 - 190.0).max(0.0));
            aim_ui(ui, false, map.harm, &mut asked);
        });
    });
    commands.append(&mut asked);
}

/// The metric of an axis.
fn aim_ui(ui: &mut Ui, on_benefit: bool, own: Aim, commands: &mut Commands) {
    let (name, salt) = if on_benefit { ("Benefit, upward", "benefit axis") } else { ("Harm, to the right", "harm axis") };
    pick_ui(ui, name, salt, own.metric.label(), 240.0, |ui| {
        for aim in aims() {
            if ui.selectable_label(aim == own, aim.metric.label()).on_hover_text(aim.metric.hover()).clicked() {
                commands.push(Command::Map(if on_benefit { MapStep::SetBenefit(aim) } else { MapStep::SetHarm(aim) }));
            }
        }
    });
}

fn picture_ui(ui: &mut Ui, view: &TradeView, commands: &mut Commands) {
    let axis =
        |aim: Aim, on_benefit: bool| Axis::new(aim_axis(aim), view.range(on_benefit), 6, |value, step| tick_text(aim.metric, value, step, true));
    let (x, y) = (axis(view.harm, false), axis(view.benefit, true));
    let (chart, _) = Chart::new(ui, vec2(ui.available_width(), HEIGHT), &x, &y, 16.0);
    forbidden(&chart, view);
    chart.level(0.0, chart.palette.axis);
    chart.upright(0.0, "", chart.palette.axis);
    let points: Vec<&TradeMark> = view.marks.iter().filter(|mark| mark.tag.is_none()).collect();
    steps(&chart, &view.map_steps, chart.palette.weak, Dash::Short);
    steps(&chart, &view.run_steps, chart.palette.strong, Dash::Solid);
    for mark in &points {
        map_point(&chart, mark, points.len() <= MOST_CROSSES);
    }
    let origin = chart.point(0.0, 0.0);
    let mut taken: Vec<Rect> = Vec::new();
    for mark in view.marks.iter().filter(|mark| mark.tag.is_some()) {
        let to = chart.point(mark.harm.mean, mark.benefit.mean);
        arrow(&chart, origin, to);
    }
    marker(&chart.inside, origin, MARKER + 1.0, chart.palette.look(1, 1), true);
    label(&chart, origin, "baseline", &mut taken);
    for mark in view.marks.iter().filter(|mark| mark.tag.is_some()) {
        variant(&chart, mark, &mut taken);
    }
    if view.marks.len() <= MOST_TARGETS {
        for (place, mark) in view.marks.iter().enumerate() {
            target(ui, &chart, view, (place, mark), commands);
        }
    }
    if points.len() > MOST_CROSSES {
        weak(ui, "Intervals of the map's points are left out here: the table holds them.");
    }
}

fn forbidden(chart: &Chart, view: &TradeView) {
    let area = chart.area;
    for one in &view.forbidden {
        let (side, ends, metric) = if one.on_benefit {
            let at = chart.y(one.limit);
            let side = if one.above {
                Rect::from_min_max(area.left_top(), pos2(area.right(), at))
            } else {
                Rect::from_min_max(pos2(area.left(), at), area.right_bottom())
            };
            (side, [pos2(area.left(), at), pos2(area.right(), at)], view.benefit.metric)
        } else {
            let at = chart.x(one.limit);
            let side = if one.above {
                Rect::from_min_max(pos2(at, area.top()), area.right_bottom())
            } else {
                Rect::from_min_max(area.left_top(), pos2(at, area.bottom()))
            };
            (side, [pos2(at, area.top()), pos2(at, area.bottom())], view.harm.metric)
        };
        hatch(&chart.inside, side, chart.palette.hatch);
        chart.inside.line_segment(ends, Stroke::new(2.4, chart.palette.worse));
        let words = format!("{} limit", crate::experiment::format_difference(metric, one.limit));
        let galley = chart.around.layout_no_wrap(words, chart.font.clone(), chart.palette.text);
        let corner = ends[0] + vec2(4.0, 3.0);
        let corner = pos2(corner.x.clamp(area.left(), (area.right() - galley.size().x - 3.0).max(area.left())), corner.y);
        chart.inside.rect_filled(Rect::from_min_size(corner, galley.size()).expand(2.0), 2.0, chart.palette.card);
        chart.inside.galley(corner, galley, chart.palette.text);
    }
}

fn steps(chart: &Chart, corners: &[(f64, f64)], color: Color32, dash: Dash) {
    let points: Vec<[f64; 2]> = corners.iter().map(|(harm, benefit)| [*harm, *benefit]).collect();
    chart.line(&points, Look { color, dash, marker: Marker::Circle }, 1.6);
}

fn arrow(chart: &Chart, from: egui::Pos2, to: egui::Pos2) {
    let way = to - from;
    if way.length() < 14.0 {
        return;
    }
    let tip = to - way.normalized() * 8.0;
    let back = way.normalized() * 7.0;
    let stroke = Stroke::new(1.2, chart.palette.axis);
    chart.inside.line_segment([from, tip], stroke);
    for side in [back.rot90(), -back.rot90()] {
        chart.inside.line_segment([tip, tip - back + side * 0.5], stroke);
    }
}

fn cross(chart: &Chart, mark: &TradeMark, color: Color32, width: f32) {
    if let Some((low, high)) = mark.harm.outer {
        chart.inside.line_segment([chart.point(low, mark.benefit.mean), chart.point(high, mark.benefit.mean)], Stroke::new(width, color));
    }
    if let Some((low, high)) = mark.benefit.outer {
        chart.inside.line_segment([chart.point(mark.harm.mean, low), chart.point(mark.harm.mean, high)], Stroke::new(width, color));
    }
}

fn map_point(chart: &Chart, mark: &TradeMark, crosses: bool) {
    let palette = chart.palette;
    let color = if mark.on_front { palette.text } else { palette.band(palette.text, 0.5) };
    if crosses {
        cross(chart, mark, palette.band(palette.text, if mark.on_front { 0.6 } else { 0.22 }), 1.0);
    }
    permit_mark(chart, mark, Look { color, dash: Dash::Solid, marker: Marker::Circle }, 3.2);
}

fn variant(chart: &Chart, mark: &TradeMark, taken: &mut Vec<Rect>) {
    let Some(tag) = &mark.tag else { return };
    let look = chart.palette.look(tag.variant, tag.baseline);
    cross(chart, mark, look.color, THIN + 0.7);
    let at = chart.point(mark.harm.mean, mark.benefit.mean);
    chart.inside.circle_filled(at, MARKER + 2.0, chart.palette.card);
    permit_mark(chart, mark, look, MARKER + 1.0);
    let short: String = mark.name.chars().take(NAME).collect();
    label(chart, at, &if short.len() < mark.name.len() { format!("{short}...") } else { short }, taken);
}

/// Filled within every limit or where none is set, hollow where it cannot be told, crossed out where a limit is crossed.
fn permit_mark(chart: &Chart, mark: &TradeMark, look: Look, radius: f32) {
    let at = chart.point(mark.harm.mean, mark.benefit.mean);
    marker(&chart.inside, at, radius, look, matches!(mark.permit, Permit::Allowed | Permit::Unguarded));
    if mark.permit == Permit::Forbidden {
        let arm = radius + 2.5;
        chart.inside.line_segment([at - vec2(arm, -arm), at + vec2(arm, -arm)], Stroke::new(1.8, look.color));
    }
}

/// A name beside a mark, moved down until it covers no other.
fn label(chart: &Chart, at: egui::Pos2, text: &str, taken: &mut Vec<Rect>) {
    let galley = chart.around.layout_no_wrap(text.to_owned(), chart.font.clone(), chart.palette.text);
    let right = at.x + 12.0 + galley.size().x < chart.area.right();
    let corner = pos2(if right { at.x + 10.0 } else { at.x - 10.0 - galley.size().x }, at.y - galley.size().y - 4.0);
    let corner = corner.max(chart.area.left_top());
    let mut rect = Rect::from_min_size(corner, galley.size()).expand2(vec2(2.0, 0.0));
    while taken.iter().any(|other| other.intersects(rect)) && rect.bottom() < chart.area.bottom() {
        rect = rect.translate(vec2(0.0, galley.size().y + 1.0));
    }
    taken.push(rect);
    chart.inside.rect_filled(rect, 2.0, chart.palette.band(chart.palette.card, 0.85));
    chart.inside.text(rect.left_top() + vec2(2.0, 0.0), Align2::LEFT_TOP, text, chart.font.clone(), chart.palette.text);
}

fn target(ui: &mut Ui, chart: &Chart, view: &TradeView, (place, mark): (usize, &TradeMark), commands: &mut Commands) {
    let at = chart.point(mark.harm.mean, mark.benefit.mean);
    let id = ui.scope_id().with(("policy", place));
    let response = ui.interact(Rect::from_center_size(at, vec2(16.0, 16.0)), id, Sense::click());
    let number = |aim: Aim, value: f64| format!("{} {}", aim.metric.label(), crate::experiment::format_difference(aim.metric, value));
    let words = format!("{}: {}, {}", mark.name, number(view.benefit, mark.benefit.mean), number(view.harm, mark.harm.mean));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &words));
    if response.has_focus() {
        chart.inside.circle_stroke(at, 9.0, Stroke::new(2.2, chart.palette.link));
    }
    if response.clicked()
        && let Some(point) = mark.point
    {
        commands.push(Command::Map(MapStep::Select(Some(point))));
    }
    if response.hovered() {
        response.on_hover_text_at_pointer(words);
    }
}
