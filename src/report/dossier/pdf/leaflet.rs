//! One page to hand out: a title, a picture, and lists below it. The picture takes what room the words leave.

use krilla::configure::{Accessibility, Configuration, ConfigurationBuilder};
use krilla::tagging::{BBox, Tag};

use super::font::Type;
use super::ink;
use super::sheet::{Branch, MARGIN, Op, Sheets};
use super::{HEADING, LEAD, Layout, SMALL, TITLE};
use crate::report::ReportError;
use crate::report::picture::Picture;

/// What stands on the page.
pub struct Leaflet<'a> {
    /// Its title.
    pub title: &'a str,
    /// One line below it.
    pub lead: &'a str,
    /// What the picture shows, in a line.
    pub heading: &'a str,
    /// The picture.
    pub picture: &'a Picture,
    /// The picture in words, for those who do not see it.
    pub spoken: &'a str,
    /// How the picture is to be read.
    pub caption: &'a str,
    /// Lines under the picture.
    pub notes: &'a [String],
    /// Lists, each with its heading.
    pub parts: &'a [(&'a str, &'a [String])],
    /// Where it comes from.
    pub foot: &'a str,
}

/// Least height of the picture, in points: below it the page is not worth printing.
const LEAST: f32 = 90.0;

/// The page as a document.
///
/// # Errors
/// When the font is damaged, the words alone fill more than a page, or the writer fails.
pub fn leaflet(leaflet: &Leaflet<'_>) -> Result<Vec<u8>, ReportError> {
    // Laid out once without the picture: the rest of the page is its own.
    let bare = laid_out(leaflet, 0.0)?;
    let room = bare.sheets.bottom() - bare.sheets.y;
    if bare.sheets.pages.len() > 1 || room < LEAST {
        return Err(ReportError::Drawing("the words of the hand-out fill more than a page".into()));
    }
    let layout = laid_out(leaflet, room)?;
    let words = (leaflet.title, leaflet.foot);
    let strict = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish().unwrap_or_default();
    layout.write(words, strict).or_else(|_| layout.write(words, Configuration::default()))
}

fn laid_out<'a>(leaflet: &Leaflet<'a>, room: f32) -> Result<Layout<'a>, ReportError> {
    let mut layout = Layout { sheets: Sheets::new(Type::new()?), branches: Vec::new(), marks: Vec::new() };
    layout.heading(1, leaflet.title, TITLE);
    layout.paragraph(leaflet.lead, LEAD);
    layout.heading(2, leaflet.heading, HEADING);
    if room > 0.0 {
        picture(&mut layout, leaflet, room);
    }
    layout.paragraph(leaflet.caption, SMALL);
    leaflet.notes.iter().for_each(|note| layout.paragraph(note, super::BODY));
    for (title, list) in leaflet.parts {
        layout.sheets.y += 4.0;
        layout.heading(2, title, HEADING);
        layout.list(list);
    }
    Ok(layout)
}

fn picture<'a>(layout: &mut Layout<'a>, leaflet: &Leaflet<'a>, room: f32) {
    let picture = leaflet.picture;
    let width = layout.sheets.width();
    let scale = (width / picture.width as f32).min((room - 8.0) / (picture.height as f32).max(1.0));
    let (wide, high) = (picture.width as f32 * scale, picture.height as f32 * scale);
    let leaf = layout.sheets.leaf();
    let at = (MARGIN + 0.5 * (width - wide), layout.sheets.y);
    layout.sheets.put(Some(leaf), Op::Picture { at, scale, picture });
    let place = ink::rectangle(at, wide, high).map(|area| BBox::new(layout.sheets.page(), area));
    let tag = Tag::Figure(Some(format!("{}. {}", leaflet.heading, leaflet.spoken))).with_bbox(place);
    layout.branches.push(Branch::Group(tag.into(), vec![Branch::Leaf(leaf)]));
    layout.sheets.y += high + 8.0;
}
