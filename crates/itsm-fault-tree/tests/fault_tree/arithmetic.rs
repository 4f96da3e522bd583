//! Availability in series, in parallel and in groups.

use crate::{analyze, assert_near};
use itsm_fault_tree::{FaultTreeBuilder, FaultTreeError, k_of_n, parallel, series, unavailability};
use proptest::collection::vec;
use proptest::prelude::*;

proptest! {
    #[test]
    fn group_is_as_available_as_its_fault_tree_says(
        members in vec(0.0..=1.0_f64, 1..9),
        needed in any::<usize>(),
    ) {
        let needed = 1 + needed % members.len();
        let mut builder = FaultTreeBuilder::new();
        let events: Vec<_> = (0..members.len()).map(|it| builder.event(it, 1.0 - members[it])).collect();
        let down = u32::try_from(members.len() - needed + 1).unwrap();
        let top = builder.at_least(down, events);
        let tree = builder.build(top).unwrap();
        let available = k_of_n(needed, members.clone()).unwrap();
        prop_assert!((1.0 - available - analyze(&tree).probability().unwrap()).abs() < 1e-12);
        if needed == members.len() {
            prop_assert!((available - series(members).unwrap()).abs() < 1e-12);
        } else if needed == 1 {
            prop_assert!((available - parallel(members).unwrap()).abs() < 1e-12);
        }
    }
}

#[test]
fn nothing_in_series_works_and_nothing_in_parallel_does_not() {
    assert_eq!(series([]), Ok(1.0));
    assert_eq!(parallel([]), Ok(0.0));
}

#[test]
fn what_is_no_probability_and_no_number_of_members_is_refused() {
    for value in [-0.1, 1.1, f64::INFINITY] {
        let refused = Err(FaultTreeError::OutOfRange { value });
        assert_eq!(series([0.5, value]), refused);
        assert_eq!(parallel([0.5, value]), refused);
        assert_eq!(k_of_n(1, [0.5, value]), refused);
    }
    assert!(series([f64::NAN]).is_err());
    for (needed, members) in [(0, 2), (3, 2), (1, 0)] {
        let refused = FaultTreeError::NeededOutOfRange { needed, members };
        assert_eq!(refused.rule(), "fault_tree.needed.range");
        assert_eq!(k_of_n(needed, vec![0.5; members]), Err(refused));
    }
}

#[test]
fn part_of_the_time_that_is_down() {
    assert_near(unavailability(164.0, 4.0).unwrap().unwrap(), 4.0 / 168.0);
    assert_eq!(unavailability(0.0, 5.0), Ok(Some(1.0)));
    assert_eq!(unavailability(0.0, 0.0), Ok(None));
    assert_eq!(unavailability(f64::MAX, f64::MAX), Ok(Some(0.5)));
    for value in [-1.0, f64::INFINITY] {
        let refused = FaultTreeError::TimeOutOfRange { value };
        assert_eq!(refused.rule(), "fault_tree.time.range");
        let refused = Err(refused);
        assert_eq!(unavailability(value, 1.0), refused);
        assert_eq!(unavailability(1.0, value), refused);
    }
}
