//! On whose authority a record was changed.

use itsm_core::free_text::FreeText;
use itsm_core::id::ChangeId;
use itsm_core::text::Code;
use itsm_core::time::Instant;

/// What authorizes a modification of a configuration item.
///
/// Whoever changes an item says so each time, and the event keeps it: a record whose modifications
/// cannot be traced to changes proves nothing.
///
/// On the wire `{"change":"…"}`, `{"discovered":{"source":"scanner"}}` or `"unauthorized"`.
///
/// Source: ISO/IEC 20000-1 8.2.6 (changes to configuration items are traceable); FitSM-1 PR11.4.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case", deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub enum Authority {
    /// A change that was authorized, and is now recorded.
    Change(ChangeId),
    /// A tool found it so.
    Discovered {
        /// Which tool.
        source: Code,
    },
    /// Nothing. Somebody says that it is so, and it stays marked.
    Unauthorized,
}

impl Authority {
    /// Found by a tool.
    pub const fn discovered(source: Code) -> Self {
        Self::Discovered { source }
    }

    /// The change, if it was one.
    pub const fn change(&self) -> Option<ChangeId> {
        match self {
            Self::Change(change) => Some(*change),
            Self::Discovered { .. } | Self::Unauthorized => None,
        }
    }

    /// Which kind it is, in a word.
    pub const fn as_str(&self) -> &'static str {
        match self {
            Self::Change(_) => "change",
            Self::Discovered { .. } => "discovered",
            Self::Unauthorized => "unauthorized",
        }
    }
}

impl From<ChangeId> for Authority {
    fn from(change: ChangeId) -> Self {
        Self::Change(change)
    }
}

impl FreeText for Authority {}

/// How often an item was modified, and on whose authority.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct Modifications {
    /// Under a change.
    pub authorized: u32,
    /// As a tool found it.
    pub discovered: u32,
    /// On nobody's authority.
    pub unauthorized: u32,
    /// Since when a modification on nobody's authority has stood that no verification has found
    /// right.
    pub marked_since: Option<Instant>,
}

impl Modifications {
    pub(crate) fn count(&mut self, authority: &Authority, at: Instant) {
        let counter = match authority {
            Authority::Change(_) => &mut self.authorized,
            Authority::Discovered { .. } => &mut self.discovered,
            Authority::Unauthorized => {
                self.marked_since.get_or_insert(at);
                &mut self.unauthorized
            }
        };
        *counter = counter.saturating_add(1);
    }
}
