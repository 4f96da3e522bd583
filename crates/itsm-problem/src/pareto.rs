//! Pareto: which few make the most of it.
//!
//! Counts and pain put things in different orders, so that items may be weighed. All shares are
//! exact: whole numbers over whole numbers.
//!
//! Source: ITIL 4 problem management (problem identification); J. M. Juran, 1951, who named it.

use crate::cause::{Cause, Contribution, Dimension, Method};
use crate::checked::checked;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;
use core::fmt::Write as _;
use itsm_core::fault::Faults;
use itsm_core::free_text::FreeText;
use itsm_core::id::CiId;
use itsm_core::markdown::{head, plain, row};
use itsm_core::money::Currency;
use itsm_core::ratio::Ratio;
use itsm_core::text::{Label, Note, Title};
use itsm_core::time::Seconds;
use itsm_core::wire_struct;

/// What the numbers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "snake_case")
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
#[non_exhaustive]
pub enum ParetoMeasure {
    /// How many there were.
    Count,
    /// How long something was down, in seconds.
    Downtime,
    /// What it cost, in minor units of a currency.
    Cost(Currency),
    /// How much it hurt: [pain values](crate::pain_value) of one factor set.
    Pain,
}

impl FreeText for ParetoMeasure {}

impl ParetoMeasure {
    /// What the numbers are, in a word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Downtime => "downtime",
            Self::Cost(_) => "cost",
            Self::Pain => "pain",
        }
    }

    /// A number as people read it.
    pub(crate) fn say(self, value: u64) -> String {
        match self {
            Self::Count | Self::Pain => value.to_string(),
            Self::Downtime => Seconds(value).to_string(),
            Self::Cost(currency) => format!("{value} {currency} (minor units)"),
        }
    }
}

wire_struct! {
    /// What is counted under one name.
    pub struct ParetoItem {
        /// The name: a category, an item, a cause.
        name: Label,
        /// How much of the measure falls to it.
        value: u64,
    } optional {
        /// How much each unit of it weighs; 1 where nothing is said.
        weight: u32,
        /// What it contributed to, if it is a cause.
        contribution: Contribution,
        /// In which dimension it lies, if it is a cause.
        dimension: Dimension,
        /// The item that it lies in.
        ci: CiId,
    }
}

wire_struct! {
    /// A Pareto analysis in its raw form.
    pub struct DraftPareto {
        /// What it is about.
        title: Title,
        /// What the numbers count.
        measure: ParetoMeasure,
        /// What there is, in any order.
        items: Vec<ParetoItem>,
    } optional {
        /// How much is left that falls to no name, weighed already.
        other: u64,
        /// Which share the vital few make together; four fifths where nothing is said.
        cut: Ratio,
    }
}

checked! {
    /// A Pareto analysis.
    ///
    /// ```
    /// use itsm_core::ratio::Ratio;
    /// use itsm_core::text::{Label, Title};
    /// use itsm_problem::pareto::{DraftPareto, Pareto, ParetoItem, ParetoMeasure};
    ///
    /// let mut draft = DraftPareto::new(Title::new("Incidents by service")?, ParetoMeasure::Count, vec![]);
    /// draft.items.push(ParetoItem::new(Label::new("Printing")?, 70_u64));
    /// draft.items.push(ParetoItem::new(Label::new("Shop")?, 20_u64));
    /// draft.items.push(ParetoItem::new(Label::new("Mail")?, 10_u64));
    /// let pareto = Pareto::try_from(draft.clone())?;
    /// let names = |it: &Pareto| it.vital_few().map(|it| it.to_string()).collect::<Vec<_>>();
    /// assert_eq!(names(&pareto), ["Printing", "Shop"]);
    /// assert_eq!(pareto.rows()[0].cumulative_share, Ratio::new(70, 100));
    ///
    /// // A minute without the shop hurts more than a minute without a printer.
    /// draft.items[1].weight = Some(30);
    /// assert_eq!(names(&Pareto::try_from(draft)?), ["Shop"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct Pareto from DraftPareto
}

/// One name with its share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[non_exhaustive]
pub struct ParetoRow<'a> {
    /// The name; `None` for whatever falls to no name, which stands last.
    pub name: Option<&'a Label>,
    /// How much falls to it, weighed.
    pub value: u64,
    /// Its share of all.
    pub share: Ratio,
    /// The share of it and of all before it.
    pub cumulative_share: Ratio,
    /// Whether it is one of the vital few: the fewest from the top that make the cut together.
    pub is_vital: bool,
}

impl DraftPareto {
    /// Adds to a name, which stands there once.
    ///
    /// ```
    /// # use itsm_core::text::{Label, Title};
    /// # use itsm_problem::pareto::{DraftPareto, ParetoMeasure};
    /// let mut draft = DraftPareto::new(Title::new("Incidents by service")?, ParetoMeasure::Count, vec![]);
    /// for service in ["Mail", "Shop", "Mail"] {
    ///     draft.add(Label::new(service)?, 1);
    /// }
    /// assert_eq!(draft.items[0].value, 2);
    /// # Ok::<(), itsm_core::text::TextError>(())
    /// ```
    pub fn add(&mut self, name: Label, value: u64) {
        match self.items.iter_mut().find(|it| it.name == name) {
            // Whatever reaches the top is too much for a total, which the check finds.
            Some(it) => it.value = it.value.saturating_add(value),
            None => self.items.push(ParetoItem::new(name, value)),
        }
    }

    fn check(&mut self, faults: &mut Faults) {
        if self.items.is_empty() {
            faults.add("items", "pareto.empty", "expected an item, got none");
        }
        if let Some(cut) = self.cut {
            let Ratio {
                numerator,
                denominator,
            } = cut;
            if numerator == 0 || numerator > denominator {
                let message = format!(
                    "expected a share above 0 and up to 1, got `{numerator}/{denominator}`"
                );
                faults.add("cut", "pareto.cut.range", message);
            }
        }
        let mut names = BTreeSet::new();
        let mut total = self.other;
        if total.is_none() {
            total = Some(0);
        }
        for (place, it) in self.items.iter().enumerate() {
            if !names.insert(&it.name) {
                let message = format!("expected a name that stands once, got `{}` again", it.name);
                faults.add(format!("items[{place}].name"), "pareto.item.twice", message);
            }
            let value = it.weighed();
            let sum = total.and_then(|total| value.and_then(|it| total.checked_add(it)));
            if total.is_some() && sum.is_none_or(|it| it == u64::MAX) {
                let message = format!("expected a total below {}, got more", u64::MAX);
                faults.add(format!("items[{place}].value"), "pareto.overflow", message);
            }
            total = sum;
        }
    }
}

impl ParetoItem {
    fn weighed(&self) -> Option<u64> {
        self.value.checked_mul(self.weight.unwrap_or(1).into())
    }
}

impl Pareto {
    /// Which share the vital few make together.
    pub fn cut(&self) -> Ratio {
        self.draft.cut.unwrap_or(Ratio::new(80, 100))
    }

    /// The items, largest first and of one size by name, whatever falls to no name last; each with
    /// its share and with that of all so far. Where all is nothing, shares are of nothing.
    pub fn rows(&self) -> Vec<ParetoRow<'_>> {
        let mut items: Vec<(Option<&Label>, u64)> = self
            .draft
            .items
            .iter()
            .map(|it| (Some(&it.name), it.weighed().unwrap_or(u64::MAX)))
            .collect();
        items.sort_by(|(a, x), (b, y)| y.cmp(x).then_with(|| a.cmp(b)));
        items.extend(self.draft.other.map(|it| (None, it)));
        let total = items
            .iter()
            .fold(0_u64, |sum, (_, it)| sum.saturating_add(*it));
        let Ratio {
            numerator,
            denominator,
        } = self.cut();
        let mut so_far = 0_u64;
        let mut rows = Vec::with_capacity(items.len());
        for (name, value) in items {
            let before = Ratio::new(so_far, total);
            let is_below = before.at_least(numerator, denominator) == Some(false);
            so_far = so_far.saturating_add(value);
            rows.push(ParetoRow {
                name,
                value,
                share: Ratio::new(value, total),
                cumulative_share: Ratio::new(so_far, total),
                is_vital: is_below && name.is_some() && value > 0,
            });
        }
        rows
    }

    /// The names of the vital few, largest first.
    pub fn vital_few(&self) -> impl Iterator<Item = &Label> {
        let rows = self.rows().into_iter().filter(|it| it.is_vital);
        rows.filter_map(|it| it.name)
    }

    /// The causes that it has found: of the vital few those that are said to contribute to
    /// something. What is only a name for where to look is none.
    pub fn causes(&self) -> Vec<Cause> {
        let measure = self.draft.measure;
        let cause = |row: ParetoRow<'_>| {
            let mut items = self.draft.items.iter();
            let item = items.find(|it| Some(&it.name) == row.name)?;
            let Ratio {
                numerator,
                denominator,
            } = row.share;
            let share = format!("{} of {numerator} in {denominator}", measure.as_str());
            Some(Cause {
                dimension: item.dimension,
                ci: item.ci,
                found_by: Some(Method::Pareto),
                ..Cause::new(
                    item.contribution?,
                    Note::new(item.name.as_str()).ok()?,
                    Vec::from_iter(Note::new(share).ok()),
                )
            })
        };
        let vital = self.rows().into_iter().filter(|it| it.is_vital);
        vital.filter_map(cause).collect()
    }

    /// The rows as a Markdown table; the vital few are in bold.
    pub fn to_markdown(&self) -> String {
        let (measure, cut) = (self.draft.measure, self.cut());
        let mut text = format!(
            "## Pareto\n\n**{}**, by {}",
            plain(self.draft.title.as_str()),
            measure.as_str()
        );
        let weighed = self.draft.items.iter().any(|it| it.weight.is_some());
        let _ = writeln!(text, "{}\n", if weighed { ", weighed" } else { "" });
        let mut heads = alloc::vec!["", "Value", "Share", "Together"];
        if weighed {
            heads.insert(1, "Weight");
        }
        head(&mut text, &heads);
        for it in self.rows() {
            let mut name = it.name.map_or("other".into(), |it| plain(it.as_str()));
            if it.is_vital {
                name = format!("**{name}**");
            }
            // What is weighed is of no unit any more.
            let value = if weighed {
                it.value.to_string()
            } else {
                measure.say(it.value)
            };
            let mut cells =
                alloc::vec![name, value, percent(it.share), percent(it.cumulative_share)];
            if weighed {
                let mut items = self.draft.items.iter();
                let item = items.find(|item| Some(&item.name) == it.name);
                let weight = item.map(|it| it.weight.unwrap_or(1).to_string());
                cells.insert(1, weight.unwrap_or_default());
            }
            row(&mut text, cells);
        }
        let _ = writeln!(
            text,
            "\nIn bold: the vital few, the fewest that make {} together.",
            percent(cut)
        );
        text
    }
}

/// A share in tenths of a per cent, rounded down so that what is below a cut does not look like it.
pub(crate) fn percent(share: Ratio) -> String {
    let whole = u128::from(share.denominator);
    let tenths = u128::from(share.numerator)
        .saturating_mul(1_000)
        .checked_div(whole);
    let Some(tenths) = tenths else {
        return "–".into();
    };
    match (tenths / 10, tenths % 10) {
        (whole, 0) => format!("{whole} %"),
        (whole, tenth) => format!("{whole}.{tenth} %"),
    }
}
