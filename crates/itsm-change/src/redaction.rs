//! Redaction: free text taken out of a record on request, so that the history keeps its shape and
//! says so.
//!
//! [`Redact`] takes a text out of the record, in every state, and leaves an event that says which,
//! when, by whom and why. [`redact_history`] does the same to the events that were stored before.
//! Folded again, the history gives the very record that [`Redact`] left.

use crate::change::{Change, RecordedChangeEvent};
use crate::decide::Decided;
use crate::error::Law;
use crate::event::ChangeEvent;
use crate::profile::ChangeProfile;
use crate::refuse::No;
use itsm_core::actor::Agent;
use itsm_core::free_text::FreeText;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// Which text is taken out.
    pub enum RedactedText {
        /// Everything that anybody wrote into the record so far, the title too.
        All = "all",
        /// The description.
        Description = "description",
        /// The justification.
        Justification = "justification",
        /// The title.
        Title = "title",
    }
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

fn take_from_profile(profile: &mut ChangeProfile, text: RedactedText) -> usize {
    match text {
        RedactedText::All => profile.redact(),
        RedactedText::Description => profile.description.redact(),
        RedactedText::Justification => profile.justification.redact(),
        RedactedText::Title => profile.title.redact(),
    }
}

impl Change {
    /// The texts that were taken out, in the order in which they were.
    pub fn redactions(&self) -> &[Redaction] {
        &self.redactions
    }

    pub(crate) fn redact(&self, it: &Redact, no: impl Fn(Law) -> No) -> Decided {
        let nothing = take_from_profile(&mut self.profile.clone(), it.text) == 0;
        if nothing && it.text != RedactedText::All {
            return no(Law::RedactionNothing)
                .param("text", it.text.as_str())
                .err();
        }
        Ok(Redacted::new(it.text, it.reason.clone()).into())
    }

    pub(crate) fn take_redaction(&mut self, it: &Redacted, recorded: &RecordedChangeEvent) {
        take_from_profile(&mut self.profile, it.text);
        if it.text == RedactedText::All {
            self.state.redact();
            self.model.redact();
            self.plans.redact();
            self.assessment.redact();
            self.votes.redact();
            self.review.redact();
            self.holding.redact();
            self.tasks.redact();
            self.modifications.redact();
            self.log.redact();
            self.redactions.redact();
        }
        self.redactions.push(Redaction::new(
            recorded.at,
            recorded.by.clone(),
            it.text,
            it.reason.clone(),
        ));
    }
}

/// Takes out of the stored events of a change what was taken out of its record: of each
/// [`Redacted`] event, the texts of the events before it. How many texts that has changed.
///
/// The events are those of one change from its birth, in order. Nothing but texts is touched, and
/// [`replay`](Change::replay) gives the same record before and after. To do it twice changes
/// nothing more.
///
/// ```
/// # use itsm_core::{actor::{Actor, Role}, context::Context, id::{PersonId, ChangeId}, text::{Note, Title}};
/// # use itsm_change::{Change, command::*, kind::*, policy::ChangePolicy, profile::*, redaction::*};
/// # let ana = Actor::person(PersonId::from_key(1)).with(Role::CHANGE_MANAGER);
/// # let policy = ChangePolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let profile = ChangeProfile::new(Title::new("A bigger queue")?, ChangeType::Normal, Magnitude::Minor);
/// let (mut change, registered) = Change::register(ChangeId::from_key(1), profile, [], &cx)?;
/// let mut history = vec![registered];
/// history.extend(change.execute(Describe::new().description(Note::new("Mr. Silva says …")?), &cx)?);
/// let why = Note::new("Mr. Silva asked for it.")?;
/// history.extend(change.execute(Redact::new(RedactedText::Description, why), &cx)?);
/// assert_eq!(redact_history(&mut history), 1);
/// assert_eq!(Change::replay(&history)?, change);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn redact_history(events: &mut [RecordedChangeEvent]) -> usize {
    let mut count = 0_usize;
    let mut rest = events;
    while let Some((last, before)) = rest.split_last_mut() {
        if let ChangeEvent::Redacted(it) = &last.event {
            count = count.saturating_add(take_from_history(before, it.text));
        }
        rest = before;
    }
    count
}

fn take_from_history(events: &mut [RecordedChangeEvent], text: RedactedText) -> usize {
    let mut count = 0_usize;
    for recorded in events {
        let taken = match (&mut recorded.event, text) {
            (event, RedactedText::All) => event.redact(),
            (ChangeEvent::Registered(it), _) => take_from_profile(&mut it.profile, text),
            (ChangeEvent::Adopted(it), _) => take_from_profile(&mut it.profile, text),
            (ChangeEvent::Retyped(it), RedactedText::Description) => it.description.redact(),
            (ChangeEvent::Described(it), RedactedText::Title) => it.title.redact(),
            (ChangeEvent::Described(it), RedactedText::Description) => it.description.redact(),
            (ChangeEvent::Described(it), RedactedText::Justification) => it.justification.redact(),
            _ => 0,
        };
        count = count.saturating_add(taken);
    }
    count
}
