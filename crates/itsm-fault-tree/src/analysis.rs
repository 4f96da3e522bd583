//! A tree worked out: what can be asked once its diagrams are there.

use crate::diagram::Diagram;
use crate::error::FaultTreeError;
use crate::module::modules;
use crate::normal::{Normal, Top};
use crate::search::diagram;
use crate::slice::{at, count, filled, put};
use crate::tree::FaultTree;
use alloc::vec::Vec;

/// How much an analysis may need. A decision diagram may explode: most trees of thousands of gates
/// are worked out in a blink, and some of fifty are not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AnalysisLimits {
    nodes: usize,
}

impl Default for AnalysisLimits {
    /// Ten million nodes, which take some 700 megabytes at worst.
    fn default() -> Self {
        Self { nodes: 10_000_000 }
    }
}

impl AnalysisLimits {
    /// At most this many nodes in any diagram, intermediate results among them. A node takes up
    /// to a hundred bytes while a diagram is made, and less than twenty once it is.
    pub const fn nodes(nodes: usize) -> Self {
        Self { nodes }
    }
}

/// A tree worked out by [`FaultTree::analyze`].
///
/// All answers are exact but for the rounding of floating-point numbers, and those called bounds.
/// Events are taken to fail **independently of each other**: what fails for a common reason has to
/// be an event of its own.
#[derive(Debug)]
pub struct Analysis<'a, E> {
    pub(crate) tree: &'a FaultTree<E>,
    pub(crate) outcome: Outcome,
}

#[derive(Debug)]
pub(crate) enum Outcome {
    /// Nothing that may fail makes a difference.
    Constant(bool),
    /// Diagrams of modules, those below first, that of the tree itself last.
    Diagrams(Vec<Diagram>),
}

impl<E> FaultTree<E> {
    /// Works the tree out: simplifies it, takes it apart into modules, and makes the decision
    /// diagrams of each.
    ///
    /// Several orders of events are tried, within the limits, and always the same.
    ///
    /// # Errors
    ///
    /// [`FaultTreeError::TooLarge`] if a diagram needs more nodes than allowed. The [single points
    /// of failure](FaultTree::single_points_of_failure) and the [cut sets of one and two
    /// events](FaultTree::small_cut_sets) can be told even then.
    ///
    /// ```
    /// use itsm_fault_tree::{AnalysisLimits, DraftFaultTree, FaultTree};
    ///
    /// let tree = FaultTree::try_from(
    ///     DraftFaultTree::new("down")
    ///         .or("down", ["storage", "both nodes"])
    ///         .and("both nodes", ["node 1", "node 2"])
    ///         .event("storage", 0.001)
    ///         .event("node 1", 0.02)
    ///         .event("node 2", 0.02),
    /// )?;
    /// let analysis = tree.analyze(AnalysisLimits::default())?;
    /// assert_eq!(analysis.cut_set_counts()?, [0, 1, 1]); // none of no event, one of one, one of two
    /// let exact = 1.0 - (1.0 - 0.001) * (1.0 - 0.02 * 0.02);
    /// assert!((analysis.probability().unwrap() - exact).abs() < 1e-12);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn analyze(&self, limits: AnalysisLimits) -> Result<Analysis<'_, E>, FaultTreeError> {
        let normal = Normal::of(self);
        if let Top::Constant(failed) = normal.top {
            let outcome = Outcome::Constant(failed);
            return Ok(Analysis {
                tree: self,
                outcome,
            });
        }
        let modules = modules(normal);
        let gates = modules.iter().map(|it| it.gates.len()).sum();
        let (mut diagrams, mut gates_done) = (Vec::with_capacity(modules.len()), 0_usize);
        for module in &modules {
            let made = diagram(module, limits.nodes);
            diagrams.push(made.map_err(|done| FaultTreeError::TooLarge {
                limit: limits.nodes,
                gates_done: gates_done.saturating_add(done),
                gates,
            })?);
            gates_done = gates_done.saturating_add(module.gates.len());
        }
        let outcome = Outcome::Diagrams(diagrams);
        Ok(Analysis {
            tree: self,
            outcome,
        })
    }
}

impl<'a, E> Analysis<'a, E> {
    /// The tree that was worked out.
    pub fn tree(&self) -> &'a FaultTree<E> {
        self.tree
    }

    /// How many nodes the diagrams have that were kept, those of intermediate results not counted.
    pub fn node_count(&self) -> usize {
        let nodes = |it: &Diagram| it.function.len().saturating_add(it.sets.len());
        self.diagrams().iter().map(nodes).sum()
    }

    /// The probability of the top event, exact with shared events and shared gates.
    ///
    /// `None` if the probability of an event that makes a difference is not known.
    pub fn probability(&self) -> Option<f64> {
        Some(match &self.outcome {
            Outcome::Constant(failed) => f64::from(u8::from(*failed)),
            Outcome::Diagrams(diagrams) => last(&probabilities(diagrams, &self.known()?)),
        })
    }

    /// The sum of the probabilities of all minimal cut sets: an **upper bound** of the probability
    /// of the top event, known as the rare-event approximation (NUREG-0492). It is close
    /// where failures are rare, and may be far above 1 where they are not; it is not cut off there.
    ///
    /// `None` if the probability of an event that makes a difference is not known.
    #[doc(alias = "rare_event_approximation")]
    pub fn rare_event_bound(&self) -> Option<f64> {
        Some(match &self.outcome {
            Outcome::Constant(failed) => f64::from(u8::from(*failed)),
            Outcome::Diagrams(diagrams) => last(&sums(diagrams, &self.known()?)),
        })
    }

    /// The events that make a difference and whose probability is not known, in the order of their
    /// keys.
    pub fn without_probability(&self) -> Vec<&'a E> {
        let unknown = self.tree.events.iter().zip(self.relevant());
        let unknown = unknown.filter(|(event, matters)| *matters && event.probability.is_none());
        unknown.map(|(event, _)| &event.key).collect()
    }

    pub(crate) fn diagrams(&self) -> &[Diagram] {
        match &self.outcome {
            Outcome::Constant(_) => &[],
            Outcome::Diagrams(diagrams) => diagrams,
        }
    }

    /// Which events some diagram asks about.
    pub(crate) fn relevant(&self) -> Vec<bool> {
        let mut relevant = filled(false, count(&self.tree.events));
        for diagram in self.diagrams() {
            for (_, node) in diagram.function.upwards() {
                if let crate::module::Leaf::Event(event) = diagram.leaf(node.level) {
                    put(&mut relevant, event, true);
                }
            }
        }
        relevant
    }

    /// The probabilities of all events, if those that make a difference are known.
    pub(crate) fn known(&self) -> Option<Vec<f64>> {
        let events = self.tree.events.iter().zip(self.relevant());
        events
            .map(|(event, matters)| match event.probability {
                None if matters => None,
                probability => Some(probability.unwrap_or_default()),
            })
            .collect()
    }
}

/// The probability of each module.
pub(crate) fn probabilities(diagrams: &[Diagram], events: &[f64]) -> Vec<f64> {
    let mut modules = Vec::with_capacity(diagrams.len());
    for diagram in diagrams {
        let values = diagram.probabilities(&diagram.levels(events, &modules));
        modules.push(at(&values, diagram.function.top()));
    }
    modules
}

/// The sum over the cut sets of each module.
pub(crate) fn sums(diagrams: &[Diagram], events: &[f64]) -> Vec<f64> {
    let mut modules = Vec::with_capacity(diagrams.len());
    for diagram in diagrams {
        let values = diagram.sums(&diagram.levels(events, &modules));
        modules.push(at(&values, diagram.sets.top()));
    }
    modules
}

pub(crate) fn last(values: &[f64]) -> f64 {
    values.last().copied().unwrap_or_default()
}
