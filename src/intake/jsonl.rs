//! JSON Lines: one object per line; fields of nested objects are named `outer.inner`.

use super::cache::Entry;
use super::cell::{Cell, trim};
use super::inspect::{Decoding, Inspection};
use super::job::{Job, Read, Stop};
use super::mapping::{Plan, absent};
use super::stager::{Chunk, Row, Stager};
use super::text::Segment;
use super::{Error, FileNotes};
use crate::config::Encoding;
use crate::diagnostic::{Diagnostic, Place};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io::Read as _;
use std::sync::{Arc, Mutex};

/// Distinct field names that are remembered for messages.
const REMEMBERED: usize = 1_000;
/// Bytes in which the first character that is no white space is looked for.
const HEAD: u64 = 4096;

/// Reads a JSON Lines file.
pub fn read(job: &Job<'_>, mut plan: Plan, found: &Inspection, entry: &Entry) -> Result<Read, Stop> {
    let decoding = job.decoding(found)?;
    refuse_array(job)?;
    let mut segments = job.segments(decoding)?;
    let file = job.file.relative.clone();
    for (index, column) in plan.columns.iter_mut().enumerate() {
        column.input = index;
    }
    let wanted = Wanted::new(&plan);
    let target = job.target(&Arc::new(plan.clone()), &file);
    let next = || segments.next(|segment| segment.text.len()).map_err(|source| job.unreadable(source));
    let names = Mutex::new(BTreeSet::new());
    let chunks = job.stage_segments(&target, entry, next, |segment, stager| {
        let seen = lines(segment, &wanted, decoding, stager)?;
        names.lock().unwrap_or_else(std::sync::PoisonError::into_inner).extend(seen);
        Ok(())
    })?;
    let names = names.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
    let plan = seen_only(plan, job, &names, &chunks).inspect_err(|_| entry.discard(&chunks))?;
    let encoding = if decoding.encoding == Encoding::Utf8 { "UTF-8" } else { "GB18030" };
    let mixed_from = decoding.mixed;
    let notes = FileNotes { encoding: Some(encoding.to_owned()), mixed_from, ..FileNotes::default() };
    Ok(Read { file, plan: Arc::new(plan), chunks, notes })
}

/// A file that is one JSON array is no JSON Lines, and would be one bad line.
fn refuse_array(job: &Job<'_>) -> Result<(), Stop> {
    let mut head = Vec::new();
    job.open()?.take(HEAD).read_to_end(&mut head).map_err(|source| job.unreadable(source))?;
    let text = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
    if text.iter().find(|byte| !byte.is_ascii_whitespace()) != Some(&b'[') {
        return Ok(());
    }
    let message = "the file is one JSON array, not one JSON object per line";
    let hint = "write each element on a line of its own, for example with `jq -c '.[]'`";
    Err(Diagnostic::error("json-array", Place::file(job.file.relative.clone()), message).with_hint(hint).into())
}

/// Leaves the columns whose field occurs; a mapped one that never occurs is a mistake.
fn seen_only(mut plan: Plan, job: &Job<'_>, names: &BTreeSet<String>, chunks: &[Chunk]) -> Result<Plan, Stop> {
    let objects = chunks.iter().any(|chunk| chunk.part.is_some()) || !names.is_empty();
    let headers: Vec<String> = names.iter().cloned().collect();
    let unseen = |name: &String| !names.contains(name);
    let wanted = plan.columns.iter().filter(|column| unseen(&column.header) && (column.named || column.required));
    let problems: Vec<_> = wanted.map(|column| absent(job.source, column, &job.file.relative, &headers)).collect();
    if objects && !problems.is_empty() {
        return Err(problems.into());
    }
    plan.columns.retain(|column| names.contains(&column.header));
    Ok(plan)
}

struct Wanted {
    fields: BTreeMap<String, Vec<usize>>,
    slots: usize,
}

impl Wanted {
    fn new(plan: &Plan) -> Self {
        let mut fields: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, column) in plan.columns.iter().enumerate() {
            fields.entry(column.header.clone()).or_default().push(index);
        }
        Self { fields, slots: plan.columns.len() }
    }
}

fn lines(
    segment: &Segment,
    wanted: &Wanted,
    decoding: Decoding,
    stager: &mut Stager,
) -> Result<BTreeSet<String>, Error> {
    let mut object =
        Object { wanted, slots: vec![Slot::default(); wanted.slots], path: String::new(), seen: BTreeSet::new() };
    let (mut at, mut number) = (0, segment.line);
    for line in segment.text.split_inclusive('\n') {
        let (start, text) = (at, trim(line));
        at += line.len();
        if !text.is_empty() {
            let fault = segment.fault_in(start, at).map(|column| match decoding.encoding {
                Encoding::Utf8 => format!("not UTF-8 in column {column}"),
                Encoding::Gb18030 => format!("not GB18030 in column {column}"),
            });
            match fault.or_else(|| object.parse(text).err()) {
                Some(reason) => stager.reject_line(number, text, reason),
                None => stager.row(number, &object)?,
            }
        }
        number += 1;
    }
    Ok(object.seen)
}

#[derive(Clone, Debug, Default)]
struct Slot {
    kind: Kind,
    text: String,
}

#[derive(Clone, Copy, Debug, Default)]
enum Kind {
    #[default]
    Blank,
    Text,
    Integer(i64),
    Float(f64),
    Boolean(bool),
    List,
    Object,
}

impl Slot {
    fn cell(&self) -> Cell<'_> {
        match self.kind {
            Kind::Blank => Cell::Blank,
            Kind::Text => Cell::Text(&self.text),
            Kind::Integer(value) => Cell::Integer(value),
            Kind::Float(value) => Cell::Float(value),
            Kind::Boolean(value) => Cell::Boolean(value),
            Kind::List => Cell::Fault("a list"),
            Kind::Object => Cell::Fault("an object"),
        }
    }
}

/// The object being read; keeps its strings from line to line.
struct Object<'w> {
    wanted: &'w Wanted,
    slots: Vec<Slot>,
    path: String,
    seen: BTreeSet<String>,
}

impl Row for Object<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        self.slots.get(column).map_or(Cell::Blank, Slot::cell)
    }
}

impl Object<'_> {
    fn parse(&mut self, line: &str) -> Result<(), String> {
        self.slots.iter_mut().for_each(|slot| slot.kind = Kind::Blank);
        self.path.clear();
        let mut reader = serde_json::Deserializer::from_str(line);
        let read = reader.deserialize_map(Fields(self)).and_then(|()| reader.end());
        read.map_err(|error| {
            let text = error.to_string();
            let reason = text.rsplit_once(" at line ").map_or(text.as_str(), |(reason, _)| reason);
            let column = Some(error.column()).filter(|column| *column > 0);
            let column = column.map(|column| format!(" (column {column})")).unwrap_or_default();
            format!("not a JSON object: {reason}{column}")
        })
    }

    fn set(&mut self, kind: Kind, text: &str) {
        for slot in self.wanted.fields.get(&self.path).into_iter().flatten() {
            let slot = &mut self.slots[*slot];
            slot.kind = kind;
            slot.text.clear();
            slot.text.push_str(text);
        }
    }
}

struct Fields<'o, 'w>(&'o mut Object<'w>);

impl<'de> Visitor<'de> for Fields<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let length = self.0.path.len();
        while map.next_key_seed(Name(&mut self.0.path))?.is_some() {
            if self.0.seen.len() < REMEMBERED && !self.0.seen.contains(&self.0.path) {
                self.0.seen.insert(self.0.path.clone());
            }
            map.next_value_seed(Field(self.0))?;
            self.0.path.truncate(length);
        }
        Ok(())
    }
}

/// Appends a field's name to the path.
struct Name<'p>(&'p mut String);

impl<'de> DeserializeSeed<'de> for Name<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Name<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_str<E>(self, name: &str) -> Result<(), E> {
        if !self.0.is_empty() {
            self.0.push('.');
        }
        self.0.push_str(trim(name));
        Ok(())
    }
}

struct Field<'o, 'w>(&'o mut Object<'w>);

impl<'de> DeserializeSeed<'de> for Field<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Field<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.0.set(Kind::Boolean(value), "");
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        self.0.set(Kind::Integer(value), "");
        Ok(())
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        let value = i64::try_from(value).map_err(|_| E::custom("a whole number beyond 64 bits; write it as text"))?;
        self.visit_i64(value)
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        self.0.set(Kind::Float(value), "");
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        self.0.set(Kind::Text, value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        self.0.set(Kind::List, "");
        while list.next_element::<serde::de::IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        if self.0.path.len() > REMEMBERED {
            return Err(A::Error::custom("objects nested too deep"));
        }
        self.0.set(Kind::Object, "");
        Fields(self.0).visit_map(map)
    }
}
