//! Values that are made of a draft: whichever exists is valid.

/// An analysis that is made of its draft, and of nothing else.
///
/// The draft brings a method `check`, which notes every fault and may put parts in order.
macro_rules! checked {
    ($(#[$doc:meta])* $vis:vis struct $name:ident from $draft:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq)]
        $vis struct $name {
            draft: $draft,
        }

        // A number that is none has no place in what was checked.
        impl Eq for $name {}

        impl $name {
            /// The raw form: to be read, or to be taken, changed and checked again.
            pub const fn draft(&self) -> &$draft {
                &self.draft
            }
        }

        impl TryFrom<$draft> for $name {
            type Error = itsm_core::fault::Faults;

            fn try_from(mut draft: $draft) -> Result<Self, Self::Error> {
                let mut faults = itsm_core::fault::Faults::new();
                draft.check(&mut faults);
                faults.or(Some(Self { draft }))
            }
        }

        impl From<$name> for $draft {
            fn from(it: $name) -> Self {
                it.draft
            }
        }

        impl itsm_core::free_text::FreeText for $name {
            fn redact(&mut self) -> usize {
                itsm_core::free_text::FreeText::redact(&mut self.draft)
            }
        }

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
    };
}

pub(crate) use checked;
