//! The declarative macros that keep ids, texts and enums alike in every practice.
//!
//! They are public because practice crates use them, and hidden because a host needs none of them.

/// A typed id: a UUID that cannot be confused with the id of another kind of record.
#[doc(hidden)]
#[macro_export]
macro_rules! typed_id {
    ($(#[$doc:meta])* $vis:vis struct $name:ident, $tag:literal;) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        $vis struct $name(uuid::Uuid);

        impl $name {
            /// Wraps the UUID that the host gave to the record.
            pub const fn from_uuid(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }

            /// The id for a record that a host knows by an integer key, such as a database row.
            ///
            /// The key is laid out in a UUID of version 8 whose first six bytes name the kind of
            /// record, so that row 7 of one table never equals row 7 of another, and
            /// [`key`](Self::key) gives the integer back.
            pub const fn from_key(key: u64) -> Self {
                Self($crate::id::from_key(*$tag, key))
            }

            /// The integer key, if the id was made by [`from_key`](Self::from_key).
            pub const fn key(self) -> Option<u64> {
                $crate::id::key(*$tag, self.0)
            }

            /// The UUID itself.
            pub const fn as_uuid(self) -> uuid::Uuid {
                self.0
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Display::fmt(&self.0, f)
            }
        }

        impl $crate::free_text::FreeText for $name {}

        impl From<uuid::Uuid> for $name {
            fn from(uuid: uuid::Uuid) -> Self {
                Self(uuid)
            }
        }

        impl From<$name> for uuid::Uuid {
            fn from(id: $name) -> Self {
                id.0
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "format": "uuid" })
            }
        }
    };
}

/// A text that is checked once, when it enters, and cheap to clone ever after.
#[doc(hidden)]
#[macro_export]
macro_rules! bounded_text {
    ($(#[$doc:meta])* $vis:vis struct $name:ident: $form:ident, $max:literal;) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        $vis struct $name(smol_str::SmolStr);

        impl $name {
            /// The longest text accepted, in characters (Unicode scalar values).
            pub const MAX_CHARS: usize = $max;

            /// Checks a text and takes it in.
            ///
            /// # Errors
            /// [`TextError`]($crate::text::TextError) says what is wrong and where.
            pub fn new(text: impl AsRef<str>) -> Result<Self, $crate::text::TextError> {
                let text = text.as_ref();
                $crate::text::check(text, $crate::text::Form::$form, Self::MAX_CHARS)?;
                Ok(Self(smol_str::SmolStr::new(text)))
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }

            #[doc(hidden)]
            pub const fn trusted(text: &'static str) -> Self {
                Self(smol_str::SmolStr::new_static(text))
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                core::fmt::Debug::fmt(self.as_str(), f)
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }

        impl core::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                self.as_str()
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.as_str() == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.as_str() == *other
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::text::TextError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Self::new(text)
            }
        }

        impl TryFrom<&str> for $name {
            type Error = $crate::text::TextError;

            fn try_from(text: &str) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        impl TryFrom<alloc::string::String> for $name {
            type Error = $crate::text::TextError;

            fn try_from(text: alloc::string::String) -> Result<Self, Self::Error> {
                Self::new(text)
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::text(deserializer, concat!("a ", stringify!($name)), |text| Self::new(text))
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
                schemars::json_schema!({ "type": "string", "minLength": 1, "maxLength": $max })
            }
        }
    };
}

/// An open set of codes: the well-known ones are named constants, a host may add its own.
#[doc(hidden)]
#[macro_export]
macro_rules! open_vocabulary {
    (
        $(#[$doc:meta])* $vis:vis struct $name:ident {
            $( $(#[$vdoc:meta])* $known:ident = $code:literal, )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(transparent))]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema), schemars(transparent))]
        $vis struct $name($crate::text::Code);

        impl $name {
            $( $(#[$vdoc])* pub const $known: Self = Self($crate::text::Code::trusted($code)); )+

            /// The codes that this library knows and gives a meaning to, in the order of their definition.
            pub const WELL_KNOWN: &'static [Self] = &[$( Self::$known, )+];

            /// A code of the host's own, or a well-known one by its code.
            ///
            /// # Errors
            /// [`TextError`]($crate::text::TextError) if it is not a code: lower-case letters,
            /// digits, `_`, `-` and `.`, beginning with a letter.
            pub fn new(code: impl AsRef<str>) -> Result<Self, $crate::text::TextError> {
                $crate::text::Code::new(code).map(Self)
            }

            /// Whether this library gives the code a meaning of its own.
            pub fn is_well_known(&self) -> bool {
                Self::WELL_KNOWN.contains(self)
            }

            /// The code, as on the wire.
            pub fn as_str(&self) -> &str {
                self.0.as_str()
            }
        }

        impl core::fmt::Debug for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                write!(f, "{}({})", stringify!($name), self.as_str())
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::text::TextError;

            fn from_str(code: &str) -> Result<Self, Self::Err> {
                Self::new(code)
            }
        }

        impl $crate::free_text::FreeText for $name {}

        impl From<$crate::text::Code> for $name {
            fn from(code: $crate::text::Code) -> Self {
                Self(code)
            }
        }

        impl From<$name> for $crate::text::Code {
            fn from(it: $name) -> Self {
                it.0
            }
        }
    };
}

/// A closed enum of plain names, with its names, its order and its wire form.
#[doc(hidden)]
#[macro_export]
macro_rules! plain_enum {
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident {
            $( $(#[$vdoc:meta])* $variant:ident = $text:literal, )+
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        $vis enum $name {
            $( $(#[$vdoc])* #[cfg_attr(feature = "serde", serde(rename = $text))] $variant, )+
        }

        impl $name {
            /// Every value, in the order of definition.
            pub const ALL: &'static [Self] = &[$( Self::$variant, )+];

            /// The name, as on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$variant => $text, )+ }
            }

            /// The place in [`ALL`](Self::ALL).
            pub const fn index(self) -> usize {
                self as usize
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.pad(self.as_str())
            }
        }

        impl $crate::free_text::FreeText for $name {}

        impl $crate::transition::Names for $name {
            const ALL: &'static [Self] = Self::ALL;

            fn name(self) -> &'static str {
                self.as_str()
            }

            fn place(self) -> usize {
                self.index()
            }
        }

        impl core::str::FromStr for $name {
            type Err = $crate::text::UnknownName;

            fn from_str(name: &str) -> Result<Self, Self::Err> {
                Self::ALL
                    .iter()
                    .copied()
                    .find(|it| it.as_str() == name)
                    .ok_or_else(|| $crate::text::UnknownName::new(&[$( $text, )+], name))
            }
        }
    };
}
