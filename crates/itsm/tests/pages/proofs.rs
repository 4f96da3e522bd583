//! Which test sees a rule at work: the tests whose texts name its id.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeMap;

/// For each id that a test names, the first such test by crate, file and place.
pub(crate) fn proofs(crates: &[&str]) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for name in crates {
        for (path, text) in crate::sources(&format!("crates/{name}/tests")) {
            let tokens = text
                .parse()
                .unwrap_or_else(|error| panic!("{path}: {error}"));
            tests(tokens, &mut found);
        }
    }
    found
}

/// Walks through a source from test to test.
fn tests(tokens: TokenStream, found: &mut BTreeMap<String, String>) {
    let (mut is_test, mut name) = (false, None);
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(it) if it.as_char() == '#' => {
                if let Some(TokenTree::Group(attribute)) = tokens.peek() {
                    is_test |= attribute.stream().to_string() == "test";
                }
            }
            TokenTree::Ident(it) if it == "fn" => {
                name = tokens.next().map(|it| it.to_string());
            }
            TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => {
                match name.take().filter(|_| is_test) {
                    Some(name) => ids(body.stream(), &name, found),
                    None => tests(body.stream(), found),
                }
                is_test = false;
            }
            _ => {}
        }
    }
}

/// Notes the ids in the texts of a test: alone, or within a message.
fn ids(tokens: TokenStream, by: &str, found: &mut BTreeMap<String, String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => ids(group.stream(), by, found),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let of_an_id = |c: char| c.is_ascii_lowercase() || matches!(c, '.' | '_');
                for word in text.split(|c| !of_an_id(c)).filter(|it| it.contains('.')) {
                    let entry = found.entry(word.to_owned());
                    entry.or_insert_with(|| by.to_owned());
                }
            }
            _ => {}
        }
    }
}

#[test]
fn tests_are_found_with_the_ids_that_they_name() {
    let source = r#"
        const TABLE: &str = "scale.empty";
        fn helper() { f("scale.too_long") }
        #[test] fn one() { assert!(it.ends_with("(matrix.cell.missing)")); g!["scale.empty"] }
        proptest! { #[test] fn two(x in 0..1) { h("matrix.cell.missing", "policy.id.text") } }
    "#;
    let mut found = BTreeMap::new();
    tests(source.parse().expect("tokens"), &mut found);
    let of = |id: &str| found.get(id).map(String::as_str);
    assert_eq!(of("matrix.cell.missing"), Some("one"));
    assert_eq!(of("scale.empty"), Some("one"));
    assert_eq!(of("policy.id.text"), Some("two"));
    assert_eq!(of("scale.too_long"), None);
}
