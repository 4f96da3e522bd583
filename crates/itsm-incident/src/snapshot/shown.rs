//! How many events a snapshot shows at least: each of them has counted the revision up.

use crate::snapshot::IncidentSnapshot;
use itsm_core::time::Instant;

fn len<T>(list: &[T]) -> u64 {
    u64::try_from(list.len()).unwrap_or(u64::MAX)
}

fn number(it: usize) -> u64 {
    u64::try_from(it).unwrap_or(u64::MAX)
}

impl IncidentSnapshot {
    /// The birth, and whatever else has left something behind that no birth brings along.
    pub(super) fn events_shown(&self) -> u64 {
        let counters = self.counters;
        let ended = self.tasks.iter().filter(|it| !it.is_open()).count();
        let mut shown = sum([
            1,
            len(&self.holds),
            u64::from(counters.functional_escalations),
            u64::from(counters.hierarchical_escalations),
            len(&self.tasks),
            number(ended),
            u64::from(self.sub_status.is_some()),
        ]);
        let mut reopened = u64::from(self.last_reopening.is_some());
        if let Some(annex) = &self.annex {
            let returned = annex.vendors.iter().filter(|it| it.returned_at.is_some());
            let steps = annex.model.iter().flat_map(|it| &it.steps);
            let reminded = annex.reminders.map_or(0, |it| u64::from(it.count));
            shown = shown.saturating_add(sum([
                len(&annex.log),
                len(&annex.costs),
                u64::from(annex.survey.is_some()),
                len(&annex.vendors),
                number(returned.count()),
                number(annex.swarm.len()),
                len(&annex.workarounds),
                u64::from(annex.model.is_some()),
                number(steps.filter(|it| it.done_at.is_some()).count()),
                number(annex.informed.len()),
                reminded,
                u64::from(annex.review.is_some()),
                len(&annex.redactions),
            ]));
            // Each refusal of a solution came with a reopening.
            reopened = reopened.max(len(&annex.refusals));
        }
        shown.saturating_add(reopened)
    }

    /// The last thing that somebody is known to have done, with its place.
    pub(super) fn last_done(&self) -> Option<(&'static str, Instant)> {
        let annex = self.annex.as_ref();
        let done = [
            (
                "last_reopening.at",
                self.last_reopening.as_ref().map(|it| it.at),
            ),
            ("holds", self.holds.last().map(|it| it.until)),
            (
                "annex.survey.at",
                annex.and_then(|it| it.survey.as_ref()).map(|it| it.at),
            ),
            (
                "annex.review.at",
                annex.and_then(|it| it.review.as_ref()).map(|it| it.at),
            ),
            (
                "annex.redactions",
                annex.and_then(|it| it.redactions.last()).map(|it| it.at),
            ),
        ];
        let mut done: alloc::vec::Vec<_> = done
            .into_iter()
            .filter_map(|(path, at)| Some((path, at?)))
            .collect();
        done.extend(self.end());
        done.extend(
            self.state
                .on_hold()
                .map(|it| ("state.on_hold.since", it.since)),
        );
        done.into_iter().max_by_key(|(_, at)| *at)
    }
}

fn sum<const N: usize>(counts: [u64; N]) -> u64 {
    counts.into_iter().fold(0, u64::saturating_add)
}
