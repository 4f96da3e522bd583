//! What cannot have come about, whatever the policy and the other tool.

use crate::snapshot::{IncidentSnapshot, SCHEMA};
use crate::state::{HoldInterval, IncidentStage, IncidentState, OnHold};
use crate::task::TaskOutcome;
use alloc::borrow::ToOwned;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use itsm_core::fault::Faults;
use itsm_core::link::RecordRef;
use itsm_core::time::Instant;

/// No history is longer, and the integers of most databases end there.
const LONGEST: u64 = i64::MAX.unsigned_abs();

/// The faults of a snapshot as they are found.
pub(super) struct Check<'a> {
    pub(super) it: &'a IncidentSnapshot,
    pub(super) faults: Faults,
}

impl IncidentSnapshot {
    /// Everything that cannot be.
    pub(super) fn check(&self) -> Result<(), Faults> {
        let mut check = Check {
            it: self,
            faults: Faults::new(),
        };
        if self.schema == SCHEMA {
            check.revision();
            check.moments();
            check.pointers();
            check.holds();
            check.major();
            check.tasks();
            check.counters();
            check.annex();
        } else {
            // Written in another form: nothing else in it can be judged.
            let message = format!("expected {SCHEMA}, got {}", self.schema);
            check.add("schema", "incident.snapshot.schema", message);
        }
        check.faults.or(Some(()))
    }

    /// When it was resolved, else closed, else canceled, with its place.
    pub(super) fn end(&self) -> Option<(&'static str, Instant)> {
        match &self.state {
            IncidentState::Resolved(it) => Some(("state.resolved.at", it.at.0)),
            IncidentState::Closed(it) => Some(match &it.resolution {
                Some(resolution) => ("state.closed.resolution.at", resolution.at.0),
                None => ("state.closed.at", it.at.0),
            }),
            IncidentState::Canceled(it) => Some(("state.canceled.at", it.at)),
            _ => None,
        }
    }
}

impl Check<'_> {
    pub(super) fn add(&mut self, path: &str, rule: &'static str, message: impl Into<String>) {
        self.faults.add(path.to_owned(), rule, message);
    }

    /// Two moments that come in this order.
    pub(super) fn ordered(&mut self, before: (&str, Instant), path: &str, at: Instant) {
        if at < before.1 {
            let message = format!(
                "expected not before `{}` `{}`, got `{at}`",
                before.0, before.1
            );
            self.add(path, "incident.snapshot.order", message);
        }
    }

    /// A moment that the record tells of: not after its last event.
    pub(super) fn told(&mut self, path: &str, at: impl Into<Option<Instant>>) {
        let last_at = self.it.last_at;
        if let Some(at) = at.into().filter(|at| *at > last_at) {
            let message = format!("expected at most `last_at` `{last_at}`, got `{at}`");
            self.add(path, "incident.snapshot.ahead", message);
        }
    }

    /// A moment that only an event after the birth can have left: not before the registration.
    pub(super) fn lived(&mut self, path: &str, at: impl Into<Option<Instant>>) {
        let Some(at) = at.into() else { return };
        self.told(path, at);
        let registered_at = self.it.registered_at.0;
        if at < registered_at {
            let message =
                format!("expected at least `registered_at` `{registered_at}`, got `{at}`");
            self.add(path, "incident.snapshot.early", message);
        }
    }

    fn revision(&mut self) {
        let (revision, shown) = (self.it.revision, self.it.events_shown());
        if revision < shown {
            let message =
                format!("expected at least {shown}, since so many events show, got {revision}");
            self.add("revision", "incident.snapshot.revision", message);
        } else if revision > LONGEST {
            let message = format!("expected at most {LONGEST}, got {revision}");
            self.add("revision", "incident.snapshot.revision", message);
        }
    }

    fn moments(&mut self) {
        let it = self.it;
        self.told("registered_at", it.registered_at.0);
        self.told("acknowledged_at", it.acknowledged_at.map(|it| it.0));
        self.told("profile.occurred_at", it.profile.occurred_at.map(|it| it.0));
        self.told("profile.detected_at", it.profile.detected_at.map(|it| it.0));
        self.lived(
            "last_reopening.at",
            it.last_reopening.as_ref().map(|it| it.at),
        );
        if let Some((path, at)) = it.end() {
            self.told(path, at);
        }
        let restored_at = |it: &crate::resolution::Resolution| it.restored_at.map(|it| it.0);
        match &it.state {
            IncidentState::New => {
                if !it.holds.is_empty() || it.last_reopening.is_some() {
                    let message = "an incident that waited or was reopened is not new any more";
                    self.add("state", "incident.snapshot.state", message);
                }
            }
            IncidentState::InProgress | IncidentState::Canceled(_) => {}
            IncidentState::OnHold(hold) => self.present_hold(hold),
            IncidentState::Resolved(it) => self.told("state.resolved.restored_at", restored_at(it)),
            IncidentState::Closed(closure) => {
                let resolution = closure.resolution.as_ref();
                self.told("state.closed.at", closure.at.0);
                self.told(
                    "state.closed.resolution.restored_at",
                    resolution.and_then(restored_at),
                );
                if let Some(resolution) = resolution {
                    let before = ("state.closed.resolution.at", resolution.at.0);
                    self.ordered(before, "state.closed.at", closure.at.0);
                } else if !(it.holds.is_empty()
                    && it.tasks.is_empty()
                    && it.last_reopening.is_none())
                {
                    // Only another tool closes without a resolution, and then nothing came before.
                    let message = "an incident with waits, tasks or a reopening was resolved before it was closed";
                    self.add("state.closed", "incident.snapshot.state", message);
                }
            }
        }
        if let (Some(reopening), Some((path, at))) = (&it.last_reopening, it.end()) {
            self.ordered(("last_reopening.at", reopening.at), path, at);
        }
    }

    fn present_hold(&mut self, hold: &OnHold) {
        self.told("state.on_hold.since", hold.since);
        if let Some(until) = hold.until {
            self.ordered(
                ("state.on_hold.since", hold.since),
                "state.on_hold.until",
                until,
            );
        }
        if let Some(reopening) = &self.it.last_reopening {
            self.ordered(
                ("last_reopening.at", reopening.at),
                "state.on_hold.since",
                hold.since,
            );
        }
    }

    /// It points at others, never at itself.
    fn pointers(&mut self) {
        let it = self.it;
        let itself = Some(RecordRef::Incident(it.id));
        let merged = it
            .annex
            .as_ref()
            .is_some_and(|annex| annex.merged.contains(&it.id));
        let through = it.state.resolution().is_some_and(|of| of.through == itself);
        let instead = matches!(&it.state, IncidentState::Canceled(of) if of.instead == itself);
        let place = match it.state {
            IncidentState::Closed(_) => "state.closed.resolution.through",
            _ => "state.resolved.through",
        };
        for (path, points) in [
            ("parent", it.parent == Some(it.id)),
            ("annex.merged", merged),
            (place, through),
            ("state.canceled.instead", instead),
        ] {
            if points {
                let message = "an incident cannot be this to itself";
                self.add(path, "incident.snapshot.itself", message);
            }
        }
    }

    /// Waits come one after the other, and lie within the life of the record. Only the first can
    /// have begun before the registration: it was taken over with the record.
    fn holds(&mut self) {
        let it = self.it;
        let mut before: Option<(String, Instant)> = None;
        for (position, hold) in it.holds.iter().enumerate() {
            let (since, until) = (
                format!("holds[{position}].since"),
                format!("holds[{position}].until"),
            );
            if position == 0 {
                self.told(&since, hold.since);
            } else {
                self.lived(&since, hold.since);
            }
            self.lived(&until, hold.until);
            self.ordered((&since, hold.since), &until, hold.until);
            if let Some((path, at)) = &before {
                self.apart((path, *at), &since, hold.since);
            }
            self.not_reopened_within(position, hold);
            before = Some((until, hold.until));
        }
        let Some((path, at)) = before else { return };
        if let IncidentState::OnHold(hold) = &it.state {
            self.apart((&path, at), "state.on_hold.since", hold.since);
        } else if let Some((end, ended)) = it.end() {
            self.ordered((&path, at), end, ended);
        }
    }

    fn apart(&mut self, before: (&str, Instant), path: &str, since: Instant) {
        if since < before.1 {
            let message = format!(
                "expected a wait after the one before it, which ended at `{}` (`{}`), got one since `{since}`",
                before.1, before.0
            );
            self.add(path, "incident.snapshot.holds", message);
        }
    }

    fn not_reopened_within(&mut self, position: usize, hold: &HoldInterval) {
        let reopening = self.it.last_reopening.as_ref();
        if let Some(at) = reopening
            .map(|it| it.at)
            .filter(|at| hold.since < *at && *at < hold.until)
        {
            let message =
                format!("what waits cannot be reopened, and `last_reopening.at` is `{at}`");
            self.add(
                &format!("holds[{position}]"),
                "incident.snapshot.holds",
                message,
            );
        }
    }

    fn major(&mut self) {
        let Some(major) = &self.it.major else { return };
        let status = major.as_str();
        let stage = self.it.state.stage();
        if !major.fits(stage) {
            let message =
                format!("expected a status that goes with the state `{stage}`, got `{status}`");
            self.add("major", "incident.snapshot.major", message);
        }
        if let Some(it) = major.major_incident() {
            let accepted = format!("major.{status}.accepted_at");
            self.told(&accepted, it.accepted_at);
            if let Some(proposed_at) = it.proposed_at {
                let proposed = format!("major.{status}.proposed_at");
                self.ordered((&proposed, proposed_at), &accepted, it.accepted_at);
            }
        } else {
            self.told(&format!("major.{status}.at"), major.since());
        }
    }

    fn tasks(&mut self) {
        let stage = self.it.state.stage();
        let ended_with = match stage {
            IncidentStage::Closed => Some(TaskOutcome::Incomplete),
            IncidentStage::Canceled => Some(TaskOutcome::Skipped),
            _ => None,
        };
        let all_end = self
            .it
            .tasks
            .iter()
            .any(|task| ended_with.is_some() && task.outcome == ended_with);
        let mut ids = BTreeSet::new();
        for (position, task) in self.it.tasks.iter().enumerate() {
            let path = |of: &str| format!("tasks[{position}]{of}");
            if !ids.insert(task.id) {
                let message = "the id stands in the list already";
                self.add(&path(".id"), "incident.snapshot.twice", message);
            }
            let of_the_end = matches!(
                task.outcome,
                Some(TaskOutcome::Incomplete | TaskOutcome::Skipped)
            );
            if of_the_end && task.outcome != ended_with {
                let message =
                    format!("a task does not end like this in an incident that is `{stage}`");
                self.add(&path(".outcome"), "incident.snapshot.task", message);
            }
            if task.is_open() && all_end {
                let message = "expected to have ended with the incident, as others did";
                self.add(&path(".outcome"), "incident.snapshot.task", message);
            }
            if task.reason.is_some() != (task.outcome == Some(TaskOutcome::Canceled)) {
                let message = "a task has a reason if, and only if, it was withdrawn";
                self.add(&path(".reason"), "incident.snapshot.task", message);
            }
        }
    }

    fn counters(&mut self) {
        let (it, rule) = (self.it, "incident.snapshot.counter");
        let counters = it.counters;
        if it.last_reopening.is_some() && counters.reopens == 0 {
            let message = "expected at least 1, since it was reopened, got 0";
            self.add("counters.reopens", rule, message);
        }
        // Each hands it to another group than the one that has it; the first may have been nobody.
        let most = counters.reassignments.saturating_add(1);
        if counters.functional_escalations > most {
            let got = counters.functional_escalations;
            let message =
                format!("expected at most {most}, since each changes the group, got {got}");
            self.add("counters.functional_escalations", rule, message);
        }
        if counters.functional_escalations > 0 && it.group.is_none() {
            let message = "expected the group to which it was handed over";
            self.add("group", rule, message);
        }
    }
}
