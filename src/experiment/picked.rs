//! People chosen by a stated rule, so that nobody can choose the stories that suit: the worst off, the one in the middle, the least harmed.

use std::sync::{Mutex, PoisonError};

use crate::ledger::PanelSize;
use crate::simulate::{CensusBlock, CensusEnd, LifeSum, Run, live_again};

/// People among whom it is chosen, or everybody where there are fewer.
pub const PICKED_AMONG: u64 = 2_000;

/// Which of the people in order of harm.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickRule {
    /// The worst off.
    Worst,
    /// The one in the middle.
    Median,
    /// The least harmed.
    Least,
}

impl PickRule {
    /// All, worst first.
    pub const ALL: [Self; 3] = [Self::Worst, Self::Median, Self::Least];

    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Worst => "worst",
            Self::Median => "median",
            Self::Least => "least",
        }
    }
}

/// Somebody chosen by a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Picked {
    /// Which.
    pub rule: PickRule,
    /// Number of the customer.
    pub customer: u64,
    /// Her life under the variant, in a few numbers.
    pub life: LifeSum,
    /// Her place in the order of harm, from 1 for the worst, and how many were in it.
    pub place: (usize, usize),
}

/// The rule in words, for whoever reads the stories.
pub fn pick_rule_words(run: &Run) -> String {
    let size = PanelSize::new(PICKED_AMONG, run.scenario.population.customers);
    format!(
        "Of {} people taken by a fixed rule, in order of days over their own line, then of the highest margin to it, then of their number: the first, the one \
         in the middle and the last. Nobody chose them by hand.",
        size.people
    )
}

/// The worst off, the median and the least harmed person of a variant in a world. The same for any `threads` (0 for all cores).
///
/// # Errors
/// If the run holds no such world or variant, or if nobody in it ever was an active customer.
pub fn picked_people(run: &Run, world: usize, variant: usize, threads: usize) -> Result<Vec<Picked>, String> {
    let size = PanelSize::new(PICKED_AMONG, run.scenario.population.customers);
    let people: Vec<u64> = (0..size.people).map(|place| size.customer(place)).collect();
    let lives = Mutex::new(Vec::with_capacity(people.len()));
    let keep = |block: CensusBlock| {
        let of = block.lives.first().map_or(&[][..], Vec::as_slice);
        let known = of.iter().enumerate().filter_map(|(place, life)| Some((*people.get(block.first + place)?, *life)));
        lives.lock().unwrap_or_else(PoisonError::into_inner).extend(known);
        true
    };
    live_again(run, world, &[variant], &people, false, threads, &keep).map_err(|error: CensusEnd| error.to_string())?;
    let mut lives = lives.into_inner().unwrap_or_else(PoisonError::into_inner);
    lives.retain(|(_, life)| life.highest.is_finite());
    lives.sort_by(|(one, a), (other, b)| b.days_over.cmp(&a.days_over).then_with(|| b.highest.total_cmp(&a.highest)).then_with(|| one.cmp(other)));
    let last = lives.len().checked_sub(1).ok_or("nobody ever was an active customer")?;
    let chosen = PickRule::ALL.into_iter().zip([0, last / 2, last]);
    let picked = chosen.filter_map(|(rule, place)| {
        let (customer, life) = lives.get(place).copied()?;
        Some(Picked { rule, customer, life, place: (place + 1, last + 1) })
    });
    Ok(picked.collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::retargeting;
    use crate::simulate::replay;

    #[test]
    fn the_rule_picks_the_ends_and_the_middle_whatever_the_threads() {
        let run = retargeting();
        let picked = picked_people(&run, 1, 2, 1).expect("picked");
        assert_eq!(picked, picked_people(&run, 1, 2, 2).expect("picked"));
        let [worst, median, least] = picked.as_slice() else { panic!("three people: {picked:?}") };
        assert!(worst.life.days_over > 0 && worst.life.days_over >= median.life.days_over && median.life.days_over >= least.life.days_over);
        assert!(least.life.highest <= median.life.highest && worst.place.0 == 1 && least.place.0 == least.place.1);
        for person in &picked {
            let life = replay(&run, 1, 2, person.customer).expect("replays");
            let over = life.days.iter().filter(|day| day.here && !day.left && day.felt > life.tolerance).count();
            assert_eq!(person.life.days_over as usize, over);
        }
        let lives = crate::simulate::replays(&run, 1, 2, 0..run.scenario.population.customers).expect("replays");
        let of_all = lives.iter().map(|life| life.days.iter().filter(|day| day.here && !day.left && day.felt > life.tolerance).count());
        assert_eq!(of_all.max(), Some(worst.life.days_over as usize));
        assert!(picked_people(&run, 9, 2, 1).is_err() && pick_rule_words(&run).contains("200 people"));
    }
}
