//! Generators reach every corner of the words they make.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "helpers of tests may panic as tests may"
)]

use core::fmt::Debug;
use itsm_core::actor::Agent;
use itsm_core::id::ServiceId;
use itsm_core::text::{Label, Note, Title};
use itsm_core::time::{Instant, Seconds};
use itsm_testing::generate;
use proptest::strategy::{BoxedStrategy, Strategy as _, ValueTree as _};
use proptest::test_runner::TestRunner;

/// Whether one of two thousand values is so.
fn some<T: Debug>(strategy: &BoxedStrategy<T>, is: impl Fn(&T) -> bool) -> bool {
    let mut runner = TestRunner::deterministic();
    (0..2_000).any(|_| is(&strategy.new_tree(&mut runner).unwrap().current()))
}

#[test]
fn texts_are_short_and_longest_plain_and_of_many_bytes() {
    let longest = |text: &str, max| text.chars().count() == max;
    assert!(some(&generate::labels(), |it| longest(
        it.as_str(),
        Label::MAX_CHARS
    )));
    assert!(some(&generate::titles(), |it| longest(
        it.as_str(),
        Title::MAX_CHARS
    )));
    assert!(some(&generate::notes(), |it| longest(
        it.as_str(),
        Note::MAX_CHARS
    )));
    assert!(some(&generate::notes(), |it| it.as_str().len() > Note::MAX_CHARS));
    assert!(some(&generate::notes(), |it| it.as_str().contains('\n')));
    assert!(some(&generate::titles(), |it| it.as_str().is_ascii()));
    assert!(some(&generate::titles(), |it| it
        .as_str()
        .contains(['"', '\\'])));
    assert!(some(&generate::codes(), |it| it.as_str().len() == 1));
    assert!(some(&generate::codes(), |it| it.as_str().len() == 64));
    assert!(some(&generate::record_numbers(), |it| it
        .as_str()
        .starts_with("INC")));
}

#[test]
fn ids_meet_each_other_and_reach_the_last_key() {
    let ids = generate::ids(ServiceId::from_key);
    for key in 1..=8 {
        assert!(some(&ids, |it| *it == ServiceId::from_key(key)));
    }
    assert!(some(&ids, |it| it.key() == Some(u64::MAX)));
}

#[test]
fn times_are_sane_or_extreme_as_asked() {
    let year = |it: &Instant| it.to_rfc3339().starts_with("20");
    assert!(!some(&generate::instants(), |it| !year(it)));
    assert!(some(&generate::instants(), |it| it
        .timestamp_subsec_nanos()
        > 0));
    assert!(some(&generate::extreme_instants(), |it| *it == Instant::MAX_UTC));
    assert!(some(&generate::extreme_instants(), |it| *it == Instant::MIN_UTC));
    assert!(some(&generate::pauses(), |it| *it == Seconds(0)));
    assert!(!some(&generate::pauses(), |it| *it > Seconds::days(40)));
    assert!(some(&generate::seconds(), |it| it.0 == u64::MAX));
}

#[test]
fn actors_are_people_and_programs_with_and_without_roles() {
    let actors = generate::actors();
    assert!(some(&actors, |it| it.roles().is_empty()));
    assert!(some(&actors, |it| it.roles().len() == 3));
    assert!(some(&actors, |it| matches!(
        it.agent(),
        Agent::Automation(_)
    )));
    assert!(some(&generate::roles(), |it| !it.is_well_known()));
}

#[test]
fn failing_values_shrink_to_the_plainest() {
    let mut runner = TestRunner::deterministic();
    let outcome = runner.run(&generate::titles(), |title| {
        proptest::prop_assert!(title.as_str().chars().count() < 5);
        Ok(())
    });
    let message = outcome.unwrap_err().to_string();
    assert!(message.contains("\"aaaaa\""), "{message}");
}
