//! Links: why a change is made, and what it has caused.
//!
//! That an incident was caused by a change is what somebody says, or a rule that somebody wrote. It
//! is never concluded from the time alone.

use crate::change::Change;
use crate::decide::Decided;
use crate::error::Law;
use crate::refuse::No;
use itsm_core::id::IncidentId;
use itsm_core::link::RecordRef;
use itsm_core::wire_struct;

wire_struct! {
    /// It is made because of another record: a problem that it is to fix, an incident that waits for
    /// it.
    pub struct LinkReason {
        /// Which.
        record: RecordRef,
    }
}
wire_struct! {
    /// It is not made because of that record.
    pub struct UnlinkReason {
        /// Which.
        record: RecordRef,
    }
}
wire_struct! {
    /// It has caused an incident.
    pub struct LinkCaused {
        /// Which.
        incident: IncidentId,
    }
}
wire_struct! {
    /// It has not caused that incident.
    pub struct UnlinkCaused {
        /// Which.
        incident: IncidentId,
    }
}
wire_struct! {
    /// It is made because of another record.
    pub struct ReasonLinked {
        /// Which.
        record: RecordRef,
    }
}
wire_struct! {
    /// It is not made because of that record.
    pub struct ReasonUnlinked {
        /// Which.
        record: RecordRef,
    }
}
wire_struct! {
    /// It has caused an incident.
    pub struct CausedLinked {
        /// Which.
        incident: IncidentId,
    }
}
wire_struct! {
    /// It has not caused that incident.
    pub struct CausedUnlinked {
        /// Which.
        incident: IncidentId,
    }
}

impl Change {
    /// The records because of which it is made, in order.
    pub fn reasons(&self) -> impl Iterator<Item = RecordRef> {
        self.reasons.iter().copied()
    }

    /// The incidents that it has caused, in the order of their ids.
    #[doc(alias = "caused by change")]
    pub fn caused(&self) -> impl Iterator<Item = IncidentId> {
        self.caused.iter().copied()
    }

    pub(crate) fn link_reason(&self, it: &LinkReason, no: impl Fn(Law) -> No) -> Decided {
        if it.record == RecordRef::Change(self.id) {
            return no(Law::LinkItself).err();
        }
        if self.reasons.contains(&it.record) {
            return no(Law::LinkAlready).err();
        }
        Ok(ReasonLinked::new(it.record).into())
    }

    pub(crate) fn unlink_reason(&self, it: &UnlinkReason, no: impl Fn(Law) -> No) -> Decided {
        if !self.reasons.contains(&it.record) {
            return no(Law::LinkNone).err();
        }
        Ok(ReasonUnlinked::new(it.record).into())
    }

    pub(crate) fn link_caused(&self, it: &LinkCaused, no: impl Fn(Law) -> No) -> Decided {
        if self.caused.contains(&it.incident) {
            return no(Law::LinkAlready).err();
        }
        Ok(CausedLinked::new(it.incident).into())
    }

    pub(crate) fn unlink_caused(&self, it: &UnlinkCaused, no: impl Fn(Law) -> No) -> Decided {
        if !self.caused.contains(&it.incident) {
            return no(Law::LinkNone).err();
        }
        Ok(CausedUnlinked::new(it.incident).into())
    }
}
