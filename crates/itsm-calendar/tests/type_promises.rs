//! What every public type promises, held by the compiler; and that no public type is forgotten.
#![cfg(feature = "serde")]
#![allow(
    clippy::panic,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    clippy::unwrap_used,
    reason = "helpers of tests, where to panic is to fail"
)]

use core::fmt::{Debug, Display};
use core::hash::Hash;
use core::iter::FusedIterator;
use core::str::FromStr;
use itsm_calendar::*;
use std::collections::BTreeSet;
use std::fs;

/// A value of the domain that is valid by construction, and so has no wire format of its own.
fn data<T: Clone + Eq + Send + Sync + Debug + 'static>() {}
/// One that stands in files.
fn wire<
    T: Clone + Eq + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned + 'static,
>() {
}
/// A choice with a default.
fn choice<
    T: Copy
        + Default
        + Ord
        + Hash
        + Send
        + Sync
        + Debug
        + serde::Serialize
        + serde::de::DeserializeOwned,
>() {
}
/// Small, and it can be a key.
fn key<
    T: Copy + Ord + Hash + Send + Sync + Debug + serde::Serialize + serde::de::DeserializeOwned,
>() {
}
fn name<T: Clone + Eq + Display + FromStr<Err = CalendarError> + Send + Sync + Debug>() {}
fn iterator<T: Clone + FusedIterator<Item = Period> + Send + Sync + Debug>() {}
fn error<T: core::error::Error + Clone + PartialEq + Send + Sync + 'static>() {}

macro_rules! promises {
    ($( $promise:ident: $( $name:ident $(<$arg:lifetime>)? ),+; )+) => {
        /// Every type that promises something, by name.
        const PROMISED: &[&str] = &[$( $( stringify!($name), )+ )+];

        #[test]
        fn public_types_keep_their_promises() {
            $( $( $promise::<$name $(<$arg>)?>(); )+ )+
        }
    };
}

promises! {
    choice: DayEnd, DueAtClose, Gap, Overlap, PauseRule, Seconds, StartAtOpen;
    data: Calendar, CalendarBook, Fault, HolidaySet, Import, Notice, Schedule;
    error: CalendarError, Faults;
    iterator: PeriodsAfter<'static>, PeriodsBefore<'static>;
    key: Instant, Pause, Period;
    name: Zone;
    wire: DraftCalendar, DraftCalendarBook, DraftCombined, DraftDay, DraftDifference, DraftEntry,
        DraftHolidaySet, DraftRecurrence, RelativeTarget;
}

#[test]
fn what_is_told_to_people_can_be_written() {
    fn told<T: Display>() {}
    fn counted<T: serde::Serialize + Ord>() {}
    fn listed<T: serde::Serialize + Default>() {}
    told::<CalendarError>();
    told::<Fault>();
    told::<Faults>();
    told::<Notice>();
    told::<Seconds>();
    counted::<Fault>();
    listed::<Faults>();
}

#[cfg(feature = "schemars")]
#[test]
fn what_stands_in_files_has_a_schema() {
    fn described<T: schemars::JsonSchema>() {}
    described::<DraftCalendar>();
    described::<DraftCalendarBook>();
    described::<DraftCombined>();
    described::<DraftDay>();
    described::<DraftDifference>();
    described::<DraftEntry>();
    described::<DraftHolidaySet>();
    described::<DraftRecurrence>();
    described::<RelativeTarget>();
    described::<DayEnd>();
    described::<DueAtClose>();
    described::<Gap>();
    described::<Overlap>();
    described::<PauseRule>();
    described::<StartAtOpen>();
    described::<Seconds>();
    described::<Period>();
}

#[test]
fn no_public_type_is_forgotten() {
    // What the crate names to the outside is what its root file says.
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/src/lib.rs");
    let root = fs::read_to_string(root).unwrap();
    let mut public = BTreeSet::new();
    for statement in root.split(';') {
        let statement = statement.trim_start();
        let found = statement
            .lines()
            .map(str::trim_start)
            .skip_while(|line| !line.starts_with("pub use ") && !line.starts_with("pub type "));
        let statement: String = found.collect();
        let words = statement.split(|c: char| !c.is_alphanumeric() && c != '_');
        let is_type = |it: &&str| it.starts_with(char::is_uppercase);
        let before_value = if statement.starts_with("pub type ") {
            1
        } else {
            usize::MAX
        };
        public.extend(words.filter(is_type).take(before_value).map(String::from));
    }
    assert!(public.len() > 25, "only {} were found", public.len());
    let forgotten: Vec<_> = public
        .iter()
        .map(String::as_str)
        .filter(|it| !PROMISED.contains(it))
        .collect();
    assert_eq!(forgotten, [""; 0]);

    // No file has a public type that the root does not name: nobody could write its name.
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src");
    let mut unnamed = BTreeSet::new();
    let mut folders = vec![std::path::PathBuf::from(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                folders.push(entry.path());
                continue;
            }
            let source = fs::read_to_string(entry.path()).unwrap();
            for line in source.lines().map(str::trim_start) {
                let rest = ["pub struct ", "pub enum ", "pub type ", "pub trait "]
                    .iter()
                    .find_map(|start| line.strip_prefix(start));
                let name = rest.and_then(|it| it.split(|c: char| !c.is_alphanumeric()).next());
                unnamed.extend(name.filter(|it| !public.contains(*it)).map(String::from));
            }
        }
    }
    assert_eq!(unnamed, BTreeSet::new());
}
