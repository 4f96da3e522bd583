//! Redaction: free text taken out of a record on request, so that the history keeps its shape and
//! says so.
//!
//! Events hold nothing of a person but ids; what people *wrote* can still say more than it should.
//! [`Redact`] takes a text out of the record, in every state, and leaves an event that says which
//! text, when, by whom and why. [`redact_history`] does the same to the events that were stored
//! before: the host puts what it changed in the place of what it had. Folded again, the history
//! gives the very record that [`Redact`] left.
//!
//! What is taken out stays visible as [`REDACTED`]: that there was a text, when and by whom, is no
//! secret. Codes, labels, numbers and ids are not free text and stay; a custom attribute that is a
//! text is taken out by its name.

use crate::attribute::{AttributeDefinition, AttributeValue};
use crate::children::ParentStep;
use crate::command::IncidentCommandKind as Kind;
use crate::duty::Duty;
use crate::error::{IncidentError, Law};
use crate::escalation::EscalateTo;
use crate::event::IncidentEvent;
use crate::incident::{Incident, RecordedIncidentEvent};
use crate::major::MajorStatus;
use crate::model::{ModelUse, StepUse};
use crate::parent::FollowStep;
use crate::policy::IncidentPolicy;
use crate::profile::{Category, Profile};
use crate::resolution::Confirmation;
use crate::state::{IncidentState, ResumeCause};
use crate::task::Task;
use itsm_core::actor::Agent;
use itsm_core::context::Context;
use itsm_core::free_text::{FreeText, REDACTED};
use itsm_core::text::{Code, Label, Note};
use itsm_core::time::Instant;
use itsm_core::wire_struct;

/// Which text is taken out.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum RedactedText {
    /// Everything that anybody wrote into the record so far, the title too; not the custom
    /// attributes.
    All,
    /// A custom attribute that is a text.
    Attribute {
        /// Its name.
        name: Code,
    },
    /// The description.
    Description,
    /// An entry of the work log.
    LogEntry {
        /// Which, counted from 1.
        entry: u32,
    },
    /// The comment of the survey.
    SurveyComment,
    /// The title.
    Title,
}

wire_struct! {
    /// Take a text out of the record.
    #[doc(alias = "erase")]
    #[doc(alias = "anonymize")]
    pub struct Redact {
        /// Which.
        text: RedactedText,
        /// Why; itself a text that stays until it is taken out.
        reason: Note,
    }
}
wire_struct! {
    /// A text was taken out of the record.
    pub struct Redacted {
        /// Which.
        text: RedactedText,
        /// Why.
        reason: Note,
    }
}
wire_struct! {
    /// That a text was taken out.
    pub struct Redaction {
        /// When.
        at: Instant,
        /// By whom.
        by: Agent,
        /// Which.
        text: RedactedText,
        /// Why.
        reason: Note,
    }
}

macro_rules! none {
    ($($name:ty),+ $(,)?) => { $( impl FreeText for $name {} )+ };
}

none! {
    Category, Confirmation, crate::cost::Cost, Duty, EscalateTo, RedactedText, ResumeCause,
}

impl FreeText for FollowStep {
    fn redact(&mut self) -> usize {
        match self {
            Self::Resolve(it) => it.redact(),
            Self::Hold(it) => it.redact(),
            Self::Start {} | Self::Reopen {} => 0,
        }
    }
}

impl FreeText for ParentStep {
    fn redact(&mut self) -> usize {
        match self {
            Self::Resolve(it) => it.redact(),
            Self::Close { .. } => 0,
        }
    }
}

impl FreeText for IncidentState {
    fn redact(&mut self) -> usize {
        match self {
            Self::New | Self::InProgress => 0,
            Self::OnHold(it) => it.redact(),
            Self::Resolved(it) => it.redact(),
            Self::Closed(it) => it.redact(),
            Self::Canceled(it) => it.redact(),
        }
    }
}

impl FreeText for MajorStatus {
    fn redact(&mut self) -> usize {
        match self {
            Self::None => 0,
            Self::Proposed(it) => it.redact(),
            Self::Accepted(it) | Self::Resolved(it) | Self::Closed(it) => it.redact(),
            Self::Rejected(it) | Self::Canceled(it) => it.redact(),
        }
    }
}

impl FreeText for Task {
    fn redact(&mut self) -> usize {
        self.title.redact().saturating_add(self.reason.redact())
    }
}

impl FreeText for StepUse {
    fn redact(&mut self) -> usize {
        self.step.redact()
    }
}

impl FreeText for ModelUse {
    fn redact(&mut self) -> usize {
        self.steps.redact()
    }
}

fn take_attribute(value: &mut AttributeValue) -> usize {
    match value {
        AttributeValue::Text(text) if *text != REDACTED => {
            *text = const { Label::trusted(REDACTED) };
            1
        }
        _ => 0,
    }
}

fn take_from_profile(profile: &mut Profile, text: &RedactedText) -> usize {
    match text {
        RedactedText::All => profile.redact(),
        RedactedText::Title => profile.title.redact(),
        RedactedText::Description => profile.description.redact(),
        RedactedText::Attribute { name } => {
            let attributes = profile.attributes.as_mut();
            let value = attributes.and_then(|it| it.get_mut(name));
            value.map_or(0, take_attribute)
        }
        RedactedText::LogEntry { .. } | RedactedText::SurveyComment => 0,
    }
}

impl Incident {
    /// The texts that were taken out, in the order in which they were.
    pub fn redactions(&self) -> &[Redaction] {
        self.listed(|it| &it.redactions)
    }

    pub(crate) fn redact(
        &self,
        it: &Redact,
        cx: &Context<'_, IncidentPolicy>,
    ) -> Result<IncidentEvent, IncidentError> {
        if self.clone().take_out(&it.text) == 0 && it.text != RedactedText::All {
            return self
                .no(Law::RedactionNothing, Kind::Redact, cx.policy)
                .param("text", name(&it.text))
                .err();
        }
        if let RedactedText::Attribute { name } = &it.text {
            let definition = cx.policy.attributes.get(name);
            if !matches!(definition, Some(AttributeDefinition::Text)) {
                return self
                    .no(Law::RedactionNoText, Kind::Redact, cx.policy)
                    .param("attribute", name.as_str())
                    .err();
            }
        }
        Ok(Redacted::new(it.text.clone(), it.reason.clone()).into())
    }

    pub(crate) fn take_redaction(&mut self, it: &Redacted, recorded: &RecordedIncidentEvent) {
        self.take_out(&it.text);
        self.annex_mut().redactions.push(Redaction {
            at: recorded.at,
            by: recorded.by.clone(),
            text: it.text.clone(),
            reason: it.reason.clone(),
        });
    }

    /// Takes a text out of the record; how many texts that has changed.
    fn take_out(&mut self, text: &RedactedText) -> usize {
        let mut count = take_from_profile(&mut self.profile, text);
        if *text == RedactedText::All {
            count = count
                .saturating_add(self.state.redact())
                .saturating_add(self.major.redact())
                .saturating_add(self.tasks.redact());
        }
        let Some(annex) = self.annex.as_deref_mut() else {
            return count;
        };
        count.saturating_add(match text {
            RedactedText::All => [
                annex.log.redact(),
                annex.costs.redact(),
                annex.refusals.redact(),
                annex.survey.redact(),
                annex.vendors.redact(),
                annex.workarounds.redact(),
                annex.model.redact(),
                annex.review.redact(),
                annex.redactions.redact(),
            ]
            .iter()
            .sum(),
            RedactedText::LogEntry { entry } => {
                let place = entry.checked_sub(1).and_then(|it| usize::try_from(it).ok());
                let entry = place.and_then(|place| annex.log.get_mut(place));
                entry.map_or(0, FreeText::redact)
            }
            RedactedText::SurveyComment => annex.survey.redact(),
            RedactedText::Attribute { .. } | RedactedText::Description | RedactedText::Title => 0,
        })
    }
}

fn name(text: &RedactedText) -> &'static str {
    match text {
        RedactedText::All => "all",
        RedactedText::Attribute { .. } => "attribute",
        RedactedText::Description => "description",
        RedactedText::LogEntry { .. } => "log_entry",
        RedactedText::SurveyComment => "survey_comment",
        RedactedText::Title => "title",
    }
}

/// Takes out of the stored events of an incident what was taken out of its record: of each
/// [`Redacted`] event, the texts of the events before it. How many texts that has changed.
///
/// The events are those of one incident from its birth, in order. Nothing but texts is touched:
/// revisions, times, agents and types stay, and [`replay`](Incident::replay) gives the same record
/// before and after. To do it twice changes nothing more.
///
/// ```
/// # use itsm_core::{actor::{Actor, Role}, context::Context, id::{IncidentId, PersonId}, level::{Impact, Urgency}, text::{Note, Title}};
/// # use itsm_incident::{Incident, command::{Describe, Redact}, policy::IncidentPolicy, profile::{DetectionSource, Profile}};
/// # use itsm_incident::redaction::{redact_history, RedactedText};
/// # let ana = Actor::person(PersonId::from_key(1)).with(Role::INCIDENT_MANAGER);
/// # let policy = IncidentPolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let profile = Profile::new(Title::new("Mail is down")?, DetectionSource::User, Impact::new("High")?, Urgency::new("High")?);
/// let (mut incident, registered) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
/// let mut history = vec![registered];
/// let described = Describe::new().description(Note::new("Call Mr. Silva at home: …")?);
/// history.extend(incident.execute(described, &cx)?);
/// let asked = Note::new("Mr. Silva asked for it.")?;
/// history.extend(incident.execute(Redact::new(RedactedText::Description, asked), &cx)?);
/// assert_eq!(incident.description().map(Note::as_str), Some("[redacted]"));
///
/// assert_eq!(redact_history(&mut history), 1); // the event that had described it
/// assert_eq!(Incident::replay(&history)?, incident);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn redact_history(events: &mut [RecordedIncidentEvent]) -> usize {
    let mut count = 0_usize;
    let mut seen = events;
    let mut place = seen.len();
    while let Some(last) = place.checked_sub(1) {
        place = last;
        let Some((event, before)) = seen
            .get_mut(..=place)
            .and_then(<[RecordedIncidentEvent]>::split_last_mut)
        else {
            break;
        };
        if let IncidentEvent::Redacted(it) = &event.event {
            count = count.saturating_add(take_from_history(before, &it.text));
        }
        seen = before;
    }
    count
}

fn take_from_history(events: &mut [RecordedIncidentEvent], text: &RedactedText) -> usize {
    let mut count = 0_usize;
    let mut entries = 0_u32;
    for recorded in events {
        let taken = match (&mut recorded.event, text) {
            (event, RedactedText::All) => event.redact(),
            (IncidentEvent::Registered(it), _) => take_from_profile(&mut it.profile, text),
            (IncidentEvent::Adopted(it), _) => take_from_profile(&mut it.profile, text),
            (IncidentEvent::Described(it), RedactedText::Title) => it.title.redact(),
            (IncidentEvent::Described(it), RedactedText::Description) => it.description.redact(),
            (IncidentEvent::AttributeSet(it), RedactedText::Attribute { name })
                if it.name == *name =>
            {
                it.value.as_mut().map_or(0, take_attribute)
            }
            (IncidentEvent::SurveyAnswered(it), RedactedText::SurveyComment) => it.redact(),
            (IncidentEvent::WorkLogged(it), RedactedText::LogEntry { entry }) => {
                entries = entries.saturating_add(1);
                if entries == *entry { it.redact() } else { 0 }
            }
            _ => 0,
        };
        count = count.saturating_add(taken);
    }
    count
}
