//! Following edits: only what an edit touches is laid out anew.

use crate::graph::{DependencyGraph, Edit};
use crate::snapshot::Snapshot;
use itsm_core::id::CiId;

impl Snapshot {
    /// Takes an edit over that was made to the graph. Answers are then those of a new snapshot, and
    /// cost what they did before; the effort is in proportion to the relationships touched.
    ///
    /// Edits are followed in the order in which they were made, though not necessarily at once. A
    /// snapshot that misses an edit goes on answering as of before. Old rows stay behind as unused
    /// room: after a great many edits, make a new one.
    pub fn follow(&mut self, graph: &DependencyGraph, edit: &Edit) {
        for &ci in &edit.come {
            if self.view.has(graph, ci) && !self.contains(ci) {
                self.numbering.add(ci);
            }
        }
        for &ci in &edit.holders {
            if let Some(number) = self.number(ci) {
                self.lay_gates(graph, ci, number);
            }
        }
        for &(one, other) in &edit.changed {
            self.clear_pair(one, other);
            self.clear_pair(other, one);
        }
        for &(one, other) in edit.changed.iter().chain(&edit.related) {
            self.lay_pair(graph, one, other);
            self.lay_pair(graph, other, one);
        }
        for &ci in &edit.gone {
            if !self.view.has(graph, ci) {
                self.numbering.remove(ci);
            }
        }
    }

    /// Forgets that one item carries another by single relationships.
    fn clear_pair(&mut self, provider: CiId, dependant: CiId) {
        let (Some(from), Some(to)) = (self.number(provider), self.number(dependant)) else {
            return;
        };
        // A group may have put it there as well.
        let laid = self.laid.get(&to);
        if laid.is_none_or(|it| !it.direct.contains(&from)) {
            self.hard.keep(from, |it| *it != to);
        }
        if laid.is_none_or(|it| !it.felt.contains(&from)) {
            self.soft.keep(from, |it| *it != to);
        }
    }

    /// Says that one item carries another, if single relationships make it so.
    fn lay_pair(&mut self, graph: &DependencyGraph, provider: CiId, dependant: CiId) {
        let (Some(from), Some(to)) = (self.number(provider), self.number(dependant)) else {
            return;
        };
        let count = self.view.has(graph, provider) && self.view.has(graph, dependant);
        if !count || from == to || graph.is_held(provider, dependant) {
            return;
        }
        let (hard, soft) = graph.carries(provider, dependant, |kind| self.view.follows(kind));
        if hard && !is_known(self.hard.row(from), to) {
            self.hard.push(from, to);
        }
        if soft && !is_known(self.soft.row(from), to) {
            self.soft.push(from, to);
        }
    }
}

/// Whether a row has an entry already, as far as that is seen at a glance. Twice does no harm, and
/// to search a long row each time would.
fn is_known(row: &[u32], entry: u32) -> bool {
    const GLANCE: usize = 64;
    row.len() <= GLANCE && row.contains(&entry)
}
