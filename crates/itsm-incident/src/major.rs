//! Major incidents: an axis of its own beside the state, not a priority.
//!
//! A priority says in which order to work; a major incident is handled by another procedure, with
//! a person responsible and top management informed (ISO/IEC 20000-1 8.6.1, FitSM-1 PR9.6). The
//! highest priority is not a major incident, and a major incident may have any priority.

use crate::command::{
    AcceptMajor, DeclareMajor, DemoteMajor, IncidentCommand, IncidentCommandKind, LinkParent,
};
use crate::error::IncidentError;
use crate::incident::{Incident, RecordedIncidentEvent};
use crate::parent::ParentFacts;
use crate::policy::IncidentPolicy;
use crate::profile::Profile;
use crate::state::IncidentStage;
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::id::{IncidentId, PersonId};
use itsm_core::text::{Code, Note};
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

/// The id of a trigger rule of the policy.
pub type TriggerId = Code;

plain_enum! {
    /// What becomes of a candidate that is accepted.
    pub enum Promotion {
        /// The record itself becomes the major incident.
        SameRecord = "same_record",
        /// A new incident becomes the major incident, and the candidate its child.
        NewParent = "new_parent",
    }
}

wire_struct! {
    /// A candidate: proposed, not yet decided on.
    pub struct MajorProposal {
        /// Why.
        reason: Note,
        /// What it does to the business.
        business_impact: Note,
        /// Who proposed it.
        by: Agent,
        /// When.
        at: Instant,
    } optional {
        /// The trigger rule that proposed it.
        trigger: TriggerId,
    }
}

wire_struct! {
    /// A major incident.
    pub struct MajorIncident {
        /// What it does to the business.
        business_impact: Note,
        /// The person responsible.
        coordinator: PersonId,
        /// When it was accepted.
        accepted_at: Instant,
    } optional {
        /// When it was proposed.
        proposed_at: Instant,
    }
}

wire_struct! {
    /// A decision against it.
    pub struct MajorDenial {
        /// Why.
        reason: Note,
        /// Who decided.
        by: Agent,
        /// When.
        at: Instant,
    }
}

/// Where an incident stands on the axis of major incidents.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum MajorStatus {
    /// An ordinary incident.
    #[default]
    None,
    /// A candidate.
    Proposed(MajorProposal),
    /// A major incident that is being worked on.
    Accepted(MajorIncident),
    /// A candidate that was turned down.
    Rejected(MajorDenial),
    /// No longer a candidate or a major incident.
    Canceled(MajorDenial),
    /// A major incident that is resolved.
    Resolved(MajorIncident),
    /// A major incident that is closed.
    Closed(MajorIncident),
}

impl MajorStatus {
    /// The status, as on the wire.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Proposed(_) => "proposed",
            Self::Accepted(_) => "accepted",
            Self::Rejected(_) => "rejected",
            Self::Canceled(_) => "canceled",
            Self::Resolved(_) => "resolved",
            Self::Closed(_) => "closed",
        }
    }

    /// The major incident, if it is or was one.
    pub const fn major_incident(&self) -> Option<&MajorIncident> {
        match self {
            Self::Accepted(major) | Self::Resolved(major) | Self::Closed(major) => Some(major),
            _ => None,
        }
    }

    /// Whether it is a candidate or a major incident that is being worked on.
    pub const fn is_in_force(&self) -> bool {
        matches!(self, Self::Proposed(_) | Self::Accepted(_))
    }

    /// Whether an incident in this state can have the status.
    pub const fn fits(&self, stage: IncidentStage) -> bool {
        match self {
            Self::None | Self::Rejected(_) | Self::Canceled(_) => true,
            Self::Proposed(_) => !matches!(stage, IncidentStage::Canceled),
            Self::Accepted(_) => stage.is_open(),
            Self::Resolved(_) => matches!(stage, IncidentStage::Resolved),
            Self::Closed(_) => matches!(stage, IncidentStage::Closed),
        }
    }

    /// Since when it has been a candidate, accepted, or denied.
    pub const fn since(&self) -> Option<Instant> {
        match self {
            Self::None => None,
            Self::Proposed(proposal) => Some(proposal.at),
            Self::Accepted(major) | Self::Resolved(major) | Self::Closed(major) => {
                Some(major.accepted_at)
            }
            Self::Rejected(denial) | Self::Canceled(denial) => Some(denial.at),
        }
    }

    /// Whether it can be proposed: it is neither a candidate nor a major incident.
    pub const fn is_free(&self) -> bool {
        matches!(self, Self::None | Self::Rejected(_) | Self::Canceled(_))
    }
}

/// A candidate promoted into a new parent: the major incident, and what the candidate is to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promoted {
    /// The new incident, which is the major incident.
    pub parent: Incident,
    /// Its history so far.
    pub history: Vec<RecordedIncidentEvent>,
    /// What the candidate is to execute: it is no candidate any more, and the parent's child.
    pub candidate: Vec<IncidentCommand>,
}

/// Accepts a candidate by a new parent incident, for desks that keep the major incident apart from
/// the reports of it.
///
/// Nothing has changed yet when this returns: the host stores the parent and executes the
/// candidate's commands.
///
/// # Errors
/// The candidate is not one, the actor may not accept it, or the parent could not be registered.
pub fn promote(
    candidate: &Incident,
    parent: IncidentId,
    accept: &AcceptMajor,
    cx: &Context<'_, IncidentPolicy>,
) -> Result<Promoted, IncidentError> {
    // What the policy asks of an acceptance, it asks of this one; only the place differs.
    match candidate.gate(IncidentCommandKind::AcceptMajor, cx) {
        Ok(()) | Err(IncidentError::MajorPromotedIntoParent(_)) => {}
        Err(error) => return Err(error),
    }
    let commands = vec![
        DemoteMajor::new(accept.note.clone()).into(),
        LinkParent::new(ParentFacts::new(parent, BTreeSet::new())).into(),
    ];
    // Neither depends on the other: what is accepted now is accepted one after the other.
    for command in &commands {
        candidate.decide(command, cx)?;
    }
    let profile = Profile {
        number: None,
        links: None,
        ..candidate.profile().clone()
    };
    let (mut parent, registered) = Incident::register(parent, profile, cx)?;
    let declare = DeclareMajor::new(
        accept.note.clone(),
        accept.business_impact.clone(),
        accept.coordinator,
    );
    let mut history = vec![registered];
    history.extend(parent.execute(declare, cx)?);
    Ok(Promoted {
        candidate: commands,
        parent,
        history,
    })
}
