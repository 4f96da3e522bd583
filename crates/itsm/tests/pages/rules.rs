//! `docs/rules.md`, made from the rules that refuse, and from those that find fault with drafts.

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

## Refusals of incidents

`{name}` stands for a parameter of the refusal, which carries it as a typed value. Each rule is proved by a test of its
name in `crates/itsm-incident/tests/rules`.

| Rule | What it is for | Message | Source | Test |
|---|---|---|---|---|
";

const FAULTS_HEAD: &str = "
## Faults of policies

A policy is made from a draft. All that is wrong with the draft is reported at once, each fault with the path to its place,
such as `matrix.cells.High.Low`, and with a message of what was expected and what was there.

| Rule | What it is for |
|---|---|
";

/// What each fault is for. A test sees that these are all there are, and that there is no other.
const FAULTS: &[(&str, &str)] = &[
    (
        "clock_escalation.clock.unknown",
        "A rule of escalation by the clock speaks of a clock that the policy has.",
    ),
    (
        "clock_escalation.id.text",
        "The id of a rule of escalation by the clock is a code.",
    ),
    (
        "clock_escalation.id.twice",
        "No two rules of escalation by the clock have the same id.",
    ),
    (
        "clock_escalation.threshold.unknown",
        "A rule of escalation by the clock speaks of a threshold that its clock has.",
    ),
    (
        "condition.attribute.unknown",
        "A condition asks for attributes that exist under the policy.",
    ),
    (
        "condition.in.empty",
        "A list of alternatives has at least one.",
    ),
    (
        "condition.literal.kind",
        "A value is of the kind that the attribute takes: a number, a text, yes or no.",
    ),
    (
        "condition.literal.outside",
        "A value is one that the attribute can take; any other would never match.",
    ),
    (
        "condition.literal.text",
        "A text that stands for an id or an instant can be read as one.",
    ),
    (
        "condition.operator.unfit",
        "An operator suits its attribute: nothing is `above` a category.",
    ),
    (
        "condition.too_deep",
        "Conditions are nested at most 32 deep, so that no input runs out of stack.",
    ),
    (
        "fault_tree.count_overflow",
        "Not a fault: a number of cut sets that is told is right, and so below 2¹²⁸.",
    ),
    (
        "fault_tree.event.probability",
        "A probability is a number from 0 to 1.",
    ),
    (
        "fault_tree.event.twice",
        "An event that is added again has the same probability.",
    ),
    ("fault_tree.gate.empty", "A gate has at least one input."),
    (
        "fault_tree.gate.k",
        "An `at_least` gate needs from one to all of its inputs, and no other gate says how many.",
    ),
    (
        "fault_tree.gate.loop",
        "No gate is an input of itself, by whatever chain of others.",
    ),
    (
        "fault_tree.gate.pass",
        "A gate that passes on has one input.",
    ),
    (
        "fault_tree.input.twice",
        "An input of a gate stands there once.",
    ),
    (
        "fault_tree.input.unknown",
        "Inputs are gates, events or house events of the tree.",
    ),
    (
        "fault_tree.name.missing",
        "Whatever stands in a tree has a name.",
    ),
    (
        "fault_tree.name.twice",
        "No two things in a tree have the same name.",
    ),
    (
        "fault_tree.needed.range",
        "Not a fault: a group needs from one to all of its members.",
    ),
    (
        "fault_tree.part.unknown",
        "The parts that a builder is given are its own.",
    ),
    (
        "fault_tree.probability.range",
        "Not a fault: probabilities and availabilities are numbers from 0 to 1.",
    ),
    (
        "fault_tree.time.range",
        "Not a fault: a mean time is a number of zero or more.",
    ),
    (
        "fault_tree.too_large",
        "Not a fault: a diagram has no more nodes than its host allows.",
    ),
    (
        "fault_tree.too_many_cut_sets",
        "Not a fault: a list has no more cut sets than its host allows.",
    ),
    (
        "fault_tree.top.unknown",
        "The top of a tree is a gate, an event or a house event of it.",
    ),
    (
        "matrix.cell.missing",
        "Every pair of impact and urgency has a priority.",
    ),
    (
        "matrix.impact.unknown",
        "The rows of the matrix are impacts of the scale.",
    ),
    (
        "matrix.priority.unknown",
        "The cells of the matrix are priorities of the scale.",
    ),
    (
        "matrix.urgency.unknown",
        "The columns of the matrix are urgencies of the scale.",
    ),
    (
        "policy.assignment.no_group",
        "A rule of assignment has a group to give an incident to.",
    ),
    (
        "policy.attribute.bounds",
        "The smallest value of a number is not above its largest.",
    ),
    (
        "policy.attribute.no_choice",
        "A choice has something to choose.",
    ),
    (
        "policy.code.text",
        "Reasons, resolution codes, roles and names of attributes are codes.",
    ),
    (
        "policy.command.unknown",
        "A rule is about a command that exists.",
    ),
    (
        "policy.command.without_people",
        "Nobody's role, approval or fact is asked of what time or a parent carries out.",
    ),
    (
        "policy.demand.unknown_fact",
        "A demand on the record names a fact that records have.",
    ),
    (
        "policy.demand.unknown_field",
        "A demand on a command names a field that the command may carry.",
    ),
    (
        "policy.hold.resolve_without_reminder",
        "What is resolved after so many reminders has reminders, at an interval.",
    ),
    (
        "policy.hold.time_out_zero",
        "A wait that ends by time lasts at least a second.",
    ),
    ("policy.id.text", "The id of a policy is a code."),
    (
        "policy.label.text",
        "Categories and sub-statuses are labels.",
    ),
    (
        "policy.model.no_step",
        "A model of incidents has at least one step.",
    ),
    (
        "policy.model.step_twice",
        "No two steps of a model have the same id.",
    ),
    (
        "policy.registration.unknown_field",
        "A demand on registration names a field that a registration may carry.",
    ),
    (
        "policy.roles.empty",
        "Where a role is asked for, somebody can have it.",
    ),
    (
        "policy.state.unknown",
        "A rule about a state is about one that exists.",
    ),
    (
        "policy.time.zero",
        "An interval or a time to do something lasts at least a second.",
    ),
    ("policy.version.zero", "Versions of a policy count from 1."),
    (
        "rule_table.rule.id",
        "The id of a rule in a table is a code.",
    ),
    (
        "rule_table.rule.twice",
        "No two rules of a table have the same id.",
    ),
    ("scale.empty", "A scale has at least one level."),
    ("scale.level.text", "A level is a label."),
    ("scale.level.twice", "A level stands on its scale once."),
    ("scale.too_long", "A scale has at most 100 levels."),
    (
        "service_level.agreement.circle",
        "No agreement supports itself, by whatever chain of others.",
    ),
    (
        "service_level.agreement.order",
        "An agreement ends after it begins.",
    ),
    (
        "service_level.agreement.twice",
        "No two agreements have the same name, and a rule chooses each once.",
    ),
    (
        "service_level.agreement.unknown",
        "Whoever names an agreement names one of the policy.",
    ),
    (
        "service_level.attribute.no_instant",
        "Where an instant is asked for, the attribute is one.",
    ),
    (
        "service_level.attribute.set",
        "Time is told apart by attributes that have one value.",
    ),
    (
        "service_level.breach",
        "Not a fault: the reason of the deadline at which a clock is late.",
    ),
    (
        "service_level.calendar",
        "The calendar of a clock has an answer: it has a zone, and open time within the range.",
    ),
    (
        "service_level.calendar.unknown",
        "Whoever names a calendar names one of the policy.",
    ),
    (
        "service_level.clock.twice",
        "No two clocks of a policy have the same id.",
    ),
    (
        "service_level.clock.unknown",
        "A goal is about a clock of its agreement.",
    ),
    ("service_level.code.text", "Ids and names are codes."),
    (
        "service_level.exception.range",
        "An exception leaves something that counts, and ends after it begins.",
    ),
    (
        "service_level.history.backwards",
        "A history is told from its beginning on; a corrected one is folded anew.",
    ),
    (
        "service_level.id.twice",
        "No two entries of a list have the same id.",
    ),
    (
        "service_level.pause.moment",
        "Only an amount of open time can be paused; a moment cannot.",
    ),
    (
        "service_level.policy.other",
        "Clocks are moved under the policy that they were begun under, or folded anew.",
    ),
    ("service_level.reason.text", "A reason is a note."),
    (
        "service_level.reset.never",
        "A reset names something that brings it about.",
    ),
    (
        "service_level.resume.without_pause",
        "Who says when a clock goes on says when it stands still.",
    ),
    (
        "service_level.target.missing",
        "A clock promises something.",
    ),
    (
        "service_level.target.zero",
        "A target leaves time to meet it.",
    ),
    (
        "service_level.threshold",
        "Not a fault: the reason of the deadline at which a threshold is reached.",
    ),
    (
        "service_level.threshold.range",
        "A threshold lies at 1 to 1000 per cent, or at least a second from the target.",
    ),
    (
        "service_level.threshold.twice",
        "No two thresholds of a clock have the same id.",
    ),
];

/// The crates in which drafts are checked.
const CHECKING: &[&str] = &[
    "crates/itsm-core/src",
    "crates/itsm-fault-tree/src",
    "crates/itsm-incident/src",
    "crates/itsm-service-level/src",
    "crates/itsm/src",
];

fn test_of(rule: &str) -> String {
    rule.replace('.', "_")
}

fn page() -> String {
    let mut page = HEAD.to_owned();
    let mut rules = IncidentError::RULES.to_vec();
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
            | "fault_tree"
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
    let tests: String = crate::sources("crates/itsm-incident/tests")
        .into_iter()
        .map(|(_, text)| text)
        .collect();
    let words: BTreeSet<&str> = tests
        .split(|c: char| !c.is_alphanumeric() && c != '_')
        .collect();
    let without: Vec<&str> = IncidentError::RULES
        .iter()
        .map(|rule| rule.id)
        .filter(|id| !words.contains(test_of(id).as_str()))
        .collect();
    assert!(without.is_empty(), "rules without a test: {without:?}");
}

#[test]
fn ids_of_faults_are_told_from_other_texts() {
    let source =
        r#"f("path", "matrix.cell.missing", "policy. No."); g("itsm.policy", 'm', "matrix")"#;
    let mut found = BTreeSet::new();
    fault_ids(source.parse().expect("tokens"), &mut found);
    assert_eq!(found, BTreeSet::from(["matrix.cell.missing".to_owned()]));
}
