//! Drafts: service levels as they stand in a file, before anything is checked.

use crate::agreement::{AgreementKind, Span};
use crate::definition::{OldClock, OnReopen};
use crate::target::DraftTarget;
use crate::threshold::ThresholdAt;
use crate::zone::ZoneSource;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use chrono::NaiveDate;
use itsm_calendar::{DraftCalendarBook, DueAtClose, PauseRule};
use itsm_core::draft::DraftCondition;
use itsm_core::id::{AgreementId, ServiceId, TenantId};
use itsm_core::rule_table::DraftRuleTable;
use itsm_core::time::Instant;

macro_rules! raw {
    ($( $(#[$doc:meta])* pub struct $name:ident { $($body:tt)* } )+) => { $(
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        #[cfg_attr(
            feature = "serde",
            derive(serde::Serialize, serde::Deserialize),
            serde(deny_unknown_fields)
        )]
        #[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
        pub struct $name { $($body)* }
    )+ };
}

/// The raw form of a [`ServicePolicy`](crate::policy::ServicePolicy): the calendars, the
/// agreements, and the clocks.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftServicePolicy {
    /// Which policy it is: a code.
    pub id: String,
    /// Which version of it, from 1.
    pub version: u32,
    /// The calendars, and the holidays that they share.
    pub calendars: DraftCalendarBook,
    /// Where a calendar without a zone takes it from, first come first served.
    pub zones: Vec<ZoneSource>,
    /// Clocks that run for every record, whatever was agreed.
    pub clocks: Vec<DraftClock>,
    /// The agreements, each with its clocks.
    pub agreements: Vec<DraftAgreement>,
    /// Which agreements apply to a record: the first rule that matches names them.
    pub selection: DraftRuleTable<Vec<String>>,
}

impl Default for DraftServicePolicy {
    /// No calendar, no agreement and no clock.
    fn default() -> Self {
        Self {
            id: "default".into(),
            version: 1,
            calendars: DraftCalendarBook::default(),
            zones: ZoneSource::ALL.to_vec(),
            clocks: Vec::new(),
            agreements: Vec::new(),
            selection: DraftRuleTable::default(),
        }
    }
}

raw! {
    /// The raw form of a [`ClockDefinition`](crate::definition::ClockDefinition).
    ///
    /// Only `id`, `start`, `stop` and one of `target` and `targets` are needed.
    #[doc(alias = "SLA definition")]
    pub struct DraftClock {
        /// A code that is its own in the policy.
        pub id: String,
        /// What it measures: `response`, `resolution`, `update`, or a word of the desk's own.
        #[cfg_attr(feature = "serde", serde(default = "resolution"))]
        pub measures: String,
        /// The name of the calendar in which it counts; none: around the clock.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub calendar: Option<String>,
        /// What is promised where no rule of `targets` matches.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub target: Option<DraftTarget>,
        /// What is promised to which records; the first rule that matches decides, anew at every
        /// change of the record.
        #[cfg_attr(feature = "serde", serde(default))]
        pub targets: DraftRuleTable<DraftTarget>,
        /// When a clock is attached, unless it would have to stop or be canceled at once.
        pub start: DraftCondition,
        /// When it has reached its end.
        ///
        /// It must stay true for as long as the record stays ended: a completed clock whose stop is
        /// no longer true goes on, as after a reopening. Of incidents, which are closed after they
        /// are resolved, that is `state in ["resolved", "closed", "canceled"]`, never
        /// `state is "resolved"`.
        pub stop: DraftCondition,
        /// While it stands still.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub pause: Option<DraftCondition>,
        /// When it goes on; none: as soon as `pause` is no longer true.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub resume: Option<DraftCondition>,
        /// When it no longer applies.
        #[cfg_attr(feature = "serde", serde(default))]
        pub cancel: DraftCancel,
        /// When a new one takes its place.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub reset: Option<DraftReset>,
        /// The attribute that says since when the clock counts, such as `registered_at`; none:
        /// since it was attached.
        #[doc(alias = "retroactive start")]
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub counts_from: Option<String>,
        /// Whether waits between `counts_from` and the attachment stand still as well.
        #[doc(alias = "retroactive pause")]
        #[cfg_attr(feature = "serde", serde(default = "yes"))]
        pub earlier_pauses: bool,
        /// What becomes of a completed clock when its record is no longer at the end.
        #[cfg_attr(feature = "serde", serde(default))]
        pub on_reopen: OnReopen,
        /// Where a target lies that is used up exactly when the calendar closes.
        #[cfg_attr(feature = "serde", serde(default))]
        pub due_at_close: DueAtClose,
        /// How a pause moves what is due.
        #[cfg_attr(feature = "serde", serde(default))]
        pub pause_rule: PauseRule,
        /// When somebody is to be told.
        #[cfg_attr(feature = "serde", serde(default))]
        pub thresholds: Vec<DraftThreshold>,
        /// The attributes by which elapsed time is told apart, such as `group` and `state`.
        #[cfg_attr(feature = "serde", serde(default))]
        pub breakdown: Vec<String>,
    }

    /// The raw form of a [`Threshold`](crate::threshold::Threshold).
    pub struct DraftThreshold {
        /// A code that is its own among the thresholds of the clock.
        pub id: String,
        /// When it is reached.
        pub at: ThresholdAt,
    }

    /// When a new clock takes the place of the old one.
    pub struct DraftReset {
        /// When this becomes true.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub when: Option<DraftCondition>,
        /// When one of these attributes takes another value.
        #[cfg_attr(feature = "serde", serde(default))]
        pub on_change_of: Vec<String>,
        /// What becomes of the old clock.
        #[cfg_attr(feature = "serde", serde(default))]
        pub old: OldClock,
    }

    /// The raw form of an [`Agreement`](crate::agreement::Agreement).
    pub struct DraftAgreement {
        /// A code that is its own in the policy, by which rules and other agreements name it.
        pub name: String,
        /// Whether it is made with a customer, inside the house, or with a supplier.
        pub kind: AgreementKind,
        /// Its record, if the host keeps one.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub id: Option<AgreementId>,
        /// With whom.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub customer: Option<TenantId>,
        /// About which services; none: about all.
        #[cfg_attr(feature = "serde", serde(default))]
        pub services: BTreeSet<ServiceId>,
        /// Since when it is in force.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub valid_from: Option<Instant>,
        /// Up to when, that instant not included.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub valid_until: Option<Instant>,
        /// The date of the next review.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub review_on: Option<NaiveDate>,
        /// The agreements whose targets it has to support.
        #[cfg_attr(feature = "serde", serde(default))]
        pub supports: Vec<String>,
        /// Its clocks.
        #[cfg_attr(feature = "serde", serde(default))]
        pub clocks: Vec<DraftClock>,
        /// How many of the clocks are to be met.
        #[cfg_attr(feature = "serde", serde(default))]
        pub goals: Vec<DraftGoal>,
        /// How available its services are to be.
        #[cfg_attr(feature = "serde", serde(default))]
        pub availability: Vec<DraftAvailabilityGoal>,
        /// How much work it covers.
        #[cfg_attr(feature = "serde", serde(default))]
        pub workload: Vec<DraftWorkloadLimit>,
        /// What does not count.
        #[cfg_attr(feature = "serde", serde(default))]
        pub exceptions: Vec<DraftException>,
    }

    /// How many of the clocks of one definition are to be met in a period.
    pub struct DraftGoal {
        /// The clock.
        pub clock: String,
        /// At least so many of a hundred.
        pub at_least: crate::percentage::Percentage,
    }

    /// The raw form of an [`AvailabilityGoal`](crate::agreement::AvailabilityGoal).
    pub struct DraftAvailabilityGoal {
        /// A code that is its own in the agreement.
        pub id: String,
        /// The name of the calendar of service hours; none: around the clock.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub calendar: Option<String>,
        /// At least so many of a hundred.
        pub at_least: crate::percentage::Percentage,
    }

    /// The raw form of a [`WorkloadLimit`](crate::agreement::WorkloadLimit).
    pub struct DraftWorkloadLimit {
        /// A code that is its own in the agreement.
        pub id: String,
        /// Which records count.
        pub when: DraftCondition,
        /// How many are covered.
        pub at_most: u64,
        /// In how long.
        pub per: Span,
    }

    /// The raw form of an [`Exception`](crate::agreement::Exception).
    pub struct DraftException {
        /// A code that is its own in the agreement.
        pub id: String,
        /// Which records do not count; none: all that end within the dates.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub when: Option<DraftCondition>,
        /// Since when.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub from: Option<Instant>,
        /// Up to when, that instant not included.
        #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
        pub until: Option<Instant>,
        /// Why.
        pub reason: String,
    }
}

/// When a clock no longer applies to its record.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum DraftCancel {
    /// As soon as its start condition, or the choice of its agreement, is no longer true.
    #[default]
    StartNoLongerTrue,
    /// Never.
    Never,
    /// When this is true.
    When(DraftCondition),
}

#[cfg(feature = "serde")]
fn resolution() -> String {
    "resolution".into()
}

#[cfg(feature = "serde")]
const fn yes() -> bool {
    true
}

impl DraftAgreement {
    /// An agreement in force at all times, about all services, that promises nothing yet.
    pub fn new(name: impl Into<String>, kind: AgreementKind) -> Self {
        Self {
            name: name.into(),
            kind,
            id: None,
            customer: None,
            services: BTreeSet::new(),
            valid_from: None,
            valid_until: None,
            review_on: None,
            supports: Vec::new(),
            clocks: Vec::new(),
            goals: Vec::new(),
            availability: Vec::new(),
            workload: Vec::new(),
            exceptions: Vec::new(),
        }
    }
}

impl DraftClock {
    /// A clock around the clock, canceled when its start is no longer true, without a pause.
    pub fn new(
        id: impl Into<String>,
        target: DraftTarget,
        start: DraftCondition,
        stop: DraftCondition,
    ) -> Self {
        Self {
            id: id.into(),
            measures: crate::target::Measure::RESOLUTION.as_str().into(),
            calendar: None,
            target: Some(target),
            targets: DraftRuleTable::default(),
            start,
            stop,
            pause: None,
            resume: None,
            cancel: DraftCancel::default(),
            reset: None,
            counts_from: None,
            earlier_pauses: true,
            on_reopen: OnReopen::default(),
            due_at_close: DueAtClose::default(),
            pause_rule: PauseRule::default(),
            thresholds: Vec::new(),
            breakdown: Vec::new(),
        }
    }

    /// Counting in a calendar of the policy.
    #[must_use]
    pub fn calendar(mut self, name: impl Into<String>) -> Self {
        self.calendar = Some(name.into());
        self
    }

    /// Standing still while this is true.
    #[must_use]
    pub fn pause(mut self, when: DraftCondition) -> Self {
        self.pause = Some(when);
        self
    }

    /// Counting since the instant in this attribute.
    #[must_use]
    pub fn counts_from(mut self, attribute: impl Into<String>) -> Self {
        self.counts_from = Some(attribute.into());
        self
    }

    /// Telling when this threshold is reached.
    #[must_use]
    pub fn threshold(mut self, id: impl Into<String>, at: ThresholdAt) -> Self {
        self.thresholds.push(DraftThreshold { id: id.into(), at });
        self
    }
}
