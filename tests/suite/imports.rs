//! Reads what the sources import: which file names which other file of the crate, in `use` lines and in paths.
//!
//! Comments and what is compiled for tests only are left out; a name that a parent hands on is followed to the
//! file that defines it.

use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A module as its path below the crate; `main` and `lib` stand for themselves.
pub type Module = Vec<String>;

/// One source file.
pub struct File {
    /// Below `src`.
    pub path: PathBuf,
    /// The program's own code in it.
    pub code: String,
    /// Paths of its `use` lines, with the name by which it is known here.
    uses: Vec<(Module, String)>,
    /// What it defines.
    defined: BTreeSet<String>,
}

/// All sources of the program.
pub struct Sources {
    /// By module.
    pub files: BTreeMap<Module, File>,
}

impl Sources {
    /// Reads the project's own.
    pub fn of_project() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let mut texts = Vec::new();
        for entry in WalkDir::new(&root).sort_by_file_name().into_iter().map(Result::unwrap) {
            if entry.path().extension().is_some_and(|ending| ending == "rs") {
                let path = entry.path().strip_prefix(&root).unwrap().to_owned();
                texts.push((path, fs::read_to_string(entry.path()).unwrap()));
            }
        }
        Self::of_texts(texts)
    }

    /// Reads these; modules that are declared for tests only are left out with all below them.
    pub fn of_texts(texts: Vec<(PathBuf, String)>) -> Self {
        let declared = Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([^)]*\))?\s+)?mod\s+(\w+)\s*;").unwrap();
        let mut tests: Vec<Module> = Vec::new();
        let mut files = BTreeMap::new();
        for (path, text) in &texts {
            let module = module_of(path);
            let base: &[String] = if *path == Path::new("lib.rs") { &[] } else { &module };
            for found in declared.captures_iter(text) {
                tests.push([base, &[found[1].to_owned()]].concat());
            }
        }
        for (path, text) in texts {
            let module = module_of(&path);
            if !tests.iter().any(|test| module.starts_with(test)) {
                files.insert(module, File::read(path, &text));
            }
        }
        Self { files }
    }

    /// The files that each file names.
    pub fn edges(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let path = Regex::new(r"(?:\w+\s*::\s*)+\w+").unwrap();
        let word = Regex::new(r"\w+").unwrap();
        let mut edges = BTreeMap::new();
        for (module, file) in &self.files {
            let body = without_uses(&file.code);
            let words: BTreeSet<&str> = word.find_iter(&body).map(|found| found.as_str()).collect();
            let handed_on = |name: &str| name != "*" && !words.contains(name);
            let mut named: BTreeSet<Module> = BTreeSet::new();
            for (used, name) in &file.uses {
                // A name that is only handed on, to who asks the parent for it, is no use of it here.
                if !handed_on(name) || used.iter().any(|part| part == "super" || part == "crate") {
                    named.extend(self.defining(module, used, 0));
                }
            }
            for found in path.find_iter(&body) {
                let parts: Module = found.as_str().split("::").map(|part| part.trim().to_owned()).collect();
                named.extend(self.defining(module, &parts, 0));
            }
            named.remove(module);
            edges.insert(module.clone(), named);
        }
        edges
    }

    /// The module that defines what a path means in a module; nothing for foreign and local names.
    fn defining(&self, module: &Module, path: &[String], depth: usize) -> Option<Module> {
        let Some(whole) = self.absolute(module, path) else {
            let (_, used) = path.first().map(|first| self.imported(module, first))??;
            let longer = [used.as_slice(), &path[1..]].concat();
            return (depth < 8 && longer != path).then(|| self.defining(module, &longer, depth + 1))?;
        };
        let known = (1..=whole.len()).rev().find(|length| self.files.contains_key(&whole[..*length]))?;
        let (owner, rest) = (whole[..known].to_vec(), &whole[known..]);
        let Some(name) = rest.first().filter(|name| *name != "*") else { return Some(owner) };
        if depth < 8 && !self.files[&owner].defined.contains(name) {
            let from = self.imported(&owner, name).map(|(_, used)| [used.as_slice(), &rest[1..]].concat());
            if let Some(found) = from.and_then(|path| self.defining(&owner, &path, depth + 1)) {
                return Some(found);
            }
        }
        Some(owner)
    }

    fn imported(&self, module: &Module, name: &str) -> Option<(String, Module)> {
        let uses = self.files.get(module)?.uses.iter();
        uses.map(|(path, known)| (known.clone(), path.clone())).find(|(known, _)| known == name)
    }

    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let base: &[String] = if module == &["lib"] { &[] } else { module };
        let up = path.iter().take_while(|part| *part == "super").count();
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "quarterdeck" if module == &["main"] => Some(path[1..].to_vec()),
            "self" => Some([base, &path[1..]].concat()),
            "super" => Some([&base[..base.len().checked_sub(up)?], &path[up..]].concat()),
            first => {
                let child = [base, &[first.to_owned()]].concat();
                self.files.contains_key(&child).then(|| [base, path].concat())
            }
        }
    }
}

impl File {
    fn read(path: PathBuf, text: &str) -> Self {
        let code = program(text);
        let uses = statements(&code).iter().flat_map(|tree| members(tree)).collect();
        let item = Regex::new(r"\b(?:fn|struct|enum|trait|type|const|static|macro_rules!)\s+(\w+)").unwrap();
        let defined = item.captures_iter(&code).map(|found| found[1].to_owned()).collect();
        Self { path, code, uses, defined }
    }
}

fn module_of(path: &Path) -> Module {
    let mut parts: Module = path.with_extension("").iter().map(|part| part.to_string_lossy().into_owned()).collect();
    if parts.last().is_some_and(|last| last == "mod") {
        parts.pop();
    }
    parts
}

/// Without comments and without items that are compiled for tests only.
pub fn program(text: &str) -> String {
    let no_comment = |line: &str| !line.trim_start().starts_with("//");
    let text = text.lines().filter(|line| no_comment(line)).collect::<Vec<_>>().join("\n");
    let mut rest = text.as_str();
    let mut code = String::new();
    while let Some((before, after)) = rest.split_once("#[cfg(test)]") {
        code.push_str(before);
        rest = &after[item_end(after)..];
    }
    // How far an item is seen is no use of what the path names.
    Regex::new(r"pub\(in [^)]*\)").unwrap().replace_all(&(code + rest), "pub").into_owned()
}

/// Where the item ends with which a text begins: at its `;`, or where its braces close.
fn item_end(text: &str) -> usize {
    // The last `}` of a block of tests stands where its line begins.
    let open = text.find(['{', ';']).unwrap_or(text.len());
    if text[open..].starts_with('{') {
        let line = text[..open].rfind('\n').map_or("", |start| &text[start + 1..open]);
        let indent = &line[..line.len() - line.trim_start().len()];
        let close = format!("\n{indent}}}");
        return text[open..].find(&close).map_or(text.len(), |at| open + at + close.len());
    }
    (open + 1).min(text.len())
}

fn use_lines() -> Regex {
    Regex::new(r"(?m)^\s*(?:pub(?:\([^)]*\))?\s+)?use\s+([^;]+);").unwrap()
}

fn statements(code: &str) -> Vec<String> {
    use_lines().captures_iter(code).map(|found| found[1].to_owned()).collect()
}

fn without_uses(code: &str) -> String {
    use_lines().replace_all(code, "").into_owned()
}

/// The paths of a `use`, each with the name that it gets.
fn members(tree: &str) -> Vec<(Module, String)> {
    let tree = tree.trim();
    if let Some((before, group)) = tree.split_once('{') {
        let before: Module =
            before.split("::").map(|part| part.trim().to_owned()).filter(|part| !part.is_empty()).collect();
        let group = group.trim_end().strip_suffix('}').expect("a group closes");
        let each = |(path, name): (Module, String)| match path == ["self"] {
            true => (before.clone(), before.last().cloned().unwrap_or_default()),
            false => ([before.as_slice(), &path].concat(), name),
        };
        return top_level(group).into_iter().flat_map(members).map(each).collect();
    }
    let (path, name) = tree.split_once(" as ").map_or((tree, None), |(path, name)| (path, Some(name)));
    let path: Module = path.split("::").map(|part| part.trim().to_owned()).collect();
    let name = name.map_or_else(|| path.last().cloned().unwrap_or_default(), |name| name.trim().to_owned());
    vec![(path, name)]
}

fn top_level(group: &str) -> Vec<&str> {
    let (mut parts, mut depth, mut start) = (Vec::new(), 0_u32, 0);
    for (at, letter) in group.char_indices() {
        match letter {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                parts.push(&group[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&group[start..]);
    parts.retain(|part| !part.trim().is_empty());
    parts
}
