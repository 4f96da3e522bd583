//! One test for each rule that can refuse, and a check that no rule is without one.
//!
//! The test that proves the rule `incident.reopen.window_elapsed` is called
//! `incident_reopen_window_elapsed`: the id with underscores. The catalogue of rules relies on it.
#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
#[path = "../desk/mod.rs"]
mod desk;

/// For each rule: its id, the name of the test that proves it, and the refusal by it.
type Proof = (&'static str, &'static str, fn() -> Proven);

/// A table of proofs, and a test for each of them.
macro_rules! proofs {
    ($( $(#[$doc:meta])* $name:ident: $rule:literal => $case:expr; )+) => {
        pub(crate) const PROOFS: &[crate::Proof] = &[
            $( ($rule, stringify!($name), || crate::Proven::from($case)), )+
        ];

        $( $(#[$doc])* #[test] fn $name() { crate::prove(PROOFS, $rule); } )+
    };
}

mod birth;
mod ending;
mod facts;
mod lifecycle;
mod major;
mod people;
mod relations;
mod running;
mod time;
mod together;

use desk::{Case, ana, clock, max, nine_and, policy_with, resolve, start, uma};
use itsm_core::refusal::{Param, Permission, Refusal};
use itsm_core::time::{Instant, Seconds};
use itsm_incident::error::IncidentError;

/// Every rule with its proof.
pub(crate) const TABLES: &[&[Proof]] = &[
    birth::PROOFS,
    ending::PROOFS,
    facts::PROOFS,
    lifecycle::PROOFS,
    major::PROOFS,
    people::PROOFS,
    relations::PROOFS,
    running::PROOFS,
    time::PROOFS,
    together::PROOFS,
];

/// A refusal, and what is expected of it.
struct Proven {
    refusal: Refusal,
    params: Vec<(&'static str, Param)>,
    missing: Vec<&'static str>,
}

impl From<Refusal> for Proven {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            params: Vec::new(),
            missing: Vec::new(),
        }
    }
}

/// What a refusal is to say.
trait Says {
    fn saying(self, name: &'static str, value: impl Into<Param>) -> Proven;
    fn lacking<const N: usize>(self, facts: [&'static str; N]) -> Proven;
}

impl<T: Into<Proven>> Says for T {
    fn saying(self, name: &'static str, value: impl Into<Param>) -> Proven {
        let mut proven = self.into();
        proven.params.push((name, value.into()));
        proven
    }

    fn lacking<const N: usize>(self, facts: [&'static str; N]) -> Proven {
        let mut proven = self.into();
        proven.missing.extend(facts);
        proven
    }
}

fn list<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(String::from).to_vec()
}

/// Runs the proof of a rule: the right rule, every parameter, every missing fact, no other.
fn prove(proofs: &[Proof], rule: &str) {
    let (_, _, case) = proofs.iter().find(|(it, ..)| *it == rule).unwrap();
    let Proven {
        refusal,
        params,
        missing,
    } = case();
    assert_eq!(refusal.rule, rule, "{refusal}");
    assert_eq!(refusal.params, params, "{refusal}");
    assert_eq!(refusal.missing, missing, "{refusal}");
    assert!(!refusal.to_string().contains('{'), "{refusal}");
}

#[test]
fn every_rule_is_proven_by_the_test_that_bears_its_name() {
    let mut proven: Vec<&str> = Vec::new();
    for (rule, test, case) in TABLES.iter().copied().flatten() {
        assert_eq!(*test, rule.replace('.', "_"), "the test of `{rule}`");
        assert_eq!(case().refusal.rule, *rule);
        proven.push(rule);
    }
    proven.sort_unstable();
    let mut rules: Vec<&str> = IncidentError::RULES.iter().map(|rule| rule.id).collect();
    rules.sort_unstable();
    assert_eq!(proven, rules);
}

#[test]
fn every_rule_says_what_it_is_for_and_where_it_comes_from() {
    for rule in IncidentError::RULES {
        for text in [rule.message, rule.source, rule.about] {
            assert!(!text.trim().is_empty(), "{}", rule.id);
        }
        assert!(rule.id.starts_with("incident."), "{}", rule.id);
        // The placeholders of the message are the parameters that its proof expects.
        let (.., case) = TABLES
            .iter()
            .copied()
            .flatten()
            .find(|(id, ..)| *id == rule.id)
            .unwrap();
        let given = case().params;
        let named = rule.message.split('{').skip(1);
        for name in named.map(|it| it.split('}').next().unwrap()) {
            assert!(
                given.iter().any(|(it, _)| *it == name),
                "{}: {name}",
                rule.id
            );
        }
    }
}

/// Records in every state, under policies of both kinds.
fn cases() -> Vec<Case> {
    let plain = Case::new();
    let held = Case::new().done(itsm_incident::command::Hold::new(
        itsm_incident::state::HoldReason::AWAITING_VENDOR,
    ));
    let resolved = Case::new().done(resolve());
    let closed = Case::new()
        .done(resolve())
        .by(&uma())
        .done(itsm_incident::command::Close::new());
    let canceled = Case::new().done(itsm_incident::command::Cancel::new(
        itsm_incident::resolution::CancelReason::UNNECESSARY,
    ));
    let narrow = Case::under(policy_with(
        r#"{"forbidden":{"hold":["new"]},"roles":{"assign":["specialist"]},"approvals":{"cancel":["incident_manager"]},"priority_override":false}"#,
    ));
    vec![
        plain.clone().done(start()),
        plain,
        held,
        resolved,
        closed,
        canceled,
        narrow,
    ]
}

fn moments() -> [Instant; 3] {
    [
        nine_and(Seconds(0)),
        nine_and(Seconds::days(9)),
        "2026-03-01T00:00:00Z".parse().unwrap(),
    ]
}

#[test]
fn every_button_that_is_not_drawn_says_why_in_full() {
    let mut said = 0;
    for case in cases() {
        for (actor, now) in [ana(), max(), uma(), clock()]
            .iter()
            .flat_map(|actor| moments().map(|now| (actor, now)))
        {
            let case = case.clone().by(actor).at(now);
            for (kind, permission) in case.incident.allowed(&case.cx()) {
                if let Permission::No(refusal) = permission {
                    let text = refusal.to_string();
                    assert!(!text.contains('{'), "{kind}: {text}");
                    assert_eq!(refusal.asked, kind.as_str());
                    assert_eq!(refusal.state, case.incident.stage().as_str());
                    said += 1;
                }
            }
        }
    }
    assert!(said > 100, "only {said} refusals were seen");
}
