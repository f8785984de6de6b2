//! The A/B test that a team would really run.

use super::reflect::{choice, record};

choice! {
    /// What the test looks at, summed over the days of the test for each person.
    pub enum TestMetric = Clicks {
        /// Choices out of a slate.
        Clicks,
        /// Purchases.
        Purchases,
        /// Money spent.
        Revenue,
        /// Own visits.
        Visits,
        /// Choices, of own search or out of a slate.
        Choices,
        /// Complaints.
        Complaints,
    }
}

choice! {
    /// How the test comes to its answer.
    pub enum TestMethod = FixedHorizon {
        /// One look on the last day: Welch's t interval.
        FixedHorizon,
        /// One look on the last day, adjusted for what each person did before the test (CUPED).
        Adjusted,
        /// A look every few days by an interval that holds at all looks together (asymptotic confidence sequence); stops at the first answer.
        AlwaysValid,
        /// A look every few days by the mixture sequential probability ratio test; stops at the first answer.
        MixtureSprt,
        /// A look every few days with bounds that spend the chance of error over the looks (Lan and DeMets); stops at the first answer.
        GroupSequential,
        /// One look on the last day: the chance that the variant is better, under a flat prior.
        Bayesian,
        /// A look every few days by Welch's t interval as if each were the only one; stops at the first answer. It errs more often than it says.
        Peeking,
    }
}

choice! {
    /// Who counts in the test.
    pub enum Counted = Assigned {
        /// Everybody assigned, whatever they do later.
        Assigned,
        /// Only those who have not left by the day of the look.
        Remaining,
    }
}

record! {
    /// The A/B test that a team would really run: people are assigned to variants by a stable hash, and only what the test shows is used. A ramp is
    /// that of the policy (`guards.ramp`).
    pub struct TestPlan {
        /// Run the test beside the truth.
        on: bool = true;
        /// What it looks at.
        metric: TestMetric = TestMetric::Clicks;
        /// How it comes to its answer.
        method: TestMethod = TestMethod::FixedHorizon;
        /// Length. It begins after the warm-up, which is its time before.
        days: u64 = 14 => unit("days"), range(1.0, 3_650.0);
        /// Days between looks.
        look_days: u64 = 7 => unit("days"), range(1.0, 365.0);
        /// At most so many people of a world take part.
        people: u64 = 5_000 => unit("people"), range(2.0, 1_000_000.0);
        /// Share of them who get a variant other than the baseline; several variants share it equally.
        allocation: f64 = 0.5 => range(0.01, 0.99);
        /// Text that the assignment is hashed with.
        salt: String = "creepline".into();
        /// Confidence of the test's interval.
        confidence: f64 = 0.95 => range(0.5, 0.9999);
        /// Who counts.
        counted: Counted = Counted::Assigned;
        /// In the test all variants learn from the choices of everybody, as in production where they share one record. Otherwise each learns as if
        /// it were alone.
        shared_crowd: bool = false;
    }
}
