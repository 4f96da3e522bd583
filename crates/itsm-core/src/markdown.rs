//! What people wrote, in the middle of Markdown and of Mermaid, without becoming a part of either.

use alloc::string::String;
use alloc::vec::Vec;

/// A text as one line of Markdown, in which nothing has a meaning but what it says.
pub fn plain(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    let mut before = None;
    let mut only_digits = true;
    let mut rest = text.trim().chars().peekable();
    while let Some(c) = rest.next() {
        let next = rest.peek().copied();
        let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let means_something = match c {
            '\\' | '`' | '*' | '[' | ']' | '|' | '#' | '~' | '$' => true,
            // Within a word it is a letter like any other.
            '_' => !(inside(before) && inside(next)),
            // At the beginning they make a list, a quotation or a heading of what is above.
            '-' | '+' | '=' | '>' => before.is_none(),
            '.' | ')' => before.is_some() && only_digits && next.is_none_or(char::is_whitespace),
            _ => false,
        };
        if means_something {
            written.push('\\');
        }
        only_digits &= c.is_ascii_digit();
        match c {
            // Not by a backslash, which not all readers of Markdown take for one.
            '<' => written.push_str("&lt;"),
            '&' if next == Some('#') || inside(next) => written.push_str("&amp;"),
            c if c.is_control() => written.push(' '),
            c => written.push(c),
        }
        before = Some(c);
    }
    written
}

/// A row of a Markdown table.
pub fn row<T: AsRef<str>>(into: &mut String, cells: impl IntoIterator<Item = T>) {
    into.push('|');
    for cell in cells {
        into.push(' ');
        into.push_str(cell.as_ref());
        into.push_str(if cell.as_ref().is_empty() { "|" } else { " |" });
    }
    into.push('\n');
}

/// The head of a Markdown table.
pub fn head(into: &mut String, cells: &[&str]) {
    row(into, cells);
    into.push('|');
    for _ in cells {
        into.push_str("---|");
    }
    into.push('\n');
}

/// A text between the quotation marks of a Mermaid label.
pub fn label(text: &str) -> String {
    let mut written = String::with_capacity(text.len());
    for c in text.trim().chars() {
        match c {
            '&' => written.push_str("&amp;"),
            '"' => written.push_str("&quot;"),
            '<' => written.push_str("&lt;"),
            '>' => written.push_str("&gt;"),
            '#' => written.push_str("#35;"),
            '`' => written.push_str("#96;"),
            c if c.is_control() => written.push(' '),
            c => written.push(c),
        }
    }
    written
}

/// The texts, each after the other.
pub fn joined<T: AsRef<str>>(texts: impl IntoIterator<Item = T>, between: &str) -> String {
    let texts: Vec<T> = texts.into_iter().collect();
    let mut written = String::new();
    for (place, text) in texts.iter().enumerate() {
        if place > 0 {
            written.push_str(between);
        }
        written.push_str(text.as_ref());
    }
    written
}
