//! The records of a document, one after the other.

use super::{Where, bad};
use crate::intake::Error;
use crate::intake::cache::Entry;
use crate::intake::job::{Job, Stop};
use crate::intake::jsonl::{Fields, Object, Wanted, prepared, seen_only};
use crate::intake::mapping::Plan;
use crate::intake::stager::{Chunk, Stager};
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;
use std::io::Read;
use std::sync::Arc;

/// Stages the records of a document, which `open` opens.
pub fn read<R: Read>(
    job: &Job<'_>,
    plan: Plan,
    entry: &Entry,
    (open, place): (impl Fn() -> Result<R, Stop>, &Where),
) -> Result<(Arc<Plan>, Vec<Chunk>), Stop> {
    let nothing = Wanted::of(&[]);
    let scan = || Ok(walk(job, open()?, place, Records::new(&nothing, None))?.object.seen);
    let (plan, wanted) = prepared(job, plan, scan)?;
    let target = job.target(&Arc::new(plan.clone()), &job.file.relative);
    let stager = Stager::new(target, entry.temporary(0));
    let records = walk(job, open()?, place, Records::new(&wanted, Some(stager)))?;
    let chunks = records.stager.map(Stager::finish).transpose()?.into_iter().collect::<Vec<_>>();
    let plan = seen_only(plan, job, &records.object.seen, &chunks).inspect_err(|_| entry.discard(&chunks))?;
    Ok((Arc::new(plan), chunks))
}

fn walk<'w>(job: &Job<'_>, text: impl Read, place: &Where, mut records: Records<'w>) -> Result<Records<'w>, Stop> {
    let mut reader = serde_json::Deserializer::from_reader(text);
    loop {
        let mut begun = false;
        let read = match place {
            Where::Values => One { records: &mut records, begun: &mut begun }.deserialize(&mut reader),
            Where::List(path) => Way { path, records: &mut records, begun: &mut begun }.deserialize(&mut reader),
        };
        if let Some(error) = records.failed.take() {
            return Err(error.into());
        }
        match read {
            Ok(()) => {}
            Err(error) if error.is_eof() && !begun => return Ok(records),
            Err(error) => return Err(bad(job, &error)),
        }
    }
}

struct Records<'w> {
    object: Object<'w>,
    /// Where they go; `None` when only their fields are looked for.
    stager: Option<Stager>,
    number: u64,
    failed: Option<Error>,
}

impl<'w> Records<'w> {
    fn new(wanted: &'w Wanted, stager: Option<Stager>) -> Self {
        Self { object: Object::new(wanted), stager, number: 0, failed: None }
    }

    /// Takes the object just read.
    fn take<E: serde::de::Error>(&mut self) -> Result<(), E> {
        self.number += 1;
        let staged = self.stager.as_mut().map_or(Ok(()), |stager| stager.row(self.number, &self.object));
        staged.map_err(|error| {
            self.failed = Some(error);
            E::custom("the records cannot be staged")
        })
    }

    /// Counts an element that is no object.
    fn refuse(&mut self, value: &str) {
        self.number += 1;
        if let Some(stager) = &mut self.stager {
            stager.reject_line(self.number, value, "not an object".to_owned());
        }
    }
}

/// One record.
struct One<'r, 'w> {
    records: &'r mut Records<'w>,
    begun: &'r mut bool,
}

impl<'de> DeserializeSeed<'de> for One<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for One<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        *self.begun = true;
        self.records.refuse("null");
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        *self.begun = true;
        self.records.refuse(if value { "true" } else { "false" });
        Ok(())
    }

    fn visit_i64<E>(self, value: i64) -> Result<(), E> {
        *self.begun = true;
        self.records.refuse(&value.to_string());
        Ok(())
    }

    fn visit_u64<E>(self, value: u64) -> Result<(), E> {
        *self.begun = true;
        self.records.refuse(&value.to_string());
        Ok(())
    }

    fn visit_f64<E>(self, value: f64) -> Result<(), E> {
        *self.begun = true;
        self.records.refuse(&value.to_string());
        Ok(())
    }

    fn visit_str<E>(self, value: &str) -> Result<(), E> {
        *self.begun = true;
        self.records.refuse(value);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        *self.begun = true;
        while list.next_element::<IgnoredAny>()?.is_some() {}
        self.records.refuse("a list");
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        *self.begun = true;
        self.records.object.clear();
        Fields(&mut self.records.object).visit_map(map)?;
        self.records.take()
    }
}

/// The way to the list of records.
struct Way<'r, 'w> {
    path: &'r [String],
    records: &'r mut Records<'w>,
    begun: &'r mut bool,
}

impl<'de> DeserializeSeed<'de> for Way<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.path.is_empty() { deserializer.deserialize_seq(self) } else { deserializer.deserialize_map(self) }
    }
}

impl<'de> Visitor<'de> for Way<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.path.is_empty() { "a list of records" } else { "an object on the way to the records" })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        *self.begun = true;
        while list.next_element_seed(One { records: self.records, begun: self.begun })?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        *self.begun = true;
        let (name, path) = self.path.split_first().ok_or_else(|| A::Error::custom("an object, not a list"))?;
        while let Some(found) = map.next_key::<String>()? {
            if found == *name {
                map.next_value_seed(Way { path, records: self.records, begun: self.begun })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }
}
