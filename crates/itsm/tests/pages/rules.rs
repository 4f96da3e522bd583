//! `docs/rules.md`, made from the rules that refuse, and from those that find fault with drafts.

use crate::faults::FAULTS;
use itsm::configuration::{CiError, IdentificationError};
use itsm::core::refusal::Rule;
use itsm::incident::IncidentError;
use proc_macro2::{Literal, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fmt::Write as _;

const HEAD: &str = "# The rules

<!-- Made from code by a test: change the code, then run `UPDATE_GOLDEN=1 cargo test -p itsm --test pages`. -->

Every refusal names the rule that refused, and every fault of a policy names the rule that it breaks. The ids are stable: a
host may translate by them, count them, and link here. A new rule is no breaking change; a rule that refuses something else
than before is one, and the [changelog](../CHANGELOG.md) says so.

The words are ours. The source names the clause or the practice that a rule serves, not its wording.

`{name}` stands for a parameter of the refusal, which carries it as a typed value.
";

const TABLE: &str = "
| Rule | What it is for | Message | Source | Test |
|---|---|---|---|---|
";

/// The practices whose rules refuse: what they speak of, their crate, and their rules.
const PRACTICES: &[(&str, &str, &[Rule])] = &[
    ("incidents", "itsm-incident", IncidentError::RULES),
    ("configuration items", "itsm-configuration", CiError::RULES),
    (
        "what sources have seen",
        "itsm-configuration",
        IdentificationError::RULES,
    ),
];

const FAULTS_HEAD: &str = "
## Faults of policies

A policy is made from a draft. All that is wrong with the draft is reported at once, each fault with the path to its place,
such as `matrix.cells.High.Low`, and with a message of what was expected and what was there.

| Rule | What it is for |
|---|---|
";

/// The crates in which drafts are checked.
const CHECKING: &[&str] = &[
    "crates/itsm-configuration/src",
    "crates/itsm-core/src",
    "crates/itsm-incident/src",
    "crates/itsm-service-level/src",
    "crates/itsm/src",
];

fn test_of(rule: &str) -> String {
    rule.replace('.', "_")
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    for (of, krate, rules) in PRACTICES {
        let _ = writeln!(
            page,
            "\n## Refusals of {of}\n\nEach rule is proved by a test of its name in `crates/{krate}/tests`."
        );
        page.push_str(TABLE);
        let mut rules = rules.to_vec();
        rules.sort_by_key(|rule| rule.id);
        for rule in rules {
            let (id, about) = (rule.id, rule.about.trim());
            let (message, source) = (rule.message, rule.source);
            let _ = writeln!(
                page,
                "| `{id}` | {about} | {message} | {source} | `{}` |",
                test_of(id)
            );
        }
    }
    page.push_str(FAULTS_HEAD);
    for (id, about) in FAULTS {
        let _ = writeln!(page, "| `{id}` | {about} |");
    }
    page
}

/// The ids of fault rules among the texts of a source.
fn fault_ids(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => fault_ids(group.stream(), into),
            TokenTree::Literal(literal) => into.extend(fault_id(&literal)),
            _ => {}
        }
    }
}

fn fault_id(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    let (family, rest) = text.split_once('.')?;
    let plain = |c: char| c.is_ascii_lowercase() || matches!(c, '.' | '_');
    let family = matches!(
        family,
        "clock_escalation"
            | "condition"
            | "matrix"
            | "policy"
            | "rule_table"
            | "scale"
            | "service_level"
    );
    (family && !rest.is_empty() && rest.chars().all(plain)).then(|| text.to_owned())
}

#[test]
fn rules_page_is_what_the_code_says() {
    crate::golden("docs/rules.md", &page());
}

#[test]
fn every_fault_of_the_sources_is_in_the_catalogue_and_no_other() {
    let mut found = BTreeSet::new();
    for folder in CHECKING {
        for (path, text) in crate::sources(folder) {
            let tokens = text
                .parse()
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            fault_ids(tokens, &mut found);
        }
    }
    let known: BTreeSet<String> = FAULTS.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(found, known);
    assert!(FAULTS.is_sorted(), "the catalogue is in order");
}

#[test]
fn every_rule_is_proved_by_a_test_of_its_name() {
    for (_, krate, rules) in PRACTICES {
        let tests: String = crate::sources(&format!("crates/{krate}/tests"))
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        let words: BTreeSet<&str> = tests
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect();
        let without: Vec<&str> = rules
            .iter()
            .map(|rule| rule.id)
            .filter(|id| !words.contains(test_of(id).as_str()))
            .collect();
        assert!(without.is_empty(), "rules without a test: {without:?}");
    }
}

#[test]
fn ids_of_faults_are_told_from_other_texts() {
    let source =
        r#"f("path", "matrix.cell.missing", "policy. No."); g("itsm.policy", 'm', "matrix")"#;
    let mut found = BTreeSet::new();
    fault_ids(source.parse().expect("tokens"), &mut found);
    assert_eq!(found, BTreeSet::from(["matrix.cell.missing".to_owned()]));
}
