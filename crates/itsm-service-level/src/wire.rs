//! How lengths of time look on the wire.

use core::time::Duration;

/// As whole seconds; what is left of a second is cut off.
pub(crate) fn whole_seconds<S: serde::Serializer>(
    it: &Duration,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.serialize_u64(it.as_secs())
}
