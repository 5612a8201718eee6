//! A first look through a document: which lists of objects it has, and whether it says that it is one
//! page of several.

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::Read;

/// Lists that are remembered for messages.
const REMEMBERED: usize = 100;

/// Fields by which programs say that more pages follow.
const MORE: [&str; 15] = [
    "next",
    "nextpage",
    "nexturl",
    "nextlink",
    "nextcursor",
    "nextpagetoken",
    "nexttoken",
    "hasmore",
    "hasnext",
    "hasnextpage",
    "morerecords",
    "@odata.nextlink",
    "odata.nextlink",
    "nextrecordsurl",
    "nextoffset",
];

/// Fields by which programs say how many records there are on all pages.
const TOTAL: [&str; 8] =
    ["total", "totalcount", "totalrecords", "totalresults", "totalsize", "totalitems", "numfound", "totalelements"];

/// What a document holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Survey {
    /// Values that stand one after the other.
    pub values: u64,
    /// How many of these are objects.
    pub objects: u64,
    /// Lists of objects that do not stand within such lists.
    pub lists: Vec<List>,
    /// The field that says that more pages follow.
    pub more: Option<String>,
    /// The field that says how many records there are in all, and how many.
    pub total: Option<(String, u64)>,
}

impl Survey {
    /// The field by which the document says that a list of so many records is not all.
    pub fn is_part(&self, records: u64) -> Option<String> {
        let total = self.total.as_ref().filter(|(_, total)| *total > records).map(|(name, _)| name.clone());
        self.more.clone().or(total)
    }
}

/// A list of objects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// Names of the fields on the way to it.
    pub path: Vec<String>,
    /// How many objects.
    pub records: u64,
}

/// Looks through a document or several.
pub fn look(text: impl Read) -> serde_json::Result<Survey> {
    let mut survey = Survey::default();
    let mut reader = serde_json::Deserializer::from_reader(text);
    loop {
        let before = survey.values;
        let looked = Look { survey: &mut survey, path: &mut Vec::new() }.deserialize(&mut reader);
        match looked {
            Ok(()) => {}
            Err(error) if error.is_eof() && survey.values == before && before > 0 => return Ok(survey),
            Err(error) => return Err(error),
        }
    }
}

/// A name without case, underscores and hyphens.
fn plain(name: &str) -> String {
    name.to_lowercase().chars().filter(|letter| !matches!(letter, '_' | '-')).collect()
}

struct Look<'s> {
    survey: &'s mut Survey,
    path: &'s mut Vec<String>,
}

impl Look<'_> {
    fn begin(&mut self) {
        self.survey.values += u64::from(self.path.is_empty());
    }

    /// Whether the field just read says that more follows.
    fn says_more(&mut self, more: bool) {
        let Some(name) = self.path.last().filter(|_| more) else { return };
        if MORE.contains(&plain(name).as_str()) && self.survey.more.is_none() {
            self.survey.more = Some(self.path.join("."));
        }
    }
}

impl<'de> DeserializeSeed<'de> for Look<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Look<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(mut self) -> Result<(), E> {
        self.begin();
        Ok(())
    }

    fn visit_bool<E>(mut self, value: bool) -> Result<(), E> {
        self.begin();
        self.says_more(value);
        // The one field that says the same by "no".
        if !value && self.path.last().is_some_and(|name| name == "end_of_stream") {
            self.survey.more.get_or_insert(self.path.join("."));
        }
        Ok(())
    }

    fn visit_i64<E>(mut self, value: i64) -> Result<(), E> {
        self.begin();
        self.says_more(value > 0);
        Ok(())
    }

    fn visit_u64<E>(mut self, value: u64) -> Result<(), E> {
        self.begin();
        let name = self.path.last().map(|name| plain(name));
        if name.is_some_and(|name| TOTAL.contains(&name.as_str())) && self.survey.total.is_none() {
            self.survey.total = Some((self.path.join("."), value));
        }
        self.says_more(value > 0);
        Ok(())
    }

    fn visit_f64<E>(mut self, _: f64) -> Result<(), E> {
        self.begin();
        Ok(())
    }

    fn visit_str<E>(mut self, value: &str) -> Result<(), E> {
        self.begin();
        self.says_more(!value.trim().is_empty());
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        self.begin();
        self.survey.objects += u64::from(self.path.is_empty());
        while let Some(name) = map.next_key::<String>()? {
            self.path.push(name);
            map.next_value_seed(Look { survey: self.survey, path: self.path })?;
            self.path.pop();
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<(), A::Error> {
        self.begin();
        let mut records = 0;
        while let Some(object) = list.next_element_seed(IsObject)? {
            records += u64::from(object);
        }
        if records > 0 && self.survey.lists.len() < REMEMBERED {
            self.survey.lists.push(List { path: self.path.clone(), records });
        }
        Ok(())
    }
}

/// Reads over a value and says whether it was an object.
struct IsObject;

impl<'de> DeserializeSeed<'de> for IsObject {
    type Value = bool;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<bool, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for IsObject {
    type Value = bool;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_bool<E>(self, _: bool) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_i64<E>(self, _: i64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_u64<E>(self, _: u64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_f64<E>(self, _: f64) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_str<E>(self, _: &str) -> Result<bool, E> {
        Ok(false)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<bool, A::Error> {
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(false)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<bool, A::Error> {
        while map.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lists(text: &str) -> Vec<String> {
        let survey = look(text.as_bytes()).unwrap();
        survey.lists.iter().map(|list| format!("{}={}", list.path.join("."), list.records)).collect()
    }

    #[test]
    fn finds_lists_of_objects_and_not_those_within_them() {
        assert_eq!(lists("[{\"a\": [{\"b\": 1}]}, {}]"), ["=2"]);
        assert_eq!(
            lists("{\"data\": {\"items\": [{}, 1, {}]}, \"ids\": [1, 2], \"users\": [{}]}"),
            ["data.items=2", "users=1"]
        );
        assert_eq!(look(&b"{\"id\": 1}\n{\"id\": 2}"[..]).unwrap().values, 2);
        assert!(look(&b"{\"a\": [{}, "[..]).is_err());
    }

    #[test]
    fn pages_say_that_more_follow() {
        let more = |text: &str| look(text.as_bytes()).unwrap().more;
        assert_eq!(more("{\"t\": [{}], \"next_page\": null}"), None);
        assert_eq!(more("{\"t\": [{}], \"next_page\": \"https://x/2\"}").as_deref(), Some("next_page"));
        assert_eq!(more("{\"meta\": {\"has_more\": true}, \"t\": [{\"next\": 1}]}").as_deref(), Some("meta.has_more"));
        assert_eq!(more("{\"end_of_stream\": false, \"t\": []}").as_deref(), Some("end_of_stream"));
        assert_eq!(more("{\"hasMore\": false, \"t\": [{\"hasMore\": true}]}"), None);
    }
}
