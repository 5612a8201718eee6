//! Files packed by gzip and archives: the one file that matters is unpacked beside the cache and read
//! like any other.
//!
//! What unpacks to more than it plausibly holds is refused before it fills the disk.

use super::cache::Entry;
use super::content::Content;
use super::grid::Damage;
use super::inspect::inspect;
use super::job::{Job, Read, Stop};
use super::package::Bounded;
use super::{Error, formats};
use crate::config::Source;
use crate::diagnostic::Diagnostic;
use crate::source::Found;
use encoding_rs::GB18030;
use flate2::read::MultiGzDecoder;
use globset::GlobBuilder;
use std::fs::{self, File};
use std::io::{self, BufReader, Read as _};
use std::path::{Path, PathBuf};
use zip::ZipArchive;
use zip::result::ZipError;

/// What is unpacked at most.
const MOST: u64 = 16 << 30;

/// Names that a message lists.
const LISTED: usize = 10;

/// An unpacked file, which goes when it has been read.
struct Unpacked(PathBuf);

impl Drop for Unpacked {
    fn drop(&mut self) {
        // One that stays is swept later.
        let _ = fs::remove_file(&self.0);
    }
}

/// Unpacks a file and reads what was in it.
pub fn read(job: &Job<'_>, entry: &Entry, content: Content) -> Result<Read, Stop> {
    let file = job.open()?;
    let unpacked = Unpacked(entry.unpacked());
    if content == Content::Gzip {
        let packed = job.found.bytes;
        let gzip = MultiGzDecoder::new(BufReader::new(file));
        copy(job, Bounded::new(gzip, packed), &unpacked.0)?;
        return inside(job, entry, &unpacked.0, (&job.file.relative, job.source), None);
    }
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(|error| job.broken(broken(&error)))?;
    let members = members(job, &mut archive)?;
    let (wanted, rest) = match &job.source.path {
        Some(path) => {
            path.split_once('#').map_or((Some(path.as_str()), None), |(member, rest)| (Some(member), Some(rest)))
        }
        None => (None, None),
    };
    let member = choose(job, &members, wanted)?;
    let others = members.len() - 1;
    let said = (others > 0).then(|| format!("`{}` is read, of {} files in the archive", member.name, members.len()));
    let part = archive.by_index(member.place).map_err(|error| job.broken(broken(&error)))?;
    let packed = part.compressed_size();
    copy(job, Bounded::new(part, packed), &unpacked.0)?;
    // Of one file in the archive, the path is one within it.
    let path = if others > 0 || wanted == Some(member.name.as_str()) {
        rest.map(str::to_owned)
    } else {
        job.source.path.clone()
    };
    let source = Source { path, ..job.source.clone() };
    let name = format!("{}/{}", job.file.relative, member.name);
    inside(job, entry, &unpacked.0, (&name, &source), said)
}

/// Reads an unpacked file by the reader of its own format.
fn inside(
    job: &Job<'_>,
    entry: &Entry,
    path: &Path,
    (name, source): (&str, &Source),
    said: Option<String>,
) -> Result<Read, Stop> {
    let found = inspect(path)?;
    let file = Found { relative: name.to_owned(), path: path.to_owned() };
    let inner = Job { source, file, found: &found, ..job.clone() };
    let mut read = formats::read_unpacked(&inner, entry)?;
    read.notes.said.splice(0..0, said);
    Ok(read)
}

fn copy(job: &Job<'_>, packed: impl io::Read, path: &Path) -> Result<(), Stop> {
    let failed = |source| Error::Io { action: "create", path: path.to_owned(), source };
    let mut file = File::create(path).map_err(failed)?;
    let mut block = vec![0; 1 << 20];
    let mut packed = packed.take(MOST + 1);
    let mut total = 0;
    loop {
        let read = match packed.read(&mut block) {
            Ok(read) => read,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(job.broken(Damage::new(format!("it cannot be unpacked: {error}")))),
        };
        total += read as u64;
        if read == 0 {
            return Ok(());
        }
        if total > MOST {
            return Err(job.broken(Damage::new("it unpacks to more than 16 GiB")));
        }
        io::Write::write_all(&mut file, &block[..read]).map_err(failed)?;
    }
}

fn broken(error: &ZipError) -> Damage {
    match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => {
            Damage::new("the archive is protected by a password").with_hint("unpack it into the data folder")
        }
        ZipError::UnsupportedArchive(_) => {
            Damage::new(format!("the archive is packed in a way that is not read ({error})"))
                .with_hint("unpack it into the data folder")
        }
        _ => Damage::new(format!("the archive is damaged ({error})")).with_hint("download it again"),
    }
}

/// A file in an archive.
#[derive(Clone, Debug)]
pub(super) struct Member {
    place: usize,
    name: String,
}

/// The files of an archive; folders, hidden files and what an operating system adds are left out.
fn members(job: &Job<'_>, archive: &mut ZipArchive<BufReader<File>>) -> Result<Vec<Member>, Stop> {
    let members = listed(archive).map_err(|error| job.broken(broken(&error)))?;
    if members.is_empty() {
        return Err(job.broken(Damage::new("the archive holds no file")));
    }
    Ok(members)
}

/// The files of an archive but for those that systems hide.
pub(super) fn listed(archive: &mut ZipArchive<BufReader<File>>) -> Result<Vec<Member>, ZipError> {
    let mut members = Vec::new();
    for place in 0..archive.len() {
        let part = archive.by_index_raw(place)?;
        let name = member_name(part.name_raw());
        let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX" || part.starts_with("~$"));
        if part.is_file() && !hidden {
            members.push(Member { place, name });
        }
    }
    Ok(members)
}

/// The place of the only file, or of the only one that may hold a table.
pub(super) fn only_table(members: &[Member]) -> Option<usize> {
    let tables: Vec<&Member> = members.iter().filter(|member| Content::promised(&member.name).is_some()).collect();
    match (members, tables.as_slice()) {
        ([only], _) => Some(only.place),
        (_, [only]) => Some(only.place),
        _ => None,
    }
}

/// Windows in China writes names of files in GBK.
fn member_name(raw: &[u8]) -> String {
    let name = match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => GB18030.decode_without_bom_handling(raw).0.into_owned(),
    };
    name.replace('\\', "/")
}

/// The member that is meant: by name or pattern, else the only one that may hold a table.
fn choose<'m>(job: &Job<'_>, members: &'m [Member], wanted: Option<&str>) -> Result<&'m Member, Stop> {
    if let [only] = members {
        return Ok(only);
    }
    let fitting: Vec<&Member> = match wanted {
        Some(pattern) => {
            let glob = GlobBuilder::new(pattern).literal_separator(false).build().map(|glob| glob.compile_matcher());
            let fits = |member: &&Member| {
                member.name == pattern || glob.as_ref().is_ok_and(|glob| glob.is_match(&member.name))
            };
            members.iter().filter(fits).collect()
        }
        None => members.iter().filter(|member| Content::promised(&member.name).is_some()).collect(),
    };
    if let [only] = fitting[..] {
        return Ok(only);
    }
    let listed: Vec<String> = members.iter().take(LISTED).map(|member| format!("`{}`", member.name)).collect();
    let more = members.len().checked_sub(LISTED).filter(|more| *more > 0);
    let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
    let message = match wanted {
        Some(wanted) if fitting.is_empty() => format!("no file in `{}` matches `{wanted}`", job.file.relative),
        Some(wanted) => format!("{} files in `{}` match `{wanted}`", fitting.len(), job.file.relative),
        None => format!("`{}` holds {} files, and which one is meant is not said", job.file.relative, members.len()),
    };
    let hint = format!(
        "name one with `path`, or unpack the archive into the data folder; it holds {}{more}",
        listed.join(", ")
    );
    Err(Diagnostic::error("several-files", job.source.place.clone(), message).with_hint(hint).into())
}
