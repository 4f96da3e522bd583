//! The matrix of component failures, beside a twin that asks for every cell.

use crate::estate::{ITEMS, ci, code, graph, types};
use crate::twin;
use crate::walk::{items, views};
use core::time::Duration;
use itsm_configuration::cfia::{Cell, Cfia, CfiaError, CfiaFacts, Recovery};
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::redundancy::{Group, Member, RedundancyGroup};
use itsm_configuration::relationship::Relationship;
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::View;
use itsm_core::id::CiId;
use itsm_core::text::Label;
use proptest::prelude::*;

/// The graph with every item of a group needed that is there, each named once.
fn without_redundancy(graph: &DependencyGraph) -> DependencyGraph {
    let mut strict = graph.clone();
    for it in graph.cis() {
        for group in graph.groups_of(it) {
            let mut cis = group.group.cis();
            cis.retain(|it| graph.contains(*it));
            if cis.is_empty() {
                let _ = strict.remove_group(it, &group.name).unwrap();
                continue;
            }
            let needed = u32::try_from(cis.len()).unwrap();
            let mut all = group.clone();
            all.group = Group::at_least(needed, cis.into_iter().map(Member::Ci)).unwrap();
            let _ = strict.set_group(it, all).unwrap();
        }
    }
    strict
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    #[test]
    fn every_cell_is_what_impact_says_of_it(
        graph in graph(), view in views(),
        services in proptest::collection::btree_set(1..=ITEMS, 1..4),
        standby in proptest::collection::btree_set(1..=ITEMS, 0..4),
    ) {
        let items = items(&graph, &view);
        let known = |keys: std::collections::BTreeSet<u64>| -> Vec<CiId> {
            keys.into_iter().map(ci).filter(|it| items.contains(it)).collect()
        };
        let (services, standby) = (known(services), known(standby));
        let matrix = graph.cfia(&view, services.clone(), standby.clone()).unwrap();
        let strict = without_redundancy(&graph);
        let mut rows = Vec::new();
        for it in &items {
            let fails = Scenario::failing([*it]);
            let others = standby.iter().copied().filter(|other| other != it);
            let now = twin::impact(&graph, &view, &fails);
            let alone = twin::impact(&graph, &view, &fails.clone().in_maintenance(others));
            let all_needed = twin::impact(&strict, &view, &fails);
            let mut is_blank = true;
            for service in &services {
                let cell = if service == it {
                    Cell::Untouched
                } else if now[service] == Status::Down {
                    Cell::Stops
                } else if alone[service] > now[service] {
                    Cell::Delayed
                } else if now[service] == Status::Degraded {
                    Cell::Degrades
                } else if all_needed[service] > Status::Up {
                    Cell::Immediate
                } else {
                    Cell::Untouched
                };
                is_blank &= cell == Cell::Untouched;
                prop_assert_eq!(matrix.cell(*it, *service), cell, "{} {}", it, service);
            }
            if !is_blank {
                rows.push(*it);
            }
        }
        prop_assert_eq!(matrix.rows.iter().map(|row| row.ci).collect::<Vec<_>>(), rows);
        // What a row and a column add up to.
        let count = |cell: Cell| matrix.rows.iter().flat_map(|it| &it.cells).filter(|it| **it == cell).count();
        let by_row = matrix.rows.iter().map(|it| it.totals().stops).sum::<usize>();
        let by_column = matrix.exposure().iter().map(|it| it.stops).sum::<usize>();
        prop_assert_eq!((by_row, by_column), (count(Cell::Stops), count(Cell::Stops)));
        let findings = matrix.findings();
        let expected = count(Cell::Stops) + count(Cell::Delayed) + count(Cell::Degrades);
        prop_assert_eq!(findings.len(), expected);
        prop_assert_eq!(matrix.exposure().iter().map(|it| it.findings()).sum::<usize>(), expected);
        prop_assert!(findings.windows(2).all(|it| it[0].cell >= it[1].cell));
    }
}

/// 1 and 2 are services. 1 needs one of 3 and 4, and one of 5 and 6, of which 6 stands by; both
/// need 7, and 2 gets by without 5.
fn matrix() -> Cfia {
    let mut graph = DependencyGraph::new(types());
    for key in 1..=8 {
        let _ = graph.add(ci(key)).unwrap();
    }
    for (from, kind, to) in [(1, "hard", 7), (2, "hard", 7), (2, "soft", 5)] {
        let kind = code(&format!("to_source.{kind}"));
        let _ = graph
            .relate(Relationship::new(kind, ci(from), ci(to)))
            .unwrap();
    }
    for (name, members) in [("first", [3, 4]), ("second", [5, 6])] {
        let pair = Group::at_least(1, members.map(ci)).unwrap();
        let pair = RedundancyGroup::new(code(name), pair);
        let _ = graph.set_group(ci(1), pair).unwrap();
    }
    graph.cfia(&View::live(), [1, 2].map(ci), [ci(6)]).unwrap()
}

struct Names;

impl CfiaFacts for Names {
    fn name(&self, it: CiId) -> Option<String> {
        let names = [
            "",
            "shop",
            "mail | web",
            "left",
            "right",
            "main",
            "spare",
            "power, \"A\"",
        ];
        let key = usize::try_from(it.key()?).ok()?;
        names.get(key).map(|it| (*it).into())
    }

    fn recovery(&self, it: CiId) -> Option<Recovery> {
        (it == ci(7)).then(|| Recovery {
            procedure: Some(Label::new("start the generator").unwrap()),
            time: Some(Duration::from_millis(120_001)),
            depends_on: None,
        })
    }
}

#[test]
fn matrix_is_written_as_a_markdown_table() {
    let expected = "\
| Item | shop | mail \\| web | X | B | A | Recovery procedure | Recovery time | Depends on |
|---|---|---|---|---|---|---|---|---|
| left | A |  | 0 | 0 | 1 |  |  |  |
| right | A |  | 0 | 0 | 1 |  |  |  |
| main | B | B | 0 | 2 | 0 |  |  |  |
| spare | A |  | 0 | 0 | 1 |  |  |  |
| power, \"A\" | X | X | 2 | 0 | 0 | start the generator | 3 min |  |
| Items with X | 1 | 1 |  |  |  |  |  |  |
| Items with B | 1 | 1 |  |  |  |  |  |  |
| Items with A | 3 | 0 |  |  |  |  |  |  |
";
    assert_eq!(matrix().markdown(&Names), expected);
}

#[test]
fn matrix_is_written_as_comma_separated_values() {
    let csv = matrix().csv(&Names);
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(
        lines[0],
        "Item,shop,mail | web,X,B,A,Recovery procedure,Recovery time,Depends on"
    );
    assert_eq!(
        lines[5],
        "\"power, \"\"A\"\"\",X,X,2,0,0,start the generator,3 min,"
    );
    assert_eq!(lines[6], "Items with X,1,1,,,,,,");
    // Without names, the ids are written.
    assert!(matrix().csv(&()).starts_with(&format!("Item,{},", ci(1))));
}

#[test]
fn backup_that_stands_by_is_told_from_one_that_is_there_and_from_getting_by() {
    let matrix = matrix();
    assert_eq!(matrix.cell(ci(5), ci(1)), Cell::Delayed);
    assert_eq!(matrix.cell(ci(5), ci(2)), Cell::Degrades);
    assert_eq!(matrix.cell(ci(6), ci(1)), Cell::Immediate);
    assert_eq!(matrix.cell(ci(8), ci(1)), Cell::Untouched);
}

#[test]
fn services_and_spares_that_do_not_count_are_refused_by_name() {
    let mut graph = DependencyGraph::new(types());
    let _ = graph.add(ci(1)).unwrap();
    let refused = graph.cfia(&View::live(), [ci(1), ci(2)], [ci(3)]);
    let Err(CfiaError::Unknown(unknown)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(unknown.cis, [ci(2), ci(3)]);
}
