//! Times in words, by the clock and calendar of the machine.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

fn local(seconds: u64) -> Option<Zoned> {
    Some(Timestamp::from_second(i64::try_from(seconds).ok()?).ok()?.to_zoned(TimeZone::system()))
}

/// A time of day, with the date where it is not that of `now`; both in seconds since 1970.
pub fn clock_words(at: u64, now: u64) -> String {
    let Some(then) = local(at) else { return "an unknown time".into() };
    let today = local(now).is_some_and(|now| now.date() == then.date());
    if today { then.strftime("%H:%M").to_string() } else { then.strftime("%-d %b %Y, %H:%M").to_string() }
}

/// A date, in seconds since 1970.
pub fn when_words(at: u64) -> String {
    local(at).filter(|_| at > 0).map_or_else(|| "some time ago".into(), |then| then.strftime("%-d %b %Y").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_date_is_said_only_where_it_is_another() {
        let noon = 1_700_000_000;
        assert_eq!(clock_words(noon, noon).len(), 5);
        assert!(clock_words(noon, noon + 200_000).contains("2023"));
        assert_eq!(clock_words(u64::MAX, noon), "an unknown time");
        assert_eq!(when_words(0), "some time ago");
        assert!(when_words(noon).ends_with("Nov 2023"));
    }
}
