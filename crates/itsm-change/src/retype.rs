//! Type: which model and template go with the type of a change, and how that can be changed.

use crate::change::Change;
use crate::decide::{Cx, Decided};
use crate::edit::{check_attribute, within};
use crate::emergency::{EmergencyCase, EmergencyCriterion};
use crate::error::{ChangeError, Law};
use crate::kind::ChangeType;
use crate::plan::Plans;
use crate::policy::ChangePolicy;
use crate::profile::{ChangeProfile, usual_model};
use crate::refuse::{No, changes, not_ahead};
use crate::template::{ChangeTemplate, TemplateField, TemplateUse};
use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::id::{CiId, GroupId, ServiceId};
use itsm_core::text::{Code, Note};
use itsm_core::wire_struct;

wire_struct! {
    /// Make it a change of another type, or of another model of its type. What the new template says
    /// takes the place of what stood there.
    pub struct Retype {
        /// The type.
        kind: ChangeType,
    } optional {
        /// The model. Absent: the one that is called like the type.
        model: Code,
        /// The template, if it becomes a standard change.
        template: Code,
        /// Why it cannot wait, if it becomes an emergency.
        emergency: EmergencyCase,
    }
}
wire_struct! {
    /// It became a change of another type. What is absent it does not have now.
    pub struct Retyped {
        /// The type.
        kind: ChangeType,
    } optional {
        /// The model. Absent: the one that is called like the type.
        model: Code,
        /// Why it cannot wait.
        emergency: EmergencyCase,
        /// The template of which it is made.
        template: TemplateUse,
        /// The plans of the template.
        plans: Plans,
        /// What is to be changed, in full.
        description: Note,
        /// The items that it touches.
        cis: BTreeSet<CiId>,
        /// The services that it touches.
        services: BTreeSet<ServiceId>,
        /// The group that makes it.
        group: GroupId,
    }
}

/// The facts of a change with what its template adds to them.
pub(crate) struct Checked {
    pub(crate) profile: ChangeProfile,
    pub(crate) template: Option<TemplateUse>,
    pub(crate) plans: Option<Plans>,
}

/// That model, template and emergency fit the type, and what the template adds.
pub(crate) fn check(
    profile: ChangeProfile,
    cx: &Cx<'_>,
    no: impl Fn(Law) -> No,
) -> Result<Checked, ChangeError> {
    check_facts(&profile, cx, &no)?;
    check_emergency(&profile, cx.policy, &no)?;
    let Some(name) = profile.template.clone() else {
        if profile.kind == ChangeType::Standard {
            return no(Law::TemplateMissing).err();
        }
        return Ok(Checked {
            profile,
            template: None,
            plans: None,
        });
    };
    if profile.kind != ChangeType::Standard {
        return no(Law::TemplateOfOtherType)
            .param("kind", profile.kind.as_str())
            .err();
    }
    let template = cx.policy.template(&name).filter(|it| it.active);
    let Some(template) = template else {
        return no(Law::TemplateInactive).text("template", &name).err();
    };
    apply(profile, name, template, no)
}

/// What is so of every change, however it came to be.
pub(crate) fn check_facts(
    profile: &ChangeProfile,
    cx: &Cx<'_>,
    no: impl Fn(Law) -> No,
) -> Result<(), ChangeError> {
    not_ahead("made_at", profile.made_at, cx.now, &no)?;
    let name = profile.model_name();
    match cx.policy.model(&name) {
        Some(model) if model.kind == profile.kind => {}
        Some(model) => {
            return no(Law::ModelOfOtherType)
                .text("model", &name)
                .param("expected", profile.kind.as_str())
                .param("got", model.kind.as_str())
                .err();
        }
        None => return no(Law::ModelUnknown).text("model", &name).err(),
    }
    for (name, value) in profile.attributes.iter().flatten() {
        check_attribute(name, Some(value), cx.policy, &no)?;
    }
    Ok(())
}

fn check_emergency(
    profile: &ChangeProfile,
    policy: &ChangePolicy,
    no: impl Fn(Law) -> No,
) -> Result<(), ChangeError> {
    let emergency = profile.kind == ChangeType::Emergency;
    match &profile.emergency {
        None if emergency => no(Law::EmergencyUnfounded)
            .param("expected", criteria(policy))
            .param("got", "none")
            .err(),
        Some(_) if !emergency => no(Law::EmergencyOfOtherType)
            .param("kind", profile.kind.as_str())
            .err(),
        Some(it) if it.criterion == EmergencyCriterion::LATE => no(Law::EmergencyOnlyLate).err(),
        Some(it) if !policy.is_emergency(&it.criterion) => no(Law::EmergencyUnfounded)
            .param("expected", criteria(policy))
            .param("got", it.criterion.as_str())
            .err(),
        _ => Ok(()),
    }
}

fn criteria(policy: &ChangePolicy) -> Vec<String> {
    policy.emergencies().map(ToString::to_string).collect()
}

/// What a template says fills in what was left out, and what it locks cannot be said otherwise.
fn apply(
    mut profile: ChangeProfile,
    name: Code,
    template: &ChangeTemplate,
    no: impl Fn(Law) -> No,
) -> Result<Checked, ChangeError> {
    fn fill<T: Clone + PartialEq>(given: &mut Option<T>, usual: Option<&T>, locked: bool) -> bool {
        let deviates = locked && given.is_some() && given.as_ref() != usual;
        if given.is_none() {
            *given = usual.cloned();
        }
        deviates
    }
    if profile.model_name() != template.model {
        if profile.model.is_some() {
            return no(Law::TemplateOfOtherModel)
                .text("template", &name)
                .text("model", &template.model)
                .err();
        }
        profile.model = Some(template.model.clone());
    }
    let locks = |field| template.locked.contains(&field);
    let scope = locks(TemplateField::Scope);
    let cis = fill(&mut profile.cis, template.cis.as_ref(), scope);
    let services = fill(&mut profile.services, template.services.as_ref(), scope);
    let group = fill(
        &mut profile.group,
        template.group.as_ref(),
        locks(TemplateField::Group),
    );
    fill(
        &mut profile.description,
        template.description.as_ref(),
        false,
    );
    for (deviates, field) in [
        (cis || services, TemplateField::Scope),
        (group, TemplateField::Group),
    ] {
        if deviates {
            return no(Law::TemplateLocked).param("field", field.as_str()).err();
        }
    }
    let count = profile.cis.as_ref().map_or(0, BTreeSet::len);
    within(template.max_cis, count, no)?;
    let used = TemplateUse {
        max_cis: template.max_cis,
        ..TemplateUse::new(name, template.version, template.locked.clone())
    };
    Ok(Checked {
        profile,
        template: Some(used),
        plans: template.plans.clone(),
    })
}

impl Change {
    /// The types, models and templates that it could get instead.
    pub(crate) fn other_types(&self, policy: &ChangePolicy) -> Vec<Retype> {
        let (kind, present) = (self.profile.kind, self.profile.model_name());
        let models = policy
            .models()
            .filter(|(name, model)| (model.kind, *name) != (kind, &present));
        let others = models.filter_map(|(name, model)| {
            let retype = Retype::new(model.kind).model(name.clone());
            match model.kind {
                ChangeType::Standard => {
                    let mut templates = policy.templates();
                    let (template, _) = templates.find(|(_, it)| it.active && it.model == *name)?;
                    Some(retype.template(template.clone()))
                }
                ChangeType::Emergency => {
                    let criterion = policy.emergencies().next()?.clone();
                    let case = EmergencyCase::new(
                        crate::emergency::EmergencyKind::FailImminent,
                        criterion,
                    );
                    Some(retype.emergency(case))
                }
                _ => Some(retype),
            }
        });
        // What does not fit a template is no way out.
        others.filter(|it| self.fits(it, policy)).collect()
    }

    fn fits(&self, it: &Retype, policy: &ChangePolicy) -> bool {
        let template = it.template.as_ref().and_then(|it| policy.template(it));
        template.is_none_or(|template| {
            let profile = self.retyped(it, policy);
            let count = profile.cis.as_ref().map_or(0, BTreeSet::len);
            let most = template.max_cis.unwrap_or(u32::MAX);
            u32::try_from(count).is_ok_and(|it| it <= most)
        })
    }

    /// Its facts as they would be. What the template locks is as the template says.
    fn retyped(&self, it: &Retype, policy: &ChangePolicy) -> ChangeProfile {
        let mut profile = self.profile.clone();
        profile.kind = it.kind;
        profile.model.clone_from(&it.model);
        if it.model.as_ref() == Some(&usual_model(it.kind)) {
            profile.model = None;
        }
        profile.template.clone_from(&it.template);
        profile.emergency.clone_from(&it.emergency);
        let template = it.template.as_ref().and_then(|it| policy.template(it));
        if let Some(template) = template {
            if template.locked.contains(&TemplateField::Scope) {
                profile.cis.clone_from(&template.cis);
                profile.services.clone_from(&template.services);
            }
            if template.locked.contains(&TemplateField::Group) {
                profile.group = template.group;
            }
        }
        profile
    }

    pub(crate) fn retype(&self, it: &Retype, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let profile = self.retyped(it, cx.policy);
        let checked = check(profile, cx, &no)?;
        changes(checked.profile != self.profile, no)?;
        let Checked {
            profile,
            template,
            plans,
        } = checked;
        Ok(Retyped {
            kind: profile.kind,
            model: profile.model,
            emergency: profile.emergency,
            template,
            plans,
            description: profile.description,
            cis: profile.cis,
            services: profile.services,
            group: profile.group,
        }
        .into())
    }

    pub(crate) fn take_type(&mut self, it: &Retyped) {
        let template = it.template.as_ref().map(|it| it.template.clone());
        self.profile = ChangeProfile {
            kind: it.kind,
            model: it.model.clone(),
            template,
            emergency: it.emergency.clone(),
            description: it.description.clone(),
            cis: it.cis.clone(),
            services: it.services.clone(),
            group: it.group,
            ..self.profile.clone()
        };
        self.take_template(it.template.as_ref(), it.plans.as_ref());
    }
}
