//! Custom attributes, and the vocabulary in which conditions speak of an incident.

use alloc::vec::Vec;
use itsm_core::text::{Code, Label};
use itsm_core::wire_struct;

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

    /// What fits, in words.
    pub(crate) fn expected(&self) -> alloc::string::String {
        match self {
            Self::Boolean => "true or false".into(),
            Self::Integer { min, max } => alloc::format!("an integer from {min} to {max}"),
            Self::Text => "a text".into(),
            Self::Choice { choices } => {
                let choices: Vec<&str> = choices.iter().map(Label::as_str).collect();
                alloc::format!("one of: {}", choices.join(", "))
            }
        }
    }
}

wire_struct! {
    /// Set the sub-status within the present state, or none.
    pub struct SetSubStatus {} optional {
        /// One of the policy's sub-statuses of the present state.
        sub_status: Label,
    }
}
wire_struct! {
    /// Set a custom attribute of the policy, or clear it.
    pub struct SetAttribute {
        /// Which.
        name: Code,
    } optional {
        /// To what; absent clears it.
        value: AttributeValue,
    }
}
wire_struct! {
    /// The sub-status was set or cleared.
    pub struct SubStatusSet {} optional {
        /// The sub-status.
        sub_status: Label,
    }
}
wire_struct! {
    /// A custom attribute was set or cleared.
    pub struct AttributeSet {
        /// Which.
        name: Code,
    } optional {
        /// To what; absent: cleared.
        value: AttributeValue,
    }
}
