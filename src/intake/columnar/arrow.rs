//! Arrow files, also called Feather of version 2.
//!
//! The schema is looked through before the library reads it, which gives up on types that it does
//! not know.

use super::note::{Meaning, unit};
use super::{Staging, projected};
use crate::intake::cache::Entry;
use crate::intake::job::{Job, Read, Stop};
use crate::intake::mapping::{Plan, bind};
use arrow_ipc::reader::FileReader;
use arrow_ipc::{Field, Type, root_as_footer};
use std::fs::File;
use std::io::{self, BufReader, Read as _, Seek, SeekFrom};

/// The last bytes of a file: the length of what stands before them, and the mark.
const TAIL: usize = 10;
const MARK: &[u8] = b"ARROW1";
/// Fields within fields that are looked into.
const DEEPEST: usize = 64;

/// Reads an Arrow file; only the columns that the plan wants.
pub fn read(job: &Job<'_>, plan: Plan, entry: &Entry) -> Result<Read, Stop> {
    let mut file = job.open()?;
    let names = names(&mut file).map_err(|source| job.damaged(&source))?;
    let (plan, inputs) = projected(bind(plan, job.source, &job.file.relative, &names)?);
    let reader = FileReader::try_new(BufReader::new(file), Some(inputs)).map_err(|error| job.damaged(&error))?;
    let meanings = reader.schema().fields().iter().map(|field| meaning(field)).collect();
    let mut table = Staging::new(job, plan, entry, meanings);
    for batch in reader {
        table.take(&batch.map_err(|error| job.damaged(&error))?)?;
    }
    table.finish()
}

/// Ids of sixteen bytes are told by a note on the column.
fn meaning(field: &arrow_schema::Field) -> Meaning {
    let id = field.metadata().get("ARROW:extension:name").is_some_and(|name| name == "arrow.uuid");
    if id { Meaning::Uuid } else { Meaning::Usual }
}

/// The names of the columns, when all types are known.
fn names(file: &mut File) -> io::Result<Vec<String>> {
    let broken = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let size = file.seek(SeekFrom::End(0))?;
    let mut tail = [0; TAIL];
    file.seek(SeekFrom::Start(size.saturating_sub(TAIL as u64)))?;
    file.read_exact(&mut tail)?;
    let length = u64::from(u32::from_le_bytes([tail[0], tail[1], tail[2], tail[3]]));
    if &tail[4..] != MARK || length + TAIL as u64 > size || length > 64 << 20 {
        return Err(broken("the file breaks off"));
    }
    let mut footer = vec![0; length as usize];
    file.seek(SeekFrom::Start(size - TAIL as u64 - length))?;
    file.read_exact(&mut footer)?;
    file.seek(SeekFrom::Start(0))?;
    let footer = root_as_footer(&footer).map_err(|_| broken("its schema is damaged"))?;
    let fields = footer.schema().and_then(|schema| schema.fields()).ok_or_else(|| broken("it has no schema"))?;
    if let Some(unknown) = fields.iter().find(|field| !is_known(*field, 0)) {
        let name = unknown.name().unwrap_or_default();
        return Err(broken(&format!("its column `{name}` has a type that is not known")));
    }
    Ok(fields.iter().map(|field| field.name().unwrap_or_default().to_owned()).collect())
}

/// Whether the library knows a type; of one that it does not know it makes an end.
fn is_known(field: Field<'_>, depth: usize) -> bool {
    let integer = |bits: i32| matches!(bits, 8 | 16 | 32 | 64);
    let own = match field.type_type() {
        Type::Int => field.type_as_int().is_some_and(|kind| integer(kind.bitWidth())),
        Type::Time => field.type_as_time().is_some_and(|kind| {
            let second =
                matches!(unit(kind.unit()), Some(arrow_schema::TimeUnit::Second | arrow_schema::TimeUnit::Millisecond));
            unit(kind.unit()).is_some() && kind.bitWidth() == if second { 32 } else { 64 }
        }),
        Type::Timestamp => field.type_as_timestamp().is_some_and(|kind| unit(kind.unit()).is_some()),
        Type::Duration => field.type_as_duration().is_some_and(|kind| unit(kind.unit()).is_some()),
        Type::Decimal => field.type_as_decimal().is_some_and(|kind| matches!(kind.bitWidth(), 32 | 64 | 128 | 256)),
        Type::FloatingPoint => field.type_as_floating_point().is_some_and(|kind| (0..=2).contains(&kind.precision().0)),
        Type::Date => field.type_as_date().is_some_and(|kind| (0..=1).contains(&kind.unit().0)),
        Type::Interval => field.type_as_interval().is_some_and(|kind| (0..=2).contains(&kind.unit().0)),
        Type::Utf8 | Type::LargeUtf8 | Type::Utf8View | Type::Binary | Type::LargeBinary | Type::BinaryView => true,
        Type::FixedSizeBinary => field.type_as_fixed_size_binary().is_some_and(|kind| kind.byteWidth() >= 0),
        Type::Bool | Type::Null | Type::List | Type::LargeList | Type::Struct_ => true,
        _ => false,
    };
    let keys = field.dictionary().and_then(|dictionary| dictionary.indexType());
    let inner = field.children();
    own && depth < DEEPEST
        && keys.is_none_or(|keys| integer(keys.bitWidth()))
        && inner.into_iter().flatten().all(|inner| is_known(inner, depth + 1))
}
