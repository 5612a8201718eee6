//! The languages of a report: each a folder of data, built in or a project's own.
//!
//! A locale is its messages (`.ftl` files) and what printing asks of it ([`LocaleData`], `locale.yaml`).
//! The known ones stand in one list for the whole process, which only grows: [`Locale::add`]. No code
//! names a language; it asks the data.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{LazyLock, PoisonError, RwLock};

/// A built-in folder below `templates/locales`, with the names and texts of its files.
struct Folder {
    tag: &'static str,
    files: &'static [(&'static str, &'static str)],
}

include!(concat!(env!("OUT_DIR"), "/locales.rs"));

/// What printing asks of a language beside its messages: the keys of `locale.yaml`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LocaleData {
    /// The BCP 47 tag, the name of the folder.
    pub tag: String,
    /// The language's own name for itself.
    pub name: String,
    /// Tag of the locale that stands in for texts and messages which this one lacks. Left out in the
    /// language of the program's own messages.
    #[serde(default)]
    pub fallback: Option<String>,
    /// Place among the editions of a report that names no locale; left out: not made unasked.
    #[serde(default)]
    pub default: Option<u8>,
    /// ISO 15924 code of its script, such as `Latn`, `Hans`, `Hant`.
    pub script: String,
    /// What its letters take on the page.
    pub letters: Letters,
    /// Whether names of the program, such as dimensions, lose their capital inside a sentence.
    pub terms: Terms,
    /// What stands between a name and what is said of it.
    pub colon: String,
    /// A reference to a section: `{see}` (the word of the messages), `{section}`, `{page}`.
    pub reference: String,
    /// The same in a narrow place: `{page}`.
    pub reference_short: String,
    /// A quarter in full: `{year}`, `{ordinal}`, `{short}`.
    pub quarter: String,
    /// The four ordinals of quarters.
    pub ordinals: [String; 4],
    /// Amounts of money.
    pub money: MoneyPattern,
    /// Font families of the PDF, first choice first.
    pub fonts: Vec<String>,
    /// Font families of mail as CSS lists them.
    pub mail_fonts: String,
    /// The font of the workbook, which its readers have: a file of its own cannot bring one.
    #[serde(default = "workbook_font")]
    pub workbook_font: String,
    /// Texts of the program's data (names and definitions of metrics, rules, benchmarks) by the fallback's
    /// text: the file `texts.yaml` beside.
    #[serde(skip)]
    pub texts: BTreeMap<String, String>,
}

fn workbook_font() -> String {
    "Calibri".to_owned()
}

/// What the letters of a language take on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Letters {
    /// A square each, with punctuation of the same width (`（`, `，`) around them.
    Wide,
    /// Less, with narrow punctuation.
    Narrow,
}

/// How a name of the program stands inside a sentence.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Terms {
    /// Without the capital of its start.
    LowerCase,
    /// As it is.
    AsWritten,
}

/// How amounts of money are printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MoneyPattern {
    /// Where the currency stands.
    pub currency: Side,
    /// Names of currencies by ISO 4217 code; others print their code.
    #[serde(default)]
    pub names: BTreeMap<String, String>,
    /// The word for ten thousand, in which large amounts are printed; left out: as whole amounts.
    #[serde(default)]
    pub ten_thousand: Option<String>,
}

/// A side of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// `CNY 80`.
    Before,
    /// `80 元`.
    After,
}

/// A language that reports are written in: a place in the list of known ones. Two are equal when their
/// tags are; those made by default come first, then the others by tag.
#[derive(Clone, Copy)]
pub struct Locale(&'static LocaleData);

struct Known {
    locales: Vec<Locale>,
    tags: &'static [&'static str],
}

static KNOWN: LazyLock<RwLock<Known>> = LazyLock::new(|| {
    let built_in = FOLDERS.iter().map(|folder| {
        let text = folder.file("locale.yaml").unwrap_or_default();
        let data = serde_saphyr::from_str(text);
        let mut data: LocaleData =
            data.unwrap_or_else(|error| panic!("built-in templates/locales/{}/locale.yaml: {error}", folder.tag));
        let texts = folder.file("texts.yaml").map(serde_saphyr::from_str).unwrap_or_else(|| Ok(BTreeMap::new()));
        data.texts =
            texts.unwrap_or_else(|error| panic!("built-in templates/locales/{}/texts.yaml: {error}", folder.tag));
        Locale(Box::leak(Box::new(data)))
    });
    RwLock::new(Known::of(built_in.collect()))
});

impl Folder {
    fn file(&self, name: &str) -> Option<&'static str> {
        self.files.iter().find(|(file, _)| *file == name).map(|(_, text)| *text)
    }
}

impl Known {
    fn of(mut locales: Vec<Locale>) -> Self {
        locales.sort();
        let tags: Vec<&str> = locales.iter().map(|locale| locale.tag()).collect();
        Self { locales, tags: Vec::leak(tags) }
    }
}

impl Locale {
    /// All that are known, those made by default first.
    pub fn all() -> Vec<Self> {
        KNOWN.read().unwrap_or_else(PoisonError::into_inner).locales.clone()
    }

    /// Those that a report is made in when it names none, in their order.
    pub fn defaults() -> Vec<Self> {
        Self::all().into_iter().filter(|locale| locale.0.default.is_some()).collect()
    }

    /// The tags of all.
    pub fn tags() -> &'static [&'static str] {
        KNOWN.read().unwrap_or_else(PoisonError::into_inner).tags
    }

    /// The language of the program's own messages: the first that falls back to no other.
    pub fn of_messages() -> Self {
        let all = Self::all();
        all.iter().copied().find(|locale| locale.0.fallback.is_none()).unwrap_or(all[0])
    }

    /// Makes a project's own locale known to the process; it takes the place of one with the same tag.
    pub fn add(data: LocaleData) -> Self {
        let mut known = KNOWN.write().unwrap_or_else(PoisonError::into_inner);
        if let Some(same) = known.locales.iter().find(|one| *one.0 == data) {
            return *same;
        }
        let added = Self(Box::leak(Box::new(data)));
        let others = known.locales.iter().copied().filter(|one| *one != added);
        *known = Known::of(others.chain([added]).collect());
        added
    }

    /// The BCP 47 tag.
    pub fn tag(self) -> &'static str {
        &self.0.tag
    }

    /// What printing asks of it.
    pub fn data(self) -> &'static LocaleData {
        self.0
    }

    /// Its own words for a text of the program's data, given in the fallback's words.
    pub fn translated(self, text: &str) -> Option<&'static str> {
        self.0.texts.get(text.trim()).map(String::as_str)
    }

    /// Whether its letters are wide.
    pub fn is_wide(self) -> bool {
        self.0.letters == Letters::Wide
    }

    /// The locale of a tag, whatever its capitals; `None` when none is known by it.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::all().into_iter().find(|locale| locale.tag().eq_ignore_ascii_case(tag))
    }

    /// Itself, then the one that stands in for it, and so on; each once.
    pub fn chain(self) -> Vec<Self> {
        let mut chain = vec![self];
        while let Some(next) = chain.last().and_then(|last| last.0.fallback.as_deref()).and_then(Self::from_tag) {
            if chain.contains(&next) {
                break;
            }
            chain.push(next);
        }
        chain
    }

    /// The built-in messages: Fluent text by file. A project's own locale has those of the first in its
    /// [`Self::chain`] that is built in.
    pub fn messages(self) -> impl Iterator<Item = &'static str> {
        let of = |locale: &Self| FOLDERS.iter().find(|folder| folder.tag == locale.tag());
        let folder = self.chain().iter().find_map(of);
        let files = folder.map_or(&[] as &[(&str, &str)], |folder| folder.files);
        files.iter().filter(|(name, _)| name.ends_with(".ftl")).map(|(_, text)| *text)
    }

    /// Every file of the built-in languages, as `locales/<tag>/<file>`, with its text.
    pub fn built_in_files() -> impl Iterator<Item = (String, &'static str)> {
        let of = |folder: &'static Folder| {
            let name =
                move |(name, text): &(&'static str, &'static str)| (format!("locales/{}/{name}", folder.tag), *text);
            folder.files.iter().map(name)
        };
        FOLDERS.iter().flat_map(of)
    }

    fn key(&self) -> (u8, &'static str) {
        (self.0.default.unwrap_or(u8::MAX), &self.0.tag)
    }
}

impl PartialEq for Locale {
    fn eq(&self, other: &Self) -> bool {
        self.0.tag == other.0.tag
    }
}

impl Eq for Locale {}

impl PartialOrd for Locale {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Locale {
    fn cmp(&self, other: &Self) -> Ordering {
        if self == other { Ordering::Equal } else { self.key().cmp(&other.key()) }
    }
}

impl Hash for Locale {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.tag.hash(state);
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.tag)
    }
}

impl Serialize for Locale {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0.tag)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = Cow::<str>::deserialize(deserializer)?;
        Self::from_tag(&tag).ok_or_else(|| de::Error::unknown_variant(&tag, Self::tags()))
    }
}

impl schemars::JsonSchema for Locale {
    fn schema_name() -> Cow<'static, str> {
        "Locale".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        schemars::json_schema!({ "type": "string", "description": "The tag of a language that reports are written in." })
    }
}

#[cfg(test)]
impl Locale {
    /// The locale of a tag that a test names.
    pub(crate) fn known(tag: &str) -> Self {
        Self::from_tag(tag).unwrap()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_is_a_locale_whose_chain_ends_at_the_language_of_messages() {
        for folder in FOLDERS {
            let locale = Locale::known(folder.tag);
            assert_eq!(locale.tag(), folder.tag, "the tag is the folder's name");
            assert_eq!(locale.chain().last(), Some(&Locale::of_messages()), "{locale:?}");
            assert!(locale.messages().count() > 10, "{locale:?}");
        }
        let tags = |locales: Vec<Locale>| locales.into_iter().map(Locale::tag).collect::<Vec<_>>();
        assert_eq!(tags(Locale::defaults()), ["zh-CN", "en"]);
        assert_eq!(tags(Locale::known("ZH-tw").chain()), ["zh-TW", "zh-CN", "en"]);
    }
}
