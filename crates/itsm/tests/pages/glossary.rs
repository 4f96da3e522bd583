//! `docs/glossary.md`, held against the code: a path that does not exist does not compile, and the
//! page and the list below say the same.

/// The rows of the glossary: a word, and the paths below the facade that carry it. An `item` can be
/// imported; a `member` is a variant, a constant or a function of a type.
macro_rules! glossary {
    ($( $word:literal => $( $kind:ident $($part:ident)::+ ),+ ; )+) => {
        const ROWS: &[(&str, &[&str])] = &[
            $( ($word, &[$( stringify!($($part)::+) ),+]), )+
        ];

        $( $( glossary!(@$kind $($part)::+); )+ )+
    };
    (@item $($part:ident)::+) => {
        const _: () = {
            #[allow(unused_imports, reason = "it is enough that it can be imported")]
            use itsm::$($part)::+ as _;
        };
    };
    (@member $($part:ident)::+) => {
        const _: fn() = || {
            let _ = itsm::$($part)::+;
        };
    };
    (@method $($part:ident)::+) => {
        const _: fn() = || {
            let _ = itsm::core::context::Context::<()>::approved_by;
        };
    };
}

glossary! {
    "incident" => item incident::Incident;
    "ticket, case, issue" => item core::id::IncidentId;
    "record number" => item core::text::RecordNumber;
    "title" => item core::text::Title;
    "description, comment, work note" => item core::text::Note;
    "state, status" => item incident::state::IncidentState, item incident::state::IncidentStage;
    "sub-status" => item incident::command::SetSubStatus;
    "new" => member incident::state::IncidentStage::New;
    "in progress" => member incident::state::IncidentStage::InProgress;
    "on hold" => member incident::state::IncidentStage::OnHold, item incident::state::OnHold;
    "resolved" =>
        member incident::state::IncidentStage::Resolved,
        item incident::resolution::Resolution;
    "closed" => member incident::state::IncidentStage::Closed, item incident::resolution::Closure;
    "canceled" =>
        member incident::state::IncidentStage::Canceled,
        item incident::resolution::Cancellation;
    "registration" => item incident::command::IncidentCommand, item incident::event::Registered;
    "import, migration" => item incident::Adopt, member incident::Incident::adopt;
    "classification" => item incident::command::Categorize, item incident::profile::Category;
    "custom attribute" =>
        item incident::command::SetAttribute,
        item incident::attribute::AttributeDefinition;
    "resolution code" => item incident::resolution::ResolutionCode;
    "closure confirmation" => item incident::resolution::Confirmation;
    "verdict on a solution" => item incident::verdict::Verdict;
    "satisfaction survey" => item incident::command::AnswerSurvey, item incident::survey::SurveyRules;
    "auto-close" => item incident::command::CloseAutomatically, item incident::policy::AutoClose;
    "reopening" => item incident::command::Reopen, item incident::Reopening;
    "follow-up" => member incident::Incident::follow_up, member core::link::LinkKind::FOLLOW_UP_OF;
    "split" => item incident::split::Part, member core::link::LinkKind::SPLIT_FROM;
    "merge" => item incident::command::MergeInto, item incident::merge::sync;
    "correction" => item incident::command::Correct, item incident::resolution::Correction;
    "task" => item incident::task::Task;
    "work log" => item incident::command::LogWork, item incident::work_log::Visibility;
    "cost, time spent" => item incident::command::RecordCost, item incident::cost::Cost, item core::money::Money;
    "incident model" => item incident::model::Model, item incident::command::ApplyModel;
    "audit trail, history, activity log" =>
        item core::recorded::Recorded,
        item incident::RecordedIncidentEvent;
    "redaction" => item incident::command::Redact, item incident::redaction::redact_history;
    "requester, caller, end user" =>
        member core::actor::Role::REQUESTER,
        member incident::vocabulary::Word::Reporter;
    "service desk" => member core::actor::Role::SERVICE_DESK_ANALYST;
    "contact, interaction" => item incident::contact::Contact, item incident::contact::ContactKind;
    "specialist" => member core::actor::Role::SPECIALIST;
    "incident manager" => member core::actor::Role::INCIDENT_MANAGER;
    "major incident manager" => member core::actor::Role::MAJOR_INCIDENT_MANAGER;
    "incident owner" => item incident::command::AssignOwner, member incident::Incident::owner;
    "assignment group" => item core::id::GroupId, item incident::command::Assign;
    "assignee" => member incident::Incident::assignee;
    "automatic assignment" => item incident::assignment::propose;
    "swarm" => item incident::command::JoinSwarm;
    "watcher" => item incident::command::AddWatcher;
    "affected user" => item incident::command::AffectUser, item incident::people::AffectedUsers;
    "user-minutes" => item incident::people::UserTime;
    "supplier, vendor" => item core::id::SupplierId, item incident::command::HandToVendor;
    "role" => item core::actor::Role;
    "actor, agent" => item core::actor::Actor, item core::actor::Agent;
    "approval" => method core::context::Context::approved_by;
    "tenant" => item core::id::TenantId;
    "interested party, customer" => item core::id::PersonId;
    "impact" => item core::level::Impact;
    "urgency" => item core::level::Urgency;
    "priority" => item core::level::Priority, item incident::command::Prioritize;
    "severity" => item core::level::Priority;
    "priority matrix" => item core::matrix::PriorityMatrix;
    "level" => item core::level::Level;
    "scale" => item core::level::Scale;
    "rank" => item core::level::Rank;
    "priority override" => item incident::command::OverridePriority;
    "queue order" => item incident::queue::order;
    "hold" => item incident::command::Hold, item incident::state::HoldInterval;
    "hold reason" => item incident::state::HoldReason, item incident::policy::HoldRule;
    "awaiting caller" =>
        member incident::state::HoldReason::AWAITING_CALLER,
        item incident::command::RecordRequesterReply;
    "awaiting vendor" => member incident::state::HoldReason::AWAITING_VENDOR;
    "awaiting change" => member incident::state::HoldReason::AWAITING_CHANGE;
    "awaiting problem" => member incident::state::HoldReason::AWAITING_PROBLEM;
    "resume" => item incident::command::Resume, item incident::state::ResumeCause;
    "reminder" => item incident::command::Remind, item incident::reminder::Reminders;
    "functional escalation" => item incident::command::EscalateFunctionally;
    "hierarchical escalation" => item incident::command::EscalateHierarchically;
    "escalation by time" => item incident::command::EscalateByTime, item incident::escalation::EscalationBasis;
    "reassignment" => member incident::vocabulary::Word::Reassignments, item incident::Counters;
    "deadline" => item core::deadline::Deadline, member incident::Incident::deadlines;
    "duty" => item incident::duty::Duty, item incident::command::NoteOverdue;
    "progress communication" => item incident::command::Inform, item incident::communication::Cadence;
    "seven moments" => item incident::Moments;
    "occurrence" => item core::time::OccurredAt;
    "detection" => item core::time::DetectedAt;
    "registered, opened, created" => item core::time::RegisteredAt;
    "acknowledgement" => item core::time::AcknowledgedAt, item incident::command::Acknowledge;
    "restoration" => item core::time::RestoredAt;
    "resolution time" => item core::time::ResolvedAt;
    "closing time" => item core::time::ClosedAt;
    "detection source" => item incident::profile::DetectionSource;
    "detection basis" => item incident::profile::DetectionBasis;
    "service" => item core::id::ServiceId, item incident::command::SetService;
    "configuration item, CI" => item configuration::Ci, item core::id::CiId, item incident::command::AffectCi;
    "CI class, CI type, CI model" => item configuration::class::Class, item configuration::class::ClassTree;
    "CMDB, estate" => item configuration::estate::Estate;
    "relationship" => item configuration::relationship::Relationship, item configuration::command::Relate;
    "relationship type, impact direction" => item configuration::relationship::RelationshipType, item configuration::relationship::Flow;
    "redundancy, quorum" => item configuration::redundancy::RedundancyGroup, item configuration::redundancy::Group;
    "lifecycle stage of an item" => item configuration::state::LifecycleStage, item configuration::state::Standing;
    "criticality" => item core::level::Criticality, item configuration::command::SetCriticality;
    "asset" => item configuration::profile::AssetFacts;
    "unauthorized change" => item configuration::authority::Authority, member configuration::verification::Discrepancy::UnauthorizedChange;
    "identification, matching" => item configuration::identification::IdentificationPolicy, item configuration::reconcile::Reconciler;
    "reconciliation, source precedence" => item configuration::identification::Ranking, item configuration::precedence::Ruling;
    "discovery payload" => item configuration::payload::Payload, item configuration::payload::ObservedItem;
    "dry run" => item configuration::plan::Plan;
    "provenance" => item configuration::reports::Reports, item configuration::reports::Told;
    "de-duplication task" => item configuration::plan::Task;
    "verification, audit" => item configuration::command::Verify, item configuration::verification::Discrepancy;
    "attestation" => item configuration::command::Attest;
    "baseline" => item configuration::baseline::Baseline, item configuration::difference::Differences;
    "audit of the inventory" => item configuration::audit::Audit, item configuration::inventory::Observation;
    "coverage, due list" => item configuration::coverage::Coverage, item configuration::coverage::Quality;
    "CMDB health" => item configuration::health::Health, item configuration::health_policy::HealthPolicy;
    "retirement, decommissioning" => item configuration::command::Retire, item configuration::retire::sync;
    "problem" => item problem::Problem, item core::id::ProblemId, member core::link::LinkKind::PROBLEM;
    "cause, contributing cause" => item problem::cause::Cause, item problem::cause::Contribution, item problem::cause::Dimension;
    "root-cause analysis, RCA" => item problem::cause_analysis::CauseAnalysis;
    "five whys" => item problem::five_whys::FiveWhys, item problem::five_whys::WhyFinding;
    "blame, human error" => item problem::blame::BlameWords;
    "fishbone, Ishikawa, cause-and-effect diagram" => item problem::ishikawa::Ishikawa, item problem::ishikawa::Preset;
    "Kepner–Tregoe, IS / IS NOT" => item problem::kepner_tregoe::KepnerTregoe, item problem::kepner_tregoe::Contrast;
    "Pareto, vital few" => item problem::pareto::Pareto;
    "fault tree analysis, FTA" => item problem::fault_tree_analysis::FaultTreeAnalysis, item problem::fault_tree_figures::FaultTreeFigures;
    "chronology, timeline" => item problem::chronology::Chronology, item coordination::timeline::of_incident;
    "hypothesis" => item problem::hypothesis::Hypothesis;
    "CFIA, component failure impact analysis" => item problem::cfia::CfiaSheet, item coordination::cfia::sheet;
    "pain value" => item problem::pain_value::PainValue, item problem::pain_value::FactorSet;
    "reactive, proactive" => item problem::profile::Origin, item problem::profile::Identification;
    "known error" => item problem::known_error::KnownError, item core::id::KnownErrorId, member incident::resolution::ResolutionCode::KNOWN_ERROR;
    "workaround" => item problem::workaround::Workaround, member incident::resolution::ResolutionCode::WORKAROUND;
    "error control" => item problem::strategy::ErrorControl, item problem::command::SetStrategy;
    "technical debt" => item problem::strategy::TechnicalDebt;
    "parking" => item problem::command::Park;
    "risk acceptance" => item problem::command::AcceptRisk, item problem::state::AcceptedRisk;
    "risk of a problem" => item problem::risk::RiskAssessment, item problem::risk::PriorityBasis;
    "known-error matching, similar incidents" => item problem::matching::MatchIndex, item problem::scorer::Scorer;
    "trend, recurring incidents" => item problem::trend::TrendDetector, item problem::trend_policy::TrendPolicy;
    "surge, anomaly" => item problem::surge::SurgeTest;
    "problem backlog" => item problem::backlog::backlog;
    "verification of a fix" => item problem::command::Verify, item problem::verification::Comparison;
    "re-analysis" => item problem::command::Reanalyze;
    "major problem" => item problem::command::FlagMajor, item problem::major::Review;
    "problem model" => item problem::model::ProblemModel;
    "change, RFC" => item change::Change, item core::id::ChangeId,
        member core::link::LinkKind::CAUSED_BY_CHANGE,
        member core::link::LinkKind::FIXED_BY_CHANGE;
    "change schedule, forward schedule of change, FSC" =>
        item change::schedule::ChangeSchedule,
        item change::planned::PlannedChange;
    "conflict, collision" => item change::conflict::Conflict, item change::conflict::ConflictKind;
    "maintenance window" => member change::windows::WindowKind::Maintenance;
    "change freeze, blackout" =>
        member change::windows::WindowKind::Freeze,
        item change::planned::FreezeOverride;
    "change type" => item change::kind::ChangeType;
    "magnitude: major, minor change" => item change::kind::Magnitude;
    "change model" => item change::model::ChangeModel, item change::model::ModelUse;
    "standard change, pre-approved change" => item change::template::ChangeTemplate, item change::template::TemplateUse;
    "standard change catalogue, template proposal" => item change::catalogue::TemplateLife, item change::eligibility::EligibilityRule, item change::eligibility::FailureRule;
    "emergency change" => item change::emergency::EmergencyCase, item change::emergency::EmergencyCriterion;
    "change authority, CAB, ECAB" => item change::approval::ApprovalRule, item change::approval::AskedPanel;
    "risk of a change, risk assessment" => item change::risk::RiskPolicy, item change::questionnaire::Questionnaire;
    "change success score" => item change::success::SuccessWeights;
    "quorum, approval definition" => item change::quorum::Quorum, item change::panel::Panel;
    "sequential and parallel approval" => item change::authorization::Authorization, item change::course::Course;
    "delegate, substitute approver" => item change::delegation::Delegations;
    "approval of a change, vote" => item change::command::CastVote, item change::command::RecordApproval, item change::approval::ApprovalStanding;
    "approved content, scope of approval" => item change::content::Content, item change::content::Fingerprint;
    "CAB agenda, CAB minutes" => item change::agenda::Agenda, item change::minutes::Minute;
    "invite to the CAB" => item change::command::Convene;
    "back-out plan, rollback, remediation" => item change::plan::BackOutPlan, item change::command::BackOut, item change::back_out::LatestBackOut;
    "planned and actual time" => item change::plan::PlannedWindow, item change::realization::Deviation;
    "close code, outcome" => item change::outcome::Outcome;
    "post-implementation review, PIR" => item change::command::RecordReview, item change::model::ReviewRule;
    "proposed change of an item" => item change::command::StageModification, item coordination::change_items::apply;
    "agreement: SLA, OLA, contract" => item core::id::AgreementId;
    "link, related record" => item core::link::Link, item core::link::RecordRef;
    "duplicate" =>
        member incident::resolution::CancelReason::DUPLICATE,
        member incident::resolution::ResolutionCode::DUPLICATE,
        member core::link::LinkKind::DUPLICATE_OF;
    "parent and child" => item incident::command::LinkParent, item incident::parent::sync,
        item incident::children::lead;
    "alert" => item incident::alert::Alert, item incident::alert::judge;
    "major incident" => item incident::major::MajorStatus, item incident::major::MajorIncident;
    "candidate" => item incident::command::ProposeMajor, item incident::major::MajorProposal;
    "declaration" =>
        item incident::command::DeclareMajor,
        item incident::command::AcceptMajor,
        item incident::major::Promotion;
    "demotion" => item incident::command::DemoteMajor;
    "major incident coordinator" => item incident::major::MajorIncident;
    "informing top management" => item incident::event::TopManagementNotified;
    "post-incident review" => item incident::command::RecordReview, item incident::review::ReviewAction;
    "trigger" => item incident::trigger::ask, item incident::trigger::Trigger;
    "agreement, SLA, OLA, UC" => item service_level::agreement::Agreement, item service_level::agreement::AgreementKind;
    "service level policy" => item service_level::policy::ServicePolicy, item service_level::draft::DraftServicePolicy;
    "clock" => item service_level::clock::Clock, item service_level::definition::ClockDefinition;
    "target" => item service_level::target::Target, item service_level::target::Measure;
    "pause" => item service_level::clock::ClockStage;
    "breach" => item service_level::clock::Breach;
    "threshold" => item service_level::threshold::Threshold, item service_level::signal::Signal;
    "service hours" => item calendar::Calendar;
    "workload limit" => item service_level::agreement::WorkloadLimit;
    "service report" => item service_level::report::Reporter, item service_level::report::ServiceReport;
    "improvement opportunity" => item service_level::report::ImprovementTrigger;
    "availability" => item service_level::availability::AvailabilityReport, item service_level::outage::Outage;
    "error budget" => item service_level::availability::ErrorBudget;
    "fault tree" => item fault_tree::FaultTree;
    "minimal cut set" => item fault_tree::Analysis;
    "single point of failure, SPOF" => item fault_tree::FaultTree;
    "importance" => item fault_tree::Importance;
    "redundancy, k of n" => item fault_tree::FaultTreeBuilder, item fault_tree::k_of_n;
    "escalation by the clock" => item coordination::escalation::ClockEscalations, item coordination::Proposal;
    "policy" => item incident::policy::IncidentPolicy, item core::policy::PolicyRef;
    "draft" => item incident::draft::DraftIncidentPolicy;
    "fault" => item core::fault::Fault, item core::fault::Faults;
    "lifecycle, workflow" =>
        item incident::lifecycle::LIFECYCLE,
        item core::transition::TransitionTable;
    "command" => item incident::command::IncidentCommand;
    "event" => item incident::event::IncidentEvent;
    "refusal" => item core::refusal::Refusal, item incident::IncidentError;
    "rule" => item core::refusal::Rule;
    "permission" => item core::refusal::Permission, member incident::Incident::allowed;
    "condition" => item core::condition::Condition, item incident::vocabulary::IncidentAttribute;
    "rule table" => item core::rule_table::RuleTable;
    "context" => item core::context::Context;
    "revision" => member incident::Incident::revision;
    "metric, KPI" => item core::ratio::Ratio;
    "periodic review" => item incident::period::review;
}

const HEADER: &[&str] = &["Word", "Whose word", "Here", "Note"];

/// The rows of a page, each as its word and the paths.
fn page(text: &str) -> Vec<(String, Vec<String>)> {
    crate::rows(text, HEADER)
        .into_iter()
        .map(|cells| {
            let [word, _, here, _] = cells.as_slice() else {
                panic!("a row of the glossary has four cells, got {cells:?}")
            };
            let paths = crate::code(here).into_iter().map(String::from).collect();
            (word.clone(), paths)
        })
        .collect()
}

#[test]
fn every_row_of_the_glossary_is_checked_and_no_other() {
    let listed: Vec<(String, Vec<String>)> = ROWS
        .iter()
        .map(|(word, paths)| {
            let paths = paths.iter().map(|it| it.replace(' ', "")).collect();
            ((*word).to_owned(), paths)
        })
        .collect();
    let written = page(&crate::read("docs/glossary.md"));
    for (written, listed) in written.iter().zip(&listed) {
        assert_eq!(written, listed, "the page beside the list");
    }
    assert_eq!(written.len(), listed.len());
}

#[test]
fn every_word_stands_once() {
    let mut words: Vec<&str> = ROWS.iter().map(|(word, _)| *word).collect();
    words.sort_unstable();
    let count = words.len();
    words.dedup();
    assert_eq!(words.len(), count);
}

#[test]
fn row_that_says_something_else_is_seen() {
    let text =
        "| Word | Whose word | Here | Note |\n|---|---|---|---|\n| hold | all | `a::B`, `c` | |\n";
    let paths = vec!["a::B".to_owned(), "c".to_owned()];
    assert_eq!(page(text), [("hold".to_owned(), paths)]);
}
