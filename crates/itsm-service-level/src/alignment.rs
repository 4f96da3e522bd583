//! Alignment: whether what was agreed inside the house, and with suppliers, is enough to keep what
//! was promised to the customer.

use crate::definition::ClockDefinition;
use crate::keeper::Timekeeper;
use crate::pace;
use crate::target::Target;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use chrono::TimeDelta;
use core::fmt;
use itsm_calendar::{CalendarError, Schedule};
use itsm_core::attribute::{Attribute, Domains};
use itsm_core::condition::Condition;
use itsm_core::draft::DraftCondition;
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
    /// ```
    /// # mod desk { include!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/cookbook/mod.rs")); } use desk::*; fn main() -> Result {
    /// use itsm_service_level::agreement::AgreementKind;
    /// use itsm_service_level::draft::{DraftAgreement, DraftServicePolicy};
    /// use itsm_service_level::policy::ServicePolicy;
    ///
    /// let clock = |id: &str, hours| {
    ///     let state = || DraftCondition::attribute("state");
    ///     DraftClock::new(id, DraftTarget::hours(hours), DraftCondition::all([]), state().is("resolved"))
    /// };
    /// let gold = DraftAgreement {
    ///     clocks: vec![clock("gold_fix", 4)],
    ///     ..DraftAgreement::new("gold", AgreementKind::ServiceLevel)
    /// };
    /// let vendor = DraftAgreement {
    ///     clocks: vec![clock("vendor_fix", 6)],
    ///     supports: vec!["gold".into()],
    ///     ..DraftAgreement::new("vendor", AgreementKind::Underpinning)
    /// };
    /// let draft = DraftServicePolicy { agreements: vec![gold, vendor], ..DraftServicePolicy::default() };
    /// let year = at("2026-01-01T00:00:00Z")..at("2027-01-01T00:00:00Z");
    /// let keeper = ServicePolicy::<Ask>::compile(draft, &Desk)?.over(year)?;
    /// let found = keeper.misalignments(&Desk, at("2026-03-02T00:00:00Z"), at("2026-03-09T00:00:00Z"))?;
    /// assert_eq!((found[0].supporting.as_str(), found[0].supported.as_str()), ("vendor_fix", "gold_fix"));
    /// # Ok(()) }
    /// ```
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
type Row<'a, A> = (Option<&'a Code>, Option<Condition<A>>, &'a Target<A>);

/// The targets that a clock can have, each with the condition under which it has it: its rule
/// matches, and no earlier one does. `None`: whenever.
fn rows<'a, A: Attribute>(
    clock: &'a ClockDefinition<A>,
    domains: &(impl Domains<A> + ?Sized),
) -> Vec<Row<'a, A>> {
    let mut earlier: Vec<DraftCondition> = Vec::new();
    let mut rows: Vec<Row<'a, A>> = Vec::new();
    let rules = clock.targets.rules().iter().filter(|it| it.is_active());
    let rules = rules.map(|it| (Some(it.id()), Some(it.when()), it.outcome()));
    for (id, when, target) in rules.chain(clock.target.iter().map(|it| (None, None, it))) {
        let none_before = earlier.iter().cloned().map(|it| !it);
        let here = when.map(Condition::draft);
        let first = DraftCondition::all(none_before.chain(here.clone()));
        // Nested too deep to be said in one: then the rule alone, which is true more often.
        let condition = Condition::compile(&first, domains).ok().or(when.cloned());
        rows.push((id, condition, target));
        earlier.extend(here);
    }
    rows
}

fn compare<A: Attribute>(
    supporting: Laid<'_, A>,
    supported: Laid<'_, A>,
    domains: &(impl Domains<A> + ?Sized),
    span: (Instant, Instant),
    found: &mut Vec<Misalignment>,
) -> Result<(), CalendarError> {
    let others = rows(supported.0, domains);
    for (rule, when, target) in rows(supporting.0, domains) {
        for (other_rule, other_when, other) in &others {
            let apart = when.as_ref().zip(other_when.as_ref());
            let apart = apart.is_some_and(|(when, other_when)| {
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

/// A start at which the supporting target is latest, if it is later at all; of several the first.
///
/// Between two openings or closings, of either calendar, of the start or of a deadline, both
/// deadlines move with the start or stand still; so their distance is greatest at one of those, or
/// right beside it, where one of the two has jumped and the other has not.
fn latest<A>(
    (supporting, amount): (Laid<'_, A>, Seconds),
    (supported, other): (Laid<'_, A>, Seconds),
    (from, until): (Instant, Instant),
) -> Result<Option<MisalignmentKind>, CalendarError> {
    let due = |(clock, schedule): Laid<'_, A>, amount, start| {
        schedule.add_with(start, pace::calendar(amount), clock.due_at_close)
    };
    let mut edges: BTreeSet<Instant> = [from, until].into();
    for (laid, amount) in [(supporting, amount), (supported, other)] {
        let last = due(laid, amount, until)?;
        for period in laid.1.periods_after(from)? {
            if period.start > last {
                break;
            }
            for edge in [period.start, period.end] {
                edges.insert(edge);
                let back = laid.1.subtract(edge, pace::calendar(amount));
                edges.extend(back);
            }
        }
    }
    let beside = |edge: &Instant| {
        let nanosecond = TimeDelta::nanoseconds(1);
        let before = edge.checked_sub_signed(nanosecond);
        before
            .into_iter()
            .chain(edge.checked_add_signed(nanosecond))
    };
    // Whole instants first: what is beside them is named only where it is worse.
    let starts = edges.iter().copied().chain(edges.iter().flat_map(beside));
    let mut worst: Option<(TimeDelta, MisalignmentKind)> = None;
    for start in starts.filter(|at| from <= *at && *at <= until) {
        let supporting_due = due(supporting, amount, start)?;
        let supported_due = due(supported, other, start)?;
        let late = supporting_due.signed_duration_since(supported_due);
        let later = worst.as_ref().is_none_or(|(most, _)| late > *most);
        if late > TimeDelta::zero() && later {
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
