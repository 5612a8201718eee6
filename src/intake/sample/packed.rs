//! The beginning of a packed file: of gzip, or of an archive in which one file may hold a table.

use super::{BYTES, Unknown};
use crate::intake::container;
use crate::intake::content::Content;
use crate::source::{self, Found};
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read};
use zip::ZipArchive;

/// The first bytes of what a file packs; `None` when it packs nothing.
pub fn unpacked(found: &Found, bytes: &[u8]) -> Option<Result<Vec<u8>, Unknown>> {
    let open = || source::open(&found.path).map(|(file, _)| file);
    let content = Content::of(bytes, || open().ok());
    if !matches!(content, Content::Gzip | Content::Zip) {
        return None;
    }
    let file = open().map_err(|error| format!("cannot be read: {error}"));
    Some(file.and_then(|file| match content {
        Content::Gzip => beginning(MultiGzDecoder::new(BufReader::new(file))),
        _ => archive(file),
    }))
}

fn archive(file: File) -> Result<Vec<u8>, Unknown> {
    let broken = |error: zip::result::ZipError| format!("cannot be unpacked: {error}");
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(broken)?;
    let members = container::listed(&mut archive).map_err(broken)?;
    let place = container::only_table(&members)
        .ok_or_else(|| format!("an archive of {} files: unpack it into the folder", members.len()))?;
    beginning(archive.by_index(place).map_err(broken)?)
}

fn beginning(packed: impl Read) -> Result<Vec<u8>, Unknown> {
    let mut bytes = Vec::new();
    packed.take(BYTES).read_to_end(&mut bytes).map_err(|error| format!("cannot be unpacked: {error}"))?;
    Ok(bytes)
}
