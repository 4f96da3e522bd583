//! What a matrix of items and services finds.

use crate::{draft, samples};
use itsm_problem::cause::Contribution;
use itsm_problem::cfia::{CfiaCell, CfiaSheet, DraftCfiaSheet};

fn sample() -> CfiaSheet {
    CfiaSheet::try_from(draft::<DraftCfiaSheet>(samples::cfia())).unwrap()
}

#[test]
fn totals_are_by_item_and_by_service() {
    let sheet = sample();
    let items: Vec<_> = sheet
        .totals()
        .iter()
        .map(|(_, it)| (it.stops, it.delayed, it.immediate))
        .collect();
    assert_eq!(items, [(1, 1, 0), (0, 0, 1)]);
    let services: Vec<_> = sheet
        .exposure()
        .iter()
        .map(|(_, it)| (it.stops, it.delayed, it.immediate))
        .collect();
    assert_eq!(services, [(1, 0, 1), (0, 1, 0)]);
}

#[test]
fn every_x_and_b_is_a_finding_and_a_cause_of_its_kind() {
    let sheet = sample();
    let found: Vec<_> = sheet
        .findings()
        .iter()
        .map(|it| (it.item.as_str(), it.service.as_str(), it.cell))
        .collect();
    assert_eq!(
        found,
        [
            ("Node A", "Shop", CfiaCell::Stops),
            ("Node A", "Mail", CfiaCell::Delayed)
        ]
    );
    let causes = sheet.causes();
    let told: Vec<_> = causes
        .iter()
        .map(|it| (it.contribution, it.statement.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (
                Contribution::Impact,
                "Nothing takes over from Node A for Shop"
            ),
            (
                Contribution::Duration,
                "It takes time until something takes over from Node A for Mail"
            ),
        ]
    );
    assert!(causes.iter().all(|it| it.ci.is_some()));
}
