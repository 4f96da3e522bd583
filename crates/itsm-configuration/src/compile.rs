//! Laying the graph out: from relationships to rows of numbers.

use crate::graph::DependencyGraph;
use crate::relationship::Strength;
use crate::snapshot::{Rarer, Row, Scope, Snapshot, View};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;
use hashbrown::HashMap;
use itsm_core::id::CiId;
use petgraph::stable_graph::NodeIndex;
use petgraph::visit::{EdgeRef as _, IntoEdgeReferences as _};

const NOBODY: u32 = u32::MAX;

/// Who carries whom, as pairs of numbers.
type Pairs = Vec<(u32, u32)>;

impl Snapshot {
    /// A snapshot of the graph as it is.
    pub fn of(graph: &DependencyGraph, view: View) -> Self {
        let (places, counted) = counted(graph, &view);
        let (hard, soft) = pairs(graph, &view, &places);
        let first = Rows::new(counted.len(), &hard);
        let order = order(&first, counted.len());
        let (rows, targets) = first.renumbered(&order);

        // From the numbers before to those after.
        let mut after = vec![NOBODY; counted.len()];
        for (number, before) in (0..).zip(&order) {
            if let Some(it) = after.get_mut(*before as usize) {
                *it = number;
            }
        }
        let ids: Vec<CiId> = order
            .iter()
            .filter_map(|before| counted.get(*before as usize).copied())
            .collect();
        let mut numbers = HashMap::with_capacity(ids.len());
        for (number, ci) in (0..).zip(&ids) {
            numbers.insert(*ci, number);
        }
        let mut snapshot = Self {
            view,
            ids,
            numbers,
            rows,
            targets,
            rarer: Vec::new(),
            gates: Vec::new(),
            gates_of: BTreeMap::new(),
            short: BTreeSet::new(),
        };
        for (provider, dependant) in soft {
            let number = |it: u32| after.get(it as usize).copied().unwrap_or(NOBODY);
            let (provider, dependant) = (number(provider), number(dependant));
            snapshot.change_rarer(provider, |it| it.soft.push(dependant));
        }
        snapshot.lay_all_gates(graph);
        snapshot
    }

    fn lay_all_gates(&mut self, graph: &DependencyGraph) {
        let holders: Vec<u32> = (0..)
            .zip(&self.ids)
            .filter(|(_, ci)| graph.node(**ci).is_some_and(|node| node.groups.is_some()))
            .map(|(number, _)| number)
            .collect();
        for number in &holders {
            self.lay_gates(graph, *number);
        }
        let members: BTreeSet<u32> = holders
            .iter()
            .filter_map(|number| self.id(*number))
            .flat_map(|ci| graph.groups_of(ci).flat_map(|it| it.group.cis()))
            .filter_map(|member| self.number(member))
            .collect();
        for member in members {
            self.add_memberships(graph, member);
        }
    }

    /// Adds the gates that an item is a member of to its row.
    pub(crate) fn add_memberships(&mut self, graph: &DependencyGraph, number: u32) {
        let Some(ci) = self.id(number) else {
            return;
        };
        let view = self.view.clone();
        let (hits, direct) = self.memberships(graph, ci, &view);
        if !direct.is_empty() {
            let mut targets = self.targets(self.row(number)).to_vec();
            targets.extend(direct);
            self.put_row(number, targets);
        }
        if !hits.is_empty() {
            self.change_rarer(number, |it| it.hits = hits);
        }
    }

    /// Writes a row of dependants: where the old one was if it fits, else at the end.
    pub(crate) fn put_row(&mut self, number: u32, mut dependants: Vec<u32>) {
        dependants.sort_unstable();
        dependants.dedup();
        let row = self.row(number);
        let fits = dependants.len() <= self.targets(row).len();
        let place = if fits {
            let here = self.targets.get_mut(row.start as usize..);
            for (slot, dependant) in here.unwrap_or_default().iter_mut().zip(&dependants) {
                *slot = *dependant;
            }
            row.start as usize
        } else {
            let end = self.targets.len();
            self.targets.extend_from_slice(&dependants);
            end
        };
        if let Some(row) = self.rows.get_mut(number as usize) {
            row.start = narrow(place);
            row.end = narrow(place.saturating_add(dependants.len()));
        }
    }

    /// Changes what few items have, which is made for this one if it had nothing of it.
    pub(crate) fn change_rarer(&mut self, number: u32, change: impl FnOnce(&mut Rarer)) {
        let Some(row) = self.rows.get_mut(number as usize) else {
            return;
        };
        if row.rarer == 0 {
            self.rarer.push(Rarer::default());
            row.rarer = narrow(self.rarer.len());
        }
        if let Some(it) = self.rarer.get_mut((row.rarer as usize).saturating_sub(1)) {
            change(it);
        }
    }
}

fn narrow(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(NOBODY)
}

/// The items that count, and for each place in the graph which one of them it is.
fn counted(graph: &DependencyGraph, view: &View) -> (Vec<u32>, Vec<CiId>) {
    let mut places = Vec::new();
    let mut counted = Vec::with_capacity(graph.len());
    for place in graph.graph.node_indices() {
        places.resize(place.index(), NOBODY);
        let node = graph.node_at(place);
        let node = node.filter(|it| view.scope == Scope::Whole || it.in_service);
        places.push(node.map_or(NOBODY, |_| narrow(counted.len())));
        counted.extend(node.map(|it| it.ci));
    }
    (places, counted)
}

/// Who carries whom by a single relationship: those that cannot do without, and those that get by.
fn pairs(graph: &DependencyGraph, view: &View, places: &[u32]) -> (Pairs, Pairs) {
    let counts: Vec<bool> = graph
        .kinds
        .iter()
        .map(|(kind, _)| view.follows(kind))
        .collect();
    let (mut hard, mut soft) = (Vec::with_capacity(graph.relationship_count()), Vec::new());
    for edge in graph.graph.edge_references() {
        let weight = edge.weight();
        if counts.get(usize::from(weight.kind)) != Some(&true) {
            continue;
        }
        let (flow, strength) = graph.flow_of(weight);
        let ends = [
            (edge.target(), edge.source(), flow.reaches_source()),
            (edge.source(), edge.target(), flow.reaches_target()),
        ];
        for (provider, dependant, carried) in ends {
            let number = |it: NodeIndex| places.get(it.index()).copied().unwrap_or(NOBODY);
            let (from, to) = (number(provider), number(dependant));
            let both = from != NOBODY && to != NOBODY && from != to;
            if carried && both && !is_superseded(graph, provider, dependant) {
                match strength {
                    Strength::Hard => hard.push((from, to)),
                    Strength::Soft => soft.push((from, to)),
                }
            }
        }
    }
    (hard, soft)
}

/// Whether a group of the dependant says what the loss of the provider means.
fn is_superseded(graph: &DependencyGraph, provider: NodeIndex, dependant: NodeIndex) -> bool {
    let Some(node) = graph.node_at(dependant).filter(|it| it.groups.is_some()) else {
        return false;
    };
    let provider = graph.node_at(provider);
    provider.is_some_and(|it| graph.is_held(it.ci, node.ci))
}

/// Rows of dependants, in one list.
struct Rows {
    /// Where the row of each begins; one more at the end.
    starts: Vec<u32>,
    targets: Vec<u32>,
}

impl Rows {
    fn new(items: usize, pairs: &[(u32, u32)]) -> Self {
        let mut starts = vec![0_u32; items.saturating_add(1)];
        for (provider, _) in pairs {
            if let Some(count) = starts.get_mut((*provider as usize).saturating_add(1)) {
                *count = count.saturating_add(1);
            }
        }
        let mut sum = 0_u32;
        for start in &mut starts {
            sum = sum.saturating_add(*start);
            *start = sum;
        }
        let mut next = starts.clone();
        let mut targets = vec![0_u32; pairs.len()];
        for (provider, dependant) in pairs {
            if let Some(place) = next.get_mut(*provider as usize) {
                if let Some(slot) = targets.get_mut(*place as usize) {
                    *slot = *dependant;
                }
                *place = place.saturating_add(1);
            }
        }
        Self { starts, targets }
    }

    fn row(&self, item: u32) -> &[u32] {
        let start = self.starts.get(item as usize).copied().unwrap_or(0);
        let end = self.starts.get((item as usize).saturating_add(1));
        self.targets
            .get(start as usize..end.copied().unwrap_or(start) as usize)
            .unwrap_or_default()
    }

    /// The same rows under other numbers, in the order of these.
    fn renumbered(&self, order: &[u32]) -> (Vec<Row>, Vec<u32>) {
        let mut after = vec![NOBODY; order.len()];
        for (number, before) in (0..).zip(order) {
            if let Some(it) = after.get_mut(*before as usize) {
                *it = number;
            }
        }
        let mut rows = Vec::with_capacity(order.len());
        let mut targets = Vec::with_capacity(self.targets.len());
        for before in order {
            let start = targets.len();
            let row = self.row(*before).iter();
            targets.extend(row.map(|it| after.get(*it as usize).copied().unwrap_or(NOBODY)));
            rows.push(Row {
                start: narrow(start),
                end: narrow(targets.len()),
                rarer: 0,
            });
        }
        (rows, targets)
    }
}

/// An order in which trouble meets its neighbours side by side: breadth first, from those that
/// nobody carries, then from whoever is left in a cycle.
fn order(rows: &Rows, items: usize) -> Vec<u32> {
    let mut is_carried = vec![false; items];
    for target in &rows.targets {
        if let Some(it) = is_carried.get_mut(*target as usize) {
            *it = true;
        }
    }
    let mut seen = vec![false; items];
    let mut order: Vec<u32> = Vec::with_capacity(items);
    for carried in [false, true] {
        for (item, is_carried) in (0..).zip(&is_carried) {
            if *is_carried != carried || seen.get(item as usize) != Some(&false) {
                continue;
            }
            let mut next = order.len();
            visit(item, &mut seen, &mut order);
            while let Some(&one) = order.get(next) {
                next = next.saturating_add(1);
                for target in rows.row(one) {
                    visit(*target, &mut seen, &mut order);
                }
            }
        }
    }
    order
}

fn visit(item: u32, seen: &mut [bool], order: &mut Vec<u32>) {
    if let Some(seen) = seen.get_mut(item as usize).filter(|it| !**it) {
        *seen = true;
        order.push(item);
    }
}
