//! The next free slots.

use crate::samples::{Told, at, book, ci, draft, plan, schedules, windows};
use itsm_change::conflict::MissingFact;
use itsm_change::conflict_policy::{ConflictPolicy, DraftConflictPolicy};
use itsm_change::detect::Surroundings;
use itsm_change::kind::ChangeType;
use itsm_change::planned::{FreezeOverride, PlannedChange};
use itsm_change::schedule::ChangeSchedule;
use itsm_change::slots::FreeSlots;
use itsm_change::windows::{DraftWindowSchedule, LaidWindows, WindowKind, WindowSchedules};
use itsm_core::id::PersonId;
use itsm_core::text::Note;
use itsm_core::time::{Instant, Seconds};

fn slots(
    schedule: &ChangeSchedule,
    planned: &PlannedChange,
    draft: DraftConflictPolicy,
    windows: &LaidWindows<'_>,
    estate: &mut Told,
) -> Option<FreeSlots> {
    let policy = ConflictPolicy::try_from(draft).unwrap();
    let mut around = Surroundings {
        policy: &policy,
        windows,
        estate,
    };
    schedule.free_slots(planned, at(2, 0, 0), &mut around)
}

fn with_windows(planned: &PlannedChange, all: Vec<DraftWindowSchedule>) -> FreeSlots {
    let calendars = [("evening", "20:00-23:00"), ("freeze", "21:00-22:00")];
    let all = WindowSchedules::try_from(schedules(book(&calendars), all)).unwrap();
    let laid = all.lay_out(at(1, 0, 0)..at(5, 0, 0)).unwrap();
    let schedule = ChangeSchedule::new();
    slots(
        &schedule,
        planned,
        DraftConflictPolicy::default(),
        &laid,
        &mut Told::of(10),
    )
    .unwrap()
}

fn starts(found: &FreeSlots) -> Vec<(Instant, Instant)> {
    let all = found.slots.iter();
    all.map(|it| (it.start, it.latest_start)).collect()
}

fn none() -> LaidWindows<'static> {
    LaidWindows::none(at(1, 0, 0)..at(31, 0, 0))
}

#[test]
fn gap_between_two_changes_is_found_to_the_second_and_the_length_is_kept() {
    let all = [plan(1, 7, 0, 8), plan(2, 7, 10, 12)];
    let schedule = ChangeSchedule::of(all).unwrap();
    let week = DraftConflictPolicy {
        horizon: Seconds::days(1),
        ..DraftConflictPolicy::default()
    };
    let planned = plan(3, 7, 11, 12);
    let found = slots(
        &schedule,
        &planned,
        week.clone(),
        &none(),
        &mut Told::of(10),
    )
    .unwrap();
    let gaps = [(at(2, 8, 0), at(2, 9, 0)), (at(2, 12, 0), at(3, 0, 0))];
    assert_eq!(starts(&found), gaps);
    assert_eq!(found.slots[0].end, at(2, 9, 0));
    assert_eq!(found.searched_until, at(3, 0, 0));
    assert_eq!(found.missing, []);
    // What needs exactly the gap gets it, and has no choice.
    let exact = plan(3, 7, 11, 13);
    let found = slots(&schedule, &exact, week.clone(), &none(), &mut Told::of(10)).unwrap();
    assert_eq!(starts(&found)[0], (at(2, 8, 0), at(2, 8, 0)));
    let longer = plan(3, 7, 11, 14);
    let found = slots(&schedule, &longer, week, &none(), &mut Told::of(10)).unwrap();
    assert_eq!(starts(&found)[0].0, at(2, 12, 0));
}

#[test]
fn horizon_is_ninety_days_and_suggestions_are_at_most_a_hundred() {
    // A change every other hour leaves hundreds of gaps.
    let changes = (0..400_u64).map(|it| {
        let start = Seconds::hours(2 * it).after(at(2, 0, 0)).unwrap();
        let draft = draft(it, 7, 1, 2).start(start);
        let end = Seconds::hours(1).after(start).unwrap();
        PlannedChange::try_from(draft.end(end)).unwrap()
    });
    let schedule = ChangeSchedule::of(changes).unwrap();
    let planned = plan(1_000, 7, 2, 3);
    let found = slots(
        &schedule,
        &planned,
        DraftConflictPolicy::default(),
        &none(),
        &mut Told::of(10),
    )
    .unwrap();
    assert_eq!(found.slots.len(), 100);
    assert_eq!(
        found.searched_until,
        Seconds::days(90).after(at(2, 0, 0)).unwrap()
    );
    let few = DraftConflictPolicy {
        suggestions: 3,
        ..DraftConflictPolicy::default()
    };
    let found = slots(&schedule, &planned, few, &none(), &mut Told::of(10)).unwrap();
    assert_eq!(found.slots.len(), 3);
}

#[test]
fn slot_lies_within_maintenance_and_out_of_freezes() {
    let maintenance = windows("maintenance", WindowKind::Maintenance, "evening");
    let freeze = windows("freeze", WindowKind::Freeze, "freeze");
    let found = with_windows(&plan(1, 7, 1, 2), vec![maintenance.clone(), freeze.clone()]);
    let days = [2, 3, 4].map(|day| {
        [
            (at(day, 20, 0), at(day, 20, 0)),
            (at(day, 22, 0), at(day, 22, 0)),
        ]
    });
    assert_eq!(starts(&found), days.concat());
    // Only to where the calendars were laid out.
    assert_eq!(found.searched_until, at(4, 23, 0));
    // A freeze that lets the change pass is not in its way.
    let mut emergency = draft(1, 7, 1, 2);
    emergency.change_type = ChangeType::Emergency;
    let reason = Note::new("The shop is down").unwrap();
    let emergency = emergency.freeze_override(FreezeOverride::new(PersonId::from_key(1), reason));
    let emergency = PlannedChange::try_from(emergency).unwrap();
    let mut open = freeze;
    open.may_pass.insert(ChangeType::Emergency);
    let found = with_windows(&emergency, vec![maintenance.clone(), open]);
    assert_eq!(starts(&found)[0], (at(2, 20, 0), at(2, 22, 0)));
    // What is longer than every window has no slot.
    assert_eq!(with_windows(&plan(1, 7, 1, 5), vec![maintenance]).slots, []);
}

#[test]
fn slot_keeps_clear_of_redundancy_collisions_and_tells_what_is_not_known() {
    let mut estate = Told::of(10);
    estate.groups.push((ci(9), vec![ci(1), ci(2)], 2));
    let schedule = ChangeSchedule::of([plan(1, 1, 0, 3), plan(2, 5, 3, 6)]).unwrap();
    let planned = plan(3, 2, 1, 2);
    let default = DraftConflictPolicy::default;
    let found = slots(&schedule, &planned, default(), &none(), &mut estate).unwrap();
    assert_eq!(found.slots[0].start, at(2, 3, 0));
    let unknown = plan(3, 99, 1, 2);
    let found = slots(&schedule, &unknown, default(), &none(), &mut estate).unwrap();
    assert!(found.missing.contains(&MissingFact::Impact));
    let mut dateless = draft(4, 7, 1, 2);
    dateless.end = None;
    let dateless = PlannedChange::try_from(dateless).unwrap();
    assert_eq!(
        slots(&schedule, &dateless, default(), &none(), &mut estate),
        None
    );
}
