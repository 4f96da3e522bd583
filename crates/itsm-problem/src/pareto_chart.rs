//! Drawing a Pareto chart: bars from zero, and the line of what they make together.

use crate::pareto::{Pareto, ParetoMeasure, ParetoRow, percent};
use crate::picture::{Anchor, Picture, count, real, width, wrapped};
use alloc::format;
use alloc::string::{String, ToString as _};
use core::fmt::Write as _;
use itsm_core::time::Seconds;

const TOP: f64 = 64.0;
const HEIGHT: f64 = 300.0;
const BAR: f64 = 44.0;
const SLOT: f64 = 60.0;
/// How long the name under a bar may be.
const NAME: f64 = 170.0;
const STYLE: &str = "\
.grid{stroke:#d8dee4}.axis{stroke:#57606a}\
.vital{fill:#0969da;stroke:#0550ae}.many{fill:#b6d7f5;stroke:#8bb8e0}\
.other{fill:#eaeef2;stroke:#8c959f;stroke-dasharray:3 2}\
.sum{stroke:#9a3412;stroke-width:2}.cut{stroke:#9a3412;stroke-dasharray:5 4}circle{fill:#9a3412}\
.red{fill:#9a3412;font-size:11px}";

impl Pareto {
    /// The chart as a picture in SVG. Both axes begin at zero and end with all there is, so that a
    /// bar and the line over it are read by the same measure.
    pub fn to_svg(&self) -> String {
        let rows = self.rows();
        let measure = self.draft().measure;
        let weighed = self.draft().items.iter().any(|it| it.weight.is_some());
        let total = rows.first().map_or(0, |it| it.share.denominator);
        let say = |it: u64| match measure {
            ParetoMeasure::Downtime if !weighed => Seconds(it).to_string(),
            _ => it.to_string(),
        };
        let ticks = ticks(total, measure == ParetoMeasure::Downtime && !weighed);
        let widest = ticks.iter().map(|it| width(&say(*it))).fold(30.0, f64::max);
        let name = |it: &ParetoRow<'_>| it.name.map_or(0.0, |it| width(it.as_str()));
        let longest = rows.iter().map(name).fold(30.0, f64::max).min(NAME);
        // Names lean to the left, so that the first of them needs room there.
        let left = widest.max(longest * 0.6) + 34.0;
        let right = left + count(rows.len()) * SLOT + 16.0;
        let bottom = TOP + HEIGHT;
        let at = |part: f64| bottom - HEIGHT * part;
        let of_all = |it: u64| {
            if total == 0 {
                0.0
            } else {
                real(it) / real(total)
            }
        };

        let mut picture = Picture::new();
        let title = self.draft().title.as_str();
        picture.text("title", Anchor::Start, (24.0, 30.0), &[title], "");
        let unit = match measure {
            ParetoMeasure::Cost(currency) if !weighed => format!("cost ({currency}, minor units)"),
            _ if weighed => format!("{}, weighed", measure.as_str()),
            _ => measure.as_str().into(),
        };
        picture.text("faint", Anchor::End, (left - 8.0, TOP - 12.0), &[unit], "");
        picture.text(
            "red",
            Anchor::Start,
            (right + 8.0, TOP - 12.0),
            &["together"],
            "",
        );
        for tick in ticks {
            let y = at(of_all(tick));
            picture.line("grid", (left, y), (right, y));
            picture.text(
                "faint",
                Anchor::End,
                (left - 8.0, y + 4.0),
                &[say(tick)],
                "",
            );
        }
        for fifth in 0_u32..=5 {
            let y = at(f64::from(fifth) / 5.0);
            picture.line("axis", (right, y), (right + 4.0, y));
            let percent = fifth.saturating_mul(20);
            let said = format!("{percent} %");
            picture.text("red", Anchor::Start, (right + 8.0, y + 4.0), &[said], "");
        }
        let cut = self.cut();
        let y = at(cut.rate().unwrap_or_default());
        picture.line("cut", (left, y), (right, y));
        if total > 0 {
            self.draw_rows(&mut picture, &rows, left, at);
        }
        picture.line("axis", (left, TOP), (left, bottom));
        picture.line("axis", (right, TOP), (right, bottom));
        picture.line("axis", (left, bottom), (right, bottom));
        let below = bottom + longest * 0.65 + 44.0;
        let legend = format!(
            "dark: the vital few, the fewest that make {} together",
            percent(cut)
        );
        picture.text(
            "faint",
            Anchor::Start,
            (24.0, below),
            &[legend.as_str()],
            "",
        );
        let size = (
            (right + 76.0)
                .max(24.0 + width(&legend))
                .max(48.0 + width(title) * 1.35),
            below + 20.0,
        );
        picture.finish(size, title, STYLE)
    }

    fn draw_rows(
        &self,
        picture: &mut Picture,
        rows: &[ParetoRow<'_>],
        left: f64,
        at: impl Fn(f64) -> f64,
    ) {
        let bottom = at(0.0);
        let mut d = String::new();
        let mut middle = left + 8.0 + SLOT / 2.0;
        let mut dots = alloc::vec::Vec::new();
        for it in rows {
            let part = it.share.rate().unwrap_or_default();
            let name = it.name.map_or("other", |it| it.as_str());
            let class = match (it.name, it.is_vital) {
                (None, _) => "other",
                (_, true) => "vital",
                (_, false) => "many",
            };
            let value = self.draft().measure.say(it.value);
            let told = format!("{name}: {value}, {}", percent(it.share));
            let size = (BAR, HEIGHT * part);
            picture.boxed(class, (middle - BAR / 2.0, at(part)), size, &told);
            let lines = wrapped(name, NAME, 1);
            picture.turned(
                "",
                Anchor::End,
                (middle + 6.0, bottom + 16.0),
                -40.0,
                &lines,
                name,
            );
            let y = at(it.cumulative_share.rate().unwrap_or_default());
            let letter = if d.is_empty() { 'M' } else { 'L' };
            let _ = write!(d, "{letter}{middle:.0} {y:.0}");
            dots.push((
                (middle, y),
                format!("{name}: together {}", percent(it.cumulative_share)),
            ));
            middle += SLOT;
        }
        picture.path("sum", &d);
        for (at, told) in dots {
            picture.dot("", at, 3.0, &told);
        }
    }
}

/// Numbers for an axis: zero, and the multiples of a round one up to the end, at most six.
fn ticks(end: u64, is_time: bool) -> alloc::vec::Vec<u64> {
    const TIMES: [u64; 16] = [
        1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 21_600, 43_200, 86_400, 172_800, 432_000,
        864_000,
    ];
    let enough = |step: &u64| end.checked_div(*step).is_some_and(|it| it <= 5);
    let mut step = if is_time {
        TIMES.iter().copied().find(enough)
    } else {
        None
    };
    let mut power = if is_time { 864_000_u64 } else { 1 };
    while step.is_none() {
        let steps = [1, 2, 5].map(|it| power.saturating_mul(it));
        step = steps.into_iter().find(enough);
        power = power.saturating_mul(10);
    }
    let step = step.unwrap_or(1);
    (0..=5_u64)
        .map(|it| step.saturating_mul(it))
        .filter(|it| *it <= end)
        .collect()
}
