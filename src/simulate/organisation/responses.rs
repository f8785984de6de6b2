//! Responses: protocols that an alarm has set off, with their days and segments.

use super::plan::{ProtocolPlan, Trigger};

/// A protocol that was set off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// Index of the protocol.
    pub protocol: usize,
    /// The variant.
    pub variant: usize,
    /// Segments, by index.
    pub segments: Vec<usize>,
    /// First day (from 0).
    pub first: usize,
    /// One past the last day.
    pub end: usize,
}

impl Response {
    /// Whether it is in force for a segment of a variant on a day (from 0).
    pub fn covers(&self, variant: usize, segment: usize, day: usize) -> bool {
        self.variant == variant && (self.first..self.end).contains(&day) && self.segments.contains(&segment)
    }
}

/// An alarm that may set off protocols.
#[derive(Clone, Debug)]
pub(super) struct Alarm {
    /// What raised it.
    pub by: Trigger,
    /// The variant.
    pub variant: usize,
    /// Whom it is about.
    pub segments: Vec<usize>,
    /// The day (from 0) on which it can be acted upon at the earliest.
    pub known: usize,
}

/// What an alarm sets off under one protocol: a new response for those segments that have none, or nothing. The second value is the day on which
/// the alarm is answered: the first of the new response, or the day it is known where one is under way.
pub(super) fn set_off(
    protocol: usize,
    plan: &ProtocolPlan,
    alarm: &Alarm,
    everybody: usize,
    responses: &[Response],
) -> Option<(Option<Response>, usize)> {
    if !plan.triggers.contains(&alarm.by) || plan.variants.get(alarm.variant) != Some(&true) {
        return None;
    }
    let first = alarm.known + plan.delay;
    let under_way = |segment: usize| {
        let mut own = responses.iter().filter(|response| response.protocol == protocol && response.variant == alarm.variant);
        own.any(|response| response.segments.contains(&segment) && response.end > first)
    };
    let meant: Vec<usize> = if plan.everybody { (0..everybody).collect() } else { alarm.segments.clone() };
    let segments: Vec<usize> = meant.into_iter().filter(|&segment| !under_way(segment)).collect();
    if segments.is_empty() {
        return Some((None, alarm.known));
    }
    let end = if plan.days == 0 { usize::MAX } else { first + plan.days };
    Some((Some(Response { protocol, variant: alarm.variant, segments, first, end }), first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_response_waits_its_delay_lasts_its_days_and_is_not_set_off_twice() {
        let plan = ProtocolPlan {
            triggers: vec![Trigger::Monitor(1)],
            variants: vec![false, true, false],
            delay: 3,
            days: 10,
            everybody: false,
            cost: (0.0, 0.0),
        };
        let alarm = |by, variant, segments: &[usize], known| Alarm { by, variant, segments: segments.to_vec(), known };
        assert_eq!(set_off(0, &plan, &alarm(Trigger::Audit(1), 1, &[0], 14), 3, &[]), None);
        assert_eq!(set_off(0, &plan, &alarm(Trigger::Monitor(1), 2, &[0], 14), 3, &[]), None, "not in force there");
        let (response, answered) = set_off(0, &plan, &alarm(Trigger::Monitor(1), 1, &[0], 14), 3, &[]).unwrap();
        let response = response.unwrap();
        assert_eq!((response.first, response.end, answered), (17, 27, 17));
        assert!(response.covers(1, 0, 17) && !response.covers(1, 0, 16) && !response.covers(1, 0, 27) && !response.covers(1, 1, 20));
        let known = [response];
        assert_eq!(set_off(0, &plan, &alarm(Trigger::Monitor(1), 1, &[0], 21), 3, &known), Some((None, 21)), "it is under way");
        let (other, _) = set_off(0, &plan, &alarm(Trigger::Monitor(1), 1, &[0, 2], 21), 3, &known).unwrap();
        assert_eq!(other.unwrap().segments, [2], "for others it begins");
        let (again, _) = set_off(0, &plan, &alarm(Trigger::Monitor(1), 1, &[0], 24), 3, &known).unwrap();
        assert_eq!(again.unwrap().first, 27, "and again when it is over");
        let lasting = ProtocolPlan { days: 0, everybody: true, ..plan };
        let (response, _) = set_off(0, &lasting, &alarm(Trigger::Monitor(1), 1, &[0], 14), 3, &[]).unwrap();
        let response = response.unwrap();
        assert_eq!((response.segments.as_slice(), response.end), ([0, 1, 2].as_slice(), usize::MAX));
    }
}
