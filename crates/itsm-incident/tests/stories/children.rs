//! What the children mean for their parent: when it may be closed, and when it ends with them.

use crate::desk::{ana, clock, id, max, nine, nine_and, note, policy, profile, registered, uma};
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::{GroupId, IncidentId, PersonId};
use itsm_core::refusal::Permission;
use itsm_core::time::{Instant, Seconds};
use itsm_incident::Incident;
use itsm_incident::children::{AfterLastChild, ChildrenFacts, OpenChildren, lead, open_children};
use itsm_incident::command::*;
use itsm_incident::parent::{ChildFacts, ParentFacts};
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::resolution::{CancelReason, Confirmation, ResolutionCode};
use itsm_incident::state::IncidentStage::{self, Canceled, Closed, InProgress, New, Resolved};
use itsm_incident::state::IncidentState;
use std::collections::{BTreeMap, VecDeque};

/// A desk that closes no parent before its children.
fn waiting() -> IncidentPolicy {
    policy(|draft| draft.children_on_close = OpenChildren::Refuse)
}

/// A desk whose parents end with their children.
fn leading(rule: AfterLastChild) -> IncidentPolicy {
    policy(|draft| {
        draft.after_last_child = rule;
        // Rights and demands that a cascade must not need.
        draft
            .roles
            .insert("resolve".into(), ["specialist".into()].into());
        draft
            .demands
            .insert("close".into(), ["record.group".into()].into());
    })
}

/// A host: it stores incidents, gathers the evidence, and carries out what `lead` proposes.
struct Host {
    policy: IncidentPolicy,
    incidents: BTreeMap<IncidentId, Incident>,
    led: usize,
}

impl Host {
    /// Incidents from 1, and who is whose child.
    fn with(policy: IncidentPolicy, incidents: u64, pairs: &[(u64, u64)]) -> Self {
        let born = (1..=incidents).map(|key| (id(key), registered(key, profile(), &policy)));
        let mut host = Self {
            incidents: born.collect(),
            policy,
            led: 0,
        };
        for (child, parent) in pairs {
            // It does not look where it should: circles are seen by the cascade itself.
            let link = LinkParent::new(ParentFacts::new(id(*parent), []));
            host.execute(*child, link, &ana());
        }
        host
    }

    fn children(&self, of: IncidentId) -> Vec<ChildFacts> {
        let all = self.incidents.values();
        all.filter(|it| it.parent() == Some(of))
            .map(ChildFacts::from)
            .collect()
    }

    fn facts(&self, key: u64) -> ChildrenFacts {
        open_children(id(key), |parent| self.children(parent))
    }

    fn stages<const N: usize>(&self) -> [IncidentStage; N] {
        let mut all = self.incidents.values().map(Incident::stage);
        std::array::from_fn(|_| all.next().unwrap())
    }

    fn try_at(
        &mut self,
        key: u64,
        command: impl Into<IncidentCommand>,
        by: &Actor,
        now: Instant,
    ) -> Result<(), String> {
        let cx = Context::new(now, by, &self.policy);
        let incident = self.incidents.get_mut(&id(key)).unwrap();
        let done = incident.execute(command, &cx);
        let mut events = VecDeque::from(done.map_err(|it| it.refusal().to_string())?);
        while let Some(event) = events.pop_front() {
            let Some(above) = self.incidents[&event.record].parent() else {
                continue;
            };
            let facts = open_children(above, |parent| self.children(parent));
            let parent = &self.incidents[&above];
            let children = self.children(above);
            if let Some(follow) = lead(&event, parent, &children, &facts, &self.policy) {
                self.led += 1;
                assert!(self.led < 100, "the cascade does not end");
                let cx = Context::new(now, by, &self.policy);
                let parent = self.incidents.get_mut(&above).unwrap();
                events.extend(parent.execute(follow, &cx).unwrap());
            }
        }
        Ok(())
    }

    fn execute(&mut self, key: u64, command: impl Into<IncidentCommand>, by: &Actor) {
        self.try_at(key, command, by, nine()).unwrap();
    }

    fn done(mut self, key: u64, command: impl Into<IncidentCommand>, by: &Actor) -> Self {
        self.execute(key, command, by);
        self
    }
}

fn specialist() -> Actor {
    ana().with(Role::new("specialist").unwrap())
}

fn fixed() -> Resolve {
    Resolve::new(ResolutionCode::FIXED).notes(note("Swapped the switch."))
}

fn again() -> Reopen {
    Reopen::new().reason(note("Down again."))
}

fn confirmed(children: ChildrenFacts) -> Close {
    Close::new()
        .confirmed_by(PersonId::from_key(3))
        .children(children)
}

#[test]
fn parent_is_not_closed_while_a_child_or_a_childs_child_is_open_and_is_told_which() {
    let mut host = Host::with(waiting(), 4, &[(2, 1), (3, 2), (4, 1)])
        .done(1, fixed(), &ana())
        .done(2, fixed(), &ana());
    let facts = host.facts(1);
    assert_eq!(facts.open, [id(3), id(4)].into());
    let refused = host
        .try_at(1, confirmed(facts), &ana(), nine())
        .unwrap_err();
    for key in [3, 4] {
        assert!(refused.contains(&id(key).to_string()), "{refused}");
    }
    let host = host.done(3, fixed(), &ana()).done(4, fixed(), &ana());
    let facts = host.facts(1);
    let host = host.done(1, confirmed(facts), &ana());
    assert_eq!(host.stages(), [Closed, Resolved, Resolved, Resolved]);
}

#[test]
fn closing_asks_for_the_evidence_even_of_a_requester_who_confirms_by_acting() {
    let mut host = Host::with(waiting(), 1, &[]).done(1, fixed(), &ana());
    let uma = uma();
    let cx = Context::new(nine(), &uma, &host.policy);
    let permission = host.incidents[&id(1)].permission(IncidentCommandKind::Close, &cx);
    assert_eq!(permission, Permission::Needs(vec!["children"]));
    host.try_at(1, Close::new(), &uma, nine()).unwrap_err();
    let facts = host.facts(1);
    host.execute(1, Close::new().children(facts), &uma);
    assert_eq!(host.stages(), [Closed]);
}

#[test]
fn default_policy_neither_asks_for_evidence_nor_looks_at_it() {
    let host = Host::with(crate::desk::standard(), 2, &[(2, 1)]).done(1, fixed(), &ana());
    let facts = host.facts(1);
    assert!(!facts.open.is_empty());
    let host = host.done(1, confirmed(facts), &ana());
    assert_eq!(host.stages(), [Closed, New]);
}

#[test]
fn time_closes_a_parent_with_the_evidence_and_says_nothing_before() {
    let host = Host::with(waiting(), 2, &[(2, 1)]).done(1, fixed(), &ana());
    let parent = &host.incidents[&id(1)];
    assert!(parent.deadlines(&host.policy).is_empty());
    assert_eq!(parent.closing_due(&host.facts(1), &host.policy), None);
    let mut host = host.done(2, fixed(), &ana());
    let due = host.incidents[&id(1)]
        .closing_due(&host.facts(1), &host.policy)
        .unwrap();
    assert_eq!(due.at, nine_and(Seconds::days(5)));
    let blind = host.try_at(1, CloseAutomatically::new(), &clock(), due.at);
    assert!(blind.unwrap_err().contains("children"));
    host.try_at(1, due.command, &clock(), due.at).unwrap();
    assert_eq!(host.stages(), [Closed, Resolved]);
}

#[test]
fn child_that_is_reopened_holds_up_the_closing_of_its_parent() {
    let mut host = Host::with(waiting(), 2, &[(2, 1)])
        .done(1, fixed(), &ana())
        .done(2, fixed(), &ana())
        .done(2, again(), &uma());
    let facts = host.facts(1);
    let refused = host.try_at(1, confirmed(facts), &ana(), nine());
    assert!(refused.unwrap_err().contains("are open"));
}

#[test]
fn parent_is_resolved_when_its_last_open_child_is_whoever_did_it() {
    let host = Host::with(leading(AfterLastChild::Resolve), 3, &[(2, 1), (3, 1)]).done(
        2,
        fixed(),
        &specialist(),
    );
    assert_eq!((host.stages(), host.led), ([New, Resolved, New], 0));
    let host = host.done(3, fixed(), &specialist());
    assert_eq!(host.stages(), [Resolved; 3]);
    let resolution = host.incidents[&id(1)].state().resolution().unwrap();
    assert_eq!(resolution.notes, Some(note("Swapped the switch.")));
}

#[test]
fn parent_is_closed_on_the_word_that_closed_its_last_child_level_by_level() {
    let resolves = Host::with(leading(AfterLastChild::Resolve), 2, &[(2, 1)])
        .done(2, Assign::new(GroupId::from_key(1)), &ana())
        .done(2, fixed(), &specialist())
        .done(2, Close::new(), &uma());
    assert_eq!(resolves.stages(), [Resolved, Closed]);
    let mut host = Host::with(leading(AfterLastChild::Close), 3, &[(2, 1), (3, 2)]);
    host.execute(3, Assign::new(GroupId::from_key(1)), &ana());
    host.execute(3, fixed(), &specialist());
    assert_eq!((host.stages(), host.led), ([Resolved; 3], 2));
    host.execute(3, Close::new(), &uma());
    assert_eq!((host.stages(), host.led), ([Closed; 3], 4));
    let IncidentState::Closed(closure) = host.incidents[&id(1)].state() else {
        panic!("closed")
    };
    let by = uma().person_id().unwrap();
    assert_eq!(closure.confirmation, Confirmation::Confirmed { by });
}

#[test]
fn reopened_child_leaves_its_parent_and_leads_it_again_when_resolved_anew() {
    let mut host = Host::with(leading(AfterLastChild::Resolve), 2, &[(2, 1)]);
    host.execute(2, fixed(), &specialist());
    host.execute(2, again(), &uma());
    assert_eq!(host.stages(), [Resolved, InProgress]);
    host.execute(1, again(), &uma());
    host.execute(2, fixed(), &specialist());
    assert_eq!((host.stages(), host.led), ([Resolved; 2], 2));
}

#[test]
fn child_that_is_withdrawn_last_ends_nothing() {
    let mut host = Host::with(leading(AfterLastChild::Close), 2, &[(2, 1)]);
    host.execute(2, Cancel::new(CancelReason::UNNECESSARY), &ana());
    assert_eq!((host.stages(), host.led), ([New, Canceled], 0));
}

#[test]
fn candidate_or_major_incident_does_not_end_with_its_children() {
    let declare = DeclareMajor::new(note("All."), note("No orders."), PersonId::from_key(2));
    let host = Host::with(leading(AfterLastChild::Close), 2, &[(2, 1)])
        .done(1, declare, &max())
        .done(2, fixed(), &specialist());
    assert_eq!((host.stages(), host.led), ([New, Resolved], 0));
}

#[test]
fn cascade_ends_even_in_a_circle() {
    let host = Host::with(leading(AfterLastChild::Close), 2, &[(2, 1), (1, 2)]);
    assert_eq!(host.facts(1).open, [id(2)].into());
    let host = host.done(2, fixed(), &specialist());
    assert!(host.led <= 2, "{}", host.led);
}
