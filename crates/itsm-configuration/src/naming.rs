//! Naming rules: how the items of a class are called.

use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

/// A pattern for names: `#` is a digit, `@` a letter, `*` any run of characters, and everything
/// else is itself.
///
/// ```
/// use itsm_configuration::naming::NamePattern;
///
/// let servers = NamePattern::new("srv-*-##")?;
/// assert!(servers.admits("srv-porto-07"));
/// assert!(!servers.admits("porto-07"));
/// # Ok::<(), itsm_configuration::naming::NamePatternError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamePattern(String);

/// Why a text is no pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum NamePatternError {
    /// No name would fit.
    #[error("pattern is empty")]
    Empty,
    /// Longer than a name can be.
    #[error(
        "pattern has {got} characters, expected at most {}",
        NamePattern::MAX_CHARS
    )]
    TooLong {
        /// How many.
        got: usize,
    },
}

impl NamePattern {
    /// The longest pattern, in characters.
    pub const MAX_CHARS: usize = 160;

    /// A pattern.
    ///
    /// # Errors
    /// [`NamePatternError`] if it is empty or too long.
    pub fn new(pattern: &str) -> Result<Self, NamePatternError> {
        match pattern.chars().count() {
            0 => Err(NamePatternError::Empty),
            got if got > Self::MAX_CHARS => Err(NamePatternError::TooLong { got }),
            _ => Ok(Self(pattern.to_string())),
        }
    }

    /// The pattern as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether a name fits.
    pub fn admits(&self, name: &str) -> bool {
        let pattern: Vec<char> = self.0.chars().collect();
        let name: Vec<char> = name.chars().collect();
        let (mut p, mut n) = (0_usize, 0_usize);
        // The last `*`, and how much of the name it has taken so far.
        let mut star: Option<(usize, usize)> = None;
        while let Some(c) = name.get(n) {
            match pattern.get(p) {
                Some('*') => {
                    star = Some((p, n));
                    p = p.saturating_add(1);
                }
                Some(one) if fits(*one, *c) => {
                    p = p.saturating_add(1);
                    n = n.saturating_add(1);
                }
                _ => {
                    let Some((at, taken)) = star else {
                        return false;
                    };
                    let taken = taken.saturating_add(1);
                    star = Some((at, taken));
                    p = at.saturating_add(1);
                    n = taken;
                }
            }
        }
        pattern.iter().skip(p).all(|it| *it == '*')
    }
}

const fn fits(pattern: char, c: char) -> bool {
    match pattern {
        '#' => c.is_ascii_digit(),
        '@' => c.is_ascii_alphabetic(),
        same => same == c,
    }
}

impl fmt::Display for NamePattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
