//! Reads timestamps in the format that a map names.
//!
//! The usual formats (digits and literal characters) are compiled into steps, because a log of a
//! million rows has several million timestamps; whatever the steps do not take goes through the
//! general parser, which also has the last word on what is not a timestamp.

use jiff::civil::DateTime;
use jiff::fmt::{strtime, temporal};
use jiff::tz::{TimeZone, TimeZoneDatabase};
use jiff::{Timestamp, Zoned};

/// Turns the text of a timestamp into an instant.
#[derive(Debug)]
pub struct Clock {
    format: Format,
    zone: Option<TimeZone>,
    zone_name: Option<String>,
}

/// A point in time as read from a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Instant {
    /// Seconds since 1970-01-01 00:00 UTC.
    pub seconds: i64,
    /// The local time happened twice or never, because clocks were changed: the first, or the
    /// moment just as long after the change, was taken.
    pub ambiguous: bool,
}

#[derive(Debug)]
enum Format {
    Rfc3339,
    Strftime {
        text: String,
        steps: Option<Vec<Step>>,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Literal(u8),
    Year,
    /// One or two digits, for this field.
    Two(Field),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(usize)]
enum Field {
    Month,
    Day,
    Hour,
    Minute,
    Second,
}

impl Clock {
    /// The zone of this name in the bundled IANA database.
    ///
    /// # Errors
    /// A message, if there is none.
    pub fn zone(name: &str) -> Result<(TimeZone, String), String> {
        match TimeZoneDatabase::bundled().get(name) {
            Ok(zone) => Ok((zone, name.to_owned())),
            Err(_) => Err(format!(
                "`{name}` is not a zone of the IANA database; expected a name such as `UTC` or `Europe/Berlin`"
            )),
        }
    }

    /// A clock for a format: `rfc3339`, or strftime directives.
    ///
    /// # Errors
    /// A message, if it is no format, does not tell a date, or needs a zone and has none.
    pub fn new(format: &str, zone: Option<(TimeZone, String)>) -> Result<Self, String> {
        let (zone, zone_name) = zone.unzip();
        let (format, carries_offset) = if format == "rfc3339" {
            (Format::Rfc3339, true)
        } else {
            let carries_offset = check(format)?;
            let format = Format::Strftime {
                text: format.to_owned(),
                steps: compile(format),
            };
            (format, carries_offset)
        };
        if zone.is_none() && !carries_offset {
            return Err(
                "timestamps in this format carry no offset, so `time.zone` is needed".into(),
            );
        }
        Ok(Self {
            format,
            zone,
            zone_name,
        })
    }

    /// The name of the zone, if the map gives one.
    pub fn zone_name(&self) -> Option<&str> {
        self.zone_name.as_deref()
    }

    /// The instant that a text tells; none if it is not a timestamp in this format.
    pub fn read(&self, text: &[u8]) -> Option<Instant> {
        match &self.format {
            Format::Rfc3339 => self.read_rfc3339(text),
            Format::Strftime {
                text: format,
                steps,
            } => {
                let local = steps.as_deref().and_then(|steps| run(steps, text));
                match local {
                    Some(local) => self.place(local),
                    None => self.read_strftime(format, text),
                }
            }
        }
    }

    fn read_rfc3339(&self, text: &[u8]) -> Option<Instant> {
        const PARSER: temporal::DateTimeParser = temporal::DateTimeParser::new();
        match PARSER.parse_timestamp(text) {
            Ok(at) => Some(exact(at)),
            // Without an offset it is local time, which only a zone can place.
            Err(_) => self.place(PARSER.parse_datetime(text).ok()?),
        }
    }

    fn read_strftime(&self, format: &str, text: &[u8]) -> Option<Instant> {
        let parsed = strtime::parse(format, text).ok()?;
        if parsed.offset().is_some() || parsed.timestamp().is_some() {
            return parsed.to_timestamp().ok().map(exact);
        }
        self.place(parsed.to_datetime().ok()?)
    }

    fn place(&self, local: DateTime) -> Option<Instant> {
        let zone = self.zone.as_ref()?;
        let at = zone.to_ambiguous_timestamp(local);
        Some(Instant {
            ambiguous: at.is_ambiguous(),
            seconds: at.compatible().ok()?.as_second(),
        })
    }
}

fn exact(at: Timestamp) -> Instant {
    Instant {
        seconds: at.as_second(),
        ambiguous: false,
    }
}

/// Writes a moment in the format and reads it back; tells whether the text carries its offset.
fn check(format: &str) -> Result<bool, String> {
    let probe: Zoned = DateTime::constant(2021, 11, 23, 17, 34, 56, 0)
        .to_zoned(TimeZone::fixed(jiff::tz::offset(5)))
        .map_err(|error| error.to_string())?;
    let bad = |why: &dyn std::fmt::Display| {
        format!(
            "`{format}` is not a format of timestamps: {why}; expected strftime directives such as `%Y-%m-%d %H:%M:%S`, or `rfc3339`"
        )
    };
    let text = strtime::format(format, &probe).map_err(|error| bad(&error))?;
    let parsed = strtime::parse(format, &text).map_err(|error| bad(&error))?;
    if parsed.offset().is_some() || parsed.timestamp().is_some() {
        return match parsed.to_timestamp() {
            Ok(at) if at.as_second() / 60 == probe.timestamp().as_second() / 60 => Ok(true),
            Ok(_) => Err(bad(&"it does not tell the minute")),
            Err(error) => Err(bad(&error)),
        };
    }
    let back = parsed.to_datetime().map_err(|error| bad(&error))?;
    if back.date() != probe.date() {
        return Err(bad(&"it does not tell the whole date"));
    }
    // A log that only knows days is poor but legal; a time that is wrong is neither.
    if back.time() != jiff::civil::Time::midnight()
        && (back.hour(), back.minute()) != (probe.hour(), probe.minute())
    {
        return Err(bad(&"it does not tell the time of the day"));
    }
    Ok(false)
}

fn compile(format: &str) -> Option<Vec<Step>> {
    let mut steps = Vec::new();
    let mut bytes = format.bytes();
    while let Some(byte) = bytes.next() {
        steps.push(match byte {
            b'%' => match bytes.next()? {
                b'Y' => Step::Year,
                b'm' => Step::Two(Field::Month),
                b'd' => Step::Two(Field::Day),
                b'H' => Step::Two(Field::Hour),
                b'M' => Step::Two(Field::Minute),
                b'S' => Step::Two(Field::Second),
                _ => return None,
            },
            // To the general parser a space is any amount of space.
            byte if byte.is_ascii_graphic() && !byte.is_ascii_digit() => Step::Literal(byte),
            b' ' => Step::Literal(b' '),
            _ => return None,
        });
    }
    // Digits next to digits would need to know who is greedy.
    let adjacent = steps
        .windows(2)
        .any(|pair| pair.iter().all(|it| !matches!(it, Step::Literal(_))));
    let once = |step| steps.iter().filter(|it| **it == step).count() == 1;
    let whole = [Field::Month, Field::Day, Field::Hour, Field::Minute];
    let fits = !adjacent && once(Step::Year) && whole.into_iter().all(|it| once(Step::Two(it)));
    fits.then_some(steps)
}

fn run(steps: &[Step], text: &[u8]) -> Option<DateTime> {
    let mut year = 0;
    let mut fields = [0_i8; 5];
    let mut rest = text;
    for step in steps {
        match *step {
            Step::Literal(byte) => {
                let (first, after) = rest.split_first()?;
                if *first != byte {
                    return None;
                }
                rest = after;
            }
            Step::Year => {
                let (digits, after) = rest.split_at_checked(4)?;
                for digit in digits {
                    year = year * 10 + i16::from(digit_of(*digit)?);
                }
                rest = after;
            }
            Step::Two(field) => {
                let (first, after) = rest.split_first()?;
                let mut value = digit_of(*first)?;
                rest = after;
                if let Some((second, after)) = rest.split_first() {
                    if let Some(digit) = digit_of(*second) {
                        value = value * 10 + digit;
                        rest = after;
                    }
                }
                fields[field as usize] = value;
            }
        }
    }
    let [month, day, hour, minute, second] = fields;
    if !rest.is_empty() || second > 59 {
        return None;
    }
    DateTime::new(year, month, day, hour, minute, second, 0).ok()
}

fn digit_of(byte: u8) -> Option<i8> {
    let digit = byte.wrapping_sub(b'0');
    if digit > 9 {
        None
    } else {
        i8::try_from(digit).ok()
    }
}

/// Remembers the last text that a column held: most rows repeat it.
#[derive(Debug, Default)]
pub struct Memo {
    text: Vec<u8>,
    value: Option<Instant>,
}

impl Memo {
    /// Reads a timestamp, or answers what the same text was last time.
    pub fn read(&mut self, clock: &Clock, text: &[u8]) -> Option<Instant> {
        if self.text != text {
            // A cell of absurd length is not worth remembering, nor its memory worth keeping.
            if text.len() > 64 {
                return clock.read(text);
            }
            self.value = clock.read(text);
            self.text.clear();
            self.text.extend_from_slice(text);
        }
        self.value
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn clock(format: &str, zone: &str) -> Clock {
        Clock::new(format, Some(Clock::zone(zone).unwrap())).unwrap()
    }

    #[test]
    fn compiled_steps_agree_with_the_general_parser() {
        for format in ["%d/%m/%Y %H:%M", "%Y-%m-%dT%H:%M:%S", "%m.%d.%Y,%H:%M:%S"] {
            let clock = clock(format, "UTC");
            let steps = compile(format).unwrap();
            let mut taken = 0;
            for n in 0..20_000_i64 {
                let at = Timestamp::from_second(n * 99_877 - 600_000_000).unwrap();
                let text = at.strftime(format).to_string();
                let general = clock.read_strftime(format, text.as_bytes());
                let compiled = run(&steps, text.as_bytes()).and_then(|it| clock.place(it));
                assert_eq!(compiled, general, "{text}");
                taken += usize::from(compiled.is_some());
            }
            assert_eq!(taken, 20_000);
        }
    }

    #[test]
    fn one_digit_days_and_hours_are_read() {
        let clock = clock("%d/%m/%Y %H:%M", "UTC");
        assert_eq!(
            clock.read(b"1/3/2016 9:52"),
            clock.read(b"01/03/2016 09:52")
        );
        assert_eq!(
            clock.read(b"01/03/2016 09:52").unwrap().seconds,
            1_456_825_920
        );
    }

    #[test]
    fn what_is_no_timestamp_is_none() {
        let clock = clock("%d/%m/%Y %H:%M", "UTC");
        for text in [
            "",
            "?",
            "31/2/2016 10:00",
            "1/1/2016",
            "1/1/2016 24:00",
            "1/1/2016 10:00 x",
            "1/13/2016 10:00",
        ] {
            assert_eq!(clock.read(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn local_time_is_placed_by_its_zone() {
        let berlin = clock("%Y-%m-%d %H:%M", "Europe/Berlin");
        let at = |text: &str| berlin.read(text.as_bytes()).unwrap();
        let summer = at("2024-07-01 12:00");
        let utc = clock("%Y-%m-%d %H:%M", "UTC")
            .read(b"2024-07-01 10:00")
            .unwrap();
        assert_eq!(summer, utc);
        assert!(at("2024-10-27 02:30").ambiguous, "happened twice");
        assert!(at("2024-03-31 02:30").ambiguous, "never happened");
        assert!(!summer.ambiguous);
    }

    #[test]
    fn an_offset_in_the_text_wins_over_the_zone() {
        let with = Clock::new("%Y-%m-%d %H:%M %z", None).unwrap();
        let rfc = Clock::new("rfc3339", None).unwrap();
        let at = rfc.read(b"2024-07-01T12:00:00+02:00").unwrap();
        assert_eq!(with.read(b"2024-07-01 12:00 +0200"), Some(at));
        assert_eq!(rfc.read(b"2024-07-01T10:00:00Z"), Some(at));
        assert_eq!(
            rfc.read(b"2024-07-01T10:00:00"),
            None,
            "no offset and no zone"
        );
    }

    #[test]
    fn a_format_that_cannot_place_an_event_is_refused() {
        for format in ["%d/%m", "%Q", "no time at all", "%H:%M", "%d/%m/%Y %H:%M"] {
            assert!(Clock::new(format, None).is_err(), "{format}");
        }
        assert!(Clock::zone("Mars/Base").is_err());
    }

    #[test]
    fn a_memo_answers_like_the_clock() {
        let clock = clock("%d/%m/%Y %H:%M", "UTC");
        let mut memo = Memo::default();
        for text in [
            "1/3/2016 09:52",
            "1/3/2016 09:52",
            "?",
            "",
            "2/3/2016 09:52",
            "?",
        ] {
            assert_eq!(
                memo.read(&clock, text.as_bytes()),
                clock.read(text.as_bytes()),
                "{text}"
            );
        }
    }
}
