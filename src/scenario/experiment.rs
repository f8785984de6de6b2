//! How the variants are compared: worlds, horizon, baseline and guardrails.

use super::pricing::Costs;
use super::reflect::{choice, record};
use super::test_plan::TestPlan;

record! {
    /// The comparison.
    pub struct Experiment {
        /// Seed of the first world; the others follow from it.
        seed: u64 = 42 => range(0.0, 9_007_199_254_740_992.0);
        /// Worlds: independent draws of population, catalog and luck.
        worlds: u64 = 20 => unit("worlds"), range(1.0, 10_000.0);
        /// Horizon.
        days: u64 = 90 => unit("days"), range(1.0, 3_650.0);
        /// Days at the start on which no policy shows or sends anything, so that customers have a history by then. Policies watch choices all the same.
        warmup: u64 = 0 => unit("days"), range(0.0, 3_650.0), source("B4.10 has 10");
        /// Days between retrains of policies that learn from the crowd, and between checkpoints.
        epoch_days: u64 = 7 => unit("days"), range(1.0, 365.0);
        /// Name of the variant that the others are compared with.
        baseline: String = "baseline".into();
        /// Confidence of intervals.
        confidence: f64 = 0.95 => range(0.5, 0.9999);
        /// What the messages cost.
        costs: Costs = Costs::default();
        /// Follow prices, consumer surplus and the prices of what is shown even where everybody pays the list price.
        follow_prices: bool = false;
        /// Customers of each world of whom is kept what they chose and saw, item by item, so that pairs of people and single baskets can be
        /// compared; the same ones under every variant. 2,000 tell enough; 0 keeps nothing and costs nothing.
        panel: u64 = 0 => unit("people"), range(0.0, 100_000.0);
        /// The A/B test that a team would really run, shown beside the truth.
        test: TestPlan = TestPlan::default();
        /// Limits that must not be crossed.
        guardrails: Vec<Guardrail> = vec![];
    }
}

choice! {
    /// Whose value a guardrail looks at.
    pub enum GuardScope = All {
        /// All customers.
        All,
        /// Each segment on its own.
        EachSegment,
        /// The segment that fares worst.
        WorstSegment,
        /// Each group (level of an attribute) on its own.
        EachGroup,
        /// The group that fares worst.
        WorstGroup,
    }
}

choice! {
    /// What a guardrail's limit is set on.
    pub enum Compare = Difference {
        /// Variant minus baseline.
        Difference,
        /// Variant divided by baseline.
        Ratio,
        /// The variant's own value.
        Level,
    }
}

choice! {
    /// Which side of the limit is safe.
    pub enum Bound = AtMost {
        /// Safe at or below the limit.
        AtMost,
        /// Safe at or above the limit.
        AtLeast,
    }
}

choice! {
    /// What a gate makes of a guardrail that cannot be told.
    pub enum Undecided = Fail {
        /// The gate stays shut: nobody knows whether the limit holds.
        Fail,
        /// The gate warns and opens.
        Warn,
    }
}

record! {
    /// A known exception to a guardrail, granted by somebody, for a reason, until a day. What it covers counts as waived, never as within the limit.
    pub struct Waiver {
        /// Who answers for it.
        name: String = String::new();
        /// Why it is accepted for now.
        reason: String = String::new();
        /// Last day on which it holds, as year-month-day, for example 2027-03-31. After it the guardrail counts as before.
        expires: String = String::new();
        /// Variant that it is granted to; empty for every variant.
        variant: String = String::new();
        /// Segment, or level of an attribute, that it is granted for; empty for whomever the guardrail looks at.
        whom: String = String::new();
    }
}

record! {
    /// A metric with a limit that must not be crossed. Decided by its interval: wholly on the safe side is within, wholly past it is crossed.
    pub struct Guardrail {
        /// Metric name; `creepline explain` lists them.
        metric: String = "over_line_share".into();
        /// Whose value counts.
        scope: GuardScope = GuardScope::All;
        /// What the limit is set on.
        compare: Compare = Compare::Difference;
        /// Which side of the limit is safe.
        bound: Bound = Bound::AtMost;
        /// The limit, in the metric's own unit.
        limit: f64 = 0.05;
        /// First day that counts, from 1.
        from_day: u64 = 1 => unit("day"), range(1.0, 3_650.0);
        /// Groups with fewer customers a world than this cannot be judged.
        smallest_group: u64 = 30 => unit("people"), range(1.0, 1_000_000.0), source("B5");
        /// Attribute whose groups are looked at, for a scope of groups; empty for all attributes.
        attribute: String = String::new();
        /// What a gate makes of it where it cannot be told.
        undecided: Undecided = Undecided::Fail;
        /// Known exceptions.
        waivers: Vec<Waiver> = vec![];
    }
}
