//! What is known of a problem.

use alloc::collections::BTreeSet;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId, TenantId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::text::{Label, Note, RecordNumber, Title};
use itsm_core::{open_vocabulary, plain_enum, wire_struct};

plain_enum! {
    /// Whether somebody suffered before the problem was found.
    ///
    /// Source: ITIL 4 problem management (reactive and proactive identification); FitSM-1 PR10.1.
    pub enum Identification {
        /// Incidents led to it.
        Reactive = "reactive",
        /// It was found before it led to any, or to more.
        Proactive = "proactive",
    }
}

open_vocabulary! {
    /// What led to a problem. A host may add its own.
    pub struct ProblemSource {
        /// Those who develop or test found it.
        DEVELOPMENT = "development",
        /// A major incident was reviewed.
        MAJOR_INCIDENT = "major_incident",
        /// Monitoring shows what has hurt nobody yet.
        MONITORING = "monitoring",
        /// The same incident came again.
        RECURRENCE = "recurrence",
        /// A supplier told of it.
        SUPPLIER = "supplier",
        /// There are more incidents of a kind than there used to be.
        TREND = "trend",
    }
}

wire_struct! {
    /// How a problem was found.
    pub struct Origin {
        /// Before or after somebody suffered.
        mode: Identification,
        /// What led to it.
        source: ProblemSource,
    }
}

wire_struct! {
    /// The facts of a problem: a cause, or potential cause, of one or more incidents. There may be
    /// none yet.
    ///
    /// Source: ISO/IEC 20000-1 8.6.3; ITIL 4 problem management.
    #[doc(alias = "problem record")]
    pub struct ProblemProfile {
        /// What it is, on one line.
        title: Title,
        /// How it was found.
        origin: Origin,
        /// How much of the business it hurts, or could.
        impact: Impact,
        /// How soon that becomes unbearable.
        urgency: Urgency,
    } optional {
        /// What it is, in full.
        description: Note,
        /// What kind of problem it is.
        category: Label,
        /// What kind of that kind.
        subcategory: Label,
        /// The service that suffers.
        service: ServiceId,
        /// The items that have to do with it.
        cis: BTreeSet<CiId>,
        /// The group that works on it.
        #[doc(alias = "assignment group")]
        group: GroupId,
        /// The person in it who does.
        assignee: PersonId,
        /// The customer organization that it concerns.
        tenant: TenantId,
        /// The number that people say aloud.
        number: RecordNumber,
    }
}
