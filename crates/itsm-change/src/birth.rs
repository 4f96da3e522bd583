//! Birth: a change is registered, or taken over from another tool.

use crate::assessment::Assessment;
use crate::change::{Change, RecordedChangeEvent};
use crate::decide::Cx;
use crate::edit::check_window;
use crate::error::{ChangeError, Law};
use crate::event::{Adopted, ChangeEvent, Registered};
use crate::model::ModelUse;
use crate::outcome::Outcome;
use crate::plan::{PlannedWindow, Plans};
use crate::profile::ChangeProfile;
use crate::refuse::{No, not_ahead};
use crate::retype::{check, check_facts};
use crate::risk_record::check_level;
use crate::state::{ChangeStage, ChangeState};
use crate::task::TaskSet;
use alloc::boxed::Box;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec::Vec;
use itsm_core::aggregate::stamp;
use itsm_core::id::ChangeId;
use itsm_core::link::RecordRef;
use itsm_core::recorded::Recorded;
use itsm_core::time::Instant;
use itsm_core::wire_struct;

wire_struct! {
    /// A change as another tool knows it, to be taken over in the middle of its life.
    pub struct Adopt {
        /// What is known of it.
        profile: ChangeProfile,
        /// Where it stands.
        state: ChangeState,
        /// The instant at which that was so.
        as_of: Instant,
    } optional {
        /// When it was registered there; absent: not known, counted from `as_of`.
        registered_at: Instant,
        /// Its plans.
        plans: Plans,
        /// What its assessment found.
        assessment: Assessment,
        /// The time for which it is planned.
        window: PlannedWindow,
        /// When somebody began to make it.
        started_at: Instant,
        /// When it was made.
        finished_at: Instant,
        /// What came of it.
        outcome: Outcome,
        /// The records because of which it is made.
        reasons: BTreeSet<RecordRef>,
    }
}

impl Change {
    /// Registers a change, with the records because of which it is made: one, many or none.
    ///
    /// Of a standard change the template says whatever the profile leaves out.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{PersonId, ChangeId}, text::Title};
    /// # use itsm_change::{Change, kind::*, policy::ChangePolicy, profile::*, state::ChangeStage};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = ChangePolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &ana, &policy);
    /// let title = Title::new("A bigger queue for srv-mail-01")?;
    /// let profile = ChangeProfile::new(title.clone(), ChangeType::Normal, Magnitude::Minor);
    /// let (change, registered) = Change::register(ChangeId::from_key(1), profile, [], &cx)?;
    /// assert_eq!(change.stage(), ChangeStage::New);
    /// assert_eq!(registered.revision, 1);
    ///
    /// // Whoever says "emergency" says why.
    /// let hurry = ChangeProfile::new(title, ChangeType::Emergency, Magnitude::Minor);
    /// let refused = Change::register(ChangeId::from_key(2), hurry, [], &cx).unwrap_err();
    /// assert_eq!(refused.rule(), "change.emergency.unfounded");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// A model or an attribute that the policy does not have, an emergency without a criterion, a
    /// standard change without a template or with other facts than the template locks.
    pub fn register(
        id: ChangeId,
        profile: ChangeProfile,
        reasons: impl IntoIterator<Item = RecordRef>,
        cx: &Cx<'_>,
    ) -> Result<(Self, RecordedChangeEvent), ChangeError> {
        let birth = |law| No::birth(law, "register");
        not_ahead("occurred", cx.occurred, cx.now, birth)?;
        let checked = check(profile, cx, birth)?;
        let reasons: BTreeSet<RecordRef> = reasons.into_iter().collect();
        if reasons.contains(&RecordRef::Change(id)) {
            return birth(Law::LinkItself).err();
        }
        let event = Registered {
            template: checked.template,
            plans: checked.plans,
            ..Registered::new(checked.profile, reasons)
        };
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let change = Self::from_registered(&recorded, &recorded.event);
        Ok((change, recorded.map(|id| id, ChangeEvent::from)))
    }

    /// Takes over a change from another tool, wherever it stands.
    ///
    /// Whoever approved it there is not asked again, and what its template or its emergency was
    /// there is taken as it is.
    ///
    /// # Errors
    /// A model that the policy does not have, a state that the model does not pass, and facts that do
    /// not fit together.
    pub fn adopt(
        id: ChangeId,
        adopt: Adopt,
        cx: &Cx<'_>,
    ) -> Result<(Self, RecordedChangeEvent), ChangeError> {
        let birth = |law| No::birth(law, "adopt");
        not_ahead("occurred", cx.occurred, cx.now, birth)?;
        check_facts(&adopt.profile, cx, birth)?;
        not_ahead("as_of", Some(adopt.as_of), cx.now, birth)?;
        let told = [
            adopt.registered_at.map(|at| ("registered_at", at)),
            adopt.started_at.map(|at| ("started_at", at)),
            adopt.finished_at.map(|at| ("finished_at", at)),
            adopt.state.moment(),
        ];
        for (field, at) in told.into_iter().flatten() {
            if at > adopt.as_of {
                return inconsistent(field, at, adopt.as_of);
            }
        }
        if let (Some(start), Some(end)) = (adopt.started_at, adopt.finished_at) {
            if end < start {
                return inconsistent("started_at", start, end);
            }
        }
        if let Some(window) = &adopt.window {
            check_window(window, birth)?;
        }
        let assessed = adopt.assessment.as_ref();
        check_level(assessed.and_then(|it| it.risk_level.as_ref()), cx, birth)?;
        for outcome in adopt.outcomes() {
            if !outcome.is_consistent() {
                return birth(Law::OutcomeContradiction)
                    .param("outcome", outcome.code.as_str())
                    .err();
            }
        }
        let (stage, name) = (adopt.state.stage(), adopt.profile.model_name());
        let model = cx.policy.model(&name).filter(|it| it.passes(stage));
        let Some(model) = model else {
            return birth(Law::AdoptionOffRoad)
                .text("model", &name)
                .param("stage", stage.as_str())
                .err();
        };
        let used = Some(Box::new(ModelUse::new(name, model.clone())));
        let event = Adopted {
            model: used.filter(|_| stage != ChangeStage::New),
            registered_at: adopt.registered_at,
            plans: adopt.plans,
            assessment: adopt.assessment,
            window: adopt.window,
            started_at: adopt.started_at,
            finished_at: adopt.finished_at,
            outcome: adopt.outcome,
            reasons: adopt.reasons,
            ..Adopted::new(adopt.profile, adopt.state, adopt.as_of)
        };
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let change = Self::from_adopted(&recorded, &recorded.event);
        Ok((change, recorded.map(|id| id, ChangeEvent::from)))
    }

    pub(crate) fn from_birth(recorded: &RecordedChangeEvent) -> Option<Self> {
        match &recorded.event {
            ChangeEvent::Registered(it) => Some(Self::from_registered(recorded, it)),
            ChangeEvent::Adopted(it) => Some(Self::from_adopted(recorded, it)),
            _ => None,
        }
    }

    fn from_registered<E>(recorded: &Recorded<ChangeId, E>, it: &Registered) -> Self {
        let mut change = Self::blank(recorded, &it.profile);
        change.take_template(it.template.as_ref(), it.plans.as_ref());
        change.reasons.clone_from(&it.reasons);
        change.finished = it.profile.made_at;
        change
    }

    fn from_adopted<E>(recorded: &Recorded<ChangeId, E>, it: &Adopted) -> Self {
        let mut change = Self::blank(recorded, &it.profile);
        change.state = it.state.clone();
        change.since = it.as_of;
        change.registered_at = it.registered_at.unwrap_or(it.as_of);
        change.model = it.model.as_deref().cloned();
        change.plans = it.plans.clone().unwrap_or_else(Plans::new);
        change.assessment = it.assessment.clone().unwrap_or_else(Assessment::new);
        change.window.clone_from(&it.window);
        change.started = it.started_at;
        change.finished = it.finished_at.or(it.profile.made_at);
        change.outcome.clone_from(&it.outcome);
        change.reasons = it.reasons.clone().unwrap_or_default();
        match &it.state {
            ChangeState::Authorize => change.begin_round(it.as_of),
            ChangeState::Scheduled | ChangeState::Implement => change.authorized = true,
            ChangeState::Closed(end) => change.outcome = Some(end.outcome.clone()),
            _ => {}
        }
        change
    }

    fn blank<E>(recorded: &Recorded<ChangeId, E>, profile: &ChangeProfile) -> Self {
        Self {
            id: recorded.record,
            revision: recorded.revision,
            last_at: recorded.at,
            policy: recorded.policy.clone(),
            profile: profile.clone(),
            template: None,
            state: ChangeState::New,
            since: recorded.at,
            registered_at: recorded.at,
            model: None,
            plans: Plans::new(),
            assessment: Assessment::new(),
            risk: None,
            window: None,
            votes: Vec::new(),
            round: 0,
            asked_at: None,
            decided: false,
            authorized: false,
            approved: None,
            appointed: BTreeMap::new(),
            kept_out: BTreeSet::new(),
            lapses: Vec::new(),
            started: None,
            finished: None,
            passed: Vec::new(),
            outcome: None,
            review: None,
            holding: None,
            tasks: TaskSet::default(),
            modifications: Vec::new(),
            reasons: BTreeSet::new(),
            caused: BTreeSet::new(),
            noted: BTreeSet::new(),
            log: Vec::new(),
            redactions: Vec::new(),
        }
    }
}

impl Adopt {
    fn outcomes(&self) -> impl Iterator<Item = &Outcome> {
        let closed = match &self.state {
            ChangeState::Closed(it) => Some(&it.outcome),
            _ => None,
        };
        self.outcome.iter().chain(closed)
    }
}

fn inconsistent<T>(field: &'static str, at: Instant, limit: Instant) -> Result<T, ChangeError> {
    No::birth(Law::AdoptionInconsistent, "adopt")
        .param("field", field)
        .param("at", at)
        .param("limit", limit)
        .err()
}
