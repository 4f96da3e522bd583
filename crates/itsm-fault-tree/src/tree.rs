//! The tree as a value: events, gates over them, and the one at the top.

use crate::gate::Logic;
use alloc::vec::Vec;

/// A fault tree: which events together bring the top event about.
///
/// Despite its name it is no tree but a graph without loops: an event, and a gate as well, may be
/// an input of many gates, and everything here takes that into account.
///
/// `E` is what events are called by: a name, the id of a configuration item, or anything else that
/// has an order. Gates may be called by the same type; the two do not mix.
///
/// A tree is made from a [`DraftFaultTree`](crate::DraftFaultTree), which stands in files, or by a
/// [`FaultTreeBuilder`](crate::FaultTreeBuilder), and is valid: no loops, no empty gates, no
/// probability outside of 0 to 1.
#[derive(Debug, Clone, PartialEq)]
pub struct FaultTree<E = alloc::string::String> {
    /// In the order of their keys.
    pub(crate) events: Vec<Event<E>>,
    /// Inputs before the gates that they are inputs of.
    pub(crate) gates: Vec<Gate<E>>,
    pub(crate) top: Term,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Event<E> {
    pub(crate) key: E,
    pub(crate) probability: Option<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Gate<E> {
    pub(crate) key: Option<E>,
    pub(crate) logic: Logic,
    pub(crate) inputs: Vec<Term>,
}

impl Default for Term {
    fn default() -> Self {
        Self::Constant(false)
    }
}

/// What a gate can have as an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    Constant(bool),
    Event(u32),
    Gate(u32),
}

impl<E> FaultTree<E> {
    /// How many events there are, those that no gate uses among them.
    pub fn event_count(&self) -> usize {
        self.events.len()
    }

    /// How many gates there are, those that the top does not need among them.
    pub fn gate_count(&self) -> usize {
        self.gates.len()
    }

    /// The events, in the order of their keys, with the probability of each where it is known.
    pub fn events(&self) -> impl ExactSizeIterator<Item = (&E, Option<f64>)> {
        self.events.iter().map(|it| (&it.key, it.probability))
    }
}
