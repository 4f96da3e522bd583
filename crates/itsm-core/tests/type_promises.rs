//! What every public type promises, held by the compiler; and that no public type is forgotten.
#![cfg(feature = "serde")]
#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::str::FromStr;
use itsm_core::actor::{Actor, Agent, Role};
use itsm_core::aggregate::ReplayError;
use itsm_core::attribute::{Attribute, Domain, Value};
use itsm_core::condition::Condition;
use itsm_core::context::Context;
use itsm_core::custom::{AttributeDefinition, AttributeValue};
use itsm_core::deadline::Deadline;
use itsm_core::draft::{DraftAttribute, DraftCondition, DraftTest, Literal};
use itsm_core::explain::{Clause, Explanation, Seen};
use itsm_core::fault::{Fault, Faults};
use itsm_core::id::{
    AgreementId, ChangeId, CiId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId, ServiceId,
    SupplierId, TaskId, TenantId,
};
use itsm_core::level::{Criticality, Impact, Priority, Rank, Risk, Scale, Urgency};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::lint::{Finding, Flaw, Verdict};
use itsm_core::matrix::{DraftMatrix, PriorityMatrix};
use itsm_core::money::{Currency, CurrencyError, Money, MoneyError};
use itsm_core::policy::{PolicyBook, PolicyRef};
use itsm_core::ratio::Ratio;
use itsm_core::recorded::Recorded;
use itsm_core::refusal::{Param, Permission, Refusal, Rule};
use itsm_core::rule_table::{
    Decision, DraftRule, DraftRuleTable, Match, RuleTable, TableRule, Undecided,
};
use itsm_core::schema::ReadError;
use itsm_core::text::{Code, Label, Note, RecordNumber, TextError, Title, UnknownName};
use itsm_core::time::{
    AcknowledgedAt, ClosedAt, DetectedAt, Instant, OccurredAt, RegisteredAt, ResolvedAt,
    RestoredAt, Seconds,
};
use itsm_core::transition::TransitionTable;
use std::collections::BTreeSet;
use std::fs;

/// A vocabulary to be generic over.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Word;

impl Display for Word {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("word")
    }
}

impl Attribute for Word {
    fn parse(name: &str) -> Option<Self> {
        (name == "word").then_some(Self)
    }
}

fn every<T: Send + Sync + Debug>() {}
fn data<T: Clone + PartialEq + Send + Sync + Debug>() {}
fn id<
    T: Copy + Ord + Hash + Display + From<uuid::Uuid> + Into<uuid::Uuid> + Send + Sync + Debug,
>() {
}
fn text<T: Clone + Ord + Hash + Display + FromStr<Err = TextError> + Send + Sync + Debug>() {}
fn moment<T: Copy + Ord + Hash + From<Instant> + Send + Sync + Debug>() {}
fn error<T: core::error::Error + Clone + PartialEq + Send + Sync + 'static>() {}

macro_rules! promises {
    ($( $promise:ident: $( $name:ident $(<$($arg:tt),+>)? ),+; )+) => {
        /// Every type that promises something, by name.
        const PROMISED: &[&str] = &[$( $( stringify!($name), )+ )+];

        #[test]
        fn public_types_keep_their_promises() {
            $( $( $promise::<$name $(<$($arg),+>)?>(); )+ )+
        }
    };
}

promises! {
    id: AgreementId, ChangeId, CiId, GroupId, IncidentId, KnownErrorId, PersonId, ProblemId,
        ServiceId, SupplierId, TaskId, TenantId;
    text: Code, Label, LinkKind, Note, RecordNumber, Role, Title;
    moment: AcknowledgedAt, ClosedAt, DetectedAt, OccurredAt, RegisteredAt, ResolvedAt, RestoredAt;
    error: CurrencyError, Faults, MoneyError, ReadError, ReplayError, TextError, UnknownName;
    data: Actor, Agent, AttributeDefinition, AttributeValue, Clause, Condition<Word>, Criticality, Currency, Deadline<Word>, Decision<'static, Word>, Domain,
        DraftAttribute, DraftCondition, DraftMatrix, DraftRule<Word>, DraftRuleTable<Word>,
        DraftTest, Explanation, Fault, Finding, Flaw, Impact, Link, Literal, Match<'static, Word>, Money,
        Param, Permission, PolicyRef, Priority, PriorityMatrix, Rank, Ratio, RecordRef,
        Recorded<IncidentId, Word>, Refusal, Risk, Rule, RuleTable<Word, Word>, Scale<Impact>, Seconds,
        Seen, TableRule<Word, Word>, Undecided<'static>, Urgency, Verdict;
    every: Context<'static, Word>, PolicyBook<Word>, TransitionTable<Word, Word, 1, 1>, Value<'static>;
}

/// Hidden from the documentation: needed by the macros of other crates.
const HIDDEN: &[&str] = &["Form", "No"];

#[test]
fn no_public_type_is_forgotten() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut public = BTreeSet::new();
    for file in fs::read_dir(folder).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for line in source
            .lines()
            .map(str::trim_start)
            .filter(|it| !it.contains('$'))
        {
            let name = line
                .strip_prefix("pub struct ")
                .or_else(|| line.strip_prefix("pub enum "));
            let end = |c: char| !c.is_alphanumeric();
            public.extend(name.and_then(|it| it.split(end).next()).map(String::from));
        }
    }
    assert!(public.len() > 50, "only {} were found", public.len());
    let examples = ["Lamp", "Switch"];
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it) && !HIDDEN.contains(it) && !examples.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);
}

#[test]
fn value_is_copied_freely() {
    fn copy<T: Copy>() {}
    copy::<Value<'static>>();
    copy::<Context<'static, Word>>();
    copy::<Rank>();
}
