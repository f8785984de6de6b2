//! Visitors that only look: how many fields a record has, what an item of a list is called.

use crate::scenario::reflect::{ChoiceInfo, FieldInfo, List, Visitor};

/// Counts single values and groups of a record.
pub struct Counter<'a> {
    /// Single values.
    pub values: usize,
    /// Groups and lists.
    pub groups: usize,
    /// Fields that are shown elsewhere.
    pub skip: &'a [&'a str],
}

impl Counter<'_> {
    fn value(&mut self, info: &FieldInfo) {
        self.values += usize::from(!self.skip.contains(&info.name));
    }
}

impl Visitor for Counter<'_> {
    fn number(&mut self, info: &FieldInfo, _value: &mut f64) {
        self.value(info);
    }
    fn whole(&mut self, info: &FieldInfo, _value: &mut u64) {
        self.value(info);
    }
    fn flag(&mut self, info: &FieldInfo, _value: &mut bool) {
        self.value(info);
    }
    fn text(&mut self, info: &FieldInfo, _value: &mut String) {
        self.value(info);
    }
    fn choice(&mut self, info: &FieldInfo, _index: &mut usize, _options: &'static [ChoiceInfo]) {
        self.value(info);
    }
    fn record(&mut self, _info: &FieldInfo, _fields: &mut dyn FnMut(&mut dyn Visitor)) {
        self.groups += 1;
    }
    fn list(&mut self, _info: &FieldInfo, _list: &mut dyn List) {
        self.groups += 1;
    }
}

/// Reads, or sets, the first text of an item: its name.
struct Title {
    found: Option<String>,
    set: Option<String>,
    seen: bool,
}

impl Visitor for Title {
    fn number(&mut self, _info: &FieldInfo, _value: &mut f64) {
        self.seen = true;
    }
    fn whole(&mut self, _info: &FieldInfo, _value: &mut u64) {
        self.seen = true;
    }
    fn flag(&mut self, _info: &FieldInfo, _value: &mut bool) {
        self.seen = true;
    }
    fn text(&mut self, _info: &FieldInfo, value: &mut String) {
        if !std::mem::replace(&mut self.seen, true) {
            if let Some(name) = self.set.take() {
                *value = name;
            }
            self.found = Some(value.clone());
        }
    }
    fn choice(&mut self, _info: &FieldInfo, _index: &mut usize, _options: &'static [ChoiceInfo]) {
        self.seen = true;
    }
    fn record(&mut self, _info: &FieldInfo, fields: &mut dyn FnMut(&mut dyn Visitor)) {
        if !self.seen {
            fields(self);
            self.seen = true;
        }
    }
    fn list(&mut self, _info: &FieldInfo, _list: &mut dyn List) {
        self.seen = true;
    }
}

pub fn title_of(list: &mut dyn List, index: usize) -> Option<String> {
    let mut title = Title { found: None, set: None, seen: false };
    list.visit_item(index, &FieldInfo::new("", ""), &mut title);
    title.found
}

pub fn set_title(list: &mut dyn List, index: usize, name: &str) {
    list.visit_item(index, &FieldInfo::new("", ""), &mut Title { found: None, set: Some(name.into()), seen: false });
}
