//! Watchers, affected users, suppliers, and those who work on it together.

use crate::desk::{
    Case, ana, at, facts, incident, nine_and, profile, registered, resolve, standard,
};
use itsm_core::id::{KnownErrorId, PersonId, SupplierId};
use itsm_core::text::RecordNumber;
use itsm_core::time::{OccurredAt, RestoredAt, Seconds};
use itsm_incident::command::{
    AddWatcher, AffectUser, AssignOwner, ClearUser, CountAffected, HandToVendor, JoinSwarm,
    LeaveSwarm, NoteWorkaround, RemoveWatcher, ReturnFromVendor,
};
use itsm_incident::people::Moment;
use itsm_incident::profile::DetectionSource;
use itsm_incident::workaround::WorkaroundStep;
use itsm_testing::given;

fn person(key: u64) -> PersonId {
    PersonId::from_key(key)
}

#[test]
fn watchers_come_and_go_and_leave_no_trace_but_the_history() {
    let policy = standard();
    let before = incident(&policy);
    let case = Case::of(before.clone(), policy)
        .done(AddWatcher::new(person(6)))
        .done(AddWatcher::new(person(5)));
    assert!(case.incident.watchers().eq([person(5), person(6)]));
    let after = case
        .done(RemoveWatcher::new(person(5)))
        .done(RemoveWatcher::new(person(6)));
    assert_eq!(after.incident.watchers().count(), 0);
    assert_eq!(after.incident.revision(), before.revision() + 4);
    // What says nothing takes no room.
    let inside = format!("{:?}", after.incident);
    assert!(inside.contains("annex: None"), "{inside}");
}

#[test]
fn user_minutes_are_users_times_the_time_between_two_named_moments() {
    let eight = OccurredAt(at("2026-03-02T08:00:00Z"));
    let policy = standard();
    let profile = profile().occurred_at(eight).affected(person(3));
    let case = Case::of(registered(1, profile, &policy), policy)
        .done(AffectUser::new(person(4)))
        .done(CountAffected::new(40_u32));
    let lost = |case: &Case, start, end| case.incident.user_time(start, end);
    // Nothing is restored yet: it is not zero, it is not known.
    assert_eq!(lost(&case, Moment::Occurred, Moment::Restored), None);
    let restored = RestoredAt(at("2026-03-02T09:00:30Z"));
    let case = case
        .after(Seconds::hours(2))
        .done(resolve().restored_at(restored));
    let business = lost(&case, Moment::Occurred, Moment::Restored).unwrap();
    assert_eq!((business.users, business.length), (42, Seconds(3_630)));
    // 42 × 60.5, rounded down once.
    assert_eq!(business.minutes(), 2_541);
    let desk = lost(&case, Moment::Registered, Moment::Resolved).unwrap();
    assert_eq!(desk.minutes(), 42 * 120);
    assert_eq!(lost(&case, Moment::Detected, Moment::Restored), None);
    assert_eq!(lost(&case, Moment::Resolved, Moment::Registered), None);
}

#[test]
fn reporter_counts_as_affected_only_if_a_user_noticed() {
    let reporter = || profile().reporter(person(3));
    let users = |profile| {
        let record = registered(1, profile, &standard());
        record.affected_users().number()
    };
    assert_eq!(users(reporter()), 1);
    let mut staff = reporter();
    staff.detection = DetectionSource::Staff;
    assert_eq!(users(staff), 0);
    assert_eq!(users(reporter().affected(person(4))), 1);
}

#[test]
fn person_is_counted_once_however_often_they_are_named() {
    let policy = standard();
    let reported = registered(1, profile().affected(person(3)), &policy);
    let case = Case::of(reported, policy).done(AffectUser::new(person(3)));
    assert_eq!(case.incident.affected_users().number(), 1);
    let cleared = case.done(ClearUser::new(person(3)));
    assert_eq!(cleared.incident.affected_users().number(), 1);
}

#[test]
fn supplier_has_it_from_one_moment_to_another_under_its_own_number() {
    let (fast, slow) = (SupplierId::from_key(1), SupplierId::from_key(2));
    let number = |text| RecordNumber::new(text).unwrap();
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(HandToVendor::new(slow))
        .after(Seconds::hours(1))
        // Their number comes by mail.
        .when(HandToVendor::new(slow).reference(number("CASE-1")))
        .when(HandToVendor::new(slow).reference(number("CASE-1")))
        .then_refused_by("incident.nothing_to_change")
        .after(Seconds::hours(1))
        .when(ReturnFromVendor::new())
        .then_state("in nobody else's hands", |it| it.vendor().is_none())
        .when(HandToVendor::new(fast).reference(number("A-7")));
    let record = story.record();
    let cases: Vec<_> = record
        .vendor_cases()
        .iter()
        .map(|it| {
            (
                it.supplier,
                it.reference.clone(),
                it.handed_over_at,
                it.returned_at,
            )
        })
        .collect();
    let two = nine_and(Seconds::hours(2));
    assert_eq!(
        cases,
        [
            (
                slow,
                Some(number("CASE-1")),
                nine_and(Seconds(0)),
                Some(two)
            ),
            (fast, Some(number("A-7")), two, None),
        ]
    );
}

#[test]
fn many_work_on_it_and_one_stays_accountable() {
    given(registered(1, facts("High", "High"), &standard()))
        .under(&standard())
        .by(&ana())
        .when(JoinSwarm::new(person(5)))
        .then_refused_by("incident.swarm.without_owner")
        .when(AssignOwner::new(person(1)))
        .when(JoinSwarm::new(person(5)))
        .when(JoinSwarm::new(person(6)))
        .when(JoinSwarm::new(person(5)))
        .then_refused_by("incident.nothing_to_change")
        .then_state("swarmed over", |it| {
            it.contributors().eq([person(5), person(6)]) && it.owner() == Some(person(1))
        })
        .when(LeaveSwarm::new(person(5)))
        .then_state("still owned", |it| {
            it.contributors().eq([person(6)]) && it.owner() == Some(person(1))
        })
        // Whoever is accountable may change; the swarm goes on.
        .when(AssignOwner::new(person(6)))
        .then_state("with another owner", |it| {
            it.contributors().eq([person(6)]) && it.owner() == Some(person(6))
        });
}

#[test]
fn it_is_known_which_workaround_was_offered_which_was_used_and_whether_it_worked() {
    let (one, two) = (KnownErrorId::from_key(1), KnownErrorId::from_key(2));
    let policy = standard();
    let story = given(incident(&policy))
        .under(&policy)
        .by(&ana())
        .when(NoteWorkaround::new(one, WorkaroundStep::Offered))
        .when(NoteWorkaround::new(two, WorkaroundStep::Offered))
        .after(Seconds::minutes(5))
        .when(NoteWorkaround::new(one, WorkaroundStep::Failed))
        .after(Seconds::minutes(5))
        .when(NoteWorkaround::new(two, WorkaroundStep::Used))
        .when(NoteWorkaround::new(two, WorkaroundStep::Used))
        .then_refused_by("incident.nothing_to_change")
        .when(NoteWorkaround::new(two, WorkaroundStep::Worked))
        .when(resolve().known_error(two));
    let noted: Vec<_> = story
        .record()
        .workarounds()
        .iter()
        .map(|it| (it.known_error, it.used_at, it.worked))
        .collect();
    let minute = |n| Some(nine_and(Seconds::minutes(n)));
    assert_eq!(
        noted,
        [(one, minute(5), Some(false)), (two, minute(10), Some(true))]
    );
}
