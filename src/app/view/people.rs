//! A preview of the people of a scenario, from its settings alone: which share of each segment would call a touch creepy.

use super::format::share_text;
use super::plain::{PlotText, Table};
use crate::experiment::format_number;
use crate::scenario::Scenario;

/// Points of a curve.
const POINTS: usize = 60;

/// One segment's curve.
#[derive(Clone, Debug, PartialEq)]
pub struct ToleranceLine {
    /// Name of the segment.
    pub name: String,
    /// Felt creepiness, share of the segment with a line below it.
    pub points: Vec<[f64; 2]>,
}

/// The preview.
#[derive(Clone, Debug, PartialEq)]
pub struct PeopleView {
    /// One curve per segment.
    pub lines: Vec<ToleranceLine>,
    /// Words.
    pub text: PlotText,
}

impl PeopleView {
    /// Prepares the preview.
    pub fn new(scenario: &Scenario) -> Self {
        let segments = &scenario.population.segments;
        let lines: Vec<ToleranceLine> = segments
            .iter()
            .map(|segment| ToleranceLine {
                name: segment.name.clone(),
                points: (0..=POINTS)
                    .map(|index| {
                        let felt = index as f64 / POINTS as f64;
                        [felt, below(felt, segment.tolerance, segment.tolerance_spread)]
                    })
                    .collect(),
            })
            .collect();
        let parts: Vec<String> = segments.iter().map(|segment| format!("{} {}", segment.name, format_number(segment.tolerance))).collect();
        let columns = ["Segment", "Share", "Own line", "Trust", "Concern"].map(String::from).to_vec();
        let rows = segments
            .iter()
            .map(|segment| {
                let numbers = [segment.tolerance, segment.trust, segment.concern].map(format_number);
                [segment.name.clone(), share_text(segment.share)].into_iter().chain(numbers).collect()
            })
            .collect();
        let text = PlotText {
            title: "Who would call it creepy?".into(),
            sentence: format!(
                "Share of each segment whose own line is below a felt creepiness from 0 to 1. Half of a segment at: {}.",
                parts.join(", ")
            ),
            caption: "Share of a segment whose own line lies below a felt creepiness. From the settings, before any run.".into(),
            table: Table { columns, rows },
        };
        Self { lines, text }
    }
}

/// Share of a normal distribution below a value.
fn below(value: f64, mean: f64, spread: f64) -> f64 {
    if spread <= 0.0 {
        return if value >= mean { 1.0 } else { 0.0 };
    }
    0.5 * (1.0 + libm::erf((value - mean) / (spread * std::f64::consts::SQRT_2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_of_a_segment_is_past_its_mean_line() {
        assert!((below(0.34, 0.34, 0.08) - 0.5).abs() < 1e-12);
        assert_eq!((below(0.2, 0.3, 0.0), below(0.3, 0.3, 0.0)), (0.0, 1.0));
        let view = PeopleView::new(&Scenario::default());
        assert_eq!(view.lines.len(), 3);
        assert!(view.lines.iter().all(|line| line.points.windows(2).all(|pair| pair[0][1] <= pair[1][1])));
    }
}
