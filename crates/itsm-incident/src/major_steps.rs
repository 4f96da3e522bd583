//! The commands and events of the axis of major incidents.

use crate::major::TriggerId;
use itsm_core::id::PersonId;
use itsm_core::text::Note;
use itsm_core::wire_struct;

wire_struct! {
    /// Propose to handle it as a major incident.
    #[doc(alias = "major incident candidate")]
    pub struct ProposeMajor {
        /// Why it should be.
        reason: Note,
        /// What it does to the business.
        business_impact: Note,
    } optional {
        /// The trigger rule that proposed it.
        trigger: TriggerId,
    }
}
wire_struct! {
    /// Accept a candidate as a major incident.
    pub struct AcceptMajor {
        /// Why.
        note: Note,
        /// What it does to the business.
        business_impact: Note,
        /// The person responsible for it from now on.
        coordinator: PersonId,
    }
}
wire_struct! {
    /// Reject a candidate; it stays an ordinary incident.
    pub struct RejectMajor {
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// Handle it as an ordinary incident again.
    #[doc(alias = "demote")]
    pub struct DemoteMajor {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Propose and accept in one step, by somebody who may.
    pub struct DeclareMajor {
        /// Why.
        reason: Note,
        /// What it does to the business.
        business_impact: Note,
        /// The person responsible for it from now on.
        coordinator: PersonId,
    }
}
wire_struct! {
    /// It was proposed as a major incident.
    pub struct MajorProposed {
        /// Why.
        reason: Note,
        /// What it does to the business.
        business_impact: Note,
    } optional {
        /// The trigger rule that proposed it.
        trigger: TriggerId,
    }
}
wire_struct! {
    /// It was accepted as a major incident.
    pub struct MajorAccepted {
        /// Why.
        note: Note,
        /// What it does to the business.
        business_impact: Note,
        /// The person responsible.
        coordinator: PersonId,
    }
}
wire_struct! {
    /// It was rejected as a major incident.
    pub struct MajorRejected {
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// It is no longer a candidate or a major incident.
    pub struct MajorDemoted {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Top management is to be told of a major incident: the host sends the message.
    ///
    /// Source: ISO/IEC 20000-1 8.6.1.
    pub struct TopManagementNotified {
        /// What it does to the business.
        business_impact: Note,
        /// The person responsible.
        coordinator: PersonId,
    }
}
