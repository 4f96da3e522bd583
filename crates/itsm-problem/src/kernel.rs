//! The problem as an aggregate: executing and replaying.

use crate::command::{ProblemCommand, ProblemCommandKind};
use crate::error::ProblemError;
use crate::event::ProblemEvent;
use crate::policy::ProblemPolicy;
use crate::problem::Problem;
use crate::state::ProblemStage;
use itsm_core::aggregate;
use itsm_core::id::ProblemId;

aggregate! {
    /// `problem.execute(Confirm::new(), &cx)?`.
    Problem: ProblemId, ProblemCommand, ProblemCommandKind, ProblemStage, ProblemEvent, ProblemPolicy, ProblemError
}
