//! Redundancy collisions: changes that are each harmless, and take something down together.
//!
//! Two servers carry a shop, of which one is enough. A change of the one is harmless, and so is a
//! change of the other; at the same time they are an outage. No rule about a shared item sees that,
//! since they share none. It takes the graph: what goes down with all of them, beyond what goes down
//! with each.

use crate::conflict::{ConflictKind, MissingFact};
use crate::detect::{Found, Surroundings};
use crate::estate::Estate;
use crate::planned::PlannedChange;
use crate::schedule::ChangeSchedule;
use crate::span::Span;
use alloc::collections::BTreeMap;
use alloc::vec;
use alloc::vec::Vec;
use itsm_core::id::{ChangeId, CiId};

/// Changes at the same time that take something down together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Collision {
    /// The other changes, in the order of their ids.
    pub(crate) others: Vec<ChangeId>,
    /// What goes down by all of them and by none of the smaller sets.
    pub(crate) lost: Vec<CiId>,
    /// When all of them are at work.
    pub(crate) when: Span,
}

/// What a change touches, and when.
struct Part<'a> {
    id: ChangeId,
    cis: &'a [CiId],
    span: Span,
}

/// Questions to the estate about several changes together, each asked once.
struct Joint<'a, E> {
    estate: &'a mut E,
    parts: Vec<Part<'a>>,
    /// By the places of the parts, in order.
    known: BTreeMap<Vec<usize>, Vec<CiId>>,
    left: u32,
    unknown: bool,
    cut_off: bool,
}

impl<E: Estate> Joint<'_, E> {
    /// What is down when all of these changes are at work; `None` if that is not known.
    fn down(&mut self, set: &[usize]) -> Option<Vec<CiId>> {
        if let Some(known) = self.known.get(set) {
            return Some(known.clone());
        }
        if self.left == 0 {
            self.cut_off = true;
            return None;
        }
        self.left = self.left.saturating_sub(1);
        let parts = set.iter().filter_map(|it| self.parts.get(*it));
        let mut cis: Vec<CiId> = parts.flat_map(|it| it.cis).copied().collect();
        cis.sort_unstable();
        cis.dedup();
        let Some(mut down) = self.estate.down_with(&cis) else {
            self.unknown = true;
            return None;
        };
        down.sort_unstable();
        down.dedup();
        self.known.insert(set.to_vec(), down.clone());
        Some(down)
    }

    /// What is down with all of these and with no smaller set of them.
    fn lost(&mut self, set: &[usize]) -> Option<Vec<CiId>> {
        let mut lost = self.down(set)?;
        for left_out in 0..set.len() {
            let smaller: Vec<usize> = (0..)
                .zip(set)
                .filter(|(place, _)| *place != left_out)
                .map(|(_, it)| *it)
                .collect();
            let down = self.down(&smaller)?;
            lost.retain(|it| down.binary_search(it).is_err());
        }
        Some(lost)
    }
}

impl ChangeSchedule {
    pub(crate) fn find_collisions<E: Estate>(
        &self,
        planned: &PlannedChange,
        span: Span,
        around: &mut Surroundings<'_, E>,
        found: &mut Found<'_>,
    ) {
        let (collisions, missing) = self.collisions(planned, span, around);
        for it in collisions {
            let conflict = found.conflict(ConflictKind::Redundancy, it.when);
            found.push(conflict.others(it.others).lost(it.lost));
        }
        for it in missing {
            found.not_known(it, None);
        }
    }

    /// The collisions of a change with others that overlap with a window, which need not be the
    /// window of the change; and what was not known.
    pub(crate) fn collisions<E: Estate>(
        &self,
        planned: &PlannedChange,
        window: Span,
        around: &mut Surroundings<'_, E>,
    ) -> (Vec<Collision>, Vec<MissingFact>) {
        let mut others = Vec::new();
        let own = self.slot(planned.change());
        self.all.overlapping(window.start, window.end, &mut |it| {
            if Some(it.slot) != own {
                let planned = self.at(it.slot).filter(|it| !it.cis().is_empty());
                others.extend(planned.map(|planned| Part {
                    id: planned.change(),
                    cis: planned.cis(),
                    span: it.span(),
                }));
            }
        });
        if others.is_empty() {
            return (Vec::new(), Vec::new());
        }
        others.sort_unstable_by_key(|it| it.id);
        let first = Part {
            id: planned.change(),
            cis: planned.cis(),
            span: window,
        };
        let parts: Vec<Part<'_>> = core::iter::once(first).chain(others).collect();
        let count = parts.len();
        let draft = around.policy.draft();
        let mut joint = Joint {
            estate: &mut *around.estate,
            parts,
            known: BTreeMap::new(),
            left: draft.joint_questions,
            unknown: false,
            cut_off: false,
        };
        let mut collisions = Vec::new();
        if joint.down(&[0]).is_none() {
            let missing = if joint.cut_off {
                MissingFact::Combinations
            } else {
                MissingFact::Impact
            };
            return (collisions, vec![missing]);
        }
        // Sets of the change and so many others that are all at work at some instant.
        let mut sets = vec![(vec![0_usize], window)];
        for _ in 1..draft.together {
            let mut larger = Vec::new();
            for (set, when) in &sets {
                let after = set.last().map_or(0, |it| it.saturating_add(1));
                for next in after..count {
                    let Some(when) = joint.parts.get(next).map(|it| when.common(it.span)) else {
                        continue;
                    };
                    if when.is_empty() {
                        continue;
                    }
                    let mut set = set.clone();
                    set.push(next);
                    if let Some(lost) = joint.lost(&set).filter(|it| !it.is_empty()) {
                        let ids = set.iter().skip(1).filter_map(|it| joint.parts.get(*it));
                        collisions.push(Collision {
                            others: ids.map(|it| it.id).collect(),
                            lost,
                            when,
                        });
                    }
                    larger.push((set, when));
                    if joint.cut_off {
                        break;
                    }
                }
            }
            sets = larger;
        }
        let mut missing = Vec::new();
        missing.extend(joint.unknown.then_some(MissingFact::Impact));
        missing.extend(joint.cut_off.then_some(MissingFact::Combinations));
        (collisions, missing)
    }
}
