//! What a fault tree in words says in figures, and which causes they make.

use crate::cause::{Cause, Contribution, Method};
use crate::fault_tree_analysis::{FaultTreeAnalysis, TreeEvent};
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::markdown::joined;
use itsm_core::text::{Code, Note};
use itsm_fault_tree::{AnalysisLimits, FaultTree, FaultTreeError};

/// How much working out a tree may need, and how much it lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct FigureLimits {
    /// How large its diagrams may become.
    pub analysis: AnalysisLimits,
    /// How many events a cut set may have that is listed.
    pub order: usize,
    /// How many cut sets may be listed.
    pub cut_sets: usize,
}

impl Default for FigureLimits {
    /// Cut sets of up to six events, and at most a thousand of them: beyond, nobody reads on.
    fn default() -> Self {
        Self {
            analysis: AnalysisLimits::default(),
            order: 6,
            cut_sets: 1_000,
        }
    }
}

/// How much an event matters. A ratio of nothing to nothing is `None`.
///
/// What each measure means is said where [the arithmetic](itsm_fault_tree::Importance) does it.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct EventImportance {
    /// The event.
    pub event: Code,
    /// How much the probability of the top event hangs on it.
    pub birnbaum: f64,
    /// The probability that it has failed and decides, given the top event.
    pub criticality: Option<f64>,
    /// The share of the cut sets with it in all of them.
    pub fussell_vesely: Option<f64>,
    /// How many times as likely the top event gets while it is out.
    pub achievement_worth: Option<f64>,
}

/// What a tree says in figures.
#[derive(Debug, Clone, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[non_exhaustive]
pub struct FaultTreeFigures {
    /// The probability of the top event, exact but for rounding; `None` unless the probabilities of
    /// all events that make a difference are known.
    pub probability: Option<f64>,
    /// An **upper bound** of it: the sum over the cut sets, which may be above 1.
    pub rare_event_bound: Option<f64>,
    /// An **upper bound** of it that is closer.
    pub min_cut_upper_bound: Option<f64>,
    /// The minimal cut sets, smaller ones first, as far as they were to be listed.
    pub cut_sets: Vec<Vec<Code>>,
    /// How many there are of each number of events, from none on, however many are listed.
    pub cut_set_counts: Vec<u128>,
    /// The events each of which alone suffices.
    pub single_points_of_failure: Vec<Code>,
    /// The importance of every event, most important first by Birnbaum's measure and then by name;
    /// empty unless the probabilities are known.
    pub importance: Vec<EventImportance>,
    /// The events that make a difference and have no probability.
    pub without_probability: Vec<Code>,
}

impl FaultTreeAnalysis {
    /// The tree without words.
    fn tree(&self) -> Option<FaultTree> {
        FaultTree::try_from(self.draft().bare()).ok()
    }

    /// Works the tree out.
    ///
    /// # Errors
    /// [`FaultTreeError`] where it is larger than allowed, or has more cut sets to list.
    pub fn work_out(&self, limits: &FigureLimits) -> Result<FaultTreeFigures, FaultTreeError> {
        let events: BTreeMap<&str, &Code> = self
            .draft()
            .events
            .iter()
            .map(|it| (it.name.as_str(), &it.name))
            .collect();
        let named = |it: &String| events.get(it.as_str()).map(|it| (*it).clone());
        let all = |it: Vec<&String>| it.into_iter().filter_map(named).collect::<Vec<Code>>();
        let Some(tree) = self.tree() else {
            // Cannot be: what exists was checked.
            return Err(FaultTreeError::CountOverflow);
        };
        let analysis = tree.analyze(limits.analysis)?;
        let sets = analysis.cut_sets(limits.order, limits.cut_sets)?;
        let measures = analysis.importance().unwrap_or_default();
        let measure = |it: itsm_fault_tree::Importance<'_, String>| {
            Some(EventImportance {
                event: named(it.event)?,
                birnbaum: it.birnbaum,
                criticality: it.criticality,
                fussell_vesely: it.fussell_vesely,
                achievement_worth: it.achievement_worth,
            })
        };
        let mut importance: Vec<EventImportance> =
            measures.into_iter().filter_map(measure).collect();
        importance.sort_by(|a, b| {
            let most_first = b.birnbaum.total_cmp(&a.birnbaum);
            most_first.then_with(|| a.event.cmp(&b.event))
        });
        Ok(FaultTreeFigures {
            probability: analysis.probability(),
            rare_event_bound: analysis.rare_event_bound(),
            min_cut_upper_bound: analysis.min_cut_upper_bound(),
            cut_sets: sets.into_iter().map(all).collect(),
            cut_set_counts: analysis.cut_set_counts()?,
            single_points_of_failure: all(tree.single_points_of_failure()),
            importance,
            without_probability: all(analysis.without_probability()),
        })
    }

    /// The causes that it has found: one for each minimal cut set that the figures list. What of a
    /// set all its events agree on is said of the cause.
    pub fn causes(&self, figures: &FaultTreeFigures) -> Vec<Cause> {
        let sets = figures.cut_sets.iter();
        sets.filter_map(|it| self.cause(it)).collect()
    }

    fn cause(&self, set: &[Code]) -> Option<Cause> {
        let event = |name: &Code| self.draft().events.iter().find(|it| it.name == *name);
        let events: Vec<&TreeEvent> = set.iter().filter_map(event).collect();
        let words = events.iter().map(|it| it.statement.as_str());
        let statement = joined(words, "; and: ");
        let statement: String = statement.chars().take(Note::MAX_CHARS).collect();
        let evidence: Vec<Note> = events.iter().flat_map(|it| it.evidence.clone()).collect();
        // Whoever can remove one of them removes the set.
        let actionable = if events.iter().any(|it| it.actionable == Some(true)) {
            Some(true)
        } else {
            agreed(events.iter().map(|it| it.actionable))
        };
        let contribution = agreed(events.iter().map(|it| it.contribution));
        Some(Cause {
            dimension: agreed(events.iter().map(|it| it.dimension)),
            ci: agreed(events.iter().map(|it| it.ci)),
            found_by: Some(Method::FaultTree),
            actionable,
            ..Cause::new(
                contribution.unwrap_or(Contribution::Occurrence),
                Note::new(statement).ok()?,
                evidence,
            )
        })
    }
}

/// What all say, if they say the same.
fn agreed<T: PartialEq>(mut all: impl Iterator<Item = Option<T>>) -> Option<T> {
    let first = all.next()??;
    all.all(|it| it.as_ref() == Some(&first)).then_some(first)
}
