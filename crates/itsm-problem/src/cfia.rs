//! Component failure impact analysis, handed over: which item's failure does what to which service.
//!
//! The matrix is worked out where the graph of items is, and the facade brings it here; a sheet that
//! was filled in by hand is as welcome. Every `X` and every `B` is a finding.
//!
//! Source: ITIL availability management (component failure impact analysis).

use crate::cause::{Cause, Contribution, Method};
use crate::checked::checked;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::fault::Faults;
use itsm_core::id::CiId;
use itsm_core::markdown::{head, joined, plain, row};
use itsm_core::text::{Label, Note};
use itsm_core::time::Seconds;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What the failure of an item does to a service, by the letters of the method.
    pub enum CfiaCell {
        /// Nothing, and it needs no backup.
        Untouched = "",
        /// Nothing, because a backup takes over at once.
        Immediate = "A",
        /// The service suffers until a backup has taken over, or goes on worse than it should.
        Delayed = "B",
        /// The service stops.
        Stops = "X",
    }
}

wire_struct! {
    /// A column.
    pub struct CfiaService {
        /// What people call it.
        name: Label,
    } optional {
        /// The service as an item.
        ci: CiId,
    }
}

wire_struct! {
    /// A row.
    pub struct CfiaItem {
        /// What people call it.
        name: Label,
        /// What its failure does to each service, in the order of the services.
        cells: Vec<CfiaCell>,
    } optional {
        /// The item.
        ci: CiId,
        /// How it is brought back.
        recovery_procedure: Label,
        /// How long that takes.
        recovery_time: Seconds,
        /// On whom it depends: a person, a team, a supplier.
        depends_on: Label,
    }
}

wire_struct! {
    /// A matrix in its raw form.
    pub struct DraftCfiaSheet {
        /// The columns.
        services: Vec<CfiaService>,
        /// The rows.
        items: Vec<CfiaItem>,
    }
}

checked! {
    /// A matrix of items and services.
    #[doc(alias = "component failure impact analysis")]
    pub struct CfiaSheet from DraftCfiaSheet
}

/// How many cells of a row or a column have which letter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CfiaTotals {
    /// Those with an `X`.
    pub stops: usize,
    /// Those with a `B`.
    pub delayed: usize,
    /// Those with an `A`.
    pub immediate: usize,
}

impl CfiaTotals {
    fn of(cells: impl IntoIterator<Item = CfiaCell>) -> Self {
        let mut totals = Self::default();
        for cell in cells {
            let count = match cell {
                CfiaCell::Untouched => continue,
                CfiaCell::Immediate => &mut totals.immediate,
                CfiaCell::Delayed => &mut totals.delayed,
                CfiaCell::Stops => &mut totals.stops,
            };
            *count = count.saturating_add(1);
        }
        totals
    }
}

/// A cell about which something is to be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CfiaFinding<'a> {
    /// The item that fails.
    pub item: &'a Label,
    /// The service that suffers.
    pub service: &'a Label,
    /// How.
    pub cell: CfiaCell,
}

impl DraftCfiaSheet {
    fn check(&mut self, faults: &mut Faults) {
        if self.services.is_empty() {
            faults.add("services", "cfia.empty", "expected a service, got none");
        }
        if self.items.is_empty() {
            faults.add("items", "cfia.empty", "expected an item, got none");
        }
        let mut names = BTreeSet::new();
        for (place, it) in self.services.iter().enumerate() {
            if !names.insert((&it.name, it.ci)) {
                let message = format!(
                    "expected a service that stands once, got `{}` again",
                    it.name
                );
                faults.add(format!("services[{place}]"), "cfia.service.twice", message);
            }
        }
        let (mut names, columns) = (BTreeSet::new(), self.services.len());
        for (place, it) in self.items.iter().enumerate() {
            if !names.insert((&it.name, it.ci)) {
                let message = format!("expected an item that stands once, got `{}` again", it.name);
                faults.add(format!("items[{place}]"), "cfia.item.twice", message);
            }
            let cells = it.cells.len();
            if cells != columns {
                let message =
                    format!("expected a cell for each of {columns} services, got {cells}");
                faults.add(format!("items[{place}].cells"), "cfia.cells.count", message);
            }
        }
    }
}

impl CfiaSheet {
    /// How many services the failure of each item hits, and how, in the order of the items.
    pub fn totals(&self) -> Vec<(&CfiaItem, CfiaTotals)> {
        let items = self.draft.items.iter();
        let total = |it: &'_ CfiaItem| CfiaTotals::of(it.cells.iter().copied());
        items.map(|it| (it, total(it))).collect()
    }

    /// To how many items each service is exposed, and how, in the order of the services.
    pub fn exposure(&self) -> Vec<(&CfiaService, CfiaTotals)> {
        let services = self.draft.services.iter().enumerate();
        let column = |place: usize| {
            let cells = self
                .draft
                .items
                .iter()
                .filter_map(move |it| it.cells.get(place));
            CfiaTotals::of(cells.copied())
        };
        services.map(|(place, it)| (it, column(place))).collect()
    }

    /// Every `X` and every `B`, row by row.
    pub fn findings(&self) -> Vec<CfiaFinding<'_>> {
        let mut findings = Vec::new();
        for item in &self.draft.items {
            for (service, cell) in self.draft.services.iter().zip(&item.cells) {
                if matches!(cell, CfiaCell::Stops | CfiaCell::Delayed) {
                    findings.push(CfiaFinding {
                        item: &item.name,
                        service: &service.name,
                        cell: *cell,
                    });
                }
            }
        }
        findings
    }

    /// The causes that it has found, one for each item with a finding: an `X` made the failure hurt as
    /// much as it did, a `B` made it last.
    pub fn causes(&self) -> Vec<Cause> {
        let findings = self.findings();
        let mut causes = Vec::new();
        for item in &self.draft.items {
            for (cell, contribution, does) in [
                (
                    CfiaCell::Stops,
                    Contribution::Impact,
                    "Nothing takes over from",
                ),
                (
                    CfiaCell::Delayed,
                    Contribution::Duration,
                    "It takes time until something takes over from",
                ),
            ] {
                let of = findings
                    .iter()
                    .filter(|it| it.cell == cell && it.item == &item.name);
                let services = joined(of.map(|it| it.service.as_str()), ", ");
                if services.is_empty() {
                    continue;
                }
                let statement = format!("{does} {} for {services}", item.name);
                let statement: String = statement.chars().take(Note::MAX_CHARS).collect();
                if let Ok(statement) = Note::new(statement) {
                    causes.push(Cause {
                        ci: item.ci,
                        found_by: Some(Method::Cfia),
                        ..Cause::new(contribution, statement, Vec::new())
                    });
                }
            }
        }
        causes
    }

    /// The matrix as a Markdown table: items with their letters and how they are brought back, then
    /// how many items each service is exposed to.
    pub fn to_markdown(&self) -> String {
        let mut text = String::from("## Component failure impact analysis\n\n");
        let names = self.draft.services.iter().map(|it| plain(it.name.as_str()));
        let names: Vec<String> = names.collect();
        let after = [
            "X",
            "B",
            "A",
            "Recovery procedure",
            "Recovery time",
            "Depends on",
        ];
        let heads = [""]
            .into_iter()
            .chain(names.iter().map(String::as_str))
            .chain(after);
        head(&mut text, &heads.collect::<Vec<_>>());
        for (it, totals) in self.totals() {
            let mut cells = Vec::from([plain(it.name.as_str())]);
            cells.extend(it.cells.iter().map(ToString::to_string));
            let totals = [totals.stops, totals.delayed, totals.immediate];
            cells.extend(totals.map(|it| it.to_string()));
            let said = |it: &Option<Label>| it.as_ref().map(|it| plain(it.as_str()));
            cells.push(said(&it.recovery_procedure).unwrap_or_default());
            cells.push(
                it.recovery_time
                    .map(|it| it.to_string())
                    .unwrap_or_default(),
            );
            cells.push(said(&it.depends_on).unwrap_or_default());
            row(&mut text, cells);
        }
        text.push('\n');
        for (service, CfiaTotals { stops, delayed, .. }) in self.exposure() {
            let name = plain(service.name.as_str());
            let _ = writeln!(text, "- {name}: {stops} with X, {delayed} with B");
        }
        text
    }
}
