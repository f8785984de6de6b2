//! What people ask of those who hold their data: a copy, its deletion, a hearing for their own topics; and the queue in which requests wait.
//! Rates are assumed; that protective acts rise after a breach is C58.

use crate::math::exp;
use crate::scenario::customer::Requests;

/// Longest wait that is told, in days: a queue that nobody serves.
pub const LONGEST_WAIT: f64 = 3_650.0;

/// How much more often this person asks than another of middling concern: exp(k_u (u - 1/2) + k_R R) (1 + alarm). `alarm` is 0 in quiet times and
/// up to 4 after a breach.
#[inline(always)]
pub fn urge(p: &Requests, concern: f32, reactance: f32, alarm: f32) -> f32 {
    exp(p.concern as f32 * (concern - 0.5) + p.reactance as f32 * reactance) * (1.0 + alarm)
}

/// Chances of asking for a copy and for deletion on a day.
#[inline(always)]
pub fn chances(p: &Requests, urge: f32) -> [f32; 2] {
    [p.access_month, p.deletion_month].map(|month| (month as f32 / 30.0 * urge).min(1.0))
}

/// Chance of stating one's topics on a day.
pub fn states_topics(p: &Requests) -> f32 {
    (p.statement_month / 30.0) as f32
}

/// Requests that wait, first come, first served.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Queue {
    /// Requests that have come and are not begun.
    pub waiting: f64,
}

impl Queue {
    /// Takes in some days: what came, less what could be served.
    pub fn pass(&mut self, came: f64, served_a_day: f64, days: f64) {
        self.waiting = (self.waiting + came - served_a_day * days).max(0.0);
    }

    /// Days until a request that comes now is carried out: those before it, then its own handling.
    pub fn wait_days(&self, served_a_day: f64, handling_days: f64) -> f64 {
        let before = if self.waiting == 0.0 { 0.0 } else { self.waiting / served_a_day };
        (before + handling_days).min(LONGEST_WAIT)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn concern_reactance_and_alarm_make_people_ask() {
        let p = Requests::default();
        let calm = urge(&p, 0.5, 0.0, 0.0);
        assert_eq!(calm, 1.0);
        assert!(urge(&p, 0.85, 0.0, 0.0) > calm && urge(&p, 0.5, 1.0, 0.0) > calm);
        assert_eq!(urge(&p, 0.5, 0.0, 4.0), 5.0);
        assert!((chances(&p, calm)[1] - 0.0005 / 30.0).abs() < 1e-9);
        assert_eq!(chances(&p, 1e30), [1.0, 1.0]);
    }

    /// What comes faster than it is served waits ever longer; a pause works it off; nobody to serve means no end.
    #[test]
    fn a_queue_grows_while_more_comes_than_is_served() {
        let mut queue = Queue::default();
        assert_eq!(queue.wait_days(2.0, 3.0), 3.0);
        queue.pass(70.0, 4.0, 7.0);
        assert_eq!((queue.waiting, queue.wait_days(4.0, 3.0)), (42.0, 13.5));
        queue.pass(70.0, 4.0, 7.0);
        assert_eq!(queue.waiting, 84.0);
        queue.pass(0.0, 4.0, 28.0);
        assert_eq!((queue.waiting, queue.wait_days(4.0, 3.0)), (0.0, 3.0));
        queue.pass(1.0, 0.0, 7.0);
        assert_eq!(queue.wait_days(0.0, 3.0), LONGEST_WAIT);
    }
}
