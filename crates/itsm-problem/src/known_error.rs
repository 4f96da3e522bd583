//! Known errors: problems, or parts of them, that have been analyzed and not resolved.
//!
//! A known error is a component of its problem with an id of its own. It is not a state, since a
//! problem that is being fixed is as well known as before; it is not a workaround, since some have
//! none; and it is no record that lives by itself. When its problem is fixed or its service retired
//! it is deactivated, and can still be found.
//!
//! Source: ITIL 4 problem management (error control); ISO/IEC 20000-1 8.6.3; FitSM-1 PR10.3.

use crate::decide::Decided;
use crate::error::{Law, ProblemError};
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::refuse::{No, changes};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::id::{CiId, KnownErrorId, ProblemId};
use itsm_core::ratio::Ratio;
use itsm_core::text::{Note, Title};
use itsm_core::time::Instant;
use itsm_core::{open_vocabulary, plain_enum, wire_struct};

plain_enum! {
    /// What a problem needs before a known error is declared.
    pub enum KnownErrorGate {
        /// It has been analyzed: an analysis is attached, or a cause is stated.
        Analyzed = "analyzed",
        /// There is a workaround, a cause, or another mitigation.
        Documented = "documented",
        /// There are a cause and a workaround.
        CauseAndWorkaround = "cause_and_workaround",
    }
}

open_vocabulary! {
    /// Why a known error is no longer one.
    pub struct DeactivationReason {
        /// Its problem was given up.
        CANCELED = "canceled",
        /// What causes it was removed.
        PROBLEM_FIXED = "problem_fixed",
        /// The service that suffered from it is gone.
        SERVICE_RETIRED = "service_retired",
        /// Another known error says it better.
        SUPERSEDED = "superseded",
    }
}

wire_struct! {
    /// What is said of a known error.
    pub struct ErrorText {
        /// What it is, on one line.
        title: Title,
    } optional {
        /// How one recognizes it.
        symptoms: Note,
        /// What keeps the damage small, besides the workarounds of the problem.
        mitigation: Note,
        /// The items that have it, if they are not those of the problem.
        cis: BTreeSet<CiId>,
    }
}

wire_struct! {
    /// A review of a known error.
    pub struct ErrorReview {
        /// When it was held.
        at: Instant,
        /// By whom.
        by: Agent,
        /// What was found.
        findings: Note,
    } optional {
        /// When it had been due.
        due: Instant,
    }
}

wire_struct! {
    /// The end of a known error.
    pub struct Deactivation {
        /// When.
        at: Instant,
        /// Why.
        reason: DeactivationReason,
    }
}

wire_struct! {
    /// A known error of a problem, as its record keeps it.
    pub struct KnownError {
        /// Its id, given by the host.
        id: KnownErrorId,
        /// What is said of it.
        text: ErrorText,
        /// When it was declared.
        declared_at: Instant,
        /// When it was last put so.
        revised_at: Instant,
        /// The reviews that were held, in order.
        reviews: Vec<ErrorReview>,
    } optional {
        /// Its end, if it is no longer one.
        deactivated: Deactivation,
    }
}

impl KnownError {
    /// Whether it still is one.
    pub const fn is_active(&self) -> bool {
        self.deactivated.is_none()
    }

    /// From when on its next review is counted: the last one, or its declaration.
    pub fn reviewed_at(&self) -> Instant {
        self.reviews.last().map_or(self.declared_at, |it| it.at)
    }

    /// When its next review is due; `None`: never, or no longer.
    pub fn review_due(&self, policy: &ProblemPolicy) -> Option<Instant> {
        if !self.is_active() {
            return None;
        }
        policy.known_error_review()?.after(self.reviewed_at())
    }
}

wire_struct! {
    /// Declare a known error.
    pub struct DeclareKnownError {
        /// Its id, given by the host.
        known_error: KnownErrorId,
        /// What is said of it.
        text: ErrorText,
    }
}
wire_struct! {
    /// Put a known error better.
    #[doc(alias = "update known error")]
    pub struct ReviseKnownError {
        /// Which.
        known_error: KnownErrorId,
        /// As it reads now.
        text: ErrorText,
    }
}
wire_struct! {
    /// Review a known error: is it still one, does the workaround still help, is a fix in sight?
    pub struct ReviewKnownError {
        /// Which.
        known_error: KnownErrorId,
        /// What was found.
        findings: Note,
    }
}
wire_struct! {
    /// Say that a known error is no longer one. It can still be found.
    #[doc(alias = "retire known error")]
    pub struct DeactivateKnownError {
        /// Which.
        known_error: KnownErrorId,
        /// Why.
        reason: DeactivationReason,
    }
}
wire_struct! {
    /// A known error was declared.
    pub struct KnownErrorDeclared {
        /// Its id.
        known_error: KnownErrorId,
        /// What is said of it.
        text: ErrorText,
    }
}
wire_struct! {
    /// A known error was put better.
    pub struct KnownErrorRevised {
        /// Which.
        known_error: KnownErrorId,
        /// As it reads now.
        text: ErrorText,
    }
}
wire_struct! {
    /// A known error was reviewed.
    pub struct KnownErrorReviewed {
        /// Which.
        known_error: KnownErrorId,
        /// What was found.
        findings: Note,
    } optional {
        /// When the review had been due.
        due: Instant,
    }
}
wire_struct! {
    /// A known error is no longer one.
    pub struct KnownErrorDeactivated {
        /// Which.
        known_error: KnownErrorId,
        /// Why.
        reason: DeactivationReason,
    }
}

impl Problem {
    /// Every known error that was declared, those that were deactivated too, in the order of their
    /// ids.
    pub fn known_errors(&self) -> impl Iterator<Item = &KnownError> {
        self.known_errors.values()
    }

    /// A known error by its id.
    pub fn known_error(&self, id: KnownErrorId) -> Option<&KnownError> {
        self.known_errors.get(&id)
    }

    /// Whether a problem is a known error now: analyzed, not resolved, and declared to be one.
    pub fn is_known_error(&self) -> bool {
        self.stage().is_open() && self.active_errors().next().is_some()
    }

    pub(crate) fn active_errors(&self) -> impl Iterator<Item = &KnownError> {
        self.known_errors.values().filter(|it| it.is_active())
    }

    /// Whether something keeps the damage small while the problem is not solved: an active known
    /// error with a mitigation, or with a workaround of the problem.
    pub fn is_mitigated(&self) -> bool {
        let has_workaround = self.workarounds().next().is_some();
        self.active_errors()
            .any(|it| has_workaround || it.text.mitigation.is_some())
    }

    /// Whether the problem meets the gate, as far as its record tells.
    pub(crate) fn meets(&self, gate: KnownErrorGate, mitigated: bool) -> bool {
        let cause = self.causes().next().is_some();
        let workaround = self.workarounds().next().is_some();
        match gate {
            KnownErrorGate::Analyzed => self.is_analyzed(),
            KnownErrorGate::Documented => cause || workaround || mitigated,
            KnownErrorGate::CauseAndWorkaround => cause && workaround,
        }
    }

    pub(crate) fn declare_known_error(
        &self,
        it: &DeclareKnownError,
        policy: &ProblemPolicy,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        if self.known_errors.contains_key(&it.known_error) {
            return no(Law::KnownErrorAlready)
                .text("known_error", &it.known_error)
                .err();
        }
        let gate = policy.known_error_gate();
        if !self.meets(gate, it.text.mitigation.is_some()) {
            return no(Law::KnownErrorNotReady)
                .param("gate", gate.as_str())
                .err();
        }
        Ok(KnownErrorDeclared::new(it.known_error, it.text.clone()).into())
    }

    pub(crate) fn active_error(
        &self,
        id: KnownErrorId,
        no: impl Fn(Law) -> No,
    ) -> Result<&KnownError, ProblemError> {
        match self.known_errors.get(&id).filter(|it| it.is_active()) {
            Some(it) => Ok(it),
            None => no(Law::KnownErrorNotActive).text("known_error", &id).err(),
        }
    }

    pub(crate) fn revise_known_error(
        &self,
        it: &ReviseKnownError,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let present = self.active_error(it.known_error, &no)?;
        changes(present.text != it.text, &no)?;
        Ok(KnownErrorRevised::new(it.known_error, it.text.clone()).into())
    }

    pub(crate) fn review_known_error(
        &self,
        it: &ReviewKnownError,
        policy: &ProblemPolicy,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        let present = self.active_error(it.known_error, &no)?;
        Ok(KnownErrorReviewed {
            due: present.review_due(policy),
            ..KnownErrorReviewed::new(it.known_error, it.findings.clone())
        }
        .into())
    }

    pub(crate) fn take_known_error(&mut self, id: KnownErrorId, text: &ErrorText, at: Instant) {
        let error = KnownError::new(id, text.clone(), at, at, Vec::new());
        self.known_errors.insert(id, error);
    }
}

/// A review of a known error that is late.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct OverdueReview {
    /// When it was due.
    pub due: Instant,
    /// The problem.
    pub problem: ProblemId,
    /// The known error.
    pub known_error: KnownErrorId,
}

/// The reviews of known errors that are late, longest first.
///
/// ```
/// # use itsm_core::{actor::Actor, context::Context, id::{KnownErrorId, PersonId, ProblemId}, level::{Impact, Urgency}, text::{Note, Title}, time::Seconds};
/// # use itsm_problem::{Problem, cause::{Cause, Contribution}, command::*, known_error::{overdue, ErrorText}, policy::ProblemPolicy, profile::*};
/// # let ana = Actor::person(PersonId::from_key(1));
/// # let policy = ProblemPolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
/// # let profile = ProblemProfile::new(Title::new("Mail stops at noon")?, origin, Impact::new("High")?, Urgency::new("Low")?);
/// # let (mut problem, _) = Problem::register(ProblemId::from_key(1), profile, [], &cx)?;
/// # problem.execute(BeginAssessment::new(), &cx)?;
/// # problem.execute(AddCause::new(Cause::new(Contribution::Occurrence, Note::new("The queue is full.")?, vec![])), &cx)?;
/// let text = ErrorText::new(Title::new("Queue of srv-mail-01 fills up")?);
/// problem.execute(DeclareKnownError::new(KnownErrorId::from_key(1), text), &cx)?;
/// let in_time = Seconds::days(90).after(cx.now).ok_or("out of time")?;
/// assert_eq!(overdue([&problem], in_time, &policy).len(), 0);
/// let late = Seconds::days(91).after(cx.now).ok_or("out of time")?;
/// assert_eq!(overdue([&problem], late, &policy)[0].known_error, KnownErrorId::from_key(1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn overdue<'a>(
    problems: impl IntoIterator<Item = &'a Problem>,
    now: Instant,
    policy: &ProblemPolicy,
) -> Vec<OverdueReview> {
    let mut late: Vec<OverdueReview> = problems
        .into_iter()
        .flat_map(|problem| {
            problem.active_errors().filter_map(|it| {
                Some(OverdueReview {
                    due: it.review_due(policy).filter(|due| *due < now)?,
                    problem: problem.id(),
                    known_error: it.id,
                })
            })
        })
        .collect();
    late.sort_unstable();
    late
}

/// Of the reviews that fell due from `from` on and before `until`: how many were held, and in time.
///
/// The denominator counts the reviews that were held, by when they had been due, and those that
/// were not held yet and are due by the policy. A review at the very instant at which it is due is
/// in time.
///
/// Source: ITIL 4 problem management (timely review of known errors); ISO/IEC 20000-1 8.6.3.
pub fn completion_rate<'a>(
    problems: impl IntoIterator<Item = &'a Problem>,
    from: Instant,
    until: Instant,
    policy: &ProblemPolicy,
) -> Ratio {
    let within = |due: &Instant| from <= *due && *due < until;
    let mut ratio = Ratio::new(0, 0);
    for error in problems.into_iter().flat_map(Problem::known_errors) {
        for review in &error.reviews {
            if let Some(due) = review.due.filter(within) {
                ratio.count(review.at <= due);
            }
        }
        if error.review_due(policy).as_ref().is_some_and(within) {
            ratio.count(false);
        }
    }
    ratio
}
