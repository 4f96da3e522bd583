//! How a record's commands and events are written and read, as far as the laws need to know.

use core::fmt;
use itsm_core::aggregate::Aggregate;
use itsm_core::recorded::Recorded;

/// How values of one type are written and read.
pub struct Form<T> {
    write: fn(&T) -> String,
    read: fn(&str) -> Result<T, String>,
}

impl<T> Form<T> {
    /// From a function that writes and one that reads.
    pub const fn new(write: fn(&T) -> String, read: fn(&str) -> Result<T, String>) -> Self {
        Self { write, read }
    }

    /// The value as JSON text.
    pub fn write(&self, value: &T) -> String {
        (self.write)(value)
    }

    /// The value of a JSON text.
    ///
    /// # Errors
    /// The reader's message.
    pub fn read(&self, text: &str) -> Result<T, String> {
        (self.read)(text)
    }
}

impl<T> fmt::Debug for Form<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Form")
    }
}

/// The wire forms of a record.
#[derive(Debug)]
pub struct Wire<A: Aggregate> {
    pub(crate) command: Form<A::Command>,
    pub(crate) event: Form<A::Event>,
    pub(crate) recorded: Form<Recorded<A::Id, A::Event>>,
    pub(crate) open: &'static [&'static str],
}

impl<A: Aggregate> Wire<A> {
    /// The forms of its commands, its events, and its recorded events.
    pub const fn new(
        command: Form<A::Command>,
        event: Form<A::Event>,
        recorded: Form<Recorded<A::Id, A::Event>>,
    ) -> Self {
        Self {
            command,
            event,
            recorded,
            open: &[],
        }
    }

    /// Names the fields that hold a map with keys of the host's own, such as custom attributes:
    /// there, and nowhere else, an unknown key is welcome.
    #[must_use]
    pub const fn with_open_maps(mut self, fields: &'static [&'static str]) -> Self {
        self.open = fields;
        self
    }
}

/// The [`Wire`] of a record whose commands and events are JSON by serde.
///
/// The crate that calls it brings `serde_json`.
#[cfg(feature = "serde")]
#[macro_export]
macro_rules! json_wire {
    () => {
        $crate::wire::Wire::new(
            $crate::json_form!(),
            $crate::json_form!(),
            $crate::json_form!(),
        )
    };
}

#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! json_form {
    () => {
        $crate::wire::Form::new(
            |value| match serde_json::to_string(value) {
                Ok(text) => text,
                Err(error) => format!("not writable: {error}"),
            },
            |text| serde_json::from_str(text).map_err(|error| error.to_string()),
        )
    };
}
