//! Incidents to begin with: registered, taken over, and with something of a history.

use crate::birth::Adopt;
use crate::command::IncidentCommandKind as Kind;
use crate::incident::Incident;
use crate::major::{MajorDenial, MajorIncident, MajorProposal, MajorStatus};
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
use itsm_core::id::{CiId, GroupId, IncidentId, KnownErrorId, PersonId, ServiceId, TenantId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Label, Note};
use itsm_core::time::{AcknowledgedAt, ClosedAt, Instant, ResolvedAt, RestoredAt, Seconds};
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

/// States as another tool may have left them, at some time up to an instant, with all that a state
/// can say.
pub fn states(stage: IncidentStage, as_of: Instant) -> BoxedStrategy<IncidentState> {
    let ago = prop_oneof![
        1 => Just(0_u64),
        3 => 0..864_000_u64,
    ];
    let by = Agent::Person(PersonId::from_key(2));
    let another = option::of(
        ids(IncidentId::from_key)
            .prop_map(RecordRef::Incident)
            .boxed(),
    );
    (
        (ago, 0..86_400_u64, option::of(1..864_000_u64)),
        select(HoldReason::WELL_KNOWN.to_vec()),
        select(ResolutionCode::WELL_KNOWN.to_vec()),
        select(CancelReason::WELL_KNOWN.to_vec()),
        option::of(notes()),
        (another, any::<bool>(), any::<bool>()),
    )
        .prop_map(move |(when, reason, code, why, notes, more)| {
            let ((ago, before, ahead), (another, known, quiet)) = (when, more);
            let then = earlier(as_of, ago);
            let resolution = Resolution {
                notes: notes.clone(),
                restored_at: known.then(|| RestoredAt(earlier(then, before))),
                known_error: quiet.then(|| KnownErrorId::from_key(before)),
                through: another,
                ..Resolution::new(code, by.clone(), ResolvedAt(then))
            };
            match stage {
                IncidentStage::New => IncidentState::New,
                IncidentStage::InProgress => IncidentState::InProgress,
                IncidentStage::OnHold => IncidentState::OnHold(OnHold {
                    until: ahead.and_then(|ahead| Seconds(ahead).after(then)),
                    awaiting: another,
                    ..OnHold::new(reason, then)
                }),
                IncidentStage::Resolved => IncidentState::Resolved(resolution),
                IncidentStage::Closed => {
                    let confirmation = match (known, quiet) {
                        (true, _) => Confirmation::Confirmed {
                            by: PersonId::from_key(3),
                        },
                        (_, true) => Confirmation::NotObjected { due: then },
                        _ => Confirmation::Unconfirmed,
                    };
                    IncidentState::Closed(Closure {
                        // Another tool may have forgotten how it was resolved.
                        resolution: (before % 4 > 0).then_some(resolution),
                        ..Closure::new(confirmation, by.clone(), ClosedAt(as_of))
                    })
                }
                IncidentStage::Canceled => IncidentState::Canceled(Cancellation {
                    notes,
                    instead: another,
                    ..Cancellation::new(why, by.clone(), then)
                }),
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

/// Every status of a major incident that goes with a state; none may be said or left out.
fn major(stage: IncidentStage, then: Instant) -> BoxedStrategy<Option<MajorStatus>> {
    let business = || Note::trusted("nobody could order");
    let by = || Agent::Person(PersonId::from_key(4));
    let major = MajorIncident {
        proposed_at: Some(earlier(then, 3_600)),
        ..MajorIncident::new(business(), PersonId::from_key(1), then)
    };
    let proposal = MajorProposal::new(business(), business(), by(), then);
    let denial = || MajorDenial::new(Note::trusted("one room only"), by(), then);
    let all = [
        MajorStatus::None,
        MajorStatus::Proposed(proposal),
        MajorStatus::Accepted(major.clone()),
        MajorStatus::Rejected(denial()),
        MajorStatus::Canceled(denial()),
        MajorStatus::Resolved(major.clone()),
        MajorStatus::Closed(major),
    ];
    let fitting: Vec<_> = all.into_iter().filter(|it| it.fits(stage)).collect();
    option::of(select(fitting)).boxed()
}

/// Takeovers that fit a policy, with each optional fact now there and now not.
///
/// The moments are in order where the other tool says when it registered the record; where it does
/// not, they lie before the instant from which its life is then counted.
pub fn adoptions(
    policy: &IncidentPolicy,
    stage: IncidentStage,
    as_of: Instant,
) -> BoxedStrategy<Adopt> {
    let priorities: Vec<_> = policy.matrix().priorities().iter().cloned().collect();
    let who = (
        option::of(select(priorities)),
        option::of(ids(GroupId::from_key)),
        option::of(ids(PersonId::from_key)),
        option::of(ids(PersonId::from_key)),
        option::of(ids(IncidentId::from_key)),
    );
    let when = (
        option::of(864_000..8_640_000_u64),
        option::of(0..864_000_u64),
        option::of(0..4_u32),
        option::of(0..4_u32),
    );
    (
        profiles(policy),
        states(stage, as_of),
        major(stage, earlier(as_of, 864_000)),
        who,
        when,
    )
        .prop_map(move |(profile, state, major, who, when)| {
            let (priority, group, person, owner, parent) = who;
            let (registered, acknowledged, reassignments, reopens) = when;
            Adopt {
                priority,
                group,
                person,
                owner,
                parent,
                reassignments,
                reopens,
                major,
                registered_at: registered.map(|ago| earlier(as_of, ago)),
                acknowledged_at: acknowledged.map(|ago| AcknowledgedAt(earlier(as_of, ago))),
                ..Adopt::new(profile, state, as_of)
            }
        })
        .boxed()
}

/// Incidents under a policy: registered or taken over in any state, with a prelude of their own.
pub fn origins(policy: &IncidentPolicy) -> BoxedStrategy<Origin<Incident>> {
    let policy = policy.clone();
    let birth = (
        ids(IncidentId::from_key),
        instants(),
        option::of(select(IncidentStage::ALL.to_vec())),
        proptest::sample::subsequence(PRELUDE.to_vec(), 0..=PRELUDE.len()),
        vec(select(MOVES.to_vec()), 0..3),
    );
    birth
        .prop_flat_map(move |(id, now, stage, prelude, moves)| {
            let policy = policy.clone();
            let taken_over = match stage {
                Some(stage) => adoptions(&policy, stage, now).prop_map(Ok).boxed(),
                None => profiles(&policy).prop_map(Err).boxed(),
            };
            taken_over.prop_filter_map("a birth that the policy accepts", move |birth| {
                let who = actors();
                let (actor, approver) = (who.first()?, who.get(3)?);
                let cx = Context::new(now, actor, &policy).approved_by(approver);
                let (record, event) = match birth {
                    Ok(adopt) => Incident::adopt(id, adopt, &cx).ok()?,
                    Err(profile) => Incident::register(id, profile, &cx).ok()?,
                };
                let mut origin = Origin::born(record, event);
                for kind in prelude.iter().chain(&moves) {
                    if let Some(command) = witness(&origin.record, *kind, &cx) {
                        origin = origin.after(&command, &cx);
                    }
                }
                Some(origin)
            })
        })
        .boxed()
}
