//! Reminders for incidents on hold: so many words to whoever is waited for, then an end.
//!
//! The rule for a reason to wait says how often a reminder goes out and after how many of them an
//! unanswered incident is resolved. Each reminder counts from the one before it, within the present
//! wait and no other: an older wait, however alike, does not matter. A host that reminds in business
//! hours only says itself when the next one is due: with the hold, and with each reminder.

use crate::command::IncidentCommandKind as Kind;
use crate::error::{IncidentError, Law};
use crate::event::{IncidentEvent, Resolved};
use crate::incident::Incident;
use crate::policy::{HoldRule, IncidentPolicy};
use crate::resolution::ResolutionCode;
use itsm_core::context::Context;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// Remind whoever is waited for. Executed at a deadline; the host sends the message.
    #[doc(alias = "bump")]
    #[doc(alias = "follow-up frequency")]
    pub struct Remind {} optional {
        /// When the next one is due, if a calendar says otherwise than the policy.
        next: Instant,
    }
}
wire_struct! {
    /// Resolve because nobody answered, however often they were reminded. Executed at a deadline.
    #[doc(alias = "auto-resolve")]
    pub struct ResolveUnanswered {}
}
wire_struct! {
    /// Whoever is waited for was reminded.
    pub struct Reminded {
        /// Which reminder of this wait it was, from 1.
        bump: u32,
        /// When it was due.
        due: Instant,
    } optional {
        /// When the next one is due.
        next: Instant,
    }
}

/// The reminders of the present wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub struct Reminders {
    /// How many went out.
    pub count: u32,
    /// When the last one did.
    pub last_at: Option<Instant>,
    /// When the next one is due, if the host has said so.
    pub next_at: Option<Instant>,
}

/// What comes next in a wait.
pub(crate) struct NextReminder {
    pub(crate) since: Instant,
    pub(crate) due: Instant,
    /// Whether no reminder is left, and the incident is resolved instead.
    pub(crate) resolves: bool,
}

impl Incident {
    /// The reminders of the present wait.
    pub fn reminders(&self) -> Reminders {
        self.annex().and_then(|it| it.reminders).unwrap_or_default()
    }

    pub(crate) fn next_reminder(&self, policy: &IncidentPolicy) -> Option<NextReminder> {
        let hold = self.state.on_hold()?;
        let rule = policy.hold_rule(&hold.reason);
        let so_far = self.reminders();
        let since = so_far.last_at.unwrap_or(hold.since);
        let by_rule = || rule?.remind_every?.after(since);
        let due = so_far.next_at.or_else(by_rule)?.max(since);
        let most = rule.and_then(|it: HoldRule| it.resolve_after);
        Some(NextReminder {
            since,
            due,
            resolves: most.is_some_and(|most| so_far.count >= most),
        })
    }

    pub(crate) fn gate_of_reminder(
        &self,
        kind: Kind,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(), IncidentError> {
        let no = |law| self.no(law, kind, cx.policy);
        let resolves = kind == Kind::ResolveUnanswered;
        if resolves && self.major().major_incident().is_some() {
            return no(Law::MajorResolvedByHand).err();
        }
        match self.next_reminder(cx.policy) {
            Some(next) if next.resolves == resolves => {
                if cx.now < next.due {
                    return no(Law::ReminderNotDue).param("due", next.due).err();
                }
                Ok(())
            }
            _ => no(Law::ReminderNone).err(),
        }
    }

    pub(crate) fn remind(
        &self,
        it: &Remind,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        let no = |law| self.no(law, Kind::Remind, cx.policy);
        if let Some(next) = it.next.filter(|next| *next <= cx.now) {
            return no(Law::ReminderNotAhead)
                .param("next", next)
                .param("now", cx.now)
                .err();
        }
        let Some(due) = self.next_reminder(cx.policy).map(|next| next.due) else {
            return no(Law::ReminderNone).err();
        };
        Ok(Reminded {
            bump: self.reminders().count.saturating_add(1),
            due,
            next: it.next,
        }
        .into())
    }

    pub(crate) fn resolve_unanswered() -> IncidentEvent {
        Resolved::new(ResolutionCode::NO_ANSWER).into()
    }
}
