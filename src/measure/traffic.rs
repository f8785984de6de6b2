//! Rates of channels over the whole run, all customers together: what industry publishes ranges of.

use super::{Measured, Undefined};
use crate::ledger::{Count, Ledger, Rare, Traffic};
use crate::scenario::published::Rate;
use crate::stats::quotient;

/// A rate of one channel under one variant. Undefined without a touch, or without anybody to switch off.
pub fn channel_rate(ledger: &Ledger, variant: usize, channel: usize, rate: Rate) -> Measured {
    if variant >= ledger.shape.variants || channel >= ledger.shape.channels {
        return Err(Undefined::new("the run has no such channel"));
    }
    let cells = ledger.customers.len();
    let sum = |column| (0..cells).map(|cell| ledger.traffic(variant, cell, channel, column)).sum::<i64>() as f64;
    let touches = sum(Traffic::Touches);
    let column = match rate {
        Rate::Click => Traffic::Clicks,
        Rate::Unsubscribe => Traffic::Unsubscribes,
        Rate::Complaint => Traffic::Complaints,
        Rate::SwitchOff => {
            let over = |value: &dyn Fn(usize, usize) -> i64| {
                (0..ledger.shape.days).map(|day| (0..cells).map(|cell| value(day, cell)).sum::<i64>()).sum::<i64>() as f64
            };
            let weeks = over(&|day, cell| ledger.count(variant, day, cell, Count::Active)) / 7.0;
            return quotient(
                over(&|day, cell| ledger.rare(variant, day, cell, Rare::NotificationsOff)),
                if touches > 0.0 { weeks } else { 0.0 },
                NO_TOUCH,
            );
        }
    };
    quotient(sum(column), touches, NO_TOUCH)
}

const NO_TOUCH: &str = "the channel was not used";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::measure::testing::small_ledger;

    #[test]
    fn rates_are_per_touch_of_the_channel() {
        let mut ledger = small_ledger([10, 10, 10, 10]);
        for (cell, clicks) in [(0, 3), (3, 1)] {
            let columns = ledger.traffic_mut(1, cell, 1);
            columns[Traffic::Touches as usize] = 100;
            columns[Traffic::Clicks as usize] = clicks;
            columns[Traffic::Unsubscribes as usize] = 1;
        }
        assert_eq!(channel_rate(&ledger, 1, 1, Rate::Click), Ok(0.02));
        assert_eq!(channel_rate(&ledger, 1, 1, Rate::Unsubscribe), Ok(0.01));
        assert_eq!(channel_rate(&ledger, 1, 1, Rate::Complaint), Ok(0.0));
        assert!(channel_rate(&ledger, 1, 0, Rate::Click).is_err());
        assert!(channel_rate(&ledger, 0, 1, Rate::Click).is_err());
        assert!(channel_rate(&ledger, 1, 9, Rate::Click).is_err());
    }
}
