//! Why something cannot be done with a template.

use core::fmt;
use itsm_core::actor::Agent;
use itsm_core::time::Instant;

/// Why something cannot be done with a template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum TemplateRefused {
    /// It is retired.
    Retired,
    /// A version waits for its approval or publication.
    Pending,
    /// Nothing is proposed.
    NotProposed,
    /// What is proposed is approved already.
    AlreadyApproved,
    /// What is proposed is not approved.
    NotApproved,
    /// Whoever proposed it does not approve it.
    Own(Agent),
    /// No program approves what people are to answer for.
    Program(Agent),
    /// Nothing is published, or it is suspended already.
    NotPublished,
    /// It is not suspended.
    NotSuspended,
    /// Something was done after that.
    Backwards {
        /// When this would be.
        at: Instant,
        /// When the last thing was done.
        last: Instant,
    },
}

impl TemplateRefused {
    /// The stable id of the rule.
    pub const fn rule(&self) -> &'static str {
        match self {
            Self::Retired => "template.life.retired",
            Self::Pending => "template.life.pending",
            Self::NotProposed => "template.life.not_proposed",
            Self::AlreadyApproved => "template.life.already_approved",
            Self::NotApproved => "template.life.not_approved",
            Self::Own(_) => "template.life.own",
            Self::Program(_) => "template.life.program",
            Self::NotPublished => "template.life.not_published",
            Self::NotSuspended => "template.life.not_suspended",
            Self::Backwards { .. } => "template.life.backwards",
        }
    }
}

impl fmt::Display for TemplateRefused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retired => f.write_str("it is retired")?,
            Self::Pending => f.write_str("a version waits for its approval or publication")?,
            Self::NotProposed => f.write_str("nothing is proposed")?,
            Self::AlreadyApproved => f.write_str("what is proposed is approved already")?,
            Self::NotApproved => f.write_str("what is proposed is not approved")?,
            Self::Own(_) => f.write_str("whoever proposed it does not approve it")?,
            Self::Program(_) => f.write_str("a person approves and reinstates, no program")?,
            Self::NotPublished => f.write_str("nothing is published that could be suspended")?,
            Self::NotSuspended => f.write_str("it is not suspended")?,
            Self::Backwards { at, last } => {
                write!(f, "at {at}, though something was done at {last}")?;
            }
        }
        write!(f, " ({})", self.rule())
    }
}

impl core::error::Error for TemplateRefused {}
