//! Templates: changes that are authorized once, and made the same way again.
//!
//! The authorization of a standard change belongs to its template, not to the change. What the
//! template locks is as it was when it was authorized; a change that has to differ there is no
//! standard change any more, and is retyped.

use crate::plan::Plans;
use alloc::collections::BTreeSet;
use itsm_core::id::{CiId, GroupId, ServiceId};
use itsm_core::text::{Code, Note, Title};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What a template can lock.
    pub enum TemplateField {
        /// The group that makes it.
        Group = "group",
        /// How much it moves.
        Magnitude = "magnitude",
        /// Its plans.
        Plans = "plans",
        /// The items and services that it touches.
        Scope = "scope",
    }
}

wire_struct! {
    /// A change that is authorized beforehand.
    ///
    /// Source: ITIL 4 change enablement (standard changes); ISO/IEC 20000-1 8.5.1.1.
    #[doc(alias = "standard change catalogue")]
    pub struct ChangeTemplate {
        /// What it is for.
        title: Title,
        /// Which version of it, from 1.
        version: u32,
        /// The model of its changes: one for standard changes.
        model: Code,
        /// Whether it is authorized, and not withdrawn: only then changes are made of it.
        active: bool,
        /// What its changes may not alter.
        locked: BTreeSet<TemplateField>,
    } optional {
        /// What is done.
        description: Note,
        /// The plans.
        plans: Plans,
        /// The items that it touches.
        cis: BTreeSet<CiId>,
        /// The services that it touches.
        services: BTreeSet<ServiceId>,
        /// The group that makes it.
        group: GroupId,
        /// The most items that one change of it may touch. Absent: as many as it takes.
        max_cis: u32,
    }
}

wire_struct! {
    /// The template of a change, as it was when the change was made of it.
    pub struct TemplateUse {
        /// Its name.
        template: Code,
        /// Its version.
        version: u32,
        /// What the change may not alter.
        locked: BTreeSet<TemplateField>,
    } optional {
        /// The most items that the change may touch.
        max_cis: u32,
    }
}
