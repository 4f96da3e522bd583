//! From one policy to the next: what has changed, and what it would do to the records under it.
//!
//! A record keeps its policy until it executes [`AdoptPolicy`]. Before a desk asks that of all its
//! records, [`dry_run`] says for each what would refuse it, which deadlines would move, and which
//! commands would be gained or lost. Nothing is changed by it.

use crate::command::{AdoptPolicy, IncidentCommand, IncidentCommandKind as Kind};
use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
use itsm_core::id::IncidentId;
use itsm_core::policy::PolicyRef;
use itsm_core::refusal::{Permission, Refusal};
use itsm_core::time::Instant;

#[cfg(feature = "serde")]
pub use crate::compare::{Difference, compare};

/// Something that a record says and a policy does not know.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Unknown {
    /// What kind of word it is: `impact`, `urgency`, `priority`, `category`, `hold_reason`,
    /// `sub_status`, `resolution_code` or `attribute`.
    pub field: &'static str,
    /// The word; of an attribute, its name.
    pub got: String,
}

impl fmt::Display for Unknown {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} `{}` is unknown", self.field, self.got)
    }
}

/// A deadline that is moved, gained or lost.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct DeadlineShift {
    /// What is to be executed.
    pub command: IncidentCommand,
    /// When it is due now; `None`: never, or nothing that the record alone could say, as where a
    /// parent waits for its children.
    pub before: Option<Instant>,
    /// When it would be due; `None`: as before.
    pub after: Option<Instant>,
}

/// How a command would be allowed otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum PermissionShift {
    /// It is refused now, and would not be.
    Gained {
        /// The command.
        command: Kind,
    },
    /// It is not refused now, and would be.
    Lost {
        /// The command.
        command: Kind,
        /// The rule that would refuse it.
        rule: &'static str,
    },
    /// Other facts would have to be given.
    Needs {
        /// The command.
        command: Kind,
        /// The facts that it needs now.
        before: Vec<&'static str>,
        /// The facts that it would need.
        after: Vec<&'static str>,
    },
}

/// What adopting a policy would do to one record.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Outlook {
    /// The record.
    pub incident: IncidentId,
    /// The policy that it is under.
    pub under: PolicyRef,
    /// Everything that it says and the new policy does not know. Any one of them refuses.
    pub unknown: Vec<Unknown>,
    /// What refuses the adoption first, whether a word of the record or a rule of the new policy.
    pub refusal: Option<Refusal>,
    /// Whether it was compared: it is under the old policy, and would adopt the new one. Of a record
    /// that was not, no difference is told, and that says nothing.
    pub compared: bool,
    /// The deadlines that would be otherwise.
    pub deadlines: Vec<DeadlineShift>,
    /// The commands that would be allowed otherwise.
    pub permissions: Vec<PermissionShift>,
}

impl Outlook {
    /// Whether the record would adopt the policy, and nothing else would change.
    pub fn is_uneventful(&self) -> bool {
        self.compared && self.deadlines.is_empty() && self.permissions.is_empty()
    }
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
    /// How many of those that would adopt it, and were compared, would notice a difference.
    pub changed: usize,
    /// Each record, in the order in which they came.
    pub outlooks: Vec<Outlook>,
}

/// What would become of records if each executed [`AdoptPolicy`] in this context, whose policy is
/// the new one. Changes nothing.
///
/// Deadlines and permissions are compared with those under `old`. A record that is under neither
/// policy may adopt the new one, but there is nothing to compare it with: give each policy its own
/// run. Closed and canceled records keep to a policy as well, and are looked at as any other.
///
/// ```
/// # use itsm_core::{actor::Actor, context::Context, id::{IncidentId, PersonId}, level::{Impact, Urgency}, text::{Note, Title}, time::Seconds};
/// # use itsm_incident::{Incident, command::Resolve, draft::DraftIncidentPolicy, policy::IncidentPolicy, profile::{DetectionSource, Profile}, resolution::ResolutionCode};
/// use itsm_incident::upgrade::dry_run;
/// # let ana = Actor::person(PersonId::from_key(1));
/// # let old = IncidentPolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &ana, &old);
/// # let profile = Profile::new(Title::new("Mail is down")?, DetectionSource::User, Impact::new("High")?, Urgency::new("High")?);
/// # let (mut incident, _) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
/// # incident.execute(Resolve::new(ResolutionCode::FIXED).notes(Note::new("Restarted.")?), &cx)?;
/// let new = IncidentPolicy::try_from(DraftIncidentPolicy {
///     version: 2,
///     auto_close: Some(Seconds::days(2)),
///     ..DraftIncidentPolicy::default()
/// })?;
/// let run = dry_run([&incident], &old, &cx.with(&new));
/// assert_eq!((run.adopted, run.refused, run.changed), (1, 0, 1));
/// let closing = &run.outlooks[0].deadlines[0];
/// assert_eq!(closing.after, Some("2026-03-04T09:00:00Z".parse().unwrap()));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn dry_run<'a>(
    incidents: impl IntoIterator<Item = &'a Incident>,
    old: &IncidentPolicy,
    cx: &Context<'_, IncidentPolicy>,
) -> DryRun {
    let mut run = DryRun::default();
    for incident in incidents {
        let outlook = incident.outlook(old, cx);
        let count = if outlook.under == *cx.policy.of() {
            &mut run.already
        } else if outlook.refusal.is_some() {
            &mut run.refused
        } else {
            if outlook.compared && !outlook.is_uneventful() {
                run.changed = run.changed.saturating_add(1);
            }
            &mut run.adopted
        };
        *count = count.saturating_add(1);
        run.outlooks.push(outlook);
    }
    run
}

impl Incident {
    /// Everything that it says and a policy does not know: what refuses [`AdoptPolicy`].
    pub fn unknown_to(&self, policy: &IncidentPolicy) -> Vec<Unknown> {
        let mut all = Vec::new();
        let mut add = |field, known: bool, got: &str| {
            if !known {
                let got = got.to_string();
                all.push(Unknown { field, got });
            }
        };
        let matrix = policy.matrix();
        let (impact, urgency) = (self.impact(), self.urgency());
        add("impact", matrix.impacts().contains(impact), impact.as_str());
        add(
            "urgency",
            matrix.urgencies().contains(urgency),
            urgency.as_str(),
        );
        let priority = &self.priority;
        add(
            "priority",
            matrix.priorities().contains(priority),
            priority.as_str(),
        );
        if let Some(category) = self.category() {
            let known = policy.has_category(category);
            add("category", known, &category.to_string());
        }
        if let Some(hold) = self.state.on_hold() {
            let known = policy.hold_rule(&hold.reason).is_some();
            add("hold_reason", known, hold.reason.as_str());
        }
        if let Some(sub_status) = self.sub_status() {
            let known = policy.sub_statuses(self.stage()).any(|it| it == sub_status);
            add("sub_status", known, sub_status.as_str());
        }
        if let Some(resolution) = self.state.resolution() {
            let known = policy.has_resolution_code(&resolution.code);
            add("resolution_code", known, resolution.code.as_str());
        }
        for (name, value) in self.attributes().into_iter().flatten() {
            let definition = policy.attributes.get(name);
            let known = definition.is_some_and(|it| it.admits(value));
            add("attribute", known, name.as_str());
        }
        all
    }

    /// What adopting the policy of the context would do to it. Changes nothing.
    fn outlook(&self, old: &IncidentPolicy, cx: &Context<'_, IncidentPolicy>) -> Outlook {
        let mut outlook = Outlook {
            incident: self.id,
            under: self.policy.clone(),
            unknown: self.unknown_to(cx.policy),
            refusal: None,
            compared: false,
            deadlines: Vec::new(),
            permissions: Vec::new(),
        };
        let mut after = self.clone();
        if let Err(error) = after.execute(AdoptPolicy::new(), cx) {
            outlook.refusal = Some(error.refusal().clone());
            return outlook;
        }
        if self.policy != *old.of() {
            return outlook;
        }
        outlook.compared = true;
        outlook.deadlines = moved(&self.deadlines(old), &after.deadlines(cx.policy));
        let before = self.allowed(&cx.with(old)).into_iter();
        outlook.permissions = before
            .zip(after.allowed(cx))
            .filter(|((command, _), _)| *command != Kind::AdoptPolicy)
            .filter_map(|((command, before), (_, after))| shift(command, before, after))
            .collect();
        outlook
    }
}

fn moved(
    before: &[Deadline<IncidentCommand>],
    after: &[Deadline<IncidentCommand>],
) -> Vec<DeadlineShift> {
    let at = |all: &[Deadline<IncidentCommand>], command: &IncidentCommand| {
        all.iter().find(|it| it.command == *command).map(|it| it.at)
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

fn shift(command: Kind, before: Permission, after: Permission) -> Option<PermissionShift> {
    let needs = |permission| match permission {
        Permission::Needs(facts) => facts,
        _ => Vec::new(),
    };
    match (before, after) {
        (Permission::No(_), Permission::No(_)) => None,
        (Permission::No(_), _) => Some(PermissionShift::Gained { command }),
        (_, Permission::No(refusal)) => Some(PermissionShift::Lost {
            command,
            rule: refusal.rule,
        }),
        (before, after) => {
            let (before, after) = (needs(before), needs(after));
            (before != after).then_some(PermissionShift::Needs {
                command,
                before,
                after,
            })
        }
    }
}
