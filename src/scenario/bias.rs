//! Historical bias: what earlier, unfair treatment left behind for one group before the first simulated day. Off unless somebody turns it on.

use super::population::Population;
use super::reflect::{choice, record};

choice! {
    /// Where the values of the bias come from.
    pub enum BiasPreset = Own {
        /// The values below, as written. At their defaults there is no bias.
        Own,
        /// A biased history: published starter values for everything at once; the values below are not looked at.
        BiasedHistory,
    }
}

record! {
    /// What earlier, unfair treatment left behind for one group: seven independent knobs, all neutral by default. How large the group is stands
    /// where its level is declared.
    pub struct HistoricalBias {
        /// One word for all knobs: `BiasedHistory` sets them to the published starter values.
        preset: BiasPreset = BiasPreset::Own;
        /// Name of the attribute whose group is disadvantaged; empty takes the first one.
        attribute: String = String::new();
        /// Name of the disadvantaged level; empty takes the smallest.
        level: String = String::new();
        /// Choices on record for each person before the first day (h): mean of a Poisson draw. Policies that watch choices start out with
        /// them; what was bought is not on record.
        history: f64 = 0.0 => unit("choices"), range(0.0, 100.0), plausible(2.0, 50.0), source("B4.6, B4.10");
        /// How many of them a person of the group has (m).
        group_history: f64 = 1.0 => unit("times"), range(0.0, 5.0), plausible(0.3, 1.0), source("B4.6, B4.10");
        /// Share of the group's choices, before and during the run, that are never recorded (d): no policy learns from them, nor does the crowd's
        /// count. The customer has chosen all the same.
        label_loss: f64 = 0.0 => range(0.0, 1.0), plausible(0.0, 0.4), source("B4.6, B4.10");
        /// Angle between the group's mean taste and that of the others, within each segment. What a policy assumes of a segment is the others' taste.
        taste_rotation: f64 = 0.0 => unit("degrees"), range(0.0, 180.0), plausible(0.0, 60.0), source("B4.6");
        /// How closely a feature that other data carry follows the attribute (rho); the larger of this and the attribute's own `proxy` counts.
        proxy: f64 = 0.0 => unit("correlation"), range(0.0, 1.0), plausible(0.0, 0.6), source("B4.6, B4.10");
        /// Noise on what snapshot signals show of the group (standard deviation of each interest).
        feature_noise: f64 = 0.0 => unit("logits"), range(0.0, 5.0), plausible(0.0, 1.0), source("B4.6, size assumed");
        /// What a message to the group costs (c), times what its level says.
        impression_cost: f64 = 1.0 => unit("times"), range(0.1, 10.0), plausible(1.0, 1.5), source("B4.6, F3");
        /// Days for which an earlier policy (the best-selling items, counted among those it served) wrote the record (T_hist): sales counts and
        /// earlier choices come out of its slates. 0: there was none.
        past_days: u64 = 0 => unit("days"), range(0.0, 365.0), source("B4.6, size assumed");
        /// Share of the group's visits that the earlier policy served and recorded; the others were always served.
        past_reach: f64 = 1.0 => range(0.0, 1.0), source("B4.6, size assumed");
    }
}

/// Historical bias with its names resolved and its preset unfolded.
#[derive(Clone, Debug, PartialEq)]
pub struct BiasInForce {
    /// Index of the attribute.
    pub attribute: usize,
    /// Index of the disadvantaged level.
    pub level: usize,
    /// The values that hold.
    pub knobs: HistoricalBias,
}

impl HistoricalBias {
    /// The published starter values (B4.10); angle as in ml-fairness-gym, noise and earlier policy assumed.
    pub fn biased_history() -> Self {
        Self {
            preset: BiasPreset::BiasedHistory,
            history: 10.0,
            group_history: 0.5,
            label_loss: 0.2,
            taste_rotation: 30.0,
            proxy: 0.4,
            feature_noise: 0.5,
            impression_cost: 1.3,
            past_days: 30,
            past_reach: 0.5,
            ..Self::default()
        }
    }

    /// The values that hold: those of the preset, with this record's names, or these.
    pub fn knobs(&self) -> Self {
        match self.preset {
            BiasPreset::Own => self.clone(),
            BiasPreset::BiasedHistory => Self { attribute: self.attribute.clone(), level: self.level.clone(), ..Self::biased_history() },
        }
    }

    /// Whether anything differs from a fair world.
    pub fn is_on(&self) -> bool {
        let neutral = Self { preset: self.preset, attribute: self.attribute.clone(), level: self.level.clone(), ..Self::default() };
        self.knobs() != neutral
    }
}

impl Population {
    /// The bias of this population; `None` in a fair world, or where the names fit nothing.
    pub fn bias_in_force(&self) -> Option<BiasInForce> {
        if !self.bias.is_on() {
            return None;
        }
        let knobs = self.bias.knobs();
        let attribute = match knobs.attribute.as_str() {
            "" => 0,
            name => self.attributes.iter().position(|attribute| attribute.name == name)?,
        };
        let levels = &self.attributes.get(attribute)?.levels;
        let level = match knobs.level.as_str() {
            "" => (0..levels.len()).min_by(|&a, &b| levels[a].share.total_cmp(&levels[b].share))?,
            name => levels.iter().position(|level| level.name == name)?,
        };
        Some(BiasInForce { attribute, level, knobs })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fair_world_is_the_default_and_one_word_turns_the_preset_on() {
        let mut population = Population::default();
        assert_eq!(population.bias_in_force(), None);
        population.bias.preset = BiasPreset::BiasedHistory;
        let bias = population.bias_in_force().expect("the preset is on");
        assert_eq!((bias.attribute, bias.level), (0, 2));
        let knobs = bias.knobs;
        assert_eq!((knobs.history, knobs.group_history, knobs.label_loss, knobs.proxy, knobs.impression_cost), (10.0, 0.5, 0.2, 0.4, 1.3));
    }

    #[test]
    fn names_choose_the_group() {
        let bias = HistoricalBias { label_loss: 0.1, attribute: "age band".into(), level: "under 35".into(), ..HistoricalBias::default() };
        let mut population = Population { bias, ..Population::default() };
        assert_eq!(population.bias_in_force().map(|bias| bias.level), Some(0));
        population.bias.level = "nobody".into();
        assert_eq!(population.bias_in_force(), None);
        population.bias = HistoricalBias { level: "under 35".into(), ..HistoricalBias::default() };
        assert_eq!(population.bias_in_force(), None, "a name alone is no bias");
    }
}
