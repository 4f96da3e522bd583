//! A chronology of what records tell: entries from the events of incidents and of items.
//!
//! What a record has recorded is evidence that it was so. What somebody wrote into it is hearsay: a
//! note of the work, or when it is said to have begun, unless a monitoring tool has seen that.
//! Events that say something of the record and nothing of what happened give no entry.
//!
//! Source: ITIL 4 problem management (problem analysis: reconstruction of what happened).

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Display;
use itsm_configuration::RecordedCiEvent;
use itsm_configuration::authority::Authority;
use itsm_configuration::event::CiEvent;
use itsm_core::id::CiId;
use itsm_core::link::RecordRef;
use itsm_core::text::{Code, Note};
use itsm_core::time::{DetectedAt, Instant, OccurredAt, RestoredAt};
use itsm_incident::RecordedIncidentEvent;
use itsm_incident::event::IncidentEvent;
use itsm_incident::profile::{DetectionSource, Profile};
use itsm_problem::chronology::{EntryKind, Footing, TimelineEntry};

const INCIDENT: Code = Code::trusted("incident");
const CONFIGURATION: Code = Code::trusted("configuration");

/// What the event of an incident tells: nothing, one thing, or as much as three, since a
/// registration also tells when it began and when it was noticed.
pub fn of_incident(event: &RecordedIncidentEvent) -> Vec<TimelineEntry> {
    let happened = event.happened();
    let about = Vec::from([RecordRef::Incident(event.record)]);
    let mut entries = Vec::new();
    let mut tell = |at: Instant, kind, footing, about: &[RecordRef], text: &str| {
        entries.extend(entry(at, kind, INCIDENT, footing, text, about));
    };
    let mut act = |text: String| {
        tell(
            happened,
            EntryKind::Action,
            Footing::Evidence,
            &about,
            &text,
        );
    };
    match &event.event {
        IncidentEvent::Registered(it) => return of_profile(event, &it.profile, happened),
        IncidentEvent::Adopted(it) => {
            let at = it.registered_at.unwrap_or(it.as_of);
            return of_profile(event, &it.profile, at);
        }
        IncidentEvent::Acknowledged(_) => act("somebody took notice".into()),
        IncidentEvent::Assigned(it) => act(with("given to a group", it.note.as_ref())),
        IncidentEvent::FunctionallyEscalated(it) => {
            act(with("handed over to experts", Some(&it.reason)));
        }
        IncidentEvent::HierarchicallyEscalated(it) => {
            let brought = format!("brought to the attention of {}", it.to);
            act(with(&brought, Some(&it.reason)));
        }
        IncidentEvent::WorkStarted(_) => act("work began".into()),
        IncidentEvent::Held(it) => act(format!("waits: {}", it.reason)),
        IncidentEvent::Resumed(_) => act("goes on".into()),
        IncidentEvent::HandedToVendor(it) => act(with("handed to a supplier", it.note.as_ref())),
        IncidentEvent::ReturnedFromVendor(_) => act("came back from the supplier".into()),
        IncidentEvent::WorkaroundNoted(it) => act(format!("workaround: {}", it.step.as_str())),
        IncidentEvent::MajorAccepted(it) => act(with("is a major incident", Some(&it.note))),
        IncidentEvent::WorkLogged(it) => {
            let text = it.entry.as_str();
            tell(happened, EntryKind::Action, Footing::Hearsay, &about, text);
        }
        IncidentEvent::Resolved(it) => {
            let at = it.restored_at.map_or(happened, RestoredAt::instant);
            let text = with("service was restored", it.notes.as_ref());
            tell(at, EntryKind::Restoration, Footing::Evidence, &about, &text);
        }
        IncidentEvent::Reopened(it) => {
            let text = with("the resolution did not hold", it.reason.as_ref());
            let (kind, footing) = (EntryKind::Deviation, Footing::Evidence);
            tell(happened, kind, footing, &about, &text);
        }
        _ => {}
    }
    entries
}

fn of_profile(event: &RecordedIncidentEvent, profile: &Profile, at: Instant) -> Vec<TimelineEntry> {
    let mut about = Vec::from([RecordRef::Incident(event.record)]);
    about.extend(profile.service.map(RecordRef::Service));
    let cis = profile.cis.iter().flatten();
    about.extend(cis.map(|it| RecordRef::Ci(*it)));
    let seen = match profile.detection {
        DetectionSource::Monitoring => Footing::Evidence,
        DetectionSource::User | DetectionSource::Staff | DetectionSource::Supplier => {
            Footing::Hearsay
        }
    };
    let title = &profile.title;
    let began = profile.occurred_at.map(OccurredAt::instant);
    let noticed = profile.detected_at.map(DetectedAt::instant);
    let detection = profile.detection;
    let told = [
        (began, EntryKind::Deviation, seen, format!("began: {title}")),
        (
            noticed,
            EntryKind::Observation,
            seen,
            format!("noticed by {detection}: {title}"),
        ),
        (
            Some(at),
            EntryKind::Observation,
            Footing::Evidence,
            format!("registered: {title}"),
        ),
    ];
    let entry = |(at, kind, footing, text): (Option<Instant>, _, _, String)| {
        entry(at?, kind, INCIDENT, footing, &text, &about)
    };
    told.into_iter().filter_map(entry).collect()
}

/// What the event of an item tells, with the name that people know the item by; `None` where it
/// tells nothing of the item itself.
pub fn of_item(event: &RecordedCiEvent, name: impl Fn(CiId) -> String) -> Option<TimelineEntry> {
    let it = event.record;
    let subject = name(it);
    let mut about = Vec::from([RecordRef::Ci(it)]);
    let other = |ci: CiId| {
        if ci == it {
            None
        } else {
            Some(RecordRef::Ci(ci))
        }
    };
    let (kind, what, authority) = match &event.event {
        CiEvent::Reclassified(it) => {
            let what = format!("is a {} now", it.class);
            (EntryKind::Change, what, Some(&it.authority))
        }
        CiEvent::AttributeSet(it) => {
            let what = match &it.value {
                Some(value) => format!("`{}` was set to {value}", it.name),
                None => format!("`{}` was cleared", it.name),
            };
            (EntryKind::Change, what, Some(&it.authority))
        }
        CiEvent::Related(it) => {
            let (relationship, target) = (&it.relationship, it.relationship.target);
            about.extend(other(target));
            let what = format!("{} {}", spaced(&relationship.kind), name(target));
            (EntryKind::Change, what, Some(&it.authority))
        }
        CiEvent::Unrelated(it) => {
            let (relationship, target) = (&it.relationship, it.relationship.target);
            about.extend(other(target));
            let what = format!("no longer {} {}", spaced(&relationship.kind), name(target));
            (EntryKind::Change, what, Some(&it.authority))
        }
        CiEvent::GroupSet(it) => {
            let what = format!("redundancy `{}` was set", it.group.name);
            (EntryKind::Change, what, Some(&it.authority))
        }
        CiEvent::GroupRemoved(it) => {
            let what = format!("redundancy `{}` was removed", it.name);
            (EntryKind::Change, what, Some(&it.authority))
        }
        CiEvent::Moved(it) => {
            let what = format!("from {} to {}", it.from, it.standing);
            (EntryKind::Change, what, Some(&it.authority))
        }
        CiEvent::Retired(it) => (EntryKind::Change, "was retired".into(), Some(&it.authority)),
        CiEvent::ActionBegun(it) => (EntryKind::Change, format!("{} began", it.action), None),
        CiEvent::ActionEnded(it) => (EntryKind::Action, format!("{} ended", it.action), None),
        CiEvent::Verified(it) if !it.discrepancies.is_empty() => {
            let found: Vec<&str> = it.discrepancies.iter().map(|it| it.as_str()).collect();
            let what = format!("was found otherwise: {}", found.join(", "));
            (EntryKind::Observation, what, None)
        }
        _ => return None,
    };
    let by = match authority {
        Some(Authority::Change(change)) => {
            about.push(RecordRef::Change(*change));
            String::new()
        }
        Some(Authority::Discovered { source }) => format!(" (found by {source})"),
        Some(Authority::Unauthorized) => " (on nobody's authority)".into(),
        None => String::new(),
    };
    let text = format!("{subject}: {what}{by}");
    let (at, footing) = (event.happened(), Footing::Evidence);
    entry(at, kind, CONFIGURATION, footing, &text, &about)
}

fn spaced(code: &impl Display) -> String {
    format!("{code}").replace('_', " ")
}

/// A text with what somebody wrote about it.
fn with(text: &str, note: Option<&Note>) -> String {
    note.map_or_else(|| text.into(), |note| format!("{text}: {note}"))
}

fn entry(
    at: Instant,
    kind: EntryKind,
    source: Code,
    footing: Footing,
    text: &str,
    about: &[RecordRef],
) -> Option<TimelineEntry> {
    // What is written of a record is as long as its longest note, and the words before it.
    let text: String = text.chars().take(Note::MAX_CHARS).collect();
    let text = Note::new(text).ok()?;
    Some(TimelineEntry::new(at, kind, source, footing, text, about))
}
