//! Events: what has happened to a configuration item.
//!
//! Each is the past tense of a command, and carries everything that is needed to fold it without
//! asking a policy: whether a relationship complied, which priority a status had.

use crate::authority::Authority;
use crate::duty::Duty;
use crate::profile::{AssetFacts, CiProfile};
use crate::reclassification::Reclassification;
use crate::redundancy::RedundancyGroup;
use crate::relationship::Relationship;
use crate::retirement::{Dependant, OnDependants};
use crate::state::{LifecycleStage, Standing};
use crate::verification::Discrepancy;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::custom::AttributeValue;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId};
use itsm_core::level::Criticality;
use itsm_core::text::{Code, Label, Note, Title};
use itsm_core::time::Instant;
use itsm_core::{tagged, wire_struct};

wire_struct! {
    /// The item was registered.
    pub struct Registered {
        /// What was known of it.
        profile: Box<CiProfile>,
        /// Where its life began.
        standing: Standing,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// The item was taken over from another tool, in the middle of its life.
    pub struct Adopted {
        /// What was known of it.
        profile: Box<CiProfile>,
        /// Where it stood.
        standing: Standing,
        /// The instant at which that was so.
        as_of: Instant,
    } optional {
        /// When it had been registered there.
        registered_at: Instant,
        /// The relationships of which it was the source.
        relationships: BTreeSet<Relationship>,
        /// Its groups.
        groups: Vec<RedundancyGroup>,
    }
}
wire_struct! {
    /// Name or description were put better.
    pub struct Described {
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
    /// It became an item of another class.
    pub struct Reclassified {
        /// The new class.
        class: Code,
        /// Which way it went in the tree.
        direction: Reclassification,
        /// The status within the present stage.
        status: Label,
        /// The attributes that the new class does not have, or not with this value.
        dropped: BTreeSet<Code>,
        /// On whose authority.
        authority: Authority,
    } optional {
        /// The attributes that were set.
        attributes: BTreeMap<Code, AttributeValue>,
    }
}
wire_struct! {
    /// An attribute was set or cleared.
    pub struct AttributeSet {
        /// Which.
        name: Code,
        /// On whose authority.
        authority: Authority,
    } optional {
        /// To what; absent: cleared.
        value: AttributeValue,
    }
}
wire_struct! {
    /// The accountable person was named.
    pub struct OwnerAssigned {
        /// Who.
        owner: PersonId,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// The group that looks after it was named.
    pub struct GroupAssigned {
        /// Which.
        group: GroupId,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// It was said how much it matters.
    pub struct CriticalitySet {
        /// The level.
        criticality: Criticality,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// It was said which service it is, or that it is none.
    pub struct ServiceSet {
        /// On whose authority.
        authority: Authority,
    } optional {
        /// The service; absent: none.
        service: ServiceId,
    }
}
wire_struct! {
    /// It was said what is known of it as an asset, or that it is none.
    pub struct AssetSet {
        /// On whose authority.
        authority: Authority,
    } optional {
        /// All that is known; absent: none.
        asset: Box<AssetFacts>,
    }
}
wire_struct! {
    /// It was related to another item.
    pub struct Related {
        /// The relationship.
        relationship: Relationship,
        /// The class of the other item at that time.
        target_class: Code,
        /// Whether the policy permits it.
        compliant: bool,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// A relationship was taken back.
    pub struct Unrelated {
        /// The relationship.
        relationship: Relationship,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// It was said of several items how many it needs.
    pub struct GroupSet {
        /// The group.
        group: RedundancyGroup,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// A group was taken back.
    pub struct GroupRemoved {
        /// Its name.
        name: Code,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// It moved on in its life, or to another status.
    pub struct Moved {
        /// The stage it came from.
        from: LifecycleStage,
        /// Where it stands.
        standing: Standing,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// An operational status was asked for.
    pub struct StatusRequested {
        /// Who or what asked.
        requester: Code,
        /// The status.
        status: Code,
        /// Its priority: the smallest number wins.
        priority: u32,
    }
}
wire_struct! {
    /// No status is asked for any more.
    pub struct StatusWithdrawn {
        /// Who or what had asked.
        requester: Code,
    }
}
wire_struct! {
    /// An action began.
    pub struct ActionBegun {
        /// Which.
        action: Code,
    }
}
wire_struct! {
    /// An action was over.
    pub struct ActionEnded {
        /// Which.
        action: Code,
    }
}
wire_struct! {
    /// A source has seen it.
    pub struct Observed {
        /// Which source.
        source: Code,
    }
}
wire_struct! {
    /// It was compared with what is there.
    pub struct Verified {
        /// What was wrong; nothing: the record is right.
        discrepancies: BTreeSet<Discrepancy>,
    } optional {
        /// What was seen.
        note: Note,
    }
}
wire_struct! {
    /// Its owner confirmed it.
    pub struct Attested {} optional {
        /// What there was to say.
        note: Note,
    }
}
wire_struct! {
    /// A verification or an attestation was late.
    pub struct FellOverdue {
        /// What was owed.
        duty: Duty,
        /// When it was due.
        due: Instant,
    }
}
wire_struct! {
    /// It was found to be recorded twice.
    pub struct DuplicateMarked {
        /// The record that counts.
        of: CiId,
    }
}
wire_struct! {
    /// It was found to be no duplicate.
    pub struct DuplicateCleared {}
}
wire_struct! {
    /// It was retired for good.
    pub struct Retired {
        /// The stage it came from.
        from: LifecycleStage,
        /// The status at the end of its life.
        status: Label,
        /// Who still depended on it.
        dependants: Vec<Dependant>,
        /// What the policy says of those.
        on_dependants: OnDependants,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// Its record went.
    pub struct Archived {
        /// Who still depended on it.
        dependants: Vec<Dependant>,
        /// What the policy says of those.
        on_dependants: OnDependants,
        /// On whose authority.
        authority: Authority,
    }
}
wire_struct! {
    /// It came under another policy.
    pub struct PolicyAdopted {}
}

tagged! {
    /// What has happened to a configuration item. On the wire, an object with the name in `type`.
    pub enum CiEvent;
    /// An event without what it carries.
    kind CiEventKind {
        /// Came into the estate.
        Registered = "registered",
        /// Was taken over from another tool.
        Adopted = "adopted",
        /// Was put better.
        Described = "described",
        /// Became an item of another class.
        Reclassified = "reclassified",
        /// An attribute was set or cleared.
        AttributeSet = "attribute_set",
        /// Has an accountable person.
        OwnerAssigned = "owner_assigned",
        /// Has a group that looks after it.
        GroupAssigned = "group_assigned",
        /// It is known how much it matters.
        CriticalitySet = "criticality_set",
        /// Is a service, or is none.
        ServiceSet = "service_set",
        /// Is an asset, or is none.
        AssetSet = "asset_set",
        /// Was related to another item.
        Related = "related",
        /// Is related no longer.
        Unrelated = "unrelated",
        /// Needs so many of several.
        GroupSet = "group_set",
        /// A group was taken back.
        GroupRemoved = "group_removed",
        /// Moved on in its life.
        Moved = "moved",
        /// An operational status was asked for.
        StatusRequested = "status_requested",
        /// None is asked for any more.
        StatusWithdrawn = "status_withdrawn",
        /// An action began.
        ActionBegun = "action_begun",
        /// An action was over.
        ActionEnded = "action_ended",
        /// Was seen.
        Observed = "observed",
        /// Was compared with what is there.
        Verified = "verified",
        /// Was confirmed by its owner.
        Attested = "attested",
        /// Something that people owed was late.
        FellOverdue = "fell_overdue",
        /// Is recorded twice.
        DuplicateMarked = "duplicate_marked",
        /// Is no duplicate.
        DuplicateCleared = "duplicate_cleared",
        /// Was retired.
        Retired = "retired",
        /// Its record went.
        Archived = "archived",
        /// Came under another policy.
        PolicyAdopted = "policy_adopted",
    }
}

#[cfg(feature = "serde")]
impl itsm_core::schema::Vocabulary for CiEvent {
    const SCHEMA: u16 = 1;

    fn upcast(
        version: u16,
        _: serde_json::Value,
    ) -> Result<serde_json::Value, alloc::string::String> {
        Err(alloc::format!(
            "there is no event of a configuration item of schema {version} to bring up"
        ))
    }
}
