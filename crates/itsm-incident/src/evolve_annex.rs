//! Evolving what few incidents have: the events of the [annex](crate::annex).

use crate::cost::CostEntry;
use crate::escalation::EscalateTo;
use crate::event::IncidentEvent;
use crate::evolve::count;
use crate::incident::{Incident, RecordedIncidentEvent};
use crate::model::ModelUse;
use crate::reminder::Reminders;
use crate::review::Review;
use crate::survey::SurveyAnswer;
use crate::work_log::LogEntry;

impl Incident {
    /// Takes in an event that [`evolve`](Self::evolve) has no arm for.
    pub(crate) fn evolve_annex(&mut self, event: &IncidentEvent, recorded: &RecordedIncidentEvent) {
        let (at, happened) = (recorded.at, recorded.happened());
        let by = || recorded.by.clone();
        match event {
            IncidentEvent::WorkLogged(it) => self.annex_mut().log.push(LogEntry {
                at: happened,
                by: by(),
                visibility: it.visibility,
                entry: it.entry.clone(),
            }),
            IncidentEvent::CostRecorded(it) => self.annex_mut().costs.push(CostEntry {
                at: happened,
                by: by(),
                cost: it.cost.clone(),
                amount: it.amount,
                person: it.person,
                note: it.note.clone(),
            }),
            IncidentEvent::WatcherAdded(it) => {
                self.annex_mut().watchers.insert(it.person);
            }
            IncidentEvent::WatcherRemoved(it) => {
                self.annex_mut().watchers.remove(&it.person);
            }
            IncidentEvent::UserAffected(it) => {
                self.annex_mut().affected.users.insert(it.person);
            }
            IncidentEvent::UserCleared(it) => {
                self.annex_mut().affected.users.remove(&it.person);
            }
            IncidentEvent::AffectedCounted(it) => {
                self.annex_mut().affected.unnamed = it.unnamed;
            }
            IncidentEvent::HandedToVendor(it) => self.take_vendor(it, happened),
            IncidentEvent::ReturnedFromVendor(_) => self.take_return(happened),
            IncidentEvent::SwarmJoined(it) => {
                self.annex_mut().swarm.insert(it.person);
            }
            IncidentEvent::SwarmLeft(it) => {
                self.annex_mut().swarm.remove(&it.person);
            }
            IncidentEvent::WorkaroundNoted(it) => self.take_workaround(it, happened),
            IncidentEvent::ModelApplied(it) => {
                self.annex_mut().model = Some(ModelUse::of(it, at));
            }
            IncidentEvent::StepCompleted(it) => self.take_step(it, at),
            IncidentEvent::Informed(it) => {
                self.annex_mut().informed.insert(it.audience.clone(), at);
            }
            IncidentEvent::Absorbed(it) => self.take_merged(&it.merged),
            IncidentEvent::EscalatedByTime(it) => {
                match &it.to {
                    EscalateTo::Group(group) => {
                        self.give_to(*group, None);
                        count(&mut self.counters.functional_escalations);
                    }
                    EscalateTo::Role(_) => count(&mut self.counters.hierarchical_escalations),
                }
                let escalated = &mut self.annex_mut().escalated;
                escalated.insert(it.rule.clone(), it.since);
            }
            IncidentEvent::FellOverdue(it) => {
                if it.escalated_to.is_some() {
                    count(&mut self.counters.hierarchical_escalations);
                }
                let overdue = &mut self.annex_mut().overdue;
                overdue.insert(it.duty.clone(), it.since);
            }
            IncidentEvent::Reminded(it) => {
                self.annex_mut().reminders = Some(Reminders {
                    count: it.bump,
                    last_at: Some(at),
                    next_at: it.next,
                });
            }
            IncidentEvent::ReviewRecorded(it) => {
                self.annex_mut().review = Some(Review {
                    at,
                    by: by(),
                    findings: it.findings.clone(),
                    actions: it.actions.clone(),
                });
            }
            IncidentEvent::Redacted(it) => self.take_redaction(it, recorded),
            IncidentEvent::SurveyAnswered(it) => {
                self.annex_mut().survey = Some(SurveyAnswer {
                    score: it.score,
                    of: it.of,
                    by: by(),
                    at,
                    comment: it.comment.clone(),
                });
            }
            _ => {}
        }
    }
}
