//! How far a drawn line lies from the result.

use super::reveal::Chart;
use super::words::scale_value;
use crate::experiment::Estimated;

/// How far a drawn line lies from the result.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BetDistance {
    /// Mean distance, in the unit of the axis.
    pub mean: f64,
    /// Points of the line inside the interval of the result.
    pub inside: usize,
    /// Points of the line.
    pub points: usize,
}

impl BetDistance {
    /// In a sentence.
    pub fn words(&self, chart: &Chart) -> String {
        let by = scale_value(chart.axes.scale, self.mean);
        let by = by.strip_suffix('%').map_or(by.clone(), |number| format!("{number} points"));
        format!("Our line is off by {by} on average; {} of {} points lie inside the band.", self.inside, self.points)
    }
}

/// The distance of a line with a point for each place of the first line of a chart; `None` where it has no point.
pub fn distance(line: &[f64], points: &[Estimated]) -> Option<BetDistance> {
    let pairs: Vec<(f64, &crate::experiment::Estimate)> =
        line.iter().zip(points).filter_map(|(bet, point)| Some((*bet, point.as_ref().ok()?))).filter(|(bet, _)| bet.is_finite()).collect();
    if pairs.is_empty() {
        return None;
    }
    let inside = |(bet, point): &(f64, &crate::experiment::Estimate)| point.interval.is_some_and(|(low, high)| (low..=high).contains(bet));
    Some(BetDistance {
        mean: pairs.iter().map(|(bet, point)| (bet - point.mean).abs()).sum::<f64>() / pairs.len() as f64,
        inside: pairs.iter().filter(|pair| inside(pair)).count(),
        points: pairs.len(),
    })
}

/// A line with few points, read at each of many places: straight between points, flat beyond its ends.
pub fn at_days(points: &[(f64, f64)], places: &[f64]) -> Vec<f64> {
    let at = |place: &f64| {
        let after = points.iter().position(|(x, _)| x >= place);
        match after {
            Some(0) => points.first().map_or(f64::NAN, |(_, y)| *y),
            None => points.last().map_or(f64::NAN, |(_, y)| *y),
            Some(after) => match (points.get(after - 1), points.get(after)) {
                (Some((x0, y0)), Some((x1, y1))) if x1 > x0 => y0 + (y1 - y0) * (place - x0) / (x1 - x0),
                _ => f64::NAN,
            },
        }
    };
    places.iter().map(at).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::Estimate;

    #[test]
    fn a_line_is_as_far_off_as_its_points_are_on_average() {
        let point = |values: [f64; 3]| Estimate::of(values.map(Ok).to_vec(), 0.95);
        let points = [point([1.0, 1.1, 0.9]), point([2.0, 2.1, 1.9]), Err(crate::measure::Undefined::new("nobody"))];
        let found = distance(&[1.05, 5.0, 9.0], &points).expect("two points");
        assert!((found.mean - (0.05 + 3.0) / 2.0).abs() < 1e-9, "{found:?}");
        assert_eq!((found.inside, found.points), (1, 2));
        assert_eq!(distance(&[f64::NAN], &points), None);
    }

    #[test]
    fn a_line_of_few_points_is_straight_between_them() {
        assert_eq!(at_days(&[(1.0, 0.0), (3.0, 4.0)], &[0.0, 1.0, 2.0, 3.0, 9.0]), [0.0, 0.0, 2.0, 4.0, 4.0]);
        assert!(at_days(&[], &[1.0])[0].is_nan());
    }
}
