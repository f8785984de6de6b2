//! Work that is in no file yet, written down so that a crash does not take it away: a journal beside the file, with the last moments of it; and
//! what was saved before, as versions in the data folder.
//!
//! A journal belongs to one sitting of one window. The sitting holds a lock on it while it lives; a journal that nobody holds was left behind.

mod files;
mod keeper;
mod versions;

pub use files::{Envelope, Found, Moment, journal_folder, unsaved_folder};
pub use keeper::{Answer, Keeper};
pub use versions::Version;

/// Moments of a journal, and versions of a file, that are kept.
pub const MOST_KEPT: usize = 10;
