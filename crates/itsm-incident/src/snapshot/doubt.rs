//! What can only have come about by another policy, or by another tool.

use crate::incident::Incident;
use crate::major::MajorStatus;
use crate::policy::IncidentPolicy;
use crate::resolution::Confirmation;
use crate::state::IncidentState;
use crate::task::{OpenTasks, Task};
use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use itsm_core::fault::Faults;
use itsm_core::time::Instant;

const MOMENT: &str = "incident.doubt.moment";

/// Doubts as they are found.
struct Doubts(Faults);

impl Doubts {
    fn add(&mut self, path: &str, rule: &'static str, message: impl Into<String>) {
        self.0.add(path.to_owned(), rule, message);
    }

    /// Two moments, if both are known, that come in this order where the record was made here.
    fn ordered(&mut self, before: (&str, Option<Instant>), path: &str, at: Option<Instant>) {
        if let (Some(first), Some(at)) = (before.1, at) {
            if at < first {
                let message = format!("expected not before `{}` `{first}`, got `{at}`", before.0);
                self.add(path, MOMENT, message);
            }
        }
    }
}

impl Incident {
    /// Everything in it that cannot have come about by registering it here and living under this
    /// policy alone, with its path in the [snapshot](Self::snapshot); empty if there is nothing.
    ///
    /// [`restore`](Self::restore) has to let such things pass: an older policy, or the tool that the
    /// record was [taken over](Self::adopt) from, may have known another matrix, other words and
    /// moments from before the registration. A host that has neither can treat doubts as faults; one
    /// that has them can look at the records one by one.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{IncidentId, PersonId}, level::{Impact, Urgency}, text::Title};
    /// # use itsm_incident::{Incident, policy::IncidentPolicy, profile::{DetectionSource, Profile}};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = IncidentPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let profile = Profile::new(Title::new("Mail is down")?, DetectionSource::User, Impact::new("High")?, Urgency::new("High")?);
    /// # let (incident, _) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
    /// let mut row = serde_json::to_value(incident.snapshot())?;
    /// row["priority"] = "Low".into(); // by hand, and nobody has noted an override
    ///
    /// let restored = Incident::restore(serde_json::from_value(row)?)?;
    /// let doubts = restored.doubts(&policy);
    /// assert_eq!(doubts.to_string(),
    ///     "priority: expected `Critical`, which the matrix gives, got `Low` (incident.doubt.priority)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn doubts(&self, policy: &IncidentPolicy) -> Faults {
        let mut doubts = Doubts(Faults::new());
        if *policy.of() != self.policy {
            let message = format!("expected `{}`, got `{}`", policy.of(), self.policy);
            doubts.add("policy", "incident.doubt.policy", message);
        }
        for unknown in self.unknown_to(policy) {
            let message = format!("expected a word of the policy, got `{}`", unknown.got);
            doubts.add(self.place(unknown.field), "incident.doubt.word", message);
        }
        self.doubts_of_priority(policy, &mut doubts);
        self.doubts_of_moments(&mut doubts);
        let left = match &self.state {
            IncidentState::Closed(_) => policy.tasks_on_close != OpenTasks::Leave,
            IncidentState::Canceled(_) => policy.tasks_on_cancel != OpenTasks::Leave,
            _ => false,
        };
        if left && self.tasks.iter().any(Task::is_open) {
            let message = "one is open, and the policy leaves none open at the end";
            doubts.add("tasks", "incident.doubt.task", message);
        }
        let again = self.counters.reopens > 0 && self.last_reopening.is_none();
        let taken_over = [
            ("last_reopening", again),
            (
                "group",
                self.group.is_none()
                    && (self.assignee.is_some() || self.counters.reassignments > 0),
            ),
        ];
        for (path, missing) in taken_over {
            if missing {
                let message = "expected one, as other facts say that there was";
                doubts.add(path, "incident.doubt.missing", message);
            }
        }
        match doubts.0.or(Some(())) {
            Ok(()) => Faults::new(),
            Err(doubts) => doubts,
        }
    }

    /// Where a word stands in the snapshot.
    fn place(&self, field: &'static str) -> &'static str {
        match (field, &self.state) {
            ("impact", _) => "profile.impact",
            ("urgency", _) => "profile.urgency",
            ("category", _) => "profile.category",
            ("attribute", _) => "profile.attributes",
            ("hold_reason", _) => "state.on_hold.reason",
            ("resolution_code", IncidentState::Closed(_)) => "state.closed.resolution.code",
            ("resolution_code", _) => "state.resolved.code",
            _ => field,
        }
    }

    fn doubts_of_priority(&self, policy: &IncidentPolicy, doubts: &mut Doubts) {
        let rule = "incident.doubt.priority";
        let given = policy.matrix().priority(self.impact(), self.urgency());
        if self.overridden && !policy.priority_override {
            let message = "the policy allows no override";
            doubts.add("priority_overridden", rule, message);
        }
        if let Some(given) = given.filter(|it| **it != self.priority && !self.overridden) {
            let message = format!(
                "expected `{given}`, which the matrix gives, got `{}`",
                self.priority
            );
            doubts.add("priority", rule, message);
        }
    }

    fn doubts_of_moments(&self, doubts: &mut Doubts) {
        let (moments, major) = (self.moments(), self.major());
        let registered = ("registered_at", Some(moments.registered.0));
        let acknowledged = moments.acknowledged.map(|it| it.0);
        let resolved = moments.resolved.map(|it| it.0);
        let closed = moments.closed.map(|it| it.0);
        let canceled = match &self.state {
            IncidentState::Canceled(it) => Some(it.at),
            _ => None,
        };
        let major_at = format!("major.{}", major.as_str());
        let resolved_at = match &self.state {
            IncidentState::Closed(_) => "state.closed.resolution.at",
            _ => "state.resolved.at",
        };
        let first = self.holds.first().map(|it| it.since);
        for (path, at) in [
            ("acknowledged_at", acknowledged),
            ("holds[0].since", first),
            (
                "state.on_hold.since",
                self.state.on_hold().map(|it| it.since),
            ),
            (resolved_at, resolved),
            ("state.closed.at", closed),
            ("state.canceled.at", canceled),
            (&major_at, major.since()),
        ] {
            doubts.ordered(registered, path, at);
        }
        // All of it happens while it is open.
        let end = resolved.or(closed).or(canceled);
        doubts.ordered(("acknowledged_at", acknowledged), "state", end);
        doubts.ordered((&major_at, major.since()), "state", end);
        let restored = moments.restored.map(|it| it.0);
        doubts.ordered(("when it worked again", restored), resolved_at, resolved);
        if let IncidentState::Closed(closure) = &self.state {
            if let Confirmation::NotObjected { due } = closure.confirmation {
                doubts.ordered(
                    ("state.closed.confirmation", Some(due)),
                    "state.closed.at",
                    closed,
                );
            }
            if closure.resolution.is_none() {
                let message = "expected one: what is closed was resolved before";
                doubts.add("state.closed.resolution", "incident.doubt.missing", message);
            }
        }
        let proposed = major.major_incident().and_then(|it| it.proposed_at);
        if let (
            MajorStatus::Accepted(_) | MajorStatus::Resolved(_) | MajorStatus::Closed(_),
            None,
        ) = (major, proposed)
        {
            doubts.add(
                &format!("{major_at}.proposed_at"),
                "incident.doubt.missing",
                "expected one: what is accepted was proposed before",
            );
        }
        doubts.ordered(registered, &format!("{major_at}.proposed_at"), proposed);
    }
}
