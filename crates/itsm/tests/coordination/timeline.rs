//! What the events of an incident and of an item tell a chronology.

use crate::desk::{ana, at, day, group, note, outage};
use EntryKind::{Action, Change, Deviation, Observation, Restoration};
use Footing::{Evidence, Hearsay};
use itsm::configuration::authority::Authority;
use itsm::configuration::command::{CiCommand, Describe, Move, SetGroup, Verify};
use itsm::configuration::policy::ConfigurationPolicy;
use itsm::configuration::profile::CiProfile;
use itsm::configuration::redundancy::{Group, RedundancyGroup};
use itsm::configuration::state::LifecycleStage;
use itsm::configuration::verification::Discrepancy;
use itsm::configuration::{Ci, RecordedCiEvent};
use itsm::coordination::timeline::{of_incident, of_item};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{ChangeId, CiId, IncidentId, PersonId, ServiceId};
use itsm::core::link::RecordRef;
use itsm::core::text::{Code, Label, Title};
use itsm::core::time::{DetectedAt, Instant, OccurredAt, RestoredAt, Seconds};
use itsm::incident::command::{Assign, IncidentCommand, LogWork, Reopen, Resolve, StartWork};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::profile::DetectionSource;
use itsm::incident::resolution::ResolutionCode;
use itsm::incident::work_log::Visibility;
use itsm::incident::{Incident, RecordedIncidentEvent};
use itsm::problem::chronology::{Chronology, EntryKind, Footing, TimelineEntry};

fn told(entries: &[TimelineEntry]) -> Vec<(Instant, EntryKind, Footing, &str)> {
    let one = |it: &TimelineEntry| (it.at, it.kind, it.footing);
    entries
        .iter()
        .map(|it| {
            let (at, kind, footing) = one(it);
            (at, kind, footing, it.text.as_str())
        })
        .collect()
}

/// An outage of a Monday, from what began at eight to a resolution that did not hold.
fn incident(detection: DetectionSource) -> Vec<RecordedIncidentEvent> {
    let policy = IncidentPolicy::default();
    let ana = ana();
    let mut profile = outage("High", "High")
        .service(ServiceId::from_key(1))
        .ci(CiId::from_key(2))
        .occurred_at(OccurredAt(day(2, "08:00")))
        .detected_at(DetectedAt(day(2, "08:20")));
    profile.detection = detection;
    let cx = Context::new(day(2, "09:00"), &ana, &policy);
    let (mut it, born) = Incident::register(IncidentId::from_key(7), profile, &cx).unwrap();
    let mut events = vec![born];
    let mut tell = |time, command: IncidentCommand| {
        let cx = Context::new(day(2, time), &ana, &policy);
        events.extend(it.execute(command, &cx).unwrap());
    };
    tell("09:05", Assign::new(group(1)).into());
    tell("09:10", StartWork::new().into());
    tell(
        "09:30",
        LogWork::new(note("Removed old logs"), Visibility::Private).into(),
    );
    let resolve = Resolve::new(ResolutionCode::WORKAROUND).notes(note("Disk freed"));
    tell(
        "10:00",
        resolve.restored_at(RestoredAt(day(2, "09:48"))).into(),
    );
    tell(
        "11:00",
        Reopen::new().reason(note("It fills up again")).into(),
    );
    events
}

#[test]
fn incident_tells_when_it_began_what_was_done_and_when_service_was_back() {
    let events = incident(DetectionSource::User);
    let entries: Vec<_> = events.iter().flat_map(of_incident).collect();
    assert_eq!(
        told(&entries),
        [
            (
                day(2, "08:00"),
                Deviation,
                Hearsay,
                "began: Mail is down in Porto"
            ),
            (
                day(2, "08:20"),
                Observation,
                Hearsay,
                "noticed by user: Mail is down in Porto"
            ),
            (
                day(2, "09:00"),
                Observation,
                Evidence,
                "registered: Mail is down in Porto"
            ),
            (day(2, "09:05"), Action, Evidence, "given to a group"),
            (day(2, "09:10"), Action, Evidence, "work began"),
            (day(2, "09:30"), Action, Hearsay, "Removed old logs"),
            (
                day(2, "09:48"),
                Restoration,
                Evidence,
                "service was restored: Disk freed"
            ),
            (
                day(2, "11:00"),
                Deviation,
                Evidence,
                "the resolution did not hold: It fills up again"
            ),
        ]
    );
    let incident = RecordRef::Incident(IncidentId::from_key(7));
    assert!(entries.iter().all(|it| it.about[0] == incident));
    let item = RecordRef::Ci(CiId::from_key(2));
    assert!(
        entries[0].about.contains(&item),
        "an outage is about its items"
    );
}

#[test]
fn beginning_that_monitoring_has_seen_is_evidence() {
    let events = incident(DetectionSource::Monitoring);
    let entries: Vec<_> = events.iter().flat_map(of_incident).collect();
    assert_eq!(entries[0].footing, Footing::Evidence);
}

/// A server whose log level was raised by a change, and which was found otherwise later.
fn item() -> Vec<RecordedCiEvent> {
    let policy = ConfigurationPolicy::default();
    let max = Actor::person(PersonId::from_key(1)).with(Role::CONFIGURATION_MANAGER);
    let cx = Context::new(day(1, "09:00"), &max, &policy);
    let change = || Authority::from(ChangeId::from_key(3));
    let profile = CiProfile::new(Code::new("server").unwrap(), Title::new("db-1").unwrap());
    let (mut it, born) = Ci::register(CiId::from_key(2), profile, change(), &cx).unwrap();
    let mut events = vec![born];
    let mut tell = |time, command: CiCommand| {
        let cx = Context::new(at(time), &max, &policy);
        events.extend(it.execute(command, &cx).unwrap());
    };
    let deploy = Move::new(
        LifecycleStage::Deploy,
        Label::new("Build").unwrap(),
        change(),
    );
    tell("2026-03-01T10:00:00Z", deploy.into());
    let pair = Group::at_least(1, [CiId::from_key(4), CiId::from_key(5)]).unwrap();
    let pair = RedundancyGroup::new(Code::new("power").unwrap(), pair);
    tell(
        "2026-03-02T07:30:00Z",
        SetGroup::new(pair, Authority::Unauthorized).into(),
    );
    let describe = Describe::new(change()).description(note("The first node"));
    tell("2026-03-02T07:40:00Z", describe.into());
    let verify = Verify::new([Discrepancy::WrongAttribute]);
    tell("2026-03-02T12:00:00Z", verify.into());
    events
}

#[test]
fn item_tells_what_was_changed_on_whose_authority_and_not_what_concerns_its_record() {
    let name = |ci: CiId| format!("item {}", ci.key().unwrap());
    let entries: Vec<_> = item().iter().filter_map(|it| of_item(it, name)).collect();
    assert_eq!(
        told(&entries),
        [
            (
                day(1, "10:00"),
                Change,
                Evidence,
                "item 2: from inventory to deploy / Build"
            ),
            (
                day(2, "07:30"),
                Change,
                Evidence,
                "item 2: redundancy `power` was set (on nobody's authority)"
            ),
            (
                day(2, "12:00"),
                Observation,
                Evidence,
                "item 2: was found otherwise: wrong_attribute"
            ),
        ]
    );
    let ci = RecordRef::Ci(CiId::from_key(2));
    let change = RecordRef::Change(ChangeId::from_key(3));
    assert_eq!(entries[0].about, [ci, change]);
    assert_eq!(entries[1].about, [ci]);
}

#[test]
fn practices_together_tell_how_long_after_the_change_it_began() {
    let name = |_| "db-1".to_owned();
    let of_items = item()
        .iter()
        .filter_map(|it| of_item(it, name))
        .collect::<Vec<_>>();
    let of_incidents = incident(DetectionSource::User)
        .iter()
        .flat_map(of_incident)
        .collect::<Vec<_>>();
    let told = Chronology::merge(of_incidents.into_iter().chain(of_items)).unwrap();
    let lead = told.lead().unwrap();
    assert_eq!(lead.length, Seconds::minutes(30));
    assert_eq!(told.causes()[0].ci, Some(CiId::from_key(2)));
    assert_eq!(
        told.first_deviation_in_evidence().unwrap().at,
        day(2, "11:00")
    );
}
