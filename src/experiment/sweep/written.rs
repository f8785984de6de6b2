//! How metrics and estimates are written in a points file: ids, and numbers that are `null` with a reason where there are none.

/// A metric by its id.
pub(super) mod metric {
    use serde::de::Error;
    use serde::{Deserialize, Deserializer, Serializer};

    use crate::scenario::Metric;

    pub fn serialize<S: Serializer>(metric: &Metric, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(metric.id())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Metric, D::Error> {
        let id = String::deserialize(deserializer)?;
        Metric::from_id(&id).ok_or_else(|| D::Error::custom(format!("there is no metric \"{id}\"")))
    }
}

/// An estimate as its numbers.
pub(super) mod estimated {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use crate::experiment::estimate::{Estimate, Estimated};
    use crate::measure::Undefined;

    #[derive(Default, Serialize, Deserialize)]
    struct Numbers {
        mean: Option<f64>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        interval: Option<(f64, f64)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        inner: Option<(f64, f64)>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        spread: Option<f64>,
        worlds: usize,
        #[serde(default)]
        agree: usize,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        deterministic: bool,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        values: Vec<Option<f64>>,
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    }

    pub fn serialize<S: Serializer>(estimated: &Estimated, serializer: S) -> Result<S::Ok, S::Error> {
        let numbers = match estimated {
            Ok(estimate) => Numbers {
                mean: Some(estimate.mean),
                interval: estimate.interval,
                inner: estimate.inner,
                spread: estimate.spread,
                worlds: estimate.worlds,
                agree: estimate.agree,
                deterministic: estimate.deterministic,
                values: estimate.values.clone(),
                reason: String::new(),
            },
            Err(undefined) => Numbers { reason: undefined.reason.clone(), ..Numbers::default() },
        };
        numbers.serialize(serializer)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Estimated, D::Error> {
        let numbers = Numbers::deserialize(deserializer)?;
        Ok(match numbers.mean {
            Some(mean) => Ok(Estimate {
                mean,
                interval: numbers.interval,
                inner: numbers.inner,
                spread: numbers.spread,
                worlds: numbers.worlds,
                agree: numbers.agree,
                deterministic: numbers.deterministic,
                values: numbers.values,
            }),
            None => Err(Undefined::new(numbers.reason)),
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::experiment::sweep::point::{PointOutcome, SweepPoint, see};
    use crate::experiment::testing::guarded_run;
    use crate::scenario::Metric;
    use crate::scenario::experiment::Guardrail;

    #[test]
    fn a_point_is_read_back_to_the_last_bit() {
        let run = guarded_run(3, &[Guardrail { limit: 0.1, ..Guardrail::default() }]);
        let variants = see(&run, &[Metric::Purchases, Metric::OverLine]);
        assert_eq!((variants.len(), variants[2].guardrails.len(), variants[2].metrics.len()), (3, 1, 2));
        assert!(variants[1].metrics[0].difference.is_err(), "the baseline differs from nothing");
        let point = SweepPoint { point: 4, settings: vec![], outcome: PointOutcome::Variants(variants) };
        let text = serde_json::to_string(&point).expect("text");
        assert_eq!(serde_json::from_str::<SweepPoint>(&text).expect("a point"), point, "{text}");
        assert!(text.contains("\"metric\":\"purchases\"") && text.contains("\"decision\":null"), "{text}");
        assert!(text.contains("\"mean\":null,\"worlds\":0,\"agree\":0,\"reason\":\"this is the baseline\""), "{text}");
    }
}
