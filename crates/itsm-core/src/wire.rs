//! Reading: the parts of the wire format that derives cannot express or are too slow at.

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
