//! The check that makes a policy of a draft: all that is wrong at once, each with its path.

use crate::command::ProblemCommandKind;
use crate::compile_risk::risk;
use crate::draft::DraftProblemPolicy;
use crate::lifecycle::LIFECYCLE;
use crate::model::ProblemModel;
use crate::policy::{CommandRules, ProblemPolicy};
use crate::state::ProblemStage;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::actor::Role;
use itsm_core::fault::Faults;
use itsm_core::matrix::PriorityMatrix;
use itsm_core::policy::PolicyRef;
use itsm_core::text::{Code, Label};

/// Commands that time carries out, or that others ask for: in nobody's role.
const WITHOUT_PEOPLE: &[ProblemCommandKind] = &[
    ProblemCommandKind::Absorb,
    ProblemCommandKind::EndMonitoring,
    ProblemCommandKind::NoteOverdue,
];

/// A policy as good as the draft allows, and everything that is wrong with the draft.
pub(crate) fn compile(draft: DraftProblemPolicy) -> (ProblemPolicy, Faults) {
    let mut faults = Faults::new();
    let of = PolicyRef::of_draft(&draft.id, draft.version, &mut faults);
    // A policy with a fault is none, so any matrix will do in the place of a bad one.
    let matrix = faults.nest("matrix", PriorityMatrix::try_from(draft.matrix.clone()));
    let risk = risk(&draft.risk, matrix.as_ref(), &mut faults);
    let authorities = &draft.risk_acceptance.roles;
    let policy = ProblemPolicy {
        of,
        labels: labels(&draft, &mut faults),
        matrix: matrix.unwrap_or_default(),
        risk,
        risk_authorities: roles_of("risk_acceptance.roles", authorities, &mut faults),
        models: models(&draft, &mut faults),
        commands: commands(&draft, &mut faults),
        draft: Box::new(draft),
    };
    inactivity(&policy.draft, &mut faults);
    verification(&policy.draft, &mut faults);
    (policy, faults)
}

impl TryFrom<DraftProblemPolicy> for ProblemPolicy {
    type Error = Faults;

    fn try_from(draft: DraftProblemPolicy) -> Result<Self, Faults> {
        let (policy, faults) = compile(draft);
        faults.or(Some(policy))
    }
}

fn code(path: &str, text: &str, faults: &mut Faults) -> Option<Code> {
    faults.take(path, "policy.code.text", Code::new(text))
}

fn labels(draft: &DraftProblemPolicy, faults: &mut Faults) -> BTreeMap<ProblemStage, Label> {
    let mut labels = BTreeMap::new();
    let mut taken: BTreeMap<&String, ProblemStage> = BTreeMap::new();
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

fn models(draft: &DraftProblemPolicy, faults: &mut Faults) -> BTreeMap<Code, ProblemModel> {
    let mut models = BTreeMap::new();
    for (name, model) in &draft.models {
        let path = format!("models.{name}");
        if model.steps.is_empty() {
            faults.add(
                format!("{path}.steps"),
                "policy.model.no_step",
                "a model without a step says nothing",
            );
        }
        let mut seen = BTreeSet::new();
        for (i, step) in model.steps.iter().enumerate() {
            if !seen.insert(&step.step) {
                faults.add(
                    format!("{path}.steps[{i}]"),
                    "policy.model.step_twice",
                    format!("there is a step `{}` already", step.step),
                );
            }
        }
        if let Some(name) = code(&path, name, faults) {
            models.insert(name, model.clone());
        }
    }
    models
}

fn commands(draft: &DraftProblemPolicy, faults: &mut Faults) -> Vec<CommandRules> {
    let mut rules: Vec<CommandRules> = ProblemCommandKind::ALL
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

fn kind(path: &str, name: &str, faults: &mut Faults) -> Option<ProblemCommandKind> {
    faults.take(path, "policy.command.unknown", name.parse())
}

/// That times without a sign of life are some, and of states in which there is work to be done.
fn inactivity(draft: &DraftProblemPolicy, faults: &mut Faults) {
    for (stage, length) in &draft.inactivity {
        let path = format!("inactivity.{stage}");
        if !stage.is_open() {
            faults.add(
                path,
                "policy.inactivity.not_open",
                format!("nobody works on a problem that is `{stage}`"),
            );
        } else if length.0 == 0 {
            faults.add(
                path,
                "policy.time.zero",
                "no time at all would be over at once; a state that is left out bears it for ever",
            );
        }
    }
}

fn verification(draft: &DraftProblemPolicy, faults: &mut Faults) {
    let it = &draft.verification;
    for (field, length) in [("window", it.window), ("monitoring", it.monitoring)] {
        if length.0 == 0 {
            faults.add(
                format!("verification.{field}"),
                "policy.time.zero",
                "in no time at all nothing shows",
            );
        }
    }
    if it.within < it.window {
        faults.add(
            "verification.within",
            "policy.verification.too_soon",
            format!(
                "it would be due after {}, before a window of {} has passed",
                it.within, it.window
            ),
        );
    }
    if it.remaining_percent >= 100 {
        faults.add(
            "verification.remaining_percent",
            "policy.verification.percent",
            format!(
                "if {} of a hundred incidents may be left, every fix works; expected at most 99",
                it.remaining_percent
            ),
        );
    }
}
