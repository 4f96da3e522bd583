//! Evolving: taking an event in. Never fails, and reads no policy, because events outlive rules.

use crate::event::IncidentEvent;
use crate::incident::{Incident, RecordedIncidentEvent, Reopening};
use crate::major::{MajorDenial, MajorIncident, MajorProposal, MajorStatus};
use crate::reminder::Reminders;
use crate::resolution::{Cancellation, Closure, Correction, Resolution};
use crate::state::{HoldInterval, IncidentState, OnHold};
use crate::task::Task;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use core::mem;
use itsm_core::id::{GroupId, PersonId};
use itsm_core::time::{AcknowledgedAt, ClosedAt, Instant, ResolvedAt};

impl Incident {
    /// Takes an event in. Never fails, reads no policy.
    ///
    /// The caller answers for the order of events; [`replay`](Self::replay) checks it.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm an event: a reader looks for an arm and finds it"
    )]
    pub fn evolve(&mut self, recorded: &RecordedIncidentEvent) {
        let at = recorded.at;
        match &recorded.event {
            // A second birth changes nothing, and the revision tells replay that it was one.
            IncidentEvent::Registered(_) | IncidentEvent::Adopted(_) => return,
            IncidentEvent::Acknowledged(_) => self.acknowledged_at = Some(AcknowledgedAt(at)),
            IncidentEvent::Described(it) => {
                if let Some(title) = &it.title {
                    self.profile.title = title.clone();
                }
                if let Some(description) = &it.description {
                    self.profile.description = Some(description.clone());
                }
            }
            IncidentEvent::Categorized(it) => self.profile.category = Some(it.category.clone()),
            IncidentEvent::Prioritized(it) => {
                self.profile.impact = it.impact.clone();
                self.profile.urgency = it.urgency.clone();
                self.priority = it.priority.clone();
                self.overridden = false;
            }
            IncidentEvent::PriorityOverridden(it) => {
                self.priority = it.priority.clone();
                self.overridden = true;
            }
            IncidentEvent::OwnerAssigned(it) => self.owner = Some(it.owner),
            IncidentEvent::Assigned(it) => self.give_to(it.group, it.person),
            IncidentEvent::FunctionallyEscalated(it) => {
                self.give_to(it.group, it.person);
                count(&mut self.counters.functional_escalations);
            }
            IncidentEvent::HierarchicallyEscalated(_) => {
                count(&mut self.counters.hierarchical_escalations);
            }
            IncidentEvent::WorkStarted(_) | IncidentEvent::Resumed(_) => {
                self.enter(IncidentState::InProgress, at);
            }
            IncidentEvent::Held(it) => {
                let hold = OnHold {
                    reason: it.reason.clone(),
                    since: at,
                    awaiting: it.awaiting,
                    until: it.until,
                };
                self.enter(IncidentState::OnHold(hold), at);
                if it.remind_at.is_some() {
                    self.annex_mut().reminders = Some(Reminders {
                        next_at: it.remind_at,
                        ..Reminders::default()
                    });
                }
            }
            IncidentEvent::Resolved(it) => {
                let resolution = Resolution {
                    code: it.code.clone(),
                    by: recorded.by.clone(),
                    at: ResolvedAt(at),
                    notes: it.notes.clone(),
                    restored_at: it.restored_at,
                    known_error: it.known_error,
                    through: it.through,
                };
                self.enter(IncidentState::Resolved(resolution), at);
                self.move_major(|major| match major {
                    MajorStatus::Accepted(major) => MajorStatus::Resolved(major),
                    other => other,
                });
            }
            IncidentEvent::Closed(it) => {
                let resolution = match mem::replace(&mut self.state, IncidentState::InProgress) {
                    IncidentState::Resolved(resolution) => Some(resolution),
                    _ => None,
                };
                let closure = Closure {
                    confirmation: it.confirmation.clone(),
                    by: recorded.by.clone(),
                    at: ClosedAt(at),
                    resolution,
                };
                self.enter(IncidentState::Closed(closure), at);
                self.move_major(|major| match major {
                    MajorStatus::Resolved(major) => MajorStatus::Closed(major),
                    other => other,
                });
            }
            IncidentEvent::Reopened(it) => {
                self.take_refusal(it, recorded);
                if let Some(annex) = &mut self.annex {
                    annex.review = None;
                }
                self.enter(IncidentState::InProgress, at);
                count(&mut self.counters.reopens);
                self.last_reopening = Some(Reopening {
                    at,
                    by: recorded.by.clone(),
                });
                self.move_major(|major| match major {
                    MajorStatus::Resolved(major) => MajorStatus::Accepted(major),
                    other => other,
                });
            }
            IncidentEvent::Canceled(it) => {
                let cancellation = Cancellation {
                    reason: it.reason.clone(),
                    by: recorded.by.clone(),
                    at,
                    notes: it.notes.clone(),
                    instead: it.instead,
                };
                self.enter(IncidentState::Canceled(cancellation), at);
            }
            IncidentEvent::Corrected(it) => self.correct_by(&it.correction),
            IncidentEvent::ServiceSet(it) => self.profile.service = Some(it.service),
            IncidentEvent::CiAffected(it) => {
                let cis = self.profile.cis.get_or_insert_with(BTreeSet::new);
                cis.insert(it.ci);
            }
            IncidentEvent::CiCleared(it) => {
                if let Some(cis) = &mut self.profile.cis {
                    cis.remove(&it.ci);
                }
            }
            IncidentEvent::ParentLinked(it) => self.parent = Some(it.parent),
            IncidentEvent::ParentUnlinked(_) => self.parent = None,
            IncidentEvent::LinkAdded(it) => self.take_link(&it.link),
            IncidentEvent::LinkRemoved(it) => {
                if let Some(links) = &mut self.profile.links {
                    links.remove(&it.link);
                }
            }
            IncidentEvent::MajorProposed(it) => {
                self.major = Some(Box::new(MajorStatus::Proposed(MajorProposal {
                    reason: it.reason.clone(),
                    business_impact: it.business_impact.clone(),
                    by: recorded.by.clone(),
                    at,
                    trigger: it.trigger.clone(),
                })));
            }
            IncidentEvent::MajorAccepted(it) => {
                let proposed_at = match self.major() {
                    MajorStatus::Proposed(proposal) => Some(proposal.at),
                    _ => None,
                };
                self.major = Some(Box::new(MajorStatus::Accepted(MajorIncident {
                    business_impact: it.business_impact.clone(),
                    coordinator: it.coordinator,
                    accepted_at: at,
                    proposed_at,
                })));
            }
            IncidentEvent::MajorRejected(it) => {
                self.major = Some(Box::new(MajorStatus::Rejected(MajorDenial::new(
                    it.reason.clone(),
                    recorded.by.clone(),
                    at,
                ))));
            }
            IncidentEvent::MajorDemoted(it) => {
                self.major = Some(Box::new(MajorStatus::Canceled(MajorDenial::new(
                    it.reason.clone(),
                    recorded.by.clone(),
                    at,
                ))));
            }
            IncidentEvent::RequesterReplied(_)
            | IncidentEvent::TopManagementNotified(_)
            | IncidentEvent::MergedInto(_)
            | IncidentEvent::ReviewMissing(_) => {}
            IncidentEvent::SubStatusSet(it) => self.sub_status.clone_from(&it.sub_status),
            IncidentEvent::AttributeSet(it) => {
                let attributes = self.profile.attributes.get_or_insert_with(BTreeMap::new);
                match &it.value {
                    Some(value) => attributes.insert(it.name.clone(), value.clone()),
                    None => attributes.remove(&it.name),
                };
            }
            IncidentEvent::TaskAdded(it) => self.tasks.push(Task::open(it)),
            IncidentEvent::TaskAssigned(it) => {
                if let Some(task) = self.task_mut(it.task) {
                    task.group = Some(it.group);
                    task.assignee = it.person;
                }
            }
            IncidentEvent::TaskEnded(it) => {
                if let Some(task) = self.task_mut(it.task) {
                    task.outcome = Some(it.outcome);
                    task.reason.clone_from(&it.reason);
                }
            }
            IncidentEvent::PolicyAdopted(_) => self.policy = recorded.policy.clone(),
            other => self.evolve_annex(other, recorded),
        }
        self.tidy(&recorded.event);
        self.revision = recorded.revision;
        self.last_at = at;
    }

    /// Leaves the present state, keeping the wait if it was one, and enters another.
    fn enter(&mut self, state: IncidentState, at: Instant) {
        if let IncidentState::OnHold(hold) = mem::replace(&mut self.state, state) {
            self.holds.push(HoldInterval {
                reason: hold.reason,
                since: hold.since,
                until: at,
                awaiting: hold.awaiting,
            });
            if let Some(annex) = &mut self.annex {
                annex.reminders = None;
            }
        }
        self.sub_status = None;
    }

    /// Moves it on along the axis of major incidents, if it is anywhere on it.
    fn move_major(&mut self, on: impl FnOnce(MajorStatus) -> MajorStatus) {
        if let Some(major) = &mut self.major {
            **major = on(mem::take(&mut **major));
        }
    }

    /// Changes group and person; a change of group after the first one counts.
    pub(crate) fn give_to(&mut self, group: GroupId, person: Option<PersonId>) {
        if self.group.is_some_and(|present| present != group) {
            count(&mut self.counters.reassignments);
        }
        self.group = Some(group);
        self.assignee = person;
    }

    fn correct_by(&mut self, correction: &Correction) {
        if let Some(category) = &correction.category {
            self.profile.category = Some(category.clone());
        }
        match &mut self.state {
            IncidentState::Closed(Closure {
                resolution: Some(resolution),
                ..
            }) => {
                if let Some(code) = &correction.code {
                    resolution.code = code.clone();
                }
                if let Some(notes) = &correction.notes {
                    resolution.notes = Some(notes.clone());
                }
            }
            IncidentState::Canceled(cancellation) => {
                if let Some(notes) = &correction.notes {
                    cancellation.notes = Some(notes.clone());
                }
            }
            _ => {}
        }
    }
}

pub(crate) const fn count(counter: &mut u32) {
    *counter = counter.saturating_add(1);
}
