//! What comes back: reopened while resolved, followed up once closed.

use crate::desk::{
    ana, id, label, nine, nine_and, note, profile, registered, resolve, standard, uma,
};
use itsm_core::context::Context;
use itsm_core::id::{CiId, PersonId, ServiceId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::RecordNumber;
use itsm_core::time::{OccurredAt, Seconds};
use itsm_incident::Incident;
use itsm_incident::command::{Close, Reopen, StartWork};
use itsm_incident::event::Reopened;
use itsm_incident::profile::Category;
use itsm_incident::state::IncidentStage;
use itsm_testing::given;

fn again() -> Reopen {
    Reopen::new().reason(note("It is down again."))
}

fn resolved() -> Incident {
    let policy = standard();
    given(registered(1, profile(), &policy))
        .under(&policy)
        .by(&ana())
        .when(resolve())
        .finish()
}

/// What a closed record still takes.
const LEFT: [&str; 6] = [
    "correct",
    "note_overdue",
    "record_review",
    "redact",
    "answer_survey",
    "adopt_policy",
];

#[test]
fn reopening_counts_and_stamps_who_and_when() {
    given(resolved())
        .under(&standard())
        .by(&uma())
        .after(Seconds::hours(1))
        .when(again())
        .then_events([Reopened::new(true).reason(note("It is down again.")).into()])
        .then_stage(IncidentStage::InProgress)
        .then_state("stamped", |it| {
            let last = it.last_reopening().unwrap();
            it.counters().reopens == 1
                && last.at == nine_and(Seconds::hours(1))
                && last.by == *uma().agent()
        })
        .by(&ana())
        .when(resolve())
        .after(Seconds::hours(1))
        .when(again())
        .then_events([Reopened::new(false)
            .reason(note("It is down again."))
            .into()])
        .then_state("stamped again", |it| {
            it.counters().reopens == 2 && it.last_reopening().unwrap().by == *ana().agent()
        });
}

#[test]
fn reopening_takes_the_resolution_back_and_its_deadline_with_it() {
    given(resolved())
        .under(&standard())
        .by(&uma())
        .when(again())
        .then_state("not resolved", |it| {
            it.state().resolution().is_none() && it.moments().resolved.is_none()
        })
        .then_nothing_due();
}

#[test]
fn work_goes_on_after_a_reopening_only_from_resolved() {
    for command in ["open", "closed"] {
        let policy = standard();
        let case = given(resolved()).under(&policy).by(&uma());
        let case = if command == "open" {
            case.when(again())
        } else {
            case.when(Close::new())
        };
        case.when(again())
            .then_refused_by("incident.lifecycle.forbidden");
    }
}

#[test]
fn closed_incident_is_not_reopened_but_followed_up_by_a_copy_that_points_back() {
    let policy = standard();
    let facts = profile()
        .number(RecordNumber::new("INC0010001").unwrap())
        .description(note("No mail."))
        .reporter(PersonId::from_key(3))
        .service(ServiceId::from_key(1))
        .ci(CiId::from_key(1))
        .category(Category::new(label("Mail")))
        .occurred_at(nine())
        .link(Link::new(LinkKind::RELATED, RecordRef::Incident(id(9))));
    let old = given(registered(1, facts, &policy))
        .under(&policy)
        .by(&uma())
        .when(StartWork::new())
        .and(resolve())
        .and(Close::new())
        .when(again())
        .then_refused_with("incident.lifecycle.forbidden", "what is left", |it| {
            it.state == "closed" && it.allowed == LEFT
        })
        .finish();
    let before = old.clone();
    let uma = uma();
    let cx = Context::new(nine_and(Seconds::days(30)), &uma, &policy);
    let (new, event) = old.follow_up(id(2), note("No mail again."), &cx).unwrap();

    assert_eq!(old, before, "the old one stays closed");
    assert_eq!(
        (new.id(), new.stage(), event.revision),
        (id(2), IncidentStage::New, 1)
    );
    let back = Link::new(LinkKind::FOLLOW_UP_OF, RecordRef::Incident(id(1)));
    assert_eq!(new.links().collect::<Vec<_>>(), [&back]);
    assert_eq!(new.title(), old.title());
    assert_eq!(new.service(), old.service());
    assert_eq!(new.category(), old.category());
    assert!(new.cis().eq(old.cis()));
    assert_eq!(new.profile().reporter, old.profile().reporter);
    // What is not true of the new one is not copied.
    assert_eq!(new.description(), Some(&note("No mail again.")));
    assert_eq!(new.profile().number, None);
    assert_ne!(new.profile().occurred_at, Some(OccurredAt(nine())));
    assert_eq!(new.counters().reopens, 0);
    assert_eq!(new.moments().registered.0, nine_and(Seconds::days(30)));
}
