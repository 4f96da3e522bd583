//! Two axes on which a change is classified: its type says how it comes to be authorized, its
//! magnitude how much it moves. A small change can be an emergency, and a large one routine.

use itsm_core::plain_enum;

plain_enum! {
    /// How a change comes to be authorized.
    ///
    /// Source: ITIL 4 change enablement (normal, standard, emergency); FitSM PR12.1 and ISO/IEC
    /// 20000-1 8.5.1.1 (all changes are registered and classified).
    pub enum ChangeType {
        /// Assessed and authorized case by case.
        Normal = "normal",
        /// Authorized beforehand, by a template: well known, of low risk, done the same way again.
        Standard = "standard",
        /// Cannot wait for the ordinary way; has its own criteria and its own authority.
        #[doc(alias = "ECAB")]
        Emergency = "emergency",
        /// Found after somebody made it: recorded so that it is looked at, not so that it is allowed.
        Unauthorized = "unauthorized",
        /// Controlled by somebody else, such as a supplier: recorded so that it is seen.
        #[doc(alias = "external")]
        Registration = "registration",
    }
}

plain_enum! {
    /// How much a change moves. Not derived from the type, and no type from it.
    ///
    /// Source: FitSM PR12.1.
    pub enum Magnitude {
        /// Little depends on it.
        Minor = "minor",
        /// Much depends on it: it is reviewed whatever its outcome.
        Major = "major",
    }
}
