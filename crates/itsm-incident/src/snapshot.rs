//! Snapshots: an incident as one value, for hosts that store rows and not events.
//!
//! Such a host reads a row, [restores](Incident::restore) the incident, executes, and writes the
//! new [snapshot](Incident::snapshot) if the stored revision is still the one that it read. What
//! `decide`, `execute`, `allowed` and `deadlines` answer is the same as for an incident that was
//! replayed. What is lost is the history: the events are still returned by `execute`, and a host
//! that throws them away can neither explain a record, nor replay its clocks, nor redact what was.
//!
//! A row that somebody has edited is checked when it is read: [`restore`](Incident::restore) refuses
//! what cannot have come about, and [`doubts`](Incident::doubts) names what can only have come about
//! by another policy or another tool.

mod annex;
mod check;
mod doubt;
mod shown;

use crate::annex::Annex;
use crate::incident::{Counters, Incident, Reopening};
use crate::major::MajorStatus;
use crate::profile::Profile;
use crate::state::{HoldInterval, IncidentState};
use crate::task::Task;
use alloc::boxed::Box;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::id::{GroupId, IncidentId, PersonId};
use itsm_core::level::Priority;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Label;
use itsm_core::time::{AcknowledgedAt, Instant, RegisteredAt};
use serde::{Deserialize, Serialize};

/// The version of the form in which snapshots are written.
const SCHEMA: u16 = 1;

/// An incident as one value, with everything that it knows.
///
/// On the wire an object with a `schema`; what is absent is left out. Its fields are for
/// [`Incident::restore`] to read, which checks what a stored row may have got wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct IncidentSnapshot {
    schema: u16,
    id: IncidentId,
    revision: u64,
    last_at: Instant,
    policy: PolicyRef,
    state: IncidentState,
    priority: Priority,
    #[serde(default, skip_serializing_if = "is_default")]
    priority_overridden: bool,
    profile: Profile,
    #[serde(default, skip_serializing_if = "is_default")]
    sub_status: Option<Label>,
    #[serde(default, skip_serializing_if = "is_default")]
    owner: Option<PersonId>,
    #[serde(default, skip_serializing_if = "is_default")]
    group: Option<GroupId>,
    #[serde(default, skip_serializing_if = "is_default")]
    assignee: Option<PersonId>,
    registered_at: RegisteredAt,
    #[serde(default, skip_serializing_if = "is_default")]
    acknowledged_at: Option<AcknowledgedAt>,
    #[serde(default, skip_serializing_if = "is_default")]
    counters: Counters,
    #[serde(default, skip_serializing_if = "is_default")]
    last_reopening: Option<Reopening>,
    #[serde(default, skip_serializing_if = "is_default")]
    holds: Vec<HoldInterval>,
    #[serde(default, skip_serializing_if = "is_default")]
    parent: Option<IncidentId>,
    #[serde(default, skip_serializing_if = "is_default")]
    major: Option<MajorStatus>,
    #[serde(default, skip_serializing_if = "is_default")]
    tasks: Vec<Task>,
    #[serde(default, skip_serializing_if = "is_default")]
    annex: Option<Annex>,
}

pub(crate) fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

impl Incident {
    /// The incident as one value, to store in a row.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{IncidentId, PersonId}, level::{Impact, Urgency}, text::Title};
    /// # use itsm_incident::{Incident, command::StartWork, policy::IncidentPolicy, profile::{DetectionSource, Profile}};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = IncidentPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let profile = Profile::new(Title::new("Mail is down")?, DetectionSource::User, Impact::new("High")?, Urgency::new("High")?);
    /// # let (incident, _) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
    /// let row = serde_json::to_string(&incident.snapshot())?;
    ///
    /// // Later, and elsewhere:
    /// let mut incident = Incident::restore(serde_json::from_str(&row)?)?;
    /// let read = incident.revision();
    /// incident.execute(StartWork::new(), &cx)?;
    /// let row = serde_json::to_string(&incident.snapshot())?;
    /// let update = format!("UPDATE incident SET row = ?, revision = {} WHERE revision = {read}", incident.revision());
    /// # assert!(update.ends_with("WHERE revision = 1") && row.contains("\"in_progress\""));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn snapshot(&self) -> IncidentSnapshot {
        let this = self.clone();
        IncidentSnapshot {
            schema: SCHEMA,
            id: this.id,
            revision: this.revision,
            last_at: this.last_at,
            policy: this.policy,
            state: this.state,
            priority: this.priority,
            priority_overridden: this.overridden,
            profile: this.profile,
            sub_status: this.sub_status,
            owner: this.owner,
            group: this.group,
            assignee: this.assignee,
            registered_at: this.registered_at,
            acknowledged_at: this.acknowledged_at,
            counters: this.counters,
            last_reopening: this.last_reopening,
            holds: this.holds,
            parent: this.parent,
            major: this.major.map(|it| *it),
            tasks: this.tasks,
            annex: this.annex.map(|it| *it),
        }
    }

    /// The incident of a snapshot.
    ///
    /// What it accepts could have come about: by commands under some policy, or by an adoption and
    /// commands after it. It is taken between two commands, never amid the events of one. So all
    /// that [`execute`](Self::execute), [`allowed`](Self::allowed) and
    /// [`deadlines`](Self::deadlines) promise holds for a restored incident too.
    ///
    /// It asks no policy, since a record outlives its rules, and no other record. So it lets pass
    /// what *some* policy or another tool could have made: words that the desk does not know, a
    /// priority that its matrix does not give, moments that the other tool knew from before the
    /// registration. [`doubts`](Self::doubts) finds these. And it is looser than the principle in
    /// what only the events could tell: that a sub-status, a custom attribute or a redacted text is
    /// the one that was set, whose hand it was, what each of several counters counted.
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
    /// row["parent"] = row["id"].clone();
    /// row["acknowledged_at"] = "2026-03-02T09:05:00Z".into(); // after the last event
    ///
    /// let faults = Incident::restore(serde_json::from_value(row)?).unwrap_err();
    /// let places: Vec<_> = faults.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    /// assert_eq!(places, [
    ///     ("acknowledged_at", "incident.snapshot.ahead"),
    ///     ("parent", "incident.snapshot.itself"),
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Everything that cannot be, each with its path in the snapshot and the rule that it breaks.
    pub fn restore(it: IncidentSnapshot) -> Result<Self, Faults> {
        it.check()?;
        Ok(Self {
            id: it.id,
            revision: it.revision,
            last_at: it.last_at,
            policy: it.policy,
            state: it.state,
            priority: it.priority,
            overridden: it.priority_overridden,
            profile: it.profile,
            sub_status: it.sub_status,
            owner: it.owner,
            group: it.group,
            assignee: it.assignee,
            registered_at: it.registered_at,
            acknowledged_at: it.acknowledged_at,
            counters: it.counters,
            last_reopening: it.last_reopening,
            holds: it.holds,
            parent: it.parent,
            major: it.major.filter(|it| *it != MajorStatus::None).map(Box::new),
            tasks: it.tasks,
            annex: it.annex.filter(|it| *it != Annex::default()).map(Box::new),
        })
    }
}

impl IncidentSnapshot {
    /// The id of the incident.
    pub const fn id(&self) -> IncidentId {
        self.id
    }

    /// The revision: the optimistic lock.
    pub const fn revision(&self) -> u64 {
        self.revision
    }
}

/// A map whose keys are no texts, as pairs: a JSON object could not hold it.
pub(crate) mod pairs {
    use alloc::collections::BTreeMap;
    use alloc::vec::Vec;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(crate) fn serialize<K: Serialize, V: Serialize, S: Serializer>(
        map: &BTreeMap<K, V>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map)
    }

    pub(crate) fn deserialize<'de, K, V, D>(deserializer: D) -> Result<BTreeMap<K, V>, D::Error>
    where
        K: Deserialize<'de> + Ord,
        V: Deserialize<'de>,
        D: Deserializer<'de>,
    {
        let pairs = Vec::<(K, V)>::deserialize(deserializer)?;
        Ok(pairs.into_iter().collect())
    }
}
