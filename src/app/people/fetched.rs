//! Something prepared in the background for a question, and kept until the question changes.

use std::sync::Arc;

use crate::app::errand::Errand;

/// Something prepared in the background.
pub struct Fetched<K, T> {
    of: Option<K>,
    /// Under way.
    pub errand: Option<Errand<T>>,
    /// How many parts of how many are done.
    pub progress: (usize, usize),
    shown: Option<(K, Arc<T>)>,
    /// Why there is nothing.
    pub problem: Option<String>,
}

impl<K, T> Default for Fetched<K, T> {
    fn default() -> Self {
        Self { of: None, errand: None, progress: (0, 0), shown: None, problem: None }
    }
}

impl<K: PartialEq + Clone, T: Send + 'static> Fetched<K, T> {
    /// What is known for a question.
    pub fn get(&self, of: &K) -> Option<&Arc<T>> {
        self.shown.as_ref().filter(|(shown, _)| shown == of).map(|(_, kept)| kept)
    }

    /// The latest there is, for this or an earlier question.
    pub fn latest(&self) -> Option<&Arc<T>> {
        self.shown.as_ref().map(|(_, kept)| kept)
    }

    /// Asks, unless it is known, under way or known to fail. What is under way for another question is dropped.
    pub fn want(&mut self, of: &K, start: impl FnOnce() -> Errand<T>) {
        if self.of.as_ref() == Some(of) {
            return;
        }
        self.of = Some(of.clone());
        self.problem = None;
        self.progress = (0, 0);
        self.errand = if self.get(of).is_some() { None } else { Some(start()) };
    }

    /// Whether it was asked for.
    pub fn is_wanted(&self, of: &K) -> bool {
        self.of.as_ref() == Some(of)
    }

    /// Takes in how far the work is, and what came of it.
    pub fn follow(&mut self) {
        let Some(errand) = &self.errand else { return };
        self.progress = errand.progress();
        let Some(answer) = errand.finished() else { return };
        self.errand = None;
        match (answer, self.of.clone()) {
            (Ok(found), Some(of)) => self.shown = Some((of, Arc::new(found))),
            (Err(problem), _) => self.problem = Some(problem),
            (Ok(_), None) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_asked_once_and_kept_for_its_question_alone() {
        let mut kept: Fetched<u32, u32> = Fetched::default();
        kept.want(&1, || Errand::done(Ok(10)));
        kept.follow();
        assert_eq!(kept.get(&1).map(|ten| **ten), Some(10));
        kept.want(&1, || Errand::done(Ok(99)));
        kept.follow();
        assert_eq!(kept.get(&1).map(|ten| **ten), Some(10), "known");
        kept.want(&2, || Errand::done(Err("no".into())));
        assert!(kept.get(&2).is_none() && kept.get(&1).is_some());
        kept.follow();
        assert_eq!((kept.problem.as_deref(), kept.is_wanted(&2)), (Some("no"), true));
    }
}
