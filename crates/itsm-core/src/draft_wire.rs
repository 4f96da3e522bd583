//! The wire form of drafts: strict, the same in JSON and TOML, with the place in every message.

use crate::draft::{DraftCondition, DraftTest, Literal, MAX_DEPTH};
use crate::place::Place;
use crate::wire;
use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, SeqAccess, Visitor};
use serde::ser::{self, SerializeMap, Serializer};
use serde::{Deserialize, Serialize};

impl Serialize for Literal {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Boolean(yes) => serializer.serialize_bool(*yes),
            Self::Integer(n) => serializer.serialize_i64(*n),
            Self::Text(text) => serializer.serialize_str(text),
        }
    }
}

impl<'de> Deserialize<'de> for Literal {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LiteralVisitor;

        impl Visitor<'_> for LiteralVisitor {
            type Value = Literal;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text, a 64-bit integer, `true` or `false`")
            }

            fn visit_bool<E: de::Error>(self, yes: bool) -> Result<Literal, E> {
                Ok(Literal::Boolean(yes))
            }

            fn visit_i64<E: de::Error>(self, n: i64) -> Result<Literal, E> {
                Ok(Literal::Integer(n))
            }

            fn visit_u64<E: de::Error>(self, n: u64) -> Result<Literal, E> {
                i64::try_from(n)
                    .map(Literal::Integer)
                    .map_err(|_| E::invalid_value(de::Unexpected::Unsigned(n), &self))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Literal, E> {
                Ok(Literal::Text(text.into()))
            }
        }

        deserializer.deserialize_any(LiteralVisitor)
    }
}

impl DraftTest {
    /// Writes the operator and its operand as one entry of a map.
    pub(crate) fn entry<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        let operator = self.operator();
        match self {
            Self::Above(it)
            | Self::AtLeast(it)
            | Self::AtMost(it)
            | Self::Below(it)
            | Self::Contains(it)
            | Self::Is(it) => map.serialize_entry(operator, it),
            Self::In(them) => map.serialize_entry(operator, them),
            Self::Known(known) => map.serialize_entry(operator, known),
        }
    }
}

impl Serialize for DraftCondition {
    /// # Errors
    /// Nesting deeper than [`MAX_DEPTH`], which nobody could read back.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct At<'a>(&'a DraftCondition, usize);

        impl<'a> At<'a> {
            fn part(&self, part: &'a DraftCondition) -> Self {
                Self(part, self.1.saturating_add(1))
            }

            fn parts(&self, parts: &'a [DraftCondition]) -> Vec<Self> {
                parts.iter().map(|it| self.part(it)).collect()
            }
        }

        impl Serialize for At<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                if self.1 > MAX_DEPTH {
                    return Err(ser::Error::custom(format!(
                        "conditions are nested deeper than {MAX_DEPTH}"
                    )));
                }
                let mut map = serializer.serialize_map(None)?;
                match self.0 {
                    DraftCondition::All(parts) => map.serialize_entry("all", &self.parts(parts))?,
                    DraftCondition::Any(parts) => map.serialize_entry("any", &self.parts(parts))?,
                    DraftCondition::Not(inner) => map.serialize_entry("not", &self.part(inner))?,
                    DraftCondition::Is { attribute, test } => {
                        map.serialize_entry("attribute", attribute)?;
                        test.entry(&mut map)?;
                    }
                }
                map.end()
            }
        }

        At(self, 1).serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for DraftCondition {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Seed(&Place::Root, 1).deserialize(deserializer)
    }
}

/// A key of a condition's object.
#[derive(Clone, Copy)]
enum Key {
    All,
    Any,
    Not,
    Attribute,
    Operator(&'static str),
}

impl Key {
    fn parse(key: &str) -> Option<Self> {
        match key {
            "all" => Some(Self::All),
            "any" => Some(Self::Any),
            "not" => Some(Self::Not),
            "attribute" => Some(Self::Attribute),
            _ => DraftTest::OPERATORS
                .iter()
                .find(|it| **it == key)
                .map(|it| Self::Operator(it)),
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Any => "any",
            Self::Not => "not",
            Self::Attribute => "attribute",
            Self::Operator(name) => name,
        }
    }
}

const ONE_OF: &str = "exactly one of `all`, `any`, `not`, `attribute`";
const ONE_OPERATOR: &str =
    "exactly one of `above`, `at_least`, `at_most`, `below`, `contains`, `in`, `is`, `known`";

/// A condition at a place, so many levels deep.
struct Seed<'p>(&'p Place<'p>, usize);

impl Seed<'_> {
    fn fault<E: de::Error>(&self, message: fmt::Arguments<'_>) -> E {
        match self.0 {
            Place::Root => E::custom(message),
            place => E::custom(format_args!("at `{place}`: {message}")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = DraftCondition;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        if self.1 > MAX_DEPTH {
            return Err(self.fault(format_args!(
                "conditions are nested deeper than {MAX_DEPTH}"
            )));
        }
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = DraftCondition;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a condition with {ONE_OF}")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<DraftCondition, M::Error> {
        let deeper = self.1.saturating_add(1);
        let mut branch: Option<(Key, DraftCondition)> = None;
        let mut attribute: Option<String> = None;
        let mut test: Option<DraftTest> = None;
        while let Some(key) = map.next_key_seed(KeySeed(&self))? {
            let seen = match key {
                Key::Operator(_) => test.as_ref().map(DraftTest::operator),
                _ => branch
                    .as_ref()
                    .map(|(key, _)| key.name())
                    .or_else(|| attribute.is_some().then_some("attribute")),
            };
            if let Some(seen) = seen {
                let expected = match key {
                    Key::Operator(_) => ONE_OPERATOR,
                    _ => ONE_OF,
                };
                let got = key.name();
                return Err(self.fault(format_args!(
                    "condition has `{seen}` and `{got}`, expected {expected}"
                )));
            }
            let at = self.0.key(key.name());
            match key {
                Key::All => {
                    let parts = map.next_value_seed(Parts(&at, deeper))?;
                    branch = Some((key, DraftCondition::All(parts)));
                }
                Key::Any => {
                    let parts = map.next_value_seed(Parts(&at, deeper))?;
                    branch = Some((key, DraftCondition::Any(parts)));
                }
                Key::Not => {
                    let inner = map.next_value_seed(Seed(&at, deeper))?;
                    branch = Some((key, DraftCondition::Not(Box::new(inner))));
                }
                Key::Attribute => attribute = Some(map.next_value()?),
                Key::Operator(operator) => test = Some(operand(operator, &mut map)?),
            }
        }
        match (branch, attribute, test) {
            (Some((_, condition)), None, None) => Ok(condition),
            (None, Some(attribute), Some(test)) => Ok(DraftCondition::Is { attribute, test }),
            (None, Some(_), None) => Err(self.fault(format_args!(
                "`attribute` has no operator, expected {ONE_OPERATOR}"
            ))),
            (Some((key, _)), _, Some(test)) => Err(self.fault(format_args!(
                "condition has `{}` and `{}`, expected operators beside `attribute` only",
                key.name(),
                test.operator()
            ))),
            (None, None, Some(test)) => Err(self.fault(format_args!(
                "`{}` has no `attribute` beside it",
                test.operator()
            ))),
            (None, None, None) | (Some(_), Some(_), None) => {
                Err(self.fault(format_args!("condition is empty, expected {ONE_OF}")))
            }
        }
    }
}

fn operand<'de, M: MapAccess<'de>>(operator: &str, map: &mut M) -> Result<DraftTest, M::Error> {
    Ok(match operator {
        "above" => DraftTest::Above(map.next_value()?),
        "at_least" => DraftTest::AtLeast(map.next_value()?),
        "at_most" => DraftTest::AtMost(map.next_value()?),
        "below" => DraftTest::Below(map.next_value()?),
        "contains" => DraftTest::Contains(map.next_value()?),
        "in" => DraftTest::In(map.next_value()?),
        "is" => DraftTest::Is(map.next_value()?),
        _ => DraftTest::Known(map.next_value()?),
    })
}

/// A key, refused at once when it is none.
struct KeySeed<'a, 'p>(&'a Seed<'p>);

impl<'de> DeserializeSeed<'de> for KeySeed<'_, '_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        let key = wire::text(deserializer, "a key of a condition", |key| {
            Ok::<_, core::convert::Infallible>(Key::parse(key).ok_or_else(|| Literal::from(key)))
        })?;
        key.map_err(|key| {
            self.0.fault(format_args!(
                "unknown key {key}, expected `all`, `any`, `not`, `attribute` or an operator"
            ))
        })
    }
}

/// The list behind `all` or `any`.
struct Parts<'p>(&'p Place<'p>, usize);

impl<'de> DeserializeSeed<'de> for Parts<'_> {
    type Value = Vec<DraftCondition>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

impl<'de> Visitor<'de> for Parts<'_> {
    type Value = Vec<DraftCondition>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list of conditions at `{}`", self.0)
    }

    fn visit_seq<S: SeqAccess<'de>>(self, mut seq: S) -> Result<Self::Value, S::Error> {
        let mut parts = Vec::new();
        while let Some(part) = seq.next_element_seed(Seed(&self.0.item(parts.len()), self.1))? {
            parts.push(part);
        }
        Ok(parts)
    }
}

#[cfg(feature = "schemars")]
mod json_schema {
    use super::{DraftCondition, Literal};
    use alloc::borrow::Cow;
    use alloc::vec::Vec;
    use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

    impl JsonSchema for Literal {
        fn schema_name() -> Cow<'static, str> {
            "Literal".into()
        }

        fn json_schema(_: &mut SchemaGenerator) -> Schema {
            json_schema!({
                "description": "A text (also a level, a choice, a UUID or an RFC 3339 instant), an integer, or true or false.",
                "oneOf": [
                    { "type": "boolean" },
                    { "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX },
                    { "type": "string" }
                ]
            })
        }
    }

    impl JsonSchema for DraftCondition {
        fn schema_name() -> Cow<'static, str> {
            "DraftCondition".into()
        }

        fn json_schema(generator: &mut SchemaGenerator) -> Schema {
            let condition = generator.subschema_for::<Self>();
            let literal = generator.subschema_for::<Literal>();
            let only = |key: &str, value: &Schema| {
                json_schema!({
                    "type": "object",
                    "properties": { key: value },
                    "required": [key],
                    "additionalProperties": false
                })
            };
            let tested = |operator: &str, operand: &Schema| {
                json_schema!({
                    "type": "object",
                    "properties": { "attribute": { "type": "string" }, operator: operand },
                    "required": ["attribute", operator],
                    "additionalProperties": false
                })
            };
            let list = json_schema!({ "type": "array", "items": condition });
            let literals = json_schema!({ "type": "array", "items": literal, "minItems": 1 });
            let mut forms: Vec<Schema> = alloc::vec![
                only("all", &list),
                only("any", &list),
                only("not", &condition),
            ];
            for operator in super::DraftTest::OPERATORS.iter().copied() {
                forms.push(match operator {
                    "in" => tested(operator, &literals),
                    "known" => tested(operator, &json_schema!({ "type": "boolean" })),
                    _ => tested(operator, &literal),
                });
            }
            json_schema!({
                "description": "A condition: exactly one of `all`, `any`, `not` and `attribute`; an attribute has exactly one operator. Nested at most 32 deep.",
                "oneOf": forms
            })
        }
    }
}
