//! The estate: all items together, as the fold of all their histories.

use crate::ci::{Ci, RecordedCiEvent};
use crate::event::CiEvent;
use crate::redundancy::RedundancyGroup;
use crate::relationship::Relationship;

pub use crate::seen::{Reading, Seen};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;
use itsm_core::time::Instant;

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
    /// Every group of every record, under each of its members.
    grouped: BTreeMap<CiId, BTreeSet<(CiId, Code)>>,
}

impl Estate {
    /// Without an item.
    pub const fn new() -> Self {
        Self {
            items: BTreeMap::new(),
            incoming: BTreeMap::new(),
            grouped: BTreeMap::new(),
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
                add(&mut self.incoming, it.target, it.clone());
            }
            for it in item.groups() {
                for member in it.group.cis() {
                    add(&mut self.grouped, member, (ci, it.name.clone()));
                }
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
        let relates = matches!(
            &event.event,
            CiEvent::Related(_)
                | CiEvent::Unrelated(_)
                | CiEvent::GroupSet(_)
                | CiEvent::GroupRemoved(_)
                | CiEvent::Retired(_)
                | CiEvent::Archived(_)
        );
        if !relates {
            item.evolve(event);
            return Ok(());
        }
        // Only what the event takes away is looked at again, not all that the item has.
        let (gone, groups) = going(item, &event.event);
        item.evolve(event);
        for it in gone.iter().filter(|it| !item.relationships.contains(it)) {
            remove(&mut self.incoming, it.target, it);
        }
        for it in &groups {
            for member in it.group.cis() {
                remove(&mut self.grouped, member, &(ci, it.name.clone()));
            }
        }
        if let CiEvent::Related(it) = &event.event {
            let relationship = it.relationship.clone();
            add(&mut self.incoming, relationship.target, relationship);
        }
        for it in item.groups.values().filter(|it| touched(&event.event, it)) {
            for member in it.group.cis() {
                add(&mut self.grouped, member, (ci, it.name.clone()));
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

    /// The groups that an item is a member of, each with the item that has it, in order. Groups of
    /// items whose record went are left out.
    pub fn groups_with(&self, ci: CiId) -> impl Iterator<Item = (CiId, &Code)> {
        let all = self.grouped.get(&ci).into_iter().flatten();
        let kept = |it: &&(CiId, Code)| self.items.get(&it.0).is_some_and(Ci::is_kept);
        all.filter(kept).map(|(owner, group)| (*owner, group))
    }
}

/// The relationships and groups that an event may take away.
fn going(item: &Ci, event: &CiEvent) -> (Vec<Relationship>, Vec<RedundancyGroup>) {
    match event {
        CiEvent::Unrelated(it) => (vec![it.relationship.clone()], Vec::new()),
        CiEvent::GroupSet(_) | CiEvent::GroupRemoved(_) => {
            let groups = item.groups.values().filter(|it| touched(event, it));
            (Vec::new(), groups.cloned().collect())
        }
        CiEvent::Retired(_) | CiEvent::Archived(_) => (
            item.relationships.iter().cloned().collect(),
            item.groups.values().cloned().collect(),
        ),
        _ => (Vec::new(), Vec::new()),
    }
}

/// Whether an event sets or removes this group, or may.
fn touched(event: &CiEvent, group: &RedundancyGroup) -> bool {
    match event {
        CiEvent::GroupSet(it) => it.group.name == group.name,
        CiEvent::GroupRemoved(it) => it.name == group.name,
        CiEvent::Retired(_) | CiEvent::Archived(_) => true,
        _ => false,
    }
}

fn add<T: Ord>(index: &mut BTreeMap<CiId, BTreeSet<T>>, ci: CiId, it: T) {
    index.entry(ci).or_default().insert(it);
}

fn remove<T: Ord>(index: &mut BTreeMap<CiId, BTreeSet<T>>, ci: CiId, it: &T) {
    if let Some(them) = index.get_mut(&ci) {
        them.remove(it);
        if them.is_empty() {
            index.remove(&ci);
        }
    }
}
