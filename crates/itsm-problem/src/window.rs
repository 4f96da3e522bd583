//! The two kinds of windows: one that slides with each incident, and one of a row of equal ones.
//! All instants are in microseconds since 1970.

use crate::surge::SurgeTest;
use crate::track::Recent;
use crate::trend::Criticals;
use crate::trend_told::TrendEvidence;
use alloc::collections::VecDeque;
use itsm_core::time::Seconds;

/// To look one window up costs about as much as to pass by so many.
const LOOK_UP: usize = 8;

/// A length in microseconds. Lengths of policies are years at most.
pub(crate) fn micros(length: Seconds) -> i64 {
    i64::try_from(length.0.saturating_mul(1_000_000)).unwrap_or(i64::MAX)
}

/// Whether something lies before a window of this length that ends now.
pub(crate) const fn is_out(at: i64, now: i64, length: i64) -> bool {
    at <= now.saturating_sub(length)
}

/// A window that ends with each incident.
#[derive(Debug, Clone)]
pub(crate) struct Sliding {
    length: i64,
    needed: u64,
    /// The first inside, counted from the first of all.
    first: u64,
}

impl Sliding {
    pub(crate) const fn new(length: i64, needed: u64) -> Self {
        Self {
            length,
            needed,
            first: 0,
        }
    }

    /// Moves on; whether there are as many as needed.
    pub(crate) fn count(&mut self, now: i64, recent: &Recent) -> bool {
        self.first = self.first.max(recent.first());
        while recent
            .at(self.first)
            .is_some_and(|it| is_out(it, now, self.length))
        {
            self.first = self.first.saturating_add(1);
        }
        self.incidents(recent) >= self.needed
    }

    pub(crate) fn incidents(&self, recent: &Recent) -> u64 {
        recent.end().saturating_sub(self.first)
    }

    pub(crate) const fn since(&self, now: i64) -> i64 {
        now.saturating_sub(self.length)
    }
}

/// A window of a row of equal ones, and those before it that it is compared with.
#[derive(Debug, Clone)]
pub(crate) struct Grid {
    length: i64,
    history: u32,
    every: u32,
    one_in: u32,
    /// The first window that was observed as a whole.
    begin: i64,
    window: i64,
    count: u64,
    /// `None` as long as there is nothing to compare it with.
    test: Option<SurgeTest>,
    before: u64,
    critical: u64,
    /// Windows that had any, the earliest first.
    past: VecDeque<(i64, u64)>,
}

impl Grid {
    pub(crate) fn new(length: i64, [history, every, one_in]: [u32; 3], since: i64) -> Self {
        let begin = number(since.saturating_sub(1), length).saturating_add(1);
        Self {
            length,
            history,
            every,
            one_in,
            begin,
            window: i64::MIN,
            count: 0,
            test: None,
            before: 0,
            critical: u64::MAX,
            past: VecDeque::new(),
        }
    }

    /// Counts one; whether there are so many that it is a surge. The first of a window never is.
    pub(crate) fn count(&mut self, now: i64, criticals: &mut Criticals) -> bool {
        let window = number(now, self.length);
        if window != self.window {
            self.begin_window(window, criticals);
        }
        self.count = self.count.saturating_add(1);
        self.count >= self.critical
    }

    fn begin_window(&mut self, window: i64, criticals: &mut Criticals) {
        if self.count > 0 {
            self.past.push_back((self.window, self.count));
        }
        (self.window, self.count) = (window, 0);
        let reach = self.reach();
        while self
            .past
            .front()
            .is_some_and(|it| window.saturating_sub(it.0) > reach)
        {
            self.past.pop_front();
        }
        let every = i64::from(self.every);
        let observed = window
            .saturating_sub(self.begin)
            .checked_div(every)
            .unwrap_or(0);
        let observed = u32::try_from(observed.max(0))
            .unwrap_or(u32::MAX)
            .min(self.history);
        let farthest = i64::from(observed).saturating_mul(every);
        self.before = if self.past.len() / LOOK_UP > observed as usize {
            let compared = (1..=i64::from(observed)).filter_map(|it| {
                let then = window.saturating_sub(it.saturating_mul(every));
                let place = self.past.binary_search_by_key(&then, |it| it.0).ok()?;
                self.past.get(place).map(|it| it.1)
            });
            compared.sum()
        } else {
            let compared = self.past.iter().filter(|it| {
                let away = window.saturating_sub(it.0);
                away <= farthest && away.checked_rem(every) == Some(0)
            });
            compared.map(|it| it.1).sum()
        };
        self.test = (observed > 0).then(|| SurgeTest::new(observed, self.one_in));
        let critical = self.test.map(|it| criticals.of(it, self.before));
        self.critical = critical.unwrap_or(u64::MAX);
    }

    /// How many windows back the farthest is that it may be compared with.
    fn reach(&self) -> i64 {
        i64::from(self.history).saturating_mul(self.every.into())
    }

    pub(crate) fn is_idle(&self, now: i64) -> bool {
        number(now, self.length).saturating_sub(self.window) > self.reach()
    }

    pub(crate) const fn bounds(&self) -> (i64, i64) {
        let since = self.window.saturating_mul(self.length);
        (since, since.saturating_add(self.length))
    }

    pub(crate) fn evidence(&self) -> TrendEvidence {
        let test = self.test.unwrap_or(SurgeTest::new(1, self.one_in));
        TrendEvidence::Surge {
            incidents: self.count,
            expected: test.expected(self.before),
            history: self.before,
            windows: test.windows(),
            critical: self.critical,
            p_value: test.p_value(self.count, self.before),
            one_in: self.one_in,
        }
    }
}

/// In which window of the row something lies.
fn number(at: i64, length: i64) -> i64 {
    at.checked_div_euclid(length).unwrap_or(0)
}
