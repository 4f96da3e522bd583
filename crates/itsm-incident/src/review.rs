//! The review after an incident: what was learned, and what is to be raised because of it.
//!
//! Any incident may be reviewed once it is resolved; a major incident must be, within the time that
//! the policy gives. Whether it can be closed before, the policy says too.
//!
//! Source: ISO/IEC 20000-1 8.6.1 (major incidents are reviewed); FitSM-1 PR9.6.

use crate::error::{IncidentError, Law};
use crate::event::IncidentEvent;
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use crate::refuse::No;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::id::PersonId;
use itsm_core::text::{Note, Title};
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What becomes of a major incident that is closed before its review.
    pub enum ReviewOnClose {
        /// It is closed, and the history says that the review is missing.
        Flag = "flag",
        /// It is closed, and nothing is said.
        Ignore = "ignore",
        /// It is not closed.
        Refuse = "refuse",
    }
}

plain_enum! {
    /// What a review asks to be raised.
    pub enum ReviewActionKind {
        /// A problem: its cause is to be found.
        Problem = "problem",
        /// A change: something is to be done otherwise.
        Change = "change",
        /// An entry in the register of improvements.
        Improvement = "improvement",
    }
}

wire_struct! {
    /// Something that a review asks to be raised.
    pub struct ReviewAction {
        /// What kind of record it becomes.
        kind: ReviewActionKind,
        /// What is to be done.
        title: Title,
    } optional {
        /// The person who sees to it.
        owner: PersonId,
        /// Until when.
        due: Instant,
    }
}
wire_struct! {
    /// Record what the review of the incident found.
    #[doc(alias = "post-incident review")]
    #[doc(alias = "postmortem")]
    pub struct RecordReview {
        /// What happened, what went well, what did not.
        findings: Note,
        /// What is to be raised because of it; perhaps nothing.
        actions: Vec<ReviewAction>,
    }
}
wire_struct! {
    /// The incident was reviewed.
    pub struct ReviewRecorded {
        /// What was found.
        findings: Note,
        /// What is to be raised because of it.
        actions: Vec<ReviewAction>,
    }
}
wire_struct! {
    /// A major incident is closed although its review is missing.
    pub struct ReviewMissing {}
}
wire_struct! {
    /// The review of an incident.
    pub struct Review {
        /// When it was recorded.
        at: Instant,
        /// By whom.
        by: Agent,
        /// What was found.
        findings: Note,
        /// What is to be raised because of it.
        actions: Vec<ReviewAction>,
    }
}

impl Incident {
    /// The review, once it was recorded. A reopening asks for another one.
    pub fn review(&self) -> Option<&Review> {
        self.annex()?.review.as_ref()
    }

    /// Whether it is a resolved or closed major incident that nobody has reviewed.
    pub fn is_review_missing(&self) -> bool {
        self.state.resolution().is_some()
            && self.major().major_incident().is_some()
            && self.review().is_none()
    }

    /// From when and until when a review is owed that is still missing.
    pub(crate) fn review_due(&self, policy: &IncidentPolicy) -> Option<(Instant, Instant)> {
        if !self.is_review_missing() {
            return None;
        }
        let since = self.state.resolution()?.at.0;
        Some((since, policy.major.review_within?.after(since)?))
    }

    pub(crate) fn record_review(it: &RecordReview) -> IncidentEvent {
        ReviewRecorded {
            findings: it.findings.clone(),
            actions: it.actions.clone(),
        }
        .into()
    }

    /// What a closure says of a review that is missing.
    pub(crate) fn flag_review(&self, policy: &IncidentPolicy) -> Option<IncidentEvent> {
        let flags = policy.major.review_on_close == ReviewOnClose::Flag;
        (flags && self.is_review_missing()).then(|| ReviewMissing::new().into())
    }

    pub(crate) fn gate_of_closing(
        &self,
        policy: &IncidentPolicy,
        no: impl FnOnce(Law) -> No,
    ) -> Result<(), IncidentError> {
        if policy.major.review_on_close == ReviewOnClose::Refuse && self.is_review_missing() {
            return no(Law::ReviewRequired).err();
        }
        Ok(())
    }
}
