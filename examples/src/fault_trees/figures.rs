//! What a tree comes to, and how that differs from what is expected.

use super::model::{Answers, Model};
use itsm::fault_tree::{AnalysisLimits, FaultTreeError};

/// How far a probability may be off, relative to what is expected.
const TOLERANCE: f64 = 1e-9;

/// What a tree comes to.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Figures {
    /// How many minimal cut sets there are.
    pub mcs_count: u128,
    /// How many there are of each size, from none on.
    pub mcs_count_by_order: Vec<u128>,
    /// The probability of the top event, where that of each event is known.
    pub exact_probability: Option<f64>,
    /// The sum of the probabilities of all minimal cut sets, likewise.
    pub rare_event_sum: Option<f64>,
    /// All minimal cut sets, where they are to be compared.
    #[serde(skip)]
    mcs: Option<Vec<Vec<String>>>,
}

impl Figures {
    /// Works a tree out.
    pub fn of(model: &Model, limit: usize) -> Result<Self, FaultTreeError> {
        let analysis = model.tree.analyze(AnalysisLimits::nodes(limit))?;
        let counts = analysis.cut_set_counts()?;
        let expected = model.expected.as_ref().and_then(|it| it.mcs.as_ref());
        let mcs = match expected {
            None => None,
            Some(expected) => {
                let most = expected.len().max(1_000);
                let sets = analysis.cut_sets(usize::MAX, most)?;
                let owned = |set: Vec<&String>| set.into_iter().cloned().collect();
                Some(sets.into_iter().map(owned).collect())
            }
        };
        Ok(Self {
            mcs_count: analysis.cut_set_count()?,
            mcs_count_by_order: counts,
            exact_probability: analysis.probability(),
            rare_event_sum: analysis.rare_event_bound(),
            mcs,
        })
    }

    /// Every difference to what is expected, in words.
    pub fn differences(&self, expected: &Answers) -> Vec<String> {
        let mut found = Vec::new();
        let mut say = |what: &str, is_same: bool, expected: String, got: String| {
            if !is_same {
                found.push(format!("{what}: expected {expected}, got {got}"));
            }
        };
        let count = (self.mcs_count, expected.mcs_count);
        say(
            "mcs_count",
            count.0 == count.1,
            text(count.1),
            text(count.0),
        );
        let counts = (&self.mcs_count_by_order, &expected.mcs_count_by_order);
        say(
            "mcs_count_by_order",
            counts.0 == counts.1,
            format!("{:?}", counts.1),
            format!("{:?}", counts.0),
        );
        for (what, expected, got) in [
            (
                "exact_probability",
                expected.exact_probability,
                self.exact_probability,
            ),
            (
                "rare_event_sum",
                expected.rare_event_sum,
                self.rare_event_sum,
            ),
        ] {
            say(
                what,
                is_near(expected, got),
                format!("{expected:?}"),
                format!("{got:?}"),
            );
        }
        if let Some(mcs) = &expected.mcs {
            let mut sorted: Vec<Vec<String>> = mcs.clone();
            for set in &mut sorted {
                set.sort();
            }
            sorted.sort_by(|a, b| a.len().cmp(&b.len()).then_with(|| a.cmp(b)));
            let got = self.mcs.as_ref().unwrap_or(&sorted);
            say(
                "mcs",
                *got == sorted,
                format!("{sorted:?}"),
                format!("{got:?}"),
            );
        }
        found
    }
}

fn text(count: u128) -> String {
    count.to_string()
}

/// Whether a probability is near what is expected, relative to it; near nothing is within the same
/// of zero.
fn is_near(expected: Option<f64>, got: Option<f64>) -> bool {
    match (expected, got) {
        (Some(expected), Some(got)) => {
            let scale = if expected == 0.0 { 1.0 } else { expected.abs() };
            (got - expected).abs() <= TOLERANCE * scale
        }
        (expected, got) => expected.is_none() == got.is_none(),
    }
}
