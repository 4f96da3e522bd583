//! What has failed, given which events have.

use crate::gate::Logic;
use crate::slice::{at, count, filled, put};
use crate::tree::{FaultTree, Term};
use alloc::vec::Vec;

/// What follows from a set of failed events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation<'a, E> {
    top_failed: bool,
    failed_gates: Vec<&'a E>,
}

impl<'a, E> Evaluation<'a, E> {
    /// Whether the top event has come about.
    pub fn top_failed(&self) -> bool {
        self.top_failed
    }

    /// The gates with a name that have failed, in the order of their names, whether or not the top
    /// needs them.
    pub fn failed_gates(&self) -> &[&'a E] {
        &self.failed_gates
    }
}

impl<E: Ord> FaultTree<E> {
    /// What has failed when exactly the events have failed of which `failed` says so.
    ///
    /// ```
    /// use itsm_fault_tree::{DraftFaultTree, FaultTree};
    ///
    /// let tree = FaultTree::try_from(
    ///     DraftFaultTree::new("dark")
    ///         .and("dark", ["grid", "battery"])
    ///         .event("grid", None)
    ///         .event("battery", None),
    /// )?;
    /// assert!(!tree.evaluate(|event| event == "grid").top_failed());
    /// let both = tree.evaluate(|_| true);
    /// assert_eq!((both.top_failed(), both.failed_gates()), (true, &[&"dark".to_string()][..]));
    /// # Ok::<(), itsm_fault_tree::Faults>(())
    /// ```
    pub fn evaluate(&self, mut failed: impl FnMut(&E) -> bool) -> Evaluation<'_, E> {
        let events: Vec<bool> = self.events.iter().map(|it| failed(&it.key)).collect();
        let mut gates = filled(false, count(&self.gates));
        let state = |term: Term, gates: &[bool]| match term {
            Term::Constant(failed) => failed,
            Term::Event(event) => at(&events, event),
            Term::Gate(gate) => at(gates, gate),
        };
        for (place, gate) in (0..).zip(&self.gates) {
            let down = gate.inputs.iter().filter(|it| state(**it, &gates)).count();
            let has_failed = match gate.logic {
                Logic::And => down == gate.inputs.len(),
                Logic::Or => down > 0,
                Logic::AtLeast(k) => down >= k as usize,
            };
            put(&mut gates, place, has_failed);
        }
        let named = self.gates.iter().zip(&gates).filter(|(_, failed)| **failed);
        let mut failed_gates: Vec<&E> = named.filter_map(|(it, _)| it.key.as_ref()).collect();
        failed_gates.sort();
        Evaluation {
            top_failed: state(self.top, &gates),
            failed_gates,
        }
    }
}
