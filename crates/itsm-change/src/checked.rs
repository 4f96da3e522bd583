//! Values that are made of a draft: how they are written and read.

/// The wire form of a checked value is that of its draft, which is checked when it is read.
macro_rules! written_as_draft {
    ($name:ident, $draft:ident) => {
        $crate::checked::written_as_draft!($name, $draft, |it| it.draft);
    };
    ($name:ident, $draft:ident, |$it:ident| $taken:expr) => {
        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                self.draft.serialize(serializer)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let draft: $draft = serde::Deserialize::deserialize(deserializer)?;
                Self::try_from(draft).map_err(serde::de::Error::custom)
            }
        }

        #[cfg(feature = "schemars")]
        impl schemars::JsonSchema for $name {
            fn schema_name() -> alloc::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
                $draft::json_schema(generator)
            }
        }

        impl From<$name> for $draft {
            fn from($it: $name) -> Self {
                $taken
            }
        }
    };
}

pub(crate) use written_as_draft;
