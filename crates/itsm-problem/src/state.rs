//! States: where a problem stands, with the facts that each state demands.
//!
//! A resolved problem without a resolution cannot be built. The enum is exhaustive on purpose: a
//! new state must break an integrator's build. Whoever knows other names, such as "Open" and
//! "Known error", gives them to the states as [labels](crate::policy::ProblemPolicy::label): a known
//! error is no state, and neither is a change that somebody waits for.

use crate::verification::Evidence;
use itsm_core::actor::Role;
use itsm_core::free_text::FreeText;
use itsm_core::id::{PersonId, ProblemId};
use itsm_core::text::Note;
use itsm_core::time::{ClosedAt, Instant, ResolvedAt};
use itsm_core::{open_vocabulary, plain_enum, wire_struct};

plain_enum! {
    /// The state without what it carries.
    #[doc(alias = "status")]
    pub enum ProblemStage {
        /// Registered; nobody has looked at it yet.
        #[doc(alias = "open")]
        New = "new",
        /// Somebody finds out whether it is a problem, and a new one.
        #[doc(alias = "logged")]
        Assess = "assess",
        /// Its causes are looked for.
        #[doc(alias = "investigation")]
        #[doc(alias = "RCA")]
        RootCauseAnalysis = "root_cause_analysis",
        /// What causes it is being removed.
        #[doc(alias = "pending change")]
        #[doc(alias = "error control")]
        FixInProgress = "fix_in_progress",
        /// A fix was applied, or the risk accepted; whether it works has to show.
        #[doc(alias = "solved")]
        #[doc(alias = "under observation")]
        Resolved = "resolved",
        /// Done with.
        Closed = "closed",
        /// Given up: no problem, another one's duplicate, or not worth the effort.
        #[doc(alias = "cancelled")]
        Canceled = "canceled",
    }
}

impl ProblemStage {
    /// Whether work is still to be done: everything before it is resolved or given up.
    #[doc(alias = "active")]
    pub const fn is_open(self) -> bool {
        matches!(
            self,
            Self::New | Self::Assess | Self::RootCauseAnalysis | Self::FixInProgress
        )
    }
}

/// Where a problem stands.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum ProblemState {
    /// Registered.
    New,
    /// It is being assessed.
    Assess,
    /// Its causes are looked for.
    RootCauseAnalysis,
    /// They are being removed.
    FixInProgress,
    /// A fix was applied, or the risk accepted.
    Resolved(Resolution),
    /// Done with.
    Closed(Closure),
    /// Given up.
    Canceled(Cancellation),
}

impl ProblemState {
    /// The state without what it carries.
    pub const fn stage(&self) -> ProblemStage {
        match self {
            Self::New => ProblemStage::New,
            Self::Assess => ProblemStage::Assess,
            Self::RootCauseAnalysis => ProblemStage::RootCauseAnalysis,
            Self::FixInProgress => ProblemStage::FixInProgress,
            Self::Resolved(_) => ProblemStage::Resolved,
            Self::Closed(_) => ProblemStage::Closed,
            Self::Canceled(_) => ProblemStage::Canceled,
        }
    }

    /// The resolution, once resolved and after closing.
    pub const fn resolution(&self) -> Option<&Resolution> {
        match self {
            Self::Resolved(resolution) | Self::Closed(Closure { resolution, .. }) => {
                Some(resolution)
            }
            _ => None,
        }
    }

    /// The moments that it tells of, each by its name.
    pub(crate) fn moments(&self) -> [Option<(&'static str, Instant)>; 3] {
        let resolved = self.resolution().map(|it| ("resolved_at", it.at().0));
        match self {
            Self::Closed(it) => [resolved, Some(("closed_at", it.at.0)), None],
            Self::Canceled(it) => [None, None, Some(("canceled_at", it.at))],
            _ => [resolved, None, None],
        }
    }
}

plain_enum! {
    /// How a problem ended, as reports count it.
    ///
    /// Most problems end in one of these; some never end, and that is legal.
    #[doc(alias = "close code")]
    pub enum ResolutionCode {
        /// What caused it was removed.
        FixApplied = "fix_applied",
        /// Somebody with the authority decided to live with it.
        RiskAccepted = "risk_accepted",
        /// Another record stands for it.
        Duplicate = "duplicate",
        /// Given up for another reason.
        Canceled = "canceled",
    }
}

/// How a problem was resolved.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Resolution {
    /// What caused it was removed.
    FixApplied(AppliedFix),
    /// Somebody with the authority decided to live with it.
    RiskAccepted(AcceptedRisk),
}

impl Resolution {
    /// When.
    pub const fn at(&self) -> ResolvedAt {
        match self {
            Self::FixApplied(it) => it.at,
            Self::RiskAccepted(it) => it.at,
        }
    }

    /// How, in a word.
    pub const fn code(&self) -> ResolutionCode {
        match self {
            Self::FixApplied(_) => ResolutionCode::FixApplied,
            Self::RiskAccepted(_) => ResolutionCode::RiskAccepted,
        }
    }

    /// The fix, if there is one.
    pub const fn fix(&self) -> Option<&AppliedFix> {
        match self {
            Self::FixApplied(it) => Some(it),
            Self::RiskAccepted(_) => None,
        }
    }
}

wire_struct! {
    /// A fix, and what shows that it works.
    pub struct AppliedFix {
        /// When it was applied.
        at: ResolvedAt,
        /// What was done.
        notes: Note,
        /// Whether it altered a service.
        alters_services: bool,
    } optional {
        /// What shows that it works; absent: nothing yet.
        verified: Evidence,
    }
}
wire_struct! {
    /// The decision to live with a problem.
    pub struct AcceptedRisk {
        /// When.
        at: ResolvedAt,
        /// Why.
        reason: Note,
        /// Who decided.
        authority: PersonId,
        /// In which role.
        role: Role,
    }
}
wire_struct! {
    /// The end of a problem that was resolved.
    pub struct Closure {
        /// When.
        at: ClosedAt,
        /// How it had been resolved.
        resolution: Resolution,
    }
}

open_vocabulary! {
    /// Why a problem was given up.
    pub struct CancelReason {
        /// Another record stands for it.
        DUPLICATE = "duplicate",
        /// It is none, after all.
        NO_PROBLEM = "no_problem",
        /// It is one, and not worth the effort. Not every problem is analyzed.
        NOT_PURSUED = "not_pursued",
    }
}

wire_struct! {
    /// The end of a problem that was given up.
    pub struct Cancellation {
        /// When.
        at: Instant,
        /// Why, in a word.
        reason: CancelReason,
    } optional {
        /// Why, in full.
        notes: Note,
        /// The record that stands for it, if it is a duplicate.
        instead: ProblemId,
    }
}

impl FreeText for Resolution {
    fn redact(&mut self) -> usize {
        match self {
            Self::FixApplied(it) => it.redact(),
            Self::RiskAccepted(it) => it.redact(),
        }
    }
}

impl FreeText for ProblemState {
    fn redact(&mut self) -> usize {
        match self {
            Self::New | Self::Assess | Self::RootCauseAnalysis | Self::FixInProgress => 0,
            Self::Resolved(it) => it.redact(),
            Self::Closed(it) => it.redact(),
            Self::Canceled(it) => it.redact(),
        }
    }
}
