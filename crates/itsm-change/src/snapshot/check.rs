//! What cannot have come about, whatever the policy and the other tool.

use crate::modification::Application;
use crate::snapshot::{ChangeSnapshot, SCHEMA};
use crate::state::{ChangeStage, ChangeState};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use itsm_core::fault::Faults;
use itsm_core::link::RecordRef;
use itsm_core::time::Instant;

/// No history is longer, and the integers of most databases end there.
const LONGEST: u64 = i64::MAX.unsigned_abs();

impl ChangeSnapshot {
    /// Everything that cannot be.
    pub(super) fn check(&self) -> Result<(), Faults> {
        let mut faults = Faults::new();
        if self.schema == SCHEMA {
            self.revision_counts(&mut faults);
            self.moments_are_past(&mut faults);
            self.nothing_points_at_itself(&mut faults);
            self.numbers_go_up(&mut faults);
            self.tasks_wait_for_earlier_ones(&mut faults);
            self.window_ends_after_it_begins(&mut faults);
            self.outcome_fits(&mut faults);
            self.model_passes_the_state(&mut faults);
            self.rests_on_the_road(&mut faults);
            self.votes_belong_to_rounds(&mut faults);
        } else {
            // Written in another form: nothing else in it can be judged.
            let message = format!("expected {SCHEMA}, got {}", self.schema);
            faults.add("schema", "change.snapshot.schema", message);
        }
        faults.or(Some(()))
    }

    fn revision_counts(&self, faults: &mut Faults) {
        if self.revision == 0 || self.revision > LONGEST {
            let message = format!("expected 1 to {LONGEST}, got {}", self.revision);
            faults.add("revision", "change.snapshot.revision", message);
        }
    }

    fn moments_are_past(&self, faults: &mut Faults) {
        let mut told = |path: String, at: Instant| {
            if at > self.last_at {
                let message = format!("`{at}` is after the last event at `{}`", self.last_at);
                faults.add(path, "change.snapshot.ahead", message);
            }
        };
        told("since".into(), self.since);
        told("registered_at".into(), self.registered_at);
        let optional = [
            ("asked_at", self.asked_at),
            ("started", self.started),
            ("finished", self.finished),
            ("profile.made_at", self.profile.made_at),
            ("holding.since", self.holding.as_ref().map(|it| it.since)),
            ("review.at", self.review.as_ref().map(|it| it.at)),
        ];
        for (path, at) in optional {
            if let Some(at) = at {
                told(path.into(), at);
            }
        }
        if let Some((field, at)) = self.state.moment() {
            told(format!("state.{field}"), at);
        }
        for (i, it) in self.votes.iter().enumerate() {
            told(format!("votes[{i}].recorded_at"), it.recorded_at);
            told(format!("votes[{i}].given_at"), it.given_at);
        }
        for (i, it) in self.lapses.iter().enumerate() {
            told(format!("lapses[{i}].at"), it.at);
        }
        for (i, it) in self.modifications.iter().enumerate() {
            told(format!("modifications[{i}].at"), it.at);
        }
        for (i, it) in self.log.iter().enumerate() {
            told(format!("log[{i}].at"), it.at);
        }
        for (i, it) in self.redactions.iter().enumerate() {
            told(format!("redactions[{i}].at"), it.at);
        }
    }

    fn nothing_points_at_itself(&self, faults: &mut Faults) {
        if self.reasons.contains(&RecordRef::Change(self.id)) {
            let message = format!("`{}` is the change itself", self.id);
            faults.add("reasons", "change.snapshot.itself", message);
        }
    }

    /// Modifications are numbered from 1.
    fn numbers_go_up(&self, faults: &mut Faults) {
        for (i, it) in self.modifications.iter().enumerate() {
            let expected = i.saturating_add(1);
            if u32::try_from(expected) != Ok(it.number) {
                let message = format!("expected {expected}, got {}", it.number);
                let path = format!("modifications[{i}].number");
                faults.add(path, "change.snapshot.number", message);
            }
        }
    }

    /// Each stands once, and waits for tasks that stand before it.
    fn tasks_wait_for_earlier_ones(&self, faults: &mut Faults) {
        let mut seen = BTreeSet::new();
        for (i, task) in self.tasks.iter().enumerate() {
            for first in task.after.difference(&seen) {
                let message = format!("no task `{first}` stands before it");
                faults.add(
                    format!("tasks[{i}].after"),
                    "change.snapshot.unknown",
                    message,
                );
            }
            if !seen.insert(task.id) {
                let message = format!("there is a task `{}` already", task.id);
                faults.add(format!("tasks[{i}].id"), "change.snapshot.twice", message);
            }
        }
    }

    fn window_ends_after_it_begins(&self, faults: &mut Faults) {
        if let Some(window) = self.window.as_ref().filter(|it| it.end <= it.start) {
            let message = format!("`{}` is not before `{}`", window.start, window.end);
            faults.add("window", "change.snapshot.window", message);
        }
    }

    /// What was taken back was not successful, and what ends with an outcome has one.
    fn outcome_fits(&self, faults: &mut Faults) {
        let contradicts = self.outcome.as_ref().is_some_and(|it| !it.is_consistent());
        if contradicts {
            let message = "it was taken back, and is said to be successful";
            faults.add("outcome", "change.snapshot.outcome", message);
        }
        if let ChangeState::Closed(end) = &self.state {
            if self.outcome.as_ref() != Some(&end.outcome) {
                let message = "it was closed with another one";
                faults.add("outcome", "change.snapshot.outcome", message);
            }
        }
        let applied = |it: &Application| {
            matches!(
                it,
                Application::Applied | Application::Drifted | Application::Refused
            )
        };
        for (i, it) in self.modifications.iter().enumerate() {
            if applied(&it.application) && self.outcome.is_none() {
                let message = format!("it is `{}` before the change was made", it.application);
                let path = format!("modifications[{i}].application");
                faults.add(path, "change.snapshot.state", message);
            }
        }
    }

    fn model_passes_the_state(&self, faults: &mut Faults) {
        let stage = self.state.stage();
        let passes = match (&self.model, stage) {
            (Some(used), _) => used.model.passes(stage) && stage != ChangeStage::New,
            // Given up before it was on its way.
            (None, stage) => matches!(stage, ChangeStage::New | ChangeStage::Canceled),
        };
        if !passes {
            let message = format!("a change of its model is not `{stage}`");
            faults.add("model", "change.snapshot.state", message);
        }
    }

    fn rests_on_the_road(&self, faults: &mut Faults) {
        let stage = self.state.stage();
        let made = stage == ChangeStage::Review || !stage.is_open();
        if self.holding.is_some() && made {
            let message = format!("a change that is `{stage}` does not rest");
            faults.add("holding", "change.snapshot.state", message);
        }
    }

    fn votes_belong_to_rounds(&self, faults: &mut Faults) {
        for (i, it) in self.votes.iter().enumerate() {
            if it.round > self.round {
                let message = format!("expected at most {}, got {}", self.round, it.round);
                let path = format!("votes[{i}].round");
                faults.add(path, "change.snapshot.round", message);
            }
        }
    }
}
