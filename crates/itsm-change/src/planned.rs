//! Planned changes: what the schedule has to know of a change, and no more.
//!
//! A window reaches from its start up to and without its end, so that a change may begin when
//! another ends. A date that is missing is not known; it is never read as "no conflict".

use crate::checked::written_as_draft;
use crate::kind::{ChangeType, Magnitude};
use crate::span::Span;
use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;
use itsm_core::attribute::{Attribute, Domain, Domains, Subject, Value};
use itsm_core::fault::Faults;
use itsm_core::id::{ChangeId, CiId, GroupId, PersonId, ServiceId};
use itsm_core::text::{Code, Note, Title};
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

wire_struct! {
    /// That somebody lets a change pass a freeze all the same, and why.
    ///
    /// It helps where the freeze lets changes of this type pass, and nowhere else.
    pub struct FreezeOverride {
        /// Who takes that upon them.
        by: PersonId,
        /// Why it cannot wait.
        reason: Note,
    }
}

wire_struct! {
    /// The raw form of a [`PlannedChange`].
    pub struct DraftPlannedChange {
        /// The change.
        change: ChangeId,
        /// How it comes to be authorized.
        change_type: ChangeType,
        /// What people call it.
        title: Title,
    } optional {
        /// When it is planned to begin.
        start: Instant,
        /// When it is planned to be done, itself not included.
        end: Instant,
        /// The item that it is about.
        primary_ci: CiId,
        /// The other items that it touches.
        affected_cis: Vec<CiId>,
        /// The services that it touches.
        services: Vec<ServiceId>,
        /// Who carries it out.
        assignee: PersonId,
        /// The group that carries it out.
        group: GroupId,
        /// The model that it follows.
        model: Code,
        /// How much it moves.
        magnitude: Magnitude,
        /// Whether it is over: closed or canceled. No, if it is not said.
        inactive: bool,
        /// Whether it is left out when conflicts are looked for. No, if it is not said.
        excluded: bool,
        /// Whether it is authorized; not yet, if it is not said.
        authorized: bool,
        /// That it may pass a freeze.
        freeze_override: FreezeOverride,
    }
}

/// A change as the schedule sees it.
///
/// Source: FitSM PR12.6 (a schedule of changes); ITIL 4 change enablement (change schedule).
///
/// ```
/// use itsm_change::kind::ChangeType;
/// use itsm_change::planned::{DraftPlannedChange, PlannedChange};
/// use itsm_core::{id::{ChangeId, CiId}, text::Title, time::Instant};
///
/// let (ten, eleven): (Instant, Instant) = ("2026-03-02T22:00:00Z".parse()?, "2026-03-02T23:00:00Z".parse()?);
/// let draft = DraftPlannedChange::new(ChangeId::from_key(1), ChangeType::Normal, Title::new("Patch the database")?)
///     .start(ten).end(eleven).primary_ci(CiId::from_key(7));
/// let planned = PlannedChange::try_from(draft.clone())?;
/// assert_eq!(planned.window(), Some((ten, eleven)));
///
/// let faults = PlannedChange::try_from(draft.start(eleven).end(ten)).unwrap_err();
/// assert_eq!(faults.iter().next().unwrap().rule, "planned_change.window.order");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedChange {
    /// In a box, so that a schedule of a hundred thousand moves little.
    draft: Box<DraftPlannedChange>,
    span: Option<Span>,
    /// The primary item, then the others in the order of their ids, each once.
    cis: Vec<CiId>,
}

written_as_draft!(PlannedChange, DraftPlannedChange, |it| *it.draft);

impl TryFrom<DraftPlannedChange> for PlannedChange {
    type Error = Faults;

    /// # Errors
    /// A window that does not end after it starts, and one that is out of all reach.
    fn try_from(draft: DraftPlannedChange) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let mut span = None;
        for (field, at) in [("start", draft.start), ("end", draft.end)] {
            if at.is_some_and(|it| it.timestamp_nanos_opt().is_none()) {
                let message = "expected an instant in the years 1678 to 2261, got another";
                faults.add(field, "planned_change.window.range", message);
            }
        }
        if let (Some(start), Some(end)) = (draft.start, draft.end) {
            if end <= start {
                let message = format!("expected an end after the start `{start}`, got `{end}`");
                faults.add("end", "planned_change.window.order", message);
            }
            span = Span::of(start, end);
        }
        let mut others = draft.affected_cis.clone().unwrap_or_default();
        others.sort_unstable();
        others.dedup();
        others.retain(|it| Some(*it) != draft.primary_ci);
        let cis = draft.primary_ci.into_iter().chain(others).collect();
        let draft = Box::new(draft);
        faults.or(Some(Self { draft, span, cis }))
    }
}

impl PlannedChange {
    /// The raw form: to be read, or to be taken, changed and checked again.
    pub fn draft(&self) -> &DraftPlannedChange {
        &self.draft
    }

    /// The change.
    pub fn change(&self) -> ChangeId {
        self.draft.change
    }

    /// When it begins, and when it is done; `None` if one of them is not known.
    pub fn window(&self) -> Option<(Instant, Instant)> {
        match (self.draft.start, self.draft.end) {
            (Some(start), Some(end)) => Some((start, end)),
            _ => None,
        }
    }

    pub(crate) const fn span(&self) -> Option<Span> {
        self.span
    }

    /// Every item that it touches: the one it is about, then the others in the order of their ids.
    pub fn cis(&self) -> &[CiId] {
        &self.cis
    }

    /// Whether it takes part when conflicts are looked for: it is not over, and not left out.
    pub fn counts(&self) -> bool {
        self.draft.inactive != Some(true) && self.draft.excluded != Some(true)
    }

    /// The same in another window.
    ///
    /// # Errors
    /// As for a new one: a window that does not end after it starts.
    pub fn moved(&self, start: Instant, end: Instant) -> Result<Self, Faults> {
        Self::try_from(self.draft().clone().start(start).end(end))
    }
}

plain_enum! {
    /// The words in which conditions ask about a planned change, such as that of a freeze which
    /// holds for major changes alone.
    pub enum PlannedWord {
        /// How it comes to be authorized.
        Type = "type",
        /// How much it moves.
        Magnitude = "magnitude",
        /// The item that it is about.
        PrimaryCi = "primary_ci",
        /// Every item that it touches.
        Cis = "cis",
        /// The services that it touches.
        Services = "services",
        /// Who carries it out.
        Assignee = "assignee",
        /// The group that carries it out.
        Group = "group",
        /// The model that it follows.
        Model = "model",
        /// Whether it is authorized.
        Authorized = "authorized",
    }
}

impl Attribute for PlannedWord {
    fn parse(name: &str) -> Option<Self> {
        name.parse().ok()
    }
}

/// Which values the words can take: the same under every policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct PlannedDomains;

impl Domains<PlannedWord> for PlannedDomains {
    fn domain(&self, word: &PlannedWord) -> Option<Domain> {
        Some(match word {
            PlannedWord::Type => Domain::names::<ChangeType>(),
            PlannedWord::Magnitude => Domain::names::<Magnitude>(),
            PlannedWord::PrimaryCi | PlannedWord::Assignee | PlannedWord::Group => Domain::Id,
            PlannedWord::Cis | PlannedWord::Services => Domain::IdSet,
            PlannedWord::Model => Domain::Text,
            PlannedWord::Authorized => Domain::Boolean,
        })
    }
}

impl Subject<PlannedWord> for PlannedChange {
    fn value(&self, word: &PlannedWord) -> Option<Value<'_>> {
        let it = &self.draft;
        Some(match word {
            PlannedWord::Type => Value::Text(it.change_type.as_str()),
            PlannedWord::Magnitude => Value::Text(it.magnitude?.as_str()),
            PlannedWord::PrimaryCi => Value::Id(it.primary_ci?.as_uuid()),
            PlannedWord::Cis => Value::IdSet(&self.cis),
            PlannedWord::Services => Value::IdSet(it.services.as_ref()?),
            PlannedWord::Assignee => Value::Id(it.assignee?.as_uuid()),
            PlannedWord::Group => Value::Id(it.group?.as_uuid()),
            PlannedWord::Model => Value::Text(it.model.as_ref()?.as_str()),
            PlannedWord::Authorized => Value::Boolean(it.authorized.unwrap_or(false)),
        })
    }
}
