//! Drawing a fishbone: the effect at the head, categories along the spine, causes along theirs.

use crate::ishikawa::{Ishikawa, IshikawaCategory, Twig, votes};
use crate::picture::{Anchor, Picture, count, width, wrapped};
use alloc::string::String;
use alloc::vec::Vec;

const MARGIN: f64 = 24.0;
/// How far a bone moves on towards the head for each step towards the spine.
const SLOPE: f64 = 0.4;
/// How wide the text of a cause may be, and in how many lines.
const TEXT: f64 = 190.0;
const LINES: usize = 3;
/// What a cause of a cause stands in.
const INDENT: f64 = 34.0;
const ROW: f64 = 58.0;
const HEAD: f64 = 210.0;
const BOX: f64 = 26.0;
const STYLE: &str = "\
.spine{stroke:#1b1f24;stroke-width:3}.bone{stroke:#1b1f24;stroke-width:1.5}\
.head{fill:#fde0dd;stroke:#b3261e;stroke-width:1.5}.category{fill:#ddf4ff;stroke:#0969da}";

/// A category with its causes, and what it takes in width.
struct Bone<'a> {
    category: &'a IshikawaCategory,
    twigs: Vec<Twig<'a>>,
    lines: Vec<Vec<String>>,
    reach: f64,
}

impl<'a> Bone<'a> {
    fn of((category, twigs): (&'a IshikawaCategory, Vec<Twig<'a>>)) -> Self {
        let mut lines: Vec<Vec<String>> = Vec::with_capacity(twigs.len());
        for it in &twigs {
            let mut said = wrapped(it.cause.statement.as_str(), TEXT, LINES);
            if let Some(last) = said.last_mut() {
                last.push_str(&votes(it.cause));
            }
            lines.push(said);
        }
        let reach = twigs
            .iter()
            .zip(&lines)
            .map(|(twig, lines)| count(twig.depth) * INDENT + long(lines))
            .fold(named(category), f64::max);
        Self {
            category,
            twigs,
            lines,
            reach,
        }
    }

    fn height(&self) -> f64 {
        (count(self.twigs.len()) + 1.0) * ROW
    }

    /// Above the spine where `up` is −1, and below where it is 1.
    fn draw(&self, picture: &mut Picture, joint: (f64, f64), height: f64, up: f64) {
        let (x, spine) = joint;
        let on_bone = |away: f64| x - SLOPE * away;
        let end = (on_bone(height), spine + up * height);
        picture.line("bone", end, joint);
        let half = named(self.category) / 2.0;
        let top = if up < 0.0 { end.1 - BOX } else { end.1 };
        let name = self.category.name.as_str();
        picture.boxed("category", (end.0 - half, top), (half * 2.0, BOX), "");
        picture.text("strong", Anchor::Middle, (end.0, top + 17.0), &[name], "");
        let step = height / (count(self.twigs.len()) + 1.0);
        let mut away = 0.0;
        let mut above: Vec<f64> = Vec::new();
        for (twig, lines) in self.twigs.iter().zip(&self.lines) {
            away += step;
            above.truncate(twig.depth);
            let right = on_bone(away) - count(twig.depth) * INDENT;
            let left = right - long(lines) - 4.0;
            let y = spine + up * away;
            picture.line("", (left, y), (right, y));
            if let Some(parent) = above.last() {
                // Into the bone of the cause that it is a cause of.
                let at = right + SLOPE * (away - parent);
                picture.line("", (right, y), (at, spine + up * parent));
            }
            above.push(away);
            // On the side of the spine, so that no line to a cause runs through a text.
            let first = if up < 0.0 {
                y + 14.0
            } else {
                y - 5.0 - 14.0 * (count(lines.len()) - 1.0)
            };
            let full = twig.cause.statement.as_str();
            picture.text("", Anchor::Start, (left + 2.0, first), lines, full);
        }
    }
}

/// How wide the box of a category is.
fn named(category: &IshikawaCategory) -> f64 {
    width(category.name.as_str()) * 1.15 + 20.0
}

fn long(lines: &[String]) -> f64 {
    lines.iter().map(|it| width(it)).fold(40.0, f64::max)
}

impl Ishikawa {
    /// The fishbone as a picture in SVG: the effect to the right, categories above and below, and
    /// causes along them. What is cut is there in full when somebody points at it.
    pub fn to_svg(&self) -> String {
        let bones: Vec<Bone<'_>> = self.bones().into_iter().map(Bone::of).collect();
        let height = bones.iter().map(Bone::height).fold(2.0 * ROW, f64::max);
        let spine = MARGIN + BOX + height;
        let mut picture = Picture::new();
        let mut x = MARGIN + SLOPE * height;
        for pair in bones.chunks(2) {
            x += pair.iter().map(|it| it.reach).fold(0.0, f64::max) + 36.0;
            for (bone, up) in pair.iter().zip([-1.0, 1.0]) {
                bone.draw(&mut picture, (x, spine), height, up);
            }
        }
        let head = x + 30.0;
        picture.line("spine", (MARGIN, spine), (head, spine));
        let effect = self.draft().effect.as_str();
        let lines = wrapped(effect, HEAD - 24.0, 5);
        let tall = count(lines.len()) * 14.0 + 22.0;
        picture.boxed("head", (head, spine - tall / 2.0), (HEAD, tall), effect);
        let first = spine - tall / 2.0 + 22.0;
        picture.text(
            "strong",
            Anchor::Start,
            (head + 12.0, first),
            &lines,
            effect,
        );
        let size = (head + HEAD + MARGIN, spine + height + BOX + MARGIN);
        picture.finish(size, effect, STYLE)
    }
}
