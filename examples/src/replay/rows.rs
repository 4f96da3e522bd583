//! The rows of a log, each with the line it begins on.

use csv::{ByteRecord, ReaderBuilder, Terminator};
use std::io::{self, Chain, Read};

/// Reads to the end, with a line end added, and remembers that it got there.
#[derive(Debug)]
struct Text<R> {
    inner: Chain<R, &'static [u8]>,
    ended: bool,
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(buffer)?;
        self.ended |= n == 0 && !buffer.is_empty();
        Ok(n)
    }
}

/// Reads row by row into one buffer.
#[derive(Debug)]
pub struct Rows<R> {
    csv: csv::Reader<Text<R>>,
    width: usize,
    row: ByteRecord,
}

/// A row of the log.
#[derive(Debug, Clone, Copy)]
pub struct Row<'r> {
    /// The line it begins on, counted from 1.
    pub line: u64,
    /// The line it ends on: a later one, if a quoted cell spans lines.
    pub last_line: u64,
    /// A quote is opened in it and never closed, so that it took in the rest of the file.
    pub is_open: bool,
    /// The cells.
    pub cells: &'r ByteRecord,
    /// How many cells the header has.
    pub width: usize,
}

impl<R: Read> Rows<R> {
    /// Reads the header of a log and stands before its first row.
    ///
    /// # Errors
    /// The log cannot be read.
    pub fn new(text: R, delimiter: u8) -> io::Result<(Self, ByteRecord)> {
        // Rows end at "\n" alone and the last one always has it: only so the place of the reader
        // tells the true line. The "\r" that may stand before is taken off below.
        let csv = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .terminator(Terminator::Any(b'\n'))
            .buffer_capacity(1 << 16)
            .from_reader(Text {
                inner: text.chain(b"\n".as_slice()),
                ended: false,
            });
        let mut rows = Self {
            csv,
            width: 0,
            row: ByteRecord::new(),
        };
        let header = match rows.next()? {
            Some(row) => without_mark(row.cells),
            None => ByteRecord::new(),
        };
        rows.width = header.len();
        Ok((rows, header))
    }

    /// The next row.
    ///
    /// # Errors
    /// The log cannot be read.
    #[expect(
        clippy::should_implement_trait,
        reason = "a row borrows from the reader"
    )]
    pub fn next(&mut self) -> io::Result<Option<Row<'_>>> {
        loop {
            let before = self.csv.position().line();
            if !self.csv.read_byte_record(&mut self.row)? {
                return Ok(None);
            }
            let after = self.csv.position().line();
            // Only a row that no line end finishes makes the reader look beyond the last one.
            let is_open = self.csv.get_ref().ended;
            let mut line = before;
            if is_open || after - before != 1 {
                // Empty lines before the row, or line breaks in its cells.
                let inside = self
                    .row
                    .as_slice()
                    .iter()
                    .filter(|&&it| it == b'\n')
                    .count();
                line = after - inside as u64 - u64::from(!is_open);
            }
            self.trim();
            if self.row.len() == 1 && self.row[0].is_empty() {
                continue;
            }
            return Ok(Some(Row {
                line,
                last_line: after - 1,
                is_open,
                cells: &self.row,
                width: self.width,
            }));
        }
    }

    fn trim(&mut self) {
        let Some(last) = self.row.len().checked_sub(1) else {
            return;
        };
        if self.row[last].ends_with(b"\r") {
            let cell = self.row[last]
                .strip_suffix(b"\r")
                .unwrap_or_default()
                .to_vec();
            self.row.truncate(last);
            self.row.push_field(&cell);
        }
    }
}

/// Takes the byte order mark off, which some tools write at the beginning of a file.
fn without_mark(header: &ByteRecord) -> ByteRecord {
    let strip = |cell: &[u8]| cell.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(cell).to_vec();
    let mut cells: Vec<Vec<u8>> = header.iter().map(strip).collect();
    if let Some(first) = cells.first_mut() {
        if first.len() > 1 && first.starts_with(b"\"") && first.ends_with(b"\"") {
            *first = first[1..first.len() - 1].to_vec();
        }
    }
    cells.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(text: &str) -> Vec<(u64, u64, Vec<String>)> {
        let (mut rows, _) = Rows::new(text.as_bytes(), b',').unwrap();
        let mut all = Vec::new();
        while let Some(row) = rows.next().unwrap() {
            let cells = row
                .cells
                .iter()
                .map(|it| String::from_utf8_lossy(it).into_owned());
            all.push((row.line, row.last_line, cells.collect()));
        }
        all
    }

    fn places(text: &str) -> Vec<(u64, u64)> {
        lines(text)
            .into_iter()
            .map(|(first, last, _)| (first, last))
            .collect()
    }

    #[test]
    fn a_row_knows_its_true_line() {
        assert_eq!(places("a,b\n1,2\n3,4\n"), [(2, 2), (3, 3)]);
        assert_eq!(
            places("a,b\n1,2\n3,4"),
            [(2, 2), (3, 3)],
            "no newline at the end"
        );
        assert_eq!(
            places("a,b\n\n\n1,2\n\n3,4"),
            [(4, 4), (6, 6)],
            "empty lines"
        );
        assert_eq!(
            places("a,b\n\"1\n\n\",2\n3,4\n"),
            [(2, 4), (5, 5)],
            "quoted newlines"
        );
        assert_eq!(
            places("a,b\n\n\"1\n\",2\n\n\n\"3\n\",4"),
            [(3, 4), (7, 8)],
            "both"
        );
        assert_eq!(
            places("\n\na,b\n1,2"),
            [(4, 4)],
            "empty lines before the header"
        );
    }

    #[test]
    fn a_quote_that_is_never_closed_is_found_where_it_opens() {
        for (text, line) in [
            ("a,b\n1,2\n\"3,4\n5,6\n", 3),
            ("a,b\n1,2\n\n\n\"3,4\n5,6", 5),
            ("a,b\n1,2\n3,\"4", 3),
        ] {
            let (mut rows, _) = Rows::new(text.as_bytes(), b',').unwrap();
            assert!(!rows.next().unwrap().unwrap().is_open, "{text:?}");
            let row = rows.next().unwrap().unwrap();
            assert_eq!((row.line, row.is_open), (line, true), "{text:?}");
            assert!(rows.next().unwrap().is_none(), "{text:?}");
        }
    }

    #[test]
    fn windows_line_ends_make_no_difference() {
        let unix = "a,b\n1,2\n\n\"3\n\",4\n\"5\",\"6\"\n";
        assert_eq!(places(unix), places(&unix.replace('\n', "\r\n")));
        let windows = lines("a,b\r\n1,2\r\n\r\n3,\"4\"\r\n");
        assert_eq!(windows[0].2, ["1", "2"]);
        assert_eq!(windows[1], (4, 4, vec!["3".into(), "4".into()]));
    }

    #[test]
    fn a_byte_order_mark_is_not_part_of_the_first_column() {
        for text in ["\u{feff}a,b\n", "\u{feff}\"a\",b\n", "\"a\",b\n", "a,b\n"] {
            let (_, header) = Rows::new(text.as_bytes(), b',').unwrap();
            assert_eq!(header, ByteRecord::from(vec!["a", "b"]), "{text:?}");
        }
    }
}
