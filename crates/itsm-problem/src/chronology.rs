//! Chronology: what happened when, by all who saw something of it, in one order.
//!
//! Entries come from anywhere: the history of an incident, a change, an item, a note from a call.
//! Each says whether it is evidence or hearsay. The facade makes entries of the events of records.
//!
//! Source: ITIL 4 problem management (problem analysis: reconstruction of what happened).

use crate::cause::{Cause, Contribution, Method};
use crate::checked::checked;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::fault::Faults;
use itsm_core::link::RecordRef;
use itsm_core::markdown::{head, plain, row};
use itsm_core::text::{Code, Note};
use itsm_core::time::{Instant, Seconds};
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What an entry is, as far as it matters for the order of causes and effects. Of one instant,
    /// they stand in this order.
    pub enum EntryKind {
        /// Something was made different, by whomever.
        Change = "change",
        /// Something was not as it should be.
        Deviation = "deviation",
        /// Something was seen.
        Observation = "observation",
        /// Something was done about it.
        Action = "action",
        /// Something was as it should be again.
        Restoration = "restoration",
    }
}

plain_enum! {
    /// What an entry rests on.
    pub enum Footing {
        /// A log, a record, a measurement.
        Evidence = "evidence",
        /// What somebody remembers, or has heard.
        Hearsay = "hearsay",
    }
}

wire_struct! {
    /// One thing that happened.
    pub struct TimelineEntry {
        /// When.
        at: Instant,
        /// What kind of thing it is.
        kind: EntryKind,
        /// Who or what tells it: a log, a record, a person's role.
        source: Code,
        /// What it rests on.
        footing: Footing,
        /// What happened, in words.
        text: Note,
        /// The records that it is about.
        about: Vec<RecordRef>,
    }
}

impl TimelineEntry {
    /// By what entries are ordered.
    fn key(&self) -> (Instant, EntryKind, &Code, &[RecordRef], Footing, &Note) {
        let Self {
            at,
            kind,
            source,
            footing,
            text,
            about,
        } = self;
        (*at, *kind, source, about, *footing, text)
    }
}

wire_struct! {
    /// Entries in any order.
    pub struct DraftChronology {
        /// The entries.
        entries: Vec<TimelineEntry>,
    }
}

checked! {
    /// Entries in one order, which does not depend on who gave which first.
    ///
    /// ```
    /// use itsm_core::text::{Code, Note};
    /// use itsm_core::time::{Instant, Seconds};
    /// use itsm_problem::chronology::{Chronology, EntryKind, Footing, TimelineEntry};
    ///
    /// let at = |it: &str| it.parse::<Instant>().unwrap();
    /// let entry = |time, kind, text| {
    ///     let (source, text) = (Code::new("log").unwrap(), Note::new(text).unwrap());
    ///     TimelineEntry::new(at(time), kind, source, Footing::Evidence, text, vec![])
    /// };
    /// let told = Chronology::merge([
    ///     entry("2026-03-02T09:12:00Z", EntryKind::Deviation, "First order refused"),
    ///     entry("2026-03-02T08:30:00Z", EntryKind::Change, "Log level raised"),
    /// ])?;
    /// assert_eq!(told.lead().unwrap().length, Seconds::minutes(42));
    /// # Ok::<(), itsm_core::fault::Faults>(())
    /// ```
    #[doc(alias = "timeline")]
    pub struct Chronology from DraftChronology
}

/// A time of which nothing is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Gap<'a> {
    /// The last entry before it.
    pub from: &'a TimelineEntry,
    /// The first entry after it.
    pub until: &'a TimelineEntry,
    /// How long it is.
    pub length: Seconds,
}

/// How long before the first deviation something was changed last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Lead<'a> {
    /// The last change at or before the first deviation.
    pub change: &'a TimelineEntry,
    /// The first deviation.
    pub deviation: &'a TimelineEntry,
    /// The time between them.
    pub length: Seconds,
}

impl DraftChronology {
    fn check(&mut self, faults: &mut Faults) {
        if self.entries.is_empty() {
            faults.add("entries", "chronology.empty", "expected an entry, got none");
        }
        self.entries.sort_by(|a, b| a.key().cmp(&b.key()));
    }
}

impl Chronology {
    /// Merges what several tell. What two tell in the same words, of the same source and instant,
    /// is told once.
    ///
    /// # Errors
    /// Nothing is told at all.
    pub fn merge(entries: impl IntoIterator<Item = TimelineEntry>) -> Result<Self, Faults> {
        let entries: Vec<TimelineEntry> = entries.into_iter().collect();
        let mut merged = Self::try_from(DraftChronology { entries })?;
        merged.draft.entries.dedup();
        Ok(merged)
    }

    /// The entries, by time; of one instant by kind, source, and what they are about.
    pub fn entries(&self) -> &[TimelineEntry] {
        &self.draft.entries
    }

    /// The times longer than this of which nothing is told, in their order. That is not to say that
    /// nothing happened.
    pub fn gaps(&self, longer_than: Seconds) -> Vec<Gap<'_>> {
        let mut gaps = Vec::new();
        for pair in self.draft.entries.windows(2) {
            let [from, until] = pair else { continue };
            let length = Seconds::between(from.at, until.at);
            if length > longer_than {
                gaps.push(Gap {
                    from,
                    until,
                    length,
                });
            }
        }
        gaps
    }

    /// The first deviation, whoever tells it.
    pub fn first_deviation(&self) -> Option<&TimelineEntry> {
        self.entries()
            .iter()
            .find(|it| it.kind == EntryKind::Deviation)
    }

    /// The first deviation that is more than hearsay.
    pub fn first_deviation_in_evidence(&self) -> Option<&TimelineEntry> {
        let mut evident = self
            .entries()
            .iter()
            .filter(|it| it.footing == Footing::Evidence);
        evident.find(|it| it.kind == EntryKind::Deviation)
    }

    /// How long before the first deviation something was changed last; `None` without the one or the
    /// other. What came before need not be the cause.
    pub fn lead(&self) -> Option<Lead<'_>> {
        let deviation = self.first_deviation()?;
        let before = self.entries().iter().take_while(|it| it.at <= deviation.at);
        let change = before.filter(|it| it.kind == EntryKind::Change).last()?;
        let length = Seconds::between(change.at, deviation.at);
        Some(Lead {
            change,
            deviation,
            length,
        })
    }

    /// The causes that it suggests: the last change before the first deviation. It is evidence of an
    /// order in time and of nothing else, so that the cause has none; test it by another method.
    pub fn causes(&self) -> Vec<Cause> {
        let lead = self.lead().into_iter();
        let cause = |it: Lead<'_>| Cause {
            ci: it.change.about.iter().find_map(|it| match it {
                RecordRef::Ci(ci) => Some(*ci),
                _ => None,
            }),
            found_by: Some(Method::Chronology),
            ..Cause::new(Contribution::Occurrence, it.change.text.clone(), Vec::new())
        };
        lead.map(cause).collect()
    }

    /// The entries as a Markdown table, with gaps of more than this length, the first deviation and
    /// the lead.
    pub fn to_markdown(&self, longer_than: Seconds) -> String {
        let mut text = String::from("## Chronology\n\n");
        head(
            &mut text,
            &["When (UTC)", "What", "Kind", "Source", "Footing"],
        );
        let gaps = self.gaps(longer_than);
        for it in self.entries() {
            let cells = [
                it.at.format("%Y-%m-%d %H:%M:%S").to_string(),
                plain(it.text.as_str()),
                it.kind.to_string(),
                plain(it.source.as_str()),
                it.footing.to_string(),
            ];
            row(&mut text, cells);
            if let Some(gap) = gaps.iter().find(|gap| core::ptr::eq(gap.from, it)) {
                let nothing = format!("*nothing is told for {}*", gap.length);
                row(&mut text, ["", nothing.as_str(), "", "", ""]);
            }
        }
        let (first, evident) = (self.first_deviation(), self.first_deviation_in_evidence());
        if let Some(it) = first {
            let what = plain(it.text.as_str());
            let _ = writeln!(text, "\nFirst deviation: {what} ({}).", it.footing);
        }
        if let Some(it) = evident.filter(|_| first != evident) {
            let _ = writeln!(text, "First in evidence: {}.", plain(it.text.as_str()));
        }
        if let Some(it) = self.lead() {
            let _ = writeln!(
                text,
                "Last change before it: {}, {} earlier.",
                plain(it.change.text.as_str()),
                it.length
            );
        }
        text
    }
}
