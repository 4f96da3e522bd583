//! Support: whom an item leans on, and who leans on it, by the number of steps.
//!
//! This is how things hang together, not what would fail: redundancy groups and soft relationships
//! are followed as all others are. A supporter is a place to look for the cause of trouble, a
//! dependant somebody to ask.

use crate::graph::{DependencyGraph, GraphError, Requirement};
use crate::impact::Assumption;
use crate::relationship::Relationship;
use crate::snapshot::View;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::plain_enum;
use itsm_core::text::Code;

plain_enum! {
    /// Which way an estate is looked through.
    pub enum Towards {
        /// From an item to whom it leans on.
        #[doc(alias = "upstream")]
        Supporters = "supporters",
        /// From an item to who leans on it.
        #[doc(alias = "downstream")]
        Dependants = "dependants",
    }
}

/// How one item leans on another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Tie {
    /// By a relationship between the two.
    Relationship {
        /// Which one; the first in order if there are several.
        relationship: Relationship,
    },
    /// The other is a member of a redundancy group of it.
    Group {
        /// The name of the group; the first in order if there are several.
        group: Code,
    },
}

/// One step of a way through the estate.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Hop {
    /// Who leans.
    pub dependant: CiId,
    /// On whom.
    pub provider: CiId,
    /// How.
    pub tie: Tie,
}

/// Everybody that an item leans on, or everybody that leans on it, with how far away each is.
///
/// ```
/// # use itsm_configuration::graph::DependencyGraph;
/// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
/// # use itsm_configuration::snapshot::View;
/// # use itsm_core::{id::CiId, text::{Code, Label}};
/// use itsm_configuration::support::Towards;
/// # let needs = Code::new("depends_on")?;
/// # let kind = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
/// # let mut graph = DependencyGraph::new([(needs.clone(), kind)]);
/// # let [shop, database, disk] = [1, 2, 3].map(CiId::from_key);
/// # for ci in [shop, database, disk] { let _ = graph.add(ci)?; }
/// for (from, to) in [(shop, database), (database, disk)] {
///     let _ = graph.relate(Relationship::new(needs.clone(), from, to))?;
/// }
/// let support = graph.support(shop, Towards::Supporters, &View::live(), None)?;
/// assert_eq!(support.by_distance(), [(1, database), (2, disk)]);
/// assert_eq!(support.path(disk)[1].dependant, database);
///
/// let near = graph.support(disk, Towards::Dependants, &View::live(), Some(1))?;
/// assert_eq!(near.by_distance(), [(1, database)]);
/// assert_eq!(near.assumptions().len(), 1); // more would have been found
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Support<'a> {
    graph: &'a DependencyGraph,
    view: View,
    of: CiId,
    towards: Towards,
    found: BTreeMap<CiId, Found>,
    cut_off: Option<u32>,
}

#[derive(Debug, Clone, Copy)]
struct Found {
    distance: u32,
    /// The one before on a shortest way.
    before: CiId,
}

impl DependencyGraph {
    /// Everybody that an item leans on, or everybody that leans on it, along what the view follows
    /// and no further than so many steps.
    ///
    /// The cost is in proportion to the relationships of those that are found.
    ///
    /// # Errors
    /// [`GraphError::UnknownCi`] if the item is not among those that count.
    pub fn support(
        &self,
        ci: CiId,
        towards: Towards,
        view: &View,
        steps: Option<u32>,
    ) -> Result<Support<'_>, GraphError> {
        if !view.has(self, ci) {
            return Err(GraphError::UnknownCi { ci });
        }
        let mut support = Support {
            graph: self,
            view: view.clone(),
            of: ci,
            towards,
            found: BTreeMap::new(),
            cut_off: None,
        };
        let mut last = Vec::from([ci]);
        let mut distance = 0_u32;
        while !last.is_empty() {
            distance = distance.saturating_add(1);
            let is_beyond = steps.is_some_and(|it| distance > it);
            let mut next = Vec::new();
            // In the order of the ids, so that the first to find somebody is the smallest.
            for &before in &last {
                for other in self.tied(view, before, towards) {
                    if other == ci || support.found.contains_key(&other) {
                        continue;
                    }
                    if is_beyond {
                        support.cut_off = steps;
                        return Ok(support);
                    }
                    support.found.insert(other, Found { distance, before });
                    next.push(other);
                }
            }
            next.sort_unstable();
            last = next;
        }
        Ok(support)
    }

    /// Those tied to an item, one step away, in the order of the ids.
    pub(crate) fn tied(&self, view: &View, ci: CiId, towards: Towards) -> Vec<CiId> {
        let mut all: Vec<CiId> = Vec::new();
        match towards {
            Towards::Supporters => {
                for requirement in self.requirements(ci) {
                    match requirement {
                        Requirement::One {
                            relationship,
                            provider,
                            ..
                        } if view.follows(&relationship.kind) => all.push(provider),
                        Requirement::One { .. } => {}
                        Requirement::Group(it) => all.extend(it.group.cis()),
                    }
                }
            }
            Towards::Dependants => {
                for it in self.relationships_of(ci) {
                    let flow = self.type_of(&it.kind).map(|kind| kind.flow);
                    let carries = flow.is_some_and(|flow| {
                        (it.target == ci && flow.reaches_source())
                            || (it.source == ci && flow.reaches_target())
                    });
                    let dependant = it.other(ci);
                    if carries && view.follows(&it.kind) && !self.is_held(ci, dependant) {
                        all.push(dependant);
                    }
                }
                all.extend(self.holders_of(ci));
            }
        }
        all.retain(|it| *it != ci && view.has(self, *it));
        all.sort_unstable();
        all.dedup();
        all
    }

    /// How an item leans on another, right away.
    fn tie(&self, view: &View, dependant: CiId, provider: CiId) -> Option<Tie> {
        self.requirements(dependant)
            .into_iter()
            .find_map(|it| match it {
                Requirement::One {
                    relationship,
                    provider: one,
                    ..
                } if one == provider && view.follows(&relationship.kind) => {
                    Some(Tie::Relationship { relationship })
                }
                Requirement::One { .. } => None,
                Requirement::Group(it) => {
                    let is_member = it.group.cis().binary_search(&provider).is_ok();
                    is_member.then(|| Tie::Group {
                        group: it.name.clone(),
                    })
                }
            })
    }
}

impl Support<'_> {
    /// Whose support it is.
    pub const fn of(&self) -> CiId {
        self.of
    }

    /// Which way it was looked for.
    pub const fn towards(&self) -> Towards {
        self.towards
    }

    /// How many were found, the item itself not counted.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// Whether nobody was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// How many steps away somebody is: 0 for the item itself, `None` for who was not found.
    pub fn distance(&self, ci: CiId) -> Option<u32> {
        if ci == self.of {
            return Some(0);
        }
        self.found.get(&ci).map(|it| it.distance)
    }

    /// Everybody found, with the distance: the nearest first, and of those as near the smaller id.
    pub fn by_distance(&self) -> Vec<(u32, CiId)> {
        let found = self.found.iter();
        let mut all: Vec<(u32, CiId)> = found.map(|(ci, it)| (it.distance, *ci)).collect();
        all.sort_unstable();
        all
    }

    /// A shortest way from the item to somebody. Of several, the one that comes last through the
    /// smallest id, and so on back to the item. Empty for the item itself and for who was not
    /// found.
    pub fn path(&self, ci: CiId) -> Vec<Hop> {
        let mut hops = Vec::new();
        let mut at = ci;
        while let Some(found) = self.found.get(&at) {
            let (dependant, provider) = match self.towards {
                Towards::Supporters => (found.before, at),
                Towards::Dependants => (at, found.before),
            };
            let Some(tie) = self.graph.tie(&self.view, dependant, provider) else {
                break;
            };
            hops.push(Hop {
                dependant,
                provider,
                tie,
            });
            at = found.before;
        }
        hops.reverse();
        hops
    }

    /// What the answer leaves out: whether it was cut off although more would have been found.
    pub fn assumptions(&self) -> Vec<Assumption> {
        let cut_off = self.cut_off.map(|steps| Assumption::CutOff { steps });
        cut_off.into_iter().collect()
    }
}
