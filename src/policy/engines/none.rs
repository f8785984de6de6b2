//! No recommender.

use crate::policy::rules::{Request, Rules, Setting, Workspace};

/// No recommender: every slate is empty.
#[derive(Clone, Debug)]
pub struct None;

impl Rules for None {
    fn new<const K: usize>(_: &Setting<'_, K>) -> Self {
        Self
    }

    fn rank<const K: usize>(&self, _: &Request<'_, K>, _: &mut Workspace, _: &mut [u32]) -> usize {
        0
    }
}
