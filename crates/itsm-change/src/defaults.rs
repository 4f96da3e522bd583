//! What the policy that the library ships says of models, approval and emergencies.

use crate::approval::ApprovalRule;
use crate::emergency::EmergencyCriterion;
use crate::kind::ChangeType;
use crate::model::{ChangeModel, Fact, ReviewDepth, ReviewRule};
use crate::state::ChangeStage;
use alloc::collections::{BTreeMap, BTreeSet};
use alloc::string::{String, ToString};
use itsm_core::actor::Role;
use itsm_core::text::{Code, Title};

const EARLY: Code = Code::trusted("authority");
const EMERGENCY: Code = Code::trusted("emergency");
const AFTERWARDS: Code = Code::trusted("afterwards");

type Demands<'a> = &'a [(ChangeStage, &'a [Fact])];

fn model(
    kind: ChangeType,
    title: &'static str,
    stages: &[ChangeStage],
    demands: Demands<'_>,
    always: bool,
) -> ChangeModel {
    let required = demands
        .iter()
        .map(|(stage, facts)| (*stage, facts.iter().copied().collect::<BTreeSet<_>>()));
    ChangeModel::new(
        Title::trusted(title),
        1_u32,
        kind,
        stages.iter().copied().collect::<BTreeSet<_>>(),
        required.collect::<BTreeMap<_, _>>(),
        BTreeSet::new(),
        ReviewRule::new(always, ReviewDepth::Brief),
    )
}

/// One model a type.
pub(crate) fn models() -> BTreeMap<String, ChangeModel> {
    use ChangeStage::{Assess, Authorize, Closed, Implement, Scheduled};
    let normal = model(
        ChangeType::Normal,
        "Assessed and authorized case by case",
        &[Assess, Authorize, Scheduled, Implement],
        &[(
            Authorize,
            &[
                Fact::Scope,
                Fact::Benefit,
                Fact::Risk,
                Fact::Impact,
                Fact::Effort,
                Fact::Feasibility,
                Fact::ImplementationPlan,
                Fact::BackOutPlan,
                Fact::Window,
            ],
        )],
        false,
    );
    let standard = model(
        ChangeType::Standard,
        "Authorized beforehand, by its template",
        &[Scheduled, Implement],
        &[(Scheduled, &[Fact::Window])],
        false,
    );
    // What cannot wait is documented afterwards, and documented it is.
    let emergency = model(
        ChangeType::Emergency,
        "Cannot wait for the ordinary way",
        &[Authorize, Scheduled, Implement],
        &[(
            Closed,
            &[
                Fact::Justification,
                Fact::Scope,
                Fact::Risk,
                Fact::ImplementationPlan,
                Fact::BackOutPlan,
            ],
        )],
        true,
    );
    let emergency = ChangeModel {
        scope_open: [Authorize, Scheduled, Implement].into(),
        ..emergency
    };
    let unauthorized = model(
        ChangeType::Unauthorized,
        "Made without having been authorized",
        &[Authorize],
        &[],
        true,
    );
    let registration = model(
        ChangeType::Registration,
        "Controlled by somebody else",
        &[],
        &[],
        false,
    );
    [
        normal.approval(EARLY),
        standard,
        emergency.approval(EMERGENCY),
        unauthorized.approval(AFTERWARDS),
        registration,
    ]
    .map(|it| (it.kind.to_string(), it))
    .into()
}

/// One approval each. A board is not asked unless a policy says so.
pub(crate) fn approvals() -> BTreeMap<String, ApprovalRule> {
    let rule =
        |name: &Code, roles: &[Role]| ApprovalRule::of_roles(name.clone(), roles.to_vec(), 1);
    let may = [Role::CHANGE_AUTHORITY, Role::CHANGE_MANAGER];
    let may_at_once = [
        Role::CHANGE_AUTHORITY,
        Role::CHANGE_MANAGER,
        Role::IT_SERVICE_MANAGER,
        Role::MAJOR_INCIDENT_MANAGER,
    ];
    [
        (EARLY, &may[..]),
        (EMERGENCY, &may_at_once),
        (AFTERWARDS, &may),
    ]
    .map(|(name, roles)| (name.to_string(), rule(&name, roles)))
    .into()
}

pub(crate) fn emergencies() -> BTreeSet<String> {
    [
        EmergencyCriterion::IMMINENT_FAILURE,
        EmergencyCriterion::MAJOR_INCIDENT,
        EmergencyCriterion::SECURITY_FIX,
    ]
    .map(|it| it.to_string())
    .into()
}

pub(crate) fn roles() -> BTreeMap<String, BTreeSet<String>> {
    let set = |roles: &[&str]| roles.iter().map(|it| String::from(*it)).collect();
    [(
        "redact".into(),
        set(&["change_manager", "practice_manager", "process_owner"]),
    )]
    .into()
}
