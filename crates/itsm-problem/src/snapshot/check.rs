//! What cannot have come about, whatever the policy and the other tool.

use crate::snapshot::{ProblemSnapshot, SCHEMA};
use crate::state::{ProblemStage, ProblemState};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use itsm_core::fault::Faults;
use itsm_core::time::Instant;

/// No history is longer, and the integers of most databases end there.
const LONGEST: u64 = i64::MAX.unsigned_abs();

impl ProblemSnapshot {
    /// Everything that cannot be.
    pub(super) fn check(&self) -> Result<(), Faults> {
        let mut faults = Faults::new();
        if self.schema == SCHEMA {
            self.revision_counts(&mut faults);
            self.moments_are_past(&mut faults);
            self.nothing_points_at_itself(&mut faults);
            self.numbers_go_up(&mut faults);
            self.nothing_stands_twice(&mut faults);
            self.counters_add_up(&mut faults);
            self.rests_while_open(&mut faults);
        } else {
            // Written in another form: nothing else in it can be judged.
            let message = format!("expected {SCHEMA}, got {}", self.schema);
            faults.add("schema", "problem.snapshot.schema", message);
        }
        faults.or(Some(()))
    }

    fn revision_counts(&self, faults: &mut Faults) {
        if self.revision == 0 || self.revision > LONGEST {
            let message = format!("expected 1 to {LONGEST}, got {}", self.revision);
            faults.add("revision", "problem.snapshot.revision", message);
        }
    }

    fn moments_are_past(&self, faults: &mut Faults) {
        let mut told = |path: String, at: Instant| {
            if at > self.last_at {
                let message = format!("`{at}` is after the last event at `{}`", self.last_at);
                faults.add(path, "problem.snapshot.ahead", message);
            }
        };
        told("since".into(), self.since);
        told("registered_at".into(), self.registered_at);
        told("last_activity".into(), self.last_activity);
        for (field, at) in self.state.moments().into_iter().flatten() {
            told(format!("state.{field}"), at);
        }
        for (id, at) in &self.incidents {
            told(format!("incidents.{id}"), *at);
        }
        for (id, change) in &self.changes {
            told(format!("changes.{id}.since"), change.since);
        }
        for (i, it) in self.causes.iter().enumerate() {
            told(format!("causes[{i}].at"), it.at);
        }
        for (i, it) in self.analyses.iter().enumerate() {
            told(format!("analyses[{i}].at"), it.at);
        }
        for (i, it) in self.workarounds.iter().enumerate() {
            told(format!("workarounds[{i}].at"), it.at);
        }
        for (i, it) in self.known_errors.iter().enumerate() {
            told(format!("known_errors[{i}].declared_at"), it.declared_at);
            told(format!("known_errors[{i}].revised_at"), it.revised_at);
            for (j, review) in it.reviews.iter().enumerate() {
                told(format!("known_errors[{i}].reviews[{j}].at"), review.at);
            }
            if let Some(end) = &it.deactivated {
                told(format!("known_errors[{i}].deactivated.at"), end.at);
            }
        }
        if let Some(it) = &self.strategy {
            told("strategy.since".into(), it.since);
        }
        if let Some(it) = &self.parking {
            told("parking.since".into(), it.since);
        }
        if let Some(it) = &self.review {
            told("review.at".into(), it.at);
        }
        let steps = self.model.iter().flat_map(|it| &it.steps);
        for (i, at) in steps.enumerate().filter_map(|(i, it)| Some((i, it.done?))) {
            told(format!("model.steps[{i}].done"), at);
        }
        for (i, it) in self.log.iter().enumerate() {
            told(format!("log[{i}].at"), it.at);
        }
        for (i, it) in self.redactions.iter().enumerate() {
            told(format!("redactions[{i}].at"), it.at);
        }
    }

    fn nothing_points_at_itself(&self, faults: &mut Faults) {
        let instead = match &self.state {
            ProblemState::Canceled(it) => it.instead,
            _ => None,
        };
        let itself = [
            ("duplicates", self.duplicates.contains(&self.id)),
            ("state.canceled.instead", instead == Some(self.id)),
        ];
        for (path, broken) in itself {
            if broken {
                let message = format!("`{}` is the problem itself", self.id);
                faults.add(path, "problem.snapshot.itself", message);
            }
        }
    }

    /// Causes and workarounds are numbered from 1, and analyses name causes that were stated.
    fn numbers_go_up(&self, faults: &mut Faults) {
        let causes = self.causes.iter().map(|it| it.number);
        let workarounds = self.workarounds.iter().map(|it| it.number);
        for (i, number) in causes.enumerate() {
            number_at(&format!("causes[{i}].number"), i, number, faults);
        }
        for (i, number) in workarounds.enumerate() {
            number_at(&format!("workarounds[{i}].number"), i, number, faults);
        }
        for (i, analysis) in self.analyses.iter().enumerate() {
            for number in &analysis.causes {
                if !self.causes.iter().any(|it| it.number == *number) {
                    let message = format!("there is no cause {number}");
                    let path = format!("analyses[{i}].causes");
                    faults.add(path, "problem.snapshot.unknown", message);
                }
            }
        }
    }

    fn nothing_stands_twice(&self, faults: &mut Faults) {
        let mut seen = BTreeSet::new();
        for (i, task) in self.tasks.iter().enumerate() {
            if !seen.insert(task.id) {
                let message = format!("there is a task `{}` already", task.id);
                faults.add(format!("tasks[{i}].id"), "problem.snapshot.twice", message);
            }
        }
        let mut seen = BTreeSet::new();
        for (i, error) in self.known_errors.iter().enumerate() {
            if !seen.insert(error.id) {
                let message = format!("there is a known error `{}` already", error.id);
                let path = format!("known_errors[{i}].id");
                faults.add(path, "problem.snapshot.twice", message);
            }
        }
    }

    fn counters_add_up(&self, faults: &mut Faults) {
        for (i, it) in self.workarounds.iter().enumerate() {
            let it = &it.effectiveness;
            if it.used < it.worked.saturating_add(it.failed) {
                let message = format!(
                    "used {} times, expected at least the {} that worked and the {} that failed",
                    it.used, it.worked, it.failed
                );
                let path = format!("workarounds[{i}].effectiveness");
                faults.add(path, "problem.snapshot.counts", message);
            }
        }
    }

    /// What rests is being worked on otherwise: it was neither just registered nor has it ended.
    fn rests_while_open(&self, faults: &mut Faults) {
        let stage = self.state.stage();
        if self.parking.is_some() && (!stage.is_open() || stage == ProblemStage::New) {
            let message = format!("a problem that is `{stage}` does not rest");
            faults.add("parking", "problem.snapshot.state", message);
        }
    }
}

fn number_at(path: &str, place: usize, number: u32, faults: &mut Faults) {
    let expected = place.saturating_add(1);
    if u32::try_from(expected) != Ok(number) {
        let message = format!("expected {expected}, got {number}");
        faults.add(path, "problem.snapshot.number", message);
    }
}
