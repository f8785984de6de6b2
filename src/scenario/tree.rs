//! A scenario (or a part of it) as a tree of described values: what saving, the schema, differences and checks read.

use super::reflect::{ChoiceInfo, FieldInfo, List, Value, Visitor};

/// A value with its description.
#[derive(Clone, Debug)]
pub struct Node {
    /// The field that holds it; an item of a list carries the list's description.
    pub info: FieldInfo,
    /// The value.
    pub content: Content,
}

/// The value of a node.
#[derive(Clone, Debug)]
pub enum Content {
    /// A real number.
    Number(f64),
    /// A whole number.
    Whole(u64),
    /// Yes or no.
    Flag(bool),
    /// Text or a name.
    Text(String),
    /// One word of a fixed list.
    Word(usize, &'static [ChoiceInfo]),
    /// Fields.
    Record(Vec<Node>),
    /// Items, and an item as it is when nothing is said about it.
    List(Vec<Node>, Box<Node>),
}

impl Node {
    /// The tree of a value.
    pub fn of<T: Value + Clone>(value: &T) -> Self {
        let mut builder = Builder { nodes: Vec::new() };
        value.clone().visit(&FieldInfo::new("", ""), &mut builder);
        builder.last()
    }

    /// The fields of a record; none for anything else.
    pub fn fields(&self) -> &[Self] {
        match &self.content {
            Content::Record(fields) => fields,
            _ => &[],
        }
    }

    /// The field with that name.
    pub fn field(&self, name: &str) -> Option<&Self> {
        self.fields().iter().find(|field| field.info.name == name)
    }

    /// The items of a list; none for anything else.
    pub fn items(&self) -> &[Self] {
        match &self.content {
            Content::List(items, _) => items,
            _ => &[],
        }
    }

    /// What an item of a list goes by: its own text, or its first field if that is text.
    pub fn title(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            Content::Record(fields) => match &fields.first()?.content {
                Content::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    /// The value as written in a file, on one line; empty for records and lists.
    pub fn literal(&self) -> String {
        match &self.content {
            Content::Number(value) => format!("{value:?}"),
            Content::Whole(value) => value.to_string(),
            Content::Flag(value) => value.to_string(),
            Content::Text(value) => quoted(value),
            Content::Word(index, options) => options.get(*index).map(|option| option.name.to_string()).unwrap_or_default(),
            Content::Record(_) | Content::List(..) => String::new(),
        }
    }

    /// Whether two values are the same. Not-a-number is the same as itself here.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.content, &other.content) {
            (Content::Record(a), Content::Record(b)) | (Content::List(a, _), Content::List(b, _)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
            }
            (Content::Record(_) | Content::List(..), _) | (_, Content::Record(_) | Content::List(..)) => false,
            _ => self.literal() == other.literal(),
        }
    }
}

/// Text in quotes. Line breaks stay as they are, so that a long text stays readable.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for letter in text.chars() {
        match letter {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push('\n'),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            other if other.is_control() => out.push_str(&format!("\\u{{{:x}}}", u32::from(other))),
            other => out.push(other),
        }
    }
    out.push('"');
    out
}

struct Builder {
    nodes: Vec<Node>,
}

impl Builder {
    fn add(&mut self, info: &FieldInfo, content: Content) {
        self.nodes.push(Node { info: *info, content });
    }

    fn last(&mut self) -> Node {
        self.nodes.pop().unwrap_or(Node { info: FieldInfo::new("", ""), content: Content::Record(Vec::new()) })
    }
}

impl Visitor for Builder {
    fn number(&mut self, info: &FieldInfo, value: &mut f64) {
        self.add(info, Content::Number(*value));
    }
    fn whole(&mut self, info: &FieldInfo, value: &mut u64) {
        self.add(info, Content::Whole(*value));
    }
    fn flag(&mut self, info: &FieldInfo, value: &mut bool) {
        self.add(info, Content::Flag(*value));
    }
    fn text(&mut self, info: &FieldInfo, value: &mut String) {
        self.add(info, Content::Text(value.clone()));
    }
    fn choice(&mut self, info: &FieldInfo, index: &mut usize, options: &'static [ChoiceInfo]) {
        self.add(info, Content::Word(*index, options));
    }
    fn record(&mut self, info: &FieldInfo, fields: &mut dyn FnMut(&mut dyn Visitor)) {
        let mut inner = Self { nodes: Vec::new() };
        fields(&mut inner);
        self.add(info, Content::Record(inner.nodes));
    }
    fn list(&mut self, info: &FieldInfo, list: &mut dyn List) {
        let count = list.count();
        list.push_default();
        let mut inner = Self { nodes: Vec::new() };
        for index in 0..=count {
            list.visit_item(index, info, &mut inner);
        }
        list.remove(count);
        let template = Box::new(inner.last());
        self.add(info, Content::List(inner.nodes, template));
    }
}
