//! What is remembered of one key, and how the rules are judged by it.

use crate::trend::Criticals;
use crate::trend_policy::{KeyKind, TrendRule, TrendTest, needed};
use crate::trend_told::TrendEvidence;
use crate::window::{Grid, Sliding, is_out, micros};
use alloc::collections::VecDeque;
use alloc::vec::Vec;
use itsm_core::id::IncidentId;

/// The incidents of a key within the longest window, the earliest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent {
    /// When each came about, in microseconds since 1970.
    queue: VecDeque<(i64, IncidentId)>,
    /// How many have left the front.
    gone: u64,
}

impl Recent {
    /// When one came about, counted from the first of all.
    pub(crate) fn at(&self, place: u64) -> Option<i64> {
        let place = usize::try_from(place.checked_sub(self.gone)?).ok()?;
        self.queue.get(place).map(|it| it.0)
    }

    /// The place of the first that is still there.
    pub(crate) const fn first(&self) -> u64 {
        self.gone
    }

    /// The place behind the last.
    pub(crate) fn end(&self) -> u64 {
        self.gone.saturating_add(self.queue.len() as u64)
    }
}

/// One key: its incidents, and where each rule stands.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    recent: Recent,
    judges: Vec<Judge>,
}

/// A rule that is met.
pub(crate) struct Met {
    /// Its place in the policy.
    pub(crate) rule: usize,
    pub(crate) began: bool,
    pub(crate) since: i64,
    pub(crate) until: i64,
    pub(crate) incidents: Vec<IncidentId>,
    pub(crate) evidence: TrendEvidence,
}

/// Where one rule stands for one key.
#[derive(Debug, Clone)]
struct Judge {
    rule: usize,
    test: TrendTest,
    /// Whether it was met at the last incident.
    met: bool,
    window: Window,
}

#[derive(Debug, Clone)]
enum Window {
    /// It ends with each incident.
    Sliding(Sliding),
    /// One follows upon the other.
    Grid(Grid),
}

impl Track {
    /// For the rules that are for a kind of key; what came since this instant was observed.
    pub(crate) fn new(rules: &[TrendRule], kind: KeyKind, since: i64) -> Self {
        let rules = rules.iter().enumerate().filter(|(_, it)| it.is_for(kind));
        let judges = rules.map(|(rule, it)| Judge {
            rule,
            test: *it.test(),
            met: false,
            window: Window::of(it.test(), since),
        });
        Self {
            recent: Recent::default(),
            judges: judges.collect(),
        }
    }

    /// Takes in an incident; `false` if it was the last one already.
    pub(crate) fn push(&mut self, now: i64, incident: IncidentId, reach: i64) -> bool {
        let Recent { queue, gone } = &mut self.recent;
        if queue.back() == Some(&(now, incident)) {
            return false;
        }
        while queue.front().is_some_and(|it| is_out(it.0, now, reach)) {
            queue.pop_front();
            *gone = gone.saturating_add(1);
        }
        queue.push_back((now, incident));
        true
    }

    /// Tells which rules are met by the incident that was pushed last, at this instant.
    pub(crate) fn judge(&mut self, now: i64, criticals: &mut Criticals, mut tell: impl FnMut(Met)) {
        let Self { recent, judges } = self;
        for judge in judges {
            let is_met = match &mut judge.window {
                Window::Sliding(window) => window.count(now, recent),
                Window::Grid(window) => window.count(now, criticals),
            };
            let began = !judge.met;
            judge.met = is_met;
            if is_met {
                tell(judge.told(now, began, recent));
            }
        }
    }

    /// Whether it is as if it had never been.
    pub(crate) fn is_idle(&self, now: i64, reach: i64) -> bool {
        let last = self.recent.queue.back();
        let windows = || self.judges.iter().map(|it| &it.window);
        last.is_none_or(|it| is_out(it.0, now, reach))
            && windows().all(|it| match it {
                Window::Sliding(_) => true,
                Window::Grid(window) => window.is_idle(now),
            })
    }
}

impl Window {
    fn of(test: &TrendTest, since: i64) -> Self {
        match *test {
            TrendTest::Count { at_least, within } => {
                Self::Sliding(Sliding::new(micros(within), at_least.into()))
            }
            TrendTest::Rate {
                at_least,
                per,
                over,
            } => Self::Sliding(Sliding::new(micros(over), needed(at_least, per, over))),
            TrendTest::Surge {
                window,
                history,
                every,
                one_in,
            } => Self::Grid(Grid::new(micros(window), [history, every, one_in], since)),
        }
    }

    /// From when to when it is; a sliding one without its beginning, the other without its end.
    fn bounds(&self, now: i64) -> (i64, i64) {
        match self {
            Self::Sliding(window) => (window.since(now), now),
            Self::Grid(window) => window.bounds(),
        }
    }
}

impl Judge {
    fn told(&self, now: i64, began: bool, recent: &Recent) -> Met {
        let (since, until) = self.window.bounds(now);
        let holds = |at: i64| match self.window {
            Window::Sliding(_) => at > since,
            Window::Grid(_) => at >= since,
        };
        let newest = recent.queue.iter().rev();
        let most = if began { usize::MAX } else { 1 };
        let inside = newest.take(most).take_while(|it| holds(it.0));
        let mut incidents: Vec<IncidentId> = inside.map(|it| it.1).collect();
        incidents.reverse();
        Met {
            rule: self.rule,
            began,
            since,
            until,
            incidents,
            evidence: self.evidence(recent),
        }
    }

    fn evidence(&self, recent: &Recent) -> TrendEvidence {
        match (&self.window, self.test) {
            (Window::Grid(window), _) => window.evidence(),
            (
                Window::Sliding(window),
                TrendTest::Rate {
                    at_least,
                    per,
                    over,
                },
            ) => TrendEvidence::Rate {
                incidents: window.incidents(recent),
                over,
                at_least,
                per,
            },
            (Window::Sliding(window), TrendTest::Count { at_least, within }) => {
                TrendEvidence::Count {
                    incidents: window.incidents(recent),
                    at_least,
                    within,
                }
            }
            // A surge has no such window.
            (Window::Sliding(window), TrendTest::Surge { window: within, .. }) => {
                TrendEvidence::Count {
                    incidents: window.incidents(recent),
                    at_least: 0,
                    within,
                }
            }
        }
    }
}
