//! Review: what came of a change, looked at afterwards.
//!
//! Emergencies, unauthorized and major changes, and those that were not successful, are reviewed
//! before they are closed; others, if their model says so. How deeply, the model says.

use crate::change::Change;
use crate::decide::{Cx, Decided};
use crate::error::Law;
use crate::kind::{ChangeType, Magnitude};
use crate::model::ReviewDepth;
use crate::outcome::OutcomeCode;
use crate::policy::ChangePolicy;
use crate::refuse::No;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Write down what a review found.
    #[doc(alias = "post-implementation review")]
    pub struct RecordReview {
        /// What was found.
        findings: Note,
        /// Whether the change did what it was made for.
        objectives_met: bool,
    } optional {
        /// What is learned from it.
        lessons: Vec<Note>,
    }
}
wire_struct! {
    /// It was reviewed.
    pub struct ReviewRecorded {
        /// What was found.
        findings: Note,
        /// Whether the change did what it was made for.
        objectives_met: bool,
    } optional {
        /// What is learned from it.
        lessons: Vec<Note>,
    }
}
wire_struct! {
    /// A review, as the record keeps it.
    pub struct Review {
        /// When.
        at: Instant,
        /// By whom.
        by: Agent,
        /// What was found.
        findings: Note,
        /// Whether the change did what it was made for.
        objectives_met: bool,
        /// What is learned from it.
        lessons: Vec<Note>,
    }
}

impl Change {
    /// The last review.
    pub const fn review(&self) -> Option<&Review> {
        self.review.as_ref()
    }

    /// Whether it has to be reviewed before it is closed.
    pub fn needs_review(&self, policy: &ChangePolicy) -> bool {
        let kind = self.profile.kind;
        let failed = self.outcome.as_ref().map(|it| it.code) == Some(OutcomeCode::Unsuccessful);
        matches!(kind, ChangeType::Emergency | ChangeType::Unauthorized)
            || self.profile.magnitude == Magnitude::Major
            || failed
            || self.model(policy).is_some_and(|it| it.review.always)
    }

    pub(crate) fn lacks_review(&self, policy: &ChangePolicy) -> bool {
        self.review.is_none() && self.needs_review(policy)
    }

    pub(crate) fn record_review(
        &self,
        it: &RecordReview,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let depth = self.model(cx.policy).map(|it| it.review.depth);
        let lessons = it.lessons.iter().flatten().count();
        if depth == Some(ReviewDepth::Full) && lessons == 0 {
            return no(Law::ReviewShallow).err();
        }
        Ok(ReviewRecorded {
            findings: it.findings.clone(),
            objectives_met: it.objectives_met,
            lessons: it.lessons.clone(),
        }
        .into())
    }
}
