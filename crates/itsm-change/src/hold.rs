//! Hold: a change that rests stands where it stood.
//!
//! To hold is a flag beside the state. While it is up nothing moves: approvals that were asked for
//! are not needed, tasks rest too, and the change can only be given up or released. When it comes
//! down, everything is as it was: approvals are needed again, and a task that somebody had held of
//! its own stays held.

use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Let it rest.
    #[doc(alias = "put on hold")]
    pub struct Hold {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Go on with it.
    pub struct Release {}
}
wire_struct! {
    /// It rests.
    pub struct Held {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It goes on.
    pub struct Released {}
}
wire_struct! {
    /// That a change rests.
    pub struct Holding {
        /// Since when.
        since: Instant,
        /// Why.
        reason: Note,
    }
}
