//! The queue: in which order to work when there is not enough of everybody.

use crate::coordination::clocked::ClockedIncident;
use core::cmp::Ordering;
use itsm_incident::policy::IncidentPolicy;

/// Which of two incidents comes first: the more important priority, then what is due first by its
/// clocks, then the older one, then the smaller id.
pub fn order(a: &ClockedIncident, b: &ClockedIncident, policy: &IncidentPolicy) -> Ordering {
    itsm_incident::queue::order_by_due((a.incident(), a.due()), (b.incident(), b.due()), policy)
}
