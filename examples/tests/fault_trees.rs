//! Fault trees out of files, worked out in-process.
//!
//! `ITSM_DATA` names the folder that holds `fault_trees/models.json.gz`, which is not part of this
//! repository. Unset, each test over it is told by name as ignored; set but unreadable, each fails.

use itsm_examples::fault_trees::{SAMPLE, read, read_path, run};
use libtest_mimic::{Arguments, Failed, Trial};
use serde_json::Value;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

type Check = fn() -> Result<(), Failed>;
type DataCheck = fn(&Path) -> Result<(), Failed>;

const CHECKS: [(&str, Check); 7] = [
    ("bundled_model_is_worked_out", bundled),
    ("bundled_model_answers_its_questions", bundled_questions),
    ("figures_are_one_json_object", json),
    ("difference_is_told_with_both_figures", difference),
    ("wrong_tree_is_told_with_place_and_rule", wrong_tree),
    ("unknown_id_is_answered_with_what_is_near", unknown_id),
    ("tree_that_is_too_large_is_told", too_large),
];

const DATA_CHECKS: [(&str, DataCheck); 2] = [
    (
        "every_answered_model_is_as_expected_and_the_others_finish",
        models,
    ),
    ("evaluations_of_every_model_are_as_expected", evaluations),
];

fn main() -> ExitCode {
    let args = Arguments::from_args();
    let data = std::env::var_os("ITSM_DATA").map(PathBuf::from);
    let mut trials: Vec<Trial> = CHECKS
        .into_iter()
        .map(|(name, check)| Trial::test(name, check))
        .collect();
    for (name, check) in DATA_CHECKS {
        let data = data.clone();
        let ignored = data.is_none();
        let test = move || {
            let data = data.ok_or("ITSM_DATA is not set: expected a folder")?;
            check(&data.join("fault_trees/models.json.gz"))
        };
        trials.push(Trial::test(name, test).with_ignored_flag(ignored));
    }
    libtest_mimic::run(&args, trials).exit_code()
}

struct Outcome {
    status: u8,
    out: String,
    err: String,
}

fn fault_tree(args: &[&str]) -> Result<Outcome, Failed> {
    let args = ["fault_tree"].iter().chain(args).map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = run(args, &mut out, &mut err);
    Ok(Outcome {
        status,
        out: String::from_utf8(out)?,
        err: String::from_utf8(err)?,
    })
}

/// The bundled model with something else in it, in a file.
fn changed(name: &str, from: &str, to: &str) -> Result<String, Failed> {
    let text = SAMPLE.replacen(from, to, 1);
    same(text == SAMPLE, false)?;
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    std::fs::write(&path, text)?;
    Ok(path.display().to_string())
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "a comparison reads better without borrowing both sides"
)]
fn same<T: PartialEq + std::fmt::Debug>(got: T, expected: T) -> Result<(), Failed> {
    if got == expected {
        return Ok(());
    }
    Err(format!("expected {expected:?}, got {got:?}").into())
}

fn holds(it: bool, what: &str) -> Result<(), Failed> {
    if it { Ok(()) } else { Err(what.into()) }
}

fn bundled() -> Result<(), Failed> {
    let outcome = fault_tree(&[])?;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/web_shop_fault_tree.txt");
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        std::fs::write(&path, &outcome.out)?;
    }
    same(outcome.out, std::fs::read_to_string(path)?)?;
    same((outcome.status, outcome.err), (0, String::new()))
}

fn bundled_questions() -> Result<(), Failed> {
    for model in read(SAMPLE.as_bytes())? {
        holds(!model.evaluations.is_empty(), "questions")?;
        for question in &model.evaluations {
            same(model.wrong(question), None)?;
        }
        let mut other = model.evaluations[0].clone();
        other.top_failed = !other.top_failed;
        holds(model.wrong(&other).is_some(), "a wrong answer is found")?;
    }
    Ok(())
}

fn json() -> Result<(), Failed> {
    let figures: Value = serde_json::from_str(&fault_tree(&["--json"])?.out)?;
    let shop = &figures["web shop"];
    same(&shop["mcs_count"], &10.into())?;
    same(&shop["mcs_count_by_order"], &vec![0, 2, 5, 3].into())?;
    holds(shop["exact_probability"].is_f64(), "a probability")?;
    let unknown = changed(
        "unknown.json",
        "\"grid fails\": 0.001",
        "\"grid fails\": null",
    )?;
    let outcome = fault_tree(&[&unknown, "--json"])?;
    let figures: Value = serde_json::from_str(&outcome.out)?;
    same(&figures["web shop"]["exact_probability"], &Value::Null)?;
    same(&figures["web shop"]["rare_event_sum"], &Value::Null)?;
    same(&figures["web shop"]["mcs_count"], &10.into())
}

fn difference() -> Result<(), Failed> {
    let file = changed("count.json", "\"mcs_count\": 10", "\"mcs_count\": 11")?;
    let outcome = fault_tree(&[&file])?;
    same(outcome.status, 1)?;
    for told in [
        "NOT as expected",
        "mcs_count: expected 11, got 10\n",
        "1 model, 1 of them compared: 0 as expected, 1 not as expected\n",
    ] {
        holds(outcome.out.contains(told), &outcome.out)?;
    }
    // Off by four parts in a million million, which is near enough, and by four in a thousand million.
    let exact = "0.0010647405557139631";
    let near = changed("near.json", exact, "0.0010647405557182")?;
    same(fault_tree(&[&near])?.status, 0)?;
    let off = changed("off.json", exact, "0.00106474056")?;
    let outcome = fault_tree(&[&off, "--json"])?;
    same(outcome.status, 1)?;
    let told = "web shop: exact_probability: expected Some(0.00106474056), got";
    holds(outcome.err.contains(told), &outcome.err)?;
    let sets = changed(
        "sets.json",
        "[\"load balancer fails\"]",
        "[\"primary fails\"]",
    )?;
    let outcome = fault_tree(&[&sets])?;
    holds(outcome.out.contains("    mcs: expected"), &outcome.out)
}

fn wrong_tree() -> Result<(), Failed> {
    for (name, from, to, told) in [
        (
            "input.json",
            "\"primary fails\", \"no",
            "\"primary falls\", \"no",
            "models[0] `web shop`: gates.primary out.inputs[0]: expected the name of a gate or an event, got `primary falls` (fault_tree.input.unknown)",
        ),
        (
            "loop.json",
            "[\"freeze announced\"]",
            "[\"no orders\"]",
            "`no orders` → `frozen` → `no orders` (fault_tree.gate.loop)",
        ),
        (
            "twice.json",
            "\"grid fails\": 0.001,",
            "\"grid fails\": 0.001, \"grid fails\": 0.002,",
            "got `grid fails` again (fault_tree.name.twice)",
        ),
        (
            "type.json",
            "\"null\"",
            "\"xor\"",
            "gates.frozen.type: expected `and`, `or`, `atleast`, `null`, `true` or `false`, got `xor`",
        ),
        (
            "range.json",
            "0.0005",
            "5",
            "events.payment provider down.probability: expected a probability from 0 to 1, got `5` (fault_tree.event.probability)",
        ),
        (
            "json.json",
            "\"models\"",
            "models",
            "expected a JSON object with `models`",
        ),
    ] {
        let outcome = fault_tree(&[&changed(name, from, to)?])?;
        same((outcome.status, outcome.out.as_str()), (2, ""))?;
        holds(
            outcome.err.contains(name) && outcome.err.contains(told),
            &outcome.err,
        )?;
    }
    same(fault_tree(&["no-such-file.json"])?.status, 2)
}

fn unknown_id() -> Result<(), Failed> {
    let file = changed("ids.json", "web shop", "web  shop")?;
    let outcome = fault_tree(&[&file, "webshop"])?;
    same((outcome.status, outcome.out.as_str()), (2, ""))?;
    let told = "expected the id of a model, got `webshop`; near it: `web  shop`\n";
    holds(outcome.err.ends_with(told), &outcome.err)?;
    same(fault_tree(&[&file, "web  shop"])?.status, 0)
}

fn too_large() -> Result<(), Failed> {
    let outcome = fault_tree(&["--limit", "3"])?;
    same(outcome.status, 1)?;
    holds(outcome.out.contains("(fault_tree.too_large)"), &outcome.out)?;
    holds(outcome.out.ends_with("1 not worked out\n"), &outcome.out)
}

fn models(file: &Path) -> Result<(), Failed> {
    let file = file.display().to_string();
    let outcome = fault_tree(&[&file])?;
    same((outcome.status, outcome.err), (0, String::new()))?;
    let told = "54 models, 36 of them compared: 36 as expected\n";
    holds(outcome.out.ends_with(told), &outcome.out)
}

fn evaluations(file: &Path) -> Result<(), Failed> {
    let mut asked = 0;
    for model in read_path(file)? {
        for question in &model.evaluations {
            asked += 1;
            same(model.wrong(question), None)?;
        }
    }
    same(asked, 216)
}
