//! The check of how a policy weighs risk.

use crate::draft::{DraftRisk, DraftStep};
use crate::risk::RiskRules;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::level::{Level as _, Priority};
use itsm_core::matrix::PriorityMatrix;
use itsm_core::money::{Currency, Money};
use itsm_core::text::Label;

/// The points, the most first, as far as the draft allows. Where the matrix is bad, nothing is said
/// of what would have to fit it.
pub(crate) fn risk(
    draft: &DraftRisk,
    matrix: Option<&PriorityMatrix>,
    faults: &mut Faults,
) -> RiskRules {
    let currency = faults.take(
        "risk.currency",
        "policy.risk.currency",
        Currency::new(&draft.currency),
    );
    if draft.per.0 == 0 {
        faults.add(
            "risk.per",
            "policy.time.zero",
            "incidents are counted in some time",
        );
    }
    let mut costs: Vec<(Money, u32)> = Vec::new();
    for (at_least, points) in steps("risk.costs", &draft.costs, faults) {
        costs.extend(currency.map(|it| (Money::new(i64::from(at_least), it), points)));
    }
    RiskRules {
        probabilities: probabilities(draft, faults),
        impacts: impacts(draft, matrix, faults),
        per: draft.per,
        frequencies: steps("risk.frequencies", &draft.frequencies, faults),
        costs,
        workarounds: draft
            .workarounds
            .iter()
            .map(|(quality, points)| (*quality, *points))
            .collect(),
        priorities: bands(draft, matrix, faults),
    }
}

fn probabilities(draft: &DraftRisk, faults: &mut Faults) -> Vec<(Label, u32)> {
    let mut all: Vec<(Label, u32)> = Vec::new();
    if draft.probabilities.is_empty() {
        faults.add(
            "risk.probabilities",
            "policy.risk.no_probability",
            "at least one probability is expected, or no risk could be assessed",
        );
    }
    for (i, it) in draft.probabilities.iter().enumerate() {
        let path = format!("risk.probabilities[{i}]");
        let Some(label) = faults.take(&path, "policy.label.text", Label::new(&it.label)) else {
            continue;
        };
        if all.iter().any(|(other, _)| *other == label) {
            faults.add(
                path,
                "policy.label.twice",
                format!("`{label}` stands in the list already"),
            );
        }
        all.push((label, it.points));
    }
    all
}

fn impacts(
    draft: &DraftRisk,
    matrix: Option<&PriorityMatrix>,
    faults: &mut Faults,
) -> Vec<(Label, u32)> {
    let mut all = Vec::new();
    let Some(matrix) = matrix else {
        return all;
    };
    for impact in matrix.impacts() {
        match draft.impacts.get(impact.as_str()) {
            Some(points) => all.push((impact.label().clone(), *points)),
            None => faults.add(
                format!("risk.impacts.{impact}"),
                "policy.risk.impact_missing",
                format!("impact `{impact}` of the matrix has no points"),
            ),
        }
    }
    for impact in draft.impacts.keys() {
        if matrix.impacts().level(impact).is_none() {
            faults.add(
                format!("risk.impacts.{impact}"),
                "policy.risk.impact_unknown",
                format!("`{impact}` is no impact of the matrix"),
            );
        }
    }
    all
}

/// Points by how much, the most first.
fn steps(path: &str, draft: &[DraftStep], faults: &mut Faults) -> Vec<(u32, u32)> {
    let mut seen = BTreeSet::new();
    for (i, step) in draft.iter().enumerate() {
        if !seen.insert(step.at_least) {
            faults.add(
                format!("{path}[{i}]"),
                "policy.risk.step_twice",
                format!("from {} on it has points already", step.at_least),
            );
        }
    }
    let mut steps: Vec<(u32, u32)> = draft.iter().map(|it| (it.at_least, it.points)).collect();
    steps.sort_unstable_by(|a, b| b.cmp(a));
    steps
}

/// Priorities by points, the most first.
fn bands(
    draft: &DraftRisk,
    matrix: Option<&PriorityMatrix>,
    faults: &mut Faults,
) -> Vec<(u32, Priority)> {
    let mut all: Vec<(u32, Priority)> = Vec::new();
    if !draft.priorities.iter().any(|it| it.at_least == 0) {
        faults.add(
            "risk.priorities",
            "policy.risk.no_lowest",
            "no priority begins at zero points, so that some risks would have none",
        );
    }
    for (i, it) in draft.priorities.iter().enumerate() {
        let path = format!("risk.priorities[{i}]");
        if all.iter().any(|(at_least, _)| *at_least == it.at_least) {
            faults.add(
                &path,
                "policy.risk.step_twice",
                format!("from {} on there is a priority already", it.at_least),
            );
        }
        let Some(matrix) = matrix else { continue };
        match matrix.priorities().level(&it.priority) {
            Some(priority) => all.push((it.at_least, priority)),
            None => faults.add(
                path,
                "policy.risk.priority_unknown",
                format!("`{}` is no priority of the matrix", it.priority),
            ),
        }
    }
    all.sort_by_key(|(at_least, _)| core::cmp::Reverse(*at_least));
    all
}
