//! Instants on the wire: the quick way of reading them, against the general parser of chrono.
#![cfg(feature = "serde")]
#![allow(
    clippy::arithmetic_side_effects,
    clippy::std_instead_of_alloc,
    clippy::std_instead_of_core,
    reason = "a test may use std, and to panic is to fail"
)]

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use itsm_core::time::{DetectedAt, Instant};
use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

fn ours(text: &str) -> Result<Instant, String> {
    let text: StrDeserializer<'_, Error> = text.into_deserializer();
    itsm_core::wire::instant(text).map_err(|error| error.to_string())
}

fn general(text: &str) -> Result<Instant, String> {
    let text: StrDeserializer<'_, Error> = text.into_deserializer();
    DateTime::<Utc>::deserialize(text).map_err(|error| error.to_string())
}

#[test]
fn instants_as_we_write_them_are_read_back() {
    let formats = [
        SecondsFormat::Secs,
        SecondsFormat::Millis,
        SecondsFormat::Micros,
        SecondsFormat::Nanos,
    ];
    let mut at = DateTime::<Utc>::UNIX_EPOCH;
    for turn in 0..20_000 {
        at += TimeDelta::seconds(turn * 7_919 % 400_000) + TimeDelta::nanoseconds(123_456_789);
        for format in formats {
            let text = at.to_rfc3339_opts(format, true);
            assert!(general(&text).is_ok(), "{text}");
            assert_eq!(ours(&text), general(&text), "{text}");
        }
    }
    assert!(at.to_rfc3339() > "2080".into(), "the walk has seen decades");
}

#[test]
fn whatever_else_there_is_is_read_and_refused_as_the_general_parser_does() {
    for text in [
        "0000-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999999Z",
        "2024-02-29T09:05:00Z",
        "2026-03-02T09:05:00+01:00",
        "2026-03-02t09:05:00z",
        "2026-03-02 09:05:00Z",
        "2016-12-31T23:59:60Z",
        "2026-03-02T09:05:00.1234567891Z",
        "+12026-03-02T09:05:00Z",
        "2026-02-29T09:05:00Z",
        "2026-00-02T09:05:00Z",
        "2026-13-02T09:05:00Z",
        "2026-03-02T24:00:00Z",
        "2026-03-02T09:60:00Z",
        "2026-03-02T09:05:61Z",
        "2026-03-02T09:05:00.Z",
        "2026-03-02T09:05:00.1x3Z",
        "2026-03-02T09:05:00",
        "2026-03-0:T09:05:00Z",
        "2026-03-0/T09:05:00Z",
        "2026-03-02T09:05:00Z ",
        "2026-03-02T09:05:0\u{e9}Z",
        "",
        "Z",
    ] {
        assert_eq!(ours(text), general(text), "{text}");
    }
}

#[test]
fn moment_that_is_no_instant_says_what_was_expected() {
    let number: serde_json::Result<DetectedAt> = serde_json::from_str("7");
    let message = number.map_err(|error| error.to_string());
    assert_eq!(
        message,
        Err(
            "invalid type: integer `7`, expected an RFC 3339 formatted date and time string at line 1 column 1"
                .into()
        )
    );
}
