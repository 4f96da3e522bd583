//! Bounded texts: what a person types is checked once, where it enters.
//!
//! A text is never blank, never longer than its type allows, and free of control characters
//! (a [`Note`] may contain line breaks and tabs). Cloning is cheap at any length.

use alloc::string::String;

/// Which characters a text may have.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// A machine-readable code.
    Code,
    /// One line of any script.
    Line,
    /// Several lines.
    Block,
}

/// Why a text was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TextError {
    /// Nothing to read: empty, or white space alone.
    #[error("text is blank, expected at least one visible character")]
    Blank,
    /// More characters than the type allows.
    #[error("text has {got} characters, expected at most {max}")]
    TooLong {
        /// The most characters allowed.
        max: usize,
        /// How many there were.
        got: usize,
    },
    /// A control character.
    #[error("text has the control character U+{code:04X} at character {}", .position.saturating_add(1))]
    Control {
        /// The place, counted in characters from 0; the message counts from 1.
        position: usize,
        /// The character's code point.
        code: u32,
    },
    /// A character that a code cannot have.
    #[error(
        "code has `{found}` at character {}, expected lower-case letters, digits, `_`, `-`, `.`, beginning with a letter",
        .position.saturating_add(1)
    )]
    NotACode {
        /// The place, counted in characters from 0; the message counts from 1.
        position: usize,
        /// The character.
        found: char,
    },
}

/// A name that is not one of a closed set.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{got}` is not known, expected one of: {}", self.expected.join(", "))]
pub struct UnknownName {
    expected: &'static [&'static str],
    got: String,
}

impl UnknownName {
    #[doc(hidden)]
    pub fn new(expected: &'static [&'static str], got: &str) -> Self {
        Self {
            expected,
            got: got.chars().take(80).collect(),
        }
    }

    /// The names there are.
    pub const fn expected(&self) -> &'static [&'static str] {
        self.expected
    }

    /// What was given, cut to 80 characters.
    pub fn got(&self) -> &str {
        &self.got
    }
}

#[doc(hidden)]
pub fn check(text: &str, form: Form, max: usize) -> Result<(), TextError> {
    let printable_ascii = text.bytes().all(|b| (0x20..0x7f).contains(&b));
    if !printable_ascii {
        check_characters(text, form)?;
    }
    if text.len() > max {
        let got = text.chars().count();
        if got > max {
            return Err(TextError::TooLong { max, got });
        }
    }
    if text.trim_start().is_empty() {
        return Err(TextError::Blank);
    }
    if form == Form::Code {
        check_code(text)?;
    }
    Ok(())
}

fn check_characters(text: &str, form: Form) -> Result<(), TextError> {
    for (position, c) in text.chars().enumerate() {
        let allowed = form == Form::Block && matches!(c, '\n' | '\r' | '\t');
        if c.is_control() && !allowed {
            return Err(TextError::Control {
                position,
                code: u32::from(c),
            });
        }
    }
    Ok(())
}

fn check_code(text: &str) -> Result<(), TextError> {
    for (position, found) in text.chars().enumerate() {
        let fits = match found {
            'a'..='z' => true,
            '0'..='9' | '_' | '-' | '.' => position > 0,
            _ => false,
        };
        if !fits {
            return Err(TextError::NotACode { position, found });
        }
    }
    Ok(())
}

crate::bounded_text! {
    /// A machine-readable code of up to 64 characters: `awaiting_vendor`, `network.wan`.
    pub struct Code: Code, 64;
}
crate::bounded_text! {
    /// A short name of up to 64 characters on one line: `High`, `Pending parts`, `Lotus Notes`.
    pub struct Label: Line, 64;
}
crate::bounded_text! {
    /// A record's one-line summary, up to 160 characters.
    #[doc(alias = "short_description")]
    #[doc(alias = "summary")]
    pub struct Title: Line, 160;
}
crate::bounded_text! {
    /// Free text of up to 32,000 characters; line breaks and tabs are welcome.
    #[doc(alias = "comment")]
    #[doc(alias = "work_notes")]
    pub struct Note: Block, 32_000;
}
crate::bounded_text! {
    /// The number people say aloud, such as `INC0010001`. The host gives it; the library only carries it.
    #[doc(alias = "number")]
    #[doc(alias = "reference")]
    pub struct RecordNumber: Line, 32;
}
