//! The change schedule as a picture: a bar for each change, the maintenance windows and freezes
//! above, and what is in conflict marked.

use crate::planned::PlannedChange;
use crate::schedule::ChangeSchedule;
use crate::span::{Span, instant, nanos};
use crate::svg::{Picture, cut};
use crate::windows::{LaidSchedule, LaidWindows, WindowKind};
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use itsm_core::id::ChangeId;
use itsm_core::time::Instant;
use itsm_core::time::chrono::TimeDelta;

/// What a chart shows.
#[derive(Debug, Clone)]
pub struct ChartView<'a> {
    /// What stands above it.
    pub name: &'a str,
    /// Where it begins.
    pub from: Instant,
    /// Where it ends.
    pub until: Instant,
    /// The maintenance windows and freezes.
    pub windows: &'a LaidWindows<'a>,
    /// The changes that are marked as in conflict.
    pub conflicting: &'a BTreeSet<ChangeId>,
}

const LEFT: f64 = 330.0;
const WIDTH: f64 = 900.0;
const RIGHT: f64 = 24.0;
const ROW: f64 = 20.0;
const TOP: f64 = 88.0;
/// The most changes without a time that are listed.
const UNDATED: usize = 40;
/// How wide a letter is on average.
const LETTER: f64 = 6.3;
/// The same of what is in bold.
const BOLD: f64 = 7.2;

const STYLE: &str = "\
text{font:11px system-ui,-apple-system,'Segoe UI',Roboto,'DejaVu Sans',sans-serif;fill:#1b1f24}\
.name{font-size:16px;font-weight:600}.faint{fill:#57606a}.strong{font-weight:600}\
.bad{fill:#b42318;font-weight:600}\
.tick{stroke:#d8dee4;stroke-width:1}.edge{stroke:#8a949e;stroke-width:1}\
.odd{fill:#f6f8fa}.maintenance{fill:#8fd19e}.freeze{fill:#f2a29b}.frozen{fill:#f2a29b;fill-opacity:.22}\
.normal{fill:#4c8bf5}.standard{fill:#8fa3b8}.emergency{fill:#f28c28}.unauthorized{fill:#8e5bb5}.registration{fill:#b8c0c8}\
.clash{fill:none;stroke:#b42318;stroke-width:1.5}";

impl ChangeSchedule {
    /// The changes of a range as an SVG picture, those first that begin first. Times are in UTC.
    ///
    /// Changes that have no time are listed beneath.
    ///
    /// A row for each schedule of windows and for each change; bars that would be too short to be
    /// seen are as wide as a finger of the hand of a clock, so read the times beside them.
    pub fn to_svg(&self, view: &ChartView<'_>) -> String {
        let changes = self.during(view.from, view.until);
        let whole = Span {
            start: nanos(view.from),
            end: nanos(view.until).max(nanos(view.from).saturating_add(1)),
        };
        let chart = Chart {
            whole,
            rows: view.windows.laid.len(),
        };
        let mut picture = Picture::default();
        let bottom = chart.top(chart.rows.saturating_add(changes.len()));
        chart.head(&mut picture, view, bottom);
        for (row, laid) in view.windows.laid.iter().enumerate() {
            chart.windows(&mut picture, row, laid, bottom);
        }
        for (place, planned) in changes.iter().enumerate() {
            let row = chart.rows.saturating_add(place);
            let clashes = view.conflicting.contains(&planned.change());
            chart.change(&mut picture, row, planned, clashes);
        }
        if changes.is_empty() {
            let text = "No change is planned.";
            picture.text("faint", (12.0, bottom + 16.0), false, text);
        }
        let bottom = self.undated(&mut picture, view, bottom);
        legend(&mut picture, bottom + 34.0);
        let size = (LEFT + WIDTH + RIGHT, bottom + 52.0);
        picture.finish(size, view.name, STYLE)
    }
}

impl ChangeSchedule {
    /// The changes that have no time, beneath the chart: that nobody knows when is no reason to forget
    /// them. Where the list ends.
    fn undated(&self, picture: &mut Picture, view: &ChartView<'_>, top: f64) -> f64 {
        let undated = |it: &&PlannedChange| it.counts() && it.window().is_none();
        let mut undated: Vec<&PlannedChange> = self.changes().into_iter().filter(undated).collect();
        if undated.is_empty() {
            return top;
        }
        let shown = undated.len().min(UNDATED);
        let hidden = undated.len().saturating_sub(shown);
        undated.truncate(shown);
        let mut y = top + 26.0;
        picture.text("strong", (12.0, y), false, "Without a time");
        for planned in undated {
            y += ROW;
            if view.conflicting.contains(&planned.change()) {
                picture.text("bad", (10.0, y), false, "!");
            }
            let (title, class) = (planned.draft().title.as_str(), planned.draft().change_type);
            picture.boxed(
                class.as_str(),
                (20.0, y - 9.0),
                (14.0, 10.0),
                class.as_str(),
            );
            picture.text("", (40.0, y), false, &cut(title, 120));
        }
        if hidden > 0 {
            y += ROW;
            picture.text("faint", (40.0, y), false, &format!("and {hidden} more"));
        }
        y
    }
}

struct Chart {
    whole: Span,
    /// How many rows of windows come before the changes.
    rows: usize,
}

impl Chart {
    #[expect(
        clippy::cast_precision_loss,
        reason = "a picture has fewer points than this has digits"
    )]
    fn x(&self, at: i64) -> f64 {
        let at = at.clamp(self.whole.start, self.whole.end);
        let passed = at.saturating_sub(self.whole.start) as f64;
        LEFT + WIDTH * passed / self.whole.length() as f64
    }

    fn top(&self, row: usize) -> f64 {
        let row = f64::from(u32::try_from(row).unwrap_or(u32::MAX));
        let rows = self.rows > 0;
        TOP + ROW * row + if rows { 6.0 } else { 0.0 }
    }

    /// The name, and the days or hours with their lines.
    fn head(&self, picture: &mut Picture, view: &ChartView<'_>, bottom: f64) {
        picture.text("name", (12.0, 26.0), false, view.name);
        let (from, until) = (told(view.from), told(view.until));
        let about = format!("{from} to {until}, times in UTC");
        picture.text("faint", (12.0, 44.0), false, &about);
        let (step, form) = self.step();
        let mut month = String::new();
        let mut at = first_tick(view.from, step);
        while at < view.until {
            let x = self.x(nanos(at));
            if nanos(at) >= self.whole.start {
                picture.line("tick", (x, TOP - 8.0), (x, bottom));
                let label = at.format(form).to_string();
                picture.text("faint", (x + 3.0, TOP - 6.0), false, &label);
                let current = at.format("%B %Y").to_string();
                if current != month {
                    picture.text("strong", (x + 3.0, TOP - 22.0), false, &current);
                    month = current;
                }
            }
            let Some(next) = at.checked_add_signed(step) else {
                break;
            };
            at = next;
        }
        picture.line("edge", (LEFT, TOP - 8.0), (LEFT, bottom));
    }

    /// How far the lines are apart, and what stands beside them: some twenty at most.
    fn step(&self) -> (TimeDelta, &'static str) {
        const HOUR: i64 = 3_600_000_000_000;
        let steps = [
            (TimeDelta::hours(1), 18, "%H:%M"),
            (TimeDelta::hours(3), 54, "%a %H"),
            (TimeDelta::hours(6), 108, "%a %H"),
            (TimeDelta::days(1), 24 * 18, "%a %-d"),
            (TimeDelta::days(2), 48 * 18, "%a %-d"),
            (TimeDelta::days(7), 168 * 18, "%-d %b"),
        ];
        let hours = self.whole.length() / HOUR;
        let found = steps.iter().find(|(_, most, _)| hours <= *most);
        found.map_or((TimeDelta::days(30), "%-d %b"), |(step, _, form)| {
            (*step, *form)
        })
    }

    fn windows(&self, picture: &mut Picture, row: usize, laid: &LaidSchedule<'_>, bottom: f64) {
        let y = self.top(row) - 6.0;
        let name = laid.schedule.name.as_str();
        picture.text("faint", (12.0, y + 14.0), false, &cut(name, 50));
        for span in self.open(laid) {
            let (x, end) = (self.x(span.start), self.x(span.end));
            let size = ((end - x).max(1.5), ROW - 8.0);
            let class = laid.schedule.kind.as_str();
            let title = format!("{name}: {}", range(span));
            picture.boxed(class, (x, y + 4.0), size, &title);
            if laid.schedule.kind == WindowKind::Freeze {
                let below = self.top(self.rows);
                picture.boxed("frozen", (x, below), (size.0, bottom - below), &title);
            }
        }
    }

    fn open(&self, laid: &LaidSchedule<'_>) -> Vec<Span> {
        let from = instant(self.whole.start).max(laid.open.from());
        let Ok(periods) = laid.open.periods_after(from) else {
            return Vec::new();
        };
        let spans = periods.map(|it| Span {
            start: nanos(it.start),
            end: nanos(it.end),
        });
        spans.take_while(|it| it.start < self.whole.end).collect()
    }

    fn change(&self, picture: &mut Picture, row: usize, planned: &PlannedChange, clashes: bool) {
        let Some(span) = planned.span() else {
            return;
        };
        let y = self.top(row);
        if row % 2 == 1 {
            let size = (LEFT - 8.0, ROW);
            picture.boxed("odd", (4.0, y), size, "");
        }
        let title = planned.draft().title.as_str();
        if clashes {
            picture.text("bad", (10.0, y + 14.0), false, "!");
        }
        picture.text("", (20.0, y + 14.0), false, &cut(title, 48));
        let (x, end) = (self.x(span.start), self.x(span.end));
        let (at, size) = ((x, y + 4.0), ((end - x).max(4.0), ROW - 8.0));
        let when = range(span);
        let class = planned.draft().change_type.as_str();
        picture.boxed(class, at, size, &format!("{title}: {when}"));
        if clashes {
            // Around the bar, so that a narrow one still shows its color.
            let (around, larger) = ((x - 2.0, y + 2.0), (size.0 + 4.0, size.1 + 4.0));
            picture.boxed("clash", around, larger, "");
        }
        let letter = if clashes { BOLD } else { LETTER };
        let width = letter * f64::from(u32::try_from(when.chars().count()).unwrap_or(u32::MAX));
        let after = x + size.0 + 8.0;
        let class = if clashes { "bad" } else { "faint" };
        if after + width <= LEFT + WIDTH + RIGHT - 4.0 {
            picture.text(class, (after, y + 14.0), false, &when);
        } else {
            picture.text(class, (x - 8.0, y + 14.0), true, &when);
        }
    }
}

fn legend(picture: &mut Picture, y: f64) {
    let mut x = 12.0;
    let kinds = [
        ("normal", "normal"),
        ("standard", "standard"),
        ("emergency", "emergency"),
        ("unauthorized", "unauthorized"),
        ("registration", "registration"),
        ("maintenance", "maintenance window"),
        ("freeze", "freeze"),
        ("clash", "in conflict"),
    ];
    for (class, name) in kinds {
        picture.boxed(class, (x, y - 9.0), (14.0, 10.0), "");
        picture.text("faint", (x + 20.0, y), false, name);
        let letters = f64::from(u32::try_from(name.len()).unwrap_or(u32::MAX));
        x += 44.0 + LETTER * letters;
    }
}

/// The last full step at or before an instant: lines stand at whole hours, days, and Mondays.
fn first_tick(from: Instant, step: TimeDelta) -> Instant {
    // The first day of 1970 was a Thursday: four days on, a week begins.
    const MONDAY: i64 = 4 * 86_400;
    let step = step.num_seconds().max(1);
    let offset = if step > 86_400 { MONDAY } else { 0 };
    let over = from.timestamp().saturating_sub(offset).rem_euclid(step);
    let second = from.timestamp().saturating_sub(over);
    Instant::from_timestamp(second, 0).unwrap_or(from)
}

fn told(at: Instant) -> String {
    at.format("%a %-d %b %Y %H:%M").to_string()
}

/// From when to when, as short as it can be.
fn range(span: Span) -> String {
    let (start, end) = (instant(span.start), instant(span.end));
    let form = if start.date_naive() == end.date_naive() {
        "%H:%M"
    } else {
        "%a %-d %H:%M"
    };
    let end = end.format(form);
    format!("{}\u{2013}{end}", start.format("%a %-d %H:%M"))
}
