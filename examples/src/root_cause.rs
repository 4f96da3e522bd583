//! One outage, worked by each method of root-cause analysis, to compare what they see.
//!
//! The web shop took no orders for 48 minutes. Somebody had raised a log level, the log filled the
//! disk that it shares with the data, nobody acted on the alarm, and the second node did not take
//! over. The analyses stand in `examples/data/outage`, as they would in a problem; the chronology is
//! merged from notes, the history of the incident and that of the item.

use chrono::{DateTime, Utc};
use itsm::configuration::command::SetAttribute;
use itsm::configuration::draft::DraftConfigurationPolicy;
use itsm::configuration::policy::ConfigurationPolicy;
use itsm::configuration::profile::CiProfile;
use itsm::configuration::{Ci, RecordedCiEvent};
use itsm::coordination::timeline::{of_incident, of_item};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::custom::{AttributeDefinition, AttributeValue};
use itsm::core::id::{ChangeId, CiId, GroupId, IncidentId, PersonId, ServiceId};
use itsm::core::level::{Impact, Urgency};
use itsm::core::text::{Code, Label, Note, Title};
use itsm::core::time::{OccurredAt, RestoredAt};
use itsm::incident::command::{Assign, IncidentCommand, Resolve, StartWork};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::profile::{DetectionSource, Profile};
use itsm::incident::resolution::ResolutionCode;
use itsm::incident::{Incident, RecordedIncidentEvent};
use itsm::problem::blame::BlameWords;
use itsm::problem::cause::{Cause, Contribution};
use itsm::problem::cause_analysis::CauseAnalysis;
use itsm::problem::chronology::Chronology;
use itsm::problem::kepner_tregoe::KepnerTregoe;
use std::error::Error;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The analyses, as files.
const FILES: [(&str, &str); 8] = [
    ("chronology", include_str!("../data/outage/chronology.json")),
    ("five_whys", include_str!("../data/outage/five_whys.json")),
    ("ishikawa", include_str!("../data/outage/ishikawa.json")),
    (
        "kepner_tregoe",
        include_str!("../data/outage/kepner_tregoe.json"),
    ),
    ("hypothesis", include_str!("../data/outage/hypothesis.json")),
    ("pareto", include_str!("../data/outage/pareto.json")),
    ("fault_tree", include_str!("../data/outage/fault_tree.json")),
    ("cfia", include_str!("../data/outage/cfia.json")),
];

/// Tells the outage by every method; with a folder, writes the pictures there.
///
/// # Errors
/// Output fails.
pub fn run(out: &mut impl Write, folder: Option<&Path>) -> Result<(), Box<dyn Error>> {
    writeln!(out, "# No orders for 48 minutes, worked by every method\n")?;
    let mut found: Vec<Cause> = Vec::new();
    for (name, text) in FILES {
        let mut analysis: CauseAnalysis = serde_json::from_str(text)?;
        if let CauseAnalysis::Chronology(notes) = &analysis {
            analysis = merged(notes)?.into();
        }
        write!(out, "{}", analysis.to_markdown()?)?;
        match &analysis {
            CauseAnalysis::FiveWhys(it) => {
                writeln!(out, "\nTo be looked at again:\n")?;
                for finding in it.findings(&BlameWords::english()) {
                    let word = finding.word.map(|it| format!(" (`{it}`)"));
                    let (answer, kind) = (finding.answer, finding.kind);
                    writeln!(out, "- `{answer}`: {kind}{}", word.unwrap_or_default())?;
                }
            }
            CauseAnalysis::KepnerTregoe(it) => refused(out, it)?,
            _ => {}
        }
        writeln!(out)?;
        found.extend(analysis.causes()?);
        if let Some(folder) = folder {
            draw(folder, name, &analysis)?;
        }
    }
    compare(out, &found)
}

/// What the method says to a description without anything that is not.
fn refused(out: &mut impl Write, it: &KepnerTregoe) -> Result<(), Box<dyn Error>> {
    let mut draft = it.draft().clone();
    for contrast in &mut draft.contrasts {
        contrast.is_not = None;
    }
    writeln!(out, "\nWithout anything that IS NOT, it is refused:\n")?;
    let faults = KepnerTregoe::try_from(draft).err().unwrap_or_default();
    let rules = ["kepner_tregoe.is_not.missing", "kepner_tregoe.cause.early"];
    for fault in faults.iter().filter(|it| rules.contains(&it.rule)) {
        writeln!(out, "- {fault}")?;
    }
    Ok(())
}

/// What was found by whom, by what it contributed to.
fn compare(out: &mut impl Write, found: &[Cause]) -> Result<(), Box<dyn Error>> {
    writeln!(out, "## Compared\n")?;
    for contribution in Contribution::ALL {
        writeln!(out, "What contributed to the {contribution}:\n")?;
        for it in found.iter().filter(|it| it.contribution == *contribution) {
            let method = it.found_by.map_or("", |it| it.as_str()).replace('_', " ");
            let evidence = match it.evidence.len() {
                0 => "no evidence yet".to_owned(),
                1 => "1 piece of evidence".to_owned(),
                many => format!("{many} pieces of evidence"),
            };
            writeln!(out, "- {} ({method}, {evidence})", it.statement)?;
        }
        writeln!(out)?;
    }
    Ok(())
}

fn draw(folder: &Path, name: &str, analysis: &CauseAnalysis) -> Result<(), Box<dyn Error>> {
    let (ending, picture) = match analysis {
        CauseAnalysis::FiveWhys(it) => ("mmd", it.to_mermaid()),
        CauseAnalysis::FaultTree(it) => ("mmd", it.to_mermaid()),
        CauseAnalysis::Ishikawa(it) => ("svg", it.to_svg()),
        CauseAnalysis::Pareto(it) => ("svg", it.to_svg()),
        CauseAnalysis::Chronology(it) => ("svg", it.to_svg("No orders for 48 minutes")),
        _ => return Ok(()),
    };
    Ok(fs::write(folder.join(format!("{name}.{ending}")), picture)?)
}

/// The notes of the people, with what the records tell.
fn merged(notes: &Chronology) -> Result<Chronology, Box<dyn Error>> {
    let node = |_| "DB node A".to_owned();
    let incident: Vec<_> = incident()?.iter().flat_map(of_incident).collect();
    let item: Vec<_> = item()?.iter().filter_map(|it| of_item(it, node)).collect();
    let notes = notes.entries().iter().cloned();
    Ok(Chronology::merge(notes.chain(incident).chain(item))?)
}

fn at(time: &str) -> Result<DateTime<Utc>, chrono::ParseError> {
    format!("2026-03-02T{time}Z").parse()
}

/// The history of the incident.
fn incident() -> Result<Vec<RecordedIncidentEvent>, Box<dyn Error>> {
    let policy = IncidentPolicy::default();
    let desk = Actor::person(PersonId::from_key(1)).with(Role::SERVICE_DESK_ANALYST);
    let profile = Profile::new(
        Title::new("The shop takes no orders")?,
        DetectionSource::Monitoring,
        Impact::new("High")?,
        Urgency::new("High")?,
    )
    .service(ServiceId::from_key(1))
    .ci(CiId::from_key(2))
    .occurred_at(OccurredAt(at("09:12:00")?));
    let cx = Context::new(at("09:20:00")?, &desk, &policy);
    let (mut incident, born) = Incident::register(IncidentId::from_key(1), profile, &cx)?;
    let mut events = vec![born];
    let resolve = Resolve::new(ResolutionCode::WORKAROUND).notes(Note::new("Old logs removed")?);
    let resolve = resolve.restored_at(RestoredAt(at("10:00:00")?));
    for (time, command) in [
        (
            "09:26:00",
            IncidentCommand::from(Assign::new(GroupId::from_key(1))),
        ),
        ("09:27:00", StartWork::new().into()),
        ("10:04:00", resolve.into()),
    ] {
        let cx = Context::new(at(time)?, &desk, &policy);
        events.extend(incident.execute(command, &cx)?);
    }
    Ok(events)
}

/// The history of the item whose log level was raised.
fn item() -> Result<Vec<RecordedCiEvent>, Box<dyn Error>> {
    let mut draft = DraftConfigurationPolicy::default();
    if let Some(database) = draft.classes.get_mut("database") {
        let text = AttributeDefinition::Text;
        database.attributes.insert("log_level".into(), text);
    }
    let policy = ConfigurationPolicy::try_from(draft)?;
    let manager = Actor::person(PersonId::from_key(2)).with(Role::CONFIGURATION_MANAGER);
    let change = ChangeId::from_key(1);
    let profile = CiProfile::new(Code::new("database")?, Title::new("DB node A")?);
    let cx = Context::new(at("05:00:00")?, &manager, &policy);
    let (mut item, born) = Ci::register(CiId::from_key(2), profile, change.into(), &cx)?;
    let mut events = vec![born];
    let cx = Context::new(at("08:30:00")?, &manager, &policy);
    let raise = SetAttribute::new(Code::new("log_level")?, change);
    let raise = raise.value(AttributeValue::Text(Label::new("debug")?));
    events.extend(item.execute(raise, &cx)?);
    Ok(events)
}
