//! Birth: a problem is registered, or taken over from another tool.

use crate::cause::Cause;
use crate::error::{Law, ProblemError};
use crate::event::{Adopted, ProblemEvent, Registered};
use crate::known_error::ErrorText;
use crate::policy::ProblemPolicy;
use crate::problem::{Problem, RecordedProblemEvent};
use crate::profile::ProblemProfile;
use crate::refuse::{No, not_ahead, on_scale};
use crate::state::ProblemState;
use crate::task::TaskSet;
use crate::workaround::Workaround;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::aggregate::stamp;
use itsm_core::context::Context;
use itsm_core::id::{IncidentId, KnownErrorId, ProblemId};
use itsm_core::level::Priority;
use itsm_core::recorded::Recorded;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// A known error that is taken over with its problem.
    pub struct AdoptedError {
        /// Its id.
        known_error: KnownErrorId,
        /// What is said of it.
        text: ErrorText,
    }
}

wire_struct! {
    /// A problem as another tool knows it, to be taken over in the middle of its life.
    pub struct Adopt {
        /// What is known of it.
        profile: ProblemProfile,
        /// Where it stands.
        state: ProblemState,
        /// The instant at which that was so.
        as_of: Instant,
    } optional {
        /// When it was registered there; absent: not known, counted from `as_of`.
        registered_at: Instant,
        /// The incidents that are linked.
        incidents: BTreeSet<IncidentId>,
        /// The causes that are known.
        causes: Vec<Cause>,
        /// The workarounds that are known.
        workarounds: Vec<Workaround>,
        /// The known errors. Of two with one id the last counts.
        known_errors: Vec<AdoptedError>,
    }
}

impl Problem {
    /// Registers a problem, with the incidents that led to it: one, many or none.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{PersonId, ProblemId}, level::{Impact, Urgency}, text::Title};
    /// # use itsm_problem::{Problem, policy::ProblemPolicy, profile::*, state::ProblemStage};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ProblemPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &ana, &policy);
    /// let origin = Origin::new(Identification::Proactive, ProblemSource::MONITORING);
    /// let title = Title::new("Disk of srv-mail-01 fills up by June")?;
    /// let profile = ProblemProfile::new(title, origin, Impact::new("High")?, Urgency::new("Low")?);
    /// let (problem, registered) = Problem::register(ProblemId::from_key(1), profile, [], &cx)?;
    /// assert_eq!(problem.stage(), ProblemStage::New);
    /// assert_eq!(problem.priority(&policy).as_str(), "Moderate");
    /// assert_eq!(registered.revision, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Levels that the policy does not know.
    pub fn register(
        id: ProblemId,
        profile: ProblemProfile,
        incidents: impl IntoIterator<Item = IncidentId>,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<(Self, RecordedProblemEvent), ProblemError> {
        let priority = check("register", &profile, cx)?;
        let incidents: BTreeSet<IncidentId> = incidents.into_iter().collect();
        let event = Registered::new(profile, priority, incidents);
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let problem = Self::from_registered(&recorded, &recorded.event);
        Ok((problem, recorded.map(|id| id, ProblemEvent::from)))
    }

    /// Takes over a problem from another tool, wherever it stands.
    ///
    /// # Errors
    /// Levels that the policy does not know, and facts that do not fit together.
    pub fn adopt(
        id: ProblemId,
        adopt: Adopt,
        cx: &Context<'_, ProblemPolicy>,
    ) -> Result<(Self, RecordedProblemEvent), ProblemError> {
        const ASKED: &str = "adopt";
        let birth = |law| No::birth(law, ASKED);
        let priority = check(ASKED, &adopt.profile, cx)?;
        not_ahead("as_of", Some(adopt.as_of), cx.now, birth)?;
        let registered = adopt.registered_at.map(|at| ("registered_at", at));
        let moments = adopt.state.moments().into_iter().chain([registered]);
        for (field, at) in moments.flatten() {
            if at > adopt.as_of {
                return birth(Law::AdoptionInconsistent)
                    .param("field", field)
                    .param("at", at)
                    .param("limit", adopt.as_of)
                    .err();
            }
        }
        let event = Adopted {
            registered_at: adopt.registered_at,
            incidents: adopt.incidents,
            causes: adopt.causes,
            workarounds: adopt.workarounds,
            known_errors: adopt.known_errors,
            ..Adopted::new(adopt.profile, priority, adopt.state, adopt.as_of)
        };
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let problem = Self::from_adopted(&recorded, &recorded.event);
        Ok((problem, recorded.map(|id| id, ProblemEvent::from)))
    }

    pub(crate) fn from_birth(recorded: &RecordedProblemEvent) -> Option<Self> {
        match &recorded.event {
            ProblemEvent::Registered(it) => Some(Self::from_registered(recorded, it)),
            ProblemEvent::Adopted(it) => Some(Self::from_adopted(recorded, it)),
            _ => None,
        }
    }

    fn from_registered<E>(recorded: &Recorded<ProblemId, E>, it: &Registered) -> Self {
        let mut problem = Self::blank(recorded, &it.profile, &it.priority);
        let linked = it.incidents.iter().map(|id| (*id, recorded.at));
        problem.incidents = linked.collect();
        problem
    }

    fn from_adopted<E>(recorded: &Recorded<ProblemId, E>, it: &Adopted) -> Self {
        let mut problem = Self::blank(recorded, &it.profile, &it.priority);
        problem.state = it.state.clone();
        problem.since = it.as_of;
        problem.registered_at = it.registered_at.unwrap_or(it.as_of);
        problem.last_activity = it.as_of;
        // What was linked before a fix does not speak against it.
        let linked = problem.registered_at.min(it.as_of);
        let before_fix = it.state.resolution().map_or(linked, |it| it.at().0);
        let linked = linked.min(before_fix);
        problem.incidents = it
            .incidents
            .iter()
            .flatten()
            .map(|id| (*id, linked))
            .collect();
        for (number, cause) in (1..).zip(it.causes.iter().flatten()) {
            problem.state_cause(number, cause, it.as_of, &recorded.by);
        }
        for (number, workaround) in (1..).zip(it.workarounds.iter().flatten()) {
            problem.take_workaround(number, workaround, it.as_of);
        }
        for error in it.known_errors.iter().flatten() {
            problem.take_known_error(error.known_error, &error.text, it.as_of);
        }
        problem
    }

    fn blank<E>(
        recorded: &Recorded<ProblemId, E>,
        profile: &ProblemProfile,
        priority: &Priority,
    ) -> Self {
        Self {
            id: recorded.record,
            revision: recorded.revision,
            last_at: recorded.at,
            policy: recorded.policy.clone(),
            profile: profile.clone(),
            priority: priority.clone(),
            risk: None,
            state: ProblemState::New,
            since: recorded.at,
            registered_at: recorded.at,
            last_activity: recorded.at,
            incidents: BTreeMap::new(),
            changes: BTreeMap::new(),
            causes: Vec::new(),
            analyses: Vec::new(),
            workarounds: Vec::new(),
            known_errors: BTreeMap::new(),
            tasks: TaskSet::default(),
            strategy: None,
            parking: None,
            major: None,
            review: None,
            model: None,
            duplicates: BTreeSet::new(),
            noted: BTreeSet::new(),
            failed_fixes: 0,
            log: Vec::new(),
            redactions: Vec::new(),
        }
    }
}

/// That the policy knows the levels; the priority that it gives.
fn check(
    asked: &'static str,
    profile: &ProblemProfile,
    cx: &Context<'_, ProblemPolicy>,
) -> Result<Priority, ProblemError> {
    let birth = |law| No::birth(law, asked);
    not_ahead("occurred", cx.occurred, cx.now, birth)?;
    let matrix = cx.policy.matrix();
    on_scale(&profile.impact, matrix.impacts(), birth)?;
    on_scale(&profile.urgency, matrix.urgencies(), birth)?;
    match matrix.priority(&profile.impact, &profile.urgency) {
        Some(priority) => Ok(priority.clone()),
        None => birth(Law::LevelUnknown).err(),
    }
}
