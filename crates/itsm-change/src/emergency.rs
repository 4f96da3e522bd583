//! Emergency: what makes a change one that cannot wait for the ordinary way.

use itsm_core::link::RecordRef;
use itsm_core::{open_vocabulary, plain_enum, wire_struct};

plain_enum! {
    /// Whether the damage is done already.
    pub enum EmergencyKind {
        /// Something is down: the change restores it, and may have been made before it was written
        /// down.
        #[doc(alias = "retroactive")]
        FixOnFail = "fix_on_fail",
        /// Something is about to fail: the change keeps it from failing.
        FailImminent = "fail_imminent",
    }
}

open_vocabulary! {
    /// Why a change cannot wait. Which of them count, the policy says.
    ///
    /// Source: FitSM-1 PR12.1 (defined criteria for emergency changes); ISO/IEC 20000-1 8.5.1.1.
    pub struct EmergencyCriterion {
        /// A service will fail soon.
        IMMINENT_FAILURE = "imminent_failure",
        /// A major incident is not over without it.
        MAJOR_INCIDENT = "major_incident",
        /// A hole is open to attackers.
        SECURITY_FIX = "security_fix",
        /// Somebody was late. No criterion, whatever a policy says: a change that was planned badly
        /// is a normal one that will be late.
        LATE = "late",
    }
}

wire_struct! {
    /// Why a change is an emergency.
    pub struct EmergencyCase {
        /// Whether the damage is done already.
        kind: EmergencyKind,
        /// Why it cannot wait.
        criterion: EmergencyCriterion,
    } optional {
        /// The record that shows it, such as the major incident.
        evidence: RecordRef,
    }
}
