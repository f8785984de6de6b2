//! Channels: what a run gives, what it was set to, what industry publishes.

use super::estimate::{Estimated, level};
use super::format::format_number;
use crate::measure::channel_rate;
use crate::scenario::published::{Published, Rate, published};
use crate::simulate::Run;

/// One rate of one channel.
#[derive(Clone, Debug)]
pub struct ChannelRow {
    /// Index of the channel.
    pub channel: usize,
    /// The rate.
    pub rate: Rate,
    /// What it is called in a channel of this format.
    pub words: &'static str,
    /// The channel's base rate at the reference touch, for clicks.
    pub base: Option<f64>,
    /// The published range, where there is one.
    pub published: Option<Published>,
    /// By variant, twin first.
    pub values: Vec<Estimated>,
}

/// Every rate that means something, channel by channel; channels that no variant used are left out.
pub fn channels(run: &Run) -> Vec<ChannelRow> {
    let mut rows = Vec::new();
    for (channel, described) in run.scenario.channels.iter().enumerate() {
        for rate in Rate::ALL.into_iter().filter(|rate| rate.fits(described.format)) {
            let by_world = |variant| run.worlds.iter().map(|ledger| channel_rate(ledger, variant, channel, rate)).collect();
            let values: Vec<Estimated> =
                (0..run.variants.len()).map(|variant| level(by_world(variant), (0.0, 1.0), run.scenario.experiment.confidence)).collect();
            if values.iter().any(Result::is_ok) {
                rows.push(ChannelRow {
                    channel,
                    rate,
                    words: rate.words(described.format),
                    base: (rate == Rate::Click).then_some(described.base_rate),
                    published: published(rate, described.format),
                    values,
                });
            }
        }
    }
    rows
}

/// "1.2% to 5.4% (C54: e-mail, all industries)".
pub fn range_words(range: &Published) -> String {
    let ends = match range {
        Published { low, high, .. } if low == high => percent(*low),
        Published { low, high, .. } if *low == 0.0 => format!("at most {}", percent(*high)),
        Published { low, high, .. } => format!("{} to {}", percent(*low), percent(*high)),
    };
    format!("{ends} ({}: {})", range.source, range.words)
}

/// A share as a percentage.
pub fn percent(share: f64) -> String {
    format!("{}%", format_number(100.0 * share))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scenario::catalog::Format;
    use crate::scenario::published::{Rate, published};

    #[test]
    fn ranges_read_as_sentences() {
        let words = |rate, format| published(rate, format).map(|range| range_words(&range)).unwrap_or_default();
        assert_eq!(words(Rate::Click, Format::Message), "1.20% to 5.40% (C54: e-mail, all industries)");
        assert!(words(Rate::Complaint, Format::Message).starts_with("at most 0.0500%"));
        assert!(words(Rate::Click, Format::Page).starts_with("7.00% (C56"));
    }
}
