// A lamp in a stairwell: it burns until its timer runs out, it can break, and an electrician can
// mend it. Small, and with one of everything that the laws speak of: a lifecycle, a deadline that
// comes once and one that comes again, a rule of role, a fact that is needed.
//
// `FLAW` builds a defect in, so that each law can be seen to catch one; a sound lamp has `flaw::NONE`.
extern crate alloc;

use itsm_core::actor::{Actor, Role};
use itsm_core::aggregate::{Aggregate, stamp};
use itsm_core::context::Context;
use itsm_core::deadline::Deadline;
// A lamp is nobody's practice: any typed id will do.
pub use itsm_core::id::TaskId as LampId;
use itsm_core::policy::PolicyRef;
use itsm_core::recorded::Recorded;
use itsm_core::refusal::{Permission, Refusal};
use itsm_core::refuse::Law as _;
use itsm_core::text::{Code, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_core::{plain_enum, rules, tagged, transition_table, wire_struct};

plain_enum! {
    /// What a lamp is.
    pub enum Stage { /** Off. */ Dark = "dark", /** On. */ Lit = "lit", /** Broken. */ Broken = "broken", }
}

/// The desk's rules for lamps.
#[derive(Debug, Clone)]
pub struct Policy {
    pub reference: PolicyRef,
    pub burns_for: Seconds,
    pub inspected_every: Seconds,
}

impl Policy {
    pub fn new(version: u32, burns_for: Seconds) -> Self {
        Self {
            reference: PolicyRef::new(Code::trusted("stairwell"), version),
            burns_for,
            inspected_every: Seconds::days(30),
        }
    }
}

macro_rules! records {
    ($( $(#[$doc:meta])* $name:ident { $( $field:ident: $type:ty ),* } )+) => {
        $( wire_struct! { $(#[$doc])* pub struct $name { $( $field: $type, )* } } )+
    };
}

wire_struct! {
    /// Somebody reports it broken, and says what they saw.
    pub struct Break {} optional {
        /// What they saw.
        remark: Note,
    }
}

records! {
    /// Press the button.
    Light {}
    /// Press it again.
    Dim {}
    /// The timer runs out.
    TimeOut {}
    /// An electrician mends it.
    Mend {}
    /// The month is over: somebody looks after it.
    Inspect {}
}

records! {
    /// It was put up.
    Installed {}
    /// It was lit.
    WasLit {}
    /// It was dimmed.
    Dimmed {}
    /// Its timer ran out.
    TimedOut { due: Instant }
    /// It was reported broken.
    Broke { remark: Remark }
    /// It was mended.
    Mended {}
    /// It was inspected.
    Inspected {}
}

records! {
    /// What somebody saw.
    Remark { text: Note }
}

tagged! {
    /// What can be asked of a lamp.
    pub enum Command;
    /// Which command.
    kind Kind {
        /** Light it. */ Light = "light",
        /** Dim it. */ Dim = "dim",
        /** Time it out. */ TimeOut = "time_out",
        /** Report it broken. */ Break = "break",
        /** Mend it. */ Mend = "mend",
        /** Inspect it. */ Inspect = "inspect",
    }
}

tagged! {
    /// What can happen to a lamp.
    pub enum Event;
    /// Which event.
    kind EventKind {
        /** It was put up. */ Installed = "installed",
        /** It was lit. */ WasLit = "was_lit",
        /** It was dimmed. */ Dimmed = "dimmed",
        /** Its timer ran out. */ TimedOut = "timed_out",
        /** It broke. */ Broke = "broke",
        /** It was mended. */ Mended = "mended",
        /** It was inspected. */ Inspected = "inspected",
    }
}

#[cfg(feature = "serde")]
impl itsm_core::schema::Vocabulary for Event {
    const SCHEMA: u16 = 1;

    fn upcast(version: u16, _: serde_json::Value) -> Result<serde_json::Value, String> {
        Err(format!("no schema {version}"))
    }
}

transition_table! {
    /// What a lamp can do.
    pub static LIFECYCLE: Stage[3], Kind[6] {
        Light: Dark => Lit;
        Dim: Lit => Dark;
        TimeOut: Lit => Dark;
        Break: Dark | Lit => Broken;
        Mend: Broken => Dark;
        Inspect: Dark | Broken => stay;
    }
}

rules! {
    /// Why a lamp refuses.
    pub enum LampError {
        /// Commands follow each other in time.
        Backwards = "lamp.clock.backwards", "the last event is of {last}", "common sense";
        /// A lamp does what its state allows.
        Forbidden = "lamp.lifecycle.forbidden", "not in this state", "common sense";
        /// Only an electrician mends.
        NotAnElectrician = "lamp.mend.role", "only an electrician mends", "the house rules";
        /// A report says what was seen.
        NoRemark = "lamp.break.remark_missing", "a report says what was seen", "the house rules";
        /// The timer runs its time, and a month lasts a month.
        TooEarly = "lamp.too_early", "due only at {due}", "the house rules";
    }
}

/// Which defect is built in.
pub mod flaw {
    pub const NONE: usize = 0;
    pub const BORN_OTHERWISE: usize = 1;
    pub const LOSES_COUNT: usize = 2;
    pub const FORGETS_THE_TIME: usize = 3;
    pub const IGNORES_UNEXPECTED_EVENTS: usize = 4;
    pub const IS_BORN_AGAIN: usize = 5;
    pub const CHANGES_WHEN_REFUSED: usize = 6;
    pub const ANSWERS_BY_TURNS: usize = 7;
    pub const RECORDS_SOMETHING_ELSE: usize = 8;
    pub const SAYS_YES_AND_DOES_NOTHING: usize = 9;
    pub const PANICS: usize = 10;
    pub const RUNS_BACKWARDS: usize = 11;
    pub const REFUSES_WHAT_THE_TABLE_ALLOWS: usize = 12;
    pub const ALLOWS_WHAT_THE_TABLE_FORBIDS: usize = 13;
    pub const NAMES_ANOTHER_RULE: usize = 14;
    pub const LEADS_ELSEWHERE: usize = 15;
    pub const LISTS_A_COMMAND_TWICE: usize = 16;
    pub const DENIES_TOO_MUCH: usize = 17;
    pub const DENIES_BY_ANOTHER_RULE: usize = 18;
    pub const GRANTS_TOO_MUCH: usize = 19;
    pub const DUE_BEFORE_IT_BEGAN: usize = 20;
    pub const DUE_TOO_EARLY: usize = 21;
    pub const NEVER_DUE: usize = 22;
    pub const NEVER_LATE: usize = 23;
    pub const DUE_AGAIN: usize = 24;
    pub const WRITES_TOO_LITTLE: usize = 25;
    pub const READS_ANYTHING: usize = 26;
    pub const NOTHING_EVER_DUE: usize = 28;
    pub const ENDLESSLY_DUE: usize = 29;
    pub const STAYS_BROKEN: usize = 30;
    pub const ALWAYS_DUE: usize = 31;
}

/// A lamp.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lamp<const FLAW: usize = 0> {
    pub id: LampId,
    pub revision: u64,
    pub last_at: Instant,
    pub stage: Stage,
    /// When it was lit last.
    pub lit_at: Instant,
    /// When it was inspected last, or put up.
    pub inspected_at: Instant,
    /// How often it was asked; a sound lamp does not count.
    pub asked: u64,
}

impl<const FLAW: usize> Lamp<FLAW> {
    /// A lamp is put up: the record, and its first event.
    pub fn install(id: LampId, cx: &Context<'_, Policy>) -> (Self, Recorded<LampId, Event>) {
        let event = stamp(
            id,
            1,
            Event::Installed(Installed {}),
            &cx.policy.reference,
            cx,
        );
        let lamp = Self {
            id,
            revision: 1,
            last_at: cx.now,
            stage: Stage::Dark,
            lit_at: cx.now,
            inspected_at: cx.now,
            asked: 0,
        };
        (lamp, event)
    }

    /// When time brings about a command of this kind; `None` if it never does.
    fn due(&self, kind: Kind, policy: &Policy) -> Option<Instant> {
        match kind {
            Kind::TimeOut => policy.burns_for.after(self.lit_at),
            Kind::Inspect => policy.inspected_every.after(self.inspected_at),
            _ => None,
        }
    }

    /// What refuses every command of a kind, whatever it carries.
    fn general(&self, kind: Kind, cx: &Context<'_, Policy>) -> Result<(), LampError> {
        let refusal = |law: Law| {
            Refusal::new(law.rule(), kind.as_str(), self.stage.as_str())
                .allowing(LIFECYCLE.commands(self.stage).into_iter().map(Kind::as_str))
        };
        if cx.now < self.last_at && FLAW != flaw::RUNS_BACKWARDS {
            let law = Law::Backwards;
            return Err(law.error(refusal(law).param("last", self.last_at)));
        }
        let lenient = FLAW == flaw::ALLOWS_WHAT_THE_TABLE_FORBIDS && kind == Kind::Dim;
        if !LIFECYCLE.allows(self.stage, kind) && !lenient {
            let law = if FLAW == flaw::NAMES_ANOTHER_RULE {
                Law::NoRemark
            } else {
                Law::Forbidden
            };
            return Err(law.error(refusal(law)));
        }
        let electrician = cx.actor.has(&Role::SPECIALIST);
        let refused = FLAW == flaw::REFUSES_WHAT_THE_TABLE_ALLOWS || !electrician;
        if kind == Kind::Mend && refused {
            let law = Law::NotAnElectrician;
            return Err(law.error(refusal(law)));
        }
        match self.due(kind, cx.policy) {
            Some(due) if !Self::is_due(due, cx) => {
                let law = Law::TooEarly;
                Err(law.error(refusal(law).param("due", due)))
            }
            _ => Ok(()),
        }
    }

    fn is_due(due: Instant, cx: &Context<'_, Policy>) -> bool {
        match FLAW {
            flaw::DUE_TOO_EARLY => Seconds(1).after(cx.now).is_some_and(|soon| soon >= due),
            flaw::NEVER_DUE => cx.now > due,
            flaw::NEVER_LATE => due <= cx.now && Seconds::between(due, cx.now) < Seconds::days(300),
            _ => cx.now >= due,
        }
    }
}

std::thread_local! {
    static TURNS: core::cell::Cell<u64> = const { core::cell::Cell::new(0) };
}

impl<const FLAW: usize> Aggregate for Lamp<FLAW> {
    type Id = LampId;
    type Command = Command;
    type Kind = Kind;
    type Stage = Stage;
    type Event = Event;
    type Policy = Policy;
    type Error = LampError;

    fn born(event: &Recorded<LampId, Event>) -> Option<Self> {
        let Event::Installed(_) = event.event else {
            return None;
        };
        let stage = if FLAW == flaw::BORN_OTHERWISE {
            Stage::Lit
        } else {
            Stage::Dark
        };
        Some(Self {
            id: event.record,
            revision: event.revision,
            last_at: event.at,
            stage,
            lit_at: event.at,
            inspected_at: event.at,
            asked: 0,
        })
    }

    fn id(&self) -> LampId {
        self.id
    }

    fn stage(&self) -> Stage {
        self.stage
    }

    fn revision(&self) -> u64 {
        if FLAW == flaw::LOSES_COUNT {
            self.revision.min(3)
        } else {
            self.revision
        }
    }

    fn last_at(&self) -> Instant {
        if FLAW == flaw::FORGETS_THE_TIME {
            self.inspected_at
        } else {
            self.last_at
        }
    }

    fn policy_ref(policy: &Policy) -> &PolicyRef {
        &policy.reference
    }

    fn kind(command: &Command) -> Kind {
        command.kind()
    }

    fn decide(&self, command: &Command, cx: &Context<'_, Policy>) -> Result<Vec<Event>, LampError> {
        if FLAW == flaw::ANSWERS_BY_TURNS && TURNS.replace(TURNS.get() + 1) % 7 == 3 {
            return Ok(vec![Mended {}.into()]);
        }
        self.general(command.kind(), cx)?;
        Ok(vec![match command {
            Command::Light(_) => WasLit {}.into(),
            Command::Dim(_) if FLAW == flaw::LEADS_ELSEWHERE => Broke {
                remark: Remark {
                    text: Note::trusted("dimmed"),
                },
            }
            .into(),
            Command::Dim(_) if FLAW == flaw::SAYS_YES_AND_DOES_NOTHING => return Ok(vec![]),
            Command::Dim(_) => Dimmed {}.into(),
            Command::TimeOut(_) => TimedOut {
                due: self.due(Kind::TimeOut, cx.policy).unwrap_or(cx.now),
            }
            .into(),
            Command::Break(Break { remark: None }) => {
                let law = Law::NoRemark;
                let refusal = Refusal::new(law.rule(), "break", self.stage.as_str());
                return Err(law.error(refusal.missing(["remark"])));
            }
            Command::Break(Break { remark: Some(text) }) => {
                if FLAW == flaw::PANICS {
                    assert!(text.as_str().len() < 60, "too much to read");
                }
                Broke {
                    remark: Remark { text: text.clone() },
                }
                .into()
            }
            Command::Mend(_) => Mended {}.into(),
            Command::Inspect(_) => Inspected {}.into(),
        }])
    }

    fn evolve(&mut self, event: &Recorded<LampId, Event>) {
        let unexpected = self.stage == Stage::Dark && matches!(event.event, Event::Dimmed(_));
        if FLAW == flaw::IGNORES_UNEXPECTED_EVENTS && unexpected {
            return;
        }
        match &event.event {
            Event::Installed(_) if FLAW != flaw::IS_BORN_AGAIN => return,
            Event::Installed(_) => {}
            Event::WasLit(_) => {
                self.stage = Stage::Lit;
                self.lit_at = event.at;
            }
            Event::TimedOut(_) if FLAW == flaw::DUE_AGAIN => {}
            Event::Dimmed(_) | Event::TimedOut(_) | Event::Mended(_) => self.stage = Stage::Dark,
            Event::Broke(_) => self.stage = Stage::Broken,
            Event::Inspected(_) if FLAW == flaw::ENDLESSLY_DUE => {}
            Event::Inspected(_) => self.inspected_at = event.at,
        }
        self.revision = event.revision;
        self.last_at = event.at;
    }

    fn deadlines(&self, policy: &Policy) -> Vec<Deadline<Command>> {
        let (kind, since, command) = match self.stage {
            _ if FLAW == flaw::NOTHING_EVER_DUE => return Vec::new(),
            Stage::Lit => (Kind::TimeOut, self.lit_at, TimeOut {}.into()),
            Stage::Dark | Stage::Broken => (Kind::Inspect, self.inspected_at, Inspect {}.into()),
        };
        let Some(at) = self.due(kind, policy) else {
            return Vec::new();
        };
        let since = match FLAW {
            // Each time another deadline, so that only the time that does not pass gives it away.
            flaw::ALWAYS_DUE => Seconds(self.revision)
                .after(nineteen_seventy())
                .unwrap_or(at),
            flaw::DUE_BEFORE_IT_BEGAN => Seconds::days(1).after(at).unwrap_or(at),
            _ => since,
        };
        vec![Deadline {
            at,
            since,
            command,
            why: "lamp.too_early",
        }]
    }

    fn allowed(&self, cx: &Context<'_, Policy>) -> Vec<(Kind, Permission)> {
        let mut listed: Vec<_> = Kind::ALL
            .iter()
            .map(|kind| (*kind, self.permission(*kind, cx)))
            .collect();
        if FLAW == flaw::LISTS_A_COMMAND_TWICE && self.stage == Stage::Broken {
            listed.extend_from_within(0..1);
        }
        listed
    }
}

impl<const FLAW: usize> Lamp<FLAW> {
    fn permission(&self, kind: Kind, cx: &Context<'_, Policy>) -> Permission {
        let no = |law: Law| {
            let refusal = Refusal::new(law.rule(), kind.as_str(), self.stage.as_str());
            Permission::No(Box::new(refusal))
        };
        match self.general(kind, cx) {
            Err(_) if FLAW == flaw::DENIES_BY_ANOTHER_RULE => no(Law::NoRemark),
            Err(_) if FLAW == flaw::GRANTS_TOO_MUCH && kind == Kind::Mend => Permission::Yes,
            Err(error) => Permission::No(Box::new(error.refusal().clone())),
            Ok(()) if FLAW == flaw::DENIES_TOO_MUCH && kind == Kind::Dim => no(Law::Forbidden),
            Ok(()) if kind == Kind::Break => Permission::Needs(vec!["remark"]),
            Ok(()) => Permission::Yes,
        }
    }
}

fn nineteen_seventy() -> Instant {
    Instant::from_timestamp(0, 0).unwrap_or_default()
}

/// An electrician.
pub fn electrician() -> Actor {
    Actor::person(itsm_core::id::PersonId::from_key(1)).with(Role::SPECIALIST)
}

/// Somebody who lives in the house.
pub fn tenant() -> Actor {
    Actor::person(itsm_core::id::PersonId::from_key(2)).with(Role::REQUESTER)
}
