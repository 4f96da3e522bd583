//! What the incident lifecycle says to each change of state in the log.
//!
//! Every case is an incident of `itsm-incident`. Its first row registers it, or takes it over where
//! the log begins in the middle; each later change of state is put to it as the command that would
//! bring it about. A change that is refused is counted by its rule, and the incident is then taken
//! over in the state that the log says, so that each change is judged alone.
//!
//! An incident that has ended is dropped: what the lifecycle says of an ended one does not depend
//! on how it came to its end.

use super::case_table::CaseIndex;
use super::map::{Map, Target};
use super::verdicts::{Refused, Verdicts};
use itsm::core::actor::{Actor, Agent};
use itsm::core::context::Context;
use itsm::core::fault::Faults;
use itsm::core::id::{IncidentId, PersonId};
use itsm::core::text::{Code, Title};
use itsm::core::time::{ClosedAt, Instant, ResolvedAt};
use itsm::incident::command::{
    Cancel, Close, CloseAutomatically, Hold, IncidentCommand, Reopen, Resolve, Resume, StartWork,
};
use itsm::incident::draft::{DraftHoldRule, DraftIncidentPolicy};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::profile::{DetectionSource, Profile};
use itsm::incident::resolution::{
    CancelReason, Cancellation, Closure, Confirmation, Resolution, ResolutionCode,
};
use itsm::incident::state::{HoldReason, IncidentStage, IncidentState, OnHold};
use itsm::incident::{Adopt, Incident, IncidentError};
use std::collections::{BTreeMap, HashMap};

/// One row, as the judge sees it.
#[derive(Debug, Clone, Copy)]
pub struct Step<'a> {
    /// The case, by its place of first appearance: a dense key for what the judge remembers.
    pub case: CaseIndex,
    /// When the event was recorded, in seconds since 1970-01-01 00:00 UTC.
    pub at: i64,
    /// The state in the case's row before; none in its first row.
    pub before: Option<State<'a>>,
    /// The state in this row.
    pub now: State<'a>,
    /// Who reported the case.
    pub caller: Option<&'a [u8]>,
    /// Whether the source's state differs from the row before. Two states of the source may be
    /// one and the same in the lifecycle.
    pub changed: bool,
}

/// A state of the source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State<'a> {
    /// The map says what it is in the lifecycle.
    Declared(&'a Target),
    /// The map does not know it.
    Undeclared,
}

/// Judges each change of state.
#[derive(Debug)]
pub struct Judge {
    policy: IncidentPolicy,
    replayer: Actor,
    profile: Profile,
    /// The incidents that have not ended.
    open: HashMap<CaseIndex, Box<Incident>>,
    refused: BTreeMap<&'static str, u64>,
    verdicts: Verdicts,
}

/// What the log does not say of a resolution or a withdrawal.
const NOT_RECORDED: &str = "not_recorded";

impl Judge {
    /// A judge for a log that is read with this map.
    ///
    /// # Errors
    /// A hold reason of the map that no policy can have.
    pub fn new(map: &Map) -> Result<Self, Faults> {
        let policy = policy(map)?;
        let mut faults = Faults::new();
        let profile = profile(&policy, &mut faults);
        let name = faults.take("", "replay.name", Code::new("replay"));
        faults.or(profile.zip(name)).map(|(profile, name)| Self {
            policy,
            replayer: Actor::automation(name),
            profile,
            open: HashMap::new(),
            refused: BTreeMap::new(),
            verdicts: Verdicts {
                notes: notes(),
                ..Verdicts::default()
            },
        })
    }

    /// Takes in the next row of the log.
    pub fn observe(&mut self, step: &Step<'_>) {
        let Some(at) = Instant::from_timestamp(step.at, 0) else {
            // Out of the calendar's range: nothing to judge by, and counted, not dropped.
            self.verdicts.undeclared += u64::from(step.changed);
            return;
        };
        match (step.before, step.now) {
            (_, State::Undeclared) => {
                self.verdicts.undeclared += u64::from(step.changed);
                self.open.remove(&step.case);
            }
            (None, State::Declared(now)) => self.begin(step.case, now, at),
            (Some(State::Undeclared), State::Declared(now)) => {
                self.verdicts.undeclared += u64::from(step.changed);
                self.begin(step.case, now, at);
            }
            (Some(State::Declared(before)), State::Declared(now)) if step.changed => {
                self.judge(step, before, now, at);
            }
            (Some(State::Declared(_)), State::Declared(_)) => {}
        }
    }

    /// A case enters: registered if the log says that it is new, else taken over.
    fn begin(&mut self, case: CaseIndex, target: &Target, at: Instant) {
        if !matches!(target, Target::Closed | Target::Canceled) {
            if let Some(incident) = self.incident(case, target, at) {
                self.open.insert(case, incident);
            }
        }
    }

    /// An incident in the state of the log, at an instant of the log.
    fn incident(&self, case: CaseIndex, target: &Target, at: Instant) -> Option<Box<Incident>> {
        let cx = Context::new(at, &self.replayer, &self.policy);
        let id = IncidentId::from_key(case.into());
        let profile = self.profile.clone();
        let born = match state(target, self.replayer.agent(), at) {
            IncidentState::New => Incident::register(id, profile, &cx),
            state => Incident::adopt(id, Adopt::new(profile, state, at), &cx),
        };
        born.ok().map(|(incident, _)| Box::new(incident))
    }

    fn judge(&mut self, step: &Step<'_>, before: &Target, now: &Target, at: Instant) {
        let known = self.open.remove(&step.case);
        let Some(mut incident) = known.or_else(|| self.incident(step.case, before, at)) else {
            self.verdicts.undeclared += 1;
            return;
        };
        match self.drive(&mut incident, now, step.caller, at) {
            Ok(()) => {
                self.verdicts.accepted += 1;
                if incident.stage().is_open() || incident.stage() == IncidentStage::Resolved {
                    self.open.insert(step.case, incident);
                }
            }
            Err(error) => {
                *self.refused.entry(error.rule()).or_default() += 1;
                self.begin(step.case, now, at);
            }
        }
    }

    /// Brings an incident to where the log says it went, by the commands that lead there.
    fn drive(
        &self,
        incident: &mut Incident,
        target: &Target,
        caller: Option<&[u8]>,
        at: Instant,
    ) -> Result<(), IncidentError> {
        let cx = Context::new(at, &self.replayer, &self.policy);
        for command in commands(incident, target, caller, &self.policy, at) {
            incident.execute(command, &cx)?;
        }
        Ok(())
    }

    /// The verdicts, when the log is at its end.
    pub fn finish(self) -> Verdicts {
        let about = |rule: &str| {
            let known = IncidentError::RULES.iter().find(|it| it.id == rule);
            known.map_or("", |it| it.about).trim().to_owned()
        };
        let refused = self.refused.iter().map(|(rule, count)| Refused {
            rule: (*rule).to_owned(),
            about: about(rule),
            count: *count,
        });
        Verdicts {
            refused: refused.collect(),
            ..self.verdicts
        }
    }
}

/// The default policy, less the texts that a log does not have, with the hold reasons of the map.
fn policy(map: &Map) -> Result<IncidentPolicy, Faults> {
    let shipped = DraftIncidentPolicy::default();
    let own = map
        .states
        .hold_reasons()
        .map(|reason| (reason.to_owned(), DraftHoldRule::default()));
    let without_comment = DraftHoldRule {
        comment_required: Some(false),
        ..DraftHoldRule::default()
    };
    let caller = (
        HoldReason::AWAITING_CALLER.as_str().to_owned(),
        without_comment,
    );
    let mut demands = shipped.demands.clone();
    for command in ["prioritize", "resolve", "reopen"] {
        demands.remove(command);
    }
    IncidentPolicy::try_from(DraftIncidentPolicy {
        id: "replay".into(),
        hold_reasons: own.chain([caller]).collect(),
        resolution_codes: [NOT_RECORDED.to_owned()].into(),
        demands,
        ..shipped
    })
}

/// The lifecycle judges states; impact, urgency and priority of the log are reported apart from it.
fn profile(policy: &IncidentPolicy, faults: &mut Faults) -> Option<Profile> {
    let title = faults.take("", "replay.title", Title::new("A case of the log"))?;
    let impact = policy.matrix().impacts().iter().next()?.clone();
    let urgency = policy.matrix().urgencies().iter().next()?.clone();
    Some(Profile::new(title, DetectionSource::User, impact, urgency))
}

fn state(target: &Target, by: &Agent, at: Instant) -> IncidentState {
    let resolution = || Resolution::new(not_recorded(), by.clone(), ResolvedAt(at));
    match target {
        Target::New => IncidentState::New,
        Target::InProgress => IncidentState::InProgress,
        Target::OnHold(reason) => IncidentState::OnHold(OnHold::new(hold_reason(reason), at)),
        Target::Resolved => IncidentState::Resolved(resolution()),
        Target::Closed => IncidentState::Closed(
            Closure::new(Confirmation::Unconfirmed, by.clone(), ClosedAt(at))
                .resolution(resolution()),
        ),
        Target::Canceled => {
            IncidentState::Canceled(Cancellation::new(CancelReason::UNNECESSARY, by.clone(), at))
        }
    }
}

/// The commands that bring an incident to a state of the log; those that the lifecycle will refuse
/// where no command leads there.
fn commands(
    incident: &Incident,
    target: &Target,
    caller: Option<&[u8]>,
    policy: &IncidentPolicy,
    at: Instant,
) -> Vec<IncidentCommand> {
    let stage = incident.stage();
    match target {
        Target::InProgress if stage == IncidentStage::InProgress => Vec::new(),
        Target::New if stage == IncidentStage::New => Vec::new(),
        // No command leads back to new. The nearest is to start over, which the lifecycle refuses.
        Target::New => vec![StartWork::new().into()],
        Target::InProgress => vec![match stage {
            IncidentStage::New => StartWork::new().into(),
            IncidentStage::OnHold => Resume::new().into(),
            _ => Reopen::new().into(),
        }],
        Target::OnHold(reason) => {
            let hold = IncidentCommand::from(Hold::new(hold_reason(reason)));
            match incident.state() {
                IncidentState::OnHold(present) if present.reason.as_str() == reason => Vec::new(),
                IncidentState::Resolved(_) => vec![Reopen::new().into(), hold],
                _ => vec![hold],
            }
        }
        Target::Resolved => vec![Resolve::new(not_recorded()).into()],
        Target::Closed => vec![close(incident, caller, policy, at)],
        Target::Canceled => vec![Cancel::new(CancelReason::UNNECESSARY).into()],
    }
}

/// By time where the time for objections is over, else by the word of the caller.
fn close(
    incident: &Incident,
    caller: Option<&[u8]>,
    policy: &IncidentPolicy,
    at: Instant,
) -> IncidentCommand {
    let due = incident.deadlines(policy).iter().any(|it| it.at <= at);
    if due {
        return CloseAutomatically::new().into();
    }
    match caller {
        Some(name) => Close::new().confirmed_by(person(name)).into(),
        None => Close::new().into(),
    }
}

/// A person of the log: the same name is the same person, and the name itself is not kept.
fn person(name: &[u8]) -> PersonId {
    let key = name.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    PersonId::from_key(key)
}

fn not_recorded() -> ResolutionCode {
    ResolutionCode::new(NOT_RECORDED).unwrap_or(ResolutionCode::FIXED)
}

/// The policy knows every reason of the map, so the fallback is for the compiler alone.
fn hold_reason(reason: &str) -> HoldReason {
    HoldReason::new(reason).unwrap_or(HoldReason::AWAITING_VENDOR)
}

fn notes() -> Vec<String> {
    [
        "The log has no comments and notes, so the policy of the replay asks for none: no comment \
         when waiting for the caller, no notes on resolution, no reason for reopening.",
        "A closing within five days of the resolution counts as confirmed by the case's caller, a \
         later one as closed by time: the log does not say which it was.",
        "A change from resolved to waiting is a reopening followed by a hold.",
        "After a refusal the case goes on in the state that the log says, so that each change is \
         judged alone.",
    ]
    .map(String::from)
    .to_vec()
}
