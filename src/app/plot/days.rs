//! Plots by day: bands, lines in each variant's style, labels at their ends, and one crosshair for all plots of a screen.

use egui::{Id, Stroke, Ui, pos2, vec2};

use super::axes::{Axis, Chart};
use crate::app::tokens::{LINE, Look};

/// A band: day, lower, upper.
pub struct DayBand {
    /// Points.
    pub points: Vec<[f64; 3]>,
    /// Opacity.
    pub strength: f32,
}

/// One line with its bands.
pub struct DayLine {
    /// How it is drawn.
    pub look: Look,
    /// Label at its end; a line without one has none under the pointer either.
    pub end: String,
    /// Day and value.
    pub points: Vec<[f64; 2]>,
    /// Bands, the widest first.
    pub bands: Vec<DayBand>,
}

/// Least room for end labels, so that the days of plots one above the other are in line.
const LABELS: f32 = 92.0;

/// A plot by day. `zero` draws the zero line; `hover` words the value under the pointer.
pub fn days_ui(ui: &mut Ui, height: f32, days: usize, y: &Axis, lines: &[DayLine], zero: bool, hover: impl Fn(f64) -> String) {
    moments_ui(ui, (height, days), y, lines, &[], zero, hover);
}

/// The same with upright lines where something happens: a day and a word.
pub fn moments_ui(
    ui: &mut Ui,
    (height, days): (f32, usize),
    y: &Axis,
    lines: &[DayLine],
    moments: &[(usize, &str)],
    zero: bool,
    hover: impl Fn(f64) -> String,
) {
    let x = Axis::new("day", (1.0, (days as f64).max(2.0)), 6, |value, _| format!("{value:.0}"));
    let x = with_ends(x, days);
    let font = egui::TextStyle::Small.resolve(ui.style());
    let label_width =
        lines.iter().map(|line| ui.painter().layout_no_wrap(line.end.clone(), font.clone(), egui::Color32::PLACEHOLDER).size().x).fold(0.0, f32::max);
    let (chart, response) = Chart::new(ui, vec2(ui.available_width(), height), &x, y, (label_width + 22.0).max(LABELS));
    for line in lines {
        for band in &line.bands {
            chart.band(&band.points, chart.palette.band(line.look.color, band.strength));
        }
    }
    if zero {
        chart.level(0.0, chart.palette.axis);
    }
    for line in lines {
        chart.line(&line.points, line.look, LINE);
        // A few markers along the line tell lines apart in grey, too.
        let step = (line.points.len() / 5).max(1);
        for [day, value] in line.points.iter().skip(step / 2).step_by(step) {
            super::marker(&chart.inside, chart.point(*day, *value), 3.2, line.look, true);
        }
    }
    mark_moments(&chart, moments);
    mark_notes(ui, &chart);
    let ends: Vec<(f64, String, Look)> =
        lines.iter().filter(|line| !line.end.is_empty()).filter_map(|line| Some((line.points.last()?[1], line.end.clone(), line.look))).collect();
    chart.end_labels(&ends);
    crosshair(ui, &chart, &response, lines, days, hover);
}

/// Upright lines with words at their top; words that would cover each other go to the next of three rows.
fn mark_moments(chart: &Chart, moments: &[(usize, &str)]) {
    let color = chart.palette.weak;
    let row = chart.font.size + 2.0;
    let mut free = [f32::NEG_INFINITY; 3];
    for (day, what) in moments {
        let x = chart.x(*day as f64);
        chart.inside.extend(egui::Shape::dashed_line(&[pos2(x, chart.area.top()), pos2(x, chart.area.bottom())], Stroke::new(1.0, color), 3.0, 3.0));
        let galley = chart.inside.layout_no_wrap((*what).to_owned(), chart.font.clone(), color);
        let wide = galley.size().x;
        let left = if x + 4.0 + wide > chart.area.right() { x - 4.0 - wide } else { x + 4.0 };
        let Some(place) = free.iter().position(|taken| *taken <= left) else { continue };
        free[place] = left + wide + 6.0;
        chart.inside.galley(pos2(left, chart.area.top() + 1.0 + row * place as f32), galley, color);
    }
}

/// An upright line for each day with notes, their marks in a flag at its foot, where words of what happens do not stand.
fn mark_notes(ui: &Ui, chart: &Chart) {
    let color = chart.palette.link;
    for (day, words) in super::notes::marks(ui.ctx()) {
        let x = chart.x(day as f64);
        chart.inside.line_segment([pos2(x, chart.area.top()), pos2(x, chart.area.bottom())], Stroke::new(1.6, color));
        let galley = chart.inside.layout_no_wrap(words, chart.font.clone(), chart.palette.card);
        let size = galley.size() + vec2(6.0, 1.0);
        let left = if x + size.x > chart.area.right() { x - size.x } else { x };
        let flag = egui::Rect::from_min_size(pos2(left, chart.area.bottom() - size.y), size);
        chart.inside.rect_filled(flag, 0.0, color);
        chart.inside.galley(flag.min + vec2(3.0, 0.5), galley, chart.palette.card);
    }
}

fn with_ends(mut axis: Axis, days: usize) -> Axis {
    axis.ticks.retain(|(value, _)| *value > 1.5 && *value < days as f64 * 0.94);
    axis.ticks.insert(0, (1.0, "1".into()));
    axis.ticks.push((days as f64, days.to_string()));
    axis
}

/// The crosshair follows the pointer in whichever plot it is, and shows at the same day in all others.
fn crosshair(ui: &Ui, chart: &Chart, response: &egui::Response, lines: &[DayLine], days: usize, hover: impl Fn(f64) -> String) {
    let shared = Id::unique("crosshair day");
    let pass = ui.ctx().cumulative_pass_nr();
    let own = response.hover_pos().filter(|at| chart.area.contains(*at)).map(|at| chart.x_at(at.x).round().clamp(1.0, days as f64));
    if let Some(day) = own {
        ui.ctx().data_mut(|data| data.insert_temp(shared, (day, pass)));
    }
    let Some((day, at)) = ui.ctx().data(|data| data.get_temp::<(f64, u64)>(shared)) else { return };
    if at + 1 < pass {
        return;
    }
    let x = chart.x(day);
    chart.inside.line_segment([pos2(x, chart.area.top()), pos2(x, chart.area.bottom())], Stroke::new(1.0, chart.palette.axis));
    if own.is_some() {
        let mut text = format!("Day {day:.0}");
        for line in lines.iter().filter(|line| !line.end.is_empty()) {
            if let Some([_, value]) = line.points.iter().min_by(|a, b| (a[0] - day).abs().total_cmp(&(b[0] - day).abs())) {
                text += &format!("\n{}: {}", line.end.split(':').next().unwrap_or_default(), hover(*value));
            }
        }
        response.clone().on_hover_text_at_pointer(text);
    }
}
