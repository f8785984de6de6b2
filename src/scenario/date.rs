//! Days of the calendar, as scenario files write them.

/// A day of the calendar. What day it is today is never asked for here: whoever shows or judges something says so.
pub use jiff::civil::Date;

/// A date written as year-month-day with four, two and two digits; nothing for any other text and for days that do not exist.
pub fn date(text: &str) -> Option<Date> {
    let date: Date = text.parse().ok()?;
    // The parser also takes times of day and other spellings; a file has one.
    (date.to_string() == text).then_some(date)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_spelling_is_a_date() {
        assert_eq!(date("2027-02-28").map(|date| date.to_string()).as_deref(), Some("2027-02-28"));
        for text in ["", "2027-2-28", "2027-02-29", "20270228", "28.02.2027", "2027-02-28T10:00", " 2027-02-28", "tomorrow", "2027-W08-7"] {
            assert_eq!(date(text), None, "{text}");
        }
    }
}
