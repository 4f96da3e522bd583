//! Trends: stories, the laws of a detector, and a naive recount.

use crate::dice::Dice;
use crate::surge::tail;
use KeyKind::{Category, Ci, Cluster, Service, Subcategory};
use itsm_core::id::{CiId, IncidentId, ServiceId};
use itsm_core::text::Label;
use itsm_core::time::{Instant, Seconds};
use itsm_problem::cluster::Vocabulary;
use itsm_problem::description::{Description, Fact};
use itsm_problem::trend::{Trend, TrendDetector, TrendError, TrendEvidence, TrendPhase};
use itsm_problem::trend_key::TrendKey;
use itsm_problem::trend_policy::{
    DraftTrendPolicy, DraftTrendRule, KeyKind, TrendPolicy, TrendTest,
};

/// So many minutes after the beginning, a Monday.
fn minute(n: u64) -> Instant {
    let start: Instant = "2026-03-02T00:00:00Z".parse().unwrap();
    Seconds::minutes(n).after(start).unwrap()
}

fn ci(key: u64) -> TrendKey {
    TrendKey::Fact(Fact::Ci(CiId::from_key(key)))
}

fn policy(tests: impl IntoIterator<Item = TrendTest>) -> TrendPolicy {
    let rules = (0..).zip(tests);
    let rules = rules.map(|(n, test)| DraftTrendRule::new(format!("rule-{n}"), [], test));
    let draft = DraftTrendPolicy {
        rules: rules.collect(),
        ..DraftTrendPolicy::default()
    };
    TrendPolicy::try_from(draft).unwrap()
}

fn count(at_least: u32, minutes: u64) -> TrendTest {
    TrendTest::Count {
        at_least,
        within: Seconds::minutes(minutes),
    }
}

fn rate(at_least: u32, per: u64, over: u64) -> TrendTest {
    let [per, over] = [per, over].map(Seconds::minutes);
    TrendTest::Rate {
        at_least,
        per,
        over,
    }
}

fn surge(minutes: u64, history: u32, every: u32, one_in: u32) -> TrendTest {
    TrendTest::Surge {
        window: Seconds::minutes(minutes),
        history,
        every,
        one_in,
    }
}

/// What is told of one key at each of these minutes.
fn told_of(test: TrendTest, minutes: &[u64]) -> Vec<Vec<Trend>> {
    let mut detector = TrendDetector::new(&policy([test]), minute(0));
    let each = (0..).zip(minutes).map(|(n, at)| {
        detector
            .observe(minute(*at), IncidentId::from_key(n), &[ci(1)])
            .unwrap()
    });
    each.collect()
}

fn phases(told: &[Vec<Trend>]) -> String {
    let of = |it: &Vec<Trend>| match it.first().map(|it| it.phase) {
        None => '.',
        Some(TrendPhase::Begins) => 'B',
        Some(TrendPhase::Continues) => 'C',
    };
    told.iter().map(of).collect()
}

fn numbers(trend: &Trend) -> Vec<u64> {
    trend.incidents.iter().map(|it| it.key().unwrap()).collect()
}

#[test]
fn count_is_met_by_as_many_within_the_window_and_by_no_fewer() {
    let told = told_of(count(3, 60), &[0, 10, 20, 70, 79, 200, 201]);
    assert_eq!(phases(&told), "..B.B..");
    let first = &told[2][0];
    assert_eq!(numbers(first), [0, 1, 2]);
    assert_eq!(
        (first.since, first.until),
        (minute(20) - chrono_hours(1), minute(20))
    );
    assert_eq!(
        first.evidence,
        TrendEvidence::Count {
            incidents: 3,
            at_least: 3,
            within: Seconds::hours(1)
        }
    );
}

fn chrono_hours(n: i64) -> itsm_core::time::chrono::TimeDelta {
    itsm_core::time::chrono::TimeDelta::hours(n)
}

#[test]
fn window_is_open_at_its_beginning() {
    assert_eq!(phases(&told_of(count(2, 60), &[0, 60])), "..");
    assert_eq!(phases(&told_of(count(2, 60), &[1, 60])), ".B");
    assert_eq!(
        phases(&told_of(count(3, 60), &[5, 5, 5])),
        "..B",
        "at one instant"
    );
}

#[test]
fn trend_goes_on_as_long_as_each_incident_meets_the_rule() {
    let told = told_of(count(3, 60), &[0, 10, 20, 30, 65, 90, 200, 210, 220]);
    assert_eq!(phases(&told), "..BCC...B");
    assert_eq!(numbers(&told[3][0]), [3], "only the new one");
    assert_eq!(told[4][0].evidence.incidents(), 4);
    assert_eq!(numbers(&told[8][0]), [6, 7, 8]);
}

#[test]
fn rate_is_exact_whatever_it_is_measured_over() {
    // Twelve a day, measured over six hours: three.
    assert_eq!(
        phases(&told_of(rate(12, 1_440, 360), &[0, 100, 359])),
        "..B"
    );
    // Thirteen a day are three and a quarter: four.
    assert_eq!(
        phases(&told_of(rate(13, 1_440, 360), &[0, 100, 200, 359])),
        "...B"
    );
    // Two an hour, measured over a day.
    let told = told_of(
        rate(2, 60, 1_440),
        &(0..48).map(|it| it * 30).collect::<Vec<_>>(),
    );
    assert_eq!(phases(&told).find('B'), Some(47));
    assert_eq!(
        told[47][0].evidence.to_string(),
        "48 incidents within 1 d, where 2 in 1 h are a trend"
    );
}

#[test]
fn surge_is_told_at_the_incident_that_makes_it_one() {
    // One an hour for eight hours, then a ninth hour with more.
    let mut minutes: Vec<u64> = (0..8).map(|it| it * 60 + 30).collect();
    minutes.extend([480, 485, 490, 495, 500, 505, 510, 545]);
    let told = told_of(surge(60, 8, 1, 100), &minutes);
    assert_eq!(phases(&told), ".............BC.");
    let trend = &told[13][0];
    assert_eq!((trend.since, trend.until), (minute(480), minute(540)));
    assert_eq!(numbers(trend), [8, 9, 10, 11, 12, 13]);
    let TrendEvidence::Surge {
        incidents,
        expected,
        history,
        windows,
        critical,
        p_value,
        one_in,
    } = trend.evidence
    else {
        panic!("{trend:?}");
    };
    assert_eq!(
        (incidents, history, windows, critical, one_in),
        (6, 8, 8, 6, 100)
    );
    assert!((expected - 1.0).abs() < 1e-12);
    assert!((p_value - tail(6, 8, 8)).abs() < 1e-12);
    assert_eq!(
        trend.evidence.to_string(),
        "6 incidents, where 1.0 are expected (8 in 8 windows); by chance one in 391, level one in 100"
    );
}

#[test]
fn surge_needs_a_history_that_was_observed() {
    // A hundred in the first hour say nothing: there is nothing to compare them with.
    let told = told_of(surge(60, 8, 1, 100), &vec![30; 100]);
    assert_eq!(phases(&told), ".".repeat(100));
    // In the second hour, one window is there.
    let told = told_of(surge(60, 8, 1, 100), &[90; 8]);
    assert_eq!(
        phases(&told),
        "......BC",
        "(1/2)⁷ is below one in a hundred"
    );
    // A detector that began within the first hour has not observed it as a whole.
    let mut detector = TrendDetector::new(&policy([surge(60, 8, 1, 100)]), minute(1));
    for n in 0..100 {
        assert_eq!(
            detector.observe(minute(90), IncidentId::from_key(n), &[ci(1)]),
            Ok(vec![])
        );
    }
}

#[test]
fn window_that_was_observed_in_part_is_no_history() {
    let mut detector = TrendDetector::new(&policy([surge(60, 8, 1, 100)]), minute(30));
    let mut told = Vec::new();
    for (n, at) in (0..).zip([[40; 9].as_slice(), &[130; 7]].concat()) {
        told = detector
            .observe(minute(at), IncidentId::from_key(n), &[ci(1)])
            .unwrap();
    }
    assert!(matches!(
        told[0].evidence,
        TrendEvidence::Surge {
            history: 0,
            windows: 1,
            ..
        }
    ));
}

#[test]
fn surge_of_each_so_manieth_window_sees_no_surge_in_busy_hours() {
    // Ten between eight and nine every day, nothing else.
    let minutes: Vec<u64> = (0..20)
        .flat_map(|day| (0..10).map(move |n| day * 1_440 + 480 + n))
        .collect();
    let told = told_of(surge(60, 5, 24, 1_000), &minutes);
    assert!(told.iter().skip(20).all(Vec::is_empty));
    let told = told_of(surge(60, 5, 1, 1_000), &minutes);
    assert!(
        told.iter().skip(20).any(|it| !it.is_empty()),
        "compared with the hours before"
    );
}

#[test]
fn each_rule_is_for_its_kinds_of_keys() {
    let detector = &mut TrendDetector::new(
        &TrendPolicy::try_from(DraftTrendPolicy {
            rules: vec![
                DraftTrendRule::new("items", [KeyKind::Ci], count(2, 60)),
                DraftTrendRule::new("all", [], count(3, 60)),
            ],
            ..DraftTrendPolicy::default()
        })
        .unwrap(),
        minute(0),
    );
    let said = Description::new("")
        .ci(CiId::from_key(1))
        .service(ServiceId::from_key(1));
    let mut told = Vec::new();
    for n in 0..3 {
        told = detector
            .observe(
                minute(n),
                IncidentId::from_key(n),
                &TrendKey::of(&said, None),
            )
            .unwrap();
        let rules: Vec<_> = told
            .iter()
            .map(|it| (it.rule.as_str(), it.key.kind()))
            .collect();
        let expected: &[_] = match n {
            0 => &[],
            1 => &[("items", KeyKind::Ci)],
            _ => &[
                ("items", KeyKind::Ci),
                ("all", KeyKind::Ci),
                ("all", KeyKind::Service),
            ],
        };
        assert_eq!(rules, expected);
    }
    assert_eq!(told[1].phase, TrendPhase::Begins);
}

#[test]
fn incident_has_a_key_for_each_fact_and_one_for_its_words() {
    let label = |text| Label::new(text).unwrap();
    let texts = ["blank pages", "blank pages again", "no mail"];
    let vocabulary = Vocabulary::learn(texts, 3);
    let said = Description::new("Pages are blank")
        .ci(CiId::from_key(1))
        .service(ServiceId::from_key(2))
        .subcategory(label("Workplace"), label("Printer"));
    let keys = TrendKey::of(&said, Some(&vocabulary));
    let kinds: Vec<_> = keys.iter().map(TrendKey::kind).collect();
    assert_eq!(kinds, [Category, Ci, Service, Subcategory, Cluster]);
    assert_eq!(keys[4].to_string(), "words blank pages");
    assert_eq!(keys[3].to_string(), "subcategory Workplace / Printer");
    assert_eq!(
        TrendKey::of(&Description::new("Dark"), Some(&vocabulary)),
        []
    );
}

#[test]
fn signature_is_made_of_the_rarest_words_that_are_not_alone() {
    let mut texts: Vec<String> = (0..60).map(|n| format!("the case{n}")).collect();
    for (word, times) in [
        ("often", 6),
        ("too-often", 7),
        ("seldom", 3),
        ("rare", 2),
        ("scarce", 2),
    ] {
        texts.extend((0..times).map(|_| word.replace('-', "")));
    }
    // Eighty texts, so that a word which more than eight have says nothing.
    assert_eq!(texts.len(), 80);
    let signature = |words, text: &str| {
        Vocabulary::learn(&texts, words)
            .signature(text)
            .map(|it| it.as_str().to_owned())
    };
    let text = "The seldom OFTEN scarce rare case7 rare unheard";
    assert_eq!(signature(1, text).unwrap(), "rare");
    assert_eq!(signature(2, text).unwrap(), "rare scarce");
    assert_eq!(signature(3, text).unwrap(), "rare scarce seldom");
    assert_eq!(signature(8, text).unwrap(), "often rare scarce seldom");
    assert_eq!(signature(3, "the case7 unheard"), None);
    let backwards = "rare rare scarce often seldom";
    assert_eq!(signature(3, backwards), signature(3, text));
}

#[test]
fn trend_order_refuses_what_comes_late_and_changes_nothing() {
    let mut detector = TrendDetector::new(&policy([count(2, 60)]), minute(0));
    let [a, b, c] = [1, 2, 3].map(IncidentId::from_key);
    assert_eq!(detector.observe(minute(30), a, &[ci(1)]), Ok(vec![]));
    let refused = detector.observe(minute(29), b, &[ci(1)]).unwrap_err();
    assert_eq!(
        refused,
        TrendError::OutOfOrder {
            at: minute(29),
            latest: minute(30)
        }
    );
    assert_eq!(refused.rule(), "trend.order");
    assert_eq!(
        refused.to_string(),
        "expected incidents in the order of time, got one of 2026-03-02T00:29:00Z after one of \
         2026-03-02T00:30:00Z (trend.order)"
    );
    assert_eq!(detector.latest(), minute(30));
    let told = detector.observe(minute(30), c, &[ci(1)]).unwrap();
    assert_eq!(numbers(&told[0]), [1, 3], "the refused one is not in it");
}

#[test]
fn trend_start_refuses_what_was_before_the_detector() {
    let mut detector = TrendDetector::new(&policy([count(2, 60)]), minute(10));
    let refused = detector
        .observe(minute(9), IncidentId::from_key(1), &[ci(1)])
        .unwrap_err();
    assert_eq!(refused.rule(), "trend.start");
    assert!(
        refused
            .to_string()
            .starts_with("expected an incident of 2026-03-02T00:10:00Z or later")
    );
    assert!(detector.is_empty());
}

#[test]
fn key_that_is_given_twice_counts_once() {
    let mut detector = TrendDetector::new(&policy([count(2, 60)]), minute(0));
    let keys = [ci(1), ci(1)];
    assert_eq!(
        detector.observe(minute(1), IncidentId::from_key(1), &keys),
        Ok(vec![])
    );
    assert_eq!(
        detector
            .observe(minute(2), IncidentId::from_key(2), &keys)
            .unwrap()
            .len(),
        1
    );
}

/// A stream with quiet and busy times, and keys of which some are seldom.
fn stream(dice: &mut Dice, incidents: u64) -> Vec<(Instant, IncidentId, Vec<TrendKey>)> {
    let mut at = 0;
    let one = |n| {
        at += match dice.below(12) {
            0 => 0,
            1 => 30 + dice.below(400) as u64,
            2..7 => dice.below(4) as u64,
            _ => dice.below(25) as u64,
        };
        let mut keys = vec![ci(dice.below(3) as u64)];
        if dice.below(8) == 0 {
            keys.push(ci(10 + dice.below(4) as u64));
        }
        (minute(at), IncidentId::from_key(n), keys)
    };
    (0..incidents).map(one).collect()
}

const TESTS: [fn() -> TrendTest; 6] = [
    || count(4, 45),
    || rate(5, 60, 90),
    || surge(60, 8, 1, 20),
    || surge(30, 3, 4, 10),
    || surge(45, 1, 2, 4),
    || count(2, 1),
];

/// Everything counted anew for each incident.
fn recount(
    stream: &[(Instant, IncidentId, Vec<TrendKey>)],
    place: usize,
    key: &TrendKey,
    test: &TrendTest,
    start: Instant,
) -> Option<(u64, Vec<u64>, bool)> {
    let seconds = |at: Instant| at.timestamp();
    let upto = &stream[..=place];
    let all: Vec<_> = upto.iter().filter(|it| it.2.contains(key)).collect();
    let now = seconds(stream[place].0);
    let ids = |inside: &dyn Fn(i64) -> bool| -> Vec<u64> {
        let inside = all.iter().filter(|it| inside(seconds(it.0)));
        inside.map(|it| it.1.key().unwrap()).collect()
    };
    let before = || {
        let earlier = (0..place).rev().find(|it| stream[*it].2.contains(key));
        earlier.and_then(|it| recount(stream, it, key, test, start))
    };
    match *test {
        TrendTest::Count { at_least, within } => {
            let inside = ids(&|it| it > now - i64::try_from(within.0).unwrap());
            let met = inside.len() as u64 >= u64::from(at_least);
            met.then(|| (inside.len() as u64, inside, before().is_none()))
        }
        TrendTest::Rate {
            at_least,
            per,
            over,
        } => {
            let inside = ids(&|it| it > now - i64::try_from(over.0).unwrap());
            let met =
                inside.len() as f64 / over.0 as f64 >= f64::from(at_least) / per.0 as f64 - 1e-12;
            met.then(|| (inside.len() as u64, inside, before().is_none()))
        }
        TrendTest::Surge {
            window,
            history,
            every,
            one_in,
        } => {
            let length = i64::try_from(window.0).unwrap();
            let from = now - now.rem_euclid(length);
            let inside = ids(&|it| it >= from);
            let (mut compared, mut windows) = (0, 0);
            for back in 1..=history {
                let from = from - i64::from(back * every) * length;
                if from >= seconds(start) {
                    windows += 1;
                    compared += ids(&|it| (from..from + length).contains(&it)).len() as u64;
                }
            }
            let is_surge = |count: usize| {
                windows > 0
                    && tail(count as u64, compared, windows) <= (1.0 + 1e-9) / f64::from(one_in)
            };
            let n = inside.len();
            is_surge(n).then(|| (n as u64, inside, !is_surge(n - 1)))
        }
    }
}

#[test]
fn detector_tells_what_a_recount_of_everything_tells() {
    let mut met = [0; TESTS.len()];
    for seed in 0..6 {
        let mut dice = Dice::new(seed);
        let stream = stream(&mut dice, 260);
        let start = minute(0);
        let policy = policy(TESTS.map(|it| it()));
        let mut detector = TrendDetector::new(&policy, start);
        for place in 0..stream.len() {
            let (at, incident, keys) = &stream[place];
            let mut told = detector.observe(*at, *incident, keys).unwrap().into_iter();
            for key in keys {
                for (rule, test) in TESTS.iter().enumerate() {
                    let Some((incidents, ids, began)) =
                        recount(&stream, place, key, &test(), start)
                    else {
                        continue;
                    };
                    met[rule] += 1;
                    let got = told.next().unwrap();
                    assert_eq!(
                        (&got.key, got.rule.as_str()),
                        (key, &*format!("rule-{rule}"))
                    );
                    assert_eq!(got.evidence.incidents(), incidents);
                    assert_eq!(got.phase == TrendPhase::Begins, began, "{got:?}");
                    let expected = if began {
                        ids
                    } else {
                        vec![incident.key().unwrap()]
                    };
                    assert_eq!(numbers(&got), expected, "{got:?}");
                }
            }
            assert_eq!(told.next(), None);
        }
    }
    assert!(
        met.iter().all(|it| *it > 50),
        "each rule is met at times: {met:?}"
    );
}

#[test]
fn forgetting_idle_keys_changes_nothing_that_is_told() {
    let policy = policy(TESTS.map(|it| it()));
    let mut forgotten = 0;
    for seed in 10..14 {
        let stream = stream(&mut Dice::new(seed), 400);
        let mut remembers = TrendDetector::new(&policy, minute(0));
        let mut forgets = remembers.clone();
        for (at, incident, keys) in &stream {
            forgotten += forgets.forget_idle();
            assert_eq!(
                forgets.observe(*at, *incident, keys),
                remembers.observe(*at, *incident, keys)
            );
        }
        assert!(forgets.len() <= remembers.len());
    }
    assert!(forgotten > 20, "{forgotten}");
}

#[test]
fn detector_that_starts_anew_within_reach_tells_the_same() {
    let policy = policy(TESTS.map(|it| it()));
    let reach = policy.reach();
    assert_eq!(reach, Seconds::minutes(60 * 9));
    for seed in 20..24 {
        let stream = stream(&mut Dice::new(seed), 500);
        let mut whole = TrendDetector::new(&policy, minute(0));
        let told: Vec<_> = stream
            .iter()
            .map(|(at, id, keys)| whole.observe(*at, *id, keys).unwrap())
            .collect();
        for from in [150, 300, 410] {
            let since = stream[from].0 - chrono_seconds(reach);
            let mut anew = TrendDetector::new(&policy, since);
            for (place, (at, id, keys)) in stream.iter().enumerate().filter(|(_, it)| it.0 >= since)
            {
                let again = anew.observe(*at, *id, keys).unwrap();
                if place >= from {
                    assert_eq!(again, told[place], "{place}");
                }
            }
        }
    }
}

fn chrono_seconds(length: Seconds) -> itsm_core::time::chrono::TimeDelta {
    itsm_core::time::chrono::TimeDelta::seconds(i64::try_from(length.0).unwrap())
}

#[test]
fn draft_tells_all_its_faults_at_once() {
    let draft = DraftTrendPolicy {
        id: "Not A Code".into(),
        version: 0,
        cluster_words: 9,
        rules: vec![
            DraftTrendRule::new("a", [], count(1, 60)),
            DraftTrendRule::new("a", [], count(2, 0)),
            DraftTrendRule::new("B!", [], rate(1, 60, 59)),
            DraftTrendRule::new("c", [], surge(60, 101, 100, 1)),
            DraftTrendRule::new("d", [], surge(366 * 1_440 + 1, 0, 5, 10)),
        ],
    };
    let faults = TrendPolicy::try_from(draft).unwrap_err();
    let told: Vec<_> = faults
        .iter()
        .map(|it| (it.path.as_str(), it.rule))
        .collect();
    assert_eq!(
        told,
        [
            ("cluster_words", "policy.trend.words"),
            ("id", "policy.id.text"),
            ("rules[0].test.at_least", "policy.trend.count"),
            ("rules[1].id", "policy.trend.rule_twice"),
            ("rules[1].test.within", "policy.trend.window"),
            ("rules[2].id", "policy.code.text"),
            ("rules[2].test.at_least", "policy.trend.rate"),
            ("rules[3].test.history", "policy.trend.history"),
            ("rules[3].test.one_in", "policy.trend.level"),
            ("rules[4].test.history", "policy.trend.history"),
            ("rules[4].test.window", "policy.trend.window"),
            ("version", "policy.version.zero"),
        ]
    );
    let draft = DraftTrendPolicy {
        rules: vec![],
        ..DraftTrendPolicy::default()
    };
    let faults = TrendPolicy::try_from(draft).unwrap_err();
    assert_eq!(faults.iter().next().unwrap().rule, "policy.trend.rules");
}

#[test]
fn default_policy_is_what_its_draft_makes() {
    let made = TrendPolicy::try_from(DraftTrendPolicy::default()).unwrap();
    assert_eq!(made, TrendPolicy::default());
    let rules: Vec<_> = made.rules().iter().map(|it| it.id().as_str()).collect();
    assert_eq!(rules, ["repeated", "burst", "surge"]);
    assert!(made.rules()[0].is_for(KeyKind::Ci) && !made.rules()[0].is_for(KeyKind::Category));
}
