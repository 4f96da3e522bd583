//! The catalogue of standard changes: how a template comes to be authorized, and stays it.
//!
//! A template is proposed, approved by somebody else, and published; a better version goes the same
//! way, while changes are still made of the one before. When changes of it fail it is suspended until
//! somebody has looked at it. What is retired does not come back.
//!
//! The policy holds templates as they are; this is how they got there. Whoever publishes or suspends
//! one puts it into the next version of the policy ([`TemplateLife::put_into`]).

pub use crate::catalogue_refused::TemplateRefused;
use crate::draft::DraftChangePolicy;
use crate::template::ChangeTemplate;
use alloc::boxed::Box;
use alloc::string::ToString as _;
use alloc::vec::Vec;
use itsm_core::actor::Agent;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::text::{Code, Note};
use itsm_core::time::Instant;
use itsm_core::{plain_enum, wire_struct};

plain_enum! {
    /// Where a template stands.
    pub enum TemplateStage {
        /// Its first version is proposed or approved: nothing is made of it yet.
        Proposed = "proposed",
        /// Changes are made of it.
        Published = "published",
        /// It is looked at, because something has failed: nothing is made of it until that is over.
        Suspended = "suspended",
        /// Nothing is made of it any more.
        Retired = "retired",
    }
}

/// What can be done with a template. On the wire, an object with the name in `type`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(tag = "type", rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum TemplateCommand {
    /// Propose its first version, or a better one.
    Propose {
        /// The template. Its version is counted here, whatever it says.
        template: Box<ChangeTemplate>,
    },
    /// Approve what is proposed. Whoever proposed it does not.
    Approve {},
    /// Reject what is proposed.
    Reject {
        /// Why.
        reason: Note,
    },
    /// Let changes be made of what is approved, in the place of the version before.
    Publish {},
    /// Look at it, and let nothing be made of it until then.
    Suspend {
        /// Why.
        reason: Note,
    },
    /// It was looked at, and is as it should be.
    Reinstate {
        /// What was found.
        reason: Note,
    },
    /// Let nothing be made of it any more.
    Retire {
        /// Why.
        reason: Note,
    },
}

impl TemplateCommand {
    /// Propose a version.
    pub fn propose(template: ChangeTemplate) -> Self {
        Self::Propose {
            template: Box::new(template),
        }
    }
}

impl FreeText for TemplateCommand {
    fn redact(&mut self) -> usize {
        match self {
            Self::Propose { template } => template.redact(),
            Self::Reject { reason }
            | Self::Suspend { reason }
            | Self::Reinstate { reason }
            | Self::Retire { reason } => reason.redact(),
            Self::Approve {} | Self::Publish {} => 0,
        }
    }
}

wire_struct! {
    /// What was done with a template.
    pub struct TemplateStep {
        /// When.
        at: Instant,
        /// By whom.
        by: Agent,
        /// What.
        done: TemplateCommand,
    }
}

wire_struct! {
    /// The life of a template in its raw form.
    pub struct DraftTemplateLife {
        /// What the template is called.
        name: Code,
        /// What was done with it, in order.
        steps: Vec<TemplateStep>,
    }
}

/// A version that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Waiting {
    template: ChangeTemplate,
    by: Agent,
    approved: bool,
}

/// A template with all that was done with it.
///
/// Source: ITIL 4 change enablement (standard changes are authorized in advance); ISO/IEC 20000-1
/// 8.5.1.1.
///
/// ```
/// use itsm_change::catalogue::{TemplateCommand, TemplateLife, TemplateStage};
/// use itsm_change::template::ChangeTemplate;
/// use itsm_core::{actor::Actor, id::PersonId, text::{Code, Title}, time::Instant};
///
/// let [ana, ben] = [1, 2].map(|it| Actor::person(PersonId::from_key(it)).agent().clone());
/// let nine: Instant = "2026-03-02T09:00:00Z".parse()?;
/// let template = ChangeTemplate::new(Title::new("Reboot of a server")?, 1_u32, Code::new("standard")?, true, []);
/// let mut life = TemplateLife::new(Code::new("reboot")?);
/// life.execute(TemplateCommand::propose(template), &ana, nine)?;
/// let refused = life.execute(TemplateCommand::Approve {}, &ana, nine).unwrap_err();
/// assert_eq!(refused.rule(), "template.life.own");
/// life.execute(TemplateCommand::Approve {}, &ben, nine)?;
/// life.execute(TemplateCommand::Publish {}, &ana, nine)?;
/// assert_eq!(life.stage(), TemplateStage::Published);
/// assert!(life.published().is_some_and(|it| it.active && it.version == 1));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(try_from = "DraftTemplateLife", into = "DraftTemplateLife")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "DraftTemplateLife")
)]
pub struct TemplateLife {
    name: Code,
    steps: Vec<TemplateStep>,
    versions: u32,
    waiting: Option<Waiting>,
    published: Option<ChangeTemplate>,
    suspended: bool,
    retired: bool,
}

impl From<TemplateLife> for DraftTemplateLife {
    fn from(it: TemplateLife) -> Self {
        Self {
            name: it.name,
            steps: it.steps,
        }
    }
}

impl TryFrom<DraftTemplateLife> for TemplateLife {
    type Error = Faults;

    /// # Errors
    /// The first step that could not be done, with its place: what follows it means nothing.
    fn try_from(draft: DraftTemplateLife) -> Result<Self, Faults> {
        let mut life = Self::new(draft.name);
        let mut faults = Faults::new();
        for (place, step) in draft.steps.into_iter().enumerate() {
            if let Err(refused) = life.execute(step.done, &step.by, step.at) {
                let path = alloc::format!("steps[{place}]");
                faults.add(path, refused.rule(), refused.to_string());
                break;
            }
        }
        faults.or(Some(life))
    }
}

impl TemplateLife {
    /// A template of which nothing is known but its name.
    pub const fn new(name: Code) -> Self {
        Self {
            name,
            steps: Vec::new(),
            versions: 0,
            waiting: None,
            published: None,
            suspended: false,
            retired: false,
        }
    }

    /// What it is called.
    pub const fn name(&self) -> &Code {
        &self.name
    }

    /// What was done with it, in order.
    pub fn steps(&self) -> &[TemplateStep] {
        &self.steps
    }

    /// Where it stands.
    pub const fn stage(&self) -> TemplateStage {
        if self.retired {
            TemplateStage::Retired
        } else if self.suspended {
            TemplateStage::Suspended
        } else if self.published.is_some() {
            TemplateStage::Published
        } else {
            TemplateStage::Proposed
        }
    }

    /// The version that waits for its approval, or, approved, for its publication.
    pub fn waiting(&self) -> Option<(&ChangeTemplate, bool)> {
        let waiting = self.waiting.as_ref()?;
        Some((&waiting.template, waiting.approved))
    }

    /// The version of which changes are made, as a policy holds it: active, unless it is suspended or
    /// retired. Nothing if none was ever published.
    pub fn published(&self) -> Option<ChangeTemplate> {
        let published = self.published.clone()?;
        Some(ChangeTemplate {
            active: self.stage() == TemplateStage::Published,
            ..published
        })
    }

    /// Puts it into the draft of the next version of a policy, as it stands.
    pub fn put_into(&self, draft: &mut DraftChangePolicy) {
        if let Some(published) = self.published() {
            draft.templates.insert(self.name.to_string(), published);
        }
    }

    /// Does something with it.
    ///
    /// # Errors
    /// Why that cannot be done; then nothing has changed.
    pub fn execute(
        &mut self,
        command: TemplateCommand,
        by: &Agent,
        at: Instant,
    ) -> Result<&TemplateStep, TemplateRefused> {
        let last = self.steps.last().map(|it| it.at);
        if let Some(last) = last.filter(|it| at < *it) {
            return Err(TemplateRefused::Backwards { at, last });
        }
        if self.retired {
            return Err(TemplateRefused::Retired);
        }
        match &command {
            TemplateCommand::Propose { template } => self.propose(template, by)?,
            TemplateCommand::Approve {} => self.approve(by)?,
            TemplateCommand::Reject { .. } => {
                self.waiting.take().ok_or(TemplateRefused::NotProposed)?;
            }
            TemplateCommand::Publish {} => {
                let waiting = self.waiting.as_ref().ok_or(TemplateRefused::NotProposed)?;
                if !waiting.approved {
                    return Err(TemplateRefused::NotApproved);
                }
                self.published = self.waiting.take().map(|it| it.template);
                self.suspended = false;
            }
            TemplateCommand::Suspend { .. } => {
                if self.stage() != TemplateStage::Published {
                    return Err(TemplateRefused::NotPublished);
                }
                self.suspended = true;
            }
            TemplateCommand::Reinstate { .. } => {
                if !self.suspended {
                    return Err(TemplateRefused::NotSuspended);
                }
                if matches!(by, Agent::Automation(_)) {
                    return Err(TemplateRefused::Program(by.clone()));
                }
                self.suspended = false;
            }
            TemplateCommand::Retire { .. } => {
                self.retired = true;
                self.waiting = None;
            }
        }
        self.steps.push(TemplateStep::new(at, by.clone(), command));
        let done = self.steps.len().saturating_sub(1);
        self.steps.get(done).ok_or(TemplateRefused::NotProposed)
    }

    fn propose(&mut self, template: &ChangeTemplate, by: &Agent) -> Result<(), TemplateRefused> {
        if self.waiting.is_some() {
            return Err(TemplateRefused::Pending);
        }
        self.versions = self.versions.saturating_add(1);
        self.waiting = Some(Waiting {
            template: ChangeTemplate {
                version: self.versions,
                ..template.clone()
            },
            by: by.clone(),
            approved: false,
        });
        Ok(())
    }

    fn approve(&mut self, by: &Agent) -> Result<(), TemplateRefused> {
        let waiting = self.waiting.as_mut().ok_or(TemplateRefused::NotProposed)?;
        if waiting.approved {
            return Err(TemplateRefused::AlreadyApproved);
        }
        if matches!(by, Agent::Automation(_)) {
            return Err(TemplateRefused::Program(by.clone()));
        }
        if waiting.by == *by {
            return Err(TemplateRefused::Own(by.clone()));
        }
        waiting.approved = true;
        Ok(())
    }
}
