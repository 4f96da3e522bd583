//! Following edits: only the rows that an edit touches are laid out anew.

use crate::graph::{DependencyGraph, Edit};
use crate::relationship::Strength;
use crate::snapshot::{Row, Snapshot};
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use itsm_core::id::CiId;

impl Snapshot {
    /// Takes an edit over that was made to the graph. Answers are then those of a new snapshot, and
    /// cost what they did before; the effort is in proportion to the relationships touched.
    ///
    /// A snapshot that misses an edit goes on answering as of before. Old rows stay behind as
    /// unused room: after a great many edits, make a new one.
    pub fn follow(&mut self, graph: &DependencyGraph, edit: &Edit) {
        let mut rows: BTreeSet<CiId> = BTreeSet::new();
        for &ci in &edit.touched {
            self.count(graph, ci);
        }
        for &ci in &edit.touched {
            rows.insert(ci);
            rows.extend(graph.groups_of(ci).flat_map(|it| it.group.cis()));
            if let Some(number) = self.number(ci) {
                self.lay_gates(graph, number);
            }
        }
        for ci in rows {
            if let Some(number) = self.number(ci) {
                self.lay_row(graph, ci, number);
            }
        }
    }

    /// Gives an item a number if it counts from now on, or takes it away.
    fn count(&mut self, graph: &DependencyGraph, ci: CiId) {
        match (self.view.clone().has(graph, ci), self.number(ci)) {
            (true, None) => {
                let number = u32::try_from(self.ids.len()).unwrap_or(u32::MAX);
                self.ids.push(ci);
                self.rows.push(Row::default());
                self.numbers.insert(ci, number);
            }
            (false, Some(number)) => {
                self.numbers.remove(&ci);
                self.gates_of.remove(&number);
                self.short.retain(|(it, _)| *it != ci);
                if let Some(row) = self.rows.get_mut(number as usize) {
                    *row = Row::default();
                }
            }
            _ => {}
        }
    }

    fn lay_row(&mut self, graph: &DependencyGraph, ci: CiId, number: u32) {
        let (mut hard, mut soft): (Vec<u32>, Vec<u32>) = (Vec::new(), Vec::new());
        for relationship in graph.relationships_of(ci) {
            let kind = graph.type_of(&relationship.kind);
            let Some(kind) = kind.filter(|_| self.view.follows(&relationship.kind)) else {
                continue;
            };
            let carries = (relationship.target == ci && kind.flow.reaches_source())
                || (relationship.source == ci && kind.flow.reaches_target());
            let dependant = relationship.other(ci);
            if !carries || dependant == ci || graph.is_held(ci, dependant) {
                continue;
            }
            let row = match kind.strength {
                Strength::Hard => &mut hard,
                Strength::Soft => &mut soft,
            };
            row.extend(self.number(dependant));
        }
        let view = self.view.clone();
        let (hits, direct) = self.memberships(graph, ci, &view);
        hard.extend(direct);
        self.put_row(number, hard);
        if self.row(number).rarer != 0 || !hits.is_empty() || !soft.is_empty() {
            self.change_rarer(number, |it| {
                it.hits = hits;
                it.soft = soft;
            });
        }
    }
}
