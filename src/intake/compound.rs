//! Compound files, the containers of old office documents: finds a stream by its name.

use super::grid::Damage;

const SIGNATURE: [u8; 8] = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
/// Numbers from here on end a chain or mark a sector as something else.
const SPECIAL: u32 = 0xFFFF_FFFA;
const ENTRY: usize = 128;

/// A compound file in memory.
#[derive(Debug)]
pub struct Compound<'b> {
    bytes: &'b [u8],
    size: usize,
    mini_size: usize,
    cutoff: u64,
    table: Vec<u32>,
    mini_table: Vec<u32>,
    mini: Vec<u8>,
    entries: Vec<Stream>,
}

#[derive(Clone, Debug)]
struct Stream {
    name: String,
    kind: u8,
    start: u32,
    size: u64,
}

impl<'b> Compound<'b> {
    /// Whether bytes begin like a compound file.
    pub fn is(head: &[u8]) -> bool {
        head.starts_with(&SIGNATURE[..4])
    }

    /// Reads the tables of a compound file.
    pub fn open(bytes: &'b [u8]) -> Result<Self, Damage> {
        let header = bytes.get(..512).filter(|head| Self::is(head)).ok_or_else(broken)?;
        let shift = |at: usize, most: u16| Some(u16_at(header, at)?).filter(|shift| (6..=most).contains(shift));
        let size = 1 << shift(0x1E, 12).ok_or_else(broken)?;
        let mini_size = 1 << shift(0x20, 9).ok_or_else(broken)?;
        let cutoff = u64::from(u32_at(header, 0x38).ok_or_else(broken)?);
        let mut found = Self {
            bytes,
            size,
            mini_size,
            cutoff,
            table: Vec::new(),
            mini_table: Vec::new(),
            mini: Vec::new(),
            entries: Vec::new(),
        };
        for sector in found.table_sectors(header) {
            let sector = found.sector(sector).ok_or_else(broken)?;
            found.table.extend(sector.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)));
        }
        let start = |at: usize| u32_at(header, at).unwrap_or(SPECIAL);
        found.mini_table =
            found.chain(start(0x3C)).as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four)).collect();
        let directory = found.chain(start(0x30));
        let long = u16_at(header, 0x1A) == Some(4);
        found.entries = directory.chunks_exact(ENTRY).filter_map(|entry| stream(entry, long)).collect();
        let root = found.entries.iter().find(|entry| entry.kind == 5).cloned().ok_or_else(broken)?;
        found.mini = found.chain(root.start);
        Ok(found)
    }

    /// Sectors of the allocation table: the first 109 in the header, then a chain.
    fn table_sectors(&self, header: &[u8]) -> Vec<u32> {
        let most = self.bytes.len() / self.size + 1;
        let listed = header[0x4C..].as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four));
        let mut sectors: Vec<u32> = listed.filter(|sector| *sector < SPECIAL).collect();
        let mut next = u32_at(header, 0x44).unwrap_or(SPECIAL);
        let mut steps = 0;
        while next < SPECIAL && steps < most {
            let Some(sector) = self.sector(next) else { break };
            let mut numbers = sector.as_chunks::<4>().0.iter().map(|four| u32::from_le_bytes(*four));
            let last = numbers.next_back();
            sectors.extend(numbers.filter(|sector| *sector < SPECIAL));
            next = last.unwrap_or(SPECIAL);
            steps += 1;
        }
        sectors.truncate(most);
        sectors
    }

    fn sector(&self, number: u32) -> Option<&'b [u8]> {
        let start = (number as usize).checked_add(1)?.checked_mul(self.size)?;
        let end = (start + self.size).min(self.bytes.len());
        self.bytes.get(start..end).filter(|sector| !sector.is_empty())
    }

    fn chain(&self, first: u32) -> Vec<u8> {
        let mut all = Vec::new();
        let (mut next, mut steps) = (first, 0);
        while next < SPECIAL && steps <= self.table.len() {
            let Some(sector) = self.sector(next) else { break };
            all.extend_from_slice(sector);
            next = self.table.get(next as usize).copied().unwrap_or(SPECIAL);
            steps += 1;
        }
        all
    }

    fn mini_chain(&self, first: u32) -> Vec<u8> {
        let mut all = Vec::new();
        let (mut next, mut steps) = (first, 0);
        while next < SPECIAL && steps <= self.mini_table.len() {
            let start = next as usize * self.mini_size;
            let Some(sector) = self.mini.get(start..start + self.mini_size) else { break };
            all.extend_from_slice(sector);
            next = self.mini_table.get(next as usize).copied().unwrap_or(SPECIAL);
            steps += 1;
        }
        all
    }

    /// A stream by its name; `None` when there is no such stream.
    pub fn stream(&self, name: &str) -> Option<Vec<u8>> {
        let entry = self.entries.iter().find(|entry| entry.kind == 2 && entry.name.eq_ignore_ascii_case(name))?;
        let mut all = if entry.size < self.cutoff { self.mini_chain(entry.start) } else { self.chain(entry.start) };
        all.truncate(usize::try_from(entry.size).unwrap_or(usize::MAX));
        Some(all)
    }

    /// Whether there is a stream or folder.
    pub fn has(&self, name: &str) -> bool {
        self.entries.iter().any(|entry| entry.name.eq_ignore_ascii_case(name))
    }
}

fn stream(entry: &[u8], long: bool) -> Option<Stream> {
    let length = usize::from(u16_at(entry, 0x40)?).saturating_sub(2).min(64);
    let units: Vec<u16> = entry[..length].as_chunks::<2>().0.iter().map(|two| u16::from_le_bytes(*two)).collect();
    let size = u64::from(u32_at(entry, 0x78)?);
    let high = if long { u64::from(u32_at(entry, 0x7C)?) << 32 } else { 0 };
    let name = String::from_utf16_lossy(&units);
    Some(Stream { name, kind: entry[0x42], start: u32_at(entry, 0x74)?, size: size | high })
}

fn broken() -> Damage {
    Damage::new("its structure is damaged").with_hint("download or save it again")
}

/// A number of two bytes.
pub fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

/// A number of four bytes.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// A floating-point number.
pub fn f64_at(bytes: &[u8], at: usize) -> Option<f64> {
    Some(f64::from_le_bytes(bytes.get(at..at + 8)?.try_into().ok()?))
}
