//! One test for each rule that can refuse, and a check that no rule is without one.
//!
//! The test that proves the rule `problem.task.already` is called
//! `problem_task_already`: the id with underscores. The catalogue of rules relies on it.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
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
mod errors;
mod facts;
mod life;

use itsm_core::refusal::{Param, Refusal};
use itsm_problem::error::ProblemError;

/// Every rule with its proof.
const TABLES: &[&[Proof]] = &[
    birth::PROOFS,
    ending::PROOFS,
    errors::PROOFS,
    facts::PROOFS,
    life::PROOFS,
];

/// A refusal, and what is expected of it.
struct Proven {
    refusal: Refusal,
    params: Vec<(&'static str, Param)>,
}

impl From<Refusal> for Proven {
    fn from(refusal: Refusal) -> Self {
        Self {
            refusal,
            params: Vec::new(),
        }
    }
}

/// What a refusal is to say.
trait Says {
    fn saying(self, name: &'static str, value: impl Into<Param>) -> Proven;
}

impl<T: Into<Proven>> Says for T {
    fn saying(self, name: &'static str, value: impl Into<Param>) -> Proven {
        let mut proven = self.into();
        proven.params.push((name, value.into()));
        proven
    }
}

fn list<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(String::from).to_vec()
}

/// Runs the proof of a rule: the right rule, every parameter, no other.
fn prove(proofs: &[Proof], rule: &str) {
    let (_, _, case) = proofs.iter().find(|(it, ..)| *it == rule).unwrap();
    let Proven { refusal, params } = case();
    assert_eq!(refusal.rule, rule, "{refusal}");
    assert_eq!(refusal.params, params, "{refusal}");
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
    let mut rules: Vec<&str> = ProblemError::RULES.iter().map(|rule| rule.id).collect();
    rules.sort_unstable();
    assert_eq!(proven, rules);
}

#[test]
fn every_rule_says_what_it_is_for_and_where_it_comes_from() {
    for rule in ProblemError::RULES {
        for text in [rule.message, rule.source, rule.about] {
            assert!(!text.trim().is_empty(), "{}", rule.id);
        }
        assert!(rule.id.starts_with("problem."), "{}", rule.id);
        // The placeholders of the message are the parameters that its proof expects.
        let mut all = TABLES.iter().copied().flatten();
        let (.., case) = all.find(|(id, ..)| *id == rule.id).unwrap();
        let given = case().params;
        let named = rule.message.split('{').skip(1);
        for name in named.map(|it| it.split('}').next().unwrap()) {
            let there = given.iter().any(|(it, _)| *it == name);
            assert!(there, "{}: {name}", rule.id);
        }
    }
}
