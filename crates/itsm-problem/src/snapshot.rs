//! Snapshots: a problem as one value, for hosts that store rows and not events.
//!
//! Such a host reads a row, [restores](Problem::restore) the problem, executes, and writes the new
//! [snapshot](Problem::snapshot) if the stored revision is still the one that it read. What `decide`,
//! `execute`, `allowed` and `deadlines` answer is the same as for a problem that was replayed. What
//! is lost is the history: the events are still returned by `execute`.
//!
//! A row that somebody has edited is checked when it is read.

mod check;

use crate::duty::Duty;
use crate::finding::{Analysis, StatedCause};
use crate::fix::LinkedChange;
use crate::known_error::KnownError;
use crate::major::Review;
use crate::model::ModelUse;
use crate::parking::Parking;
use crate::problem::{LogEntry, Problem};
use crate::profile::ProblemProfile;
use crate::redaction::Redaction;
use crate::risk::RiskAssessment;
use crate::state::ProblemState;
use crate::strategy::Strategy;
use crate::task::{Task, TaskSet};
use crate::workaround::RecordedWorkaround;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::id::{ChangeId, IncidentId, ProblemId};
use itsm_core::level::Priority;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use serde::{Deserialize, Serialize};

/// The version of the form in which snapshots are written.
const SCHEMA: u16 = 1;

/// A problem as one value, with everything that it knows.
///
/// On the wire an object with a `schema`; what is absent is left out. Its fields are for
/// [`Problem::restore`] to read, which checks what a stored row may have got wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ProblemSnapshot {
    schema: u16,
    id: ProblemId,
    revision: u64,
    last_at: Instant,
    policy: PolicyRef,
    profile: ProblemProfile,
    priority: Priority,
    #[serde(default, skip_serializing_if = "is_default")]
    risk: Option<RiskAssessment>,
    state: ProblemState,
    since: Instant,
    registered_at: Instant,
    last_activity: Instant,
    #[serde(default, skip_serializing_if = "is_default")]
    incidents: BTreeMap<IncidentId, Instant>,
    #[serde(default, skip_serializing_if = "is_default")]
    changes: BTreeMap<ChangeId, LinkedChange>,
    #[serde(default, skip_serializing_if = "is_default")]
    causes: Vec<StatedCause>,
    #[serde(default, skip_serializing_if = "is_default")]
    analyses: Vec<Analysis>,
    #[serde(default, skip_serializing_if = "is_default")]
    workarounds: Vec<RecordedWorkaround>,
    #[serde(default, skip_serializing_if = "is_default")]
    known_errors: Vec<KnownError>,
    #[serde(default, skip_serializing_if = "is_default")]
    tasks: Vec<Task>,
    #[serde(default, skip_serializing_if = "is_default")]
    strategy: Option<Strategy>,
    #[serde(default, skip_serializing_if = "is_default")]
    parking: Option<Parking>,
    #[serde(default, skip_serializing_if = "is_default")]
    major: Option<Note>,
    #[serde(default, skip_serializing_if = "is_default")]
    review: Option<Review>,
    #[serde(default, skip_serializing_if = "is_default")]
    model: Option<ModelUse>,
    #[serde(default, skip_serializing_if = "is_default")]
    duplicates: BTreeSet<ProblemId>,
    #[serde(default, skip_serializing_if = "is_default")]
    noted: BTreeSet<Duty>,
    #[serde(default, skip_serializing_if = "is_default")]
    failed_fixes: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    log: Vec<LogEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    redactions: Vec<Redaction>,
}

fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

impl Problem {
    /// The problem as one value, to store in a row.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{PersonId, ProblemId}, level::{Impact, Urgency}, text::Title};
    /// # use itsm_problem::{Problem, command::BeginAssessment, policy::ProblemPolicy, profile::*};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ProblemPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
    /// # let profile = ProblemProfile::new(Title::new("Mail stops at noon")?, origin, Impact::new("High")?, Urgency::new("Low")?);
    /// # let (problem, _) = Problem::register(ProblemId::from_key(1), profile, [], &cx)?;
    /// let row = serde_json::to_string(&problem.snapshot())?;
    ///
    /// // Later, and elsewhere:
    /// let mut problem = Problem::restore(serde_json::from_str(&row)?)?;
    /// problem.execute(BeginAssessment::new(), &cx)?;
    /// assert_eq!(problem.snapshot().revision(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn snapshot(&self) -> ProblemSnapshot {
        let this = self.clone();
        ProblemSnapshot {
            schema: SCHEMA,
            id: this.id,
            revision: this.revision,
            last_at: this.last_at,
            policy: this.policy,
            profile: this.profile,
            priority: this.priority,
            risk: this.risk,
            state: this.state,
            since: this.since,
            registered_at: this.registered_at,
            last_activity: this.last_activity,
            incidents: this.incidents,
            changes: this.changes,
            causes: this.causes,
            analyses: this.analyses,
            workarounds: this.workarounds,
            known_errors: this.known_errors.into_values().collect(),
            tasks: this.tasks.0,
            strategy: this.strategy,
            parking: this.parking,
            major: this.major,
            review: this.review,
            model: this.model,
            duplicates: this.duplicates,
            noted: this.noted,
            failed_fixes: this.failed_fixes,
            log: this.log,
            redactions: this.redactions,
        }
    }

    /// The problem of a snapshot.
    ///
    /// It asks no policy, since a record outlives its rules, and no other record. What it refuses,
    /// no history could have brought about.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{PersonId, ProblemId}, level::{Impact, Urgency}, text::Title};
    /// # use itsm_problem::{Problem, policy::ProblemPolicy, profile::*};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ProblemPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
    /// # let profile = ProblemProfile::new(Title::new("Mail stops at noon")?, origin, Impact::new("High")?, Urgency::new("Low")?);
    /// # let (problem, _) = Problem::register(ProblemId::from_key(1), profile, [], &cx)?;
    /// let mut row = serde_json::to_value(problem.snapshot())?;
    /// row["since"] = "2026-03-02T09:05:00Z".into(); // after the last event
    /// row["duplicates"] = vec![row["id"].clone()].into();
    ///
    /// let faults = Problem::restore(serde_json::from_value(row)?).unwrap_err();
    /// let places: Vec<_> = faults.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    /// assert_eq!(places, [
    ///     ("duplicates", "problem.snapshot.itself"),
    ///     ("since", "problem.snapshot.ahead"),
    /// ]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Everything that cannot be, each with its path in the snapshot and the rule that it breaks.
    pub fn restore(it: ProblemSnapshot) -> Result<Self, Faults> {
        it.check()?;
        let known_errors = it.known_errors.into_iter().map(|it| (it.id, it));
        Ok(Self {
            id: it.id,
            revision: it.revision,
            last_at: it.last_at,
            policy: it.policy,
            profile: it.profile,
            priority: it.priority,
            risk: it.risk,
            state: it.state,
            since: it.since,
            registered_at: it.registered_at,
            last_activity: it.last_activity,
            incidents: it.incidents,
            changes: it.changes,
            causes: it.causes,
            analyses: it.analyses,
            workarounds: it.workarounds,
            known_errors: known_errors.collect(),
            tasks: TaskSet(it.tasks),
            strategy: it.strategy,
            parking: it.parking,
            major: it.major,
            review: it.review,
            model: it.model,
            duplicates: it.duplicates,
            noted: it.noted,
            failed_fixes: it.failed_fixes,
            log: it.log,
            redactions: it.redactions,
        })
    }
}

impl ProblemSnapshot {
    /// The id of the problem.
    pub const fn id(&self) -> ProblemId {
        self.id
    }

    /// The revision: the optimistic lock.
    pub const fn revision(&self) -> u64 {
        self.revision
    }
}
