//! Figures of the report that screens show: which, and made when asked for.

use std::fmt;
use std::sync::Arc;

use crate::ledger::Scope;
use crate::report::figure::Figure;
use crate::report::figures::{Acts, DoseCurve, SayAndDo, ThirtyLives, TopicShifts, TrustFans, WhereVarietyLives, WhoGetsSeen, WhyItCreeps, WorldDots};
use crate::scenario::Metric;
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

    /// Whether it follows from the first world alone, so that more worlds do not change it.
    pub fn is_of_first_world(&self, run: &Run) -> bool {
        match self {
            Self::Why | Self::Lives => true,
            Self::Shift(_) => run.scenario.experiment.panel == 0,
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
