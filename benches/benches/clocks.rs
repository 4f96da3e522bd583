//! Service clocks: many live ones that wait for time, and one record that changes.

use criterion::Criterion;
use itsm::calendar::{DraftCalendar, DraftCalendarBook, Schedule, Seconds};
use itsm::core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm::core::draft::DraftCondition;
use itsm::core::time::Instant;
use itsm::service_level::board::Board;
use itsm::service_level::draft::{DraftClock, DraftServicePolicy};
use itsm::service_level::keeper::Timekeeper;
use itsm::service_level::policy::ServicePolicy;
use itsm::service_level::target::DraftTarget;
use itsm::service_level::threshold::ThresholdAt;
use itsm_benches::dice::Dice;
use itsm_benches::measure::{beside, run, size, timed, timed_from};
use std::fmt;
use std::hint::black_box;

/// The one thing that these records know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct State;

impl fmt::Display for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("state")
    }
}

impl Attribute for State {
    fn parse(name: &str) -> Option<Self> {
        (name == "state").then_some(Self)
    }
}

struct Desk;

const STATES: [&str; 4] = ["new", "working", "waiting", "done"];

impl Domains<State> for Desk {
    fn domain(&self, _: &State) -> Option<Domain> {
        Some(Domain::choice(STATES))
    }
}

struct Ticket(&'static str);

impl Subject<State> for Ticket {
    fn value(&self, _: &State) -> Option<Value<'_>> {
        Some(Value::Text(self.0))
    }
}

fn keeper() -> Timekeeper<State> {
    let state = || DraftCondition::attribute("state");
    let clock = |id: &str, hours, stop| {
        DraftClock::new(id, DraftTarget::hours(hours), DraftCondition::all([]), stop)
            .calendar("office")
            .threshold("half", ThresholdAt::Percent(50))
            .threshold("soon", ThresholdAt::Percent(75))
    };
    let draft = DraftServicePolicy {
        calendars: DraftCalendarBook {
            calendars: vec![
                DraftCalendar::new("Europe/Berlin")
                    .named("office")
                    .weekly("mon-fri", ["09:00-17:30"]),
            ],
            ..DraftCalendarBook::default()
        },
        clocks: vec![
            clock("response", 1, !state().is("new")),
            clock("resolution", 40, state().is("done")).pause(state().is("waiting")),
        ],
        ..DraftServicePolicy::default()
    };
    let policy = ServicePolicy::compile(draft, &Desk).expect("a valid policy");
    policy
        .over(at(0)..at(10 * 365 * 86_400))
        .expect("ten years")
}

/// So many seconds after the first of January 2026.
fn at(second: usize) -> Instant {
    let start: Instant = "2026-01-01T00:00:00Z".parse().expect("an instant");
    start + chrono::TimeDelta::seconds(i64::try_from(second).expect("some years"))
}

/// A board of records that were registered at random within two months.
fn board(keeper: &Timekeeper<State>, records: usize) -> Board<usize> {
    let mut dice = Dice::new(7);
    let mut board = Board::new();
    for key in 0..records {
        let at = at(dice.below(60 * 86_400));
        board
            .observe(keeper, key, at, &Ticket("new"))
            .expect("within the range");
    }
    board
}

/// An instant at which so many of them are due.
fn when_due(board: &Board<usize>, due: usize) -> Instant {
    let mut next: Vec<Instant> = board.iter().filter_map(|(_, it)| it.next()).collect();
    next.sort();
    next[due.min(next.len()) - 1]
}

fn due(criterion: &mut Criterion, keeper: &Timekeeper<State>) {
    let many = board(keeper, size(100_000, 200));
    let few = board(keeper, size(10_000, 100));
    let hundred = size(100, 20);
    let now = when_due(&many, hundred);
    let mut scanned: Vec<_> = many
        .iter()
        .map(|(key, clocks)| (*key, clocks.clone()))
        .collect();
    let said = many.clone().advance(now);
    let scan = |records: &mut Vec<(usize, itsm::service_level::clocks::Clocks)>| {
        let mut said = Vec::new();
        for (key, clocks) in records {
            if clocks.next().is_some_and(|next| next <= now) {
                said.extend(clocks.advance(now).into_iter().map(|it| (*key, it)));
            }
        }
        said.sort_by(|(a, one), (b, two)| one.at.cmp(&two.at).then(a.cmp(b)));
        said
    };
    assert_eq!(said, scan(&mut scanned.clone()));
    println!("{} clocks, {} signals at {now}", many.len(), said.len());
    beside(
        criterion,
        "clocks_due_beside_scan",
        0.1,
        hundred,
        timed_from(|| many.clone(), |mut board| (board.advance(now), board)),
        timed_from(
            || scanned.clone(),
            |mut records| (scan(&mut records), records),
        ),
    );
    scanned.clear();
    let thousand = size(1_000, 50);
    let (now_many, now_few) = (when_due(&many, thousand), when_due(&few, thousand));
    beside(
        criterion,
        "clocks_due_of_many_beside_few",
        2.0,
        thousand,
        timed_from(
            || many.clone(),
            |mut board| (board.advance(now_many), board),
        ),
        timed_from(|| few.clone(), |mut board| (board.advance(now_few), board)),
    );
}

/// The resolution clock and the response clock, as somebody would write them for this desk alone.
#[derive(Debug, Default)]
struct ByHand {
    response_due: Option<Instant>,
    response_met: Option<bool>,
    since: Option<Instant>,
    elapsed: u64,
    due: Option<Instant>,
    breached: bool,
    met: Option<bool>,
}

const TARGET: u64 = 40 * 3_600;

impl ByHand {
    fn observe(&mut self, schedule: &Schedule, at: Instant, state: &str) {
        if self.due.is_some_and(|due| at > due) {
            self.breached = true;
        }
        match (self.response_due, self.response_met) {
            (None, _) => self.response_due = schedule.add(at, Seconds::hours(1)).ok(),
            (Some(due), None) if state != "new" => self.response_met = Some(at <= due),
            _ => {}
        }
        if let Some(since) = self.since.take() {
            self.elapsed += schedule.between(since, at).map_or(0, |it| it.0);
        }
        match state {
            "done" => self.met = Some(!self.breached),
            "waiting" => self.due = None,
            _ => {
                self.since = Some(at);
                self.due = schedule.add(at, Seconds(TARGET - self.elapsed)).ok();
            }
        }
    }
}

fn observed(criterion: &mut Criterion, keeper: &Timekeeper<State>) {
    let records = size(10_000, 100);
    let mut dice = Dice::new(11);
    let histories: Vec<[(Instant, &str); 4]> = (0..records)
        .map(|_| {
            let mut second = dice.below(60 * 86_400);
            STATES.map(|state| {
                let here = at(second);
                second += dice.below(86_400);
                (here, state)
            })
        })
        .collect();
    let schedule = keeper.schedule("resolution").expect("it has one");
    let ours = || {
        let histories = black_box(&histories).iter();
        let folded = histories.map(|history| {
            let mut clocks = keeper.begin();
            for (at, state) in history {
                keeper
                    .observe(&mut clocks, *at, &Ticket(state))
                    .expect("within the range");
            }
            clocks
        });
        folded.collect::<Vec<_>>()
    };
    let twin = || {
        let histories = black_box(&histories).iter();
        let folded = histories.map(|history| {
            let mut clocks = ByHand::default();
            for (at, state) in history {
                clocks.observe(schedule, *at, state);
            }
            clocks
        });
        folded.collect::<Vec<_>>()
    };
    for (ours, twin) in ours().iter().zip(twin()) {
        let met = |id: &str| {
            ours.latest(id)
                .and_then(itsm::service_level::clock::Clock::met)
        };
        assert_eq!(
            (met("response"), met("resolution")),
            (twin.response_met, twin.met)
        );
    }
    beside(
        criterion,
        "clocks_observed",
        25.0,
        records * 4,
        timed(ours),
        timed(twin),
    );
}

fn bench(criterion: &mut Criterion) {
    let keeper = keeper();
    due(criterion, &keeper);
    observed(criterion, &keeper);
}

fn main() {
    run(bench);
}
