//! Ranges that industry publishes for rates of the model: shown beside what a run gives, never used by it.

use super::catalog::Format;
use super::vocabulary::Metric;

/// A rate of a channel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// Clicks or taps for each message or ad; visits that end in a click on what is shown.
    Click,
    /// Unsubscriptions for each message.
    Unsubscribe,
    /// Complaints for each message.
    Complaint,
    /// People who switch notifications off, for each person and week.
    SwitchOff,
}

impl Rate {
    /// Every rate, in the order in which tables show them.
    pub const ALL: [Self; 4] = [Self::Click, Self::Unsubscribe, Self::Complaint, Self::SwitchOff];

    /// Name in files.
    pub fn id(self) -> &'static str {
        match self {
            Self::Click => "click",
            Self::Unsubscribe => "unsubscribe",
            Self::Complaint => "complaint",
            Self::SwitchOff => "switch_off",
        }
    }

    /// The words shown in tables.
    pub fn words(self, format: Format) -> &'static str {
        match (self, format) {
            (Self::Click, Format::Page) => "visits with a click",
            (Self::Click, Format::Notification) => "taps per notification",
            (Self::Click, _) => "clicks per message",
            (Self::Unsubscribe, _) => "unsubscribe per message",
            (Self::Complaint, _) => "complaints per message",
            (Self::SwitchOff, _) => "switched off per person and week",
        }
    }

    /// Whether the rate means anything in a channel of that format.
    pub fn fits(self, format: Format) -> bool {
        match self {
            Self::Click => true,
            Self::Unsubscribe | Self::Complaint => format == Format::Message,
            Self::SwitchOff => format == Format::Notification,
        }
    }
}

/// A published range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Published {
    /// Lowest published value.
    pub low: f64,
    /// Highest published value.
    pub high: f64,
    /// Source id.
    pub source: &'static str,
    /// What was measured.
    pub words: &'static str,
}

const EMAIL_CLICK: Published = Published { low: 0.012, high: 0.054, source: "C54", words: "e-mail, all industries" };
const EMAIL_UNSUBSCRIBE: Published = Published { low: 0.001, high: 0.004, source: "C54", words: "per e-mail sent" };
const EMAIL_COMPLAINT: Published = Published { low: 0.0, high: 0.000_5, source: "C54", words: "per e-mail sent; mailbox providers stop at 0.3%" };
const PUSH_TAP: Published = Published { low: 0.017, high: 0.13, source: "C52", words: "iOS 1.7% to 4.9%, Android 3.5% to 13%" };
const PUSH_OFF: Published = Published { low: 0.005, high: 0.03, source: "C52, scaled, assumed", words: "0.5% at 1 to 2 a week, 3% at 6 to 10" };
const DISPLAY_CLICK: Published = Published { low: 0.000_5, high: 0.002_7, source: "C56", words: "0.05% measured, 0.27% self-reported" };
const PAGE_CLICK: Published = Published { low: 0.07, high: 0.07, source: "C56", words: "visits that click a recommendation" };

/// What one personalized message costs, in money.
pub const COST_PER_OUTPUT: Published = Published { low: 0.03, high: 0.06, source: "assumed", words: "plausible cost of one personalized message" };

/// The published range of a rate in channels of a format, where there is one.
pub fn published(rate: Rate, format: Format) -> Option<Published> {
    match (rate, format) {
        (Rate::Click, Format::Message) => Some(EMAIL_CLICK),
        (Rate::Unsubscribe, Format::Message) => Some(EMAIL_UNSUBSCRIBE),
        (Rate::Complaint, Format::Message) => Some(EMAIL_COMPLAINT),
        (Rate::Click, Format::Notification) => Some(PUSH_TAP),
        (Rate::SwitchOff, Format::Notification) => Some(PUSH_OFF),
        (Rate::Click, Format::Display) => Some(DISPLAY_CLICK),
        (Rate::Click, Format::Page) => Some(PAGE_CLICK),
        _ => None,
    }
}

/// The published rates that a metric sums up, with the words of each.
pub fn behind(metric: Metric) -> Vec<(&'static str, Published)> {
    let rate = match metric {
        Metric::SlateClicks | Metric::AnswerChance => Rate::Click,
        Metric::Unsubscribed => Rate::Unsubscribe,
        Metric::Complaints => Rate::Complaint,
        _ => return Vec::new(),
    };
    Format::ALL.iter().filter_map(|&format| Some((rate.words(format), published(rate, format)?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_range_has_its_ends_in_order_and_belongs_to_a_rate_that_fits() {
        let mut found = 0;
        for rate in Rate::ALL {
            for &format in Format::ALL {
                if let Some(range) = published(rate, format) {
                    assert!(range.low <= range.high && !range.source.is_empty() && rate.fits(format));
                    found += 1;
                }
            }
        }
        assert_eq!(found, 7);
    }
}
