//! Verification and attestation: whether the record is right, and who said so.

use alloc::collections::BTreeSet;
use itsm_core::actor::Agent;
use itsm_core::plain_enum;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

plain_enum! {
    /// What a comparison of a record with what is there has found wrong.
    ///
    /// That something is there which nobody has registered is no matter of a record: there is none.
    ///
    /// Source: ITIL 4 service configuration management (verification); FitSM-1 PR11.5.
    pub enum Discrepancy {
        /// A change was authorized and carried out, and the record does not say so.
        ChangeNotRecorded = "change_not_recorded",
        /// The item is not there.
        Missing = "missing",
        /// Somebody changed it without a change.
        UnauthorizedChange = "unauthorized_change",
        /// An attribute has another value.
        WrongAttribute = "wrong_attribute",
        /// A relationship is not there, or one is there that is not recorded.
        WrongRelationship = "wrong_relationship",
    }
}

wire_struct! {
    /// The last comparison of the record with what is there.
    pub struct Verification {
        /// When.
        at: Instant,
        /// By whom.
        by: Agent,
        /// What was wrong; nothing: the record was right.
        discrepancies: BTreeSet<Discrepancy>,
    } optional {
        /// What was seen.
        note: Note,
    }
}

wire_struct! {
    /// The last confirmation by the owner.
    pub struct Attestation {
        /// When.
        at: Instant,
        /// By whom.
        by: Agent,
    } optional {
        /// What there was to say.
        note: Note,
    }
}
