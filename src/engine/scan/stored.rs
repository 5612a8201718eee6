//! Partials as bytes: a version, what they are the sums of, the sums, and a checksum.

use super::super::accumulate::{Reader, Writer};
use super::{Partial, Scan, StoredError};
use crate::expression::Bindings;
use sha2::{Digest, Sha256};

/// Changes whenever the same sums are written or added up in another way.
const VERSION: u16 = 1;

/// How the bytes begin.
const MARK: &[u8; 6] = b"QDSUMS";

impl Scan<'_> {
    /// The partial as bytes. Also brings it into its final form.
    pub fn to_bytes(&self, partial: &mut Partial) -> Vec<u8> {
        let mut bytes = Writer::default();
        bytes.raw(MARK);
        bytes.raw(&VERSION.to_le_bytes());
        bytes.raw(&self.fingerprint());
        partial.write(&mut bytes);
        let mut bytes = bytes.into_bytes();
        bytes.extend(crc32fast::hash(&bytes).to_le_bytes());
        bytes
    }

    /// Reads what [`to_bytes`](Self::to_bytes) of a scan of the same plans, periods and bindings wrote.
    ///
    /// # Errors
    /// Bytes of another version or scan, and bytes that have changed since.
    pub fn from_bytes(&self, bytes: &[u8]) -> Result<Partial, StoredError> {
        let (content, checksum) = bytes.split_last_chunk::<4>().ok_or(StoredError::Damaged)?;
        if crc32fast::hash(content) != u32::from_le_bytes(*checksum) {
            return Err(StoredError::Damaged);
        }
        let mut reader = Reader::new(content);
        let mut next = |length| reader.raw(length).map_err(|_| StoredError::Damaged);
        if next(MARK.len())? != MARK {
            return Err(StoredError::Damaged);
        }
        if next(2)? != VERSION.to_le_bytes() {
            return Err(StoredError::Version);
        }
        if next(32)? != self.fingerprint() {
            return Err(StoredError::Scan);
        }
        match Partial::read(&mut reader, &self.compiled, self.periods) {
            Ok(partial) if reader.is_at_end() => Ok(partial),
            _ => Err(StoredError::Damaged),
        }
    }

    /// A hash of all that sums depend on beside the rows: expressions with the types of their columns, what is added
    /// up by which segments, the periods, and what the run binds.
    fn fingerprint(&self) -> [u8; 32] {
        let mut hash = Sha256::new();
        for plan in self.plans {
            hash.update(format!("{plan:?}\n"));
        }
        let Bindings { as_of, zone, calendar, period: _ } = &self.bindings;
        hash.update(format!("{:?}\n{as_of:?} {} {calendar:?}", self.periods, zone.name()));
        hash.finalize().into()
    }
}
