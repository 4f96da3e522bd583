//! The declarative macros for commands and events: structs with builders, and tagged enums of them.

/// A struct of a command or an event: public fields, a constructor for the required ones, a
/// builder method for each optional one, and a wire form that leaves absent fields out.
#[doc(hidden)]
#[macro_export]
macro_rules! wire_struct {
    (
        $(#[$doc:meta])* $vis:vis struct $name:ident {
            $( $(#[$fdoc:meta])* $field:ident: $type:ty, )*
        } $(optional {
            $( $(#[$odoc:meta])* $optional:ident: $otype:ty, )*
        })?
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(deny_unknown_fields))]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        $vis struct $name {
            $( $(#[$fdoc])* pub $field: $type, )*
            $( $(
                $(#[$odoc])*
                #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
                pub $optional: Option<$otype>,
            )* )?
        }

        impl $crate::free_text::FreeText for $name {
            fn redact(&mut self) -> usize {
                let counts: &[usize] = &[
                    $( $crate::free_text::FreeText::redact(&mut self.$field), )*
                    $( $( $crate::free_text::FreeText::redact(&mut self.$optional), )* )?
                ];
                counts.iter().fold(0, |sum, n| sum.saturating_add(*n))
            }
        }

        impl $name {
            /// With everything that is required, and nothing that is optional.
            #[allow(clippy::new_without_default, reason = "a command is asked for by name, never by default")]
            pub fn new($( $field: impl Into<$type>, )*) -> Self {
                Self {
                    $( $field: $field.into(), )*
                    $( $( $optional: None, )* )?
                }
            }

            /// The fields it must have.
            pub const REQUIRED: &'static [&'static str] = &[$( stringify!($field), )*];

            /// The fields it may have.
            pub const OPTIONAL: &'static [&'static str] = &[$( $( stringify!($optional), )* )?];

            /// Whether it has the optional field at this place of [`OPTIONAL`](Self::OPTIONAL).
            pub fn gives(&self, place: usize) -> bool {
                let given: &[bool] = &[$( $( self.$optional.is_some(), )* )?];
                given.get(place).copied().unwrap_or(false)
            }

            $( $(
                $(#[$odoc])*
                #[must_use]
                pub fn $optional(mut self, $optional: impl Into<$otype>) -> Self {
                    self.$optional = Some($optional.into());
                    self
                }
            )* )?
        }
    };
}

/// An enum of commands or events: one struct a variant, a kind for each, internally tagged on the wire.
///
/// Reading dispatches on the tag without buffering when `type` comes first, as it does in
/// everything this library writes; other orders are read too, more slowly.
#[doc(hidden)]
#[macro_export]
macro_rules! tagged {
    (
        $(#[$doc:meta])* $vis:vis enum $name:ident;
        $(#[$kdoc:meta])* kind $kind:ident {
            $( $(#[$vdoc:meta])* $variant:ident = $tag:literal, )+
        }
    ) => {
        $crate::plain_enum! {
            $(#[$kdoc])*
            $vis enum $kind { $( $(#[$vdoc])* $variant = $tag, )+ }
        }

        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(tag = "type", remote = "Self"))]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        #[non_exhaustive]
        $vis enum $name {
            $( $(#[$vdoc])* #[cfg_attr(feature = "serde", serde(rename = $tag))] $variant($variant), )+
        }

        impl $kind {
            /// The fields that it must have.
            pub const fn required(self) -> &'static [&'static str] {
                match self { $( Self::$variant => $variant::REQUIRED, )+ }
            }

            /// The fields that it may have.
            pub const fn optional(self) -> &'static [&'static str] {
                match self { $( Self::$variant => $variant::OPTIONAL, )+ }
            }
        }

        impl $name {
            /// Whether it has the optional field at this place of its kind's `optional()`.
            pub fn gives(&self, place: usize) -> bool {
                match self { $( Self::$variant(it) => it.gives(place), )+ }
            }

            /// Which one it is, without what it carries.
            pub const fn kind(&self) -> $kind {
                match self { $( Self::$variant(_) => $kind::$variant, )+ }
            }
        }

        impl $crate::free_text::FreeText for $name {
            fn redact(&mut self) -> usize {
                match self { $( Self::$variant(it) => $crate::free_text::FreeText::redact(it), )+ }
            }
        }

        $(
            impl From<$variant> for $name {
                fn from(it: $variant) -> Self {
                    Self::$variant(it)
                }
            }
        )+

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                Self::serialize(self, serializer)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> $crate::wire::Tagged<'de> for $name {
            type Tag = $kind;
            const EXPECTING: &'static str = concat!("a ", stringify!($name), " with its `type`");
            const TAGS: &'static [&'static str] = &[$( $tag, )+];

            fn tag(text: &str) -> Option<Self::Tag> {
                match text { $( $tag => Some($kind::$variant), )+ _ => None }
            }

            fn fields<A: serde::de::MapAccess<'de>>(tag: Self::Tag, map: A) -> Result<Self, A::Error> {
                let fields = serde::de::value::MapAccessDeserializer::new(map);
                match tag {
                    $( $kind::$variant => serde::Deserialize::deserialize(fields).map(Self::$variant), )+
                }
            }

            fn buffered<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                Self::deserialize(deserializer)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::wire::tagged(deserializer)
            }
        }
    };
}
