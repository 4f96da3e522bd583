//! Where a configuration item stands: the stage of its life, and the status within the stage.

use itsm_core::text::Label;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// The stage of the life of a configuration item.
    ///
    /// Exhaustive on purpose: a new stage must break an integrator's build, because a stage that an
    /// impact analysis does not know is a wrong answer.
    ///
    /// Source: ITIL 4 service configuration management (CI lifecycle); ISO/IEC 20000-1 8.2.6 (status).
    #[doc(alias = "life cycle stage")]
    pub enum LifecycleStage {
        /// Thought of; nothing is decided.
        Ideation = "ideation",
        /// Ordered or being bought.
        Purchase = "purchase",
        /// In stock.
        #[doc(alias = "stock")]
        Inventory = "inventory",
        /// Being designed.
        Design = "design",
        /// Being built, installed or tested.
        Deploy = "deploy",
        /// Does its work.
        #[doc(alias = "production")]
        #[doc(alias = "live")]
        Operational = "operational",
        /// Out of use, and still there.
        EndOfOperation = "end_of_operation",
        /// Broken.
        Defective = "defective",
        /// Not where it should be, and nobody knows where.
        #[doc(alias = "lost")]
        #[doc(alias = "stolen")]
        Missing = "missing",
        /// Retired for good. No way leads back.
        #[doc(alias = "retired")]
        #[doc(alias = "disposed")]
        EndOfLife = "end_of_life",
    }
}

impl LifecycleStage {
    /// Whether it does its work, so that somebody suffers when it fails. Impact counts these alone.
    pub const fn is_operational(self) -> bool {
        matches!(self, Self::Operational)
    }

    /// Whether its life is over.
    pub const fn is_retired(self) -> bool {
        matches!(self, Self::EndOfLife)
    }
}

plain_enum! {
    /// What an item is made of, on which depends the life it can have: nobody designs a rack, and
    /// nobody has a contract in stock.
    pub enum Family {
        /// Something one could drop on a foot.
        Physical = "physical",
        /// Software, a service, a document.
        Logical = "logical",
    }
}

wire_struct! {
    /// A stage, and the status within it, such as `operational` / `In use`.
    #[doc(alias = "life cycle stage status")]
    pub struct Standing {
        /// The stage.
        stage: LifecycleStage,
        /// The status, which the policy has for this stage.
        status: Label,
    }
}

impl core::fmt::Display for Standing {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        write!(f, "{} / {}", self.stage, self.status)
    }
}
