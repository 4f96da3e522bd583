//! Evolving: taking an event in. Never fails, and reads no policy, because events outlive rules.

use crate::ci::{Ci, RecordedCiEvent, StatusRequest};
use crate::duty::Duty;
use crate::event::{CiEvent, Reclassified};
use crate::retirement::OnDependants;
use crate::state::{LifecycleStage, Standing};
use crate::verification::{Attestation, Verification};
use alloc::collections::BTreeMap;
use itsm_core::time::Instant;

impl Ci {
    /// Takes an event in. Never fails, reads no policy.
    ///
    /// The caller answers for the order of events; [`replay`](Self::replay) checks it.
    #[expect(
        clippy::too_many_lines,
        reason = "one arm an event: a reader looks for an arm and finds it"
    )]
    pub fn evolve(&mut self, recorded: &RecordedCiEvent) {
        let at = recorded.at;
        match &recorded.event {
            // A second birth changes nothing, and the revision tells replay that it was one.
            CiEvent::Registered(_) | CiEvent::Adopted(_) => return,
            CiEvent::Described(it) => {
                if let Some(name) = &it.name {
                    self.profile.name = name.clone();
                }
                if let Some(description) = &it.description {
                    self.profile.description = Some(description.clone());
                }
            }
            CiEvent::Reclassified(it) => self.reclassify_by(it),
            CiEvent::AttributeSet(it) => {
                let attributes = self.profile.attributes.get_or_insert_with(BTreeMap::new);
                match &it.value {
                    Some(value) => attributes.insert(it.name.clone(), value.clone()),
                    None => attributes.remove(&it.name),
                };
            }
            CiEvent::OwnerAssigned(it) => self.profile.owner = Some(it.owner),
            CiEvent::GroupAssigned(it) => self.profile.group = Some(it.group),
            CiEvent::CriticalitySet(it) => {
                self.profile.criticality = Some(it.criticality.clone());
            }
            CiEvent::ServiceSet(it) => self.profile.service = it.service,
            CiEvent::AssetSet(it) => self.profile.asset.clone_from(&it.asset),
            CiEvent::Related(it) => {
                self.relationships.insert(it.relationship.clone());
            }
            CiEvent::Unrelated(it) => {
                self.relationships.remove(&it.relationship);
            }
            CiEvent::GroupSet(it) => {
                self.groups.insert(it.group.name.clone(), it.group.clone());
            }
            CiEvent::GroupRemoved(it) => {
                self.groups.remove(&it.name);
            }
            CiEvent::Moved(it) => self.stand(it.standing.clone(), at),
            CiEvent::StatusRequested(it) => {
                let request = StatusRequest {
                    status: it.status.clone(),
                    priority: it.priority,
                    at,
                };
                self.requests.insert(it.requester.clone(), request);
            }
            CiEvent::StatusWithdrawn(it) => {
                self.requests.remove(&it.requester);
            }
            CiEvent::ActionBegun(it) => {
                self.actions.insert(it.action.clone(), at);
            }
            CiEvent::ActionEnded(it) => {
                self.actions.remove(&it.action);
            }
            CiEvent::Observed(it) => {
                // What is told late does not make what was told before older.
                let then = recorded.happened();
                let last = self.seen.entry(it.source.clone()).or_insert(then);
                *last = (*last).max(then);
            }
            CiEvent::Verified(it) => {
                if it.discrepancies.is_empty() {
                    self.modifications.marked_since = None;
                }
                self.noted.remove(&Duty::Verification);
                self.verification = Some(Verification {
                    at,
                    by: recorded.by.clone(),
                    discrepancies: it.discrepancies.clone(),
                    note: it.note.clone(),
                });
            }
            CiEvent::Attested(it) => {
                self.noted.remove(&Duty::Attestation);
                self.attestation = Some(Attestation {
                    at,
                    by: recorded.by.clone(),
                    note: it.note.clone(),
                });
            }
            CiEvent::FellOverdue(it) => {
                self.noted.insert(it.duty);
            }
            CiEvent::DuplicateMarked(it) => self.duplicate_of = Some(it.of),
            CiEvent::DuplicateCleared(_) => self.duplicate_of = None,
            CiEvent::Retired(it) => {
                let standing = Standing::new(LifecycleStage::EndOfLife, it.status.clone());
                self.stand(standing, at);
                self.detach(it.on_dependants);
                // Nobody does anything to it any more, nor asks how it is.
                self.requests.clear();
                self.actions.clear();
            }
            CiEvent::Archived(it) => {
                self.detach(it.on_dependants);
                self.archived_at = Some(at);
            }
            CiEvent::PolicyAdopted(_) => self.policy = recorded.policy.clone(),
        }
        self.take_authority(recorded);
        self.revision = recorded.revision;
        self.last_at = at;
    }

    fn take_authority(&mut self, recorded: &RecordedCiEvent) {
        let Some(authority) = recorded.event.authority() else {
            return;
        };
        self.modified_at = recorded.at;
        self.modifications.count(authority, recorded.at);
        // A fact that somebody sets says that this record is kept, and so does not stand for another.
        if sets_a_fact(&recorded.event) {
            self.duplicate_of = None;
        }
    }

    fn stand(&mut self, standing: Standing, at: Instant) {
        if standing.stage != self.standing.stage {
            self.since = at;
        }
        self.standing = standing;
    }

    fn detach(&mut self, rule: OnDependants) {
        if rule == OnDependants::Detach {
            self.relationships.clear();
            self.groups.clear();
        }
    }

    fn reclassify_by(&mut self, it: &Reclassified) {
        self.profile.class = it.class.clone();
        self.standing.status = it.status.clone();
        if let Some(attributes) = &mut self.profile.attributes {
            attributes.retain(|name, _| !it.dropped.contains(name));
        }
        if let Some(more) = &it.attributes {
            let attributes = self.profile.attributes.get_or_insert_with(BTreeMap::new);
            attributes.extend(
                more.iter()
                    .map(|(name, value)| (name.clone(), value.clone())),
            );
        }
    }
}

const fn sets_a_fact(event: &CiEvent) -> bool {
    matches!(
        event,
        CiEvent::Described(_)
            | CiEvent::Reclassified(_)
            | CiEvent::AttributeSet(_)
            | CiEvent::OwnerAssigned(_)
            | CiEvent::GroupAssigned(_)
            | CiEvent::CriticalitySet(_)
            | CiEvent::ServiceSet(_)
            | CiEvent::AssetSet(_)
    )
}
