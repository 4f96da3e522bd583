//! Each kind of conflict between changes, and what is none.

use crate::samples::{Told, at, change, ci, draft, kinds, others, plan, report, simple};
use itsm_change::conflict::ConflictKind::{ParentItem, SameItem};
use itsm_change::conflict::MissingFact::{Children, Dependants, Impact, Parents, Providers};
use itsm_change::conflict::{ConflictEffect, ConflictKind, ConflictSeverity, MissingFact};
use itsm_change::conflict_policy::{ConflictMode, Counting, DraftConflictPolicy};
use itsm_change::estate::UnknownEstate;
use itsm_change::planned::PlannedChange;
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::LaidWindows;
use itsm_core::id::PersonId;

#[test]
fn change_of_the_same_item_at_the_same_time_is_a_conflict() {
    let schedule = ChangeSchedule::of([plan(1, 7, 20, 22), plan(2, 8, 20, 22)]).unwrap();
    let found = simple(&schedule, &plan(3, 7, 21, 23), &mut Told::of(10));
    assert_eq!(kinds(&found), [ConflictKind::SameItem]);
    let conflict = &found.conflicts[0];
    assert_eq!(others(conflict), [1]);
    assert_eq!(conflict.ci, Some(ci(7)));
    assert_eq!(conflict.related, None);
    let common = (conflict.from.unwrap(), conflict.until.unwrap());
    assert_eq!(common, (at(2, 21, 0), at(2, 22, 0)));
    assert_eq!(conflict.effect, ConflictEffect::Warns);
    assert_eq!(found.checked_at, at(1, 0, 0));
    assert!(found.is_evaluated() && !found.blocks());
}

#[test]
fn back_to_back_is_no_conflict_unless_the_policy_says_so() {
    let schedule = ChangeSchedule::of([plan(1, 7, 20, 22)]).unwrap();
    let next = plan(2, 7, 22, 23);
    assert!(
        simple(&schedule, &next, &mut Told::of(10))
            .conflicts
            .is_empty()
    );
    let none = LaidWindows::none(at(1, 0, 0)..at(31, 0, 0));
    let strict = DraftConflictPolicy {
        back_to_back: Counting::Conflicts,
        ..DraftConflictPolicy::default()
    };
    for planned in [next, plan(2, 7, 19, 20)] {
        let found = report(
            &schedule,
            &planned,
            strict.clone(),
            &none,
            &mut Told::of(10),
        );
        assert_eq!(kinds(&found), [ConflictKind::SameItem]);
        assert_eq!(found.conflicts[0].from, found.conflicts[0].until);
        assert!(
            found.conflicts[0]
                .reason()
                .contains("one ends as the other begins")
        );
    }
}

#[test]
fn the_change_itself_and_changes_that_do_not_count_are_in_nobodys_way() {
    let over = PlannedChange::try_from(draft(2, 7, 20, 22).inactive(true)).unwrap();
    let left_out = PlannedChange::try_from(draft(3, 7, 20, 22).excluded(true)).unwrap();
    let own = plan(1, 7, 20, 22);
    let schedule = ChangeSchedule::of([own.clone(), over.clone(), left_out]).unwrap();
    let mut estate = Told::of(10);
    assert!(simple(&schedule, &own, &mut estate).conflicts.is_empty());
    // And they do not mind others.
    assert!(simple(&schedule, &over, &mut estate).conflicts.is_empty());
    assert_eq!(schedule.len(), 3);
    assert_eq!(schedule.during(at(2, 0, 0), at(3, 0, 0)), [&own]);
}

#[test]
fn what_is_not_known_is_never_no_conflict() {
    let schedule = ChangeSchedule::of([plan(1, 7, 20, 22)]).unwrap();
    let mut estate = Told::of(10);
    let mut dateless = draft(2, 7, 20, 22);
    (dateless.start, dateless.end) = (None, None);
    dateless.primary_ci = None;
    let dateless = PlannedChange::try_from(dateless).unwrap();
    let found = simple(&schedule, &dateless, &mut estate);
    let missing: Vec<_> = found.conflicts.iter().map(|it| it.missing).collect();
    let facts = [MissingFact::Start, MissingFact::End, MissingFact::PrimaryCi];
    assert_eq!(missing, facts.map(Some));
    assert!(!found.is_evaluated());
    // An item that nobody knows, and an estate that knows nothing.
    let found = simple(&schedule, &plan(2, 99, 21, 22), &mut estate);
    let missing: Vec<_> = found.conflicts.iter().filter_map(|it| it.missing).collect();
    assert_eq!(missing, [Impact, Parents, Children, Dependants, Providers]);
    let found = simple(&schedule, &plan(2, 7, 21, 22), &mut UnknownEstate);
    assert_eq!(found.of(ConflictKind::SameItem).count(), 1);
    assert_eq!(found.of(ConflictKind::NotEvaluated).count(), 5);
    assert!(
        found.conflicts[1]
            .reason()
            .starts_with("not evaluated: `impact`")
    );
}

#[test]
fn parents_parts_dependants_and_providers_are_seen_from_both_sides() {
    let mut estate = Told::of(10);
    estate.contains.insert((ci(1), ci(2)));
    estate.depends.insert((ci(3), ci(2)));
    let cases = [
        (2, 1, ConflictKind::ParentItem),
        (1, 2, ConflictKind::ChildItem),
        (2, 3, ConflictKind::Dependant),
        (3, 2, ConflictKind::Provider),
    ];
    for (own, other, kind) in cases {
        let schedule = ChangeSchedule::of([plan(1, other, 20, 22)]).unwrap();
        let found = simple(&schedule, &plan(2, own, 21, 23), &mut estate);
        assert_eq!(kinds(&found), [kind], "{own} beside {other}");
        let conflict = &found.conflicts[0];
        assert_eq!(
            (conflict.ci, conflict.related),
            (Some(ci(own)), Some(ci(other)))
        );
        assert_eq!(others(conflict), [1]);
    }
}

#[test]
fn one_person_does_not_carry_out_two_changes_at_once() {
    let ana = PersonId::from_key(1);
    let first = PlannedChange::try_from(draft(1, 1, 20, 22).assignee(ana)).unwrap();
    let schedule = ChangeSchedule::of([first]).unwrap();
    let second = draft(2, 2, 21, 23);
    let by_ana = PlannedChange::try_from(second.clone().assignee(ana)).unwrap();
    let by_ben = PlannedChange::try_from(second.assignee(PersonId::from_key(2))).unwrap();
    let mut estate = Told::of(10);
    assert_eq!(
        kinds(&simple(&schedule, &by_ana, &mut estate)),
        [ConflictKind::AssigneeBusy]
    );
    assert!(simple(&schedule, &by_ben, &mut estate).conflicts.is_empty());
}

#[test]
fn basic_looks_at_the_primary_item_and_advanced_at_all_of_them() {
    let touching = |key, item, also| {
        let draft = draft(key, item, 20, 22).affected_cis(vec![ci(also)]);
        PlannedChange::try_from(draft).unwrap()
    };
    let schedule = ChangeSchedule::of([touching(1, 1, 5)]).unwrap();
    let mut estate = Told::of(10);
    let none = LaidWindows::none(at(1, 0, 0)..at(31, 0, 0));
    let advanced = DraftConflictPolicy {
        mode: ConflictMode::Advanced,
        ..DraftConflictPolicy::default()
    };
    // The primary item of this one is an affected item of the other: both modes see it.
    let primary = touching(2, 5, 9);
    assert_eq!(
        kinds(&simple(&schedule, &primary, &mut estate)),
        [ConflictKind::SameItem]
    );
    // Only the affected items meet.
    let affected = touching(3, 8, 5);
    assert!(
        simple(&schedule, &affected, &mut estate)
            .conflicts
            .is_empty()
    );
    let found = report(&schedule, &affected, advanced, &none, &mut estate);
    assert_eq!(kinds(&found), [ConflictKind::SameItem]);
    assert_eq!(schedule.clashes_of(&affected).len(), 1);
}

#[test]
fn policy_decides_by_kind_and_severity_what_blocks() {
    let schedule = ChangeSchedule::of([plan(1, 7, 20, 22)]).unwrap();
    let none = LaidWindows::none(at(1, 0, 0)..at(31, 0, 0));
    let mut policy = DraftConflictPolicy::default();
    policy
        .blocks
        .insert(ConflictKind::SameItem, ConflictSeverity::High);
    let planned = plan(2, 7, 21, 23);
    let found = report(
        &schedule,
        &planned,
        policy.clone(),
        &none,
        &mut Told::of(10),
    );
    assert!(found.blocks());
    policy
        .severities
        .insert(ConflictKind::SameItem, ConflictSeverity::Medium);
    let found = report(&schedule, &planned, policy, &none, &mut Told::of(10));
    assert!(!found.blocks());
    assert_eq!(found.conflicts[0].severity, ConflictSeverity::Medium);
}

#[test]
fn all_conflicts_are_told_at_once_each_with_its_reason() {
    let mut estate = Told::of(10);
    estate.contains.insert((ci(1), ci(7)));
    let schedule = ChangeSchedule::of([
        plan(1, 7, 20, 22),
        plan(2, 7, 21, 22),
        plan(3, 1, 20, 23),
        plan(4, 9, 20, 23),
    ])
    .unwrap();
    let found = simple(&schedule, &plan(5, 7, 21, 23), &mut estate);
    assert_eq!(kinds(&found), [SameItem, SameItem, ParentItem]);
    let reason = found.conflicts[2].reason();
    let (parent, own, other) = (ci(1), ci(7), change(3));
    assert_eq!(
        reason,
        format!(
            "change {other} is planned for item {parent}, which item {own} is a part of, \
             from 2026-03-02 21:00 UTC to 2026-03-02 23:00 UTC"
        )
    );
    let json = serde_json::to_string(&found).unwrap();
    assert_eq!(
        serde_json::from_str::<itsm_change::conflict::ConflictReport>(&json).unwrap(),
        found
    );
}
