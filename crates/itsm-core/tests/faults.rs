//! Faults: all at once, each with its place, in the order in which people count.

use itsm_core::fault::Faults;

#[test]
fn the_tenth_place_comes_after_the_second() {
    let mut faults = Faults::new();
    for path in [
        "rules[10].id",
        "rules[2].when",
        "id",
        "rules[2].id",
        "rules[02].id",
    ] {
        faults.add(path, "some.rule", "a message");
    }
    let faults = faults.or::<()>(None).unwrap_err();
    let paths: Vec<&str> = faults.iter().map(|fault| fault.path.as_str()).collect();
    assert_eq!(
        paths,
        [
            "id",
            "rules[02].id",
            "rules[2].id",
            "rules[2].when",
            "rules[10].id"
        ]
    );
}

#[test]
fn inner_faults_keep_their_place_below_the_outer_one() {
    let mut inner = Faults::new();
    inner.add("[3]", "some.rule", "a message");
    inner.add("name", "some.rule", "a message");
    let mut outer = Faults::new();
    let nothing = outer.nest("scale", inner.or::<()>(None));
    assert_eq!(nothing, None);
    let paths: Vec<String> = outer.iter().map(|fault| fault.path.clone()).collect();
    assert_eq!(paths, ["scale[3]", "scale.name"]);
}

#[test]
fn a_value_with_a_fault_beside_it_is_no_value() {
    let mut faults = Faults::new();
    faults.add("id", "some.rule", "a message");
    assert!(faults.or(Some(1)).is_err());
    assert_eq!(Faults::new().or(Some(1)), Ok(1));
}
