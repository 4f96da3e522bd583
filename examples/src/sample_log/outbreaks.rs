//! A log in which some troubles come in outbreaks: what `find_problems` looks into when it is given
//! no log. Whoever handled an outbreak linked some of its cases to a problem, and forgot others.

use super::words::HEADER;
use super::{Dice, Planted, SEED, case};
use jiff::ToSpan;
use jiff::civil::{DateTime, date};

/// How many cases come one by one.
const ORDINARY: u32 = 420;

/// Cases of one trouble within some hours.
struct Outbreak {
    begins: DateTime,
    hours: usize,
    cases: u32,
    trouble: usize,
    device: Option<&'static str>,
    /// The problem that it was, if anybody opened one, and how many of a hundred were linked to it.
    problem: Option<(usize, usize)>,
}

/// What was planted. Two of them overlap: they are of one category and have two problems.
fn outbreaks() -> [Outbreak; 6] {
    let on = |month, day, hour| date(2024, month, day).at(hour, 0, 0, 0);
    let outbreak = |begins, hours, cases, trouble| Outbreak {
        begins,
        hours,
        cases,
        trouble,
        device: None,
        problem: None,
    };
    let known = |it: Outbreak, problem, percent| Outbreak {
        problem: Some((problem, percent)),
        ..it
    };
    let of = |it: Outbreak, device| Outbreak {
        device: Some(device),
        ..it
    };
    [
        known(outbreak(on(3, 4, 8), 3, 16, 1), 21, 80),
        of(known(outbreak(on(3, 19, 9), 20, 9, 2), 22, 70), "CI-0007"),
        of(outbreak(on(4, 8, 7), 16, 8, 6), "CI-0112"),
        known(outbreak(on(5, 2, 9), 4, 12, 0), 23, 60),
        known(outbreak(on(5, 2, 10), 4, 10, 1), 24, 60),
        of(known(outbreak(on(6, 3, 8), 30, 11, 6), 25, 90), "CI-0112"),
    ]
}

/// The log as CSV.
///
/// # Errors
/// Never in practice: memory is written to.
pub fn generate_busy() -> csv::Result<Vec<u8>> {
    let mut dice = Dice(SEED);
    let mut cases: Vec<(DateTime, Option<Planted>)> = Vec::new();
    let mut opened = date(2024, 1, 8).at(7, 30, 0, 0);
    for _ in 0..ORDINARY {
        opened += dice.minutes(420).minutes();
        cases.push((opened, None));
    }
    for it in outbreaks() {
        for _ in 0..it.cases {
            let minutes = i64::try_from(dice.below(it.hours * 60)).unwrap_or(0);
            let problem = it.problem.filter(|(_, percent)| dice.chance(*percent));
            let planted = Planted {
                trouble: it.trouble,
                device: it.device,
                problem: problem.map(|it| it.0),
            };
            cases.push((it.begins + minutes.minutes(), Some(planted)));
        }
    }
    cases.sort_by_key(|it| it.0);
    let mut csv = csv::Writer::from_writer(Vec::new());
    csv.write_record(HEADER)?;
    for (number, (opened, planted)) in (1..).zip(&cases) {
        for row in case(&mut dice, number, *opened, planted.as_ref()) {
            csv.write_record(&row)?;
        }
    }
    csv.into_inner().map_err(|error| error.into_error().into())
}
