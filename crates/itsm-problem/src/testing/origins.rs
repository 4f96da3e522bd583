//! Problems as walks find them: just registered, or taken over wherever they stand.

use super::actors;
use super::witness::witness;
use crate::birth::{Adopt, AdoptedError};
use crate::cause::{Cause, Contribution, Dimension, Method};
use crate::command::ProblemCommandKind as Kind;
use crate::known_error::ErrorText;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::profile::{Identification, Origin as Found, ProblemProfile, ProblemSource};
use crate::state::{
    AcceptedRisk, AppliedFix, CancelReason, Cancellation, Closure, ProblemStage, ProblemState,
    Resolution,
};
use crate::workaround::Workaround;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::context::Context;
use itsm_core::id::{
    CiId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId, TenantId,
};
use itsm_core::level::{Impact, Urgency};
use itsm_core::money::{Currency, Money};
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_testing::generate::{ids, instants, labels, notes, titles};
use itsm_testing::specimen::Origin;
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

pub(super) fn moneys() -> BoxedStrategy<Money> {
    (any::<u32>(), select(["EUR", "EUR", "JPY"].to_vec()))
        .prop_filter_map("a currency", |(amount, currency)| {
            let currency = Currency::new(currency).ok()?;
            Some(Money::new(i64::from(amount), currency))
        })
        .boxed()
}

pub(super) fn causes() -> BoxedStrategy<Cause> {
    (
        select(Contribution::ALL),
        notes(),
        vec(notes(), 0..2),
        option::of(select(Dimension::ALL)),
        option::of(select(Method::ALL)),
        option::of(any::<bool>()),
    )
        .prop_map(
            |(contribution, statement, evidence, dimension, found_by, actionable)| Cause {
                dimension,
                found_by,
                actionable,
                ..Cause::new(contribution, statement, evidence)
            },
        )
        .boxed()
}

pub(super) fn workarounds() -> BoxedStrategy<Workaround> {
    (
        titles(),
        vec(notes(), 0..3),
        any::<bool>(),
        option::of(notes()),
        option::of(notes()),
    )
        .prop_map(
            |(title, steps, tested, applicability, limitations)| Workaround {
                applicability,
                limitations,
                ..Workaround::new(title, steps, tested)
            },
        )
        .boxed()
}

pub(super) fn error_texts() -> BoxedStrategy<ErrorText> {
    (
        titles(),
        option::of(notes()),
        option::of(notes()),
        option::of(btree_set(ids(CiId::from_key), 0..3)),
    )
        .prop_map(|(title, symptoms, mitigation, cis)| ErrorText {
            title,
            symptoms,
            mitigation,
            cis,
        })
        .boxed()
}

/// Profiles that a policy accepts.
pub fn profiles(policy: &ProblemPolicy) -> BoxedStrategy<ProblemProfile> {
    let impacts: Vec<Impact> = policy.matrix().impacts().iter().cloned().collect();
    let urgencies: Vec<Urgency> = policy.matrix().urgencies().iter().cloned().collect();
    (
        titles(),
        (
            select(Identification::ALL),
            select(ProblemSource::WELL_KNOWN),
        ),
        (select(impacts), select(urgencies)),
        (option::of(notes()), option::of(labels())),
        option::of(ids(ServiceId::from_key)),
        option::of(btree_set(ids(CiId::from_key), 0..3)),
        (
            option::of(ids(GroupId::from_key)),
            option::of(ids(PersonId::from_key)),
        ),
        option::weighted(0.2, ids(TenantId::from_key)),
    )
        .prop_map(
            |(
                title,
                (mode, source),
                (impact, urgency),
                (description, category),
                service,
                cis,
                (group, assignee),
                tenant,
            )| ProblemProfile {
                description,
                category,
                service,
                cis,
                group,
                assignee,
                tenant,
                ..ProblemProfile::new(title, Found::new(mode, source), impact, urgency)
            },
        )
        .boxed()
}

fn state(stage: ProblemStage, risk: bool, at: Instant) -> ProblemState {
    let said = const { Note::trusted("as another tool says") };
    let resolution = if risk {
        let authority = PersonId::from_key(1);
        Resolution::RiskAccepted(AcceptedRisk::new(
            at,
            said.clone(),
            authority,
            Role::PROBLEM_MANAGER,
        ))
    } else {
        Resolution::FixApplied(AppliedFix::new(at, said.clone(), false))
    };
    match stage {
        ProblemStage::New => ProblemState::New,
        ProblemStage::Assess => ProblemState::Assess,
        ProblemStage::RootCauseAnalysis => ProblemState::RootCauseAnalysis,
        ProblemStage::FixInProgress => ProblemState::FixInProgress,
        ProblemStage::Resolved => ProblemState::Resolved(resolution),
        ProblemStage::Closed => ProblemState::Closed(Closure::new(at, resolution)),
        ProblemStage::Canceled => {
            let end = Cancellation::new(at, CancelReason::NOT_PURSUED);
            ProblemState::Canceled(end.notes(said))
        }
    }
}

/// What may have happened before the walk begins, so that every command has something to do.
const PRELUDE: &[Kind] = &[
    Kind::LinkIncident,
    Kind::LinkChange,
    Kind::AddCause,
    Kind::RecordWorkaround,
    Kind::DeclareKnownError,
    Kind::AddTask,
    Kind::FlagMajor,
    Kind::ApplyModel,
    Kind::SetStrategy,
    Kind::AffectCi,
];

/// What it takes to let a problem rest.
const TO_PARK: &[Kind] = &[
    Kind::AddCause,
    Kind::RecordWorkaround,
    Kind::DeclareKnownError,
    Kind::Park,
];

/// Problems under a policy: registered, or taken over in any state, with a prelude of their own.
pub fn origins(policy: &ProblemPolicy) -> BoxedStrategy<Origin<Problem>> {
    let policy = policy.clone();
    let errors = (ids(KnownErrorId::from_key), error_texts())
        .prop_map(|(id, text)| AdoptedError::new(id, text));
    let known = (
        btree_set(ids(IncidentId::from_key), 0..3),
        option::of(vec(causes(), 0..3)),
        option::of(vec(workarounds(), 0..3)),
        option::of(vec(errors, 0..3)),
    );
    let birth = (
        ids(ProblemId::from_key),
        profiles(&policy),
        instants(),
        option::weighted(0.8, (select(ProblemStage::ALL), any::<bool>())),
        known,
        (
            subsequence(PRELUDE.to_vec(), 0..=PRELUDE.len()),
            any::<bool>(),
        ),
    );
    birth
        .prop_filter_map(
            "a birth that the policy accepts",
            move |(id, profile, now, taken_over, known, (mut prelude, parks))| {
                let (incidents, causes, workarounds, known_errors) = known;
                let who = actors();
                let cx = Context::new(now, who.first()?, &policy);
                let (record, event) = if let Some((stage, risk)) = taken_over {
                    let adopt = Adopt {
                        incidents: Some(incidents),
                        causes,
                        workarounds,
                        known_errors,
                        ..Adopt::new(profile, state(stage, risk, now), now)
                    };
                    Problem::adopt(id, adopt, &cx).ok()?
                } else {
                    Problem::register(id, profile, incidents, &cx).ok()?
                };
                let mut origin = Origin::born(record, event);
                prelude.extend(TO_PARK.iter().filter(|_| parks));
                for kind in prelude {
                    if let Some(command) = witness(&origin.record, kind, &cx) {
                        origin = origin.after(&command, &cx);
                    }
                }
                Some(origin)
            },
        )
        .boxed()
}
