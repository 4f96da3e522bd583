//! Detection: all conflicts of a change against the schedule, the windows and the estate.

use crate::conflict::{Conflict, ConflictKind, ConflictReport, MissingFact};
use crate::conflict_policy::{ConflictMode, ConflictPolicy, Counting};
use crate::estate::Estate;
use crate::planned::PlannedChange;
use crate::schedule::ChangeSchedule;
use crate::span::{Span, instant};
use crate::windows::LaidWindows;
use alloc::vec;
use alloc::vec::Vec;
use core::cmp::Ordering;
use itsm_core::id::CiId;
use itsm_core::time::Instant;

/// Everything beside the schedule that conflicts depend on.
#[derive(Debug)]
pub struct Surroundings<'a, E> {
    /// Where to look, how bad it is, and what blocks.
    pub policy: &'a ConflictPolicy,
    /// The maintenance windows and freezes.
    pub windows: &'a LaidWindows<'a>,
    /// The items.
    pub estate: &'a mut E,
}

/// Another item that an item has to do with, and what a change of it would be.
pub(crate) type Related = (ConflictKind, Vec<CiId>);

impl ChangeSchedule {
    /// All conflicts of a change at once, whether the schedule has it already or not: what the
    /// schedule knows of the same change is left aside.
    ///
    /// A change that is over, or left out, has none.
    pub fn conflicts<E: Estate>(
        &self,
        planned: &PlannedChange,
        now: Instant,
        around: &mut Surroundings<'_, E>,
    ) -> ConflictReport {
        let mut found = Found::new(around.policy);
        if planned.counts() {
            match planned.span() {
                Some(span) if !planned.cis().is_empty() => {
                    self.find(planned, span, around, &mut found);
                }
                _ => found.lacking(planned),
            }
        }
        ConflictReport::new(planned.change(), now, found.in_order())
    }

    fn find<E: Estate>(
        &self,
        planned: &PlannedChange,
        span: Span,
        around: &mut Surroundings<'_, E>,
        found: &mut Found<'_>,
    ) {
        found.lacking(planned);
        for ci in scope(planned, around.policy) {
            let mut related = vec![(ConflictKind::SameItem, vec![*ci])];
            related.extend(around_item(*ci, around.estate, found));
            for (kind, items) in &related {
                for other in items {
                    self.meet_item(planned, span, *kind, (*ci, *other), found);
                }
            }
            found.windows(
                planned,
                span,
                *ci,
                &related,
                around.windows,
                &*around.estate,
            );
        }
        if let Some(person) = planned.draft().assignee {
            let near = found.near(span);
            let own = self.slot(planned.change());
            self.by_person
                .overlapping(person, near.start, near.end, &mut |it| {
                    if Some(it.slot) != own {
                        let when = span.common(it.span());
                        let conflict = found.conflict(ConflictKind::AssigneeBusy, when);
                        found.push(conflict.others(self.one(it.slot)));
                    }
                });
        }
        self.find_collisions(planned, span, around, found);
    }

    fn meet_item(
        &self,
        planned: &PlannedChange,
        span: Span,
        kind: ConflictKind,
        (ci, other): (CiId, CiId),
        found: &mut Found<'_>,
    ) {
        let near = found.near(span);
        let own = self.slot(planned.change());
        self.by_ci
            .overlapping(other, near.start, near.end, &mut |it| {
                if Some(it.slot) != own {
                    let conflict = found.conflict(kind, span.common(it.span()));
                    let mut conflict = conflict.others(self.one(it.slot)).ci(ci);
                    conflict.related = (other != ci).then_some(other);
                    found.push(conflict);
                }
            });
    }

    pub(crate) fn one(&self, slot: u32) -> Vec<itsm_core::id::ChangeId> {
        self.id(slot).into_iter().collect()
    }
}

/// The items that are looked at.
pub(crate) fn scope<'a>(planned: &'a PlannedChange, policy: &ConflictPolicy) -> &'a [CiId] {
    let all = planned.cis();
    match (policy.draft().mode, planned.draft().primary_ci) {
        (ConflictMode::Advanced, _) => all,
        // The item that it is about comes first.
        (ConflictMode::Basic, Some(_)) => all.get(..1).unwrap_or_default(),
        (ConflictMode::Basic, None) => &[],
    }
}

/// The items that this one has to do with, each kind in the order of the ids.
pub(crate) fn around_item(ci: CiId, estate: &impl Estate, found: &mut Found<'_>) -> Vec<Related> {
    let kinds = [
        (
            ConflictKind::ParentItem,
            estate.parents(ci),
            MissingFact::Parents,
        ),
        (
            ConflictKind::ChildItem,
            estate.children(ci),
            MissingFact::Children,
        ),
        (
            ConflictKind::Dependant,
            estate.dependants(ci),
            MissingFact::Dependants,
        ),
        (
            ConflictKind::Provider,
            estate.providers(ci),
            MissingFact::Providers,
        ),
    ];
    let mut all = Vec::new();
    for (kind, items, missing) in kinds {
        match items {
            Some(mut items) => {
                items.sort_unstable();
                items.dedup();
                items.retain(|it| *it != ci);
                all.push((kind, items));
            }
            None => found.not_known(missing, Some(ci)),
        }
    }
    all
}

/// Conflicts as they are found.
pub(crate) struct Found<'a> {
    pub(crate) policy: &'a ConflictPolicy,
    conflicts: Vec<Conflict>,
}

impl<'a> Found<'a> {
    pub(crate) const fn new(policy: &'a ConflictPolicy) -> Self {
        Self {
            policy,
            conflicts: Vec::new(),
        }
    }

    pub(crate) fn push(&mut self, conflict: Conflict) {
        self.conflicts.push(conflict);
    }

    /// A conflict of a kind, as bad as the policy says. Where two only touch, it begins and ends at
    /// the instant at which they do.
    pub(crate) fn conflict(&self, kind: ConflictKind, when: Span) -> Conflict {
        let severity = self.policy.severity(kind);
        let (from, until) = (instant(when.start), instant(when.end));
        Conflict::new(kind, severity, self.policy.effect(kind, severity))
            .from(from)
            .until(until)
    }

    pub(crate) fn not_known(&mut self, missing: MissingFact, ci: Option<CiId>) {
        let kind = ConflictKind::NotEvaluated;
        let severity = self.policy.severity(kind);
        let effect = self.policy.effect(kind, severity);
        let mut conflict = Conflict::new(kind, severity, effect).missing(missing);
        conflict.ci = ci;
        self.push(conflict);
    }

    /// What the plan itself does not say.
    pub(crate) fn lacking(&mut self, planned: &PlannedChange) {
        let draft = planned.draft();
        let facts = [
            (draft.start.is_none(), MissingFact::Start),
            (draft.end.is_none(), MissingFact::End),
            (draft.primary_ci.is_none(), MissingFact::PrimaryCi),
        ];
        for (_, missing) in facts.into_iter().filter(|(lacks, _)| *lacks) {
            self.not_known(missing, None);
        }
    }

    /// The window in which others count.
    pub(crate) fn near(&self, span: Span) -> Span {
        span.touching(self.policy.draft().back_to_back == Counting::Conflicts)
    }

    pub(crate) fn in_order(mut self) -> Vec<Conflict> {
        self.conflicts.sort_by(|a, b| match a.before(b) {
            Ordering::Equal => a.until.cmp(&b.until),
            order => order,
        });
        self.conflicts.dedup();
        self.conflicts
    }
}
