//! Many tests at once.

use creepline::stats::{self as ours, Adjustment, CombinedPValue, Undefined};
use serde_json::{Value, json};

use crate::answer::{measured, number, numbers, out};

pub fn answer(function: &str, inputs: &Value, _outputs: &Value) -> Option<Value> {
    let p_values = numbers(inputs.get("p_values")?);
    Some(match function {
        "adjusted_p_values" => {
            let alpha = number(&inputs["alpha"]);
            let adjust = |adjustment| {
                ours::adjust_p_values(&p_values, adjustment, alpha).map_or(
                    Value::Null,
                    |found| json!({ "adjusted": found.adjusted.into_iter().map(out).collect::<Vec<_>>(), "reject": found.rejected }),
                )
            };
            json!({
                "bonferroni": adjust(Adjustment::Bonferroni),
                "sidak": adjust(Adjustment::Sidak),
                "holm": adjust(Adjustment::Holm),
                "holm-sidak": adjust(Adjustment::HolmSidak),
                "simes-hochberg": adjust(Adjustment::Hochberg),
                "hommel": adjust(Adjustment::Hommel),
                "fdr_bh": adjust(Adjustment::BenjaminiHochberg),
                "fdr_by": adjust(Adjustment::BenjaminiYekutieli),
                "fdr_tsbh": adjust(Adjustment::TwoStageBenjaminiHochberg),
            })
        }
        "combine_p_values" => {
            let one = |found: Result<CombinedPValue, Undefined>| {
                json!({
                    "statistic": measured(found.clone().map(|found| found.statistic)),
                    "p": measured(found.map(|found| found.p_value)),
                })
            };
            json!({ "fisher": one(ours::fisher_combination(&p_values)), "stouffer": one(ours::stouffer_combination(&p_values)) })
        }
        _ => return None,
    })
}
