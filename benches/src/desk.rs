//! A made-up service desk: many incidents at once, each with a life as desks know them, and what
//! was asked of them in the order of time.

use crate::dice::Dice;
use chrono::{DateTime, TimeDelta, Utc};
use itsm::core::actor::{Actor, Role};
use itsm::core::context::Context;
use itsm::core::id::{CiId, GroupId, IncidentId, PersonId, ServiceId};
use itsm::core::level::{Impact, Urgency};
use itsm::core::text::{Code, Label, Note, RecordNumber, Title};
use itsm::core::time::{DetectedAt, Instant, RestoredAt};
use itsm::incident::command::{
    Acknowledge, AffectCi, Assign, Cancel, Categorize, Close, CloseAutomatically, Describe,
    EscalateFunctionally, Hold, IncidentCommand, Prioritize, RecordRequesterReply, Reopen, Resolve,
    Resume, SetService, StartWork,
};
use itsm::incident::policy::IncidentPolicy;
use itsm::incident::profile::{Category, DetectionSource, Profile};
use itsm::incident::resolution::{CancelReason, ResolutionCode};
use itsm::incident::state::HoldReason;
use itsm::incident::{Incident, RecordedIncidentEvent};

/// Something that was asked of an incident.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Of which, by its place.
    pub incident: usize,
    /// When.
    pub at: Instant,
    /// By whom, by the place in [`Desk::actors`].
    pub actor: usize,
    /// What.
    pub command: IncidentCommand,
}

/// What happened at the desk.
#[derive(Debug)]
pub struct Desk {
    /// The policy in force.
    pub policy: IncidentPolicy,
    /// Who worked there; the last one is a program.
    pub actors: Vec<Actor>,
    /// The incidents as they were registered, by their place.
    pub registered: Vec<Incident>,
    /// What was asked of them after that, in the order of time; nothing was refused.
    pub asked: Vec<Asked>,
    /// All that was recorded, in the order of time.
    pub events: Vec<RecordedIncidentEvent>,
}

/// The place of an incident, from its id.
pub fn place(id: IncidentId) -> usize {
    let key = id.key().expect("the desk makes ids from keys");
    usize::try_from(key).expect("a place")
}

impl Desk {
    /// A desk with so many incidents: about nine events each.
    pub fn open(incidents: usize) -> Self {
        let policy = IncidentPolicy::default();
        let mut actors: Vec<Actor> = (0..40)
            .map(|key| Actor::person(PersonId::from_key(key)).with(Role::SERVICE_DESK_ANALYST))
            .collect();
        actors.push(Actor::automation(text("clock", Code::new)));
        let mut dice = Dice::new(7);
        let mut happenings = Vec::new();
        let mut opened: Instant = DateTime::<Utc>::UNIX_EPOCH + TimeDelta::days(20_000);
        for incident in 0..incidents {
            opened += minutes(&mut dice, 8);
            let clock = actors.len() - 1;
            life(&mut dice, incident, opened, clock, &mut happenings);
        }
        happenings.sort_by_key(|(at, _)| *at);

        let mut desk = Self {
            policy,
            actors,
            registered: Vec::new(),
            asked: Vec::new(),
            events: Vec::new(),
        };
        let mut now = Vec::new();
        for (at, happening) in happenings {
            match happening {
                Happening::Birth(profile) => {
                    let cx = Context::new(at, &desk.actors[0], &desk.policy);
                    let id = IncidentId::from_key(now.len() as u64);
                    let (incident, event) =
                        Incident::register(id, *profile, &cx).expect("a registration");
                    desk.registered.push(incident.clone());
                    now.push(incident);
                    desk.events.push(event);
                }
                Happening::Asked(asked) => {
                    let cx = Context::new(at, &desk.actors[asked.actor], &desk.policy);
                    let events = now[asked.incident]
                        .execute(asked.command.clone(), &cx)
                        .expect("nothing in a life is refused");
                    desk.events.extend(events);
                    desk.asked.push(asked);
                }
            }
        }
        desk
    }
}

enum Happening {
    Birth(Box<Profile>),
    Asked(Asked),
}

fn life(
    dice: &mut Dice,
    incident: usize,
    opened: Instant,
    clock: usize,
    happenings: &mut Vec<(Instant, Happening)>,
) {
    happenings.push((opened, Happening::Birth(profile(dice, incident, opened))));
    let mut at = opened;
    let person = dice.below(clock);
    let mut ask = |at: Instant, actor: usize, command: IncidentCommand| {
        let asked = Asked {
            incident,
            at,
            actor,
            command,
        };
        happenings.push((at, Happening::Asked(asked)));
    };
    if dice.chance(80) {
        at += minutes(dice, 10);
        ask(at, person, Acknowledge::new().into());
    }
    if dice.chance(4) {
        at += minutes(dice, 30);
        ask(
            at,
            person,
            Cancel::new(CancelReason::NOT_AN_INCIDENT).into(),
        );
        return;
    }
    for command in classification(dice) {
        at += minutes(dice, 3);
        ask(at, person, command);
    }
    at += minutes(dice, 5);
    let group = dice.below(30) as u64;
    ask(at, person, Assign::new(GroupId::from_key(group)).into());
    at += minutes(dice, 60);
    ask(at, person, StartWork::new().into());
    let mut person = person;
    if dice.chance(30) {
        at += minutes(dice, 120);
        let expert = GroupId::from_key(group + 100);
        let why = text("Needs access to the core switches.", Note::new);
        ask(at, person, EscalateFunctionally::new(expert, why).into());
        person = dice.below(clock);
        at += minutes(dice, 60);
        let to_person = Assign::new(expert).person(PersonId::from_key(person as u64));
        ask(at, person, to_person.into());
    }
    if dice.chance(40) {
        for command in wait(dice) {
            at += minutes(dice, 600);
            ask(at, person, command);
        }
    }
    let turns = if dice.chance(5) { 2 } else { 1 };
    for turn in 0..turns {
        if turn > 0 {
            at += minutes(dice, 300);
            let why = text("It happens again since this morning.", Note::new);
            ask(at, person, Reopen::new().reason(why).into());
        }
        at += minutes(dice, 240);
        ask(at, person, resolve(dice, at));
    }
    if dice.chance(60) {
        let later = at + TimeDelta::days(5);
        ask(later, clock, CloseAutomatically::new().into());
    } else {
        at += minutes(dice, 600);
        let by = PersonId::from_key(1_000 + incident as u64 % 5_000);
        ask(at, person, Close::new().confirmed_by(by).into());
    }
}

fn classification(dice: &mut Dice) -> Vec<IncidentCommand> {
    let mut commands: Vec<IncidentCommand> = Vec::new();
    if dice.chance(60) {
        let category = dice.pick(&[
            "Network",
            "Hardware",
            "Mail and calendar",
            "Enterprise planning",
        ]);
        let part = dice.pick(&["Remote access", "Printing", "Slow response"]);
        let category = Category::with(text(category, Label::new), text(part, Label::new));
        commands.push(Categorize::new(category).into());
    }
    if dice.chance(15) {
        let note = text("More people are hurt than was said at first.", Note::new);
        let (impact, urgency) = levels(dice);
        commands.push(Prioritize::new(impact, urgency).note(note).into());
    }
    if dice.chance(15) {
        let service = ServiceId::from_key(dice.below(200) as u64);
        commands.push(SetService::new(service).into());
    }
    if dice.chance(20) {
        let ci = CiId::from_key(dice.below(9_000) as u64);
        commands.push(AffectCi::new(ci).into());
    }
    if dice.chance(10) {
        let better = text("Remote access drops after some minutes", Title::new);
        commands.push(Describe::new().title(better).into());
    }
    commands
}

fn wait(dice: &mut Dice) -> [IncidentCommand; 2] {
    if dice.chance(85) {
        let question = text("Which building are you in, and since when?", Note::new);
        let answer = text("Building 4, third floor, since Monday.", Note::new);
        [
            Hold::new(HoldReason::AWAITING_CALLER)
                .comment(question)
                .into(),
            RecordRequesterReply::new(answer).into(),
        ]
    } else {
        [
            Hold::new(HoldReason::AWAITING_VENDOR).into(),
            Resume::new().into(),
        ]
    }
}

fn resolve(dice: &mut Dice, at: Instant) -> IncidentCommand {
    let code = [ResolutionCode::FIXED, ResolutionCode::WORKAROUND][dice.below(2)].clone();
    let notes = dice.pick(&[
        "Restarted the gateway and watched it for a quarter of an hour.",
        "Replaced the cable.",
        "Profile repaired, signed out and in again; all shares are back as they should be.",
    ]);
    let resolve = Resolve::new(code).notes(text(notes, Note::new));
    if dice.chance(30) {
        resolve.restored_at(RestoredAt(at)).into()
    } else {
        resolve.into()
    }
}

fn profile(dice: &mut Dice, incident: usize, opened: Instant) -> Box<Profile> {
    let title = dice.pick(&[
        "No access to mail",
        "Printer on the third floor does nothing",
        "Remote access is slow and drops",
        "Planning system shows an error on saving",
    ]);
    let (impact, urgency) = levels(dice);
    let title = text(title, Title::new);
    let mut profile = Profile::new(title, DetectionSource::User, impact, urgency)
        .number(text(&format!("INC{incident:07}"), RecordNumber::new))
        .reporter(PersonId::from_key(1_000 + dice.below(5_000) as u64))
        .detected_at(DetectedAt(opened));
    if dice.chance(40) {
        let story = text(
            "Since this morning nothing goes. I have restarted it twice and it is the same on my \
             colleague's machine.",
            Note::new,
        );
        profile = profile.description(story);
    }
    if dice.chance(50) {
        profile = profile.service(ServiceId::from_key(1_000 + dice.below(200) as u64));
    }
    profile.into()
}

fn levels(dice: &mut Dice) -> (Impact, Urgency) {
    let labels = ["High", "Medium", "Medium", "Low"];
    (
        text(dice.pick(&labels), Impact::new),
        text(dice.pick(&labels), Urgency::new),
    )
}

fn text<'a, T, E: std::fmt::Debug>(it: &'a str, make: impl FnOnce(&'a str) -> Result<T, E>) -> T {
    make(it).expect("a sound text")
}

/// A delay of whole minutes, often short and at times long.
fn minutes(dice: &mut Dice, typical: usize) -> TimeDelta {
    let factor = dice.pick(&[1, 1, 2, 3, 8]);
    TimeDelta::minutes(i64::try_from(1 + dice.below(typical * factor)).unwrap_or(1))
}
