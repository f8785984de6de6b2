//! Pages under way: where the next line goes, what is drawn where, and how it hangs together for those who do not see it.

use krilla::tagging::TagKind;

use super::font::Type;
use crate::report::palette::Rgb;
use crate::report::picture::Picture;

/// Shorter side of A4 in points.
const SHORT: f32 = 595.28;
/// Longer side.
const LONG: f32 = 841.89;
/// Free space left, right and on top.
pub const MARGIN: f32 = 48.0;
/// Free space below; page number and origin stand there.
pub const FOOT: f32 = 58.0;

/// One thing on a page.
pub enum Op<'a> {
    /// A line of text, its baseline at a point.
    Text {
        /// Left end of the baseline.
        at: (f32, f32),
        /// What it says.
        text: String,
        /// Size.
        size: f32,
        /// Heavier.
        bold: bool,
        /// Colour.
        color: Rgb,
    },
    /// A rectangle: left, top, width, height; filled or outlined, the outline whole or broken.
    Box {
        /// Left, top, width, height.
        area: (f32, f32, f32, f32),
        /// Colour inside.
        fill: Option<Rgb>,
        /// Colour and thickness of the outline, and whether it is broken.
        line: Option<(Rgb, f32, bool)>,
    },
    /// A picture, its upper left corner at a point.
    Picture {
        /// Upper left corner.
        at: (f32, f32),
        /// Points of the page to a point of the picture.
        scale: f32,
        /// Its marks.
        picture: &'a Picture,
    },
}

/// A thing on a page and the leaf of the structure that it belongs to; nothing for what is decoration.
pub struct Placed<'a> {
    /// Leaf of the structure.
    pub leaf: Option<usize>,
    /// What is drawn.
    pub op: Op<'a>,
}

/// A page.
pub struct Sheet<'a> {
    /// Width and height.
    pub size: (f32, f32),
    /// What is on it.
    pub placed: Vec<Placed<'a>>,
}

/// A part of the structure.
pub enum Branch {
    /// A tag with what is below it.
    Group(TagKind, Vec<Branch>),
    /// What was drawn under that number.
    Leaf(usize),
}

/// How a text looks.
#[derive(Clone, Copy)]
pub struct Look {
    /// Size.
    pub size: f32,
    /// From line to line.
    pub leading: f32,
    /// Heavier.
    pub bold: bool,
    /// Colour.
    pub color: Rgb,
}

/// Pages under way.
pub struct Sheets<'a> {
    /// The pages so far.
    pub pages: Vec<Sheet<'a>>,
    /// Height at which the next thing begins.
    pub y: f32,
    /// The font.
    pub font: Type,
    leaves: usize,
}

impl<'a> Sheets<'a> {
    /// The first page.
    pub fn new(font: Type) -> Self {
        let mut sheets = Self { pages: Vec::new(), y: MARGIN, font, leaves: 0 };
        sheets.turn(false);
        sheets
    }

    /// A new page, upright or on its side.
    pub fn turn(&mut self, across: bool) {
        let size = if across { (LONG, SHORT) } else { (SHORT, LONG) };
        self.pages.push(Sheet { size, placed: Vec::new() });
        self.y = MARGIN;
    }

    /// The page under way, its place among the pages from 0.
    pub fn page(&self) -> usize {
        self.pages.len().saturating_sub(1)
    }

    /// Whether the page under way lies on its side.
    pub fn lies(&self) -> bool {
        self.pages.last().is_some_and(|page| page.size.0 > page.size.1)
    }

    /// Whether nothing is on the page under way.
    pub fn is_blank(&self) -> bool {
        self.pages.last().is_none_or(|page| page.placed.is_empty())
    }

    /// Width between the margins.
    pub fn width(&self) -> f32 {
        self.pages.last().map_or(SHORT, |page| page.size.0) - 2.0 * MARGIN
    }

    /// Lowest place that may be used.
    pub fn bottom(&self) -> f32 {
        self.pages.last().map_or(LONG, |page| page.size.1) - FOOT
    }

    /// Height between the margins.
    pub fn height(&self) -> f32 {
        self.bottom() - MARGIN
    }

    /// Goes to the next page where a thing of that height does not fit on this one.
    pub fn need(&mut self, height: f32) {
        if self.y + height > self.bottom() && !self.is_blank() {
            let across = self.lies();
            self.turn(across);
        }
    }

    /// A number for a leaf of the structure.
    pub fn leaf(&mut self) -> usize {
        self.leaves += 1;
        self.leaves - 1
    }

    /// How many leaves there are.
    pub fn count(&self) -> usize {
        self.leaves
    }

    /// Puts a thing on the page under way.
    pub fn put(&mut self, leaf: Option<usize>, op: Op<'a>) {
        if let Some(page) = self.pages.last_mut() {
            page.placed.push(Placed { leaf, op });
        }
    }

    /// A line of text with its upper edge at a height; gives back its leaf.
    pub fn line(&mut self, left: f32, top: f32, text: String, look: Look, leaf: Option<usize>) {
        let baseline = top + 0.5 * look.leading + 0.34 * look.size;
        self.put(leaf, Op::Text { at: (left, baseline), text, size: look.size, bold: look.bold, color: look.color });
    }

    /// A text in lines below each other, from page to page; gives back its leaves.
    pub fn text(&mut self, left: f32, width: f32, text: &str, look: Look) -> Vec<Branch> {
        let lines = self.font.lines(text, look.size, width);
        let count = lines.len();
        let mut leaves = Vec::with_capacity(count);
        for (place, line) in lines.into_iter().enumerate() {
            // A single line is not left alone at the end of a page.
            let together = if place == 0 { count.min(2) as f32 } else { 1.0 };
            self.need(together * look.leading);
            let leaf = self.leaf();
            self.line(left, self.y, line, look, Some(leaf));
            leaves.push(Branch::Leaf(leaf));
            self.y += look.leading;
        }
        leaves
    }
}
