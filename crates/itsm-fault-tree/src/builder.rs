//! A tree piece by piece, for hosts that make it out of something else, such as a graph.

use crate::fault::Faults;
use crate::gate::Logic;
use crate::slice::{at, count};
use crate::tree::{Event, FaultTree, Gate, Term};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::vec::Vec;

/// Makes a [`FaultTree`] from the bottom up: an event or a gate is added and answers with a
/// [`Part`], which may be an input of any number of gates that are added later. So there can be no
/// loop.
///
/// ```
/// use itsm_fault_tree::FaultTreeBuilder;
///
/// let mut tree = FaultTreeBuilder::new();
/// let san = tree.event(7_u32, 0.001);
/// let nodes = [1_u32, 2, 3].map(|id| tree.event(id, 0.01));
/// let cluster = tree.at_least(2, nodes); // needs two of three
/// let top = tree.or([cluster, san]);
/// let tree = tree.build(top)?;
/// assert_eq!(tree.single_points_of_failure(), [&7]);
/// # Ok::<(), itsm_fault_tree::Faults>(())
/// ```
///
/// Adding costs no more than looking up the key.
#[derive(Debug, Clone)]
pub struct FaultTreeBuilder<E> {
    events: BTreeMap<E, u32>,
    probabilities: Vec<Option<f64>>,
    gates: Vec<Gate<E>>,
    parts: Vec<Term>,
    faults: Faults,
}

/// Something that gates can have as an input: an event, a gate or a constant of the builder that
/// made it. With another builder it means something else, or nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Part(u32);

impl<E> Default for FaultTreeBuilder<E> {
    fn default() -> Self {
        Self {
            events: BTreeMap::new(),
            probabilities: Vec::new(),
            gates: Vec::new(),
            parts: Vec::new(),
            faults: Faults::new(),
        }
    }
}

impl<E: Ord + Clone> FaultTreeBuilder<E> {
    /// A builder with nothing in it.
    pub fn new() -> Self {
        Self::default()
    }

    /// A basic event, with its probability where it is known. The same key again is the same
    /// event; with another probability it is a fault (`fault_tree.event.twice`).
    pub fn event(&mut self, key: E, probability: impl Into<Option<f64>>) -> Part {
        let probability = probability.into();
        if let Some(&known) = self.events.get(&key) {
            if let Term::Event(event) = at(&self.parts, known) {
                let before = at(&self.probabilities, event);
                if before != probability {
                    self.faults.add(
                        format!("events[{event}]"),
                        "fault_tree.event.twice",
                        format!("expected one probability, got {before:?} and {probability:?}"),
                    );
                }
            }
            return Part(known);
        }
        let event = count(&self.probabilities);
        if let Some(value) = probability.filter(|it| !(0.0..=1.0).contains(it)) {
            self.faults.add(
                format!("events[{event}]"),
                "fault_tree.event.probability",
                format!("expected a probability from 0 to 1, got `{value}`"),
            );
        }
        self.probabilities.push(probability);
        let part = self.part(Term::Event(event));
        self.events.insert(key, part.0);
        part
    }

    /// A house event: it has failed for certain, or certainly not.
    #[doc(alias = "house_event")]
    pub fn constant(&mut self, failed: bool) -> Part {
        self.part(Term::Constant(failed))
    }

    /// A gate that fails when all inputs have failed.
    pub fn and(&mut self, inputs: impl IntoIterator<Item = Part>) -> Part {
        self.gate(Logic::And, inputs)
    }

    /// A gate that fails when any input has failed.
    pub fn or(&mut self, inputs: impl IntoIterator<Item = Part>) -> Part {
        self.gate(Logic::Or, inputs)
    }

    /// A gate that fails when at least `k` inputs have failed. An input that is given twice counts
    /// twice.
    pub fn at_least(&mut self, k: u32, inputs: impl IntoIterator<Item = Part>) -> Part {
        self.gate(Logic::AtLeast(k), inputs)
    }

    /// Names a gate, so that an evaluation can tell of it.
    pub fn name(&mut self, gate: Part, key: E) {
        let found = match self.parts.get(gate.0 as usize) {
            Some(Term::Gate(it)) => self.gates.get_mut(*it as usize),
            _ => None,
        };
        if let Some(found) = found {
            found.key = Some(key);
        } else {
            let message = "expected a gate of this builder to name, got something else";
            self.faults.add(
                format!("parts[{}]", gate.0),
                "fault_tree.part.unknown",
                message,
            );
        }
    }

    /// The tree under this part, or everything that is wrong. The paths of faults count in the
    /// order in which parts were added.
    pub fn build(self, top: Part) -> Result<FaultTree<E>, Faults> {
        let mut faults = self.faults;
        let mut names = BTreeSet::new();
        for (place, key) in self.gates.iter().enumerate() {
            if key.key.as_ref().is_some_and(|key| !names.insert(key)) {
                let message = "expected a name that stands once, got it again";
                faults.add(format!("gates[{place}]"), "fault_tree.name.twice", message);
            }
        }
        let top = self.parts.get(top.0 as usize).copied().or_else(|| {
            let message = "expected a part of this builder, got one of another";
            faults.add("top", "fault_tree.part.unknown", message);
            None
        });
        let mut ranks = crate::slice::filled(0, count(&self.probabilities));
        let mut events = Vec::with_capacity(self.events.len());
        for (rank, (key, part)) in (0_u32..).zip(self.events) {
            if let Term::Event(event) = at(&self.parts, part) {
                crate::slice::put(&mut ranks, event, rank);
                let probability = at(&self.probabilities, event);
                events.push(Event { key, probability });
            }
        }
        let ranked = |term: Term| match term {
            Term::Event(event) => Term::Event(at(&ranks, event)),
            other => other,
        };
        let mut gates = self.gates;
        for input in gates.iter_mut().flat_map(|it| &mut it.inputs) {
            *input = ranked(*input);
        }
        let top = top.map(ranked);
        faults.or(top.map(|top| FaultTree { events, gates, top }))
    }

    fn gate(&mut self, logic: Logic, inputs: impl IntoIterator<Item = Part>) -> Part {
        let place = self.gates.len();
        let (mut terms, mut foreign) = (Vec::new(), false);
        for input in inputs {
            match self.parts.get(input.0 as usize) {
                Some(term) => terms.push(*term),
                None => foreign = true,
            }
        }
        let mut say = |rule, message| self.faults.add(format!("gates[{place}]"), rule, message);
        if foreign {
            let message = "expected parts of this builder as inputs, got one of another";
            say("fault_tree.part.unknown", message.into());
        } else if terms.is_empty() {
            let message = "expected at least one input, got none";
            say("fault_tree.gate.empty", message.into());
        } else if let Logic::AtLeast(k) = logic {
            let inputs = count(&terms);
            if k == 0 || k > inputs {
                let message = format!("expected `k` from 1 to {inputs}, got `{k}`");
                say("fault_tree.gate.k", message);
            }
        }
        let gate = count(&self.gates);
        self.gates.push(Gate {
            key: None,
            logic,
            inputs: terms,
        });
        self.part(Term::Gate(gate))
    }

    fn part(&mut self, term: Term) -> Part {
        self.parts.push(term);
        Part(count(&self.parts).saturating_sub(1))
    }
}
