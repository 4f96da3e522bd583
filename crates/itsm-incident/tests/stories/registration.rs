//! How incidents come in, and what is known of them.

use crate::desk::{
    ana, at, id, label, nine, nine_and, note, policy_with, profile, resolve, standard,
};
use itsm_core::context::Context;
use itsm_core::id::{CiId, PersonId, ServiceId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::RecordNumber;
use itsm_core::time::{DetectedAt, OccurredAt, RestoredAt, Seconds};
use itsm_incident::Incident;
use itsm_incident::command::{Acknowledge, AffectCi, Categorize, Close, Describe, SetService};
use itsm_incident::event::{Categorized, IncidentEvent};
use itsm_incident::profile::{Category, DetectionBasis, DetectionSource, Profile};
use itsm_testing::given;

fn register(profile: Profile) -> Incident {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    Incident::register(id(1), profile, &cx).unwrap().0
}

#[test]
fn registration_needs_no_reporter_no_missed_target_and_no_visible_harm() {
    for source in DetectionSource::ALL {
        for basis in DetectionBasis::ALL {
            let mut facts = profile().basis(*basis);
            facts.detection = *source;
            let incident = register(facts);
            assert_eq!(incident.profile().reporter, None);
            assert_eq!(incident.profile().service, None);
            assert_eq!(incident.profile().detection, *source);
        }
    }
}

#[test]
fn everything_known_at_registration_is_kept() {
    let facts = profile()
        .number(RecordNumber::new("INC0010001").unwrap())
        .basis(DetectionBasis::ServiceLevelBreach)
        .description(note("Nothing comes in\nand nothing goes out."))
        .reporter(PersonId::from_key(3))
        .affected(PersonId::from_key(9))
        .service(ServiceId::from_key(1))
        .ci(CiId::from_key(2))
        .ci(CiId::from_key(1))
        .category(Category::with(label("Network"), label("WAN")))
        .occurred_at(at("2026-03-02T07:00:00Z"))
        .detected_at(at("2026-03-02T08:00:00Z"))
        .link(Link::new(LinkKind::RELATED, RecordRef::Incident(id(7))));
    let incident = register(facts.clone());
    assert_eq!(*incident.profile(), facts);
    // In the order of their ids, however they were named.
    let cis: Vec<_> = incident.cis().collect();
    assert_eq!(cis, [CiId::from_key(1), CiId::from_key(2)]);
}

#[test]
fn policy_may_ask_more_of_a_registration() {
    let policy = policy_with(r#"{ "registration": ["service", "reporter"] }"#);
    let ana = ana();
    let cx = Context::new(nine(), &ana, &policy);
    let error = Incident::register(id(1), profile(), &cx).unwrap_err();
    assert_eq!(error.rule(), "incident.fact.missing");
    assert_eq!(error.refusal().missing, ["reporter", "service"]);
    let full = profile()
        .service(ServiceId::from_key(1))
        .reporter(PersonId::from_key(3));
    assert!(Incident::register(id(1), full, &cx).is_ok());
}

#[test]
fn service_and_items_become_known_later() {
    given(register(profile()))
        .under(&standard())
        .by(&ana())
        .when(SetService::new(ServiceId::from_key(1)))
        .and(AffectCi::new(CiId::from_key(1)))
        .then_state("about a service and an item", |it| {
            it.service() == Some(ServiceId::from_key(1)) && it.cis().count() == 1
        });
}

#[test]
fn recategorization_is_recorded_with_its_reason() {
    let policy = policy_with(r#"{ "categories": { "Network": ["WAN"], "Mail": [] } }"#);
    let mail = Category::new(label("Mail"));
    let wan = Category::with(label("Network"), label("WAN"));
    let incident = crate::desk::registered(1, profile().category(mail.clone()), &policy);
    given(incident)
        .under(&policy)
        .by(&ana())
        .when(Categorize::new(Category::with(
            mail.category.clone(),
            label("WAN"),
        )))
        .then_refused_by("incident.category.unknown")
        .when(Categorize::new(wan.clone()).note(note("It is the line.")))
        .then_events([Categorized::new(wan.clone())
            .note(note("It is the line."))
            .into()])
        .then_state("in the new category", |it| it.category() == Some(&wan));
}

#[test]
fn seven_moments_are_never_derived_from_each_other() {
    let policy = standard();
    let facts = profile()
        .occurred_at(at("2026-03-02T07:00:00Z"))
        .detected_at(at("2026-03-02T08:00:00Z"));
    let restored = nine_and(Seconds::hours(2));
    let incident = given(register(facts))
        .under(&policy)
        .by(&ana())
        .after(Seconds::minutes(5))
        .when(Acknowledge::new())
        .after(Seconds::hours(3))
        .when(resolve().restored_at(RestoredAt(restored)))
        .after(Seconds::days(1))
        .when(Close::new().confirmed_by(PersonId::from_key(3)))
        .finish();
    let moments = incident.moments();
    assert_eq!(
        moments.occurred,
        Some(OccurredAt(at("2026-03-02T07:00:00Z")))
    );
    assert_eq!(
        moments.detected,
        Some(DetectedAt(at("2026-03-02T08:00:00Z")))
    );
    assert_eq!(moments.registered.0, nine());
    assert_eq!(
        moments.acknowledged.map(|it| it.0),
        Some(at("2026-03-02T09:05:00Z"))
    );
    assert_eq!(moments.restored, Some(RestoredAt(restored)));
    assert_eq!(
        moments.resolved.map(|it| it.0),
        Some(at("2026-03-02T12:05:00Z"))
    );
    assert_eq!(
        moments.closed.map(|it| it.0),
        Some(at("2026-03-03T12:05:00Z"))
    );
}

#[test]
fn moment_that_nobody_noted_stays_unknown() {
    let policy = standard();
    let incident = given(register(profile()))
        .under(&policy)
        .by(&ana())
        .after(Seconds::hours(1))
        .when(resolve())
        .and(Close::new().confirmed_by(PersonId::from_key(3)))
        .finish();
    let moments = incident.moments();
    assert_eq!(moments.occurred, None);
    assert_eq!(moments.detected, None);
    assert_eq!(moments.acknowledged, None);
    assert_eq!(moments.restored, None);
    assert!(moments.resolved.is_some() && moments.closed.is_some());
}

#[test]
fn history_keeps_who_when_what_and_under_which_policy() {
    let policy = standard();
    let story = given(register(profile()))
        .under(&policy)
        .by(&ana())
        .after(Seconds(60))
        .occurred(nine())
        .when(Describe::new().description(note("Nothing comes in.")));
    let [event] = story.history() else {
        panic!("one event")
    };
    assert_eq!((event.record, event.revision), (id(1), 2));
    assert_eq!(
        (event.at, event.occurred),
        (nine_and(Seconds(60)), Some(nine()))
    );
    assert_eq!(event.by, *ana().agent());
    assert_eq!(event.policy.to_string(), "default v1");
    assert!(matches!(event.event, IncidentEvent::Described(_)));
}
