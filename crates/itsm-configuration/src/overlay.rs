//! The overlay: an estate with what a plan has done so far, without changing the estate.

use crate::authority::Authority;
use crate::ci::Ci;
use crate::command::{CiCommand, TargetFacts};
use crate::error::CiError;
use crate::estate::Estate;
use crate::plan::{Act, Step};
use crate::policy::ConfigurationPolicy;
use crate::profile::CiProfile;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::id::CiId;

type Cx<'a> = Context<'a, ConfigurationPolicy>;

pub(crate) struct Overlay<'a> {
    estate: &'a Estate,
    pub(crate) cx: Cx<'a>,
    pub(crate) touched: BTreeMap<CiId, Ci>,
    pub(crate) steps: Vec<Step>,
    /// The containers that items got by the plan.
    contained: BTreeMap<CiId, BTreeSet<CiId>>,
}

impl<'a> Overlay<'a> {
    pub(crate) const fn new(estate: &'a Estate, cx: Cx<'a>) -> Self {
        Self {
            estate,
            cx,
            touched: BTreeMap::new(),
            steps: Vec::new(),
            contained: BTreeMap::new(),
        }
    }

    /// A record as the plan has it so far, if it is kept.
    pub(crate) fn item(&self, ci: CiId) -> Option<&Ci> {
        let item = self.touched.get(&ci).or_else(|| self.estate.item(ci));
        item.filter(|it| it.is_kept())
    }

    /// What contains an item.
    pub(crate) fn containers(&self, ci: CiId) -> BTreeSet<CiId> {
        let mut all = self.estate.containers(ci, self.cx.policy);
        all.extend(self.contained.get(&ci).into_iter().flatten());
        all
    }

    /// The evidence for a command to relate another item to this one.
    pub(crate) fn target_facts(&self, ci: CiId) -> Option<TargetFacts> {
        let item = self.item(ci)?;
        let facts = TargetFacts::new(item.class().clone(), item.stage());
        let containers = self.containers(ci);
        Some(if containers.is_empty() {
            facts
        } else {
            facts.containers(containers)
        })
    }

    /// A record as it would be after a command, or why not.
    pub(crate) fn after(&self, item: &Ci, command: &CiCommand) -> Result<Ci, CiError> {
        let mut item = item.clone();
        item.execute(command.clone(), &self.cx)?;
        Ok(item)
    }

    /// Adds a step, if nothing refuses it.
    pub(crate) fn execute(&mut self, ci: CiId, command: CiCommand) -> Result<(), CiError> {
        let Some(item) = self.item(ci) else {
            return Ok(());
        };
        let after = self.after(item, &command)?;
        self.touched.insert(ci, after);
        if let CiCommand::Relate(it) = &command {
            let kind = self.cx.policy.relationship_type(&it.relationship);
            if kind.is_some_and(|it| it.containment) {
                self.contained.entry(it.target).or_default().insert(ci);
            }
        }
        let act = Act::Execute(command);
        self.steps.push(Step { ci, act });
        Ok(())
    }

    /// Adds the birth of an item, if nothing refuses it.
    pub(crate) fn register(
        &mut self,
        ci: CiId,
        profile: CiProfile,
        authority: Authority,
    ) -> Result<(), CiError> {
        let (item, _) = Ci::register(ci, profile.clone(), authority.clone(), &self.cx)?;
        self.touched.insert(ci, item);
        let profile = Box::new(profile);
        let act = Act::Register { profile, authority };
        self.steps.push(Step { ci, act });
        Ok(())
    }

    /// Takes the birth of an item back, of which it was the last step.
    pub(crate) fn unregister(&mut self, ci: CiId) {
        self.touched.remove(&ci);
        self.steps.pop();
    }
}
