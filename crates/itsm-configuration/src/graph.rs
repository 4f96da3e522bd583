//! The dependency graph: who is related to whom, and who needs how many of whom.
//!
//! This is the graph as it is kept and edited. Questions about impact are asked of a
//! [`Snapshot`](crate::snapshot::Snapshot) of it, which is laid out for speed and follows edits.

use crate::redundancy::RedundancyGroup;
use crate::relationship::{Flow, Relationship, RelationshipType, Strength};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use hashbrown::HashMap;
use itsm_core::id::CiId;
use itsm_core::text::{Code, Label};
use petgraph::Direction::{Incoming, Outgoing};
use petgraph::stable_graph::{EdgeIndex, NodeIndex, StableDiGraph};
use petgraph::visit::{EdgeRef as _, IntoEdgeReferences as _};

/// The items of an estate and what lies between them. Cycles, parallel relationships of different
/// types and relationships of an item to itself are all legal.
///
/// ```
/// use itsm_configuration::graph::DependencyGraph;
/// use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
/// use itsm_core::{id::CiId, text::{Code, Label}};
///
/// let depends_on = Code::new("depends_on")?;
/// let reads = RelationshipType {
///     forward: Label::new("depends on")?,
///     inverse: Label::new("used by")?,
///     flow: Flow::ToSource,
///     strength: Strength::Hard,
///     containment: false,
/// };
/// let mut graph = DependencyGraph::new([(depends_on.clone(), reads)]);
/// let [shop, database] = [1, 2].map(CiId::from_key);
/// graph.add(shop)?;
/// graph.add(database)?;
/// graph.relate(Relationship::new(depends_on, shop, database))?;
///
/// let known: Vec<_> = graph.relationships_of(database).collect();
/// assert_eq!(known[0].source, shop);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct DependencyGraph {
    pub(crate) graph: StableDiGraph<Node, Edge>,
    index: HashMap<CiId, NodeIndex>,
    /// For each member of a group, the items that the groups belong to.
    holders: HashMap<CiId, BTreeSet<CiId>>,
    pub(crate) kinds: Vec<(Code, RelationshipType)>,
}

/// Few items have any, and the others pay for a pointer alone.
type Groups = Box<BTreeMap<Code, RedundancyGroup>>;

#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) ci: CiId,
    pub(crate) in_service: bool,
    /// In the order of their names.
    pub(crate) groups: Option<Groups>,
}

#[derive(Debug, Clone)]
pub(crate) struct Edge {
    /// The place of its type in `kinds`.
    pub(crate) kind: u16,
    qualifier: Option<Box<Label>>,
}

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
    /// The items whose dependants are others now, or are carried otherwise.
    pub(crate) touched: Vec<CiId>,
}

impl Edit {
    fn of(touched: impl IntoIterator<Item = CiId>) -> Self {
        let mut touched: Vec<CiId> = touched.into_iter().collect();
        touched.sort_unstable();
        touched.dedup();
        Self { touched }
    }

    /// Two edits as one.
    pub fn and(self, other: Self) -> Self {
        Self::of(self.touched.into_iter().chain(other.touched))
    }
}

/// What an item needs: one other item, or enough of several.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Requirement<'a> {
    One {
        relationship: Relationship,
        provider: CiId,
        strength: Strength,
    },
    Group(&'a RedundancyGroup),
}

impl DependencyGraph {
    /// A graph without any item, that knows these types of relationships.
    pub fn new(types: impl IntoIterator<Item = (Code, RelationshipType)>) -> Self {
        let mut kinds: Vec<_> = types.into_iter().collect();
        kinds.sort_by(|a, b| a.0.cmp(&b.0));
        kinds.dedup_by(|a, b| a.0 == b.0);
        kinds.truncate(usize::from(u16::MAX));
        Self {
            graph: StableDiGraph::default(),
            index: HashMap::new(),
            holders: HashMap::new(),
            kinds,
        }
    }

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
        Ok(self.around(ci, at))
    }

    /// Says whether an item is in service. One that is not, because it is only planned or retired
    /// already, carries nobody: a [live](crate::snapshot::Scope::Live) snapshot leaves it out.
    ///
    /// # Errors
    /// [`GraphError::UnknownCi`].
    pub fn set_in_service(&mut self, ci: CiId, in_service: bool) -> Result<Edit, GraphError> {
        let at = self.at(ci)?;
        if let Some(node) = self.graph.node_weight_mut(at) {
            node.in_service = in_service;
        }
        Ok(self.around(ci, at))
    }

    /// Takes an item out, with all its relationships. Groups of others keep it as a member of whom
    /// nothing is known.
    ///
    /// # Errors
    /// [`GraphError::UnknownCi`].
    pub fn remove(&mut self, ci: CiId) -> Result<Edit, GraphError> {
        let at = self.at(ci)?;
        let edit = self.around(ci, at);
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
        let edit = Edit::of([relationship.source, relationship.target]);
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
        Ok(Edit::of([relationship.source, relationship.target]))
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
        Ok(Edit::of(members.into_iter().chain(old).chain([ci])))
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
        Ok(Edit::of(members.into_iter().chain([ci])))
    }

    /// Whether the item is in the graph.
    pub fn contains(&self, ci: CiId) -> bool {
        self.index.contains_key(&ci)
    }

    /// Whether the item is in the graph and in service.
    pub fn is_in_service(&self, ci: CiId) -> bool {
        self.node(ci).is_some_and(|node| node.in_service)
    }

    /// How many items there are.
    pub fn len(&self) -> usize {
        self.graph.node_count()
    }

    /// Whether there are no items.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many relationships there are.
    pub fn relationship_count(&self) -> usize {
        self.graph.edge_count()
    }

    /// Every item, in the order of the ids.
    pub fn cis(&self) -> Vec<CiId> {
        let mut cis: Vec<CiId> = self.graph.node_weights().map(|node| node.ci).collect();
        cis.sort_unstable();
        cis
    }

    /// The types of relationships, in the order of their codes.
    pub fn types(&self) -> impl Iterator<Item = (&Code, &RelationshipType)> {
        self.kinds.iter().map(|(code, it)| (code, it))
    }

    /// Every relationship, in order.
    pub fn relationships(&self) -> Vec<Relationship> {
        let mut all: Vec<Relationship> = self
            .graph
            .edge_references()
            .filter_map(|edge| self.relationship(edge.source(), edge.target(), edge.weight()))
            .collect();
        all.sort_unstable();
        all
    }

    /// The relationships that an item is an end of, in order; those to itself once.
    pub fn relationships_of(&self, ci: CiId) -> impl Iterator<Item = Relationship> {
        let mut all = Vec::new();
        if let Some(&at) = self.index.get(&ci) {
            for direction in [Outgoing, Incoming] {
                for edge in self.graph.edges_directed(at, direction) {
                    all.extend(self.relationship(edge.source(), edge.target(), edge.weight()));
                }
            }
        }
        all.sort_unstable();
        all.dedup();
        all.into_iter()
    }

    /// The redundancy groups of an item, in the order of their names.
    pub fn groups_of(&self, ci: CiId) -> impl Iterator<Item = &RedundancyGroup> {
        let groups = self.node(ci).and_then(|node| node.groups.as_ref());
        groups.into_iter().flat_map(|groups| groups.values())
    }

    /// What the item needs, in order: single relationships, then groups. What a group says of its
    /// members takes the place of their relationships.
    pub(crate) fn requirements(&self, ci: CiId) -> Vec<Requirement<'_>> {
        let mut superseded: Vec<CiId> = self.groups_of(ci).flat_map(|it| it.group.cis()).collect();
        superseded.sort_unstable();
        let mut all = Vec::new();
        for relationship in self.relationships_of(ci) {
            let Some(kind) = self.type_of(&relationship.kind) else {
                continue;
            };
            let carried = (relationship.source == ci && kind.flow.reaches_source())
                || (relationship.target == ci && kind.flow.reaches_target());
            let provider = relationship.other(ci);
            if carried && provider != ci && superseded.binary_search(&provider).is_err() {
                all.push(Requirement::One {
                    relationship,
                    provider,
                    strength: kind.strength,
                });
            }
        }
        all.extend(self.groups_of(ci).map(Requirement::Group));
        all
    }

    /// The type of this code.
    pub fn type_of(&self, kind: &Code) -> Option<&RelationshipType> {
        let place = self
            .kinds
            .binary_search_by(|(code, _)| code.cmp(kind))
            .ok()?;
        self.kinds.get(place).map(|(_, it)| it)
    }

    pub(crate) fn flow_of(&self, edge: &Edge) -> (Flow, Strength) {
        let kind = self.kinds.get(usize::from(edge.kind));
        kind.map_or((Flow::None, Strength::Soft), |(_, it)| {
            (it.flow, it.strength)
        })
    }

    pub(crate) fn node_at(&self, at: NodeIndex) -> Option<&Node> {
        self.graph.node_weight(at)
    }

    pub(crate) fn node(&self, ci: CiId) -> Option<&Node> {
        self.node_at(*self.index.get(&ci)?)
    }

    pub(crate) fn find_ci(&self, ci: CiId) -> Option<NodeIndex> {
        self.index.get(&ci).copied()
    }

    /// The items that have this one in a group of theirs, in the order of the ids.
    pub(crate) fn holders_of(&self, ci: CiId) -> impl Iterator<Item = CiId> {
        self.holders.get(&ci).into_iter().flatten().copied()
    }

    pub(crate) fn is_held(&self, member: CiId, holder: CiId) -> bool {
        let holders = self.holders.get(&member);
        holders.is_some_and(|it| it.contains(&holder))
    }

    /// Everybody whose dependants change when this item comes, goes, or changes its service.
    fn around(&self, ci: CiId, at: NodeIndex) -> Edit {
        let related = self.graph.neighbors_undirected(at);
        let related = related.filter_map(|other| self.node_at(other));
        let members = self.groups_of(ci).flat_map(|it| it.group.cis());
        let others = related.map(|node| node.ci).chain(members);
        Edit::of(others.chain(self.holders_of(ci)).chain([ci]))
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

    fn relationship(
        &self,
        source: NodeIndex,
        target: NodeIndex,
        edge: &Edge,
    ) -> Option<Relationship> {
        let (kind, _) = self.kinds.get(usize::from(edge.kind))?;
        let (source, target) = (self.node_at(source)?.ci, self.node_at(target)?.ci);
        let mut relationship = Relationship::new(kind.clone(), source, target);
        relationship.qualifier = edge.qualifier.as_deref().cloned();
        Some(relationship)
    }

    /// The edge of a relationship. Both ends are searched in turns, so that one with many
    /// relationships does not make those of the other slow.
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
        let mut from = self.graph.edges_directed(source, Outgoing);
        let mut to = self.graph.edges_directed(target, Incoming);
        loop {
            let one = from.next()?;
            if one.target() == target && is_it(one.weight()) {
                return Some(one.id());
            }
            let one = to.next()?;
            if one.source() == source && is_it(one.weight()) {
                return Some(one.id());
            }
        }
    }
}
