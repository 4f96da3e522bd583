//! Progress communication: who is told how it goes, and how often.
//!
//! The plan is the policy's: for incidents that meet a condition (a priority, a major incident), an
//! audience is told something at least so often. When the next word is due can be computed at any
//! time; that it is late is a [duty](crate::duty).
//!
//! Source: FitSM-1 PR9.4; ISO/IEC 20000-1 8.6.1.

use crate::incident::Incident;
use crate::policy::IncidentPolicy;
use alloc::vec::Vec;
use itsm_core::fault::Faults;
use itsm_core::text::{Code, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_core::wire_struct;

wire_struct! {
    /// How often an audience is told how it goes. Which incidents it is for is said by the rule it
    /// stands in; of several for one audience, the first that matches counts.
    pub struct Cadence {
        /// Who is told: a code of the desk's, such as `customers` or `management`.
        audience: Code,
        /// At least how often, as long as the incident is open.
        every: Seconds,
    }
}
wire_struct! {
    /// Tell an audience how it goes. The host sends the message.
    #[doc(alias = "status update")]
    pub struct Inform {
        /// Who is told.
        audience: Code,
        /// What they are told.
        message: Note,
    }
}
wire_struct! {
    /// An audience was told how it goes.
    pub struct Informed {
        /// Who.
        audience: Code,
        /// What.
        message: Note,
    }
}

/// The next word that an audience is owed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UpdateDue<'p> {
    /// The audience.
    pub audience: &'p Code,
    /// The rule of the policy that says so.
    pub rule: &'p Code,
    /// When they were told last; else since when the incident is open.
    pub since: Instant,
    /// When they are to be told next.
    pub due: Instant,
}

/// That a cadence leaves time.
pub(crate) fn check(cadence: Cadence) -> Result<Cadence, Faults> {
    let mut faults = Faults::new();
    if cadence.every == Seconds(0) {
        faults.add(
            "every",
            "policy.time.zero",
            "at least a second is expected, got 0",
        );
    }
    faults.or(Some(cadence))
}

impl Incident {
    /// When an audience was told last how it goes.
    pub fn informed_at(&self, audience: &Code) -> Option<Instant> {
        self.annex()?.informed.get(audience).copied()
    }

    /// The next word that each audience is owed, in the order of the policy's rules. None once the
    /// incident is resolved.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, draft::DraftCondition, id::{IncidentId, PersonId}, level::{Impact, Urgency}, rule_table::DraftRule, text::{Code, Title}, time::Seconds};
    /// # use itsm_incident::{Incident, draft::DraftIncidentPolicy, policy::IncidentPolicy, profile::{DetectionSource, Profile}};
    /// use itsm_incident::communication::Cadence;
    ///
    /// let mut draft = DraftIncidentPolicy::default();
    /// let often = Cadence::new(Code::new("customers")?, Seconds::minutes(30));
    /// let critical = DraftCondition::attribute("priority").is("Critical");
    /// draft.communication.rules.push(DraftRule::new("critical", critical, often));
    /// let policy = IncidentPolicy::try_from(draft)?;
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    /// # let profile = Profile::new(Title::new("Mail is down")?, DetectionSource::User, Impact::new("High")?, Urgency::new("High")?);
    /// let (incident, _) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
    /// let due = incident.updates_due(&policy);
    /// assert_eq!(due[0].due.to_rfc3339(), "2026-03-02T09:30:00+00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn updates_due<'p>(&self, policy: &'p IncidentPolicy) -> Vec<UpdateDue<'p>> {
        let mut updates: Vec<UpdateDue<'p>> = Vec::new();
        if !self.stage().is_open() {
            return updates;
        }
        for rule in policy.communication.rules() {
            let Cadence { audience, every } = rule.outcome();
            let decided = updates.iter().any(|it| it.audience == audience);
            if decided || !rule.is_active() || !rule.when().holds(self) {
                continue;
            }
            let open = self.open_since();
            let since = self.informed_at(audience).map_or(open, |at| at.max(open));
            updates.extend(every.after(since).map(|due| UpdateDue {
                audience,
                rule: rule.id(),
                since,
                due,
            }));
        }
        updates
    }
}
