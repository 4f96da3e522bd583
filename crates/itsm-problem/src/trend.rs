//! Trends: incidents that pile up on one item, one service, in one category or about one thing, and
//! so ask for a problem.
//!
//! A host hands each incident to a [`TrendDetector`] as it comes, with its keys, and is told which
//! rules of the policy are met by it, with the counts that say so. Nothing is decided: whether there
//! is a problem, a person says.
//!
//! What an incident costs depends on how many incidents of its keys lie within the windows of the
//! rules, never on how many came before. What is kept of a key is what lies within the windows, and
//! the counts of the windows of its history.
//!
//! Source: ITIL 4 problem management (problem identification, trend analysis); FitSM-1 PR10.1;
//! ISO/IEC 20000-1 8.6.3.
//!
//! ```
//! use itsm_core::id::{CiId, IncidentId};
//! use itsm_core::time::{Instant, Seconds};
//! use itsm_problem::description::Description;
//! use itsm_problem::trend::{TrendDetector, TrendPhase};
//! use itsm_problem::trend_key::TrendKey;
//! use itsm_problem::trend_policy::TrendPolicy;
//!
//! let morning: Instant = "2026-03-02T08:00:00Z".parse().unwrap();
//! let mut detector = TrendDetector::new(&TrendPolicy::default(), morning);
//! let said = Description::new("No mail").ci(CiId::from_key(7));
//! let mut told = Vec::new();
//! for n in 0..6 {
//!     let at = Seconds::hours(n).after(morning).unwrap();
//!     told.extend(detector.observe(at, IncidentId::from_key(n), &TrendKey::of(&said, None))?);
//! }
//! assert_eq!((told[0].phase, told[1].phase), (TrendPhase::Begins, TrendPhase::Continues));
//! assert_eq!(told[0].incidents.len(), 5);
//! assert_eq!(told[0].evidence.to_string(), "5 incidents within 1 d, where 5 are a trend");
//! # Ok::<(), itsm_problem::trend::TrendError>(())
//! ```

use crate::surge::SurgeTest;
use crate::track::Track;
use crate::trend_key::TrendKey;
use crate::trend_policy::{TrendPolicy, TrendRule};
pub use crate::trend_told::{Trend, TrendError, TrendEvidence, TrendPhase};
use crate::window::micros;
use alloc::vec::Vec;
use hashbrown::HashMap;
use itsm_core::id::IncidentId;
use itsm_core::time::Instant;

/// Watches a stream of incidents for trends.
///
/// It keeps no clock and stores nothing. A host that starts anew begins as far back as the rules
/// [`reach`](TrendPolicy::reach), hands in again what came since, and is told of what comes next as
/// if it had never stopped. Instants count to the microsecond.
#[derive(Debug, Clone)]
pub struct TrendDetector {
    rules: Vec<TrendRule>,
    reach: i64,
    since: Instant,
    latest: Instant,
    tracks: HashMap<TrendKey, Track>,
    criticals: Criticals,
}

/// Critical counts that were worked out already.
#[derive(Debug, Clone, Default)]
pub(crate) struct Criticals(HashMap<(SurgeTest, u64), u64>);

impl Criticals {
    /// How many are remembered.
    const MOST: usize = 1 << 16;

    pub(crate) fn of(&mut self, test: SurgeTest, history: u64) -> u64 {
        if self.0.len() >= Self::MOST {
            self.0.clear();
        }
        let known = self.0.entry((test, history));
        *known.or_insert_with(|| test.critical(history))
    }
}

impl TrendDetector {
    /// A detector that is handed every incident from this instant on.
    ///
    /// The instant counts: a window is compared with those windows of its history that began no
    /// earlier, also where they had no incident of the key.
    pub fn new(policy: &TrendPolicy, since: Instant) -> Self {
        Self {
            rules: policy.rules().to_vec(),
            reach: micros(policy.longest_window()),
            since,
            latest: since,
            tracks: HashMap::new(),
            criticals: Criticals::default(),
        }
    }

    /// Takes in the next incident with its keys, and tells which rules are met: in the order of the
    /// keys, and for each in the order of the rules. A key that is given twice counts once. Hand in
    /// each incident once: those of long ago are not remembered.
    ///
    /// # Errors
    /// Incidents come in the order of time, those of the same instant in any. One that comes late
    /// is refused and changes nothing (`trend.order`), and so is one from before the detector began
    /// (`trend.start`). A host whose incidents come in disorder sorts them first.
    pub fn observe<'a>(
        &mut self,
        at: Instant,
        incident: IncidentId,
        keys: impl IntoIterator<Item = &'a TrendKey>,
    ) -> Result<Vec<Trend>, TrendError> {
        if at < self.since {
            let since = self.since;
            return Err(TrendError::BeforeStart { at, since });
        }
        if at < self.latest {
            let latest = self.latest;
            return Err(TrendError::OutOfOrder { at, latest });
        }
        self.latest = at;
        let mut told = Vec::new();
        let now = at.timestamp_micros();
        for key in keys {
            let track = self.tracks.entry(key.clone());
            let since = self.since.timestamp_micros();
            let track = track.or_insert_with(|| Track::new(&self.rules, key.kind(), since));
            if !track.push(now, incident, self.reach) {
                continue;
            }
            track.judge(now, &mut self.criticals, |met| {
                let instant = |it| Instant::from_timestamp_micros(it).unwrap_or(at);
                let Some(rule) = self.rules.get(met.rule) else {
                    return;
                };
                told.push(Trend {
                    rule: rule.id().clone(),
                    key: key.clone(),
                    phase: if met.began {
                        TrendPhase::Begins
                    } else {
                        TrendPhase::Continues
                    },
                    since: instant(met.since),
                    until: instant(met.until),
                    incidents: met.incidents,
                    evidence: met.evidence,
                });
            });
        }
        Ok(told)
    }

    /// The instant of the last incident; before the first, the one it began at.
    pub const fn latest(&self) -> Instant {
        self.latest
    }

    /// How many keys it remembers.
    pub fn len(&self) -> usize {
        self.tracks.len()
    }

    /// Whether it remembers no key.
    pub fn is_empty(&self) -> bool {
        self.tracks.is_empty()
    }

    /// Forgets the keys of which nothing lies within the reach of any rule any more, and tells how
    /// many they were. What it tells later is the same as if it had not.
    ///
    /// Costs in proportion to all keys. A host calls it now and then, where keys come and go.
    pub fn forget_idle(&mut self) -> usize {
        let before = self.tracks.len();
        let now = self.latest.timestamp_micros();
        let reach = self.reach;
        self.tracks.retain(|_, track| !track.is_idle(now, reach));
        before.saturating_sub(self.tracks.len())
    }
}
