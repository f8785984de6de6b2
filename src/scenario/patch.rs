//! Reads and changes one value of a scenario by its path, as studies, sweeps and the command line name it.
//!
//! A path goes from group to group by name and into lists by place or by name: `population.segments[0].share`, `signals[retargeting].covertness`,
//! `variants[3 a week, open].policy.depth`. `[+]` adds an item that is as by default. A name in quotes is a name whatever it holds:
//! `variants["2"]`. A value is written as in a scenario file; it may be a whole group or list, and what it leaves out is as by default.

use super::document::Scenario;
use super::finding::Finding;
use super::locate::read;
use super::nearest::suggestion;
use super::reflect::Value;
use super::shape::misfits;
use super::text::{Everything, value as written};
use super::token::{Token, Tokens};
use super::tree::{Content, Node};

/// Changes the value at a path to what a text says.
///
/// Ranges and agreement with other values are not looked at: [`super::validate`] does that for the whole scenario.
///
/// # Errors
/// Where there is no such path or the text does not fit; the scenario stays as it was.
pub fn set(scenario: &mut Scenario, path: &str, text: &str) -> Result<(), Finding> {
    let tree = Node::of(scenario);
    let (places, node) = find(&tree, path)?;
    fits(node, path, text)?;
    let mut changed = scenario.clone();
    let mut part: Option<&mut dyn Value> = Some(&mut changed);
    for place in places {
        part = part.and_then(|value| value.part(place));
    }
    if let Some(part) = part {
        part.read(text).map_err(|error| misfit(path, error.to_string(), node))?;
    }
    *scenario = changed;
    Ok(())
}

/// The value at a path, as a scenario file would write it.
///
/// # Errors
/// Where there is no such path.
pub fn get(scenario: &Scenario, path: &str) -> Result<String, Finding> {
    let tree = Node::of(scenario);
    let (_, node) = find(&tree, path)?;
    let mut text = String::new();
    written(node, "", 0, &Everything, &mut text);
    Ok(text)
}

/// What stands at a path: its description and its value.
///
/// # Errors
/// Where there is no such path.
pub fn field(scenario: &Scenario, path: &str) -> Result<Node, Finding> {
    let tree = Node::of(scenario);
    find(&tree, path).map(|(_, node)| node.clone())
}

/// One step of a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step<'a> {
    /// `.name`.
    Field(&'a str),
    /// `[name]`, `[2]` or `[+]`.
    Item(&'a str),
}

/// The places of the steps, and the value there; for a new item, a default one.
fn find<'a>(tree: &'a Node, path: &str) -> Result<(Vec<usize>, &'a Node), Finding> {
    let mut node = tree;
    let mut places = Vec::new();
    for (step, end) in steps(path)? {
        let here = path.get(..end).unwrap_or(path);
        let (place, inner) = match (&node.content, step) {
            (Content::Record(fields), Step::Field(name)) => {
                let Some(place) = fields.iter().position(|field| field.info.name == name) else {
                    let help = suggestion(name, fields.iter().map(|field| field.info.name));
                    return Err(Finding::error("S008", here, format!("there is no field `{name}` here"), help));
                };
                (place, fields.get(place))
            }
            (Content::List(items, template), Step::Item("+")) => (items.len(), Some(template.as_ref())),
            (Content::List(items, _), Step::Item(key)) => {
                let place = item(items, key).ok_or_else(|| no_item(node, items, key, here))?;
                (place, items.get(place))
            }
            (Content::List(..), Step::Field(name)) => {
                let message = format!("{} is a list: `{name}` must say of which item", node.info.name);
                return Err(Finding::error("S008", here, message, "name it by place or by name: `[0]`, `[its name]`, or `[+]` for a new one"));
            }
            (Content::Record(_), Step::Item(key)) => {
                let help = suggestion(key, node.fields().iter().map(|field| field.info.name));
                return Err(Finding::error("S008", here, format!("`[{key}]` looks into a group of fields, which is no list"), help));
            }
            _ => return Err(Finding::error("S008", here, format!("{} has no parts", node.info.name), node.info.text())),
        };
        places.push(place);
        node = inner.unwrap_or(node);
    }
    Ok((places, node))
}

fn item(items: &[Node], key: &str) -> Option<usize> {
    let named = |name: &str| items.iter().position(|item| item.title() == Some(name));
    match key.strip_prefix('"').and_then(|key| key.strip_suffix('"')) {
        Some(name) => named(name),
        None => match key.parse() {
            Ok(place) => (place < items.len()).then_some(place),
            Err(_) => named(key),
        },
    }
}

fn no_item(list: &Node, items: &[Node], key: &str, here: &str) -> Finding {
    let names: Vec<&str> = items.iter().filter_map(Node::title).collect();
    let name = list.info.name;
    if key.parse::<usize>().is_ok() {
        let message = format!("{name} has {} items, counted from 0: there is no `[{key}]`", items.len());
        return Finding::error("S018", here, message, suggestion("", names));
    }
    Finding::error("S018", here, format!("nothing in {name} is called `{}`", key.trim_matches('"')), suggestion(key, names))
}

/// The steps of a path, each with the byte behind it.
fn steps(path: &str) -> Result<Vec<(Step<'_>, usize)>, Finding> {
    let odd = |message: &str| Finding::error("S008", path, message, "a path looks like `variants[0].policy.depth`");
    let mut steps = Vec::new();
    let mut rest = path;
    loop {
        let begin = path.len() - rest.len();
        if let Some(inside) = rest.strip_prefix('[') {
            let quoted = inside.strip_prefix('"').and_then(|name| name.find("\"]").map(|end| end + 2));
            let end = quoted.or_else(|| inside.find(']')).ok_or_else(|| odd("a `[` in the path is never closed"))?;
            let (key, behind) = inside.split_at(end);
            rest = behind.strip_prefix(']').unwrap_or(behind);
            steps.push((Step::Item(key), path.len() - rest.len()));
        } else {
            let dotted = rest.strip_prefix('.');
            if begin > 0 && dotted.is_none() {
                return Err(odd("behind a `]` the path goes on with `.` or `[`"));
            }
            let name_on = dotted.filter(|_| begin > 0).unwrap_or(rest);
            let (name, behind) = name_on.split_at(name_on.find(['.', '[']).unwrap_or(name_on.len()));
            if name.is_empty() {
                return Err(odd(if path.is_empty() { "the path is empty" } else { "a name is missing in the path" }));
            }
            rest = behind;
            steps.push((Step::Field(name), path.len() - rest.len()));
        }
        if rest.is_empty() {
            return Ok(steps);
        }
    }
}

/// Whether a text is one value of the right kind.
fn fits(node: &Node, path: &str, text: &str) -> Result<(), Finding> {
    let mut depth = 0usize;
    let mut tokens = Tokens::new(text).peekable();
    if tokens.peek().is_none() {
        return Err(misfit(path, "there is no value", node));
    }
    for (_, token) in tokens {
        match token {
            Token::Open(_) => depth += 1,
            Token::Close(_) if depth == 0 => return Err(misfit(path, "a closing bracket is one too many", node)),
            Token::Close(_) => depth -= 1,
            _ => {}
        }
    }
    let source = read(text).map_err(|_| misfit(path, "the value is nested too deep or too long", node))?;
    match misfits(&source, node).into_iter().next() {
        Some((_, mut finding)) => {
            let dot = if finding.path.is_empty() || finding.path.starts_with('[') { "" } else { "." };
            finding.path = format!("{path}{dot}{}", finding.path);
            Err(finding)
        }
        None => Ok(()),
    }
}

fn misfit(path: &str, message: impl Into<String>, node: &Node) -> Finding {
    Finding::error("S007", path, message, node.info.text())
}

#[cfg(test)]
mod tests {
    use super::super::policy::{Engine, Variant};
    use super::super::save::canonical;
    use super::*;

    /// The paths of all leaves.
    fn leaves(node: &Node, path: &str, found: &mut Vec<String>) {
        match &node.content {
            Content::Record(fields) => {
                for field in fields {
                    let name = field.info.name;
                    leaves(field, &if path.is_empty() { name.to_string() } else { format!("{path}.{name}") }, found);
                }
            }
            Content::List(items, _) => {
                for (index, item) in items.iter().enumerate() {
                    leaves(item, &format!("{path}[{index}]"), found);
                }
            }
            _ => found.push(path.into()),
        }
    }

    fn other(node: &Node) -> String {
        match &node.content {
            Content::Number(value) => format!("{:?}", value + 0.125),
            Content::Whole(value) => (value + 1).to_string(),
            Content::Flag(value) => (!value).to_string(),
            Content::Text(value) => format!("{:?}", format!("{value} \"]., etc")),
            Content::Word(index, options) => options[(index + 1) % options.len()].name.into(),
            _ => panic!("a leaf"),
        }
    }

    #[test]
    fn every_leaf_can_be_read_changed_and_changed_back() {
        let before = Scenario::default();
        let tree = Node::of(&before);
        let mut paths = Vec::new();
        leaves(&tree, "", &mut paths);
        assert!(paths.len() > 200, "{}", paths.len());
        for path in paths {
            let old = get(&before, &path).unwrap();
            let new = other(find(&tree, &path).unwrap().1);
            let mut scenario = before.clone();
            set(&mut scenario, &path, &new).unwrap_or_else(|error| panic!("{error}"));
            assert_ne!(canonical(&scenario), canonical(&before), "{path}");
            set(&mut scenario, &path, &old).unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(scenario, before, "{path}");
        }
    }

    #[test]
    fn items_are_named_by_place_by_name_and_added() {
        let mut scenario = Scenario::default();
        set(&mut scenario, "signals[cross-site profile].covertness", "0.5").unwrap();
        assert_eq!(scenario.signals[3].covertness, 0.5);
        set(&mut scenario, "variants[+].name", "\"a.b [2]\"").unwrap();
        set(&mut scenario, "variants[\"a.b [2]\"].policy.engine", "Random").unwrap();
        assert_eq!((scenario.variants.len(), scenario.variants[1].policy.engine), (2, Engine::Random));
        set(&mut scenario, "variants[1].policy.signals[+]", "\"retargeting\"").unwrap();
        set(&mut scenario, "variants[1].policy.signals[site choices]", "\"purchase history\"").unwrap();
        assert_eq!(scenario.variants[1].policy.signals, ["purchase history", "retargeting"]);
        set(&mut scenario, "variants[+]", "(name: \"2\", policy: (depth: 0.5))").unwrap();
        set(&mut scenario, "variants[\"2\"].note", "\"by name\"").unwrap();
        assert_eq!((scenario.variants[2].note.as_str(), scenario.variants[2].policy.depth), ("by name", 0.5));
    }

    #[test]
    fn a_group_or_a_list_is_replaced_and_what_it_leaves_out_is_as_by_default() {
        let mut scenario = Scenario::default();
        scenario.variants[0].policy.depth = 0.1;
        set(&mut scenario, "variants[0]", "(name: \"new\", policy: (explicitness: 1))").unwrap();
        assert_eq!(scenario.variants[0].policy.explicitness, 1.0);
        assert_eq!(scenario.variants[0].policy.depth, Variant::default().policy.depth);
        set(&mut scenario, "population.attributes", "[]").unwrap();
        assert!(scenario.population.attributes.is_empty());
        set(&mut scenario, "population", &get(&Scenario::default(), "population").unwrap()).unwrap();
        assert_eq!(scenario.population, Scenario::default().population);
    }

    #[test]
    fn what_does_not_fit_changes_nothing_and_says_what_would() {
        let mut scenario = Scenario::default();
        for (path, value, place, message, help) in [
            ("variants[0].policy.explicitnes", "0.5", "variants[0].policy.explicitnes", "no field `explicitnes`", "did you mean `explicitness`?"),
            ("signals[retargetting].depth", "0.5", "signals[retargetting]", "nothing in signals is called", "did you mean `retargeting`?"),
            ("signals[7].depth", "0.5", "signals[7]", "signals has 4 items", "allowed: site choices"),
            ("signals.depth", "0.5", "signals.depth", "signals is a list", "[its name]"),
            ("behavior[0]", "0.5", "behavior[0]", "no list", "allowed: mechanisms"),
            ("name.first", "0.5", "name.first", "name has no parts", "Name of the scenario"),
            ("catalog.items", "1.5", "catalog.items", "items is 1.5, allowed is a whole number", "Number of items"),
            ("catalog.price", "\"dear\"", "catalog.price", "price is text, allowed is a number", ""),
            ("catalog.price", "", "catalog.price", "there is no value", ""),
            ("catalog.price", "1, items: 2", "catalog.price", "", ""),
            ("catalog.price", "1)", "catalog.price", "one too many", ""),
            ("catalog", "(price: 1", "catalog", "", ""),
            ("variants[0].policy.engine", "Contnet", "variants[0].policy.engine", "`Contnet` is not a word", "did you mean `Content`?"),
            ("variants[+]", "(polcy: ())", "variants[+].polcy", "no field `polcy`", "did you mean `policy`?"),
            ("variants[+]", "(name: \"x\"", "variants[+]", "", ""),
            ("variants[0", "0", "variants[0", "never closed", ""),
            ("variants[0]policy", "0", "variants[0]policy", "goes on with", ""),
            ("variants..name", "0", "variants..name", "a name is missing", ""),
            (".name", "0", ".name", "a name is missing", ""),
            ("", "()", "", "the path is empty", ""),
        ] {
            let error = set(&mut scenario, path, value).expect_err(path);
            assert_eq!(error.path, place, "{error}");
            assert!(error.message.contains(message) && error.help.contains(help), "{path}: {error}");
            assert_eq!(scenario, Scenario::default(), "{path}");
        }
        assert!(get(&scenario, "catalog.prise").is_err());
    }
}
