//! Writes a scenario tree as RON text.

use super::tree::{Content, Node};

/// Widest line that holds several fields.
const WIDTH: usize = 150;

/// Which fields are written and how.
pub trait Choose {
    /// Whether the field at that path pattern (list indices left out: `segments[].share`) is written.
    fn writes(&self, pattern: &str, node: &Node) -> bool;
}

/// Writes every field.
pub(super) struct Everything;

impl Choose for Everything {
    fn writes(&self, _pattern: &str, _node: &Node) -> bool {
        true
    }
}

/// The whole text of a record, with a line feed at the end.
pub fn document(root: &Node, choose: &dyn Choose) -> String {
    let mut out = String::from("(\n");
    for field in root.fields() {
        if choose.writes(field.info.name, field) {
            out.push_str(&format!("    {}: ", field.info.name));
            value(field, field.info.name, 1, choose, &mut out);
            out.push_str(",\n");
        }
    }
    out.push_str(")\n");
    out
}

/// One value, on one line where it is short.
pub fn value(node: &Node, pattern: &str, depth: usize, choose: &dyn Choose, out: &mut String) {
    let short = inline(node, pattern, choose);
    let room = WIDTH.saturating_sub(depth * 4 + node.info.name.len() + 3);
    layout(node, pattern, depth, fits(&short, room), choose, out);
}

fn fits(short: &str, room: usize) -> bool {
    short.len() <= room && !short.contains('\n')
}

fn layout(node: &Node, pattern: &str, depth: usize, fits_here: bool, choose: &dyn Choose, out: &mut String) {
    let written: Vec<&Node> = node.fields().iter().filter(|field| choose.writes(&inner(pattern, field), field)).collect();
    match &node.content {
        Content::Record(_) if !fits_here => {
            out.push_str("(\n");
            for field in written {
                out.push_str(&format!("{}{}: ", indent(depth + 1), field.info.name));
                value(field, &inner(pattern, field), depth + 1, choose, out);
                out.push_str(",\n");
            }
            out.push_str(&format!("{})", indent(depth)));
        }
        Content::List(items, _) if !fits_here => {
            out.push_str("[\n");
            let pattern = format!("{pattern}[]");
            // Items that stand under each other are read like a table: all on one line each, or all spread out.
            let room = WIDTH.saturating_sub((depth + 1) * 4 + 1);
            let all_fit = items.iter().all(|item| fits(&inline(item, &pattern, choose), room));
            for item in items {
                out.push_str(&indent(depth + 1));
                layout(item, &pattern, depth + 1, all_fit, choose, out);
                out.push_str(",\n");
            }
            out.push_str(&format!("{}]", indent(depth)));
        }
        _ => out.push_str(&inline(node, pattern, choose)),
    }
}

fn inline(node: &Node, pattern: &str, choose: &dyn Choose) -> String {
    match &node.content {
        Content::Record(fields) => {
            let fields: Vec<String> = fields
                .iter()
                .map(|field| (field, inner(pattern, field)))
                .filter(|(field, pattern)| choose.writes(pattern, field))
                .map(|(field, pattern)| format!("{}: {}", field.info.name, inline(field, &pattern, choose)))
                .collect();
            format!("({})", fields.join(", "))
        }
        Content::List(items, _) => {
            let items: Vec<String> = items.iter().map(|item| inline(item, &format!("{pattern}[]"), choose)).collect();
            format!("[{}]", items.join(", "))
        }
        _ => node.literal(),
    }
}

/// The path pattern of a field inside another.
pub fn inner(pattern: &str, field: &Node) -> String {
    if pattern.is_empty() { field.info.name.into() } else { format!("{pattern}.{}", field.info.name) }
}

/// Four blanks a level.
pub fn indent(depth: usize) -> String {
    "    ".repeat(depth)
}
