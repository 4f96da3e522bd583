//! Agreements: what was promised to whom, about which services, up to how much work.

use alloc::collections::BTreeSet;
use alloc::vec::Vec;
use chrono::NaiveDate;
use itsm_calendar::Calendar;
use itsm_core::attribute::{Attribute, Subject};
use itsm_core::condition::Condition;
use itsm_core::id::{AgreementId, ServiceId, TenantId};
use itsm_core::plain_enum;
use itsm_core::text::{Code, Note};
use itsm_core::time::Instant;

use crate::percentage::Percentage;

plain_enum! {
    /// With whom an agreement is made.
    pub enum AgreementKind {
        /// With a customer.
        #[doc(alias = "SLA")]
        ServiceLevel = "sla",
        /// Inside the organization, so that the former can be kept.
        #[doc(alias = "OLA")]
        OperationalLevel = "ola",
        /// With a supplier, likewise.
        #[doc(alias = "UC")]
        #[doc(alias = "underpinning contract")]
        #[doc(alias = "UA")]
        Underpinning = "uc",
    }
}

plain_enum! {
    /// The span of time over which work is counted.
    pub enum Span {
        /// A day of the calendar.
        Day = "day",
        /// A week, beginning on Monday.
        Week = "week",
        /// A month of the calendar.
        Month = "month",
        /// The whole period of the report.
        Period = "period",
    }
}

/// How much work of a kind an agreement covers.
///
/// Source: ISO/IEC 20000-1 8.3.3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WorkloadLimit<A> {
    pub(crate) id: Code,
    pub(crate) when: Condition<A>,
    pub(crate) at_most: u64,
    pub(crate) per: Span,
}

impl<A> WorkloadLimit<A> {
    /// Its code, its own in the agreement.
    pub const fn id(&self) -> &Code {
        &self.id
    }

    /// Which records count.
    pub const fn when(&self) -> &Condition<A> {
        &self.when
    }

    /// How many are covered.
    pub const fn at_most(&self) -> u64 {
        self.at_most
    }

    /// In how long.
    pub const fn per(&self) -> Span {
        self.per
    }
}

/// What was agreed not to count: records of a kind, a time, or records of a kind in a time.
///
/// Source: ISO/IEC 20000-1 8.3.3.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exception<A> {
    pub(crate) id: Code,
    pub(crate) when: Option<Condition<A>>,
    pub(crate) from: Option<Instant>,
    pub(crate) until: Option<Instant>,
    pub(crate) reason: Note,
}

impl<A> Exception<A> {
    /// Its code, its own in the agreement.
    pub const fn id(&self) -> &Code {
        &self.id
    }

    /// Which records do not count; none: all that end within the time.
    pub const fn when(&self) -> Option<&Condition<A>> {
        self.when.as_ref()
    }

    /// Since when.
    pub const fn from(&self) -> Option<Instant> {
        self.from
    }

    /// Up to when, that instant not included.
    pub const fn until(&self) -> Option<Instant> {
        self.until
    }

    /// Why.
    pub const fn reason(&self) -> &Note {
        &self.reason
    }
}

impl<A: Attribute> Exception<A> {
    /// Whether a record whose clock ended at an instant does not count.
    pub fn covers(&self, ended_at: Instant, subject: &(impl Subject<A> + ?Sized)) -> bool {
        self.from.is_none_or(|from| from <= ended_at)
            && self.until.is_none_or(|until| ended_at < until)
            && self.when.as_ref().is_none_or(|when| when.holds(subject))
    }
}

/// How many of the clocks of one definition are to be met in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Goal {
    /// The definition.
    pub clock: Code,
    /// At least so many of a hundred.
    pub at_least: Percentage,
}

/// How available the services of an agreement are to be, in which hours.
///
/// Source: FitSM-1 PR4; ISO/IEC 20000-1 8.3.3.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct AvailabilityGoal {
    /// Its code, its own in the agreement.
    pub id: Code,
    /// The service hours.
    pub service_hours: Calendar,
    /// At least so many of a hundred.
    pub at_least: Percentage,
}

/// An agreement about service levels: with a customer, inside the house, or with a supplier.
///
/// Source: ISO/IEC 20000-1 8.3.3; FitSM-1 PR2; ITIL 4 service level management.
#[derive(Debug, Clone, PartialEq, Eq)]
#[doc(alias = "SLA")]
#[doc(alias = "OLA")]
pub struct Agreement<A> {
    pub(crate) name: Code,
    pub(crate) kind: AgreementKind,
    pub(crate) id: Option<AgreementId>,
    pub(crate) customer: Option<TenantId>,
    pub(crate) services: BTreeSet<ServiceId>,
    pub(crate) valid_from: Option<Instant>,
    pub(crate) valid_until: Option<Instant>,
    pub(crate) review_on: Option<NaiveDate>,
    pub(crate) supports: Vec<Code>,
    pub(crate) goals: Vec<Goal>,
    pub(crate) availability: Vec<AvailabilityGoal>,
    pub(crate) workload: Vec<WorkloadLimit<A>>,
    pub(crate) exceptions: Vec<Exception<A>>,
}

impl<A> Agreement<A> {
    /// Its code, by which rules and other agreements name it.
    pub const fn name(&self) -> &Code {
        &self.name
    }

    /// Whether it is made with a customer, inside the house, or with a supplier.
    pub const fn kind(&self) -> AgreementKind {
        self.kind
    }

    /// Its record, if the host keeps one.
    pub const fn id(&self) -> Option<AgreementId> {
        self.id
    }

    /// With whom.
    pub const fn customer(&self) -> Option<TenantId> {
        self.customer
    }

    /// Whether it is about a service: one of those it names, or any if it names none.
    pub fn is_about(&self, service: ServiceId) -> bool {
        self.services.is_empty() || self.services.contains(&service)
    }

    /// The services that it names, in the order of their ids.
    pub fn services(&self) -> impl Iterator<Item = ServiceId> {
        self.services.iter().copied()
    }

    /// Whether it is in force at an instant. What began under it goes on under it.
    pub fn is_in_force(&self, at: Instant) -> bool {
        self.valid_from.is_none_or(|from| from <= at)
            && self.valid_until.is_none_or(|until| at < until)
    }

    /// Since when it is in force.
    pub const fn valid_from(&self) -> Option<Instant> {
        self.valid_from
    }

    /// Up to when, that instant not included.
    pub const fn valid_until(&self) -> Option<Instant> {
        self.valid_until
    }

    /// The date of the next review.
    pub const fn review_on(&self) -> Option<NaiveDate> {
        self.review_on
    }

    /// Whether the review is due on a date.
    pub fn is_review_due(&self, today: NaiveDate) -> bool {
        self.review_on.is_some_and(|date| date <= today)
    }

    /// The agreements whose targets it has to support.
    pub fn supports(&self) -> &[Code] {
        &self.supports
    }

    /// How many of the clocks are to be met.
    pub fn goals(&self) -> &[Goal] {
        &self.goals
    }

    /// How available its services are to be.
    pub fn availability(&self) -> &[AvailabilityGoal] {
        &self.availability
    }

    /// How much work it covers.
    pub fn workload(&self) -> &[WorkloadLimit<A>] {
        &self.workload
    }

    /// What does not count.
    pub fn exceptions(&self) -> &[Exception<A>] {
        &self.exceptions
    }
}
