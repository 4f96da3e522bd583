//! A second twin, which looks at every quarter of a second: for all rules of pauses and ties, for
//! moments, resets and changes at one instant.
//!
//! It keeps for each clock whether it stood still in which quarter, and nothing else. Whatever is
//! asked is worked out from the start again, by counting quarters.

use crate::desk::{Ask, Desk, Ticket, always, done, is, waiting};
use chrono::TimeDelta;
use itsm_calendar::{Calendar, DraftCalendar, DraftCalendarBook, DueAtClose, PauseRule};
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::time::{Instant, Seconds};
use itsm_service_level::clock::ClockStage;
use itsm_service_level::definition::{OldClock, OnReopen};
use itsm_service_level::draft::{DraftCancel, DraftClock, DraftReset, DraftServicePolicy};
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::target::DraftTarget;
use itsm_service_level::threshold::ThresholdAt;
use proptest::prelude::*;

const HORIZON: usize = 30 * 3_600 * 4;

#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one choice of a definition"
)]
#[derive(Debug, Clone)]
struct Case {
    /// Windows of the first day in quarters; from the second day on it is always open.
    windows: Vec<(u32, u32)>,
    /// The quarters in which the ticket changes, and how it stands since then.
    history: Vec<(usize, Ticket)>,
    registered: usize,
    end: usize,
    target: u64,
    urgent: u64,
    share: u16,
    around: u64,
    moment: bool,
    rule: PauseRule,
    tie: DueAtClose,
    on_reopen: OnReopen,
    old: Option<OldClock>,
    cancel: DraftCancel,
    retroactive: bool,
    earlier_pauses: bool,
    resume_when_working: bool,
    start_when_not_p4: bool,
}

fn first() -> Instant {
    "2026-03-02T00:00:00Z".parse().unwrap()
}

fn instant(quarter: usize) -> Instant {
    first() + TimeDelta::milliseconds(i64::try_from(quarter).unwrap() * 250)
}

fn quarter(at: Instant) -> usize {
    let passed = (at - first()).num_milliseconds();
    assert_eq!(passed % 250, 0, "{at}");
    usize::try_from(passed / 250).unwrap()
}

fn ticket() -> impl Strategy<Value = Ticket> {
    let state = prop::sample::select(vec!["new", "working", "waiting", "vendor", "resolved"]);
    let priority = prop::sample::select(vec!["P1", "P2", "P3", "P4"]);
    let group = prop::sample::select(vec!["desk", "desk", "network"]);
    let due = prop::option::of(3_000_usize..20_000);
    (state, priority, group, due).prop_map(|(state, priority, group, due)| {
        let mut ticket = Ticket::new().state(state).priority(priority).group(group);
        ticket.due_date = due.map(instant);
        ticket
    })
}

fn case() -> impl Strategy<Value = Case> {
    let window = (0_u32..360, 1_u32..90).prop_map(|(start, length)| (start, start + length));
    // Some gaps and targets are round, so that changes meet what is due.
    let round = || prop::sample::select(vec![100_u64, 200, 300]);
    let gap = prop_oneof![
        0_usize..3,
        1_usize..400,
        1_usize..4_000,
        round().prop_map(|it| usize::try_from(it * 4).unwrap()),
        round().prop_map(|it| usize::try_from(it * 4).unwrap()),
    ];
    let windows = prop::collection::vec(window, 1..9);
    let history = prop::collection::vec((gap, ticket()), 1..10);
    let numbers = (
        prop_oneof![1_u64..1_000, round()],
        prop_oneof![1_u64..500, round()],
        prop::sample::select(vec![25_u16, 50, 99, 100, 150]),
        1_u64..400,
    );
    let rules = (
        prop::sample::select(vec![
            PauseRule::OpenTime,
            PauseRule::LengthAsOpenTime,
            PauseRule::WallClock,
        ]),
        prop::sample::select(vec![DueAtClose::AtClose, DueAtClose::NextOpening]),
        prop::sample::select(OnReopen::ALL.to_vec()),
        prop::option::of(prop::sample::select(OldClock::ALL.to_vec())),
        prop::sample::select(vec![
            DraftCancel::StartNoLongerTrue,
            DraftCancel::Never,
            DraftCancel::When(is("priority", "P2")),
        ]),
    );
    let flags = prop::array::uniform5(any::<bool>());
    let begin = (1_000_usize..3_000, 0_usize..3_000, 0_usize..8_000);
    (windows, history, numbers, rules, flags, begin).prop_map(
        |(windows, history, numbers, rules, flags, (first, before, tail))| {
            let mut at = first;
            let mut told = Vec::new();
            let registered = first.saturating_sub(before);
            for (gap, ticket) in history {
                at += gap;
                told.push((at, ticket.registered(instant(registered))));
            }
            Case {
                windows,
                history: told,
                registered,
                end: at + tail,
                target: numbers.0,
                urgent: numbers.1,
                share: if flags[0] { 100 } else { numbers.2 },
                around: numbers.3,
                moment: flags[0],
                rule: rules.0,
                tie: rules.1,
                on_reopen: rules.2,
                old: rules.3,
                cancel: rules.4,
                retroactive: flags[1],
                earlier_pauses: flags[2],
                resume_when_working: flags[3],
                start_when_not_p4: flags[4],
            }
        },
    )
}

impl Case {
    fn calendar(&self) -> DraftCalendar {
        let clock = |minute: u32| format!("{:02}:{:02}", minute / 60, minute % 60);
        let mut draft = DraftCalendar::new("UTC").named("desk");
        for (start, end) in &self.windows {
            let window = format!("{}-{}", clock(*start), clock(*end));
            draft = draft.weekly("mon", [window]);
        }
        draft.weekly("tue-sun", ["00:00-24:00"])
    }

    fn policy(&self) -> ServicePolicy<Ask> {
        let start = if self.start_when_not_p4 {
            !is("priority", "P4")
        } else {
            always()
        };
        let seconds = |n| DraftTarget::OpenTime {
            seconds: Seconds(n),
        };
        let mut clock = DraftClock::new("clock", seconds(self.target), start, done())
            .calendar("desk")
            .threshold("share", ThresholdAt::Percent(self.share))
            .threshold("after", ThresholdAt::AfterDue(Seconds(self.around)))
            .threshold("before", ThresholdAt::BeforeDue(Seconds(self.around)));
        if self.moment {
            clock.target = Some(DraftTarget::DueDate {
                attribute: "due_date".into(),
            });
        } else {
            clock = clock.pause(waiting());
            if self.resume_when_working {
                clock.resume = Some(is("state", "working"));
            }
        }
        clock.targets = DraftRuleTable {
            rules: vec![DraftRule::new(
                "urgent",
                is("priority", "P1"),
                seconds(self.urgent),
            )],
        };
        clock.counts_from = self.retroactive.then(|| "registered".into());
        clock.earlier_pauses = self.earlier_pauses;
        clock.cancel = self.cancel.clone();
        clock.on_reopen = self.on_reopen;
        clock.pause_rule = self.rule;
        clock.due_at_close = self.tie;
        clock.reset = self.old.map(|old| DraftReset {
            when: Some(is("priority", "P3")),
            on_change_of: vec!["group".into()],
            old,
        });
        let draft = DraftServicePolicy {
            calendars: DraftCalendarBook {
                calendars: vec![self.calendar()],
                ..DraftCalendarBook::default()
            },
            clocks: vec![clock],
            ..DraftServicePolicy::default()
        };
        ServicePolicy::compile(draft, &Desk).unwrap()
    }

    /// Whether each quarter is open.
    fn open(&self) -> Vec<bool> {
        let calendar = Calendar::try_from(self.calendar()).unwrap();
        let range = first() - TimeDelta::days(1)..first() + TimeDelta::days(9);
        let schedule = calendar.compile(range).unwrap();
        let second = |quarter| schedule.is_open(instant(quarter)).unwrap();
        let seconds: Vec<bool> = (0..HORIZON).step_by(4).map(second).collect();
        (0..HORIZON).map(|quarter| seconds[quarter / 4]).collect()
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Promised {
    Amount(usize),
    Moment(usize),
}

/// One clock of the twin.
#[derive(Debug, Clone)]
struct Slow {
    stage: &'static str,
    start: usize,
    promised: Promised,
    /// Whether it stood still, for each quarter from 0 on.
    still: Vec<bool>,
    breached_at: Option<usize>,
    reached: Vec<(&'static str, usize)>,
}

struct Walker<'c> {
    case: &'c Case,
    open: Vec<bool>,
    /// For each quarter so far, whether the record waited.
    waited: Vec<bool>,
    waits: bool,
    group: Option<&'static str>,
    was_p3: bool,
    clocks: Vec<Slow>,
}

impl Walker<'_> {
    /// When so many open quarters have passed since one.
    fn reach(&self, start: usize, amount: usize) -> usize {
        let mut opens = (start..HORIZON).filter(|at| self.open[*at]);
        match (self.case.tie, amount) {
            (DueAtClose::NextOpening, amount) => opens.nth(amount).unwrap(),
            (DueAtClose::AtClose, 0) => start,
            (DueAtClose::AtClose, amount) => opens.nth(amount - 1).unwrap() + 1,
        }
    }

    /// When a clock uses up so much, as far as is known at `now`.
    fn when(&self, clock: &Slow, amount: usize, now: usize) -> usize {
        let (mut shift, mut wall, mut in_time) = (0, 0, false);
        let mut not_before = clock.start;
        let at = |shift: usize, wall: usize, not_before: usize| {
            (self.reach(clock.start, amount + shift) + wall).max(not_before)
        };
        let mut due = at(0, 0, not_before);
        for quarter in clock.start..now {
            if !clock.still[quarter] {
                in_time = false;
                continue;
            }
            let begins = quarter == clock.start || !clock.still[quarter - 1];
            if begins {
                in_time = quarter <= due;
            }
            if !in_time {
                continue;
            }
            match self.case.rule {
                PauseRule::OpenTime => shift += usize::from(self.open[quarter]),
                PauseRule::LengthAsOpenTime => shift += 1,
                PauseRule::WallClock => wall += 1,
            }
            not_before = quarter + 1;
            if quarter + 1 == now || !clock.still[quarter + 1] {
                due = at(shift, wall, not_before);
            }
        }
        due
    }

    fn due(&self, clock: &Slow, now: usize) -> usize {
        match clock.promised {
            Promised::Amount(amount) => self.when(clock, amount, now),
            Promised::Moment(due) => due,
        }
    }

    fn thresholds(&self, clock: &Slow, now: usize) -> Vec<(&'static str, usize)> {
        let around = usize::try_from(self.case.around).unwrap() * 4;
        let share = usize::from(self.case.share);
        match clock.promised {
            Promised::Amount(amount) => {
                let share = (amount / 4 * share).div_ceil(100) * 4;
                [
                    ("share", share),
                    ("after", amount + around),
                    ("before", amount.saturating_sub(around)),
                ]
                .map(|(name, amount)| (name, self.when(clock, amount, now)))
                .into()
            }
            Promised::Moment(due) => {
                let whole = self.open[clock.start..due].iter().filter(|it| **it).count();
                let back = (clock.start..due).rev().filter(|at| self.open[*at]);
                let before = if whole <= around {
                    clock.start
                } else {
                    back.take(around).last().unwrap()
                };
                vec![
                    ("share", self.reach(clock.start, whole)),
                    ("after", self.reach(due, around)),
                    ("before", before),
                ]
            }
        }
    }

    fn promised(&self, ticket: &Ticket, start: usize) -> Promised {
        let quarters = |seconds: u64| Promised::Amount(usize::try_from(seconds).unwrap() * 4);
        if ticket.priority == "P1" {
            quarters(self.case.urgent)
        } else if self.case.moment {
            let due = ticket.due_date.map(quarter).filter(|due| *due > start);
            let open = |due| (due..HORIZON).find(|at| self.open[*at]).unwrap();
            Promised::Moment(due.map_or(start + 4, open))
        } else {
            quarters(self.case.target)
        }
    }

    /// What is behind a clock that has counted up to `frontier` is so at `now`.
    fn behind(&self, clock: &mut Slow, frontier: usize, now: usize) {
        for (name, at) in self.thresholds(clock, frontier) {
            if at <= frontier && !clock.reached.iter().any(|(it, _)| *it == name) {
                clock.reached.push((name, now));
            }
        }
        if self.due(clock, frontier) < frontier && clock.breached_at.is_none() {
            clock.breached_at = Some(now);
        }
    }

    /// Time passes from one change to the next, or to the end.
    fn pass(&mut self, from: usize, now: usize) {
        self.waited.resize(now, self.waits);
        let between = self.case.on_reopen == OnReopen::Continue;
        for i in 0..self.clocks.len() {
            let mut clock = self.clocks[i].clone();
            let stands = clock.stage == "paused" || clock.stage == "completed" && between;
            clock.still.resize(now, stands);
            if clock.stage == "running" {
                for (name, at) in self.thresholds(&clock, from) {
                    if at <= now && !clock.reached.iter().any(|(it, _)| *it == name) {
                        clock.reached.push((name, at));
                    }
                }
                let due = self.due(&clock, from);
                if due < now && clock.breached_at.is_none() {
                    clock.breached_at = Some(due);
                }
            }
            self.clocks[i] = clock;
        }
    }

    fn attach(&mut self, now: usize, ticket: &Ticket, retroactive: bool) {
        let pauses = !self.case.moment && ["waiting", "vendor"].contains(&ticket.state);
        let start = if retroactive && self.case.retroactive {
            self.case.registered.min(now)
        } else {
            now
        };
        let earlier = start < now && self.case.earlier_pauses;
        if !earlier && !pauses {
            self.waits = false;
        }
        let still = if earlier {
            self.waited.clone()
        } else {
            vec![false; now]
        };
        let mut clock = Slow {
            stage: if self.waits { "paused" } else { "running" },
            start,
            promised: self.promised(ticket, start),
            still,
            breached_at: None,
            reached: Vec::new(),
        };
        let mut frontier = now;
        while self.waits && earlier && frontier > start && self.waited[frontier - 1] {
            frontier -= 1;
        }
        self.behind(&mut clock, frontier, now);
        self.clocks.push(clock);
    }

    fn change(&mut self, now: usize, ticket: &Ticket) {
        let stops = ticket.state == "resolved";
        let wanted = !self.case.start_when_not_p4 || ticket.priority != "P4";
        let cancels = match self.case.cancel {
            DraftCancel::When(_) => ticket.priority == "P2",
            _ => false,
        };
        let regrouped = self.group.is_some() && self.group != ticket.group;
        let resets =
            self.case.old.is_some() && (regrouped || ticket.priority == "P3" && !self.was_p3);
        self.was_p3 = ticket.priority == "P3";
        self.group = ticket.group;
        let mut fresh = false;
        let active = self.clocks.last().is_some_and(Slow::is_active);
        if !active && wanted && !stops && !cancels {
            let done = self.clocks.last().is_some_and(|it| it.stage == "completed");
            match self.case.on_reopen {
                _ if !done => {
                    self.attach(now, ticket, true);
                    fresh = true;
                }
                OnReopen::Stay => {}
                OnReopen::NewCycle => {
                    self.attach(now, ticket, false);
                    fresh = true;
                }
                _ => {
                    let mut clock = self.clocks.pop().unwrap();
                    clock.stage = "running";
                    self.behind(&mut clock, now, now);
                    clock.stage = if self.waits { "paused" } else { "running" };
                    self.clocks.push(clock);
                }
            }
        }
        if self.clocks.last().is_some_and(Slow::is_active) {
            let last = self.clocks.last_mut().unwrap();
            if stops {
                last.stage = "completed";
            } else if resets && wanted && !fresh {
                let canceled = self.case.old == Some(OldClock::Cancel);
                last.stage = if canceled { "canceled" } else { "completed" };
                self.attach(now, ticket, false);
            }
        }
        if self.clocks.last().is_some_and(Slow::is_active) {
            let mut clock = self.clocks.pop().unwrap();
            if cancels || !wanted && self.case.cancel == DraftCancel::StartNoLongerTrue {
                clock.stage = "canceled";
            } else {
                let promised = self.promised(ticket, clock.start);
                if promised != clock.promised {
                    clock.promised = promised;
                    let mut frontier = now;
                    while clock.stage == "paused"
                        && frontier > clock.start
                        && clock.still[frontier - 1]
                    {
                        frontier -= 1;
                    }
                    self.behind(&mut clock, frontier, now);
                }
            }
            self.clocks.push(clock);
        }
        if !self.case.moment {
            if ["waiting", "vendor"].contains(&ticket.state) {
                self.waits = true;
            } else if !self.case.resume_when_working || ticket.state == "working" {
                self.waits = false;
            }
        }
        if self.clocks.last().is_some_and(Slow::is_active) {
            let mut clock = self.clocks.pop().unwrap();
            let resumes = clock.stage == "paused" && !self.waits;
            clock.stage = if self.waits { "paused" } else { "running" };
            if resumes {
                self.behind(&mut clock, now, now);
            }
            self.clocks.push(clock);
        }
    }

    /// What of a clock is compared: its stage, since when it is missed, what it has reached when,
    /// and what it has counted, in quarters.
    fn view(&self, clock: &Slow, now: usize) -> View {
        let mut reached = clock.reached.clone();
        reached.sort_unstable();
        let counts = |at: &usize| self.open[*at] && !clock.still[*at];
        let counted = (clock.start..now).filter(counts).count();
        let is_over = !clock.is_active();
        View {
            stage: clock.stage,
            breached_at: clock.breached_at,
            reached,
            counted: if is_over { 0 } else { counted },
            due: (clock.stage == "running").then(|| self.due(clock, now)),
        }
    }
}

impl Slow {
    fn is_active(&self) -> bool {
        ["running", "paused"].contains(&self.stage)
    }
}

#[derive(Debug, PartialEq, Eq)]
struct View {
    stage: &'static str,
    breached_at: Option<usize>,
    reached: Vec<(&'static str, usize)>,
    counted: usize,
    due: Option<usize>,
}

fn walk(case: &Case) -> Vec<Vec<View>> {
    let mut walker = Walker {
        case,
        open: case.open(),
        waited: Vec::new(),
        waits: false,
        group: None,
        was_p3: false,
        clocks: Vec::new(),
    };
    let mut shown = Vec::new();
    let mut before = 0;
    for (at, ticket) in &case.history {
        walker.pass(before, *at);
        walker.change(*at, ticket);
        before = *at;
        let views = walker.clocks.iter().map(|it| walker.view(it, *at));
        shown.push(views.collect());
    }
    walker.pass(before, case.end);
    let views = walker.clocks.iter().map(|it| walker.view(it, case.end));
    shown.push(views.collect());
    shown
}

fn library(case: &Case) -> Vec<Vec<View>> {
    let range = first() - TimeDelta::days(1)..first() + TimeDelta::days(9);
    let keeper = case.policy().over(range).unwrap();
    let mut clocks = keeper.begin();
    let names = ["after", "before", "share"];
    let view = |clocks: &itsm_service_level::clocks::Clocks, now: usize| {
        let views = clocks.iter().map(|clock| {
            let reading = keeper.read(clock, instant(now)).unwrap().unwrap();
            let reached = clock.reached().iter().map(|it| {
                let name = names.iter().find(|name| it.threshold.as_str() == **name);
                (*name.unwrap(), quarter(it.at))
            });
            let mut reached: Vec<_> = reached.collect();
            reached.sort_unstable();
            View {
                stage: match clock.stage() {
                    ClockStage::Running { .. } => "running",
                    ClockStage::Paused { .. } => "paused",
                    ClockStage::Completed { .. } => "completed",
                    ClockStage::Canceled { .. } => "canceled",
                },
                breached_at: clock.breach().map(|it| quarter(it.at)),
                reached,
                counted: if clock.is_active() {
                    usize::try_from(reading.elapsed.as_millis() / 250).unwrap()
                } else {
                    0
                },
                due: clock.due().filter(|_| clock.is_running()).map(quarter),
            }
        });
        views.collect::<Vec<_>>()
    };
    let mut shown = Vec::new();
    for (at, ticket) in &case.history {
        keeper.observe(&mut clocks, instant(*at), ticket).unwrap();
        shown.push(view(&clocks, *at));
    }
    clocks.advance(instant(case.end));
    shown.push(view(&clocks, case.end));
    shown
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn clocks_agree_with_a_count_of_quarters(case in case()) {
        for (step, (ours, theirs)) in library(&case).iter().zip(&walk(&case)).enumerate() {
            prop_assert_eq!(ours, theirs, "after change {}", step);
        }
    }
}
