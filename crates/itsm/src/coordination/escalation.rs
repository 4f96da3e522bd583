//! Escalation by the clock: which threshold of which clock calls for whom.

use crate::coordination::proposal::{Proposal, ProposalKey};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::text::{Code, Note};
use itsm_incident::Incident;
use itsm_incident::command::{EscalateFunctionally, EscalateHierarchically, IncidentCommand};
use itsm_incident::escalation::EscalateTo;
use itsm_service_level::policy::ServicePolicy;
use itsm_service_level::signal::{Signal, SignalKind};

/// When a clock calls for an escalation.
///
/// On the wire: `"breach"`, or `{"threshold": "half"}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum EscalateAt {
    /// When its target is missed.
    Breach,
    /// When it reaches one of its thresholds.
    Threshold(Code),
}

/// The raw form of one rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftClockEscalation {
    /// A code that is its own among the rules.
    pub id: String,
    /// The clock, by the id of its definition.
    pub clock: String,
    /// When.
    pub at: EscalateAt,
    /// To whom.
    pub to: EscalateTo,
    /// What is needed of them.
    pub reason: Note,
    /// Whether to call even if the clock was past it when it was attached.
    #[cfg_attr(feature = "serde", serde(default))]
    pub at_attach: bool,
}

/// Rules from what clocks say to escalations of their incidents, checked against the clocks.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ClockEscalations {
    rules: Vec<(Code, DraftClockEscalation)>,
}

impl ClockEscalations {
    /// Checks rules against the clocks that they speak of.
    ///
    /// # Errors
    /// All [`Faults`]: an id that is not a code or stands twice, a clock that the policy does not
    /// have, a threshold that the clock does not have.
    pub fn compile<A>(
        drafts: Vec<DraftClockEscalation>,
        policy: &ServicePolicy<A>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut rules: Vec<(Code, DraftClockEscalation)> = Vec::new();
        for (i, draft) in drafts.into_iter().enumerate() {
            let path = format!("[{i}].id");
            let id = faults.take(&path, "clock_escalation.id.text", Code::new(&draft.id));
            if rules.iter().any(|(it, _)| it.as_str() == draft.id) {
                let message = format!("`{}` is the id of another rule", draft.id);
                faults.add(path, "clock_escalation.id.twice", message);
            }
            match (policy.clock(&draft.clock), &draft.at) {
                (None, _) => faults.add(
                    format!("[{i}].clock"),
                    "clock_escalation.clock.unknown",
                    format!("`{}` is not a clock of `{}`", draft.clock, policy.of()),
                ),
                (Some(clock), EscalateAt::Threshold(threshold))
                    if !clock.thresholds().iter().any(|it| it.id() == threshold) =>
                {
                    faults.add(
                        format!("[{i}].at.threshold"),
                        "clock_escalation.threshold.unknown",
                        format!(
                            "`{threshold}` is not a threshold of clock `{}`",
                            draft.clock
                        ),
                    );
                }
                _ => {}
            }
            rules.extend(id.map(|id| (id, draft)));
        }
        faults.or(Some(Self { rules }))
    }

    /// What a signal calls for, in the order of the rules. Nothing if the incident is not open any
    /// more: a clock that had something to say before it was resolved comes too late.
    ///
    /// The same signal gives the same proposals with the same keys, however often it is asked.
    pub fn ask(&self, signal: &Signal, incident: &Incident) -> Vec<Proposal<IncidentCommand>> {
        if !incident.stage().is_open() {
            return Vec::new();
        }
        let (occasion, at_attach) = match &signal.what {
            SignalKind::Breached { at_attach } => (EscalateAt::Breach, *at_attach),
            SignalKind::Reached {
                threshold,
                at_attach,
            } => (EscalateAt::Threshold(threshold.clone()), *at_attach),
            _ => return Vec::new(),
        };
        let rules = self.rules.iter().filter(|(_, rule)| {
            signal.clock.definition.as_str() == rule.clock
                && rule.at == occasion
                && (rule.at_attach || !at_attach)
        });
        let proposals = rules.map(|(id, rule)| Proposal {
            command: match &rule.to {
                EscalateTo::Group(group) => {
                    EscalateFunctionally::new(*group, rule.reason.clone()).into()
                }
                EscalateTo::Role(role) => {
                    EscalateHierarchically::new(role.clone(), rule.reason.clone()).into()
                }
            },
            rule: id.clone(),
            key: ProposalKey::new(format!("{}/{}/{id}", incident.id(), signal.clock)),
        });
        proposals.collect()
    }
}
