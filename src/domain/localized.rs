//! A text in several languages, and which of them a reader gets.

use super::Locale;
use serde::de::{self, MapAccess, Visitor};
use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

/// A text by language. A language without one gets that of the locale it falls back to, else any: a
/// text that is written once is never missing.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Localized(BTreeMap<Locale, String>);

impl Localized {
    /// The same text in every language.
    pub fn plain(text: &str) -> Self {
        Locale::defaults().into_iter().map(|locale| (locale, text.to_owned())).collect()
    }

    /// The text for a locale: its own, else that of the first in its chain of fallbacks, else any, in the
    /// words that the locale has for it where it has some; empty only when there is no text at all.
    pub fn get(&self, locale: Locale) -> &str {
        if let Some(own) = self.0.get(&locale) {
            return own;
        }
        let fallback = locale.chain().into_iter().find_map(|locale| self.0.get(&locale));
        let text = fallback.or_else(|| self.0.values().next()).map_or("", String::as_str);
        locale.translated(text).unwrap_or(text)
    }

    /// The text for the program's own messages and exports.
    pub fn for_messages(&self) -> &str {
        self.get(Locale::of_messages())
    }

    /// The text in each language that is made by default.
    pub fn by_default(&self) -> impl Iterator<Item = &str> {
        Locale::defaults().into_iter().map(|locale| self.get(locale))
    }

    /// The texts that are written, in the order of their locales.
    pub fn written(&self) -> impl Iterator<Item = (Locale, &str)> {
        self.0.iter().map(|(locale, text)| (*locale, text.as_str()))
    }

    /// The text of one locale, written anew.
    pub fn insert(&mut self, locale: Locale, text: String) {
        self.0.insert(locale, text);
    }
}

impl FromIterator<(Locale, String)> for Localized {
    fn from_iter<T: IntoIterator<Item = (Locale, String)>>(texts: T) -> Self {
        Self(texts.into_iter().collect())
    }
}

impl Serialize for Localized {
    /// A map of tag → text that always has the languages made by default.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let defaults = Locale::defaults();
        let others: Vec<_> = self.written().filter(|(locale, _)| !defaults.contains(locale)).collect();
        let mut map = serializer.serialize_map(Some(defaults.len() + others.len()))?;
        for (locale, text) in defaults.into_iter().map(|locale| (locale, self.get(locale))).chain(others) {
            map.serialize_entry(locale.tag(), text)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Localized {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_struct("Localized", Locale::tags(), Texts)
    }
}

struct Texts;

impl<'de> Visitor<'de> for Texts {
    type Value = Localized;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a text or a map of locale → text")
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Localized, E> {
        Ok(Localized::plain(text))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Localized, A::Error> {
        let mut texts = BTreeMap::new();
        while let Some(tag) = map.next_key::<String>()? {
            let locale = Locale::from_tag(&tag).ok_or_else(|| de::Error::unknown_field(&tag, Locale::tags()))?;
            texts.insert(locale, map.next_value()?);
        }
        match texts.is_empty() {
            true => Err(de::Error::custom("this text is written in no language")),
            false => Ok(Localized(texts)),
        }
    }
}

impl schemars::JsonSchema for Localized {
    fn schema_name() -> Cow<'static, str> {
        "Localized".into()
    }

    fn json_schema(_: &mut schemars::SchemaGenerator) -> schemars::Schema {
        let text = |locale: Locale| {
            (locale.tag().to_owned(), serde_json::json!({ "type": "string", "description": locale.data().name }))
        };
        let texts: serde_json::Map<_, _> = Locale::all().into_iter().map(text).collect();
        schemars::json_schema!({
            "type": "object",
            "description": "A text by locale. A locale without one gets that of the locale which it falls back to, else any. A locale of the project's own (a folder of its templates) is a key too.",
            "properties": texts,
            "additionalProperties": { "type": "string" },
            "minProperties": 1
        })
    }
}

#[cfg(test)]
impl Localized {
    /// The Chinese text as written; empty when it is not.
    pub(crate) fn zh(&self) -> &str {
        self.0.get(&Locale::known("zh-CN")).map_or("", String::as_str)
    }

    /// The English text as written; empty when it is not.
    pub(crate) fn en(&self) -> &str {
        self.0.get(&Locale::known("en")).map_or("", String::as_str)
    }

    /// The two texts that most tests need.
    pub(crate) fn both(chinese: &str, english: &str) -> Self {
        [("zh-CN", chinese), ("en", english)]
            .map(|(tag, text)| (Locale::known(tag), text.to_owned()))
            .into_iter()
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(texts: &[(&str, &str)]) -> Localized {
        texts.iter().map(|(tag, text)| (Locale::known(tag), (*text).to_owned())).collect()
    }

    #[test]
    fn a_missing_text_is_that_of_the_fallback_else_any() {
        let told = |text: &Localized, tag: &str| text.get(Locale::known(tag)).to_owned();
        let both = of(&[("zh-CN", "客户"), ("en", "Client")]);
        assert_eq!(told(&both, "zh-TW"), "客户");
        assert_eq!(told(&of(&[("en", "Client")]), "zh-TW"), "Client");
        assert_eq!(told(&of(&[("zh-TW", "客戶")]), "en"), "客戶");
        assert_eq!(told(&Localized::default(), "en"), "");
        assert_eq!(
            serde_json::to_string(&of(&[("zh-TW", "客戶")])).unwrap(),
            r#"{"zh-CN":"客戶","en":"客戶","zh-TW":"客戶"}"#
        );
        let wrong = serde_json::from_str::<Localized>(r#"{"xx": "x"}"#).unwrap_err().to_string();
        assert!(wrong.contains("`zh-CN`, `en`"), "{wrong}");
    }
}
