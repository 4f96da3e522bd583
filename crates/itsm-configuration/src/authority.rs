//! On whose authority a record was changed.

use crate::command::CiCommand;
use crate::event::CiEvent;
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

impl CiCommand {
    /// On whose authority it changes what the record says of the item; `None` if it changes
    /// nothing of the kind.
    pub const fn authority(&self) -> Option<&Authority> {
        Some(match self {
            Self::Describe(it) => &it.authority,
            Self::Reclassify(it) => &it.authority,
            Self::SetAttribute(it) => &it.authority,
            Self::AssignOwner(it) => &it.authority,
            Self::AssignGroup(it) => &it.authority,
            Self::SetCriticality(it) => &it.authority,
            Self::SetService(it) => &it.authority,
            Self::SetAsset(it) => &it.authority,
            Self::Relate(it) => &it.authority,
            Self::Unrelate(it) => &it.authority,
            Self::SetGroup(it) => &it.authority,
            Self::RemoveGroup(it) => &it.authority,
            Self::Move(it) => &it.authority,
            Self::Retire(it) => &it.authority,
            Self::Archive(it) => &it.authority,
            _ => return None,
        })
    }
}

impl CiEvent {
    /// On whose authority what the record says of the item was changed; `None` if nothing of the
    /// kind was.
    pub fn authority(&self) -> Option<&Authority> {
        Some(match self {
            Self::Registered(it) => &it.authority,
            Self::Described(it) => &it.authority,
            Self::Reclassified(it) => &it.authority,
            Self::AttributeSet(it) => &it.authority,
            Self::OwnerAssigned(it) => &it.authority,
            Self::GroupAssigned(it) => &it.authority,
            Self::CriticalitySet(it) => &it.authority,
            Self::ServiceSet(it) => &it.authority,
            Self::AssetSet(it) => &it.authority,
            Self::Related(it) => &it.authority,
            Self::Unrelated(it) => &it.authority,
            Self::GroupSet(it) => &it.authority,
            Self::GroupRemoved(it) => &it.authority,
            Self::Moved(it) => &it.authority,
            Self::Retired(it) => &it.authority,
            Self::Archived(it) => &it.authority,
            _ => return None,
        })
    }
}
