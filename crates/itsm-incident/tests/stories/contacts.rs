//! Before there is an incident: contacts, and what monitoring says.

use crate::desk::{Case, ana, at, id, label, nine, nine_and, note, policy, resolve, standard};
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::id::{CiId, GroupId, IncidentId, PersonId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::Title;
use itsm_core::time::{DetectedAt, Instant, RestoredAt, Seconds};
use itsm_incident::Incident;
use itsm_incident::alert::{Alert, AlertFacts, AlertKind, AlertOutcome, Kept, KnownAlert, judge};
use itsm_incident::command::{Assign, Reopen};
use itsm_incident::contact::{
    Channel, Contact, ContactKind, Signs, Triaged, resolved_at_first_contact,
};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::profile::DetectionSource;
use itsm_incident::resolution::ResolutionCode;
use itsm_incident::state::IncidentStage;

fn high() -> (Impact, Urgency) {
    (Impact::new("High").unwrap(), Urgency::new("High").unwrap())
}

fn call() -> Contact {
    let taken_by: Agent = ana().agent().clone();
    Contact::new(Channel::PHONE, nine(), taken_by, note("My mail is gone."))
        .person(PersonId::from_key(3))
}

#[test]
fn contact_is_an_incident_a_request_or_neither_before_anything_is_registered() {
    let signs = |disturbed, wanted| Signs { disturbed, wanted }.kind();
    let (yes, no) = (Some(true), Some(false));
    assert_eq!(signs(yes, None), Some(ContactKind::Incident));
    assert_eq!(signs(yes, yes), Some(ContactKind::Incident));
    assert_eq!(signs(no, yes), Some(ContactKind::Request));
    assert_eq!(signs(no, no), Some(ContactKind::Neither));
    for unknown in [signs(None, yes), signs(no, None), signs(None, None)] {
        assert_eq!(unknown, None, "the desk asks on");
    }
}

#[test]
fn incident_begins_with_what_the_caller_said() {
    let (impact, urgency) = high();
    let profile =
        call()
            .ci(CiId::from_key(7))
            .profile(Title::new("Mail").unwrap(), impact, urgency);
    assert_eq!(profile.reporter, Some(PersonId::from_key(3)));
    assert_eq!(profile.description, Some(note("My mail is gone.")));
    assert_eq!(profile.detected_at, Some(DetectedAt(nine())));
    assert_eq!(profile.detection, DetectionSource::User);
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    let (incident, _) = Incident::register(id(1), profile, &cx).unwrap();
    assert!(incident.cis().eq([CiId::from_key(7)]));
}

#[test]
fn first_contact_resolution_is_asked_of_contacts_and_not_of_incidents() {
    let about = |key: u64| {
        Triaged::new(call(), ContactKind::Incident, note("Mail is down.")).incident(id(key))
    };
    let resolved = Case::new().done(resolve());
    let asked =
        |case: &Case, contacts: &[Triaged]| resolved_at_first_contact(&case.incident, contacts);
    assert_eq!(asked(&resolved, &[about(1), about(2)]), Some(true));
    // Two calls about it, or a second level: not at the first contact.
    assert_eq!(asked(&resolved, &[about(1), about(1)]), Some(false));
    let handed_on = Case::new()
        .done(Assign::new(GroupId::from_key(1)))
        .done(Assign::new(GroupId::from_key(2)))
        .done(resolve());
    assert_eq!(asked(&handed_on, &[about(1)]), Some(false));
    let again = resolved
        .clone()
        .done(Reopen::new().reason(note("Again.")))
        .done(resolve());
    assert_eq!(asked(&again, &[about(1)]), Some(false));
    // Nobody called, or it is not over: it cannot be said.
    assert_eq!(asked(&resolved, &[about(2)]), None);
    assert_eq!(asked(&Case::new(), &[about(1)]), None);
}

fn alert(kind: AlertKind, at: Instant) -> Alert {
    let (impact, urgency) = high();
    let title = Title::new("Mail server does not answer").unwrap();
    Alert::new(kind, label("mail-1/ping"), at, title, impact, urgency).ci(CiId::from_key(7))
}

fn known(stage: IncidentStage, last_at: Instant) -> AlertFacts {
    AlertFacts {
        known: Some(KnownAlert {
            incident: id(1),
            stage,
            last_at,
        }),
        in_maintenance: false,
    }
}

fn eager() -> IncidentPolicy {
    policy(|draft| {
        draft.alerts.warnings = true;
        draft.alerts.recovery_resolves = true;
    })
}

#[test]
fn exception_raises_an_incident_and_information_and_warnings_are_kept() {
    let ask =
        |kind, policy: &IncidentPolicy| judge(&alert(kind, nine()), AlertFacts::default(), policy);
    let AlertOutcome::Registers(profile) = ask(AlertKind::Exception, &standard()) else {
        panic!("an exception")
    };
    assert_eq!(profile.detection, DetectionSource::Monitoring);
    assert_eq!(profile.detected_at, Some(DetectedAt(nine())));
    let kept = AlertOutcome::Kept;
    let information = AlertKind::Informational;
    assert_eq!(ask(information, &standard()), kept(Kept::Informational));
    assert_eq!(ask(information, &eager()), kept(Kept::Informational));
    let warning = AlertKind::Warning;
    assert_eq!(ask(warning, &standard()), kept(Kept::Warning));
    assert!(matches!(ask(warning, &eager()), AlertOutcome::Registers(_)));
}

#[test]
fn repeats_within_the_window_collapse_into_one_incident() {
    let policy = standard();
    let exception = |n| alert(AlertKind::Exception, nine_and(Seconds::minutes(n)));
    // A thousand of them, each within an hour of the one before.
    for n in 1..1_000 {
        let facts = known(IncidentStage::InProgress, nine_and(Seconds::minutes(n - 1)));
        let outcome = judge(&exception(n), facts, &policy);
        assert_eq!(outcome, AlertOutcome::Repeats(id(1)));
    }
    let at_the_edge = judge(&exception(60), known(IncidentStage::New, nine()), &policy);
    assert_eq!(at_the_edge, AlertOutcome::Repeats(id(1)));
    let later = judge(&exception(61), known(IncidentStage::New, nine()), &policy);
    let AlertOutcome::Registers(profile) = later else {
        panic!("the window is over")
    };
    let earlier = Link::new(LinkKind::RELATED, RecordRef::Incident(id(1)));
    assert!(profile.links.unwrap().contains(&earlier));
}

#[test]
fn repeat_after_the_resolution_reopens_and_after_the_end_begins_anew() {
    let policy = standard();
    let again = alert(AlertKind::Exception, nine_and(Seconds::minutes(5)));
    let outcome = |stage| judge(&again, known(stage, nine()), &policy);
    let AlertOutcome::Returns(incident, reopen) = outcome(IncidentStage::Resolved) else {
        panic!("it is back")
    };
    assert_eq!(incident, id(1));
    let case = Case::new().done(resolve()).by(&crate::desk::clock());
    assert_eq!(
        case.done(reopen).incident.stage(),
        IncidentStage::InProgress
    );
    for over in [IncidentStage::Closed, IncidentStage::Canceled] {
        assert!(matches!(outcome(over), AlertOutcome::Registers(_)));
    }
}

#[test]
fn item_in_maintenance_raises_nothing_and_is_kept() {
    let facts = AlertFacts {
        in_maintenance: true,
        ..AlertFacts::default()
    };
    let outcome = judge(&alert(AlertKind::Exception, nine()), facts, &standard());
    assert_eq!(outcome, AlertOutcome::Kept(Kept::Maintenance));
}

#[test]
fn recovery_resolves_at_the_most_and_never_closes() {
    let over = at("2026-03-02T09:20:00Z");
    let recovery = alert(AlertKind::Recovery, over);
    let facts = known(IncidentStage::InProgress, nine());
    let by_hand = judge(&recovery, facts, &standard());
    assert_eq!(by_hand, AlertOutcome::Kept(Kept::RecoveryByHand));
    let AlertOutcome::Recovers(incident, resolve) = judge(&recovery, facts, &eager()) else {
        panic!("the policy says so")
    };
    assert_eq!(incident, id(1));
    let monitor = crate::desk::clock();
    let case = Case::under(eager()).at(over).by(&monitor).done(resolve);
    let resolution = case.incident.state().resolution().unwrap();
    assert_eq!(case.incident.stage(), IncidentStage::Resolved);
    assert_eq!(resolution.code, ResolutionCode::SELF_RECOVERED);
    assert_eq!(resolution.restored_at, Some(RestoredAt(over)));
    for ended in [IncidentStage::Resolved, IncidentStage::Closed] {
        let outcome = judge(&recovery, known(ended, nine()), &eager());
        assert_eq!(outcome, AlertOutcome::Kept(Kept::NothingToRecover));
    }
}

#[test]
fn what_an_alert_proposes_is_accepted_under_the_policy_it_was_asked_of() {
    let (monitor, policy) = (crate::desk::clock(), eager());
    let exception = alert(AlertKind::Exception, nine());
    let AlertOutcome::Registers(profile) = judge(&exception, AlertFacts::default(), &policy) else {
        panic!("an exception")
    };
    let cx = Context::new(nine(), &monitor, &policy);
    let born = Incident::register(IncidentId::from_key(9), *profile, &cx);
    assert!(born.is_ok());
}
