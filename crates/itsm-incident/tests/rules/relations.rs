//! Rules about parents, children and links.

use crate::desk::{Case, id, max, note, policy, resolve, uma};
use itsm_core::id::{IncidentId, ProblemId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_incident::children::{AfterLastChild, ChildrenFacts, OpenChildren, ParentStep};
use itsm_incident::command::{
    AddLink, Close, DeclareMajor, FollowChildren, FollowParent, LinkParent, RemoveLink,
    UnlinkParent,
};
use itsm_incident::parent::{FollowHold, FollowResolve, FollowStep, ParentFacts};
use itsm_incident::resolution::{Confirmation, ResolutionCode};
use itsm_incident::state::HoldReason;
use itsm_testing::{proof::Says as _, proofs};
use std::collections::BTreeSet;

fn below(parent: u64, ancestors: &[u64]) -> LinkParent {
    let ancestors: BTreeSet<IncidentId> = ancestors.iter().map(|key| id(*key)).collect();
    LinkParent::new(ParentFacts::new(id(parent), ancestors))
}

fn to(record: RecordRef) -> Link {
    Link::new(LinkKind::RELATED, record)
}

fn text(key: u64) -> String {
    id(key).to_string()
}

fn open(keys: &[u64]) -> ChildrenFacts {
    ChildrenFacts::new(keys.iter().map(|key| id(*key)).collect::<BTreeSet<_>>())
}

fn fixed() -> FollowResolve {
    FollowResolve::new(ResolutionCode::FIXED)
}

fn follow_children(keys: &[u64], step: ParentStep) -> FollowChildren {
    FollowChildren::new(id(9), 7_u64, open(keys), step)
}

proofs! {
    /// The desk lets parents stand, whatever their children do.
    incident_children_not_followed: "incident.children.not_followed" => {
        Case::new().refusal(follow_children(&[], ParentStep::Resolve(fixed())))
    };
    /// One child is resolved, another one is not.
    incident_children_open: "incident.children.open" => {
        let waits = policy(|draft| draft.children_on_close = OpenChildren::Refuse);
        Case::under(waits)
            .done(resolve())
            .by(&uma())
            .refusal(Close::new().children(open(&[2, 3])))
            .saying("children", vec![text(2), text(3)])
    };
    /// The record itself is not among those it points at.
    incident_link_to_itself: "incident.link.to_itself" => {
        Case::new().refusal(AddLink::new(to(RecordRef::Incident(id(1)))))
    };
    /// A link that is taken back is there.
    incident_link_not_there: "incident.link.not_there" => {
        let problem = |key| RecordRef::Problem(ProblemId::from_key(key));
        Case::new()
            .done(AddLink::new(to(problem(1))))
            .refusal(RemoveLink::new(to(problem(2))))
    };
    /// One parent at the most.
    incident_parent_already: "incident.parent.already" => {
        Case::new().done(below(2, &[])).refusal(below(3, &[])).saying("parent", text(2).as_str())
    };
    /// Two are joined and the second cannot become the parent of the first.
    incident_parent_circle: "incident.parent.circle" => {
        Case::new().refusal(below(2, &[3, 1])).saying("parent", text(2).as_str())
    };
    /// Who has no parent has none to leave.
    incident_parent_none: "incident.parent.none" => Case::new().refusal(UnlinkParent::new());
    /// What is open is not reopened.
    incident_parent_step_not_applicable: "incident.parent.step_not_applicable" => {
        Case::new()
            .done(below(2, &[]))
            .refusal(FollowParent::new(id(2), 7_u64, FollowStep::Reopen {}))
    };
}

#[test]
fn child_follows_its_own_parent_and_no_other() {
    let step = FollowStep::Start {};
    let child = Case::new().done(below(2, &[]));
    let error = child.error(FollowParent::new(id(3), 7_u64, step.clone()));
    assert_eq!(error.rule(), "incident.parent.none");
    let followed = child.done(FollowParent::new(id(2), 7_u64, step));
    assert_eq!(followed.incident.stage().as_str(), "in_progress");
}

#[test]
fn parent_follows_its_children_only_forward_and_only_when_none_is_open() {
    let leads = policy(|draft| draft.after_last_child = AfterLastChild::Close);
    let case = Case::under(leads);
    let step = || ParentStep::Resolve(fixed());
    let error = case.error(follow_children(&[2], step()));
    assert_eq!(error.rule(), "incident.children.open");
    let close = ParentStep::Close {
        confirmation: Confirmation::Unconfirmed,
    };
    let error = case.error(follow_children(&[], close.clone()));
    assert_eq!(error.rule(), "incident.parent.step_not_applicable");
    let itself = FollowChildren::new(id(1), 7_u64, open(&[]), step());
    assert_eq!(
        case.error(itself).rule(),
        "incident.parent.step_not_applicable"
    );
    let resolved = case.done(follow_children(&[], step()));
    let error = resolved.error(follow_children(&[], step()));
    assert_eq!(error.rule(), "incident.parent.step_not_applicable");
    let closed = resolved.done(follow_children(&[], close));
    assert_eq!(closed.incident.stage().as_str(), "closed");
}

/// A major incident is ended by people, whatever becomes of its children.
#[test]
fn major_incident_does_not_follow_its_children() {
    let leads = policy(|draft| draft.after_last_child = AfterLastChild::Close);
    let coordinator = max().person_id().unwrap();
    let declare = DeclareMajor::new(note("All."), note("No orders."), coordinator);
    let major = Case::under(leads).by(&max()).done(declare);
    let error = major.error(follow_children(&[], ParentStep::Resolve(fixed())));
    assert_eq!(error.rule(), "incident.resolve.major_by_hand");
    let close = ParentStep::Close {
        confirmation: Confirmation::Unconfirmed,
    };
    let error = major.done(resolve()).error(follow_children(&[], close));
    assert_eq!(error.rule(), "incident.close.major_by_hand");
}

#[test]
fn incident_is_not_its_own_parent() {
    assert_eq!(
        Case::new().error(below(1, &[])).rule(),
        "incident.parent.circle"
    );
}

/// Another caller's silence is not the child's, and no child is silenced without a word to its own
/// caller.
#[test]
fn child_is_not_led_into_a_wait_that_stays_with_the_parent() {
    let step = FollowStep::Hold(FollowHold::new(HoldReason::AWAITING_CALLER));
    let error = Case::new()
        .done(below(2, &[]))
        .error(FollowParent::new(id(2), 7_u64, step));
    assert_eq!(error.rule(), "incident.parent.step_not_applicable");
}
