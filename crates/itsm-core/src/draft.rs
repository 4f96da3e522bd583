//! Drafts: a condition as it stands in a policy file, before anything is checked.
//!
//! On the wire every condition is an object with exactly one of `all`, `any`, `not` and
//! `attribute`, and an `attribute` has exactly one operator beside it:
//!
//! | Operator | True when the value … | For |
//! |---|---|---|
//! | `is` | is this one | booleans, choices, ids, integers, levels, texts |
//! | `in` | is one of these | choices, ids, integers, levels, texts |
//! | `above`, `below` | is greater, less; a level: more, less important | integers, instants, levels |
//! | `at_least`, `at_most` | the same, or equal | integers, instants, levels |
//! | `contains` | has this member | sets |
//! | `known` | is known (`true`) or not (`false`) | all |
//!
//! A deep draft is refused when it is compiled, and neither that nor cloning, comparing, printing
//! or dropping it runs out of stack.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::mem;

/// How deep conditions may be nested, counted from the outermost to the innermost.
pub const MAX_DEPTH: usize = 32;

/// A value as it is written in a condition.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Literal {
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A text: also a level, a choice, an id or an instant.
    Text(String),
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Boolean(yes) => write!(f, "`{yes}`"),
            Self::Integer(n) => write!(f, "`{n}`"),
            Self::Text(text) => {
                f.write_str("`")?;
                text.chars().take(80).try_for_each(|c| {
                    fmt::Write::write_char(f, if c.is_control() { ' ' } else { c })
                })?;
                f.write_str("`")
            }
        }
    }
}

impl From<bool> for Literal {
    fn from(yes: bool) -> Self {
        Self::Boolean(yes)
    }
}

impl From<i64> for Literal {
    fn from(n: i64) -> Self {
        Self::Integer(n)
    }
}

impl From<&str> for Literal {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Literal {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// What is asked of one attribute: an operator and its operand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DraftTest {
    /// Greater than; a level: more important than.
    Above(Literal),
    /// Greater than or equal; a level: as important or more.
    AtLeast(Literal),
    /// Less than or equal; a level: as important or less.
    AtMost(Literal),
    /// Less than; a level: less important than.
    Below(Literal),
    /// The set has this member.
    Contains(Literal),
    /// One of these.
    In(Vec<Literal>),
    /// This one.
    Is(Literal),
    /// Whether the value is known at all. The only test that always has an answer.
    Known(bool),
}

impl DraftTest {
    /// Every operator, by its name on the wire.
    pub const OPERATORS: &'static [&'static str] = &[
        "above", "at_least", "at_most", "below", "contains", "in", "is", "known",
    ];

    /// The operator's name on the wire.
    pub const fn operator(&self) -> &'static str {
        match self {
            Self::Above(_) => "above",
            Self::AtLeast(_) => "at_least",
            Self::AtMost(_) => "at_most",
            Self::Below(_) => "below",
            Self::Contains(_) => "contains",
            Self::In(_) => "in",
            Self::Is(_) => "is",
            Self::Known(_) => "known",
        }
    }
}

impl fmt::Display for DraftTest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Above(it) => write!(f, "above {it}"),
            Self::AtLeast(it) => write!(f, "at least {it}"),
            Self::AtMost(it) => write!(f, "at most {it}"),
            Self::Below(it) => write!(f, "below {it}"),
            Self::Contains(it) => write!(f, "contains {it}"),
            Self::In(them) => {
                f.write_str("is one of")?;
                for (i, it) in them.iter().enumerate() {
                    write!(f, "{} {it}", if i > 0 { "," } else { "" })?;
                }
                Ok(())
            }
            Self::Is(it) => write!(f, "is {it}"),
            Self::Known(true) => f.write_str("is known"),
            Self::Known(false) => f.write_str("is not known"),
        }
    }
}

/// The raw form of a [`Condition`](crate::condition::Condition).
///
/// ```
/// use itsm_core::draft::DraftCondition;
///
/// let draft = DraftCondition::all([
///     DraftCondition::attribute("priority").at_least("High"),
///     !DraftCondition::attribute("category").one_of(["network", "wan"]),
/// ]);
/// # #[cfg(feature = "serde")] {
/// let json = r#"{"all":[{"attribute":"priority","at_least":"High"},{"not":{"attribute":"category","in":["network","wan"]}}]}"#;
/// assert_eq!(serde_json::to_string(&draft).unwrap(), json);
/// assert_eq!(serde_json::from_str::<DraftCondition>(json).unwrap(), draft);
/// # }
/// ```
pub enum DraftCondition {
    /// True when all of them are. The empty list is true: "always".
    All(Vec<Self>),
    /// True when one of them is. The empty list is false: "never".
    Any(Vec<Self>),
    /// True when it is false.
    Not(Box<Self>),
    /// True when the attribute passes the test.
    Is {
        /// The attribute's name.
        attribute: String,
        /// What is asked of it.
        test: DraftTest,
    },
}

impl DraftCondition {
    /// True when all of them are; with none, always.
    pub fn all(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::All(parts.into_iter().collect())
    }

    /// True when one of them is; with none, never.
    pub fn any(parts: impl IntoIterator<Item = Self>) -> Self {
        Self::Any(parts.into_iter().collect())
    }

    /// Begins a test of one attribute.
    pub fn attribute(name: impl Into<String>) -> DraftAttribute {
        DraftAttribute(name.into())
    }

    fn parts(&self) -> &[Self] {
        match self {
            Self::All(parts) | Self::Any(parts) => parts,
            Self::Not(inner) => core::slice::from_ref(inner),
            Self::Is { .. } => &[],
        }
    }

    /// Moves the parts out, so that dropping what is left goes no deeper.
    fn uproot(&mut self, into: &mut Vec<Self>) {
        match self {
            Self::All(parts) | Self::Any(parts) => into.append(parts),
            Self::Not(inner) => into.push(mem::replace(inner, Self::All(Vec::new()))),
            Self::Is { .. } => {}
        }
    }
}

/// An attribute that is about to be tested; see [`DraftCondition::attribute`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "an attribute without a test is not a condition"]
pub struct DraftAttribute(String);

impl DraftAttribute {
    fn test(self, test: DraftTest) -> DraftCondition {
        DraftCondition::Is {
            attribute: self.0,
            test,
        }
    }

    /// It is this one.
    pub fn is(self, it: impl Into<Literal>) -> DraftCondition {
        self.test(DraftTest::Is(it.into()))
    }

    /// It is one of these.
    pub fn one_of<T: Into<Literal>>(self, them: impl IntoIterator<Item = T>) -> DraftCondition {
        self.test(DraftTest::In(them.into_iter().map(Into::into).collect()))
    }

    /// It is greater, or more important.
    pub fn above(self, it: impl Into<Literal>) -> DraftCondition {
        self.test(DraftTest::Above(it.into()))
    }

    /// It is less, or less important.
    pub fn below(self, it: impl Into<Literal>) -> DraftCondition {
        self.test(DraftTest::Below(it.into()))
    }

    /// It is greater or equal, or as important or more.
    pub fn at_least(self, it: impl Into<Literal>) -> DraftCondition {
        self.test(DraftTest::AtLeast(it.into()))
    }

    /// It is less or equal, or as important or less.
    pub fn at_most(self, it: impl Into<Literal>) -> DraftCondition {
        self.test(DraftTest::AtMost(it.into()))
    }

    /// The set has this member.
    pub fn contains(self, it: impl Into<Literal>) -> DraftCondition {
        self.test(DraftTest::Contains(it.into()))
    }

    /// It is known, or it is not.
    pub fn known(self, known: bool) -> DraftCondition {
        self.test(DraftTest::Known(known))
    }
}

impl core::ops::Not for DraftCondition {
    type Output = Self;

    fn not(self) -> Self {
        Self::Not(Box::new(self))
    }
}

// What the compiler would derive calls itself once for each level, so a draft that somebody built
// in a loop would overflow the stack before anything could refuse it. Hence four impls by hand.

impl Drop for DraftCondition {
    fn drop(&mut self) {
        let mut rest = Vec::new();
        self.uproot(&mut rest);
        while let Some(mut next) = rest.pop() {
            next.uproot(&mut rest);
        }
    }
}

impl Clone for DraftCondition {
    fn clone(&self) -> Self {
        enum Step<'a> {
            Visit(&'a DraftCondition),
            Join(&'a DraftCondition),
        }
        let mut steps = alloc::vec![Step::Visit(self)];
        let mut made: Vec<Self> = Vec::new();
        while let Some(step) = steps.pop() {
            match step {
                Step::Visit(Self::Is { attribute, test }) => made.push(Self::Is {
                    attribute: attribute.clone(),
                    test: test.clone(),
                }),
                Step::Visit(branch) => {
                    steps.push(Step::Join(branch));
                    steps.extend(branch.parts().iter().rev().map(Step::Visit));
                }
                Step::Join(branch) => {
                    let first = made.len().saturating_sub(branch.parts().len());
                    let mut parts = made.split_off(first);
                    made.push(match branch {
                        Self::Any(_) => Self::Any(parts),
                        Self::Not(_) => Self::Not(Box::new(
                            parts.pop().unwrap_or_else(|| Self::All(Vec::new())),
                        )),
                        _ => Self::All(parts),
                    });
                }
            }
        }
        made.pop().unwrap_or_else(|| Self::All(Vec::new()))
    }
}

impl PartialEq for DraftCondition {
    fn eq(&self, other: &Self) -> bool {
        let mut pairs = alloc::vec![(self, other)];
        while let Some((one, two)) = pairs.pop() {
            let alike = match (one, two) {
                (
                    Self::Is { attribute, test },
                    Self::Is {
                        attribute: other,
                        test: another,
                    },
                ) => attribute == other && test == another,
                _ => {
                    mem::discriminant(one) == mem::discriminant(two)
                        && one.parts().len() == two.parts().len()
                }
            };
            if !alike {
                return false;
            }
            pairs.extend(one.parts().iter().zip(two.parts()));
        }
        true
    }
}

impl Eq for DraftCondition {}

impl fmt::Debug for DraftCondition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        struct At<'a>(&'a DraftCondition, usize);

        impl fmt::Debug for At<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                // One level more than may be compiled, so that the fault can be seen.
                if self.1 > MAX_DEPTH.saturating_add(1) {
                    return f.write_str("…");
                }
                let parts = || {
                    self.0
                        .parts()
                        .iter()
                        .map(|it| At(it, self.1.saturating_add(1)))
                };
                match self.0 {
                    DraftCondition::All(_) => {
                        f.write_str("All")?;
                        f.debug_list().entries(parts()).finish()
                    }
                    DraftCondition::Any(_) => {
                        f.write_str("Any")?;
                        f.debug_list().entries(parts()).finish()
                    }
                    DraftCondition::Not(_) => {
                        f.write_str("Not")?;
                        f.debug_list().entries(parts()).finish()
                    }
                    DraftCondition::Is { attribute, test } => {
                        f.debug_tuple("Is").field(attribute).field(test).finish()
                    }
                }
            }
        }

        At(self, 1).fmt(f)
    }
}
