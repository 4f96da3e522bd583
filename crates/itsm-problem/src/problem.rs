//! The problem itself: what is known of it now.

use crate::duty::Duty;
use crate::event::ProblemEvent;
use crate::finding::{Analysis, StatedCause};
use crate::fix::LinkedChange;
use crate::known_error::KnownError;
use crate::major::Review;
use crate::model::ModelUse;
use crate::parking::Parking;
use crate::profile::{Origin, ProblemProfile};
use crate::redaction::Redaction;
use crate::risk::RiskAssessment;
use crate::state::{ProblemStage, ProblemState};
use crate::strategy::Strategy;
use crate::task::TaskSet;
use crate::workaround::RecordedWorkaround;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::id::{ChangeId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::{Label, Note, Title};
use itsm_core::time::{Instant, RegisteredAt};
use itsm_core::wire_struct;

/// An event of a problem, as history keeps it.
pub type RecordedProblemEvent = Recorded<ProblemId, ProblemEvent>;

/// A problem: a cause, or potential cause, of one or more incidents.
///
/// It comes into being by [`register`](Self::register) or [`adopt`](Self::adopt), changes by
/// [`execute`](Self::execute), and is read through its accessors. It needs no incident, has as many
/// causes as were found, and may never be solved.
///
/// Source: ITIL 4 problem management; ISO/IEC 20000-1 8.6.3; FitSM-1 PR10.
#[doc(alias = "problem record")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub(crate) id: ProblemId,
    pub(crate) revision: u64,
    pub(crate) last_at: Instant,
    pub(crate) policy: PolicyRef,
    pub(crate) profile: ProblemProfile,
    pub(crate) priority: Priority,
    pub(crate) risk: Option<RiskAssessment>,
    pub(crate) state: ProblemState,
    pub(crate) since: Instant,
    pub(crate) registered_at: Instant,
    pub(crate) last_activity: Instant,
    pub(crate) incidents: BTreeMap<IncidentId, Instant>,
    pub(crate) changes: BTreeMap<ChangeId, LinkedChange>,
    pub(crate) causes: Vec<StatedCause>,
    pub(crate) analyses: Vec<Analysis>,
    pub(crate) workarounds: Vec<RecordedWorkaround>,
    pub(crate) known_errors: BTreeMap<KnownErrorId, KnownError>,
    pub(crate) tasks: TaskSet,
    pub(crate) strategy: Option<Strategy>,
    pub(crate) parking: Option<Parking>,
    pub(crate) major: Option<Note>,
    pub(crate) review: Option<Review>,
    pub(crate) model: Option<ModelUse>,
    pub(crate) duplicates: BTreeSet<ProblemId>,
    pub(crate) noted: BTreeSet<Duty>,
    pub(crate) failed_fixes: u32,
    pub(crate) log: Vec<LogEntry>,
    pub(crate) redactions: Vec<Redaction>,
}

wire_struct! {
    /// Something that somebody wrote into the record.
    #[doc(alias = "work note")]
    pub struct LogEntry {
        /// When.
        at: Instant,
        /// Who.
        by: Agent,
        /// What.
        note: Note,
    }
}

impl Problem {
    /// The id.
    pub const fn id(&self) -> ProblemId {
        self.id
    }

    /// The revision of the last event: the optimistic-lock number.
    pub const fn revision(&self) -> u64 {
        self.revision
    }

    /// When the last event was recorded.
    pub const fn last_at(&self) -> Instant {
        self.last_at
    }

    /// The policy it is handled under.
    pub const fn policy(&self) -> &PolicyRef {
        &self.policy
    }

    /// All facts of it.
    pub const fn profile(&self) -> &ProblemProfile {
        &self.profile
    }

    /// What it is, on one line.
    pub const fn title(&self) -> &Title {
        &self.profile.title
    }

    /// What it is, in full.
    pub const fn description(&self) -> Option<&Note> {
        self.profile.description.as_ref()
    }

    /// How it was found.
    pub const fn origin(&self) -> &Origin {
        &self.profile.origin
    }

    /// What kind of problem it is.
    pub const fn category(&self) -> Option<&Label> {
        self.profile.category.as_ref()
    }

    /// What kind of that kind it is.
    pub const fn subcategory(&self) -> Option<&Label> {
        self.profile.subcategory.as_ref()
    }

    /// How much of the business it hurts, or could.
    pub const fn impact(&self) -> &Impact {
        &self.profile.impact
    }

    /// How soon that becomes unbearable.
    pub const fn urgency(&self) -> &Urgency {
        &self.profile.urgency
    }

    /// The service that suffers.
    pub const fn service(&self) -> Option<ServiceId> {
        self.profile.service
    }

    /// The group that works on it.
    pub const fn group(&self) -> Option<GroupId> {
        self.profile.group
    }

    /// The person in the group who does.
    pub const fn assignee(&self) -> Option<PersonId> {
        self.profile.assignee
    }

    /// Where it stands, with the facts of that.
    pub const fn state(&self) -> &ProblemState {
        &self.state
    }

    /// Where it stands.
    pub const fn stage(&self) -> ProblemStage {
        self.state.stage()
    }

    /// Since when it has stood there.
    pub const fn since(&self) -> Instant {
        self.since
    }

    /// When it was registered.
    pub const fn registered_at(&self) -> RegisteredAt {
        RegisteredAt(self.registered_at)
    }

    /// When anybody last did anything about it. What only time or counting brings does not count,
    /// and neither does one more incident.
    pub const fn last_activity(&self) -> Instant {
        self.last_activity
    }

    /// What people wrote into it, in order.
    #[doc(alias = "work notes")]
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }
}
