//! Alerts: what monitoring says, and whether an incident comes of it.
//!
//! An alert is not an incident. Exceptions may become one; warnings and information are kept and
//! nothing more, unless the policy says otherwise. Repeats of one alert collapse into one incident,
//! what happens to an item in maintenance raises none, and an alert that says that all is well again
//! resolves at the most: whether service is restored, people confirm. (The vocabulary calls such
//! messages events; here that word is taken.)
//!
//! Source: ITIL 4 monitoring and event management.

use crate::command::{Reopen, Resolve};
use crate::policy::IncidentPolicy;
use crate::profile::{DetectionSource, Profile};
use crate::resolution::ResolutionCode;
use crate::state::IncidentStage;
use alloc::boxed::Box;
use itsm_core::id::{CiId, IncidentId, ServiceId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::text::{Label, Note, Title};
use itsm_core::time::{DetectedAt, Instant, RestoredAt, Seconds};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What an alert says.
    pub enum AlertKind {
        /// Something happened that is as it should be.
        Informational = "informational",
        /// Something approaches a threshold.
        Warning = "warning",
        /// Something does not work as it should.
        Exception = "exception",
        /// What did not work works again.
        #[doc(alias = "clear")]
        Recovery = "recovery",
    }
}

wire_struct! {
    /// What monitoring says.
    #[doc(alias = "event")]
    pub struct Alert {
        /// What kind of thing it says.
        kind: AlertKind,
        /// What tells it apart: the same for every repeat, and for the recovery.
        #[doc(alias = "correlation key")]
        key: Label,
        /// When it happened.
        at: Instant,
        /// One line about it.
        title: Title,
        /// How much of the business is hurt by such a thing.
        impact: Impact,
        /// How soon that becomes unbearable.
        urgency: Urgency,
    } optional {
        /// The configuration item.
        ci: CiId,
        /// The service.
        service: ServiceId,
        /// All that was said.
        detail: Note,
    }
}

/// What becomes of alerts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(default, deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct AlertRules {
    /// How long after an alert another one with its key is a repeat.
    pub window: Seconds,
    /// Whether warnings become incidents too.
    pub warnings: bool,
    /// Whether a recovery resolves the incident, to be confirmed.
    pub recovery_resolves: bool,
}

impl Default for AlertRules {
    /// Exceptions only, collapsed within an hour; people resolve.
    fn default() -> Self {
        Self {
            window: Seconds::hours(1),
            warnings: false,
            recovery_resolves: false,
        }
    }
}

/// The last incident that came of the same key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KnownAlert {
    /// The incident.
    pub incident: IncidentId,
    /// Where it stands.
    pub stage: IncidentStage,
    /// When the last alert with this key happened: the one that raised it, or its last repeat.
    pub last_at: Instant,
}

/// What the host knows of an alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AlertFacts {
    /// The last incident that came of the same key, if any did.
    pub known: Option<KnownAlert>,
    /// Whether the configuration item is in maintenance at that time.
    pub in_maintenance: bool,
}

/// Why an alert is kept and nothing comes of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kept {
    /// It says that all is as it should be.
    Informational,
    /// It is a warning, and the policy raises nothing because of those.
    Warning,
    /// The item is in maintenance.
    Maintenance,
    /// It says that all is well again, and no incident of its key is open.
    NothingToRecover,
    /// It says that all is well again, and the policy leaves that to people.
    RecoveryByHand,
}

/// What comes of an alert. The host keeps the alert in any case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AlertOutcome {
    /// Nothing.
    Kept(Kept),
    /// An incident is to be registered, with this profile.
    Registers(Box<Profile>),
    /// It is another sign of an incident that is open.
    Repeats(IncidentId),
    /// It is a sign that a resolved incident is not resolved: to be executed on it.
    Returns(IncidentId, Reopen),
    /// It is a sign that an open incident is over: to be executed on it. Closing is for people.
    Recovers(IncidentId, Resolve),
}

/// What comes of an alert. Changes nothing; the host executes what comes out.
///
/// A repeat within the window of the policy goes to the incident of its key, however many there
/// are; the window begins anew with each, so `last_at` is that of the last repeat. Later, or after
/// that incident was closed or canceled, a new one is registered that points at the old.
pub fn judge(alert: &Alert, facts: AlertFacts, policy: &IncidentPolicy) -> AlertOutcome {
    let rules = policy.alerts();
    match alert.kind {
        AlertKind::Informational => return AlertOutcome::Kept(Kept::Informational),
        AlertKind::Warning if !rules.warnings => return AlertOutcome::Kept(Kept::Warning),
        AlertKind::Recovery => return recovery(alert, facts, rules),
        AlertKind::Warning | AlertKind::Exception => {}
    }
    if facts.in_maintenance {
        return AlertOutcome::Kept(Kept::Maintenance);
    }
    let within = |known: &KnownAlert| {
        rules
            .window
            .after(known.last_at)
            .is_none_or(|end| alert.at <= end)
    };
    match facts.known.filter(within) {
        Some(known) if known.stage.is_open() => return AlertOutcome::Repeats(known.incident),
        Some(known) if known.stage == IncidentStage::Resolved => {
            let reason = const { Note::trusted("the same alert was raised again") };
            return AlertOutcome::Returns(known.incident, Reopen::new().reason(reason));
        }
        _ => {}
    }
    let mut profile = Profile {
        service: alert.service,
        description: alert.detail.clone(),
        detected_at: Some(DetectedAt(alert.at)),
        ..Profile::new(
            alert.title.clone(),
            DetectionSource::Monitoring,
            alert.impact.clone(),
            alert.urgency.clone(),
        )
    };
    if let Some(ci) = alert.ci {
        profile = profile.ci(ci);
    }
    if let Some(known) = facts.known {
        let earlier = RecordRef::Incident(known.incident);
        profile = profile.link(Link::new(LinkKind::RELATED, earlier));
    }
    AlertOutcome::Registers(Box::new(profile))
}

fn recovery(alert: &Alert, facts: AlertFacts, rules: AlertRules) -> AlertOutcome {
    match facts.known {
        Some(known) if known.stage.is_open() && rules.recovery_resolves => {
            let notes = const { Note::trusted("monitoring reports that it works again") };
            let resolve = Resolve::new(ResolutionCode::SELF_RECOVERED)
                .notes(notes)
                .restored_at(RestoredAt(alert.at));
            AlertOutcome::Recovers(known.incident, resolve)
        }
        Some(known) if known.stage.is_open() => AlertOutcome::Kept(Kept::RecoveryByHand),
        _ => AlertOutcome::Kept(Kept::NothingToRecover),
    }
}
