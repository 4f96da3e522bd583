//! Reading: the parts of the wire format that derives cannot express or are too slow at.

use crate::time::Instant;
use chrono::{DateTime, FixedOffset, NaiveDate, Utc};
use core::fmt;
use core::marker::PhantomData;
use serde::de::{self, DeserializeSeed, Deserializer, MapAccess, Visitor};

/// Reads a text without keeping a copy of it, and checks it.
#[doc(hidden)]
pub fn text<'de, D, T, E, F>(
    deserializer: D,
    expecting: &'static str,
    make: F,
) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    E: fmt::Display,
    F: FnOnce(&str) -> Result<T, E>,
{
    struct Text<F> {
        expecting: &'static str,
        make: F,
    }

    impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> Visitor<'_> for Text<F> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(self.expecting)
        }

        fn visit_str<X: de::Error>(self, text: &str) -> Result<T, X> {
            (self.make)(text).map_err(X::custom)
        }
    }

    deserializer.deserialize_str(Text { expecting, make })
}

/// Reads an instant in RFC 3339.
///
/// Every event has at least one, and the general parser takes several times as long as everything
/// else about it; so the form that this library writes is read by hand. Whatever else there is,
/// the general parser reads or refuses.
#[doc(hidden)]
pub fn instant<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Instant, D::Error> {
    text(
        deserializer,
        "an RFC 3339 formatted date and time string",
        |text| match plain_instant(text.as_bytes()) {
            Some(at) => Ok(at),
            None => text
                .parse::<DateTime<FixedOffset>>()
                .map(|at| at.with_timezone(&Utc)),
        },
    )
}

/// `2026-03-02T09:05:00Z`, or the same with up to nine digits after a point.
fn plain_instant(text: &[u8]) -> Option<Instant> {
    let (whole, rest) = text.split_first_chunk::<19>()?;
    #[rustfmt::skip]
    let &[
        y0, y1, y2, y3, b'-', mo0, mo1, b'-', d0, d1, b'T',
        h0, h1, b':', mi0, mi1, b':', s0, s1,
    ] = whole else {
        return None;
    };
    let nanos = match rest {
        [b'Z'] => 0,
        [b'.', digits @ .., b'Z'] if matches!(digits.len(), 1..=9) => {
            let padding = core::iter::repeat_n(&b'0', 9_usize.saturating_sub(digits.len()));
            number(digits.iter().chain(padding))?
        }
        _ => return None,
    };
    let year = i32::try_from(number(&[y0, y1, y2, y3])?).ok()?;
    NaiveDate::from_ymd_opt(year, number(&[mo0, mo1])?, number(&[d0, d1])?)?
        .and_hms_nano_opt(
            number(&[h0, h1])?,
            number(&[mi0, mi1])?,
            number(&[s0, s1])?,
            nanos,
        )
        .map(|at| at.and_utc())
}

/// A number of at most nine digits.
fn number<'a>(digits: impl IntoIterator<Item = &'a u8>) -> Option<u32> {
    digits.into_iter().try_fold(0_u32, |number, digit| {
        let digit = digit.wrapping_sub(b'0');
        (digit <= 9).then(|| number.wrapping_mul(10).wrapping_add(digit.into()))
    })
}

/// An internally tagged enum that knows its tags, so that a leading tag needs no buffer.
#[doc(hidden)]
pub trait Tagged<'de>: Sized {
    type Tag: Copy;
    const EXPECTING: &'static str;
    const TAGS: &'static [&'static str];
    fn tag(text: &str) -> Option<Self::Tag>;
    fn fields<A: MapAccess<'de>>(tag: Self::Tag, map: A) -> Result<Self, A::Error>;
    fn buffered<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Reads a [`Tagged`] enum: straight through when `type` is the first key, else by way of a buffer.
#[doc(hidden)]
pub fn tagged<'de, T: Tagged<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    struct TaggedVisitor<T>(PhantomData<T>);

    impl<'de, T: Tagged<'de>> Visitor<'de> for TaggedVisitor<T> {
        type Value = T;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(T::EXPECTING)
        }

        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
            match map.next_key_seed(FirstKey)? {
                None => Err(de::Error::missing_field("type")),
                Some(First::Type) => {
                    let tag = map.next_value_seed(TagSeed::<T>(PhantomData))?;
                    T::fields(tag, map)
                }
                Some(First::Other(key)) => {
                    T::buffered(de::value::MapAccessDeserializer::new(Prepended {
                        key: Some(key),
                        map,
                    }))
                }
            }
        }
    }

    deserializer.deserialize_map(TaggedVisitor(PhantomData))
}

enum First {
    Type,
    Other(alloc::string::String),
}

struct FirstKey;

impl<'de> DeserializeSeed<'de> for FirstKey {
    type Value = First;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<First, D::Error> {
        text(deserializer, "a field name", |key| {
            Ok::<_, core::convert::Infallible>(if key == "type" {
                First::Type
            } else {
                First::Other(key.into())
            })
        })
    }
}

struct TagSeed<T>(PhantomData<T>);

impl<'de, T: Tagged<'de>> DeserializeSeed<'de> for TagSeed<T> {
    type Value = T::Tag;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T::Tag, D::Error> {
        struct TagVisitor<T>(PhantomData<T>);

        impl<'de, T: Tagged<'de>> Visitor<'de> for TagVisitor<T> {
            type Value = T::Tag;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a `type`")
            }

            fn visit_str<E: de::Error>(self, tag: &str) -> Result<T::Tag, E> {
                T::tag(tag).ok_or_else(|| E::unknown_variant(tag, T::TAGS))
            }
        }

        deserializer.deserialize_str(TagVisitor::<T>(PhantomData))
    }
}

/// A map whose first key was already taken, given back.
struct Prepended<A> {
    key: Option<alloc::string::String>,
    map: A,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Prepended<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        match self.key.take() {
            Some(key) => seed
                .deserialize(de::value::StringDeserializer::new(key))
                .map(Some),
            None => self.map.next_key_seed(seed),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}
