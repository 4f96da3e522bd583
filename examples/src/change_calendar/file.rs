//! The file as it stands: everything by the names that people use.

use itsm::calendar::DraftCalendarBook;
use itsm::change::conflict::ConflictSeverity;
use itsm::change::conflict_policy::DraftConflictPolicy;
use itsm::change::kind::{ChangeType, Magnitude};
use itsm::change::windows::WindowKind;
use itsm::core::draft::DraftCondition;
use itsm::core::text::{Code, Label, Note, Title};
use itsm::core::time::Instant;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// The schedule that is read when none is named.
pub const SAMPLE: &str = include_str!("../../data/change_calendar.json");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) name: Title,
    /// When the conflicts are looked for; free slots come after it.
    pub(super) now: Instant,
    pub(super) estate: FileEstate,
    #[serde(default)]
    pub(super) calendars: DraftCalendarBook,
    #[serde(default)]
    pub(super) windows: Vec<FileWindows>,
    #[serde(default)]
    pub(super) policy: DraftConflictPolicy,
    pub(super) changes: Vec<FileChange>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileEstate {
    pub(super) items: Vec<String>,
    /// Whole and part.
    #[serde(default)]
    pub(super) contains: Vec<(String, String)>,
    /// Who cannot do without whom.
    #[serde(default)]
    pub(super) needs: Vec<(String, String)>,
    #[serde(default)]
    pub(super) groups: Vec<FileGroup>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileGroup {
    pub(super) of: String,
    pub(super) name: Code,
    pub(super) at_least: u32,
    pub(super) members: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileWindows {
    pub(super) id: Code,
    pub(super) name: Label,
    pub(super) kind: WindowKind,
    pub(super) calendar: String,
    #[serde(default)]
    pub(super) items: Vec<String>,
    pub(super) when: Option<DraftCondition>,
    pub(super) severity: Option<ConflictSeverity>,
    #[serde(default)]
    pub(super) severity_by_type: BTreeMap<ChangeType, ConflictSeverity>,
    #[serde(default)]
    pub(super) may_pass: BTreeSet<ChangeType>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileChange {
    pub(super) id: String,
    pub(super) title: Title,
    #[serde(rename = "type")]
    pub(super) kind: ChangeType,
    pub(super) start: Option<Instant>,
    pub(super) end: Option<Instant>,
    pub(super) item: Option<String>,
    #[serde(default)]
    pub(super) also: Vec<String>,
    pub(super) assignee: Option<String>,
    pub(super) model: Option<Code>,
    pub(super) magnitude: Option<Magnitude>,
    #[serde(default)]
    pub(super) authorized: bool,
    #[serde(default)]
    pub(super) inactive: bool,
    #[serde(default)]
    pub(super) excluded: bool,
    pub(super) passes: Option<FilePass>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FilePass {
    pub(super) by: String,
    pub(super) reason: Note,
}
