//! The order in which to work when there is not enough of everybody.

use crate::desk::{ana, facts, id, nine, nine_and, policy, standard};
use itsm_core::context::Context;
use itsm_core::time::{Instant, Seconds};
use itsm_incident::Incident;
use itsm_incident::queue::order;

fn waiting(key: u64, urgency: &str, since: Instant) -> Incident {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(since, &ana, &policy);
    Incident::register(id(key), facts("High", urgency), &cx)
        .unwrap()
        .0
}

#[test]
fn more_important_comes_first_then_the_older_then_the_smaller_id() {
    let later = nine_and(Seconds(1));
    let mut queue = [
        waiting(1, "Low", nine()),
        waiting(5, "High", later),
        waiting(4, "High", later),
        waiting(9, "High", nine()),
        waiting(2, "Medium", nine()),
    ];
    queue.sort_by(|a, b| order(a, b, &standard()));
    let keys: Vec<_> = queue.iter().map(|it| it.id().key().unwrap()).collect();
    assert_eq!(keys, [9, 4, 5, 2, 1]);
}

#[test]
fn priority_that_the_policy_does_not_know_comes_last() {
    let other = policy(|draft| {
        draft.matrix.priorities.retain(|it| it != "Critical");
        for row in draft.matrix.cells.values_mut() {
            for priority in row.values_mut().filter(|it| *it == "Critical") {
                *priority = "High".into();
            }
        }
        draft.major.triggers.rules.clear();
    });
    let (unknown, known) = (waiting(1, "High", nine()), waiting(2, "Low", nine()));
    assert!(order(&known, &unknown, &other).is_lt());
    assert!(order(&unknown, &unknown, &other).is_eq());
}
