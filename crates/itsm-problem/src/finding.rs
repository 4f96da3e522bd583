//! What was found out: causes, and the analyses that led to them.
//!
//! Causes are numbered from 1 in the order in which they were stated, and keep their numbers. What
//! turns out wrong is rejected and stays, so that nobody looks into it a second time.

use crate::cause::{Cause, Method};
use crate::cause_analysis::CauseAnalysis;
use crate::decide::Decided;
use crate::error::{Law, ProblemError};
use crate::problem::Problem;
use crate::refuse::{No, changes};
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// State a cause.
    pub struct AddCause {
        /// The cause.
        cause: Cause,
    }
}
wire_struct! {
    /// Put a cause better.
    pub struct ReviseCause {
        /// Which, by its number.
        number: u32,
        /// As it reads now.
        cause: Cause,
    }
}
wire_struct! {
    /// Say that something is no cause after all.
    pub struct RejectCause {
        /// Which, by its number.
        number: u32,
        /// What speaks against it.
        reason: Note,
    }
}
wire_struct! {
    /// Keep what an analysis has found. An analysis that found no cause is one too.
    pub struct AttachAnalysis {
        /// The method.
        method: Method,
        /// What it says, in words.
        summary: Note,
        /// The causes that it found.
        causes: Vec<Cause>,
    } optional {
        /// The analysis itself, so that its figures, its page and its picture can be had again.
        /// [`CauseAnalysis::attached`] fills in the rest.
        working: Box<CauseAnalysis>,
    }
}
wire_struct! {
    /// A cause was stated.
    pub struct CauseAdded {
        /// Its number.
        number: u32,
        /// The cause.
        cause: Cause,
    }
}
wire_struct! {
    /// A cause was put better.
    pub struct CauseRevised {
        /// Its number.
        number: u32,
        /// As it reads now.
        cause: Cause,
    }
}
wire_struct! {
    /// Something is no cause after all.
    pub struct CauseRejected {
        /// Its number.
        number: u32,
        /// What speaks against it.
        reason: Note,
    }
}
wire_struct! {
    /// An analysis was attached.
    pub struct AnalysisAttached {
        /// The method.
        method: Method,
        /// What it says, in words.
        summary: Note,
        /// The causes that it found.
        causes: Vec<Cause>,
        /// The number of the first of them; the others follow.
        first_number: u32,
    } optional {
        /// The analysis itself.
        working: Box<CauseAnalysis>,
    }
}

wire_struct! {
    /// A cause of a problem, as its record keeps it.
    pub struct StatedCause {
        /// Its number, from 1.
        number: u32,
        /// The cause.
        cause: Cause,
        /// When it was last put so.
        at: Instant,
        /// By whom.
        by: Agent,
    } optional {
        /// What speaks against it, if it was rejected.
        rejected: Note,
    }
}

wire_struct! {
    /// An analysis that was attached.
    pub struct Analysis {
        /// The method.
        method: Method,
        /// What it says, in words.
        summary: Note,
        /// The numbers of the causes that it found.
        causes: Vec<u32>,
        /// When it was attached.
        at: Instant,
        /// By whom.
        by: Agent,
    } optional {
        /// The analysis itself, if it was given.
        working: Box<CauseAnalysis>,
    }
}

impl StatedCause {
    /// Whether nobody has rejected it.
    pub const fn stands(&self) -> bool {
        self.rejected.is_none()
    }
}

impl Problem {
    /// Every cause that was stated, those that were rejected too, in the order of their numbers.
    pub fn stated_causes(&self) -> &[StatedCause] {
        &self.causes
    }

    /// The causes that stand. None, one or many: there is no single root cause.
    pub fn causes(&self) -> impl Iterator<Item = &StatedCause> {
        self.causes.iter().filter(|it| it.stands())
    }

    /// The analyses that were attached, in order.
    pub fn analyses(&self) -> &[Analysis] {
        &self.analyses
    }

    /// Whether it has been analyzed: an analysis is attached, or a cause is stated that stands.
    ///
    /// Source: ITIL 4 problem management (a known error has been analyzed and not resolved).
    pub fn is_analyzed(&self) -> bool {
        !self.analyses.is_empty() || self.causes().next().is_some()
    }

    pub(crate) fn next_cause(&self) -> u32 {
        let last = self.causes.last().map_or(0, |it| it.number);
        last.saturating_add(1)
    }

    fn standing_cause(
        &self,
        number: u32,
        no: impl Fn(Law) -> No,
    ) -> Result<&StatedCause, ProblemError> {
        match self.causes().find(|it| it.number == number) {
            Some(it) => Ok(it),
            None => no(Law::CauseNotStanding).text("number", &number).err(),
        }
    }

    pub(crate) fn revise_cause(&self, it: &ReviseCause, no: impl Fn(Law) -> No) -> Decided {
        let present = self.standing_cause(it.number, &no)?;
        changes(present.cause != it.cause, &no)?;
        Ok(CauseRevised::new(it.number, it.cause.clone()).into())
    }

    pub(crate) fn reject_cause(&self, it: &RejectCause, no: impl Fn(Law) -> No) -> Decided {
        self.standing_cause(it.number, &no)?;
        Ok(CauseRejected::new(it.number, it.reason.clone()).into())
    }

    pub(crate) fn attach_analysis(&self, it: &AttachAnalysis, no: impl Fn(Law) -> No) -> Decided {
        let worked = it.working.as_ref().map(|it| it.method());
        if let Some(other) = worked.filter(|worked| *worked != it.method) {
            return no(Law::AnalysisOtherMethod)
                .text("method", &it.method)
                .text("got", &other)
                .err();
        }
        let first = self.next_cause();
        let mut attached =
            AnalysisAttached::new(it.method, it.summary.clone(), it.causes.clone(), first);
        attached.working.clone_from(&it.working);
        Ok(attached.into())
    }

    pub(crate) fn state_cause(&mut self, number: u32, cause: &Cause, at: Instant, by: &Agent) {
        self.causes
            .push(StatedCause::new(number, cause.clone(), at, by.clone()));
    }

    pub(crate) fn take_analysis(&mut self, it: &AnalysisAttached, at: Instant, by: &Agent) {
        let mut numbers = Vec::new();
        for (number, cause) in (it.first_number..).zip(&it.causes) {
            self.state_cause(number, cause, at, by);
            numbers.push(number);
        }
        let mut kept = Analysis::new(it.method, it.summary.clone(), numbers, at, by.clone());
        kept.working.clone_from(&it.working);
        self.analyses.push(kept);
    }

    pub(crate) fn cause_mut(&mut self, number: u32) -> Option<&mut StatedCause> {
        self.causes.iter_mut().find(|it| it.number == number)
    }
}
