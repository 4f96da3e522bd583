//! The queue: in which order to work when there is not enough of everybody.

use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use core::cmp::Ordering;
use itsm_core::time::Instant;

/// Which of two incidents comes first: the more important priority, then the older one, then the
/// smaller id. A priority that the policy does not know comes last.
pub fn order(a: &Incident, b: &Incident, policy: &IncidentPolicy) -> Ordering {
    order_by_due((a, None), (b, None), policy)
}

/// The same for incidents of which it is known when they are due: the more important priority, then
/// what is due first, then the older one, then the smaller id. What is not due at all comes after
/// what is.
///
/// When an incident is due, its clocks know, and those are no business of this crate.
pub fn order_by_due(
    (a, due_a): (&Incident, Option<Instant>),
    (b, due_b): (&Incident, Option<Instant>),
    policy: &IncidentPolicy,
) -> Ordering {
    let rank = |incident: &Incident| policy.matrix().priorities().rank(incident.priority());
    known_first(rank(a), rank(b))
        .then_with(|| known_first(due_a, due_b))
        .then_with(|| a.registered_at.cmp(&b.registered_at))
        .then_with(|| a.id().cmp(&b.id()))
}

fn known_first<T: Ord>(a: Option<T>, b: Option<T>) -> Ordering {
    match (a, b) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    }
}
