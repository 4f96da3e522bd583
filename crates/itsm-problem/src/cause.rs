//! Causes: what contributed to a problem, and to what of it.
//!
//! A problem has as many causes as it has. One made the failure happen, another kept it from being
//! noticed, a third made it hurt more people than it had to. There is no single field "root cause".

use alloc::vec::Vec;
use itsm_core::id::CiId;
use itsm_core::text::Note;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// What a cause contributed to.
    ///
    /// Source: ITIL 4 problem management (several causes, none of them the one root cause).
    pub enum Contribution {
        /// That the failure happened at all.
        Occurrence = "occurrence",
        /// That it lasted as long as it did.
        Duration = "duration",
        /// That it hurt as much as it did.
        Impact = "impact",
    }
}

plain_enum! {
    /// The four dimensions of service management, in which causes are looked for so that not all of
    /// them are found in the machines.
    ///
    /// Source: ITIL 4, the four dimensions of service management.
    pub enum Dimension {
        /// Structure, roles, skills, culture.
        OrganizationsAndPeople = "organizations_and_people",
        /// Hardware, software, data, knowledge.
        InformationAndTechnology = "information_and_technology",
        /// Suppliers, contracts, what others do for us.
        PartnersAndSuppliers = "partners_and_suppliers",
        /// How work flows: procedures, hand-overs, controls.
        ValueStreamsAndProcesses = "value_streams_and_processes",
    }
}

plain_enum! {
    /// By which method a cause was found.
    pub enum Method {
        /// A chain of whys.
        FiveWhys = "five_whys",
        /// Effect and categories: the fishbone.
        Ishikawa = "ishikawa",
        /// What is, and what could be but is not.
        KepnerTregoe = "kepner_tregoe",
        /// Which few make the most of it.
        Pareto = "pareto",
        /// Which failures together bring it about.
        FaultTree = "fault_tree",
        /// What happened when.
        Chronology = "chronology",
        /// A guess, what it predicts, and the test of it.
        Hypothesis = "hypothesis",
        /// What the failure of each item does to each service.
        Cfia = "cfia",
    }
}

wire_struct! {
    /// A cause, or what is taken for one.
    pub struct Cause {
        /// What it contributed to.
        contribution: Contribution,
        /// What it is, in words.
        statement: Note,
        /// What speaks for it. Nothing where it is only said.
        evidence: Vec<Note>,
    } optional {
        /// In which dimension it lies.
        dimension: Dimension,
        /// The item that it lies in.
        ci: CiId,
        /// The method that found it.
        found_by: Method,
        /// Whether those who work on the problem can remove it.
        actionable: bool,
    }
}
