//! One list for all, by quality as an editor sees it.

use crate::policy::rules::{Request, Rules, Setting, Workspace};

/// One list for all.
#[derive(Clone, Debug)]
pub struct Editorial {
    list: Vec<u32>,
}

impl Rules for Editorial {
    fn new<const K: usize>(setting: &Setting<'_, K>) -> Self {
        Self { list: setting.catalog.editorial.clone() }
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, _: &mut Workspace, out: &mut [u32]) -> usize {
        request.first_of(&self.list, out)
    }
}
