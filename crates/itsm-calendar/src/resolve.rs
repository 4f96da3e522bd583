//! Combinations by the names of their parts: found, checked, and made in the order that they need.

use crate::book::CalendarBook;
use crate::calendar::Calendar;
use crate::combination::Operation;
use crate::draft_book::DraftCombined;
use crate::fault::Faults;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// What a name stands for, by its place in the draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Calendar(usize),
    Combined(usize),
}

/// A combination whose names are resolved.
struct Plan {
    how: Operation,
    parts: Vec<Place>,
    /// Every part was found.
    is_whole: bool,
}

impl Plan {
    fn read(
        path: &str,
        draft: &DraftCombined,
        known: &BTreeMap<&str, Place>,
        faults: &mut Faults,
    ) -> Option<Self> {
        let list = |field: &str, names: &[String]| -> Vec<(String, String)> {
            let named = |(i, name): (usize, &String)| (format!("{field}[{i}]"), name.clone());
            names.iter().enumerate().map(named).collect()
        };
        let mut ways = Vec::new();
        if let Some(names) = &draft.union {
            ways.push((Operation::Union, "union", list("union", names)));
        }
        if let Some(names) = &draft.intersection {
            let names = list("intersection", names);
            ways.push((Operation::Intersection, "intersection", names));
        }
        if let Some(difference) = &draft.difference {
            let mut names = list("difference.less", &difference.less);
            names.insert(0, ("difference.from".into(), difference.from.clone()));
            ways.push((Operation::Difference, "difference", names));
        }
        if ways.len() != 1 {
            let fields: Vec<_> = ways.iter().map(|(_, field, _)| *field).collect();
            let got = if fields.is_empty() {
                "none".into()
            } else {
                format!("`{}`", fields.join("` and `"))
            };
            faults.add(
                path,
                "calendar.combined.kind",
                format!("expected one of `union`, `intersection` and `difference`, got {got}"),
            );
        }
        let is_single = ways.len() == 1;
        let mut plan = None;
        for (how, field, names) in ways {
            let parts = parts(path, field, &names, known, faults);
            let is_whole = parts.len() == names.len();
            plan = is_single.then_some(Self {
                how,
                parts,
                is_whole,
            });
        }
        plan
    }
}

/// The parts that were found; all that is wrong with the others is noted.
fn parts(
    path: &str,
    field: &str,
    names: &[(String, String)],
    known: &BTreeMap<&str, Place>,
    faults: &mut Faults,
) -> Vec<Place> {
    if names.len() < 2 {
        faults.add(
            format!("{path}.{field}"),
            "calendar.combined.parts",
            format!("expected two calendars or more, got {}", names.len()),
        );
    }
    let mut seen = BTreeSet::new();
    let mut parts = Vec::new();
    for (place, name) in names {
        let path = format!("{path}.{place}");
        if !seen.insert(name) {
            let message = format!("expected each part once, got `{name}` again");
            faults.add(path.clone(), "calendar.combined.part_twice", message);
        }
        match known.get(&**name) {
            Some(part) => parts.push(*part),
            None => faults.add(
                path,
                "calendar.combined.unknown",
                format!("expected the name of a calendar of this book, got `{name}`"),
            ),
        }
    }
    parts
}

/// Makes the combinations, each after its parts. What is made of something faulty is left out:
/// the fault is told where it is.
pub(crate) fn combine(
    drafts: &[DraftCombined],
    known: &BTreeMap<&str, Place>,
    calendars: &[Option<Calendar>],
    faults: &mut Faults,
) -> Vec<Option<Calendar>> {
    let read = |(i, draft)| Plan::read(&format!("combined[{i}]"), draft, known, faults);
    let plans: Vec<_> = drafts.iter().enumerate().map(read).collect();
    let mut made = alloc::vec![None; drafts.len()];
    for i in order(&plans, drafts, faults) {
        let Some(plan) = plans.get(i).and_then(Option::as_ref) else {
            continue;
        };
        let part = |place: &Place| match *place {
            Place::Calendar(i) => calendars.get(i)?.as_ref(),
            Place::Combined(i) => made.get(i).and_then(Option::as_ref),
        };
        let parts: Option<Vec<&Calendar>> = plan.parts.iter().map(part).collect();
        let Some((first, others)) = parts.as_deref().and_then(<[_]>::split_first) else {
            continue;
        };
        let size = others
            .iter()
            .fold(first.parts(), |sum, part| sum.saturating_add(part.parts()));
        if size > CalendarBook::MAX_PARTS {
            faults.add(
                format!("combined[{i}]"),
                "calendar.combined.size",
                format!(
                    "expected at most {} calendars together with those of its parts, got {size}",
                    CalendarBook::MAX_PARTS
                ),
            );
        } else if let (Some(draft), true) = (drafts.get(i), plan.is_whole) {
            let joined = Calendar::combined(first, others.iter().copied(), plan.how);
            let joined = joined.named(draft.name.clone());
            if let Some(place) = made.get_mut(i) {
                *place = Some(joined);
            }
        }
    }
    made
}

/// The combinations in an order in which each comes after its parts; those that are part of
/// themselves are noted as circles.
///
/// A walk in depth with a stack of its own: a file decides how deep it goes.
fn order(plans: &[Option<Plan>], drafts: &[DraftCombined], faults: &mut Faults) -> Vec<usize> {
    let mut order = Vec::new();
    let mut begun = BTreeSet::new();
    let mut in_circle = BTreeSet::new();
    for start in 0..plans.len() {
        // Each with the number of its part that comes next.
        let mut stack: Vec<(usize, usize)> = Vec::new();
        if begun.insert(start) {
            stack.push((start, 0));
        }
        // Those on the stack, with their height: a part found there again closes a circle.
        let mut heights = BTreeMap::from([(start, 0)]);
        while let Some((i, next)) = stack.last_mut() {
            let plan = plans.get(*i).and_then(Option::as_ref);
            let part = plan.and_then(|plan| plan.parts.get(*next));
            *next = next.saturating_add(1);
            match part {
                Some(Place::Calendar(_)) => {}
                Some(Place::Combined(part)) if begun.insert(*part) => {
                    heights.insert(*part, stack.len());
                    stack.push((*part, 0));
                }
                Some(Place::Combined(part)) => {
                    let Some(height) = heights.get(part) else {
                        continue;
                    };
                    let circle = stack.iter().skip(*height).map(|(i, _)| *i);
                    let circle: Vec<_> = circle.collect();
                    // There may be more circles than could be told: one for each member is enough.
                    let is_new = circle.iter().any(|i| !in_circle.contains(i));
                    if is_new {
                        tell_circle(&circle, drafts, faults);
                        in_circle.extend(circle);
                    }
                }
                None => {
                    order.push(*i);
                    heights.remove(i);
                    stack.pop();
                }
            }
        }
    }
    order
}

/// Notes a circle at the first of its members.
fn tell_circle(circle: &[usize], drafts: &[DraftCombined], faults: &mut Faults) {
    let first = circle.iter().enumerate().min_by_key(|(_, i)| **i);
    let Some((turn, first)) = first else {
        return;
    };
    let around = circle.iter().cycle().skip(turn);
    let around = around.take(circle.len().saturating_add(1));
    let names: Vec<_> = around
        .filter_map(|i| drafts.get(*i))
        .map(|draft| format!("`{}`", draft.name))
        .collect();
    faults.add(
        format!("combined[{first}]"),
        "calendar.combined.circle",
        format!(
            "expected parts that lead to calendars, got the circle {}",
            names.join(" of ")
        ),
    );
}
