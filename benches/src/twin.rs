//! The twin of an incident: what a programmer writes by hand who knows exactly which events will
//! come. A struct and a `match`; the same texts, the same events, the same facts kept.
//!
//! It knows no policy, no roles, no attributes, links, parents, tasks or major incidents.

use itsm::core::actor::Agent;
use itsm::core::id::{CiId, GroupId, IncidentId, PersonId, ServiceId};
use itsm::core::level::{Impact, Priority, Urgency};
use itsm::core::matrix::PriorityMatrix;
use itsm::core::policy::PolicyRef;
use itsm::core::recorded::Recorded;
use itsm::core::text::{Note, RecordNumber, Title};
use itsm::core::time::{DetectedAt, Instant, RestoredAt, Seconds};
use itsm::incident::command::IncidentCommand;
use itsm::incident::event::{
    Acknowledged, Assigned, Canceled, Categorized, CiAffected, Closed, Described,
    FunctionallyEscalated, Held, IncidentEvent, Prioritized, Reopened, RequesterReplied, Resolved,
    Resumed, ServiceSet, WorkStarted,
};
use itsm::incident::profile::{Category, DetectionSource};
use itsm::incident::resolution::{CancelReason, Confirmation, Resolution, ResolutionCode};
use itsm::incident::state::{HoldReason, IncidentState, ResumeCause};
use itsm::incident::{Incident, RecordedIncidentEvent};

/// How long the twin's desk waits for an objection.
const OBJECTION: Seconds = Seconds::days(5);

/// An incident, by hand.
#[derive(Debug, Clone)]
pub struct Twin {
    id: IncidentId,
    revision: u64,
    last_at: Instant,
    policy: PolicyRef,
    state: State,
    number: Option<RecordNumber>,
    title: Title,
    description: Option<Note>,
    detection: DetectionSource,
    detected_at: Option<DetectedAt>,
    reporter: Option<PersonId>,
    impact: Impact,
    urgency: Urgency,
    priority: Priority,
    category: Option<Category>,
    service: Option<ServiceId>,
    cis: Vec<CiId>,
    group: Option<GroupId>,
    assignee: Option<PersonId>,
    registered_at: Instant,
    acknowledged_at: Option<Instant>,
    reassignments: u32,
    escalations: u32,
    reopens: u32,
    last_reopening: Option<(Instant, Agent)>,
    holds: Vec<Waited>,
}

#[derive(Debug, Clone)]
enum State {
    New,
    InProgress,
    OnHold {
        reason: HoldReason,
        since: Instant,
        until: Option<Instant>,
    },
    Resolved(Outcome),
    Closed {
        outcome: Option<Outcome>,
        confirmation: Confirmation,
        by: Agent,
        at: Instant,
    },
    Canceled {
        reason: CancelReason,
        notes: Option<Note>,
        by: Agent,
        at: Instant,
    },
}

#[derive(Debug, Clone)]
struct Outcome {
    code: ResolutionCode,
    by: Agent,
    at: Instant,
    notes: Option<Note>,
    restored_at: Option<RestoredAt>,
}

#[derive(Debug, Clone)]
struct Waited {
    reason: HoldReason,
    since: Instant,
    until: Instant,
}

impl Twin {
    /// The record that a registration brings into being.
    pub fn born(recorded: &RecordedIncidentEvent) -> Option<Self> {
        let IncidentEvent::Registered(it) = &recorded.event else {
            return None;
        };
        let profile = &it.profile;
        Some(Self {
            id: recorded.record,
            revision: recorded.revision,
            last_at: recorded.at,
            policy: recorded.policy.clone(),
            state: State::New,
            number: profile.number.clone(),
            title: profile.title.clone(),
            description: profile.description.clone(),
            detection: profile.detection,
            detected_at: profile.detected_at,
            reporter: profile.reporter,
            impact: profile.impact.clone(),
            urgency: profile.urgency.clone(),
            priority: it.priority.clone(),
            category: profile.category.clone(),
            service: profile.service,
            cis: Vec::new(),
            group: None,
            assignee: None,
            registered_at: recorded.at,
            acknowledged_at: None,
            reassignments: 0,
            escalations: 0,
            reopens: 0,
            last_reopening: None,
            holds: Vec::new(),
        })
    }

    /// Takes an event in.
    pub fn evolve(&mut self, recorded: &RecordedIncidentEvent) {
        let at = recorded.at;
        match &recorded.event {
            IncidentEvent::Acknowledged(_) => self.acknowledged_at = Some(at),
            IncidentEvent::Described(it) => {
                if let Some(title) = &it.title {
                    self.title = title.clone();
                }
                if let Some(description) = &it.description {
                    self.description = Some(description.clone());
                }
            }
            IncidentEvent::Categorized(it) => self.category = Some(it.category.clone()),
            IncidentEvent::Prioritized(it) => {
                self.impact = it.impact.clone();
                self.urgency = it.urgency.clone();
                self.priority = it.priority.clone();
            }
            IncidentEvent::Assigned(it) => self.give_to(it.group, it.person),
            IncidentEvent::FunctionallyEscalated(it) => {
                self.give_to(it.group, it.person);
                self.escalations += 1;
            }
            IncidentEvent::WorkStarted(_) => self.state = State::InProgress,
            IncidentEvent::Held(it) => {
                self.end_wait(at);
                self.state = State::OnHold {
                    reason: it.reason.clone(),
                    since: at,
                    until: it.until,
                };
            }
            IncidentEvent::Resumed(_) => {
                self.end_wait(at);
                self.state = State::InProgress;
            }
            IncidentEvent::Resolved(it) => {
                self.end_wait(at);
                self.state = State::Resolved(Outcome {
                    code: it.code.clone(),
                    by: recorded.by.clone(),
                    at,
                    notes: it.notes.clone(),
                    restored_at: it.restored_at,
                });
            }
            IncidentEvent::Closed(it) => {
                let outcome = match std::mem::replace(&mut self.state, State::InProgress) {
                    State::Resolved(outcome) => Some(outcome),
                    _ => None,
                };
                self.state = State::Closed {
                    outcome,
                    confirmation: it.confirmation.clone(),
                    by: recorded.by.clone(),
                    at,
                };
            }
            IncidentEvent::Reopened(_) => {
                self.state = State::InProgress;
                self.reopens += 1;
                self.last_reopening = Some((at, recorded.by.clone()));
            }
            IncidentEvent::Canceled(it) => {
                self.end_wait(at);
                self.state = State::Canceled {
                    reason: it.reason.clone(),
                    notes: it.notes.clone(),
                    by: recorded.by.clone(),
                    at,
                };
            }
            IncidentEvent::ServiceSet(it) => self.service = Some(it.service),
            IncidentEvent::CiAffected(it) => self.cis.push(it.ci),
            _ => {}
        }
        self.revision = recorded.revision;
        self.last_at = at;
    }

    fn end_wait(&mut self, at: Instant) {
        if let State::OnHold { reason, since, .. } = &self.state {
            self.holds.push(Waited {
                reason: reason.clone(),
                since: *since,
                until: at,
            });
        }
    }

    fn give_to(&mut self, group: GroupId, person: Option<PersonId>) {
        if self.group.is_some_and(|present| present != group) {
            self.reassignments += 1;
        }
        self.group = Some(group);
        self.assignee = person;
    }

    /// Decides by the state alone, and evolves; `None` if the state does not allow it.
    pub fn execute(
        &mut self,
        command: impl Into<IncidentCommand>,
        now: Instant,
        by: &Agent,
        policy: &PolicyRef,
        matrix: &PriorityMatrix,
    ) -> Option<Vec<RecordedIncidentEvent>> {
        let events = self.decide(&command.into(), matrix)?;
        let mut recorded = Vec::with_capacity(events.len());
        for event in events {
            let event = Recorded {
                record: self.id,
                revision: self.revision + 1,
                at: now,
                occurred: None,
                by: by.clone(),
                approved: None,
                policy: policy.clone(),
                event,
            };
            self.evolve(&event);
            recorded.push(event);
        }
        Some(recorded)
    }

    fn decide(
        &self,
        command: &IncidentCommand,
        matrix: &PriorityMatrix,
    ) -> Option<Vec<IncidentEvent>> {
        let open = matches!(
            self.state,
            State::New | State::InProgress | State::OnHold { .. }
        );
        let known = open || matches!(self.state, State::Resolved(_));
        let event: IncidentEvent = match command {
            IncidentCommand::Acknowledge(_) if open => Acknowledged::new().into(),
            IncidentCommand::Describe(it) if known => {
                let mut event = Described::new();
                event.title.clone_from(&it.title);
                event.description.clone_from(&it.description);
                event.into()
            }
            IncidentCommand::Categorize(it) if known => {
                let mut event = Categorized::new(it.category.clone());
                event.note.clone_from(&it.note);
                event.into()
            }
            IncidentCommand::Prioritize(it) if open => {
                let priority = matrix.priority(&it.impact, &it.urgency)?;
                let mut event =
                    Prioritized::new(it.impact.clone(), it.urgency.clone(), priority.clone());
                event.note.clone_from(&it.note);
                event.into()
            }
            IncidentCommand::Assign(it) if open => {
                let mut event = Assigned::new(it.group);
                event.person = it.person;
                event.note.clone_from(&it.note);
                event.into()
            }
            IncidentCommand::EscalateFunctionally(it) if open => {
                let mut event = FunctionallyEscalated::new(it.group, it.reason.clone());
                event.person = it.person;
                event.into()
            }
            IncidentCommand::StartWork(_) if matches!(self.state, State::New) => {
                WorkStarted::new().into()
            }
            IncidentCommand::Hold(it) if open => {
                let mut event = Held::new(it.reason.clone());
                event.awaiting = it.awaiting;
                event.comment.clone_from(&it.comment);
                event.until = it.until;
                event.into()
            }
            IncidentCommand::Resume(it) if matches!(self.state, State::OnHold { .. }) => {
                let mut event = Resumed::new(ResumeCause::Decided);
                event.note.clone_from(&it.note);
                event.into()
            }
            IncidentCommand::RecordRequesterReply(it) if known => {
                let mut events = vec![RequesterReplied::new(it.comment.clone()).into()];
                if let State::OnHold { reason, .. } = &self.state {
                    if *reason == HoldReason::AWAITING_CALLER {
                        events.push(Resumed::new(ResumeCause::RequesterReplied).into());
                    }
                }
                return Some(events);
            }
            IncidentCommand::Resolve(it) if open => {
                let mut event = Resolved::new(it.code.clone());
                event.notes.clone_from(&it.notes);
                event.restored_at = it.restored_at;
                event.known_error = it.known_error;
                event.through = it.through;
                event.into()
            }
            IncidentCommand::Close(it) if matches!(self.state, State::Resolved(_)) => {
                let confirmation = match it.confirmed_by {
                    Some(by) => Confirmation::Confirmed { by },
                    None => Confirmation::Unconfirmed,
                };
                Closed::new(confirmation).into()
            }
            IncidentCommand::CloseAutomatically(_) => match &self.state {
                State::Resolved(outcome) => {
                    let due = OBJECTION.after(outcome.at)?;
                    Closed::new(Confirmation::NotObjected { due }).into()
                }
                _ => return None,
            },
            IncidentCommand::Reopen(it) if matches!(self.state, State::Resolved(_)) => {
                let mut event = Reopened::new(false);
                event.reason.clone_from(&it.reason);
                event.into()
            }
            IncidentCommand::Cancel(it) if open => {
                let mut event = Canceled::new(it.reason.clone());
                event.notes.clone_from(&it.notes);
                event.instead = it.instead;
                event.into()
            }
            IncidentCommand::SetService(it) if known => ServiceSet::new(it.service).into(),
            IncidentCommand::AffectCi(it) if known => CiAffected::new(it.ci).into(),
            _ => return None,
        };
        Some(vec![event])
    }

    /// Whether it tells of the same incident, as far as it can.
    pub fn agrees_with(&self, ours: &Incident) -> bool {
        let profile = ours.profile();
        let counters = ours.counters();
        self.id == ours.id()
            && self.revision == ours.revision()
            && self.last_at == ours.last_at()
            && self.policy == *ours.policy()
            && self.state.agrees_with(ours.state())
            && self.number == profile.number
            && self.title == profile.title
            && self.description == profile.description
            && self.detection == profile.detection
            && self.detected_at == profile.detected_at
            && self.reporter == profile.reporter
            && self.impact == profile.impact
            && self.urgency == profile.urgency
            && self.priority == *ours.priority()
            && self.category == profile.category
            && self.service == profile.service
            && self.cis.iter().copied().eq(ours.cis())
            && self.group == ours.group()
            && self.assignee == ours.assignee()
            && self.registered_at == ours.moments().registered.0
            && self.acknowledged_at == ours.moments().acknowledged.map(|it| it.0)
            && (self.reassignments, self.escalations, self.reopens)
                == (
                    counters.reassignments,
                    counters.functional_escalations,
                    counters.reopens,
                )
            && self.last_reopening == ours.last_reopening().map(|it| (it.at, it.by.clone()))
            && self
                .holds
                .iter()
                .map(|it| (&it.reason, it.since, it.until))
                .eq(ours
                    .holds()
                    .iter()
                    .map(|it| (&it.reason, it.since, it.until)))
    }
}

impl State {
    fn agrees_with(&self, ours: &IncidentState) -> bool {
        match (self, ours) {
            (Self::New, IncidentState::New) | (Self::InProgress, IncidentState::InProgress) => true,
            (
                Self::OnHold {
                    reason,
                    since,
                    until,
                },
                IncidentState::OnHold(it),
            ) => *reason == it.reason && *since == it.since && *until == it.until,
            (Self::Resolved(outcome), IncidentState::Resolved(it)) => outcome.agrees_with(it),
            (
                Self::Closed {
                    outcome,
                    confirmation,
                    by,
                    at,
                },
                IncidentState::Closed(it),
            ) => {
                let outcomes = match (outcome, &it.resolution) {
                    (Some(outcome), Some(it)) => outcome.agrees_with(it),
                    (outcome, it) => outcome.is_none() && it.is_none(),
                };
                outcomes && *confirmation == it.confirmation && *by == it.by && *at == it.at.0
            }
            (
                Self::Canceled {
                    reason,
                    notes,
                    by,
                    at,
                },
                IncidentState::Canceled(it),
            ) => *reason == it.reason && *notes == it.notes && *by == it.by && *at == it.at,
            _ => false,
        }
    }
}

impl Outcome {
    fn agrees_with(&self, ours: &Resolution) -> bool {
        self.code == ours.code
            && self.by == ours.by
            && self.at == ours.at.0
            && self.notes == ours.notes
            && self.restored_at == ours.restored_at
    }
}
