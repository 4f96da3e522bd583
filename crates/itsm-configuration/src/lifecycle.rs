//! The lifecycle: which command is allowed in which stage, and where it leads.
//!
//! It is code, so that the compiler sees it. An item can move from any stage to any other but one:
//! nothing comes back from the end of life, and only [`Retire`](crate::command::Retire) leads
//! there, because it asks who still depends on the item. Which of these moves a class makes is the
//! policy's; the one that ships allows those of a plain life and denies the others.

use crate::command::CiCommandKind;
use crate::state::LifecycleStage;
use itsm_core::transition_table;

transition_table! {
    /// The lifecycle of a configuration item.
    ///
    /// ```
    /// use itsm_configuration::command::CiCommandKind as Command;
    /// use itsm_configuration::lifecycle::LIFECYCLE;
    /// use itsm_configuration::state::LifecycleStage as Stage;
    ///
    /// assert!(LIFECYCLE.leads(Stage::Missing, Command::Move, Stage::Inventory));
    /// assert!(!LIFECYCLE.leads(Stage::EndOfLife, Command::Move, Stage::Operational));
    /// ```
    pub static LIFECYCLE: LifecycleStage[10], CiCommandKind[26] {
        Describe:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
        Reclassify:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        SetAttribute:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        AssignOwner:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        AssignGroup:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        SetCriticality:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        SetService:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        SetAsset:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
        Relate:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        Unrelate:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
        SetGroup:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        RemoveGroup:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
        Move:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing;
        Move:
            EndOfLife
            => stay;
        RequestStatus:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        WithdrawStatus:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        BeginAction:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        EndAction:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        Observe:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
        Verify:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
        Attest:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        NoteOverdue:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        MarkDuplicate:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        ClearDuplicate:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => stay;
        Retire:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing
            => EndOfLife;
        Archive:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
        AdoptPolicy:
            Ideation | Purchase | Inventory | Design | Deploy | Operational | EndOfOperation | Defective | Missing | EndOfLife
            => stay;
    }
}
