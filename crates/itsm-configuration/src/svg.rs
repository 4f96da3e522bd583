//! Drawing a service map.

use crate::layout::{Layout, lay_out};
use crate::scenario::Status;
use crate::service_map::{Line, ServiceMap, Spot};
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt::Write as _;

const HEIGHT: i64 = 26;
const GROUP_HEIGHT: i64 = 20;
const GAP: i64 = 10;
const STOP: i64 = 4;
const MARGIN: i64 = 24;
/// Between columns, where the lines turn.
const LANE: i64 = 76;
const LONGEST: usize = 28;
const NARROWEST: i64 = 44;
const STYLE: &str = "\
text{font:12px system-ui,-apple-system,'Segoe UI',Roboto,sans-serif;fill:#1b1f24;dominant-baseline:central}\
.title{font-size:16px;font-weight:600}.group text{font-size:11px;fill:#3d4650}\
rect{fill:#f6f8fa;stroke:#8a949e;stroke-width:1}.group rect{fill:#fff;stroke-dasharray:3 2}\
.down rect{fill:#fde0dd;stroke:#b3261e;stroke-width:1.5}\
.degraded rect{fill:#fff1cc;stroke:#9a5b00;stroke-width:1.5}\
.given rect{stroke-width:3}\
path{fill:none;stroke:#9aa4ae;stroke-width:1}path.soft{stroke-dasharray:5 3}\
path.degraded{stroke:#9a5b00;stroke-width:1.5}path.down{stroke:#b3261e;stroke-width:1.5}";

/// Where each column begins and how wide it is.
struct Columns(Vec<(i64, i64)>);

impl Columns {
    fn of(map: &ServiceMap, layout: &Layout) -> Self {
        let mut widths = Vec::new();
        widths.resize(layout.columns, NARROWEST);
        for (spot, column) in map.spots.iter().zip(&layout.column) {
            if let Some(width) = widths.get_mut(*column) {
                *width = width_of(spot).max(*width);
            }
        }
        let mut x = MARGIN;
        let columns = widths.into_iter().map(|width| {
            let here = (x, width);
            x = x.saturating_add(width).saturating_add(LANE);
            here
        });
        Self(columns.collect())
    }

    fn get(&self, column: usize) -> (i64, i64) {
        self.0.get(column).copied().unwrap_or((MARGIN, NARROWEST))
    }

    fn end(&self) -> i64 {
        self.0
            .last()
            .map_or(MARGIN, |(x, width)| x.saturating_add(*width))
    }
}

pub(crate) fn draw(map: &ServiceMap, title: Option<&str>) -> String {
    let heights: Vec<i64> = map
        .spots
        .iter()
        .map(|it| if it.is_group { GROUP_HEIGHT } else { HEIGHT })
        .collect();
    let ends: Vec<(usize, usize)> = map.lines.iter().map(|it| (it.from, it.to)).collect();
    let layout = lay_out(&heights, &ends, STOP, GAP);
    let columns = Columns::of(map, &layout);
    let top = MARGIN.saturating_add(if title.is_some() { 30 } else { 0 });
    let y = |spot: usize| top.saturating_add(layout.y.get(spot).copied().unwrap_or(0));
    let bottom = (0..layout.y.len()).map(y).max().unwrap_or(top);
    let bottom = bottom.saturating_add(HEIGHT);
    let (width, height) = (
        columns.end().saturating_add(MARGIN).max(420),
        bottom.saturating_add(MARGIN).saturating_add(20),
    );

    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"img\">\n<title>{}</title>\n<style>{STYLE}</style>\n<rect width=\"{width}\" height=\"{height}\" style=\"fill:#fff;stroke:none\"/>\n",
        escaped(title.unwrap_or("Service map")),
    );
    if let Some(title) = title {
        let title = escaped(title);
        let _ = writeln!(
            svg,
            "<text class=\"title\" x=\"{MARGIN}\" y=\"{MARGIN}\">{title}</text>"
        );
    }
    // Trouble is drawn last, above the rest.
    for status in [Status::Up, Status::Degraded, Status::Down] {
        for ((line, route), turned) in map.lines.iter().zip(&layout.routes).zip(&layout.turned) {
            if carried(map, line) == status {
                let points = points(map, &layout, &columns, &y, route);
                let _ = writeln!(svg, "{}", path(line, status, &points, *turned));
            }
        }
    }
    for (place, spot) in map.spots.iter().enumerate() {
        let column = layout.column.get(place).copied().unwrap_or(0);
        let (x, width) = columns.get(column);
        draw_spot(&mut svg, spot, x, y(place), width);
    }
    draw_legend(&mut svg, bottom.saturating_add(MARGIN));
    svg.push_str("</svg>\n");
    svg
}

/// What a line carries: the trouble of the one depended on, as far as the other suffers.
fn carried(map: &ServiceMap, line: &Line) -> Status {
    let status = |place: usize| map.spots.get(place).map_or(Status::Up, |it| it.status);
    let (from, to) = (status(line.from), status(line.to));
    match to {
        Status::Down if line.is_soft => from.min(Status::Degraded),
        _ if line.is_soft => Status::Up,
        to => to.min(from),
    }
}

fn points(
    map: &ServiceMap,
    layout: &Layout,
    columns: &Columns,
    y: &impl Fn(usize) -> i64,
    route: &[usize],
) -> Vec<(i64, i64)> {
    let mut points = Vec::new();
    let last = route.len().saturating_sub(1);
    for (step, &spot) in route.iter().enumerate() {
        let (x, width) = columns.get(layout.column.get(spot).copied().unwrap_or(0));
        let narrow = map.spots.get(spot).filter(|it| it.is_group);
        let end = x.saturating_add(narrow.map_or(width, width_of));
        if step > 0 {
            points.push((x, y(spot)));
        }
        if step < last || step == 0 {
            points.push((end, y(spot)));
        }
    }
    points
}

fn path(line: &Line, status: Status, points: &[(i64, i64)], turned: bool) -> String {
    let mut d = String::new();
    let mut before: Option<(i64, i64)> = None;
    for (step, &(x, y)) in points.iter().enumerate() {
        let _ = match before {
            None => write!(d, "M{x} {y}"),
            // From a column to the next: a soft turn. Through a column: straight on.
            Some((from, height)) if step % 2 == 1 => {
                let middle = from.saturating_add(x).wrapping_div(2);
                write!(d, "C{middle} {height} {middle} {y} {x} {y}")
            }
            Some(_) => write!(d, "L{x} {y}"),
        };
        before = Some((x, y));
    }
    // An item that is related to itself: a small loop at its side.
    if points.len() == 1 {
        d.push_str("c22 -14 22 14 0 8");
    }
    // The arrow points at the one depended on.
    let tip = if turned {
        points.first()
    } else {
        points.last()
    };
    if let Some((x, y)) = tip.filter(|_| points.len() > 1) {
        let back = if turned {
            x.saturating_add(6)
        } else {
            x.saturating_sub(6)
        };
        let (up, low) = (y.saturating_sub(3), y.saturating_add(3));
        let _ = write!(d, "M{back} {up}L{x} {y}L{back} {low}");
    }
    let mut class = String::new();
    if line.is_soft {
        class.push_str("soft ");
    }
    if status != Status::Up {
        class.push_str(status.as_str());
    }
    let class = match class.trim_end() {
        "" => String::new(),
        class => format!(" class=\"{class}\""),
    };
    match line.label.as_str() {
        "" => format!("<path{class} d=\"{d}\"/>"),
        label => format!(
            "<path{class} d=\"{d}\"><title>{}</title></path>",
            escaped(label)
        ),
    }
}

fn draw_spot(svg: &mut String, spot: &Spot, x: i64, y: i64, column: i64) {
    let width = if spot.is_group {
        width_of(spot)
    } else {
        column
    };
    let height = if spot.is_group { GROUP_HEIGHT } else { HEIGHT };
    let radius = if spot.is_group { 10 } else { 4 };
    let mut class = String::new();
    for (part, is_so) in [
        ("group ", spot.is_group),
        ("given ", spot.is_given),
        ("down ", spot.status == Status::Down),
        ("degraded ", spot.status == Status::Degraded),
    ] {
        if is_so {
            class.push_str(part);
        }
    }
    // A sign beside the color, for whoever does not see colors or prints without.
    let sign = match spot.status {
        Status::Up => "",
        Status::Degraded => "\u{25b2} ",
        Status::Down => "\u{2715} ",
    };
    let top = y.saturating_sub(height.wrapping_div(2));
    let text = x.saturating_add(8);
    let _ = writeln!(
        svg,
        "<g class=\"{}\"><title>{} ({})</title><rect x=\"{x}\" y=\"{top}\" width=\"{width}\" height=\"{height}\" rx=\"{radius}\"/><text x=\"{text}\" y=\"{y}\">{sign}{}</text></g>",
        class.trim_end(),
        escaped(&spot.label),
        spot.status,
        escaped(&shortened(&spot.label)),
    );
}

fn draw_legend(svg: &mut String, y: i64) {
    let mut x = MARGIN;
    for (class, text, width) in [
        ("", "up", 60),
        ("degraded", "\u{25b2} degraded", 100),
        ("down", "\u{2715} down", 78),
        ("given down", "failed itself", 110),
        ("group", "needs so many", 120),
    ] {
        let (top, after) = (y.saturating_sub(7), x.saturating_add(20));
        let _ = writeln!(
            svg,
            "<g class=\"{class}\"><rect x=\"{x}\" y=\"{top}\" width=\"14\" height=\"14\" rx=\"3\"/><text x=\"{after}\" y=\"{y}\">{text}</text></g>",
        );
        x = x.saturating_add(width);
    }
}

/// How wide a spot is, by the usual width of letters at this size.
fn width_of(spot: &Spot) -> i64 {
    let mut width = 0_i64;
    for c in shortened(&spot.label).chars() {
        // Scripts whose letters fill a square.
        let wide = matches!(c, '\u{1100}'..='\u{11ff}' | '\u{2e80}'..='\u{ffef}');
        width = width.saturating_add(if wide { 12 } else { 7 });
    }
    // Room for the sign.
    width.saturating_add(if spot.is_group { 22 } else { 32 })
}

fn shortened(label: &str) -> String {
    if label.chars().count() <= LONGEST {
        return label.into();
    }
    let mut short: String = label.chars().take(LONGEST.saturating_sub(1)).collect();
    short.push('\u{2026}');
    short
}

/// A text of XML, without characters that XML has no word for.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}
