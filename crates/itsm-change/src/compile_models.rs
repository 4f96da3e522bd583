//! The check of models, templates and approval rules: what fits a type, and what fits each other.

use crate::approval::ApprovalRule;
use crate::compile::code;
use crate::draft::DraftChangePolicy;
use crate::kind::ChangeType;
use crate::model::{ChangeModel, ROAD};
use crate::profile::usual_model;
use crate::risk::RiskPolicy;
use crate::state::ChangeStage;
use crate::template::ChangeTemplate;
use alloc::collections::BTreeMap;
use alloc::format;
use itsm_core::fault::Faults;
use itsm_core::text::Code;

pub(crate) fn approvals(
    draft: &DraftChangePolicy,
    risk: &RiskPolicy,
    faults: &mut Faults,
) -> BTreeMap<Code, ApprovalRule> {
    let mut rules = BTreeMap::new();
    for (name, rule) in &draft.approvals {
        let path = format!("approvals.{name}");
        rule.check(&path, risk, faults);
        if let Some(name) = code(&path, name, faults) {
            rules.insert(name, rule.clone());
        }
    }
    rules
}

pub(crate) fn models(
    draft: &DraftChangePolicy,
    approvals: &BTreeMap<Code, ApprovalRule>,
    faults: &mut Faults,
) -> BTreeMap<Code, ChangeModel> {
    let mut models = BTreeMap::new();
    for (name, model) in &draft.models {
        let path = format!("models.{name}");
        road(&path, model, faults);
        approval(&path, model, approvals, faults);
        demands(&path, model, faults);
        if model.version == 0 {
            faults.add(
                format!("{path}.version"),
                "policy.version.zero",
                "versions count from 1",
            );
        }
        // A change that names no model is of the one that is called like its type.
        let namesake = name.parse::<ChangeType>().ok();
        if let Some(kind) = namesake.filter(|it| *it != model.kind) {
            faults.add(
                format!("{path}.kind"),
                "policy.model.namesake",
                format!(
                    "the model of `{kind}` changes is expected, got one of `{}`",
                    model.kind
                ),
            );
        }
        if let Some(name) = code(&path, name, faults) {
            models.insert(name, model.clone());
        }
    }
    for kind in ChangeType::ALL {
        if !draft.models.contains_key(kind.as_str()) {
            faults.add(
                format!("models.{}", usual_model(*kind)),
                "policy.model.missing",
                format!("a `{kind}` change that names no model would have none"),
            );
        }
    }
    models
}

/// What a type of change passes, whatever a model says, and what it never passes.
fn road(path: &str, model: &ChangeModel, faults: &mut Faults) {
    use ChangeStage::{Assess, Authorize, Implement, Scheduled};
    let (must, never): (&[ChangeStage], &[ChangeStage]) = match model.kind {
        ChangeType::Normal => (&[Authorize, Scheduled, Implement], &[]),
        ChangeType::Standard => (&[Scheduled, Implement], &[Assess, Authorize]),
        ChangeType::Emergency => (&[Authorize, Scheduled, Implement], &[Assess]),
        ChangeType::Unauthorized => (&[Authorize], &[Assess, Scheduled, Implement]),
        ChangeType::Registration => (&[], &[Assess, Authorize, Scheduled, Implement]),
    };
    for stage in &model.stages {
        let path = format!("{path}.stages.{stage}");
        if !ROAD.contains(stage) {
            faults.add(
                path,
                "policy.model.not_on_the_road",
                format!("`{stage}` is no state that a model chooses"),
            );
        } else if never.contains(stage) {
            faults.add(
                path,
                "policy.model.stage",
                format!("a `{}` change is never `{stage}`", model.kind),
            );
        }
    }
    for stage in must {
        if !model.stages.contains(stage) {
            faults.add(
                format!("{path}.stages.{stage}"),
                "policy.model.stage",
                format!("a `{}` change passes `{stage}`", model.kind),
            );
        }
    }
}

fn approval(
    path: &str,
    model: &ChangeModel,
    approvals: &BTreeMap<Code, ApprovalRule>,
    faults: &mut Faults,
) {
    let path = format!("{path}.approval");
    let authorized = model.stages.contains(&ChangeStage::Authorize);
    match &model.approval {
        None if authorized => faults.add(
            path,
            "policy.model.no_approval",
            "its changes are authorized: an approval rule is expected",
        ),
        Some(_) if !authorized => faults.add(
            path,
            "policy.model.approval",
            "its changes are not authorized one by one: nobody would ever be asked",
        ),
        Some(name) if !approvals.contains_key(name) => faults.add(
            path,
            "policy.model.approval_unknown",
            format!("there is no approval rule `{name}`"),
        ),
        _ => {}
    }
}

/// That facts are demanded, and the scope opened, where its changes come by.
fn demands(path: &str, model: &ChangeModel, faults: &mut Faults) {
    for stage in model.required.keys() {
        let entered = !matches!(stage, ChangeStage::New | ChangeStage::Canceled);
        if !entered || !model.passes(*stage) || *stage == ChangeStage::Review {
            faults.add(
                format!("{path}.required.{stage}"),
                "policy.model.demand",
                format!("nothing can be demanded before a change of it is `{stage}`"),
            );
        }
    }
    for stage in &model.scope_open {
        let edited = matches!(
            stage,
            ChangeStage::Assess
                | ChangeStage::Authorize
                | ChangeStage::Scheduled
                | ChangeStage::Implement
        );
        if !edited || !model.passes(*stage) {
            faults.add(
                format!("{path}.scope_open.{stage}"),
                "policy.model.scope",
                format!("the scope of a change of it is never edited in `{stage}`"),
            );
        }
    }
}

pub(crate) fn templates(
    draft: &DraftChangePolicy,
    models: &BTreeMap<Code, ChangeModel>,
    faults: &mut Faults,
) -> BTreeMap<Code, ChangeTemplate> {
    let mut templates = BTreeMap::new();
    for (name, template) in &draft.templates {
        let path = format!("templates.{name}");
        match models.get(&template.model) {
            Some(model) if model.kind == ChangeType::Standard => {}
            Some(model) => faults.add(
                format!("{path}.model"),
                "policy.template.model",
                format!(
                    "a model of standard changes is expected, got one of `{}`",
                    model.kind
                ),
            ),
            None => faults.add(
                format!("{path}.model"),
                "policy.template.model",
                format!("there is no model `{}`", template.model),
            ),
        }
        if template.version == 0 {
            faults.add(
                format!("{path}.version"),
                "policy.version.zero",
                "versions count from 1",
            );
        }
        let count = template
            .cis
            .as_ref()
            .map_or(0, alloc::collections::BTreeSet::len);
        let most = template.max_cis.unwrap_or(u32::MAX);
        if u32::try_from(count).map_or(true, |it| it > most) {
            faults.add(
                format!("{path}.cis"),
                "policy.template.too_many",
                format!("{count} items, though its changes touch at most {most}"),
            );
        }
        if let Some(name) = code(&path, name, faults) {
            templates.insert(name, template.clone());
        }
    }
    templates
}
