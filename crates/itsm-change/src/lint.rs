//! The linter: finds what a policy says and cannot mean, before any change meets it.
//!
//! It does not sample and does not guess: what it finds is so of every change under the policy. A
//! policy with findings is still valid.

use crate::authorization::Silence;
use crate::command::ChangeCommandKind as Kind;
use crate::kind::ChangeType;
use crate::lifecycle::LIFECYCLE;
use crate::model::Fact;
use crate::policy::ChangePolicy;
use crate::state::ChangeStage;
use crate::template::{ChangeTemplate, TemplateField};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::plain_enum;

plain_enum! {
    /// What can be odd about a policy. The name is stable, to be looked up or passed over by.
    pub enum ChangeLint {
        /// An approval rule that no model names.
        ApprovalUnused = "approval_unused",
        /// Nothing that is possible leads on from a state.
        DeadEnd = "dead_end",
        /// There are emergencies, and nothing makes one.
        EmergencyNever = "emergency_never",
        /// A model of standard changes without an active template: no change is ever of it.
        ModelNever = "model_never",
        /// A template locks plans that it does not have and that its model demands before a change of
        /// it can be scheduled.
        TemplateNever = "template_never",
    }
}

/// Something odd about a policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// Where it stands in the policy.
    pub path: String,
    /// What is odd.
    pub lint: ChangeLint,
    /// What that means, in words.
    pub message: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.path, self.message, self.lint)
    }
}

/// Everything odd about a policy, in the order of the places.
///
/// ```
/// use itsm_change::draft::DraftChangePolicy;
/// use itsm_change::lint::lint;
/// use itsm_change::policy::ChangePolicy;
///
/// let mut draft = DraftChangePolicy::default();
/// draft.emergencies.clear();
/// let policy = ChangePolicy::try_from(draft)?;
/// let findings = lint(&policy);
/// assert_eq!(
///     findings[0].to_string(),
///     "emergencies: nothing makes an emergency, so that none can be registered (emergency_never)"
/// );
/// # Ok::<(), itsm_core::fault::Faults>(())
/// ```
pub fn lint(policy: &ChangePolicy) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut add = |lint, path: String, message: String| {
        findings.push(Finding {
            path,
            lint,
            message,
        });
    };
    for (name, _) in policy.approvals() {
        let named = |it: &crate::model::ChangeModel| it.approval.as_ref() == Some(name);
        if !policy.models().any(|(_, it)| named(it)) {
            let message = "no model names it, so that it authorizes nothing";
            add(
                ChangeLint::ApprovalUnused,
                format!("approvals.{name}"),
                message.into(),
            );
        }
    }
    if policy.emergencies().next().is_none() {
        let message = "nothing makes an emergency, so that none can be registered";
        add(
            ChangeLint::EmergencyNever,
            "emergencies".into(),
            message.into(),
        );
    }
    for (name, model) in policy.models() {
        let template = |it: &ChangeTemplate| it.active && it.model == *name;
        let possible = policy.templates().any(|(_, it)| template(it));
        // Without any template at all the desk has no standard changes, and knows.
        let has_some = policy.templates().next().is_some();
        if model.kind == ChangeType::Standard && has_some && !possible {
            let message = "no active template is of it, so that no change ever is";
            add(
                ChangeLint::ModelNever,
                format!("models.{name}"),
                message.into(),
            );
        }
    }
    for (name, template) in policy.templates().filter(|(_, it)| it.active) {
        if let Some(fact) = never(template, policy) {
            add(
                ChangeLint::TemplateNever,
                format!("templates.{name}.locked"),
                format!("its model demands `{fact}`, which it locks and does not have"),
            );
        }
    }
    // Silence leads on where a rule lets it. An edit after which nobody is asked is no way on, and
    // to come under another policy is no way out of this one.
    let silence = policy
        .approvals()
        .flat_map(|(_, it)| &it.stages)
        .any(|it| it.within.is_some() && it.silence == Some(Silence::Approves));
    for stage in ChangeStage::ALL.iter().copied().filter(|it| it.is_open()) {
        let on = |command: &Kind| {
            let no_way = match command {
                Kind::Assess
                | Kind::AssessRisk
                | Kind::SetMagnitude
                | Kind::Cancel
                | Kind::AdoptPolicy => true,
                Kind::LapseApproval => !silence,
                _ => false,
            };
            let leads = LIFECYCLE.targets(stage, *command);
            !no_way && leads.iter().any(|to| *to > stage)
        };
        let mut ways = Kind::ALL.iter().filter(|it| on(it));
        if ways.all(|it| policy.forbids(stage, *it)) {
            add(
                ChangeLint::DeadEnd,
                "forbidden".into(),
                format!("nothing leads on from `{stage}`"),
            );
        }
    }
    findings.sort();
    findings
}

/// A plan that a template locks away and its model demands before a change of it is scheduled.
fn never(template: &ChangeTemplate, policy: &ChangePolicy) -> Option<Fact> {
    if !template.locked.contains(&TemplateField::Plans) {
        return None;
    }
    let plans = template.plans.as_ref();
    let model = policy.model(&template.model)?;
    let mut demands = model.demands(ChangeStage::Scheduled);
    demands.find(|fact| match fact {
        Fact::ImplementationPlan => plans.is_none_or(|it| it.implementation.is_none()),
        Fact::TestPlan => plans.is_none_or(|it| it.test.is_none()),
        Fact::CommunicationPlan => plans.is_none_or(|it| it.communication.is_none()),
        Fact::BackOutPlan => plans.is_none_or(|it| it.back_out.is_none()),
        _ => false,
    })
}
