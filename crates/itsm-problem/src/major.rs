//! Major problems: those from which somebody has to learn.
//!
//! Source: ITIL 4 problem management (problem review); ISO/IEC 20000-1 8.6.3.

use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What becomes of a major problem that is to be closed before its review.
    pub enum ReviewOnClose {
        /// It is closed, and the review stays due.
        Allow = "allow",
        /// It is not closed.
        Refuse = "refuse",
    }
}

wire_struct! {
    /// Flag it as a major problem: it is to be reviewed.
    pub struct FlagMajor {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It is no major problem after all.
    pub struct ClearMajor {
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// Record what a review of the problem found, and what was learned. Every problem may be
    /// reviewed; a major one must be.
    #[doc(alias = "lessons learned")]
    pub struct RecordReview {
        /// What went well, what did not.
        findings: Note,
        /// What was learned, one lesson an entry.
        lessons: Vec<Note>,
    }
}
wire_struct! {
    /// It was flagged as a major problem.
    pub struct MajorFlagged {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It is no major problem after all.
    pub struct MajorCleared {
        /// Why not.
        reason: Note,
    }
}
wire_struct! {
    /// It was reviewed.
    pub struct ReviewRecorded {
        /// What was found.
        findings: Note,
        /// What was learned.
        lessons: Vec<Note>,
    }
}
wire_struct! {
    /// A review that was held.
    pub struct Review {
        /// When.
        at: Instant,
        /// By whom.
        by: Agent,
        /// What was found.
        findings: Note,
        /// What was learned.
        lessons: Vec<Note>,
    }
}

impl Problem {
    /// Whether it is a major problem.
    pub const fn is_major(&self) -> bool {
        self.major.is_some()
    }

    /// Why it is one.
    pub const fn major_reason(&self) -> Option<&Note> {
        self.major.as_ref()
    }

    /// The last review.
    pub const fn review(&self) -> Option<&Review> {
        self.review.as_ref()
    }

    /// Whether a review is owed before it may be closed.
    pub(crate) fn lacks_review(&self, policy: &ProblemPolicy) -> bool {
        self.is_major()
            && self.review.is_none()
            && policy.review_on_close() == ReviewOnClose::Refuse
    }
}
