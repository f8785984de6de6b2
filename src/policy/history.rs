//! What one customer consumed, item by item, for engines that look at single items.

/// One item that a customer consumed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consumed {
    /// The item.
    pub item: u32,
    /// How often.
    pub times: u16,
    /// Last day, from 0.
    pub day: u16,
}

/// Items that a customer consumed, in the order of first consumption.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// The items.
    pub items: Vec<Consumed>,
}

impl History {
    /// Counts a consumption; gives the place of the item and how often it had been consumed before.
    pub fn add(&mut self, item: u32, day: usize) -> (usize, u16) {
        let day = day.min(usize::from(u16::MAX)) as u16;
        if let Some(place) = self.items.iter().position(|consumed| consumed.item == item) {
            let consumed = &mut self.items[place];
            let before = consumed.times;
            (consumed.times, consumed.day) = (before.saturating_add(1), day);
            return (place, before);
        }
        self.items.push(Consumed { item, times: 1, day });
        (self.items.len() - 1, 0)
    }

    /// Drops what was last consumed `days` days ago or earlier.
    pub fn forget(&mut self, today: usize, days: u32) {
        self.items.retain(|consumed| (today as u64) < u64::from(consumed.day) + u64::from(days));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_history_counts_items_and_forgets_old_ones() {
        let mut history = History::default();
        assert_eq!((history.add(7, 0), history.add(3, 1), history.add(7, 5)), ((0, 0), (1, 0), (0, 1)));
        history.forget(10, 9);
        assert_eq!(history.items, [Consumed { item: 7, times: 2, day: 5 }]);
    }
}
