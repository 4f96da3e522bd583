//! Data: what a source can tell of an item, and what items are identified by.

use crate::ci::Ci;
use crate::profile::AssetFacts;
use alloc::string::{String, ToString};
use core::fmt;
use core::str::FromStr;
use itsm_core::custom::AttributeValue;
use itsm_core::text::{Code, TextError, Title};

/// One thing that a source can tell of an item.
///
/// In a policy file: `name`, `asset.serial`, `asset.tag`, or the code of an attribute of the class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Datum {
    /// What it is called.
    Name,
    /// The number that the maker gave it.
    Serial,
    /// The number on the sticker.
    Tag,
    /// An attribute of its class.
    Attribute(Code),
}

impl Datum {
    /// The attribute, if it is one.
    pub const fn attribute(&self) -> Option<&Code> {
        match self {
            Self::Attribute(name) => Some(name),
            _ => None,
        }
    }

    /// What a record says of it.
    pub fn of(&self, ci: &Ci) -> Option<DatumValue> {
        let asset = |it: fn(&AssetFacts) -> Option<&itsm_core::text::Label>| {
            let label = ci.asset().and_then(it)?;
            Some(AttributeValue::Text(label.clone()).into())
        };
        match self {
            Self::Name => Some(ci.name().clone().into()),
            Self::Serial => asset(|it| it.serial.as_ref()),
            Self::Tag => asset(|it| it.tag.as_ref()),
            Self::Attribute(name) => ci.attribute(name).cloned().map(DatumValue::from),
        }
    }
}

impl fmt::Display for Datum {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Name => "name",
            Self::Serial => "asset.serial",
            Self::Tag => "asset.tag",
            Self::Attribute(name) => name.as_str(),
        })
    }
}

impl FromStr for Datum {
    type Err = TextError;

    fn from_str(text: &str) -> Result<Self, TextError> {
        Ok(match text {
            "name" => Self::Name,
            "asset.serial" => Self::Serial,
            "asset.tag" => Self::Tag,
            name => Self::Attribute(Code::new(name)?),
        })
    }
}

impl itsm_core::free_text::FreeText for Datum {}

impl From<Datum> for String {
    fn from(it: Datum) -> Self {
        it.to_string()
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Datum {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

#[cfg(feature = "serde")]
impl<'de> serde::Deserialize<'de> for Datum {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(feature = "schemars")]
impl schemars::JsonSchema for Datum {
    fn schema_name() -> alloc::borrow::Cow<'static, str> {
        "Datum".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string" })
    }
}

/// The value of a [`Datum`]: that of an attribute, or a name, which may be longer.
///
/// On the wire the bare value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize), serde(untagged))]
pub enum DatumValue {
    /// Of an attribute, a serial number, a tag.
    Value(AttributeValue),
    /// A name.
    Name(Title),
}

impl DatumValue {
    /// The number that it is, if it is one.
    pub const fn number(&self) -> Option<i64> {
        match self {
            Self::Value(AttributeValue::Integer(n)) => Some(*n),
            _ => None,
        }
    }
}

impl fmt::Display for DatumValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(value) => value.fmt(f),
            Self::Name(name) => name.fmt(f),
        }
    }
}

impl From<AttributeValue> for DatumValue {
    fn from(value: AttributeValue) -> Self {
        Self::Value(value)
    }
}

impl From<Title> for DatumValue {
    fn from(name: Title) -> Self {
        Self::Name(name)
    }
}

/// Asset facts with a serial number or a tag in the place of what was there.
pub(crate) fn with_asset(
    present: Option<&AssetFacts>,
    datum: &Datum,
    value: &DatumValue,
) -> AssetFacts {
    let mut asset = present.cloned().unwrap_or_else(AssetFacts::new);
    if let DatumValue::Value(AttributeValue::Text(label)) = value {
        match datum {
            Datum::Serial => asset.serial = Some(label.clone()),
            Datum::Tag => asset.tag = Some(label.clone()),
            Datum::Name | Datum::Attribute(_) => {}
        }
    }
    asset
}
