//! `docs/api/*.txt`: every public item of every crate, one a line, so that a change of the API shows
//! in a difference.
//!
//! The listing reads tokens, not types: it needs no compiler but the one that is there. It goes
//! through the sources file by file. That is enough, because the lint `unreachable_pub` sees to it
//! that whatever says `pub` can be reached. Our own macros are listed by what is written in them.

use crate::tokens::{generics, group, is, keyword, length, parts, text, tokens, veiled};
use crate::{golden, root, sources};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::collections::BTreeSet;
use std::fs;

/// Macros that declare nothing, or whose page is another.
const NOT_LISTED: &[&str] = &["members_of_lists"];

#[derive(Default)]
struct Listing {
    /// A path, and what stands there.
    lines: BTreeSet<(String, String)>,
    /// Trait implementations are listed for these alone: the types that are public.
    types: BTreeSet<String>,
    /// The type, the path and the text of each trait implementation.
    impls: Vec<(String, String, String)>,
}

/// What stands before an item.
#[derive(Default)]
struct Attributes {
    derives: Vec<String>,
    marks: Vec<String>,
    hidden: bool,
    exported: bool,
}

impl Attributes {
    fn take(&mut self, attribute: &Group) {
        let text = attribute.stream().to_string();
        let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if let Some(derives) = text.strip_prefix("derive(") {
            let derives = derives.trim_end_matches(')').split(',');
            self.derives.extend(derives.map(String::from));
        } else if let Some(feature) = text.strip_prefix("cfg(feature=") {
            let feature = feature.trim_matches(|c| c == ')' || c == '"');
            self.marks.push(format!("[{feature}] "));
        } else if text == "non_exhaustive" {
            self.marks.push("non_exhaustive ".to_owned());
        }
        self.hidden |= text == "doc(hidden)" || text == "cfg(test)";
        self.exported |= text == "macro_export";
    }
}

impl Listing {
    fn add(&mut self, path: &str, text: impl Into<String>) {
        self.lines.insert((path.to_owned(), text.into()));
    }

    /// Lists the items of a file, a module, a trait (where all is public) or an inherent `impl`.
    fn items(&mut self, stream: TokenStream, path: &str, all_public: bool) {
        let all = tokens(stream);
        let mut i = 0;
        while i < all.len() {
            let mut attributes = Attributes::default();
            while i + 1 < all.len() && is(&all[i], "#") {
                i += usize::from(is(&all[i + 1], "!"));
                if let TokenTree::Group(attribute) = &all[i + 1] {
                    attributes.take(attribute);
                }
                i += 2;
            }
            let end = i + length(&all[i..]);
            let item = &all[i..end];
            i = end;
            if !item.is_empty() && !attributes.hidden {
                self.item(item, path, all_public, &attributes);
            }
        }
    }

    fn item(&mut self, item: &[TokenTree], path: &str, all_public: bool, attributes: &Attributes) {
        let public = is(&item[0], "pub");
        let restricted = public
            && item
                .get(1)
                .is_some_and(|it| group(it, Delimiter::Parenthesis).is_some());
        let item = if public { &item[1..] } else { item };
        let marks = attributes.marks.concat();
        let body = item.last().and_then(|it| group(it, Delimiter::Brace));
        let head = if body.is_some() {
            &item[..item.len() - 1]
        } else {
            item
        };
        if let Some(bang) = item
            .iter()
            .position(|it| is(it, "!"))
            .filter(|it| *it > 0 && !public)
        {
            self.invocation(item, bang, path, attributes);
            return;
        }
        match keyword(item).as_str() {
            "impl" => self.implementation(head, body, path, &marks),
            "mod" => {
                let inner = join(path, &item[1].to_string());
                if public && !restricted {
                    self.add(&inner, format!("{marks}mod"));
                }
                if let Some(body) = body {
                    self.items(body.stream(), &inner, false);
                }
            }
            _ if restricted || !(public || all_public) => {}
            "struct" | "enum" | "trait" => self.declaration(head, body, path, &marks, attributes),
            "use" | "type" | "fn" => {
                self.add(path, format!("{marks}{}", text(head).trim_end_matches(';')));
            }
            _ => {
                let value = item.iter().position(|it| is(it, "=")).unwrap_or(item.len());
                self.add(
                    path,
                    format!("{marks}{}", text(&item[..value]).trim_end_matches(';')),
                );
            }
        }
    }

    fn declaration(
        &mut self,
        head: &[TokenTree],
        body: Option<&Group>,
        path: &str,
        marks: &str,
        attributes: &Attributes,
    ) {
        let name = head[1].to_string();
        let inner = join(path, &name);
        let mut derives = attributes.derives.clone();
        derives.sort();
        // A field that is not public is not shown, though that there is one is.
        let shown: Vec<TokenTree> = head.iter().map(veiled).collect();
        let mut line = format!("{marks}{}", text(&shown).trim_end_matches(';'));
        if !derives.is_empty() {
            line = format!("{line} derives {}", derives.join(", "));
        }
        self.add(&inner, line);
        self.types.insert(name);
        let Some(body) = body else { return };
        match head[0].to_string().as_str() {
            "trait" => self.items(body.stream(), &inner, true),
            "enum" => parts(body.stream(), ",")
                .iter()
                .for_each(|it| self.add(&inner, text(it))),
            _ => {
                for field in parts(body.stream(), ",") {
                    if is(&field[0], "pub") && group(&field[1], Delimiter::Parenthesis).is_none() {
                        self.add(&inner, text(&field[1..]));
                    }
                }
            }
        }
    }

    fn implementation(
        &mut self,
        head: &[TokenTree],
        body: Option<&Group>,
        path: &str,
        marks: &str,
    ) {
        let of_trait = head
            .windows(2)
            .position(|it| is(&it[0], "for") && !is(&it[1], "<"));
        let start = of_trait.map_or_else(|| 1 + generics(&head[1..]), |it| it + 1);
        let name = head[start..]
            .iter()
            .take_while(|it| !is(it, "<") && !is(it, "where"))
            .filter(|it| matches!(it, TokenTree::Ident(_)))
            .last()
            .map_or_else(|| "?".to_owned(), ToString::to_string);
        if of_trait.is_some() {
            let line = format!("{marks}{}", text(head));
            self.impls.push((name.clone(), join(path, &name), line));
        } else if let Some(body) = body {
            self.items(body.stream(), &join(path, &name), false);
        }
    }

    /// A declaration by one of our macros: its head, and a line for each entry.
    fn invocation(&mut self, item: &[TokenTree], bang: usize, path: &str, attributes: &Attributes) {
        let name = item[bang - 1].to_string();
        if name == "macro_rules" {
            if attributes.exported {
                self.add("", format!("macro {}!", item[bang + 1]));
            }
            return;
        }
        let Some(TokenTree::Group(body)) = item[bang + 1..]
            .iter()
            .find(|it| matches!(it, TokenTree::Group(_)))
        else {
            return;
        };
        if NOT_LISTED.contains(&name.as_str()) {
            return;
        }
        let whole: Vec<TokenTree> = parts(body.stream(), "\u{0}").concat();
        if !whole.first().is_some_and(|it| is(it, "pub")) {
            for entry in parts(body.stream(), ",") {
                self.types.insert(entry[0].to_string());
                self.add(
                    &join(path, &entry[0].to_string()),
                    format!("{name}! {}", text(&entry)),
                );
            }
            return;
        }
        let declared = whole[2].to_string();
        let inner = join(path, &declared);
        let head: Vec<TokenTree> = whole
            .iter()
            .take_while(|it| group(it, Delimiter::Brace).is_none())
            .cloned()
            .collect();
        self.add(
            &inner,
            format!("{name}! {}", text(&head[1..]).trim_end_matches(';')),
        );
        self.types.insert(declared);
        if let Some(kind) = head.iter().position(|it| is(it, "kind")) {
            self.types.insert(head[kind + 1].to_string());
        }
        let mut optional = "";
        for token in &whole {
            if let Some(entries) = group(token, Delimiter::Brace) {
                let separator = if matches!(name.as_str(), "rules" | "transition_table") {
                    ";"
                } else {
                    ","
                };
                for entry in parts(entries.stream(), separator) {
                    // A rule's message and source are in the catalogue of rules.
                    let comma = entry.iter().position(|it| is(it, ",") && name == "rules");
                    let entry = text(&entry[..comma.unwrap_or(entry.len())]);
                    self.add(&inner, format!("{optional}{entry}"));
                }
                optional = "optional ";
            }
        }
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}::{name}")
    }
}

/// The listing of a crate's sources, each with its path below `src`.
fn listing(sources: &[(String, String)]) -> String {
    let mut listing = Listing::default();
    for (file, source) in sources {
        let module = file
            .trim_end_matches(".rs")
            .trim_end_matches("/mod")
            .replace('/', "::");
        let module = if module == "lib" {
            String::new()
        } else {
            module
        };
        let stream = source
            .parse()
            .unwrap_or_else(|error| panic!("{file}: {error}"));
        listing.items(stream, &module, false);
    }
    for (name, path, line) in std::mem::take(&mut listing.impls) {
        if listing.types.contains(&name) {
            listing.add(&path, line);
        }
    }
    let lines = listing.lines.iter();
    lines
        .map(|(path, line)| {
            if path.is_empty() {
                format!("{line}\n")
            } else {
                format!("{path}: {line}\n")
            }
        })
        .collect()
}

#[test]
fn listings_are_what_the_sources_say() {
    let crates = fs::read_dir(root().join("crates")).expect("the crates can be listed");
    for folder in crates
        .filter_map(Result::ok)
        .filter(|it| it.path().is_dir())
    {
        let name = folder.file_name().to_string_lossy().into_owned();
        let made = listing(&sources(&format!("crates/{name}/src")));
        golden(&format!("docs/api/{name}.txt"), &made);
    }
}

#[test]
fn what_is_public_is_listed_and_what_is_not_is_not() {
    let source = r#"
        #[derive(Debug, Clone)] #[non_exhaustive] pub struct A<T: Into<u8>> { /** Doc. */ pub a: Map<u8, T>, b: u8 }
        pub struct B(u8, pub u16); pub(crate) struct C { pub c: u8 } struct D;
        impl<T> A<T> { pub const fn new(it: &'static str) -> Option<(u8, T)> { None } fn no() {} }
        impl Iterator for B { type Item = u8; } impl Iterator for D { type Item = u8; }
        pub enum E { One, Two(u8), Three { #[doc = "Doc."] a: u8 } }
        #[cfg(test)] mod tests { pub fn no() {} }
        #[doc(hidden)] pub fn hidden() {}
        wire_struct! { /** Doc. */ pub struct F { a: u8, } optional { b: Map<u8, u8>, } }
    "#;
    let expected = [
        "m::A: a: Map<u8, T>",
        "m::A: const fn new(it: &'static str) -> Option<(u8, T)>",
        "m::A: non_exhaustive struct A<T: Into<u8>> derives Clone, Debug",
        "m::B: impl Iterator for B",
        "m::B: struct B(_, pub u16)",
        "m::E: One",
        "m::E: Three { a: u8 }",
        "m::E: Two(u8)",
        "m::E: enum E",
        "m::F: a: u8",
        "m::F: optional b: Map<u8, u8>",
        "m::F: wire_struct! struct F",
    ];
    let made = listing(&[("m.rs".to_owned(), source.to_owned())]);
    assert_eq!(made.lines().collect::<Vec<_>>(), expected);
}
