//! Policies: what is odd about them, and what another one would do.

use crate::desk::{Case, days, policy_with, template};
use itsm_change::authorization::Silence;
use itsm_change::lint::{ChangeLint, lint};
use itsm_change::policy::ChangePolicy;
use itsm_change::state::ChangeStage;
use itsm_change::upgrade::dry_run;
use itsm_core::time::Seconds;

fn found(policy: &ChangePolicy) -> Vec<(String, ChangeLint)> {
    let findings = lint(policy).into_iter();
    findings.map(|it| (it.path, it.lint)).collect()
}

#[test]
fn nothing_is_odd_about_the_default_policy() {
    assert_eq!(found(&ChangePolicy::default()), []);
}

#[test]
fn silence_that_approves_leads_on_where_nobody_can_answer() {
    let policy = |silence| {
        policy_with(|draft| {
            for rule in draft.approvals.values_mut() {
                for stage in &mut rule.stages {
                    stage.within = Some(days(1));
                    stage.silence = Some(silence);
                }
            }
            for command in ["cast_vote", "record_approval"] {
                let stages = [ChangeStage::Authorize].into();
                draft.forbidden.insert(command.into(), stages);
            }
        })
    };
    let dead_end = ("forbidden".into(), ChangeLint::DeadEnd);
    assert!(found(&policy(Silence::Rejects)).contains(&dead_end));
    assert!(!found(&policy(Silence::Approves)).contains(&dead_end));
}

#[test]
fn what_a_policy_says_and_cannot_mean_is_found() {
    let policy = policy_with(|draft| {
        let board = draft.approvals["authority"].clone();
        draft.approvals.insert("board".into(), board);
        draft.emergencies.clear();
        let mut other = draft.models["standard"].clone();
        other.required.clear();
        draft.models.insert("other".into(), other);
        let standard = draft.models.get_mut("standard").unwrap();
        let demands = standard.required.get_mut(&ChangeStage::Scheduled).unwrap();
        demands.insert(itsm_change::model::Fact::BackOutPlan);
        draft.templates.insert("reboot".into(), template());
        for command in ["cast_vote", "record_approval"] {
            let stages = [ChangeStage::Authorize].into();
            draft.forbidden.insert(command.into(), stages);
        }
    });
    assert_eq!(
        found(&policy),
        [
            ("approvals.board".into(), ChangeLint::ApprovalUnused),
            ("emergencies".into(), ChangeLint::EmergencyNever),
            ("forbidden".into(), ChangeLint::DeadEnd),
            ("models.other".into(), ChangeLint::ModelNever),
            ("templates.reboot.locked".into(), ChangeLint::TemplateNever),
        ]
    );
}

#[test]
fn a_dry_run_says_who_would_adopt_a_policy_and_which_deadlines_would_move() {
    let case = Case::asked();
    let longer = policy_with(|draft| {
        draft.version = 2;
        draft.times.approval = Seconds::days(5);
    });
    let run = dry_run([&case.change], &case.policy, &case.cx().with(&longer));
    assert_eq!((run.adopted, run.already, run.refused), (1, 0, 0));
    let shift = &run.outlooks[0].deadlines[0];
    assert_eq!(shift.after, Seconds::days(5).after(case.now));
    // Without the rule that it is authorized by, it would be refused.
    let other = policy_with(|draft| {
        draft.version = 3;
        let rule = draft.approvals.remove("authority").unwrap();
        draft.approvals.insert("others".into(), rule);
        draft.models.get_mut("normal").unwrap().approval = Some(crate::desk::code("others"));
    });
    let run = dry_run([&case.change], &case.policy, &case.cx().with(&other));
    let refusal = run.outlooks[0].refusal.as_ref().unwrap();
    assert_eq!(refusal.rule, "change.policy.incompatible");
    let run = dry_run([&case.change], &case.policy, &case.cx());
    assert_eq!((run.adopted, run.already), (0, 1));
    // Nothing was changed by it.
    assert_eq!(case.change.policy(), case.policy.of());
}
