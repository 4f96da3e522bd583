//! A table of proofs catches a rule without a proof, and a proof that proves something else.

use itsm_core::refusal::{Refusal, Rule};
use itsm_testing::proof::{Proof, Proven, Says as _, every_rule_is_proven, list, prove};

const DARK: Rule = Rule::new(
    "lamp.light.dark",
    "no light before {hour}",
    "the house rules",
    "It is light outside.",
);
const BROKEN: Rule = Rule::new(
    "lamp.light.broken",
    "the bulb is broken",
    "common sense",
    "A broken bulb gives no light.",
);

fn dark() -> Refusal {
    let refusal = Refusal::new(&DARK, "light", "dark");
    refusal.param("hour", "ten").missing(["a_reason"])
}

fn proven() -> Proven {
    dark().saying("hour", "ten").lacking(["a_reason"])
}

fn broken() -> Proven {
    Refusal::new(&BROKEN, "light", "broken").into()
}

const SOUND: &[Proof] = &[
    ("lamp.light.dark", "lamp_light_dark", proven),
    ("lamp.light.broken", "lamp_light_broken", broken),
];

fn rules() -> [Rule; 2] {
    [DARK, BROKEN]
}

mod table {
    use itsm_testing::proofs;

    proofs! {
        lamp_light_dark: "lamp.light.dark" => super::proven();
        lamp_light_broken: "lamp.light.broken" => super::broken();
    }
}

#[test]
fn sound_table_holds() {
    every_rule_is_proven(&[SOUND], &rules(), "lamp");
    every_rule_is_proven(&[table::PROOFS], &rules(), "lamp");
    for (rule, ..) in SOUND {
        prove(SOUND, rule);
    }
    assert_eq!(list(["a", "b"]), ["a", "b"]);
}

macro_rules! caught {
    ($( $name:ident: $message:literal => $case:expr; )+) => {
        $( #[test] #[should_panic(expected = $message)] fn $name() { $case; } )+
    };
}

caught! {
    rule_without_a_proof: "what is proven, and what can refuse" =>
        every_rule_is_proven(&[&SOUND[..1]], &rules(), "lamp");
    proof_of_no_rule: "what is proven, and what can refuse" =>
        every_rule_is_proven(&[SOUND], &[DARK], "lamp");
    rule_proven_twice: "what is proven, and what can refuse" =>
        every_rule_is_proven(&[SOUND, &SOUND[1..]], &rules(), "lamp");
    test_of_another_name: "the test of `lamp.light.dark`" =>
        every_rule_is_proven(&[&[("lamp.light.dark", "lamp_dark", proven)]], &[DARK], "lamp");
    refusal_by_another_rule: "the proof of `lamp.light.dark`" =>
        every_rule_is_proven(&[&[("lamp.light.dark", "lamp_light_dark", broken)]], &[DARK], "lamp");
    rule_of_another_family: "`lamp.light.dark`" =>
        every_rule_is_proven(&[SOUND], &rules(), "candle");
    parameter_that_no_proof_expects: "`lamp.light.dark`: hour" =>
        every_rule_is_proven(
            &[&[("lamp.light.dark", "lamp_light_dark", || dark().into())]], &[DARK], "lamp",
        );
    rule_that_says_nothing: "`lamp.light.dark` says nothing" =>
        every_rule_is_proven(
            &[&SOUND[..1]],
            &[Rule::new("lamp.light.dark", "no light before {hour}", "the house rules", " ")],
            "lamp",
        );
    parameter_too_few: "no light before `ten`" =>
        prove(&[("lamp.light.dark", "lamp_light_dark", || dark().lacking(["a_reason"]))], "lamp.light.dark");
    missing_fact_not_expected: "no light before `ten`" =>
        prove(&[("lamp.light.dark", "lamp_light_dark", || dark().saying("hour", "ten"))], "lamp.light.dark");
    proof_that_is_not_there: "`lamp.light.dim` has no proof" =>
        prove(SOUND, "lamp.light.dim");
}
