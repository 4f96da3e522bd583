//! The catalogue of standard changes: from the proposal to the end, and what its changes say of it.
#![allow(
    clippy::indexing_slicing,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

#[allow(dead_code, reason = "shared by several tests")]
#[path = "../rules/desk.rs"]
mod desk;

use desk::{
    Case, at, code, days, done, failed, hours, incident, label, nine, note, person, reboot,
    template,
};
use itsm_change::catalogue::{
    DraftTemplateLife, TemplateCommand, TemplateLife, TemplateRefused, TemplateStage, TemplateStep,
};
use itsm_change::command::{LinkCaused, Schedule, StartImplementation, Submit};
use itsm_change::draft::DraftChangePolicy;
use itsm_change::eligibility::{EligibilityRule, FailureRule, Lack};
use itsm_change::outcome::{Outcome, OutcomeCode};
use itsm_change::policy::ChangePolicy;
use itsm_change::{Change, command::FinishImplementation};
use itsm_core::actor::{Actor, Agent};
use itsm_core::level::Risk;
use itsm_core::time::Instant;

fn ana() -> Agent {
    Actor::person(person(1)).agent().clone()
}

fn ben() -> Agent {
    Actor::person(person(2)).agent().clone()
}

fn robot() -> Agent {
    Actor::automation(code("robot")).agent().clone()
}

fn propose() -> TemplateCommand {
    TemplateCommand::propose(template())
}

fn suspend() -> TemplateCommand {
    TemplateCommand::Suspend {
        reason: note("It failed."),
    }
}

fn reinstate() -> TemplateCommand {
    TemplateCommand::Reinstate {
        reason: note("The step is written down now."),
    }
}

fn retire() -> TemplateCommand {
    TemplateCommand::Retire {
        reason: note("The servers are gone."),
    }
}

fn reject() -> TemplateCommand {
    TemplateCommand::Reject {
        reason: note("No plan to take it back."),
    }
}

fn life(steps: &[(TemplateCommand, Agent)]) -> TemplateLife {
    let mut life = TemplateLife::new(code("reboot"));
    for (command, by) in steps {
        life.execute(command.clone(), by, nine()).unwrap();
    }
    life
}

fn published() -> TemplateLife {
    life(&[
        (propose(), ana()),
        (TemplateCommand::Approve {}, ben()),
        (TemplateCommand::Publish {}, ana()),
    ])
}

fn refused(mut of: TemplateLife, command: TemplateCommand, by: &Agent) -> &'static str {
    let before = of.clone();
    let refused = of.execute(command, by, nine()).unwrap_err();
    assert_eq!(of, before, "what is refused changes nothing");
    assert!(
        refused
            .to_string()
            .ends_with(&format!("({})", refused.rule()))
    );
    refused.rule()
}

#[test]
fn a_template_is_proposed_approved_published_bettered_and_retired() {
    let mut it = life(&[(propose(), ana())]);
    assert_eq!(
        (it.stage(), it.published()),
        (TemplateStage::Proposed, None)
    );
    assert_eq!(it.waiting().map(|it| it.1), Some(false));
    it.execute(TemplateCommand::Approve {}, &ben(), nine())
        .unwrap();
    assert_eq!(it.published(), None);
    it.execute(TemplateCommand::Publish {}, &ana(), nine())
        .unwrap();
    assert_eq!(it.published().unwrap().version, 1);
    // While the next version waits, changes are made of this one.
    it.execute(propose(), &ben(), nine()).unwrap();
    assert_eq!(it.waiting().unwrap().0.version, 2);
    assert_eq!(it.published().unwrap().version, 1);
    it.execute(TemplateCommand::Approve {}, &ana(), nine())
        .unwrap();
    it.execute(TemplateCommand::Publish {}, &ben(), nine())
        .unwrap();
    assert_eq!(it.published().unwrap().version, 2);
    it.execute(retire(), &ana(), nine()).unwrap();
    assert_eq!(it.stage(), TemplateStage::Retired);
    assert!(!it.published().unwrap().active);
}

#[test]
fn a_rejected_version_is_counted_and_the_next_one_is_another() {
    let mut it = published();
    it.execute(propose(), &ana(), nine()).unwrap();
    it.execute(reject(), &ben(), nine()).unwrap();
    it.execute(propose(), &ana(), nine()).unwrap();
    assert_eq!(it.waiting().unwrap().0.version, 3);
    assert_eq!(it.published().unwrap().version, 1);
}

#[test]
fn what_cannot_be_done_with_a_template_is_refused_with_its_rule() {
    let approved = || life(&[(propose(), ana()), (TemplateCommand::Approve {}, ben())]);
    let proposed = || life(&[(propose(), ana())]);
    let nothing = || TemplateLife::new(code("reboot"));
    let gone = || life(&[(propose(), ana()), (retire(), ana())]);
    let cases = [
        (refused(gone(), propose(), &ana()), "template.life.retired"),
        (
            refused(proposed(), propose(), &ben()),
            "template.life.pending",
        ),
        (
            refused(nothing(), reject(), &ana()),
            "template.life.not_proposed",
        ),
        (
            refused(approved(), TemplateCommand::Approve {}, &ben()),
            "template.life.already_approved",
        ),
        (
            refused(proposed(), TemplateCommand::Publish {}, &ana()),
            "template.life.not_approved",
        ),
        (
            refused(proposed(), TemplateCommand::Approve {}, &ana()),
            "template.life.own",
        ),
        (
            refused(proposed(), TemplateCommand::Approve {}, &robot()),
            "template.life.program",
        ),
        (
            refused(approved(), suspend(), &ana()),
            "template.life.not_published",
        ),
        (
            refused(published(), reinstate(), &ana()),
            "template.life.not_suspended",
        ),
    ];
    for (rule, expected) in cases {
        assert_eq!(rule, expected);
    }
    let earlier = at("2026-03-02T08:59:59Z");
    let refused = published().execute(retire(), &ana(), earlier).unwrap_err();
    let backwards = TemplateRefused::Backwards {
        at: earlier,
        last: nine(),
    };
    assert_eq!(
        (refused.rule(), &refused),
        ("template.life.backwards", &backwards)
    );
}

#[test]
fn a_life_is_written_with_its_steps_and_checked_when_it_is_read() {
    let mut it = published();
    it.execute(suspend(), &robot(), nine()).unwrap();
    let text = serde_json::to_string(&it).unwrap();
    assert_eq!(serde_json::from_str::<TemplateLife>(&text).unwrap(), it);
    let steps = vec![
        TemplateStep::new(nine(), ana(), propose()),
        TemplateStep::new(nine(), ana(), TemplateCommand::Publish {}),
    ];
    let draft = DraftTemplateLife::new(code("reboot"), steps);
    let faults = TemplateLife::try_from(draft).unwrap_err();
    let fault = faults.iter().next().unwrap();
    assert_eq!(
        (fault.path.as_str(), fault.rule),
        ("steps[1]", "template.life.not_approved")
    );
}

/// The default policy with the template as it stands.
fn policy(life: &TemplateLife) -> ChangePolicy {
    let mut draft = DraftChangePolicy::default();
    life.put_into(&mut draft);
    draft.try_into().unwrap()
}

fn made(life: &TemplateLife, finish: FinishImplementation) -> Case {
    made_on(0, life, finish)
}

/// A reboot that was made so many days later.
fn made_on(day: u64, life: &TemplateLife, finish: FinishImplementation) -> Case {
    let case = Case::of(policy(life), reboot()).later(days(day));
    let window = desk::window_after(case.now);
    case.after(Schedule::new(window))
        .after(Submit::new())
        .later(hours(2))
        .after(StartImplementation::new())
        .later(hours(1))
        .after(finish)
}

#[test]
fn nothing_is_made_of_a_template_that_is_not_published_or_is_looked_at() {
    let mut it = life(&[(propose(), ana()), (TemplateCommand::Approve {}, ben())]);
    let refusal = desk::no_birth(&policy(&it), reboot());
    assert_eq!(refusal.rule, "change.template.inactive");
    it.execute(TemplateCommand::Publish {}, &ana(), nine())
        .unwrap();
    assert_eq!(made(&it, done()).change.template().unwrap().version, 1);
    it.execute(suspend(), &ana(), nine()).unwrap();
    let refusal = desk::no_birth(&policy(&it), reboot());
    assert_eq!(refusal.rule, "change.template.inactive");
}

#[test]
fn a_standard_change_that_failed_stays_authorized_beforehand_for_the_next_time() {
    // The mistake that others make. Here the failure calls for a look at the template.
    let mut it = published();
    let (well, badly) = (made(&it, done()), made(&it, failed()));
    let rule = FailureRule::default();
    assert_eq!(rule.calls_for(&it, [&well.change]), None);
    let command = rule.calls_for(&it, [&well.change, &badly.change]).unwrap();
    it.execute(command, &robot(), at("2026-03-02T12:00:00Z"))
        .unwrap();
    assert_eq!(it.stage(), TemplateStage::Suspended);
    // Suspended already, nothing more is called for. A program does not reinstate it, a person does,
    // and what was before counts no more.
    assert_eq!(rule.calls_for(&it, [&badly.change]), None);
    assert_eq!(refused_at(&it, &robot()), "template.life.program");
    it.execute(reinstate(), &ana(), at("2026-03-03T09:00:00Z"))
        .unwrap();
    assert_eq!(rule.calls_for(&it, [&badly.change]), None);
}

fn refused_at(of: &TemplateLife, by: &Agent) -> &'static str {
    let later: Instant = at("2026-03-03T09:00:00Z");
    of.clone()
        .execute(reinstate(), by, later)
        .unwrap_err()
        .rule()
}

#[test]
fn failures_are_counted_among_the_last_that_were_made_of_this_version() {
    let it = published();
    let rule = FailureRule::new(2_u32, 3_u32);
    let badly = made(&it, failed()).change;
    assert_eq!(rule.calls_for(&it, [&badly]), None);
    assert!(rule.calls_for(&it, [&badly, &badly]).is_some());
    // An older version says nothing of this one.
    let mut next = it.clone();
    for (command, by) in [
        (propose(), ana()),
        (TemplateCommand::Approve {}, ben()),
        (TemplateCommand::Publish {}, ana()),
    ] {
        next.execute(command, &by, nine()).unwrap();
    }
    assert_eq!(rule.calls_for(&next, [&badly, &badly]), None);
    // What was made since, and went well, puts the failure out of sight.
    let once = FailureRule::new(1_u32, 1_u32);
    let well = made_on(1, &it, done()).change;
    assert!(once.calls_for(&it, [&badly]).is_some());
    assert_eq!(once.calls_for(&it, [&well, &badly]), None);
}

#[test]
fn what_went_well_often_enough_may_be_authorized_beforehand() {
    let it = published();
    let well: Vec<Change> = (0..19).map(|_| made(&it, done()).change).collect();
    let rule = EligibilityRule::default();
    let found = rule.look_at(&well);
    assert!(found.is_eligible());
    assert_eq!((found.made, found.successful), (19, 19));
    // Nineteen of twenty are enough, exactly; eighteen are not.
    let badly = made(&it, failed()).change;
    assert!(rule.look_at(well.iter().chain([&badly])).is_eligible());
    let found = rule.look_at(well.iter().skip(1).chain([&badly, &badly]));
    let ids = vec![badly.id(), badly.id()];
    assert_eq!(found.lacking, [Lack::TooManyFailed { changes: ids }]);
}

#[test]
fn what_changes_lack_is_told_all_at_once() {
    let it = published();
    let issues = FinishImplementation::new(Outcome::new(OutcomeCode::SuccessfulWithIssues, false));
    let costly = made(&it, issues).after(LinkCaused::new(incident(7))).change;
    let open = Case::of(policy(&it), reboot()).change;
    let rule = EligibilityRule::default().risks(vec![Risk::from(label("Low"))]);
    let found = rule.look_at([&costly, &open]);
    let changes = vec![costly.id()];
    let expected = [
        Lack::TooFew { expected: 5 },
        Lack::TooManyFailed {
            changes: changes.clone(),
        },
        Lack::CausedIncidents {
            changes: changes.clone(),
        },
        Lack::TooRisky { changes },
    ];
    assert_eq!((found.made, &found.lacking[..]), (1, &expected[..]));
    let told: Vec<String> = found.lacking.iter().map(ToString::to_string).collect();
    assert_eq!(told[0], "fewer than 5 were made");
}
