//! One model: its tree, what is expected of it, and questions with known answers.

use itsm::fault_tree::FaultTree;
use std::collections::BTreeSet;

/// A tree and what its file says about it.
#[derive(Debug)]
pub struct Model {
    /// What it is called by.
    pub id: String,
    /// The tree itself.
    pub tree: FaultTree,
    /// Gates of the file that are constants, and whether they have failed.
    pub(super) constants: Vec<(String, bool)>,
    /// What it should come to, where that is known.
    pub expected: Option<Answers>,
    /// What should follow from sets of failed events.
    pub evaluations: Vec<Question>,
}

/// What a tree should come to.
#[derive(Debug, Clone, PartialEq, serde::Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answers {
    /// How many minimal cut sets there are.
    pub mcs_count: u128,
    /// How many there are of each size, from none on.
    pub mcs_count_by_order: Vec<u128>,
    /// All of them, where they are few.
    pub mcs: Option<Vec<Vec<String>>>,
    /// The probability of the top event.
    pub exact_probability: Option<f64>,
    /// The sum of the probabilities of all minimal cut sets.
    pub rare_event_sum: Option<f64>,
}

/// A set of failed events, and what should follow.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize)]
pub struct Question {
    /// The failed events.
    pub failed: Vec<String>,
    /// Whether the top event comes about.
    pub top_failed: bool,
    /// The gates that fail.
    pub failed_gates: Vec<String>,
}

impl Model {
    /// How an evaluation differs from what should follow, if it does.
    pub fn wrong(&self, question: &Question) -> Option<String> {
        let failed: BTreeSet<&str> = question.failed.iter().map(|it| &**it).collect();
        let found = self.tree.evaluate(|event| failed.contains(event.as_str()));
        let constants = self.constants.iter().filter(|(_, failed)| *failed);
        let gates: BTreeSet<&str> = found
            .failed_gates()
            .iter()
            .map(|it| it.as_str())
            .chain(constants.map(|(name, _)| name.as_str()))
            .collect();
        let expected: BTreeSet<&str> = question.failed_gates.iter().map(|it| &**it).collect();
        let top = found.top_failed();
        ((top, &gates) != (question.top_failed, &expected)).then(|| {
            format!(
                "of {failed:?}: expected {} and {expected:?}, got {top} and {gates:?}",
                question.top_failed
            )
        })
    }
}
