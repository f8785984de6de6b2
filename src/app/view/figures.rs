//! Figures of the report that screens show: which, and made when asked for.

use std::fmt;
use std::sync::Arc;

use crate::ledger::Scope;
use crate::report::figure::{Figure, Table};
use crate::report::figures::{
    Acts, DoseCurve, DrawnPeople, SayAndDo, TasteMap, ThirtyLives, TopicShifts, TrustFans, WhereVarietyLives, WhoGetsSeen, WhoTheyAre, WhyItCreeps,
    WorldDots,
};
use crate::scenario::{Metric, Scenario};
use crate::simulate::Run;

/// A figure that a screen wants.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FigureAsk {
    /// What people do.
    Acts(Scope),
    /// Trust by segment under a variant.
    TrustFans(usize),
    /// Say and do under a variant.
    SayAndDo(usize),
    /// Why it creeps.
    Why,
    /// Response and trust against depth.
    Dose,
    /// Where the variety lives.
    Variety(Scope),
    /// Where interests move under a variant.
    Shift(usize),
    /// Lorenz curves of exposure.
    Seen,
    /// Thirty lives.
    Lives,
    /// One row of the scorecard world by world.
    Worlds {
        /// The metric.
        metric: Metric,
        /// The variant.
        variant: usize,
        /// Whose value.
        scope: Scope,
        /// Difference from the baseline, or level.
        difference: bool,
    },
}

impl FigureAsk {
    /// The place where it is shown: a figure stays there until another is ready.
    pub fn slot(&self) -> &'static str {
        match self {
            Self::Acts(_) => "acts",
            Self::TrustFans(_) => "trust by segment",
            Self::SayAndDo(_) => "say and do",
            Self::Why => "why it creeps",
            Self::Dose => "dose curve",
            Self::Variety(_) => "where variety lives",
            Self::Shift(_) => "topic shift",
            Self::Seen => "who gets seen",
            Self::Lives => "thirty lives",
            Self::Worlds { .. } => "worlds",
        }
    }

    /// Whether it follows from the first world of a whole run alone, so that more worlds do not change it.
    pub fn is_of_first_world(&self, run: &Run) -> bool {
        match self {
            Self::Why | Self::Lives => run.part.is_none(),
            Self::Shift(_) => run.part.is_none() && run.scenario.experiment.panel == 0,
            _ => false,
        }
    }

    /// Makes it.
    pub fn made(&self, run: &Run) -> Prepared {
        Prepared(match *self {
            Self::Acts(scope) => Arc::new(Acts::new(run, scope)),
            Self::TrustFans(variant) => Arc::new(TrustFans::new(run, variant)),
            Self::SayAndDo(variant) => Arc::new(SayAndDo::new(run, variant)),
            Self::Why => Arc::new(WhyItCreeps::new(run)),
            Self::Dose => Arc::new(DoseCurve::of_run(run)),
            Self::Variety(scope) => Arc::new(WhereVarietyLives::new(run, scope)),
            Self::Shift(variant) => Arc::new(TopicShifts::new(run, variant)),
            Self::Seen => Arc::new(WhoGetsSeen::new(run)),
            Self::Lives => Arc::new(ThirtyLives::new(run)),
            Self::Worlds { metric, variant, scope, difference } => Arc::new(WorldDots::new(run, metric, variant, scope, difference)),
        })
    }
}

/// A figure that is ready to be shown.
#[derive(Clone)]
pub struct Prepared(pub Arc<dyn Figure>);

impl fmt::Debug for Prepared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Prepared").field(&self.0.text().title).finish()
    }
}

/// The people of a document, before any run.
#[derive(Clone, Debug)]
pub struct PeopleFigures {
    /// Who they are.
    pub who: WhoTheyAre,
    /// What they like.
    pub tastes: TasteMap,
    /// Twelve of them.
    pub sample: Table,
}

impl PeopleFigures {
    /// Draws people of a scenario.
    pub fn new(scenario: &Arc<Scenario>) -> Self {
        let drawn = DrawnPeople::new(scenario);
        Self { who: WhoTheyAre::new(&drawn), tastes: TasteMap::new(&drawn), sample: drawn.sample() }
    }
}

/// Depths that a sketch of the dose curve flies.
const DEPTHS: [f64; 6] = [0.0, 0.2, 0.4, 0.6, 0.8, 1.0];
/// Most people and worlds of such a sketch.
const SKETCH: (u64, u64) = (300, 4);

/// The scenario of a sketch of the dose curve: one variant (from 0 in the document) at several depths, few people, few worlds.
pub fn dose_scenario(scenario: &Scenario, variant: usize) -> Option<Scenario> {
    let selected = scenario.variants.get(variant)?;
    let mut sketch = scenario.clone();
    sketch.population.customers = sketch.population.customers.min(SKETCH.0);
    sketch.experiment.worlds = SKETCH.1;
    sketch.experiment.guardrails.clear();
    sketch.experiment.panel = 0;
    sketch.experiment.test.on = false;
    sketch.events.clear();
    sketch.organisation = Default::default();
    sketch.variants = DEPTHS
        .iter()
        .map(|depth| {
            let mut own = selected.clone();
            own.name = format!("depth {depth}");
            own.policy.depth = *depth;
            own
        })
        .collect();
    sketch.experiment.baseline = sketch.variants.first()?.name.clone();
    Some(sketch)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_dose_sketch_is_one_policy_at_several_depths() {
        let scenario = Scenario::default();
        let Some(sketch) = dose_scenario(&scenario, 0) else { panic!("variant 0 is there") };
        assert_eq!(sketch.variants.iter().map(|variant| variant.policy.depth).collect::<Vec<_>>(), DEPTHS);
        assert_eq!((sketch.population.customers, sketch.experiment.worlds), SKETCH);
        assert!(crate::scenario::validate(&sketch).iter().all(|finding| finding.severity != crate::scenario::Severity::Error));
        assert!(dose_scenario(&scenario, 9).is_none());
    }

    #[test]
    fn people_are_drawn_from_the_document() {
        let mut scenario = Scenario::default();
        scenario.population.customers = 200;
        let figures = PeopleFigures::new(&Arc::new(scenario));
        assert_eq!(figures.sample.rows.len(), 12);
        assert!(figures.who.text().sentence.contains("guarded"));
    }
}
