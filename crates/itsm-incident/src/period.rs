//! The periodic review: what a month of incidents was like.
//!
//! Every figure names its population and, where time is subtracted, its pair of moments. Nothing of
//! nothing is no rate. It is a fold over incidents as they are now; what only events tell, such as
//! which of several reopenings fell into the period, it does not claim to know.
//!
//! Source: ITIL 4 incident management; FitSM-1 PR9.

use crate::incident::Incident;
use crate::people::Moment;
use crate::profile::Category;
use crate::state::IncidentState;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_core::ratio::Ratio;
use itsm_core::text::Code;
use itsm_core::time::{Instant, Seconds};

/// A period: from an instant, to another that is no part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Period {
    /// The first instant.
    pub from: Instant,
    /// The first instant after it.
    pub until: Instant,
}

impl Period {
    /// Whether an instant lies in it.
    pub fn has(self, at: Instant) -> bool {
        self.from <= at && at < self.until
    }
}

/// An incident, and what only the host knows of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reviewed<'a> {
    /// The incident.
    pub incident: &'a Incident,
    /// Whether it missed a target of its service levels. `None`: not known.
    pub breached: Option<bool>,
}

/// A category and its share.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct CategoryCount {
    /// The category; `None`: without one.
    pub category: Option<Category>,
    /// How many incidents of it were registered in the period.
    pub count: u64,
    /// This category and all that are more frequent, out of all that were registered.
    pub cumulative: Ratio,
}

/// How long something took, over all incidents of which both moments are known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct TimeTaken {
    /// From which moment.
    pub start: Moment,
    /// To which.
    pub end: Moment,
    /// How many incidents were measured: resolved in the period, with both moments known and in
    /// order.
    pub measured: u64,
    /// How many of those resolved in the period could not be.
    pub unmeasured: u64,
    /// All of it together, in seconds.
    pub seconds: u128,
}

impl TimeTaken {
    const fn of(start: Moment, end: Moment) -> Self {
        Self {
            start,
            end,
            measured: 0,
            unmeasured: 0,
            seconds: 0,
        }
    }

    fn take(&mut self, incident: &Incident) {
        let moments = incident.moments();
        match (moments.at(self.start), moments.at(self.end)) {
            (Some(start), Some(end)) if start <= end => {
                self.measured = self.measured.saturating_add(1);
                let length = Seconds::between(start, end).0;
                self.seconds = self.seconds.saturating_add(u128::from(length));
            }
            _ => self.unmeasured = self.unmeasured.saturating_add(1),
        }
    }

    /// The mean, in whole seconds, rounded down; `None` if nothing was measured.
    pub fn mean(self) -> Option<Seconds> {
        let mean = self.seconds.checked_div(u128::from(self.measured))?;
        u64::try_from(mean).ok().map(Seconds)
    }
}

/// What a period was like.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PeriodReview {
    /// The period.
    pub period: Period,
    /// How many were registered in it.
    pub registered: u64,
    /// How many were resolved in it, and have stayed so.
    pub resolved: u64,
    /// How many were closed in it.
    pub closed: u64,
    /// How many were withdrawn in it.
    pub canceled: u64,
    /// How many had been registered before its end and are open now: the backlog that is left.
    pub still_open: u64,
    /// The categories of those registered in it, the most frequent first.
    pub categories: Vec<CategoryCount>,
    /// Of those registered in it, how many were handled by a model.
    pub by_model: Ratio,
    /// Of those, how many by each.
    pub models: BTreeMap<Code, u64>,
    /// Of those resolved in it, how many had been reopened at least once.
    pub reopened: Ratio,
    /// Of those resolved in it of which the host knows, how many had missed a target.
    pub breached: Ratio,
    /// Of those resolved in it that are or were major incidents, how many have been reviewed.
    pub major_reviewed: Ratio,
    /// From registration to resolution, of those resolved in it.
    pub to_resolve: TimeTaken,
    /// From occurrence to restoration, of those resolved in it.
    pub to_restore: TimeTaken,
}

/// Folds incidents into the review of a period. Those that have nothing to do with it are passed
/// over, so a host may hand in more than it needs.
pub fn review<'a>(
    period: Period,
    incidents: impl IntoIterator<Item = Reviewed<'a>>,
) -> PeriodReview {
    let mut review = PeriodReview {
        period,
        registered: 0,
        resolved: 0,
        closed: 0,
        canceled: 0,
        still_open: 0,
        categories: Vec::new(),
        by_model: Ratio::default(),
        models: BTreeMap::new(),
        reopened: Ratio::default(),
        breached: Ratio::default(),
        major_reviewed: Ratio::default(),
        to_resolve: TimeTaken::of(Moment::Registered, Moment::Resolved),
        to_restore: TimeTaken::of(Moment::Occurred, Moment::Restored),
    };
    let mut categories: BTreeMap<Option<Category>, u64> = BTreeMap::new();
    for it in incidents {
        let incident = it.incident;
        let registered = incident.moments().registered.0;
        if period.has(registered) {
            count(&mut review.registered);
            count(categories.entry(incident.category().cloned()).or_default());
            review.by_model.count(incident.model().is_some());
            if let Some(model) = incident.model() {
                count(review.models.entry(model.model.clone()).or_default());
            }
        }
        if registered < period.until && incident.stage().is_open() {
            count(&mut review.still_open);
        }
        match incident.state() {
            IncidentState::Closed(closure) if period.has(closure.at.0) => {
                count(&mut review.closed);
            }
            IncidentState::Canceled(it) if period.has(it.at) => count(&mut review.canceled),
            _ => {}
        }
        let resolved = incident.state().resolution().map(|it| it.at.0);
        if resolved.is_some_and(|at| period.has(at)) {
            review.take_resolved(it);
        }
    }
    review.categories = pareto(categories, review.registered);
    review
}

impl PeriodReview {
    fn take_resolved(&mut self, it: Reviewed<'_>) {
        let incident = it.incident;
        count(&mut self.resolved);
        self.reopened.count(incident.counters().reopens > 0);
        if let Some(breached) = it.breached {
            self.breached.count(breached);
        }
        if incident.major().major_incident().is_some() {
            self.major_reviewed.count(incident.review().is_some());
        }
        self.to_resolve.take(incident);
        self.to_restore.take(incident);
    }
}

/// The most frequent first; of two that are as frequent, in the order of their names.
fn pareto(categories: BTreeMap<Option<Category>, u64>, all: u64) -> Vec<CategoryCount> {
    let mut sorted: Vec<_> = categories.into_iter().collect();
    sorted.sort_by(|(a, n), (b, m)| m.cmp(n).then_with(|| a.cmp(b)));
    let mut so_far = 0_u64;
    sorted
        .into_iter()
        .map(|(category, count)| {
            so_far = so_far.saturating_add(count);
            CategoryCount {
                category,
                count,
                cumulative: Ratio::new(so_far, all),
            }
        })
        .collect()
}

const fn count(counter: &mut u64) {
    *counter = counter.saturating_add(1);
}
