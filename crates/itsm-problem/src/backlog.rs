//! The backlog: one list of all problems that are worked on, in one order.

use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use alloc::vec::Vec;
use core::cmp::{Ordering, Reverse};

/// Which of two problems comes first: one that does not rest, the more important
/// [priority](Problem::priority), the higher risk, the one with more incidents, the older one, and
/// last the smaller id, so that no two are equal. A priority that the policy does not know comes
/// last.
pub fn order(a: &Problem, b: &Problem, policy: &ProblemPolicy) -> Ordering {
    let key = |it: &Problem| {
        let rank = policy.matrix().priorities().rank(it.priority(policy));
        (
            it.parking.is_some(),
            rank.is_none(),
            rank,
            Reverse(it.risk.as_ref().map(|risk| risk.score)),
            Reverse(it.incidents.len()),
            it.registered_at,
            it.id,
        )
    };
    key(a).cmp(&key(b))
}

/// The problems that are open, in [`order`]. Those that rest come last: they are not forgotten.
///
/// Source: ITIL 4 problem management (problems compete for the same people).
pub fn backlog<'a>(
    problems: impl IntoIterator<Item = &'a Problem>,
    policy: &ProblemPolicy,
) -> Vec<&'a Problem> {
    let mut open: Vec<&Problem> = problems
        .into_iter()
        .filter(|it| it.stage().is_open())
        .collect();
    open.sort_by(|a, b| order(a, b, policy));
    open
}
