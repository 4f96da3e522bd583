//! Rules about making a change, and about its end.

use crate::desk::{Case, add, ci, failed, hours, memory, note, policy_with, task};
use itsm_change::command::{BackOut, Close, PassPoint, RecordReview, StageModification};
use itsm_change::kind::ChangeType;
use itsm_change::model::ReviewDepth;
use itsm_change::task::TaskKind;
use itsm_testing::proof::{Says as _, list};
use itsm_testing::proofs;

fn close() -> Close {
    Close::new(note("The queue has room."))
}

proofs! {
    change_back_out_too_late: "change.back_out.too_late" =>
        Case::implementing()
            .after(PassPoint::new(crate::desk::code("schema")))
            .refuses(BackOut::new(note("It does not start.")))
            .saying("point", "schema");
    change_close_modifications_pending: "change.close.modifications_pending" =>
        Case::new()
            .after(StageModification::new(ci(1), memory(32, 64)))
            .made()
            .refuses(close())
            .saying("numbers", list(["1"]));
    change_close_tasks_open: "change.close.tasks_open" =>
        Case::reviewing()
            .after(add(7, TaskKind::Review))
            .refuses(close())
            .saying("tasks", vec![task(7).to_string()]);
    change_close_review_missing: "change.close.review_missing" =>
        Case::implementing().later(hours(1)).after(failed()).refuses(close());
    change_close_no_outcome: "change.close.no_outcome" => {
        let registered = crate::desk::profile(ChangeType::Registration);
        Case::of(itsm_change::policy::ChangePolicy::default(), registered)
            .after(itsm_change::command::Submit::new())
            .refuses(close())
    };
    change_point_unknown: "change.point.unknown" =>
        Case::implementing()
            .refuses(PassPoint::new(crate::desk::code("rubicon")))
            .saying("point", "rubicon");
    change_review_shallow: "change.review.shallow" => {
        let policy = policy_with(|draft| {
            draft.models.get_mut("normal").unwrap().review.depth = ReviewDepth::Full;
        });
        Case::under(policy)
            .made()
            .refuses(RecordReview::new(note("It took longer."), true))
    };
}

impl Case {
    /// What is new, made from eleven to twelve.
    pub(crate) fn made(self) -> Self {
        self.documented()
            .after(itsm_change::command::RequestAuthorization::new())
            .after(itsm_change::command::CastVote::new(
                itsm_change::approval::Answer::Approve,
            ))
            .later(hours(2))
            .after(itsm_change::command::StartImplementation::new())
            .later(hours(1))
            .after(crate::desk::done())
    }
}
