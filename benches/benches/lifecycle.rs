//! A lifecycle step: may this command lead from this state to that one?

use criterion::Criterion;
use itsm::incident::command::IncidentCommandKind as Kind;
use itsm::incident::lifecycle::LIFECYCLE;
use itsm::incident::state::IncidentStage as Stage;
use itsm_benches::dice::Dice;
use itsm_benches::measure::{beside, run, size, timed};
use std::hint::black_box;

/// Some stages; none of them: forbidden.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Stages(u8);

impl Stages {
    const fn of(stages: &[Stage]) -> Self {
        let mut bits = 0;
        let mut i = 0;
        while i < stages.len() {
            bits |= 1 << stages[i] as u8;
            i += 1;
        }
        Self(bits)
    }

    const fn has(self, stage: Stage) -> bool {
        self.0 & (1 << stage as u8) != 0
    }
}

/// The lifecycle, written out by hand.
#[expect(
    clippy::too_many_lines,
    reason = "one arm a command: a reader looks for an arm and finds it"
)]
fn twin(from: Stage, command: Kind) -> Stages {
    use Stage::{Canceled, Closed, InProgress, New, OnHold, Resolved};
    const NOWHERE: Stages = Stages::of(&[]);
    match command {
        Kind::Acknowledge
        | Kind::Prioritize
        | Kind::OverridePriority
        | Kind::Assign
        | Kind::EscalateFunctionally
        | Kind::EscalateHierarchically
        | Kind::LinkParent
        | Kind::ProposeMajor
        | Kind::AcceptMajor
        | Kind::RejectMajor
        | Kind::DemoteMajor
        | Kind::DeclareMajor
        | Kind::AddTask
        | Kind::HandToVendor
        | Kind::JoinSwarm
        | Kind::ApplyModel
        | Kind::CompleteStep
        | Kind::EscalateByTime => match from {
            New => Stages::of(&[New]),
            InProgress => Stages::of(&[InProgress]),
            OnHold => Stages::of(&[OnHold]),
            _ => NOWHERE,
        },
        Kind::Describe
        | Kind::Categorize
        | Kind::AssignOwner
        | Kind::SetService
        | Kind::AffectCi
        | Kind::ClearCi
        | Kind::UnlinkParent
        | Kind::AddLink
        | Kind::RemoveLink
        | Kind::SetSubStatus
        | Kind::SetAttribute
        | Kind::AssignTask
        | Kind::CompleteTask
        | Kind::CancelTask
        | Kind::LogWork
        | Kind::RecordCost
        | Kind::AddWatcher
        | Kind::RemoveWatcher
        | Kind::AffectUser
        | Kind::ClearUser
        | Kind::CountAffected
        | Kind::ReturnFromVendor
        | Kind::LeaveSwarm
        | Kind::NoteWorkaround
        | Kind::Inform
        | Kind::Absorb => match from {
            New => Stages::of(&[New]),
            InProgress => Stages::of(&[InProgress]),
            OnHold => Stages::of(&[OnHold]),
            Resolved => Stages::of(&[Resolved]),
            _ => NOWHERE,
        },
        Kind::StartWork => match from {
            New => Stages::of(&[InProgress]),
            _ => NOWHERE,
        },
        Kind::Hold => match from {
            New | InProgress | OnHold => Stages::of(&[OnHold]),
            _ => NOWHERE,
        },
        Kind::Resume | Kind::EndHold => match from {
            OnHold => Stages::of(&[InProgress]),
            _ => NOWHERE,
        },
        Kind::RecordRequesterReply => match from {
            New => Stages::of(&[New]),
            InProgress => Stages::of(&[InProgress]),
            OnHold => Stages::of(&[OnHold, InProgress]),
            Resolved => Stages::of(&[Resolved]),
            _ => NOWHERE,
        },
        Kind::Resolve => match from {
            New | InProgress | OnHold => Stages::of(&[Resolved]),
            _ => NOWHERE,
        },
        Kind::FollowChildren => match from {
            New | InProgress | OnHold => Stages::of(&[Resolved]),
            Resolved => Stages::of(&[Closed]),
            _ => NOWHERE,
        },
        Kind::Close | Kind::CloseAutomatically => match from {
            Resolved => Stages::of(&[Closed]),
            _ => NOWHERE,
        },
        Kind::Reopen => match from {
            Resolved => Stages::of(&[InProgress]),
            _ => NOWHERE,
        },
        Kind::NoteOverdue => match from {
            New => Stages::of(&[New]),
            InProgress => Stages::of(&[InProgress]),
            OnHold => Stages::of(&[OnHold]),
            Resolved => Stages::of(&[Resolved]),
            Closed => Stages::of(&[Closed]),
            Canceled => NOWHERE,
        },
        Kind::Remind => match from {
            OnHold => Stages::of(&[OnHold]),
            _ => NOWHERE,
        },
        Kind::ResolveUnanswered => match from {
            OnHold => Stages::of(&[Resolved]),
            _ => NOWHERE,
        },
        Kind::RecordReview => match from {
            Resolved => Stages::of(&[Resolved]),
            Closed => Stages::of(&[Closed]),
            _ => NOWHERE,
        },
        Kind::AnswerSurvey => match from {
            Closed => Stages::of(&[Closed]),
            _ => NOWHERE,
        },
        Kind::Cancel | Kind::MergeInto => match from {
            New | InProgress | OnHold => Stages::of(&[Canceled]),
            _ => NOWHERE,
        },
        Kind::Correct => match from {
            Closed => Stages::of(&[Closed]),
            Canceled => Stages::of(&[Canceled]),
            _ => NOWHERE,
        },
        Kind::FollowParent => match from {
            New | OnHold => Stages::of(&[InProgress, OnHold, Resolved]),
            InProgress => Stages::of(&[OnHold, Resolved]),
            Resolved => Stages::of(&[InProgress]),
            _ => NOWHERE,
        },
        Kind::AdoptPolicy | Kind::Redact => match from {
            New => Stages::of(&[New]),
            InProgress => Stages::of(&[InProgress]),
            OnHold => Stages::of(&[OnHold]),
            Resolved => Stages::of(&[Resolved]),
            Closed => Stages::of(&[Closed]),
            Canceled => Stages::of(&[Canceled]),
        },
    }
}

fn bench(criterion: &mut Criterion) {
    for (&from, &command) in Stage::ALL
        .iter()
        .flat_map(|from| Kind::ALL.iter().map(move |command| (from, command)))
    {
        let targets = LIFECYCLE.targets(from, command);
        assert!(
            Stages::of(&targets) == twin(from, command),
            "{command} from {from}"
        );
        for to in Stage::ALL {
            let ours = LIFECYCLE.leads(from, command, *to);
            assert_eq!(ours, twin(from, command).has(*to));
        }
    }

    let steps = size(200_000, 1_000);
    // In random order no branch can be foretold; in the order of a life that is lived over and
    // over again, every branch can.
    step(criterion, "lifecycle_step", steps, steps);
    step(criterion, "lifecycle_step_foretold", steps, 40);
}

/// As many steps as asked for, which repeat themselves after a while.
fn step(criterion: &mut Criterion, name: &str, steps: usize, repeat: usize) {
    let mut dice = Dice::new(1);
    let different: Vec<(Stage, Kind, Stage)> = (0..repeat)
        .map(|_| {
            let (from, command) = (dice.pick(Stage::ALL), dice.pick(Kind::ALL));
            (from, command, dice.pick(Stage::ALL))
        })
        .collect();
    let steps: Vec<(Stage, Kind, Stage)> = different.iter().copied().cycle().take(steps).collect();
    let steps = &steps[..];
    let count = steps.len();
    beside(
        criterion,
        name,
        1.3,
        count,
        timed(|| {
            for (from, command, to) in black_box(steps) {
                black_box(LIFECYCLE.leads(*from, *command, *to));
            }
        }),
        timed(|| {
            for (from, command, to) in black_box(steps) {
                black_box(twin(*from, *command).has(*to));
            }
        }),
    );
}

fn main() {
    run(bench);
}
