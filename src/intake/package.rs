//! Office files are ZIP archives of parts: finds a part by its path and unpacks it within limits.

use super::grid::Damage;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{self, BufReader, Read};
use zip::ZipArchive;

/// Unpacked bytes up to which no ratio is too high.
pub const HARMLESS: u64 = 256 << 20;

/// How many times its packed size a larger part may have.
pub const RATIO: u64 = 400;

/// An archive of parts.
#[derive(Debug)]
pub struct Package {
    archive: ZipArchive<BufReader<File>>,
    places: BTreeMap<String, usize>,
}

impl Package {
    /// Opens an archive.
    pub fn open(file: File) -> Result<Self, Damage> {
        let archive = ZipArchive::new(BufReader::new(file)).map_err(|error| {
            Damage::new(format!("its archive is damaged ({error})")).with_hint("download or save it again")
        })?;
        let places = archive.file_names().map(str::to_owned).collect::<Vec<_>>();
        let mut found = BTreeMap::new();
        for name in places {
            if let Some(place) = archive.index_for_name(&name) {
                found.insert(key(&name), place);
            }
        }
        Ok(Self { archive, places: found })
    }

    /// Whether there is a part.
    pub fn has(&self, path: &str) -> bool {
        self.places.contains_key(&key(path))
    }

    /// A part, unpacked as it is read; `None` when there is no such part.
    pub fn part(&mut self, path: &str) -> Result<Option<Bounded<impl Read + use<'_>>>, Damage> {
        let Some(place) = self.places.get(&key(path)) else { return Ok(None) };
        let part = self.archive.by_index(*place).map_err(Damage::new)?;
        let packed = part.compressed_size();
        Ok(Some(Bounded::new(part, packed)))
    }
}

/// Writers differ in case and in the slash at the front.
fn key(path: &str) -> String {
    path.trim_start_matches('/').replace('\\', "/").to_lowercase()
}

/// Something packed, which may not unpack to more than it plausibly holds.
#[derive(Debug)]
pub struct Bounded<R> {
    inner: R,
    packed: u64,
    read: u64,
}

impl<R> Bounded<R> {
    /// A reader of what `packed` bytes unpack to.
    pub fn new(inner: R, packed: u64) -> Self {
        Self { inner, packed, read: 0 }
    }
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.read += read as u64;
        if self.read > HARMLESS && self.read / RATIO > self.packed {
            let message = format!("it unpacks to more than 256 MiB and {RATIO} times its size");
            return Err(io::Error::new(io::ErrorKind::InvalidData, message));
        }
        Ok(read)
    }
}
