//! Editing the dependency graph: each change is checked first, and says whom it has touched.

use crate::graph::{DependencyGraph, Edge, Node};
use crate::redundancy::RedundancyGroup;
use crate::relationship::Relationship;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;
use petgraph::stable_graph::{EdgeIndex, NodeIndex};

/// Why the graph cannot be changed so. It is then as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum GraphError {
    /// The item is not in the graph.
    #[error("item {ci} is not in the graph")]
    UnknownCi {
        /// Which one.
        ci: CiId,
    },
    /// The item is in the graph already.
    #[error("item {ci} is in the graph already")]
    Already {
        /// Which one.
        ci: CiId,
    },
    /// There is no such type of relationship.
    #[error("there is no type of relationship `{kind}`")]
    UnknownType {
        /// Which one.
        kind: Code,
    },
    /// The same relationship is there already: same ends, same type, same qualifier.
    #[error("{source_ci} `{}` {} is there already", relationship.kind, relationship.target, source_ci = relationship.source)]
    Duplicate {
        /// Which one.
        relationship: Box<Relationship>,
    },
    /// There is no such relationship.
    #[error("{source_ci} has no relationship `{}` to {}", relationship.kind, relationship.target, source_ci = relationship.source)]
    NotRelated {
        /// Which one.
        relationship: Box<Relationship>,
    },
    /// The item has no group of this name.
    #[error("item {ci} has no group `{name}`")]
    UnknownGroup {
        /// Which item.
        ci: CiId,
        /// Which group.
        name: Code,
    },
    /// An item is no redundancy for itself.
    #[error("item {ci} is a member of its own group `{name}`")]
    OwnMember {
        /// Which item.
        ci: CiId,
        /// Which group.
        name: Code,
    },
    /// More than the graph can number.
    #[error("the graph is full")]
    Full,
}

/// What an edit has touched, for [`Snapshot::follow`](crate::snapshot::Snapshot::follow).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[must_use = "a snapshot that is to stay true has to follow the edit"]
pub struct Edit {
    /// The items that count from now on.
    pub(crate) come: Vec<CiId>,
    /// The items that do not count any more; all that lay between them and others has changed.
    pub(crate) gone: Vec<CiId>,
    /// The items whose groups are others now, or have lost or won members.
    pub(crate) holders: Vec<CiId>,
    /// Items between which more lies than before.
    pub(crate) related: Vec<(CiId, CiId)>,
    /// Items between which there may be less than before.
    pub(crate) changed: Vec<(CiId, CiId)>,
}

impl Edit {
    /// Two edits as one.
    pub fn and(self, other: Self) -> Self {
        Self {
            come: merged(self.come, other.come),
            gone: merged(self.gone, other.gone),
            holders: merged(self.holders, other.holders),
            related: merged(self.related, other.related),
            changed: merged(self.changed, other.changed),
        }
    }
}

fn merged<T: Ord>(mut one: Vec<T>, other: Vec<T>) -> Vec<T> {
    one.extend(other);
    one.sort_unstable();
    one.dedup();
    one
}

impl DependencyGraph {
    /// Adds an item that is in service.
    ///
    /// # Errors
    /// [`GraphError::Already`].
    pub fn add(&mut self, ci: CiId) -> Result<Edit, GraphError> {
        if self.index.contains_key(&ci) {
            return Err(GraphError::Already { ci });
        }
        let node = Node {
            ci,
            in_service: true,
            groups: None,
        };
        let at = self
            .graph
            .try_add_node(node)
            .map_err(|_| GraphError::Full)?;
        self.index.insert(ci, at);
        Ok(self.around(ci, at, true))
    }

    /// Says whether an item is in service. One that is not, because it is only planned or retired
    /// already, carries nobody: a [live](crate::snapshot::Extent::Live) snapshot leaves it out.
    ///
    /// # Errors
    /// [`GraphError::UnknownCi`].
    pub fn set_in_service(&mut self, ci: CiId, in_service: bool) -> Result<Edit, GraphError> {
        let at = self.at(ci)?;
        if let Some(node) = self.graph.node_weight_mut(at) {
            node.in_service = in_service;
        }
        Ok(self.around(ci, at, in_service))
    }

    /// Takes an item out, with all its relationships. Groups of others keep it as a member of whom
    /// nothing is known.
    ///
    /// # Errors
    /// [`GraphError::UnknownCi`].
    pub fn remove(&mut self, ci: CiId) -> Result<Edit, GraphError> {
        let at = self.at(ci)?;
        let edit = self.around(ci, at, false);
        if let Some(node) = self.graph.remove_node(at) {
            let groups = node.groups.iter().flat_map(|all| all.values());
            for member in groups.flat_map(|it| it.group.cis()) {
                self.let_go(member, ci);
            }
        }
        self.index.remove(&ci);
        Ok(edit)
    }

    /// Relates two items.
    ///
    /// # Errors
    /// [`GraphError`]: an end that is not in the graph, a type that is not known, or a relationship
    /// that is there already.
    pub fn relate(&mut self, relationship: Relationship) -> Result<Edit, GraphError> {
        let kind = self
            .kind(&relationship.kind)
            .ok_or_else(|| GraphError::UnknownType {
                kind: relationship.kind.clone(),
            })?;
        let source = self.at(relationship.source)?;
        let target = self.at(relationship.target)?;
        if self.find(&relationship, kind, source, target).is_some() {
            return Err(GraphError::Duplicate {
                relationship: Box::new(relationship),
            });
        }
        let edit = Edit {
            related: Vec::from([(relationship.source, relationship.target)]),
            ..Edit::default()
        };
        let edge = Edge {
            kind,
            qualifier: relationship.qualifier.map(Box::new),
        };
        self.graph
            .try_add_edge(source, target, edge)
            .map_err(|_| GraphError::Full)?;
        Ok(edit)
    }

    /// Takes a relationship away.
    ///
    /// # Errors
    /// [`GraphError::NotRelated`].
    pub fn unrelate(&mut self, relationship: &Relationship) -> Result<Edit, GraphError> {
        let found = self.kind(&relationship.kind).and_then(|kind| {
            let source = self.at(relationship.source).ok()?;
            let target = self.at(relationship.target).ok()?;
            self.find(relationship, kind, source, target)
        });
        let edge = found.ok_or_else(|| GraphError::NotRelated {
            relationship: Box::new(relationship.clone()),
        })?;
        self.graph.remove_edge(edge);
        Ok(Edit {
            changed: Vec::from([(relationship.source, relationship.target)]),
            ..Edit::default()
        })
    }

    /// Says how many of several others an item needs, in place of what was said under this name.
    /// What the item's single relationships to these others say does not count any more.
    ///
    /// # Errors
    /// [`GraphError`]: an item that is not in the graph, or that is its own member.
    pub fn set_group(&mut self, ci: CiId, group: RedundancyGroup) -> Result<Edit, GraphError> {
        let at = self.at(ci)?;
        let members = group.group.cis();
        for &member in &members {
            self.at(member)?;
            if member == ci {
                return Err(GraphError::OwnMember {
                    ci,
                    name: group.name,
                });
            }
        }
        self.put_group(ci, at, group)
    }

    /// Sets a group, some of whose members may not be in the graph: of these nothing is known.
    pub(crate) fn put_group(
        &mut self,
        ci: CiId,
        at: NodeIndex,
        group: RedundancyGroup,
    ) -> Result<Edit, GraphError> {
        let members = group.group.cis();
        let Some(node) = self.graph.node_weight_mut(at) else {
            return Err(GraphError::UnknownCi { ci });
        };
        let groups = node.groups.get_or_insert_default();
        let before = groups.insert(group.name.clone(), group);
        let old: Vec<CiId> = before.iter().flat_map(|it| it.group.cis()).collect();
        for &member in &members {
            self.holders.entry(member).or_default().insert(ci);
        }
        self.release(ci, &old);
        Ok(self.regrouped(ci, members.into_iter().chain(old)))
    }

    /// Takes a group away; the item's single relationships to its members count again.
    ///
    /// # Errors
    /// [`GraphError`]: an item that is not in the graph, or that has no such group.
    pub fn remove_group(&mut self, ci: CiId, name: &Code) -> Result<Edit, GraphError> {
        let at = self.at(ci)?;
        let unknown = || GraphError::UnknownGroup {
            ci,
            name: name.clone(),
        };
        let node = self.graph.node_weight_mut(at).ok_or_else(unknown)?;
        let groups = node.groups.as_mut().ok_or_else(unknown)?;
        let group = groups.remove(name).ok_or_else(unknown)?;
        if groups.is_empty() {
            node.groups = None;
        }
        let members = group.group.cis();
        self.release(ci, &members);
        Ok(self.regrouped(ci, members))
    }

    /// What changes when this item comes, goes, or changes its service.
    fn around(&self, ci: CiId, at: NodeIndex, counts: bool) -> Edit {
        let others = self.graph.neighbors_undirected(at);
        let others = others.filter_map(|other| self.node_at(other));
        let pairs = others.map(|other| (ci, other.ci)).collect();
        let item = Vec::from([ci]);
        let holders = self.holders_of(ci).chain([ci]).collect();
        if counts {
            Edit {
                come: item,
                related: pairs,
                holders,
                ..Edit::default()
            }
        } else {
            Edit {
                gone: item,
                changed: pairs,
                holders,
                ..Edit::default()
            }
        }
    }

    /// What changes when a group of the item has, or had, these members.
    fn regrouped(&self, ci: CiId, members: impl IntoIterator<Item = CiId>) -> Edit {
        // What lies between the two counts no more, or counts again.
        let related = |it: &CiId| self.is_related(ci, *it);
        let members = members.into_iter().filter(related);
        Edit {
            holders: Vec::from([ci]),
            changed: members.map(|it| (ci, it)).collect(),
            ..Edit::default()
        }
    }

    /// Forgets that the item has these in a group, but for those that it still has in another.
    fn release(&mut self, ci: CiId, members: &[CiId]) {
        let kept: BTreeSet<CiId> = self.groups_of(ci).flat_map(|it| it.group.cis()).collect();
        for &member in members.iter().filter(|it| !kept.contains(*it)) {
            self.let_go(member, ci);
        }
    }

    fn let_go(&mut self, member: CiId, holder: CiId) {
        if let Some(holders) = self.holders.get_mut(&member) {
            holders.remove(&holder);
            if holders.is_empty() {
                self.holders.remove(&member);
            }
        }
    }

    fn kind(&self, kind: &Code) -> Option<u16> {
        let place = self
            .kinds
            .binary_search_by(|(code, _)| code.cmp(kind))
            .ok()?;
        u16::try_from(place).ok()
    }

    fn at(&self, ci: CiId) -> Result<NodeIndex, GraphError> {
        self.find_ci(ci).ok_or(GraphError::UnknownCi { ci })
    }

    fn find(
        &self,
        relationship: &Relationship,
        kind: u16,
        source: NodeIndex,
        target: NodeIndex,
    ) -> Option<EdgeIndex> {
        let is_it = |edge: &Edge| {
            edge.kind == kind && edge.qualifier.as_deref() == relationship.qualifier.as_ref()
        };
        let mut between = self.between(source, target).into_iter();
        between.find(|(_, edge)| is_it(edge)).map(|(id, _)| id)
    }
}
