//! Conflicts: why a change should not go ahead when it is planned, all of them at once.

use crate::planned::FreezeOverride;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use itsm_core::id::{ChangeId, CiId};
use itsm_core::text::Code;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What kind of conflict it is.
    ///
    /// Source: ITIL 4 change enablement (scheduling); ISO/IEC 20000-1 8.5.1.3.
    #[doc(alias = "collision")]
    pub enum ConflictKind {
        /// Another change is planned for the same item at the same time.
        SameItem = "same_item",
        /// Another change is planned for an item that this one is a part of.
        ParentItem = "parent_item",
        /// Another change is planned for a part of the item.
        ChildItem = "child_item",
        /// Another change is planned for an item or a service that depends on this one.
        Dependant = "dependant",
        /// Another change is planned for an item that this one depends on: the same as
        /// `dependant`, seen from the other change.
        Provider = "provider",
        /// Whoever carries it out carries out another change at the same time.
        AssigneeBusy = "assignee_busy",
        /// The window does not lie within the maintenance windows of the item.
        OutsideMaintenance = "outside_maintenance",
        /// The same of an item that this one is a part of.
        ParentOutsideMaintenance = "parent_outside_maintenance",
        /// The same of a part of the item.
        ChildOutsideMaintenance = "child_outside_maintenance",
        /// The window overlaps with a freeze that holds for the item.
        #[doc(alias = "blackout")]
        Freeze = "freeze",
        /// The same of an item that this one is a part of, where the freeze spares this one.
        ParentFreeze = "parent_freeze",
        /// The same of a part of the item, where the freeze spares the item.
        ChildFreeze = "child_freeze",
        /// Changes at the same time that are each harmless take something down together: they hold
        /// the last members of a redundancy group.
        Redundancy = "redundancy",
        /// Something is not known that a conflict depends on: nobody can say that there is none.
        NotEvaluated = "not_evaluated",
    }
}

impl ConflictKind {
    /// Whether it is about a freeze.
    pub const fn is_freeze(self) -> bool {
        matches!(self, Self::Freeze | Self::ParentFreeze | Self::ChildFreeze)
    }
}

plain_enum! {
    /// How bad a conflict is, from the least to the worst.
    pub enum ConflictSeverity {
        /// Good to know.
        Low = "low",
        /// To be looked at.
        Medium = "medium",
        /// To be resolved.
        High = "high",
    }
}

plain_enum! {
    /// What a conflict does to the change, as the policy says.
    pub enum ConflictEffect {
        /// People are told, and decide.
        Warns = "warns",
        /// The change does not go ahead while it is there.
        Blocks = "blocks",
    }
}

plain_enum! {
    /// What is not known.
    pub enum MissingFact {
        /// When the change begins.
        Start = "start",
        /// When the change is done.
        End = "end",
        /// The item that the change is about.
        PrimaryCi = "primary_ci",
        /// Of which items the item is a part.
        Parents = "parents",
        /// The parts of the item.
        Children = "children",
        /// What depends on the item.
        Dependants = "dependants",
        /// What the item depends on.
        Providers = "providers",
        /// What goes down with the items.
        Impact = "impact",
        /// Whether a maintenance window or a freeze holds for the item.
        Applicability = "applicability",
        /// When a calendar is open: the window lies outside of what it was laid out for.
        Calendar = "calendar",
        /// Whether more changes at the same time collide: there are more sets of them than the
        /// policy wants looked at.
        Combinations = "combinations",
    }
}

wire_struct! {
    /// One conflict of a change.
    pub struct Conflict {
        /// Of which kind.
        kind: ConflictKind,
        /// How bad.
        severity: ConflictSeverity,
        /// What it does to the change.
        effect: ConflictEffect,
    } optional {
        /// The other change; of a redundancy collision, all the others, in the order of their ids.
        others: Vec<ChangeId>,
        /// The maintenance schedule or freeze.
        schedule: Code,
        /// The item of the change that is in conflict; of a redundancy collision none, since it
        /// takes all of them together.
        ci: CiId,
        /// The item of the other change, or that which the schedule is about, where it is another.
        related: CiId,
        /// When the conflict begins.
        from: Instant,
        /// When it is over, itself not included.
        until: Instant,
        /// What goes down by the changes together and by none of them alone.
        lost: Vec<CiId>,
        /// What is not known.
        missing: MissingFact,
        /// Who lets it pass, and why.
        passed: FreezeOverride,
    }
}

wire_struct! {
    /// All conflicts of a change, as they were at an instant.
    pub struct ConflictReport {
        /// The change.
        change: ChangeId,
        /// When they were looked for. They are to be looked for again when the items, the dates or
        /// the state of a change have changed.
        checked_at: Instant,
        /// By kind, then by item.
        conflicts: Vec<Conflict>,
    }
}

impl ConflictReport {
    /// Whether everything that conflicts depend on was known. Only then does an empty report say
    /// that there is none.
    pub fn is_evaluated(&self) -> bool {
        self.of(ConflictKind::NotEvaluated).next().is_none()
    }

    /// Whether one of them keeps the change from going ahead.
    pub fn blocks(&self) -> bool {
        let mut all = self.conflicts.iter();
        all.any(|it| it.effect == ConflictEffect::Blocks)
    }

    /// Those of one kind.
    pub fn of(&self, kind: ConflictKind) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter().filter(move |it| it.kind == kind)
    }
}

impl Conflict {
    /// In which order conflicts are told.
    pub(crate) fn before(&self, other: &Self) -> core::cmp::Ordering {
        let key = |it: &Self| (it.kind, it.ci, it.related, it.missing);
        key(self)
            .cmp(&key(other))
            .then_with(|| self.schedule.cmp(&other.schedule))
            .then_with(|| self.from.cmp(&other.from))
            .then_with(|| self.others.cmp(&other.others))
    }

    /// The conflict in a sentence, with everything by its id.
    pub fn reason(&self) -> String {
        self.reason_with(&IdNames)
    }

    /// The conflict in a sentence, with everything by the name that people know it by.
    pub fn reason_with(&self, names: &impl ConflictNames) -> String {
        let item = self.ci.map_or_else(|| "an item".into(), |it| names.ci(it));
        let related = self.related.map(|it| names.ci(it));
        let related = related.as_deref().unwrap_or(&item);
        let others: Vec<String> = self
            .others
            .iter()
            .flatten()
            .map(|it| names.change(*it))
            .collect();
        let others = listed(&others);
        let schedule = self.schedule.as_ref().map(|it| names.schedule(it));
        let schedule = schedule.unwrap_or_else(|| "a schedule".into());
        let mut text = match self.kind {
            ConflictKind::SameItem => format!("{others} is planned for {item} at the same time"),
            ConflictKind::ParentItem => {
                format!("{others} is planned for {related}, which {item} is a part of")
            }
            ConflictKind::ChildItem => {
                format!("{others} is planned for {related}, which is a part of {item}")
            }
            ConflictKind::Dependant => {
                format!("{others} is planned for {related}, which depends on {item}")
            }
            ConflictKind::Provider => {
                format!("{others} is planned for {related}, which {item} depends on")
            }
            ConflictKind::AssigneeBusy => {
                format!("whoever carries it out carries out {others} at the same time")
            }
            ConflictKind::OutsideMaintenance
            | ConflictKind::ParentOutsideMaintenance
            | ConflictKind::ChildOutsideMaintenance => {
                format!("the window does not lie within the maintenance windows of {related}")
            }
            ConflictKind::Freeze | ConflictKind::ParentFreeze | ConflictKind::ChildFreeze => {
                format!("{schedule} freezes {related}")
            }
            ConflictKind::Redundancy => {
                let lost: Vec<String> =
                    self.lost.iter().flatten().map(|it| names.ci(*it)).collect();
                let lost = listed(&lost);
                format!(
                    "together with {others} it takes down {lost}, which none of them does alone"
                )
            }
            ConflictKind::NotEvaluated => {
                let missing = self.missing.map_or("something", MissingFact::as_str);
                let of = self.ci.map(|_| format!(" of {item}"));
                let by = self.schedule.as_ref().map(|_| format!(" by {schedule}"));
                format!(
                    "not evaluated: `{missing}`{}{} is not known",
                    of.unwrap_or_default(),
                    by.unwrap_or_default()
                )
            }
        };
        if let (Some(from), Some(until)) = (self.from, self.until) {
            let when = if from < until {
                format!(", from {} to {}", told(from), told(until))
            } else {
                format!(", one ends as the other begins, at {}", told(from))
            };
            text.push_str(&when);
        }
        if let Some(passed) = &self.passed {
            text.push_str("; let pass, because: ");
            text.push_str(passed.reason.as_str());
        }
        text
    }
}

fn told(at: Instant) -> String {
    at.format("%Y-%m-%d %H:%M UTC").to_string()
}

fn listed(names: &[String]) -> String {
    match names {
        [] => "another change".into(),
        [one] => one.clone(),
        [some @ .., last] => format!("{} and {last}", some.join(", ")),
    }
}

/// What people call things, for sentences about conflicts.
pub trait ConflictNames {
    /// An item.
    fn ci(&self, ci: CiId) -> String {
        format!("item {ci}")
    }

    /// A change.
    fn change(&self, change: ChangeId) -> String {
        format!("change {change}")
    }

    /// A maintenance schedule or freeze.
    fn schedule(&self, schedule: &Code) -> String {
        format!("`{schedule}`")
    }
}

/// Everything by its id.
struct IdNames;

impl ConflictNames for IdNames {}
