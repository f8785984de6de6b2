//! Names are used in more than one place: when a variant, signal or channel is renamed, whatever refers to it follows.

use crate::scenario::Scenario;

/// Brings references in `after` up to date with names that changed since `before`.
pub fn follow_renames(before: &Scenario, after: &mut Scenario) {
    if let Some((old, new)) = renamed(before.variants.iter().map(|v| &v.name), after.variants.iter().map(|v| &v.name))
        && after.experiment.baseline == old
    {
        after.experiment.baseline = new;
    }
    if let Some((old, new)) = renamed(before.signals.iter().map(|s| &s.name), after.signals.iter().map(|s| &s.name)) {
        for signal in after.variants.iter_mut().flat_map(|variant| &mut variant.policy.signals) {
            if *signal == old {
                signal.clone_from(&new);
            }
        }
    }
    if let Some((old, new)) = renamed(before.channels.iter().map(|c| &c.name), after.channels.iter().map(|c| &c.name)) {
        for contact in after.variants.iter_mut().flat_map(|variant| &mut variant.policy.contacts) {
            if contact.channel == old {
                contact.channel.clone_from(&new);
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
}
