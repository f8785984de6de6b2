//! Names are used in more than one place: when a variant, segment, signal or channel is renamed, whatever refers to it follows.

use super::document::Scenario;

/// A list whose items are known by name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Named {
    /// Policies under comparison.
    Variant,
    /// Marketing cuts of the population.
    Segment,
    /// Data that policies may use.
    Signal,
    /// Ways to reach customers.
    Channel,
}

impl Named {
    /// Every list.
    pub const ALL: [Self; 4] = [Self::Variant, Self::Segment, Self::Signal, Self::Channel];

    /// What one item is called.
    pub fn word(self) -> &'static str {
        match self {
            Self::Variant => "variant",
            Self::Segment => "segment",
            Self::Signal => "signal",
            Self::Channel => "channel",
        }
    }

    fn names(self, scenario: &Scenario) -> Vec<&String> {
        match self {
            Self::Variant => scenario.variants.iter().map(|variant| &variant.name).collect(),
            Self::Segment => scenario.population.segments.iter().map(|segment| &segment.name).collect(),
            Self::Signal => scenario.signals.iter().map(|signal| &signal.name).collect(),
            Self::Channel => scenario.channels.iter().map(|channel| &channel.name).collect(),
        }
    }

    /// Whether the items of two names are the same but for what they are called.
    fn alike(self, before: (&Scenario, &str), after: (&Scenario, &str)) -> bool {
        match self {
            Self::Variant => {
                let of = |(scenario, name): (&Scenario, &str)| {
                    scenario.variants.iter().find(|variant| variant.name == name).map(|found| found.policy.clone())
                };
                of(before) == of(after)
            }
            Self::Segment => {
                let of = |(scenario, name): (&Scenario, &str)| scenario.population.segments.iter().find(|one| one.name == name).cloned();
                of(before).map(|found| super::population::Segment { name: after.1.to_owned(), ..found }) == of(after)
            }
            Self::Signal => {
                let of = |(scenario, name): (&Scenario, &str)| scenario.signals.iter().find(|one| one.name == name).cloned();
                of(before).map(|found| super::catalog::Signal { name: after.1.to_owned(), ..found }) == of(after)
            }
            Self::Channel => {
                let of = |(scenario, name): (&Scenario, &str)| scenario.channels.iter().find(|one| one.name == name).cloned();
                of(before).map(|found| super::catalog::Channel { name: after.1.to_owned(), ..found }) == of(after)
            }
        }
    }
}

/// An item that goes by another name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// What is renamed.
    pub what: Named,
    /// Its name before.
    pub before: String,
    /// Its name after.
    pub after: String,
}

impl std::fmt::Display for Rename {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} \"{}\" renamed to \"{}\"", self.what.word(), self.before, self.after)
    }
}

/// The scenario before, with the names of variants, segments, signals and channels after, and those renames: a renamed variant is no other one. It was
/// renamed if the one name that differs stands at the same place, or if one that is gone and one that is new are the same in all but their name.
pub fn renames(before: &Scenario, after: &Scenario) -> (Scenario, Vec<Rename>) {
    let mut aligned = before.clone();
    let mut found = Vec::new();
    // Channels and signals first: what variants are compared by holds their names.
    for what in Named::ALL.into_iter().rev() {
        let (old, new) = (what.names(before), what.names(after));
        let mut pairs: Vec<(String, String)> = renamed(old.iter().copied(), new.iter().copied()).into_iter().collect();
        if pairs.is_empty() {
            let mut gone: Vec<&String> = old.iter().copied().filter(|name| !new.contains(name)).collect();
            for name in new.iter().copied().filter(|name| !old.contains(name)) {
                if let Some(place) = gone.iter().position(|old| what.alike((&aligned, old), (after, name))) {
                    pairs.push((gone.remove(place).clone(), name.clone()));
                }
            }
        }
        for (old, new) in pairs {
            follow(what, &mut aligned, &old, &new, true);
            found.push(Rename { what, before: old, after: new });
        }
    }
    found.reverse();
    (aligned, found)
}

/// Brings references in `after` up to date with names that changed since `before`.
pub fn follow_renames(before: &Scenario, after: &mut Scenario) {
    for what in Named::ALL {
        let found = renamed(what.names(before).into_iter(), what.names(after).into_iter());
        if let Some((old, new)) = found {
            follow(what, after, &old, &new, false);
        }
    }
}

/// Gives whatever refers to an item its new name, and the item itself where that is asked for.
fn follow(what: Named, scenario: &mut Scenario, old: &str, new: &str, itself: bool) {
    let rename = |name: &mut String| {
        if name == old {
            new.clone_into(name);
        }
    };
    let organisation = &mut scenario.organisation;
    let actions = |organisation: &mut super::organisation::Organisation, change: &dyn Fn(&mut super::organisation::Action)| {
        organisation.protocols.iter_mut().flat_map(|protocol| &mut protocol.actions).for_each(change);
    };
    match what {
        Named::Variant => {
            rename(&mut scenario.experiment.baseline);
            scenario.experiment.guardrails.iter_mut().flat_map(|guardrail| &mut guardrail.waivers).for_each(|waiver| rename(&mut waiver.variant));
            for event in &mut scenario.events {
                event.variants.iter_mut().for_each(rename);
                rename(&mut event.policy);
            }
            let lists = organisation.monitors.iter_mut().map(|monitor| &mut monitor.variants);
            let lists = lists.chain(organisation.audits.iter_mut().map(|audit| &mut audit.variants));
            lists.chain(organisation.protocols.iter_mut().map(|protocol| &mut protocol.variants)).flatten().for_each(rename);
            organisation.purges.variants.iter_mut().for_each(rename);
            actions(organisation, &|action| rename(&mut action.policy));
            if itself {
                scenario.variants.iter_mut().for_each(|variant| rename(&mut variant.name));
            }
        }
        Named::Segment => {
            scenario.events.iter_mut().flat_map(|event| &mut event.segments).for_each(rename);
            organisation.monitors.iter_mut().flat_map(|monitor| &mut monitor.segments).for_each(rename);
            scenario.experiment.guardrails.iter_mut().flat_map(|guardrail| &mut guardrail.waivers).for_each(|waiver| rename(&mut waiver.whom));
            if itself {
                scenario.population.segments.iter_mut().for_each(|segment| rename(&mut segment.name));
            }
        }
        Named::Signal => {
            scenario.variants.iter_mut().flat_map(|variant| &mut variant.policy.signals).for_each(rename);
            scenario.events.iter_mut().flat_map(|event| &mut event.signals).for_each(rename);
            actions(organisation, &|action| action.signals.iter_mut().for_each(rename));
            if itself {
                scenario.signals.iter_mut().for_each(|signal| rename(&mut signal.name));
            }
        }
        Named::Channel => {
            scenario.variants.iter_mut().flat_map(|variant| &mut variant.policy.contacts).for_each(|contact| rename(&mut contact.channel));
            scenario.events.iter_mut().for_each(|event| rename(&mut event.channel));
            actions(organisation, &|action| rename(&mut action.channel));
            if itself {
                scenario.channels.iter_mut().for_each(|channel| rename(&mut channel.name));
            }
        }
    }
}

/// The one name that differs between two lists of the same length. A name that another item still has is left alone.
pub fn renamed<'a>(before: impl Iterator<Item = &'a String>, after: impl Iterator<Item = &'a String>) -> Option<(String, String)> {
    let (before, after): (Vec<_>, Vec<_>) = (before.collect(), after.collect());
    if before.len() != after.len() {
        return None;
    }
    let mut pairs = before.iter().zip(&after).filter(|(old, new)| old != new);
    let (old, new) = pairs.next()?;
    let single = pairs.next().is_none() && !after.contains(old);
    single.then(|| ((*old).clone(), (*new).clone()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_follow_a_renamed_variant_signal_and_channel() {
        let before = Scenario::default();
        let mut after = before.clone();
        after.variants[0].name = "today".into();
        follow_renames(&before, &mut after);
        assert_eq!(after.experiment.baseline, "today");

        let mut after = before.clone();
        after.signals[0].name = "clicks".into();
        follow_renames(&before, &mut after);
        assert_eq!(after.variants[0].policy.signals, ["clicks"]);

        let mut after = before.clone();
        after.channels[0].name = "letter".into();
        follow_renames(&before, &mut after);
        assert_eq!(after.variants[0].policy.contacts[0].channel, "letter");
    }

    #[test]
    fn removing_an_item_renames_nothing() {
        let before = Scenario::default();
        let mut after = before.clone();
        after.signals.remove(0);
        follow_renames(&before, &mut after);
        assert_eq!(after.variants, before.variants);
    }

    #[test]
    fn events_waivers_and_protocols_follow_and_what_only_moved_is_renamed_too() {
        use crate::scenario::events::Event;
        use crate::scenario::experiment::{Guardrail, Waiver};
        use crate::scenario::policy::Variant;
        let mut before = Scenario::default();
        before.variants.push(Variant { name: "more".into(), ..Variant::default() });
        before.variants[1].policy.depth = 0.3;
        before.events = vec![Event { variants: vec!["more".into()], policy: "more".into(), segments: vec!["open".into()], ..Event::default() }];
        before.experiment.guardrails =
            vec![Guardrail { waivers: vec![Waiver { variant: "more".into(), ..Waiver::default() }], ..Guardrail::default() }];
        let mut after = before.clone();
        after.variants[1].name = "a lot".into();
        after.variants[0].name = "today".into();
        after.variants.swap(0, 1);
        after.experiment.baseline = "today".into();
        let segment = before.population.segments[0].name.clone();
        after.population.segments[0].name = "wary".into();
        (after.events[0].variants[0], after.events[0].policy) = ("a lot".into(), "a lot".into());
        after.experiment.guardrails[0].waivers[0].variant = "a lot".into();
        let (aligned, found) = renames(&before, &after);
        let words: Vec<String> = found.iter().map(ToString::to_string).collect();
        assert_eq!(
            words,
            [
                "variant \"baseline\" renamed to \"today\"".to_owned(),
                "variant \"more\" renamed to \"a lot\"".to_owned(),
                format!("segment \"{segment}\" renamed to \"wary\""),
            ]
        );
        assert_eq!(crate::scenario::in_words(&crate::scenario::differences(&aligned, &after)), "no difference");
    }
}
