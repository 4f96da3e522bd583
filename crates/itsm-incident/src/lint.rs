//! The linter: finds what a policy says and cannot mean, before any incident meets it.
//!
//! It does not sample and does not guess: what it finds is so of every incident that is registered
//! under the policy. What a desk may well want, such as a command that is forbidden everywhere, it
//! passes over. A policy with findings is still valid.

use crate::command::IncidentCommandKind as Kind;
use crate::escalation::EscalateTo;
use crate::lint_reach::Reach;
use crate::policy::IncidentPolicy;
use crate::{lint_commands, lint_ends, lint_tables};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;
use itsm_core::actor::Role;
use itsm_core::plain_enum;

plain_enum! {
    /// What can be odd about a policy. The name is stable, to be looked up or passed over by.
    pub enum PolicyLint {
        /// Automatic assignment proposes what the policy refuses: it never carries a fact that is
        /// demanded of an assignment, or nobody may assign at all.
        AssignmentRefused = "assignment_refused",
        /// Incidents are to close by themselves, and never do.
        AutoCloseNever = "auto_close_never",
        /// Somebody is to be told how it goes, and nobody can record that they were.
        CommunicationNever = "communication_never",
        /// No command that is possible leads out of a state that is not an end.
        DeadEnd = "dead_end",
        /// A fact that the record must have before a command, and can never have then.
        DemandNever = "demand_never",
        /// Incidents are to be escalated by time, and never are.
        EscalationNever = "escalation_never",
        /// A command is forbidden in a state in which the lifecycle does not allow it anyhow.
        ForbiddenAnyhow = "forbidden_anyhow",
        /// A parent is to end with its children, and never does.
        LastChildNever = "last_child_never",
        /// A model calls upon somebody when a step is late, and no step has a time.
        ModelEscalatesNever = "model_escalates_never",
        /// A priority that the matrix never gives and that nobody may set.
        PriorityNever = "priority_never",
        /// Candidates are to be promoted into a new parent, and never can be.
        PromotionNever = "promotion_never",
        /// Alerts are to resolve incidents, and are always refused.
        RecoveryRefused = "recovery_refused",
        /// Reminders never go out.
        ReminderNever = "reminder_never",
        /// An incident closes by itself before the time to reopen it is over.
        ReopenCutShort = "reopen_cut_short",
        /// Silence is to resolve an incident, and the wait always ends before.
        ResolveNever = "resolve_never",
        /// A review is owed or required, and nobody can record it.
        ReviewNever = "review_never",
        /// Nobody holds a role that something depends on.
        RoleUnheld = "role_unheld",
        /// A rule matches everything, and is not the last one that says so.
        RuleAlways = "rule_always",
        /// A rule matches the same as an earlier one, so it never gets its turn.
        RuleDuplicate = "rule_duplicate",
        /// A rule contradicts itself: it never matches.
        RuleNever = "rule_never",
        /// A rule matches nothing that it is asked about.
        RuleNeverAsked = "rule_never_asked",
        /// All that a rule matches is matched by earlier ones, so it never gets its turn.
        RuleShadowed = "rule_shadowed",
        /// A rule has too many tests that hang together to say anything about it.
        RuleUndecided = "rule_undecided",
        /// A sub-status of a state in which none can be set.
        SubStatusNever = "sub_status_never",
        /// Satisfaction is asked for, and nobody can answer.
        SurveyNever = "survey_never",
        /// Open tasks hold up the end, and nobody can end them.
        TasksNever = "tasks_never",
        /// A wait is to end by time, and never does.
        TimeOutNever = "time_out_never",
        /// Something is said of a command that is forbidden wherever the lifecycle allows it.
        WithoutEffect = "without_effect",
    }
}

/// Something that a policy says and cannot mean.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct PolicyFinding {
    /// What it is.
    pub lint: PolicyLint,
    /// Where: a path into the file of the policy, such as `communication.rules[2]`.
    pub path: String,
    /// What is odd there, in plain words.
    pub message: String,
}

impl fmt::Display for PolicyFinding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({})", self.path, self.message, self.lint)
    }
}

/// Where findings are gathered.
#[derive(Debug, Default)]
pub(crate) struct Findings(Vec<PolicyFinding>);

impl Findings {
    pub(crate) fn add(
        &mut self,
        lint: PolicyLint,
        path: impl Into<String>,
        message: impl Into<String>,
    ) {
        self.0.push(PolicyFinding {
            lint,
            path: path.into(),
            message: message.into(),
        });
    }
}

impl IncidentPolicy {
    /// Everything that the policy says and cannot mean.
    ///
    /// ```
    /// use itsm_core::time::Seconds;
    /// use itsm_incident::draft::DraftIncidentPolicy;
    /// use itsm_incident::policy::IncidentPolicy;
    ///
    /// assert!(IncidentPolicy::default().lint().is_empty());
    ///
    /// let findings = IncidentPolicy::try_from(DraftIncidentPolicy {
    ///     auto_close: Some(Seconds::days(2)),
    ///     ..DraftIncidentPolicy::default()
    /// })?
    /// .lint();
    /// assert_eq!(
    ///     findings[0].to_string(),
    ///     "reopen_window: an incident could be reopened for 5 d, and closes by itself after 2 d (reopen_cut_short)"
    /// );
    /// # Ok::<(), itsm_core::fault::Faults>(())
    /// ```
    pub fn lint(&self) -> Vec<PolicyFinding> {
        let mut findings = Findings::default();
        let reach = Reach::of(self);
        lint_commands::lint(self, &reach, &mut findings);
        lint_ends::lint(self, &reach, &mut findings);
        lint_tables::lint(self, &reach, &mut findings);
        findings.0
    }

    /// What the policy asks of roles that nobody holds. `held` are the roles that somebody does;
    /// the policy cannot know them.
    ///
    /// Of several roles of which one is enough, one that is held is enough.
    ///
    /// ```
    /// use itsm_core::actor::Role;
    /// use itsm_incident::policy::IncidentPolicy;
    ///
    /// let held = [Role::MAJOR_INCIDENT_MANAGER, Role::SERVICE_DESK_ANALYST].into();
    /// let findings = IncidentPolicy::default().lint_roles(&held);
    /// assert_eq!(findings[0].path, "roles.correct");
    /// ```
    pub fn lint_roles(&self, held: &BTreeSet<Role>) -> Vec<PolicyFinding> {
        let mut findings = Findings::default();
        let mut needs = |path: String, roles: &[Role]| {
            if !roles.is_empty() && !roles.iter().any(|role| held.contains(role)) {
                let names: Vec<String> = roles.iter().map(|it| format!("`{it}`")).collect();
                let message = format!("nobody holds {}", names.join(" or "));
                findings.add(PolicyLint::RoleUnheld, path, message);
            }
        };
        for kind in Kind::ALL {
            if let Some(rules) = self.rules(*kind) {
                needs(format!("roles.{kind}"), &rules.roles);
                needs(format!("approvals.{kind}"), &rules.approvals);
            }
        }
        needs("major.roles".to_string(), &self.major.roles);
        for (i, rule) in self.models.rules().iter().enumerate() {
            let model = rule.outcome();
            let path = format!("models.rules[{i}].then");
            needs(format!("{path}.escalate_to"), model.escalate_to.as_slice());
            for (step, it) in model.steps.iter().enumerate() {
                needs(format!("{path}.steps[{step}].role"), it.role.as_slice());
            }
        }
        for (i, rule) in self.escalations.rules().iter().enumerate() {
            if let EscalateTo::Role(role) = &rule.outcome().to {
                let path = format!("escalations.rules[{i}].then.to");
                needs(path, core::slice::from_ref(role));
            }
        }
        findings.0
    }
}
