//! The clock: what its steps do, and how it goes on by itself.

use egui::Context;

use super::App;
use crate::app::clock::{Clock, ClockStep, DAYS_A_SECOND};

/// Longest step of time that is played at once, in seconds: after a pause of the window nothing is jumped over.
const LONGEST_STEP: f32 = 0.1;

impl App {
    /// Days that the clock goes over.
    pub(super) fn clock_days(&self) -> usize {
        self.state.results.as_ref().map_or_else(|| self.state.document.scenario().experiment.days, |results| results.run.scenario.experiment.days)
            as usize
    }

    pub(super) fn clock_step(&mut self, ctx: &Context, step: ClockStep) {
        let days = self.clock_days();
        // Where nothing moves by itself, playing goes on by a day each time it is asked for.
        let step = if step == ClockStep::Toggle && self.state.settings.reduced_motion() { ClockStep::Move(1) } else { step };
        step_clock(&mut self.state.clock, days, step);
        if self.state.clock.playing {
            ctx.request_repaint();
        }
    }

    /// Goes on while playing.
    pub(super) fn follow_clock(&mut self, ctx: &Context) {
        if !self.state.clock.playing {
            return;
        }
        let seconds = ctx.input(|input| input.stable_dt).min(LONGEST_STEP);
        let days = self.clock_days();
        play(&mut self.state.clock, days, seconds);
        if self.state.clock.playing {
            ctx.request_repaint();
        }
    }
}

fn step_clock(clock: &mut Clock, days: usize, step: ClockStep) {
    let days = days.max(1);
    let day = clock.day_of(days);
    match step {
        ClockStep::Day(day) => clock.day = Some(day.clamp(1, days)),
        ClockStep::Move(by) => {
            let moved = (day as i64 + i64::from(by)).clamp(1, days as i64);
            clock.day = Some(moved as usize);
        }
        ClockStep::First => clock.day = Some(1),
        ClockStep::Follow => (clock.day, clock.playing) = (None, false),
        ClockStep::Toggle => {
            clock.playing = !clock.playing;
            clock.rest = 0.0;
            let last = clock.range.map_or(days, |(_, to)| to);
            // From the end there is only one way to go.
            if clock.playing && day >= last {
                clock.day = Some(clock.range.map_or(1, |(from, _)| from));
            }
        }
        ClockStep::Speed(speed) => clock.speed = speed,
        ClockStep::Range(from, to) => clock.range = Some((from.min(to).clamp(1, days), from.max(to).clamp(1, days))),
        ClockStep::ToggleLoop => clock.range = if clock.range.is_some() { None } else { Some((1, days)) },
    }
}

fn play(clock: &mut Clock, days: usize, seconds: f32) {
    clock.rest += seconds * DAYS_A_SECOND * clock.speed;
    let whole = clock.rest.floor();
    clock.rest -= whole;
    let next = clock.day_of(days) + whole as usize;
    match clock.range {
        Some((from, to)) => clock.day = Some(if next > to { from } else { next.max(from) }),
        None if next >= days => (clock.day, clock.playing) = (Some(days), false),
        None => clock.day = Some(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stays_inside_its_days() {
        let mut clock = Clock::default();
        step_clock(&mut clock, 30, ClockStep::Move(1));
        assert_eq!(clock.day_of(30), 30);
        step_clock(&mut clock, 30, ClockStep::Move(-100));
        assert_eq!(clock.day_of(30), 1);
        step_clock(&mut clock, 30, ClockStep::Day(999));
        assert_eq!(clock.day_of(30), 30);
        step_clock(&mut clock, 0, ClockStep::First);
        assert_eq!(clock.day_of(0), 1);
    }

    #[test]
    fn playing_ends_on_the_last_day_and_loops_inside_its_range() {
        let mut clock = Clock::default();
        step_clock(&mut clock, 10, ClockStep::Toggle);
        assert_eq!((clock.day_of(10), clock.playing), (1, true), "from the end it begins anew");
        play(&mut clock, 10, 1.0);
        assert_eq!(clock.day_of(10), 7);
        play(&mut clock, 10, 1.0);
        assert_eq!((clock.day_of(10), clock.playing), (10, false));
        step_clock(&mut clock, 10, ClockStep::Range(5, 3));
        step_clock(&mut clock, 10, ClockStep::Toggle);
        assert_eq!(clock.day_of(10), 3);
        play(&mut clock, 10, 0.6);
        assert_eq!((clock.day_of(10), clock.playing), (3, true));
    }
}
