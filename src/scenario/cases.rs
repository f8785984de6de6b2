//! The bundled cases: scenarios to start from.

use super::load::{Loaded, parse};
use super::{ScenarioError, nearest::nearest};

/// A bundled case.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its name on the command line.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The question it asks, in one line.
    pub question: &'static str,
    /// The file.
    pub text: &'static str,
}

/// Every bundled case; the first one is what a newcomer should fly.
pub const CASES: &[Case] = &[
    Case {
        id: "retargeting",
        title: "Retargeting frequency",
        question: "What does it do to people when reminders go from one to five a week?",
        text: include_str!("../../scenarios/retargeting.ron"),
    },
    Case {
        id: "cross_site",
        title: "Cross-site data",
        question: "Own data or bought profiles: what is gained, whom does it cost, and does saying so help?",
        text: include_str!("../../scenarios/cross_site.ron"),
    },
    Case {
        id: "echo",
        title: "Filter bubbles",
        question: "Does a deep recommender narrow what people see, or does it only look so?",
        text: include_str!("../../scenarios/echo.ron"),
    },
    Case {
        id: "sweet_spot",
        title: "The sweet spot",
        question: "How openly should a message show what a shop knows?",
        text: include_str!("../../scenarios/sweet_spot.ron"),
    },
    Case {
        id: "minority",
        title: "A minority served worse",
        question: "Who gets less from a recommender that leans on the average customer?",
        text: include_str!("../../scenarios/minority.ron"),
    },
    Case {
        id: "biased_history",
        title: "A biased history",
        question: "What does a fair rule do with the records of an unfair past?",
        text: include_str!("../../scenarios/biased_history.ron"),
    },
    Case {
        id: "personal_prices",
        title: "Personal prices",
        question: "Who pays when each customer gets a price of their own?",
        text: include_str!("../../scenarios/personal_prices.ron"),
    },
    Case {
        id: "breach",
        title: "Breach and repair",
        question: "Keep quiet, tell at once, or tell and apologise: what does a leak cost?",
        text: include_str!("../../scenarios/breach.ron"),
    },
    Case {
        id: "banner",
        title: "The consent banner",
        question: "How far does the form of a banner move what people accept?",
        text: include_str!("../../scenarios/banner.ron"),
    },
    Case { id: "wheel", title: "Hand over the wheel", question: "How much control is enough?", text: include_str!("../../scenarios/wheel.ron") },
    Case {
        id: "small_test",
        title: "The small test that lied",
        question: "What does a two-week test not see?",
        text: include_str!("../../scenarios/small_test.ron"),
    },
    Case {
        id: "two_weeks",
        title: "What two weeks cannot see",
        question: "Which policies does a short test ship or kill by mistake?",
        text: include_str!("../../scenarios/two_weeks.ron"),
    },
    Case {
        id: "late_alert",
        title: "The alert that came too late",
        question: "How much of a harm does an alarm avert, and how fast must it be?",
        text: include_str!("../../scenarios/late_alert.ron"),
    },
];

impl Case {
    /// The case with that name.
    pub fn find(id: &str) -> Option<&'static Self> {
        CASES.iter().find(|case| case.id == id)
    }

    /// The name of a case that is most like another word.
    pub fn nearest(id: &str) -> Option<&'static str> {
        nearest(id, CASES.iter().map(|case| case.id))
    }

    /// The scenario.
    ///
    /// # Errors
    /// Never in a build whose tests passed.
    pub fn load(&self) -> Result<Loaded, ScenarioError> {
        parse(self.text, &format!("{}.ron", self.id))
    }
}

#[cfg(test)]
mod tests {
    use super::super::save::to_text;
    use super::*;

    #[test]
    fn every_case_loads_without_warnings_and_says_what_it_is_about() {
        for case in CASES {
            let loaded = case.load().unwrap_or_else(|error| panic!("{}: {error}", case.id));
            assert_eq!(loaded.warnings, [], "{}", case.id);
            assert_eq!(loaded.scenario.name, case.title);
            assert!(loaded.header.starts_with("// "), "{} opens with a comment", case.id);
            let words = |text: &str| text.replace("//", " ").split_whitespace().collect::<Vec<_>>().join(" ");
            assert_eq!(words(&loaded.header), words(&loaded.scenario.story), "{}: comment and story say the same", case.id);
        }
    }

    #[test]
    fn every_case_is_written_as_saving_writes_it() {
        for case in CASES {
            let loaded = case.load().unwrap();
            assert_eq!(to_text(&loaded.scenario, &loaded.header), case.text, "{}", case.id);
        }
    }
}
