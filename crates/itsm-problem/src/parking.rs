//! Parking: a problem that nobody works on for the time being.
//!
//! It may take years until a problem is solved, and some never are. That is legal, as long as
//! something keeps the damage small: a problem is parked only with a known error and a mitigation.
//!
//! Source: FitSM-1 PR10.3; ISO/IEC 20000-1 8.6.3.

use crate::decide::Decided;
use crate::error::Law;
use crate::problem::Problem;
use crate::refuse::No;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Let it rest. Nobody is reminded of it until then.
    pub struct Park {
        /// Why.
        reason: Note,
    } optional {
        /// When somebody should look at it again; absent: when its known error is reviewed.
        until: Instant,
    }
}
wire_struct! {
    /// Go on with it.
    pub struct Unpark {}
}
wire_struct! {
    /// It rests.
    pub struct Parked {
        /// Why.
        reason: Note,
    } optional {
        /// When somebody should look at it again.
        until: Instant,
    }
}
wire_struct! {
    /// It rests no longer.
    pub struct Unparked {}
}
wire_struct! {
    /// That a problem rests.
    pub struct Parking {
        /// Since when.
        since: Instant,
        /// Why.
        reason: Note,
    } optional {
        /// When somebody should look at it again.
        until: Instant,
    }
}

impl Problem {
    /// Since when and why it rests, if it does.
    pub const fn parking(&self) -> Option<&Parking> {
        self.parking.as_ref()
    }

    pub(crate) fn park(it: &Park, now: Instant, no: impl Fn(Law) -> No) -> Decided {
        match it.until {
            Some(until) if until <= now => no(Law::ParkUntilPast)
                .param("until", until)
                .param("now", now)
                .err(),
            until => Ok(Parked {
                reason: it.reason.clone(),
                until,
            }
            .into()),
        }
    }
}
