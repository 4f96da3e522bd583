//! Snapshots: the graph laid out for questions about impact.
//!
//! The items get numbers, so that those that carry each other lie side by side; the relationships
//! that carry trouble become one row of numbers for each item, and the redundancy groups become
//! gates that count what they lost. No number shows outside: every answer is in ids.

use crate::counter::{Gate, Hit, Laid, Weights};
use crate::graph::DependencyGraph;
use crate::growing::GrowingRows;
use crate::numbering::Numbering;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// Which items count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Extent {
    /// Those in service: what would happen now.
    #[default]
    Live,
    /// All of them, also the planned and the retired: what would happen if they were in service.
    Whole,
}

impl Extent {
    pub(crate) fn has(self, graph: &DependencyGraph, ci: CiId) -> bool {
        match self {
            Self::Live => graph.is_in_service(ci),
            Self::Whole => graph.contains(ci),
        }
    }
}

/// What a snapshot is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct View {
    /// Which items count.
    pub extent: Extent,
    /// Which types of relationships count; `None`: all that carry trouble. Groups always count.
    pub types: Option<BTreeSet<Code>>,
}

impl View {
    /// Everything in service, along every relationship that carries trouble.
    pub const fn live() -> Self {
        Self {
            extent: Extent::Live,
            types: None,
        }
    }

    /// Everything, as if all of it were in service.
    pub const fn whole() -> Self {
        Self {
            extent: Extent::Whole,
            types: None,
        }
    }

    /// The same, along these types of relationships alone.
    #[must_use]
    pub fn along(mut self, types: impl IntoIterator<Item = Code>) -> Self {
        self.types = Some(types.into_iter().collect());
        self
    }

    /// Whether relationships of this type count.
    pub(crate) fn follows(&self, kind: &Code) -> bool {
        self.types.as_ref().is_none_or(|it| it.contains(kind))
    }

    pub(crate) fn has(&self, graph: &DependencyGraph, ci: CiId) -> bool {
        self.extent.has(graph, ci)
    }
}

/// The graph as it was, laid out for speed. It follows edits one by one.
///
/// ```
/// # use itsm_configuration::graph::DependencyGraph;
/// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
/// # use itsm_core::{id::CiId, text::{Code, Label}};
/// use itsm_configuration::impact::Workspace;
/// use itsm_configuration::scenario::Scenario;
/// use itsm_configuration::snapshot::{Snapshot, View};
/// # let depends_on = Code::new("depends_on")?;
/// # let reads = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
/// # let mut graph = DependencyGraph::new([(depends_on.clone(), reads)]);
/// # let [shop, database, disk] = [1, 2, 3].map(CiId::from_key);
/// # for ci in [shop, database, disk] { let _ = graph.add(ci)?; }
/// # let _ = graph.relate(Relationship::new(depends_on.clone(), shop, database))?;
///
/// let mut snapshot = Snapshot::of(&graph, View::live());
/// let mut workspace = Workspace::new();
/// let impact = snapshot.impact(&Scenario::failing([disk]), &mut workspace)?;
/// assert_eq!(impact.down(), [disk]);
///
/// let edit = graph.relate(Relationship::new(depends_on, database, disk))?;
/// snapshot.follow(&graph, &edit);
/// let impact = snapshot.impact(&Scenario::failing([disk]), &mut workspace)?;
/// assert_eq!(impact.down(), [shop, database, disk]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Snapshot {
    pub(crate) view: View,
    pub(crate) numbering: Numbering,
    /// Whom an item carries that cannot do without it.
    pub(crate) hard: GrowingRows<u32>,
    /// Whom it carries that gets by, or that feels its loss in a group.
    pub(crate) soft: GrowingRows<u32>,
    /// What is lost of which gates when it is lost.
    pub(crate) hits: GrowingRows<Hit>,
    pub(crate) gates: Vec<Gate>,
    /// For each gate.
    pub(crate) weights: Vec<Weights>,
    /// What was laid out for an item's groups.
    pub(crate) laid: BTreeMap<u32, Laid>,
    /// The items of which a group says more than is so: in service, it has fewer members than it
    /// needs.
    pub(crate) short: BTreeSet<(CiId, Code)>,
}

impl Snapshot {
    /// How many items count.
    pub fn len(&self) -> usize {
        self.numbering.len()
    }

    /// Whether no item counts.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether the item counts.
    pub fn contains(&self, ci: CiId) -> bool {
        self.number(ci).is_some()
    }

    /// What it was made of.
    pub const fn view(&self) -> &View {
        &self.view
    }

    /// How many bytes it takes to say who carries whom: the rows, without the ids.
    pub fn row_bytes(&self) -> usize {
        let rarer = self.soft.bytes().saturating_add(self.hits.bytes());
        let gates = size_of_val(self.gates.as_slice());
        let rows = self.hard.bytes().saturating_add(rarer);
        rows.saturating_add(gates)
    }

    pub(crate) fn number(&self, ci: CiId) -> Option<u32> {
        self.numbering.number(ci)
    }

    pub(crate) fn id(&self, number: u32) -> Option<CiId> {
        self.numbering.id(number)
    }

    #[inline]
    pub(crate) fn gate(&self, gate: u32) -> Option<Gate> {
        self.gates.get(gate as usize).copied()
    }

    pub(crate) fn weights(&self, gate: u32) -> Weights {
        let known = self.weights.get(gate as usize).copied();
        known.unwrap_or(Weights { own: 0, total: 0 })
    }
}
