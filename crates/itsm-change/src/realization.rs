//! Realization: when a change was really made, what came of it, and how that differs from the plan.

use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::decide::{Cx, Decided};
use crate::error::{ChangeError, Law};
use crate::outcome::{Outcome, OutcomeCode};
use crate::plan::PointOfNoReturn;
use crate::refuse::{No, changes};
use itsm_core::text::{Code, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

wire_struct! {
    /// Begin to make it.
    pub struct StartImplementation {}
}
wire_struct! {
    /// A point of no return of the back-out plan was passed.
    pub struct PassPoint {
        /// Which.
        point: Code,
    }
}
wire_struct! {
    /// It was made, or given up in the middle.
    pub struct FinishImplementation {
        /// What came of it.
        outcome: Outcome,
    } optional {
        /// What there is to say.
        notes: Note,
    }
}
wire_struct! {
    /// It was taken back.
    #[doc(alias = "roll back")]
    pub struct BackOut {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// Say what came of it, or say it anew: a review has shown more.
    pub struct RecordOutcome {
        /// What came of it.
        outcome: Outcome,
    }
}
wire_struct! {
    /// Somebody began to make it.
    pub struct ImplementationStarted {}
}
wire_struct! {
    /// A point of no return was passed.
    pub struct PointPassed {
        /// Which.
        point: Code,
    }
}
wire_struct! {
    /// It was made.
    pub struct ImplementationFinished {
        /// What came of it.
        outcome: Outcome,
    } optional {
        /// What there was to say.
        notes: Note,
    }
}
wire_struct! {
    /// It was taken back.
    pub struct BackedOut {
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// It was said what came of it.
    pub struct OutcomeRecorded {
        /// What.
        outcome: Outcome,
    }
}

/// How the time in which a change was made differs from the time for which it was planned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Deviation {
    /// So much too early it was begun.
    pub early: Seconds,
    /// So much after the end of its time it was over.
    #[doc(alias = "overrun")]
    pub late: Seconds,
}

impl Change {
    /// When somebody began to make it.
    #[doc(alias = "actual start")]
    pub const fn started_at(&self) -> Option<Instant> {
        self.started
    }

    /// When it was made, or taken back.
    #[doc(alias = "actual end")]
    pub const fn finished_at(&self) -> Option<Instant> {
        self.finished
    }

    /// What came of it.
    pub const fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// How the time in which it was made lies outside the time for which it was planned; `None` if it
    /// does not, or if one of the two is not known.
    pub fn deviation(&self) -> Option<Deviation> {
        let window = self.window.as_ref()?;
        let early = self.started?;
        let late = self.finished.unwrap_or(early);
        let deviation = Deviation {
            early: Seconds::between(early, window.start),
            late: Seconds::between(window.end, late),
        };
        (deviation.early.0 > 0 || deviation.late.0 > 0).then_some(deviation)
    }

    /// The points of no return that were passed, in the order in which they were.
    pub fn passed_points(&self) -> &[Code] {
        &self.passed
    }

    pub(crate) fn points_ahead(&self) -> impl Iterator<Item = &PointOfNoReturn> {
        let points = self.plans.back_out.iter().flat_map(|it| &it.points);
        points.filter(|it| !self.passed.contains(&it.point))
    }

    pub(crate) fn gate_of_passing(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        if self.points_ahead().next().is_none() {
            return self
                .no(Law::PointUnknown, Kind::PassPoint, cx.policy)
                .param("point", "*")
                .err();
        }
        Ok(())
    }

    /// That it does not end before it began.
    pub(crate) fn gate_of_finishing(&self, kind: Kind, cx: &Cx<'_>) -> Result<(), ChangeError> {
        let end = cx.occurred.unwrap_or(cx.now);
        match self.started {
            Some(start) if end < start => self
                .no(Law::FinishBeforeStart, kind, cx.policy)
                .param("end", end)
                .param("start", start)
                .err(),
            _ => Ok(()),
        }
    }

    pub(crate) fn gate_of_backing_out(&self, cx: &Cx<'_>) -> Result<(), ChangeError> {
        if let Some(point) = self.passed.last() {
            return self
                .no(Law::BackOutTooLate, Kind::BackOut, cx.policy)
                .text("point", point)
                .err();
        }
        self.gate_of_finishing(Kind::BackOut, cx)
    }

    pub(crate) fn pass_point(&self, it: &PassPoint, no: impl Fn(Law) -> No) -> Decided {
        if !self.points_ahead().any(|ahead| ahead.point == it.point) {
            return no(Law::PointUnknown).text("point", &it.point).err();
        }
        Ok(PointPassed::new(it.point.clone()).into())
    }

    pub(crate) fn finish(it: &FinishImplementation, no: impl Fn(Law) -> No) -> Decided {
        consistent(&it.outcome, no)?;
        Ok(ImplementationFinished {
            outcome: it.outcome.clone(),
            notes: it.notes.clone(),
        }
        .into())
    }

    pub(crate) fn record_outcome(&self, it: &RecordOutcome, no: impl Fn(Law) -> No) -> Decided {
        consistent(&it.outcome, &no)?;
        changes(self.outcome.as_ref() != Some(&it.outcome), no)?;
        Ok(OutcomeRecorded::new(it.outcome.clone()).into())
    }
}

fn consistent(outcome: &Outcome, no: impl Fn(Law) -> No) -> Result<(), ChangeError> {
    if outcome.is_consistent() {
        return Ok(());
    }
    no(Law::OutcomeContradiction)
        .param("outcome", outcome.code.as_str())
        .err()
}

/// What came of a change that was taken back.
pub(crate) fn backed_out() -> Outcome {
    Outcome::new(OutcomeCode::Unsuccessful, true)
}
