//! Snapshots: the graph laid out for questions about impact.
//!
//! The items get numbers, so that those that carry each other lie side by side; the relationships
//! that carry trouble become one row of numbers for each item, and the redundancy groups become
//! gates that count what they lost. No number shows outside: every answer is in ids.

use crate::gate::{Gate, Hit};
use crate::graph::DependencyGraph;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use hashbrown::HashMap;
use itsm_core::id::CiId;
use itsm_core::text::Code;

/// Which items count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Scope {
    /// Those in service: what would happen now.
    #[default]
    Live,
    /// All of them, also the planned and the retired: what would happen if they were in service.
    Whole,
}

/// What a snapshot is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct View {
    /// Which items count.
    pub scope: Scope,
    /// Which types of relationships count; `None`: all that carry trouble. Groups always count.
    pub types: Option<BTreeSet<Code>>,
}

impl View {
    /// Everything in service, along every relationship that carries trouble.
    pub const fn live() -> Self {
        Self {
            scope: Scope::Live,
            types: None,
        }
    }

    /// Everything, as if all of it were in service.
    pub const fn whole() -> Self {
        Self {
            scope: Scope::Whole,
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
        match self.scope {
            Scope::Live => graph.is_in_service(ci),
            Scope::Whole => graph.contains(ci),
        }
    }
}

/// Where in `targets` an item's dependants stand, and where its memberships are.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Row {
    pub(crate) start: u32,
    pub(crate) end: u32,
    /// The place in `rarer`, plus one; 0: there is none.
    pub(crate) rarer: u32,
}

/// What few items have: members of gates, and dependants that get by.
#[derive(Debug, Clone, Default)]
pub(crate) struct Rarer {
    pub(crate) hits: Vec<Hit>,
    pub(crate) soft: Vec<u32>,
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
    /// By number.
    pub(crate) ids: Vec<CiId>,
    pub(crate) numbers: HashMap<CiId, u32>,
    /// By number.
    pub(crate) rows: Vec<Row>,
    pub(crate) targets: Vec<u32>,
    pub(crate) rarer: Vec<Rarer>,
    pub(crate) gates: Vec<Gate>,
    /// The gates of an item's groups, in the order in which these are walked through.
    pub(crate) gates_of: BTreeMap<u32, Vec<u32>>,
    /// The items of which a group says more than is so: in service, it has fewer members than it
    /// needs.
    pub(crate) short: BTreeSet<(CiId, Code)>,
}

impl Snapshot {
    /// How many items count.
    pub fn len(&self) -> usize {
        self.numbers.len()
    }

    /// Whether no item counts.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Whether the item counts.
    pub fn contains(&self, ci: CiId) -> bool {
        self.numbers.contains_key(&ci)
    }

    /// What it was made of.
    pub const fn view(&self) -> &View {
        &self.view
    }

    pub(crate) fn number(&self, ci: CiId) -> Option<u32> {
        self.numbers.get(&ci).copied()
    }

    pub(crate) fn id(&self, number: u32) -> Option<CiId> {
        self.ids.get(number as usize).copied()
    }

    pub(crate) fn row(&self, number: u32) -> Row {
        self.rows.get(number as usize).copied().unwrap_or_default()
    }

    pub(crate) fn targets(&self, row: Row) -> &[u32] {
        self.targets
            .get(row.start as usize..row.end as usize)
            .unwrap_or_default()
    }

    pub(crate) fn rarer(&self, row: Row) -> Option<&Rarer> {
        self.rarer.get((row.rarer as usize).checked_sub(1)?)
    }

    pub(crate) fn gate(&self, gate: u32) -> Option<Gate> {
        self.gates.get(gate as usize).copied()
    }
}
