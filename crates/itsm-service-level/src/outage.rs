//! Outages: when a service did not work, and whether that was planned.

use itsm_core::plain_enum;
use itsm_core::time::Instant;

plain_enum! {
    /// Whether an outage was agreed beforehand.
    pub enum OutageKind {
        /// Announced and agreed, such as a maintenance window. It is no breach of what was
        /// promised, and it excuses an unplanned outage for as long as they overlap.
        Planned = "planned",
        /// A failure.
        Unplanned = "unplanned",
    }
}

/// A time in which a service did not work: from an instant, up to and without another.
///
/// One without an end is still going on; it counts up to now. Outages may overlap and may be given
/// in any order: time is counted once, however many have reported that it was down.
///
/// On the wire `{"kind": "unplanned", "start": …, "end": …}`, without `end` while it goes on.
///
/// ```
/// use itsm_core::time::Instant;
/// use itsm_service_level::outage::{Outage, OutageKind};
///
/// let (nine, ten): (Instant, Instant) = ("2026-06-01T09:00:00Z".parse()?, "2026-06-01T10:00:00Z".parse()?);
/// let failure = Outage::new(OutageKind::Unplanned, nine, ten)?;
/// assert_eq!(failure.end(), Some(ten));
/// assert!(Outage::ongoing(OutageKind::Unplanned, nine).is_ongoing());
/// assert!(Outage::new(OutageKind::Planned, ten, nine).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(into = "Raw", try_from = "Raw"))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[doc(alias = "downtime")]
#[doc(alias = "interruption")]
pub struct Outage {
    start: Instant,
    end: Option<Instant>,
    kind: OutageKind,
}

/// Why there is no such outage.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum OutageError {
    /// It would end before it begins.
    #[error("outage ends at `{end}`, expected an end that is not before its start at `{start}`")]
    EndBeforeStart {
        /// The start given.
        start: Instant,
        /// The end given.
        end: Instant,
    },
}

impl Outage {
    /// An outage that is over. One that ends where it begins takes no time, and counts for nothing.
    ///
    /// # Errors
    /// [`OutageError::EndBeforeStart`].
    pub fn new(kind: OutageKind, start: Instant, end: Instant) -> Result<Self, OutageError> {
        Self::ongoing(kind, start).ended(end)
    }

    /// An outage that is not over, as far as is known.
    pub const fn ongoing(kind: OutageKind, start: Instant) -> Self {
        let end = None;
        Self { start, end, kind }
    }

    /// The same outage with an end.
    ///
    /// # Errors
    /// [`OutageError::EndBeforeStart`].
    pub fn ended(self, end: Instant) -> Result<Self, OutageError> {
        if end < self.start {
            let start = self.start;
            return Err(OutageError::EndBeforeStart { start, end });
        }
        let end = Some(end);
        Ok(Self { end, ..self })
    }

    /// When the service stopped working.
    pub const fn start(&self) -> Instant {
        self.start
    }

    /// When it worked again; none while the outage goes on.
    pub const fn end(&self) -> Option<Instant> {
        self.end
    }

    /// Whether it was agreed beforehand.
    pub const fn kind(&self) -> OutageKind {
        self.kind
    }

    /// Whether it has no end yet.
    pub const fn is_ongoing(&self) -> bool {
        self.end.is_none()
    }
}

/// What is read and written.
#[cfg(feature = "serde")]
#[derive(serde::Serialize, serde::Deserialize)]
#[serde(rename = "Outage", deny_unknown_fields)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
struct Raw {
    /// Whether it was agreed beforehand.
    kind: OutageKind,
    /// When the service stopped working.
    #[serde(deserialize_with = "itsm_core::wire::instant")]
    start: Instant,
    /// When it worked again; absent while the outage goes on.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    end: Option<Instant>,
}

#[cfg(feature = "serde")]
impl From<Outage> for Raw {
    fn from(outage: Outage) -> Self {
        let Outage { start, end, kind } = outage;
        Self { kind, start, end }
    }
}

#[cfg(feature = "serde")]
impl TryFrom<Raw> for Outage {
    type Error = OutageError;

    fn try_from(raw: Raw) -> Result<Self, OutageError> {
        let outage = Self::ongoing(raw.kind, raw.start);
        raw.end.map_or(Ok(outage), |end| outage.ended(end))
    }
}
