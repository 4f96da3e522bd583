//! The change itself: what is known of it now.

use crate::approval::RecordedVote;
use crate::assessment::Assessment;
use crate::content::Fingerprint;
use crate::duty::Duty;
use crate::event::ChangeEvent;
use crate::hold::Holding;
use crate::kind::{ChangeType, Magnitude};
use crate::lapse::Lapse;
use crate::model::{ChangeModel, ModelUse};
use crate::modification::StagedModification;
use crate::outcome::Outcome;
use crate::panel::Member;
use crate::plan::{PlannedWindow, Plans};
use crate::policy::ChangePolicy;
use crate::profile::ChangeProfile;
use crate::redaction::Redaction;
use crate::review::Review;
use crate::risk_record::RiskAssessed;
use crate::state::{ChangeStage, ChangeState};
use crate::task::TaskSet;
use crate::template::TemplateUse;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::id::{ChangeId, GroupId, IncidentId, PersonId};
use itsm_core::link::RecordRef;
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::{Code, Note, Title};
use itsm_core::time::{Instant, RegisteredAt};
use itsm_core::wire_struct;

/// An event of a change, as history keeps it.
pub type RecordedChangeEvent = Recorded<ChangeId, ChangeEvent>;

/// A change: the addition, modification or removal of anything that could have an effect on
/// services.
///
/// It comes into being by [`register`](Self::register) or [`adopt`](Self::adopt), changes by
/// [`execute`](Self::execute), and is read through its accessors.
///
/// Source: ITIL 4 change enablement; ISO/IEC 20000-1 8.5.1; FitSM-1 PR12.
#[doc(alias = "change request")]
#[doc(alias = "RFC")]
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub(crate) id: ChangeId,
    pub(crate) revision: u64,
    pub(crate) last_at: Instant,
    pub(crate) policy: PolicyRef,
    pub(crate) profile: ChangeProfile,
    pub(crate) template: Option<TemplateUse>,
    pub(crate) state: ChangeState,
    pub(crate) since: Instant,
    pub(crate) registered_at: Instant,
    pub(crate) model: Option<ModelUse>,
    pub(crate) plans: Plans,
    pub(crate) assessment: Assessment,
    pub(crate) risk: Option<RiskAssessed>,
    pub(crate) window: Option<PlannedWindow>,
    pub(crate) votes: Vec<RecordedVote>,
    pub(crate) round: u32,
    pub(crate) asked_at: Option<Instant>,
    pub(crate) decided: bool,
    pub(crate) authorized: bool,
    pub(crate) approved: Option<Fingerprint>,
    pub(crate) appointed: BTreeMap<Code, Vec<Member>>,
    pub(crate) kept_out: BTreeSet<PersonId>,
    pub(crate) lapses: Vec<Lapse>,
    pub(crate) started: Option<Instant>,
    pub(crate) finished: Option<Instant>,
    pub(crate) passed: Vec<Code>,
    pub(crate) outcome: Option<Outcome>,
    pub(crate) review: Option<Review>,
    pub(crate) holding: Option<Holding>,
    pub(crate) tasks: TaskSet,
    pub(crate) modifications: Vec<StagedModification>,
    pub(crate) reasons: BTreeSet<RecordRef>,
    pub(crate) caused: BTreeSet<IncidentId>,
    pub(crate) noted: BTreeSet<Duty>,
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

impl Change {
    /// The id.
    pub const fn id(&self) -> ChangeId {
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
    pub const fn profile(&self) -> &ChangeProfile {
        &self.profile
    }

    /// What it is, on one line.
    pub const fn title(&self) -> &Title {
        &self.profile.title
    }

    /// What is to be changed, in full.
    pub const fn description(&self) -> Option<&Note> {
        self.profile.description.as_ref()
    }

    /// How it comes to be authorized.
    #[doc(alias = "type")]
    pub const fn kind(&self) -> ChangeType {
        self.profile.kind
    }

    /// How much it moves.
    pub const fn magnitude(&self) -> Magnitude {
        self.profile.magnitude
    }

    /// The group that makes it.
    pub const fn group(&self) -> Option<GroupId> {
        self.profile.group
    }

    /// The person in the group who does.
    pub const fn assignee(&self) -> Option<PersonId> {
        self.profile.assignee
    }

    /// Who asks for it.
    pub const fn requester(&self) -> Option<PersonId> {
        self.profile.requester
    }

    /// The template of which it is made.
    pub const fn template(&self) -> Option<&TemplateUse> {
        self.template.as_ref()
    }

    /// Where it stands, with the facts of that.
    pub const fn state(&self) -> &ChangeState {
        &self.state
    }

    /// Where it stands.
    pub const fn stage(&self) -> ChangeStage {
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

    /// The model under which it was submitted; `None` before that.
    pub const fn model_used(&self) -> Option<&ModelUse> {
        self.model.as_ref()
    }

    /// The model by which it is handled: the one under which it was submitted, or, before that, the
    /// one of the policy.
    pub fn model<'a>(&'a self, policy: &'a ChangePolicy) -> Option<&'a ChangeModel> {
        match &self.model {
            Some(used) => Some(&used.model),
            None => policy.model(&self.profile.model_name()),
        }
    }

    /// How it is made, tested, told of, and taken back.
    pub const fn plans(&self) -> &Plans {
        &self.plans
    }

    /// What its assessment found.
    pub const fn assessment(&self) -> &Assessment {
        &self.assessment
    }

    /// The time for which it is planned.
    #[doc(alias = "planned start")]
    #[doc(alias = "planned end")]
    pub const fn window(&self) -> Option<&PlannedWindow> {
        self.window.as_ref()
    }

    /// That it rests.
    #[doc(alias = "on hold")]
    pub const fn holding(&self) -> Option<&Holding> {
        self.holding.as_ref()
    }

    /// Whether it rests.
    pub const fn is_held(&self) -> bool {
        self.holding.is_some()
    }

    /// What people wrote into it, in order.
    #[doc(alias = "work notes")]
    pub fn log(&self) -> &[LogEntry] {
        &self.log
    }
}
