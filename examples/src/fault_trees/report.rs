//! What is printed.

use super::figures::Figures;
use super::model::Model;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// Prints the figures of each model and each difference; answers with the number of models that
/// are not as expected, or could not be worked out.
pub(super) fn write(
    models: &[Model],
    limit: usize,
    json: bool,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> io::Result<usize> {
    let (mut wrong, mut compared, mut failed) = (0, 0, 0);
    let mut all = BTreeMap::new();
    for model in models {
        let figures = match Figures::of(model, limit) {
            Ok(figures) => figures,
            Err(error) => {
                failed += 1;
                let to: &mut dyn Write = if json { err } else { out };
                writeln!(to, "{}: {error} ({})", model.id, error.rule())?;
                continue;
            }
        };
        let differences = match &model.expected {
            Some(expected) => figures.differences(expected),
            None => Vec::new(),
        };
        wrong += usize::from(!differences.is_empty());
        compared += usize::from(model.expected.is_some());
        if json {
            for difference in differences {
                writeln!(err, "{}: {difference}", model.id)?;
            }
            all.insert(&model.id, figures);
        } else {
            text(model, &figures, &differences, out)?;
        }
    }
    if json {
        serde_json::to_writer_pretty(&mut *out, &all)?;
        writeln!(out)?;
    } else {
        let (total, agreeing) = (models.len(), compared - wrong);
        let models = if total == 1 { "model" } else { "models" };
        write!(
            out,
            "{total} {models}, {compared} of them compared: {agreeing} as expected"
        )?;
        for (number, what) in [(wrong, "not as expected"), (failed, "not worked out")] {
            if number > 0 {
                write!(out, ", {number} {what}")?;
            }
        }
        writeln!(out)?;
    }
    Ok(wrong + failed)
}

fn text(
    model: &Model,
    figures: &Figures,
    differences: &[String],
    out: &mut dyn Write,
) -> io::Result<()> {
    let verdict = match (&model.expected, differences) {
        (None, _) => "not compared",
        (Some(_), []) => "as expected",
        _ => "NOT as expected",
    };
    let Figures { mcs_count, .. } = figures;
    let sets = if *mcs_count == 1 {
        "cut set"
    } else {
        "cut sets"
    };
    writeln!(out, "{}: {mcs_count} minimal {sets}, {verdict}", model.id)?;
    let sizes = figures.mcs_count_by_order.iter().enumerate();
    let sizes: Vec<String> = sizes
        .filter(|(_, count)| **count > 0)
        .map(|(size, count)| format!("{size}: {count}"))
        .collect();
    if !sizes.is_empty() {
        writeln!(out, "    by size             {}", sizes.join(", "))?;
    }
    for (label, value) in [
        ("exact probability", figures.exact_probability),
        ("rare-event sum", figures.rare_event_sum),
    ] {
        match value {
            Some(value) => writeln!(out, "    {label:<19} {value:e}")?,
            None => writeln!(out, "    {label:<19} unknown: an event has no probability")?,
        }
    }
    for difference in differences {
        writeln!(out, "    {difference}")?;
    }
    Ok(())
}
