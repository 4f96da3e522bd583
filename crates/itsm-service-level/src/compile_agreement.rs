//! The part of the check that is about agreements.

use crate::agreement::{Agreement, AvailabilityGoal, Exception, Goal, WorkloadLimit};
use crate::compile::Check;
use crate::definition::ClockDefinition;
use crate::draft::DraftAgreement;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::attribute::{Attribute, Domains};
use itsm_core::fault::Faults;
use itsm_core::text::{Code, Note};

/// The agreements that a rule names.
pub(crate) fn chosen_agreements(
    chosen: &[String],
    names: &BTreeMap<&str, usize>,
) -> Result<Vec<Code>, Faults> {
    let mut faults = Faults::new();
    let mut list: Vec<Code> = Vec::new();
    for (i, name) in chosen.iter().enumerate() {
        let path = format!("[{i}]");
        if !names.contains_key(name.as_str()) {
            faults.add(
                path,
                "service_level.agreement.unknown",
                unknown_agreement(name),
            );
        } else if list.iter().any(|it| it.as_str() == name) {
            let message = format!("`{name}` is chosen already");
            faults.add(path, "service_level.agreement.twice", message);
        } else if let Ok(name) = Code::new(name) {
            list.push(name);
        }
    }
    faults.or(Some(list))
}

fn unknown_agreement(name: &str) -> String {
    format!("`{name}` is not the name of an agreement of the policy")
}

impl<D: ?Sized> Check<'_, D> {
    pub(crate) fn agreement<A: Attribute>(
        &mut self,
        path: &str,
        draft: &DraftAgreement,
        clocks: &mut Vec<ClockDefinition<A>>,
    ) -> Option<Agreement<A>>
    where
        D: Domains<A>,
    {
        let name = self.code(&format!("{path}.name"), &draft.name);
        if let (Some(from), Some(until)) = (draft.valid_from, draft.valid_until) {
            if until <= from {
                self.faults.add(
                    format!("{path}.valid_until"),
                    "service_level.agreement.order",
                    format!("expected an instant after `{from}`, got `{until}`"),
                );
            }
        }
        clocks.extend(self.clocks(&format!("{path}.clocks"), &draft.clocks, name.as_ref()));
        let mut goals = Vec::new();
        for (i, goal) in draft.goals.iter().enumerate() {
            if draft.clocks.iter().any(|clock| clock.id == goal.clock) {
                goals.extend(Code::new(&goal.clock).ok().map(|clock| Goal {
                    clock,
                    at_least: goal.at_least,
                }));
            } else {
                self.faults.add(
                    format!("{path}.goals[{i}].clock"),
                    "service_level.clock.unknown",
                    format!("`{}` is not a clock of this agreement", goal.clock),
                );
            }
        }
        let mut availability: Vec<AvailabilityGoal> = Vec::new();
        for (i, goal) in draft.availability.iter().enumerate() {
            let path = format!("{path}.availability[{i}]");
            let id = self.code(&format!("{path}.id"), &goal.id);
            self.twice(&path, &goal.id, availability.iter().map(|it| &it.id));
            let service_hours = self.calendar(&path, goal.calendar.as_deref());
            availability.extend(id.zip(service_hours).map(|(id, service_hours)| {
                AvailabilityGoal {
                    id,
                    service_hours,
                    at_least: goal.at_least,
                }
            }));
        }
        let workload = self.workload(&format!("{path}.workload"), draft);
        let exceptions = self.exceptions(&format!("{path}.exceptions"), draft);
        Some(Agreement {
            name: name?,
            kind: draft.kind,
            id: draft.id,
            customer: draft.customer,
            services: draft.services.clone(),
            valid_from: draft.valid_from,
            valid_until: draft.valid_until,
            review_on: draft.review_on,
            supports: draft
                .supports
                .iter()
                .filter_map(|it| Code::new(it).ok())
                .collect(),
            goals,
            availability,
            workload,
            exceptions,
        })
    }

    fn workload<A: Attribute>(
        &mut self,
        path: &str,
        draft: &DraftAgreement,
    ) -> Vec<WorkloadLimit<A>>
    where
        D: Domains<A>,
    {
        let mut list: Vec<WorkloadLimit<A>> = Vec::new();
        for (i, limit) in draft.workload.iter().enumerate() {
            let path = format!("{path}[{i}]");
            let id = self.code(&format!("{path}.id"), &limit.id);
            self.twice(&path, &limit.id, list.iter().map(|it| &it.id));
            let when = self.condition(&path, "when", &limit.when);
            list.extend(id.zip(when).map(|(id, when)| WorkloadLimit {
                id,
                when,
                at_most: limit.at_most,
                per: limit.per,
            }));
        }
        list
    }

    fn exceptions<A: Attribute>(&mut self, path: &str, draft: &DraftAgreement) -> Vec<Exception<A>>
    where
        D: Domains<A>,
    {
        let mut list: Vec<Exception<A>> = Vec::new();
        for (i, exception) in draft.exceptions.iter().enumerate() {
            let path = format!("{path}[{i}]");
            let id = self.code(&format!("{path}.id"), &exception.id);
            self.twice(&path, &exception.id, list.iter().map(|it| &it.id));
            let when = self.optional(&path, "when", exception.when.as_ref());
            let reason = Note::new(&exception.reason);
            let reason_path = format!("{path}.reason");
            let reason = self
                .faults
                .take(&reason_path, "service_level.reason.text", reason);
            let wrong = match (exception.from, exception.until) {
                (Some(from), Some(until)) if until <= from => {
                    Some(format!("expected an instant after `{from}`, got `{until}`"))
                }
                (None, None) if exception.when.is_none() => {
                    Some("expected `when`, `from` or `until`, or nothing would count".into())
                }
                _ => None,
            };
            if let Some(message) = wrong {
                self.faults
                    .add(path, "service_level.exception.range", message);
            }
            let (Some(id), Some(reason)) = (id, reason) else {
                continue;
            };
            list.push(Exception {
                id,
                when,
                from: exception.from,
                until: exception.until,
                reason,
            });
        }
        list
    }

    fn twice<'c>(&mut self, path: &str, id: &str, mut earlier: impl Iterator<Item = &'c Code>) {
        if earlier.any(|it| it.as_str() == id) {
            self.faults.add(
                format!("{path}.id"),
                "service_level.id.twice",
                format!("`{id}` stands in this list already"),
            );
        }
    }

    /// What an agreement supports exists, and no chain of support leads back to its beginning.
    pub(crate) fn supports(&mut self, drafts: &[DraftAgreement], names: &BTreeMap<&str, usize>) {
        for (i, draft) in drafts.iter().enumerate() {
            for (j, name) in draft.supports.iter().enumerate() {
                let path = format!("agreements[{i}].supports[{j}]");
                let Some(first) = names.get(name.as_str()) else {
                    self.faults.add(
                        path,
                        "service_level.agreement.unknown",
                        unknown_agreement(name),
                    );
                    continue;
                };
                let mut seen = Vec::new();
                let mut next = alloc::vec![*first];
                while let Some(place) = next.pop() {
                    if seen.contains(&place) {
                        continue;
                    }
                    seen.push(place);
                    let supports = drafts.get(place).map(|it| it.supports.as_slice());
                    let supports = supports.unwrap_or_default();
                    next.extend(supports.iter().filter_map(|it| names.get(it.as_str())));
                }
                if seen.contains(&i) {
                    self.faults.add(
                        path,
                        "service_level.agreement.circle",
                        format!("`{}` supports `{name}`, which supports it", draft.name),
                    );
                }
            }
        }
    }
}
