//! `docs/rules.md`, made from the rules that refuse, and from those that find fault with drafts.

use crate::proofs::proofs;
use itsm::change::ChangeError;
use itsm::configuration::{CiError, IdentificationError};
use itsm::core::refusal::Rule;
use itsm::incident::IncidentError;
use itsm::problem::ProblemError;
use proc_macro2::{Literal, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
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
    ("problems", "itsm-problem", ProblemError::RULES),
    ("changes", "itsm-change", ChangeError::RULES),
    ("configuration items", "itsm-configuration", CiError::RULES),
    (
        "what sources have seen",
        "itsm-configuration",
        IdentificationError::RULES,
    ),
];

/// Every rule that refuses.
fn refusals() -> impl Iterator<Item = &'static Rule> {
    PRACTICES.iter().flat_map(|(_, _, rules)| *rules)
}

/// What each fault is for: on each line a rule, and after a space what it is for. Tests see that
/// these are all there are, and that there is no other.
const FAULTS: &str = include_str!("faults.txt");

fn faults() -> impl Iterator<Item = (&'static str, &'static str)> {
    FAULTS.lines().filter_map(|line| line.split_once(' '))
}

/// The parts of the catalogue of faults: what stands above, and the families of its rules.
const PARTS: &[(&str, &[&str])] = &[
    (
        "
## Faults of policies

A policy is made from a draft. All that is wrong with the draft is reported at once, each fault with the path to its place,
such as `matrix.cells.High.Low`, and with a message of what was expected and what was there. A few rules of service levels
stand here that are refusals or reasons, and say so. The test is one of those in which the rule is seen at work.
",
        &[
            "clock_escalation",
            "condition",
            "matrix",
            "policy",
            "rule_table",
            "scale",
            "service_level",
        ],
    ),
    (
        "
## Faults of calendars

A calendar is made from a draft, or holidays are read from iCalendar text.
",
        &["calendar", "icalendar"],
    ),
    (
        "
## Refusals between practices

What one practice knows and another has to heed.
",
        &["link"],
    ),
    (
        "
## Faults of authorizations

Who is asked to authorize a change is made from a draft. A few rules stand here that are errors of an answer, and say so.
",
        &["approval", "template"],
    ),
    (
        "
## Errors of a stream of incidents

Whoever looks for trends hands in incidents as they come.
",
        &["trend"],
    ),
    (
        "
## Faults of fault trees

A fault tree is made from a draft or by a builder. A few rules stand here that are errors of a question, and say so.
",
        &["fault_tree"],
    ),
    (
        "
## Faults of analyses

An analysis of a problem is made from a draft, and all that is wrong with the draft is reported at once. A fault tree in words
keeps the rules of fault trees as well. What is found *in* an analysis, such as an answer without evidence, is no fault.
",
        &[
            "cfia",
            "chronology",
            "fault_tree_analysis",
            "five_whys",
            "hypothesis",
            "ishikawa",
            "kepner_tregoe",
            "pain_value",
            "pareto",
        ],
    ),
    (
        "
## Faults of change schedules

Planned changes, policies of conflicts, schedules of windows and plans of tasks are made from drafts.
",
        &[
            "change_schedule",
            "conflict_policy",
            "planned_change",
            "task_plan",
            "window_schedule",
        ],
    ),
    (
        "
## Faults of snapshots, and doubts

An incident, a problem or a change is read from a snapshot. A fault cannot be, whatever the policy; a doubt cannot have come about here
under the one policy that was asked.
",
        &["change", "incident", "problem"],
    ),
];

const FAULTS_TABLE: &str = "
| Rule | What it is for | Crate | Test |
|---|---|---|---|
";

/// The crates that may emit a rule.
const EMITTING: &[&str] = &[
    "itsm-core",
    "itsm-calendar",
    "itsm-change",
    "itsm-configuration",
    "itsm-fault-tree",
    "itsm-incident",
    "itsm-problem",
    "itsm-service-level",
    "itsm",
];

/// The first word of an id.
fn family(id: &str) -> &str {
    id.split('.').next().unwrap_or_default()
}

/// What looks like an id and is none: the beginnings of paths into drafts and snapshots.
const PATHS: &[&str] = &[
    "alerts",
    "annex",
    "asset",
    "cancel",
    "counters",
    "difference",
    "duplicates",
    "holding",
    "last_reopening",
    "major",
    "moves",
    "parking",
    "profile",
    "review",
    "risk",
    "risk_acceptance",
    "state",
    "step",
    "strategy",
    "survey",
    "verification",
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
    let (proofs, emitted) = (proofs(EMITTING), emitted());
    for (head, families) in PARTS {
        page.push_str(head);
        page.push_str(FAULTS_TABLE);
        for (id, about) in faults() {
            if families.contains(&family(id)) {
                let place = emitted.get(id).map_or("", String::as_str);
                let proof = proofs.get(id).map_or("", String::as_str);
                let _ = writeln!(page, "| `{id}` | {about} | `{place}` | `{proof}` |");
            }
        }
    }
    page
}

/// What looks like the id of a rule among the texts of a source.
fn ids(tokens: TokenStream, into: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => ids(group.stream(), into),
            TokenTree::Literal(literal) => into.extend(id(&literal)),
            _ => {}
        }
    }
}

fn id(literal: &Literal) -> Option<String> {
    let text = literal.to_string();
    let text = text.strip_prefix('"')?.strip_suffix('"')?;
    let word = |it: &str| {
        let plain = |c: char| c.is_ascii_lowercase() || c == '_';
        !it.is_empty() && it.chars().all(plain)
    };
    (text.contains('.') && text.split('.').all(word)).then(|| text.to_owned())
}

/// All that looks like an id in the sources, with the first crate that has it.
fn emitted() -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    for name in EMITTING {
        let mut found = BTreeSet::new();
        for (path, text) in crate::sources(&format!("crates/{name}/src")) {
            let tokens = text
                .parse()
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            ids(tokens, &mut found);
        }
        for id in found {
            all.entry(id).or_insert_with(|| (*name).to_owned());
        }
    }
    all
}

#[test]
fn rules_page_is_what_the_code_says() {
    crate::golden("docs/rules.md", &page());
}

#[test]
fn every_rule_of_the_sources_is_on_the_page_and_no_other() {
    let mut found: BTreeSet<String> = emitted().into_keys().collect();
    found.retain(|id| !PATHS.contains(&family(id)));
    let strange: Vec<_> = found
        .iter()
        .filter(|id| PARTS.iter().all(|(_, of)| !of.contains(&family(id))))
        .filter(|id| refusals().all(|rule| family(rule.id) != family(id)))
        .collect();
    assert!(strange.is_empty(), "neither rules nor paths: {strange:?}");
    let refusals = refusals().map(|rule| rule.id);
    let known = refusals.chain(faults().map(|(id, _)| id));
    let known: BTreeSet<String> = known.map(str::to_owned).collect();
    assert_eq!(found, known);
    assert!(faults().is_sorted(), "the catalogue is in order");
}

#[test]
fn every_fault_is_seen_at_work_by_a_test() {
    let proofs = proofs(EMITTING);
    let without: Vec<_> = faults()
        .map(|(id, _)| id)
        .filter(|id| !proofs.contains_key(*id))
        .collect();
    assert!(without.is_empty(), "faults without a test: {without:?}");
}

#[test]
fn every_rule_is_proved_by_a_test_of_its_name() {
    let mut without = Vec::new();
    for (_, krate, rules) in PRACTICES {
        let tests: String = crate::sources(&format!("crates/{krate}/tests"))
            .into_iter()
            .map(|(_, text)| text)
            .collect();
        let words: BTreeSet<&str> = tests
            .split(|c: char| !c.is_alphanumeric() && c != '_')
            .collect();
        let ids = rules.iter().map(|rule| rule.id);
        without.extend(ids.filter(|id| !words.contains(test_of(id).as_str())));
    }
    assert!(without.is_empty(), "rules without a test: {without:?}");
}

#[test]
fn ids_of_rules_are_told_from_other_texts() {
    let source = r#"f("path", "matrix.cell.missing", "policy. No."); g("itsm.Policy", 'm', "matrix", "a..b")"#;
    let mut found = BTreeSet::new();
    ids(source.parse().expect("tokens"), &mut found);
    assert_eq!(found, BTreeSet::from(["matrix.cell.missing".to_owned()]));
}
