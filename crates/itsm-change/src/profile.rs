//! What is known of a change.

use crate::emergency::EmergencyCase;
use crate::kind::{ChangeType, Magnitude};
use alloc::collections::{BTreeMap, BTreeSet};
use itsm_core::custom::AttributeValue;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId, TenantId};
use itsm_core::text::{Code, Note, RecordNumber, Title};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// The facts of a change: the addition, modification or removal of anything that could have an
    /// effect on services.
    ///
    /// Source: ITIL 4 change enablement; FitSM-1 PR12.1; ISO/IEC 20000-1 8.5.1.
    #[doc(alias = "change request")]
    #[doc(alias = "RFC")]
    pub struct ChangeProfile {
        /// What it is, on one line.
        title: Title,
        /// How it comes to be authorized.
        kind: ChangeType,
        /// How much it moves.
        magnitude: Magnitude,
    } optional {
        /// The model by which it is handled. Absent: the one that is called like its type.
        model: Code,
        /// The template of which it is made, if it is a standard change.
        template: Code,
        /// Why it cannot wait, if it is an emergency.
        emergency: EmergencyCase,
        /// What is to be changed, in full.
        description: Note,
        /// Why.
        justification: Note,
        /// Who asks for it. Does not authorize it.
        requester: PersonId,
        /// The group that makes it.
        #[doc(alias = "assignment group")]
        group: GroupId,
        /// The person in it who does.
        #[doc(alias = "implementer")]
        assignee: PersonId,
        /// The items that it touches.
        #[doc(alias = "affected CIs")]
        cis: BTreeSet<CiId>,
        /// The services that it touches.
        services: BTreeSet<ServiceId>,
        /// Custom attributes of the policy.
        attributes: BTreeMap<Code, AttributeValue>,
        /// When it was made, if that was before it was registered.
        made_at: Instant,
        /// The customer organization that it concerns.
        tenant: TenantId,
        /// The number that people say aloud.
        number: RecordNumber,
    }
}

impl ChangeProfile {
    /// The name of the model by which it is handled.
    pub fn model_name(&self) -> Code {
        self.model.clone().unwrap_or_else(|| usual_model(self.kind))
    }
}

/// The model of a type, unless somebody says otherwise: the one that is called like it.
pub(crate) const fn usual_model(kind: ChangeType) -> Code {
    Code::trusted(kind.as_str())
}
