//! The linter between practices: finds what each policy says rightly for itself, and what does not
//! go together.
//!
//! A service policy does not know the lifecycle of the records that it measures, and the lifecycle
//! does not know of clocks. Only here is both known. Like the linters of each practice it does not
//! guess: what it finds is so, and a policy with findings is still valid.

use alloc::vec::Vec;
use core::fmt;
use itsm_core::condition::Condition;
use itsm_core::draft::DraftCondition;
use itsm_core::text::Code;
use itsm_incident::children::AfterLastChild;
use itsm_incident::command::IncidentCommandKind;
use itsm_incident::lifecycle::LIFECYCLE;
use itsm_incident::policy::IncidentPolicy;
use itsm_incident::state::IncidentStage;
use itsm_incident::vocabulary::IncidentAttribute;
use itsm_service_level::definition::OnReopen;
use itsm_service_level::draft::{DraftCancel, DraftClock};
use itsm_service_level::policy::ServicePolicy;

/// Something that two policies say and cannot both mean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum CoordinationFinding {
    /// A clock stops in one state, and its stop is never true in a state that follows, in which the
    /// incident has ended: the clock goes on there, nobody works on it, and it is missed in the end.
    StopLetsGo {
        /// The definition.
        clock: Code,
        /// The state in which it stops.
        from: IncidentStage,
        /// The state that follows, in which it goes on.
        to: IncidentStage,
    },
}

impl fmt::Display for CoordinationFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::StopLetsGo { clock, from, to } => write!(
                f,
                "clock `{clock}` stops in state `{from}` and goes on in state `{to}`: its stop is never true there"
            ),
        }
    }
}

/// What levels of service and the rules for incidents say and cannot both mean, clock by clock.
///
/// A completed clock whose stop is no longer true goes on: that is what a reopened incident needs.
/// So a stop has to stay true for as long as the incident stays ended. One that is true of resolved
/// incidents alone lets go when they are closed.
///
/// What it says of a clock is so of every incident that moves from the one state to the other while
/// the clock is asked for; steps that the policy forbids are not looked at, and a clock that is to
/// [stay](OnReopen::Stay) completed, that is canceled there, or that cannot start there is passed
/// over. So is a stop that is true of some incidents there.
///
/// ```
/// # #[cfg(feature = "serde")] {
/// use itsm::coordination::lint::lint;
/// use itsm::incident::policy::IncidentPolicy;
/// use itsm::service_level::policy::ServicePolicy;
///
/// let policy = IncidentPolicy::default();
/// let levels = |stop: &str| {
///     let file = format!(
///         r#"{{ "id": "levels", "version": 1, "clocks": [{{
///             "id": "resolution", "start": {{ "all": [] }}, "stop": {stop},
///             "target": {{ "kind": "open_time", "seconds": 28800 }} }}] }}"#
///     );
///     ServicePolicy::compile(serde_json::from_str(&file).unwrap(), &policy).unwrap()
/// };
///
/// let found = lint(&levels(r#"{ "attribute": "state", "in": ["resolved", "canceled"] }"#), &policy);
/// assert_eq!(
///     found[0].to_string(),
///     "clock `resolution` stops in state `resolved` and goes on in state `closed`: \
///      its stop is never true there",
/// );
/// let all = r#"{ "attribute": "state", "in": ["resolved", "closed", "canceled"] }"#;
/// assert!(lint(&levels(all), &policy).is_empty());
/// # }
/// ```
pub fn lint(
    levels: &ServicePolicy<IncidentAttribute>,
    policy: &IncidentPolicy,
) -> Vec<CoordinationFinding> {
    let draft = levels.draft();
    let agreed = draft.agreements.iter().flat_map(|it| &it.clocks);
    let mut findings = Vec::new();
    for clock in draft.clocks.iter().chain(agreed) {
        let Ok(id) = Code::new(&clock.id) else {
            continue;
        };
        if clock.on_reopen == OnReopen::Stay {
            continue;
        }
        for from in IncidentStage::ALL.iter().copied() {
            for to in IncidentStage::ALL.iter().copied() {
                if !to.is_open() && leads(policy, from, to) && lets_go(clock, from, to, policy) {
                    let clock = id.clone();
                    findings.push(CoordinationFinding::StopLetsGo { clock, from, to });
                }
            }
        }
    }
    findings
}

/// Whether some command leads from one state to another.
fn leads(policy: &IncidentPolicy, from: IncidentStage, to: IncidentStage) -> bool {
    let is_used = |command: &IncidentCommandKind| match command {
        IncidentCommandKind::CloseAutomatically => policy.auto_close().is_some(),
        IncidentCommandKind::FollowChildren => policy.after_last_child() != AfterLastChild::Leave,
        _ => true,
    };
    let mut commands = LIFECYCLE.commands(from).into_iter();
    from != to
        && commands
            .any(|it| is_used(&it) && LIFECYCLE.leads(from, it, to) && !policy.forbids(from, it))
}

/// Whether the clock stops in the one state, and is asked for and not stopped in the other.
fn lets_go(
    clock: &DraftClock,
    from: IncidentStage,
    to: IncidentStage,
    policy: &IncidentPolicy,
) -> bool {
    let (stop, start) = (&clock.stop, &clock.start);
    let stays_canceled = match &clock.cancel {
        DraftCancel::When(cancel) => follows(&[at(to), start.clone()], cancel, policy),
        DraftCancel::StartNoLongerTrue | DraftCancel::Never => false,
    };
    possible(&[at(from), stop.clone()], policy) == Some(true)
        && possible(&[at(to), stop.clone()], policy) == Some(false)
        && possible(&[at(to), start.clone()], policy) == Some(true)
        && !stays_canceled
}

fn at(stage: IncidentStage) -> DraftCondition {
    DraftCondition::attribute("state").is(stage.as_str())
}

/// Whether some incident makes all of them true; `None` when nobody can say.
fn possible(parts: &[DraftCondition], policy: &IncidentPolicy) -> Option<bool> {
    let all = compile(&DraftCondition::all(parts.iter().cloned()), policy)?;
    all.overlaps(&all, policy)
}

/// Whether the last is true, or might be for all that can be said, of whatever makes all others true.
fn follows(parts: &[DraftCondition], last: &DraftCondition, policy: &IncidentPolicy) -> bool {
    let all = compile(&DraftCondition::all(parts.iter().cloned()), policy);
    let implied = all
        .zip(compile(last, policy))
        .and_then(|(all, last)| all.implies(&last, policy));
    implied != Some(false)
}

/// `None` where one more `all` around it makes it too deep.
fn compile(
    condition: &DraftCondition,
    policy: &IncidentPolicy,
) -> Option<Condition<IncidentAttribute>> {
    Condition::compile(condition, policy).ok()
}
