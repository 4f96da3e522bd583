//! Monday and Tuesday.

use crate::desk::{
    ana, busy, busy_but, code, facts, id, label, max, nine, nine_and, note, profile, registered,
    resolve, standard, start, uma,
};
use itsm_core::actor::{Actor, Role};
use itsm_core::context::Context;
use itsm_core::id::{GroupId, PersonId, SupplierId, TaskId};
use itsm_core::level::{Impact, Urgency};
use itsm_core::money::Currency;
use itsm_core::text::{RecordNumber, Title};
use itsm_core::time::{OccurredAt, RestoredAt, Seconds};
use itsm_incident::Incident;
use itsm_incident::command::*;
use itsm_incident::contact::{Channel, Contact, ContactKind, Signs};
use itsm_incident::cost::Cost;
use itsm_incident::people::Moment;
use itsm_incident::profile::Category;
use itsm_incident::review::{ReviewAction, ReviewActionKind};
use itsm_incident::state::{HoldReason, IncidentStage};
use itsm_incident::verdict::Verdict;
use itsm_incident::work_log::Visibility;
use itsm_testing::given;

fn specialist() -> Actor {
    Actor::person(PersonId::from_key(5)).with(Role::SPECIALIST)
}

/// Monday at nine, somebody calls: their mail is gone. It is an incident, Ana helps at once, and
/// the caller is content.
#[test]
fn monday_first_call_first_solution() {
    let signs = Signs {
        disturbed: Some(true),
        wanted: None,
    };
    assert_eq!(signs.kind(), Some(ContactKind::Incident));
    let by = ana().agent().clone();
    let call = Contact::new(Channel::PHONE, nine(), by, note("My mail is gone."))
        .person(PersonId::from_key(3));
    let level = "Low";
    let profile = call.profile(
        Title::new("Mail does not open").unwrap(),
        Impact::new(level).unwrap(),
        Urgency::new(level).unwrap(),
    );
    let (ana, policy) = (ana(), standard());
    let cx = Context::new(nine(), &ana, &policy);
    let (incident, _) = Incident::register(id(1), profile, &cx).unwrap();
    given(incident)
        .under(&policy)
        .by(&ana)
        .when(Acknowledge::new())
        .when(start())
        .when(LogWork::new(
            note("The profile was broken."),
            Visibility::Public,
        ))
        .when(resolve())
        .by(&uma())
        .when(Close::new())
        .then_stage(IncidentStage::Closed)
        .then_state("accepted by the caller", |it| {
            it.verdict() == Verdict::Accepted(PersonId::from_key(3))
        })
        .when(AnswerSurvey::new(5).comment(note("In five minutes!")))
        .then_nothing_due();
}

/// Monday, the line of the branch is down. The model says what to do; nobody calls the provider in
/// time, the incident manager hears of it, and the provider repairs under their own number.
#[test]
fn monday_line_down_by_the_book_and_with_the_provider() {
    let policy = busy_but(|draft| {
        draft.communication.rules.clear();
        draft.escalations.rules.clear();
    });
    let line = profile()
        .category(Category::new(label("Network")))
        .occurred_at(OccurredAt("2026-03-02T08:30:00Z".parse().unwrap()));
    let provider = SupplierId::from_key(1);
    let story = given(registered(2, line, &policy))
        .under(&policy)
        .by(&ana())
        .when(ApplyModel::new(code("wan")))
        .when(CountAffected::new(25_u32))
        .when(CompleteStep::new(code("look")).note(note("All red.")))
        // The cable is for a specialist, who is at lunch: an hour passes.
        .passing(Seconds::hours(1))
        .then_event_that("says that the step is late", |it| {
            matches!(it, itsm_incident::event::IncidentEvent::FellOverdue(_))
        })
        .by(&specialist())
        .when(CompleteStep::new(code("cable")))
        .when(HandToVendor::new(provider).reference(RecordNumber::new("T-0815").unwrap()))
        .when(CompleteStep::new(code("call")))
        .when(Hold::new(HoldReason::AWAITING_VENDOR).until(nine_and(Seconds::hours(5))))
        .passing(Seconds::hours(4))
        .then_stage(IncidentStage::InProgress)
        .when(ReturnFromVendor::new().note(note("A digger cut it.")))
        .when(resolve().restored_at(RestoredAt(nine_and(Seconds::hours(4)))));
    let lost = story
        .record()
        .user_time(Moment::Occurred, Moment::Restored)
        .unwrap();
    assert_eq!(lost.minutes(), 25 * 270);
    assert_eq!(story.record().counters().hierarchical_escalations, 1);
    let wait = &story.record().holds()[0];
    assert_eq!(wait.until, nine_and(Seconds::hours(5)));
}

/// Tuesday, a printer. The requester is asked which one, is reminded twice, and never answers.
#[test]
fn tuesday_nobody_answers() {
    let policy = busy_but(|draft| draft.escalations.rules.clear());
    given(registered(3, profile(), &policy))
        .under(&policy)
        .by(&ana())
        .when(start())
        .when(Hold::new(HoldReason::AWAITING_CALLER).comment(note("Which printer?")))
        .passing(Seconds::days(2))
        .then_state("reminded twice", |it| it.reminders().count == 2)
        .passing(Seconds::days(1))
        .then_stage(IncidentStage::Resolved)
        // Five days more, and nobody objects.
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed)
        .then_state("closed without a word", |it| {
            it.verdict() == Verdict::NotGiven
        })
        .then_nothing_due();
}

/// Tuesday, the shop is down for everybody. It is declared a major incident, management and
/// customers are told, once too late; it is resolved, reviewed and only then closed.
#[test]
fn tuesday_the_shop_is_down() {
    use itsm_incident::event::IncidentEvent;
    use itsm_incident::review::ReviewOnClose;
    let policy = busy_but(|draft| {
        draft.escalations.rules.clear();
        draft.major.review_on_close = ReviewOnClose::Refuse;
    });
    let inform = |who: &str| Inform::new(code(who), note("We are at it."));
    let late = |it: &IncidentEvent| matches!(it, IncidentEvent::FellOverdue(_));
    let action = ReviewAction::new(
        ReviewActionKind::Problem,
        Title::new("Why did both halves fail?").unwrap(),
    );
    given(registered(4, facts("High", "High"), &policy))
        .under(&policy)
        .by(&max())
        .when(DeclareMajor::new(
            note("Nobody can order."),
            note("Forty thousand an hour."),
            PersonId::from_key(2),
        ))
        .when(AssignOwner::new(PersonId::from_key(2)))
        .when(JoinSwarm::new(PersonId::from_key(5)))
        .when(JoinSwarm::new(PersonId::from_key(6)))
        .when(inform("customers"))
        .when(inform("management"))
        .passing(Seconds::minutes(25))
        .then_nothing_happened()
        .when(inform("customers"))
        .passing(Seconds::minutes(34))
        // Customers were owed a word half an hour after the last one.
        .then_event_that("says that customers were not told", late)
        .when(inform("customers"))
        .when(resolve())
        .when(Close::accepted_by(PersonId::from_key(3)))
        .then_refused_by("incident.review.required")
        .passing(Seconds::days(3))
        .when(RecordReview::new(
            note("The spare shared a switch."),
            vec![action],
        ))
        .when(Close::accepted_by(PersonId::from_key(3)))
        .then_stage(IncidentStage::Closed)
        .then_state("owned by one to the end", |it| {
            it.owner() == Some(PersonId::from_key(2)) && it.contributors().count() == 2
        })
        .then_nothing_due();
}

/// Tuesday, a server has to be opened. Two tasks, a part, an hour and a half of work: and a bill
/// that adds up.
#[test]
fn tuesday_a_disk_an_hour_and_a_bill() {
    let euro = Currency::new("EUR").unwrap();
    let task = |key, text| AddTask::new(TaskId::from_key(key), Title::new(text).unwrap());
    let bill = |cost| RecordCost::new(cost, euro).person(PersonId::from_key(5));
    let (quantity, unit_price) = (1, 18_990);
    let policy = busy();
    let story = given(registered(5, profile(), &policy))
        .under(&policy)
        .by(&ana())
        .when(task(1, "Swap the disk").group(GroupId::from_key(1)))
        .when(task(2, "Restore the data"))
        .when(AssignTask::new(TaskId::from_key(2), GroupId::from_key(2)))
        .by(&specialist())
        .when(bill(Cost::Material {
            quantity,
            unit_price,
        }))
        .when(bill(Cost::Time {
            spent: Seconds::minutes(95),
            hourly_rate: 7_500,
        }))
        .when(CompleteTask::new(TaskId::from_key(1)))
        .when(CancelTask::new(
            TaskId::from_key(2),
            note("The mirror was whole."),
        ))
        .by(&ana())
        .when(resolve())
        .passing(Seconds::days(5))
        .then_stage(IncidentStage::Closed);
    let totals = story.record().cost_totals().unwrap().unwrap();
    assert_eq!(totals.total.minor, 18_990 + 11_875);
    assert!(story.record().tasks().iter().all(|it| !it.is_open()));
}
