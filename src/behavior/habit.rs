//! Habits: how often people come follows the load of ads slowly (C49), and attention to a channel follows what it brought (assumed).

use crate::math::exp;
use crate::scenario::customer::Habit;

/// y*: where the habit of coming by settles under a load of ads, in times the visits without ads. Linear in the load, never below 0.
pub fn settles(p: &Habit, load: f64) -> f32 {
    (1.0 - p.load_slope * load).max(0.0) as f32
}

/// Share of the way to y* that is left after a day.
pub fn kept(p: &Habit) -> f32 {
    exp(-1.0 / p.memory_days as f32)
}

/// y after a day: it closes in on `target`; `kept` is [`kept`].
#[inline(always)]
pub fn follow(habit: f32, target: f32, kept: f32) -> f32 {
    target + (habit - target) * kept
}

/// Attention to a channel, in log-odds of an answer, after a message of match Q: w + rate (Q - 1/2), within `most` of 0.
#[inline(always)]
pub fn attend(p: &Habit, attention: f32, matched: f32) -> f32 {
    let most = p.attention_most as f32;
    (attention + p.attention_rate as f32 * (matched - 0.5)).clamp(-most, most)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn visits(load: f64, days: usize) -> f64 {
        let p = Habit::default();
        let (target, kept) = (settles(&p, load), kept(&p));
        let mut habit = 1.0;
        let mut sum = 0.0;
        for _ in 0..days {
            habit = follow(habit, target, kept);
            sum += f64::from(habit);
        }
        sum / days as f64
    }

    /// C49: nine loads give a straight line, and the effect at the end of a month is 0.25 to 0.45 of the long-run one.
    #[test]
    fn visits_fall_linearly_with_ads_and_a_month_shows_a_third_of_it() {
        let loads: Vec<f64> = (0..9).map(f64::from).collect();
        let long: Vec<f64> = loads.iter().map(|&load| visits(load, 900)).collect();
        let (mx, my) = (4.0, long.iter().sum::<f64>() / 9.0);
        let sxy: f64 = loads.iter().zip(&long).map(|(x, y)| (x - mx) * (y - my)).sum();
        let (sxx, syy) = (60.0, long.iter().map(|y| (y - my).powi(2)).sum::<f64>());
        assert!(sxy * sxy / (sxx * syy) >= 0.95 && sxy < 0.0);
        let p = Habit::default();
        let mut habit = 1.0;
        for _ in 0..30 {
            habit = follow(habit, settles(&p, 6.0), kept(&p));
        }
        let share = (1.0 - habit) / (1.0 - settles(&p, 6.0));
        assert!((0.25..=0.45).contains(&share), "{share}");
    }

    #[test]
    fn without_ads_the_habit_stays_and_attention_stays_within_its_bounds() {
        let p = Habit::default();
        assert_eq!(follow(1.0, settles(&p, 0.0), kept(&p)), 1.0);
        assert_eq!(settles(&p, 1e9), 0.0);
        let mut attention = 0.0;
        for _ in 0..10_000 {
            attention = attend(&p, attention, 0.0);
        }
        assert_eq!(attention, -(p.attention_most as f32));
        assert!(attend(&p, 0.0, 0.9) > 0.0 && attend(&p, 0.0, 0.5) == 0.0);
    }
}
