//! Deciding: what would happen, or why not. Changes nothing.

use crate::ci::Ci;
use crate::command::{
    BeginAction, CiCommand, Describe, Move, NoteOverdue, Reclassify, SetAttribute,
};
use crate::error::{CiError, Law};
use crate::event::{
    ActionBegun, ActionEnded, AssetSet, Attested, AttributeSet, CiEvent, CriticalitySet, Described,
    DuplicateCleared, DuplicateMarked, FellOverdue, GroupAssigned, Moved, Observed, OwnerAssigned,
    PolicyAdopted, Reclassified, ServiceSet, StatusRequested, StatusWithdrawn, Verified,
};
use crate::policy::ConfigurationPolicy;
use crate::reclassification::Reclassification;
use crate::refuse::{No, check_attribute, check_class, check_criticality, check_name};
use crate::relation::check_standing;
use crate::state::Standing;
use alloc::collections::BTreeSet;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::context::Context;
use itsm_core::text::Code;

type Cx<'a> = Context<'a, ConfigurationPolicy>;
pub(crate) type Decided = Result<CiEvent, CiError>;

impl Ci {
    /// What would happen, or why not. Changes nothing: the dry run behind every button.
    ///
    /// # Errors
    /// The rule that refuses, with what would be allowed instead.
    pub fn decide(&self, command: &CiCommand, cx: &Cx<'_>) -> Result<Vec<CiEvent>, CiError> {
        let kind = command.kind();
        self.gate(kind, cx)?;
        let no = |law| self.no(law, kind, cx.policy);
        self.check_authority(command, cx)?;
        let event: CiEvent = match command {
            CiCommand::Describe(it) => self.describe(it, cx, no)?,
            CiCommand::Reclassify(it) => self.reclassify(it, cx, no)?,
            CiCommand::SetAttribute(it) => self.set_attribute(it, cx, no)?,
            CiCommand::AssignOwner(it) => {
                changes(self.owner() != Some(it.owner), no)?;
                OwnerAssigned::new(it.owner, it.authority.clone()).into()
            }
            CiCommand::AssignGroup(it) => {
                changes(self.group() != Some(it.group), no)?;
                GroupAssigned::new(it.group, it.authority.clone()).into()
            }
            CiCommand::SetCriticality(it) => {
                check_criticality(&it.criticality, cx.policy, no)?;
                changes(self.criticality() != Some(&it.criticality), no)?;
                CriticalitySet::new(it.criticality.clone(), it.authority.clone()).into()
            }
            CiCommand::SetService(it) => {
                changes(self.service() != it.service, no)?;
                ServiceSet {
                    authority: it.authority.clone(),
                    service: it.service,
                }
                .into()
            }
            CiCommand::SetAsset(it) => {
                changes(self.profile.asset != it.asset, no)?;
                AssetSet {
                    authority: it.authority.clone(),
                    asset: it.asset.clone(),
                }
                .into()
            }
            CiCommand::Relate(it) => self.relate(it, cx, no)?,
            CiCommand::Unrelate(it) => self.unrelate(it, no)?,
            CiCommand::SetGroup(it) => self.set_group(it, no)?,
            CiCommand::RemoveGroup(it) => self.remove_group(it, no)?,
            CiCommand::Move(it) => self.move_on(it, cx, no)?,
            CiCommand::RequestStatus(it) => {
                let Some(priority) = cx.policy.operational_priority(&it.status) else {
                    return no(Law::StatusNotOperational)
                        .text("status", &it.status)
                        .err();
                };
                let present = self.requests.get(&it.requester);
                changes(present.is_none_or(|at| at.status != it.status), no)?;
                StatusRequested::new(it.requester.clone(), it.status.clone(), priority).into()
            }
            CiCommand::WithdrawStatus(it) => {
                if !self.requests.contains_key(&it.requester) {
                    return no(Law::StatusNotRequested)
                        .text("requester", &it.requester)
                        .err();
                }
                StatusWithdrawn::new(it.requester.clone()).into()
            }
            CiCommand::BeginAction(it) => self.begin_action(it, cx, no)?,
            CiCommand::EndAction(it) => {
                if !self.actions.contains_key(&it.action) {
                    return no(Law::ActionNotRunning).text("action", &it.action).err();
                }
                ActionEnded::new(it.action.clone()).into()
            }
            CiCommand::Observe(it) => Observed::new(it.source.clone()).into(),
            CiCommand::Verify(it) => Verified {
                discrepancies: it.discrepancies.clone(),
                note: it.note.clone(),
            }
            .into(),
            CiCommand::Attest(it) => Attested {
                note: it.note.clone(),
            }
            .into(),
            CiCommand::NoteOverdue(it) => self.note_overdue(it, cx, no)?,
            CiCommand::MarkDuplicate(it) => {
                if it.of == self.id {
                    return no(Law::DuplicateOfItself).err();
                }
                changes(self.duplicate_of != Some(it.of), no)?;
                DuplicateMarked::new(it.of).into()
            }
            CiCommand::ClearDuplicate(_) => DuplicateCleared::new().into(),
            CiCommand::Retire(it) => self.retire(it, cx, no)?,
            CiCommand::Archive(it) => self.archive(it, cx, no)?,
            CiCommand::AdoptPolicy(_) => PolicyAdopted::new().into(),
        };
        Ok(vec![event])
    }

    /// That a change authorizes what its class wants authorized.
    fn check_authority(&self, command: &CiCommand, cx: &Cx<'_>) -> Result<(), CiError> {
        match command.authority() {
            Some(authority)
                if authority.change().is_none()
                    && cx
                        .policy
                        .classes()
                        .change_required(self.class(), self.stage()) =>
            {
                self.no(Law::ChangeRequired, command.kind(), cx.policy)
                    .text("class", self.class())
                    .param("authority", authority.as_str())
                    .err()
            }
            _ => Ok(()),
        }
    }

    fn describe(&self, it: &Describe, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        if let Some(name) = &it.name {
            check_name(self.class(), name, cx.policy, &no)?;
        }
        let renames = it.name.as_ref().is_some_and(|name| name != self.name());
        let describes = it.description.is_some() && it.description.as_ref() != self.description();
        changes(renames || describes, no)?;
        Ok(Described {
            authority: it.authority.clone(),
            name: it.name.clone(),
            description: it.description.clone(),
        }
        .into())
    }

    fn reclassify(&self, it: &Reclassify, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        check_class(&it.class, cx.policy, &no)?;
        changes(it.class != *self.class(), &no)?;
        let status = it.status.as_ref().unwrap_or(&self.standing.status);
        check_standing(&it.class, self.stage(), status, cx.policy, &no)?;
        for (name, value) in it.attributes.iter().flatten() {
            check_attribute(&it.class, name, Some(value), cx.policy, &no)?;
        }
        let classes = cx.policy.classes();
        let given = |name: &Code| {
            it.attributes
                .as_ref()
                .is_some_and(|all| all.contains_key(name))
        };
        let dropped: BTreeSet<Code> = self
            .attributes()
            .filter(|(name, value)| !given(name) && !classes.admits(&it.class, name, value))
            .map(|(name, _)| name.clone())
            .collect();
        Ok(Reclassified {
            direction: Reclassification::between(classes, self.class(), &it.class),
            class: it.class.clone(),
            status: status.clone(),
            dropped,
            authority: it.authority.clone(),
            attributes: it.attributes.clone(),
        }
        .into())
    }

    fn set_attribute(&self, it: &SetAttribute, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let class = self.class();
        check_attribute(class, &it.name, it.value.as_ref(), cx.policy, &no)?;
        if it.value.is_none() && cx.policy.classes().demands(class, &it.name) {
            return no(Law::AttributeMandatory)
                .text("class", class)
                .text("attribute", &it.name)
                .err();
        }
        changes(self.attribute(&it.name) != it.value.as_ref(), no)?;
        Ok(AttributeSet {
            name: it.name.clone(),
            authority: it.authority.clone(),
            value: it.value.clone(),
        }
        .into())
    }

    fn move_on(&self, it: &Move, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let (class, from) = (self.class(), self.stage());
        if it.stage.is_retired() && !from.is_retired() {
            return no(Law::MoveToEnd).err();
        }
        if it.stage != from && !cx.policy.allows_move(class, from, it.stage) {
            return no(Law::MoveNotAllowed)
                .text("class", class)
                .param("from", from.as_str())
                .param("to", it.stage.as_str())
                .err();
        }
        check_standing(class, it.stage, &it.status, cx.policy, &no)?;
        let standing = Standing::new(it.stage, it.status.clone());
        changes(standing != self.standing, no)?;
        Ok(Moved::new(from, standing, it.authority.clone()).into())
    }

    fn begin_action(&self, it: &BeginAction, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        if !cx.policy.actions.contains_key(&it.action) {
            return no(Law::ActionUnknown).text("action", &it.action).err();
        }
        if let Some(running) = self.in_the_way(&it.action, cx.policy) {
            return no(Law::ActionIncompatible)
                .text("action", &it.action)
                .param("running", vec![running.as_str().into()])
                .err();
        }
        Ok(ActionBegun::new(it.action.clone()).into())
    }

    fn note_overdue(&self, it: &NoteOverdue, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        match self.late(Some(it.duty), cx) {
            Some(owed) => Ok(FellOverdue::new(it.duty, owed.due).into()),
            None => no(Law::DutyNotOverdue).err(),
        }
    }
}

/// That a command changes something.
pub(crate) fn changes(it: bool, no: impl FnOnce(Law) -> No) -> Result<(), CiError> {
    if it {
        return Ok(());
    }
    no(Law::NothingToChange).err()
}
