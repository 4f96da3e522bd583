//! The tree as a picture, in Mermaid's words.

use crate::gate::Logic;
use crate::tree::{FaultTree, Gate, Term};
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::{Display, Write as _};

impl<E: Display + Ord> FaultTree<E> {
    /// The tree as a Mermaid flowchart, from the top down: gates with what they need, events with
    /// round corners and their probabilities.
    ///
    /// ```
    /// use itsm_fault_tree::{DraftFaultTree, FaultTree};
    ///
    /// let tree = FaultTree::try_from(
    ///     DraftFaultTree::new("dark")
    ///         .and("dark", ["grid", "battery"])
    ///         .event("grid", 0.01)
    ///         .event("battery", None),
    /// )?;
    /// assert_eq!(tree.to_mermaid(), "\
    /// flowchart TD
    ///     g0[\"dark: AND\"]
    ///     g0 --> e0
    ///     g0 --> e1
    ///     e0([\"battery\"])
    ///     e1([\"grid: 0.01\"])
    /// ");
    /// # Ok::<(), itsm_fault_tree::Faults>(())
    /// ```
    pub fn to_mermaid(&self) -> String {
        let mut order: Vec<&Gate<E>> = self.gates.iter().collect();
        // Gates by their names, those without one as they were added.
        let mut places: Vec<usize> = (0..self.gates.len()).collect();
        places.sort_by_key(|it| self.gates.get(*it).map(|it| (it.key.is_none(), &it.key)));
        order.sort_by_key(|it| (it.key.is_none(), &it.key));
        let mut ranks = alloc::vec![0; places.len()];
        for (rank, place) in places.iter().enumerate() {
            if let Some(it) = ranks.get_mut(*place) {
                *it = rank;
            }
        }
        let mut text = String::from("flowchart TD\n");
        // Writing to a text does not fail.
        for (rank, gate) in order.into_iter().enumerate() {
            let logic = match gate.logic {
                Logic::And => "AND".to_string(),
                Logic::Or => "OR".to_string(),
                Logic::AtLeast(k) => format!("{k} of {}", gate.inputs.len()),
            };
            let key = gate.key.as_ref().map(|it| format!("{}: ", escaped(it)));
            let key = key.unwrap_or_default();
            let _ = writeln!(text, "    g{rank}[\"{key}{logic}\"]");
            let input = |it: &Term| match it {
                Term::Constant(failed) => (0, usize::from(*failed)),
                Term::Event(event) => (1, *event as usize),
                Term::Gate(gate) => (2, ranks.get(*gate as usize).copied().unwrap_or_default()),
            };
            let mut inputs: Vec<(usize, usize)> = gate.inputs.iter().map(input).collect();
            inputs.sort_unstable();
            for (kind, number) in inputs {
                let letter = ["c", "e", "g"].get(kind).copied().unwrap_or_default();
                let _ = writeln!(text, "    g{rank} --> {letter}{number}");
            }
        }
        for (place, event) in self.events.iter().enumerate() {
            let key = escaped(&event.key);
            let _ = match event.probability {
                Some(p) => writeln!(text, "    e{place}([\"{key}: {p}\"])"),
                None => writeln!(text, "    e{place}([\"{key}\"])"),
            };
        }
        let inputs = || self.gates.iter().flat_map(|it| &it.inputs);
        for (failed, line) in [
            (false, "    c0{{\"never fails\"}}\n"),
            (true, "    c1{{\"has failed\"}}\n"),
        ] {
            if inputs().any(|it| *it == Term::Constant(failed)) {
                text.push_str(line);
            }
        }
        text
    }
}

/// A text between quotation marks.
fn escaped(key: &impl Display) -> String {
    let key = key.to_string();
    key.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace(['\n', '\r'], " ")
}
