//! Free slots: when a change of the same length could go ahead without any conflict.
//!
//! Each obstacle from `a` to `b` forbids a change that takes so long to start after `a` less that
//! length and before `b`. What no obstacle forbids is free; no time is tried and rejected.

use crate::conflict::MissingFact;
use crate::conflict_policy::Counting;
use crate::detect::{Found, Surroundings, around_item, scope};
use crate::detect_windows::{family, holding, open_spans};
use crate::estate::Estate;
use crate::planned::PlannedChange;
use crate::schedule::ChangeSchedule;
use crate::span::{Span, instant, nanos};
use crate::windows::WindowKind;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// A stretch of time in which a change can start.
    pub struct FreeSlot {
        /// The earliest start.
        start: Instant,
        /// When it is then done.
        end: Instant,
        /// The latest start; whatever lies between the two is as good.
        latest_start: Instant,
    }
}

wire_struct! {
    /// When a change could go ahead.
    pub struct FreeSlots {
        /// The earliest first.
        slots: Vec<FreeSlot>,
        /// Up to which start there was looked: the horizon of the policy, or less where the
        /// windows were not laid out so far.
        searched_until: Instant,
        /// What was not known: the slots are free of those conflicts alone that could be looked
        /// for.
        missing: Vec<MissingFact>,
    }
}

impl ChangeSchedule {
    /// When the change could go ahead without any conflict, from an instant on, as long as it is
    /// planned to take; at most as many suggestions as the policy wants.
    ///
    /// A freeze that the change may pass is not in its way. `None` if the dates of the change are
    /// not known, and so not its length.
    pub fn free_slots<E: Estate>(
        &self,
        planned: &PlannedChange,
        from: Instant,
        around: &mut Surroundings<'_, E>,
    ) -> Option<FreeSlots> {
        let length = planned.span()?.length();
        let (first, last) = reach(from, length, around);
        let whole = Span {
            start: first,
            end: last.saturating_add(length).saturating_add(1),
        };
        let mut found = Found::new(around.policy);
        found.lacking(planned);
        let mut forbidden = Vec::new();
        if planned.counts() && first <= last {
            self.obstacles(planned, whole, length, around, &mut found, &mut forbidden);
        }
        let conflicts = found.in_order();
        let mut missing: Vec<MissingFact> = conflicts.iter().filter_map(|it| it.missing).collect();
        missing.sort_unstable();
        missing.dedup();
        let most = usize::from(around.policy.draft().suggestions);
        let free = between(&mut forbidden, first, last);
        let slots = free.into_iter().take(most).map(|(start, latest)| FreeSlot {
            start: instant(start),
            end: instant(start.saturating_add(length)),
            latest_start: instant(latest),
        });
        Some(FreeSlots {
            slots: slots.collect(),
            searched_until: instant(last.max(first)),
            missing,
        })
    }

    fn obstacles<E: Estate>(
        &self,
        planned: &PlannedChange,
        whole: Span,
        length: i64,
        around: &mut Surroundings<'_, E>,
        found: &mut Found<'_>,
        forbidden: &mut Vec<(i64, i64)>,
    ) {
        let touching = around.policy.draft().back_to_back == Counting::Conflicts;
        let mut forbid = |it: Span| forbidden.push(starts(it, length, touching));
        let near = found.near(whole);
        let own = self.slot(planned.change());
        for ci in scope(planned, around.policy) {
            let related = around_item(*ci, around.estate, found);
            let items = related.iter().flat_map(|(_, items)| items);
            for item in core::iter::once(ci).chain(items) {
                self.by_ci
                    .overlapping(*item, near.start, near.end, &mut |it| {
                        if Some(it.slot) != own {
                            forbid(it.span());
                        }
                    });
            }
        }
        if let Some(person) = planned.draft().assignee {
            self.by_person
                .overlapping(person, near.start, near.end, &mut |it| {
                    if Some(it.slot) != own {
                        forbid(it.span());
                    }
                });
        }
        let (collisions, missing) = self.collisions(planned, whole, around);
        for it in collisions {
            forbidden.push(starts(it.when, length, false));
        }
        for it in missing {
            found.not_known(it, None);
        }
        for ci in scope(planned, around.policy) {
            let related = around_item(*ci, around.estate, found);
            for (_, item) in family(*ci, &related) {
                let mut unknown = false;
                let estate = &*around.estate;
                let windows = around.windows;
                let (freezes, unsure) = holding(WindowKind::Freeze, windows, planned, item, estate);
                unknown |= !unsure.is_empty();
                for freeze in freezes.iter().filter(|it| !it.lets_pass(planned)) {
                    let spans = open_spans(freeze, whole).unwrap_or_default();
                    forbidden.extend(spans.into_iter().map(|it| starts(it, length, false)));
                }
                let (yes, unsure) =
                    holding(WindowKind::Maintenance, windows, planned, item, estate);
                unknown |= !unsure.is_empty();
                let draft = around.policy.draft();
                if yes.is_empty() && draft.without_maintenance == Counting::Conflicts {
                    forbidden.push((i64::MIN, i64::MAX));
                }
                if !yes.is_empty() {
                    let spans = yes.iter().filter_map(|it| open_spans(it, whole)).flatten();
                    outside(spans.collect(), length, forbidden);
                }
                if unknown {
                    found.not_known(MissingFact::Applicability, Some(item));
                }
            }
        }
    }
}

/// The first and the last start that are looked at.
fn reach<E>(from: Instant, length: i64, around: &Surroundings<'_, E>) -> (i64, i64) {
    let horizon = around.policy.draft().horizon.after(from);
    let mut last = horizon.map_or(i64::MAX, nanos);
    let mut first = nanos(from);
    if !around.windows.laid.is_empty() {
        let range = around.windows.range();
        first = first.max(nanos(range.start));
        last = last.min(nanos(range.end).saturating_sub(length));
    }
    (
        first,
        last.min(i64::MAX.saturating_sub(length).saturating_sub(1)),
    )
}

/// The starts, both ends included, at which a change of this length would meet an obstacle.
const fn starts(obstacle: Span, length: i64, touching: bool) -> (i64, i64) {
    let first = obstacle.start.saturating_sub(length);
    if touching {
        (first, obstacle.end)
    } else {
        (first.saturating_add(1), obstacle.end.saturating_sub(1))
    }
}

/// The starts at which a change of this length would not lie within these windows.
fn outside(mut windows: Vec<Span>, length: i64, forbidden: &mut Vec<(i64, i64)>) {
    windows.sort_unstable();
    let mut joined: Vec<Span> = vec![];
    for it in windows {
        match joined.last_mut() {
            Some(last) if it.start <= last.end => last.end = last.end.max(it.end),
            _ => joined.push(it),
        }
    }
    let mut from = i64::MIN;
    for it in joined.iter().filter(|it| it.length() >= length) {
        forbidden.push((from, it.start.saturating_sub(1)));
        from = it.end.saturating_sub(length).saturating_add(1);
    }
    forbidden.push((from, i64::MAX));
}

/// What is left between the first and the last start.
fn between(forbidden: &mut [(i64, i64)], first: i64, last: i64) -> Vec<(i64, i64)> {
    forbidden.sort_unstable();
    let mut free = Vec::new();
    let mut from = first;
    for (start, end) in forbidden.iter().filter(|(start, end)| start <= end) {
        if from > last {
            return free;
        }
        if *start > from {
            free.push((from, start.saturating_sub(1).min(last)));
        }
        if *end == i64::MAX {
            return free;
        }
        from = from.max(end.saturating_add(1));
    }
    if from <= last {
        free.push((from, last));
    }
    free
}
