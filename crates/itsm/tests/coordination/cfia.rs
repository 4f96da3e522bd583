//! The matrix of component failures, handed from the graph to the analysis of a problem.

use core::time::Duration;
use itsm::configuration::cfia::{CfiaFacts, Recovery};
use itsm::configuration::graph::DependencyGraph;
use itsm::configuration::redundancy::{Group, RedundancyGroup};
use itsm::configuration::relationship::{Flow, Relationship, RelationshipType, Strength};
use itsm::configuration::snapshot::View;
use itsm::coordination::cfia::sheet;
use itsm::core::id::CiId;
use itsm::core::text::{Code, Label};
use itsm::core::time::Seconds;
use itsm::problem::cfia::CfiaCell;

fn ci(key: u64) -> CiId {
    CiId::from_key(key)
}

/// A shop on a pair of nodes on one power line, and mail on the first node alone.
fn graph() -> DependencyGraph {
    let depends_on = Code::new("depends_on").unwrap();
    let reads = RelationshipType {
        forward: Label::new("depends on").unwrap(),
        inverse: Label::new("used by").unwrap(),
        flow: Flow::ToSource,
        strength: Strength::Hard,
        containment: false,
    };
    let mut graph = DependencyGraph::new([(depends_on.clone(), reads)]);
    for key in 1..=5 {
        let _ = graph.add(ci(key)).unwrap();
    }
    for (from, to) in [(2, 3), (4, 5), (3, 5)] {
        let _ = graph
            .relate(Relationship::new(depends_on.clone(), ci(from), ci(to)))
            .unwrap();
    }
    let pair = Group::at_least(1, [ci(3), ci(4)]).unwrap();
    let pair = RedundancyGroup::new(Code::new("pair").unwrap(), pair);
    let _ = graph.set_group(ci(1), pair).unwrap();
    graph
}

/// What people know of the items; of the last one, nothing.
struct Known;

impl CfiaFacts for Known {
    fn name(&self, ci: CiId) -> Option<String> {
        match ci.key()? {
            1 => Some("Shop".into()),
            2 => Some("Mail".into()),
            3 => Some("n".repeat(100)),
            4 => Some(" ".into()),
            _ => None,
        }
    }

    fn recovery(&self, item: CiId) -> Option<Recovery> {
        (item == ci(3)).then(|| Recovery {
            procedure: Some(Label::new("Restart").unwrap()),
            time: Some(Duration::from_millis(90_500)),
            depends_on: Some(Label::new("Night shift").unwrap()),
        })
    }
}

#[test]
fn matrix_is_handed_over_with_its_letters_names_and_recovery() {
    // The second node stands by: it takes over, and that takes time.
    let matrix = graph()
        .cfia(&View::live(), [ci(1), ci(2)], [ci(4)])
        .unwrap();
    let handed = sheet(&matrix, &Known).unwrap();
    let draft = handed.draft();
    let services: Vec<_> = draft.services.iter().map(|it| it.name.as_str()).collect();
    assert_eq!(services, ["Shop", "Mail"]);
    let cells = |key: u64| {
        let item = draft.items.iter().find(|it| it.ci == Some(ci(key)));
        item.map(|it| it.cells.clone()).unwrap_or_default()
    };
    assert_eq!(cells(3), [CfiaCell::Delayed, CfiaCell::Stops]);
    assert_eq!(cells(4), [CfiaCell::Immediate, CfiaCell::Untouched]);
    assert_eq!(cells(5), [CfiaCell::Stops, CfiaCell::Stops]);
    // Cell by cell what the matrix says, by its letter.
    for (row, item) in matrix.rows.iter().zip(&draft.items) {
        let letters: Vec<_> = row.cells.iter().map(|it| it.letter()).collect();
        let handed: Vec<_> = item.cells.iter().map(|it| it.as_str()).collect();
        assert_eq!(handed, letters);
    }
    let node = draft.items.iter().find(|it| it.ci == Some(ci(3))).unwrap();
    assert_eq!(node.name.as_str().len(), Label::MAX_CHARS);
    assert_eq!(node.recovery_time, Some(Seconds(91)));
    assert_eq!(
        node.recovery_procedure,
        Some(Label::new("Restart").unwrap())
    );
    let nameless = draft.items.iter().find(|it| it.ci == Some(ci(4))).unwrap();
    assert_eq!(nameless.name, ci(4).to_string().as_str());
}

#[test]
fn matrix_of_nothing_is_refused() {
    let matrix = graph().cfia(&View::live(), [], []).unwrap();
    let faults = sheet(&matrix, &()).unwrap_err();
    assert!(faults.iter().all(|it| it.rule == "cfia.empty"));
    assert_eq!(faults.len(), 2);
}
