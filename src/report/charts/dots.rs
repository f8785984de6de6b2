//! A mean as a point on its intervals: thick the inner, thin the outer.

use super::axes::Panel;
use crate::experiment::Estimate;
use crate::report::palette::{SOLID, VariantStyle};
use crate::report::picture::Picture;

/// Draws an estimate at a height of the panel; hollow where it must not be judged.
pub(in crate::report) fn dot_interval(picture: &mut Picture, panel: &Panel, y: f64, estimate: &Estimate, style: &VariantStyle, hollow: bool) {
    for (interval, width) in [(estimate.interval, 1.4), (estimate.inner, 4.5)] {
        if let Some((low, high)) = interval {
            picture.line(&[(panel.x_of(low), y), (panel.x_of(high), y)], style.color, width, SOLID);
        }
    }
    picture.marker((panel.x_of(estimate.mean), y), style.marker, 5.0, style.color, hollow);
}

/// Mean and ends of the intervals, for the extent of an axis.
pub(in crate::report) fn reach(estimate: &Estimate) -> [f64; 3] {
    let (low, high) = estimate.interval.unwrap_or((estimate.mean, estimate.mean));
    [low, estimate.mean, high]
}
