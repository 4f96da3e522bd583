//! The check that makes a policy of a draft: all that is wrong at once, each with its path.

use crate::command::CiCommandKind;
use crate::compile_classes;
use crate::draft::DraftConfigurationPolicy;
use crate::lifecycle::LIFECYCLE;
use crate::policy::{CommandRules, ConfigurationPolicy};
use crate::relationship::RelationshipType;
use crate::state::{Family, LifecycleStage};
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::fault::Faults;
use itsm_core::level::Scale;
use itsm_core::policy::PolicyRef;
use itsm_core::text::{Code, Label};

/// Commands that time carries out: in nobody's role.
const WITHOUT_PEOPLE: &[CiCommandKind] = &[CiCommandKind::NoteOverdue];

/// A policy as good as the draft allows, and everything that is wrong with the draft.
pub(crate) fn compile(draft: DraftConfigurationPolicy) -> (ConfigurationPolicy, Faults) {
    let mut faults = Faults::new();
    let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
    // A policy with a fault is none, so any scale will do in the place of a bad one.
    let criticalities = faults
        .nest("criticalities", Scale::new(&draft.criticalities))
        .unwrap_or_else(Scale::any);
    let types = relationship_types(&draft, &mut faults);
    let statuses = statuses(&draft, &mut faults);
    let operational = operational(&draft, &mut faults);
    let actions = actions(&draft, &mut faults);
    let commands = commands(&draft, &mut faults);
    let classes = compile_classes::classes(&draft, &mut faults);
    moves("moves.allowed", &draft.moves.allowed, &mut faults);
    let policy = ConfigurationPolicy {
        of,
        criticalities,
        classes,
        types,
        statuses,
        operational,
        actions,
        commands,
        draft: Box::new(draft),
    };
    governance(&policy, &mut faults);
    begins(&policy, &mut faults);
    (policy, faults)
}

impl TryFrom<DraftConfigurationPolicy> for ConfigurationPolicy {
    type Error = Faults;

    fn try_from(draft: DraftConfigurationPolicy) -> Result<Self, Faults> {
        let (policy, faults) = compile(draft);
        faults.or(Some(policy))
    }
}

pub(crate) fn code(path: &str, text: &str, faults: &mut Faults) -> Option<Code> {
    faults.take(path, "policy.code.text", Code::new(text))
}

pub(crate) fn labels(path: &str, texts: &BTreeSet<String>, faults: &mut Faults) -> BTreeSet<Label> {
    let mut label = |text: &String| {
        let path = format!("{path}.{text}");
        faults.take(&path, "policy.label.text", Label::new(text))
    };
    texts.iter().filter_map(&mut label).collect()
}

fn relationship_types(
    draft: &DraftConfigurationPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, RelationshipType> {
    let mut types = BTreeMap::new();
    for (kind, it) in &draft.relationship_types {
        if let Some(kind) = code(&format!("relationship_types.{kind}"), kind, faults) {
            types.insert(kind, it.clone());
        }
    }
    types
}

fn statuses(
    draft: &DraftConfigurationPolicy,
    faults: &mut Faults,
) -> BTreeMap<Family, BTreeMap<LifecycleStage, BTreeSet<Label>>> {
    let mut all = BTreeMap::new();
    for (family, stages) in &draft.statuses {
        let mut of_family = BTreeMap::new();
        for (stage, texts) in stages {
            let path = format!("statuses.{family}.{stage}");
            of_family.insert(*stage, labels(&path, texts, faults));
        }
        all.insert(*family, of_family);
    }
    all
}

fn operational(draft: &DraftConfigurationPolicy, faults: &mut Faults) -> BTreeMap<Code, u32> {
    let mut all = BTreeMap::new();
    let mut taken: BTreeMap<u32, &String> = BTreeMap::new();
    for (status, priority) in &draft.operational_statuses {
        let path = format!("operational_statuses.{status}");
        if let Some(other) = taken.insert(*priority, status) {
            faults.add(
                &path,
                "policy.operational_status.priority_twice",
                format!("priority {priority} is that of `{other}` already: neither would win"),
            );
        }
        if let Some(status) = code(&path, status, faults) {
            all.insert(status, *priority);
        }
    }
    all
}

fn actions(
    draft: &DraftConfigurationPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, BTreeSet<Code>> {
    let mut all = BTreeMap::new();
    for (action, others) in &draft.actions {
        let path = format!("actions.{action}");
        let mut compatible = BTreeSet::new();
        for other in others {
            let path = format!("{path}.{other}");
            if draft.actions.contains_key(other) {
                compatible.extend(code(&path, other, faults));
            } else {
                faults.add(
                    path,
                    "policy.action.unknown",
                    format!("`{other}` is none of the actions"),
                );
            }
        }
        if let Some(action) = code(&path, action, faults) {
            all.insert(action, compatible);
        }
    }
    all
}

fn commands(draft: &DraftConfigurationPolicy, faults: &mut Faults) -> Vec<CommandRules> {
    let mut rules: Vec<CommandRules> = CiCommandKind::ALL
        .iter()
        .map(|_| CommandRules::default())
        .collect();
    for (name, stages) in &draft.forbidden {
        let path = format!("forbidden.{name}");
        let kind = faults.take(
            &path,
            "policy.command.unknown",
            name.parse::<CiCommandKind>(),
        );
        if let Some(rule) = kind.and_then(|kind| rules.get_mut(kind.index())) {
            rule.forbidden.clone_from(stages);
        }
    }
    for (name, roles) in &draft.roles {
        let path = format!("roles.{name}");
        let Some(kind) = faults.take(
            &path,
            "policy.command.unknown",
            name.parse::<CiCommandKind>(),
        ) else {
            continue;
        };
        if WITHOUT_PEOPLE.contains(&kind) {
            faults.add(
                path,
                "policy.command.without_people",
                format!("`{kind}` is carried out by time, in nobody's role"),
            );
            continue;
        }
        if roles.is_empty() {
            faults.add(
                &path,
                "policy.roles.empty",
                "at least one role is expected, or nobody could do it",
            );
        }
        let role = |role: &String| {
            let path = format!("{path}.{role}");
            faults.take(&path, "policy.code.text", Role::new(role))
        };
        let any_of = roles.iter().filter_map(role).collect();
        if let Some(rule) = rules.get_mut(kind.index()) {
            rule.roles = any_of;
        }
    }
    rules
}

/// That moves are moves, and the lifecycle has them.
pub(crate) fn moves(
    path: &str,
    moves: &BTreeMap<LifecycleStage, BTreeSet<LifecycleStage>>,
    faults: &mut Faults,
) {
    for (from, targets) in moves {
        for to in targets {
            let published = [CiCommandKind::Move, CiCommandKind::Retire]
                .iter()
                .any(|it| LIFECYCLE.leads(*from, *it, *to));
            if from == to || !published {
                faults.add(
                    format!("{path}.{from}.{to}"),
                    "policy.move.impossible",
                    format!("nothing moves from `{from}` to `{to}`, whatever a policy says"),
                );
            }
        }
    }
}

fn governance(policy: &ConfigurationPolicy, faults: &mut Faults) {
    for (i, triple) in policy.draft.governance.triples.iter().enumerate() {
        let path = format!("governance.triples[{i}]");
        for (field, class) in [("source", &triple.source), ("target", &triple.target)] {
            if policy.classes.get(class).is_none() {
                faults.add(
                    format!("{path}.{field}"),
                    "policy.class.unknown",
                    format!("`{class}` is none of the classes"),
                );
            }
        }
        if !policy.types.contains_key(&triple.kind) {
            faults.add(
                format!("{path}.type"),
                "policy.relationship_type.unknown",
                format!("`{}` is none of the types of relationships", triple.kind),
            );
        }
    }
}

/// That every class of items has a beginning, which its family knows.
fn begins(policy: &ConfigurationPolicy, faults: &mut Faults) {
    let concrete = policy.classes.iter().filter(|it| !it.is_abstract);
    let used: BTreeSet<Family> = concrete.filter_map(|it| it.family).collect();
    for family in used
        .iter()
        .filter(|it| !policy.draft.begins.contains_key(it))
    {
        faults.add(
            format!("begins.{family}"),
            "policy.begin.missing",
            "there are classes of this family, and nothing says where a life begins",
        );
    }
    for (family, begin) in &policy.draft.begins {
        for (field, standing) in [
            ("registered", &begin.registered),
            ("discovered", &begin.discovered),
        ] {
            let known = policy
                .statuses
                .get(family)
                .and_then(|it| it.get(&standing.stage))
                .is_some_and(|it| it.contains(&standing.status));
            if !known || standing.stage.is_retired() {
                faults.add(
                    format!("begins.{family}.{field}"),
                    "policy.begin.status",
                    format!("no life of this family begins at `{standing}`"),
                );
            }
        }
    }
}
