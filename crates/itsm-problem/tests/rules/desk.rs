//! What the proofs and stories have in common: a problem with a policy, and short words for long
//! ones.

use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::{ChangeId, CiId, IncidentId, KnownErrorId, PersonId, ProblemId, TaskId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::refusal::Refusal;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_problem::cause::{Cause, Contribution};
use itsm_problem::cause_analysis::CauseAnalysis;
use itsm_problem::command::*;
use itsm_problem::draft::DraftProblemPolicy;
use itsm_problem::hypothesis::{DraftHypotheses, Hypotheses, Hypothesis, HypothesisStatus};
use itsm_problem::known_error::ErrorText;
use itsm_problem::merge::OriginalFacts;
use itsm_problem::policy::ProblemPolicy;
use itsm_problem::profile::{Identification, Origin, ProblemProfile, ProblemSource};
use itsm_problem::state::ProblemStage;
use itsm_problem::verification::{Comparison, IncidentCount};
use itsm_problem::workaround::Workaround;
use itsm_problem::{Adopt, Problem, RecordedProblemEvent};

pub(crate) fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

pub(crate) fn nine() -> Instant {
    at("2026-03-02T09:00:00Z")
}

pub(crate) fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

pub(crate) fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

pub(crate) fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

pub(crate) fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

pub(crate) fn incident(key: u64) -> IncidentId {
    IncidentId::from_key(key)
}

pub(crate) fn change(key: u64) -> ChangeId {
    ChangeId::from_key(key)
}

pub(crate) fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

pub(crate) fn task(key: u64) -> TaskId {
    TaskId::from_key(key)
}

pub(crate) fn known_error(key: u64) -> KnownErrorId {
    KnownErrorId::from_key(key)
}

pub(crate) fn problem_id(key: u64) -> ProblemId {
    ProblemId::from_key(key)
}

pub(crate) fn impact(text: &str) -> Impact {
    Impact::new(text).unwrap()
}

pub(crate) fn urgency(text: &str) -> Urgency {
    Urgency::new(text).unwrap()
}

/// A problem manager.
pub(crate) fn pia() -> Actor {
    Actor::person(PersonId::from_key(1)).with(Role::PROBLEM_MANAGER)
}

/// A specialist.
pub(crate) fn sam() -> Actor {
    Actor::person(PersonId::from_key(2)).with(Role::SPECIALIST)
}

pub(crate) fn profile() -> ProblemProfile {
    let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
    ProblemProfile::new(
        title("Mail stops at noon"),
        origin,
        impact("High"),
        urgency("Low"),
    )
}

pub(crate) fn proactive() -> ProblemProfile {
    let origin = Origin::new(Identification::Proactive, ProblemSource::MONITORING);
    let mut profile = profile();
    profile.origin = origin;
    profile
}

pub(crate) fn cause(text: &str) -> Cause {
    Cause::new(Contribution::Occurrence, note(text), Vec::new())
}

/// An analysis: one guess that nobody has tested.
pub(crate) fn guess() -> CauseAnalysis {
    let predicts = vec![note("It is full at noon")];
    let guess = Hypothesis::new(
        code("queue"),
        note("The queue is too small"),
        predicts,
        HypothesisStatus::Open,
    );
    let draft = DraftHypotheses::new(vec![guess]);
    Hypotheses::try_from(draft).unwrap().into()
}

pub(crate) fn workaround(text: &str) -> Workaround {
    Workaround::new(title(text), vec![note("Restart the queue.")], false)
}

pub(crate) fn error_text(text: &str) -> ErrorText {
    ErrorText::new(title(text))
}

pub(crate) fn declare(key: u64) -> DeclareKnownError {
    DeclareKnownError::new(known_error(key), error_text("Queue fills up"))
}

pub(crate) fn resolve() -> Resolve {
    Resolve::new(note("The queue has room."), false)
}

pub(crate) fn original(key: u64) -> OriginalFacts {
    OriginalFacts::new(problem_id(key), ProblemStage::Assess, Vec::new())
}

pub(crate) fn days(n: u64) -> Seconds {
    Seconds::days(n)
}

/// A window of so many days that ends or begins then.
pub(crate) fn window(from: Instant, length: Seconds, incidents: u32) -> IncidentCount {
    IncidentCount::new(from, length.after(from).unwrap(), incidents)
}

/// Four weeks before an instant against four weeks after it.
pub(crate) fn comparison(fixed: Instant, before: u32, after: u32) -> Comparison {
    let four_weeks = itsm_core::time::chrono::TimeDelta::days(28);
    let from = fixed.checked_sub_signed(four_weeks).unwrap();
    Comparison::new(
        window(from, days(28), before),
        window(fixed, days(28), after),
    )
}

/// The policy of the proofs: the default one, changed in one place.
pub(crate) fn policy_with(change: impl FnOnce(&mut DraftProblemPolicy)) -> ProblemPolicy {
    let mut draft = DraftProblemPolicy::default();
    change(&mut draft);
    draft.try_into().unwrap()
}

/// A problem, the policy it is under, the time it is, and what has happened so far.
pub(crate) struct Case {
    pub(crate) policy: ProblemPolicy,
    pub(crate) problem: Problem,
    pub(crate) history: Vec<RecordedProblemEvent>,
    pub(crate) now: Instant,
    pub(crate) actor: Actor,
}

impl Case {
    /// A problem registered at nine.
    pub(crate) fn new() -> Self {
        Self::under(ProblemPolicy::default())
    }

    pub(crate) fn under(policy: ProblemPolicy) -> Self {
        Self::of(policy, profile())
    }

    pub(crate) fn of(policy: ProblemPolicy, profile: ProblemProfile) -> Self {
        let actor = pia();
        let cx = Context::new(nine(), &actor, &policy);
        let (problem, born) = Problem::register(problem_id(1), profile, [], &cx).unwrap();
        Self {
            problem,
            history: vec![born],
            policy,
            now: nine(),
            actor,
        }
    }

    /// A problem whose causes are looked for.
    pub(crate) fn analyzing() -> Self {
        Self::new().confirmed()
    }

    /// A problem of which one incident is known.
    pub(crate) fn with_incident() -> Self {
        Self::analyzing().after(LinkIncident::new(incident(1)))
    }

    pub(crate) fn confirmed(self) -> Self {
        self.after(BeginAssessment::new()).after(Confirm::new())
    }

    /// A problem that is being fixed.
    pub(crate) fn fixing() -> Self {
        Self::analyzing().after(BeginFix::new())
    }

    /// A problem that was fixed at nine.
    pub(crate) fn resolved() -> Self {
        Self::fixing().after(resolve())
    }

    /// A known error with a workaround.
    pub(crate) fn known() -> Self {
        Self::analyzing()
            .after(AddCause::new(cause("The queue is too small.")))
            .after(RecordWorkaround::new(workaround("Restart the queue")))
            .after(declare(1))
    }

    pub(crate) fn by(mut self, actor: Actor) -> Self {
        self.actor = actor;
        self
    }

    pub(crate) fn later(mut self, pause: Seconds) -> Self {
        self.now = pause.after(self.now).unwrap();
        self
    }

    pub(crate) fn cx(&self) -> Context<'_, ProblemPolicy> {
        Context::new(self.now, &self.actor, &self.policy)
    }

    pub(crate) fn after(mut self, command: impl Into<ProblemCommand>) -> Self {
        let cx = Context::new(self.now, &self.actor, &self.policy);
        let events = self.problem.execute(command, &cx).unwrap();
        self.history.extend(events);
        self
    }

    pub(crate) fn refuses(self, command: impl Into<ProblemCommand>) -> Refusal {
        self.refuses_in(command, &self.cx())
    }

    /// The same in other circumstances.
    pub(crate) fn refuses_in(
        &self,
        command: impl Into<ProblemCommand>,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Refusal {
        let mut problem = self.problem.clone();
        let refusal = problem.execute(command, cx).unwrap_err().refusal().clone();
        assert_eq!(problem, self.problem, "a refused command changes nothing");
        refusal
    }

    /// Jumps from deadline to deadline until then, and executes each.
    pub(crate) fn wait_until(mut self, then: Instant) -> Self {
        let clock = Actor::automation(code("clock"));
        while let Some(due) = self.problem.deadlines(&self.policy).into_iter().next() {
            if due.at > then {
                break;
            }
            self.now = due.at.max(self.problem.last_at());
            let cx = Context::new(self.now, &clock, &self.policy);
            let events = self.problem.execute(due.command, &cx).unwrap();
            self.history.extend(events);
        }
        self.now = then;
        self
    }
}

/// A registration that is refused.
pub(crate) fn no_birth(profile: ProblemProfile) -> Refusal {
    let (actor, policy) = (pia(), ProblemPolicy::default());
    let cx = Context::new(nine(), &actor, &policy);
    let error = Problem::register(problem_id(1), profile, [], &cx).unwrap_err();
    error.refusal().clone()
}

/// A takeover that is refused.
pub(crate) fn no_takeover(adopt: Adopt) -> Refusal {
    let (actor, policy) = (pia(), ProblemPolicy::default());
    let cx = Context::new(nine(), &actor, &policy);
    let error = Problem::adopt(problem_id(1), adopt, &cx).unwrap_err();
    error.refusal().clone()
}
