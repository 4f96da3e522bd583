//! Parents and children: what one does, the others follow.

use crate::desk::{
    ana, clock, id, label, nine, note, policy_with, profile, registered, resolve, standard, start,
    uma,
};
use itsm_core::actor::Actor;
use itsm_core::context::Context;
use itsm_core::id::{ChangeId, IncidentId, PersonId};
use itsm_core::link::RecordRef;
use itsm_incident::command::{
    Cancel, Close, DeclareMajor, Hold, IncidentCommand, LinkParent, ProposeMajor, Reopen, Resume,
};
use itsm_incident::parent::{ChildFacts, ParentFacts, sync};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::resolution::{CancelReason, ResolutionCode};
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_incident::{Incident, RecordedIncidentEvent};
use std::collections::{BTreeMap, VecDeque};

/// A host: it stores incidents, and carries out what `sync` proposes.
struct Host {
    policy: IncidentPolicy,
    incidents: BTreeMap<IncidentId, Incident>,
    /// How many commands the cascades brought.
    followed: usize,
}

impl Host {
    fn under(policy: IncidentPolicy, incidents: u64) -> Self {
        let incidents = (1..=incidents)
            .map(|key| (id(key), registered(key, profile(), &policy)))
            .collect();
        Self {
            policy,
            incidents,
            followed: 0,
        }
    }

    fn with(incidents: u64) -> Self {
        Self::under(standard(), incidents)
    }

    fn get(&self, key: u64) -> &Incident {
        &self.incidents[&id(key)]
    }

    fn stage(&self, key: u64) -> IncidentStage {
        self.get(key).stage()
    }

    fn ancestors(&self, of: u64) -> ParentFacts {
        let mut ancestors = std::collections::BTreeSet::new();
        let mut above = self.get(of).parent();
        while let Some(parent) = above.filter(|it| ancestors.insert(*it)) {
            above = self.incidents[&parent].parent();
        }
        ParentFacts::new(id(of), ancestors)
    }

    fn joined(mut self, child: u64, parent: u64) -> Self {
        let facts = self.ancestors(parent);
        self.execute(child, LinkParent::new(facts), &ana());
        self
    }

    /// As a host that does not look where it should.
    fn joined_blindly(mut self, child: u64, parent: u64) -> Self {
        let facts = ParentFacts::new(id(parent), std::collections::BTreeSet::new());
        self.execute(child, LinkParent::new(facts), &ana());
        self
    }

    fn execute(
        &mut self,
        key: u64,
        command: impl Into<IncidentCommand>,
        by: &Actor,
    ) -> Vec<RecordedIncidentEvent> {
        let cx = Context::new(nine(), by, &self.policy);
        let incident = self.incidents.get_mut(&id(key)).unwrap();
        incident.execute(command, &cx).unwrap()
    }

    /// Somebody moves one, and all that follow from it follow.
    fn moves(&mut self, key: u64, command: impl Into<IncidentCommand>, by: &Actor) {
        let mut events = VecDeque::from(self.execute(key, command, by));
        while let Some(event) = events.pop_front() {
            let parent = &self.incidents[&event.record];
            let children: Vec<ChildFacts> = self
                .incidents
                .values()
                .filter(|it| it.parent() == Some(event.record))
                .map(ChildFacts::from)
                .collect();
            for (child, follow) in sync(&event, parent, &children, &self.policy) {
                self.followed += 1;
                assert!(self.followed < 100, "the cascade does not end");
                let cx = Context::new(nine(), by, &self.policy);
                let child = self.incidents.get_mut(&child).unwrap();
                events.extend(child.execute(follow, &cx).unwrap());
            }
        }
    }

    fn moved(mut self, key: u64, command: impl Into<IncidentCommand>, by: &Actor) -> Self {
        self.moves(key, command, by);
        self
    }
}

fn hold(reason: HoldReason) -> Hold {
    Hold::new(reason).comment(note("Please wait."))
}

fn declare() -> DeclareMajor {
    DeclareMajor::new(
        note("All of mail."),
        note("No orders."),
        PersonId::from_key(2),
    )
}

fn again() -> Reopen {
    Reopen::new().reason(note("Down again."))
}

#[test]
fn child_goes_to_work_when_its_parent_does() {
    let host = Host::with(2).joined(2, 1).moved(1, start(), &ana());
    assert_eq!(host.stage(2), IncidentStage::InProgress);
    let host = host
        .moved(1, hold(HoldReason::AWAITING_VENDOR), &ana())
        .moved(1, Resume::new(), &ana());
    assert_eq!(host.stage(2), IncidentStage::InProgress);
}

#[test]
fn child_follows_parent_into_hold_but_not_into_awaiting_caller() {
    let change = RecordRef::Change(ChangeId::from_key(1));
    for reason in HoldReason::WELL_KNOWN {
        let host =
            Host::with(2)
                .joined(2, 1)
                .moved(1, hold(reason.clone()).awaiting(change), &ana());
        let follows = *reason != HoldReason::AWAITING_CALLER;
        let waits = host.get(2).state().on_hold();
        assert_eq!(waits.is_some(), follows, "{reason}");
        if let Some(hold) = waits {
            assert_eq!((&hold.reason, hold.awaiting), (reason, Some(change)));
        } else {
            assert_eq!(host.stage(2), IncidentStage::New);
        }
    }
}

#[test]
fn reason_of_the_desks_own_cascades_as_the_policy_says() {
    let policy = policy_with(
        r#"{ "hold_reasons": { "awaiting_parts": {}, "awaiting_sun": { "cascades": false } } }"#,
    );
    for (reason, follows) in [("awaiting_parts", true), ("awaiting_sun", false)] {
        let reason = HoldReason::new(reason).unwrap();
        let host = Host::under(policy.clone(), 2)
            .joined(2, 1)
            .moved(1, Hold::new(reason), &ana());
        assert_eq!(host.stage(2) == IncidentStage::OnHold, follows);
    }
}

#[test]
fn child_is_resolved_with_the_code_and_notes_of_its_parent() {
    let host = Host::with(2).joined(2, 1).moved(1, resolve(), &ana());
    let resolution = host.get(2).state().resolution().unwrap();
    assert_eq!(resolution.code, ResolutionCode::FIXED);
    assert_eq!(resolution.notes, Some(note("Restarted the server.")));
}

#[test]
fn closing_the_parent_leaves_children_alone() {
    let close = Close::new().confirmed_by(PersonId::from_key(3));
    let host = Host::with(2)
        .joined(2, 1)
        .moved(1, resolve(), &ana())
        .moved(1, close, &ana());
    assert_eq!(
        (host.stage(1), host.stage(2)),
        (IncidentStage::Closed, IncidentStage::Resolved)
    );
}

#[test]
fn canceling_the_parent_leaves_children_alone() {
    let host = Host::with(2).joined(2, 1).moved(1, start(), &ana()).moved(
        1,
        Cancel::new(CancelReason::DUPLICATE),
        &ana(),
    );
    let stages = (host.stage(1), host.stage(2));
    assert_eq!(stages, (IncidentStage::Canceled, IncidentStage::InProgress));
}

#[test]
fn agent_reopening_parent_reopens_children_requester_does_not() {
    let resolved = || Host::with(2).joined(2, 1).moved(1, resolve(), &ana());
    let host = resolved().moved(1, again(), &ana());
    assert_eq!(host.stage(2), IncidentStage::InProgress);
    assert_eq!(host.get(2).counters().reopens, 1);
    let host = resolved().moved(1, again(), &uma());
    assert_eq!(
        (host.stage(1), host.stage(2)),
        (IncidentStage::InProgress, IncidentStage::Resolved)
    );
    assert_eq!(host.get(2).counters().reopens, 0);
}

#[test]
fn child_that_already_stands_there_is_left_alone() {
    let host = Host::with(2)
        .joined(2, 1)
        .moved(2, start(), &ana())
        .moved(1, start(), &ana());
    assert_eq!(host.followed, 0);
    assert_eq!(host.get(2).revision(), 3);
}

/// A known tool resolves duplicates of duplicates, and forgets to tell the outer ones how.
#[test]
fn grandchildren_follow_with_the_same_words() {
    let host = Host::with(3)
        .joined(2, 1)
        .joined(3, 2)
        .moved(1, resolve(), &ana());
    for key in [2, 3] {
        let resolution = host.get(key).state().resolution().unwrap();
        assert_eq!(resolution.notes, Some(note("Restarted the server.")));
    }
    assert_eq!(host.followed, 2);
}

#[test]
fn cascade_over_three_generations_ends_in_a_hosts_circle() {
    let circle = || {
        Host::with(3)
            .joined_blindly(2, 1)
            .joined_blindly(3, 2)
            .joined_blindly(1, 3)
    };
    let host = circle().moved(1, start(), &ana());
    assert_eq!(
        [1, 2, 3].map(|key| host.stage(key)),
        [IncidentStage::InProgress; 3]
    );
    let host = host
        .moved(2, hold(HoldReason::AWAITING_PROBLEM), &ana())
        .moved(3, Resume::new(), &ana())
        .moved(1, resolve(), &ana());
    assert_eq!(
        [1, 2, 3].map(|key| host.stage(key)),
        [IncidentStage::Resolved; 3]
    );
    let host = host.moved(2, again(), &ana());
    assert_eq!(
        [1, 2, 3].map(|key| host.stage(key)),
        [IncidentStage::InProgress; 3]
    );
    assert_eq!(host.followed, 2 * 5);
}

/// A known tool refuses only the loop of one: A below B below A passes there.
#[test]
fn parent_loop_is_refused_at_any_length() {
    for length in [1, 2, 3] {
        let mut host = Host::with(length);
        for child in 2..=length {
            host = host.joined(child, child - 1);
        }
        let facts = host.ancestors(length);
        let (ana, policy) = (ana(), standard());
        let cx = Context::new(nine(), &ana, &policy);
        let error = host
            .get(1)
            .decide(&LinkParent::new(facts).into(), &cx)
            .unwrap_err();
        assert_eq!(error.rule(), "incident.parent.circle", "a loop of {length}");
    }
}

/// A known tool resolves only the duplicates that whoever resolves the first may change, and says
/// nothing of the others.
#[test]
fn cascade_does_not_depend_on_the_rights_of_whoever_moved_the_parent() {
    let policy = policy_with(
        r#"{
            "roles": { "start_work": ["specialist", "requester"], "resolve": ["specialist", "requester"] },
            "demands": { "resolve": ["notes", "record.group"] },
            "forbidden": {}
        }"#,
    );
    let mut host = Host::under(policy, 3).joined(2, 1).joined(3, 2);
    let group = itsm_incident::command::Assign::new(itsm_core::id::GroupId::from_key(1));
    host.execute(1, group, &ana());
    // The requester may do it here; a program, or anybody else, brings it to the children.
    let events = host.execute(1, resolve(), &uma());
    let parent = host.get(1).clone();
    for by in [uma(), clock(), ana()] {
        let mut child = host.get(2).clone();
        let facts = [ChildFacts::from(&child)];
        let [(_, follow)] = &sync(&events[0], &parent, &facts, &host.policy)[..] else {
            panic!("one child follows")
        };
        let cx = Context::new(nine(), &by, &host.policy);
        child.execute(follow.clone(), &cx).unwrap();
        assert_eq!(child.stage(), IncidentStage::Resolved, "moved by {by:?}");
    }
}

#[test]
fn sync_is_off_while_the_parent_is_a_candidate_or_a_major_incident() {
    let max = crate::desk::max();
    let proposed = ProposeMajor::new(note("All of mail."), note("No orders."));
    let candidate = Host::with(2).joined(2, 1).moved(1, proposed, &ana());
    let accepted = Host::with(2).joined(2, 1).moved(1, declare(), &max);
    for host in [candidate, accepted] {
        let host = host
            .moved(1, start(), &ana())
            .moved(1, hold(HoldReason::AWAITING_VENDOR), &ana())
            .moved(1, Resume::new(), &ana());
        assert_eq!((host.stage(2), host.followed), (IncidentStage::New, 0));
    }
}

#[test]
fn resolution_of_a_major_incident_still_resolves_children() {
    let max = crate::desk::max();
    let host = Host::with(3)
        .joined(2, 1)
        .joined(3, 2)
        .moved(1, declare(), &max)
        .moved(1, resolve(), &max);
    assert_eq!(
        (host.stage(2), host.stage(3)),
        (IncidentStage::Resolved, IncidentStage::Resolved)
    );
    // Reopened, it is a major incident again, and the sync is off again.
    let host = host.moved(1, again(), &max);
    assert_eq!(host.stage(2), IncidentStage::Resolved);
}

#[test]
fn children_follow_in_the_order_of_their_ids() {
    let host = Host::with(5);
    let mut parent = host.get(1).clone();
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    let event = parent.execute(start(), &cx).unwrap().remove(0);
    let children: Vec<ChildFacts> = [4, 2, 5, 3].map(|key| host.get(key).into()).to_vec();
    let order: Vec<_> = sync(&event, &parent, &children, &policy)
        .into_iter()
        .map(|(child, _)| child)
        .collect();
    assert_eq!(order, [2, 3, 4, 5].map(id));
}

#[test]
fn child_that_stands_alone_again_follows_no_more() {
    let host = Host::with(2)
        .joined(2, 1)
        .moved(2, itsm_incident::command::UnlinkParent::new(), &ana())
        .moved(1, resolve(), &ana());
    assert_eq!(host.stage(2), IncidentStage::New);
}

#[test]
fn child_says_in_its_history_whom_it_followed() {
    let mut host = Host::with(2).joined(2, 1);
    let events = host.execute(1, resolve(), &ana());
    let follow = sync(&events[0], host.get(1), &[host.get(2).into()], &host.policy);
    let followed = host.execute(2, follow[0].1.clone(), &clock());
    let text = serde_json::to_value(&followed[0]).unwrap();
    assert_eq!(text["event"]["following"], serde_json::json!(id(1)));
    assert_eq!(text["by"]["automation"], label("clock").as_str());
}
