//! Incidents to begin with: registered, taken over, and with something of a history.

use crate::birth::Adopt;
use crate::command::IncidentCommandKind as Kind;
use crate::incident::Incident;
use crate::major::{MajorIncident, MajorStatus};
use crate::policy::IncidentPolicy;
use crate::profile::{Category, DetectionBasis, DetectionSource, Profile};
use crate::resolution::{
    CancelReason, Cancellation, Closure, Confirmation, Resolution, ResolutionCode,
};
use crate::state::{HoldReason, IncidentStage, IncidentState, OnHold};
use crate::testing::{actors, witness};
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::id::{CiId, IncidentId, PersonId, ServiceId, TenantId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Label, Note};
use itsm_core::time::{ClosedAt, Instant, ResolvedAt, Seconds};
use itsm_testing::generate::{ids, instants, notes, record_numbers, titles};
use itsm_testing::specimen::Origin;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Profiles that fit a policy.
pub fn profiles(policy: &IncidentPolicy) -> BoxedStrategy<Profile> {
    let impacts: Vec<_> = policy.matrix().impacts().iter().cloned().collect();
    let urgencies: Vec<_> = policy.matrix().urgencies().iter().cloned().collect();
    let categories: Vec<Category> = if policy.categories.is_empty() {
        ["Network", "Mail"]
            .map(|it| Category::new(Label::trusted(it)))
            .to_vec()
    } else {
        policy
            .categories
            .keys()
            .cloned()
            .map(Category::new)
            .collect()
    };
    let all_of_it = !policy.registration.is_empty();
    let needed = (
        titles(),
        select(DetectionSource::ALL.to_vec()),
        select(impacts),
        select(urgencies),
    );
    let more = (
        option::of(notes()),
        option::of(record_numbers()),
        option::of(ids(PersonId::from_key)),
        option::of(ids(ServiceId::from_key)),
        option::of(ids(CiId::from_key)),
        option::of(select(categories)),
        option::of(ids(TenantId::from_key)),
        option::of(ids(IncidentId::from_key)),
    );
    (needed, more)
        .prop_map(move |(needed, more)| {
            let (title, detection, impact, urgency) = needed;
            let (description, number, reporter, service, ci, category, tenant, related) = more;
            let mut profile = Profile {
                description,
                number,
                reporter,
                affected: reporter,
                service,
                category,
                tenant,
                basis: all_of_it.then_some(DetectionBasis::ExpertOpinion),
                ..Profile::new(title, detection, impact, urgency)
            };
            if let Some(ci) = ci {
                profile = profile.ci(ci);
            }
            if let Some(related) = related {
                profile = profile.link(Link::new(LinkKind::RELATED, RecordRef::Incident(related)));
            }
            if all_of_it {
                profile.service.get_or_insert(ServiceId::from_key(1));
                profile.reporter.get_or_insert(PersonId::from_key(3));
            }
            profile
        })
        .boxed()
}

/// States as another tool may have left them, at some time up to an instant.
pub fn states(stage: IncidentStage, as_of: Instant) -> BoxedStrategy<IncidentState> {
    let ago = prop_oneof![
        1 => Just(0_u64),
        3 => 0..864_000_u64,
    ];
    let by = Agent::Person(PersonId::from_key(2));
    (
        ago,
        select(HoldReason::WELL_KNOWN.to_vec()),
        select(ResolutionCode::WELL_KNOWN.to_vec()),
        option::of(notes()),
        option::of(1..864_000_u64),
    )
        .prop_map(move |(ago, reason, code, notes, ahead)| {
            let then = earlier(as_of, ago);
            let resolution = Resolution {
                notes,
                ..Resolution::new(code, by.clone(), ResolvedAt(then))
            };
            match stage {
                IncidentStage::New => IncidentState::New,
                IncidentStage::InProgress => IncidentState::InProgress,
                IncidentStage::OnHold => IncidentState::OnHold(OnHold {
                    until: ahead.and_then(|ahead| Seconds(ahead).after(then)),
                    ..OnHold::new(reason, then)
                }),
                IncidentStage::Resolved => IncidentState::Resolved(resolution),
                IncidentStage::Closed => IncidentState::Closed(
                    Closure::new(Confirmation::Unconfirmed, by.clone(), ClosedAt(as_of))
                        .resolution(resolution),
                ),
                IncidentStage::Canceled => IncidentState::Canceled(Cancellation::new(
                    CancelReason::UNNECESSARY,
                    by.clone(),
                    then,
                )),
            }
        })
        .boxed()
}

fn earlier(at: Instant, seconds: u64) -> Instant {
    i64::try_from(seconds)
        .ok()
        .and_then(chrono::TimeDelta::try_seconds)
        .and_then(|length| at.checked_sub_signed(length))
        .unwrap_or(at)
}

/// What may have happened before the walk begins, so that every command has something to do.
const PRELUDE: &[Kind] = &[
    Kind::LinkParent,
    Kind::ProposeMajor,
    Kind::AcceptMajor,
    Kind::AddTask,
    Kind::AddLink,
    Kind::AffectCi,
    Kind::Acknowledge,
    Kind::SetService,
    Kind::Assign,
    Kind::SetAttribute,
    Kind::SetSubStatus,
    Kind::AssignOwner,
    Kind::JoinSwarm,
    Kind::AddWatcher,
    Kind::AffectUser,
    Kind::HandToVendor,
    Kind::ApplyModel,
];

/// What may move it on afterwards.
const MOVES: &[Kind] = &[Kind::StartWork, Kind::Hold, Kind::Resolve, Kind::Close];

/// The status of a major incident that has come to its end with its record.
fn major(stage: IncidentStage, now: Instant) -> Option<MajorStatus> {
    let major = MajorIncident::new(
        Note::trusted("nobody could order"),
        PersonId::from_key(1),
        earlier(now, 86_400),
    );
    match stage {
        IncidentStage::Resolved => Some(MajorStatus::Resolved(major)),
        IncidentStage::Closed => Some(MajorStatus::Closed(major)),
        _ => None,
    }
}

/// Incidents under a policy: registered or taken over in any state, with a prelude of their own.
pub fn origins(policy: &IncidentPolicy) -> BoxedStrategy<Origin<Incident>> {
    let policy = policy.clone();
    let birth = (
        ids(IncidentId::from_key),
        profiles(&policy),
        instants(),
        option::of(select(IncidentStage::ALL.to_vec())),
        proptest::sample::subsequence(PRELUDE.to_vec(), 0..=PRELUDE.len()),
        vec(select(MOVES.to_vec()), 0..3),
        any::<bool>(),
    );
    birth
        .prop_flat_map(
            move |(id, profile, now, stage, prelude, moves, was_major)| {
                let policy = policy.clone();
                states(stage.unwrap_or(IncidentStage::New), now).prop_filter_map(
                    "a birth that the policy accepts",
                    move |state| {
                        let who = actors();
                        let (actor, approver) = (who.first()?, who.get(3)?);
                        let cx = Context::new(now, actor, &policy).approved_by(approver);
                        let (record, event) = if let Some(stage) = stage {
                            let mut adopt = Adopt::new(profile.clone(), state, now);
                            adopt.major = major(stage, now).filter(|_| was_major);
                            Incident::adopt(id, adopt, &cx).ok()?
                        } else {
                            Incident::register(id, profile.clone(), &cx).ok()?
                        };
                        let mut origin = Origin::born(record, event);
                        for kind in prelude.iter().chain(&moves) {
                            if let Some(command) = witness(&origin.record, *kind, &cx) {
                                origin = origin.after(&command, &cx);
                            }
                        }
                        Some(origin)
                    },
                )
            },
        )
        .boxed()
}
