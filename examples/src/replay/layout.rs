//! Aligned columns, numbers with thin groups, and lines that fit a terminal.

use std::fmt::Write;

/// How many findings of a kind are listed.
pub(crate) const LISTED: usize = 10;

/// The widest line of a report.
pub(crate) const WIDTH: usize = 90;

/// A number with its thousands parted: `1,234,567`.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// How many of how many, as a percentage.
pub(crate) fn percent(part: u64, whole: u64) -> String {
    if whole == 0 {
        return "–".into();
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "counts of rows are far below 2^53"
    )]
    let percent = part as f64 * 100.0 / whole as f64;
    format!("{percent:.2} %")
}

/// Aligned columns: the first to the left, the others to the right unless said otherwise.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Vec<String>>,
    left: Vec<usize>,
}

impl Table {
    pub(crate) fn new(head: &[&str]) -> Self {
        let mut table = Self {
            rows: Vec::new(),
            left: vec![0],
        };
        table.row(head.iter().map(|&it| it.to_owned()));
        table
    }

    pub(crate) fn left(mut self, column: usize) -> Self {
        self.left.push(column);
        self
    }

    pub(crate) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// The length of the longest line.
    pub(crate) fn width(&self) -> usize {
        let lines = self.lines();
        lines.iter().map(|it| it.chars().count()).max().unwrap_or(0)
    }

    /// The lines, indented by two.
    pub(crate) fn lines(&self) -> Vec<String> {
        let columns = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        let cells = |i| self.rows.iter().filter_map(move |row| row.get(i));
        let widths: Vec<usize> = (0..columns)
            .map(|i| cells(i).map(|it| it.chars().count()).max().unwrap_or(0))
            .collect();
        let line = |row: &Vec<String>| {
            let mut line = String::from(" ");
            for (i, cell) in row.iter().enumerate() {
                let gap = widths[i] - cell.chars().count();
                line.push_str(if i == 0 { " " } else { "  " });
                if self.left.contains(&i) {
                    let _ = write!(line, "{cell}{:gap$}", "");
                } else {
                    let _ = write!(line, "{:gap$}{cell}", "");
                }
            }
            line.trim_end().to_owned()
        };
        self.rows.iter().map(line).collect()
    }
}

/// The lines of a report.
#[derive(Debug, Default)]
pub(crate) struct Page(pub(crate) Vec<String>);

impl Page {
    pub(crate) fn section(&mut self, title: &str) {
        self.0.push(String::new());
        self.0.push(title.to_uppercase());
    }

    pub(crate) fn table(&mut self, table: &Table) {
        self.0.extend(table.lines());
    }

    pub(crate) fn text(&mut self, text: &str) {
        self.0.extend(wrapped("  ", text));
    }

    pub(crate) fn item(&mut self, text: &str) {
        self.0.extend(wrapped("  - ", text));
    }
}

/// A text in lines that fit, the first behind a prefix, the others below its beginning.
pub(crate) fn wrapped(prefix: &str, text: &str) -> Vec<String> {
    let indent = prefix.chars().count();
    let mut lines = Vec::new();
    let mut line = prefix.to_owned();
    let mut length = indent;
    let mut begins = true;
    for word in text.split_whitespace() {
        let width = word.chars().count();
        if !begins && length + 1 + width > WIDTH {
            lines.push(std::mem::replace(&mut line, " ".repeat(indent)));
            length = indent;
            begins = true;
        }
        if !begins {
            line.push(' ');
            length += 1;
        }
        line.push_str(word);
        length += width;
        begins = false;
    }
    lines.push(line);
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_parted_by_thousands() {
        let texts = [0, 999, 1000, 1_234_567].map(grouped);
        assert_eq!(texts, ["0", "999", "1,000", "1,234,567"]);
    }

    #[test]
    fn columns_are_aligned() {
        let mut table = Table::new(&["state", "n"]);
        table.row(["Überprüft".into(), "7".into()]);
        table.row(["New".into(), "1,000".into()]);
        assert_eq!(
            table.lines(),
            [
                "  state          n",
                "  Überprüft      7",
                "  New        1,000"
            ]
        );
    }

    #[test]
    fn long_texts_hang_below_their_beginning() {
        let lines = wrapped("  - ", &"word ".repeat(40));
        assert!(lines.len() > 1 && lines.iter().all(|it| it.chars().count() <= WIDTH));
        assert!(lines[1].starts_with("    word"));
    }
}
