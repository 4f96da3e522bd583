//! The queue: in which order to work when there is not enough of everybody.

use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use core::cmp::Ordering;

/// Which of two incidents comes first: the more important priority, then the older one, then the
/// smaller id. A priority that the policy does not know comes last.
pub fn order(a: &Incident, b: &Incident, policy: &IncidentPolicy) -> Ordering {
    let rank = |incident: &Incident| policy.matrix().priorities().rank(incident.priority());
    let rank = match (rank(a), rank(b)) {
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    };
    rank.then_with(|| a.registered_at.cmp(&b.registered_at))
        .then_with(|| a.id().cmp(&b.id()))
}
