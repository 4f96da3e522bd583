//! The index and the slow, obvious scan over all pairs find the same, on random calendars.

use crate::samples::{Told, at, book, change, ci, report, schedules, windows};
use itsm_change::conflict::ConflictKind;
use itsm_change::conflict_policy::{ConflictMode, ConflictPolicy, Counting, DraftConflictPolicy};
use itsm_change::detect::Surroundings;
use itsm_change::estate::Estate as _;
use itsm_change::kind::ChangeType;
use itsm_change::planned::{DraftPlannedChange, PlannedChange};
use itsm_change::schedule::{ChangeSchedule, Clash};
use itsm_change::windows::{LaidWindows, WindowKind, WindowSchedules};
use itsm_core::id::{ChangeId, CiId, PersonId};
use itsm_core::text::Title;
use itsm_core::time::{Instant, Seconds};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const ITEMS: u64 = 8;

type Plan = (u64, u64, u64, Vec<u64>, u64, bool);

fn planned((key, start, length, items, person, counts): &Plan) -> PlannedChange {
    let start = Seconds::minutes(*start).after(at(2, 0, 0)).unwrap();
    let title = Title::new("Change").unwrap();
    let draft = DraftPlannedChange::new(change(*key), ChangeType::Normal, title)
        .start(start)
        .end(Seconds::minutes(*length).after(start).unwrap())
        .primary_ci(ci(items[0]))
        .affected_cis(items[1..].iter().map(|it| ci(*it)).collect::<Vec<_>>())
        .assignee(PersonId::from_key(*person))
        .excluded(!counts);
    PlannedChange::try_from(draft).unwrap()
}

fn plans(most: usize) -> impl Strategy<Value = Vec<Plan>> {
    // Few keys, so that changes are moved as well as added; few minutes, so that they meet.
    let length = prop_oneof![9 => 1..20_u64, 1 => 1..600_u64];
    let items = prop::collection::vec(0..ITEMS, 1..4);
    let plan = (
        0..most as u64,
        0..600_u64,
        length,
        items,
        0..4_u64,
        prop::bool::weighted(0.9),
    );
    prop::collection::vec(plan, 1..most * 2)
}

fn estate() -> impl Strategy<Value = Told> {
    let pairs = || prop::collection::btree_set((0..ITEMS, 0..ITEMS), 0..6);
    let groups = prop::collection::vec(
        (
            0..ITEMS,
            prop::collection::btree_set(0..ITEMS, 2..4),
            2..4_usize,
        ),
        0..4,
    );
    (pairs(), pairs(), groups).prop_map(|(contains, depends, groups)| {
        let both = |all: BTreeSet<(u64, u64)>| all.iter().map(|(a, b)| (ci(*a), ci(*b))).collect();
        let groups = groups.into_iter().map(|(owner, members, fails_at)| {
            (ci(owner), members.into_iter().map(ci).collect(), fails_at)
        });
        Told {
            contains: both(contains),
            depends: both(depends),
            groups: groups.collect(),
            ..Told::of(ITEMS)
        }
    })
}

fn overlap(a: &PlannedChange, b: &PlannedChange, touching: bool) -> bool {
    let ((a, b), (c, d)) = (a.window().unwrap(), b.window().unwrap());
    (a < d && c < b) || (touching && (a == d || c == b))
}

type Told4 = (ConflictKind, Vec<ChangeId>, Option<CiId>, Option<CiId>);

/// Everybody is compared with everybody, and each set of changes asked for what it takes down.
fn naive(
    all: &BTreeMap<ChangeId, PlannedChange>,
    own: &PlannedChange,
    policy: &DraftConflictPolicy,
    estate: &mut Told,
) -> BTreeSet<Told4> {
    let touching = policy.back_to_back == Counting::Conflicts;
    let mut found = BTreeSet::new();
    if !own.counts() {
        return found;
    }
    let others: Vec<_> = all
        .values()
        .filter(|it| it.change() != own.change() && it.counts())
        .collect();
    let items = match policy.mode {
        ConflictMode::Basic => &own.cis()[..1],
        ConflictMode::Advanced => own.cis(),
    };
    for other in others.iter().filter(|it| overlap(own, it, touching)) {
        let with = vec![other.change()];
        if own.draft().assignee == other.draft().assignee {
            found.insert((ConflictKind::AssigneeBusy, with.clone(), None, None));
        }
        for a in items {
            for b in other.cis() {
                let pairs = [
                    (a == b, ConflictKind::SameItem),
                    (
                        estate.contains.contains(&(*b, *a)),
                        ConflictKind::ParentItem,
                    ),
                    (estate.contains.contains(&(*a, *b)), ConflictKind::ChildItem),
                    (estate.depends.contains(&(*b, *a)), ConflictKind::Dependant),
                    (estate.depends.contains(&(*a, *b)), ConflictKind::Provider),
                ];
                for (meets, kind) in pairs {
                    // An item is no relative of itself.
                    if meets && (a != b || kind == ConflictKind::SameItem) {
                        let related = (a != b).then_some(*b);
                        found.insert((kind, with.clone(), Some(*a), related));
                    }
                }
            }
        }
    }
    let mut down = |set: &[&PlannedChange]| -> BTreeSet<CiId> {
        let cis: Vec<CiId> = set.iter().flat_map(|it| it.cis()).copied().collect();
        estate.down_with(&cis).unwrap().into_iter().collect()
    };
    let near: Vec<_> = others
        .into_iter()
        .filter(|it| overlap(own, it, false))
        .collect();
    for (i, one) in near.iter().enumerate() {
        let lost = down(&[own, one]);
        let alone: BTreeSet<_> = down(&[own]).union(&down(&[one])).copied().collect();
        if !lost.is_subset(&alone) {
            found.insert((ConflictKind::Redundancy, vec![one.change()], None, None));
        }
        for other in near[i + 1..].iter().filter(|it| overlap(one, it, false)) {
            let mut lost = down(&[own, one, other]);
            for pair in [[own, one], [own, other], [one, other]] {
                let smaller = down(&pair);
                lost.retain(|it| !smaller.contains(it));
            }
            if !lost.is_empty() {
                let both = vec![one.change(), other.change()];
                found.insert((ConflictKind::Redundancy, both, None, None));
            }
        }
    }
    found
}

fn policies() -> impl Strategy<Value = DraftConflictPolicy> {
    (any::<bool>(), any::<bool>()).prop_map(|(advanced, touching)| DraftConflictPolicy {
        mode: if advanced {
            ConflictMode::Advanced
        } else {
            ConflictMode::Basic
        },
        back_to_back: if touching {
            Counting::Conflicts
        } else {
            Counting::Passes
        },
        ..DraftConflictPolicy::default()
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn pairwise_scan_agrees_with_the_index(
        plans in plans(12),
        removed in prop::collection::vec(0..12_u64, 0..4),
        mut estate in estate(),
        policy in policies(),
    ) {
        let mut schedule = ChangeSchedule::new();
        let mut all = BTreeMap::new();
        for plan in &plans {
            let it = planned(plan);
            prop_assert_eq!(schedule.put(it.clone()), all.insert(it.change(), it));
        }
        for key in &removed {
            prop_assert_eq!(schedule.remove(change(*key)), all.remove(&change(*key)));
        }
        let at_once = ChangeSchedule::of(all.values().cloned()).unwrap();
        let none = LaidWindows::none(at(1, 0, 0)..at(31, 0, 0));
        for own in all.values() {
            let found = report(&schedule, own, policy.clone(), &none, &mut estate);
            prop_assert_eq!(&report(&at_once, own, policy.clone(), &none, &mut estate), &found);
            let count = found.conflicts.len();
            let found: BTreeSet<Told4> = found.conflicts.into_iter()
                .map(|it| (it.kind, it.others.unwrap_or_default(), it.ci, it.related))
                .collect();
            // None twice.
            prop_assert_eq!(count, found.len());
            prop_assert_eq!(found, naive(&all, own, &policy, &mut estate));
        }
        prop_assert_eq!(schedule.clashes(), at_once.clashes());
        let key = |it: &Clash| (it.ci, it.from, it.change, it.other);
        prop_assert!(schedule.clashes().is_sorted_by_key(key));
        let single: BTreeSet<_> = all.values().flat_map(|it| schedule.clashes_of(it)).collect();
        prop_assert_eq!(schedule.clashes().into_iter().collect::<BTreeSet<_>>(), single);
    }

    #[test]
    fn crowded_item_is_scanned_as_its_list_would_be(
        plans in prop::collection::vec((0..700_u64, 0..5_000_u64, 1..90_u64), 200..900),
        asked in prop::collection::vec((0..5_000_u64, 1..300_u64), 20),
    ) {
        let plan = |key, start, length| planned(&(key, start, length, vec![0], key, true));
        let mut schedule = ChangeSchedule::new();
        let mut all = BTreeMap::new();
        // So many on one item that its leaves split, and a third of them go again.
        for (key, start, length) in &plans {
            let it = plan(*key, *start, *length);
            schedule.put(it.clone());
            all.insert(it.change(), it);
        }
        for (key, ..) in plans.iter().step_by(3) {
            schedule.remove(change(*key));
            all.remove(&change(*key));
        }
        let at_once = ChangeSchedule::of(all.values().cloned()).unwrap();
        for (start, length) in &asked {
            let own = plan(10_000, *start, *length);
            let found: BTreeSet<_> = schedule.clashes_of(&own).into_iter().map(|it| it.change).collect();
            let twin: BTreeSet<_> = all.values().filter(|it| overlap(&own, it, false)).map(PlannedChange::change).collect();
            prop_assert_eq!(&found, &twin);
            let found: BTreeSet<_> = at_once.clashes_of(&own).into_iter().map(|it| it.change).collect();
            prop_assert_eq!(&found, &twin);
        }
    }

    #[test]
    fn slot_is_free_and_what_is_no_slot_is_not(
        plans in plans(10),
        mut estate in estate(),
        own in (100..101_u64, 0..600_u64, 1..40_u64, prop::collection::vec(0..ITEMS, 1..3), 0..4_u64, Just(true)),
        policy in policies(),
        tried in prop::collection::vec(0..720_u64, 30),
        maintained in any::<bool>(),
    ) {
        let changes: BTreeMap<_, _> = plans.iter().map(planned).map(|it| (it.change(), it)).collect();
        let schedule = ChangeSchedule::of(changes.into_values()).unwrap();
        let own = planned(&own);
        let mut all = vec![windows("freeze", WindowKind::Freeze, "freeze")];
        if maintained {
            all.push(windows("maintenance", WindowKind::Maintenance, "maintenance"));
        }
        let calendars = book(&[("freeze", "02:00-04:30"), ("maintenance", "01:00-11:00")]);
        let all = WindowSchedules::try_from(schedules(calendars, all)).unwrap();
        let laid = all.lay_out(at(1, 0, 0)..at(4, 0, 0)).unwrap();
        let draft = DraftConflictPolicy { horizon: Seconds::hours(12), ..policy };
        let policy = ConflictPolicy::try_from(draft.clone()).unwrap();
        let mut around = Surroundings { policy: &policy, windows: &laid, estate: &mut estate };
        let found = schedule.free_slots(&own, at(2, 0, 0), &mut around).unwrap();
        let again = schedule.free_slots(&own, at(2, 0, 0), &mut around).unwrap();
        prop_assert_eq!(&again, &found);
        let (start, end) = own.window().unwrap();
        let length = Seconds::between(start, end);
        let mut clean = |start: Instant| {
            let moved = own.moved(start, length.after(start).unwrap()).unwrap();
            report(&schedule, &moved, draft.clone(), &laid, &mut estate).conflicts.is_empty()
        };
        for slot in &found.slots {
            prop_assert_eq!(Seconds::between(slot.start, slot.end), length);
            prop_assert!(clean(slot.start) && clean(slot.latest_start));
        }
        // Every minute of twelve hours is in a slot if, and only if, it is clean.
        for minute in tried {
            let start = Seconds::minutes(minute).after(at(2, 0, 0)).unwrap();
            let inside = found.slots.iter().any(|it| it.start <= start && start <= it.latest_start);
            prop_assert_eq!(inside, clean(start), "at {}", start);
        }
    }
}
