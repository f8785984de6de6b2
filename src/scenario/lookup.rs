//! Fields by their path, for those who describe them: `behavior.trust.bad_weight`, `population.segments.tolerance`. A list without a place means
//! what its items are by default.

use super::reflect::FieldInfo;
use super::tree::{Content, Node};

impl Node {
    /// The value at a path below this one. Lists are walked into by way of their default item; `[0]` and `[name]` find an item there is.
    pub fn at(&self, path: &str) -> Option<&Self> {
        path.split('.').try_fold(self, |node, step| {
            let (name, item) = step.split_once('[').map_or((step, None), |(name, item)| (name, item.strip_suffix(']')));
            let field = match &node.content {
                Content::List(_, template) => template.field(name)?,
                _ => node.field(name)?,
            };
            match item {
                None => Some(field),
                Some(item) => match item.parse::<usize>() {
                    Ok(place) => field.items().get(place),
                    Err(_) => field.items().iter().find(|node| node.title() == Some(item)),
                },
            }
        })
    }

    /// Every leaf below this one with its path, in file order; lists by way of their default item.
    pub fn leaves(&self) -> Vec<(String, &Self)> {
        let mut found = Vec::new();
        self.walk("", &mut found);
        found
    }

    fn walk<'a>(&'a self, path: &str, found: &mut Vec<(String, &'a Self)>) {
        match &self.content {
            Content::Record(fields) => {
                for field in fields {
                    let name = field.info.name;
                    field.walk(&if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }, found);
                }
            }
            Content::List(_, template) if !template.fields().is_empty() => template.walk(path, found),
            _ => found.push((path.into(), self)),
        }
    }
}

/// A field's name as a person reads it: `per_week` is "Per week".
pub fn humanize(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// What a default rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Evidence {
    /// A published study gives the number, or the figure it follows from.
    Study,
    /// Fitted or tuned to published findings; no study gives the number itself.
    Fit,
    /// Nobody measured it.
    Assumed,
    /// The author of a scenario decides.
    Author,
}

impl Evidence {
    /// Every kind of number, the best founded first.
    pub const ALL: [Self; 4] = [Self::Study, Self::Fit, Self::Assumed, Self::Author];

    /// The word on badges and in tables.
    pub fn word(self) -> &'static str {
        match self {
            Self::Study => "study",
            Self::Fit => "fit",
            Self::Assumed => "assumed",
            Self::Author => "yours to set",
        }
    }

    /// What the word means.
    pub fn meaning(self) -> &'static str {
        match self {
            Self::Study => "A published study gives the default, or the figure it follows from.",
            Self::Fit => "The default is fitted or tuned so that published findings come out; no study gives the number itself.",
            Self::Assumed => "The default is an assumption: nobody measured it.",
            Self::Author => "Whoever writes the scenario decides.",
        }
    }
}

impl FieldInfo {
    /// What the default rests on. Ids with a dot (`C4.1`) are Creepline's own equations, whose numbers are fitted.
    pub fn evidence(&self) -> Evidence {
        let own = |word: &str| word.trim_end_matches(',').split_once('.').is_some_and(|(_, rest)| !rest.is_empty());
        if self.source.is_empty() {
            Evidence::Author
        } else if self.source.contains("assumed") {
            Evidence::Assumed
        } else if self.source.contains("fitted") || self.source.split_whitespace().any(own) {
            Evidence::Fit
        } else {
            Evidence::Study
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::Scenario;
    use super::*;

    #[test]
    fn paths_lead_into_records_lists_and_items() {
        let tree = Node::of(&Scenario::default());
        assert_eq!(tree.at("behavior.trust.bad_weight").unwrap().literal(), "0.18");
        assert_eq!(tree.at("population.segments.tolerance").unwrap().literal(), "0.34");
        assert_eq!(tree.at("population.segments[guarded].tolerance").unwrap().literal(), "0.2");
        assert_eq!(tree.at("population.segments[2].tolerance").unwrap().literal(), "0.52");
        assert_eq!(tree.at("variants.policy.contacts.per_week").unwrap().literal(), "1.0");
        for wrong in ["", "behaviour", "behavior.trust.bad", "population.segments[9].share", "behavior.trust.bad_weight.more"] {
            assert!(tree.at(wrong).is_none(), "{wrong}");
        }
        let leaves = tree.leaves();
        assert!(leaves.iter().any(|(path, _)| path == "population.attributes.levels.history"));
        for (path, node) in &leaves {
            assert!(tree.at(path).is_some_and(|found| found.same(node)), "{path}");
        }
    }

    #[test]
    fn names_are_read_as_words() {
        assert_eq!(humanize("cap_per_week"), "Cap per week");
        assert_eq!(humanize(""), "");
    }

    #[test]
    fn sources_tell_studies_from_fits_and_assumptions() {
        let evidence = |source| FieldInfo::new("x", "").source(source).evidence();
        assert_eq!(evidence("C20"), Evidence::Study);
        assert_eq!(evidence("C4.1, fitted"), Evidence::Fit);
        assert_eq!(evidence("B4.10, B8"), Evidence::Fit);
        assert_eq!(evidence("C17, size assumed"), Evidence::Assumed);
        assert_eq!(evidence("B4.10, assumed"), Evidence::Assumed);
        assert_eq!(evidence(""), Evidence::Author);
    }
}
