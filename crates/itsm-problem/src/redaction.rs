//! Redaction: free text taken out of a record on request, so that the history keeps its shape and
//! says so.
//!
//! [`Redact`] takes a text out of the record, in every state, and leaves an event that says which,
//! when, by whom and why. [`redact_history`] does the same to the events that were stored before.
//! Folded again, the history gives the very record that [`Redact`] left.

use crate::decide::Decided;
use crate::error::Law;
use crate::event::ProblemEvent;
use crate::problem::{Problem, RecordedProblemEvent};
use crate::profile::ProblemProfile;
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

fn take_from_profile(profile: &mut ProblemProfile, text: RedactedText) -> usize {
    match text {
        RedactedText::All => profile.redact(),
        RedactedText::Description => profile.description.redact(),
        RedactedText::Title => profile.title.redact(),
    }
}

impl Problem {
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

    pub(crate) fn take_redaction(&mut self, it: &Redacted, recorded: &RecordedProblemEvent) {
        take_from_profile(&mut self.profile, it.text);
        if it.text == RedactedText::All {
            self.state.redact();
            self.causes.redact();
            self.analyses.redact();
            self.workarounds.redact();
            self.known_errors.redact();
            self.tasks.redact();
            self.strategy.redact();
            self.parking.redact();
            self.major.redact();
            self.review.redact();
            self.model.redact();
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

/// Takes out of the stored events of a problem what was taken out of its record: of each
/// [`Redacted`] event, the texts of the events before it. How many texts that has changed.
///
/// The events are those of one problem from its birth, in order. Nothing but texts is touched, and
/// [`replay`](Problem::replay) gives the same record before and after. To do it twice changes
/// nothing more.
///
/// ```
/// # use itsm_core::{actor::{Actor, Role}, context::Context, id::{PersonId, ProblemId}, level::{Impact, Urgency}, text::{Note, Title}};
/// # use itsm_problem::{Problem, command::*, policy::ProblemPolicy, profile::*, redaction::*};
/// # let ana = Actor::person(PersonId::from_key(1)).with(Role::PROBLEM_MANAGER);
/// # let policy = ProblemPolicy::default();
/// # let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
/// # let origin = Origin::new(Identification::Reactive, ProblemSource::RECURRENCE);
/// # let profile = ProblemProfile::new(Title::new("Mail stops at noon")?, origin, Impact::new("High")?, Urgency::new("Low")?);
/// let (mut problem, registered) = Problem::register(ProblemId::from_key(1), profile, [], &cx)?;
/// let mut history = vec![registered];
/// history.extend(problem.execute(Describe::new().description(Note::new("Mr. Silva says …")?), &cx)?);
/// let why = Note::new("Mr. Silva asked for it.")?;
/// history.extend(problem.execute(Redact::new(RedactedText::Description, why), &cx)?);
/// assert_eq!(redact_history(&mut history), 1);
/// assert_eq!(Problem::replay(&history)?, problem);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn redact_history(events: &mut [RecordedProblemEvent]) -> usize {
    let mut count = 0_usize;
    let mut rest = events;
    while let Some((last, before)) = rest.split_last_mut() {
        if let ProblemEvent::Redacted(it) = &last.event {
            count = count.saturating_add(take_from_history(before, it.text));
        }
        rest = before;
    }
    count
}

fn take_from_history(events: &mut [RecordedProblemEvent], text: RedactedText) -> usize {
    let mut count = 0_usize;
    for recorded in events {
        let taken = match (&mut recorded.event, text) {
            (event, RedactedText::All) => event.redact(),
            (ProblemEvent::Registered(it), _) => take_from_profile(&mut it.profile, text),
            (ProblemEvent::Adopted(it), _) => take_from_profile(&mut it.profile, text),
            (ProblemEvent::Described(it), RedactedText::Title) => it.title.redact(),
            (ProblemEvent::Described(it), RedactedText::Description) => it.description.redact(),
            _ => 0,
        };
        count = count.saturating_add(taken);
    }
    count
}
