//! Priority comes from impact and urgency, by a matrix of any size.

use crate::desk::{ana, facts, incident, note, policy_with, registered, standard};
use itsm_core::level::{Impact, Priority, Urgency};
use itsm_core::matrix::DraftMatrix;
use itsm_core::refusal::Permission;
use itsm_incident::command::{IncidentCommandKind, OverridePriority, Prioritize};
use itsm_incident::draft::DraftIncidentPolicy;
use itsm_incident::event::Prioritized;
use itsm_incident::policy::IncidentPolicy;
use itsm_testing::given;

fn levels(impact: &str, urgency: &str) -> Prioritize {
    Prioritize::new(Impact::new(impact).unwrap(), Urgency::new(urgency).unwrap())
}

fn priority(label: &str) -> Priority {
    Priority::new(label).unwrap()
}

#[test]
fn default_matrix_is_place_of_impact_plus_place_of_urgency_less_one() {
    let policy = standard();
    let expected = [
        ("High", ["Critical", "High", "Moderate"]),
        ("Medium", ["High", "Moderate", "Low"]),
        ("Low", ["Moderate", "Low", "Planning"]),
    ];
    for (impact, row) in expected {
        for (urgency, priority) in ["High", "Medium", "Low"].into_iter().zip(row) {
            let incident = registered(1, facts(impact, urgency), &policy);
            assert_eq!(
                incident.priority().as_str(),
                priority,
                "{impact} × {urgency}"
            );
        }
    }
}

/// A desk of a known tool: five by five, `matrix[urgency][impact]`, 5 being the most important.
#[test]
fn five_by_five_matrix_of_another_tool_fits() {
    let rows = [
        [1, 1, 2, 2, 2],
        [1, 2, 2, 3, 3],
        [2, 2, 3, 4, 4],
        [2, 3, 4, 4, 5],
        [2, 3, 4, 5, 5],
    ];
    let names = ["Very low", "Low", "Medium", "High", "Very high"];
    let most_first = || names.iter().rev().map(ToString::to_string).collect();
    let cells = (0..5)
        .map(|impact| {
            let row = (0..5)
                .map(|urgency| {
                    (
                        names[urgency].into(),
                        names[rows[urgency][impact] - 1].into(),
                    )
                })
                .collect();
            (names[impact].into(), row)
        })
        .collect();
    let policy = IncidentPolicy::try_from(DraftIncidentPolicy {
        matrix: DraftMatrix {
            impacts: most_first(),
            urgencies: most_first(),
            priorities: most_first(),
            cells,
        },
        ..DraftIncidentPolicy::default()
    })
    .unwrap();
    for impact in 0..5 {
        for urgency in 0..5 {
            let incident = registered(1, facts(names[impact], names[urgency]), &policy);
            assert_eq!(
                incident.priority().as_str(),
                names[rows[urgency][impact] - 1]
            );
        }
    }
    let scale = policy.matrix().priorities();
    let rank = |label| scale.rank(&priority(label)).unwrap();
    assert!(
        rank("Very high") < rank("Very low"),
        "the smaller rank is the more important"
    );
}

#[test]
fn two_by_three_matrix_fits() {
    let policy = policy_with(
        r#"{ "matrix": {
            "impacts": ["All", "One"], "urgencies": ["Now", "Today", "Whenever"], "priorities": ["1", "2"],
            "cells": {
                "All": { "Now": "1", "Today": "1", "Whenever": "2" },
                "One": { "Now": "1", "Today": "2", "Whenever": "2" }
            }
        } }"#,
    );
    assert_eq!(
        registered(1, facts("One", "Now"), &policy)
            .priority()
            .as_str(),
        "1"
    );
    assert_eq!(
        registered(1, facts("All", "Whenever"), &policy)
            .priority()
            .as_str(),
        "2"
    );
}

#[test]
fn matrix_with_a_hole_makes_no_policy() {
    let mut draft = DraftIncidentPolicy::default();
    draft.matrix.cells.get_mut("Low").unwrap().remove("High");
    let faults = IncidentPolicy::try_from(draft).unwrap_err();
    let found: Vec<_> = faults
        .iter()
        .map(|it| (it.path.as_str(), it.rule))
        .collect();
    assert_eq!(found, [("matrix.cells.Low.High", "matrix.cell.missing")]);
}

#[test]
fn priority_follows_when_impact_or_urgency_changes() {
    let reassessed = Prioritized::new(
        Impact::new("High").unwrap(),
        Urgency::new("High").unwrap(),
        priority("Critical"),
    );
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(levels("High", "High").note(note("The whole house.")))
        .then_events([reassessed.note(note("The whole house.")).into()])
        .then_state("critical", |it| it.priority().as_str() == "Critical");
}

#[test]
fn reassessment_without_a_reason_is_refused() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(levels("High", "High"))
        .then_refused_with("incident.fact.missing", "a missing note", |it| {
            it.missing == ["note"]
        })
        .then_state("as it was", |it| it.priority().as_str() == "Moderate");
}

#[test]
fn nothing_but_an_override_with_a_reason_sets_a_priority() {
    for kind in IncidentCommandKind::ALL {
        let fields = [kind.required(), kind.optional()].concat();
        let sets = fields.contains(&"priority");
        assert_eq!(
            sets,
            *kind == IncidentCommandKind::OverridePriority,
            "{kind}"
        );
    }
    assert!(
        IncidentCommandKind::OverridePriority
            .required()
            .contains(&"reason")
    );
}

#[test]
fn override_stands_until_the_next_assessment() {
    given(incident(&standard()))
        .under(&standard())
        .by(&ana())
        .when(OverridePriority::new(
            priority("Critical"),
            note("The board calls."),
        ))
        .then_state("overridden", |it| {
            it.is_priority_overridden() && it.priority().as_str() == "Critical"
        })
        .when(levels("Medium", "Medium").note(note("The board has calmed down.")))
        .then_state("by the matrix again", |it| {
            !it.is_priority_overridden() && it.priority().as_str() == "Moderate"
        });
}

#[test]
fn desk_without_overrides_does_not_offer_one() {
    let policy = policy_with(r#"{ "priority_override": false }"#);
    let (incident, ana) = (incident(&policy), ana());
    let cx = itsm_core::context::Context::new(incident.last_at(), &ana, &policy);
    let permission = incident.permission(IncidentCommandKind::OverridePriority, &cx);
    assert!(matches!(permission, Permission::No(_)));
}
