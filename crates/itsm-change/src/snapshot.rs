//! Snapshots: a change as one value, for hosts that store rows and not events.
//!
//! Such a host reads a row, [restores](Change::restore) the change, executes, and writes the new
//! [snapshot](Change::snapshot) if the stored revision is still the one that it read. What `decide`,
//! `execute`, `allowed` and `deadlines` answer is the same as for a change that was replayed. What is
//! lost is the history: the events are still returned by `execute`.
//!
//! A row that somebody has edited is checked when it is read.

mod check;

use crate::approval::RecordedVote;
use crate::assessment::Assessment;
use crate::change::{Change, LogEntry};
use crate::content::Fingerprint;
use crate::duty::Duty;
use crate::hold::Holding;
use crate::lapse::Lapse;
use crate::model::ModelUse;
use crate::modification::StagedModification;
use crate::outcome::Outcome;
use crate::panel::Member;
use crate::plan::{PlannedWindow, Plans};
use crate::profile::ChangeProfile;
use crate::redaction::Redaction;
use crate::review::Review;
use crate::risk_record::RiskAssessed;
use crate::state::ChangeState;
use crate::task::{Task, TaskSet};
use crate::template::TemplateUse;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::id::{ChangeId, IncidentId, PersonId};
use itsm_core::link::RecordRef;
use itsm_core::policy::PolicyRef;
use itsm_core::text::Code;
use itsm_core::time::Instant;
use serde::{Deserialize, Serialize};

/// The version of the form in which snapshots are written.
const SCHEMA: u16 = 1;

/// A change as one value, with everything that it knows.
///
/// On the wire an object with a `schema`; what is absent is left out. Its fields are for
/// [`Change::restore`] to read, which checks what a stored row may have got wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct ChangeSnapshot {
    schema: u16,
    id: ChangeId,
    revision: u64,
    last_at: Instant,
    policy: PolicyRef,
    profile: ChangeProfile,
    #[serde(default, skip_serializing_if = "is_default")]
    template: Option<TemplateUse>,
    state: ChangeState,
    since: Instant,
    registered_at: Instant,
    #[serde(default, skip_serializing_if = "is_default")]
    model: Option<ModelUse>,
    plans: Plans,
    assessment: Assessment,
    #[serde(default, skip_serializing_if = "is_default")]
    risk: Option<RiskAssessed>,
    #[serde(default, skip_serializing_if = "is_default")]
    window: Option<PlannedWindow>,
    #[serde(default, skip_serializing_if = "is_default")]
    votes: Vec<RecordedVote>,
    #[serde(default, skip_serializing_if = "is_default")]
    round: u32,
    #[serde(default, skip_serializing_if = "is_default")]
    asked_at: Option<Instant>,
    #[serde(default, skip_serializing_if = "is_default")]
    decided: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    authorized: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    approved: Option<Fingerprint>,
    #[serde(default, skip_serializing_if = "is_default")]
    appointed: BTreeMap<Code, Vec<Member>>,
    #[serde(default, skip_serializing_if = "is_default")]
    kept_out: BTreeSet<PersonId>,
    #[serde(default, skip_serializing_if = "is_default")]
    lapses: Vec<Lapse>,
    #[serde(default, skip_serializing_if = "is_default")]
    started: Option<Instant>,
    #[serde(default, skip_serializing_if = "is_default")]
    finished: Option<Instant>,
    #[serde(default, skip_serializing_if = "is_default")]
    passed: Vec<Code>,
    #[serde(default, skip_serializing_if = "is_default")]
    outcome: Option<Outcome>,
    #[serde(default, skip_serializing_if = "is_default")]
    review: Option<Review>,
    #[serde(default, skip_serializing_if = "is_default")]
    holding: Option<Holding>,
    #[serde(default, skip_serializing_if = "is_default")]
    tasks: Vec<Task>,
    #[serde(default, skip_serializing_if = "is_default")]
    modifications: Vec<StagedModification>,
    #[serde(default, skip_serializing_if = "is_default")]
    reasons: BTreeSet<RecordRef>,
    #[serde(default, skip_serializing_if = "is_default")]
    caused: BTreeSet<IncidentId>,
    #[serde(default, skip_serializing_if = "is_default")]
    noted: BTreeSet<Duty>,
    #[serde(default, skip_serializing_if = "is_default")]
    log: Vec<LogEntry>,
    #[serde(default, skip_serializing_if = "is_default")]
    redactions: Vec<Redaction>,
}

fn is_default<T: Default + PartialEq>(it: &T) -> bool {
    *it == T::default()
}

impl Change {
    /// The change as one value, to store in a row.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{PersonId, ChangeId}, text::Title};
    /// # use itsm_change::{Change, command::Submit, kind::*, policy::ChangePolicy, profile::*};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ChangePolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let profile = ChangeProfile::new(Title::new("A bigger queue")?, ChangeType::Normal, Magnitude::Minor);
    /// # let (change, _) = Change::register(ChangeId::from_key(1), profile, [], &cx)?;
    /// let row = serde_json::to_string(&change.snapshot())?;
    ///
    /// // Later, and elsewhere:
    /// let mut change = Change::restore(serde_json::from_str(&row)?)?;
    /// change.execute(Submit::new(), &cx)?;
    /// assert_eq!(change.snapshot().revision(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn snapshot(&self) -> ChangeSnapshot {
        let this = self.clone();
        ChangeSnapshot {
            schema: SCHEMA,
            id: this.id,
            revision: this.revision,
            last_at: this.last_at,
            policy: this.policy,
            profile: this.profile,
            template: this.template,
            state: this.state,
            since: this.since,
            registered_at: this.registered_at,
            model: this.model,
            plans: this.plans,
            assessment: this.assessment,
            risk: this.risk,
            window: this.window,
            votes: this.votes,
            round: this.round,
            asked_at: this.asked_at,
            decided: this.decided,
            authorized: this.authorized,
            approved: this.approved,
            appointed: this.appointed,
            kept_out: this.kept_out,
            lapses: this.lapses,
            started: this.started,
            finished: this.finished,
            passed: this.passed,
            outcome: this.outcome,
            review: this.review,
            holding: this.holding,
            tasks: this.tasks.0,
            modifications: this.modifications,
            reasons: this.reasons,
            caused: this.caused,
            noted: this.noted,
            log: this.log,
            redactions: this.redactions,
        }
    }

    /// The change of a snapshot.
    ///
    /// It asks no policy, since a record outlives its rules, and no other record. What it refuses,
    /// no history could have brought about.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{PersonId, ChangeId}, text::Title};
    /// # use itsm_change::{Change, kind::*, policy::ChangePolicy, profile::*};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ChangePolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let profile = ChangeProfile::new(Title::new("A bigger queue")?, ChangeType::Normal, Magnitude::Minor);
    /// # let (change, _) = Change::register(ChangeId::from_key(1), profile, [], &cx)?;
    /// let mut row = serde_json::to_value(change.snapshot())?;
    /// row["since"] = "2026-03-02T09:05:00Z".into(); // after the last event
    ///
    /// let faults = Change::restore(serde_json::from_value(row)?).unwrap_err();
    /// let places: Vec<_> = faults.iter().map(|it| (it.path.as_str(), it.rule)).collect();
    /// assert_eq!(places, [("since", "change.snapshot.ahead")]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Everything that cannot be, each with its path in the snapshot and the rule that it breaks.
    pub fn restore(it: ChangeSnapshot) -> Result<Self, Faults> {
        it.check()?;
        Ok(Self {
            id: it.id,
            revision: it.revision,
            last_at: it.last_at,
            policy: it.policy,
            profile: it.profile,
            template: it.template,
            state: it.state,
            since: it.since,
            registered_at: it.registered_at,
            model: it.model,
            plans: it.plans,
            assessment: it.assessment,
            risk: it.risk,
            window: it.window,
            votes: it.votes,
            round: it.round,
            asked_at: it.asked_at,
            decided: it.decided,
            authorized: it.authorized,
            approved: it.approved,
            appointed: it.appointed,
            kept_out: it.kept_out,
            lapses: it.lapses,
            started: it.started,
            finished: it.finished,
            passed: it.passed,
            outcome: it.outcome,
            review: it.review,
            holding: it.holding,
            tasks: TaskSet(it.tasks),
            modifications: it.modifications,
            reasons: it.reasons,
            caused: it.caused,
            noted: it.noted,
            log: it.log,
            redactions: it.redactions,
        })
    }
}

impl ChangeSnapshot {
    /// The revision of the last event: what a host compares before it writes.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// The id of the change.
    pub const fn id(&self) -> ChangeId {
        self.id
    }
}
