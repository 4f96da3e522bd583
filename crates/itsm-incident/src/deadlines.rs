//! What time will bring about.

use crate::children::OpenChildren;
use crate::command::{
    CloseAutomatically, EndHold, EscalateByTime, IncidentCommand, NoteOverdue, Remind,
    ResolveUnanswered,
};
use crate::incident::Incident;
use crate::policy::{AutoCloseBasis, IncidentPolicy};
use crate::state::IncidentState;
use alloc::vec::Vec;
use itsm_core::actor::Actor;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::text::Code;
use itsm_core::time::Instant;

impl Incident {
    /// Everything that waits for time, soonest first.
    ///
    /// Under a policy that the incident [is not under](Incident::is_under) nothing is due, because it
    /// would be refused: a scheduler that asks with the newest version for every record sees no
    /// deadline of older ones. Keep every version, and look each record's up by
    /// [`policy`](Incident::policy), as [`PolicyBook`](itsm_core::policy::PolicyBook) does. Under one
    /// that closes no parent before its children, closing by time is not listed, because the record
    /// does not know them: ask [`closing_due`](Incident::closing_due).
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{IncidentId, PersonId}, level::{Impact, Urgency}, text::{Note, Title}};
    /// # use itsm_incident::{Incident, command::Resolve, policy::IncidentPolicy, profile::{DetectionSource, Profile}, resolution::ResolutionCode};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = IncidentPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &ana, &policy);
    /// # let profile = Profile::new(Title::new("Mail is down")?, DetectionSource::User, Impact::new("High")?, Urgency::new("High")?);
    /// # let (mut incident, _) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
    /// incident.execute(Resolve::new(ResolutionCode::FIXED).notes(Note::new("Restarted.")?), &cx)?;
    /// let [deadline] = &incident.deadlines(&policy)[..] else { unreachable!() };
    /// assert_eq!(deadline.at.to_rfc3339(), "2026-03-07T09:00:00+00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn deadlines(&self, policy: &IncidentPolicy) -> Vec<Deadline<IncidentCommand>> {
        let mut deadlines: Vec<Deadline<IncidentCommand>> = Vec::new();
        if let (Some(hold), Some(at)) = (self.state.on_hold(), self.hold_end(policy)) {
            deadlines.push(Deadline {
                at,
                since: hold.since,
                command: EndHold::new().into(),
                why: "incident.hold.not_due",
            });
        }
        // Where it waits for its children nobody knows yet: see `closing_due`.
        if policy.children_on_close == OpenChildren::Leave {
            deadlines.extend(self.closing_unguarded(policy));
        }
        if let Some(next) = self.next_reminder(policy) {
            let command: IncidentCommand = if next.resolves {
                ResolveUnanswered::new().into()
            } else {
                Remind::new().into()
            };
            deadlines.push(Deadline {
                at: next.due,
                since: next.since,
                command,
                why: "incident.remind.not_due",
            });
        }
        for due in self.escalations_due(policy) {
            deadlines.push(Deadline {
                at: due.due,
                since: due.since,
                command: EscalateByTime::new(due.rule.clone()).into(),
                why: "incident.escalation.not_due",
            });
        }
        for owed in self.duties(policy).into_iter().filter(|it| !it.noted) {
            deadlines.push(Deadline {
                at: owed.due,
                since: owed.since,
                command: NoteOverdue::new(owed.duty).into(),
                why: "incident.duty.not_overdue",
            });
        }
        if !deadlines.is_empty() {
            deadlines.retain(|deadline| self.is_possible_then(deadline, policy));
            deadlines.sort_by_key(|deadline| deadline.at);
        }
        deadlines
    }

    /// Whether nothing speaks against a deadline at its time.
    fn is_possible_then(
        &self,
        deadline: &Deadline<IncidentCommand>,
        policy: &IncidentPolicy,
    ) -> bool {
        let clock = Actor::automation(const { Code::trusted("clock") });
        let cx = Context::new(deadline.at.max(self.last_at), &clock, policy);
        self.gate(deadline.command.kind(), &cx).is_ok()
    }

    fn closing_unguarded(&self, policy: &IncidentPolicy) -> Option<Deadline<IncidentCommand>> {
        let (since, at) = self.auto_close(policy)?;
        Some(Deadline {
            at,
            since,
            command: CloseAutomatically::new().into(),
            why: "incident.close.automatic_not_due",
        })
    }

    /// When it closes by itself if its children do not matter.
    pub(crate) fn closing_by_time(
        &self,
        policy: &IncidentPolicy,
    ) -> Option<Deadline<IncidentCommand>> {
        self.closing_unguarded(policy)
            .filter(|it| self.is_possible_then(it, policy))
    }

    /// When the present wait ends by itself: the earlier of its own end and the policy's time-out.
    pub(crate) fn hold_end(&self, policy: &IncidentPolicy) -> Option<Instant> {
        let hold = self.state.on_hold()?;
        let time_out = policy
            .hold_rule(&hold.reason)
            .and_then(|rule| rule.time_out)
            .and_then(|length| length.after(hold.since));
        match (hold.until, time_out) {
            (Some(until), Some(time_out)) => Some(until.min(time_out)),
            (until, time_out) => until.or(time_out),
        }
    }

    /// From when and until when a resolution can be objected to before the incident closes by itself.
    pub(crate) fn auto_close(&self, policy: &IncidentPolicy) -> Option<(Instant, Instant)> {
        let IncidentState::Resolved(resolution) = &self.state else {
            return None;
        };
        let rule = policy.auto_close()?;
        let since = match rule.basis {
            AutoCloseBasis::Resolution => resolution.at.0,
            AutoCloseBasis::LastUpdate => self.last_at,
        };
        Some((since, rule.after.after(since)?))
    }

    /// Until when, that instant included, the incident can be reopened; `None`: until it is closed.
    pub(crate) fn reopen_until(&self, policy: &IncidentPolicy) -> Option<Instant> {
        let IncidentState::Resolved(resolution) = &self.state else {
            return None;
        };
        policy.reopen_window()?.after(resolution.at.0)
    }
}
