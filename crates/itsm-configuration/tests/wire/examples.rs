//! One example of every command and every event, with every optional field filled.

use itsm_configuration::authority::Authority;
use itsm_configuration::command::*;
use itsm_configuration::duty::Duty;
use itsm_configuration::event::*;
use itsm_configuration::profile::{AssetFacts, CiProfile};
use itsm_configuration::reclassification::Reclassification;
use itsm_configuration::redundancy::{Group, Member, RedundancyGroup};
use itsm_configuration::relationship::{Relationship, Strength};
use itsm_configuration::retirement::{Dependant, OnDependants};
use itsm_configuration::state::{LifecycleStage, Standing};
use itsm_configuration::verification::Discrepancy;
use itsm_configuration::{Adopt, RecordedCiEvent};
use itsm_core::actor::Agent;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{ChangeId, CiId, GroupId, PersonId, ServiceId, SupplierId};
use itsm_core::level::Criticality;
use itsm_core::money::{Currency, Money};
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::Instant;
use std::collections::{BTreeMap, BTreeSet};

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn code(text: &str) -> Code {
    Code::new(text).unwrap()
}

fn label(text: &str) -> Label {
    Label::new(text).unwrap()
}

fn title(text: &str) -> Title {
    Title::new(text).unwrap()
}

fn note(text: &str) -> Note {
    Note::new(text).unwrap()
}

fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

fn change() -> Authority {
    ChangeId::from_key(7).into()
}

fn asset() -> AssetFacts {
    let cost = Money::new(249_900, Currency::new("EUR").unwrap());
    AssetFacts::new()
        .tag(label("P-0815"))
        .serial(label("CZ1234"))
        .supplier(SupplierId::from_key(4))
        .cost(cost)
}

fn profile() -> CiProfile {
    CiProfile::new(code("server"), title("srv-porto-07"))
        .description(note("Runs the web shop."))
        .owner(PersonId::from_key(3))
        .group(GroupId::from_key(5))
        .criticality(Criticality::new("Vital").unwrap())
        .service(ServiceId::from_key(9))
        .asset(asset())
        .attributes(attributes())
}

fn attributes() -> BTreeMap<Code, AttributeValue> {
    BTreeMap::from([
        (code("cores"), AttributeValue::Integer(8)),
        (code("clustered"), AttributeValue::Boolean(true)),
        (code("room"), AttributeValue::Text(label("B 12"))),
    ])
}

fn relationship() -> Relationship {
    Relationship::new(code("connects_to"), ci(1), ci(2)).qualifier(label("eth0"))
}

fn group() -> RedundancyGroup {
    let power = Group::at_least(1, [ci(5), ci(6)]).unwrap();
    let all = [(Member::from(ci(3)), 30), (Member::from(power), 60)];
    RedundancyGroup::new(code("web"), Group::influence(60, all).unwrap())
        .strength(Strength::Soft)
        .feeling_loss()
}

fn dependants() -> Vec<Dependant> {
    let runs_on = Relationship::new(code("runs_on"), ci(9), ci(1));
    vec![
        Dependant::new(ci(9), title("Web shop"), true).relationship(runs_on),
        Dependant::new(ci(10), title("Front end"), false).group(code("web")),
    ]
}

fn standing() -> Standing {
    Standing::new(LifecycleStage::Operational, label("In use"))
}

pub(crate) fn adoption() -> Adopt {
    Adopt::new(profile(), standing(), at("2026-03-02T08:00:00Z"))
        .registered_at(at("2020-01-01T00:00:00Z"))
        .relationships(BTreeSet::from([relationship()]))
        .groups(vec![group()])
}

pub(crate) fn commands() -> Vec<CiCommand> {
    let facts = TargetFacts::new(code("server"), LifecycleStage::Operational)
        .containers(BTreeSet::from([ci(4)]));
    vec![
        Describe::new(change())
            .name(title("srv-porto-08"))
            .description(note("Moved."))
            .into(),
        Reclassify::new(code("storage"), Authority::discovered(code("scanner")))
            .status(label("Standby"))
            .attributes(attributes())
            .into(),
        SetAttribute::new(code("cores"), Authority::Unauthorized)
            .value(16_i64)
            .into(),
        AssignOwner::new(PersonId::from_key(3), change()).into(),
        AssignGroup::new(GroupId::from_key(5), change()).into(),
        SetCriticality::new(Criticality::new("High").unwrap(), change()).into(),
        SetService::new(change())
            .service(ServiceId::from_key(9))
            .into(),
        SetAsset::new(change()).asset(asset()).into(),
        Relate::new(code("connects_to"), ci(2), facts, change())
            .qualifier(label("eth0"))
            .into(),
        Unrelate::new(code("connects_to"), ci(2), change())
            .qualifier(label("eth0"))
            .into(),
        SetGroup::new(group(), change()).into(),
        RemoveGroup::new(code("web"), change()).into(),
        Move::new(LifecycleStage::Defective, label("In repair"), change()).into(),
        RequestStatus::new(code("monitor"), code("non_operational")).into(),
        WithdrawStatus::new(code("monitor")).into(),
        BeginAction::new(code("patch")).into(),
        EndAction::new(code("patch")).into(),
        Observe::new(code("scanner")).into(),
        Verify::new(discrepancies())
            .note(note("One core less."))
            .into(),
        Attest::new().note(note("Seen it.")).into(),
        NoteOverdue::new(Duty::Verification).into(),
        MarkDuplicate::new(ci(8)).into(),
        ClearDuplicate::new().into(),
        Retire::new(label("Disposed of"), dependants(), change()).into(),
        Archive::new(dependants(), change()).into(),
        AdoptPolicy::new().into(),
    ]
}

fn discrepancies() -> BTreeSet<Discrepancy> {
    Discrepancy::ALL.iter().copied().collect()
}

pub(crate) fn events() -> Vec<CiEvent> {
    let adopted = Adopted::new(profile(), standing(), at("2026-03-02T08:00:00Z"))
        .registered_at(at("2020-01-01T00:00:00Z"))
        .relationships(BTreeSet::from([relationship()]))
        .groups(vec![group()]);
    let reclassified = Reclassified::new(
        code("storage"),
        Reclassification::Switch,
        label("Standby"),
        BTreeSet::from([code("cores")]),
        Authority::discovered(code("scanner")),
    );
    vec![
        Registered::new(profile(), standing(), change()).into(),
        adopted.into(),
        Described::new(change())
            .name(title("srv-porto-08"))
            .description(note("Moved."))
            .into(),
        reclassified.attributes(attributes()).into(),
        AttributeSet::new(code("cores"), Authority::Unauthorized)
            .value(16_i64)
            .into(),
        OwnerAssigned::new(PersonId::from_key(3), change()).into(),
        GroupAssigned::new(GroupId::from_key(5), change()).into(),
        CriticalitySet::new(Criticality::new("High").unwrap(), change()).into(),
        ServiceSet::new(change())
            .service(ServiceId::from_key(9))
            .into(),
        AssetSet::new(change()).asset(asset()).into(),
        Related::new(relationship(), code("server"), true, change()).into(),
        Unrelated::new(relationship(), change()).into(),
        GroupSet::new(group(), change()).into(),
        GroupRemoved::new(code("web"), change()).into(),
        Moved::new(LifecycleStage::Deploy, standing(), change()).into(),
        StatusRequested::new(code("monitor"), code("non_operational"), 10_u32).into(),
        StatusWithdrawn::new(code("monitor")).into(),
        ActionBegun::new(code("patch")).into(),
        ActionEnded::new(code("patch")).into(),
        Observed::new(code("scanner")).into(),
        Verified::new(discrepancies())
            .note(note("One core less."))
            .into(),
        Attested::new().note(note("Seen it.")).into(),
        FellOverdue::new(Duty::Attestation, at("2027-03-02T08:00:00Z")).into(),
        DuplicateMarked::new(ci(8)).into(),
        DuplicateCleared::new().into(),
        Retired::new(
            LifecycleStage::EndOfOperation,
            label("Disposed of"),
            dependants(),
            OnDependants::Detach,
            change(),
        )
        .into(),
        Archived::new(dependants(), OnDependants::RetireAnyway, change()).into(),
        PolicyAdopted::new().into(),
    ]
}

pub(crate) fn recorded() -> Vec<RecordedCiEvent> {
    let recorded = |revision, event: CiEvent| Recorded {
        record: ci(1),
        revision,
        at: at("2026-03-02T09:00:00Z"),
        occurred: Some(at("2026-03-02T08:30:00Z")),
        by: Agent::Person(PersonId::from_key(1)),
        approved: None,
        policy: PolicyRef::new(code("default"), 1),
        event,
    };
    let mut events = events().into_iter();
    vec![
        recorded(1, events.next().unwrap()),
        recorded(2, events.nth(18).unwrap()),
    ]
}
