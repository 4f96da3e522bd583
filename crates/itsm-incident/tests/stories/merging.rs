//! Duplicates become one record, and one record becomes two.

use crate::desk::{
    Case, ana, id, max, must, nine, note, policy, profile, registered, resolve, standard, uma,
};
use itsm_core::context::Context;
use itsm_core::id::{CiId, IncidentId, PersonId, TaskId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::Title;
use itsm_incident::Incident;
use itsm_incident::command::{
    Absorb, AddTask, AddWatcher, AffectUser, CountAffected, DeclareMajor, IncidentCommand,
    LinkParent, MergeInto,
};
use itsm_incident::event::{IncidentEvent, MergedInto};
use itsm_incident::merge::{MergeFacts, NoTarget, TargetFacts, find_target, sync};
use itsm_incident::parent::{ChildFacts, ParentFacts};
use itsm_incident::split::Part;
use itsm_incident::state::IncidentStage;
use itsm_incident::task::TaskOutcome;
use std::collections::{BTreeMap, BTreeSet};

type Records = BTreeMap<IncidentId, Incident>;

fn people(keys: &[u64]) -> Vec<PersonId> {
    keys.iter().map(|key| PersonId::from_key(*key)).collect()
}

/// A host's merge: look up the end of the chain, execute, and carry out what follows.
fn merge(records: &mut Records, duplicate: u64, asked: u64) -> Result<IncidentId, NoTarget> {
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    let facts = find_target(id(asked), |it| records.get(&it).map(TargetFacts::from))?;
    let target = facts.target;
    let merged = records.get_mut(&id(duplicate)).unwrap();
    must(merged, MergeInto::new(facts), &cx);
    let merged = merged.clone();
    let children: Vec<ChildFacts> = records
        .values()
        .filter(|it| it.parent() == Some(id(duplicate)))
        .map(ChildFacts::from)
        .collect();
    let survivor = ParentFacts::new(target, BTreeSet::new());
    for (record, command) in sync(&merged, &children, &survivor) {
        must(records.get_mut(&record).unwrap(), command, &cx);
    }
    Ok(target)
}

fn records(keys: &[u64]) -> Records {
    let make = |key: &u64| (id(*key), registered(*key, profile(), &standard()));
    keys.iter().map(make).collect()
}

#[test]
fn duplicate_ends_and_names_the_survivor_which_takes_over_the_people() {
    let mut records = records(&[1, 2]);
    let duplicate = Case::of(records[&id(2)].clone(), standard())
        .done(AddWatcher::new(PersonId::from_key(7)))
        .done(AffectUser::new(PersonId::from_key(8)))
        .done(CountAffected::new(40_u32));
    records.insert(id(2), duplicate.incident);
    let survivor = Case::of(records[&id(1)].clone(), standard())
        .done(AddWatcher::new(PersonId::from_key(6)))
        .done(CountAffected::new(2_u32));
    records.insert(id(1), survivor.incident);

    assert_eq!(merge(&mut records, 2, 1), Ok(id(1)));
    let (survivor, duplicate) = (&records[&id(1)], &records[&id(2)]);
    assert_eq!(duplicate.stage(), IncidentStage::Canceled);
    assert_eq!(duplicate.merged_into(), Some(id(1)));
    assert!(survivor.duplicates().eq([id(2)]));
    assert!(survivor.watchers().eq(people(&[6, 7])));
    assert!(
        survivor
            .affected_users()
            .users
            .contains(&PersonId::from_key(8))
    );
    assert_eq!(survivor.affected_users().unnamed, 42);
    // Both keep what they knew.
    assert!(duplicate.watchers().eq(people(&[7])));
}

#[test]
fn merging_is_in_both_histories() {
    let case = Case::new();
    let facts = MergeFacts::new(id(2), IncidentStage::New, vec![]);
    let events = case
        .incident
        .decide(&MergeInto::new(facts.clone()).into(), &case.cx())
        .unwrap();
    assert_eq!(events[0], IncidentEvent::from(MergedInto::new(facts)));
    assert!(matches!(&events[1], IncidentEvent::Canceled(it)
        if it.instead == Some(RecordRef::Incident(id(2)))));
}

#[test]
fn whoever_merges_into_a_merged_record_merges_into_what_it_became() {
    let mut records = records(&[1, 2, 3, 4]);
    merge(&mut records, 2, 1).unwrap();
    merge(&mut records, 3, 2).unwrap();
    assert_eq!(records[&id(3)].merged_into(), Some(id(1)));
    assert!(records[&id(1)].duplicates().eq([id(2), id(3)]));
    // The survivor is merged itself, and takes all of them with it.
    merge(&mut records, 1, 4).unwrap();
    assert!(records[&id(4)].duplicates().eq([id(1), id(2), id(3)]));
    let facts = find_target(id(3), |it| records.get(&it).map(TargetFacts::from)).unwrap();
    assert_eq!(facts.target, id(4));
    assert_eq!(facts.via, [id(3), id(1)]);
}

#[test]
fn record_is_never_merged_into_itself_nor_into_one_of_its_own_duplicates() {
    let mut records = records(&[1, 2, 3]);
    merge(&mut records, 2, 1).unwrap();
    merge(&mut records, 3, 2).unwrap();
    let survivor = Case::of(records[&id(1)].clone(), standard());
    for asked in [1, 2, 3] {
        let facts = find_target(id(asked), |it| records.get(&it).map(TargetFacts::from)).unwrap();
        let refusal = survivor.refusal(MergeInto::new(facts));
        assert_eq!(refusal.rule, "incident.merge.circle", "into {asked}");
    }
    // Even if the host did not look, the record knows its own duplicates.
    let blind = MergeFacts::new(id(3), IncidentStage::New, vec![]);
    let refusal = survivor.refusal(MergeInto::new(blind));
    assert_eq!(refusal.rule, "incident.merge.circle");
}

#[test]
fn chain_that_a_host_has_let_become_a_circle_is_found_and_does_not_hang() {
    let circle = |it: IncidentId| {
        Some(TargetFacts {
            stage: IncidentStage::Canceled,
            merged_into: Some(if it == id(1) { id(2) } else { id(1) }),
            tenant: None,
        })
    };
    assert_eq!(find_target(id(1), circle), Err(NoTarget::Circle(id(1))));
    assert_eq!(find_target(id(1), |_| None), Err(NoTarget::Unknown(id(1))));
}

#[test]
fn chain_of_a_hundred_thousand_is_followed_to_its_end() {
    let chain = |it: IncidentId| {
        let key = it.key().unwrap();
        Some(TargetFacts {
            stage: IncidentStage::InProgress,
            merged_into: (key < 100_000).then(|| id(key + 1)),
            tenant: None,
        })
    };
    assert_eq!(find_target(id(1), chain).unwrap().target, id(100_000));
}

#[test]
fn children_of_a_duplicate_become_children_of_the_survivor() {
    let mut records = records(&[1, 2, 3]);
    let below = LinkParent::new(ParentFacts::new(id(2), BTreeSet::new()));
    let child = Case::of(records[&id(3)].clone(), standard()).done(below);
    records.insert(id(3), child.incident);
    merge(&mut records, 2, 1).unwrap();
    assert_eq!(records[&id(3)].parent(), Some(id(1)));
}

#[test]
fn survivor_that_was_a_child_of_the_duplicate_stands_alone_afterwards() {
    let mut records = records(&[1, 2]);
    let below = LinkParent::new(ParentFacts::new(id(2), BTreeSet::new()));
    let child = Case::of(records[&id(1)].clone(), standard()).done(below);
    records.insert(id(1), child.incident);
    merge(&mut records, 2, 1).unwrap();
    assert_eq!(records[&id(1)].parent(), None);
}

#[test]
fn taking_over_asks_for_nobodys_rights_and_happens_once() {
    let strict = policy(|draft| {
        draft
            .roles
            .insert("cancel".into(), BTreeSet::from(["specialist".into()]));
    });
    let duplicate = Case::new().done(MergeInto::new(MergeFacts::new(
        id(2),
        IncidentStage::New,
        vec![],
    )));
    let survivor = ParentFacts::new(id(2), BTreeSet::new());
    let proposed = sync(&duplicate.incident, &[], &survivor);
    let [(target, IncidentCommand::Absorb(absorb))] = &proposed[..] else {
        panic!("one command, got {proposed:?}")
    };
    assert_eq!(*target, id(2));
    let absorb: &Absorb = absorb;
    let case = Case::of(registered(2, profile(), &strict), strict).by(&uma());
    let twice = case.done(absorb.clone()).refusal(absorb.clone());
    assert_eq!(twice.rule, "incident.merge.already");
}

#[test]
fn merging_ends_tasks_and_major_status_as_canceling_does_and_is_no_way_around_it() {
    let facts = || MergeFacts::new(id(2), IncidentStage::New, vec![]);
    let task = AddTask::new(TaskId::from_key(1), Title::new("Swap the cable").unwrap());
    let declare = DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2));
    let major = Case::new().done(task).by(&max()).done(declare);
    let refusal = major.clone().by(&uma()).refusal(MergeInto::new(facts()));
    assert_eq!(refusal.rule, "incident.major.not_for_requester");
    let merged = major.done(MergeInto::new(facts()));
    assert_eq!(merged.incident.major().as_str(), "canceled");
    assert_eq!(
        merged.incident.tasks()[0].outcome,
        Some(TaskOutcome::Skipped)
    );
}

#[test]
fn what_is_resolved_is_not_merged_any_more() {
    let resolved = Case::new().done(resolve());
    let facts = MergeFacts::new(id(2), IncidentStage::New, vec![]);
    let refusal = resolved.refusal(MergeInto::new(facts));
    assert_eq!(refusal.rule, "incident.lifecycle.forbidden");
}

#[test]
fn part_that_is_split_off_points_back_and_takes_its_items_along() {
    let (server, printer) = (CiId::from_key(1), CiId::from_key(2));
    let policy = standard();
    let both = profile()
        .reporter(PersonId::from_key(3))
        .ci(server)
        .ci(printer);
    let mut original = registered(1, both, &policy);
    let ana = ana();
    let cx = Context::new(nine(), &ana, &policy);
    let part = Part::new(
        Title::new("The printer is dark").unwrap(),
        note("No light."),
    )
    .cis(BTreeSet::from([printer]));
    let split = original.split(id(2), part, &cx).unwrap();
    for command in split.original {
        must(&mut original, command, &cx);
    }
    let link = |kind, to| Link::new(kind, RecordRef::Incident(to));
    assert!(split.part.links().eq([&link(LinkKind::SPLIT_FROM, id(1))]));
    assert!(original.links().eq([&link(LinkKind::SPLIT_INTO, id(2))]));
    assert!(split.part.cis().eq([printer]));
    assert!(original.cis().eq([server]));
    assert_eq!(split.part.profile().reporter, Some(PersonId::from_key(3)));
    assert_eq!(Incident::replay(&split.history), Ok(split.part));
}

#[test]
fn way_to_the_target_never_leads_through_the_record_itself() {
    let through_itself = MergeFacts::new(id(2), IncidentStage::New, vec![id(1)]);
    let refusal = Case::new().refusal(MergeInto::new(through_itself));
    assert_eq!(refusal.rule, "incident.merge.circle");
    let nobody = BTreeSet::new;
    let merged = itsm_incident::merge::MergedFacts::new(
        id(2),
        BTreeSet::from([id(1)]),
        nobody(),
        0_u32,
        nobody(),
    );
    let refusal = Case::new().refusal(Absorb::new(merged));
    assert_eq!(refusal.rule, "incident.merge.circle");
}

#[test]
fn child_that_leads_the_survivor_stands_alone_and_is_not_put_below_it() {
    let facts = MergeFacts::new(id(2), IncidentStage::New, vec![]);
    let merged = Case::new().done(MergeInto::new(facts));
    let child = ChildFacts {
        id: id(3),
        stage: IncidentStage::New,
        waits_for: None,
    };
    let survivor = ParentFacts::new(id(2), BTreeSet::from([id(3)]));
    let for_the_child: Vec<_> = sync(&merged.incident, &[child], &survivor)
        .into_iter()
        .filter(|(record, _)| *record == id(3))
        .map(|(_, command)| command.kind().as_str())
        .collect();
    assert_eq!(for_the_child, ["unlink_parent"]);
}
