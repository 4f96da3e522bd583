//! Stories of things that are seen, and of the records they are found to be of.

use crate::desk::*;
use itsm_configuration::command::{Relate, TargetFacts};
use itsm_configuration::datum::Datum;
use itsm_configuration::draft_identification::DraftSource;
use itsm_configuration::identification::Handling;
use itsm_configuration::outcome::{Abstention, Fate, Outcome, Verdict};
use itsm_configuration::payload::{End, ObservedItem, ObservedRelation};
use itsm_configuration::plan::Task;
use itsm_configuration::profile::{AssetFacts, CiProfile};
use itsm_configuration::reclassification::Reclassification;
use itsm_configuration::state::LifecycleStage;

#[test]
fn new_thing_becomes_a_record_with_all_that_was_told() {
    let mut shop = Shop::new();
    let seen = server("web", "CZ1").attribute(code("cores"), 8_i64);
    let id = seen.if_new;
    let plan = shop.sees("scanner", vec![seen]);
    assert_eq!(*outcome(&plan, "web"), Outcome::Inserted { ci: id });
    let record = shop.item(id);
    assert_eq!(record.attribute(&code("cores")), Some(&8_i64.into()));
    assert_eq!(record.asset().unwrap().serial, Some(label("CZ1")));
    assert_eq!(
        record.stage(),
        LifecycleStage::Operational,
        "it was found at work"
    );
    assert_eq!(record.seen_by(&code("scanner")), Some(nine()));
    assert_eq!(record.modifications().discovered, 1);
}

#[test]
fn entry_without_a_value_is_skipped_and_the_next_one_finds_the_record() {
    let mut shop = Shop::new();
    let known = server("a", "CZ1")
        .attribute(code("host"), label("web1"))
        .attribute(code("domain"), label("porto"));
    shop.sees("scanner", vec![known.clone()]);
    let seen = item("b", "server")
        .attribute(code("host"), label("web1"))
        .attribute(code("domain"), label("porto"));
    let plan = shop.plan("scanner", vec![seen]);
    let matched = Outcome::Matched {
        ci: known.if_new,
        entry: code("host"),
    };
    assert_eq!(*outcome(&plan, "b"), matched);
    let tried = &plan.items[0].tried;
    assert_eq!(tried[0].missing.len(), 1, "no serial number was told");
    assert_eq!(tried[1].found, [known.if_new]);
}

#[test]
fn surer_entry_comes_first() {
    let mut shop = Shop::new();
    let named = |it: ObservedItem| {
        it.attribute(code("host"), label("web1"))
            .attribute(code("domain"), label("porto"))
    };
    shop.sees(
        "scanner",
        vec![server("one", "CZ1"), named(server("two", "CZ2"))],
    );
    let plan = shop.plan("scanner", vec![named(server("x", "CZ1"))]);
    let one = item("one", "server").if_new;
    assert_eq!(outcome(&plan, "x").ci(), Some(one));
    // The name in the domain is that of the other, and stays with it.
    let host = Datum::Attribute(code("host"));
    let verdict = &datum(&plan, "x", &host).verdict;
    assert_eq!(*verdict, Verdict::WouldConfuse);
}

#[test]
fn names_alone_never_merge() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    let plan = shop.plan("scanner", vec![item("srv", "server").name(title("srv"))]);
    let nothing = Outcome::Abstained(Abstention::NothingTold);
    assert_eq!(*outcome(&plan, "srv"), nothing);
    assert_eq!(plan.steps, []);
}

#[test]
fn rule_of_the_nearest_class_stands_alone() {
    let mut shop = Shop::new().with(|it| {
        it.identification
            .insert("blade".into(), vec![entry("bay", &["bay"])]);
    });
    shop.has_server(1, "CZ1");
    let blade = item("blade", "blade")
        .serial(label("CZ1"))
        .attribute(code("bay"), label("3"));
    let plan = shop.sees("scanner", vec![blade.clone()]);
    // The serial number tells servers apart, and blades have a rule of their own.
    assert_eq!(
        *outcome(&plan, "blade"),
        Outcome::Inserted { ci: blade.if_new }
    );
}

#[test]
fn part_is_told_by_its_place_in_what_contains_it() {
    let mut shop = Shop::new();
    let storage = |key: &str, serial: &str| item(key, "storage").serial(label(serial));
    let disk = |key: &str, parent: &str| within(item(key, "disk"), parent).name(title("disk 0"));
    let items = vec![
        disk("a_disk", "one"),
        disk("b_disk", "two"),
        storage("one", "S1"),
        storage("two", "S2"),
    ];
    let plan = shop.sees("scanner", items.clone());
    // Two of the same name, in two places: two records, each within its own.
    let [a, b] = ["a_disk", "b_disk"].map(|it| outcome(&plan, it).ci().unwrap());
    assert_ne!(a, b);
    let one = outcome(&plan, "one").ci().unwrap();
    assert_eq!(shop.estate.containers(a, &shop.policy), [one].into());
    let again = shop.plan("scanner", items);
    assert_eq!(outcome(&again, "a_disk").ci(), Some(a));
    assert!(again.only_observes());
}

#[test]
fn three_levels_within_each_other_are_a_finding() {
    let mut shop = Shop::new();
    let top = item("top", "storage").serial(label("S1"));
    let one = within(item("one", "disk"), "top");
    let two = within(item("two", "disk"), "one");
    let three = within(item("three", "disk"), "two");
    let plan = shop.sees("scanner", vec![three, two, one, top]);
    let deep: Vec<&str> = plan.deep().map(|it| it.key.as_str()).collect();
    assert_eq!(deep, ["three"]);
    assert_eq!(shop.estate.len(), 4);
    // The same below a record that is there already.
    let parent = outcome(&plan, "two").ci().unwrap();
    let plan = shop.plan(
        "scanner",
        vec![item("four", "disk").parent(End::Ci(parent))],
    );
    assert_eq!(plan.items[0].depth, 3);
}

#[test]
fn source_that_may_not_insert_may_still_update() {
    let mut shop = Shop::new().with(|it| {
        it.sources
            .insert("monitor".into(), DraftSource { insert: false });
    });
    shop.has_server(1, "CZ1");
    let known = server("known", "CZ1").attribute(code("cores"), 8_i64);
    let plan = shop.sees("monitor", vec![known, server("new", "CZ2")]);
    let abstained = Outcome::Abstained(Abstention::MayNotInsert);
    assert_eq!(*outcome(&plan, "new"), abstained);
    assert_eq!(
        shop.item(ci(1)).attribute(&code("cores")),
        Some(&8_i64.into())
    );
    assert_eq!(shop.estate.len(), 1);
}

#[test]
fn retired_record_is_noted_as_seen_and_no_second_one_is_made() {
    let mut shop = Shop::new();
    let profile =
        CiProfile::new(code("server"), title("srv")).asset(AssetFacts::new().serial(label("CZ1")));
    shop.adopt(1, profile, LifecycleStage::EndOfLife);
    let plan = shop.sees(
        "scanner",
        vec![server("web", "CZ1").attribute(code("cores"), 8_i64)],
    );
    let retired = Outcome::Abstained(Abstention::Retired { ci: ci(1) });
    assert_eq!(*outcome(&plan, "web"), retired);
    assert_eq!(shop.item(ci(1)).seen_by(&code("scanner")), Some(nine()));
    assert_eq!(shop.item(ci(1)).attribute(&code("cores")), None);
}

#[test]
fn thing_that_is_told_twice_is_told_once() {
    let mut shop = Shop::new();
    let plan = shop.sees("scanner", vec![server("b", "CZ1"), server("a", "CZ1")]);
    let a = item("a", "server").if_new;
    assert_eq!(*outcome(&plan, "a"), Outcome::Inserted { ci: a });
    let same = Abstention::SameAs {
        item: code("a"),
        ci: a,
    };
    assert_eq!(*outcome(&plan, "b"), Outcome::Abstained(same));
    assert_eq!(shop.estate.len(), 1);
}

#[test]
fn more_knowledge_makes_an_item_one_of_a_finer_class() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    let blade = item("web", "blade")
        .serial(label("CZ1"))
        .attribute(code("bay"), label("3"));
    let plan = shop.sees("scanner", vec![blade]);
    assert_eq!(plan.tasks, []);
    assert_eq!(*shop.item(ci(1)).class(), code("blade"));
    assert_eq!(
        shop.item(ci(1)).attribute(&code("bay")),
        Some(&label("3").into())
    );

    // Less, and something else, are for people to look at.
    for (class, direction) in [
        ("server", Reclassification::Downgrade),
        ("workstation", Reclassification::Switch),
    ] {
        let plan = shop.plan("scanner", vec![item("web", class).serial(label("CZ1"))]);
        let task = Task::Reclassify {
            item: code("web"),
            ci: ci(1),
            from: code("blade"),
            to: code(class),
            direction,
        };
        assert_eq!(plan.tasks, [task]);
    }
}

#[test]
fn each_way_in_the_tree_is_automatic_or_a_task_as_the_rules_say() {
    let mut shop = Shop::new().with(|it| {
        it.reclassification.upgrade = Handling::Task;
        it.reclassification.switch = Handling::Automatic;
    });
    shop.has_server(1, "CZ1");
    let plan = shop.plan("scanner", vec![item("web", "blade").serial(label("CZ1"))]);
    assert_eq!(plan.tasks.len(), 1);
    shop.sees(
        "scanner",
        vec![item("web", "workstation").serial(label("CZ1"))],
    );
    assert_eq!(*shop.item(ci(1)).class(), code("workstation"));
}

#[test]
fn relationships_between_what_was_seen_and_what_was_there_are_recorded_once() {
    let mut shop = Shop::new();
    shop.has_server(1, "CZ1");
    let mut payload = shop.payload(
        "scanner",
        vec![server("new", "CZ2"), server("known", "CZ1")],
    );
    let relation = |from: &str, kind: &str, to: End| {
        ObservedRelation::new(End::Item(code(from)), code(kind), to)
    };
    payload.relations = Some(
        [
            relation("new", "depends_on", End::Item(code("known"))),
            relation("new", "connects_to", ci(1).into()),
            relation("new", "depends_on", End::Item(code("nobody"))),
            relation("known", "depends_on", End::Item(code("known"))),
        ]
        .into(),
    );
    let plan = shop.try_plan(&payload).unwrap();
    let fates: Vec<&Fate> = plan.relations.iter().map(|it| &it.fate).collect();
    let [itself, connects, known, nobody] = fates[..] else {
        panic!("{fates:?}")
    };
    assert!(matches!(itself, Fate::Refused(it) if it.rule() == "configuration.relate.to_itself"));
    assert_eq!(
        [connects, known, nobody],
        [&Fate::Recorded, &Fate::Recorded, &Fate::NoEnd]
    );
    shop.apply(&plan);
    assert_eq!(shop.estate.relationships().count(), 2);
    let again = shop.try_plan(&payload).unwrap();
    assert!(again.only_observes());
    assert_eq!(again.relations[1].fate, Fate::There);
}

#[test]
fn record_that_refuses_is_left_alone_and_says_why() {
    let mut draft = itsm_configuration::draft::DraftConfigurationPolicy::from(policy());
    let server_class = draft.classes.get_mut("server").unwrap();
    server_class.change_required = Some([LifecycleStage::Operational].into());
    let mut shop = Shop::under(draft.try_into().unwrap());
    shop.has_server(1, "CZ1");
    let seen = server("web", "CZ1").attribute(code("cores"), 8_i64);
    let plan = shop.sees("scanner", vec![seen]);
    let refused = &datum(&plan, "web", &cores()).verdict;
    let rule = "configuration.authority.change_required";
    assert!(
        matches!(refused, Verdict::Refused(it) if it.rule() == rule),
        "{refused:?}"
    );
    assert!(plan.only_observes());
}

#[test]
fn item_whose_place_another_holds_by_hand_is_found_there() {
    let mut shop = Shop::new();
    let storage = CiProfile::new(code("storage"), title("box"));
    shop.adopt(1, storage, LifecycleStage::Operational);
    shop.adopt(
        2,
        CiProfile::new(code("disk"), title("disk 0")),
        LifecycleStage::Operational,
    );
    let facts = TargetFacts::new(code("disk"), LifecycleStage::Operational);
    shop.execute(1, Relate::new(code("contains"), ci(2), facts, change()));
    let disk = item("d", "disk")
        .name(title("disk 0"))
        .parent(End::Ci(ci(1)));
    let plan = shop.plan("scanner", vec![disk]);
    assert_eq!(outcome(&plan, "d").ci(), Some(ci(2)));
}
