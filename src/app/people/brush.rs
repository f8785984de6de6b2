//! People brushed on a plot or picked in the table: a set that filters the table and is marked on the street.

use std::sync::Arc;

use super::LivesOf;

/// People of one world, picked by hand.
#[derive(Clone, Debug)]
pub struct Brush {
    of: LivesOf,
    people: Arc<Vec<u64>>,
}

impl Brush {
    /// These people of that world; nothing where there is nobody.
    pub fn new(of: LivesOf, mut people: Vec<u64>) -> Option<Self> {
        people.sort_unstable();
        people.dedup();
        (!people.is_empty()).then(|| Self { of, people: Arc::new(people) })
    }

    /// Numbers of the people, in order.
    pub fn people(&self) -> &Arc<Vec<u64>> {
        &self.people
    }

    /// Whether somebody is one of them.
    pub fn holds(&self, customer: u64) -> bool {
        self.people.binary_search(&customer).is_ok()
    }

    /// Whether it is of the world looked at: in another one the same numbers are other people.
    pub fn is_of(&self, of: &LivesOf) -> bool {
        self.of.is_same_world(of)
    }

    /// "12 selected".
    pub fn words(&self) -> String {
        format!("{} selected", crate::app::view::grouped(self.people.len() as f64))
    }
}
