//! The matrix of component failures, from where it is worked out to where problems are analyzed.
//!
//! Source: ITIL availability management (component failure impact analysis).

use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use itsm_configuration::cfia::{Cell, Cfia, CfiaFacts};
use itsm_core::fault::Faults;
use itsm_core::id::CiId;
use itsm_core::text::Label;
use itsm_core::time::Seconds;
use itsm_problem::cfia::{CfiaCell, CfiaItem, CfiaService, CfiaSheet, DraftCfiaSheet};

/// The matrix as an analysis of a problem, with the names that people know items by and how each is
/// brought back. A `B` is a `B`, whether the backup takes time or leaves the service degraded; a name
/// that is longer than a label is cut, and an item without one is called by its id.
///
/// # Errors
/// There is nothing in the matrix: no service, or no item whose failure does anything to one.
pub fn sheet(matrix: &Cfia, facts: &impl CfiaFacts) -> Result<CfiaSheet, Faults> {
    let services = matrix.services.iter();
    let services: Vec<CfiaService> = services
        .map(|it| CfiaService::new(name(*it, facts)).ci(*it))
        .collect();
    let items = matrix.rows.iter().map(|row| {
        let cells: Vec<CfiaCell> = row.cells.iter().map(|it| letter(*it)).collect();
        let mut item = CfiaItem::new(name(row.ci, facts), cells).ci(row.ci);
        let recovery = facts.recovery(row.ci).unwrap_or_default();
        item.recovery_procedure = recovery.procedure;
        item.recovery_time = recovery.time.map(|it| {
            let part = u64::from(it.subsec_nanos() > 0);
            Seconds(it.as_secs().saturating_add(part))
        });
        item.depends_on = recovery.depends_on;
        item
    });
    let items: Vec<CfiaItem> = items.collect();
    CfiaSheet::try_from(DraftCfiaSheet::new(services, items))
}

fn name(ci: CiId, facts: &impl CfiaFacts) -> Label {
    let name = facts.name(ci).unwrap_or_default();
    let name: String = name.chars().take(Label::MAX_CHARS).collect();
    let id = || Label::new(ci.to_string()).unwrap_or(const { Label::trusted("item") });
    Label::new(name).unwrap_or_else(|_| id())
}

const fn letter(cell: Cell) -> CfiaCell {
    match cell {
        Cell::Untouched => CfiaCell::Untouched,
        Cell::Immediate => CfiaCell::Immediate,
        Cell::Degrades | Cell::Delayed => CfiaCell::Delayed,
        Cell::Stops => CfiaCell::Stops,
    }
}
