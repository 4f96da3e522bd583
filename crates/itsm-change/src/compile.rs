//! The check that makes a policy of a draft: all that is wrong at once, each with its path.

use crate::command::ChangeCommandKind;
use crate::compile_models::{approvals, models, templates};
use crate::draft::DraftChangePolicy;
use crate::emergency::EmergencyCriterion;
use crate::lifecycle::LIFECYCLE;
use crate::policy::{ChangePolicy, CommandRules};
use crate::risk::RiskPolicy;
use crate::state::ChangeStage;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::custom::AttributeDefinition;
use itsm_core::fault::Faults;
use itsm_core::policy::PolicyRef;
use itsm_core::text::{Code, Label};

/// Commands that time carries out: in nobody's role.
const WITHOUT_PEOPLE: &[ChangeCommandKind] = &[
    ChangeCommandKind::LapseApproval,
    ChangeCommandKind::NoteOverdue,
];

/// A policy as good as the draft allows, and everything that is wrong with the draft.
pub(crate) fn compile(draft: DraftChangePolicy) -> (ChangePolicy, Faults) {
    let mut faults = Faults::new();
    let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
    let found = RiskPolicy::try_from(draft.risk.clone());
    let risk = faults.nest("risk", found).unwrap_or_default();
    let approvals = approvals(&draft, &risk, &mut faults);
    let models = models(&draft, &approvals, &mut faults);
    let policy = ChangePolicy {
        of,
        labels: labels(&draft, &mut faults),
        templates: templates(&draft, &models, &mut faults),
        models,
        approvals,
        risk,
        emergencies: emergencies(&draft, &mut faults),
        attributes: attributes(&draft, &mut faults),
        commands: commands(&draft, &mut faults),
        draft: Box::new(draft),
    };
    (policy, faults)
}

impl TryFrom<DraftChangePolicy> for ChangePolicy {
    type Error = Faults;

    fn try_from(draft: DraftChangePolicy) -> Result<Self, Faults> {
        let (policy, faults) = compile(draft);
        faults.or(Some(policy))
    }
}

pub(crate) fn code(path: &str, text: &str, faults: &mut Faults) -> Option<Code> {
    faults.take(path, "policy.code.text", Code::new(text))
}

fn labels(draft: &DraftChangePolicy, faults: &mut Faults) -> BTreeMap<ChangeStage, Label> {
    let mut labels = BTreeMap::new();
    let mut taken: BTreeMap<&String, ChangeStage> = BTreeMap::new();
    for (stage, text) in &draft.labels {
        let path = format!("labels.{stage}");
        if let Some(other) = taken.insert(text, *stage) {
            faults.add(
                &path,
                "policy.label.twice",
                format!("`{text}` is what `{other}` is called already"),
            );
        }
        if let Some(label) = faults.take(&path, "policy.label.text", Label::new(text)) {
            labels.insert(*stage, label);
        }
    }
    labels
}

fn emergencies(draft: &DraftChangePolicy, faults: &mut Faults) -> BTreeSet<EmergencyCriterion> {
    let mut criteria = BTreeSet::new();
    for text in &draft.emergencies {
        let path = format!("emergencies.{text}");
        let Some(criterion) = faults.take(&path, "policy.code.text", EmergencyCriterion::new(text))
        else {
            continue;
        };
        if criterion == EmergencyCriterion::LATE {
            faults.add(
                path,
                "policy.emergency.late",
                "that somebody was late makes no emergency",
            );
        }
        criteria.insert(criterion);
    }
    criteria
}

fn attributes(
    draft: &DraftChangePolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, AttributeDefinition> {
    let mut attributes = BTreeMap::new();
    for (name, definition) in &draft.attributes {
        let path = format!("attributes.{name}");
        definition.check(&path, faults);
        if let Some(name) = code(&path, name, faults) {
            attributes.insert(name, definition.clone());
        }
    }
    attributes
}

fn roles_of(path: &str, texts: &BTreeSet<String>, faults: &mut Faults) -> Vec<Role> {
    if texts.is_empty() {
        faults.add(
            path,
            "policy.roles.empty",
            "at least one role is expected, or nobody could do it",
        );
    }
    let role = |role: &String| {
        let path = format!("{path}.{role}");
        faults.take(&path, "policy.code.text", Role::new(role))
    };
    texts.iter().filter_map(role).collect()
}

fn commands(draft: &DraftChangePolicy, faults: &mut Faults) -> Vec<CommandRules> {
    let mut rules: Vec<CommandRules> = ChangeCommandKind::ALL
        .iter()
        .map(|_| CommandRules::default())
        .collect();
    for (name, stages) in &draft.forbidden {
        let path = format!("forbidden.{name}");
        let Some(kind) = kind(&path, name, faults) else {
            continue;
        };
        for stage in stages {
            if !LIFECYCLE.allows(*stage, kind) {
                faults.add(
                    format!("{path}.{stage}"),
                    "policy.forbidden.already",
                    format!("the lifecycle does not take `{kind}` in `{stage}` anyway"),
                );
            }
        }
        if let Some(rule) = rules.get_mut(kind.index()) {
            rule.forbidden.clone_from(stages);
        }
    }
    for (name, roles) in &draft.roles {
        let path = format!("roles.{name}");
        let Some(kind) = kind(&path, name, faults) else {
            continue;
        };
        if WITHOUT_PEOPLE.contains(&kind) {
            faults.add(
                path,
                "policy.command.without_people",
                format!("`{kind}` is carried out in nobody's role"),
            );
            continue;
        }
        let any_of = roles_of(&path, roles, faults);
        if let Some(rule) = rules.get_mut(kind.index()) {
            rule.roles = any_of;
        }
    }
    rules
}

fn kind(path: &str, name: &str, faults: &mut Faults) -> Option<ChangeCommandKind> {
    faults.take(path, "policy.command.unknown", name.parse())
}
