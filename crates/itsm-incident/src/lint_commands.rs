//! What is odd about the rules for commands and states.

use crate::command::IncidentCommandKind as Kind;
use crate::draft::DraftIncidentPolicy;
use crate::lifecycle::LIFECYCLE;
use crate::lint::{Findings, PolicyLint};
use crate::lint_reach::Reach;
use crate::policy::IncidentPolicy;
use crate::state::IncidentStage as Stage;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// For each command, something about it.
type Rules = BTreeMap<String, BTreeSet<String>>;

pub(crate) fn lint(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    forbidden(policy, findings);
    without_effect(policy, reach, findings);
    demands(policy, reach, findings);
    dead_ends(policy, reach, findings);
    sub_statuses(policy, findings);
    priorities(policy, reach, findings);
}

/// Forbidden where the lifecycle does not allow it anyhow.
fn forbidden(policy: &IncidentPolicy, findings: &mut Findings) {
    for kind in Kind::ALL.iter().copied() {
        let stages = policy.rules(kind).map(|it| it.forbidden.as_slice());
        for stage in stages.unwrap_or_default() {
            if !LIFECYCLE.allows(*stage, kind) {
                findings.add(
                    PolicyLint::ForbiddenAnyhow,
                    format!("forbidden.{kind}.{stage}"),
                    format!("the lifecycle does not allow `{kind}` there anyhow"),
                );
            }
        }
    }
}

/// Rules for commands that are forbidden everywhere. What stands in the default policy, and was
/// therefore perhaps not written by the author, is passed over.
fn without_effect(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    let shipped = DraftIncidentPolicy::default();
    let draft = policy.draft();
    let tables: [(&str, &Rules, &Rules); 3] = [
        ("demands", &draft.demands, &shipped.demands),
        ("roles", &draft.roles, &shipped.roles),
        ("approvals", &draft.approvals, &shipped.approvals),
    ];
    for (table, given, shipped) in tables {
        for (name, rules) in given {
            let Ok(kind) = name.parse::<Kind>() else {
                continue;
            };
            let nowhere = !Stage::ALL.iter().any(|stage| reach.permits(kind, *stage));
            if nowhere && !rules.is_empty() && shipped.get(name) != Some(rules) {
                findings.add(
                    PolicyLint::WithoutEffect,
                    format!("{table}.{name}"),
                    format!("`{kind}` is forbidden wherever the lifecycle allows it"),
                );
            }
        }
    }
}

/// Facts that are demanded and can never be there.
fn demands(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    for kind in Kind::ALL.iter().copied() {
        let facts = policy.rules(kind).map(|it| it.record.as_slice());
        let at = |stage: &&Stage| reach.permits(kind, **stage) && reach.reaches(**stage);
        let mut stages = Stage::ALL.iter().filter(at).peekable();
        if stages.peek().is_none() {
            continue;
        }
        for fact in facts.unwrap_or_default() {
            if !stages.clone().any(|stage| reach.has(*stage, *fact)) {
                findings.add(
                    PolicyLint::DemandNever,
                    format!("demands.{kind}.record.{fact}"),
                    format!("nothing can bring it about before `{kind}`, which is therefore always refused"),
                );
            }
        }
    }
}

/// States in which an incident stays for ever, though it has not ended.
fn dead_ends(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    for stage in Stage::ALL.iter().copied().filter(|it| reach.reaches(*it)) {
        let leaves = |kind: &Kind| {
            let targets = LIFECYCLE.targets(stage, *kind);
            targets.into_iter().any(|target| target != stage)
        };
        let ways: Vec<Kind> = Kind::ALL.iter().copied().filter(leaves).collect();
        if !ways.is_empty() && !ways.iter().any(|way| reach.can_at(*way, stage)) {
            let forbidden = ways.iter().any(|way| policy.forbids(stage, *way));
            findings.add(
                PolicyLint::DeadEnd,
                if forbidden { "forbidden" } else { "demands" },
                format!("state `{stage}` is a dead end: nothing that leads out of it is possible"),
            );
        }
    }
}

fn sub_statuses(policy: &IncidentPolicy, findings: &mut Findings) {
    for (stage, labels) in &policy.sub_statuses {
        if labels.is_empty() {
            continue;
        }
        let message = if !LIFECYCLE.allows(*stage, Kind::SetSubStatus) {
            "none is ever set in this state"
        } else if policy.forbids(*stage, Kind::SetSubStatus) {
            "`set_sub_status` is forbidden in this state"
        } else {
            continue;
        };
        findings.add(
            PolicyLint::SubStatusNever,
            format!("sub_statuses.{stage}"),
            message,
        );
    }
}

fn priorities(policy: &IncidentPolicy, reach: &Reach<'_>, findings: &mut Findings) {
    if reach.can(Kind::OverridePriority) {
        return;
    }
    let matrix = policy.matrix();
    for priority in matrix.priorities() {
        let given = matrix.impacts().iter().any(|impact| {
            let mut urgencies = matrix.urgencies().iter();
            urgencies.any(|urgency| matrix.priority(impact, urgency) == Some(priority))
        });
        if !given {
            findings.add(
                PolicyLint::PriorityNever,
                format!("matrix.priorities.{priority}"),
                "no cell of the matrix gives it, and nobody may set a priority aside from the matrix",
            );
        }
    }
}
