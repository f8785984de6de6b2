//! What engines that learn from the crowd can be told, one record each.

use super::reflect::{choice, record};

choice! {
    /// What of a customer's doings counts as evidence of taste.
    pub enum Evidence = Choices {
        /// Everything that was chosen.
        Choices,
        /// What was bought.
        Purchases,
        /// What was looked at: the item chosen or, on a visit that ends without a choice, the one that was looked at last.
        Views,
    }
}

choice! {
    /// How much an item weighs that a customer consumed several times.
    pub enum Weighing = LogCount {
        /// ln(1 + times).
        LogCount,
        /// Once is as good as often.
        Once,
    }
}

choice! {
    /// When an engine learns.
    pub enum Training = EachEpoch {
        /// At each epoch end, also from what its own recommendations led to.
        EachEpoch,
        /// Once, at the first epoch end by which enough days have passed.
        Once,
    }
}

record! {
    /// Matrix factorization: customers and items as points among a few factors, from what is consumed together.
    pub struct Collaborative {
        /// What it learns from.
        from: Evidence = Evidence::Choices;
        /// How much an item weighs that a customer consumed several times.
        weighing: Weighing = Weighing::LogCount;
        /// Number of factors.
        rank: u64 = 10 => unit("factors"), range(1.0, 32.0), plausible(5.0, 20.0), source("B4.10");
        /// Discount of popular items: scores are divided by (1 + remembered choices) to this power. 0: no discount.
        discount: f64 = 0.0 => range(0.0, 2.0), plausible(0.0, 1.0), source("B5, form assumed");
        /// When it learns.
        training: Training = Training::EachEpoch;
        /// Days of data before it learns once.
        train_after: u64 = 14 => unit("days"), range(1.0, 3_650.0), source("B10, size assumed");
        /// How far groups that the factors serve badly are weighed up: 0 everyone counts as much as they consume, 1 the worst-off group is served as
        /// well as can be.
        reweight: f64 = 0.0 => range(0.0, 1.0), source("F13");
        /// Attribute whose groups are weighed up; empty takes the first one.
        reweight_by: String = String::new();
    }
}

choice! {
    /// The engine that random exploration is mixed into.
    pub enum Base = Content {
        /// Items close to what is known of the customer's tastes.
        Content,
        /// Matrix factorization.
        Collaborative,
    }
}

record! {
    /// Random exploration (engine EpsilonGreedy).
    pub struct Exploration {
        /// Share of slots that show a random item.
        share: f64 = 0.1 => range(0.0, 1.0), plausible(0.01, 0.3), source("B4.10");
        /// What fills the other slots.
        base: Base = Base::Content;
    }
}

record! {
    /// Optimism in the face of uncertainty (engine LinUcb).
    pub struct Optimism {
        /// Weight of the uncertainty of a score.
        bonus: f64 = 1.0 => range(0.0, 100.0), plausible(0.1, 3.0), source("B4.10");
        /// Ridge: how many observations "no effect" is worth.
        ridge: f64 = 1.0 => unit("observations"), range(0.001, 1_000.0), source("B4.5, size assumed");
    }
}

record! {
    /// Weights of the engine Hybrid.
    pub struct Blend {
        /// Weight of the content score.
        content: f64 = 0.5 => range(0.0, 1.0), source("assumed");
        /// Weight of the collaborative score, brought to 1 for the best item.
        collaborative: f64 = 0.5 => range(0.0, 1.0), source("assumed");
    }
}
