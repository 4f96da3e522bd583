//! The forward schedule of change: what is planned, by date, by item and by service.

use crate::estate::Estate;
use crate::planned::PlannedChange;
use crate::schedule::ChangeSchedule;
use crate::span::nanos;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;
use itsm_calendar::{CalendarError, Zone};
use itsm_core::id::{CiId, ServiceId};
use itsm_core::time::Instant;
use itsm_core::time::chrono::{FixedOffset, NaiveDate, TimeDelta};

impl ChangeSchedule {
    /// What is planned for an item within a range, in the order of time.
    pub fn of_item(&self, ci: CiId, from: Instant, until: Instant) -> Vec<&PlannedChange> {
        let mut slots = Vec::new();
        let (from, until) = (nanos(from), nanos(until));
        self.by_ci
            .overlapping(ci, from, until, &mut |it| slots.push(it.slot));
        self.in_order(&slots)
    }

    /// What is planned for a service within a range, in the order of time: changes that name the
    /// service, and changes of items that are the service or that it depends on, as far as the
    /// estate knows.
    pub fn of_service(
        &self,
        service: ServiceId,
        from: Instant,
        until: Instant,
        estate: &impl Estate,
    ) -> Vec<&PlannedChange> {
        let carries = |ci: &CiId| {
            let services = estate.services(*ci).unwrap_or_default();
            services.contains(&service)
        };
        let mut all = self.during(from, until);
        all.retain(|it| {
            let mut named = it.draft().services.iter().flatten();
            named.any(|it| *it == service) || it.cis().iter().any(carries)
        });
        all
    }

    /// What is planned within a range, by the local date in a zone; a change that lasts over
    /// midnight stands under each of its dates.
    ///
    /// # Errors
    /// A date lies outside of the data of the zone.
    pub fn by_date(
        &self,
        from: Instant,
        until: Instant,
        zone: &Zone,
    ) -> Result<BTreeMap<NaiveDate, Vec<&PlannedChange>>, CalendarError> {
        let mut dates: BTreeMap<NaiveDate, Vec<&PlannedChange>> = BTreeMap::new();
        for it in self.during(from, until) {
            let Some((start, end)) = it.window() else {
                continue;
            };
            let first = date(start.max(from), zone)?;
            // The end is not included: what ends at midnight is not of the next day.
            let nearly = TimeDelta::nanoseconds(1);
            let end = end.min(until);
            let last = date(end.checked_sub_signed(nearly).unwrap_or(end), zone)?;
            for day in first.iter_days().take_while(|day| *day <= last) {
                dates.entry(day).or_default().push(it);
            }
        }
        Ok(dates)
    }

    /// The items that a change is at work on at an instant: they are in maintenance, which is to
    /// say that nobody is to be alarmed by what they do, and that nobody can count on them. In the
    /// order of their ids.
    ///
    /// Source: ITIL 4 monitoring and event management (planned maintenance is no exception).
    #[doc(alias = "maintenance mode")]
    pub fn in_maintenance(&self, at: Instant) -> Vec<CiId> {
        let from = nanos(at);
        let mut cis = Vec::new();
        self.all
            .overlapping(from, from.saturating_add(1), &mut |it| {
                let planned = self.at(it.slot);
                cis.extend(planned.into_iter().flat_map(PlannedChange::cis));
            });
        cis.sort_unstable();
        cis.dedup();
        cis
    }
}

/// The local date in a zone.
fn date(at: Instant, zone: &Zone) -> Result<NaiveDate, CalendarError> {
    let outside = || CalendarError::OutsideZoneData { at };
    let offset = FixedOffset::east_opt(zone.offset_at(at)?).ok_or_else(outside)?;
    Ok(at.with_timezone(&offset).date_naive())
}
