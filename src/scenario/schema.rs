//! The documented format: the default scenario with every field, what it means, its unit, ranges and source. A valid file itself.

use super::document::Scenario;
use super::text::{Everything, indent, value};
use super::tree::{Content, Node};
use super::validate::allowed;

const HEADER: &str = "\
// A Creepline scenario with every field at its default. Fields may be left out: what is not said is as written here.
// In lists, each item starts from its own defaults: a field that an item leaves out is not taken from the item shown here.
";

/// The full default scenario as documented RON text.
pub fn schema() -> String {
    let mut out = String::from(HEADER);
    out.push_str("(\n");
    fields(&Node::of(&Scenario::default()), 1, &mut out);
    out.push_str(")\n");
    out
}

fn fields(record: &Node, depth: usize, out: &mut String) {
    for field in record.fields() {
        comment(field, depth, out);
        out.push_str(&format!("{}{}: ", indent(depth), field.info.name));
        match &field.content {
            Content::Record(_) => {
                out.push_str("(\n");
                fields(field, depth + 1, out);
                out.push_str(&format!("{})", indent(depth)));
            }
            Content::List(items, template) if !template.fields().is_empty() => list(items, template, depth, out),
            _ => value(field, "", depth, &Everything, out),
        }
        out.push_str(",\n");
    }
}

/// The first item with all its documentation, the others with all their fields but no words.
fn list(items: &[Node], template: &Node, depth: usize, out: &mut String) {
    out.push_str("[\n");
    match items.split_first() {
        Some((first, others)) => {
            out.push_str(&format!("{}(\n", indent(depth + 1)));
            fields(first, depth + 2, out);
            out.push_str(&format!("{}),\n", indent(depth + 1)));
            for item in others {
                out.push_str(&indent(depth + 1));
                value(item, "", depth + 1, &Everything, out);
                out.push_str(",\n");
            }
        }
        None => {
            let mut example = String::from("(\n");
            fields(template, 1, &mut example);
            example.push_str("),");
            for line in example.lines() {
                out.push_str(&format!("{}// {line}\n", indent(depth + 1)));
            }
        }
    }
    out.push_str(&format!("{}]", indent(depth)));
}

fn comment(field: &Node, depth: usize, out: &mut String) {
    let info = &field.info;
    let lead = format!("{}// ", indent(depth));
    out.push_str(&format!("{lead}{}\n", info.text()));
    let mut facts = Vec::new();
    match &field.content {
        Content::Number(_) | Content::Whole(_) => {
            facts.push(format!("allowed: {}", allowed(field)));
            if let Some((low, high)) = info.plausible {
                facts.push(format!("plausible: {low} to {high}"));
            }
            if !info.source.is_empty() {
                facts.push(format!("source: {}", info.source));
            }
        }
        Content::Word(_, options) => {
            for option in *options {
                out.push_str(&format!("{lead}  {}: {}\n", option.name, option.doc.trim()));
            }
        }
        _ => {}
    }
    if !facts.is_empty() {
        out.push_str(&format!("{lead}  {}\n", facts.join("; ")));
    }
}

#[cfg(test)]
mod tests {
    use super::super::load::parse;
    use super::*;

    #[test]
    fn the_schema_is_a_valid_file_and_holds_the_default() {
        let loaded = parse(&schema(), "schema.ron").unwrap();
        assert_eq!(loaded.scenario, Scenario::default());
    }
}
