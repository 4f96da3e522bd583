//! Evolving: taking an event in. Never fails, and reads no policy, because events outlive rules.

use crate::change::{Change, LogEntry, RecordedChangeEvent};
use crate::duty::Duty;
use crate::event::ChangeEvent;
use crate::hold::Holding;
use crate::plan::Plans;
use crate::realization::backed_out;
use crate::review::Review;
use crate::state::{Cancellation, ChangeStage, ChangeState, Closure};
use crate::template::{TemplateField, TemplateUse};
use itsm_core::text::Note;
use itsm_core::time::Instant;

impl Change {
    /// Takes an event in. Never fails, reads no policy.
    ///
    /// The caller answers for the order of events; [`replay`](Self::replay) checks it.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm an event: a reader looks for an arm and finds it"
    )]
    pub fn evolve(&mut self, recorded: &RecordedChangeEvent) {
        let (at, by) = (recorded.at, &recorded.by);
        match &recorded.event {
            // A second birth changes nothing, and the revision tells replay that it was one.
            ChangeEvent::Registered(_) | ChangeEvent::Adopted(_) => return,
            ChangeEvent::Described(it) => {
                if let Some(title) = &it.title {
                    self.profile.title = title.clone();
                }
                if it.description.is_some() {
                    self.profile.description.clone_from(&it.description);
                }
                if it.justification.is_some() {
                    self.profile.justification.clone_from(&it.justification);
                }
            }
            ChangeEvent::AttributeSet(it) => {
                let attributes = self.profile.attributes.get_or_insert_default();
                match &it.value {
                    Some(value) => attributes.insert(it.name.clone(), value.clone()),
                    None => attributes.remove(&it.name),
                };
                if attributes.is_empty() {
                    self.profile.attributes = None;
                }
            }
            ChangeEvent::Retyped(it) => self.take_type(it),
            ChangeEvent::MagnitudeSet(it) => self.profile.magnitude = it.magnitude,
            ChangeEvent::Assigned(it) => {
                self.profile.group = Some(it.group);
                self.profile.assignee = it.person;
            }
            ChangeEvent::ScopeSet(it) => {
                self.profile.cis = Some(it.cis.clone()).filter(|it| !it.is_empty());
                self.profile.services = Some(it.services.clone()).filter(|it| !it.is_empty());
            }
            ChangeEvent::Planned(it) => self.plans = self.plans.with(&it.plans),
            ChangeEvent::Assessed(it) => self.assessment = self.assessment.with(&it.assessment),
            ChangeEvent::RiskAssessed(it) => self.take_risk(it),
            ChangeEvent::WindowPlanned(it) => self.window = Some(it.window.clone()),
            ChangeEvent::Submitted(it) => {
                self.model = Some((*it.model).clone());
                self.enter(it.to, at);
            }
            ChangeEvent::AuthorizationRequested(_) => self.enter(ChangeStage::Authorize, at),
            ChangeEvent::Convened(it) => {
                self.appointed.insert(it.panel.clone(), it.members.clone());
            }
            ChangeEvent::ApprovalLapsed(it) => self.take_lapse(it, at),
            ChangeEvent::VoteCast(it) => self.votes.push(it.vote.clone()),
            ChangeEvent::Authorized(it) => {
                self.authorized = true;
                self.decided = true;
                self.approved = it.content;
                self.enter(it.to, at);
            }
            ChangeEvent::Rejected(it) => {
                self.decided = true;
                let reason = it.reason.clone();
                let said = || reason.unwrap_or(const { Note::trusted("rejected") });
                match it.to {
                    ChangeStage::Canceled => self.give_up(ChangeStage::Authorize, said(), at),
                    ChangeStage::New => {
                        self.model = None;
                        self.enter(it.to, at);
                    }
                    to => self.enter(to, at),
                }
            }
            ChangeEvent::ApprovalsInvalidated(_) => {
                let since = self.since;
                let stayed = self.stage() == ChangeStage::Authorize;
                self.enter(ChangeStage::Authorize, at);
                if stayed {
                    self.since = since;
                }
            }
            ChangeEvent::Reverted(it) => {
                self.write(recorded, &it.reason);
                self.model = None;
                self.begin_round(at);
                self.enter(ChangeStage::New, at);
            }
            ChangeEvent::Rescheduled(it) => {
                self.window = Some(it.window.clone());
                self.noted.remove(&Duty::Start);
                self.write(recorded, &it.reason);
            }
            ChangeEvent::ImplementationStarted(_) => {
                self.started = Some(recorded.happened());
                self.enter(ChangeStage::Implement, at);
            }
            ChangeEvent::PointPassed(it) => self.passed.push(it.point.clone()),
            ChangeEvent::ImplementationFinished(it) => {
                self.finished = Some(recorded.happened());
                self.outcome = Some(it.outcome.clone());
                if let Some(notes) = &it.notes {
                    self.write(recorded, notes);
                }
                self.enter(ChangeStage::Review, at);
            }
            ChangeEvent::BackedOut(it) => {
                self.finished = Some(recorded.happened());
                self.outcome = Some(backed_out());
                self.write(recorded, &it.reason);
                self.enter(ChangeStage::Review, at);
            }
            ChangeEvent::OutcomeRecorded(it) => self.outcome = Some(it.outcome.clone()),
            ChangeEvent::ReviewRecorded(it) => {
                let lessons = it.lessons.clone().unwrap_or_default();
                let findings = it.findings.clone();
                let review = Review::new(at, by.clone(), findings, it.objectives_met, lessons);
                self.review = Some(review);
                self.noted.remove(&Duty::Review);
            }
            ChangeEvent::Closed(it) => {
                let end = Closure::new(at, it.outcome.clone(), it.notes.clone());
                self.end(ChangeState::Closed(end), at);
            }
            ChangeEvent::Canceled(it) => self.give_up(it.from, it.reason.clone(), at),
            ChangeEvent::Held(it) => {
                self.holding = Some(Holding::new(at, it.reason.clone()));
                self.noted.clear();
            }
            ChangeEvent::Released(_) => {
                self.holding = None;
                // Those who are asked have as much time as before.
                self.asked_at = self.asked_at.map(|_| at);
            }
            ChangeEvent::TaskAdded(it) => self.tasks.add(&it.task),
            ChangeEvent::TaskStarted(it) => self.tasks.start(it, recorded.happened()),
            ChangeEvent::TaskEnded(it) => self.tasks.end(it, recorded.happened()),
            ChangeEvent::TaskHeld(it) => self.tasks.hold(it.task, true),
            ChangeEvent::TaskReleased(it) => self.tasks.hold(it.task, false),
            ChangeEvent::ModificationStaged(it) => self.take_modification(it, at),
            ChangeEvent::ModificationSettled(it) => self.settle_modification(it),
            ChangeEvent::ReasonLinked(it) => {
                self.reasons.insert(it.record);
            }
            ChangeEvent::ReasonUnlinked(it) => {
                self.reasons.remove(&it.record);
            }
            ChangeEvent::CausedLinked(it) => {
                self.caused.insert(it.incident);
            }
            ChangeEvent::CausedUnlinked(it) => {
                self.caused.remove(&it.incident);
            }
            ChangeEvent::NoteAdded(it) => self.write(recorded, &it.note),
            ChangeEvent::FellOverdue(it) => {
                self.noted.insert(it.duty);
            }
            ChangeEvent::Redacted(it) => self.take_redaction(it, recorded),
            ChangeEvent::PolicyAdopted(_) => self.policy = recorded.policy.clone(),
        }
        self.revision = recorded.revision;
        self.last_at = at;
    }

    /// Enters a state. What was noted of the one before is settled. Where approval is asked for, a
    /// new round begins.
    fn enter(&mut self, stage: ChangeStage, at: Instant) {
        if let Some(state) = ChangeState::on_the_road(stage) {
            self.state = state;
            self.since = at;
            self.noted.clear();
            if stage == ChangeStage::Authorize {
                self.begin_round(at);
            }
        }
    }

    fn end(&mut self, state: ChangeState, at: Instant) {
        self.state = state;
        self.since = at;
        self.noted.clear();
    }

    fn give_up(&mut self, from: ChangeStage, reason: Note, at: Instant) {
        self.holding = None;
        self.end(
            ChangeState::Canceled(Cancellation::new(at, from, reason)),
            at,
        );
    }

    /// The template of which it is made, or that it is made of none.
    pub(crate) fn take_template(&mut self, used: Option<&TemplateUse>, plans: Option<&Plans>) {
        self.template = used.cloned();
        let locked = used.is_some_and(|it| it.locked.contains(&TemplateField::Plans));
        let before = if locked {
            Plans::new()
        } else {
            self.plans.clone()
        };
        self.plans = plans.map_or_else(|| before.clone(), |it| before.with(it));
    }

    fn write(&mut self, recorded: &RecordedChangeEvent, note: &Note) {
        let entry = LogEntry::new(recorded.at, recorded.by.clone(), note.clone());
        self.log.push(entry);
    }
}
