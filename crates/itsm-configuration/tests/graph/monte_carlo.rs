//! Availability by throwing dice: parts fail at random, time after time, and how often an item is
//! down with them is what its fault tree computes.
//!
//! The dice are loaded with a fixed seed, so that each run throws the same. What suffers with what
//! has failed is worked out here on bits, by a third reading of the rules: neither the fault tree
//! nor the impact of the library is asked, and a few throws of each estate are held against the twin.
#![allow(
    clippy::cast_precision_loss,
    reason = "counts of throws are far below what a number can hold"
)]

use crate::estate::{ci, code, types};
use crate::twin;
use itsm_configuration::graph::DependencyGraph;
use itsm_configuration::redundancy::{Group, GroupRule, Member, RedundancyGroup};
use itsm_configuration::relationship::{Relationship, Strength};
use itsm_configuration::scenario::{Scenario, Status};
use itsm_configuration::snapshot::View;
use itsm_configuration::weakness::{OwnFailure, fault_tree};
use itsm_core::id::CiId;
use itsm_core::text::Label;
use itsm_fault_tree::AnalysisLimits;

/// More than could be tried set by set in a test.
const PARTS: u64 = 20;
const ESTATES: u64 = 60;
const THROWS: u32 = 6_000;
/// How many standard deviations a frequency may be away. One in 150 000 is further by chance.
const SIGMAS: f64 = 4.5;

/// `SplitMix64`.
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut it = self.0;
        it = (it ^ (it >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        it ^ (it >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn part(&mut self) -> CiId {
        ci(1 + self.below(PARTS))
    }

    fn happens(&mut self, chance: f64) -> bool {
        const UNIT: f64 = 1.0 / (1_u64 << 53) as f64;
        (self.next() >> 11) as f64 * UNIT < chance
    }
}

fn bit(ci: CiId) -> u32 {
    1 << (ci.key().unwrap() - 1)
}

/// One of several that may hold groups themselves.
fn group(dice: &mut Dice, depth: u32) -> Group {
    let mut members: Vec<(Member, u32)> = Vec::new();
    for _ in 0..2 + dice.below(3) {
        let member = if depth > 0 && dice.below(3) == 0 {
            Member::Group(group(dice, depth - 1))
        } else {
            Member::Ci(dice.part())
        };
        let weight = 1 + u32::try_from(dice.below(5)).unwrap();
        if members.iter().all(|(it, _)| *it != member) {
            members.push((member, weight));
        }
    }
    let some = |dice: &mut Dice, most: u32| 1 + u32::try_from(dice.below(most.into())).unwrap();
    if dice.below(2) == 0 {
        let needed = some(dice, u32::try_from(members.len()).unwrap());
        Group::at_least(needed, members.into_iter().map(|(it, _)| it)).unwrap()
    } else {
        let threshold = some(dice, members.iter().map(|(_, weight)| weight).sum());
        Group::influence(threshold, members).unwrap()
    }
}

/// An estate full of circles, of relationships beside each other, and of groups within groups.
fn estate(dice: &mut Dice) -> DependencyGraph {
    let mut graph = DependencyGraph::new(types());
    for key in 1..=PARTS {
        let _ = graph.add(ci(key)).unwrap();
    }
    let kinds: Vec<_> = types().into_iter().map(|(kind, _)| kind).collect();
    for _ in 0..22 {
        let (source, target) = (dice.part(), dice.part());
        let kind = if dice.below(3) > 0 {
            code("to_source.hard")
        } else {
            kinds[usize::try_from(dice.below(kinds.len() as u64)).unwrap()].clone()
        };
        let it = Relationship::new(kind, source, target);
        let beside = it.clone().qualifier(Label::new("port 2").unwrap());
        if graph.relate(it).is_ok() && dice.below(4) == 0 {
            let _ = graph.relate(beside).unwrap();
        }
    }
    for name in ["first", "second"] {
        for _ in 0..5 {
            let mut it = RedundancyGroup::new(code(name), group(dice, 2));
            if dice.below(4) == 0 {
                it = it.strength(Strength::Soft);
            }
            if dice.below(4) == 0 {
                it = it.feeling_loss();
            }
            // An item that stands in for itself is refused.
            let _ = graph.set_group(dice.part(), it);
        }
    }
    graph
}

/// Whom an item needs, as bits.
struct Needs {
    hard: u32,
    soft: u32,
    groups: Vec<RedundancyGroup>,
}

fn needs(graph: &DependencyGraph, it: CiId) -> Needs {
    let groups: Vec<RedundancyGroup> = graph.groups_of(it).cloned().collect();
    let held = groups.iter().flat_map(|it| it.group.cis());
    let held = held.fold(0, |all, it| all | bit(it));
    let (mut hard, mut soft) = (0, 0);
    for relationship in graph.relationships_of(it) {
        let kind = graph.type_of(&relationship.kind).unwrap();
        let carries = (relationship.source == it && kind.flow.reaches_source())
            || (relationship.target == it && kind.flow.reaches_target());
        if carries {
            match kind.strength {
                Strength::Hard => hard |= bit(relationship.other(it)) & !held,
                Strength::Soft => soft |= bit(relationship.other(it)) & !held,
            }
        }
    }
    Needs { hard, soft, groups }
}

fn is_lost(group: &Group, gone: u32) -> bool {
    let lost = group.members().filter(|(member, _)| match member {
        Member::Ci(it) => gone & bit(*it) != 0,
        Member::Group(inner) => is_lost(inner, gone),
    });
    let lost: u32 = lost.map(|(_, weight)| weight).sum();
    match group.rule() {
        GroupRule::AtLeast(needed) => {
            let there = u32::try_from(group.members().count()).unwrap();
            lost > there - needed
        }
        GroupRule::Influence(threshold) => lost >= threshold,
    }
}

/// What is down, and what suffers at all, when these have failed.
fn spread(all: &[Needs], failed: u32) -> (u32, u32) {
    let grow = |mut now: u32, joins: &dyn Fn(&Needs, u32) -> bool| loop {
        let mut next = now;
        for (at, it) in all.iter().enumerate() {
            if next >> at & 1 == 0 && joins(it, next) {
                next |= 1 << at;
            }
        }
        if next == now {
            return now;
        }
        now = next;
    };
    let of = |strength, it: &Needs, gone: u32| {
        let mut groups = it.groups.iter().filter(|it| it.strength == strength);
        groups.any(|it| is_lost(&it.group, gone))
    };
    let down = grow(failed, &|it, now| {
        it.hard & now != 0 || of(Strength::Hard, it, now)
    });
    let feels = |it: &RedundancyGroup| {
        it.feels_loss && it.group.cis().into_iter().any(|it| down & bit(it) != 0)
    };
    let suffering = grow(down, &|it, now| {
        it.hard & now != 0
            || it.soft & down != 0
            || of(Strength::Hard, it, now)
            || of(Strength::Soft, it, down)
            || it.groups.iter().any(feels)
    });
    (down, suffering)
}

/// How far the dice are from an exact chance, in standard deviations; `None` where it is too rare,
/// or too common, to be seen in so many throws.
fn sigmas(hits: u32, chance: f64) -> Option<f64> {
    let (mean, variance) = (
        f64::from(THROWS) * chance,
        f64::from(THROWS) * chance * (1.0 - chance),
    );
    (variance >= 20.0).then(|| (f64::from(hits) - mean) / variance.sqrt())
}

#[test]
fn exact_availability_is_within_the_confidence_interval_of_a_simulation() {
    let mut dice = Dice(20_261_125);
    let mut distances = Vec::new();
    for number in 0..ESTATES {
        let graph = estate(&mut dice);
        let chances: Vec<f64> = (0..PARTS)
            .map(|_| 0.005 * (1 + dice.below(30)) as f64)
            .collect();
        let chance = |it: CiId| chances[usize::try_from(it.key().unwrap() - 1).unwrap()];
        let all: Vec<Needs> = (1..=PARTS).map(|key| needs(&graph, ci(key))).collect();
        let view = View::whole();
        let top = dice.part();

        let (mut downs, mut sufferings) = (0, 0);
        for throw in 0..THROWS {
            let parts = (1..=PARTS).map(ci);
            let failed: Vec<CiId> = parts.filter(|it| dice.happens(chance(*it))).collect();
            let bits = failed.iter().fold(0, |all, it| all | bit(*it));
            let (down, suffering) = spread(&all, bits);
            downs += u32::from(down & bit(top) != 0);
            sufferings += u32::from(suffering & bit(top) != 0);
            if throw < 5 {
                let expected = twin::impact(&graph, &view, &Scenario::failing(failed));
                for (it, status) in expected {
                    let got = match (down & bit(it) != 0, suffering & bit(it) != 0) {
                        (true, _) => Status::Down,
                        (false, true) => Status::Degraded,
                        (false, false) => Status::Up,
                    };
                    assert_eq!(got, status, "estate {number}, {it}");
                }
            }
        }
        for (worst, hits) in [(Status::Down, downs), (Status::Degraded, sufferings)] {
            let fails = |it| OwnFailure::Probability(chance(it));
            let tree = fault_tree(&graph, &view, top, worst, fails).unwrap();
            let analysis = tree.analyze(AnalysisLimits::default()).unwrap();
            let exact = analysis.probability().unwrap();
            if let Some(distance) = sigmas(hits, exact) {
                assert!(
                    distance.abs() <= SIGMAS,
                    "estate {number}: {top} is {worst} with {exact}, and {hits} of {THROWS} times"
                );
                distances.push(distance);
            }
        }
    }
    assert!(distances.len() > 80, "{} were compared", distances.len());
    // And all together they are no further away, and no nearer, than dice are: the mean of the
    // squares is 1, give or take.
    let squares: f64 = distances.iter().map(|it| it * it).sum();
    let mean = squares / distances.len() as f64;
    assert!((0.5..=1.6).contains(&mean), "{mean}");
}
