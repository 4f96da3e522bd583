//! The work log: what was done, for the requester to read or for the desk alone.

use crate::incident::Incident;
use itsm_core::actor::Agent;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// Who may read an entry of the work log.
    pub enum Visibility {
        /// The requester and everybody who watches, too.
        #[doc(alias = "customer visible")]
        Public = "public",
        /// Those who work on it.
        #[doc(alias = "internal")]
        Private = "private",
    }
}

wire_struct! {
    /// Write into the work log. Whoever acts is the author.
    #[doc(alias = "work note")]
    #[doc(alias = "followup")]
    pub struct LogWork {
        /// What was done or found.
        entry: Note,
        /// Who may read it.
        visibility: Visibility,
    }
}
wire_struct! {
    /// An entry was written into the work log.
    pub struct WorkLogged {
        /// What was done or found.
        entry: Note,
        /// Who may read it.
        visibility: Visibility,
    }
}
wire_struct! {
    /// An entry of the work log.
    pub struct LogEntry {
        /// When it happened, as far as that was noted; else when it was written.
        at: Instant,
        /// The author.
        by: Agent,
        /// Who may read it.
        visibility: Visibility,
        /// What was done or found.
        entry: Note,
    }
}

impl Incident {
    /// The work log, in the order in which it was written.
    pub fn work_log(&self) -> &[LogEntry] {
        self.listed(|it| &it.log)
    }

    /// Those entries of the work log that the requester may read.
    pub fn public_log(&self) -> impl Iterator<Item = &LogEntry> {
        self.work_log()
            .iter()
            .filter(|it| it.visibility == Visibility::Public)
    }
}
