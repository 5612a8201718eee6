//! What the code says in English, in another language.
//!
//! A message is found by its English form: `templates/program/en` has it with names in the place of what varies. What
//! is found there is said by the message of the same name in the other language; what is not stays English.

use super::{Language, Words};
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// Files of messages and of sentences of the help, in each language's folder.
const MESSAGES: &str = "messages.ftl";
const HELP: &str = "help.ftl";
const FRAME: &str = "frame.ftl";

/// Names of parts that are messages themselves.
const SAID: [&str; 4] = ["said", "hint", "also", "status"];

/// How often a part may have parts.
const DEPTH: usize = 4;

static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{ \$(\w+) \}").expect("a fixed pattern"));

/// Finds what the code says among the messages of a language.
pub struct Translator {
    messages: Vec<Message>,
    words: Words,
    /// Sentences of the help with their translation, the longest first.
    sentences: Vec<(String, String)>,
    /// Words that the help puts around them.
    frame: Vec<(String, String)>,
}

struct Message {
    id: String,
    form: Regex,
    names: Vec<String>,
    /// Letters that do not vary.
    fixed: usize,
}

impl Translator {
    /// The translator into a language; `None` into that of the code.
    pub fn new(language: Language) -> Option<Self> {
        if language.is_default() {
            return None;
        }
        let (from, words) = (Language::default(), Words::new(language, MESSAGES));
        let mut messages: Vec<Message> = entries(from.file(MESSAGES)).map(|(id, text)| Message::of(id, text)).collect();
        messages.sort_by_key(|one| std::cmp::Reverse(one.fixed));
        let mut sentences = pairs(language, HELP);
        sentences.sort_by_key(|(english, _)| std::cmp::Reverse(english.len()));
        let frame = pairs(language, FRAME);
        Some(Self { messages, words, sentences, frame })
    }

    /// A message of the code in the other language; `None` when it is not known.
    pub fn say(&self, english: &str) -> Option<String> {
        self.deep(english, DEPTH)
    }

    fn deep(&self, english: &str, depth: usize) -> Option<String> {
        let found = self.messages.iter().find_map(|one| Some((one, one.form.captures(english)?)));
        let Some((message, parts)) = found else {
            return self.parts(english, depth);
        };
        let value = |(at, name): (usize, &String)| {
            let part = parts.get(at + 1).map_or("", |part| part.as_str());
            let said = SAID.iter().any(|said| name.trim_end_matches(|one: char| one.is_ascii_digit()) == *said);
            let told = (said && depth > 0).then(|| self.deep(part, depth - 1)).flatten();
            told.unwrap_or_else(|| part.to_owned())
        };
        let told: Vec<String> = message.names.iter().enumerate().map(value).collect();
        let values: Vec<(&str, &str)> =
            message.names.iter().zip(&told).map(|(name, value)| (name.as_str(), value.as_str())).collect();
        Some(self.words.with(&message.id, &values))
    }

    /// Messages that follow each other, those that are not known as they are; `None` when none is known.
    fn parts(&self, english: &str, depth: usize) -> Option<String> {
        let depth = depth.checked_sub(1)?;
        let parts: Vec<&str> = english.split("; ").collect();
        let told: Vec<Option<String>> = parts.iter().map(|part| self.deep(part, depth)).collect();
        (parts.len() > 1 && told.iter().any(Option::is_some)).then_some(())?;
        let said = told.into_iter().zip(parts).map(|(told, part)| told.unwrap_or_else(|| part.to_owned()));
        Some(said.collect::<Vec<_>>().join(&self.words.say("between")))
    }

    /// Lines of which each is told by itself; those that are not known stay, the space before them as well.
    pub fn lines(&self, english: &str) -> String {
        let line = |line: &str| {
            let start = line.len() - line.trim_start().len();
            self.say(&line[start..]).map_or_else(|| line.to_owned(), |told| format!("{}{told}", &line[..start]))
        };
        english.split('\n').map(line).collect::<Vec<_>>().join("\n")
    }

    /// The text of the help: its sentences where they stand alone, at the end of a line or before `[`.
    pub fn help(&self, english: &str) -> String {
        english.split('\n').map(|line| self.help_line(line)).collect::<Vec<_>>().join("\n")
    }

    fn help_line(&self, line: &str) -> String {
        if let Some(told) = self.say(line.trim()).filter(|_| !line.starts_with(' ')) {
            return told;
        }
        let alone = |(english, own): &(String, String)| {
            let at = line.find(english.as_str())?;
            let (before, after) = (&line[..at], &line[at + english.len()..]);
            let begins = before.trim().is_empty() || before.ends_with("  ") || before.ends_with(": ");
            let ends = after.is_empty() || after.starts_with(" [");
            (begins && ends).then(|| format!("{before}{own}{after}"))
        };
        let mut text = self.sentences.iter().find_map(alone).unwrap_or_else(|| line.to_owned());
        for (english, own) in &self.frame {
            // A full-width colon brings its own space.
            text = text.replace(&format!("{english} "), own).replace(english, own);
        }
        text
    }
}

impl Message {
    fn of(id: &str, text: &str) -> Self {
        let names: Vec<String> = NAME.captures_iter(text).map(|found: Captures| found[1].to_owned()).collect();
        let plain = |text: &str| regex::escape(&text.replace("{\"{\"}", "{").replace("{\"}\"}", "}"));
        let fixed: Vec<String> = NAME.split(text).map(plain).collect();
        let mut form = fixed[0].clone();
        for (name, fixed) in names.iter().zip(&fixed[1..]) {
            form += shape(name);
            form += fixed;
        }
        let form = format!("(?s)^{form}$");
        let form = Regex::new(&form).unwrap_or_else(|error| panic!("built-in message `{id}`: {error}"));
        Self { id: id.to_owned(), names, fixed: fixed.iter().map(String::len).sum(), form }
    }
}

/// What stands in the place of a name. Days and numbers of rows are nothing else: `x to y` alone could be anything.
fn shape(name: &str) -> &'static str {
    match name {
        _ if name.ends_with("_day") => r"(\d{4}-\d\d-\d\d)",
        "rows" | "used" | "rejected" | "merged" | "folded" => r"(\d+)",
        _ => "(.+?)",
    }
}

/// What a file says in English, and in a language.
fn pairs(language: Language, file: &str) -> Vec<(String, String)> {
    let (english, own) = (Words::new(Language::default(), file), Words::new(language, file));
    entries(Language::default().file(file)).map(|(id, _)| (english.say(id), own.say(id))).collect()
}

/// The messages of a file whose messages take one line each.
fn entries(file: &str) -> impl Iterator<Item = (&str, &str)> {
    file.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once(" = "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chinese() -> Translator {
        Translator::new(Language::of_tag("zh-CN").unwrap()).unwrap()
    }

    #[test]
    fn what_the_code_says_is_found_by_its_form() {
        let told = |text: &str| chinese().say(text);
        assert_eq!(told("unknown key `asof`").as_deref(), Some("不认识的键 `asof`"));
        assert_eq!(told("did you mean `a` or `b`?").as_deref(), Some("是不是 `a` 或 `b`？"));
        assert_eq!(told("nobody ever said this"), None);
        assert!(Translator::new(Language::default()).is_none(), "the code's own language needs none");
    }

    /// What may stand in the place of a name.
    fn sample(name: &str) -> String {
        match shape(name) {
            "(.+?)" => format!("<{name}>"),
            days if days.contains('-') => "2026-07-01".to_owned(),
            _ => "70123".to_owned(),
        }
    }

    #[test]
    fn every_english_message_is_found_and_nothing_is_lost() {
        let chinese = chinese();
        for (id, text) in entries(Language::default().file(MESSAGES)) {
            let shown = NAME.replace_all(text, |found: &Captures| sample(&found[1]));
            let shown = shown.replace("{\"{\"}", "{").replace("{\"}\"}", "}");
            let told = chinese.say(&shown).unwrap_or_else(|| panic!("{id}: {shown}"));
            assert!(!told.contains('⟦'), "{id}: {told}");
            for name in NAME.captures_iter(text) {
                assert!(told.contains(&sample(&name[1])), "{id} loses {}: {told}", &name[1]);
            }
            assert!(!told.is_ascii(), "{id}: {told}");
        }
    }

    #[test]
    fn parts_of_a_line_are_told_one_by_one() {
        let line =
            "  a.csv → tickets: 44 rows, 40 used, 4 rejected; 2026-07-07 to 2026-09-27; no key; UTF-8; something new";
        let told = "  a.csv → tickets：44 行，使用 40，拒绝 4；2026-07-07 至 2026-09-27；无主键；UTF-8；something new";
        assert_eq!(chinese().lines(line), told);
        assert_eq!(chinese().say("something new; and more"), None);
    }
}
