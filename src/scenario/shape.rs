//! Compares what is written with what the format holds: unknown fields and words, wrong kinds of values, fields said twice. Finds all of them
//! at once, where a parser stops at the first.

use super::finding::Finding;
use super::locate::{Shape, Source};
use super::nearest::suggestion;
use super::tree::{Content, Node};

/// Every misfit, each with the byte at which it stands.
pub fn misfits(source: &Source, expected: &Node) -> Vec<(usize, Finding)> {
    let mut findings = Vec::new();
    compare(source, expected, "", &mut findings);
    findings
}

fn compare(source: &Source, expected: &Node, path: &str, findings: &mut Vec<(usize, Finding)>) {
    match (&expected.content, &source.shape) {
        (Content::Record(fields), Shape::Record(written)) => record(fields, written, path, findings),
        (Content::List(_, template), Shape::List(items)) => {
            for (index, item) in items.iter().enumerate() {
                compare(item, template, &format!("{path}[{index}]"), findings);
            }
        }
        (Content::Word(_, options), Shape::Word(word)) => {
            if !options.iter().any(|option| option.name == word) {
                let help = suggestion(word, options.iter().map(|option| option.name));
                findings.push((source.start, Finding::error("S009", path, format!("`{word}` is not a word for {}", expected.info.name), help)));
            }
        }
        (content, shape) if fits(content, shape) => {}
        (content, shape) => {
            let message = format!("{} is {}, allowed is {}", expected.info.name, found(shape), allowed(content));
            findings.push((source.start, Finding::error("S010", path, message, expected.info.text())));
        }
    }
}

fn record(fields: &[Node], written: &[(String, usize, Source)], path: &str, findings: &mut Vec<(usize, Finding)>) {
    let mut seen: Vec<&str> = Vec::new();
    for (name, start, value) in written {
        let path = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        if name.is_empty() {
            let help = suggestion("", fields.iter().map(|field| field.info.name));
            findings.push((*start, Finding::error("S007", path.trim_end_matches('.'), "a value without a field name before it", help)));
            continue;
        }
        if seen.contains(&name.as_str()) {
            findings.push((*start, Finding::error("S011", path.clone(), format!("`{name}` is said twice"), "keep one of them")));
        }
        seen.push(name);
        match fields.iter().find(|field| field.info.name == name) {
            Some(field) => compare(value, field, &path, findings),
            None => {
                let help = suggestion(name, fields.iter().map(|field| field.info.name));
                findings.push((*start, Finding::error("S008", path, format!("there is no field `{name}` here"), help)));
            }
        }
    }
}

fn fits(content: &Content, shape: &Shape) -> bool {
    match (content, shape) {
        (Content::Number(_), Shape::Number(_)) | (Content::Text(_), Shape::Text) => true,
        (Content::Number(_), Shape::Word(word)) => matches!(word.as_str(), "inf" | "NaN"),
        (Content::Whole(_), Shape::Number(text)) => {
            let digits = text.replace('_', "");
            digits.parse::<u64>().is_ok() || (digits.starts_with('0') && digits.len() > 2 && !digits.contains('.'))
        }
        (Content::Flag(_), Shape::Word(word)) => matches!(word.as_str(), "true" | "false"),
        _ => false,
    }
}

fn found(shape: &Shape) -> String {
    match shape {
        Shape::Record(_) => "a group of fields".into(),
        Shape::List(_) => "a list".into(),
        Shape::Text => "text".into(),
        Shape::Word(word) => format!("the word `{word}`"),
        Shape::Number(text) => text.clone(),
        Shape::Other => "something else".into(),
    }
}

fn allowed(content: &Content) -> &'static str {
    match content {
        Content::Number(_) => "a number",
        Content::Whole(_) => "a whole number, 0 or more",
        Content::Flag(_) => "true or false",
        Content::Text(_) => "text in quotes",
        Content::Word(..) => "one word of a fixed list, without quotes",
        Content::Record(_) => "fields in round brackets",
        Content::List(..) => "a list in square brackets",
    }
}
