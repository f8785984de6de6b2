//! Where guardrails stand in their file.

use std::path::Path;

use crate::scenario::{Case, position, read_positions};

/// Where the guardrails of a scenario stand.
pub struct Places {
    /// The file as the caller named it.
    pub file: String,
    text: String,
}

impl Places {
    /// Of a file, or of a bundled case where `file` is nothing.
    pub fn of(named: &Path, file: Option<&Path>) -> Self {
        let text = match file {
            // A pipe has been read already and gives nothing a second time; then lines are not known.
            Some(file) => std::fs::read_to_string(file).unwrap_or_default(),
            None => named.to_str().and_then(Case::find).map_or_else(String::new, |case| case.text.to_owned()),
        };
        Self { file: named.display().to_string(), text }
    }

    /// Line and column, from 1, of a guardrail; nothing where that is not known.
    pub fn guardrail(&self, index: usize) -> Option<(usize, usize)> {
        let text = self.text.strip_prefix('\u{feff}').unwrap_or(&self.text);
        if text.is_empty() {
            return None;
        }
        let source = read_positions(text).ok()?;
        Some(position(text, source.find(&format!("experiment.guardrails[{index}]"))))
    }

    /// The file as a relative or absolute address, with every sign that an address cannot hold as its bytes.
    pub fn address(&self) -> String {
        let path = self.file.replace('\\', "/");
        let mut out = String::from(if path.starts_with('/') { "file://" } else { "" });
        for byte in path.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
                out.push(char::from(byte));
            } else {
                out.push_str(&format!("%{byte:02X}"));
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guardrails_are_found_and_addresses_hold_any_name() {
        let places = Places {
            file: "my shops/a&b \"1\".ron".into(),
            text: "(\n experiment: (guardrails: [\n  (limit: 1.0),\n  (limit: 2.0),\n ]),\n)".into(),
        };
        assert_eq!((places.guardrail(0), places.guardrail(1)), (Some((3, 3)), Some((4, 3))));
        assert_eq!(places.address(), "my%20shops/a%26b%20%221%22.ron");
        let absolute = Places { file: "/shops/a.ron".into(), text: String::new() };
        assert_eq!((absolute.guardrail(0), absolute.address().as_str()), (None, "file:///shops/a.ron"));
    }
}
