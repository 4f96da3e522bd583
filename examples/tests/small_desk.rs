//! The small desk, as it tells of its day.

#[test]
fn small_desk_tells_what_happens_and_why_not() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = Vec::new();
    itsm_examples::small_desk::run(&mut out)?;
    let told = String::from_utf8(out)?;
    let expected = "\
The printer smells of smoke under `corner-desk v1`
  the matrix makes it P2
  09:00 set_attribute: no, attribute `floor` takes `an integer from 0 to 12`, got `13` (incident.attribute.not_admitted)
  09:00 set_attribute: new
  09:00 override_priority: no, the policy does not allow it (incident.lifecycle.policy_forbids)
  10:00 start_work: in_progress
  11:00 hold: no, `waiting_for_rain` is not a reason for waiting under this policy (incident.hold.unknown_reason)
  11:00 hold: no, the policy demands more for it (incident.fact.missing)
  11:00 hold: on_hold
  14:00 resume: in_progress
  15:00 resolve: resolved
  04 March 15:00 closed, because nobody objected
";
    assert_eq!(told, expected);
    Ok(())
}

#[test]
fn policy_of_the_small_desk_says_nothing_that_it_cannot_mean()
-> Result<(), Box<dyn std::error::Error>> {
    let file = include_str!("../policies/corner_desk.toml");
    let policy: itsm::incident::policy::IncidentPolicy = toml::from_str(file)?;
    assert_eq!(policy.lint(), []);
    Ok(())
}

#[test]
fn program_of_the_small_desk_is_short() {
    let program = include_str!("../src/small_desk.rs");
    assert!(program.lines().count() < 100, "a newcomer's program");
}
