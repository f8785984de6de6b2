//! Consent as one policy asks for it: which signals, in which form, when again.

use crate::behavior::consent::{Answer, acceptance, answer, asked_alone, form};
use crate::scenario::behavior::ConsentModel;
use crate::scenario::catalog::Consent;
use crate::scenario::policy::Policy;
use crate::scenario::{MOST_SIGNALS, Scenario};
use crate::world::Person;

/// Consent as one policy asks for it.
#[derive(Clone, Debug, Default)]
pub struct Asking {
    /// Signals of the policy that are asked for, one bit each.
    pub asked: u32,
    /// Of these, those with an answer of their own; the others share the answer of the page.
    alone: u32,
    /// The signal whose draw stands for the page: the same in every variant.
    page: usize,
    /// By signal: log-odds that the form of the request adds.
    form: [f64; MOST_SIGNALS],
    /// Share of those who do not accept that says so.
    says_no: f32,
    /// Days after which everybody is asked again; 0 never asks again.
    renewal_days: u32,
}

/// What a person answered, one bit for each signal.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    /// Accepted.
    pub accepted: u32,
    /// Accepted or refused, not left open.
    pub given: u32,
}

impl Asking {
    /// Makes the requests of a policy ready; `signals` are those that it uses.
    pub fn new(scenario: &Scenario, policy: &Policy, signals: u32) -> Self {
        let p = &scenario.behavior.consent;
        let mut asking = Self {
            says_no: if policy.banner.first_page_refuse { p.says_no } else { p.says_no_later } as f32,
            renewal_days: policy.banner.renewal_days as u32,
            page: scenario.signals.iter().position(|signal| !matches!(signal.consent, Consent::Implied | Consent::Granular)).unwrap_or(0),
            ..Self::default()
        };
        if !scenario.behavior.mechanisms.consent {
            return asking;
        }
        for (index, signal) in scenario.signals.iter().enumerate().take(MOST_SIGNALS) {
            let Some(shift) = form(p, signal.consent, &policy.banner) else { continue };
            asking.form[index] = shift;
            asking.asked |= signals & 1 << index;
            asking.alone |= u32::from(asked_alone(signal.consent, &policy.banner)) << index;
        }
        asking
    }

    /// Whether people who came on day `first` are asked on a day (both from 0).
    #[inline(always)]
    pub fn asks(&self, first: u32, day: u32) -> bool {
        self.asked != 0 && (day == first || self.renewal_days > 0 && day > first && (day - first).is_multiple_of(self.renewal_days))
    }

    /// What a person with that trust answers. Her draws stay the same, so that an answer changes only as her trust and the request do.
    pub fn ask<const K: usize>(&self, p: &ConsentModel, person: &Person<K>, trust: f32) -> Answers {
        let mut answers = Answers::default();
        for index in 0..MOST_SIGNALS {
            let bit = 1 << index;
            if self.asked & bit == 0 {
                continue;
            }
            let draw = person.consent_draws[if self.alone & bit == 0 { self.page } else { index }];
            let chance = acceptance(p, self.form[index], f64::from(trust), f64::from(person.concern));
            match answer(draw, chance, self.says_no) {
                Answer::Accepted => {
                    answers.accepted |= bit;
                    answers.given |= bit;
                }
                Answer::Refused => answers.given |= bit,
                Answer::Open => {}
            }
        }
        answers
    }

    /// Signals that may be used when those asked for got these answers: nobody is asked about the others.
    pub fn allowed(&self, answers: Answers) -> u32 {
        !self.asked | answers.accepted
    }
}
