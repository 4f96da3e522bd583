//! From one policy to the next: what it would do to the records under it.
//!
//! A record keeps its policy until it executes [`AdoptPolicy`]. Before a desk asks that of all its
//! records, [`dry_run`] says for each what would refuse it, and which deadlines would move. Nothing
//! is changed by it.

use crate::change::Change;
use crate::command::{AdoptPolicy, ChangeCommand};
use crate::policy::ChangePolicy;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::ChangeId;
use itsm_core::policy::PolicyRef;
use itsm_core::refusal::Refusal;
use itsm_core::time::Instant;

/// A deadline that is moved, gained or lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DeadlineShift {
    /// What is to be executed.
    pub command: ChangeCommand,
    /// When it is due now; `None`: never.
    pub before: Option<Instant>,
    /// When it would be due; `None`: never.
    pub after: Option<Instant>,
}

/// What adopting a policy would do to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Outlook {
    /// The record.
    pub change: ChangeId,
    /// The policy that it is under.
    pub under: PolicyRef,
    /// What refuses the adoption.
    pub refusal: Option<Refusal>,
    /// The deadlines that would be otherwise. Of a record that is not under the old policy, or that
    /// would not adopt the new one, none is told, and that says nothing.
    pub deadlines: Vec<DeadlineShift>,
}

/// What adopting a policy would do to many records.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DryRun {
    /// How many would adopt it.
    pub adopted: usize,
    /// How many are under it already, and have nothing to adopt.
    pub already: usize,
    /// How many would be refused for another reason.
    pub refused: usize,
    /// Each record, in the order in which they came.
    pub outlooks: Vec<Outlook>,
}

/// What would become of records if each executed [`AdoptPolicy`] in this context, whose policy is
/// the new one. Changes nothing. Deadlines are compared with those under `old`.
///
/// ```
/// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, PersonId}, text::Title, time::Seconds};
/// # use itsm_change::{Change, command::Submit, draft::DraftChangePolicy, emergency::*, kind::*, policy::ChangePolicy, profile::ChangeProfile};
/// use itsm_change::upgrade::dry_run;
/// # let ana = Actor::person(PersonId::from_key(1));
/// # let old = ChangePolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &ana, &old);
/// # let why = EmergencyCase::new(EmergencyKind::FixOnFail, EmergencyCriterion::MAJOR_INCIDENT);
/// # let profile = ChangeProfile::new(Title::new("A bigger queue")?, ChangeType::Emergency, Magnitude::Minor).emergency(why);
/// # let (mut change, _) = Change::register(ChangeId::from_key(1), profile, [], &cx)?;
/// # change.execute(Submit::new(), &cx)?;
/// let mut draft = DraftChangePolicy { version: 2, ..DraftChangePolicy::default() };
/// draft.times.approval = Seconds::days(1);
/// let new = ChangePolicy::try_from(draft)?;
/// let run = dry_run([&change], &old, &cx.with(&new));
/// assert_eq!((run.adopted, run.refused), (1, 0));
/// let approval = &run.outlooks[0].deadlines[0];
/// assert_eq!(approval.before, Some("2026-03-05T09:00:00Z".parse().unwrap()));
/// assert_eq!(approval.after, Some("2026-03-03T09:00:00Z".parse().unwrap()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn dry_run<'a>(
    changes: impl IntoIterator<Item = &'a Change>,
    old: &ChangePolicy,
    cx: &Context<'_, ChangePolicy>,
) -> DryRun {
    let mut run = DryRun::default();
    for change in changes {
        let outlook = change.outlook(old, cx);
        let count = if outlook.under == *cx.policy.of() {
            &mut run.already
        } else if outlook.refusal.is_some() {
            &mut run.refused
        } else {
            &mut run.adopted
        };
        *count = count.saturating_add(1);
        run.outlooks.push(outlook);
    }
    run
}

impl Change {
    fn outlook(&self, old: &ChangePolicy, cx: &Context<'_, ChangePolicy>) -> Outlook {
        let mut after = self.clone();
        let adopted = after.execute(AdoptPolicy::new(), cx);
        let refusal = adopted.err().map(|it| it.refusal().clone());
        let compared = refusal.is_none() && self.policy == *old.of();
        let deadlines = if compared {
            shifts(&self.deadlines(old), &after.deadlines(cx.policy))
        } else {
            Vec::new()
        };
        Outlook {
            change: self.id,
            under: self.policy.clone(),
            refusal,
            deadlines,
        }
    }
}

fn shifts(
    before: &[Deadline<ChangeCommand>],
    after: &[Deadline<ChangeCommand>],
) -> Vec<DeadlineShift> {
    let at = |all: &[Deadline<ChangeCommand>], command: &ChangeCommand| {
        let found = all.iter().find(|it| it.command == *command);
        found.map(|it| it.at)
    };
    let gained = after.iter().filter(|it| at(before, &it.command).is_none());
    before
        .iter()
        .chain(gained)
        .map(|it| DeadlineShift {
            command: it.command.clone(),
            before: at(before, &it.command),
            after: at(after, &it.command),
        })
        .filter(|it| it.before != it.after)
        .collect()
}
