//! The questions behind a fault tree: what makes an item go down or suffer, and which of these
//! questions lead to each other.

use crate::cycle::Components;
use crate::relationship::Strength;
use crate::rows::{Rows, narrow};
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::id::CiId;

/// What is asked of an item: whether it is down, or whether it suffers at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Question {
    pub(crate) ci: CiId,
    pub(crate) suffers: bool,
}

/// What makes the answer yes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    Other(Question),
    Group { group: Vec<Lost>, fails_at: u32 },
}

/// A member of a group that counts.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Lost {
    pub(crate) cause: Cause,
    pub(crate) weight: u32,
}

pub(crate) type Causes = BTreeMap<Question, Vec<Cause>>;

/// How bad the other has to do for the one to do so badly; `None` if that cannot be.
pub(crate) const fn felt(strength: Strength, suffers: bool) -> Option<bool> {
    match (strength, suffers) {
        (Strength::Hard, suffers) => Some(suffers),
        (Strength::Soft, true) => Some(false),
        (Strength::Soft, false) => None,
    }
}

/// Which questions a cause leads to.
pub(crate) type Leads = fn(&Cause, &mut dyn FnMut(Question));

/// Without a group between.
fn leads_alone(cause: &Cause, see: &mut dyn FnMut(Question)) {
    if let Cause::Other(question) = cause {
        see(*question);
    }
}

pub(crate) fn leads_to(cause: &Cause, see: &mut dyn FnMut(Question)) {
    match cause {
        Cause::Other(question) => see(*question),
        Cause::Group { group, .. } => {
            for lost in group {
                leads_to(&lost.cause, see);
            }
        }
    }
}

/// Questions that lead to each other without a group between have one answer: whatever makes it yes
/// for one makes it yes for all. The first of them stands for the others.
pub(crate) struct Merged {
    firsts: BTreeMap<Question, Question>,
    /// For each first one, all of them.
    pub(crate) same: BTreeMap<Question, Vec<Question>>,
    pub(crate) causes: Causes,
}

impl Merged {
    pub(crate) fn of(causes: &Causes) -> Self {
        let mut merged = Self {
            firsts: BTreeMap::new(),
            same: BTreeMap::new(),
            causes: Causes::new(),
        };
        for same in circles(causes, leads_alone) {
            if let Some(&first) = same.first() {
                merged.firsts.extend(same.iter().map(|it| (*it, first)));
                merged.same.insert(first, same);
            }
        }
        for (first, same) in &merged.same {
            let all = same.iter().filter_map(|it| causes.get(it)).flatten();
            let all = all.map(|cause| merged.renamed(cause));
            let all = all.filter(|it| !matches!(it, Cause::Other(other) if other == first));
            let mut all: Vec<Cause> = all.collect();
            all.sort();
            all.dedup();
            merged.causes.insert(*first, all);
        }
        merged
    }

    pub(crate) fn first(&self, question: Question) -> Question {
        self.firsts.get(&question).copied().unwrap_or(question)
    }

    fn renamed(&self, cause: &Cause) -> Cause {
        match cause {
            Cause::Other(question) => Cause::Other(self.first(*question)),
            Cause::Group { group, fails_at } => Cause::Group {
                group: group
                    .iter()
                    .map(|lost| Lost {
                        cause: self.renamed(&lost.cause),
                        weight: lost.weight,
                    })
                    .collect(),
                fails_at: *fails_at,
            },
        }
    }
}

/// The questions in groups that lead to each other, those first that lead to no other group. Each
/// in order.
pub(crate) fn circles(causes: &Causes, leads: Leads) -> Vec<Vec<Question>> {
    let questions: Vec<Question> = causes.keys().copied().collect();
    let mut pairs = Vec::new();
    for (from, causes) in (0..).zip(causes.values()) {
        for cause in causes {
            leads(cause, &mut |it| {
                if let Ok(to) = questions.binary_search(&it) {
                    pairs.push((from, narrow(to)));
                }
            });
        }
    }
    let rows = Rows::of(questions.len(), pairs.iter().copied());
    let members = Components::of(&rows).members();
    let circle = |component| {
        let numbers = members.row(component).iter();
        numbers
            .filter_map(|it| questions.get(*it as usize).copied())
            .collect()
    };
    (0..narrow(members.len())).map(circle).collect()
}
