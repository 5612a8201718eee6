//! JSON Lines: one object per line; fields of nested objects are named `outer.inner`.

use super::cache::Entry;
use super::cell::{Cell, trim};
use super::encoding::Decoding;
use super::job::{Job, Read, Stop};
use super::mapping::{Column, Plan, absent, bind};
use super::stager::{Chunk, Row, Stager};
use super::text::Segment;
use super::{Error, FileNotes};
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::{Arc, Mutex};

/// Distinct field names that are remembered for messages.
const REMEMBERED: usize = 1_000;

/// Reads a JSON Lines file.
pub fn read(job: &Job<'_>, plan: Plan, decoding: Decoding, entry: &Entry) -> Result<Read, Stop> {
    let file = job.file.relative.clone();
    let (plan, wanted) = prepared(job, plan, || scan(job, decoding))?;
    let mut segments = job.segments(decoding)?;
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
    Ok(Read { file, plan: Arc::new(plan), chunks, notes: notes(decoding) })
}

/// The fields that are read. What is computed needs all names before the first record: only then are
/// they looked for first, by `scan`.
pub fn prepared(
    job: &Job<'_>,
    mut plan: Plan,
    scan: impl FnOnce() -> Result<BTreeSet<String>, Stop>,
) -> Result<(Plan, Wanted), Stop> {
    if !is_computed(job, &plan) {
        let wanted = Wanted::new(&mut plan);
        return Ok((plan, wanted));
    }
    let names: Vec<String> = scan()?.into_iter().collect();
    let plan = bind(plan, job.source, &job.file.relative, &names)?;
    Ok((plan, Wanted::of(&names)))
}

fn is_computed(job: &Job<'_>, plan: &Plan) -> bool {
    job.source.filter.is_some() || plan.columns.iter().any(Column::is_computed)
}

/// Names of all fields.
fn scan(job: &Job<'_>, decoding: Decoding) -> Result<BTreeSet<String>, Stop> {
    let mut segments = job.segments(decoding)?;
    let nothing = Wanted::of(&[]);
    let mut object = Object::new(&nothing);
    let whole = |segment: &Segment| segment.text.len();
    while let Some(segment) = segments.next(whole).map_err(|source| job.unreadable(source))? {
        for line in segment.text.lines().map(trim).filter(|line| !line.is_empty()) {
            // A line that is no object is refused when it is read.
            let _ = object.parse(line);
        }
    }
    Ok(object.seen)
}

/// How the text was read.
pub fn notes(decoding: Decoding) -> FileNotes {
    let said = decoding.said().into_iter().collect();
    FileNotes { encoding: Some(decoding.name()), mixed_from: decoding.mixed, said, ..FileNotes::default() }
}

/// Leaves the columns whose field occurs; a mapped one that never occurs is a mistake.
pub fn seen_only(mut plan: Plan, job: &Job<'_>, names: &BTreeSet<String>, chunks: &[Chunk]) -> Result<Plan, Stop> {
    let objects = chunks.iter().any(|chunk| chunk.part.is_some()) || !names.is_empty();
    if is_computed(job, &plan) {
        return Ok(plan);
    }
    let headers: Vec<String> = names.iter().cloned().collect();
    let seen = |column: &Column| column.names().any(|name| names.contains(name));
    let wanted = plan.columns.iter().filter(|column| !seen(column) && (column.named || column.required));
    let problems: Vec<_> = wanted.map(|column| absent(job.source, column, &job.file.relative, &headers)).collect();
    if objects && !problems.is_empty() {
        return Err(problems.into());
    }
    plan.columns.retain(seen);
    Ok(plan)
}

/// The fields that are read, and the slots that they fill.
#[derive(Debug)]
pub struct Wanted {
    fields: BTreeMap<String, Vec<usize>>,
    slots: usize,
}

impl Wanted {
    /// A slot for each name, in their order.
    pub fn of(names: &[String]) -> Self {
        let fields = names.iter().enumerate().map(|(slot, name)| (name.clone(), vec![slot]));
        Self { fields: fields.collect(), slots: names.len() }
    }

    /// Gives every name of every column a slot, and the columns their slots.
    pub fn new(plan: &mut Plan) -> Self {
        let mut wanted = Self { fields: BTreeMap::new(), slots: 0 };
        for column in &mut plan.columns {
            let first = wanted.slots;
            for name in column.names() {
                wanted.fields.entry(name.clone()).or_default().push(wanted.slots);
                wanted.slots += 1;
            }
            (column.input, column.others) = (first, (first + 1..wanted.slots).collect());
        }
        wanted
    }
}

fn lines(
    segment: &Segment,
    wanted: &Wanted,
    decoding: Decoding,
    stager: &mut Stager,
) -> Result<BTreeSet<String>, Error> {
    let mut object = Object::new(wanted);
    let (mut at, mut number) = (0, segment.line);
    for line in segment.text.split_inclusive('\n') {
        let (start, text) = (at, trim(line));
        at += line.len();
        if !text.is_empty() {
            let damage = segment.fault_in(start, at);
            let fault = damage.map(|column| format!("not {} in column {column}", decoding.encoding.title()));
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
    Large(u64),
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
            Kind::Large(value) => Cell::Decimal(value.into(), 0),
            Kind::Float(value) => Cell::Float(value),
            Kind::Boolean(value) => Cell::Boolean(value),
            Kind::List => Cell::Fault("a list"),
            Kind::Object => Cell::Fault("an object"),
        }
    }
}

/// The object being read; keeps its strings from one to the next.
#[derive(Debug)]
pub struct Object<'w> {
    wanted: &'w Wanted,
    slots: Vec<Slot>,
    path: String,
    /// Names of fields that occur.
    pub seen: BTreeSet<String>,
}

impl Row for Object<'_> {
    fn cell(&self, column: usize) -> Cell<'_> {
        self.slots.get(column).map_or(Cell::Blank, Slot::cell)
    }
}

impl<'w> Object<'w> {
    /// An object without fields.
    pub fn new(wanted: &'w Wanted) -> Self {
        Self { wanted, slots: vec![Slot::default(); wanted.slots], path: String::new(), seen: BTreeSet::new() }
    }

    /// Forgets the fields of the object before.
    pub fn clear(&mut self) {
        self.slots.iter_mut().for_each(|slot| slot.kind = Kind::Blank);
        self.path.clear();
    }

    fn parse(&mut self, line: &str) -> Result<(), String> {
        self.clear();
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

/// Reads the fields of an object.
pub struct Fields<'o, 'w>(pub &'o mut Object<'w>);

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

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        self.0.set(i64::try_from(value).map_or(Kind::Large(value), Kind::Integer), "");
        Ok(())
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
