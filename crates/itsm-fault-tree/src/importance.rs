//! Which events matter most.

use crate::analysis::Analysis;
use crate::pivot::{Pivot, cut_slopes, pivots};
use crate::slice::{count, filled};
use crate::tree::Event;
use alloc::vec::Vec;

/// How much one event matters for the top event, by the measures of the field.
///
/// With P the probability of the top event, p that of this one, and P₁ and P₀ that of the top event
/// if this one has failed for certain, or certainly not. A ratio of nothing to nothing is `None`.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Importance<'a, E> {
    /// The event.
    pub event: &'a E,
    /// Birnbaum: P₁ − P₀, the probability that the rest is in a state in which this event decides.
    /// How much better the whole gets if this part gets better. (Z. W. Birnbaum, 1969.)
    pub birnbaum: f64,
    /// Criticality: p · (P₁ − P₀) / P, the probability that this event has failed and decides,
    /// given that the top event is there. Where repair helps most.
    pub criticality: Option<f64>,
    /// Fussell–Vesely: the share of the minimal cut sets with this event in all of them, each set
    /// weighed by its probability. Strictly it is the probability that any of those sets has failed
    /// over P; here it is taken of the [rare-event sums](crate::Analysis::rare_event_bound), which
    /// comes to the same where failures are rare. (W. E. Vesely, 1970; J. B. Fussell, 1975.)
    pub fussell_vesely: Option<f64>,
    /// Risk achievement worth: P₁ / P, how many times as likely the top event gets while this part
    /// is out. What must not be taken out of service lightly. (NUREG/CR-3385, 1983, for both worths.)
    #[doc(alias = "raw")]
    pub achievement_worth: Option<f64>,
    /// Risk reduction worth: P / P₀, how many times less likely it gets if this part never fails.
    /// Infinite where the top event cannot happen without it.
    #[doc(alias = "rrw")]
    pub reduction_worth: Option<f64>,
}

impl<'a, E> Analysis<'a, E> {
    /// The importance of every event of the tree, in the order of their keys; an event that makes
    /// no difference has a Birnbaum importance of zero.
    ///
    /// `None` if the probability of an event that makes a difference is not known.
    ///
    /// ```
    /// # use itsm_fault_tree::{AnalysisLimits, DraftFaultTree, FaultTree};
    /// # let tree = FaultTree::try_from(
    /// #     DraftFaultTree::new("down")
    /// #         .or("down", ["storage", "nodes"])
    /// #         .and("nodes", ["node 1", "node 2"])
    /// #         .event("storage", 0.001).event("node 1", 0.02).event("node 2", 0.02),
    /// # )?;
    /// let analysis = tree.analyze(AnalysisLimits::default())?;
    /// let mut ranking = analysis.importance().unwrap();
    /// ranking.sort_by(|a, b| b.birnbaum.total_cmp(&a.birnbaum));
    /// assert_eq!(ranking[0].event, "storage");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn importance(&self) -> Option<Vec<Importance<'a, E>>> {
        let known = self.known()?;
        let (total, sum) = (self.probability()?, self.rare_event_bound()?);
        let aside = Pivot {
            slope: 0.0,
            without: total,
            with: total,
        };
        let pivots = pivots(self.diagrams(), &known);
        let cut_slopes = cut_slopes(self.diagrams(), &known);
        let events = self.tree.events.iter().zip(known);
        let measures = events.zip(pivots.into_iter().zip(cut_slopes));
        let measure = |((event, p), (pivot, cut_slope)): ((&'a Event<E>, f64), _)| {
            let Pivot {
                slope,
                without,
                with,
            } = Option::unwrap_or(pivot, aside);
            Importance {
                event: &event.key,
                birnbaum: slope,
                criticality: ratio(p * slope, total),
                fussell_vesely: ratio(p * cut_slope, sum),
                achievement_worth: ratio(with, total),
                reduction_worth: ratio(total, without),
            }
        };
        Some(measures.map(measure).collect())
    }

    /// The structural importance of every event, in the order of their keys: in which part of all
    /// states of the other events this one decides. It needs no probabilities; it is Birnbaum's
    /// with one half for each.
    pub fn structural_importance(&self) -> Vec<(&'a E, f64)> {
        let halves = filled(0.5, count(&self.tree.events));
        let pivots = pivots(self.diagrams(), &halves);
        let slopes = pivots.into_iter().map(|it| it.unwrap_or_default().slope);
        let events = self.tree.events.iter().map(|it| &it.key);
        events.zip(slopes).collect()
    }
}

/// A ratio; of nothing to nothing there is none.
fn ratio(part: f64, whole: f64) -> Option<f64> {
    (part != 0.0 || whole != 0.0).then(|| part / whole)
}
