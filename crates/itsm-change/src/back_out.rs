//! Until when a change can still be taken back, and what went otherwise than planned.

use crate::task_plan::{PlanTask, TaskPlan};
use alloc::vec::Vec;
use itsm_core::plain_enum;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};

plain_enum! {
    /// What sets the latest time at which to begin to back out.
    pub enum BackOutBound {
        /// There is no way back once the next task has begun.
        PointOfNoReturn = "point_of_no_return",
        /// It has to be done by the end of the window.
        WindowEnd = "window_end",
    }
}

/// Until when a change can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum LatestBackOut<'a> {
    /// It can be, if that begins no later than this.
    Until {
        /// The latest instant at which to begin.
        at: Instant,
        /// How long it then takes to undo, one after the other, what has begun by then.
        takes: Seconds,
        /// What sets this time.
        bound: BackOutBound,
    },
    /// Nobody can say: the window is not known, or it is not said how long it takes to undo these
    /// tasks.
    Unknown {
        /// The tasks.
        tasks: Vec<&'a Code>,
    },
}

plain_enum! {
    /// How something went otherwise than planned.
    pub enum DeviationKind {
        /// It began before the planned window.
        BeganEarly = "began_early",
        /// It began after the planned window.
        BeganLate = "began_late",
        /// It was done after the planned window.
        EndedLate = "ended_late",
    }
}

/// Something that happened outside of the planned window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlanDeviation<'a> {
    /// The task; `None`: the change as a whole.
    pub task: Option<&'a Code>,
    /// How.
    pub kind: DeviationKind,
    /// By how much.
    pub by: Seconds,
}

impl TaskPlan {
    /// The latest instant at which backing out can begin, if each task begins as soon as it can:
    /// before the first task without a way back, and early enough to undo everything that has begun
    /// until then before the window ends.
    ///
    /// A task that begins at the very instant at which backing out begins is not begun.
    pub fn latest_back_out(&self) -> LatestBackOut<'_> {
        let unknown = |tasks| LatestBackOut::Unknown { tasks };
        let (Some(start), Some(end)) = (self.draft.start, self.draft.end) else {
            return unknown(Vec::new());
        };
        let window = Seconds::between(start, end).0;
        let mut begun: Vec<(u64, &PlanTask)> = self
            .times
            .of_tasks
            .iter()
            .map(|it| it.earliest)
            .zip(&self.draft.tasks)
            .collect();
        begun.sort_by_key(|(at, _)| *at);
        let mut no_return = begun
            .iter()
            .filter(|(_, it)| it.point_of_no_return == Some(true));
        let no_return = no_return.next().map(|(at, _)| *at);
        let limit = no_return.unwrap_or(u64::MAX);
        let mut missing: Vec<&Code> = Vec::new();
        for (_, task) in begun.iter().filter(|(at, _)| *at < limit.min(window)) {
            missing.extend(task.back_out.is_none().then_some(&task.id));
        }
        if !missing.is_empty() {
            missing.sort_unstable();
            return unknown(missing);
        }
        // At the beginning nothing has begun, and there is nothing to undo.
        let (mut best, mut undo) = ((0, 0), 0_u64);
        let steps = begun.iter().map(|(at, _)| *at).skip(1);
        let mut next = steps.chain([u64::MAX]);
        for (at, task) in &begun {
            undo = undo.saturating_add(task.back_out.map_or(0, |it| it.0));
            let latest = window.saturating_sub(undo);
            let until = next.next().unwrap_or(u64::MAX).min(limit).min(latest);
            if *at < until && undo <= window {
                best = (until, undo);
            }
        }
        let (after, takes) = best;
        LatestBackOut::Until {
            at: Seconds(after).after(start).unwrap_or(start),
            takes: Seconds(takes),
            bound: if no_return == Some(after) {
                BackOutBound::PointOfNoReturn
            } else {
                BackOutBound::WindowEnd
            },
        }
    }

    /// What happened outside of the planned window: first of the change as a whole, then of its
    /// tasks in the order of the draft. Nothing where the window is not known.
    pub fn deviations(&self) -> Vec<PlanDeviation<'_>> {
        let mut found = Vec::new();
        let draft = &self.draft;
        let whole = (None, draft.actual_start, draft.actual_end);
        let tasks = draft.tasks.iter();
        let tasks = tasks.map(|it| (Some(&it.id), it.actual_start, it.actual_end));
        for (task, began, done) in core::iter::once(whole).chain(tasks) {
            let mut say = |kind, from, until| {
                let by = Seconds::between(from, until);
                found.push(PlanDeviation { task, kind, by });
            };
            if let (Some(began), Some(start)) = (began, draft.start) {
                if began < start {
                    say(DeviationKind::BeganEarly, began, start);
                }
            }
            if let (Some(began), Some(end)) = (began, draft.end) {
                if began >= end {
                    say(DeviationKind::BeganLate, end, began);
                }
            }
            if let (Some(done), Some(end)) = (done, draft.end) {
                if done > end {
                    say(DeviationKind::EndedLate, end, done);
                }
            }
        }
        found
    }
}
