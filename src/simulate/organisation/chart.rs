//! A control chart that starts with what it has seen so far.

use crate::stats::{ControlChart, self_started};

/// How readings are judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rule {
    /// The chart.
    pub chart: ControlChart,
    /// A rise alarms.
    pub rises: bool,
    /// A fall alarms.
    pub falls: bool,
    /// Above it there is an alarm.
    pub limit: f64,
}

/// A chart and all that it remembers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Chart {
    count: usize,
    mean: f64,
    squares: f64,
    up: f64,
    down: f64,
}

impl Chart {
    /// Takes in a reading without judging it.
    pub fn learn(&mut self, value: f64) {
        self.count += 1;
        let away = value - self.mean;
        self.mean += away / self.count as f64;
        self.squares += away * (value - self.mean);
    }

    /// Judges a reading by those before it, then takes it in; the spread is never taken for less than `least` (a variance). Gives the statistic,
    /// which starts again at 0 after an alarm.
    pub fn judge(&mut self, rule: &Rule, value: f64, least: f64) -> f64 {
        let variance = (self.squares / (self.count as f64 - 1.0)).max(least);
        let reading = self_started(value, self.count, self.mean, variance);
        let statistic = self.step(rule, reading);
        if statistic > rule.limit {
            (self.up, self.down) = (0.0, 0.0);
        }
        self.learn(value);
        statistic
    }

    fn step(&mut self, rule: &Rule, reading: f64) -> f64 {
        match rule.chart {
            ControlChart::Cusum { reference } => {
                self.up = (self.up + reading - reference).max(0.0);
                self.down = (self.down - reading - reference).max(0.0);
            }
            ControlChart::Ewma { weight } if rule.rises && rule.falls => {
                self.up = (1.0 - weight) * self.up + weight * reading;
                return self.up.abs();
            }
            ControlChart::Ewma { weight } => {
                self.up = ((1.0 - weight) * self.up + weight * reading).max(0.0);
                self.down = ((1.0 - weight) * self.down - weight * reading).max(0.0);
            }
        }
        let side = |wanted: bool, value: f64| if wanted { value } else { 0.0 };
        side(rule.rises, self.up).max(side(rule.falls, self.down))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Sides, control_limit};
    use crate::world::{Keyed, Purpose};

    /// Standard normal numbers by Box and Muller.
    fn normal(stream: u64, index: u32) -> f64 {
        let [a, b, ..] = Keyed::new(11).uniforms(stream, index, Purpose::World, 0);
        (-2.0 * f64::from(1.0 - a).ln()).sqrt() * (std::f64::consts::TAU * f64::from(b)).cos()
    }

    fn rules(run: f64) -> Vec<Rule> {
        let mut rules = Vec::new();
        for chart in [ControlChart::Cusum { reference: 0.5 }, ControlChart::Ewma { weight: 0.2 }] {
            for (rises, falls) in [(true, false), (false, true), (true, true)] {
                let sides = if rises && falls { Sides::Two } else { Sides::One };
                rules.push(Rule { chart, rises, falls, limit: control_limit(chart, sides, run) });
            }
        }
        rules
    }

    /// With eight known readings alone, the mean run length is the stated one: 4,000 runs have a standard error of about 1.6 %.
    #[test]
    fn few_known_readings_do_not_spoil_the_stated_rate() {
        for rule in rules(60.0) {
            let mut total = 0usize;
            for run in 0..4_000 {
                let mut chart = Chart::default();
                (0..8).for_each(|index| chart.learn(3.0 + 0.1 * normal(run, index)));
                let length = (8..).position(|index| chart.judge(&rule, 3.0 + 0.1 * normal(run, index), 0.0) > rule.limit);
                total += length.unwrap_or(0) + 1;
            }
            let mean = total as f64 / 4_000.0;
            assert!((mean / 60.0 - 1.0).abs() < 0.07, "{rule:?}: {mean}");
        }
    }

    #[test]
    fn a_lasting_change_is_found_soon_in_the_direction_that_is_watched() {
        for rule in rules(500.0) {
            for (shift, watched) in [(2.0, rule.rises), (-2.0, rule.falls)] {
                let mut chart = Chart::default();
                (0..28).for_each(|index| chart.learn(normal(5, index)));
                let found = (28..58).position(|index| chart.judge(&rule, normal(5, index) + shift, 0.0) > rule.limit);
                assert_eq!(found.is_some_and(|days| days < 14), watched, "{rule:?} {shift} {found:?}");
            }
        }
    }

    #[test]
    fn a_chart_of_zeros_does_not_divide_by_nothing() {
        let rule = rules(100.0)[0];
        let mut chart = Chart::default();
        (0..5).for_each(|_| chart.learn(0.0));
        assert_eq!(chart.judge(&rule, 0.0, 1e-6), 0.0);
        assert!(chart.judge(&rule, 1.0, 1e-6).is_finite());
    }
}
