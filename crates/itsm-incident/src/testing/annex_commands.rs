//! Commands about what few incidents have, with any parameters at all, sensible or not.

use crate::command::{
    Absorb, AddWatcher, AffectUser, AnswerSurvey, ApplyModel, AssignTask, CancelTask, ClearUser,
    CompleteStep, CountAffected, EscalateByTime, HandToVendor, IncidentCommand,
    IncidentCommandKind as Kind, Inform, JoinSwarm, LeaveSwarm, LogWork, MergeInto, NoteOverdue,
    NoteWorkaround, RecordCost, RecordReview, Redact, Remind, RemoveWatcher, ResolveUnanswered,
    ReturnFromVendor,
};
use crate::cost::Cost;
use crate::duty::Duty;
use crate::merge::{MergeFacts, MergedFacts};
use crate::redaction::RedactedText;
use crate::review::{ReviewAction, ReviewActionKind};
use crate::state::IncidentStage;
use crate::work_log::Visibility;
use crate::workaround::WorkaroundStep;
use alloc::vec::Vec;
use itsm_core::id::{GroupId, IncidentId, KnownErrorId, PersonId, SupplierId, TaskId, TenantId};
use itsm_core::money::Currency;
use itsm_core::text::Code;
use itsm_testing::generate::{
    codes, extreme_instants, ids, notes, record_numbers, seconds, titles,
};
use proptest::collection::{btree_set, vec};
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

/// Codes that the policies of the tests know, or any other.
fn known(codes_of: &'static [&'static str]) -> BoxedStrategy<Code> {
    let known: Vec<Code> = codes_of.iter().map(|it| Code::trusted(it)).collect();
    prop_oneof![6 => select(known), 1 => codes()].boxed()
}

fn currencies() -> BoxedStrategy<Currency> {
    let code = prop_oneof![6 => Just("EUR"), 1 => Just("JPY")];
    code.prop_filter_map("a currency", |it| Currency::new(it).ok())
        .boxed()
}

fn costs() -> BoxedStrategy<Cost> {
    let minor = || prop_oneof![6 => -5_000..100_000_i64, 1 => any::<i64>()];
    prop_oneof![
        (seconds(), minor()).prop_map(|(spent, hourly_rate)| Cost::Time { spent, hourly_rate }),
        minor().prop_map(|amount| Cost::Fixed { amount }),
        (any::<u32>(), minor()).prop_map(|(quantity, unit_price)| Cost::Material {
            quantity,
            unit_price
        }),
    ]
    .boxed()
}

fn redacted() -> BoxedStrategy<RedactedText> {
    prop_oneof![
        Just(RedactedText::All),
        Just(RedactedText::Description),
        Just(RedactedText::SurveyComment),
        Just(RedactedText::Title),
        (0_u32..4).prop_map(|entry| RedactedText::LogEntry { entry }),
        codes().prop_map(|name| RedactedText::Attribute { name }),
    ]
    .boxed()
}

fn actions() -> BoxedStrategy<ReviewAction> {
    (
        select(ReviewActionKind::ALL.to_vec()),
        titles(),
        option::of(ids(PersonId::from_key)),
        option::of(extreme_instants()),
    )
        .prop_map(|(kind, title, owner, due)| ReviewAction {
            kind,
            title,
            owner,
            due,
        })
        .boxed()
}

fn merge_facts() -> BoxedStrategy<MergeFacts> {
    (
        ids(IncidentId::from_key),
        select(IncidentStage::ALL.to_vec()),
        vec(ids(IncidentId::from_key), 0..3),
        option::of(ids(TenantId::from_key)),
    )
        .prop_map(|(target, stage, via, tenant)| MergeFacts {
            target,
            stage,
            via,
            tenant,
        })
        .boxed()
}

fn merged_facts() -> BoxedStrategy<MergedFacts> {
    (
        ids(IncidentId::from_key),
        btree_set(ids(IncidentId::from_key), 0..3),
        btree_set(ids(PersonId::from_key), 0..3),
        any::<u32>(),
        btree_set(ids(PersonId::from_key), 0..3),
    )
        .prop_map(
            |(incident, before, affected, unnamed, watchers)| MergedFacts {
                incident,
                before,
                affected,
                unnamed,
                watchers,
            },
        )
        .boxed()
}

fn duties() -> BoxedStrategy<Duty> {
    prop_oneof![
        Just(Duty::Review {}),
        known(&["look", "cable", "call"]).prop_map(|step| Duty::Step { step }),
        known(&["customers", "management"]).prop_map(|audience| Duty::Update { audience }),
    ]
    .boxed()
}

/// Commands of a kind with any parameters; `None` for a kind that is none of these.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command, each of a few lines"
)]
pub(super) fn commands(kind: Kind) -> Option<BoxedStrategy<IncidentCommand>> {
    let person = || ids(PersonId::from_key);
    let task = || ids(TaskId::from_key);
    Some(match kind {
        Kind::AssignTask => (task(), ids(GroupId::from_key), option::of(person()))
            .prop_map(|(task, group, person)| {
                AssignTask {
                    task,
                    group,
                    person,
                }
                .into()
            })
            .boxed(),
        Kind::CancelTask => (task(), notes())
            .prop_map(|(task, reason)| CancelTask::new(task, reason).into())
            .boxed(),
        Kind::LogWork => (notes(), select(Visibility::ALL.to_vec()))
            .prop_map(|(entry, visibility)| LogWork::new(entry, visibility).into())
            .boxed(),
        Kind::RecordCost => (
            costs(),
            currencies(),
            option::of(person()),
            option::of(notes()),
        )
            .prop_map(|(cost, currency, person, note)| {
                RecordCost {
                    cost,
                    currency,
                    person,
                    note,
                }
                .into()
            })
            .boxed(),
        Kind::AddWatcher => person().prop_map(|it| AddWatcher::new(it).into()).boxed(),
        Kind::RemoveWatcher => person()
            .prop_map(|it| RemoveWatcher::new(it).into())
            .boxed(),
        Kind::AffectUser => person().prop_map(|it| AffectUser::new(it).into()).boxed(),
        Kind::ClearUser => person().prop_map(|it| ClearUser::new(it).into()).boxed(),
        Kind::CountAffected => any::<u32>()
            .prop_map(|it| CountAffected::new(it).into())
            .boxed(),
        Kind::HandToVendor => (
            ids(SupplierId::from_key),
            option::of(record_numbers()),
            option::of(notes()),
        )
            .prop_map(|(supplier, reference, note)| {
                HandToVendor {
                    supplier,
                    reference,
                    note,
                }
                .into()
            })
            .boxed(),
        Kind::ReturnFromVendor => option::of(notes())
            .prop_map(|note| ReturnFromVendor { note }.into())
            .boxed(),
        Kind::JoinSwarm => person().prop_map(|it| JoinSwarm::new(it).into()).boxed(),
        Kind::LeaveSwarm => person().prop_map(|it| LeaveSwarm::new(it).into()).boxed(),
        Kind::NoteWorkaround => (
            ids(KnownErrorId::from_key),
            select(WorkaroundStep::ALL.to_vec()),
        )
            .prop_map(|(known_error, step)| NoteWorkaround::new(known_error, step).into())
            .boxed(),
        Kind::ApplyModel => known(&["wan", "anything"])
            .prop_map(|model| ApplyModel::new(model).into())
            .boxed(),
        Kind::CompleteStep => (known(&["look", "cable", "call"]), option::of(notes()))
            .prop_map(|(step, note)| CompleteStep { step, note }.into())
            .boxed(),
        Kind::Inform => (known(&["customers", "management"]), notes())
            .prop_map(|(audience, message)| Inform::new(audience, message).into())
            .boxed(),
        Kind::MergeInto => (merge_facts(), option::of(notes()))
            .prop_map(|(facts, notes)| MergeInto { facts, notes }.into())
            .boxed(),
        Kind::Absorb => merged_facts()
            .prop_map(|merged| Absorb::new(merged).into())
            .boxed(),
        Kind::EscalateByTime => known(&["old", "quiet"])
            .prop_map(|rule| EscalateByTime::new(rule).into())
            .boxed(),
        Kind::NoteOverdue => duties()
            .prop_map(|duty| NoteOverdue::new(duty).into())
            .boxed(),
        Kind::Remind => option::of(extreme_instants())
            .prop_map(|next| Remind { next }.into())
            .boxed(),
        Kind::ResolveUnanswered => Just(ResolveUnanswered::new().into()).boxed(),
        Kind::Redact => (redacted(), notes())
            .prop_map(|(text, reason)| Redact::new(text, reason).into())
            .boxed(),
        Kind::RecordReview => (notes(), vec(actions(), 0..3))
            .prop_map(|(findings, actions)| RecordReview::new(findings, actions).into())
            .boxed(),
        Kind::AnswerSurvey => (any::<u8>(), option::of(notes()))
            .prop_map(|(score, comment)| AnswerSurvey { score, comment }.into())
            .boxed(),
        _ => return None,
    })
}
