//! What commands have to know of other records, and what is judged over all of them.

use crate::ci::Ci;
use crate::command::TargetFacts;
use crate::estate::Estate;
use crate::policy::ConfigurationPolicy;
use crate::relationship::Relationship;
use crate::retirement::Dependant;
use crate::seen::{Reading, Seen};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

impl Estate {
    /// The items that contain it, in the order of their ids.
    pub fn containers(&self, ci: CiId, policy: &ConfigurationPolicy) -> BTreeSet<CiId> {
        let contains = |kind: &Code| {
            let kind = policy.relationship_type(kind);
            kind.is_some_and(|it| it.containment)
        };
        self.relationships_of(ci)
            .filter(|it| it.reading == Reading::Inverse && contains(&it.relationship.kind))
            .map(Seen::other)
            .collect()
    }

    /// The evidence that a command to relate another item to this one carries.
    pub fn target_facts(&self, ci: CiId, policy: &ConfigurationPolicy) -> Option<TargetFacts> {
        let item = self.item(ci).filter(|it| it.is_kept())?;
        let facts = TargetFacts::new(item.class().clone(), item.stage());
        let containers = self.containers(ci, policy);
        if containers.is_empty() {
            return Some(facts);
        }
        Some(facts.containers(containers))
    }

    /// Who depends on an item directly, and is not at the end of its life: the evidence that a
    /// command to retire it carries. First by relationships, those of the item before those of
    /// others; then by groups of which it is a member.
    pub fn dependants(&self, ci: CiId, policy: &ConfigurationPolicy) -> Vec<Dependant> {
        let depends = |seen: &Seen<'_>| {
            let kind = policy.relationship_type(&seen.relationship.kind);
            kind.is_some_and(|kind| seen.reaches_other(kind))
        };
        let related = self
            .relationships_of(ci)
            .filter(depends)
            .filter_map(|seen| {
                let dependant = self.dependant(seen.other())?;
                Some(dependant.relationship(seen.relationship.clone()))
            });
        let grouped = self.groups_with(ci).filter_map(|(owner, group)| {
            let dependant = self.dependant(owner)?;
            Some(dependant.group(group.clone()))
        });
        related.chain(grouped).collect()
    }

    fn dependant(&self, ci: CiId) -> Option<Dependant> {
        let other = self.item(ci)?;
        let lives = other.is_kept() && !other.stage().is_retired();
        let service = other.service().is_some();
        lives.then(|| Dependant::new(ci, other.name().clone(), service))
    }

    /// The relationships that no rule of the policy permits, in order. What was recorded before a
    /// rule came is judged by the rule as well.
    pub fn noncompliant<'a>(
        &'a self,
        policy: &'a ConfigurationPolicy,
    ) -> impl Iterator<Item = &'a Relationship> {
        self.relationships().filter(|it| {
            let class = |ci| self.item(ci).map(Ci::class);
            match (class(it.source), class(it.target)) {
                (Some(source), Some(target)) => !policy.permits(source, &it.kind, target),
                // An end that is not there is another matter.
                _ => false,
            }
        })
    }

    /// The items of a dependent class that are not part of exactly one other, in the order of their
    /// ids, each with those that contain it. Retired ones are left out.
    pub fn misplaced(&self, policy: &ConfigurationPolicy) -> Vec<(CiId, BTreeSet<CiId>)> {
        self.items()
            .filter(|it| policy.classes().is_dependent(it.class()) && !it.stage().is_retired())
            .map(|it| (it.id(), self.containers(it.id(), policy)))
            .filter(|(_, containers)| containers.len() != 1)
            .collect()
    }
}
