//! Edits: what a change is about, as long as that may still be said otherwise.
//!
//! An edit of what is approved voids the approvals ([`content`](crate::content)): as long as a rule
//! says nothing else, of the scope, the plans, the assessment, the planned time, the magnitude and
//! the staged modifications. A better title does not.

use crate::assessment::{Assess, Assessed};
use crate::change::Change;
use crate::command::{ChangeCommandKind as Kind, Describe};
use crate::decide::{Cx, Decided, Decision};
use crate::error::{ChangeError, Law};
use crate::event::Described;
use crate::kind::Magnitude;
use crate::plan::{Plan, Planned, PlannedWindow};
use crate::policy::ChangePolicy;
use crate::refuse::{No, changes};
use crate::risk_record::check_level;
use crate::state::ChangeStage;
use crate::template::TemplateField;
use alloc::collections::BTreeSet;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId};
use itsm_core::text::{Code, Note};
use itsm_core::wire_struct;

wire_struct! {
    /// Set a custom attribute of the policy, or clear it.
    pub struct SetAttribute {
        /// Which.
        name: Code,
    } optional {
        /// To what; absent clears it.
        value: AttributeValue,
    }
}
wire_struct! {
    /// Say how much it moves.
    pub struct SetMagnitude {
        /// How much.
        magnitude: Magnitude,
    }
}
wire_struct! {
    /// Give it to a group.
    pub struct Assign {
        /// The group.
        group: GroupId,
    } optional {
        /// The person in it.
        person: PersonId,
    }
}
wire_struct! {
    /// Say which items and services it touches: all of them.
    pub struct SetScope {
        /// The items.
        cis: BTreeSet<CiId>,
        /// The services.
        services: BTreeSet<ServiceId>,
    }
}
wire_struct! {
    /// Say when it is to be made.
    pub struct Schedule {
        /// When.
        window: PlannedWindow,
    }
}
wire_struct! {
    /// Put it at another time, though its time was authorized.
    pub struct Reschedule {
        /// When.
        window: PlannedWindow,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// A custom attribute was set or cleared.
    pub struct AttributeSet {
        /// Which.
        name: Code,
    } optional {
        /// To what; absent: cleared.
        value: AttributeValue,
    }
}
wire_struct! {
    /// It was said how much it moves.
    pub struct MagnitudeSet {
        /// How much.
        magnitude: Magnitude,
    }
}
wire_struct! {
    /// It was given to a group.
    pub struct Assigned {
        /// The group.
        group: GroupId,
    } optional {
        /// The person in it.
        person: PersonId,
    }
}
wire_struct! {
    /// It was said which items and services it touches.
    pub struct ScopeSet {
        /// The items.
        cis: BTreeSet<CiId>,
        /// The services.
        services: BTreeSet<ServiceId>,
    }
}
wire_struct! {
    /// It was said when it is to be made.
    pub struct WindowPlanned {
        /// When.
        window: PlannedWindow,
    }
}
wire_struct! {
    /// It was put at another time.
    pub struct Rescheduled {
        /// When.
        window: PlannedWindow,
        /// Why.
        reason: Note,
    }
}

impl Change {
    /// The items that it touches, in the order of their ids.
    pub fn cis(&self) -> impl Iterator<Item = CiId> {
        self.profile.cis.iter().flatten().copied()
    }

    /// The services that it touches, in the order of their ids.
    pub fn services(&self) -> impl Iterator<Item = ServiceId> {
        self.profile.services.iter().flatten().copied()
    }

    /// The value of a custom attribute.
    pub fn attribute(&self, name: &Code) -> Option<&AttributeValue> {
        self.profile.attributes.as_ref()?.get(name)
    }

    /// Whether its template keeps something as it is.
    pub fn is_locked(&self, field: TemplateField) -> bool {
        self.template
            .as_ref()
            .is_some_and(|it| it.locked.contains(&field))
    }

    fn unlocked(&self, field: TemplateField, no: impl Fn(Law) -> No) -> Result<(), ChangeError> {
        if self.is_locked(field) {
            return no(Law::TemplateLocked).param("field", field.as_str()).err();
        }
        Ok(())
    }

    /// Whether it was made, or is being made: from then on documents are only completed.
    pub(crate) fn only_completes(&self) -> bool {
        matches!(self.stage(), ChangeStage::Implement | ChangeStage::Review)
    }

    pub(crate) fn gate_of_edits(
        &self,
        kind: Kind,
        policy: &ChangePolicy,
    ) -> Result<(), ChangeError> {
        let no = |law| self.no(law, kind, policy);
        match kind {
            Kind::SetAttribute if policy.attributes().next().is_none() => {
                no(Law::AttributeUnknown).param("attribute", "*").err()
            }
            Kind::SetMagnitude => self.unlocked(TemplateField::Magnitude, no),
            Kind::Assign => self.unlocked(TemplateField::Group, no),
            Kind::SetScope => {
                self.unlocked(TemplateField::Scope, no)?;
                let stage = self.stage();
                let open = self
                    .model(policy)
                    .is_some_and(|it| it.scope_open.contains(&stage));
                if stage != ChangeStage::New && !open {
                    return no(Law::ScopeLocked).err();
                }
                Ok(())
            }
            Kind::Plan => {
                self.unlocked(TemplateField::Plans, no)?;
                if self.only_completes() && self.plans.is_complete() {
                    return no(Law::DocumentFixed).err();
                }
                Ok(())
            }
            Kind::Assess if self.only_completes() && self.assessment.is_complete() => {
                no(Law::DocumentFixed).err()
            }
            _ => Ok(()),
        }
    }

    pub(crate) fn describe(&self, it: &Describe, no: impl Fn(Law) -> No) -> Decided {
        let profile = &self.profile;
        let renames = it.title.as_ref().is_some_and(|it| *it != profile.title);
        let describes = it.description.is_some() && it.description != profile.description;
        let justifies = it.justification.is_some() && it.justification != profile.justification;
        changes(renames || describes || justifies, no)?;
        Ok(Described {
            title: it.title.clone(),
            description: it.description.clone(),
            justification: it.justification.clone(),
        }
        .into())
    }

    pub(crate) fn set_attribute(
        &self,
        it: &SetAttribute,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decided {
        check_attribute(&it.name, it.value.as_ref(), cx.policy, &no)?;
        changes(self.attribute(&it.name) != it.value.as_ref(), no)?;
        Ok(AttributeSet {
            name: it.name.clone(),
            value: it.value.clone(),
        }
        .into())
    }

    pub(crate) fn set_magnitude(&self, it: &SetMagnitude, no: impl Fn(Law) -> No) -> Decided {
        changes(it.magnitude != self.profile.magnitude, no)?;
        Ok(MagnitudeSet::new(it.magnitude).into())
    }

    pub(crate) fn assign(&self, it: &Assign, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        let profile = &self.profile;
        // Whoever authorizes it does not make it, whichever came first.
        if let Some(person) = it.person.filter(|it| self.has_a_say(*it, cx.policy)) {
            return no(Law::VoteOnOwn).text("person", &person).err();
        }
        changes(
            profile.group != Some(it.group) || profile.assignee != it.person,
            no,
        )?;
        Ok(Assigned {
            group: it.group,
            person: it.person,
        }
        .into())
    }

    pub(crate) fn set_scope(&self, it: &SetScope, no: impl Fn(Law) -> No) -> Decided {
        let cis = self.cis().eq(it.cis.iter().copied());
        let services = self.services().eq(it.services.iter().copied());
        changes(!cis || !services, &no)?;
        within(
            self.template.as_ref().and_then(|it| it.max_cis),
            it.cis.len(),
            no,
        )?;
        Ok(ScopeSet::new(it.cis.clone(), it.services.clone()).into())
    }

    pub(crate) fn plan(&self, it: &Plan, no: impl Fn(Law) -> No) -> Decided {
        if self.only_completes() && it.plans.replaces(&self.plans) {
            return no(Law::DocumentFixed).err();
        }
        changes(self.plans.with(&it.plans) != self.plans, no)?;
        Ok(Planned::new(it.plans.clone()).into())
    }

    pub(crate) fn assess(&self, it: &Assess, cx: &Cx<'_>, no: impl Fn(Law) -> No) -> Decided {
        check_level(it.assessment.risk_level.as_ref(), cx, &no)?;
        if self.only_completes() && it.assessment.replaces(&self.assessment) {
            return no(Law::DocumentFixed).err();
        }
        changes(self.assessment.with(&it.assessment) != self.assessment, no)?;
        Ok(Assessed::new(it.assessment.clone()).into())
    }

    fn other_window(
        &self,
        window: &PlannedWindow,
        no: impl Fn(Law) -> No,
    ) -> Result<(), ChangeError> {
        check_window(window, &no)?;
        changes(self.window.as_ref() != Some(window), no)
    }

    pub(crate) fn schedule(&self, it: &Schedule, no: impl Fn(Law) -> No) -> Decided {
        self.other_window(&it.window, no)?;
        Ok(WindowPlanned::new(it.window.clone()).into())
    }

    pub(crate) fn reschedule(
        &self,
        it: &Reschedule,
        cx: &Cx<'_>,
        no: impl Fn(Law) -> No,
    ) -> Decision {
        self.other_window(&it.window, no)?;
        let moved = Rescheduled::new(it.window.clone(), it.reason.clone());
        Ok(self.with_invalidation(moved.into(), cx))
    }
}

/// That a planned time ends after it begins.
pub(crate) fn check_window(
    window: &PlannedWindow,
    no: impl Fn(Law) -> No,
) -> Result<(), ChangeError> {
    if window.start < window.end {
        return Ok(());
    }
    no(Law::WindowBackwards)
        .param("start", window.start)
        .param("end", window.end)
        .err()
}

/// That a standard change touches no more items than its template was authorized for.
pub(crate) fn within(
    most: Option<u32>,
    got: usize,
    no: impl Fn(Law) -> No,
) -> Result<(), ChangeError> {
    let got = u32::try_from(got).unwrap_or(u32::MAX);
    match most {
        Some(most) if got > most => no(Law::TemplateTooMany)
            .text("most", &most)
            .text("got", &got)
            .err(),
        _ => Ok(()),
    }
}

/// That a custom attribute is one of the policy's, and takes the value.
pub(crate) fn check_attribute(
    name: &Code,
    value: Option<&AttributeValue>,
    policy: &ChangePolicy,
    no: impl Fn(Law) -> No,
) -> Result<(), ChangeError> {
    let Some(definition) = policy.attribute(name) else {
        return no(Law::AttributeUnknown).text("attribute", name).err();
    };
    match value {
        Some(value) if !definition.admits(value) => no(Law::AttributeNotAdmitted)
            .text("attribute", name)
            .param("expected", definition.expected().as_str())
            .text("got", value)
            .err(),
        _ => Ok(()),
    }
}
