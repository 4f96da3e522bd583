//! Alignment: whether what was agreed inside the house, and with suppliers, is enough to keep what
//! was promised to the customer.

use crate::definition::ClockDefinition;
use crate::keeper::Timekeeper;
use crate::pace;
use crate::target::Target;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use core::fmt;
use itsm_calendar::{CalendarError, Schedule};
use itsm_core::attribute::{Attribute, Domains};
use itsm_core::condition::Condition;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};

/// A supporting target that does not fit inside the one it supports.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Misalignment {
    /// The clock of the supporting agreement.
    pub supporting: Code,
    /// The rule that chose its target; `None`: the target of the definition.
    pub supporting_rule: Option<Code>,
    /// The clock that it has to support.
    pub supported: Code,
    /// The rule that chose its target; `None`: the target of the definition.
    pub supported_rule: Option<Code>,
    /// What is wrong.
    pub why: MisalignmentKind,
}

/// What is wrong between two targets.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum MisalignmentKind {
    /// Started at this instant, the supporting target is due later than the one it supports.
    Later {
        /// The start: the first of those at which it is latest.
        start: Instant,
        /// When the supporting target is due.
        supporting_due: Instant,
        /// When the supported target is due.
        supported_due: Instant,
    },
    /// A target that is a moment depends on the record, so that nobody can say for all.
    Undecided,
}

impl fmt::Display for Misalignment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "clock `{}`", self.supporting)?;
        if let Some(rule) = &self.supporting_rule {
            write!(f, ", rule `{rule}`,")?;
        }
        let rule = |f: &mut fmt::Formatter<'_>| match &self.supported_rule {
            Some(rule) => write!(f, "clock `{}`, rule `{rule}`", self.supported),
            None => write!(f, "clock `{}`", self.supported),
        };
        match &self.why {
            MisalignmentKind::Later {
                start,
                supporting_due,
                supported_due,
            } => {
                write!(f, " started at {start} is due at {supporting_due}, after ")?;
                rule(f)?;
                write!(f, " at {supported_due}")
            }
            MisalignmentKind::Undecided => {
                f.write_str(" cannot be compared with ")?;
                rule(f)
            }
        }
    }
}

impl<A: Attribute> Timekeeper<A> {
    /// Finds the targets of supporting agreements that do not fit inside the targets that they
    /// support: for the same measure, for records that both can be about, started at any instant of
    /// a span of time.
    ///
    /// It does not sample: amounts of open time are compared at every instant at which the order of
    /// the two deadlines can change, in each one's own calendar.
    ///
    /// # Errors
    /// The span, or a deadline that starts in it, lies outside of the range of the timekeeper.
    pub fn misalignments(
        &self,
        domains: &(impl Domains<A> + ?Sized),
        from: Instant,
        until: Instant,
    ) -> Result<Vec<Misalignment>, CalendarError> {
        let of = |name: &Code| {
            let name = name.clone();
            self.definitions()
                .filter(move |(clock, _)| clock.agreement() == Some(&name))
        };
        let mut found = Vec::new();
        for agreement in self.policy().agreements() {
            for supported_name in agreement.supports() {
                for supporting in of(agreement.name()) {
                    for supported in of(supported_name) {
                        if supporting.0.measures() == supported.0.measures()
                            && supporting.0.start.overlaps(&supported.0.start, domains)
                                != Some(false)
                        {
                            compare(supporting, supported, domains, (from, until), &mut found)?;
                        }
                    }
                }
            }
        }
        Ok(found)
    }
}

type Laid<'a, A> = (&'a ClockDefinition<A>, &'a Schedule);
type Row<'a, A> = (Option<&'a Code>, Option<&'a Condition<A>>, &'a Target<A>);

fn rows<A: Attribute>(clock: &ClockDefinition<A>) -> impl Iterator<Item = Row<'_, A>> {
    let rules = clock.targets.rules().iter().filter(|it| it.is_active());
    let rules = rules.map(|it| (Some(it.id()), Some(it.when()), it.outcome()));
    rules.chain(clock.target.iter().map(|it| (None, None, it)))
}

fn compare<A: Attribute>(
    supporting: Laid<'_, A>,
    supported: Laid<'_, A>,
    domains: &(impl Domains<A> + ?Sized),
    span: (Instant, Instant),
    found: &mut Vec<Misalignment>,
) -> Result<(), CalendarError> {
    for (rule, when, target) in rows(supporting.0) {
        for (other_rule, other_when, other) in rows(supported.0) {
            let apart = when.zip(other_when).is_some_and(|(when, other_when)| {
                when.overlaps(other_when, domains) == Some(false)
            });
            if apart {
                continue;
            }
            let why = match (target, other) {
                (Target::OpenTime { seconds }, Target::OpenTime { seconds: other }) => {
                    latest((supporting, *seconds), (supported, *other), span)?
                }
                _ => Some(MisalignmentKind::Undecided),
            };
            found.extend(why.map(|why| Misalignment {
                supporting: supporting.0.id.clone(),
                supporting_rule: rule.cloned(),
                supported: supported.0.id.clone(),
                supported_rule: other_rule.cloned(),
                why,
            }));
        }
    }
    Ok(())
}

/// The first start at which the supporting target is latest, if it is later at all.
///
/// Between two openings or closings, of either calendar, of the start or of a deadline, both
/// deadlines move with the start or stand still; so their distance is greatest at one of those.
fn latest<A>(
    (supporting, amount): (Laid<'_, A>, Seconds),
    (supported, other): (Laid<'_, A>, Seconds),
    (from, until): (Instant, Instant),
) -> Result<Option<MisalignmentKind>, CalendarError> {
    let due = |(clock, schedule): Laid<'_, A>, amount, start| {
        schedule.add_with(start, pace::calendar(amount), clock.due_at_close)
    };
    let mut starts: BTreeSet<Instant> = [from].into();
    for ((_, schedule), amount) in [(supporting, amount), (supported, other)] {
        for period in schedule.periods_after(from)? {
            if period.start > until {
                break;
            }
            for edge in [period.start, period.end] {
                starts.insert(edge);
                let back = schedule.subtract(edge, pace::calendar(amount));
                starts.extend(back);
            }
        }
    }
    let mut worst: Option<(chrono::TimeDelta, MisalignmentKind)> = None;
    for start in starts.into_iter().filter(|at| from <= *at && *at <= until) {
        let supporting_due = due(supporting, amount, start)?;
        let supported_due = due(supported, other, start)?;
        let late = supporting_due.signed_duration_since(supported_due);
        let later = worst.as_ref().is_none_or(|(most, _)| late > *most);
        if late > chrono::TimeDelta::zero() && later {
            worst = Some((
                late,
                MisalignmentKind::Later {
                    start,
                    supporting_due,
                    supported_due,
                },
            ));
        }
    }
    Ok(worst.map(|(_, why)| why))
}
