//! Refusals: why not, as data.
//!
//! A command that is refused answers with the rule that refused, what was asked of which state,
//! what would be allowed instead, what is missing, and the typed parameters of the rule, so that a
//! host can show a message in any language without reading ours.

use crate::text::Label;
use crate::time::{Instant, Seconds};
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{self, Write as _};

/// A rule of the product: a stable id, what it says, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Rule {
    /// The stable id, such as `incident.reopen.window_elapsed`.
    pub id: &'static str,
    /// The message when it refuses; `{name}` stands for a parameter of the refusal.
    pub message: &'static str,
    /// The standard or practice it comes from.
    pub source: &'static str,
    /// What the rule is for, in plain words.
    pub about: &'static str,
}

impl Rule {
    #[doc(hidden)]
    pub const fn new(
        id: &'static str,
        message: &'static str,
        source: &'static str,
        about: &'static str,
    ) -> Self {
        Self {
            id,
            message,
            source,
            about,
        }
    }
}

/// A typed value in a refusal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Param {
    /// A text, such as a label or an id.
    Text(String),
    /// A number.
    Integer(i64),
    /// A point in time.
    Instant(Instant),
    /// A length of time.
    Duration(Seconds),
    /// Several texts.
    List(Vec<String>),
}

impl fmt::Display for Param {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "`{text}`"),
            Self::Integer(n) => write!(f, "{n}"),
            Self::Instant(at) => {
                f.write_str(&at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true))
            }
            Self::Duration(length) => write!(f, "{length}"),
            Self::List(items) => {
                for (i, item) in items.iter().enumerate() {
                    if i > 0 {
                        f.write_str(", ")?;
                    }
                    write!(f, "`{item}`")?;
                }
                Ok(())
            }
        }
    }
}

impl From<&str> for Param {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<&Label> for Param {
    fn from(text: &Label) -> Self {
        Self::Text(text.as_str().into())
    }
}

impl From<Instant> for Param {
    fn from(at: Instant) -> Self {
        Self::Instant(at)
    }
}

impl From<Seconds> for Param {
    fn from(length: Seconds) -> Self {
        Self::Duration(length)
    }
}

impl From<u64> for Param {
    fn from(n: u64) -> Self {
        Self::Integer(i64::try_from(n).unwrap_or(i64::MAX))
    }
}

impl From<Vec<String>> for Param {
    fn from(items: Vec<String>) -> Self {
        Self::List(items)
    }
}

/// Why a command was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Refusal {
    /// The rule that refused.
    pub rule: &'static str,
    /// The command that was asked.
    pub asked: &'static str,
    /// The state the record was in; `unborn` where there is no record yet, as when a registration
    /// is refused.
    pub state: &'static str,
    /// The commands that the lifecycle would take in that state, whoever asks and whatever else is
    /// missing. What a person may do now, the record's `allowed` says. Not part of the text.
    pub allowed: Vec<&'static str>,
    /// The facts that were not given and are needed.
    pub missing: Vec<&'static str>,
    /// The parameters of the rule, by name.
    #[cfg_attr(feature = "serde", serde(serialize_with = "params"))]
    pub params: Vec<(&'static str, Param)>,
    #[cfg_attr(feature = "serde", serde(skip))]
    message: &'static str,
}

#[cfg(feature = "serde")]
fn params<S: serde::Serializer>(
    params: &[(&'static str, Param)],
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(params.iter().map(|(name, param)| (name, param)))
}

impl Refusal {
    /// A refusal by a rule.
    pub const fn new(rule: &'static Rule, asked: &'static str, state: &'static str) -> Self {
        Self {
            rule: rule.id,
            asked,
            state,
            allowed: Vec::new(),
            missing: Vec::new(),
            params: Vec::new(),
            message: rule.message,
        }
    }

    /// With what would be allowed instead.
    #[must_use]
    pub fn allowing(mut self, allowed: impl IntoIterator<Item = &'static str>) -> Self {
        self.allowed.extend(allowed);
        self
    }

    /// With a fact that is needed and was not given.
    #[must_use]
    pub fn missing(mut self, facts: impl IntoIterator<Item = &'static str>) -> Self {
        self.missing.extend(facts);
        self
    }

    /// With a parameter of the rule.
    #[must_use]
    pub fn param(mut self, name: &'static str, value: impl Into<Param>) -> Self {
        self.params.push((name, value.into()));
        self
    }

    /// Why not, in a sentence without the rest: the rule's message with its parameters filled in.
    pub fn reason(&self) -> String {
        let mut reason = String::new();
        let mut rest = self.message;
        while let Some((before, after)) = rest.split_once('{') {
            reason.push_str(before);
            let Some((name, after)) = after.split_once('}') else {
                break;
            };
            // Writing into a string cannot fail.
            let _ = match self.get(name) {
                Some(param) => write!(reason, "{param}"),
                None => write!(reason, "{{{name}}}"),
            };
            rest = after;
        }
        reason.push_str(rest);
        reason
    }

    /// The parameter of this name.
    pub fn get(&self, name: &str) -> Option<&Param> {
        self.params
            .iter()
            .find(|(it, _)| *it == name)
            .map(|(_, param)| param)
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` refused in state `{}`: ", self.asked, self.state)?;
        f.write_str(&self.reason())?;
        if !self.missing.is_empty() {
            let missing: Vec<String> = self.missing.iter().map(ToString::to_string).collect();
            write!(f, "; missing: {}", Param::List(missing))?;
        }
        write!(f, " ({})", self.rule)
    }
}

/// Whether a command would be accepted now: what a user interface draws its buttons from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
pub enum Permission {
    /// Accepted as it stands: the command has nothing that must be filled in.
    Yes,
    /// Accepted when the named fields are given, rightly filled in.
    Needs(Vec<&'static str>),
    /// Every instance is refused, for this reason.
    No(Box<Refusal>),
}

impl Permission {
    /// Whether the command can be accepted, given what it needs.
    pub const fn is_possible(&self) -> bool {
        !matches!(self, Self::No(_))
    }
}

/// An error that carries a refusal: what every practice's error enum is.
pub trait Refused: core::error::Error {
    /// The refusal.
    fn refusal(&self) -> &Refusal;

    /// The rule that refused.
    fn rule(&self) -> &'static str {
        self.refusal().rule
    }
}

/// A practice's rules: one error variant, one catalogue entry and one stable id each.
#[doc(hidden)]
#[macro_export]
macro_rules! rules {
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident {
            $( $(#[doc = $about:literal])+ $variant:ident = $id:literal, $message:literal, $source:literal; )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[doc = $about])+ $variant(alloc::boxed::Box<$crate::refusal::Refusal>), )+
        }

        impl $name {
            /// Every rule that can refuse, in the order of definition.
            pub const RULES: &'static [$crate::refusal::Rule] = &[
                $( $crate::refusal::Rule::new($id, $message, $source, concat!($($about),+)), )+
            ];

            /// What was asked, why not, and what would be allowed instead.
            pub fn refusal(&self) -> &$crate::refusal::Refusal {
                match self { $( Self::$variant(refusal) => refusal, )+ }
            }

            /// The stable id of the rule that refused.
            pub fn rule(&self) -> &'static str {
                self.refusal().rule
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(self.refusal(), f)
            }
        }

        impl core::error::Error for $name {}

        impl $crate::refusal::Refused for $name {
            fn refusal(&self) -> &$crate::refusal::Refusal {
                self.refusal()
            }
        }

        /// Names a rule where it refuses: the rule of the catalogue and the error around it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) enum Law { $( $variant, )+ }

        impl $crate::refuse::Law for Law {
            type Error = $name;

            fn rule(self) -> &'static $crate::refusal::Rule {
                match self {
                    $( Self::$variant => const {
                        &$crate::refusal::Rule::new($id, $message, $source, concat!($($about),+))
                    } )+
                }
            }

            fn error(self, refusal: $crate::refusal::Refusal) -> $name {
                match self { $( Self::$variant => $name::$variant(alloc::boxed::Box::new(refusal)), )+ }
            }
        }
    };
}
