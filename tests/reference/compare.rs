//! Our answer against the expected one, number by number.

use serde_json::Value;

/// Two numbers agree if they differ by at most `max(absolute, relative * |expected|)`.
#[derive(Clone, Copy)]
pub struct Tolerance {
    pub relative: f64,
    pub absolute: f64,
}

impl Tolerance {
    /// Read from `{"rel": ..., "abs": ...}`.
    pub fn read(value: &Value) -> Result<Self, String> {
        match (value["rel"].as_f64(), value["abs"].as_f64()) {
            (Some(relative), Some(absolute)) if relative >= 0.0 && absolute >= 0.0 => Ok(Self { relative, absolute }),
            _ => Err(format!("`tolerance` is {value}, expected two numbers `rel` and `abs`")),
        }
    }
}

/// Everything that differs, with the path of the output; `tolerance` is asked for each path. An expected output that the answer leaves out is a difference.
///
/// Where the source has NaN, null or an error, ours may be undefined (`null`) or a documented finite number, but never NaN.
pub fn differences(answer: &Value, expected: &Value, tolerance: &dyn Fn(&str) -> Tolerance) -> Vec<String> {
    let mut found = Vec::new();
    walk("", answer, expected, tolerance, &mut found);
    found
}

fn walk(path: &str, answer: &Value, expected: &Value, tolerance: &dyn Fn(&str) -> Tolerance, found: &mut Vec<String>) {
    match expected {
        Value::Null => {}
        Value::String(word) if word == "NaN" => {}
        Value::Object(fields) => {
            for (name, value) in fields {
                match answer.get(name) {
                    Some(given) => walk(&format!("{path}.{name}"), given, value, tolerance, found),
                    None if value.is_null() => {}
                    None => found.push(format!("{path}.{name}: left out, expected {value}")),
                }
            }
        }
        Value::Array(values) => match answer.as_array() {
            Some(given) if given.len() == values.len() => {
                for (index, (given, value)) in given.iter().zip(values).enumerate() {
                    walk(&format!("{path}[{index}]"), given, value, tolerance, found);
                }
            }
            // An interval that the source does not know may be undefined as a whole.
            None if answer.is_null() && values.iter().all(|value| value.is_null() || value == "NaN") => {}
            _ => found.push(format!("{path}: {answer}, expected {expected}")),
        },
        Value::Number(number) => {
            let expected = number.as_f64().unwrap_or(f64::NAN);
            match answer.as_f64() {
                Some(given) if close(given, expected, tolerance(path)) => {}
                _ => found.push(format!("{path}: {answer}, expected {expected}")),
            }
        }
        Value::Bool(_) | Value::String(_) => {
            if answer != expected {
                found.push(format!("{path}: {answer}, expected {expected}"));
            }
        }
    }
}

fn close(given: f64, expected: f64, tolerance: Tolerance) -> bool {
    (given - expected).abs() <= tolerance.absolute.max(tolerance.relative * expected.abs())
}
