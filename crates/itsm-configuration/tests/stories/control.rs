//! Control: on whose authority, how it is, who saw it, who confirmed it.

use crate::desk::{Case, at, change, ci, code, max, nine, policy_with, uma};
use itsm_configuration::authority::Authority;
use itsm_configuration::command::{
    AssignGroup, AssignOwner, Attest, BeginAction, MarkDuplicate, NoteOverdue, Observe,
    RequestStatus, SetCriticality, Verify,
};
use itsm_configuration::duty::Duty;
use itsm_configuration::verification::Discrepancy;
use itsm_core::context::Context;
use itsm_core::id::{GroupId, PersonId};
use itsm_core::level::Criticality;
use itsm_core::time::Seconds;
use std::collections::BTreeSet;

#[test]
fn what_nobody_authorized_stays_marked_until_a_verification_finds_it_right() {
    let person = PersonId::from_key;
    let mut case = Case::server()
        .after(AssignOwner::new(person(2), change()))
        .after(AssignOwner::new(
            person(3),
            Authority::discovered(code("hr")),
        ));
    assert_eq!(case.ci.modifications().marked_since, None);
    case = case
        .after(AssignOwner::new(person(4), Authority::Unauthorized))
        .later(Seconds::hours(1))
        .after(AssignOwner::new(person(5), Authority::Unauthorized));
    let all = case.ci.modifications();
    assert_eq!(
        (all.authorized, all.discovered, all.unauthorized),
        (1, 1, 2)
    );
    assert_eq!(all.marked_since, Some(nine()), "since the first of them");

    let wrong = BTreeSet::from([Discrepancy::UnauthorizedChange]);
    case = case.after(Verify::new(wrong.clone()));
    assert_eq!(case.ci.modifications().marked_since, Some(nine()));
    assert_eq!(case.ci.verification().unwrap().discrepancies, wrong);
    case = case.after(Verify::new(BTreeSet::new()));
    assert_eq!(case.ci.modifications().marked_since, None);
    assert_eq!(
        case.ci.modifications().unauthorized,
        2,
        "that it was stays true"
    );
}

#[test]
fn smallest_priority_number_wins_whoever_asked_last() {
    let case = Case::server()
        .after(RequestStatus::new(
            code("field_service"),
            code("repair_in_progress"),
        ))
        .after(RequestStatus::new(code("monitor"), code("non_operational")))
        .after(RequestStatus::new(code("owner"), code("operational")));
    assert_eq!(case.ci.operational_status(), Some(&code("non_operational")));
    // The same requester asks for something else, and for that alone.
    let case = case.after(RequestStatus::new(code("monitor"), code("operational")));
    assert_eq!(
        case.ci.operational_status(),
        Some(&code("repair_in_progress"))
    );
    assert_eq!(case.ci.status_requests().count(), 3);
}

#[test]
fn observation_told_late_makes_nothing_older() {
    let scanner = || Observe::new(code("scanner"));
    let mut case = Case::server().after(scanner());
    let (actor, policy) = (max(), case.policy.clone());
    let cx = Context::new(nine(), &actor, &policy).occurred(at("2026-03-01T00:00:00Z"));
    case.ci.execute(scanner(), &cx).unwrap();
    assert_eq!(case.ci.seen_by(&code("scanner")), Some(nine()));
    assert_eq!(case.ci.seen_by(&code("monitor")), None);
    // Seen earlier by another counts as that one's.
    case.ci.execute(Observe::new(code("monitor")), &cx).unwrap();
    assert_eq!(
        case.ci.seen_by(&code("monitor")),
        Some(at("2026-03-01T00:00:00Z"))
    );
    assert_eq!(case.ci.heard_of_at(), nine());
}

#[test]
fn zero_days_of_freshness_is_always_stale() {
    let policy = policy_with(|draft| {
        draft.classes.get_mut("server").unwrap().stale_after = Some(Seconds(0));
    });
    let case = Case::server_under(policy).after(Observe::new(code("scanner")));
    assert!(case.ci.is_stale(nine(), &case.policy));
}

#[test]
fn attestation_moves_its_deadline_and_leaves_the_other() {
    let case = Case::server().after(AssignOwner::new(PersonId::from_key(2), change()));
    let due = |case: &Case| -> Vec<(Duty, String)> {
        let duties = case.ci.duties(&case.policy);
        duties
            .iter()
            .map(|it| (it.duty, it.due.to_rfc3339()))
            .collect()
    };
    let verification = (Duty::Verification, "2026-08-29T09:00:00+00:00".to_owned());
    let attestation = |at: &str| (Duty::Attestation, at.to_owned());
    assert_eq!(
        due(&case),
        [
            verification.clone(),
            attestation("2027-03-02T09:00:00+00:00")
        ]
    );
    let case = case.later(Seconds::days(30)).by(uma()).after(Attest::new());
    assert_eq!(
        due(&case),
        [
            verification.clone(),
            attestation("2027-04-01T09:00:00+00:00")
        ]
    );

    // Late it is noted once, and owed all the same.
    let case = case
        .later(Seconds::days(200))
        .after(NoteOverdue::new(Duty::Verification));
    assert_eq!(
        case.ci.deadlines(&case.policy).len(),
        1,
        "the attestation alone"
    );
    assert_eq!(due(&case)[0], verification);
    // Done at last, the next is half a year away.
    let case = case.after(Verify::new(BTreeSet::new()));
    assert_eq!(case.ci.deadlines(&case.policy).len(), 2);
}

#[test]
fn any_fact_that_is_set_clears_the_mark_of_a_duplicate() {
    let marked = || Case::server().after(MarkDuplicate::new(ci(2)));
    assert_eq!(marked().ci.duplicate_of(), Some(ci(2)));
    let level = Criticality::new("High").unwrap();
    for case in [
        marked().after(AssignGroup::new(GroupId::from_key(1), change())),
        marked().after(SetCriticality::new(level, change())),
    ] {
        assert_eq!(case.ci.duplicate_of(), None);
    }
    // To be seen, verified or worked on is no fact that is set.
    let seen = marked()
        .after(Observe::new(code("scanner")))
        .after(Verify::new(BTreeSet::new()))
        .after(BeginAction::new(code("backup")));
    assert_eq!(seen.ci.duplicate_of(), Some(ci(2)));
}

#[test]
fn item_that_a_tool_found_is_in_use_and_one_that_is_planned_is_not() {
    let (actor, policy) = (
        max(),
        itsm_configuration::policy::ConfigurationPolicy::default(),
    );
    let cx = Context::new(nine(), &actor, &policy);
    let begun = |authority| {
        let profile = crate::desk::profile("server");
        let (ci, _) = itsm_configuration::Ci::register(ci(1), profile, authority, &cx).unwrap();
        ci.standing().to_string()
    };
    assert_eq!(
        begun(Authority::discovered(code("scanner"))),
        "operational / In use"
    );
    assert_eq!(begun(change()), "inventory / Available");
}
