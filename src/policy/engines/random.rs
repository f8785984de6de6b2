//! Items at random.

use crate::policy::rules::{Request, Rules, Setting, Workspace};
use crate::world::Purpose;

/// Words after which a random slate stays shorter.
const MOST_WORDS: u32 = 64;

/// Items at random, for each touch anew.
#[derive(Clone, Debug)]
pub struct Random;

impl Rules for Random {
    fn new<const K: usize>(_: &Setting<'_, K>) -> Self {
        Self
    }

    #[inline(always)]
    fn rank<const K: usize>(&self, request: &Request<'_, K>, _: &mut Workspace, out: &mut [u32]) -> usize {
        let items = request.catalog.items as u64;
        let mut length = 0;
        for index in 0..MOST_WORDS / 4 {
            let words = request.keyed.words(request.person.id, request.day, Purpose::RandomSlate, request.touch << 8 | index);
            for word in words {
                if length == out.len() {
                    return length;
                }
                let item = (u64::from(word) * items >> 32) as u32;
                if !request.skips(item) && !out[..length].contains(&item) {
                    out[length] = item;
                    length += 1;
                }
            }
        }
        length
    }
}
