//! Versions of the event vocabulary, and how old events are read.
//!
//! A stored event outlives the code that wrote it. Each practice counts the versions of its event
//! vocabulary; an event of an older version is brought up, one version at a time, by pure
//! functions over its JSON value, and an event of a version that this build does not know is a
//! typed error, never a guess.

use crate::recorded::Recorded;
use crate::time::Instant;
use alloc::string::{String, ToString};
use core::fmt;
use core::marker::PhantomData;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};
use serde::ser::{SerializeStruct, Serializer};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An event vocabulary with a version.
pub trait Vocabulary: Sized {
    /// The version that this build writes.
    const SCHEMA: u16;

    /// Brings the JSON value of an event up from `version` to `version + 1`.
    ///
    /// # Errors
    /// A message, if the value is not an event of that version.
    fn upcast(version: u16, event: Value) -> Result<Value, String>;
}

/// Why a line of a stored history could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The event is of a version that this build does not know.
    #[error("line {line}: event has schema {found}, this build reads 1 to {newest}")]
    UnknownSchema {
        /// The line, from 1.
        line: usize,
        /// The version it has.
        found: u64,
        /// The newest version that this build reads.
        newest: u16,
    },
    /// The line is not an event.
    #[error("line {line}, column {column}: {message}")]
    Malformed {
        /// The line, from 1.
        line: usize,
        /// The column, from 1.
        column: usize,
        /// What was expected and what was there.
        message: String,
    },
}

/// Reads a history from text with one JSON object a line; blank lines are passed over.
///
/// Every line is answered for by itself, so that one bad line hides none of the others.
pub fn read_json_lines<'a, I, E>(
    text: &'a str,
) -> impl Iterator<Item = Result<Recorded<I, E>, ReadError>> + 'a
where
    I: Deserialize<'a> + 'a,
    E: de::DeserializeOwned + Vocabulary + 'a,
{
    (1..)
        .zip(text.lines())
        .filter(|(_, line)| !line.trim_start().is_empty())
        .map(|(number, line)| {
            serde_json::from_str(line).map_err(|error| explain::<E>(number, line, &error))
        })
}

fn explain<E: Vocabulary>(line: usize, text: &str, error: &serde_json::Error) -> ReadError {
    #[derive(Deserialize)]
    struct Probe {
        schema: u64,
    }
    match serde_json::from_str::<Probe>(text) {
        Ok(Probe { schema }) if schema == 0 || schema > u64::from(E::SCHEMA) => {
            ReadError::UnknownSchema {
                line,
                found: schema,
                newest: E::SCHEMA,
            }
        }
        _ => ReadError::Malformed {
            line,
            column: error.column(),
            message: error.to_string(),
        },
    }
}

impl<I: Serialize, E: Serialize + Vocabulary> Serialize for Recorded<I, E> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let optional = usize::from(self.occurred.is_some())
            .saturating_add(usize::from(self.approved.is_some()));
        let mut fields = serializer.serialize_struct("Recorded", optional.saturating_add(7))?;
        fields.serialize_field("record", &self.record)?;
        fields.serialize_field("revision", &self.revision)?;
        fields.serialize_field("at", &self.at)?;
        if let Some(occurred) = &self.occurred {
            fields.serialize_field("occurred", occurred)?;
        }
        fields.serialize_field("by", &self.by)?;
        if let Some(approved) = &self.approved {
            fields.serialize_field("approved", approved)?;
        }
        fields.serialize_field("policy", &self.policy)?;
        fields.serialize_field("schema", &E::SCHEMA)?;
        fields.serialize_field("event", &self.event)?;
        fields.end()
    }
}

impl<'de, I, E> Deserialize<'de> for Recorded<I, E>
where
    I: Deserialize<'de>,
    E: de::DeserializeOwned + Vocabulary,
{
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        const FIELDS: &[&str] = &[
            "record", "revision", "at", "occurred", "by", "approved", "policy", "schema", "event",
        ];
        deserializer.deserialize_struct("Recorded", FIELDS, RecordedVisitor(PhantomData))
    }
}

#[derive(Deserialize)]
#[serde(field_identifier, rename_all = "snake_case")]
enum Field {
    Record,
    Revision,
    At,
    Occurred,
    By,
    Approved,
    Policy,
    Schema,
    Event,
}

/// An instant, read the quick way.
#[derive(Deserialize)]
#[serde(transparent)]
struct Moment(#[serde(deserialize_with = "crate::wire::instant")] Instant);

struct RecordedVisitor<I, E>(PhantomData<(I, E)>);

/// An event that was read before its version was known, or after.
enum Read<E> {
    Current(E),
    Raw(Value),
}

impl<'de, I, E> Visitor<'de> for RecordedVisitor<I, E>
where
    I: Deserialize<'de>,
    E: de::DeserializeOwned + Vocabulary,
{
    type Value = Recorded<I, E>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a recorded event")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let (mut record, mut revision, mut at, mut occurred) = (None, None, None, None);
        let (mut by, mut approved, mut policy) = (None, None, None);
        let (mut schema, mut event): (Option<u16>, Option<Read<E>>) = (None, None);
        while let Some(field) = map.next_key()? {
            match field {
                Field::Record => once(&mut record, "record", &mut map)?,
                Field::Revision => once(&mut revision, "revision", &mut map)?,
                Field::At => once(&mut at, "at", &mut map)?,
                Field::Occurred => once(&mut occurred, "occurred", &mut map)?,
                Field::By => once(&mut by, "by", &mut map)?,
                Field::Approved => once(&mut approved, "approved", &mut map)?,
                Field::Policy => once(&mut policy, "policy", &mut map)?,
                Field::Schema => once(&mut schema, "schema", &mut map)?,
                Field::Event if event.is_some() => {
                    return Err(de::Error::duplicate_field("event"));
                }
                Field::Event => {
                    event = Some(map.next_value_seed(EventSeed::<E>(schema, PhantomData))?);
                }
            }
        }
        let schema = required(schema, "schema")?;
        let event = match required(event, "event")? {
            Read::Current(event) => event,
            Read::Raw(value) => bring_up(schema, value).map_err(de::Error::custom)?,
        };
        Ok(Recorded {
            record: required(record, "record")?,
            revision: required(revision, "revision")?,
            at: required(at.map(|Moment(at)| at), "at")?,
            occurred: occurred.flatten().map(|Moment(at)| at),
            by: required(by, "by")?,
            approved: approved.flatten(),
            policy: required(policy, "policy")?,
            event,
        })
    }
}

fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    name: &'static str,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(de::Error::duplicate_field(name));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

fn required<T, E: de::Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(name))
}

/// Reads the event straight when its version is known to be today's, else as a JSON value.
struct EventSeed<E>(Option<u16>, PhantomData<E>);

impl<'de, E: de::DeserializeOwned + Vocabulary> DeserializeSeed<'de> for EventSeed<E> {
    type Value = Read<E>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Read<E>, D::Error> {
        if self.0 == Some(E::SCHEMA) {
            E::deserialize(deserializer).map(Read::Current)
        } else {
            Value::deserialize(deserializer).map(Read::Raw)
        }
    }
}

fn bring_up<E: de::DeserializeOwned + Vocabulary>(schema: u16, value: Value) -> Result<E, String> {
    if schema == 0 || schema > E::SCHEMA {
        return Err(alloc::format!(
            "event has schema {schema}, this build reads 1 to {}",
            E::SCHEMA
        ));
    }
    let mut value = value;
    for version in schema..E::SCHEMA {
        value = E::upcast(version, value)?;
    }
    serde_json::from_value(value).map_err(|error| error.to_string())
}
