//! A change meets the records of the items that it alters: what was staged is applied once it was
//! made, and what nobody asked for becomes a change that is looked at.

use crate::coordination::proposal::{Proposal, ProposalKey};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::ToString;
use alloc::vec::Vec;
use itsm_change::Change;
use itsm_change::command::{ChangeCommand, NoteApplication};
use itsm_change::kind::{ChangeType, Magnitude};
use itsm_change::modification::{Application, Modification, StagedModification};
use itsm_change::profile::ChangeProfile;
use itsm_change::state::ChangeStage;
use itsm_configuration::authority::Authority;
use itsm_configuration::command::{CiCommand, Describe, Move, SetAttribute};
use itsm_configuration::state::LifecycleStage;
use itsm_configuration::{Ci, RecordedCiEvent};
use itsm_core::id::{ChangeId, CiId};
use itsm_core::text::{Code, Note, Title};
use itsm_core::time::Seconds;

/// What is to be done about a modification that was staged.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize),
    serde(rename_all = "snake_case")
)]
#[non_exhaustive]
pub enum Applying {
    /// The item still is as it was when the modification was staged: execute the command on it, and
    /// tell the change by [`applied`] or [`refused`].
    Apply {
        /// The number of the modification.
        number: u32,
        /// The item.
        ci: CiId,
        /// The command, on the authority of the change.
        proposal: Proposal<CiCommand>,
    },
    /// Somebody has altered the item in between, or it cannot be done at all: the change is to note
    /// that, and people look.
    Note {
        /// The number of the modification.
        number: u32,
        /// The item.
        ci: CiId,
        /// The command for the change.
        proposal: Proposal<ChangeCommand>,
    },
}

/// What is to be done about the modifications of a change that was made and is in effect, in the
/// order of their numbers. Nothing before that, and nothing if it failed or was taken back.
///
/// `items` are the items as they are now. Of one that is not among them nothing is said: ask again
/// with it.
///
/// Source: ISO/IEC 20000-1 8.2.6 (configuration information is updated after changes, and can be
/// traced to them).
pub fn apply<'a>(change: &Change, items: impl IntoIterator<Item = &'a Ci>) -> Vec<Applying> {
    let items: Vec<&Ci> = items.into_iter().collect();
    let known = |ci: CiId| items.iter().copied().find(|it| it.id() == ci);
    change
        .due_modifications()
        .filter_map(|staged| Some(applying(change.id(), staged, known(staged.ci)?)))
        .collect()
}

fn applying(change: ChangeId, staged: &StagedModification, item: &Ci) -> Applying {
    let authority = Authority::Change(change);
    let (number, ci) = (staged.number, staged.ci);
    let (found, command): (_, Option<CiCommand>) = match &staged.modification {
        Modification::Attribute {
            name,
            before,
            after,
        } => {
            let now = item.attribute(name);
            let mut set = SetAttribute::new(name.clone(), authority);
            set.value.clone_from(after);
            let says = now.map_or_else(|| "nothing".to_string(), ToString::to_string);
            let drifted = now != before.as_ref();
            (drifted.then_some(says), Some(set.into()))
        }
        Modification::Name { before, after } => {
            let drifted = item.name() != before;
            let command = Describe::new(authority).name(after.clone());
            (
                drifted.then(|| item.name().to_string()),
                Some(command.into()),
            )
        }
        Modification::Stage {
            before,
            after,
            status,
        } => {
            let drifted = item.stage().as_str() != before.as_str();
            let to: Option<LifecycleStage> = after.as_str().parse().ok();
            let command = to.map(|to| Move::new(to, status.clone(), authority).into());
            (drifted.then(|| item.stage().to_string()), command)
        }
        _ => (None, None),
    };
    let key = ProposalKey::new(format!("{change}/modification/{number}"));
    let rule = const { Code::trusted("modification") };
    match (found, command) {
        (None, Some(command)) => Applying::Apply {
            number,
            ci,
            proposal: Proposal { command, rule, key },
        },
        (found, _) => {
            let application = if found.is_some() {
                Application::Drifted
            } else {
                Application::Refused
            };
            let mut command = NoteApplication::new(number, application);
            command.note = found.and_then(|it| Note::new(format!("The record says {it}.")).ok());
            Applying::Note {
                number,
                ci,
                proposal: Proposal {
                    command: command.into(),
                    rule,
                    key,
                },
            }
        }
    }
}

/// The command by which a change knows that the record of an item took a modification.
pub fn applied(number: u32) -> ChangeCommand {
    NoteApplication::new(number, Application::Applied).into()
}

/// The command by which a change knows that the record of an item refused a modification, and why.
pub fn refused(number: u32, why: Note) -> ChangeCommand {
    NoteApplication::new(number, Application::Refused)
        .note(why)
        .into()
}

/// The items that wait for a modification: their records say what is so, and not what is planned.
pub fn pending<'a>(changes: impl IntoIterator<Item = &'a Change>) -> BTreeSet<(CiId, ChangeId)> {
    let open = |it: &&Change| it.stage() != ChangeStage::Canceled;
    let waits = |change: &'a Change| {
        let staged = change.pending_modifications();
        staged.map(move |it| (it.ci, change.id()))
    };
    changes.into_iter().filter(open).flat_map(waits).collect()
}

/// The unauthorized change behind an alteration of an item that no change accounts for, ready to be
/// registered; `None` if one does, or if the same item was flagged within `ignore` before.
///
/// A change accounts for it if it is being made or reviewed, and the alteration was made on its
/// authority, or was discovered and is of an item that the change touches. `changes` are all that
/// concern the item, the unauthorized ones among them: those are what was flagged.
///
/// Source: ISO/IEC 20000-1 8.2.6 (unauthorized changes are acted on); FitSM-1 PR11.4.
pub fn unauthorized<'a>(
    delta: &RecordedCiEvent,
    item: &Ci,
    changes: impl IntoIterator<Item = &'a Change>,
    ignore: Seconds,
) -> Option<ChangeProfile> {
    let authority = delta.event.authority()?;
    let ci = delta.record;
    let happened = delta.happened();
    let mut flagged = false;
    for change in changes {
        if change.kind() == ChangeType::Unauthorized {
            let at = change.registered_at().0;
            let until = ignore.after(at);
            let recently = at <= delta.at && until.is_none_or(|until| delta.at < until);
            flagged |= recently && change.cis().any(|it| it == ci);
            continue;
        }
        let made = matches!(change.stage(), ChangeStage::Implement | ChangeStage::Review);
        let accounts = match authority {
            Authority::Change(id) => change.id() == *id,
            Authority::Discovered { .. } => change.cis().any(|it| it == ci),
            Authority::Unauthorized => false,
        };
        if made && accounts {
            return None;
        }
    }
    if flagged {
        return None;
    }
    let title = Title::new(format!("{} was altered without a change", item.name()));
    let title = title.unwrap_or(const { Title::trusted("An item was altered without a change") });
    let profile = ChangeProfile::new(title, ChangeType::Unauthorized, Magnitude::Minor);
    let mut profile = profile.cis(BTreeSet::from([ci])).made_at(happened);
    profile.services = item.service().map(|it| BTreeSet::from([it]));
    Some(profile)
}
