//! What the policy that the library ships says.

use crate::draft::{
    DraftBegin, DraftClass, DraftGovernance, DraftMoveRules, DraftMoves, DraftStatuses,
};
use crate::governance::Enforcement;
use crate::relationship::{Flow, RelationshipType, Strength};
use crate::retirement::RetirementRule;
use crate::state::{Family, LifecycleStage as Stage, Standing};
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::text::Label;
use itsm_core::time::Seconds;

fn set(items: &[&str]) -> BTreeSet<String> {
    items.iter().copied().map(String::from).collect()
}

pub(crate) fn criticalities() -> Vec<String> {
    ["Vital", "High", "Medium", "Low"].map(String::from).into()
}

/// A root that holds the rules of all, two families under it, and the kinds of things that most
/// estates have.
pub(crate) fn classes() -> BTreeMap<String, DraftClass> {
    let root = DraftClass {
        is_abstract: true,
        owner_role: Some("configuration_manager".into()),
        recommended: set(&["description", "owner"]),
        attest_every: Some(Seconds::days(365)),
        verify_every: Some(Seconds::days(180)),
        stale_after: Some(Seconds::days(60)),
        retirement: Some(RetirementRule::default()),
        ..DraftClass::default()
    };
    let branch = |family| DraftClass {
        parent: Some("item".into()),
        is_abstract: true,
        family: Some(family),
        ..DraftClass::default()
    };
    let leaf = |parent: &str| DraftClass {
        parent: Some(parent.into()),
        ..DraftClass::default()
    };
    let component = |parent: &str| DraftClass {
        dependent: true,
        ..leaf(parent)
    };
    [
        ("item", root),
        ("hardware", branch(Family::Physical)),
        ("server", leaf("hardware")),
        ("network_device", leaf("hardware")),
        ("storage", leaf("hardware")),
        ("workstation", leaf("hardware")),
        ("facility", leaf("hardware")),
        ("disk", component("storage")),
        ("software", branch(Family::Logical)),
        ("application", leaf("software")),
        ("database", leaf("software")),
        ("virtual_machine", leaf("software")),
        ("cluster", leaf("software")),
        ("network_address", component("software")),
        (
            "service",
            DraftClass {
                family: Some(Family::Logical),
                recommended: set(&["criticality", "service"]),
                // A service is seen by its users, not by a scanner.
                stale_after: Some(Seconds::days(365)),
                ..leaf("item")
            },
        ),
        (
            "document",
            DraftClass {
                family: Some(Family::Logical),
                ..leaf("item")
            },
        ),
    ]
    .map(|(code, class)| (code.into(), class))
    .into()
}

/// The usual types. Which way trouble travels is said of each, for it does not follow the order in
/// which the two ends are stored.
pub(crate) fn relationship_types() -> BTreeMap<String, RelationshipType> {
    let kind = |forward, inverse, flow, strength, containment| RelationshipType {
        forward: Label::trusted(forward),
        inverse: Label::trusted(inverse),
        flow,
        strength,
        containment,
    };
    let (hard, soft) = (Strength::Hard, Strength::Soft);
    [
        (
            "depends_on",
            kind("depends on", "used by", Flow::ToSource, hard, false),
        ),
        (
            "runs_on",
            kind("runs on", "runs", Flow::ToSource, hard, false),
        ),
        (
            "hosted_on",
            kind("hosted on", "hosts", Flow::ToSource, hard, false),
        ),
        (
            "contains",
            kind("contains", "contained by", Flow::ToTarget, hard, true),
        ),
        (
            "connects_to",
            kind("connects to", "connected by", Flow::Both, soft, false),
        ),
        (
            "members",
            kind("members", "member of", Flow::ToSource, soft, false),
        ),
        (
            "manages",
            kind("manages", "managed by", Flow::None, hard, false),
        ),
        ("owns", kind("owns", "owned by", Flow::None, hard, false)),
        (
            "defines_resources_for",
            kind(
                "defines resources for",
                "gets resources from",
                Flow::ToTarget,
                hard,
                false,
            ),
        ),
    ]
    .map(|(code, kind)| (code.into(), kind))
    .into()
}

pub(crate) fn governance() -> DraftGovernance {
    DraftGovernance {
        enforcement: Enforcement::Report,
        triples: BTreeSet::new(),
    }
}

pub(crate) fn statuses() -> BTreeMap<Family, DraftStatuses> {
    let of = |all: &[(Stage, &[&str])]| -> DraftStatuses {
        all.iter()
            .map(|(stage, them)| (*stage, set(them)))
            .collect()
    };
    let physical: &[(Stage, &[&str])] = &[
        (Stage::Ideation, &["Proposed"]),
        (Stage::Purchase, &["Planned", "On order"]),
        (Stage::Inventory, &["Available", "Reserved"]),
        (Stage::Design, &["In design"]),
        (Stage::Deploy, &["Build", "Test"]),
        (Stage::Operational, &["In use", "Standby", "In maintenance"]),
        (Stage::EndOfOperation, &["Out of use", "Pending disposal"]),
        (Stage::Defective, &["Waiting for repair", "In repair"]),
        (Stage::Missing, &["Lost", "Stolen"]),
        (Stage::EndOfLife, &["Retired", "Disposed of", "Sold"]),
    ];
    let logical: &[(Stage, &[&str])] = &[
        (Stage::Ideation, &["Proposed"]),
        (Stage::Design, &["In design", "Approved"]),
        (Stage::Deploy, &["Build", "Test"]),
        (Stage::Operational, &["In use", "Standby", "In maintenance"]),
        (Stage::EndOfOperation, &["Out of use"]),
        (Stage::Defective, &["Corrupt"]),
        (Stage::EndOfLife, &["Retired", "Removed"]),
    ];
    [
        (Family::Physical, of(physical)),
        (Family::Logical, of(logical)),
    ]
    .into()
}

pub(crate) fn begins() -> BTreeMap<Family, DraftBegin> {
    let at = |stage, status| Standing::new(stage, Label::trusted(status));
    let begin = |registered| DraftBegin {
        registered,
        discovered: at(Stage::Operational, "In use"),
    };
    [
        (Family::Physical, begin(at(Stage::Inventory, "Available"))),
        (Family::Logical, begin(at(Stage::Design, "In design"))),
    ]
    .into()
}

/// A plain life: forward step by step, to repair and back, lost and found, and out.
pub(crate) fn moves() -> DraftMoveRules {
    let allowed: DraftMoves = [
        (
            Stage::Ideation,
            &[Stage::Purchase, Stage::Design, Stage::EndOfLife][..],
        ),
        (
            Stage::Purchase,
            &[Stage::Inventory, Stage::Deploy, Stage::EndOfLife],
        ),
        (
            Stage::Inventory,
            &[
                Stage::Deploy,
                Stage::Defective,
                Stage::Missing,
                Stage::EndOfLife,
            ],
        ),
        (
            Stage::Design,
            &[Stage::Purchase, Stage::Deploy, Stage::EndOfLife],
        ),
        (
            Stage::Deploy,
            &[
                Stage::Design,
                Stage::Inventory,
                Stage::Operational,
                Stage::Defective,
                Stage::EndOfLife,
            ],
        ),
        (
            Stage::Operational,
            &[
                Stage::Deploy,
                Stage::EndOfOperation,
                Stage::Defective,
                Stage::Missing,
            ],
        ),
        (
            Stage::EndOfOperation,
            &[
                Stage::Operational,
                Stage::Inventory,
                Stage::Missing,
                Stage::EndOfLife,
            ],
        ),
        (
            Stage::Defective,
            &[
                Stage::Inventory,
                Stage::Deploy,
                Stage::Operational,
                Stage::EndOfLife,
            ],
        ),
        (
            Stage::Missing,
            &[Stage::Inventory, Stage::Operational, Stage::EndOfLife],
        ),
    ]
    .map(|(from, to)| (from, to.iter().copied().collect()))
    .into();
    DraftMoveRules {
        allow_all: false,
        allowed,
    }
}

pub(crate) fn operational_statuses() -> BTreeMap<String, u32> {
    [
        ("non_operational", 10),
        ("repair_in_progress", 20),
        ("under_test", 30),
        ("standby", 40),
        ("operational", 50),
    ]
    .map(|(status, priority)| (status.into(), priority))
    .into()
}

/// What is done to items. A backup bears a scan, and nothing else bears anything.
pub(crate) fn actions() -> BTreeMap<String, BTreeSet<String>> {
    [
        ("backup", set(&["scan"])),
        ("patch", set(&[])),
        ("provision", set(&[])),
        ("repair", set(&[])),
        ("restart", set(&[])),
        ("scan", set(&["backup"])),
    ]
    .map(|(action, others)| (action.into(), others))
    .into()
}
