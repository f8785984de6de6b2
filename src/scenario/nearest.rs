//! "Did you mean": the nearest of a list of names.

/// The name that is most like the one found, if any is near enough to be a slip.
pub fn nearest<'a>(found: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let found = found.to_lowercase();
    let mut best: Option<(&str, f64)> = None;
    for name in names {
        let likeness = strsim::jaro_winkler(&found, &name.to_lowercase()).max(strsim::normalized_damerau_levenshtein(&found, &name.to_lowercase()));
        if best.is_none_or(|(_, top)| likeness > top) {
            best = Some((name, likeness));
        }
    }
    best.filter(|&(_, likeness)| likeness >= 0.65).map(|(name, _)| name)
}

/// "did you mean `x`? Allowed: a, b, c", as far as there is something to say.
pub fn suggestion<'a>(found: &str, names: impl IntoIterator<Item = &'a str> + Clone) -> String {
    let list: Vec<&str> = names.clone().into_iter().collect();
    if list.is_empty() {
        return "none is declared".into();
    }
    let allowed = format!("allowed: {}", list.join(", "));
    match nearest(found, names) {
        Some(name) => format!("did you mean `{name}`? {allowed}"),
        None => allowed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_finds_its_name_and_a_stranger_does_not() {
        let names = ["tolerance", "trust", "share"];
        assert_eq!(nearest("tolerence", names), Some("tolerance"));
        assert_eq!(nearest("Share", names), Some("share"));
        assert_eq!(nearest("zzz", names), None);
        assert_eq!(suggestion("zzz", names), "allowed: tolerance, trust, share");
        assert_eq!(suggestion("a", []), "none is declared");
    }
}
