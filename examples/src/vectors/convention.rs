//! What sources do differently, and the named option for each.

use itsm::calendar::{DueAtClose, Gap, PauseRule, StartAtOpen};

/// The conventions of one source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Convention {
    /// Whose they are.
    pub repo: &'static str,
    /// Where a deadline lies that falls exactly on a closing.
    pub due: DueAtClose,
    /// Where a start lies that falls exactly on an opening.
    pub start: StartAtOpen,
    /// What a local time means that the clocks jumped over.
    pub gap: Gap,
    /// How a pause moves a deadline.
    pub pause: PauseRule,
}

const DEFAULT: Convention = Convention {
    repo: "",
    due: DueAtClose::AtClose,
    start: StartAtOpen::AtOpen,
    gap: Gap::Edge,
    pause: PauseRule::OpenTime,
};

/// The sources that are known. Every other follows the defaults of the library.
pub const CONVENTIONS: &[Convention] = &[
    Convention {
        repo: "zendesk/biz",
        due: DueAtClose::NextOpening,
        start: StartAtOpen::PreviousClose,
        gap: Gap::Later,
        ..DEFAULT
    },
    Convention {
        repo: "oracle",
        due: DueAtClose::NextOpening,
        start: StartAtOpen::PreviousClose,
        gap: Gap::Later,
        ..DEFAULT
    },
    Convention {
        repo: "zammad/zammad",
        ..DEFAULT
    },
    Convention {
        repo: "frappe/erpnext",
        pause: PauseRule::WallClock,
        ..DEFAULT
    },
    Convention {
        repo: "frappe/helpdesk",
        pause: PauseRule::LengthAsOpenTime,
        ..DEFAULT
    },
    Convention {
        repo: "glpi-project/glpi",
        ..DEFAULT
    },
    Convention {
        repo: "remi-dupre/opening-hours-rs",
        ..DEFAULT
    },
];

impl Convention {
    /// The conventions of a source.
    pub fn of(repo: &str) -> Self {
        let mut known = CONVENTIONS.iter();
        known.find(|it| it.repo == repo).copied().unwrap_or(DEFAULT)
    }
}
