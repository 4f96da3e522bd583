//! Drawing a chronology: time runs down at one pace, and each entry points at its instant.

use crate::chronology::{Chronology, EntryKind, Footing, TimelineEntry};
use crate::picture::{Anchor, Picture, count, width, wrapped};
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use itsm_core::time::{Instant, Seconds};

const TOP: f64 = 70.0;
/// Between the heights of two entries.
const ROW: f64 = 34.0;
const AXIS: f64 = 130.0;
const WORDS: f64 = 220.0;
const TEXT: f64 = 560.0;
const STYLE: &str = "\
.axis{stroke:#57606a;stroke-width:2}.tick{stroke:#57606a}.to{stroke:#afb8c1}\
.change{fill:#8250df;stroke:#8250df}.deviation{fill:#b3261e;stroke:#b3261e}\
.observation{fill:#57606a;stroke:#57606a}.action{fill:#0969da;stroke:#0969da}\
.restoration{fill:#1a7f37;stroke:#1a7f37}.hearsay{fill:#fff;stroke-width:2}";

/// Steps of an axis, in seconds, that people can read.
const STEPS: [u64; 17] = [
    1, 5, 15, 60, 300, 900, 1_800, 3_600, 10_800, 21_600, 43_200, 86_400, 172_800, 604_800,
    2_592_000, 7_776_000, 31_536_000,
];

impl Chronology {
    /// The chronology as a picture in SVG. Time runs down the axis at one pace throughout, so that
    /// a gap is as long as it was; what happened too close to be written in one place stands below
    /// each other, with a line to its instant. Filled dots are evidence, hollow ones hearsay.
    pub fn to_svg(&self, title: &str) -> String {
        let entries = self.entries();
        let start = entries.first().map_or(Instant::UNIX_EPOCH, |it| it.at);
        let end = entries.last().map_or(start, |it| it.at);
        let long = Seconds::between(start, end).0;
        let tall = (count(entries.len()) * ROW).max(160.0);
        let place = |it: Instant| {
            let since = crate::picture::real(Seconds::between(start, it).0);
            TOP + tall * since / crate::picture::real(long.max(1))
        };
        let spots: Vec<f64> = entries.iter().map(|it| place(it.at)).collect();
        let rows = spread(&spots);
        let bottom = rows.last().copied().unwrap_or(TOP).max(TOP + tall);

        let mut picture = Picture::new();
        picture.text(
            "title",
            Anchor::Start,
            (24.0, 30.0),
            &wrapped(title, 560.0, 1),
            title,
        );
        let (first, last) = (start.format("%Y-%m-%d"), end.format("%Y-%m-%d"));
        let is_one_day = start.date_naive() == end.date_naive();
        let days = if is_one_day {
            format!("{first}, UTC")
        } else {
            format!("{first} to {last}, UTC")
        };
        picture.text("faint", Anchor::Start, (24.0, 50.0), &[days], "");
        picture.line("axis", (AXIS, TOP), (AXIS, TOP + tall));
        draw_ticks(&mut picture, start, long, place);
        for ((it, spot), row) in entries.iter().zip(&spots).zip(&rows) {
            draw(&mut picture, it, *spot, *row, is_one_day);
        }
        draw_legend(&mut picture, bottom + 46.0);
        let size = (WORDS + TEXT + 24.0, bottom + 70.0);
        picture.finish(size, title, STYLE)
    }
}

/// Heights for texts, in the order of their instants: as near to them as there is room.
fn spread(spots: &[f64]) -> Vec<f64> {
    // Blocks of texts that touch, each around the middle of what it tells of.
    let mut blocks: Vec<(f64, f64)> = Vec::new();
    for spot in spots {
        let (mut middle, mut many) = (*spot, 1.0);
        while let Some((above, others)) = blocks.last().copied() {
            if above + others * ROW / 2.0 <= middle - many * ROW / 2.0 {
                break;
            }
            blocks.pop();
            middle = (above * others + middle * many) / (others + many);
            many += others;
        }
        // Nothing is written above the axis.
        middle = middle.max(TOP + (many - 1.0) * ROW / 2.0);
        blocks.push((middle, many));
    }
    let mut rows = Vec::with_capacity(spots.len());
    for (middle, many) in blocks {
        let mut row = middle - (many - 1.0) * ROW / 2.0;
        let last = middle + many * ROW / 2.0;
        while row < last {
            rows.push(row);
            row += ROW;
        }
    }
    rows
}

fn draw_ticks(picture: &mut Picture, start: Instant, long: u64, place: impl Fn(Instant) -> f64) {
    let fits = |step: &&u64| long.checked_div(**step).is_some_and(|it| it <= 12);
    let step = STEPS.iter().find(fits).copied().unwrap_or(long.max(1));
    let first = u64::try_from(start.timestamp()).unwrap_or(0);
    let past = first.checked_rem(step).unwrap_or(0);
    let mut ahead = if past == 0 {
        0
    } else {
        step.saturating_sub(past)
    };
    let mut before: Option<String> = None;
    while ahead <= long {
        let Some(at) = Seconds(ahead).after(start) else {
            break;
        };
        // Within the second that the chronology begins in.
        let y = place(at);
        picture.line("tick", (AXIS - 6.0, y), (AXIS, y));
        let day = at.format("%m-%d").to_string();
        let time = match step {
            0..=59 => at.format("%H:%M:%S"),
            60..=86_399 => at.format("%H:%M"),
            _ => at.format("%Y-%m-%d"),
        };
        let is_new = step < 86_400 && before.as_ref().is_some_and(|it| *it != day);
        let said = if is_new {
            format!("{day} {time}")
        } else {
            time.to_string()
        };
        picture.text("faint", Anchor::End, (AXIS - 10.0, y + 4.0), &[said], "");
        before = Some(day);
        ahead = ahead.saturating_add(step);
    }
}

fn draw(picture: &mut Picture, it: &TimelineEntry, spot: f64, row: f64, is_one_day: bool) {
    picture.line("to", (AXIS, spot), (AXIS + 24.0, spot));
    picture.line("to", (AXIS + 24.0, spot), (WORDS - 24.0, row));
    picture.line("to", (WORDS - 24.0, row), (WORDS - 8.0, row));
    let hearsay = if it.footing == Footing::Hearsay {
        " hearsay"
    } else {
        ""
    };
    let class = format!("{}{hearsay}", it.kind);
    let at = it.at.format("%Y-%m-%d %H:%M:%S UTC");
    let told = format!("{at}, {} ({}): {}", it.source, it.footing, it.text);
    picture.dot(&class, (AXIS, spot), 5.0, &told);
    let form = if is_one_day {
        "%H:%M:%S"
    } else {
        "%Y-%m-%d %H:%M"
    };
    let time = it.at.format(form).to_string();
    picture.text(
        "strong",
        Anchor::Start,
        (WORDS, row - 2.0),
        &[time.as_str()],
        "",
    );
    let from = WORDS + width(&time) + 14.0;
    let words = wrapped(it.text.as_str(), TEXT - width(&time) - 30.0, 1);
    picture.text("", Anchor::Start, (from, row - 2.0), &words, &told);
    let source = format!("{} · {} · {}", it.kind, it.source, it.footing);
    picture.text("faint", Anchor::Start, (from, row + 12.0), &[source], "");
}

fn draw_legend(picture: &mut Picture, y: f64) {
    let mut x = 30.0;
    for kind in EntryKind::ALL {
        picture.dot(kind.as_str(), (x, y), 5.0, "");
        picture.text(
            "faint",
            Anchor::Start,
            (x + 10.0, y + 4.0),
            &[kind.as_str()],
            "",
        );
        x += width(kind.as_str()) + 36.0;
    }
    picture.dot("observation hearsay", (x, y), 5.0, "");
    picture.text(
        "faint",
        Anchor::Start,
        (x + 10.0, y + 4.0),
        &["hollow: hearsay"],
        "",
    );
}
