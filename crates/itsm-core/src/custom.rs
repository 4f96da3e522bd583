//! Custom attributes: what a policy adds to its records, typed and bounded.
//!
//! A policy defines them, a record carries their values, and a condition asks for them as
//! `custom.name`. The mechanism is the same in every practice.

use crate::attribute::{Domain, Value};
use crate::fault::Faults;
use crate::free_text::FreeText;
use crate::text::Label;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The value of a custom attribute.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(untagged)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum AttributeValue {
    /// Yes or no.
    Boolean(bool),
    /// A whole number.
    Integer(i64),
    /// A short text, or one of a list of choices.
    Text(Label),
}

impl AttributeValue {
    /// What a record answers when a condition asks for it.
    pub fn answer(&self) -> Value<'_> {
        match self {
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(value) => Value::Integer(*value),
            Self::Text(value) => Value::Text(value.as_str()),
        }
    }
}

impl FreeText for AttributeValue {}

impl core::fmt::Display for AttributeValue {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        match self {
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Integer(value) => write!(f, "{value}"),
            Self::Text(value) => write!(f, "{value}"),
        }
    }
}

impl From<bool> for AttributeValue {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i64> for AttributeValue {
    fn from(value: i64) -> Self {
        Self::Integer(value)
    }
}

impl From<Label> for AttributeValue {
    fn from(value: Label) -> Self {
        Self::Text(value)
    }
}

/// What values a custom attribute can take.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum AttributeDefinition {
    /// Yes or no.
    Boolean,
    /// A whole number between two bounds, both included.
    Integer {
        /// The smallest.
        min: i64,
        /// The largest.
        max: i64,
    },
    /// A short text.
    Text,
    /// One of a list.
    Choice {
        /// The list.
        choices: Vec<Label>,
    },
}

impl AttributeDefinition {
    /// Whether a value fits.
    pub fn admits(&self, value: &AttributeValue) -> bool {
        match (self, value) {
            (Self::Boolean, AttributeValue::Boolean(_)) | (Self::Text, AttributeValue::Text(_)) => {
                true
            }
            (Self::Integer { min, max }, AttributeValue::Integer(n)) => (min..=max).contains(&n),
            (Self::Choice { choices }, AttributeValue::Text(text)) => choices.contains(text),
            _ => false,
        }
    }

    /// Which values a condition can compare it with.
    pub fn domain(&self) -> Domain {
        match self {
            Self::Boolean => Domain::Boolean,
            Self::Integer { min, max } => Domain::Integer {
                min: *min,
                max: *max,
            },
            Self::Text => Domain::Text,
            Self::Choice { choices } => Domain::choice(choices),
        }
    }

    /// Notes what is wrong with the definition itself: nothing would ever fit it.
    pub fn check(&self, path: &str, faults: &mut Faults) {
        match self {
            Self::Integer { min, max } if min > max => faults.add(
                path,
                "policy.attribute.bounds",
                format!("the smallest value {min} is above the largest {max}"),
            ),
            Self::Choice { choices } if choices.is_empty() => faults.add(
                path,
                "policy.attribute.no_choice",
                "a choice has at least one value to choose",
            ),
            _ => {}
        }
    }

    /// What fits, in words.
    pub fn expected(&self) -> String {
        match self {
            Self::Boolean => "true or false".into(),
            Self::Integer { min, max } => format!("an integer from {min} to {max}"),
            Self::Text => "a text".into(),
            Self::Choice { choices } => {
                let choices: Vec<&str> = choices.iter().map(Label::as_str).collect();
                format!("one of: {}", choices.join(", "))
            }
        }
    }
}
