//! The linter: finds what a policy says and cannot mean, before any incident meets it.
//!
//! It does not sample and does not guess: what it finds is so of every incident there can be under
//! the policy. A policy with findings is still valid.

use crate::command::IncidentCommandKind as Kind;
use crate::lifecycle::LIFECYCLE;
use crate::policy::{AutoCloseBasis, IncidentPolicy};
use crate::state::IncidentStage;
use alloc::vec::Vec;
use core::fmt;
use itsm_core::lint::{Finding, Flaw};
use itsm_core::plain_enum;
use itsm_core::time::Seconds;

plain_enum! {
    /// A table of rules in a policy.
    pub enum PolicyTable {
        /// Automatic assignment.
        Assignment = "assignment",
        /// The plan of progress communication.
        Communication = "communication",
        /// Escalations by time.
        Escalations = "escalations",
        /// Models of incidents.
        Models = "models",
        /// What proposes candidates for major incidents.
        Triggers = "major.triggers",
    }
}

/// Something that a policy says and cannot mean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(tag = "type", rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum PolicyFinding {
    /// A command is forbidden in every state in which the lifecycle allows it.
    CommandForbiddenEverywhere {
        /// The command.
        command: Kind,
    },
    /// No command that is allowed leads out of a state that is not an end.
    DeadEnd {
        /// The state.
        stage: IncidentStage,
    },
    /// An incident closes by itself before the time to reopen it is over.
    ReopenWindowCutShort {
        /// How long it could be reopened.
        window: Seconds,
        /// After how long it closes.
        closes_after: Seconds,
    },
    /// Something is odd about a rule.
    Rule {
        /// The table in which it stands.
        table: PolicyTable,
        /// What.
        finding: Finding,
    },
}

impl fmt::Display for PolicyFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::CommandForbiddenEverywhere { command } => write!(
                f,
                "command `{command}` is forbidden wherever the lifecycle allows it"
            ),
            Self::DeadEnd { stage } => {
                write!(
                    f,
                    "state `{stage}` is a dead end: all that leads out of it is forbidden"
                )
            }
            Self::ReopenWindowCutShort {
                window,
                closes_after,
            } => write!(
                f,
                "`reopen_window` is {window}, but incidents close by themselves after {closes_after}"
            ),
            Self::Rule { table, finding } => write!(f, "`{table}`: {finding}"),
        }
    }
}

impl IncidentPolicy {
    /// Finds commands that are forbidden everywhere, states without a way out, a time to reopen that
    /// never lasts, and rules that never match or never get their turn.
    ///
    /// ```
    /// use itsm_incident::draft::DraftIncidentPolicy;
    /// use itsm_incident::policy::IncidentPolicy;
    ///
    /// assert!(IncidentPolicy::default().lint().is_empty());
    ///
    /// let mut draft = DraftIncidentPolicy::default();
    /// let open = ["new", "in_progress", "on_hold"].map(String::from);
    /// draft.forbidden.insert("cancel".into(), open.into());
    /// let findings = IncidentPolicy::try_from(draft)?.lint();
    /// assert_eq!(findings[0].to_string(), "command `cancel` is forbidden wherever the lifecycle allows it");
    /// # Ok::<(), itsm_core::fault::Faults>(())
    /// ```
    pub fn lint(&self) -> Vec<PolicyFinding> {
        let mut findings = Vec::new();
        for command in Kind::ALL.iter().copied() {
            let mut stages = IncidentStage::ALL.iter().copied();
            if !stages.any(|stage| self.permits(stage, command)) {
                findings.push(PolicyFinding::CommandForbiddenEverywhere { command });
            }
        }
        for stage in IncidentStage::ALL.iter().copied() {
            let leaves = |command: &Kind| {
                let mut targets = LIFECYCLE.targets(stage, *command).into_iter();
                targets.any(|target| target != stage)
            };
            let ways: Vec<Kind> = Kind::ALL.iter().copied().filter(leaves).collect();
            if !ways.is_empty() && !ways.iter().any(|way| self.permits(stage, *way)) {
                findings.push(PolicyFinding::DeadEnd { stage });
            }
        }
        if let (Some(window), Some(close)) = (self.reopen_window, self.auto_close) {
            if close.basis == AutoCloseBasis::Resolution && close.after < window {
                findings.push(PolicyFinding::ReopenWindowCutShort {
                    window,
                    closes_after: close.after,
                });
            }
        }
        let mut add = |table, rules: Vec<Finding>, first_decides: bool| {
            // Where each rule counts for itself, none stands in the light of another.
            let tells = |it: &Finding| first_decides || matches!(it.flaw, Flaw::NeverMatches);
            let told = rules.into_iter().filter(tells);
            findings.extend(told.map(|finding| PolicyFinding::Rule { table, finding }));
        };
        add(PolicyTable::Assignment, self.assignment.lint(self), true);
        add(
            PolicyTable::Communication,
            self.communication.lint(self),
            false,
        );
        add(PolicyTable::Escalations, self.escalations.lint(self), false);
        add(PolicyTable::Models, self.models.lint(self), true);
        add(PolicyTable::Triggers, self.major.triggers.lint(self), true);
        findings
    }

    fn permits(&self, stage: IncidentStage, command: Kind) -> bool {
        LIFECYCLE.allows(stage, command) && !self.forbids(stage, command)
    }
}
