//! The matrix that turns impact and urgency into a priority: total, of any size, plain data.

use crate::fault::Faults;
use crate::level::{Impact, Level, Priority, Scale, Urgency};
use crate::text::Label;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

/// The raw form of a [`PriorityMatrix`], as it stands in a policy file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(deny_unknown_fields)
)]
#[cfg_attr(feature = "schemars", derive(schemars::JsonSchema))]
pub struct DraftMatrix {
    /// The labels of impact, most important first.
    pub impacts: Vec<String>,
    /// The labels of urgency, most important first.
    pub urgencies: Vec<String>,
    /// The labels of priority, most important first.
    pub priorities: Vec<String>,
    /// For each impact, for each urgency, the priority.
    pub cells: BTreeMap<String, BTreeMap<String, String>>,
}

impl Default for DraftMatrix {
    /// Three by three, five priorities: place of the impact + place of the urgency − 1.
    fn default() -> Self {
        let row = |row: [&str; 3]| -> BTreeMap<String, String> {
            ["High", "Medium", "Low"]
                .into_iter()
                .zip(row)
                .map(|(urgency, priority)| (urgency.into(), priority.into()))
                .collect()
        };
        let levels = || ["High", "Medium", "Low"].map(String::from).to_vec();
        Self {
            impacts: levels(),
            urgencies: levels(),
            priorities: ["Critical", "High", "Moderate", "Low", "Planning"]
                .map(String::from)
                .to_vec(),
            cells: [
                ("High", ["Critical", "High", "Moderate"]),
                ("Medium", ["High", "Moderate", "Low"]),
                ("Low", ["Moderate", "Low", "Planning"]),
            ]
            .into_iter()
            .map(|(impact, priorities)| (impact.into(), row(priorities)))
            .collect(),
        }
    }
}

/// A priority for every pair of impact and urgency. A matrix with a hole cannot be built.
///
/// Source: ISO/IEC 20000-1 8.6.1 asks that incidents are prioritized by impact and urgency.
///
/// ```
/// use itsm_core::level::{Impact, Urgency};
/// use itsm_core::matrix::PriorityMatrix;
///
/// let matrix = PriorityMatrix::default();
/// let priority = matrix.priority(&Impact::new("High")?, &Urgency::new("Medium")?);
/// assert_eq!(priority.map(|p| p.as_str()), Some("High"));
/// # Ok::<(), itsm_core::text::TextError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(into = "DraftMatrix", try_from = "DraftMatrix")
)]
pub struct PriorityMatrix {
    impacts: Scale<Impact>,
    urgencies: Scale<Urgency>,
    priorities: Scale<Priority>,
    /// Row by row: one priority for each impact and urgency.
    cells: Vec<Priority>,
}

impl PriorityMatrix {
    /// The priority of a pair; `None` if either is not on its scale, never for want of a cell.
    pub fn priority(&self, impact: &Impact, urgency: &Urgency) -> Option<&Priority> {
        let row = self.impacts.rank(impact)?.index();
        let column = self.urgencies.rank(urgency)?.index();
        let cell = row.checked_mul(self.urgencies.len())?.checked_add(column)?;
        self.cells.get(cell)
    }

    /// The scale of impact.
    pub const fn impacts(&self) -> &Scale<Impact> {
        &self.impacts
    }

    /// The scale of urgency.
    pub const fn urgencies(&self) -> &Scale<Urgency> {
        &self.urgencies
    }

    /// The scale of priority.
    pub const fn priorities(&self) -> &Scale<Priority> {
        &self.priorities
    }
}

impl Default for PriorityMatrix {
    /// The matrix of [`DraftMatrix::default`].
    fn default() -> Self {
        let scale = |labels: [&'static str; 3]| labels.map(Label::trusted);
        let [high, medium, low] = scale(["High", "Medium", "Low"]);
        let priorities = ["Critical", "High", "Moderate", "Low", "Planning"]
            .map(|it| Priority::from(Label::trusted(it)));
        let [p1, p2, p3, p4, p5] = priorities.clone();
        Self {
            impacts: Scale::trusted(
                [&high, &medium, &low]
                    .map(|it| Impact::from(it.clone()))
                    .into(),
            ),
            urgencies: Scale::trusted([high, medium, low].map(Urgency::from).into()),
            priorities: Scale::trusted(priorities.into()),
            cells: [
                p1,
                p2.clone(),
                p3.clone(),
                p2,
                p3.clone(),
                p4.clone(),
                p3,
                p4,
                p5,
            ]
            .into(),
        }
    }
}

impl TryFrom<DraftMatrix> for PriorityMatrix {
    type Error = Faults;

    fn try_from(draft: DraftMatrix) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let impacts = faults.nest("impacts", Scale::<Impact>::new(&draft.impacts));
        let urgencies = faults.nest("urgencies", Scale::<Urgency>::new(&draft.urgencies));
        let priorities = faults.nest("priorities", Scale::<Priority>::new(&draft.priorities));
        let (Some(impacts), Some(urgencies), Some(priorities)) = (impacts, urgencies, priorities)
        else {
            return faults.or(None);
        };
        for (impact, row) in &draft.cells {
            if impacts.level(impact).is_none() {
                faults.add(
                    format!("cells.{impact}"),
                    "matrix.impact.unknown",
                    format!("`{impact}` is not on the impact scale"),
                );
            }
            for urgency in row.keys() {
                if urgencies.level(urgency).is_none() {
                    faults.add(
                        format!("cells.{impact}.{urgency}"),
                        "matrix.urgency.unknown",
                        format!("`{urgency}` is not on the urgency scale"),
                    );
                }
            }
        }
        let mut cells = Vec::new();
        for impact in &impacts {
            for urgency in &urgencies {
                let path = format!("cells.{impact}.{urgency}");
                let given = draft
                    .cells
                    .get(impact.as_str())
                    .and_then(|row| row.get(urgency.as_str()));
                match given.map(|label| (label, priorities.level(label))) {
                    Some((_, Some(priority))) => cells.push(priority),
                    Some((label, None)) => faults.add(
                        path,
                        "matrix.priority.unknown",
                        format!("`{label}` is not on the priority scale"),
                    ),
                    None => faults.add(
                        path,
                        "matrix.cell.missing",
                        format!("impact `{impact}` with urgency `{urgency}` has no priority"),
                    ),
                }
            }
        }
        faults.or(Some(Self {
            impacts,
            urgencies,
            priorities,
            cells,
        }))
    }
}

impl From<PriorityMatrix> for DraftMatrix {
    fn from(matrix: PriorityMatrix) -> Self {
        let mut cells = matrix.cells.iter();
        let mut rows = BTreeMap::new();
        for impact in &matrix.impacts {
            let row: BTreeMap<String, String> = matrix
                .urgencies
                .iter()
                .zip(cells.by_ref())
                .map(|(urgency, priority)| (urgency.as_str().into(), priority.as_str().into()))
                .collect();
            rows.insert(impact.label().as_str().into(), row);
        }
        Self {
            impacts: matrix.impacts.labels(),
            urgencies: matrix.urgencies.labels(),
            priorities: matrix.priorities.labels(),
            cells: rows,
        }
    }
}
