//! The dossier as a printed document: text that can be selected, tags that can be read aloud, figures as vectors, pages with numbers.

mod font;
mod ink;
mod leaflet;
mod sheet;
mod table;

use std::num::NonZeroU16;

use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Artifact, ArtifactType, BBox, ContentTag, Identifier, ListNumbering, Node, SpanTag, Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use super::model::{Blank, Block, Dossier, NumberedFigure, NumberedTable, SectionState, Tone};
use crate::report::ReportError;
use crate::report::figure::Table;
use crate::report::palette::LIGHT;
use font::Type;
pub use leaflet::{Leaflet, leaflet};
use sheet::{Branch, Look, MARGIN, Op, Sheets};

const BODY: Look = Look { size: 10.0, leading: 14.0, bold: false, color: LIGHT.text };
const LEAD: Look = Look { size: 11.0, leading: 15.5, bold: true, color: LIGHT.text };
const SMALL: Look = Look { size: 8.5, leading: 11.5, bold: false, color: LIGHT.weak_text };
const TITLE: Look = Look { size: 20.0, leading: 26.0, bold: true, color: LIGHT.text };
const SECTION: Look = Look { size: 15.0, leading: 20.0, bold: true, color: LIGHT.text };
const HEADING: Look = Look { size: 11.5, leading: 16.0, bold: true, color: LIGHT.text };
const OPEN: Look = Look { size: 9.5, leading: 13.0, bold: true, color: LIGHT.error };
/// Space in a box for what a person writes by hand.
const HANDWRITING: f32 = 34.0;
/// A picture wider than this gets a page on its side.
const UPRIGHT: f64 = 800.0;
/// How much smaller a figure may be drawn than the page allows, rather than leave a heading or the last rows of its table alone.
const SHRUNK: f32 = 0.85;

/// The document.
///
/// # Errors
/// When the font is damaged or the writer fails.
pub fn pdf(dossier: &Dossier) -> Result<Vec<u8>, ReportError> {
    // On which page a section begins is known only when all is laid out; the numbers then stand in a column that moves nothing.
    let begins: Vec<usize> = laid(dossier, &[])?.marks.iter().map(|(_, page, _)| page + 1).collect();
    let layout = laid(dossier, &begins)?;
    // The rules of PDF/UA-1 where all are met; tags without that claim where a document breaks one of them.
    let strict = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish().unwrap_or_default();
    let words = (dossier.title.as_str(), dossier.foot.as_str());
    layout.write(words, strict).or_else(|_| layout.write(words, Configuration::default()))
}

/// The dossier on pages; `begins` says on which page each section begins, from 1, as far as that is known.
fn laid<'a>(dossier: &'a Dossier, begins: &[usize]) -> Result<Layout<'a>, ReportError> {
    let mut layout = Layout { sheets: Sheets::new(Type::new()?), branches: Vec::new(), marks: Vec::new() };
    layout.front(dossier, begins);
    for section in &dossier.sections {
        layout.section(section);
    }
    // A page that nothing came on is left out.
    if layout.sheets.is_blank() && layout.sheets.pages.len() > 1 {
        layout.sheets.pages.pop();
    }
    Ok(layout)
}

struct Layout<'a> {
    sheets: Sheets<'a>,
    branches: Vec<Branch>,
    /// Headings of sections with their pages and heights.
    marks: Vec<(String, usize, f32)>,
}

impl<'a> Layout<'a> {
    fn front(&mut self, dossier: &'a Dossier, begins: &[usize]) {
        let banner = self.sheets.text(MARGIN, self.sheets.width(), "SYNTHETIC PEOPLE: a model, not a forecast", Look { bold: true, ..SMALL });
        self.branches.push(Branch::Group(Tag::P.into(), banner));
        self.heading(1, &dossier.title, TITLE);
        for block in &dossier.front {
            self.block(block);
        }
        self.sheets.turn(false);
        self.heading(2, "Contents and what is open", SECTION);
        let page = |place: usize| begins.get(place).map_or_else(String::new, usize::to_string);
        let row = |(place, section): (usize, &super::model::Section)| vec![section.id.heading(), page(place), section.state.words()];
        let rows = dossier.sections.iter().enumerate().map(row).collect();
        let contents = Table { columns: vec!["Section".into(), "Page".into(), "State".into()], rows };
        let contents = table::table(&mut self.sheets, &contents, true);
        self.branches.push(contents);
        self.sheets.turn(false);
    }

    fn section(&mut self, section: &'a super::model::Section) {
        if self.sheets.lies() {
            self.sheets.turn(false);
        }
        if self.sheets.y > MARGIN {
            self.sheets.y += 18.0;
        }
        let open = matches!(section.state, SectionState::NeedsWords(_));
        let above = 40.0 + if open { OPEN.leading + 5.0 } else { 0.0 };
        let ahead = self.ahead(&section.blocks, above);
        self.sheets.need(above + ahead);
        self.marks.push((section.id.heading(), self.sheets.page(), self.sheets.y));
        self.heading(2, &section.id.heading(), SECTION);
        let line = Op::Box { area: (MARGIN, self.sheets.y, self.sheets.width(), 0.0), fill: None, line: Some((LIGHT.text, 1.0, false)) };
        self.sheets.put(None, line);
        self.sheets.y += 7.0;
        if let SectionState::NeedsWords(_) = section.state {
            self.paragraph(&section.state.words(), OPEN);
        }
        for (place, block) in section.blocks.iter().enumerate() {
            if let Block::Heading(_) = block {
                self.sheets.y += 6.0;
                let above = HEADING.leading + 3.0;
                let ahead = self.ahead(section.blocks.get(place + 1..).unwrap_or_default(), above);
                self.sheets.need(above + ahead);
            }
            self.block(block);
        }
    }

    /// Height that what follows a heading must find on the same page: the beginning of a text or table, or all of a figure and of the words before it;
    /// `above` is the height of the heading itself.
    fn ahead(&mut self, blocks: &[Block], above: f32) -> f32 {
        let mut height = 0.0;
        for block in blocks {
            match block {
                Block::Paragraph(text) | Block::Lead(text) | Block::Code(text) => {
                    let width = self.sheets.width();
                    height += self.sheets.font.lines(text, LEAD.size, width).len() as f32 * LEAD.leading + 5.0;
                }
                Block::Heading(_) => height += 6.0 + HEADING.leading + 3.0,
                Block::Figure(figure) if figure.picture.width <= UPRIGHT => {
                    let (_, high, words) = self.measured(figure);
                    let shrunk = height + SHRUNK * high + words;
                    return if above + shrunk <= self.sheets.height() { shrunk } else { 60.0 };
                }
                Block::Table(numbered) => {
                    let opening = self.opening(numbered);
                    return if above + height + opening <= self.sheets.height() { height + opening } else { 60.0 };
                }
                _ => return (height + 70.0).min(160.0),
            }
        }
        height.min(160.0)
    }

    fn block(&mut self, block: &'a Block) {
        if self.sheets.lies() && !matches!(block, Block::Figure(_)) {
            self.sheets.turn(false);
        }
        match block {
            Block::Heading(text) => self.heading(3, text, HEADING),
            Block::Lead(text) => self.paragraph(text, LEAD),
            Block::Paragraph(text) | Block::Code(text) => self.paragraph(text, BODY),
            Block::List(items) => self.list(items),
            Block::Callout(tone, text) => {
                let word = if *tone == Tone::Warning { "Mind" } else { "Note" };
                self.boxed(&format!("{word}: {text}"), BODY, 0.0, (true, false), Tag::P.into());
            }
            Block::Facts(facts) => {
                let rows = facts.iter().map(|(name, value)| vec![name.clone(), value.clone()]).collect();
                let facts = table::table(&mut self.sheets, &Table { columns: Vec::new(), rows }, false);
                self.branches.push(facts);
            }
            Block::Table(numbered) => self.table(numbered),
            Block::Figure(figure) => self.figure(figure),
            Block::Blank(blank) => self.blank(blank),
        }
    }

    fn heading(&mut self, level: u16, text: &str, look: Look) {
        let leaves = self.sheets.text(MARGIN, self.sheets.width(), text, look);
        self.sheets.y += 3.0;
        let level = NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN);
        self.branches.push(Branch::Group(Tag::Hn(level, Some(text.to_owned())).into(), leaves));
    }

    fn paragraph(&mut self, text: &str, look: Look) {
        let leaves = self.sheets.text(MARGIN, self.sheets.width(), text, look);
        self.sheets.y += 5.0;
        self.branches.push(Branch::Group(Tag::P.into(), leaves));
    }

    fn list(&mut self, items: &[String]) {
        let mut branches = Vec::new();
        for item in items {
            self.sheets.need(BODY.leading);
            let label = self.sheets.leaf();
            self.sheets.line(MARGIN + 4.0, self.sheets.y, "-".into(), BODY, Some(label));
            let mut body = self.sheets.text(MARGIN + 16.0, self.sheets.width() - 16.0, item, BODY);
            if body.is_empty() {
                body.push(Branch::Leaf(self.sheets.leaf()));
                self.sheets.y += BODY.leading;
            }
            self.sheets.y += 3.0;
            let label = Branch::Group(Tag::Lbl.into(), vec![Branch::Leaf(label)]);
            branches.push(Branch::Group(Tag::LI.into(), vec![label, Branch::Group(Tag::LBody.into(), body)]));
        }
        self.sheets.y += 4.0;
        self.branches.push(Branch::Group(Tag::L(ListNumbering::None).into(), branches));
    }

    /// A text in a box; `space` is left free below it. `(filled, broken)` say how the box looks.
    fn boxed(&mut self, text: &str, look: Look, space: f32, (filled, broken): (bool, bool), tag: krilla::tagging::TagKind) {
        let width = self.sheets.width();
        let lines = self.sheets.font.lines(text, look.size, width - 18.0);
        let mut leaves = Vec::new();
        let mut rest = lines.as_slice();
        while !rest.is_empty() {
            let fits = |sheets: &Sheets<'_>| ((sheets.bottom() - sheets.y - 12.0 - space) / look.leading).floor().max(0.0) as usize;
            if fits(&self.sheets) < rest.len().min(4) && !self.sheets.is_blank() {
                self.sheets.turn(false);
            }
            let (now, later) = rest.split_at(rest.len().min(fits(&self.sheets).max(1)));
            rest = later;
            let free = if rest.is_empty() { space } else { 0.0 };
            let height = now.len() as f32 * look.leading + 12.0 + free;
            let fill = filled.then_some(LIGHT.panel);
            let line = Some((LIGHT.axis, if broken { 1.2 } else { 0.7 }, broken));
            let top = self.sheets.y;
            self.sheets.put(None, Op::Box { area: (MARGIN, top, width, height), fill, line });
            for (place, line) in now.iter().enumerate() {
                let leaf = self.sheets.leaf();
                self.sheets.line(MARGIN + 9.0, top + 6.0 + place as f32 * look.leading, line.clone(), look, Some(leaf));
                leaves.push(Branch::Leaf(leaf));
            }
            self.sheets.y += height;
        }
        self.sheets.y += 7.0;
        self.branches.push(Branch::Group(tag, leaves));
    }

    fn blank(&mut self, blank: &Blank) {
        match &blank.text {
            Some(text) => self.boxed(&format!("Written by a person ({}): {text}", blank.asks), BODY, 0.0, (false, false), Tag::P.into()),
            None => {
                let needed = if blank.needed { " NEEDS WORDS." } else { "" };
                let asks = format!("To be written by a person: {}.{needed}", blank.asks);
                self.boxed(&asks, Look { size: 9.5, leading: 13.0, ..SMALL }, HANDWRITING, (false, true), Tag::P.into());
            }
        }
    }

    /// Height of a table's caption, heads and first row: they are not parted.
    fn opening(&mut self, numbered: &NumberedTable) -> f32 {
        let width = self.sheets.width();
        let caption = self.sheets.font.lines(&table_caption(numbered), SMALL.size, width).len();
        caption as f32 * SMALL.leading + 2.0 + table::opening(&mut self.sheets, &numbered.table)
    }

    fn table(&mut self, numbered: &NumberedTable) {
        let opening = self.opening(numbered);
        self.sheets.need(opening);
        let caption = table_caption(numbered);
        let leaves = self.sheets.text(MARGIN, self.sheets.width(), &caption, SMALL);
        self.sheets.y += 2.0;
        let drawn = table::table(&mut self.sheets, &numbered.table, true);
        let caption = Branch::Group(Tag::Caption.into(), leaves);
        if let Branch::Group(tag, mut branches) = drawn {
            branches.insert(0, caption);
            self.branches.push(Branch::Group(tag, branches));
        }
    }

    fn figure(&mut self, figure: &'a NumberedFigure) {
        let picture = &figure.picture;
        let across = picture.width > UPRIGHT;
        if across != self.sheets.lies() {
            self.sheets.turn(across);
        }
        let width = self.sheets.width();
        let sentence = sentence(figure);
        let (scale, high, words) = self.fitted(figure);
        let wide = picture.width as f32 * scale;
        self.sheets.need((high + words).min(self.sheets.height()));
        let leaf = self.sheets.leaf();
        let at = (MARGIN + 0.5 * (width - wide), self.sheets.y);
        self.sheets.put(Some(leaf), Op::Picture { at, scale, picture });
        let alt = format!("{}. {sentence} The numbers are in table {}.", figure.text.title, figure.table.number);
        let place = ink::rectangle(at, wide, high).map(|area| BBox::new(self.sheets.page(), area));
        let tag = Tag::Figure(Some(alt)).with_bbox(place);
        self.branches.push(Branch::Group(tag.into(), vec![Branch::Leaf(leaf)]));
        self.sheets.y += high + 4.0;
        let leaves = self.sheets.text(MARGIN, width, &caption(figure), SMALL);
        self.branches.push(Branch::Group(Tag::Caption.into(), leaves));
        self.sheets.y += 6.0;
        self.table(&figure.table);
    }

    /// Points of the page to a point of a figure, its height on the page, and that of its caption.
    fn measured(&mut self, figure: &NumberedFigure) -> (f32, f32, f32) {
        let picture = &figure.picture;
        let width = self.sheets.width();
        let lines = self.sheets.font.lines(&caption(figure), SMALL.size, width).len();
        let words = 8.0 + lines as f32 * SMALL.leading;
        // Where the words alone fill a page, they go on from page to page, and the picture keeps half of it.
        let tallest = (self.sheets.height() - words).max(0.5 * self.sheets.height());
        let scale = (width / picture.width as f32).min(tallest / (picture.height as f32).max(1.0));
        (scale, picture.height as f32 * scale, words)
    }

    /// The same for where it is to stand: a little smaller where it, or its whole table below it, just misses the room that is left.
    fn fitted(&mut self, figure: &NumberedFigure) -> (f32, f32, f32) {
        let (scale, high, words) = self.measured(figure);
        let rest = self.sheets.bottom() - self.sheets.y;
        let numbered = &figure.table;
        let width = self.sheets.width();
        let caption = self.sheets.font.lines(&table_caption(numbered), SMALL.size, width).len() as f32 * SMALL.leading;
        // The gaps around captions are counted in.
        let below = 12.0 + caption + table::height(&mut self.sheets, &numbered.table);
        let room = if high + words <= rest || words + SHRUNK * high <= rest { rest } else { self.sheets.height() };
        for taken in [words + below, words] {
            if high + taken <= room {
                break;
            }
            if SHRUNK * high + taken <= room {
                let smaller = (room - taken) / high;
                return (scale * smaller, high * smaller, words);
            }
        }
        (scale, high, words)
    }

    fn write(&self, (title, foot): (&str, &str), configuration: Configuration) -> Result<Vec<u8>, ReportError> {
        let failed = |what: String| ReportError::Drawing(what);
        let mut document = Document::new_with(SerializeSettings { enable_tagging: true, configuration, ..SerializeSettings::default() });
        let mut found: Vec<Vec<Identifier>> = vec![Vec::new(); self.sheets.count()];
        let pages = self.sheets.pages.len();
        let foot_line = self.sheets.font.written(foot);
        for (place, sheet) in self.sheets.pages.iter().enumerate() {
            let settings = PageSettings::from_wh(sheet.size.0, sheet.size.1).ok_or_else(|| failed("a page has no size".into()))?;
            let mut page = document.start_page_with(settings);
            let mut surface = page.surface();
            for placed in &sheet.placed {
                let tag = match (placed.leaf, &placed.op) {
                    (None, _) => ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)),
                    (Some(_), Op::Text { .. }) => ContentTag::Span(SpanTag::empty()),
                    (Some(_), _) => ContentTag::Other,
                };
                let identifier = surface.start_tagged(tag);
                ink::draw(&mut surface, &self.sheets.font, &placed.op);
                surface.end_tagged();
                if let Some(own) = placed.leaf.and_then(|leaf| found.get_mut(leaf)) {
                    own.push(identifier);
                }
            }
            let number = format!("page {} of {pages}", place + 1);
            let bottom = sheet.size.1 - 30.0;
            let right = sheet.size.0 - MARGIN - self.sheets.font.measure(&number, 8.0);
            surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Footer)));
            for (left, text) in [(MARGIN, &foot_line), (right, &number)] {
                let op = Op::Text { at: (left, bottom), text: text.clone(), size: 8.0, bold: false, color: LIGHT.weak_text };
                ink::draw(&mut surface, &self.sheets.font, &op);
            }
            surface.end_tagged();
            surface.finish();
            page.finish();
        }
        let mut tree = TagTree::new();
        for branch in &self.branches {
            if let Some(node) = node(branch, &found) {
                tree.push(node);
            }
        }
        document.set_tag_tree(tree);
        let mut outline = Outline::new();
        for (heading, page, y) in &self.marks {
            outline.push_child(OutlineNode::new(heading.clone(), XyzDestination::new((*page).min(pages - 1), Point::from_xy(MARGIN, *y))));
        }
        document.set_outline(outline);
        document.set_metadata(
            Metadata::new()
                .title(title.to_owned())
                .language("en".into())
                .creator(format!("Creepline {}", env!("CARGO_PKG_VERSION")))
                .description(foot.to_owned()),
        );
        document.finish().map_err(|error| failed(format!("the printed document: {error:?}")))
    }
}

/// What a figure shows.
fn sentence(figure: &NumberedFigure) -> &str {
    if figure.text.sentence.is_empty() { &figure.text.title } else { &figure.text.sentence }
}

/// The words under a figure.
fn caption(figure: &NumberedFigure) -> String {
    format!("Figure {}. {} {}", figure.number, sentence(figure), figure.text.caption)
}

/// What stands above a table.
fn table_caption(numbered: &NumberedTable) -> String {
    format!("Table {}. {}", numbered.number, numbered.caption)
}

/// A part of the structure for the writer; nothing where nothing was drawn of it.
fn node(branch: &Branch, found: &[Vec<Identifier>]) -> Option<Node> {
    match branch {
        Branch::Leaf(leaf) => found.get(*leaf)?.first().map(|identifier| Node::Leaf(*identifier)),
        Branch::Group(tag, branches) => {
            let mut group = TagGroup::new(tag.clone());
            for branch in branches {
                if let Some(node) = node(branch, found) {
                    group.push(node);
                }
            }
            Some(Node::Group(group))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::experiment::testing::guarded_run;
    use crate::report::dossier::{DecisionRecord, Evidence, build};
    use crate::scenario::experiment::Guardrail;

    #[test]
    fn the_printed_document_keeps_the_rules_of_accessible_ones_and_is_the_same_each_time() {
        let run = guarded_run(4, &[Guardrail { limit: 0.01, ..Guardrail::default() }]);
        let dossier = build(&run, &DecisionRecord::default(), &Evidence::default()).expect("a dossier");
        let file = pdf(&dossier).expect("a document");
        let text = String::from_utf8_lossy(&file);
        for part in ["pdfuaid:part", "/MarkInfo", "/Lang", "Dossier: Synthetic", "/StructTreeRoot"] {
            assert!(text.contains(part), "the document lacks {part}");
        }
        assert!(file == pdf(&dossier).expect("a document"), "another time, other bytes");
    }

    #[test]
    fn no_heading_and_no_caption_of_a_table_ends_a_page_and_the_contents_say_where_sections_begin() {
        let run = guarded_run(4, &[Guardrail { limit: 0.01, ..Guardrail::default() }]);
        let dossier = build(&run, &DecisionRecord::default(), &Evidence::default()).expect("a dossier");
        let first = laid(&dossier, &[]).expect("pages");
        let begins: Vec<usize> = first.marks.iter().map(|(_, page, _)| page + 1).collect();
        let layout = laid(&dossier, &begins).expect("pages");
        assert_eq!(layout.marks, first.marks, "the numbers move nothing");
        for (number, sheet) in layout.sheets.pages.iter().enumerate() {
            let lowest = sheet.placed.iter().filter_map(|placed| match &placed.op {
                Op::Text { at, text, size, .. } => Some((at.1, text.clone(), *size)),
                Op::Picture { at, picture, scale } => Some((at.1 + picture.height as f32 * scale, "a figure".to_owned(), 0.0)),
                Op::Box { .. } => None,
            });
            let (_, text, size) = lowest.max_by(|one, other| one.0.total_cmp(&other.0)).expect("something on it");
            assert!(![HEADING.size, SECTION.size].contains(&size), "page {} ends with the heading \"{text}\"", number + 1);
            assert!(!text.starts_with("Table "), "page {} ends with \"{text}\"", number + 1);
        }
        let contents: Vec<&str> = layout.sheets.pages[1]
            .placed
            .iter()
            .filter_map(|placed| if let Op::Text { text, .. } = &placed.op { Some(text.as_str()) } else { None })
            .collect();
        for (heading, page, _) in &layout.marks {
            let place = contents.iter().position(|text| text == heading).expect("the section is in the contents");
            assert_eq!(contents[place + 1], (page + 1).to_string(), "{heading}");
        }
    }

    #[test]
    fn a_row_longer_than_a_page_goes_on_and_a_word_longer_than_a_line_is_broken() {
        let mut run = guarded_run(2, &[]);
        let scenario = std::sync::Arc::make_mut(&mut run.scenario);
        scenario.story = "word ".repeat(3_000);
        scenario.variants[1].note = format!("{} {}", "w".repeat(2_000), "many words ".repeat(2_000));
        let dossier = build(&run, &DecisionRecord::default(), &Evidence::default()).expect("a dossier");
        assert!(pdf(&dossier).is_ok());
    }
}
