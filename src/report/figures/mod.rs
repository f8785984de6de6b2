//! Figures that the window and the dossier share.

mod acts;
mod cells;
mod cumulative;
mod dose;
mod lives;
mod lorenz;
mod parts;
mod people;
mod say_and_do;
mod story;
mod topic_shift;
mod trust_fans;
mod variety;
mod why;
mod world_dots;

pub use acts::Acts;
pub use cumulative::CumulativeMargins;
pub use dose::{DoseCurve, LEAST_DEPTHS};
pub use lives::ThirtyLives;
pub use lorenz::WhoGetsSeen;
pub use people::{DRAWN, Drawn, DrawnPeople, TasteMap, WhoTheyAre};
pub use say_and_do::SayAndDo;
pub use story::StoryFigure;
pub use topic_shift::TopicShifts;
pub use trust_fans::TrustFans;
pub use variety::WhereVarietyLives;
pub use why::WhyItCreeps;
pub use world_dots::WorldDots;

#[cfg(test)]
pub(crate) mod testing {
    //! A small real run, flown once for all tests of figures.

    use std::sync::{Arc, OnceLock};

    use crate::scenario::Case;
    use crate::simulate::{Run, RunOptions, Watch, fly};

    fn fly_small(panel: u64, worlds: u64) -> Run {
        let mut scenario = Case::find("retargeting").expect("it is bundled").load().expect("it loads").scenario;
        scenario.population.customers = 60;
        (scenario.experiment.worlds, scenario.experiment.days, scenario.experiment.panel) = (worlds, 14, panel);
        let scenario = Arc::new(scenario);
        let watch = Watch::of(&scenario, || {});
        let run = fly(&scenario, &RunOptions { threads: 2, ..RunOptions::default() }, &watch, |_| {}).expect("it flies");
        Run::clone(&run)
    }

    /// A run of sixty people in one world over two weeks.
    pub(crate) fn flown() -> Run {
        static RUN: OnceLock<Run> = OnceLock::new();
        RUN.get_or_init(|| fly_small(0, 1)).clone()
    }

    /// The same in two worlds, everybody in the panel.
    pub(crate) fn with_panel() -> Run {
        static RUN: OnceLock<Run> = OnceLock::new();
        RUN.get_or_init(|| fly_small(60, 2)).clone()
    }
}
