//! The dependency graph: who is related to whom, and who needs how many of whom.
//!
//! This is the graph as it is kept and edited. Questions about impact are asked of a
//! [`Snapshot`](crate::snapshot::Snapshot) of it, which is laid out for speed and follows edits.

pub use crate::edit::{Edit, GraphError};
use crate::numbering::IdHash;
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
    pub(crate) index: HashMap<CiId, NodeIndex, IdHash>,
    /// For each member of a group, the items that the groups belong to.
    pub(crate) holders: HashMap<CiId, BTreeSet<CiId>, IdHash>,
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
    pub(crate) qualifier: Option<Box<Label>>,
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
            index: HashMap::default(),
            holders: HashMap::default(),
            kinds,
        }
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

    /// Whether the item has a group at all.
    pub(crate) fn has_groups(&self, ci: CiId) -> bool {
        self.node(ci).is_some_and(|node| node.groups.is_some())
    }

    /// Whether there is a relationship between the two, of any type.
    pub(crate) fn is_related(&self, one: CiId, other: CiId) -> bool {
        let both = self.find_ci(one).zip(self.find_ci(other));
        both.is_some_and(|(one, other)| {
            !self.between(one, other).is_empty() || !self.between(other, one).is_empty()
        })
    }

    /// Whether single relationships of such types let the second suffer with the first: so that it
    /// cannot do without, and so that it gets by.
    pub(crate) fn carries(
        &self,
        provider: CiId,
        dependant: CiId,
        counts: impl Fn(&Code) -> bool,
    ) -> (bool, bool) {
        let (mut hard, mut soft) = (false, false);
        let Some((provider, dependant)) = self.find_ci(provider).zip(self.find_ci(dependant))
        else {
            return (hard, soft);
        };
        let needs = self.between(dependant, provider).into_iter();
        let needs = needs.map(|(_, edge)| (edge, Flow::reaches_source as fn(Flow) -> bool));
        let bears = self.between(provider, dependant).into_iter();
        let bears = bears.map(|(_, edge)| (edge, Flow::reaches_target as fn(Flow) -> bool));
        for (edge, reaches) in needs.chain(bears) {
            let (flow, strength) = self.flow_of(edge);
            let kind = self.kinds.get(usize::from(edge.kind));
            if reaches(flow) && kind.is_some_and(|(code, _)| counts(code)) {
                match strength {
                    Strength::Hard => hard = true,
                    Strength::Soft => soft = true,
                }
            }
        }
        (hard, soft)
    }

    /// The edges from one place to another. Both ends are searched in turns, so that one with many
    /// relationships does not make those of the other slow.
    pub(crate) fn between(&self, source: NodeIndex, target: NodeIndex) -> Vec<(EdgeIndex, &Edge)> {
        let mut from = self.graph.edges_directed(source, Outgoing);
        let mut to = self.graph.edges_directed(target, Incoming);
        let (mut of_source, mut of_target) = (Vec::new(), Vec::new());
        loop {
            let Some(edge) = from.next() else {
                return of_source;
            };
            if edge.target() == target {
                of_source.push((edge.id(), edge.weight()));
            }
            let Some(edge) = to.next() else {
                return of_target;
            };
            if edge.source() == source {
                of_target.push((edge.id(), edge.weight()));
            }
        }
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
}
