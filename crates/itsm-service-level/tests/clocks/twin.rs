//! A clock that walks second by second, and knows nothing of schedules, sums or instants ahead.
//!
//! It is slow and plain on purpose: at each second it asks whether the calendar is open, counts, and
//! looks whether anything is used up. The library has to say the same at every change.

use crate::desk::{Ask, Desk, PRIORITIES, Ticket, always, done, is, waiting};
use chrono::{TimeDelta, Weekday};
use itsm_calendar::{Calendar, DraftCalendar, DraftCalendarBook, Schedule};
use itsm_core::draft::DraftCondition;
use itsm_core::rule_table::{DraftRule, DraftRuleTable};
use itsm_core::time::{Instant, Seconds};
use itsm_service_level::clock::{Clock, ClockStage};
use itsm_service_level::definition::OnReopen;
use itsm_service_level::draft::{DraftClock, DraftServicePolicy};
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::target::DraftTarget;
use itsm_service_level::threshold::ThresholdAt;
use proptest::prelude::*;

/// What is drawn for one case.
#[derive(Debug, Clone)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one choice of a definition"
)]
pub(crate) struct Case {
    pub(crate) zone: &'static str,
    pub(crate) windows: Vec<(Weekday, u32, u32)>,
    pub(crate) first: Instant,
    /// Seconds since the one before, and the ticket since then.
    pub(crate) history: Vec<(i64, Ticket)>,
    pub(crate) target: u64,
    pub(crate) urgent_target: u64,
    pub(crate) percent: u16,
    pub(crate) after: u64,
    pub(crate) retroactive: bool,
    pub(crate) earlier_pauses: bool,
    pub(crate) resume_when_working: bool,
    pub(crate) start_when_not_p4: bool,
    pub(crate) on_reopen: OnReopen,
    pub(crate) tail: i64,
}

const WEEK: [Weekday; 7] = [
    Weekday::Mon,
    Weekday::Tue,
    Weekday::Wed,
    Weekday::Thu,
    Weekday::Fri,
    Weekday::Sat,
    Weekday::Sun,
];

fn ticket() -> impl Strategy<Value = Ticket> {
    let state = prop::sample::select(vec![
        "new", "working", "working", "waiting", "vendor", "resolved", "closed",
    ]);
    (state, prop::sample::select(PRIORITIES.to_vec()))
        .prop_map(|(state, priority)| Ticket::new().state(state).priority(priority))
}

pub(crate) fn case() -> impl Strategy<Value = Case> {
    let window = (
        prop::sample::select(WEEK.to_vec()),
        0_u32..1_440,
        60_u32..900,
    );
    let zone = prop::sample::select(vec!["UTC", "Europe/Berlin", "America/New_York"]);
    // Around the clock changes of both continents.
    let first = prop::sample::select(vec![1_772_582_400_i64, 1_774_310_400, 1_792_540_800]);
    let gap = prop_oneof![0_i64..3, 1_i64..7_200, 1_i64..200_000];
    let rules = (
        (60_u64..40_000, 60_u64..20_000, 1_u16..300, 1_u64..20_000),
        (any::<bool>(), any::<bool>(), any::<bool>(), any::<bool>()),
        prop::sample::select(OnReopen::ALL.to_vec()),
    );
    (
        zone,
        prop::collection::vec(window, 1..9),
        (first, 0_i64..604_800),
        prop::collection::vec((gap, ticket()), 1..10),
        rules,
        0_i64..300_000,
    )
        .prop_map(
            |(zone, windows, (first, more), history, (sums, flags, on_reopen), tail)| Case {
                zone,
                windows,
                first: Instant::from_timestamp(first + more, 0).unwrap(),
                history,
                target: sums.0,
                urgent_target: sums.1,
                percent: sums.2,
                after: sums.3,
                retroactive: flags.0,
                earlier_pauses: flags.1,
                resume_when_working: flags.2,
                start_when_not_p4: flags.3,
                on_reopen,
                tail,
            },
        )
}

impl Case {
    fn calendar(&self) -> DraftCalendar {
        let mut draft = DraftCalendar::new(self.zone).named("desk");
        for (day, start, length) in &self.windows {
            let end = start + length;
            let clock = |minute: u32| format!("{:02}:{:02}", minute / 60 % 24, minute % 60);
            let next = match end {
                1_440 => "24:00".to_owned(),
                end if end > 1_440 => format!("{}+1", clock(end)),
                end => clock(end),
            };
            let day = day.to_string().to_lowercase();
            draft = draft.weekly(day, [format!("{}-{next}", clock(*start))]);
        }
        draft
    }

    pub(crate) fn policy(&self) -> ServicePolicy<Ask> {
        let start = if self.start_when_not_p4 {
            !is("priority", "P4")
        } else {
            always()
        };
        let mut clock = DraftClock::new(
            "clock",
            DraftTarget::OpenTime {
                seconds: Seconds(self.target),
            },
            start,
            done(),
        )
        .calendar("desk")
        .pause(waiting())
        .threshold("share", ThresholdAt::Percent(self.percent))
        .threshold("after", ThresholdAt::AfterDue(Seconds(self.after)))
        .threshold("before", ThresholdAt::BeforeDue(Seconds(self.after)));
        clock.targets = DraftRuleTable {
            rules: vec![DraftRule::new(
                "urgent",
                is("priority", "P1"),
                DraftTarget::OpenTime {
                    seconds: Seconds(self.urgent_target),
                },
            )],
        };
        if self.retroactive {
            clock = clock.counts_from("registered");
        }
        clock.earlier_pauses = self.earlier_pauses;
        if self.resume_when_working {
            clock.resume = Some(DraftCondition::attribute("state").is("working"));
        }
        clock.on_reopen = self.on_reopen;
        clock.breakdown = vec!["priority".into(), "state".into()];
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

    pub(crate) fn schedule(&self) -> Schedule {
        let calendar = Calendar::try_from(self.calendar()).unwrap();
        let before = self.first - TimeDelta::days(20);
        calendar
            .compile(before..self.first + TimeDelta::days(600))
            .unwrap()
    }

    /// The tickets, each with the instant since which it stood so.
    pub(crate) fn told(&self) -> Vec<(Instant, Ticket)> {
        let mut at = self.first;
        let mut told = Vec::new();
        for (gap, ticket) in &self.history {
            at += TimeDelta::seconds(*gap);
            told.push((
                at,
                ticket.clone().registered(self.first - TimeDelta::hours(7)),
            ));
        }
        told
    }
}

/// One clock of the twin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slow {
    cycle: u32,
    stage: &'static str,
    elapsed: u64,
    target: u64,
    breached_at: Option<Instant>,
    reached: Vec<(&'static str, Instant)>,
    /// Since when it has been full, and runs.
    full_at: Option<Instant>,
}

#[derive(Debug, Default)]
struct Walker {
    clocks: Vec<Slow>,
    waits: bool,
    /// Open seconds counted as waiting, one entry a second, for retroactive clocks.
    open_and_free: Vec<(Instant, bool, bool)>,
}

impl Walker {
    fn target(case: &Case, ticket: &Ticket) -> u64 {
        if ticket.priority == "P1" {
            case.urgent_target
        } else {
            case.target
        }
    }

    fn thresholds(case: &Case, target: u64) -> [(&'static str, u64); 3] {
        [
            ("share", (target * u64::from(case.percent)).div_ceil(100)),
            ("after", target + case.after),
            ("before", target.saturating_sub(case.after)),
        ]
    }

    /// What time alone has brought about at a second.
    fn look(&mut self, case: &Case, now: Instant) {
        let Some(clock) = self.clocks.last_mut().filter(|it| it.stage == "running") else {
            return;
        };
        if clock.breached_at.is_none() {
            if let Some(full_at) = clock.full_at.filter(|at| *at < now) {
                clock.breached_at = Some(full_at);
            }
        }
        if clock.elapsed >= clock.target && clock.full_at.is_none() {
            clock.full_at = Some(now);
        }
        clock.reach(case, now);
    }

    fn change(&mut self, case: &Case, now: Instant, ticket: &Ticket) {
        let stops = ["resolved", "closed"].contains(&ticket.state);
        let wanted = !case.start_when_not_p4 || ticket.priority != "P4";
        let active = self.clocks.last().is_some_and(Slow::is_active);
        if !active && wanted && !stops {
            let completed = self.clocks.last_mut().filter(|it| it.stage == "completed");
            match (completed, case.on_reopen) {
                (Some(_), OnReopen::Stay) => {}
                (None, _) => self.attach(case, now, ticket, case.retroactive),
                (Some(_), OnReopen::NewCycle) => self.attach(case, now, ticket, false),
                (Some(clock), _) => {
                    clock.stage = if self.waits { "paused" } else { "running" };
                    clock.full_at = None;
                    clock.behind(case, now);
                }
            }
        }
        if let Some(clock) = self.clocks.last_mut().filter(|it| it.is_active()) {
            if stops {
                clock.stage = "completed";
            } else if !wanted {
                clock.stage = "canceled";
            } else {
                let target = Self::target(case, ticket);
                if clock.target != target {
                    clock.target = target;
                    clock.full_at = None;
                    clock.behind(case, now);
                }
            }
        }
        let pauses = ["waiting", "vendor"].contains(&ticket.state);
        if pauses {
            self.waits = true;
        } else if !case.resume_when_working || ticket.state == "working" {
            self.waits = false;
        }
        if let Some(clock) = self.clocks.last_mut().filter(|it| it.is_active()) {
            if clock.stage == "paused" && !self.waits {
                clock.full_at = (clock.elapsed >= clock.target).then_some(now);
            }
            clock.stage = if self.waits { "paused" } else { "running" };
            if !self.waits {
                if clock.elapsed >= clock.target && clock.full_at.is_none() {
                    clock.full_at = Some(now);
                }
                clock.reach(case, now);
            }
        }
    }

    fn attach(&mut self, case: &Case, now: Instant, ticket: &Ticket, retroactive: bool) {
        let pauses = ["waiting", "vendor"].contains(&ticket.state);
        if !(pauses || retroactive && case.earlier_pauses) {
            self.waits = false;
        }
        let registered = case.first - TimeDelta::hours(7);
        let counts = |(at, open, waits): &&(Instant, bool, bool)| {
            retroactive && *at >= registered && *open && !(*waits && case.earlier_pauses)
        };
        let elapsed = self.open_and_free.iter().filter(counts).count() as u64;
        let mut clock = Slow {
            cycle: u32::try_from(self.clocks.len()).unwrap() + 1,
            stage: if self.waits { "paused" } else { "running" },
            elapsed,
            target: Self::target(case, ticket),
            breached_at: None,
            reached: Vec::new(),
            full_at: None,
        };
        clock.behind(case, now);
        self.clocks.push(clock);
    }
}

impl Slow {
    fn is_active(&self) -> bool {
        ["running", "paused"].contains(&self.stage)
    }

    /// Thresholds that are used up.
    fn reach(&mut self, case: &Case, now: Instant) {
        for (name, amount) in Walker::thresholds(case, self.target) {
            if self.elapsed >= amount && !self.reached.iter().any(|(it, _)| *it == name) {
                self.reached.push((name, now));
            }
        }
    }

    /// What is behind the clock at a change that makes it count, or promise, something else.
    fn behind(&mut self, case: &Case, now: Instant) {
        if self.elapsed > self.target && self.breached_at.is_none() {
            self.breached_at = Some(now);
        }
        self.reach(case, now);
    }
}

/// Walks a whole case, and shows what it has after each change and at the end.
pub(crate) fn walk(case: &Case) -> Vec<Vec<Slow>> {
    let schedule = case.schedule();
    let told = case.told();
    let mut walker = Walker::default();
    let mut shown = Vec::new();
    let mut changes = told.iter().peekable();
    let end = told.last().unwrap().0 + TimeDelta::seconds(case.tail);
    let mut now = case.first - TimeDelta::hours(8);
    loop {
        walker.look(case, now);
        while let Some((_, ticket)) = changes.next_if(|(at, _)| *at == now) {
            walker.change(case, now, ticket);
            shown.push(walker.clocks.clone());
        }
        if now >= end {
            break;
        }
        let open = schedule.is_open(now).unwrap();
        walker.open_and_free.push((now, open, walker.waits));
        let counting = matches!(case.on_reopen, OnReopen::ContinueCounting);
        if let Some(clock) = walker.clocks.last_mut().filter(|_| open) {
            let between_ends = counting && clock.stage == "completed";
            clock.elapsed += u64::from(clock.stage == "running" || between_ends);
        }
        now += TimeDelta::seconds(1);
    }
    shown.push(walker.clocks);
    shown
}

/// The same view of the library's clocks.
pub(crate) fn view(clock: &Clock, elapsed: u64, target: u64) -> Slow {
    let names = ["share", "after", "before"];
    let name = |text: &str| names.into_iter().find(|it| *it == text).unwrap();
    Slow {
        cycle: clock.key().cycle,
        stage: match clock.stage() {
            ClockStage::Running { .. } => "running",
            ClockStage::Paused { .. } => "paused",
            ClockStage::Completed { .. } => "completed",
            ClockStage::Canceled { .. } => "canceled",
        },
        elapsed,
        target,
        breached_at: clock.breach().map(|it| it.at),
        reached: {
            let reached = clock.reached().iter();
            reached
                .map(|it| (name(it.threshold.as_str()), it.at))
                .collect()
        },
        full_at: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 80, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn clocks_agree_with_a_walk_second_by_second(case in case()) {
        let range = case.first - TimeDelta::days(20)..case.first + TimeDelta::days(600);
        let keeper = case.policy().over(range).unwrap();
        let mut clocks = keeper.begin();
        let mut shown = Vec::new();
        let mut show = |clocks: &itsm_service_level::clocks::Clocks, now| {
            let list = clocks.iter().map(|clock| {
                let reading = keeper.read(clock, now).unwrap().unwrap();
                view(clock, reading.elapsed.as_secs(), reading.used.denominator)
            });
            shown.push(list.collect::<Vec<_>>());
        };
        let told = case.told();
        for (at, ticket) in &told {
            keeper.observe(&mut clocks, *at, ticket).unwrap();
            show(&clocks, *at);
        }
        let end = told.last().unwrap().0 + TimeDelta::seconds(case.tail);
        clocks.advance(end);
        show(&clocks, end);
        let mut expected = walk(&case);
        for (step, (ours, theirs)) in shown.iter_mut().zip(&mut expected).enumerate() {
            for clock in ours.iter_mut().chain(theirs.iter_mut()) {
                clock.reached.sort();
                clock.full_at = None;
                // What passes between an end and a reopening is added when it reopens.
                if clock.stage == "completed" && case.on_reopen == OnReopen::ContinueCounting {
                    clock.elapsed = 0;
                }
            }
            prop_assert_eq!(ours, theirs, "after change {}", step);
        }
    }
}
