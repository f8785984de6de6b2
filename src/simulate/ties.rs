//! What binds one customer to the company beside trust: habits, attention, annoyance, what she asked for and was denied.

use crate::behavior::mere_exposure::Seen;
use crate::policy::{MAX_CHANNELS, NO_ITEM};

/// Disliked items that are remembered.
const DISLIKED: usize = 4;

/// Stands for "no day".
pub const NEVER: u32 = u32::MAX;

/// What binds one customer to the company beside trust.
#[derive(Clone, Debug, PartialEq)]
pub struct Ties {
    /// y: the habit of coming by, in times the own rate of visits.
    pub habit: f32,
    /// The way out of ads has been bought.
    pub ad_free: bool,
    /// By channel: attention, in log-odds of an answer.
    pub attention: [f32; MAX_CHANNELS],
    /// Level of annoyance.
    pub annoyance: f32,
    /// Match of the last touches, fading.
    pub matched: f32,
    /// Channels of which fewer messages were asked for, one bit each.
    pub opted_down: u32,
    /// Channels whose messages are no longer personal, one bit each.
    pub impersonal: u32,
    /// Perceived control lost to similar items that returned.
    pub control_lost: f32,
    /// Items that got a thumb-down, the last ones.
    pub disliked: [u32; DISLIKED],
    /// Thumbs down so far.
    pub dislikes: u32,
    /// How often items were shown, where that matters.
    pub seen: Seen,
    /// Day (from 0) on which the data are to be deleted; [`NEVER`] where nothing is asked.
    pub deleted_on: u32,
    /// Day (from 0) on which consent was last asked for.
    pub asked_on: u32,
}

impl Default for Ties {
    fn default() -> Self {
        Self {
            habit: 1.0,
            ad_free: false,
            attention: [0.0; MAX_CHANNELS],
            annoyance: 0.0,
            matched: 0.5,
            opted_down: 0,
            impersonal: 0,
            control_lost: 0.0,
            disliked: [NO_ITEM; DISLIKED],
            dislikes: 0,
            seen: Seen::default(),
            deleted_on: NEVER,
            asked_on: 0,
        }
    }
}

impl Ties {
    /// Remembers a disliked item.
    pub fn dislike(&mut self, item: u32) {
        self.disliked[self.dislikes as usize % DISLIKED] = item;
        self.dislikes += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_dislikes_are_remembered() {
        let mut ties = Ties::default();
        for item in 0..6 {
            ties.dislike(item);
        }
        assert_eq!(ties.disliked, [4, 5, 2, 3]);
    }
}
