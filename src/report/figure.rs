//! A figure: the words around a drawing, its table, and the drawing at any width; the same for window, page and file.

use super::charts::page;
use super::palette::Palette;
use super::picture::Picture;
use crate::ledger::Scope;
use crate::scenario::Scenario;
use crate::simulate::Run;

/// Numbers as rows of text: the table twin of a plot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// Heads of the columns.
    pub columns: Vec<String>,
    /// Rows, each with as many cells as there are columns.
    pub rows: Vec<Vec<String>>,
}

/// The words around a plot.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlotText {
    /// The question that the plot answers.
    pub title: String,
    /// What it shows, in a sentence, for those who do not see it.
    pub sentence: String,
    /// What lines and bands are, from how many worlds, which people.
    pub caption: String,
    /// The numbers.
    pub table: Table,
}

impl Table {
    /// The table turned, where it is too wide for a page and would be narrower so: its columns as rows.
    pub fn upright(self, most_columns: usize) -> Self {
        if self.columns.len() <= most_columns || self.rows.len() + 1 >= self.columns.len() {
            return self;
        }
        let first = |row: &Vec<String>| row.first().cloned().unwrap_or_default();
        let columns = self.columns.iter().take(1).cloned().chain(self.rows.iter().map(first)).collect();
        let turned = |(place, name): (usize, &String)| {
            let cells = self.rows.iter().map(|row| row.get(place).cloned().unwrap_or_default());
            std::iter::once(name.clone()).chain(cells).collect()
        };
        let rows = self.columns.iter().enumerate().skip(1).map(turned).collect();
        Self { columns, rows }
    }

    /// The table as CSV with a header.
    pub fn csv(&self) -> String {
        let mut writer = csv::Writer::from_writer(Vec::new());
        // Writing into memory does not fail.
        let _ = writer.write_record(&self.columns);
        for row in &self.rows {
            let _ = writer.write_record(row);
        }
        writer.into_inner().map_or_else(|_| String::new(), |bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// The table as lines with tabs, as spreadsheets take it from the clipboard.
    pub fn with_tabs(&self) -> String {
        let line = |cells: &Vec<String>| cells.iter().map(|cell| cell.replace(['\t', '\n', '\r'], " ")).collect::<Vec<_>>().join("\t");
        std::iter::once(&self.columns).chain(&self.rows).map(line).collect::<Vec<_>>().join("\n")
    }
}

/// A drawing with its words. What it draws is what its table says.
pub trait Figure: Send + Sync {
    /// Its words.
    fn text(&self) -> &PlotText;
    /// Draws it without title and caption, as wide as asked for (at least 320 points), as high as it needs.
    fn draw(&self, width: f64, palette: Palette) -> Picture;
}

/// A drawing made to stand alone: its question on top, a key of variants, its caption, and at the foot whose numbers these are. `filter` is said in
/// words where only some people, days or worlds are shown.
pub fn framed(run: &Run, text: &PlotText, drawing: &Picture, variants: &[usize], scope: Scope, filter: &str) -> Picture {
    let width = drawing.width + 2.0 * page::MARGIN;
    let (mut picture, mut top) = page::begin(width, drawing.palette, &text.title, filter);
    if !variants.is_empty() {
        top = page::key(&mut picture, run, variants, top) + 4.0;
    }
    picture.insert(drawing, (page::MARGIN, top));
    page::finish(picture, run, scope, &text.caption, &[], top + drawing.height)
}

/// The same for a drawing of a scenario that nothing was flown of.
pub fn framed_plain(scenario: &Scenario, text: &PlotText, drawing: &Picture) -> Picture {
    let width = drawing.width + 2.0 * page::MARGIN;
    let (mut picture, top) = page::begin(width, drawing.palette, &text.title, "");
    picture.insert(drawing, (page::MARGIN, top));
    page::finish_plain(picture, scenario, &text.caption, top + drawing.height)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wide_table_stands_upright_on_a_page() {
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let wide = Table { columns: words(&["Variant", "a", "b", "c"]), rows: vec![words(&["one", "1", "2", "3"]), words(&["two", "4", "5", "6"])] };
        assert_eq!(wide.clone().upright(4), wide, "it fits");
        let turned = wide.upright(3);
        assert_eq!(turned.columns, words(&["Variant", "one", "two"]));
        assert_eq!(turned.rows, [words(&["a", "1", "4"]), words(&["b", "2", "5"]), words(&["c", "3", "6"])]);
        assert_eq!(turned.csv(), "Variant,one,two\na,1,4\nb,2,5\nc,3,6\n");
        assert_eq!(turned.with_tabs().lines().count(), 4);
    }
}
