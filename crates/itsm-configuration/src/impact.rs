//! Impact: who suffers, and how much.

use crate::duty::Duty;
use crate::propagate::Felt;
pub use crate::propagate::Workspace;
use crate::scenario::{Scenario, Status};
use crate::snapshot::Snapshot;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Reverse;
use core::fmt::Write as _;
use itsm_core::id::CiId;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// An item of a scenario that the snapshot does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{} of the scenario not in the graph: {}", count(cis), list(cis))]
#[non_exhaustive]
pub struct UnknownCis {
    /// All of them, in the order of the ids.
    pub cis: Vec<CiId>,
}

fn count(cis: &[CiId]) -> String {
    match cis.len() {
        1 => "1 item".into(),
        more => format!("{more} items"),
    }
}

fn list(cis: &[CiId]) -> String {
    let mut text = String::new();
    for (i, ci) in cis.iter().enumerate() {
        // Writing into a string cannot fail.
        let _ = write!(text, "{}{ci}", if i > 0 { ", " } else { "" });
    }
    text
}

/// Something that an answer takes for granted, or does not know.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Assumption {
    /// It was followed so many steps and no further, although more would have been reached.
    CutOff {
        /// How many.
        steps: u32,
    },
    /// The item is in maintenance: it was left out.
    InMaintenance {
        /// Which item.
        ci: CiId,
    },
    /// The group has fewer members in service than it needs, and the item is in service all the
    /// same: it is taken to do with what is there.
    GroupIsShort {
        /// The item.
        ci: CiId,
        /// Its group.
        group: Code,
    },
    /// A verification or an attestation of the item is late: its record is taken to be right.
    RecordOverdue {
        /// Which item.
        ci: CiId,
        /// What is owed.
        duty: Duty,
        /// When it was due.
        due: Instant,
    },
    /// Nothing was heard of the item for too long: its record is taken to be right.
    RecordStale {
        /// Which item.
        ci: CiId,
        /// Since when.
        since: Instant,
    },
}

/// The answer to a scenario: who is down and who is degraded, those named in the scenario included.
///
/// It borrows the workspace, so that asking copies nothing; lists are made when they are asked for,
/// in the order of the ids.
#[derive(Debug)]
pub struct Impact<'a> {
    pub(crate) snapshot: &'a Snapshot,
    pub(crate) workspace: &'a Workspace,
    pub(crate) down: usize,
    pub(crate) scenario: Scenario,
    pub(crate) cut_off: bool,
}

impl Snapshot {
    /// Who would suffer.
    ///
    /// The cost is in proportion to who does, not to the size of the graph.
    ///
    /// # Errors
    /// [`UnknownCis`] lists the items of the scenario that the snapshot does not have.
    pub fn impact<'a>(
        &'a self,
        scenario: &Scenario,
        workspace: &'a mut Workspace,
    ) -> Result<Impact<'a>, UnknownCis> {
        self.check(scenario)?;
        workspace.begin(self.numbering.end(), self.gates.len());
        self.leave_out(scenario, workspace);
        workspace.begin_step();
        for number in scenario.failed().filter_map(|ci| self.number(ci)) {
            workspace.push(number);
        }
        workspace.begin_step();
        let mut cut_off = workspace.spread(self, 0, scenario.depth(), Felt::Both);
        let down = workspace.len();
        let degraded = scenario.degraded().filter_map(|ci| self.number(ci));
        if let Some(steps) = scenario.depth() {
            let degraded: Vec<u32> = degraded.collect();
            let away = |workspace: &mut Workspace| self.leave_out(scenario, workspace);
            cut_off |= workspace.spread_degraded(self, &degraded, away, steps);
        } else {
            workspace.degrade();
            for number in degraded {
                workspace.push(number);
            }
            if !self.soft.is_empty() {
                for at in 0..down {
                    if let Some(&item) = workspace.list.get(at) {
                        workspace.shake(self, item);
                    }
                }
            }
            workspace.shake_gates();
            if workspace.len() > down {
                workspace.begin_step();
                workspace.spread(self, down, None, Felt::Degraded);
            }
        }
        Ok(Impact {
            snapshot: self,
            workspace,
            down,
            scenario: scenario.clone(),
            cut_off,
        })
    }

    /// Keeps what is in maintenance from being taken up, and gates from counting on it.
    fn leave_out(&self, scenario: &Scenario, workspace: &mut Workspace) {
        let mut missing = Vec::new();
        for number in scenario.maintenance().filter_map(|ci| self.number(ci)) {
            workspace.bar(number);
            workspace.miss(self, self.hits.row(number), &mut missing);
        }
    }

    fn check(&self, scenario: &Scenario) -> Result<(), UnknownCis> {
        let mut cis: Vec<CiId> = scenario
            .failed()
            .chain(scenario.degraded())
            .chain(scenario.maintenance())
            .filter(|ci| !self.contains(*ci))
            .collect();
        if cis.is_empty() {
            return Ok(());
        }
        cis.sort_unstable();
        cis.dedup();
        Err(UnknownCis { cis })
    }
}

impl Impact<'_> {
    /// How an item does. An item that the snapshot does not have is not known to suffer.
    pub fn status(&self, ci: CiId) -> Status {
        let number = self.snapshot.number(ci);
        match number.map_or(Status::Up, |it| self.workspace.marked(it)) {
            Status::Down if self.scenario.leaves_out(ci) => Status::Up,
            status => status,
        }
    }

    /// How many items are down, those that have failed included.
    pub const fn down_count(&self) -> usize {
        self.down
    }

    /// How many items are down or degraded, those named in the scenario included.
    pub fn affected_count(&self) -> usize {
        self.workspace.len()
    }

    /// The items that are down, in the order of the ids.
    pub fn down(&self) -> Vec<CiId> {
        let numbers = self.numbers();
        self.ids(numbers.get(..self.down).unwrap_or_default())
    }

    /// The items that are degraded, in the order of the ids.
    pub fn degraded(&self) -> Vec<CiId> {
        let numbers = self.numbers();
        self.ids(numbers.get(self.down..).unwrap_or_default())
    }

    /// Every item that is down or degraded, in the order of the ids.
    pub fn affected(&self) -> Vec<(CiId, Status)> {
        let down = self.down().into_iter().map(|ci| (ci, Status::Down));
        let degraded = self.degraded().into_iter().map(|ci| (ci, Status::Degraded));
        let mut all: Vec<_> = down.chain(degraded).collect();
        all.sort_unstable();
        all
    }

    /// The same without those that the scenario names as failed or degraded: the consequences.
    pub fn consequences(&self) -> Vec<(CiId, Status)> {
        let mut all = self.affected();
        let named: Vec<CiId> = self.scenario.failed().collect();
        let degraded: Vec<CiId> = self.scenario.degraded().collect();
        all.retain(|(ci, status)| {
            let is_cause = named.binary_search(ci).is_ok()
                || (*status == Status::Degraded && degraded.binary_search(ci).is_ok());
            !is_cause
        });
        all
    }

    /// What differs from another answer of the same snapshot: each item that does otherwise, with
    /// how it does there and here. Items that do worse than there come first, the worst before all.
    pub fn since(&self, before: &[(CiId, Status)]) -> Vec<(CiId, Status, Status)> {
        let now = self.affected();
        let find = |all: &[(CiId, Status)], ci: CiId| {
            all.binary_search_by(|(it, _)| it.cmp(&ci))
                .ok()
                .and_then(|at| all.get(at))
                .map_or(Status::Up, |(_, status)| *status)
        };
        let mut before = before.to_vec();
        before.sort_unstable();
        let mut cis: Vec<CiId> = now.iter().chain(&before).map(|(ci, _)| *ci).collect();
        cis.sort_unstable();
        cis.dedup();
        let mut changed: Vec<_> = cis
            .into_iter()
            .map(|ci| (ci, find(&before, ci), find(&now, ci)))
            .filter(|(_, then, now)| then != now)
            .collect();
        changed.sort_by_key(|(ci, then, now)| (now < then, Reverse(*now), *ci));
        changed
    }

    /// What the answer takes for granted, or does not know, in order. What is to be doubted of the
    /// records is not in the graph: [`assumptions_given`](Self::assumptions_given) is told of it.
    pub fn assumptions(&self) -> Vec<Assumption> {
        let cut_off = self.scenario.depth().filter(|_| self.cut_off);
        let cut_off = cut_off.map(|steps| Assumption::CutOff { steps });
        let away = self.scenario.maintenance();
        let away = away.map(|ci| Assumption::InMaintenance { ci });
        let short = self.snapshot.short.iter();
        let short = short.filter(|(ci, _)| self.touches(*ci));
        let short = short.map(|(ci, group)| Assumption::GroupIsShort {
            ci: *ci,
            group: group.clone(),
        });
        cut_off.into_iter().chain(away).chain(short).collect()
    }

    pub(crate) fn numbers(&self) -> &[u32] {
        let all = self.workspace.list.get(..self.workspace.len());
        all.unwrap_or_default()
    }

    fn touches(&self, ci: CiId) -> bool {
        let number = self.snapshot.number(ci);
        number.is_some_and(|it| self.workspace.marked(it) > Status::Up)
    }

    fn ids(&self, numbers: &[u32]) -> Vec<CiId> {
        let ids = numbers.iter().filter_map(|it| self.snapshot.id(*it));
        let mut ids: Vec<CiId> = ids.collect();
        ids.sort_unstable();
        ids
    }
}
