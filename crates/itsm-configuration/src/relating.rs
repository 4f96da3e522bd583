//! Relating: what becomes of the relationships that a source has seen.

use crate::command::Relate;
use crate::outcome::{Fate, PlannedItem, PlannedRelation};
use crate::payload::{End, ObservedRelation};
use crate::relationship::Relationship;
use crate::writing::Writing;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

impl Writing<'_, '_> {
    /// The relationships: those of the payload, and the parents of items that are no part of them.
    pub(crate) fn relate(&mut self, items: &[PlannedItem]) -> Vec<PlannedRelation> {
        let mut relations: BTreeSet<ObservedRelation> =
            self.payload.relations.iter().flatten().cloned().collect();
        for item in &self.payload.items {
            let dependent = self.rules.policy.classes().is_dependent(&item.class);
            if let Some(parent) = item.parent.clone().filter(|_| !dependent) {
                let kind = self.rules.rules.containment.clone();
                let child = End::Item(item.key.clone());
                relations.insert(ObservedRelation::new(parent, kind, child));
            }
        }
        let ends: BTreeMap<&Code, CiId> = items
            .iter()
            .filter_map(|it| Some((&it.key, it.outcome.ci()?)))
            .collect();
        let fate = |it: ObservedRelation| PlannedRelation {
            fate: self.fate(&it, &ends),
            relation: it,
        };
        relations.into_iter().map(fate).collect()
    }

    fn fate(&mut self, it: &ObservedRelation, ends: &BTreeMap<&Code, CiId>) -> Fate {
        let end = |end: &End| match end {
            End::Ci(ci) => Some(*ci),
            End::Item(key) => ends.get(key).copied(),
        };
        let (Some(source), Some(target)) = (end(&it.from), end(&it.to)) else {
            return Fate::NoEnd;
        };
        let (Some(record), Some(other)) = (self.overlay.item(source), self.overlay.item(target))
        else {
            return Fate::NoEnd;
        };
        let relationship = Relationship {
            qualifier: it.qualifier.clone(),
            ..Relationship::new(it.kind.clone(), source, target)
        };
        if record.relationships.contains(&relationship) {
            return Fate::There;
        }
        let contains = self.rules.policy.relationship_type(&it.kind);
        if contains.is_some_and(|it| it.containment) {
            let mut parents = self.overlay.containers(target);
            let before = self.rules.keys_of(other, &parents);
            parents.insert(source);
            let after = self.rules.keys_of(other, &parents);
            if self.confused(None, target, &before, &after).is_some() {
                return Fate::WouldConfuse;
            }
            self.taken.extend(after.into_iter().map(|it| (it, target)));
        }
        let Some(facts) = self.overlay.target_facts(target) else {
            return Fate::NoEnd;
        };
        let relate = Relate {
            qualifier: it.qualifier.clone(),
            ..Relate::new(it.kind.clone(), target, facts, self.authority())
        };
        match self.overlay.execute(source, relate.into()) {
            Ok(()) => Fate::Recorded,
            Err(error) => Fate::Refused(error),
        }
    }
}
