//! The policy of conflicts: where to look for them, how bad each kind is, and which ones block.

use crate::checked::written_as_draft;
use crate::conflict::{ConflictEffect, ConflictKind, ConflictSeverity};
use alloc::collections::BTreeMap;
use alloc::format;
use itsm_core::fault::Faults;
use itsm_core::plain_enum;
use itsm_core::time::Seconds;

plain_enum! {
    /// Which items of a change are looked at. Of the other changes it is always all of them.
    pub enum ConflictMode {
        /// The item that the change is about.
        Basic = "basic",
        /// That, and every other item that it touches.
        Advanced = "advanced",
    }
}

plain_enum! {
    /// Whether something counts as a conflict.
    pub enum Counting {
        /// It does not.
        Passes = "passes",
        /// It does.
        Conflicts = "conflicts",
    }
}

/// The raw form of a [`ConflictPolicy`]. What a file leaves out is as in the default.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "serde", serde(default, deny_unknown_fields))]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftConflictPolicy {
    /// Which items of a change are looked at. By default only the one that it is about.
    pub mode: ConflictMode,
    /// Whether a change that begins when another ends is in conflict with it. It is not.
    pub back_to_back: Counting,
    /// Whether an item that has no maintenance windows at all may not be changed. It may.
    pub without_maintenance: Counting,
    /// How bad the kinds are; those that are left out are as in the default. Freezes say it
    /// themselves.
    pub severities: BTreeMap<ConflictKind, ConflictSeverity>,
    /// From which severity on a kind blocks. What is left out warns, however bad it is; by default
    /// nothing blocks.
    pub blocks: BTreeMap<ConflictKind, ConflictSeverity>,
    /// The most changes, the one in question included, that are looked at together for what they
    /// take down: 2 to 5.
    pub together: u8,
    /// The most questions about changes together. What goes beyond is told as not evaluated.
    pub joint_questions: u32,
    /// How far ahead free slots are looked for, in seconds.
    pub horizon: Seconds,
    /// The most free slots that are suggested: 1 to 100.
    pub suggestions: u8,
}

impl Default for DraftConflictPolicy {
    /// Basic; everything warns; 90 days, and at most 100 suggestions.
    fn default() -> Self {
        Self {
            mode: ConflictMode::Basic,
            back_to_back: Counting::Passes,
            without_maintenance: Counting::Passes,
            severities: BTreeMap::new(),
            blocks: BTreeMap::new(),
            together: 3,
            joint_questions: 10_000,
            horizon: Seconds::days(90),
            suggestions: 100,
        }
    }
}

/// Where conflicts are looked for, how bad they are, and which ones block.
///
/// Source: ITIL 4 change enablement (change models say how conflicts are handled).
///
/// ```
/// use itsm_change::conflict::{ConflictKind, ConflictSeverity};
/// use itsm_change::conflict_policy::{ConflictPolicy, DraftConflictPolicy};
///
/// let mut draft = DraftConflictPolicy::default();
/// draft.blocks.insert(ConflictKind::Freeze, ConflictSeverity::High);
/// draft.suggestions = 0;
/// let faults = ConflictPolicy::try_from(draft).unwrap_err();
/// assert_eq!(faults.iter().next().unwrap().rule, "conflict_policy.suggestions.range");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ConflictPolicy {
    draft: DraftConflictPolicy,
}

written_as_draft!(ConflictPolicy, DraftConflictPolicy);

/// A thousand years.
const LONGEST: Seconds = Seconds::days(365_250);

impl TryFrom<DraftConflictPolicy> for ConflictPolicy {
    type Error = Faults;

    /// # Errors
    /// All faults of the draft.
    fn try_from(draft: DraftConflictPolicy) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        for kind in draft.severities.keys().filter(|it| it.is_freeze()) {
            let path = format!("severities.{kind}");
            let message =
                format!("expected a freeze to say how bad it is, got it here for `{kind}`");
            faults.add(path, "conflict_policy.severity.freeze", message);
        }
        if !(2..=5).contains(&draft.together) {
            let message = format!("expected 2 to 5 changes, got {}", draft.together);
            faults.add("together", "conflict_policy.together.range", message);
        }
        if !(1..=100).contains(&draft.suggestions) {
            let message = format!("expected 1 to 100 suggestions, got {}", draft.suggestions);
            faults.add("suggestions", "conflict_policy.suggestions.range", message);
        }
        if draft.horizon == Seconds(0) || draft.horizon > LONGEST {
            let message = format!("expected up to {LONGEST}, got {}", draft.horizon);
            faults.add("horizon", "conflict_policy.horizon.range", message);
        }
        faults.or(Some(Self { draft }))
    }
}

impl ConflictPolicy {
    /// The raw form: to be read, or to be taken, changed and checked again.
    pub const fn draft(&self) -> &DraftConflictPolicy {
        &self.draft
    }

    /// How bad a conflict of this kind is; of a freeze, where the freeze itself does not say.
    pub fn severity(&self, kind: ConflictKind) -> ConflictSeverity {
        let given = self.draft.severities.get(&kind).copied();
        given.unwrap_or(match kind {
            ConflictKind::SameItem
            | ConflictKind::Freeze
            | ConflictKind::ParentFreeze
            | ConflictKind::ChildFreeze
            | ConflictKind::Redundancy => ConflictSeverity::High,
            ConflictKind::ParentItem
            | ConflictKind::ChildItem
            | ConflictKind::Dependant
            | ConflictKind::Provider
            | ConflictKind::OutsideMaintenance
            | ConflictKind::NotEvaluated => ConflictSeverity::Medium,
            ConflictKind::AssigneeBusy
            | ConflictKind::ParentOutsideMaintenance
            | ConflictKind::ChildOutsideMaintenance => ConflictSeverity::Low,
        })
    }

    /// What a conflict of this kind does to a change when it is so bad.
    pub fn effect(&self, kind: ConflictKind, severity: ConflictSeverity) -> ConflictEffect {
        match self.draft.blocks.get(&kind) {
            Some(least) if severity >= *least => ConflictEffect::Blocks,
            _ => ConflictEffect::Warns,
        }
    }
}
