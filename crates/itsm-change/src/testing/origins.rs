//! Changes as walks find them: just registered, or taken over wherever they stand.

use super::actors;
use super::witness::witness;
use crate::assessment::Assessment;
use crate::birth::Adopt;
use crate::change::Change;
use crate::command::ChangeCommandKind as Kind;
use crate::emergency::{EmergencyCase, EmergencyCriterion, EmergencyKind};
use crate::kind::{ChangeType, Magnitude};
use crate::outcome::{Outcome, OutcomeCode};
use crate::plan::{BackOutPlan, PlannedWindow, Plans, PointOfNoReturn};
use crate::policy::ChangePolicy;
use crate::profile::ChangeProfile;
use crate::state::{Cancellation, ChangeStage, ChangeState, Closure};
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::{
    ChangeId, CiId, GroupId, IncidentId, PersonId, ProblemId, ServiceId, TenantId,
};
use itsm_core::level::Risk;
use itsm_core::link::RecordRef;
use itsm_core::money::{Currency, Money};
use itsm_core::text::{Code, Label, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_testing::generate::{ids, instants, labels, notes, titles};
use itsm_testing::specimen::Origin;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(super) fn plans() -> BoxedStrategy<Plans> {
    let point = (
        select(["first", "second"].map(Code::trusted).to_vec()),
        titles(),
        notes(),
    )
        .prop_map(|(point, title, instead)| PointOfNoReturn::new(point, title, instead));
    let back_out =
        (notes(), vec(point, 0..3)).prop_map(|(steps, points)| BackOutPlan::new(steps, points));
    (
        option::of(notes()),
        option::of(notes()),
        option::of(notes()),
        option::of(back_out),
    )
        .prop_map(|(implementation, test, communication, back_out)| Plans {
            implementation,
            test,
            communication,
            back_out,
        })
        .boxed()
}

/// Mostly levels of the policy that ships.
pub(super) fn risks() -> BoxedStrategy<Risk> {
    let known = ["High", "Moderate", "Low"].map(|it| Risk::from(Label::trusted(it)));
    prop_oneof![9 => select(known.to_vec()), 1 => labels().prop_map(Risk::from)].boxed()
}

pub(super) fn assessments() -> BoxedStrategy<Assessment> {
    let money = any::<u32>().prop_filter_map("a currency", |amount| {
        Some(Money::new(i64::from(amount), Currency::new("EUR").ok()?))
    });
    let note = || option::of(notes());
    (
        (note(), note(), note(), note(), note()),
        option::of(risks()),
        option::of(money),
    )
        .prop_map(
            |((benefit, risk, impact, effort, feasibility), risk_level, cost)| Assessment {
                benefit,
                risk,
                risk_level,
                impact,
                effort,
                cost,
                feasibility,
            },
        )
        .boxed()
}

/// Windows near an instant, some of them the wrong way round.
pub(super) fn windows(
    around: impl Strategy<Value = Instant> + 'static,
) -> BoxedStrategy<PlannedWindow> {
    (around, 0..400_u64, any::<bool>())
        .prop_map(|(at, hours, forth)| {
            let other = Seconds::hours(hours).after(at).unwrap_or(at);
            if forth {
                PlannedWindow::new(at, other)
            } else {
                PlannedWindow::new(other, at)
            }
        })
        .boxed()
}

pub(super) fn outcomes() -> BoxedStrategy<Outcome> {
    (select(OutcomeCode::ALL), any::<bool>())
        .prop_map(|(code, backed_out)| Outcome::new(code, backed_out))
        .boxed()
}

pub(super) fn records() -> BoxedStrategy<RecordRef> {
    prop_oneof![
        ids(ProblemId::from_key).prop_map(RecordRef::Problem),
        ids(IncidentId::from_key).prop_map(RecordRef::Incident),
        ids(ChangeId::from_key).prop_map(RecordRef::Change),
    ]
    .boxed()
}

pub(super) fn emergencies() -> BoxedStrategy<EmergencyCase> {
    (
        select(EmergencyKind::ALL),
        select(EmergencyCriterion::WELL_KNOWN),
        option::of(records()),
    )
        .prop_map(|(kind, criterion, evidence)| EmergencyCase {
            evidence,
            ..EmergencyCase::new(kind, criterion)
        })
        .boxed()
}

/// Profiles of a type; of all of them, if the policy has a template.
fn profiles_of(kind: ChangeType, policy: &ChangePolicy) -> BoxedStrategy<ChangeProfile> {
    let models: Vec<Code> = policy
        .models()
        .filter(|(_, it)| it.kind == kind)
        .map(|(name, _)| name.clone())
        .collect();
    let templates: Vec<(Code, Code)> = policy
        .templates()
        .filter(|(_, it)| it.active)
        .map(|(name, it)| (name.clone(), it.model.clone()))
        .collect();
    let template = if templates.is_empty() {
        Just(None).boxed()
    } else {
        select(templates).prop_map(Some).boxed()
    };
    let emergency = policy.emergencies().cloned().collect::<Vec<_>>();
    let emergency = if emergency.is_empty() {
        Just(None).boxed()
    } else {
        (select(EmergencyKind::ALL), select(emergency))
            .prop_map(|(kind, it)| Some(EmergencyCase::new(kind, it)))
            .boxed()
    };
    (
        (titles(), select(Magnitude::ALL), select(models)),
        (template, emergency),
        (option::of(notes()), option::of(notes())),
        (
            option::of(ids(PersonId::from_key)),
            option::of(ids(PersonId::from_key)),
        ),
        (
            option::of(btree_set(ids(CiId::from_key), 1..3)),
            option::of(btree_set(ids(ServiceId::from_key), 1..3)),
        ),
        option::of(ids(GroupId::from_key)),
        option::weighted(0.2, ids(TenantId::from_key)),
    )
        .prop_map(
            move |(
                (title, magnitude, model),
                (template, emergency),
                (description, justification),
                (requester, assignee),
                (cis, services),
                group,
                tenant,
            )| {
                let profile = ChangeProfile {
                    description,
                    justification,
                    requester,
                    assignee,
                    tenant,
                    ..ChangeProfile::new(title, kind, magnitude)
                };
                if kind == ChangeType::Standard {
                    // What the template locks is left to it.
                    let (template, model) =
                        template.map_or((None, None), |(t, m)| (Some(t), Some(m)));
                    return ChangeProfile {
                        model,
                        template,
                        ..profile
                    };
                }
                ChangeProfile {
                    model: Some(model),
                    emergency: emergency.filter(|_| kind == ChangeType::Emergency),
                    cis,
                    services,
                    group,
                    ..profile
                }
            },
        )
        .boxed()
}

/// Profiles that a policy accepts.
pub fn profiles(policy: &ChangePolicy) -> BoxedStrategy<ChangeProfile> {
    let templates = policy.templates().any(|(_, it)| it.active);
    let emergencies = policy.emergencies().next().is_some();
    let kinds: Vec<ChangeType> = ChangeType::ALL
        .iter()
        .copied()
        .filter(|it| *it != ChangeType::Standard || templates)
        .filter(|it| *it != ChangeType::Emergency || emergencies)
        .collect();
    // Most changes are normal ones, and most states are theirs.
    let kinds: Vec<ChangeType> = kinds.into_iter().chain([ChangeType::Normal; 2]).collect();
    let policy = policy.clone();
    select(kinds)
        .prop_flat_map(move |kind| profiles_of(kind, &policy))
        .boxed()
}

fn state(stage: ChangeStage, at: Instant) -> ChangeState {
    let said = const { Note::trusted("as another tool says") };
    match ChangeState::on_the_road(stage) {
        Some(it) => it,
        None if stage == ChangeStage::Closed => {
            let outcome = Outcome::new(OutcomeCode::Successful, false);
            ChangeState::Closed(Closure::new(at, outcome, said))
        }
        None => ChangeState::Canceled(Cancellation::new(at, ChangeStage::New, said)),
    }
}

/// What may have happened before the walk begins, so that every command has something to do.
const PRELUDE: &[Kind] = &[
    Kind::Plan,
    Kind::Assess,
    Kind::AddTask,
    Kind::StartTask,
    Kind::AddTask,
    Kind::HoldTask,
    Kind::LinkReason,
    Kind::LinkCaused,
    Kind::StageModification,
    Kind::RecordOutcome,
    Kind::RecordReview,
    Kind::PassPoint,
    Kind::CastVote,
];

/// A task that rests, and one that somebody does.
const WORK: &[Kind] = &[
    Kind::AddTask,
    Kind::HoldTask,
    Kind::AddTask,
    Kind::StartTask,
];

/// Ways to stand where a decision was made, or where something rests or waits to be applied.
const WAYS: &[&[Kind]] = &[
    &[],
    &[Kind::Hold],
    &[Kind::Convene, Kind::Submit],
    &[Kind::Convene, Kind::Submit, Kind::RequestAuthorization],
    &[Kind::StartImplementation, Kind::Hold],
    &[Kind::StartImplementation, Kind::Hold],
    &[Kind::StartImplementation, Kind::Hold],
    &[Kind::Schedule, Kind::Submit, Kind::Hold],
    &[Kind::Schedule, Kind::Submit, Kind::Hold],
    WORK,
    WORK,
    WORK,
    &[
        Kind::Schedule,
        Kind::Submit,
        Kind::RequestAuthorization,
        Kind::CastVote,
    ],
    &[
        Kind::Schedule,
        Kind::Submit,
        Kind::RequestAuthorization,
        Kind::CastVote,
        Kind::StartImplementation,
    ],
    &[
        Kind::Schedule,
        Kind::Submit,
        Kind::RequestAuthorization,
        Kind::CastVote,
        Kind::StartImplementation,
    ],
    &[
        Kind::Schedule,
        Kind::Submit,
        Kind::RequestAuthorization,
        Kind::CastVote,
        Kind::StartImplementation,
    ],
    &[
        Kind::Schedule,
        Kind::Submit,
        Kind::RequestAuthorization,
        Kind::CastVote,
        Kind::StartImplementation,
        Kind::FinishImplementation,
    ],
    // Rejected: now and then the witness of a vote is against it.
    &[
        Kind::Schedule,
        Kind::AddNote,
        Kind::AddNote,
        Kind::Submit,
        Kind::RequestAuthorization,
        Kind::CastVote,
    ],
    &[Kind::StageModification, Kind::RecordOutcome],
    &[Kind::StageModification, Kind::FinishImplementation],
];

/// Changes under a policy: registered, or taken over in any state, with a prelude of their own.
pub fn origins(policy: &ChangePolicy) -> BoxedStrategy<Origin<Change>> {
    let policy = policy.clone();
    // What is made is where most can be said.
    let more = [ChangeStage::Implement, ChangeStage::Scheduled];
    let stages: Vec<ChangeStage> = ChangeStage::ALL.iter().copied().chain(more).collect();
    let birth = (
        ids(ChangeId::from_key),
        profiles(&policy),
        instants(),
        option::weighted(0.8, select(stages)),
        (
            option::of(plans()),
            option::of(assessments()),
            option::of(0..200_u64),
            option::of(outcomes()),
        ),
        btree_set(records(), 0..3),
        (
            subsequence(PRELUDE.to_vec(), 0..=PRELUDE.len()),
            select(WAYS.to_vec()),
        ),
    );
    birth
        .prop_filter_map(
            "a birth that the policy accepts",
            move |(id, profile, now, taken_over, known, mut reasons, (prelude, way))| {
                let (plans, assessment, hours, outcome) = known;
                let who = actors();
                let cx = Context::new(now, who.first()?, &policy);
                reasons.remove(&RecordRef::Change(id));
                let window = hours.and_then(|hours| {
                    let start = Seconds::hours(hours).after(now)?;
                    Some(PlannedWindow::new(start, Seconds::hours(2).after(start)?))
                });
                let outcome = outcome.filter(Outcome::is_consistent);
                let begins = way.first() == Some(&Kind::Schedule);
                let taken_over = taken_over.filter(|_| !begins);
                let (record, event) = if let Some(stage) = taken_over {
                    let adopt = Adopt {
                        plans,
                        assessment,
                        window,
                        outcome: outcome.filter(|_| stage == ChangeStage::Review),
                        reasons: Some(reasons),
                        ..Adopt::new(profile, state(stage, now), now)
                    };
                    Change::adopt(id, adopt, &cx).ok()?
                } else {
                    Change::register(id, profile, reasons, &cx).ok()?
                };
                let mut origin = Origin::born(record, event);
                for kind in way.iter().chain(&prelude) {
                    if let Some(command) = witness(&origin.record, *kind, &cx) {
                        origin = origin.after(&command, &cx);
                    }
                }
                Some(origin)
            },
        )
        .boxed()
}
