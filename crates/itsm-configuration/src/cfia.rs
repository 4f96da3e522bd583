//! Component failure impact analysis: a matrix of items and services, and what the failure of the
//! one does to the other.
//!
//! Each cell is what the rules of impact answer, not what is drawn: a redundancy group that holds is
//! a backup, one that two members share a disk in is none.
//!
//! Source: ITIL 4 availability management (component failure impact analysis).

use crate::graph::{DependencyGraph, GraphError};
use crate::impact::{UnknownCis, Workspace};
use crate::redundancy::{Group, GroupError, Member, RedundancyGroup};
use crate::scenario::{Scenario, Status};
use crate::snapshot::{Snapshot, View};
use crate::support::Towards;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::plain_enum;

mod sheet;
pub use sheet::{CfiaFacts, Recovery};

plain_enum! {
    /// What the failure of an item alone does to a service. The order is from best to worst.
    pub enum Cell {
        /// Nothing, and not because of any redundancy.
        Untouched = "untouched",
        /// Nothing, because enough of a redundancy group is left.
        Immediate = "immediate",
        /// The service goes on, but worse than it should.
        Degrades = "degrades",
        /// The service suffers until an item that stands by has taken over.
        Delayed = "delayed",
        /// The service stops.
        Stops = "stops",
    }
}

impl Cell {
    /// The letter of the method: `X` for a failure that stops the service, `A` for an immediate
    /// backup, `B` for one that takes time or leaves the service degraded, blank for nothing.
    pub const fn letter(self) -> &'static str {
        match self {
            Self::Untouched => "",
            Self::Immediate => "A",
            Self::Degrades | Self::Delayed => "B",
            Self::Stops => "X",
        }
    }

    /// Whether something is to be done about it: every `X` and `B`.
    pub const fn is_finding(self) -> bool {
        matches!(self, Self::Degrades | Self::Delayed | Self::Stops)
    }
}

/// How many cells of a row or a column say what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Totals {
    /// Those with an `X`.
    pub stops: usize,
    /// Those with a `B` because the backup takes time.
    pub delayed: usize,
    /// Those with a `B` because the service is degraded.
    pub degrades: usize,
    /// Those with an `A`.
    pub immediate: usize,
}

impl Totals {
    fn of(cells: impl IntoIterator<Item = Cell>) -> Self {
        let mut totals = Self::default();
        for cell in cells {
            let count = match cell {
                Cell::Untouched => continue,
                Cell::Immediate => &mut totals.immediate,
                Cell::Degrades => &mut totals.degrades,
                Cell::Delayed => &mut totals.delayed,
                Cell::Stops => &mut totals.stops,
            };
            *count = count.saturating_add(1);
        }
        totals
    }

    /// How many cells are findings.
    pub const fn findings(self) -> usize {
        self.stops
            .saturating_add(self.delayed)
            .saturating_add(self.degrades)
    }
}

/// The row of an item.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Row {
    /// The item.
    pub ci: CiId,
    /// What its failure does to each service, in the order of the services.
    pub cells: Vec<Cell>,
}

impl Row {
    /// How many services its failure hits, and how.
    pub fn totals(&self) -> Totals {
        Totals::of(self.cells.iter().copied())
    }
}

/// A cell about which something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Finding {
    /// The item that fails.
    pub ci: CiId,
    /// The service that suffers.
    pub service: CiId,
    /// How.
    pub cell: Cell,
}

/// The matrix. Items that do nothing to any of the services have no row.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[doc(alias = "component failure impact analysis")]
#[non_exhaustive]
pub struct Cfia {
    /// The columns, in the order of the ids.
    pub services: Vec<CiId>,
    /// The rows, in the order of the ids of their items.
    pub rows: Vec<Row>,
}

/// Why there is no matrix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CfiaError {
    /// Services or items that stand by are not among those that count.
    #[error(transparent)]
    Unknown(#[from] UnknownCis),
    /// A group cannot be written down with all of its members needed.
    #[error(transparent)]
    Group(#[from] GroupError),
    /// The graph does not take a group that it has.
    #[error(transparent)]
    Graph(#[from] GraphError),
}

impl DependencyGraph {
    /// What the failure of each item alone does to each of these services. `standby` names the
    /// items that take over only after a delay: warm and cold spares.
    ///
    /// Four questions of impact decide a cell, the first that applies:
    ///
    /// 1. The item fails, and the service is down: [`Cell::Stops`].
    /// 2. The item fails while all other items on standby are away, so that no group can count on
    ///    them, and the service does worse than with them: [`Cell::Delayed`].
    /// 3. The item fails, and the service is degraded: [`Cell::Degrades`].
    /// 4. The item fails in an estate in which every group needs all of its members, and the
    ///    service suffers: what saves it is redundancy, [`Cell::Immediate`].
    ///
    /// Else nothing happens to it. The cell of a service and itself says nothing and is left blank.
    ///
    /// ```
    /// # use itsm_configuration::graph::DependencyGraph;
    /// # use itsm_configuration::redundancy::{Group, RedundancyGroup};
    /// # use itsm_configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
    /// # use itsm_configuration::snapshot::View;
    /// # use itsm_core::{id::CiId, text::{Code, Label}};
    /// use itsm_configuration::cfia::Cell;
    /// # let needs = Code::new("depends_on")?;
    /// # let kind = RelationshipType { forward: Label::new("depends on")?, inverse: Label::new("used by")?, flow: Flow::ToSource, strength: Strength::Hard, containment: false };
    /// # let mut graph = DependencyGraph::new([(needs.clone(), kind)]);
    /// # let [shop, left, right, primary, spare, network] = [1, 2, 3, 4, 5, 6].map(CiId::from_key);
    /// # for ci in [shop, left, right, primary, spare, network] { let _ = graph.add(ci)?; }
    /// // Two servers share the load; of two databases one stands by; there is one network.
    /// let servers = RedundancyGroup::new(Code::new("servers")?, Group::at_least(1, [left, right])?);
    /// let _ = graph.set_group(shop, servers)?;
    /// let databases = RedundancyGroup::new(Code::new("databases")?, Group::at_least(1, [primary, spare])?);
    /// let _ = graph.set_group(shop, databases)?;
    /// let _ = graph.relate(Relationship::new(needs, shop, network))?;
    ///
    /// let matrix = graph.cfia(&View::live(), [shop], [spare])?;
    /// let letters: Vec<_> = matrix.rows.iter().map(|row| (row.ci, row.cells[0].letter())).collect();
    /// assert_eq!(letters, [(left, "A"), (right, "A"), (primary, "B"), (spare, "A"), (network, "X")]);
    /// assert_eq!(matrix.findings().len(), 2);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// [`CfiaError::Unknown`] lists the services and the items on standby that do not count.
    pub fn cfia(
        &self,
        view: &View,
        services: impl IntoIterator<Item = CiId>,
        standby: impl IntoIterator<Item = CiId>,
    ) -> Result<Cfia, CfiaError> {
        let services: BTreeSet<CiId> = services.into_iter().collect();
        let standby: BTreeSet<CiId> = standby.into_iter().collect();
        let snapshot = Snapshot::of(self, view.clone());
        let strict = Snapshot::of(&self.without_redundancy()?, view.clone());
        let mut workspace = Workspace::new();
        let named = Scenario::failing(services.iter().chain(&standby).copied());
        snapshot.impact(&named, &mut workspace)?;
        let services: Vec<CiId> = services.into_iter().collect();
        let mut rows = Vec::new();
        for ci in self.supporters_of(&services, view) {
            let fails = Scenario::failing([ci]);
            let others = standby.iter().copied().filter(|it| *it != ci);
            let alone = fails.clone().in_maintenance(others);
            let mut ask = |snapshot: &Snapshot, scenario: &Scenario| {
                let impact = snapshot.impact(scenario, &mut workspace)?;
                let affected: BTreeMap<CiId, Status> = impact.affected().into_iter().collect();
                let statuses = services.iter();
                let statuses = statuses.map(|it| affected.get(it).copied().unwrap_or(Status::Up));
                Ok::<Vec<Status>, UnknownCis>(statuses.collect())
            };
            let now = ask(&snapshot, &fails)?;
            let without = if standby.is_empty() {
                now.clone()
            } else {
                ask(&snapshot, &alone)?
            };
            let strict = ask(&strict, &fails)?;
            let cells: Vec<Cell> = services
                .iter()
                .zip(now)
                .zip(without.into_iter().zip(strict))
                .map(|((service, now), (without, strict))| match now {
                    _ if *service == ci => Cell::Untouched,
                    Status::Down => Cell::Stops,
                    _ if without > now => Cell::Delayed,
                    Status::Degraded => Cell::Degrades,
                    Status::Up if strict > Status::Up => Cell::Immediate,
                    Status::Up => Cell::Untouched,
                })
                .collect();
            if cells.iter().any(|it| *it != Cell::Untouched) {
                rows.push(Row { ci, cells });
            }
        }
        Ok(Cfia { services, rows })
    }

    /// Whoever any of the services leans on, in the order of the ids. Nobody else can do anything
    /// to them.
    fn supporters_of(&self, services: &[CiId], view: &View) -> BTreeSet<CiId> {
        let mut found = BTreeSet::new();
        let mut open: Vec<CiId> = services.to_vec();
        while let Some(ci) = open.pop() {
            let tied = self.tied(view, ci, Towards::Supporters);
            open.extend(tied.into_iter().filter(|it| found.insert(*it)));
        }
        found
    }

    /// The same graph, in which every group needs all of its members that are there.
    fn without_redundancy(&self) -> Result<Self, CfiaError> {
        let mut strict = self.clone();
        for ci in self.cis() {
            for group in self.groups_of(ci) {
                let _ = match self.all_needed(&group.group)? {
                    Some(all) => {
                        let all = RedundancyGroup {
                            group: all,
                            ..group.clone()
                        };
                        strict.set_group(ci, all)?
                    }
                    None => strict.remove_group(ci, &group.name)?,
                };
            }
        }
        Ok(strict)
    }

    /// The group with all members needed that the graph has; `None` if it has none. Depth is
    /// bounded by [`MAX_DEPTH`](crate::redundancy::MAX_DEPTH).
    fn all_needed(&self, group: &Group) -> Result<Option<Group>, GroupError> {
        let mut members: Vec<Member> = Vec::new();
        for (member, _) in group.members() {
            match member {
                Member::Ci(ci) if self.contains(*ci) => members.push(Member::Ci(*ci)),
                Member::Ci(_) => {}
                Member::Group(inner) => {
                    members.extend(self.all_needed(inner)?.map(Member::Group));
                }
            }
        }
        if members.is_empty() {
            return Ok(None);
        }
        // Groups that differed in their rules alone are the same now.
        members.sort();
        members.dedup();
        let needed = u32::try_from(members.len()).unwrap_or(u32::MAX);
        Group::at_least(needed, members).map(Some)
    }
}

impl Cfia {
    /// What the failure of an item alone does to a service.
    pub fn cell(&self, ci: CiId, service: CiId) -> Cell {
        let row = self.rows.binary_search_by(|row| row.ci.cmp(&ci)).ok();
        let column = self.services.binary_search(&service).ok();
        let found = row.and_then(|at| self.rows.get(at)?.cells.get(column?).copied());
        found.unwrap_or(Cell::Untouched)
    }

    /// What each service is exposed to, in the order of the services: `stops` and the others count
    /// the items whose failure does so.
    pub fn exposure(&self) -> Vec<Totals> {
        let mut columns: Vec<Vec<Cell>> = vec![Vec::new(); self.services.len()];
        for row in &self.rows {
            for (column, cell) in columns.iter_mut().zip(&row.cells) {
                column.push(*cell);
            }
        }
        columns.into_iter().map(Totals::of).collect()
    }

    /// Every `X` and `B`: the worst first, then by the items and the services.
    pub fn findings(&self) -> Vec<Finding> {
        let mut findings = Vec::new();
        for row in &self.rows {
            for (service, cell) in self.services.iter().zip(&row.cells) {
                if cell.is_finding() {
                    findings.push(Finding {
                        ci: row.ci,
                        service: *service,
                        cell: *cell,
                    });
                }
            }
        }
        findings.sort_by_key(|it| (core::cmp::Reverse(it.cell), it.ci, it.service));
        findings
    }
}
