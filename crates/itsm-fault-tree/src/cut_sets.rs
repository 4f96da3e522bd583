//! Minimal cut sets, listed as far as asked.

use crate::analysis::{Analysis, Outcome};
use crate::error::FaultTreeError;
use crate::lightest::{TooMany, lightest};
use crate::slice::{at, count, filled};
use crate::tree::FaultTree;
use alloc::vec::Vec;

impl<'a, E> Analysis<'a, E> {
    /// The minimal cut sets of at most `order` events, smaller ones first and those of one size in
    /// the order of their keys; each set in that order as well.
    ///
    /// It costs as much as there is to list, however many larger sets there are.
    ///
    /// # Errors
    ///
    /// [`FaultTreeError::TooManyCutSets`] if there are more than `most`.
    ///
    /// ```
    /// # use itsm_fault_tree::{AnalysisLimits, DraftFaultTree, FaultTree};
    /// # let tree = FaultTree::try_from(
    /// #     DraftFaultTree::new("down")
    /// #         .or("down", ["storage", "vote"])
    /// #         .at_least("vote", 2, ["a", "b", "c"])
    /// #         .event("storage", 0.001).event("a", None).event("b", None).event("c", None),
    /// # )?;
    /// let analysis = tree.analyze(AnalysisLimits::default())?;
    /// let sets = analysis.cut_sets(2, 1_000)?;
    /// assert_eq!(sets, [vec!["storage"], vec!["a", "b"], vec!["a", "c"], vec!["b", "c"]]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn cut_sets(&self, order: usize, most: usize) -> Result<Vec<Vec<&'a E>>, FaultTreeError> {
        let weights = filled(1.0, count(&self.tree.events));
        let limit = f64::from(u32::try_from(order).unwrap_or(u32::MAX));
        self.list(&weights, limit, most, |_| true)
    }

    /// The minimal cut sets that are at least as probable as `cutoff`, the others being of no
    /// consequence; in the same order as [`cut_sets`](Self::cut_sets). `None` if the probability of
    /// an event that makes a difference is not known.
    ///
    /// # Errors
    ///
    /// [`FaultTreeError::OutOfRange`] if the cutoff is not a number from 0 to 1, and
    /// [`FaultTreeError::TooManyCutSets`] if there are more than `most`.
    pub fn probable_cut_sets(
        &self,
        cutoff: f64,
        most: usize,
    ) -> Result<Option<Vec<Vec<&'a E>>>, FaultTreeError> {
        if !(0.0..=1.0).contains(&cutoff) {
            return Err(FaultTreeError::OutOfRange { value: cutoff });
        }
        let Some(known) = self.known() else {
            return Ok(None);
        };
        let weights: Vec<f64> = known.iter().map(|it| weight(*it)).collect();
        let limit = match cutoff {
            0.0 => f64::MAX,
            // The logarithms are rounded, so what is a little too heavy is asked about again.
            _ => weight(cutoff) * (1.0 + 1e-9) + 1e-9,
        };
        let probable = |set: &[u32]| product(&known, set) >= cutoff;
        self.list(&weights, limit, most, probable).map(Some)
    }

    fn list(
        &self,
        weights: &[f64],
        limit: f64,
        most: usize,
        keep: impl Fn(&[u32]) -> bool,
    ) -> Result<Vec<Vec<&'a E>>, FaultTreeError> {
        let too_many = FaultTreeError::TooManyCutSets { limit: most };
        let mut sets = match &self.outcome {
            Outcome::Constant(false) => Vec::new(),
            Outcome::Constant(true) if most == 0 => return Err(too_many),
            Outcome::Constant(true) => alloc::vec![Vec::new()],
            Outcome::Diagrams(diagrams) => {
                let sets = lightest(diagrams, weights, limit, most).map_err(|TooMany| too_many)?;
                sets.into_iter().map(|(_, set)| set).collect()
            }
        };
        sets.retain(|set: &Vec<u32>| keep(set));
        sets.sort_unstable_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
        Ok(sets.iter().map(|set| keys(self.tree, set)).collect())
    }
}

/// The negative logarithm of a probability, which is less than 800; of none at all, a great deal.
pub(crate) fn weight(probability: f64) -> f64 {
    (-libm::log(probability)).min(1e6)
}

pub(crate) fn product(probabilities: &[f64], set: &[u32]) -> f64 {
    set.iter().map(|it| at(probabilities, *it)).product()
}

/// The keys of events by number, which are in the order of their keys.
pub(crate) fn keys<'a, E>(tree: &'a FaultTree<E>, set: &[u32]) -> Vec<&'a E> {
    let events = set.iter().filter_map(|it| tree.events.get(*it as usize));
    events.map(|it| &it.key).collect()
}
