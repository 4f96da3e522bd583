//! Where in a JSON text something stands, so that a fault can name its line and its field.

use std::iter::Peekable;
use std::str::CharIndices;

/// Every value of a text with its path and the byte at which it begins, in the order of the text. Of
/// a text that is no JSON, as far as it is.
pub(super) fn values(text: &str) -> Vec<(String, usize)> {
    let mut walk = Walk {
        text,
        chars: text.char_indices().peekable(),
        found: Vec::new(),
    };
    walk.value("", 0);
    walk.found
}

/// The line of a byte, counted from 1.
pub(super) fn line(text: &str, at: usize) -> usize {
    let before = text.bytes().take(at);
    before.filter(|it| *it == b'\n').count() + 1
}

/// The line on which a path stands, or what comes nearest above it.
pub(super) fn line_of(text: &str, path: &str) -> usize {
    let values = values(text);
    let mut path = path;
    loop {
        if let Some((_, at)) = values.iter().find(|(it, _)| it == path) {
            return line(text, *at);
        }
        let Some(end) = path.rfind(['.', '[']) else {
            return 1;
        };
        path = &path[..end];
    }
}

/// The path of the value that is read at a line and a column, both counted from 1.
pub(super) fn path_at(text: &str, line: usize, column: usize) -> String {
    let before: usize = text
        .split_inclusive('\n')
        .take(line.saturating_sub(1))
        .map(str::len)
        .sum();
    let at = before + column;
    let mut values = values(text);
    values.retain(|(_, start)| *start < at);
    values.pop().map(|(path, _)| path).unwrap_or_default()
}

struct Walk<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
    found: Vec<(String, usize)>,
}

/// Deeper than any schedule is.
const DEEPEST: usize = 100;

impl Walk<'_> {
    fn next_visible(&mut self) -> Option<(usize, char)> {
        while self.chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
        self.chars.peek().copied()
    }

    fn takes(&mut self, expected: char) -> bool {
        let is_it = self.next_visible().is_some_and(|(_, c)| c == expected);
        if is_it {
            self.chars.next();
        }
        is_it
    }

    fn value(&mut self, path: &str, depth: usize) -> bool {
        let Some((at, first)) = self.next_visible() else {
            return false;
        };
        if depth > DEEPEST {
            return false;
        }
        self.found.push((path.to_owned(), at));
        match first {
            '{' => {
                self.chars.next();
                if self.takes('}') {
                    return true;
                }
                loop {
                    let _ = self.next_visible();
                    let Some(key) = self.string() else {
                        return false;
                    };
                    let dot = if path.is_empty() { "" } else { "." };
                    let inner = format!("{path}{dot}{key}");
                    if !self.takes(':') || !self.value(&inner, depth + 1) {
                        return false;
                    }
                    if !self.takes(',') {
                        return self.takes('}');
                    }
                }
            }
            '[' => {
                self.chars.next();
                if self.takes(']') {
                    return true;
                }
                for place in 0.. {
                    if !self.value(&format!("{path}[{place}]"), depth + 1) {
                        return false;
                    }
                    if !self.takes(',') {
                        return self.takes(']');
                    }
                }
                false
            }
            '"' => self.string().is_some(),
            _ => {
                let plain = |(_, c): &(usize, char)| !c.is_whitespace() && !",]}".contains(*c);
                while self.chars.next_if(plain).is_some() {}
                true
            }
        }
    }

    /// A text between quotes, as it stands there.
    fn string(&mut self) -> Option<String> {
        let (start, _) = self.chars.next_if(|(_, c)| *c == '"')?;
        while let Some((at, c)) = self.chars.next() {
            match c {
                '"' => return Some(self.text[start + 1..at].to_owned()),
                '\\' => {
                    self.chars.next();
                }
                _ => {}
            }
        }
        None
    }
}
