//! Laws that hold for every history, every definition and every calendar.

use crate::desk::{Ask, Ticket};
use crate::twin::{Case, case};
use chrono::TimeDelta;
use core::time::Duration;
use itsm_core::time::Instant;
use itsm_service_level::board::Board;
use itsm_service_level::clock::Clock;
use itsm_service_level::clocks::Clocks;
use itsm_service_level::keeper::Timekeeper;
use itsm_service_level::signal::Signal;
use proptest::prelude::*;

fn keeper(case: &Case) -> Timekeeper<Ask> {
    let range = case.first - TimeDelta::days(20)..case.first + TimeDelta::days(600);
    case.policy().over(range).unwrap()
}

fn end(told: &[(Instant, Ticket)], case: &Case) -> Instant {
    told.last().unwrap().0 + TimeDelta::seconds(case.tail)
}

/// Observes a history, told the time at some instants in between.
fn live(
    keeper: &Timekeeper<Ask>,
    told: &[(Instant, Ticket)],
    ticks: &[Instant],
) -> (Clocks, Vec<Signal>) {
    let mut clocks = keeper.begin();
    let mut said = Vec::new();
    let mut ticks = ticks.iter().peekable();
    for (at, ticket) in told {
        while let Some(tick) = ticks.next_if(|tick| **tick <= *at) {
            said.extend(clocks.advance(*tick));
        }
        said.extend(keeper.observe(&mut clocks, *at, ticket).unwrap());
    }
    for tick in ticks {
        said.extend(clocks.advance(*tick));
    }
    (clocks, said)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn replay_equals_incremental_however_often_time_is_told(
        case in case(),
        ticks in prop::collection::vec(0_i64..1_000, 0..30),
    ) {
        let (keeper, told) = (keeper(&case), case.told());
        let end = end(&told, &case);
        let span = (end - case.first).num_seconds();
        let mut ticks: Vec<Instant> = ticks
            .into_iter()
            .map(|share| case.first + TimeDelta::seconds(share * span / 1_000))
            .collect();
        ticks.push(end);
        ticks.sort();
        let (often, said_often) = live(&keeper, &told, &ticks);
        let (once, said_once) = live(&keeper, &told, &[end]);
        prop_assert_eq!(&often, &once);
        prop_assert_eq!(said_often, said_once);
        let mut folded = keeper.fold(told).unwrap();
        folded.advance(end);
        prop_assert_eq!(folded, once);
    }

    #[test]
    fn wake_ups_alone_find_everything(case in case()) {
        let (keeper, told) = (keeper(&case), case.told());
        let end = end(&told, &case);
        let mut clocks = keeper.begin();
        let mut said = Vec::new();
        let mut changes = told.iter().peekable();
        loop {
            let change = changes.peek().map(|(at, _)| *at);
            let next = clocks.next().filter(|at| *at <= end);
            match (next, change) {
                (Some(at), change) if change.is_none_or(|it| at < it) => {
                    let deadline = clocks.deadlines().remove(0);
                    let signals = clocks.advance(at);
                    prop_assert!(!signals.is_empty(), "nothing to do at {at}");
                    prop_assert_eq!(&deadline.command, &signals[0]);
                    prop_assert!(clocks.next() > Some(at) || clocks.next().is_none());
                    said.extend(signals);
                }
                (_, Some(_)) => {
                    let (at, ticket) = changes.next().unwrap();
                    said.extend(keeper.observe(&mut clocks, *at, ticket).unwrap());
                }
                _ => break,
            }
        }
        prop_assert_eq!(said, live(&keeper, &told, &[end]).1);
    }

    #[test]
    fn slices_of_time_add_up_to_the_whole(case in case()) {
        let (keeper, told) = (keeper(&case), case.told());
        let end = end(&told, &case);
        let (clocks, _) = live(&keeper, &told, &[end]);
        for clock in &clocks {
            let reading = keeper.read(clock, end).unwrap().unwrap();
            let breakdown = keeper.breakdown(&clocks, clock, end).unwrap();
            prop_assert_eq!(breakdown.len(), 2);
            for (attribute, slices) in breakdown {
                let sum: Duration = slices.iter().map(|it| it.elapsed).sum();
                let actual: Duration = slices.iter().map(|it| it.elapsed_actual).sum();
                if case.on_reopen != itsm_service_level::definition::OnReopen::ContinueCounting {
                    prop_assert_eq!(sum, reading.elapsed, "{}", attribute);
                    prop_assert_eq!(actual, reading.elapsed_actual, "{}", attribute);
                }
            }
        }
    }

    #[test]
    fn what_was_once_missed_or_reached_stays_so(case in case()) {
        let (keeper, told) = (keeper(&case), case.told());
        let mut clocks = keeper.begin();
        let mut before: Option<Clocks> = None;
        for (at, ticket) in &told {
            keeper.observe(&mut clocks, *at, ticket).unwrap();
            for (old, new) in before.iter().flatten().zip(&clocks) {
                prop_assert!(old.breach().is_none() || old.breach() == new.breach());
                prop_assert!(new.reached().starts_with(old.reached()));
                let mut names: Vec<_> = new.reached().iter().map(|it| &it.threshold).collect();
                names.sort();
                names.dedup();
                prop_assert_eq!(names.len(), new.reached().len());
            }
            before = Some(clocks.clone());
        }
    }

    #[test]
    fn refused_observation_changes_nothing(case in case()) {
        let (keeper, told) = (keeper(&case), case.told());
        let (mut clocks, _) = live(&keeper, &told, &[]);
        let before = clocks.clone();
        let early = told[0].0 - TimeDelta::seconds(1);
        prop_assert!(keeper.observe(&mut clocks, early, &told[0].1).is_err());
        let late = case.first + TimeDelta::days(9_000);
        let beyond = keeper.observe(&mut clocks, late, &Ticket::new().state("resolved"));
        prop_assert_eq!(beyond.is_err(), before.iter().any(Clock::is_running));
        if beyond.is_err() {
            prop_assert_eq!(clocks, before);
        }
    }

    #[test]
    fn board_says_what_each_of_its_records_says(
        cases in prop::collection::vec(prop::collection::vec((0_i64..90_000, 0_usize..5), 1..6), 1..12),
        case in case(),
    ) {
        let keeper = keeper(&case);
        let states = ["new", "working", "waiting", "resolved", "working"];
        let mut board = Board::new();
        let mut expected = Vec::new();
        let mut events = Vec::new();
        for (key, history) in cases.iter().enumerate() {
            let mut at = case.first;
            for (gap, state) in history {
                at += TimeDelta::seconds(*gap);
                events.push((at, key, Ticket::new().state(states[*state]).registered(case.first)));
            }
        }
        let end = case.first + TimeDelta::days(40);
        for key in 0..cases.len() {
            let mine = events.iter().filter(|(_, it, _)| *it == key);
            let told: Vec<_> = mine.map(|(at, _, ticket)| (*at, ticket.clone())).collect();
            let (clocks, said) = live(&keeper, &told, &[end]);
            expected.extend(said.into_iter().map(|it| (key, it)));
            prop_assert!(clocks.next().is_none_or(|at| at > end));
        }
        events.sort_by_key(|(at, key, _)| (*at, *key));
        let mut said = Vec::new();
        for (at, key, ticket) in &events {
            said.extend(board.advance(*at));
            let signals = board.observe(&keeper, *key, *at, ticket).unwrap();
            said.extend(signals.into_iter().map(|it| (*key, it)));
        }
        said.extend(board.advance(end));
        prop_assert_eq!(board.len(), cases.len());
        let order = |(key, signal): &(usize, Signal)| (*key, signal.at);
        said.sort_by_key(order);
        expected.sort_by_key(order);
        prop_assert_eq!(said, expected);
        prop_assert!(board.next().is_none_or(|at| at > end));
    }
}
