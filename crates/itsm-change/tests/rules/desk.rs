//! What the proofs and stories have in common: a change with a policy, and short words for long
//! ones.

use itsm_change::approval::{Answer, ApprovalRule, AskedPanel, AskedStage, Who};
use itsm_change::assessment::Assessment;
use itsm_change::authorization::Silence;
use itsm_change::command::*;
use itsm_change::delegation::{Delegation, Delegations};
use itsm_change::draft::DraftChangePolicy;
use itsm_change::emergency::{EmergencyCase, EmergencyCriterion, EmergencyKind};
use itsm_change::event::ChangeEventKind;
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::modification::Modification;
use itsm_change::outcome::{Outcome, OutcomeCode};
use itsm_change::panel::Member;
use itsm_change::plan::{BackOutPlan, PlannedWindow, Plans, PointOfNoReturn};
use itsm_change::policy::ChangePolicy;
use itsm_change::profile::ChangeProfile;
use itsm_change::quorum::Quorum;
use itsm_change::state::ChangeStage;
use itsm_change::task::TaskKind;
use itsm_change::template::{ChangeTemplate, TemplateField};
use itsm_change::{Adopt, Change, RecordedChangeEvent};
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{ChangeId, CiId, GroupId, IncidentId, PersonId, ServiceId, TaskId};
use itsm_core::refusal::Refusal;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::{Instant, Seconds};
use std::collections::BTreeSet;

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn nine() -> Instant {
    at("2026-03-02T09:00:00Z")
}

pub(crate) fn hours(n: u64) -> Seconds {
    Seconds::hours(n)
}

pub(crate) fn days(n: u64) -> Seconds {
    Seconds::days(n)
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

pub(crate) fn incident(key: u64) -> IncidentId {
    IncidentId::from_key(key)
}

pub(crate) fn change_id(key: u64) -> ChangeId {
    ChangeId::from_key(key)
}

pub(crate) fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

pub(crate) fn task(key: u64) -> TaskId {
    TaskId::from_key(key)
}

pub(crate) fn group(key: u64) -> GroupId {
    GroupId::from_key(key)
}

pub(crate) fn person(key: u64) -> PersonId {
    PersonId::from_key(key)
}

/// A change manager, who may authorize.
pub(crate) fn mia() -> Actor {
    Actor::person(person(1)).with(Role::CHANGE_MANAGER)
}

/// A specialist, who makes changes.
pub(crate) fn sam() -> Actor {
    Actor::person(person(2)).with(Role::SPECIALIST)
}

/// A member of the board.
pub(crate) fn bea() -> Actor {
    Actor::person(person(3)).with(Role::CHANGE_AUTHORITY)
}

/// Sam, when he is asked as a member of the board.
pub(crate) fn sam_on_the_board() -> Actor {
    sam().with(Role::CHANGE_AUTHORITY)
}

pub(crate) fn profile(kind: ChangeType) -> ChangeProfile {
    ChangeProfile::new(title("A bigger queue"), kind, Magnitude::Minor)
        .requester(person(9))
        .assignee(person(2))
        .group(group(1))
}

pub(crate) fn late() -> EmergencyCase {
    EmergencyCase::new(EmergencyKind::FailImminent, EmergencyCriterion::LATE)
}

pub(crate) fn outage() -> EmergencyCase {
    EmergencyCase::new(EmergencyKind::FixOnFail, EmergencyCriterion::MAJOR_INCIDENT)
}

pub(crate) fn emergency() -> ChangeProfile {
    profile(ChangeType::Emergency).emergency(outage())
}

pub(crate) fn scope(key: u64) -> SetScope {
    SetScope::new(BTreeSet::from([ci(key)]), BTreeSet::<ServiceId>::new())
}

pub(crate) fn back_out() -> BackOutPlan {
    let point = PointOfNoReturn::new(
        code("schema"),
        title("The database has the new schema"),
        note("Go on, and repair."),
    );
    BackOutPlan::new(note("Put the old queue back."), vec![point])
}

pub(crate) fn plans() -> Plans {
    Plans::new()
        .implementation(note("Stop it, enlarge it, start it."))
        .back_out(back_out())
}

pub(crate) fn assessment() -> Assessment {
    Assessment::new()
        .benefit(note("No mail is late."))
        .risk(note("The queue may not start."))
        .impact(note("No mail for ten minutes."))
        .effort(note("An hour."))
        .feasibility(note("Done before."))
}

/// From two to four hours after an instant.
pub(crate) fn window_after(from: Instant) -> PlannedWindow {
    PlannedWindow::new(hours(2).after(from).unwrap(), hours(4).after(from).unwrap())
}

pub(crate) fn outcome(code: OutcomeCode) -> Outcome {
    Outcome::new(code, false)
}

pub(crate) fn done() -> FinishImplementation {
    FinishImplementation::new(outcome(OutcomeCode::Successful))
}

pub(crate) fn failed() -> FinishImplementation {
    FinishImplementation::new(outcome(OutcomeCode::Unsuccessful))
}

pub(crate) fn memory(before: i64, after: i64) -> Modification {
    Modification::Attribute {
        name: code("memory_gb"),
        before: Some(AttributeValue::Integer(before)),
        after: Some(AttributeValue::Integer(after)),
    }
}

pub(crate) fn add(key: u64, kind: TaskKind) -> AddTask {
    AddTask::new(task(key), kind, title("Enlarge the queue"))
}

/// The policy of the proofs: the default one, changed in one place.
pub(crate) fn policy_with(edit: impl FnOnce(&mut DraftChangePolicy)) -> ChangePolicy {
    let mut draft = DraftChangePolicy::default();
    edit(&mut draft);
    draft.try_into().unwrap()
}

pub(crate) fn template() -> ChangeTemplate {
    ChangeTemplate::new(
        title("Reboot of a server"),
        3_u32,
        code("standard"),
        true,
        BTreeSet::from([TemplateField::Group, TemplateField::Plans]),
    )
    .plans(Plans::new().implementation(note("Press the button.")))
    .group(group(7))
    .max_cis(2_u32)
}

/// The default policy, with a template.
pub(crate) fn with_template() -> ChangePolicy {
    policy_with(|draft| {
        draft.templates.insert("reboot".into(), template());
        let mut old = template();
        old.active = false;
        draft.templates.insert("old".into(), old);
    })
}

/// A standard change, as its template leaves it open.
pub(crate) fn reboot() -> ChangeProfile {
    ChangeProfile::new(title("Reboot"), ChangeType::Standard, Magnitude::Minor)
        .template(code("reboot"))
}

/// Two of the board have to approve.
pub(crate) fn two_of_the_board() -> ChangePolicy {
    policy_with(|draft| {
        let roles = [Role::CHANGE_AUTHORITY, Role::CHANGE_MANAGER];
        let rule = ApprovalRule::of_roles(code("board"), roles, 2);
        draft.approvals.insert("authority".into(), rule);
    })
}

/// First somebody of the board, then those to whom the items belong, who are appointed for each
/// change and whose silence of a day approves, then Ida and Jon by name.
pub(crate) fn three_stages() -> ChangePolicy {
    policy_with(|draft| {
        let board = ApprovalRule::of_roles(code("board"), [Role::CHANGE_MANAGER], 1).stages;
        let owners = AskedPanel::new(code("owners"), Who::Appointed {}, Quorum::All {}, true);
        let owners = AskedStage::new(vec![owners])
            .within(days(1))
            .silence(Silence::Approves);
        let members = [11, 12]
            .map(|it| Member::new(person(it), 1_u32, false))
            .to_vec();
        let named = Who::Members { members };
        let named = AskedPanel::new(code("directors"), named, Quorum::First {}, true);
        let directors = AskedStage::new(vec![named]).within(days(2));
        let stages = board.into_iter().chain([owners, directors]);
        let rule = ApprovalRule::new(stages.collect::<Vec<_>>());
        draft.approvals.insert("authority".into(), rule);
    })
}

/// People by their keys, each with a weight of one.
pub(crate) fn members(keys: &[u64]) -> Vec<Member> {
    let member = |key: &u64| Member::new(person(*key), 1_u32, false);
    keys.iter().map(member).collect()
}

/// Somebody without any role.
pub(crate) fn plain(key: u64) -> Actor {
    Actor::person(person(key))
}

/// Somebody lets somebody else answer, in March.
pub(crate) fn lets(from: u64, to: u64) -> Delegations {
    let (since, until) = (at("2026-03-01T00:00:00Z"), at("2026-04-01T00:00:00Z"));
    let it = Delegation::new(person(from), person(to), since, until);
    vec![it].try_into().unwrap()
}

/// A change, the policy it is under, the time it is, and what has happened so far.
pub(crate) struct Case {
    pub(crate) policy: ChangePolicy,
    pub(crate) change: Change,
    pub(crate) history: Vec<RecordedChangeEvent>,
    pub(crate) now: Instant,
    pub(crate) actor: Actor,
}

impl Case {
    /// A normal change registered at nine.
    pub(crate) fn new() -> Self {
        Self::under(ChangePolicy::default())
    }

    pub(crate) fn under(policy: ChangePolicy) -> Self {
        Self::of(policy, profile(ChangeType::Normal))
    }

    pub(crate) fn of(policy: ChangePolicy, profile: ChangeProfile) -> Self {
        let actor = mia();
        let cx = Context::new(nine(), &actor, &policy);
        let (change, born) = Change::register(change_id(1), profile, [], &cx).unwrap();
        Self {
            change,
            history: vec![born],
            policy,
            now: nine(),
            actor,
        }
    }

    /// An emergency that is being authorized.
    pub(crate) fn emergency() -> Self {
        Self::of(ChangePolicy::default(), emergency()).after(Submit::new())
    }

    /// A normal change that is being assessed, with everything that is asked for.
    pub(crate) fn assessed() -> Self {
        Self::new().documented()
    }

    pub(crate) fn documented(self) -> Self {
        let window = window_after(self.now);
        self.after(scope(1))
            .after(Plan::new(plans()))
            .after(Schedule::new(window))
            .after(Submit::new())
            .after(Assess::new(assessment()))
    }

    /// A normal change that is being authorized.
    pub(crate) fn asked() -> Self {
        Self::assessed().after(RequestAuthorization::new())
    }

    /// A normal change that waits for its time, from eleven to one.
    pub(crate) fn scheduled() -> Self {
        Self::asked().after(CastVote::new(Answer::Approve))
    }

    /// A normal change that is made since eleven.
    pub(crate) fn implementing() -> Self {
        Self::scheduled()
            .later(hours(2))
            .after(StartImplementation::new())
    }

    /// A normal change that was made from eleven to twelve.
    pub(crate) fn reviewing() -> Self {
        Self::implementing().later(hours(1)).after(done())
    }

    pub(crate) fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    pub(crate) fn later(mut self, pause: Seconds) -> Self {
        self.now = pause.after(self.now).unwrap();
        self
    }

    pub(crate) fn cx(&self) -> Context<'_, ChangePolicy> {
        Context::new(self.now, &self.actor, &self.policy)
    }

    pub(crate) fn after(mut self, command: impl Into<ChangeCommand>) -> Self {
        let cx = Context::new(self.now, &self.actor, &self.policy);
        let events = self.change.execute(command, &cx).unwrap();
        self.history.extend(events);
        self
    }

    pub(crate) fn refuses(self, command: impl Into<ChangeCommand>) -> Refusal {
        self.refuses_in(command, &self.cx())
    }

    /// The same in other circumstances.
    pub(crate) fn refuses_in(
        &self,
        command: impl Into<ChangeCommand>,
        cx: &Context<'_, ChangePolicy>,
    ) -> Refusal {
        let mut change = self.change.clone();
        let refusal = change.execute(command, cx).unwrap_err().refusal().clone();
        assert_eq!(change, self.change, "a refused command changes nothing");
        refusal
    }

    pub(crate) fn stage(&self) -> ChangeStage {
        self.change.stage()
    }

    /// The last events, by kind.
    pub(crate) fn last(&self, count: usize) -> Vec<ChangeEventKind> {
        let mut kinds: Vec<_> = self.history.iter().map(|it| it.event.kind()).collect();
        kinds.drain(..kinds.len().saturating_sub(count));
        kinds
    }

    /// The stages it has stood in, in order.
    pub(crate) fn road(&self) -> Vec<ChangeStage> {
        let mut stages = Vec::new();
        let mut change = Change::replay(&self.history[..1]).unwrap();
        stages.push(change.stage());
        for event in &self.history[1..] {
            change.evolve(event);
            if stages.last() != Some(&change.stage()) {
                stages.push(change.stage());
            }
        }
        stages
    }

    /// Jumps from deadline to deadline until then, and executes each.
    pub(crate) fn wait_until(mut self, then: Instant) -> Self {
        let clock = Actor::automation(code("clock"));
        while let Some(due) = self.change.deadlines(&self.policy).into_iter().next() {
            if due.at > then {
                break;
            }
            self.now = due.at.max(self.change.last_at());
            let cx = Context::new(self.now, &clock, &self.policy);
            let events = self.change.execute(due.command, &cx).unwrap();
            self.history.extend(events);
        }
        self.now = then;
        self
    }
}

/// A registration that is refused.
pub(crate) fn no_birth(policy: &ChangePolicy, profile: ChangeProfile) -> Refusal {
    let actor = mia();
    let cx = Context::new(nine(), &actor, policy);
    let refused = Change::register(change_id(1), profile, [], &cx);
    refused.unwrap_err().refusal().clone()
}

/// A takeover that is refused.
pub(crate) fn no_takeover(adopt: Adopt) -> Refusal {
    let (actor, policy) = (mia(), ChangePolicy::default());
    let cx = Context::new(nine(), &actor, &policy);
    let refused = Change::adopt(change_id(1), adopt, &cx);
    refused.unwrap_err().refusal().clone()
}
