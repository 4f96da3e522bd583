//! Commands: what can be asked of a configuration item.
//!
//! Each command that changes what the record says of the item carries the
//! [`Authority`] on which it does:
//! `Move::new(LifecycleStage::Operational, status, change)`.

use crate::authority::Authority;
use crate::duty::Duty;
use crate::profile::AssetFacts;
use crate::redundancy::RedundancyGroup;
use crate::retirement::Dependant;
use crate::state::LifecycleStage;
use crate::verification::Discrepancy;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId};
use itsm_core::level::Criticality;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::{tagged, wire_struct};

wire_struct! {
    /// Put the name or the description better.
    pub struct Describe {
        /// On whose authority.
        authority: Authority,
    } optional {
        /// The new name.
        name: Title,
        /// The new description.
        description: Note,
    }
}
wire_struct! {
    /// Make it an item of another class.
    ///
    /// It keeps the attributes that the new class has too, with a value that it admits; the others
    /// are dropped, and the event names them.
    pub struct Reclassify {
        /// The new class.
        class: Code,
        /// On whose authority.
        authority: Authority,
    } optional {
        /// The status within the present stage, if the new class does not have the present one.
        status: Label,
        /// Attributes of the new class.
        attributes: BTreeMap<Code, AttributeValue>,
    }
}
wire_struct! {
    /// Set an attribute of its class, or clear it.
    pub struct SetAttribute {
        /// Which.
        name: Code,
        /// On whose authority.
        authority: Authority,
    } optional {
        /// To what; absent clears it.
        value: AttributeValue,
    }
}
wire_struct! {
    /// Name the accountable person.
    pub struct AssignOwner {
        /// Who.
        owner: PersonId,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Name the group that looks after it.
    pub struct AssignGroup {
        /// Which.
        group: GroupId,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Say how much it matters.
    pub struct SetCriticality {
        /// A level of the policy's scale.
        criticality: Criticality,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Say which service it is, or that it is none.
    pub struct SetService {
        /// On whose authority.
        authority: Authority,
    } optional {
        /// The service; absent: it is none.
        service: ServiceId,
    }
}
wire_struct! {
    /// Say what is known of it as an asset, or that it is none.
    pub struct SetAsset {
        /// On whose authority.
        authority: Authority,
    } optional {
        /// All that is known; absent: it is none.
        asset: Box<AssetFacts>,
    }
}
wire_struct! {
    /// What is known of the item at the other end of a relationship: evidence, because a record sees
    /// only itself.
    pub struct TargetFacts {
        /// Its class.
        class: Code,
        /// The stage of its life.
        stage: LifecycleStage,
    } optional {
        /// The items that contain it already.
        containers: BTreeSet<CiId>,
    }
}
wire_struct! {
    /// Relate it, as the source, to another item.
    pub struct Relate {
        /// The type of the relationship.
        relationship: Code,
        /// The other item.
        target: CiId,
        /// What is known of that one.
        facts: TargetFacts,
        /// On whose authority.
        authority: Authority,
    } optional {
        /// What tells the relationship from another of the type between the same two.
        qualifier: Label,
    }
}
wire_struct! {
    /// Take a relationship back.
    pub struct Unrelate {
        /// The type of the relationship.
        relationship: Code,
        /// The other item.
        target: CiId,
        /// On whose authority.
        authority: Authority,
    } optional {
        /// What tells the relationship from another of the type between the same two.
        qualifier: Label,
    }
}
wire_struct! {
    /// Say of several items how many it needs; takes the place of a group of the same name.
    pub struct SetGroup {
        /// The group.
        group: RedundancyGroup,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Take a group back.
    pub struct RemoveGroup {
        /// Its name.
        name: Code,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Move it on to another stage of its life, or to another status within the stage.
    #[doc(alias = "transition")]
    pub struct Move {
        /// The stage.
        stage: LifecycleStage,
        /// The status within it.
        status: Label,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Ask for an operational status, in the place of what the same requester asked for before.
    ///
    /// Several may ask; the status with the smallest priority number is the item's.
    pub struct RequestStatus {
        /// Who or what asks, such as a monitor.
        requester: Code,
        /// A status of the policy.
        status: Code,
    }
}
wire_struct! {
    /// Ask for no status any more.
    pub struct WithdrawStatus {
        /// Who or what asked.
        requester: Code,
    }
}
wire_struct! {
    /// An action begins on it. No two are under way at once, unless the policy says that they bear
    /// each other.
    pub struct BeginAction {
        /// An action of the policy.
        action: Code,
    }
}
wire_struct! {
    /// An action is over.
    pub struct EndAction {
        /// Which.
        action: Code,
    }
}
wire_struct! {
    /// A source has seen it, and found nothing new.
    #[doc(alias = "last discovered")]
    pub struct Observe {
        /// Which source.
        source: Code,
    }
}
wire_struct! {
    /// Somebody or something has compared the record with what is there.
    #[doc(alias = "audit")]
    pub struct Verify {
        /// What was wrong; nothing: the record is right.
        discrepancies: BTreeSet<Discrepancy>,
    } optional {
        /// What was seen.
        note: Note,
    }
}
wire_struct! {
    /// Its owner confirms that it exists and that the record is right.
    #[doc(alias = "certify")]
    pub struct Attest {} optional {
        /// What there is to say.
        note: Note,
    }
}
wire_struct! {
    /// Note that a verification or an attestation is late. Once for each.
    pub struct NoteOverdue {
        /// What is owed.
        duty: Duty,
    }
}
wire_struct! {
    /// It is recorded twice, and the other record counts. The next fact that is set clears the mark.
    pub struct MarkDuplicate {
        /// The other.
        of: CiId,
    }
}
wire_struct! {
    /// It is no duplicate after all.
    pub struct ClearDuplicate {}
}
wire_struct! {
    /// Retire it for good.
    #[doc(alias = "decommission")]
    pub struct Retire {
        /// The status at the end of its life.
        status: Label,
        /// Who still depends on it: all of them, or the policy decides in the dark.
        dependants: Vec<Dependant>,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Let its record go: it is part of the estate no longer, and nothing is asked of it any more.
    #[doc(alias = "delete")]
    pub struct Archive {
        /// Who still depends on it.
        dependants: Vec<Dependant>,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Come under the policy of the context.
    pub struct AdoptPolicy {}
}

tagged! {
    /// What can be asked of a configuration item. On the wire, an object with the name in `type`.
    pub enum CiCommand;
    /// A command without what it carries.
    kind CiCommandKind {
        /// Put name or description better.
        Describe = "describe",
        /// Make it an item of another class.
        Reclassify = "reclassify",
        /// Set or clear an attribute.
        SetAttribute = "set_attribute",
        /// Name the accountable person.
        AssignOwner = "assign_owner",
        /// Name the group that looks after it.
        AssignGroup = "assign_group",
        /// Say how much it matters.
        SetCriticality = "set_criticality",
        /// Say which service it is.
        SetService = "set_service",
        /// Say what is known of it as an asset.
        SetAsset = "set_asset",
        /// Relate it to another item.
        Relate = "relate",
        /// Take a relationship back.
        Unrelate = "unrelate",
        /// Say of several items how many it needs.
        SetGroup = "set_group",
        /// Take a group back.
        RemoveGroup = "remove_group",
        /// Move it on in its life.
        Move = "move",
        /// Ask for an operational status.
        RequestStatus = "request_status",
        /// Ask for none any more.
        WithdrawStatus = "withdraw_status",
        /// An action begins.
        BeginAction = "begin_action",
        /// An action is over.
        EndAction = "end_action",
        /// A source has seen it.
        Observe = "observe",
        /// Compared with what is there.
        Verify = "verify",
        /// Its owner confirms it.
        Attest = "attest",
        /// A verification or an attestation is late.
        NoteOverdue = "note_overdue",
        /// It is recorded twice.
        MarkDuplicate = "mark_duplicate",
        /// It is no duplicate.
        ClearDuplicate = "clear_duplicate",
        /// Retire it for good.
        Retire = "retire",
        /// Let its record go.
        Archive = "archive",
        /// Come under another policy.
        AdoptPolicy = "adopt_policy",
    }
}
