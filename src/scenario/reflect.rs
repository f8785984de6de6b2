//! One description per field, used by everything that must know the fields: defaults, the documented schema, range checks, the editors of
//! the app and the differences in words. No behaviour and no file handling here.

/// What is known of one field of the scenario file.
#[derive(Clone, Copy, Debug)]
pub struct FieldInfo {
    /// Name in the file.
    pub name: &'static str,
    /// What it means, in a sentence or two.
    pub doc: &'static str,
    /// Unit, empty for pure numbers.
    pub unit: &'static str,
    /// Smallest allowed value (numbers only).
    pub low: f64,
    /// Largest allowed value (numbers only).
    pub high: f64,
    /// Range that is plausible for the real world, used by robustness runs.
    pub plausible: Option<(f64, f64)>,
    /// Where the default comes from: a finding id, `fitted` to it, or `assumed`; empty where the author simply decides.
    pub source: &'static str,
}

impl FieldInfo {
    /// A field with no unit, no source and every finite value allowed.
    pub const fn new(name: &'static str, doc: &'static str) -> Self {
        Self { name, doc, unit: "", low: f64::NEG_INFINITY, high: f64::INFINITY, plausible: None, source: "" }
    }
    /// Sets the unit.
    pub const fn unit(mut self, unit: &'static str) -> Self {
        self.unit = unit;
        self
    }
    /// Sets the allowed range, both ends included.
    pub const fn range(mut self, low: f64, high: f64) -> Self {
        self.low = low;
        self.high = high;
        self
    }
    /// Sets the plausible range, both ends included.
    pub const fn plausible(mut self, low: f64, high: f64) -> Self {
        self.plausible = Some((low, high));
        self
    }
    /// Sets the source id.
    pub const fn source(mut self, source: &'static str) -> Self {
        self.source = source;
        self
    }
    /// The doc comment without the blanks that the compiler leaves around it.
    pub fn text(&self) -> &'static str {
        self.doc.trim()
    }
}

/// One option of a field that takes a word.
#[derive(Clone, Copy, Debug)]
pub struct ChoiceInfo {
    /// The word in the file.
    pub name: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// A list seen from outside: its items can be walked, added, copied, moved and removed.
pub trait List {
    /// Number of items.
    fn count(&self) -> usize;
    /// Shows item `index` to the visitor.
    fn visit_item(&mut self, index: usize, info: &FieldInfo, visitor: &mut dyn Visitor);
    /// Appends an item with default fields.
    fn push_default(&mut self);
    /// Inserts a copy of item `index` right after it.
    fn duplicate(&mut self, index: usize);
    /// Removes item `index`.
    fn remove(&mut self, index: usize);
}

/// Something that walks all fields of a scenario. Each call may change the value it is shown.
pub trait Visitor {
    /// A real number.
    fn number(&mut self, info: &FieldInfo, value: &mut f64);
    /// A whole number.
    fn whole(&mut self, info: &FieldInfo, value: &mut u64);
    /// Yes or no.
    fn flag(&mut self, info: &FieldInfo, value: &mut bool);
    /// Text or a name.
    fn text(&mut self, info: &FieldInfo, value: &mut String);
    /// One word of a fixed list.
    fn choice(&mut self, info: &FieldInfo, index: &mut usize, options: &'static [ChoiceInfo]);
    /// A group of fields; `fields` shows each of them.
    fn record(&mut self, info: &FieldInfo, fields: &mut dyn FnMut(&mut dyn Visitor));
    /// A list of values.
    fn list(&mut self, info: &FieldInfo, list: &mut dyn List);
}

/// A value that can be shown to a [`Visitor`].
pub trait Value {
    /// Shows itself under the given description.
    fn visit(&mut self, info: &FieldInfo, visitor: &mut dyn Visitor);
    /// The field of a record or the item of a list at that place, from 0. A list grows by a default item where the place right behind its last
    /// one is asked for.
    fn part(&mut self, place: usize) -> Option<&mut dyn Value>;
    /// Becomes what a text says, in the notation of the file; what the text leaves out is as by default.
    ///
    /// # Errors
    /// Where the text does not fit; the value stays as it is.
    fn read(&mut self, text: &str) -> Result<(), ron::error::SpannedError>;
}

/// A struct whose fields are described.
pub trait Record: Value {
    /// Descriptions of the fields, in file order.
    const FIELDS: &'static [FieldInfo];
    /// What the record is.
    const DOC: &'static str;
}

/// The parts of something that has none, and how it is read.
macro_rules! leaf {
    () => {
        fn part(&mut self, _place: usize) -> Option<&mut dyn $crate::scenario::reflect::Value> {
            None
        }
        $crate::scenario::reflect::readable!();
    };
}

/// How a value is read: as serde reads it from a file.
macro_rules! readable {
    () => {
        fn read(&mut self, text: &str) -> Result<(), ron::error::SpannedError> {
            *self = ron::from_str(text)?;
            Ok(())
        }
    };
}

impl Value for f64 {
    fn visit(&mut self, info: &FieldInfo, visitor: &mut dyn Visitor) {
        visitor.number(info, self);
    }
    leaf!();
}

impl Value for u64 {
    fn visit(&mut self, info: &FieldInfo, visitor: &mut dyn Visitor) {
        visitor.whole(info, self);
    }
    leaf!();
}

impl Value for bool {
    fn visit(&mut self, info: &FieldInfo, visitor: &mut dyn Visitor) {
        visitor.flag(info, self);
    }
    leaf!();
}

impl Value for String {
    fn visit(&mut self, info: &FieldInfo, visitor: &mut dyn Visitor) {
        visitor.text(info, self);
    }
    leaf!();
}

impl<T: Value + Default + Clone> List for Vec<T> {
    fn count(&self) -> usize {
        self.len()
    }
    fn visit_item(&mut self, index: usize, info: &FieldInfo, visitor: &mut dyn Visitor) {
        if let Some(item) = self.get_mut(index) {
            item.visit(info, visitor);
        }
    }
    fn push_default(&mut self) {
        self.push(T::default());
    }
    fn duplicate(&mut self, index: usize) {
        if let Some(item) = self.get(index).cloned() {
            self.insert(index + 1, item);
        }
    }
    fn remove(&mut self, index: usize) {
        if index < self.len() {
            Self::remove(self, index);
        }
    }
}

impl<T: Value + Default + Clone + serde::de::DeserializeOwned> Value for Vec<T> {
    fn visit(&mut self, info: &FieldInfo, visitor: &mut dyn Visitor) {
        visitor.list(info, self);
    }
    fn part(&mut self, place: usize) -> Option<&mut dyn Value> {
        if place == self.len() {
            self.push(T::default());
        }
        self.get_mut(place).map(|item| -> &mut dyn Value { item })
    }
    readable!();
}

/// Declares a struct of the scenario file: fields with docs, defaults, units, ranges and sources in one place.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        pub struct $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident : $type:ty = $default:expr $(=> $( $key:ident ( $($arg:expr),* ) ),+ )? ; )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, serde::Serialize, serde::Deserialize)]
        #[serde(default, deny_unknown_fields)]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl Default for $name {
            fn default() -> Self {
                Self { $( $field: $default, )* }
            }
        }

        impl $crate::scenario::reflect::Record for $name {
            const FIELDS: &'static [$crate::scenario::reflect::FieldInfo] = &[
                $( $crate::scenario::reflect::FieldInfo::new(stringify!($field), concat!($($field_doc),*)) $( $( .$key($($arg),*) )+ )?, )*
            ];
            const DOC: &'static str = concat!($($doc),*);
        }

        impl $crate::scenario::reflect::Value for $name {
            fn visit(&mut self, info: &$crate::scenario::reflect::FieldInfo, visitor: &mut dyn $crate::scenario::reflect::Visitor) {
                visitor.record(info, &mut |visitor| {
                    let mut fields = <Self as $crate::scenario::reflect::Record>::FIELDS.iter();
                    $( if let Some(info) = fields.next() { $crate::scenario::reflect::Value::visit(&mut self.$field, info, visitor); } )*
                });
            }
            fn part(&mut self, place: usize) -> Option<&mut dyn $crate::scenario::reflect::Value> {
                let name = <Self as $crate::scenario::reflect::Record>::FIELDS.get(place)?.name;
                $( if name == stringify!($field) { return Some(&mut self.$field); } )*
                None
            }
            $crate::scenario::reflect::readable!();
        }
    };
}

/// Declares an enum of the scenario file: words with their meaning.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        pub enum $name:ident = $default:ident { $( $(#[doc = $word_doc:literal])* $word:ident ),+ $(,)? }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $name { $( $(#[doc = $word_doc])* $word, )+ }

        impl Default for $name {
            fn default() -> Self {
                Self::$default
            }
        }

        impl $name {
            /// Every word, in file order.
            pub const ALL: &'static [Self] = &[ $( Self::$word, )+ ];
            /// Every word with its meaning.
            pub const OPTIONS: &'static [$crate::scenario::reflect::ChoiceInfo] = &[
                $( $crate::scenario::reflect::ChoiceInfo { name: stringify!($word), doc: concat!($($word_doc),*) }, )+
            ];
            /// The word as written in the file.
            pub fn name(self) -> &'static str {
                Self::OPTIONS[self as usize].name
            }
        }

        impl $crate::scenario::reflect::Value for $name {
            fn visit(&mut self, info: &$crate::scenario::reflect::FieldInfo, visitor: &mut dyn $crate::scenario::reflect::Visitor) {
                let mut index = *self as usize;
                visitor.choice(info, &mut index, Self::OPTIONS);
                if let Some(word) = Self::ALL.get(index) {
                    *self = *word;
                }
            }
            $crate::scenario::reflect::leaf!();
        }
    };
}

pub(crate) use {choice, leaf, readable, record};
