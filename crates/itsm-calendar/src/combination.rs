//! Calendars joined as sets: one list of steps, however deeply they were nested.
//!
//! A tree would be walked, compared and dropped by recursion, as deep as a file or a loop nests it.

use crate::error::CalendarError;
use crate::intervals::{self, Interval};
use crate::rules::Rules;
use crate::zone::Zone;
use alloc::string::String;
use alloc::sync::Arc;
use alloc::vec::Vec;

/// How sets of time are joined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Operation {
    Difference,
    Intersection,
    Union,
}

/// One step: lay a calendar on the stack, or join the upper two of it.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Step {
    Join(Operation),
    Rules(Arc<Rules>),
}

/// The rules of one calendar, or of several and how they are joined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Combination {
    /// Its own name, where it has another than its first part.
    pub(crate) name: Option<String>,
    pub(crate) first: Arc<Rules>,
    /// What follows when the first lies on the stack. In the end one set is left.
    rest: Vec<Step>,
}

impl Combination {
    pub(crate) fn of(rules: Rules) -> Self {
        Self {
            name: None,
            first: Arc::new(rules),
            rest: Vec::new(),
        }
    }

    /// The first joined with each of the others in turn.
    pub(crate) fn join<'a>(
        first: &Self,
        others: impl Iterator<Item = &'a Self>,
        how: Operation,
    ) -> Self {
        let mut joined = first.clone();
        for other in others {
            joined.rest.push(Step::Rules(Arc::clone(&other.first)));
            joined.rest.extend_from_slice(&other.rest);
            joined.rest.push(Step::Join(how));
        }
        joined
    }

    /// The rules of all parts, from left to right.
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Rules> {
        let rest = self.rest.iter().filter_map(|step| match step {
            Step::Rules(rules) => Some(&**rules),
            Step::Join(_) => None,
        });
        core::iter::once(&*self.first).chain(rest)
    }

    /// The same with all floating parts in a zone.
    pub(crate) fn in_zone(&self, zone: &Zone) -> Self {
        let within = |rules: &Arc<Rules>| {
            if rules.zone.is_some() {
                return Arc::clone(rules);
            }
            let mut rules = Rules::clone(rules);
            rules.zone = Some(zone.clone());
            Arc::new(rules)
        };
        let step = |step: &Step| match step {
            Step::Join(how) => Step::Join(*how),
            Step::Rules(rules) => Step::Rules(within(rules)),
        };
        Self {
            name: self.name.clone(),
            first: within(&self.first),
            rest: self.rest.iter().map(step).collect(),
        }
    }

    /// The open time, given that of each part.
    pub(crate) fn evaluate(
        &self,
        open: impl Fn(&Rules) -> Result<Vec<Interval>, CalendarError>,
    ) -> Result<Vec<Interval>, CalendarError> {
        let mut upper = open(&self.first)?;
        let mut below = Vec::new();
        for step in &self.rest {
            upper = match step {
                Step::Rules(rules) => {
                    below.push(upper);
                    open(rules)?
                }
                Step::Join(how) => {
                    let left = below.pop().unwrap_or_default();
                    match how {
                        Operation::Difference => intervals::difference(&left, &upper),
                        Operation::Intersection => intervals::intersection(&left, &upper),
                        Operation::Union => intervals::union(&left, &upper),
                    }
                }
            };
        }
        Ok(upper)
    }
}
