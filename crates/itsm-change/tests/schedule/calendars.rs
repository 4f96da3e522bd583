//! Maintenance windows and freezes.

use crate::samples::{Told, at, book, ci, draft, kinds, plan, report, schedules, windows};
use itsm_change::conflict::ConflictEffect::{Blocks, Warns};
use itsm_change::conflict::ConflictKind::{
    ChildFreeze, ChildOutsideMaintenance, ParentFreeze, ParentOutsideMaintenance,
};
use itsm_change::conflict::ConflictSeverity::{High, Low};
use itsm_change::conflict::{ConflictKind, ConflictReport, ConflictSeverity, MissingFact};
use itsm_change::conflict_policy::{Counting, DraftConflictPolicy};
use itsm_change::kind::ChangeType;
use itsm_change::planned::{FreezeOverride, PlannedChange};
use itsm_change::schedule::ChangeSchedule;
use itsm_change::windows::{DraftWindowSchedule, WindowKind, WindowSchedules};
use itsm_core::draft::DraftCondition;
use itsm_core::id::{PersonId, ServiceId};
use itsm_core::text::{Code, Note};
use std::collections::BTreeSet;

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

/// What a change is told, with these schedules over calendars that open every day.
fn asked(
    planned: &PlannedChange,
    calendars: &[(&str, &str)],
    all: Vec<DraftWindowSchedule>,
    policy: DraftConflictPolicy,
    estate: &mut Told,
) -> ConflictReport {
    let all = WindowSchedules::try_from(schedules(book(calendars), all)).unwrap();
    let laid = all.lay_out(at(1, 0, 0)..at(31, 0, 0)).unwrap();
    report(&ChangeSchedule::new(), planned, policy, &laid, estate)
}

fn default() -> DraftConflictPolicy {
    DraftConflictPolicy::default()
}

#[test]
fn whole_window_lies_in_the_maintenance_windows_taken_together() {
    let calendars = [("evening", "20:00-22:00"), ("night", "22:00-23:00")];
    let both = || {
        let kind = WindowKind::Maintenance;
        vec![
            windows("one", kind, "evening"),
            windows("two", kind, "night"),
        ]
    };
    let mut estate = Told::of(10);
    for (from, until, fits) in [
        (20, 22, true),
        (21, 23, true),
        (19, 21, false),
        (22, 24 - 1, true),
    ] {
        let found = asked(
            &plan(1, 7, from, until),
            &calendars,
            both(),
            default(),
            &mut estate,
        );
        assert_eq!(found.conflicts.is_empty(), fits, "{from} to {until}");
    }
    let late = PlannedChange::try_from(draft(1, 7, 22, 23).end(at(2, 23, 1))).unwrap();
    let found = asked(&late, &calendars, both(), default(), &mut estate);
    assert_eq!(kinds(&found), [ConflictKind::OutsideMaintenance]);
    assert_eq!(found.conflicts[0].ci, Some(ci(7)));
}

#[test]
fn item_without_maintenance_windows_has_no_such_conflict_unless_the_policy_says_so() {
    let mut other = windows("other", WindowKind::Maintenance, "evening");
    other.applies.cis = vec![ci(1)];
    let calendars = [("evening", "20:00-22:00")];
    let mut estate = Told::of(10);
    let planned = plan(1, 7, 3, 4);
    let found = asked(
        &planned,
        &calendars,
        vec![other.clone()],
        default(),
        &mut estate,
    );
    assert!(found.conflicts.is_empty());
    let strict = DraftConflictPolicy {
        without_maintenance: Counting::Conflicts,
        ..default()
    };
    let found = asked(&planned, &calendars, vec![other], strict, &mut estate);
    assert_eq!(kinds(&found), [ConflictKind::OutsideMaintenance]);
}

#[test]
fn any_overlap_with_a_freeze_is_a_conflict_and_touching_it_is_none() {
    let calendars = [("closing", "10:00-12:00")];
    let freeze = || vec![windows("closing", WindowKind::Freeze, "closing")];
    let mut estate = Told::of(10);
    for (from, until, hit) in [
        (8, 10, false),
        (12, 13, false),
        (9, 11, true),
        (8, 14, true),
    ] {
        let found = asked(
            &plan(1, 7, from, until),
            &calendars,
            freeze(),
            default(),
            &mut estate,
        );
        assert_eq!(!found.conflicts.is_empty(), hit, "{from} to {until}");
    }
    let found = asked(
        &plan(1, 7, 9, 11),
        &calendars,
        freeze(),
        default(),
        &mut estate,
    );
    let conflict = &found.conflicts[0];
    assert_eq!(
        (conflict.from, conflict.until),
        (Some(at(2, 10, 0)), Some(at(2, 11, 0)))
    );
    assert_eq!(conflict.schedule, Some(code("closing")));
    assert!(conflict.reason().starts_with("`closing` freezes item"));
}

#[test]
fn windows_of_parents_and_parts_count_too() {
    let mut estate = Told::of(10);
    estate.contains.insert((ci(1), ci(2)));
    let calendars = [("day", "08:00-18:00")];
    let cases = [
        (2, 1, ParentFreeze, ParentOutsideMaintenance),
        (1, 2, ChildFreeze, ChildOutsideMaintenance),
    ];
    for (own, other, frozen, outside) in cases {
        let mut freeze = windows("freeze", WindowKind::Freeze, "day");
        freeze.applies.cis = vec![ci(other)];
        let found = asked(
            &plan(1, own, 9, 10),
            &calendars,
            vec![freeze.clone()],
            default(),
            &mut estate,
        );
        assert_eq!(kinds(&found), [frozen]);
        assert_eq!(found.conflicts[0].related, Some(ci(other)));
        // What freezes the item itself is told once.
        freeze.applies.cis.push(ci(own));
        let found = asked(
            &plan(1, own, 9, 10),
            &calendars,
            vec![freeze],
            default(),
            &mut estate,
        );
        assert_eq!(kinds(&found), [ConflictKind::Freeze]);
        let mut maintenance = windows("maintenance", WindowKind::Maintenance, "day");
        maintenance.applies.cis = vec![ci(other)];
        let found = asked(
            &plan(1, own, 19, 20),
            &calendars,
            vec![maintenance],
            default(),
            &mut estate,
        );
        assert_eq!(kinds(&found), [outside]);
    }
}

#[test]
fn schedules_hold_by_class_condition_service_item_and_change() {
    let mut estate = Told::of(10);
    estate
        .classes
        .extend([(ci(7), code("database")), (ci(8), code("server"))]);
    for it in [7, 8] {
        estate.conditions.insert(ci(it), BTreeSet::new());
    }
    estate
        .conditions
        .get_mut(&ci(7))
        .unwrap()
        .insert(code("in_porto"));
    estate.services.insert(ci(7), vec![ServiceId::from_key(1)]);
    let calendars = [("day", "08:00-18:00")];
    let plain = || windows("freeze", WindowKind::Freeze, "day");
    let mut all = vec![plain(); 5];
    all[0].applies.classes = vec![code("database")];
    all[1].applies.conditions = vec![code("in_porto")];
    all[2].applies.services = vec![ServiceId::from_key(1)];
    all[3].applies.cis = vec![ci(7)];
    for freeze in &all[..4] {
        for (item, hit) in [(7, true), (8, false)] {
            let all = vec![freeze.clone()];
            let found = asked(
                &plan(1, item, 9, 10),
                &calendars,
                all,
                default(),
                &mut estate,
            );
            assert_eq!(!found.conflicts.is_empty(), hit, "{freeze:?} of {item}");
        }
    }
    // By an attribute of the change: a normal one is frozen, a standard one is not.
    all[4].applies.when = Some(DraftCondition::attribute("type").is("normal"));
    let mut standard = draft(1, 7, 9, 10);
    standard.change_type = ChangeType::Standard;
    let standard = PlannedChange::try_from(standard).unwrap();
    for (planned, hit) in [(plan(1, 7, 9, 10), true), (standard, false)] {
        let all = vec![all[4].clone()];
        let found = asked(&planned, &calendars, all, default(), &mut estate);
        assert_eq!(!found.conflicts.is_empty(), hit);
    }
}

#[test]
fn whether_a_schedule_holds_may_be_unknown_and_is_then_told() {
    let mut estate = Told::of(10);
    let calendars = [("day", "08:00-18:00")];
    let mut freeze = windows("freeze", WindowKind::Freeze, "day");
    freeze.applies.classes = vec![code("database")];
    let found = asked(
        &plan(1, 7, 9, 10),
        &calendars,
        vec![freeze.clone()],
        default(),
        &mut estate,
    );
    assert_eq!(found.conflicts[0].missing, Some(MissingFact::Applicability));
    // Outside of its windows it does not matter whether it holds.
    let found = asked(
        &plan(1, 7, 19, 20),
        &calendars,
        vec![freeze.clone()],
        default(),
        &mut estate,
    );
    assert!(found.conflicts.is_empty());
    freeze.kind = WindowKind::Maintenance;
    let found = asked(
        &plan(1, 7, 9, 10),
        &calendars,
        vec![freeze.clone()],
        default(),
        &mut estate,
    );
    assert_eq!(found.conflicts[0].missing, Some(MissingFact::Applicability));
    // Beside one that holds and suffices it does not matter either.
    let all = vec![freeze, windows("all", WindowKind::Maintenance, "day")];
    let found = asked(
        &plan(1, 7, 9, 10),
        &calendars,
        all.clone(),
        default(),
        &mut estate,
    );
    assert!(found.conflicts.is_empty());
    let found = asked(&plan(1, 7, 19, 20), &calendars, all, default(), &mut estate);
    assert_eq!(kinds(&found), [ConflictKind::OutsideMaintenance]);
}

#[test]
fn freeze_is_as_bad_as_it_says_for_the_type_and_lets_an_emergency_pass_with_a_reason() {
    let calendars = [("day", "08:00-18:00")];
    let mut freeze = windows("freeze", WindowKind::Freeze, "day");
    freeze.severity = Some(ConflictSeverity::High);
    freeze
        .severity_by_type
        .insert(ChangeType::Standard, ConflictSeverity::Low);
    freeze.may_pass.insert(ChangeType::Emergency);
    let mut policy = default();
    policy
        .blocks
        .insert(ConflictKind::Freeze, ConflictSeverity::Medium);
    let pass = FreezeOverride::new(
        PersonId::from_key(1),
        Note::new("The shop is down").unwrap(),
    );
    let mut estate = Told::of(10);
    let mut asked = |kind: ChangeType, pass: Option<&FreezeOverride>| {
        let mut planned = draft(1, 7, 9, 10);
        planned.change_type = kind;
        planned.freeze_override = pass.cloned();
        let planned = PlannedChange::try_from(planned).unwrap();
        let all = vec![freeze.clone()];
        let found = asked(&planned, &calendars, all, policy.clone(), &mut estate);
        let conflict = found.conflicts[0].clone();
        (
            conflict.effect,
            conflict.passed.is_some(),
            conflict.severity,
        )
    };
    assert_eq!(asked(ChangeType::Normal, None), (Blocks, false, High));
    assert_eq!(asked(ChangeType::Standard, None), (Warns, false, Low));
    assert_eq!(asked(ChangeType::Emergency, None), (Blocks, false, High));
    assert_eq!(
        asked(ChangeType::Emergency, Some(&pass)),
        (Warns, true, High)
    );
    // An override helps those alone whom the freeze lets pass.
    assert_eq!(
        asked(ChangeType::Normal, Some(&pass)),
        (Blocks, false, High)
    );
}

#[test]
fn window_beyond_the_calendars_is_not_evaluated() {
    let all = schedules(
        book(&[("day", "08:00-18:00")]),
        vec![windows("freeze", WindowKind::Freeze, "day")],
    );
    let all = WindowSchedules::try_from(all).unwrap();
    let laid = all.lay_out(at(1, 0, 0)..at(2, 9, 0)).unwrap();
    let found = report(
        &ChangeSchedule::new(),
        &plan(1, 7, 8, 10),
        default(),
        &laid,
        &mut Told::of(10),
    );
    assert_eq!(found.conflicts[0].missing, Some(MissingFact::Calendar));
    assert_eq!(laid.name(&code("freeze")), Some("freeze"));
}
