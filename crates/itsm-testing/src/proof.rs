//! Proofs: for each rule that can refuse, one test that is called like it.
//!
//! The test that proves the rule `lamp.lifecycle.forbidden` is called `lamp_lifecycle_forbidden`:
//! the id with underscores. A test of the whole table holds it against the catalogue, so that no
//! rule is without its proof, and every parameter that a rule names is expected by one.

use itsm_core::refusal::{Param, Refusal, Rule};

/// For a rule: its id, the name of the test that proves it, and the refusal by it.
pub type Proof = (&'static str, &'static str, fn() -> Proven);

/// A refusal, and what is expected of it.
#[derive(Debug, Clone)]
pub struct Proven {
    /// The refusal, as it came.
    pub refusal: Refusal,
    /// Its parameters, as they are expected.
    pub params: Vec<(&'static str, Param)>,
    /// The facts that it is to say are missing.
    pub missing: Vec<&'static str>,
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

/// What a refusal is to say. All of it: what is not said here is not expected.
pub trait Says: Into<Proven> {
    /// A parameter, in the order in which they are given.
    #[must_use]
    fn saying(self, name: &'static str, value: impl Into<Param>) -> Proven {
        let mut proven = self.into();
        proven.params.push((name, value.into()));
        proven
    }

    /// The facts that are missing.
    #[must_use]
    fn lacking<const N: usize>(self, facts: [&'static str; N]) -> Proven {
        let mut proven = self.into();
        proven.missing.extend(facts);
        proven
    }
}

impl<T: Into<Proven>> Says for T {}

/// A parameter that is a list of texts.
pub fn list<const N: usize>(texts: [&str; N]) -> Vec<String> {
    texts.map(String::from).to_vec()
}

/// A table of proofs, `PROOFS`, and a test for each of them.
///
/// ```ignore
/// proofs! {
///     lamp_lifecycle_forbidden: "lamp.lifecycle.forbidden" => broken_lamp().refuses(Light {});
/// }
/// ```
#[macro_export]
macro_rules! proofs {
    ($( $(#[$doc:meta])* $name:ident: $rule:literal => $case:expr; )+) => {
        pub(crate) const PROOFS: &[$crate::proof::Proof] = &[
            $( ($rule, stringify!($name), || $crate::proof::Proven::from($case)), )+
        ];

        $( $(#[$doc])* #[test] fn $name() { $crate::proof::prove(PROOFS, $rule); } )+
    };
}

/// Runs the proof of a rule: the right rule, every parameter, every missing fact, no other.
///
/// # Panics
/// When the refusal is another, or says something else.
pub fn prove(proofs: &[Proof], rule: &str) {
    let proof = proofs.iter().find(|(it, ..)| *it == rule);
    let Some((.., case)) = proof else {
        panic!("`{rule}` has no proof in this table")
    };
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

/// That the tables prove each rule of a catalogue once and no other, each by a test of its name;
/// and that each rule belongs to the family, says what it is for and where it comes from, and names
/// no parameter that its proof does not expect.
///
/// # Panics
/// When one of these is not so.
pub fn every_rule_is_proven(tables: &[&[Proof]], rules: &[Rule], family: &str) {
    let proofs = || tables.iter().copied().flatten();
    for (rule, test, case) in proofs() {
        assert_eq!(*test, rule.replace('.', "_"), "the test of `{rule}`");
        assert_eq!(case().refusal.rule, *rule, "the proof of `{rule}`");
    }
    let mut proven: Vec<&str> = proofs().map(|(rule, ..)| *rule).collect();
    proven.sort_unstable();
    let mut known: Vec<&str> = rules.iter().map(|rule| rule.id).collect();
    known.sort_unstable();
    assert_eq!(proven, known, "what is proven, and what can refuse");
    for rule in rules {
        for text in [rule.message, rule.source, rule.about] {
            assert!(!text.trim().is_empty(), "`{}` says nothing", rule.id);
        }
        let head = rule.id.split('.').next();
        assert_eq!(head, Some(family), "`{}`", rule.id);
        let expected = proofs()
            .filter(|(id, ..)| *id == rule.id)
            .flat_map(|(.., case)| case().params)
            .map(|(name, _)| name);
        let expected: Vec<&str> = expected.collect();
        for name in rule.message.split('{').skip(1) {
            let name = name.split('}').next().unwrap_or_default();
            assert!(expected.contains(&name), "`{}`: {name}", rule.id);
        }
    }
}
