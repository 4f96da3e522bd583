//! Rules about parents, children and links.

use crate::Says as _;
use crate::desk::{Case, id};
use itsm_core::id::{IncidentId, ProblemId};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_incident::command::{AddLink, FollowParent, LinkParent, RemoveLink, UnlinkParent};
use itsm_incident::parent::{FollowHold, FollowStep, ParentFacts};
use itsm_incident::state::HoldReason;

fn below(parent: u64, ancestors: &[u64]) -> LinkParent {
    let ancestors: std::collections::BTreeSet<IncidentId> =
        ancestors.iter().map(|key| id(*key)).collect();
    LinkParent::new(ParentFacts::new(id(parent), ancestors))
}

fn to(record: RecordRef) -> Link {
    Link::new(LinkKind::RELATED, record)
}

fn text(key: u64) -> String {
    id(key).to_string()
}

proofs! {
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
