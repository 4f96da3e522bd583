//! Generators of the words that all practices share, for the generators of a practice to build on.
//!
//! Each is a proptest strategy that shrinks towards the plainest value. Small pools are on
//! purpose: two ids that never meet test nothing.

use itsm_core::actor::{Actor, Role};
use itsm_core::id::PersonId;
use itsm_core::text::{Code, Label, Note, RecordNumber, TextError, Title};
use itsm_core::time::{Instant, Seconds};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Ids, from the constructor over a key: `ids(IncidentId::from_key)`. Mostly of a pool of eight.
pub fn ids<I: core::fmt::Debug + 'static>(from_key: fn(u64) -> I) -> BoxedStrategy<I> {
    prop_oneof![
        8 => 1..=8_u64,
        1 => any::<u64>(),
        1 => Just(u64::MAX),
    ]
    .prop_map(from_key)
    .boxed()
}

/// Codes: short, with every character a code may have, and as long as they may be.
pub fn codes() -> BoxedStrategy<Code> {
    let rest = || select("abcxyz0189_-.".chars().collect::<Vec<_>>());
    prop_oneof![
        8 => (proptest::char::range('a', 'z'), vec(rest(), 0..12)).prop_map(|(first, rest)| {
            core::iter::once(first).chain(rest).collect::<String>()
        }),
        1 => Just("z".repeat(Code::MAX_CHARS)),
    ]
    .prop_filter_map("a code", |text| Code::new(text).ok())
    .boxed()
}

/// Labels, in any script, up to the longest.
pub fn labels() -> BoxedStrategy<Label> {
    lines(Label::MAX_CHARS, Label::new)
}

/// Titles, in any script, up to the longest.
pub fn titles() -> BoxedStrategy<Title> {
    lines(Title::MAX_CHARS, Title::new)
}

/// Record numbers, plain and odd, up to the longest.
pub fn record_numbers() -> BoxedStrategy<RecordNumber> {
    prop_oneof![
        4 => (0..10_000_000_u32).prop_filter_map("a number", |n| RecordNumber::new(format!("INC{n:07}")).ok()),
        1 => lines(RecordNumber::MAX_CHARS, RecordNumber::new),
    ]
    .boxed()
}

/// Notes, in any script, over several lines, up to the longest.
pub fn notes() -> BoxedStrategy<Note> {
    prop_oneof![
        4 => lines(40, Note::new),
        4 => vec(text(24), 1..5).prop_filter_map("a note", |lines| Note::new(lines.join("\n\t")).ok()),
        1 => lines(Note::MAX_CHARS, Note::new),
    ]
    .boxed()
}

fn lines<T: core::fmt::Debug + 'static>(
    max: usize,
    new: fn(String) -> Result<T, TextError>,
) -> BoxedStrategy<T> {
    prop_oneof![
        9 => text(max.min(24)),
        1 => character().prop_map(move |c| core::iter::repeat_n(c, max).collect()),
    ]
    .prop_filter_map("not blank", move |text| new(text).ok())
    .boxed()
}

fn text(max: usize) -> impl Strategy<Value = String> {
    vec(character(), 1..=max).prop_map(|chars| {
        let text: String = chars.into_iter().collect();
        if text.trim().is_empty() {
            "a".into()
        } else {
            text
        }
    })
}

/// One to four bytes, combining, right to left, and those that JSON must escape.
fn character() -> impl Strategy<Value = char> {
    prop_oneof![
        6 => proptest::char::range('a', 'z'),
        2 => proptest::char::range('!', '~'),
        1 => select(vec!['"', '\\', '/', '{', '}', '\'', ' ']),
        2 => select(vec!['ä', 'ß', 'Ł', 'я', 'א', '字', '\u{301}', '\u{2028}', '\u{feff}', '🔥']),
    ]
}

/// The first second of the year 2000, where [`instants`] begin.
const YEAR_2000: i64 = 946_684_800;
/// The first second of the year 2050, where they end.
const YEAR_2050: i64 = 2_524_608_000;

/// Instants from 2000 to 2050: mostly at whole seconds, some with nanoseconds.
pub fn instants() -> BoxedStrategy<Instant> {
    (
        YEAR_2000..YEAR_2050,
        prop_oneof![4 => Just(0_u32), 1 => 0..1_000_000_000_u32],
    )
        .prop_filter_map("on the time line", |(seconds, nanos)| {
            Instant::from_timestamp(seconds, nanos)
        })
        .boxed()
}

/// Instants anywhere: the sane ones, the beginning and the end of the time line, and times before 1970.
pub fn extreme_instants() -> BoxedStrategy<Instant> {
    prop_oneof![
        2 => instants(),
        1 => Just(Instant::MIN_UTC),
        1 => Just(Instant::MAX_UTC),
        1 => (Instant::MIN_UTC.timestamp()..=Instant::MAX_UTC.timestamp())
            .prop_filter_map("on the time line", |seconds| Instant::from_timestamp(seconds, 0)),
    ]
    .boxed()
}

/// Lengths of time as a day of work has them: none, seconds, minutes, hours, and up to forty days.
pub fn pauses() -> BoxedStrategy<Seconds> {
    prop_oneof![
        2 => Just(Seconds(0)),
        2 => (1..60_u64).prop_map(Seconds),
        3 => (1..60_u64).prop_map(Seconds::minutes),
        3 => (1..48_u64).prop_map(Seconds::hours),
        1 => (1..=40_u64).prop_map(Seconds::days),
    ]
    .boxed()
}

/// Lengths of time of any size, up to the longest there is.
pub fn seconds() -> BoxedStrategy<Seconds> {
    prop_oneof![
        4 => pauses(),
        1 => any::<u64>().prop_map(Seconds),
        1 => Just(Seconds(u64::MAX)),
    ]
    .boxed()
}

/// Roles: each of the well-known ones, and codes of a host's own.
pub fn roles() -> BoxedStrategy<Role> {
    prop_oneof![
        6 => select(Role::WELL_KNOWN.to_vec()),
        1 => codes().prop_map(Role::from),
    ]
    .boxed()
}

/// Actors: people of a pool of eight with up to three roles or none, and programs.
pub fn actors() -> BoxedStrategy<Actor> {
    prop_oneof![
        4 => (ids(PersonId::from_key), subsequence(Role::WELL_KNOWN.to_vec(), 0..=3)).prop_map(
            |(id, roles)| roles.into_iter().fold(Actor::person(id), Actor::with)
        ),
        1 => codes().prop_map(Actor::automation),
    ]
    .boxed()
}
