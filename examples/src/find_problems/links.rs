//! What the log's own links say of the candidates: pairs of cases under one problem, and pairs of
//! cases within one candidate.

use super::candidates::Candidate;
use super::cases::Log;
use itsm::core::ratio::Ratio;
use std::collections::{BTreeMap, BTreeSet};

/// How candidates agree with the problems that people opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// How many problems cases are linked to.
    pub problems: u64,
    /// How many of them have more than one case.
    pub shared: u64,
    /// How many cases are linked to a problem.
    pub cases: u64,
    /// How many pairs of cases are under one problem.
    pub pairs: u64,
    /// Of the pairs of linked cases within one candidate, how many are under one problem.
    pub precision: Ratio,
    /// Of the pairs under one problem, how many are within one candidate.
    pub recall: Ratio,
}

impl Agreement {
    /// Holds candidates against the links of a log.
    pub fn of(log: &Log, found: &[Candidate]) -> Self {
        let mut problems: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
        for (place, case) in log.cases.iter().enumerate() {
            for problem in &case.problems {
                problems.entry(problem).or_default().insert(place);
            }
        }
        let mut together = BTreeSet::new();
        for candidate in found {
            let linked = |place: &&usize| !log.cases[**place].problems.is_empty();
            let linked: BTreeSet<usize> = candidate.cases.iter().filter(linked).copied().collect();
            together.extend(pairs(&linked));
        }
        let of_one: BTreeSet<(usize, usize)> = problems.values().flat_map(pairs).collect();
        let linked = log.cases.iter().filter(|it| !it.problems.is_empty());
        let both = together.intersection(&of_one).count() as u64;
        Self {
            problems: problems.len() as u64,
            shared: problems.values().filter(|it| it.len() > 1).count() as u64,
            cases: linked.count() as u64,
            pairs: of_one.len() as u64,
            precision: Ratio::new(both, together.len() as u64),
            recall: Ratio::new(both, of_one.len() as u64),
        }
    }
}

fn pairs(cases: &BTreeSet<usize>) -> impl Iterator<Item = (usize, usize)> + '_ {
    let after = |first: usize| cases.range(first + 1..);
    let of = move |first: &usize| {
        after(*first).map({
            let first = *first;
            move |second| (first, *second)
        })
    };
    cases.iter().flat_map(of)
}
