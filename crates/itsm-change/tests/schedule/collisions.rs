//! Changes that are each harmless and together are not.

use crate::samples::{Told, at, ci, draft, kinds, others, plan, report, simple};
use itsm_change::conflict::{ConflictKind, MissingFact};
use itsm_change::conflict_policy::DraftConflictPolicy;
use itsm_change::planned::PlannedChange;
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::LaidWindows;

/// A shop on two servers, of which one is enough.
fn shop() -> Told {
    let mut estate = Told::of(20);
    estate.groups.push((ci(10), vec![ci(1), ci(2)], 2));
    estate
}

#[test]
fn two_servers_that_carry_one_shop_are_not_changed_together() {
    let schedule = ChangeSchedule::of([plan(1, 1, 20, 22), plan(2, 5, 20, 22)]).unwrap();
    let found = simple(&schedule, &plan(3, 2, 21, 23), &mut shop());
    assert_eq!(kinds(&found), [ConflictKind::Redundancy]);
    let conflict = &found.conflicts[0];
    assert_eq!(others(conflict), [1]);
    assert_eq!(conflict.lost.as_deref(), Some([ci(10)].as_slice()));
    assert_eq!(conflict.from, Some(at(2, 21, 0)));
    assert!(conflict.reason().contains("together with"));
    // One after the other is harmless.
    assert!(
        simple(&schedule, &plan(3, 2, 22, 23), &mut shop())
            .conflicts
            .is_empty()
    );
}

#[test]
fn what_one_of_them_takes_down_alone_is_no_collision() {
    let mut estate = shop();
    estate.depends.insert((ci(10), ci(1)));
    let schedule = ChangeSchedule::of([plan(1, 1, 20, 22)]).unwrap();
    assert!(
        simple(&schedule, &plan(3, 2, 21, 23), &mut estate)
            .conflicts
            .is_empty()
    );
}

#[test]
fn three_together_are_found_and_told_only_where_two_do_not_suffice() {
    let mut estate = Told::of(20);
    estate.groups.push((ci(10), vec![ci(1), ci(2), ci(3)], 3));
    let all = [plan(1, 1, 20, 23), plan(2, 2, 20, 22)];
    let schedule = ChangeSchedule::of(all).unwrap();
    let found = simple(&schedule, &plan(3, 3, 19, 24 - 1), &mut estate);
    assert_eq!(kinds(&found), [ConflictKind::Redundancy]);
    assert_eq!(others(&found.conflicts[0]), [1, 2]);
    assert_eq!(found.conflicts[0].until, Some(at(2, 22, 0)));
    // Two of three do it: then the third has nothing to add.
    estate.groups[0].2 = 2;
    let found = simple(&schedule, &plan(3, 3, 19, 23), &mut estate);
    let all: Vec<_> = found.conflicts.iter().map(others).collect();
    assert_eq!(all, [vec![1], vec![2]]);
    // No three of them are at work at one instant.
    estate.groups[0].2 = 3;
    let schedule = ChangeSchedule::of([plan(1, 1, 19, 20), plan(2, 2, 20, 22)]).unwrap();
    assert!(
        simple(&schedule, &plan(3, 3, 19, 23), &mut estate)
            .conflicts
            .is_empty()
    );
}

#[test]
fn every_item_of_a_change_counts_whatever_the_mode() {
    let first = draft(1, 5, 20, 22).affected_cis(vec![ci(1)]);
    let schedule = ChangeSchedule::of([PlannedChange::try_from(first).unwrap()]).unwrap();
    let second = draft(2, 6, 20, 22).affected_cis(vec![ci(2)]);
    let second = PlannedChange::try_from(second).unwrap();
    assert_eq!(
        kinds(&simple(&schedule, &second, &mut shop())),
        [ConflictKind::Redundancy]
    );
}

#[test]
fn what_was_not_looked_at_is_told() {
    let schedule = ChangeSchedule::of((1..6).map(|it| plan(it, it, 20, 22))).unwrap();
    let few = DraftConflictPolicy {
        joint_questions: 5,
        ..DraftConflictPolicy::default()
    };
    let none = LaidWindows::none(at(1, 0, 0)..at(31, 0, 0));
    let found = report(&schedule, &plan(9, 9, 20, 22), few, &none, &mut shop());
    assert_eq!(found.conflicts[0].missing, Some(MissingFact::Combinations));
    // An item of another change that nobody knows leaves the collisions with all others known.
    let schedule = ChangeSchedule::of([plan(1, 99, 20, 22), plan(2, 1, 20, 22)]).unwrap();
    let found = simple(&schedule, &plan(9, 2, 20, 22), &mut shop());
    assert_eq!(
        kinds(&found),
        [ConflictKind::Redundancy, ConflictKind::NotEvaluated]
    );
    assert_eq!(others(&found.conflicts[0]), [2]);
    assert_eq!(found.conflicts[1].missing, Some(MissingFact::Impact));
}
