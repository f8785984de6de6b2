//! Saying "not this": what the system keeps away after a thumb-down, and what it does to people when a similar item returns (C55).

use crate::scenario::customer::Controls;
use crate::scenario::policy::ThumbDown;

/// Share of similar items that are kept away.
pub fn prevented(p: &Controls, response: ThumbDown) -> f32 {
    (match response {
        ThumbDown::Learn | ThumbDown::Ignore => 0.0,
        ThumbDown::Dislike => p.dislike,
        ThumbDown::NotInterested => p.not_interested,
        ThumbDown::RemoveFromHistory => p.history,
        ThumbDown::BlockSource => p.block,
    }) as f32
}

/// Perceived control that is left after `lost` was lost to similar items that returned.
#[inline(always)]
pub fn control_left(control: f32, lost: f32) -> f32 {
    (control - lost).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// C55: the four controls prevent 12, 11, 29 and 43 % of bad recommendations; a button that does nothing prevents none.
    #[test]
    fn buttons_prevent_what_was_measured() {
        let p = Controls::default();
        let shares = [ThumbDown::Dislike, ThumbDown::NotInterested, ThumbDown::RemoveFromHistory, ThumbDown::BlockSource, ThumbDown::Ignore];
        assert_eq!(shares.map(|response| prevented(&p, response)), [0.12, 0.11, 0.29, 0.43, 0.0]);
        assert_eq!([control_left(0.2, 0.05), control_left(0.2, 9.0)], [0.2 - 0.05, 0.0]);
    }
}
