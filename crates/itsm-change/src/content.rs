//! Content: what exactly was approved, and the fingerprint by which it is known again.
//!
//! An approval is one of what was seen. A rule declares which parts of a change it is about; a
//! [`Fingerprint`] over those parts stands with every answer and with the authorization. When one of
//! the parts is edited the fingerprint is another, and approval is asked for again. An edit that
//! leaves them as they are voids nothing.

use crate::change::Change;
use crate::modification::Modification;
use crate::policy::ChangePolicy;
use alloc::collections::BTreeSet;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::str::FromStr;
use itsm_core::custom::AttributeValue;
use itsm_core::free_text::FreeText;
use itsm_core::id::{CiId, GroupId, PersonId, ServiceId};
use itsm_core::level::Level as _;
use itsm_core::plain_enum;
use itsm_core::text::Note;
use itsm_core::time::Instant;
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

plain_enum! {
    /// A part of a change that an approval can be about.
    pub enum Content {
        /// Its title.
        Title = "title",
        /// What is to be changed, in full.
        Description = "description",
        /// Why.
        Justification = "justification",
        /// How much it moves.
        Magnitude = "magnitude",
        /// The items and services that it touches.
        Scope = "scope",
        /// Who makes it: the group and the person.
        Assignment = "assignment",
        /// What its assessment found.
        Assessment = "assessment",
        /// How it is made.
        ImplementationPlan = "implementation_plan",
        /// How it is seen to work.
        TestPlan = "test_plan",
        /// Who is told what.
        CommunicationPlan = "communication_plan",
        /// How it is taken back.
        BackOutPlan = "back_out_plan",
        /// When it is to be made.
        Window = "window",
        /// What it alters in the records of items.
        Modifications = "modifications",
        /// The custom attributes.
        Attributes = "attributes",
    }
}

impl Content {
    /// What an approval is about unless its rule says otherwise: everything but the words in which a
    /// change is described, who makes it, and what a desk has added of its own.
    pub const USUAL: [Self; 9] = [
        Self::Magnitude,
        Self::Scope,
        Self::Assessment,
        Self::ImplementationPlan,
        Self::TestPlan,
        Self::CommunicationPlan,
        Self::BackOutPlan,
        Self::Window,
        Self::Modifications,
    ];
}

/// What the declared parts of a change say, in 32 bytes: SHA-256 over a form in which every text is
/// preceded by its length, so that no two contents are written alike. As text, 64 hexadecimal digits.
///
/// A text that was [taken out](crate::redaction) of the record counts as what stands in its place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "String", try_from = "String")
)]
#[cfg_attr(
    feature = "schemars",
    derive(schemars::JsonSchema),
    schemars(with = "String")
)]
pub struct Fingerprint([u8; 32]);

/// A text that is no fingerprint.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoFingerprint;

impl fmt::Display for NoFingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected 64 hexadecimal digits in lower case")
    }
}

impl core::error::Error for NoFingerprint {}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}

impl FromStr for Fingerprint {
    type Err = NoFingerprint;

    fn from_str(text: &str) -> Result<Self, NoFingerprint> {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Ok(byte.wrapping_sub(b'0')),
            b'a'..=b'f' => Ok(byte.wrapping_sub(b'a').wrapping_add(10)),
            _ => Err(NoFingerprint),
        };
        let mut bytes = [0_u8; 32];
        if text.len() != 64 {
            return Err(NoFingerprint);
        }
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks_exact(2)) {
            let &[high, low] = pair else {
                return Err(NoFingerprint);
            };
            *byte = (digit(high)? << 4) | digit(low)?;
        }
        Ok(Self(bytes))
    }
}

impl From<Fingerprint> for String {
    fn from(it: Fingerprint) -> Self {
        alloc::format!("{it}")
    }
}

impl TryFrom<String> for Fingerprint {
    type Error = NoFingerprint;

    fn try_from(text: String) -> Result<Self, NoFingerprint> {
        text.parse()
    }
}

impl FreeText for Fingerprint {}

/// What is written to be hashed.
struct Ink(Sha256);

impl Ink {
    fn bytes(&mut self, bytes: &[u8]) {
        self.number(i64::try_from(bytes.len()).unwrap_or(i64::MAX));
        self.0.update(bytes);
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    fn number(&mut self, number: i64) {
        self.0.update(number.to_le_bytes());
    }

    fn instant(&mut self, at: Instant) {
        self.text(&alloc::format!("{at}"));
    }

    /// Whether there is something, and what.
    fn maybe<T>(&mut self, it: Option<T>, write: impl FnOnce(&mut Self, T)) {
        self.number(i64::from(it.is_some()));
        if let Some(it) = it {
            write(self, it);
        }
    }

    /// How many there are, and each.
    fn all<T>(&mut self, all: impl ExactSizeIterator<Item = T>, write: impl Fn(&mut Self, T)) {
        self.number(i64::try_from(all.len()).unwrap_or(i64::MAX));
        all.for_each(|it| write(self, it));
    }

    fn value(&mut self, it: &AttributeValue) {
        match it {
            AttributeValue::Boolean(it) => self.text(if *it { "yes" } else { "no" }),
            AttributeValue::Integer(it) => {
                self.text("integer");
                self.number(*it);
            }
            AttributeValue::Text(it) => {
                self.text("text");
                self.text(it.as_str());
            }
        }
    }

    fn modification(&mut self, it: &Modification) {
        match it {
            Modification::Attribute {
                name,
                before,
                after,
            } => {
                self.text("attribute");
                self.text(name.as_str());
                self.maybe(before.as_ref(), Self::value);
                self.maybe(after.as_ref(), Self::value);
            }
            Modification::Name { before, after } => {
                self.text("name");
                self.text(before.as_str());
                self.text(after.as_str());
            }
            Modification::Stage {
                before,
                after,
                status,
            } => {
                self.text("stage");
                self.text(before.as_str());
                self.text(after.as_str());
                self.text(status.as_str());
            }
        }
    }
}

impl Change {
    /// The fingerprint of what the approval of this change is about, as it stands now; `None` if its
    /// model asks for no approval.
    ///
    /// Who shows a change to be answered can keep it, and give it back with the answer
    /// ([`CastVote::content`](crate::approval::CastVote::content)): an answer to what does not stand
    /// there any more is refused.
    pub fn content(&self, policy: &ChangePolicy) -> Option<Fingerprint> {
        let rule = Self::approval_rule(self.model(policy)?, policy)?;
        Some(match &rule.content {
            Some(declared) => self.fingerprint(declared),
            None => self.fingerprint(&Content::USUAL.into()),
        })
    }

    /// The fingerprint of some parts of it.
    pub fn fingerprint(&self, of: &BTreeSet<Content>) -> Fingerprint {
        let mut ink = Ink(Sha256::new());
        for part in of {
            ink.text(part.as_str());
            self.write_part(*part, &mut ink);
        }
        Fingerprint(ink.0.finalize().into())
    }

    fn write_part(&self, part: Content, ink: &mut Ink) {
        let note = |ink: &mut Ink, it: &Note| ink.text(it.as_str());
        let id = |ink: &mut Ink, it: Uuid| ink.bytes(it.as_bytes());
        let (profile, plans) = (&self.profile, &self.plans);
        match part {
            Content::Title => ink.text(profile.title.as_str()),
            Content::Description => ink.maybe(profile.description.as_ref(), note),
            Content::Justification => ink.maybe(profile.justification.as_ref(), note),
            Content::Magnitude => ink.text(profile.magnitude.as_str()),
            Content::Scope => {
                let cis: Vec<Uuid> = self.cis().map(CiId::as_uuid).collect();
                let services: Vec<Uuid> = self.services().map(ServiceId::as_uuid).collect();
                ink.all(cis.into_iter(), id);
                ink.all(services.into_iter(), id);
            }
            Content::Assignment => {
                ink.maybe(profile.group.map(GroupId::as_uuid), id);
                ink.maybe(profile.assignee.map(PersonId::as_uuid), id);
            }
            Content::Assessment => self.write_assessment(ink),
            Content::ImplementationPlan => ink.maybe(plans.implementation.as_ref(), note),
            Content::TestPlan => ink.maybe(plans.test.as_ref(), note),
            Content::CommunicationPlan => ink.maybe(plans.communication.as_ref(), note),
            Content::BackOutPlan => ink.maybe(plans.back_out.as_ref(), |ink, it| {
                note(ink, &it.steps);
                ink.all(it.points.iter(), |ink, it| {
                    ink.text(it.point.as_str());
                    ink.text(it.title.as_str());
                    note(ink, &it.instead);
                });
            }),
            Content::Window => ink.maybe(self.window.as_ref(), |ink, it| {
                ink.instant(it.start);
                ink.instant(it.end);
            }),
            Content::Modifications => {
                let all: Vec<_> = self.pending_modifications().collect();
                ink.all(all.into_iter(), |ink, it| {
                    id(ink, it.ci.as_uuid());
                    ink.modification(&it.modification);
                });
            }
            Content::Attributes => ink.maybe(profile.attributes.as_ref(), |ink, all| {
                ink.all(all.iter(), |ink, (name, value)| {
                    ink.text(name.as_str());
                    ink.value(value);
                });
            }),
        }
    }

    fn write_assessment(&self, ink: &mut Ink) {
        let it = &self.assessment;
        let notes = [
            &it.benefit,
            &it.risk,
            &it.impact,
            &it.effort,
            &it.feasibility,
        ];
        for found in notes {
            ink.maybe(found.as_ref(), |ink, it| ink.text(it.as_str()));
        }
        ink.maybe(it.risk_level.as_ref(), |ink, it| {
            ink.text(it.label().as_str());
        });
        ink.maybe(it.cost.as_ref(), |ink, it| {
            ink.number(it.minor);
            ink.text(it.currency.as_str());
        });
    }
}
