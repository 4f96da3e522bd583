//! A small desk of one's own: hold reasons, a matrix of five by five, a step that is not allowed, a
//! close by time after two days, and a field that no other desk has.

use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{IncidentId, PersonId};
use itsm::core::level::{Impact, Priority, Urgency};
use itsm::core::text::{Code, Note, Title};
use itsm::core::time::Seconds;
use itsm::incident::Incident;
use itsm::incident::attribute::AttributeValue;
use itsm::incident::command::{
    Hold, IncidentCommand, OverridePriority, Resolve, Resume, SetAttribute, StartWork,
};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::profile::{DetectionSource, Profile};
use itsm::incident::resolution::ResolutionCode;
use itsm::incident::state::HoldReason;
use std::error::Error;
use std::io::Write;

/// The rules of the desk. What they leave out is as the library ships it.
const POLICY: &str = include_str!("../policies/corner_desk.toml");

/// Runs the desk for a day and tells what happens, and why not.
///
/// # Errors
/// The policy is wrong, or the desk cannot tell.
pub fn run(out: &mut dyn Write) -> Result<(), Box<dyn Error>> {
    let policy: IncidentPolicy = toml::from_str(POLICY)?;
    let ana = Actor::person(PersonId::from_key(1)).with(Role::SERVICE_DESK_ANALYST);
    let cx = Context::new("2026-03-02T09:00:00Z".parse()?, &ana, &policy);
    let title = Title::new("The printer smells of smoke")?;
    let (floor, now) = (Impact::new("Floor")?, Urgency::new("Now")?);
    let printer = Profile::new(title, DetectionSource::User, floor, now);
    let (mut incident, _) = Incident::register(IncidentId::from_key(1), printer, &cx)?;
    writeln!(out, "{} under `{}`", incident.title(), policy.of())?;
    writeln!(out, "  the matrix makes it {}", incident.priority())?;

    let name = Code::new("floor")?;
    let floor = |n| SetAttribute::new(name.clone()).value(AttributeValue::Integer(n));
    let parts = HoldReason::new("waiting_for_parts")?;
    let urgent = OverridePriority::new(Priority::new("P1")?, Note::new("The boss said so.")?);
    let steps: Vec<(u64, IncidentCommand)> = vec![
        (0, floor(13).into()),
        (0, floor(3).into()),
        (0, urgent.into()),
        (1, StartWork::new().into()),
        (2, Hold::new(HoldReason::new("waiting_for_rain")?).into()),
        (
            2,
            Hold::new(HoldReason::new("waiting_for_the_landlord")?).into(),
        ),
        (2, Hold::new(parts).into()),
        (5, Resume::new().into()),
        (
            6,
            Resolve::new(ResolutionCode::FIXED)
                .notes(Note::new("A new fuser.")?)
                .into(),
        ),
    ];
    for (hour, command) in steps {
        let at = Seconds::hours(hour)
            .after(cx.now)
            .ok_or("the end of time")?;
        let kind = command.kind();
        match incident.execute(command, &cx.at(at)) {
            Ok(_) => writeln!(out, "  {} {kind}: {}", at.format("%H:%M"), incident.stage())?,
            Err(no) => writeln!(
                out,
                "  {} {kind}: no, {} ({})",
                at.format("%H:%M"),
                no.refusal().reason(),
                no.rule()
            )?,
        }
    }
    let closing = incident.deadlines(&policy).remove(0);
    incident.execute(closing.command, &cx.at(closing.at))?;
    writeln!(
        out,
        "  {} closed, because nobody objected",
        closing.at.format("%d %B %H:%M")
    )?;
    Ok(())
}
