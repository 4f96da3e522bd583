//! Deciding on relationships, groups, and the end.

use crate::ci::Ci;
use crate::command::{Archive, Relate, RemoveGroup, Retire, SetGroup, Unrelate};
use crate::decide::{Decided, changes};
use crate::error::{CiError, Law};
use crate::event::{Archived, GroupRemoved, GroupSet, Related, Retired, Unrelated};
use crate::governance::Enforcement;
use crate::policy::ConfigurationPolicy;
use crate::refuse::No;
use crate::relationship::Relationship;
use crate::retirement::{Dependant, OnDependants};
use crate::state::{LifecycleStage, Standing};
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::text::{Code, Label};

type Cx<'a> = Context<'a, ConfigurationPolicy>;

impl Ci {
    pub(crate) fn relate(&self, it: &Relate, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let policy = cx.policy;
        let Some(kind) = policy.relationship_type(&it.relationship) else {
            return no(Law::RelateTypeUnknown)
                .text("relationship", &it.relationship)
                .err();
        };
        if it.target == self.id {
            return no(Law::RelateToItself).err();
        }
        let target_class = &it.facts.class;
        if policy.classes().get(target_class).is_none() {
            return no(Law::ClassUnknown).text("class", target_class).err();
        }
        if it.facts.stage.is_retired() {
            return no(Law::RelateTargetRetired).err();
        }
        let relationship = Relationship {
            qualifier: it.qualifier.clone(),
            ..Relationship::new(it.relationship.clone(), self.id, it.target)
        };
        if self.relationships.contains(&relationship) {
            return no(Law::RelateAlready)
                .text("target", &it.target)
                .text("relationship", &it.relationship)
                .err();
        }
        let others = it.facts.containers.iter().flatten();
        let others: Vec<String> = others.map(ToString::to_string).collect();
        if kind.containment && !others.is_empty() {
            return no(Law::RelateContained).param("containers", others).err();
        }
        let compliant = policy.permits(self.class(), &it.relationship, target_class);
        if !compliant && policy.enforcement() == Enforcement::Reject {
            return no(Law::RelateNotPermitted)
                .text("source", self.class())
                .text("relationship", &it.relationship)
                .text("target", target_class)
                .err();
        }
        let target_class = target_class.clone();
        Ok(Related::new(relationship, target_class, compliant, it.authority.clone()).into())
    }

    pub(crate) fn unrelate(&self, it: &Unrelate, no: impl Fn(Law) -> No) -> Decided {
        let relationship = Relationship {
            qualifier: it.qualifier.clone(),
            ..Relationship::new(it.relationship.clone(), self.id, it.target)
        };
        if !self.relationships.contains(&relationship) {
            return no(Law::UnrelateNotThere).err();
        }
        Ok(Unrelated::new(relationship, it.authority.clone()).into())
    }

    pub(crate) fn set_group(&self, it: &SetGroup, no: impl Fn(Law) -> No) -> Decided {
        if it.group.group.cis().contains(&self.id) {
            return no(Law::GroupOfItself).text("group", &it.group.name).err();
        }
        changes(self.groups.get(&it.group.name) != Some(&it.group), no)?;
        Ok(GroupSet::new(it.group.clone(), it.authority.clone()).into())
    }

    pub(crate) fn remove_group(&self, it: &RemoveGroup, no: impl Fn(Law) -> No) -> Decided {
        if !self.groups.contains_key(&it.name) {
            return no(Law::GroupNotThere).text("group", &it.name).err();
        }
        Ok(GroupRemoved::new(it.name.clone(), it.authority.clone()).into())
    }

    pub(crate) fn retire(&self, it: &Retire, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let end = LifecycleStage::EndOfLife;
        check_standing(self.class(), end, &it.status, cx.policy, &no)?;
        Ok(Retired {
            from: self.stage(),
            status: it.status.clone(),
            on_dependants: self.check_dependants(&it.dependants, cx.policy, no)?,
            dependants: it.dependants.clone(),
            authority: it.authority.clone(),
        }
        .into())
    }

    pub(crate) fn archive(&self, it: &Archive, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        Ok(Archived {
            on_dependants: self.check_dependants(&it.dependants, cx.policy, no)?,
            dependants: it.dependants.clone(),
            authority: it.authority.clone(),
        }
        .into())
    }

    /// What becomes of those that depend on it; a refusal that names them, services first, if the
    /// policy says so. A class without a rule refuses.
    fn check_dependants(
        &self,
        dependants: &[Dependant],
        policy: &ConfigurationPolicy,
        no: impl Fn(Law) -> No,
    ) -> Result<OnDependants, CiError> {
        let rule = policy.classes().retirement(self.class());
        let rule = rule.map_or(OnDependants::Refuse, |it| it.dependants);
        if rule != OnDependants::Refuse || dependants.is_empty() {
            return Ok(rule);
        }
        let mut in_order: Vec<&Dependant> = dependants.iter().collect();
        in_order.sort_by_key(|it| (!it.service, it.ci));
        let names: Vec<String> = in_order.iter().map(|it| it.name.to_string()).collect();
        no(Law::RetireDependants).param("dependants", names).err()
    }
}

/// That an item of a class can stand there.
pub(crate) fn check_standing(
    class: &Code,
    stage: LifecycleStage,
    status: &Label,
    policy: &ConfigurationPolicy,
    no: impl Fn(Law) -> No,
) -> Result<(), CiError> {
    if policy.statuses(class, stage).contains(status) {
        return Ok(());
    }
    let standing = Standing::new(stage, status.clone());
    no(Law::StatusUnknown)
        .text("class", class)
        .text("standing", &standing)
        .err()
}
