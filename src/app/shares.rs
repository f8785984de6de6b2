//! Shares of segments: whatever one is moved to, the others give or take so that all sum to one.

use crate::scenario::Scenario;

/// Steps of a share.
const STEPS: f64 = 1_000.0;

/// Shares after one is moved; locked ones stay, the others keep their proportions. The moved one goes as far as the locked ones leave room, and not at all
/// where no other may move.
pub fn rebalanced(shares: &[f64], locked: &[bool], moved: usize, to: f64) -> Vec<f64> {
    let held = |place: usize| place == moved || locked.get(place) == Some(&true);
    let kept: f64 = shares.iter().enumerate().filter(|(place, _)| *place != moved && held(*place)).map(|(_, share)| share).sum();
    let free: Vec<usize> = (0..shares.len()).filter(|place| !held(*place)).collect();
    let room = (1.0 - kept).max(0.0);
    let mut next = shares.to_vec();
    let own = if free.is_empty() { room } else { (to.clamp(0.0, room) * STEPS).round() / STEPS };
    let rest = room - own;
    let before: f64 = free.iter().filter_map(|place| shares.get(*place)).sum();
    let mut given = 0.0;
    for (number, place) in free.iter().enumerate() {
        let proportion = if before > 0.0 { shares.get(*place).copied().unwrap_or(0.0) / before } else { 1.0 / free.len() as f64 };
        // The last takes what rounding leaves.
        let share = if number + 1 == free.len() { rest - given } else { (rest * proportion * STEPS).round() / STEPS };
        given += share;
        if let Some(next) = next.get_mut(*place) {
            *next = tidy(share.max(0.0));
        }
    }
    if let Some(next) = next.get_mut(moved) {
        *next = tidy(own);
    }
    next
}

/// Without the dust of binary fractions.
fn tidy(share: f64) -> f64 {
    (share * 1e9).round() / 1e9
}

/// Puts the shares of a scenario's segments in order after the field at a path was changed; `locked` names the segments that stay. Does nothing for
/// other fields.
pub fn follow_edit(scenario: &mut Scenario, before: &Scenario, field: &str, locked: impl Fn(&str) -> bool) {
    let segments = &mut scenario.population.segments;
    let now: Vec<f64> = segments.iter().map(|segment| segment.share).collect();
    if !field.starts_with("population.segments") || (now.iter().sum::<f64>() - 1.0).abs() < 1e-9 || now.is_empty() {
        return;
    }
    let held: Vec<bool> = segments.iter().map(|segment| locked(&segment.name)).collect();
    let edited =
        field.strip_prefix("population.segments[").and_then(|rest| rest.strip_suffix("].share")).and_then(|place| place.parse::<usize>().ok());
    let next = match edited {
        Some(moved) => {
            let old: Vec<f64> = before.population.segments.iter().map(|segment| segment.share).collect();
            let to = now.get(moved).copied().unwrap_or(0.0);
            rebalanced(if old.len() == now.len() { &old } else { &now }, &held, moved, to)
        }
        // A new one comes in as one of many; where one was taken out or doubled, all keep their proportions.
        None if now.len() > before.population.segments.len() && field.contains(" add ") => {
            rebalanced(&now, &vec![false; now.len()], now.len() - 1, 1.0 / now.len() as f64)
        }
        None => rebalanced(&now, &vec![false; now.len()], 0, now.first().copied().unwrap_or(0.0) / now.iter().sum::<f64>().max(1e-9)),
    };
    for (segment, share) in segments.iter_mut().zip(next) {
        segment.share = share;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sums_to_one(shares: &[f64]) -> bool {
        (shares.iter().sum::<f64>() - 1.0).abs() < 1e-9 && shares.iter().all(|share| *share >= 0.0)
    }

    #[test]
    fn unlocked_ones_give_and_take_in_proportion() {
        let next = rebalanced(&[0.25, 0.5, 0.25], &[false; 3], 0, 0.4);
        assert_eq!(next, [0.4, 0.4, 0.2]);
        let next = rebalanced(&[0.25, 0.5, 0.25], &[false, true, false], 0, 0.4);
        assert_eq!(next, [0.4, 0.5, 0.1]);
        // Locked ones leave no room for more.
        let next = rebalanced(&[0.25, 0.5, 0.25], &[false, true, false], 0, 0.9);
        assert_eq!(next, [0.5, 0.5, 0.0]);
        let next = rebalanced(&[0.25, 0.5, 0.25], &[true, true, true], 0, 0.9);
        assert_eq!(next, [0.25, 0.5, 0.25]);
        assert_eq!(rebalanced(&[1.0], &[false], 0, 0.3), [1.0]);
        assert_eq!(rebalanced(&[1.0, 0.0, 0.0], &[false; 3], 0, 0.5), [0.5, 0.25, 0.25]);
        for to in [0.0, 0.001, 0.333, 0.667, 1.0] {
            assert!(sums_to_one(&rebalanced(&[0.1, 0.2, 0.3, 0.4], &[false, true, false, false], 2, to)));
        }
    }

    #[test]
    fn edits_of_segments_are_followed() {
        let before = Scenario::default();
        let shares = |scenario: &Scenario| scenario.population.segments.iter().map(|segment| segment.share).collect::<Vec<f64>>();
        let mut edited = before.clone();
        edited.population.segments[0].share = 0.4;
        follow_edit(&mut edited, &before, "population.segments[0].share", |_| false);
        assert_eq!(shares(&edited), [0.4, 0.4, 0.2]);
        let mut added = before.clone();
        added.population.segments.push(crate::scenario::population::Segment::default());
        follow_edit(&mut added, &before, "population.segments add 4", |_| false);
        assert!(sums_to_one(&shares(&added)) && shares(&added)[3] == 0.25);
        let mut removed = before.clone();
        removed.population.segments.remove(1);
        follow_edit(&mut removed, &before, "population.segments[1] remove of 3", |_| false);
        assert_eq!(shares(&removed), [0.5, 0.5]);
        let mut other = before.clone();
        other.population.segments[0].share = 0.4;
        follow_edit(&mut other, &before, "population.customers", |_| false);
        assert_eq!(shares(&other)[0], 0.4);
    }
}
