//! Invents the sample log: a year's worth of nothing in particular at a made-up service desk, in
//! the columns of a `ServiceNow` incident audit. The same seed gives the same bytes on every
//! machine.
//!
//! Most cases are drawn at random; `Oddity` names what a report has to cope with, and each stands
//! in one case whose place is fixed.

mod outbreaks;
mod words;

pub use outbreaks::generate_busy;

use jiff::civil::{DateTime, date};
use jiff::{SignedDuration, ToSpan};
use words::{CONTACT, GROUPS, HEADER, IMPACT, PLACES, PRIORITY, TARGET_HOURS, TROUBLES};

/// The seed of the bundled log.
pub const SEED: u64 = 2024;

/// How many cases the bundled log has.
pub const CASES: u32 = 240;

/// What a real log has in it, and a report must tell rather than hide.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Oddity {
    /// Closed, and active again later.
    ClosedToActive,
    /// A code in the place of a state.
    UndeclaredState,
    /// Two rows that stand in the wrong order.
    Backwards,
    /// A priority that impact and urgency do not give.
    Override,
    /// Closed before anybody resolved it.
    NeverResolved,
    /// Resolved, and waiting for the caller again.
    ResolvedToHold,
    /// Called off.
    Canceled,
    /// Reopened, but the tool's own counter missed it.
    UncountedReopening,
}

fn oddity(case: u32) -> Option<Oddity> {
    Some(match case {
        20 | 177 => Oddity::ClosedToActive,
        41 | 203 => Oddity::UndeclaredState,
        58 => Oddity::Backwards,
        73 | 74 | 151 => Oddity::Override,
        95 => Oddity::NeverResolved,
        110 => Oddity::ResolvedToHold,
        33 | 128 | 212 => Oddity::Canceled,
        161 => Oddity::UncountedReopening,
        _ => return None,
    })
}

/// A generator of numbers that look random (`SplitMix64`): small, and the same everywhere.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.roll() >> 33).unwrap_or(0) % n
    }

    fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// A delay of some minutes, often short and at times very long.
    fn minutes(&mut self, typical: usize) -> i64 {
        let factor = [1, 1, 2, 3, 8][self.below(5)];
        i64::try_from(1 + self.below(typical * factor)).unwrap_or(1)
    }
}

/// A case as it stands, and its rows so far.
struct Case {
    now: DateTime,
    opened: DateTime,
    resolved: Option<DateTime>,
    state: &'static str,
    updates: u32,
    reassignments: u32,
    reopenings: u32,
    impact: usize,
    urgency: usize,
    priority: usize,
    group: usize,
    person: Option<usize>,
    caller: usize,
    confirmed: bool,
    problem: Option<usize>,
    change: Option<usize>,
    rows: Vec<[String; 36]>,
}

/// The log as CSV.
///
/// # Errors
/// Never in practice: memory is written to.
pub fn generate(seed: u64, cases: u32) -> csv::Result<Vec<u8>> {
    let mut dice = Dice(seed);
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(HEADER)?;
    let mut opened = date(2024, 1, 8).at(7, 30, 0, 0);
    for number in 1..=cases {
        opened += dice.minutes(420).minutes();
        for row in case(&mut dice, number, opened, None) {
            csv.write_record(&row)?;
        }
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}

/// What is not left to chance: the trouble, the device, the problem.
struct Planted {
    trouble: usize,
    device: Option<&'static str>,
    problem: Option<usize>,
}

fn case(
    dice: &mut Dice,
    number: u32,
    opened: DateTime,
    planted: Option<&Planted>,
) -> Vec<[String; 36]> {
    let odd = oddity(number);
    let trouble = match planted {
        Some(it) => it.trouble,
        None => dice.below(TROUBLES.len()),
    };
    let (impact, urgency) = (
        [1, 1, 1, 1, 2, 2, 0][dice.below(7)],
        [1, 1, 1, 2, 2, 0][dice.below(6)],
    );
    let mut it = Case {
        now: opened,
        opened,
        resolved: None,
        state: "New",
        updates: 0,
        reassignments: 0,
        reopenings: 0,
        impact,
        urgency,
        priority: (impact + urgency).min(3),
        group: if dice.chance(60) {
            0
        } else {
            TROUBLES[trouble].3
        },
        person: None,
        caller: dice.below(90),
        confirmed: false,
        problem: None,
        change: None,
        rows: Vec::new(),
    };
    // What never changes is drawn once.
    let place = PLACES[dice.below(PLACES.len())];
    let contact = CONTACT[dice.below(CONTACT.len())];
    let device = match planted {
        Some(it) => it.device.map(str::to_owned),
        None => dice
            .chance(30)
            .then(|| format!("CI-{:04}", dice.below(400))),
    };
    let fixed = Fixed {
        number,
        trouble,
        place,
        contact,
        device,
    };

    it.row(&fixed, dice);
    if odd == Some(Oddity::Override) {
        it.priority = if number == 151 { 3 } else { 0 };
        it.confirmed = true;
    }
    work(&mut it, &fixed, dice, odd);
    if let Some(problem) = planted.and_then(|it| it.problem) {
        it.problem = Some(problem);
    }
    end(&mut it, &fixed, dice, odd);
    fill_back(&mut it, odd);
    it.rows
}

/// From new to the brink of resolution.
fn work(it: &mut Case, fixed: &Fixed, dice: &mut Dice, odd: Option<Oddity>) {
    if dice.chance(85) {
        it.person = Some(dice.below(4));
        it.next("Active", 60, fixed, dice);
    }
    let skilled = TROUBLES[fixed.trouble].3;
    if it.group != skilled && dice.chance(70) {
        it.group = skilled;
        it.person = None;
        it.reassignments += 1;
        it.next("Active", 90, fixed, dice);
        it.person = Some(dice.below(4));
        it.next("Active", 120, fixed, dice);
    }
    if odd == Some(Oddity::UndeclaredState) {
        it.next("-100", 30, fixed, dice);
        it.next("Active", 30, fixed, dice);
    }
    let holds = [
        "Awaiting User Info",
        "Awaiting User Info",
        "Awaiting User Info",
        "Awaiting Vendor",
        "Awaiting Problem",
        "Awaiting Change",
        "Awaiting Evidence",
    ];
    for _ in 0..2 {
        if !dice.chance(30) {
            break;
        }
        let hold = holds[dice.below(holds.len())];
        match hold {
            "Awaiting Problem" => it.problem = Some(dice.below(12)),
            "Awaiting Change" => it.change = Some(dice.below(30)),
            _ => {}
        }
        it.next(hold, 240, fixed, dice);
        if dice.chance(50) {
            it.next(hold, 600, fixed, dice);
        }
        if dice.chance(60) {
            it.next("Active", 900, fixed, dice);
        }
    }
    if dice.chance(25) {
        it.confirmed = true;
        it.next(it.state, 200, fixed, dice);
    }
}

/// From resolution to the end.
fn end(it: &mut Case, fixed: &Fixed, dice: &mut Dice, odd: Option<Oddity>) {
    match odd {
        Some(Oddity::Canceled) => return it.next("Canceled", 300, fixed, dice),
        Some(Oddity::NeverResolved) => return it.next("Closed", 300, fixed, dice),
        _ => {}
    }
    it.resolve(fixed, dice);
    let reopened = dice.chance(6) || odd == Some(Oddity::UncountedReopening);
    if reopened {
        it.reopenings += u32::from(odd != Some(Oddity::UncountedReopening));
        it.next("Active", 500, fixed, dice);
        it.resolve(fixed, dice);
    }
    if odd == Some(Oddity::ResolvedToHold) {
        it.reopenings += 1;
        it.next("Awaiting User Info", 400, fixed, dice);
        it.resolve(fixed, dice);
    }
    it.close(fixed, dice);
    if odd == Some(Oddity::ClosedToActive) {
        it.next("Active", 2000, fixed, dice);
        it.resolve(fixed, dice);
        it.close(fixed, dice);
    }
}

/// The tool writes the last resolution and closure, and who did it, into every row of the case.
fn fill_back(it: &mut Case, odd: Option<Oddity>) {
    let closed = stamp(it.now);
    let resolver = it
        .person
        .map_or_else(|| "?".into(), |person| resolver(it.group, person));
    for row in &mut it.rows {
        if let Some(resolved) = it.resolved {
            row[34] = stamp(resolved);
            row[33].clone_from(&resolver);
        }
        row[35].clone_from(&closed);
    }
    if odd == Some(Oddity::Backwards) {
        let last = it.rows.len() - 1;
        it.rows.swap(last - 2, last - 1);
    }
}

struct Fixed {
    number: u32,
    trouble: usize,
    place: &'static str,
    contact: &'static str,
    device: Option<String>,
}

impl Case {
    fn next(&mut self, state: &'static str, typical: usize, fixed: &Fixed, dice: &mut Dice) {
        self.state = state;
        self.now += dice.minutes(typical).minutes();
        self.updates += 1 + u32::from(dice.chance(15));
        self.row(fixed, dice);
    }

    fn resolve(&mut self, fixed: &Fixed, dice: &mut Dice) {
        self.next("Resolved", 700, fixed, dice);
        self.resolved = Some(self.now);
        if dice.chance(10) {
            self.next("Resolved", 60, fixed, dice);
        }
    }

    /// Nobody closes by hand: it happens five days later, within the hour.
    fn close(&mut self, fixed: &Fixed, dice: &mut Dice) {
        self.now += 5.days();
        self.next("Closed", 12, fixed, dice);
    }

    fn met_target(&self) -> bool {
        let allowed = SignedDuration::from_hours(TARGET_HOURS[self.priority]);
        let done = self.resolved.unwrap_or(self.now);
        self.state != "Closed" || done.duration_since(self.opened) <= allowed
    }

    fn row(&mut self, fixed: &Fixed, dice: &mut Dice) {
        let (category, subcategory, symptom, _) = TROUBLES[fixed.trouble];
        let or_nothing = |text: Option<String>| text.unwrap_or_else(|| "?".into());
        let closed = self.state == "Closed";
        let updated_by = if closed {
            "system".into()
        } else {
            format!("agent-{:02}", dice.below(24))
        };
        self.rows.push([
            format!("INC{:07}", 4_200_000 + fixed.number),
            self.state.into(),
            (!closed && self.state != "Canceled").to_string(),
            self.reassignments.to_string(),
            self.reopenings.to_string(),
            self.updates.to_string(),
            self.met_target().to_string(),
            format!("person-{:03}", self.caller),
            format!("agent-{:02}", fixed.number % 24),
            stamp(self.opened),
            format!("agent-{:02}", fixed.number % 24),
            stamp(self.opened),
            updated_by,
            stamp(self.now),
            fixed.contact.into(),
            fixed.place.into(),
            category.into(),
            subcategory.into(),
            symptom.into(),
            or_nothing(fixed.device.clone()),
            IMPACT[self.impact].into(),
            IMPACT[self.urgency].into(),
            PRIORITY[self.priority].into(),
            GROUPS[self.group].into(),
            or_nothing(self.person.map(|person| resolver(self.group, person))),
            (fixed.number % 7 == 0).to_string(),
            self.confirmed.to_string(),
            if fixed.contact == "Email" {
                "Send Email"
            } else {
                "Do Not Notify"
            }
            .into(),
            or_nothing(self.problem.map(|it| format!("PRB{:06}", 7_100 + it))),
            or_nothing(self.change.map(|it| format!("CHG{:06}", 3_300 + it))),
            if self.state == "Awaiting Vendor" {
                "Lantern Telecom"
            } else {
                "?"
            }
            .into(),
            or_nothing((fixed.number % 60 == 0).then(|| format!("CHG{:06}", 3_300 + fixed.number))),
            format!("code {}", 1 + fixed.number % 5),
            "?".into(),
            "?".into(),
            "?".into(),
        ]);
    }
}

fn resolver(group: usize, person: usize) -> String {
    format!("agent-{:02}", group * 4 + person)
}

fn stamp(at: DateTime) -> String {
    let (day, month, year) = (at.day(), at.month(), at.year());
    format!("{day}/{month}/{year} {:02}:{:02}", at.hour(), at.minute())
}
