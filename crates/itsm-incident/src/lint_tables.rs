//! What is odd about rules in tables.

use crate::command::{Assign, IncidentCommandKind as Kind};
use crate::communication::Cadence;
use crate::lint::{Findings, PolicyLint};
use crate::lint_reach::Reach;
use crate::policy::IncidentPolicy;
use crate::vocabulary::IncidentAttribute;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::condition::Condition;
use itsm_core::draft::DraftCondition;
use itsm_core::lint::{Finding, Flaw};
use itsm_core::rule_table::{DraftRuleTable, RuleTable, TableRule};
use itsm_core::text::Code;

type Table<T> = RuleTable<IncidentAttribute, T>;

pub(crate) fn lint(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let (triggers, models) = (policy.triggers(), policy.models());
    let (assignment, escalations) = (policy.assignment(), policy.escalations());
    let mut tell = |table: &Place<'_>, found: Vec<Finding>| {
        for finding in found {
            findings.add(
                name(&finding.flaw),
                table.path(&finding.rule),
                finding.to_string(),
            );
        }
    };
    tell(
        &Place::of("major.triggers", triggers),
        triggers.lint(policy),
    );
    tell(&Place::of("models", models), models.lint(policy));
    tell(
        &Place::of("assignment", assignment),
        assignment.lint(policy),
    );
    // Where each rule counts for itself, none stands in the light of another.
    let mut alone = escalations.lint(policy);
    alone.retain(|it| matches!(it.flaw, Flaw::NeverMatches));
    tell(&Place::of("escalations", escalations), alone);
    let plan = Place::of("communication", policy.communication());
    for audience in audiences(policy) {
        tell(&plan, cadences(policy, &audience));
    }
    never_asked(policy, findings);
    in_vain(policy, reach, findings);
}

/// Where a table stands in the file, and its rules in it.
struct Place<'p> {
    table: &'static str,
    ids: Vec<&'p Code>,
}

impl<'p> Place<'p> {
    fn of<T>(table: &'static str, rules: &'p Table<T>) -> Self {
        let ids = rules.rules().iter().map(TableRule::id).collect();
        Self { table, ids }
    }

    fn path(&self, rule: &Code) -> String {
        let table = self.table;
        match self.ids.iter().position(|id| *id == rule) {
            Some(i) => format!("{table}.rules[{i}]"),
            None => format!("{table}.rules"),
        }
    }
}

const fn name(flaw: &Flaw) -> PolicyLint {
    match flaw {
        Flaw::AlwaysMatches => PolicyLint::RuleAlways,
        Flaw::Duplicate { .. } => PolicyLint::RuleDuplicate,
        Flaw::NeverMatches => PolicyLint::RuleNever,
        Flaw::Shadowed { .. } => PolicyLint::RuleShadowed,
        // A flaw of a later version is at least not passed over.
        _ => PolicyLint::RuleUndecided,
    }
}

/// Everybody who is told something, in the order in which they stand.
fn audiences(policy: &IncidentPolicy) -> Vec<Code> {
    let mut all: Vec<Code> = Vec::new();
    for rule in policy.communication().rules() {
        let Cadence { audience, .. } = rule.outcome();
        if !all.contains(audience) {
            all.push(audience.clone());
        }
    }
    all
}

/// For each audience the first rule that matches counts: its rules are a table of their own.
fn cadences(policy: &IncidentPolicy, audience: &Code) -> Vec<Finding> {
    let all = policy.draft().communication.rules.iter();
    let rules = all.filter(|it| it.then.audience == *audience).cloned();
    let table = DraftRuleTable {
        rules: rules.collect(),
    };
    // Its rules were compiled before, in one table with the others.
    RuleTable::compile(table, policy).map_or_else(|_| Vec::new(), |table| table.lint(policy))
}

fn open() -> DraftCondition {
    DraftCondition::attribute("state").one_of(["new", "in_progress", "on_hold"])
}

/// What is so of every incident that triggers are asked about.
fn of_triggers() -> DraftCondition {
    DraftCondition::all([
        open(),
        DraftCondition::attribute("is_child").is(false),
        DraftCondition::attribute("major").one_of(["none", "rejected", "canceled"]),
    ])
}

/// What is so of every incident that a deadline comes of: it sees only itself.
fn of_deadlines() -> DraftCondition {
    DraftCondition::all([
        open(),
        DraftCondition::attribute("service_criticality").known(false),
        DraftCondition::attribute("child_count").known(false),
    ])
}

const NOT_OPEN: &str = "only open incidents are asked about";
const NOT_CONSIDERED: &str = "only open incidents that are nobody's child and neither candidate \
                              nor major incident are asked about";
const NOT_KNOWN: &str = "an open incident alone is asked about, and it knows neither how critical \
                         its service is nor how many children it has";

/// Rules that match something, and nothing of what they are asked about.
fn never_asked(policy: &IncidentPolicy, findings: &mut Findings) {
    let mut check = |table: &str, i: usize, when: &Condition<IncidentAttribute>, asked, why| {
        let Ok(asked) = Condition::<IncidentAttribute>::compile(&asked, policy) else {
            return false;
        };
        // What matches nothing at all is told already.
        let never = when.overlaps(&asked, policy) == Some(false)
            && when.overlaps(when, policy) == Some(true);
        if never {
            let path = format!("{table}.rules[{i}].when");
            findings.add(PolicyLint::RuleNeverAsked, path, why);
        }
        never
    };
    for (i, rule) in active(policy.triggers()) {
        check("major.triggers", i, rule, of_triggers(), NOT_CONSIDERED);
    }
    let of_time = active(policy.escalations()).map(|it| ("escalations", it));
    let of_plan = active(policy.communication()).map(|it| ("communication", it));
    for (table, (i, when)) in of_time.chain(of_plan) {
        if !check(table, i, when, open(), NOT_OPEN) {
            check(table, i, when, of_deadlines(), NOT_KNOWN);
        }
    }
}

fn active<T>(
    table: &Table<T>,
) -> impl Iterator<Item = (usize, &Condition<IncidentAttribute>)> + use<'_, T> {
    let rules = table.rules().iter().enumerate();
    rules
        .filter(|(_, rule)| rule.is_active())
        .map(|(i, rule)| (i, rule.when()))
}

/// Rules whose outcome is always refused, or leads nowhere.
fn in_vain(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let assign = policy.rules(Kind::Assign).map(|it| it.fields.as_slice());
    let demanded = |field: &str| {
        let place = Assign::OPTIONAL.iter().position(|it| *it == field);
        place.is_some_and(|it| assign.unwrap_or_default().contains(&it))
    };
    for (i, rule) in policy.assignment().rules().iter().enumerate() {
        let message = if !rule.is_active() {
            continue;
        } else if !reach.can(Kind::Assign) {
            "`assign` is never possible"
        } else if demanded("note") {
            "`assign` demands `note`, which automatic assignment never gives"
        } else if demanded("person") && rule.outcome().person.is_none() {
            "`assign` demands `person`, and the rule names none"
        } else {
            continue;
        };
        let path = format!("assignment.rules[{i}].then");
        findings.add(PolicyLint::AssignmentRefused, path, message);
    }
    for (i, rule) in policy.models().rules().iter().enumerate() {
        let model = rule.outcome();
        if model.escalate_to.is_some() && model.steps.iter().all(|it| it.within.is_none()) {
            findings.add(
                PolicyLint::ModelEscalatesNever,
                format!("models.rules[{i}].then.escalate_to"),
                "no step says within which time it is done, so none is ever late",
            );
        }
    }
    if active(policy.escalations()).next().is_some() && !reach.can(Kind::EscalateByTime) {
        let message = "`escalate_by_time` is forbidden, so time escalates nothing";
        findings.add(PolicyLint::EscalationNever, "escalations", message);
    }
    if active(policy.communication()).next().is_some() && !reach.can_while_open(Kind::Inform) {
        let message =
            "`inform` is never possible for an open incident, so every word falls overdue";
        findings.add(PolicyLint::CommunicationNever, "communication", message);
    }
}
