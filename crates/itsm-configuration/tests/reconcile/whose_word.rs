//! Stories of sources that tell different things, and of whose word the record takes.

use crate::desk::*;
use itsm_configuration::command::SetAttribute;
use itsm_configuration::draft_identification::{DraftPrecedence, DraftRanking};
use itsm_configuration::identification::{BetweenEquals, Dynamic};
use itsm_configuration::outcome::Verdict;
use itsm_configuration::payload::Payload;
use itsm_configuration::plan::Plan;
use itsm_configuration::precedence::Why;
use itsm_core::time::Seconds;

fn order(sources: &[&str]) -> DraftRanking {
    DraftRanking {
        order: sources.iter().copied().map(String::from).collect(),
        dynamic: None,
    }
}

fn dynamic(it: Dynamic) -> DraftRanking {
    DraftRanking {
        dynamic: Some(it),
        ..DraftRanking::default()
    }
}

fn all(ranking: DraftRanking) -> DraftPrecedence {
    DraftPrecedence {
        all: Some(ranking),
        ..DraftPrecedence::default()
    }
}

fn only_cores(ranking: DraftRanking) -> DraftPrecedence {
    DraftPrecedence {
        data: [("cores".to_string(), ranking)].into(),
        ..DraftPrecedence::default()
    }
}

/// A shop in which a server is known under a serial number, and rules for its kind.
fn shop(class: &str, precedence: DraftPrecedence) -> Shop {
    let mut shop = Shop::new().with(|it| {
        it.precedence.insert(class.into(), precedence);
    });
    shop.has_server(1, "CZ1");
    shop
}

impl Shop {
    fn cores_by(&mut self, source: &str, cores: i64) -> Plan {
        self.later(Seconds::minutes(1));
        let seen = server("web", "CZ1").attribute(code("cores"), cores);
        self.sees(source, vec![seen])
    }

    fn cores(&self) -> String {
        let cores = self.item(ci(1)).attribute(&code("cores"));
        cores.map_or("none".into(), ToString::to_string)
    }
}

/// Whether its word was taken, whose counts, and why.
fn ruling(plan: &Plan) -> (bool, String, Why) {
    match &datum(plan, "web", &cores()).verdict {
        Verdict::Taken(it) => (true, it.winner.to_string(), it.why),
        Verdict::Kept(it) => (false, it.winner.to_string(), it.why),
        other => panic!("{other:?}"),
    }
}

fn said(taken: bool, winner: &str, why: Why) -> (bool, String, Why) {
    (taken, winner.to_string(), why)
}

#[test]
fn source_of_higher_rank_is_not_overwritten_by_one_of_lower() {
    let mut shop = shop("server", all(order(&["agent", "scanner"])));
    let first = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&first), said(true, "scanner", Why::Unopposed));
    let second = shop.cores_by("agent", 8);
    assert_eq!(ruling(&second), said(true, "agent", Why::Rank));
    let third = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&third), said(false, "agent", Why::Rank));
    let stranger = shop.cores_by("stranger", 2);
    assert_eq!(ruling(&stranger), said(false, "agent", Why::Rank));
    assert_eq!(shop.cores(), "8");
}

#[test]
fn nothing_is_weighed_at_a_birth() {
    let mut shop = Shop::new().with(|it| {
        it.precedence
            .insert("server".into(), all(order(&["agent"])));
    });
    let plan = shop.sees(
        "stranger",
        vec![server("web", "CZ9").attribute(code("cores"), 2_i64)],
    );
    assert_eq!(ruling(&plan), said(true, "stranger", Why::Born));
}

#[test]
fn source_of_lower_rank_may_write_once_the_higher_is_stale() {
    let mut shop = shop("server", all(order(&["agent", "scanner"]))).with(|it| {
        let days = [("agent".to_string(), Seconds::days(30))];
        it.staleness.insert("hardware".into(), days.into());
    });
    shop.cores_by("agent", 8);
    let told = shop.now;
    shop.now = Seconds(30 * 86_400 - 61).after(told).unwrap();
    shop.cores_by("scanner", 4);
    assert_eq!(shop.cores(), "8", "a second before thirty days");
    shop.now = Seconds(30 * 86_400 - 60).after(told).unwrap();
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(true, "scanner", Why::Unopposed));
}

#[test]
fn source_that_tells_the_same_again_stays_fresh() {
    let mut shop = shop("server", all(order(&["agent", "scanner"]))).with(|it| {
        let days = [("agent".to_string(), Seconds::days(30))];
        it.staleness.insert("hardware".into(), days.into());
    });
    shop.cores_by("agent", 8);
    shop.later(Seconds::days(20));
    let same = shop.cores_by("agent", 8);
    assert!(same.only_observes());
    shop.later(Seconds::days(20));
    shop.cores_by("scanner", 4);
    assert_eq!(shop.cores(), "8");
}

#[test]
fn source_whose_word_lasts_no_time_is_always_stale() {
    let mut shop = shop("server", all(order(&["agent", "scanner"]))).with(|it| {
        let never = [("agent".to_string(), Seconds(0))];
        it.staleness.insert("server".into(), never.into());
    });
    shop.cores_by("agent", 8);
    let seen = server("web", "CZ1").attribute(code("cores"), 4_i64);
    shop.sees("scanner", vec![seen]);
    assert_eq!(shop.cores(), "4", "at the same instant");
}

#[test]
fn what_is_said_of_a_datum_comes_before_what_is_said_of_all() {
    let mut precedence = only_cores(order(&["scanner", "agent"]));
    precedence.all = Some(order(&["agent", "scanner"]));
    let mut shop = shop("server", precedence);
    shop.cores_by("agent", 8);
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(true, "scanner", Why::Rank));
}

#[test]
fn datum_of_a_parent_class_comes_before_all_of_the_class() {
    let mut shop = shop("hardware", only_cores(order(&["scanner", "agent"]))).with(|it| {
        let rule = all(order(&["agent", "scanner"]));
        it.precedence.insert("server".into(), rule);
    });
    shop.cores_by("agent", 8);
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(true, "scanner", Why::Rank));
}

#[test]
fn nearer_class_comes_before_the_farther() {
    let mut shop = shop("hardware", all(order(&["agent", "scanner"]))).with(|it| {
        let rule = all(order(&["scanner", "agent"]));
        it.precedence.insert("server".into(), rule);
    });
    shop.cores_by("agent", 8);
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(true, "scanner", Why::Rank));
}

#[test]
fn dynamic_rule_comes_before_the_order() {
    let largest = DraftRanking {
        dynamic: Some(Dynamic::Largest),
        order: vec!["agent".into()],
    };
    let mut shop = shop("server", only_cores(largest));
    shop.cores_by("agent", 8);
    let plan = shop.cores_by("scanner", 16);
    assert_eq!(ruling(&plan), said(true, "scanner", Why::Dynamic));
    // And it stays, whatever the first of the order tells.
    let plan = shop.cores_by("agent", 12);
    assert_eq!(ruling(&plan), said(false, "scanner", Why::Dynamic));
    assert_eq!(shop.cores(), "16");
}

#[test]
fn smallest_number_counts_where_the_rules_say_so() {
    let mut shop = shop("server", only_cores(dynamic(Dynamic::Smallest)));
    shop.cores_by("agent", 8);
    shop.cores_by("scanner", 4);
    shop.cores_by("monitor", 6);
    assert_eq!(shop.cores(), "4");
}

#[test]
fn what_most_sources_tell_counts_where_the_rules_say_so() {
    let mut shop = shop("server", only_cores(dynamic(Dynamic::MostReported)));
    shop.cores_by("agent", 8);
    let lonely = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&lonely), said(false, "agent", Why::Held));
    // The word of the scanner was not taken, and still counts.
    let plan = shop.cores_by("monitor", 4);
    assert_eq!(ruling(&plan), said(true, "monitor", Why::Dynamic));
    assert_eq!(shop.cores(), "4");
}

#[test]
fn what_was_seen_last_counts_and_not_what_was_told_last() {
    let mut shop = shop("server", all(dynamic(Dynamic::MostRecent)));
    shop.cores_by("agent", 8);
    let seen = server("web", "CZ1").attribute(code("cores"), 4_i64);
    let late = Payload::new(code("scanner"), nine(), vec![seen]);
    let plan = shop.try_plan(&late).unwrap();
    assert_eq!(ruling(&plan), said(false, "agent", Why::Dynamic));
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(true, "scanner", Why::Dynamic));
}

#[test]
fn older_word_of_a_source_does_not_replace_its_newer_one() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    shop.cores_by("agent", 8);
    let seen = server("web", "CZ1").attribute(code("cores"), 4_i64);
    let late = Payload::new(code("agent"), nine(), vec![seen]);
    let plan = shop.try_plan(&late).unwrap();
    assert_eq!(ruling(&plan), said(false, "agent", Why::Older));
}

#[test]
fn between_equals_the_record_stays_unless_the_newest_counts() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    shop.cores_by("agent", 8);
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(false, "agent", Why::Held));
    shop.draft.between_equals = BetweenEquals::Newest;
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(true, "scanner", Why::Newest));
}

#[test]
fn word_of_people_has_a_place_in_the_order() {
    let mut shop = shop("server", all(order(&["agent", "change", "scanner"])));
    shop.execute(1, SetAttribute::new(code("cores"), change()).value(8_i64));
    let plan = shop.cores_by("scanner", 4);
    assert_eq!(ruling(&plan), said(false, "change", Why::Rank));
    let plan = shop.cores_by("agent", 16);
    assert_eq!(ruling(&plan), said(true, "agent", Why::Rank));
}

#[test]
fn what_a_class_cannot_have_is_told_and_not_taken() {
    let mut shop = Shop::new();
    let seen = server("web", "CZ1").attribute(code("cores"), 0_i64);
    let plan = shop.sees("scanner", vec![seen]);
    assert_eq!(datum(&plan, "web", &cores()).verdict, Verdict::NotAdmitted);
    assert_eq!(shop.estate.len(), 1);
}

#[test]
fn write_says_that_it_happened_when_it_was_seen() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    let seen = server("web", "CZ1").attribute(code("cores"), 4_i64);
    let payload = Payload::new(code("scanner"), nine(), vec![seen]);
    shop.later(Seconds::hours(1));
    let plan = shop.try_plan(&payload).unwrap();
    let events = shop.apply(&plan);
    assert!(
        events
            .iter()
            .all(|it| it.happened() == nine() && it.at == shop.now)
    );
    let reports: Vec<_> = shop.reports.of(ci(1), &cores()).collect();
    assert_eq!(reports[0].1.at, nine());
}
