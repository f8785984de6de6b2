//! How trust spreads among people over time: median and fans, one panel for each variant on the same axes.

use super::axes::{LABEL, Panel, better_direction, ticks};
use super::page::{MARGIN, begin, finish, style, subtitle, variant_name};
use crate::experiment::{Fan, format_number, trust_fan};
use crate::ledger::Scope;
use crate::report::palette::Palette;
use crate::report::picture::{Align, Picture, shortened};
use crate::scenario::Metric;
use crate::simulate::Run;

/// How wide it is drawn where nobody asks for a width.
pub(super) const WIDTH: f64 = 1_200.0;
const HEIGHT: f64 = 300.0;
/// Narrowest panel: more of them go to a second row.
const NARROWEST: f64 = 280.0;

/// Draws the fans.
pub(super) fn draw(run: &Run, segment: Option<usize>, width: f64, palette: Palette) -> Picture {
    let scope = segment.map_or(Scope::All, Scope::Segment);
    let fans: Vec<Vec<Fan>> = (0..run.variants.len()).map(|variant| trust_fan(run, variant, segment)).collect();
    let days = fans.iter().map(Vec::len).max().unwrap_or(0);
    let title = format!("How does trust spread among people over {days} days?");
    let (mut picture, y) = begin(width, palette, &title, &subtitle(run, scope, Metric::TrustMean.hover()));
    picture.text((MARGIN, y + 6.0), "trust, 0 to 1", LABEL, palette.text, Align::Left);
    better_direction(&mut picture, (MARGIN + 110.0, y + 6.0), Metric::TrustMean.better(), true);
    let columns = fans.len().clamp(1, ((width - 2.0 * MARGIN) / NARROWEST).max(1.0) as usize);
    let width = (width - 2.0 * MARGIN) / columns as f64;
    let mut bottom = y;
    for (variant, fan) in fans.iter().enumerate() {
        let (row, column) = (variant / columns, variant % columns);
        let top = y + 52.0 + row as f64 * (HEIGHT + 90.0);
        let left = MARGIN + width * column as f64;
        let panel = Panel { left: left + 34.0, top, right: left + width - 52.0, bottom: top + HEIGHT, x: (1.0, days.max(2) as f64), y: (0.0, 1.0) };
        bottom = panel.bottom;
        picture.text((left, top - 20.0), shortened(&variant_name(run, variant), 14.0, width - 20.0), 14.0, palette.text, Align::Left);
        panel.y_ticks(&mut picture, &ticks((0.0, 1.0), 5), |tick| format!("{tick:.1}"));
        let marks: Vec<f64> = ticks(panel.x, 4).into_iter().filter(|day| day.fract() == 0.0 && *day >= 1.0).collect();
        panel.x_ticks(&mut picture, &marks, |day| format!("{day:.0}"));
        picture.text(((panel.left + panel.right) / 2.0, panel.bottom + 31.0), "day", LABEL, palette.text, Align::Center);
        one_fan(&mut picture, run, variant, fan, &panel);
    }
    let marks = "Lines: median person. Bands: the middle half (dark) and the middle four fifths (light) of people, pooled over worlds. They show how \
                 people differ, not how sure the median is. People who left keep their last trust.";
    finish(picture, run, scope, marks, &[], bottom + 48.0)
}

fn one_fan(picture: &mut Picture, run: &Run, variant: usize, fan: &[Fan], panel: &Panel) {
    let own = style(picture, run, variant);
    let points = |place: usize| -> Vec<(f64, f64)> {
        let quantile = |day: &Fan| day.quantiles.get(place).copied().unwrap_or(0.0);
        fan.iter().zip(1u32..).map(|(day, number)| (panel.x_of(f64::from(number)), panel.y_of(quantile(day)))).collect()
    };
    for (low, high, opacity) in [(0, 4, 0.16), (1, 3, 0.28)] {
        picture.area(points(high).into_iter().chain(points(low).into_iter().rev()).collect(), own.color, opacity);
    }
    picture.line(&points(2), own.color, 2.4, own.dash);
    if let Some(last) = fan.last() {
        let [low, _, median, _, high] = last.quantiles;
        for (value, size) in [(low, 11.0), (median, LABEL), (high, 11.0)] {
            picture.text((panel.right + 5.0, panel.y_of(value)), format_number(value), size, picture.palette.text, Align::Left);
        }
    } else {
        picture.text((panel.left + 6.0, panel.top + 12.0), "n/a: nobody is in this group", LABEL, picture.palette.weak_text, Align::Left);
    }
}
