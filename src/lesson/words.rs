//! Numbers, bets and results of a lesson in words.

use super::file::Bet;
use super::reveal::{Scale, Shown};
use crate::experiment::{
    Estimated, format_criterion, format_criterion_value, format_difference, format_difference_estimate, format_estimate, format_value,
};

/// A number as people read it.
pub fn scale_value(scale: Scale, value: f64) -> String {
    match scale {
        Scale::Level(metric) => format_value(metric, value),
        Scale::Difference(metric) => format_difference(metric, value),
        Scale::Criterion(criterion) => format_criterion_value(criterion, value),
    }
}

/// A number with its interval, or why there is none.
pub fn scale_interval(scale: Scale, estimated: &Estimated) -> String {
    match scale {
        Scale::Level(metric) => format_estimate(metric, estimated),
        Scale::Difference(metric) => format_difference_estimate(metric, estimated),
        Scale::Criterion(criterion) => format_criterion(criterion, estimated),
    }
}

/// The numbers of a result, a line for each: what, and the number with its interval.
pub fn shown_lines(shown: &Shown) -> Vec<(String, String)> {
    match shown {
        Shown::Chart(chart) => {
            let step = if chart.axes.by_day { (chart.axes.xs.len() / 8).max(1) } else { 1 };
            let each = |series: &super::reveal::Series| {
                let places = chart.axes.xs.iter().zip(&series.points).enumerate();
                places
                    .filter(|(place, _)| place % step == 0 || place + 1 == chart.axes.xs.len())
                    .map(|(_, (x, point))| (format!("{}, {} {x}", series.name, chart.axes.along), scale_interval(chart.axes.scale, point)))
                    .collect::<Vec<_>>()
            };
            chart.series.iter().chain(&chart.parts).flat_map(each).collect()
        }
        Shown::Rows(rows) => {
            let each = |panel: &super::reveal::Panel| {
                let lines = panel.lines.iter();
                lines.map(|line| (format!("{}: {}", panel.title, line.name), scale_interval(panel.scale, &line.value))).collect::<Vec<_>>()
            };
            rows.panels.iter().flat_map(each).collect()
        }
        Shown::Bins(bins) => {
            let over = Scale::Level(crate::scenario::Metric::OverLine);
            bins.panels.iter().map(|panel| (format!("{}: over their own line", panel.name), scale_interval(over, &panel.over))).collect()
        }
    }
}

/// What the class bet, in a line; `None` where nobody has bet.
pub fn bet_words(bet: &Bet, hands: &[u32], pick: Option<usize>) -> Option<String> {
    match bet {
        Bet::Curve { .. } => None,
        Bet::Hands(ask) => {
            let said = ask.options.iter().zip(hands).map(|(option, hands)| format!("{hands} for \"{option}\""));
            hands.iter().any(|&hands| hands > 0).then(|| format!("Our hands: {}.", said.collect::<Vec<_>>().join(", ")))
        }
        Bet::Pick(ask) => pick.and_then(|pick| ask.options.get(pick)).map(|option| format!("Our bet: {option}.")),
    }
}
