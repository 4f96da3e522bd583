//! Birth: an incident is registered, taken over from another tool, or follows up a closed one.

use crate::ending::check_resolution_code;
use crate::error::{IncidentError, Law};
use crate::event::{Adopted, IncidentEvent, Registered};
use crate::incident::{Counters, Incident, RecordedIncidentEvent};
use crate::major::MajorStatus;
use crate::policy::IncidentPolicy;
use crate::profile::Profile;
use crate::refuse::{No, check_attribute, check_category, not_ahead, on_scale};
use crate::state::{IncidentStage, IncidentState};
use crate::waiting::check_hold_reason;
use alloc::boxed::Box;
use alloc::collections::BTreeSet;
use alloc::string::ToString;
use alloc::vec::Vec;
use itsm_core::aggregate::stamp;
use itsm_core::context::Context;
use itsm_core::id::{GroupId, IncidentId, PersonId};
use itsm_core::level::Priority;
use itsm_core::link::{Link, LinkKind, RecordRef};
use itsm_core::recorded::Recorded;
use itsm_core::text::Note;
use itsm_core::time::{AcknowledgedAt, Instant, RegisteredAt};
use itsm_core::wire_struct;

wire_struct! {
    /// An incident as another tool knows it, to be taken over in the middle of its life.
    pub struct Adopt {
        /// What is known of it.
        profile: Profile,
        /// Its state over there, with the facts that this state demands.
        state: IncidentState,
        /// The instant at which that was so.
        as_of: Instant,
    } optional {
        /// Its priority over there, if that is not what the matrix says.
        priority: Priority,
        /// The group that has it.
        group: GroupId,
        /// The person that has it.
        person: PersonId,
        /// When it was registered; absent: not known, counted from `as_of`.
        registered_at: Instant,
        /// How often its group had changed.
        reassignments: u32,
        /// How often it had been reopened.
        reopens: u32,
        /// The accountable person.
        owner: PersonId,
        /// When somebody took notice.
        acknowledged_at: AcknowledgedAt,
        /// The parent, itself taken over or to be.
        parent: IncidentId,
        /// Where it stands on the axis of major incidents.
        major: MajorStatus,
    }
}

impl Incident {
    /// Registers an incident. Neither a reporting user nor a missed target is required for it.
    ///
    /// ```
    /// # use itsm_core::{actor::Actor, context::Context, id::{IncidentId, PersonId}, level::{Impact, Urgency}, text::Title};
    /// # use itsm_incident::{Incident, policy::IncidentPolicy, profile::{DetectionSource, Profile}};
    /// # let ana = Actor::person(PersonId::from_key(1));
    /// # let policy = IncidentPolicy::default();
    /// # let cx = Context::new("2026-03-02T09:00:00Z".parse().unwrap(), &ana, &policy);
    /// let profile = Profile::new(
    ///     Title::new("Mail is down in Porto")?,
    ///     DetectionSource::Monitoring,
    ///     Impact::new("High")?,
    ///     Urgency::new("Medium")?,
    /// );
    /// let (incident, registered) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
    /// assert_eq!(incident.priority().as_str(), "High");
    /// assert_eq!(registered.revision, 1);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    /// Levels, category or attributes that the policy does not know, moments that lie ahead, and
    /// fields that the policy demands of a registration.
    pub fn register(
        id: IncidentId,
        profile: Profile,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(Self, RecordedIncidentEvent), IncidentError> {
        const ASKED: &str = "register";
        check_profile(ASKED, &profile, cx)?;
        let missing: Vec<&'static str> = cx
            .policy
            .registration
            .iter()
            .filter(|place| !profile.gives(**place))
            .filter_map(|place| Profile::OPTIONAL.get(*place).copied())
            .collect();
        if !missing.is_empty() {
            return No::birth(Law::FactMissing, ASKED).missing(missing).err();
        }
        let priority = derived(ASKED, &profile, cx.policy)?;
        let event = Registered::new(profile, priority);
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let incident = Self::from_registered(&recorded, &recorded.event);
        Ok((incident, recorded.map(|id| id, IncidentEvent::from)))
    }

    /// Takes over an incident from another tool, in any state. Real histories begin in the middle.
    ///
    /// # Errors
    /// Levels, reasons for waiting and resolution codes that the policy does not know, and facts
    /// that do not fit together.
    pub fn adopt(
        id: IncidentId,
        adopt: Adopt,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(Self, RecordedIncidentEvent), IncidentError> {
        const ASKED: &str = "adopt";
        let birth = |law| No::birth(law, ASKED);
        check_profile(ASKED, &adopt.profile, cx)?;
        not_ahead("as_of", Some(adopt.as_of), cx.now, birth)?;
        check_state(&adopt, cx.policy)?;
        if adopt.parent == Some(id) {
            return birth(Law::ParentCircle)
                .param("parent", id.to_string().as_str())
                .err();
        }
        if pointer(&adopt.state) == Some(RecordRef::Incident(id)) {
            return birth(Law::LinkToItself).err();
        }
        let from_matrix = derived(ASKED, &adopt.profile, cx.policy)?;
        if let Some(priority) = &adopt.priority {
            on_scale(priority, cx.policy.matrix().priorities(), birth)?;
        }
        let overridden = adopt.priority.as_ref().is_some_and(|it| *it != from_matrix);
        let event = Adopted {
            profile: adopt.profile.into(),
            priority: adopt.priority.unwrap_or(from_matrix),
            overridden,
            state: adopt.state.into(),
            as_of: adopt.as_of,
            reassignments: adopt.reassignments.unwrap_or(0),
            reopens: adopt.reopens.unwrap_or(0),
            group: adopt.group,
            person: adopt.person,
            registered_at: adopt.registered_at,
            owner: adopt.owner,
            acknowledged_at: adopt.acknowledged_at,
            parent: adopt.parent,
            major: adopt.major.map(Box::new),
        };
        let recorded = stamp(id, 1, event, cx.policy.of(), cx);
        let incident = Self::from_adopted(&recorded, &recorded.event);
        Ok((incident, recorded.map(|id| id, IncidentEvent::from)))
    }

    /// Registers a new incident that follows up this one, which is closed and stays closed.
    ///
    /// What is known of the old one is copied, with a description of what is wrong now, and the new
    /// one points back at it.
    ///
    /// # Errors
    /// `incident.follow_up.not_closed`, and all that [`register`](Self::register) refuses.
    #[doc(alias = "reopen a closed incident")]
    pub fn follow_up(
        &self,
        id: IncidentId,
        what_is_wrong: Note,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<(Self, RecordedIncidentEvent), IncidentError> {
        if self.stage() != IncidentStage::Closed {
            let law = Law::FollowUpNotClosed;
            return self.no_birth(law, "follow_up", cx.policy).err();
        }
        let back = Link::new(LinkKind::FOLLOW_UP_OF, RecordRef::Incident(self.id));
        let profile = Profile {
            description: Some(what_is_wrong),
            number: None,
            occurred_at: None,
            detected_at: None,
            links: Some(BTreeSet::from([back])),
            ..self.profile.clone()
        };
        Self::register(id, profile, cx)
    }

    pub(crate) fn from_birth(recorded: &RecordedIncidentEvent) -> Option<Self> {
        match &recorded.event {
            IncidentEvent::Registered(it) => Some(Self::from_registered(recorded, it)),
            IncidentEvent::Adopted(it) => Some(Self::from_adopted(recorded, it)),
            _ => None,
        }
    }

    fn from_registered<E>(recorded: &Recorded<IncidentId, E>, it: &Registered) -> Self {
        Self::blank(
            recorded,
            (*it.profile).clone(),
            it.priority.clone(),
            IncidentState::New,
        )
    }

    fn from_adopted<E>(recorded: &Recorded<IncidentId, E>, it: &Adopted) -> Self {
        Self {
            group: it.group,
            assignee: it.person,
            registered_at: RegisteredAt(it.registered_at.unwrap_or(it.as_of)),
            counters: Counters {
                reassignments: it.reassignments,
                reopens: it.reopens,
                ..Counters::default()
            },
            overridden: it.overridden,
            owner: it.owner,
            acknowledged_at: it.acknowledged_at,
            parent: it.parent,
            // Who says that it is no major incident says nothing.
            major: it
                .major
                .clone()
                .filter(|status| **status != MajorStatus::None),
            ..Self::blank(
                recorded,
                (*it.profile).clone(),
                it.priority.clone(),
                (*it.state).clone(),
            )
        }
    }

    fn blank<E>(
        recorded: &Recorded<IncidentId, E>,
        profile: Profile,
        priority: Priority,
        state: IncidentState,
    ) -> Self {
        Self {
            id: recorded.record,
            revision: recorded.revision,
            last_at: recorded.at,
            policy: recorded.policy.clone(),
            state,
            priority,
            overridden: false,
            profile,
            sub_status: None,
            owner: None,
            group: None,
            assignee: None,
            registered_at: RegisteredAt(recorded.at),
            acknowledged_at: None,
            counters: Counters::default(),
            last_reopening: None,
            holds: Vec::new(),
            parent: None,
            major: None,
            tasks: Vec::new(),
            annex: None,
        }
    }
}

fn check_profile(
    asked: &'static str,
    profile: &Profile,
    cx: &Context<'_, IncidentPolicy>,
) -> Result<(), IncidentError> {
    let birth = |law| No::birth(law, asked);
    not_ahead("occurred", cx.occurred, cx.now, birth)?;
    let occurred_at = profile.occurred_at.map(|it| it.0);
    not_ahead("occurred_at", occurred_at, cx.now, birth)?;
    let detected_at = profile.detected_at.map(|it| it.0);
    not_ahead("detected_at", detected_at, cx.now, birth)?;
    on_scale(&profile.impact, cx.policy.matrix().impacts(), birth)?;
    on_scale(&profile.urgency, cx.policy.matrix().urgencies(), birth)?;
    if let Some(category) = &profile.category {
        check_category(category, cx.policy, birth)?;
    }
    for (name, value) in profile.attributes.iter().flatten() {
        check_attribute(name, Some(value), cx.policy, birth)?;
    }
    Ok(())
}

fn derived(
    asked: &'static str,
    profile: &Profile,
    policy: &IncidentPolicy,
) -> Result<Priority, IncidentError> {
    policy
        .matrix()
        .priority(&profile.impact, &profile.urgency)
        .cloned()
        .ok_or_else(|| No::birth(Law::LevelUnknown, asked).error())
}

/// That the policy knows what a state taken over says, and that nothing lies after the instant as
/// of which it is taken over, or after what it came before.
fn check_state(adopt: &Adopt, policy: &IncidentPolicy) -> Result<(), IncidentError> {
    let birth = |law| No::birth(law, "adopt");
    let as_of = adopt.as_of;
    let mut moments: Vec<(&'static str, Option<Instant>)> = alloc::vec![
        ("registered_at", adopt.registered_at),
        ("occurred_at", adopt.profile.occurred_at.map(|it| it.0)),
        ("detected_at", adopt.profile.detected_at.map(|it| it.0)),
        ("acknowledged_at", adopt.acknowledged_at.map(|it| it.0)),
        ("major", adopt.major.as_ref().and_then(MajorStatus::since)),
    ];
    let major = adopt.major.as_ref().and_then(MajorStatus::major_incident);
    let mut ordered = alloc::vec![(
        "proposed_at",
        major.and_then(|it| it.proposed_at),
        major.map(|it| it.accepted_at),
    )];
    match &adopt.state {
        IncidentState::New | IncidentState::InProgress | IncidentState::Resolved(_) => {}
        IncidentState::OnHold(hold) => {
            check_hold_reason(&hold.reason, policy, birth)?;
            moments.push(("since", Some(hold.since)));
            ordered.push(("since", Some(hold.since), hold.until));
        }
        IncidentState::Closed(closure) => moments.push(("closed", Some(closure.at.0))),
        IncidentState::Canceled(cancellation) => moments.push(("canceled", Some(cancellation.at))),
    }
    if let Some(resolution) = adopt.state.resolution() {
        check_resolution_code(&resolution.code, policy, birth)?;
        moments.push(("resolved", Some(resolution.at.0)));
        moments.push(("restored_at", resolution.restored_at.map(|it| it.0)));
        if let IncidentState::Closed(closure) = &adopt.state {
            ordered.push(("resolved", Some(resolution.at.0), Some(closure.at.0)));
        }
    }
    if let Some(major) = adopt.major.as_ref() {
        if !major.fits(adopt.state.stage()) {
            return birth(Law::AdoptionMajorMisplaced)
                .param("status", major.as_str())
                .param("state", adopt.state.stage().as_str())
                .err();
        }
    }
    let by_then = moments
        .into_iter()
        .map(|(field, at)| (field, at, Some(as_of)));
    for (field, at, limit) in by_then.chain(ordered) {
        match (at, limit) {
            (Some(at), Some(limit)) if at > limit => {
                return birth(Law::AdoptionInconsistent)
                    .param("field", field)
                    .param("at", at)
                    .param("limit", limit)
                    .err();
            }
            _ => {}
        }
    }
    Ok(())
}

/// The record that a state taken over points at as the one handled instead, or as the one that
/// brought the resolution.
fn pointer(state: &IncidentState) -> Option<RecordRef> {
    match state {
        IncidentState::Canceled(it) => it.instead,
        _ => state.resolution().and_then(|it| it.through),
    }
}
