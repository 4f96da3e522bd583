//! The check that makes a policy of a draft: all that is wrong at once, each with its path.

use crate::attribute::AttributeDefinition;
use crate::children::OpenChildren;
use crate::command::{IncidentCommandKind, Origin};
use crate::compile_tables;
use crate::draft::DraftIncidentPolicy;
use crate::policy::{AutoClose, CommandRules, HoldRule, IncidentPolicy, RecordFact};
use crate::profile::Profile;
use crate::resolution::ResolutionCode;
use crate::state::{HoldReason, IncidentStage};
use crate::trigger;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::fault::Faults;
use itsm_core::matrix::PriorityMatrix;
use itsm_core::policy::PolicyRef;
use itsm_core::rule_table::RuleTable;
use itsm_core::text::{Code, Label};
use itsm_core::time::Seconds;

/// A policy as good as the draft allows, and everything that is wrong with the draft.
pub(crate) fn compile(mut draft: DraftIncidentPolicy) -> (IncidentPolicy, Faults) {
    let mut faults = Faults::new();
    let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
    let matrix = faults
        .nest("matrix", PriorityMatrix::try_from(draft.matrix.clone()))
        .unwrap_or_default();
    // The shipped examples speak of the first priority, whatever a desk calls it.
    if draft.major.triggers == trigger::examples(trigger::SHIPPED_PRIORITY) {
        if let Some(first) = matrix.priorities().iter().next() {
            draft.major.triggers = trigger::examples(first.as_str());
        }
    }
    let mut policy = IncidentPolicy {
        of,
        matrix,
        priority_override: draft.priority_override,
        categories: categories(&draft, &mut faults),
        registration: registration(&draft, &mut faults),
        hold_reasons: hold_reasons(&draft, &mut faults),
        resolution_codes: resolution_codes(&draft, &mut faults),
        commands: commands(&draft, &mut faults),
        auto_close: draft
            .auto_close
            .filter(|after| after.0 > 0)
            .map(|after| AutoClose {
                after,
                basis: draft.auto_close_basis,
            }),
        reopen_window: draft.reopen_window,
        sub_statuses: sub_statuses(&draft, &mut faults),
        attributes: attributes(&draft, &mut faults),
        tasks_on_close: draft.tasks_on_close,
        tasks_on_cancel: draft.tasks_on_cancel,
        children_on_close: draft.children_on_close,
        after_last_child: draft.after_last_child,
        major: compile_tables::major(&draft, &mut faults),
        survey: draft.survey,
        alerts: draft.alerts,
        models: RuleTable::empty(),
        assignment: RuleTable::empty(),
        escalations: RuleTable::empty(),
        communication: RuleTable::empty(),
        draft: Box::new(draft),
    };
    compile_tables::tables(&mut policy, &mut faults);
    (policy, faults)
}

impl TryFrom<DraftIncidentPolicy> for IncidentPolicy {
    type Error = Faults;

    fn try_from(draft: DraftIncidentPolicy) -> Result<Self, Faults> {
        let (policy, faults) = compile(draft);
        faults.or(Some(policy))
    }
}

fn labels(path: &str, texts: &BTreeSet<String>, faults: &mut Faults) -> BTreeSet<Label> {
    texts
        .iter()
        .filter_map(|text| {
            faults.take(
                &format!("{path}.{text}"),
                "policy.label.text",
                Label::new(text),
            )
        })
        .collect()
}

fn categories(
    draft: &DraftIncidentPolicy,
    faults: &mut Faults,
) -> BTreeMap<Label, BTreeSet<Label>> {
    let mut scheme = BTreeMap::new();
    for (category, subcategories) in &draft.categories {
        let path = format!("categories.{category}");
        if let Some(label) = faults.take(&path, "policy.label.text", Label::new(category)) {
            scheme.insert(label, labels(&path, subcategories, faults));
        }
    }
    scheme
}

fn registration(draft: &DraftIncidentPolicy, faults: &mut Faults) -> Vec<usize> {
    draft
        .registration
        .iter()
        .filter_map(|field| {
            let place = Profile::OPTIONAL.iter().position(|it| it == field);
            if place.is_none() {
                faults.add(
                    format!("registration.{field}"),
                    "policy.registration.unknown_field",
                    format!(
                        "`{field}` is not an optional field of a registration, expected one of: {}",
                        Profile::OPTIONAL.join(", ")
                    ),
                );
            }
            place
        })
        .collect()
}

fn hold_reasons(
    draft: &DraftIncidentPolicy,
    faults: &mut Faults,
) -> BTreeMap<HoldReason, HoldRule> {
    let mut reasons: BTreeMap<HoldReason, HoldRule> = HoldReason::WELL_KNOWN
        .iter()
        .map(|reason| (reason.clone(), HoldRule::of(reason)))
        .collect();
    for (reason, rule) in &draft.hold_reasons {
        let path = format!("hold_reasons.{reason}");
        if rule.time_out == Some(Seconds(0)) {
            faults.add(
                format!("{path}.time_out"),
                "policy.hold.time_out_zero",
                "a wait lasts at least a second, got 0",
            );
        }
        if rule.remind_every == Some(Seconds(0)) {
            faults.add(
                format!("{path}.remind_every"),
                "policy.time.zero",
                "at least a second is expected, got 0",
            );
        }
        if rule.resolve_after.is_some() && rule.remind_every.is_none() {
            faults.add(
                format!("{path}.resolve_after"),
                "policy.hold.resolve_without_reminder",
                "`remind_every` is expected beside it, which says when",
            );
        }
        if let Some(reason) = faults.take(&path, "policy.code.text", HoldReason::new(reason)) {
            let usual = HoldRule::of(&reason);
            let rule = HoldRule {
                comment_required: rule.comment_required.unwrap_or(usual.comment_required),
                cascades: rule.cascades.unwrap_or(usual.cascades),
                time_out: rule.time_out.or(usual.time_out),
                remind_every: rule.remind_every.or(usual.remind_every),
                resolve_after: rule.resolve_after.or(usual.resolve_after),
            };
            reasons.insert(reason, rule);
        }
    }
    reasons
}

fn resolution_codes(draft: &DraftIncidentPolicy, faults: &mut Faults) -> BTreeSet<ResolutionCode> {
    let mut codes: BTreeSet<ResolutionCode> = ResolutionCode::WELL_KNOWN.iter().cloned().collect();
    for code in &draft.resolution_codes {
        let path = format!("resolution_codes.{code}");
        codes.extend(faults.take(&path, "policy.code.text", ResolutionCode::new(code)));
    }
    codes
}

fn command(path: &str, name: &str, faults: &mut Faults) -> Option<IncidentCommandKind> {
    faults.take(path, "policy.command.unknown", name.parse())
}

fn commands(draft: &DraftIncidentPolicy, faults: &mut Faults) -> Vec<CommandRules> {
    let mut rules: Vec<CommandRules> = IncidentCommandKind::ALL
        .iter()
        .map(|_| CommandRules::default())
        .collect();
    for (name, states) in &draft.forbidden {
        let path = format!("forbidden.{name}");
        let kind = command(&path, name, faults);
        for state in states {
            let path = format!("{path}.{state}");
            let Some(stage) = faults.take(
                &path,
                "policy.state.unknown",
                state.parse::<IncidentStage>(),
            ) else {
                continue;
            };
            if let Some(rule) = kind.and_then(|kind| rules.get_mut(kind.index())) {
                rule.forbidden.push(stage);
            }
        }
    }
    for (name, facts) in &draft.demands {
        let path = format!("demands.{name}");
        let Some(kind) = command(&path, name, faults) else {
            continue;
        };
        for fact in facts {
            demand(&format!("{path}.{fact}"), kind, fact, &mut rules, faults);
        }
    }
    if draft.children_on_close == OpenChildren::Refuse {
        demand_evidence(&mut rules);
    }
    for (field, given) in [("roles", &draft.roles), ("approvals", &draft.approvals)] {
        for (name, roles) in given {
            let path = format!("{field}.{name}");
            let Some(kind) = command(&path, name, faults) else {
                continue;
            };
            if kind.origin() != Origin::Person {
                faults.add(
                    path,
                    "policy.command.without_people",
                    format!("`{kind}` is carried out by time or because of another record, in nobody's role"),
                );
                continue;
            }
            let any_of = roles_of(&path, roles, faults);
            if let Some(rule) = rules.get_mut(kind.index()) {
                if field == "roles" {
                    rule.roles = any_of;
                } else {
                    rule.approvals = any_of;
                }
            }
        }
    }
    rules
}

/// Whoever closes, be it time, says how the children are.
fn demand_evidence(rules: &mut [CommandRules]) {
    for kind in [
        IncidentCommandKind::Close,
        IncidentCommandKind::CloseAutomatically,
    ] {
        let place = kind.optional().iter().position(|it| *it == "children");
        if let (Some(rule), Some(place)) = (rules.get_mut(kind.index()), place) {
            if !rule.fields.contains(&place) {
                rule.fields.push(place);
            }
        }
    }
}

fn demand(
    path: &str,
    kind: IncidentCommandKind,
    fact: &str,
    rules: &mut [CommandRules],
    faults: &mut Faults,
) {
    if kind.origin() != Origin::Person {
        faults.add(
            path,
            "policy.command.without_people",
            format!("`{kind}` is carried out by time or because of another record, nobody could give a fact"),
        );
        return;
    }
    let Some(rule) = rules.get_mut(kind.index()) else {
        return;
    };
    if let Some(fact) = fact.strip_prefix("record.") {
        rule.record.extend(faults.take(
            path,
            "policy.demand.unknown_fact",
            fact.parse::<RecordFact>(),
        ));
    } else if let Some(place) = kind.optional().iter().position(|it| *it == fact) {
        rule.fields.push(place);
    } else {
        faults.add(
            path,
            "policy.demand.unknown_field",
            format!(
                "`{fact}` is not an optional field of `{kind}`, expected one of: {}",
                kind.optional().join(", ")
            ),
        );
    }
}

pub(crate) fn roles_of(path: &str, roles: &BTreeSet<String>, faults: &mut Faults) -> Vec<Role> {
    if roles.is_empty() {
        faults.add(
            path,
            "policy.roles.empty",
            "at least one role is expected, or nobody could do it",
        );
    }
    roles
        .iter()
        .filter_map(|role| {
            faults.take(
                &format!("{path}.{role}"),
                "policy.code.text",
                Role::new(role),
            )
        })
        .collect()
}

fn sub_statuses(
    draft: &DraftIncidentPolicy,
    faults: &mut Faults,
) -> BTreeMap<IncidentStage, BTreeSet<Label>> {
    let mut all = BTreeMap::new();
    for (state, given) in &draft.sub_statuses {
        let path = format!("sub_statuses.{state}");
        if let Some(stage) = faults.take(
            &path,
            "policy.state.unknown",
            state.parse::<IncidentStage>(),
        ) {
            all.insert(stage, labels(&path, given, faults));
        }
    }
    all
}

fn attributes(
    draft: &DraftIncidentPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, AttributeDefinition> {
    let mut all = BTreeMap::new();
    for (name, definition) in &draft.attributes {
        let path = format!("attributes.{name}");
        definition.check(&path, faults);
        if let Some(name) = faults.take(&path, "policy.code.text", Code::new(name)) {
            all.insert(name, definition.clone());
        }
    }
    all
}
