//! Benefit against harm, as printed and as JSON.

use serde_json::{Value, json};

use super::ending::{Ending, Failure};
use super::sensitivity::{self, estimate};
use crate::experiment::{Aim, Frontier, Permit, TradePoint, format_difference_estimate};
use crate::scenario::Scenario;

/// A metric in its own better direction, by its id.
///
/// # Errors
/// A metric that does not exist or has no better direction.
pub fn aim(id: &str, scenario: &Scenario) -> Result<Aim, Failure> {
    let metric = sensitivity::metrics(&[id.to_string()], scenario)?.first().copied();
    let aim = metric.map(Aim::of).transpose().map_err(|undefined| Failure::new(Ending::Usage, format!("error: {}", undefined.reason)))?;
    aim.ok_or_else(|| Failure::new(Ending::Usage, format!("error: there is no metric called `{id}`")))
}

/// The front, a line each, from little harm to much.
pub fn front_lines(front: &Frontier, label: impl Fn(&TradePoint) -> String) -> Vec<String> {
    let one = |place: &usize| {
        let point = front.points.get(*place)?;
        let (benefit, harm) = (front.benefit.metric, front.harm.metric);
        Some(format!(
            "{}: {} {}, {} {}",
            label(point),
            benefit.label().to_lowercase(),
            format_difference_estimate(benefit, &point.benefit),
            harm.label().to_lowercase(),
            format_difference_estimate(harm, &point.harm)
        ))
    };
    let lines: Vec<String> = front.front.iter().filter_map(one).collect();
    if lines.is_empty() { vec!["none is within every limit".into()] } else { lines }
}

/// The whole picture.
pub fn value(front: &Frontier) -> Value {
    let point = |point: &TradePoint| {
        let permit = match point.permit {
            Permit::Allowed => "allowed",
            Permit::Undecided => "undecided",
            Permit::Forbidden => "forbidden",
            Permit::Unguarded => "unguarded",
        };
        json!({
            "variant": point.variant,
            "point": point.point,
            "benefit": estimate(&point.benefit),
            "harm": estimate(&point.harm),
            "permit": permit,
            "beaten_by": point.beaten_by,
            "beaten_clearly": point.beaten_clearly,
        })
    };
    let forbidden = |side: &crate::experiment::Forbidden| json!({ "guardrail": side.guardrail, "on_benefit": side.on_benefit, "limit": side.limit, "above": side.above });
    json!({
        "benefit": front.benefit.metric.id(),
        "harm": front.harm.metric.id(),
        "points": front.points.iter().map(point).collect::<Vec<_>>(),
        "front": front.front,
        "steps": front.steps,
        "forbidden": front.forbidden.iter().map(forbidden).collect::<Vec<_>>(),
    })
}
