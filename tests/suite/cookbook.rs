//! Every recipe of the cookbook, in each language: its files are written, its commands run with the built program, and
//! what it shows is what they say.
//!
//! `BLESS=1 cargo test --release` writes the answers into the recipes; read them before you commit them.

use crate::project::Project;
use regex::Regex;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

const FOLDER: &str = "docs/cookbook";

/// Recipes that are cooked at once.
const AT_ONCE: usize = 4;

/// A recipe in one language.
struct Recipe {
    path: PathBuf,
    text: String,
    language: &'static str,
}

fn recipes() -> Vec<Recipe> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let is_recipe = |path: &PathBuf| {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        name.ends_with(".md") && name.starts_with(|first: char| first.is_ascii_digit())
    };
    paths
        .into_iter()
        .filter(is_recipe)
        .map(|path| {
            let text = fs::read_to_string(&path).unwrap();
            let chinese = path.to_string_lossy().ends_with(".zh-CN.md");
            Recipe { path, text, language: if chinese { "zh_CN.UTF-8" } else { "C.UTF-8" } }
        })
        .collect()
}

/// The text with the answers that its commands really give, and how many commands there were.
fn cooked(recipe: &Recipe) -> (String, usize) {
    let project = Project::of(&format!("../{FOLDER}/project"));
    let (mut text, mut commands) = (String::new(), 0);
    let mut lines = recipe.text.lines();
    while let Some(line) = lines.next() {
        let _ = writeln!(text, "{line}");
        let Some(kind) = line.strip_prefix("```").filter(|kind| !kind.is_empty()) else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        match kind.split_once(' ') {
            _ if kind == "console" => {
                for (at, line) in block.iter().enumerate().filter_map(|(at, line)| Some((at, line.strip_prefix("$ ")?)))
                {
                    commands += 1;
                    let shown = block[at + 1..].iter().take_while(|line| !line.starts_with("$ ")).copied();
                    let said = shortened(&answer(&project, line, recipe.language), &shown.collect::<Vec<_>>());
                    let _ = writeln!(text, "$ {line}");
                    text += &said.iter().map(|line| format!("{line}\n")).collect::<String>();
                }
            }
            other => {
                if let Some((_, target)) = other {
                    put(&project, target, &block.join("\n"));
                }
                text += &block.iter().map(|line| format!("{line}\n")).collect::<String>();
            }
        }
        text.push_str("```\n");
    }
    (text, commands)
}

/// The lines of an answer; where the recipe shows `…` at the end, as many as it shows.
fn shortened(answer: &str, shown: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = answer.trim_end().lines().map(str::to_owned).collect();
    if shown.last() == Some(&"…") && lines.len() >= shown.len() {
        lines.truncate(shown.len() - 1);
        lines.push("…".to_owned());
    }
    lines
}

/// A block whose first line says `file` or `>> file`: it becomes the file, or its end.
fn put(project: &Project, target: &str, block: &str) {
    let path = project.path().join(target.trim_start_matches(">> "));
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    let before = if target.starts_with(">> ") { fs::read_to_string(&path).unwrap() } else { String::new() };
    fs::write(path, before + block + "\n").unwrap();
}

fn answer(project: &Project, line: &str, language: &str) -> String {
    let words = words(line);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let said = match words.as_slice() {
        ["quarterdeck", line @ .., ">", file] => {
            let ended = project.run_words(line, language);
            fs::write(project.path().join(file), &ended.out).unwrap();
            ended.err
        }
        ["quarterdeck", line @ ..] => {
            let ended = project.run_words(line, language);
            ended.err + &ended.out
        }
        ["cat", file] => project.text(file),
        ["cp", from, to] => {
            fs::copy(project.path().join(from), project.path().join(to)).unwrap();
            String::new()
        }
        other => panic!("the test does not know the command {other:?}"),
    };
    let folder = fs::canonicalize(project.path()).unwrap();
    let said = [folder.as_path(), project.path()]
        .iter()
        .fold(said, |said, path| said.replace(&path.display().to_string(), "/srv/harbour"));
    settled(&said)
}

/// The words of a line, some of them in quotes.
fn words(line: &str) -> Vec<String> {
    let word = Regex::new(r#""([^"]*)"|(\S+)"#).unwrap();
    let of = |found: regex::Captures| found.get(1).or_else(|| found.get(2)).unwrap().as_str().to_owned();
    word.captures_iter(line).map(of).collect()
}

/// Without what is different each time: seconds, hashes of what holds the clock or the program, days to come.
fn settled(text: &str) -> String {
    let seconds = Regex::new(r"(in|用时) [\d.]+ (s|秒)").unwrap();
    let text = seconds.replace_all(text, "$1 0.5 $2");
    let hash = Regex::new(r"\b[0-9a-f]{16,64}\b").unwrap();
    let is_hash = |found: &str| found.chars().any(char::is_alphabetic);
    let text = hash.replace_all(
        &text,
        |found: &regex::Captures| {
            if is_hash(&found[0]) { "(hash)".to_owned() } else { found[0].to_owned() }
        },
    );
    // The next quarter that is due depends on the day on which somebody asks.
    let due = Regex::new(r"\d{4}-Q\d is due \d{4}-\d\d-\d\d").unwrap();
    due.replace_all(&text, "2026-Q4 is due 2027-01-05").into_owned()
}

#[test]
fn every_recipe_shows_what_its_commands_say() {
    let recipes = recipes();
    assert!(recipes.len() >= 18, "only {} were found", recipes.len());
    let share = recipes.len().div_ceil(AT_ONCE);
    let cooked: Vec<(String, usize)> = std::thread::scope(|scope| {
        let cooks: Vec<_> = recipes
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(cooked).collect::<Vec<_>>()))
            .collect();
        cooks.into_iter().flat_map(|cook| cook.join().unwrap()).collect()
    });
    let mut wrong = Vec::new();
    for (recipe, (found, commands)) in recipes.iter().zip(cooked) {
        assert!(commands > 0, "{} runs nothing", recipe.path.display());
        if bless() {
            fs::write(&recipe.path, &found).unwrap();
        } else if found != recipe.text {
            let differs = found.lines().zip(recipe.text.lines()).find(|(one, other)| one != other);
            wrong.push(format!("{}: {differs:?}\n{found}", recipe.path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_recipe_is_there_in_both_languages_with_the_same_steps() {
    let recipes = recipes();
    let steps = |recipe: &Recipe| -> Vec<String> {
        let step = |line: &&str| line.starts_with("$ ") || line.starts_with("```");
        recipe.text.lines().filter(step).map(str::to_owned).collect()
    };
    let english: Vec<&Recipe> = recipes.iter().filter(|one| one.language == "C.UTF-8").collect();
    let indexes = ["README.md", "README.zh-CN.md"]
        .map(|name| fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(FOLDER).join(name)).unwrap());
    for recipe in english {
        let name = recipe.path.file_name().unwrap().to_string_lossy().into_owned();
        let other = name.replace(".md", ".zh-CN.md");
        let chinese = recipes.iter().find(|one| one.path.ends_with(&other)).unwrap_or_else(|| panic!("no {other}"));
        assert_eq!(steps(recipe), steps(chinese), "{name}");
        assert!(indexes[0].contains(&format!("({name})")) && indexes[1].contains(&format!("({other})")), "{name}");
    }
}

#[expect(clippy::disallowed_methods, reason = "a switch for the person who changes recipes, never set in CI")]
fn bless() -> bool {
    std::env::var_os("BLESS").is_some()
}
