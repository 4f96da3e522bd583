//! The estate: all items together, as the fold of all their histories.

use crate::ci::{Ci, RecordedCiEvent};
use crate::command::TargetFacts;
use crate::event::CiEvent;
use crate::policy::ConfigurationPolicy;
use crate::relationship::{Relationship, RelationshipType};
use crate::retirement::Dependant;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Label};
use itsm_core::time::Instant;

/// From which end a relationship is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Reading {
    /// From its source: "depends on".
    Forward,
    /// From its target: "used by".
    Inverse,
}

/// A relationship as one of its two ends sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub struct Seen<'a> {
    /// The relationship. Both ends see the same.
    pub relationship: &'a Relationship,
    /// From which end.
    pub reading: Reading,
}

impl Seen<'_> {
    /// The item at the other end.
    pub const fn other(self) -> CiId {
        match self.reading {
            Reading::Forward => self.relationship.target,
            Reading::Inverse => self.relationship.source,
        }
    }

    /// How the type of the relationship reads from this end.
    pub const fn label(self, kind: &RelationshipType) -> &Label {
        match self.reading {
            Reading::Forward => &kind.forward,
            Reading::Inverse => &kind.inverse,
        }
    }

    /// Whether the item at the other end suffers with the one at this end.
    const fn reaches_other(self, kind: &RelationshipType) -> bool {
        match self.reading {
            Reading::Forward => kind.flow.reaches_target(),
            Reading::Inverse => kind.flow.reaches_source(),
        }
    }
}

/// Why an event does not belong into an estate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum EstateError {
    /// Something happened to an item that nobody has registered.
    #[error("item {ci} is not there yet, and its revision {revision} is no birth")]
    Unborn {
        /// Which.
        ci: CiId,
        /// The revision that came.
        revision: u64,
    },
    /// A second birth.
    #[error("item {ci} is brought into being a second time")]
    BornTwice {
        /// Which.
        ci: CiId,
    },
    /// A revision is missing, or stands twice.
    #[error("item {ci} is at revision {got}, expected {expected}")]
    OutOfStep {
        /// Which.
        ci: CiId,
        /// The revision that should come.
        expected: u64,
        /// The revision that came.
        got: u64,
    },
    /// An event was recorded before the one it follows.
    #[error("an event of item {ci} was recorded at {at}, before its predecessor at {previous}")]
    Backwards {
        /// Which.
        ci: CiId,
        /// When it was recorded.
        at: Instant,
        /// When its predecessor was.
        previous: Instant,
    },
}

/// All items of an estate as their histories tell of them, at one instant.
///
/// It takes events in as they are recorded, those of one item in order, those of different items in
/// any. Items whose record went are part of it no longer, and can still be [asked for](Self::item).
///
/// ```
/// use itsm_configuration::estate::{Estate, Reading};
/// # use itsm_configuration::{Ci, authority::Authority, command::Relate, policy::ConfigurationPolicy, profile::CiProfile};
/// # use itsm_core::{actor::Actor, context::Context, id::{ChangeId, CiId, PersonId}, text::{Code, Title}};
/// # let ana = Actor::person(PersonId::from_key(1));
/// # let policy = ConfigurationPolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let change = Authority::from(ChangeId::from_key(1));
/// # let item = |class, name| CiProfile::new(Code::new(class).unwrap(), Title::new(name).unwrap());
/// # let (mut shop, born) = Ci::register(CiId::from_key(1), item("service", "Web shop"), change.clone(), &cx)?;
/// # let (database, born_too) = Ci::register(CiId::from_key(2), item("database", "orders"), change.clone(), &cx)?;
/// # let mut log = vec![born, born_too];
/// let mut estate = Estate::new();
/// # for event in &log { estate.evolve(event)?; }
/// let facts = estate.target_facts(database.id(), &policy).unwrap();
/// let relate = Relate::new(Code::new("depends_on")?, database.id(), facts, change);
/// for event in shop.execute(relate, &cx)? {
///     estate.evolve(&event)?;
/// }
/// // The database sees the same relationship from the other end.
/// let seen = estate.relationships_of(database.id()).next().unwrap();
/// let kind = policy.relationship_type(&seen.relationship.kind).unwrap();
/// assert_eq!((seen.reading, seen.label(kind).as_str()), (Reading::Inverse, "used by"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[doc(alias = "CMDB")]
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Estate {
    items: BTreeMap<CiId, Ci>,
    /// Every relationship of every record, under its target.
    incoming: BTreeMap<CiId, BTreeSet<Relationship>>,
}

impl Estate {
    /// Without an item.
    pub const fn new() -> Self {
        Self {
            items: BTreeMap::new(),
            incoming: BTreeMap::new(),
        }
    }

    /// The estate as it was at an instant, what was recorded then included: the graph as of any
    /// time.
    ///
    /// # Errors
    /// [`EstateError`] names the item whose event does not belong there.
    pub fn at<'a>(
        history: impl IntoIterator<Item = &'a RecordedCiEvent>,
        instant: Instant,
    ) -> Result<Self, EstateError> {
        let mut estate = Self::new();
        for event in history.into_iter().filter(|it| it.at <= instant) {
            estate.evolve(event)?;
        }
        Ok(estate)
    }

    /// Takes an event in.
    ///
    /// # Errors
    /// [`EstateError`] if it does not belong there; the estate is then as it was.
    pub fn evolve(&mut self, event: &RecordedCiEvent) -> Result<(), EstateError> {
        let ci = event.record;
        let Some(item) = self.items.get_mut(&ci) else {
            let born = (event.revision == 1).then(|| Ci::from_birth(event));
            let Some(item) = born.flatten() else {
                return Err(EstateError::Unborn {
                    ci,
                    revision: event.revision,
                });
            };
            for it in item.relationships() {
                self.incoming
                    .entry(it.target)
                    .or_default()
                    .insert(it.clone());
            }
            self.items.insert(ci, item);
            return Ok(());
        };
        let expected = item.revision().saturating_add(1);
        if event.revision != expected {
            return Err(EstateError::OutOfStep {
                ci,
                expected,
                got: event.revision,
            });
        }
        if event.at < item.last_at() {
            return Err(EstateError::Backwards {
                ci,
                at: event.at,
                previous: item.last_at(),
            });
        }
        if Ci::from_birth(event).is_some() {
            return Err(EstateError::BornTwice { ci });
        }
        // Most events leave the relationships as they are, and need no comparison.
        let gone = match &event.event {
            CiEvent::Related(it) => {
                let relationship = it.relationship.clone();
                let target = relationship.target;
                self.incoming
                    .entry(target)
                    .or_default()
                    .insert(relationship);
                BTreeSet::new()
            }
            CiEvent::Unrelated(it) => BTreeSet::from([it.relationship.clone()]),
            CiEvent::Retired(_) | CiEvent::Archived(_) => item.relationships.clone(),
            _ => BTreeSet::new(),
        };
        item.evolve(event);
        for it in gone.difference(&item.relationships) {
            if let Some(them) = self.incoming.get_mut(&it.target) {
                them.remove(it);
                if them.is_empty() {
                    self.incoming.remove(&it.target);
                }
            }
        }
        Ok(())
    }

    /// An item by its id, also one whose record went.
    pub fn item(&self, ci: CiId) -> Option<&Ci> {
        self.items.get(&ci)
    }

    /// The items, in the order of their ids, without those whose record went.
    pub fn items(&self) -> impl Iterator<Item = &Ci> {
        self.items.values().filter(|it| it.is_kept())
    }

    /// How many items there are, without those whose record went.
    pub fn len(&self) -> usize {
        self.items().count()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.items().next().is_none()
    }

    /// Every relationship of every item, in order: by source, type, target and qualifier.
    ///
    /// The target of one may be an item that is not there: the other end was archived by a policy
    /// that lets that happen, or was never registered.
    pub fn relationships(&self) -> impl Iterator<Item = &Relationship> {
        self.items().flat_map(Ci::relationships)
    }

    /// The relationships of an item as it sees them: first those of which it is the source, then
    /// those of which it is the target, each in order.
    pub fn relationships_of(&self, ci: CiId) -> impl Iterator<Item = Seen<'_>> {
        let own = self.items.get(&ci).filter(|it| it.is_kept());
        let own = own.into_iter().flat_map(Ci::relationships);
        let incoming = self.incoming.get(&ci).into_iter().flatten();
        let kept = |it: &&Relationship| self.items.get(&it.source).is_some_and(Ci::is_kept);
        own.map(|relationship| Seen {
            relationship,
            reading: Reading::Forward,
        })
        .chain(incoming.filter(kept).map(|relationship| Seen {
            relationship,
            reading: Reading::Inverse,
        }))
    }

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
        let item = self.items.get(&ci).filter(|it| it.is_kept())?;
        let facts = TargetFacts::new(item.class().clone(), item.stage());
        let containers = self.containers(ci, policy);
        if containers.is_empty() {
            return Some(facts);
        }
        Some(facts.containers(containers))
    }

    /// Who depends on an item directly, and is not at the end of its life: the evidence that a
    /// command to retire it carries. In the order of their relationships, those of the item first.
    pub fn dependants(&self, ci: CiId, policy: &ConfigurationPolicy) -> Vec<Dependant> {
        let depends = |seen: &Seen<'_>| {
            let kind = policy.relationship_type(&seen.relationship.kind);
            kind.is_some_and(|kind| seen.reaches_other(kind))
        };
        self.relationships_of(ci)
            .filter(depends)
            .filter_map(|seen| {
                let other = self.items.get(&seen.other())?;
                (other.is_kept() && !other.stage().is_retired()).then(|| {
                    Dependant::new(
                        other.id(),
                        other.name().clone(),
                        seen.relationship.clone(),
                        other.service().is_some(),
                    )
                })
            })
            .collect()
    }

    /// The relationships that no rule of the policy permits, in order. What was recorded before a
    /// rule came is judged by the rule as well.
    pub fn noncompliant<'a>(
        &'a self,
        policy: &'a ConfigurationPolicy,
    ) -> impl Iterator<Item = &'a Relationship> {
        self.relationships().filter(|it| {
            let class = |ci| self.items.get(&ci).map(Ci::class);
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
