//! The numbers within which raw files are read.

use std::ops::Range;

const MIB: u64 = 1 << 20;
const GIB: u64 = 1 << 30;

/// Limits of one report. Every one has its message; none depends on the machine, so that the same
/// input is read or refused everywhere. Running out of memory would end the run of all reports: so
/// what a file takes is estimated before it is opened, files are read together only within
/// [`Limits::memory`], and one that needs more alone is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Files that a data folder may hold, read or not.
    pub listed: usize,
    /// Files that the sources of a report may read.
    pub files: usize,
    /// Files that a report reads at once.
    pub open: usize,
    /// Bytes of memory that a report may take to read its files.
    pub memory: u64,
    /// Bytes of raw files that a report may read: of every row its keys and dates stay in memory, about as
    /// much as the row takes as text.
    pub bytes: u64,
    /// Size of a packed file, such as a workbook, of which only a part is unpacked at a time.
    pub packed: u64,
    /// Bytes of one line of text.
    pub line: usize,
    /// Rows that may be refused before a file or a report is refused as a whole.
    pub rejects: usize,
    /// Keys of a file in which others are looked up: they stay in memory while the others are read.
    pub lookup_keys: usize,
}

impl Limits {
    /// The limits in force.
    pub const STATED: Self = Self {
        listed: 1_000_000,
        files: 100_000,
        open: 64,
        memory: 4 * GIB,
        bytes: 16 * GIB,
        packed: 512 * MIB,
        line: 64 << 20,
        rejects: 1_000_000,
        lookup_keys: 5_000_000,
    };

    /// Bytes of memory that reading a file takes, from its size and its first bytes.
    pub fn need(&self, bytes: u64, head: [u8; 4]) -> u64 {
        match Body::of(head) {
            // Segments of whole lines or batches of rows, whatever the size.
            Body::Stream => (4 * bytes).min(256 * MIB),
            // The texts of a workbook, which stand for themselves in memory.
            Body::Packed => (64 * MIB).saturating_add(bytes.saturating_mul(30)).min(5 * GIB / 4),
            Body::Whole => (64 * MIB).saturating_add(bytes.saturating_mul(3)),
        }
    }

    /// Why a file is refused before it is read: what is wrong, and the cure.
    pub fn refusal(&self, bytes: u64, head: [u8; 4]) -> Option<(String, &'static str)> {
        let hint = "save it as CSV, which is read piece by piece";
        if Body::of(head) == Body::Packed && bytes > self.packed {
            let message = format!("the file is larger than the {} that a packed file may have", size(self.packed));
            return Some((message, hint));
        }
        let need = self.need(bytes, head);
        let message = || format!("reading the file takes about {}, more than {}", size(need), size(self.memory));
        (need > self.memory).then(|| (message(), hint))
    }

    /// Stretches of files, in their order, that are read together: within the memory of a report and
    /// the number of files that are open at once.
    pub fn waves(&self, needs: &[u64]) -> Vec<Range<usize>> {
        let mut waves = Vec::new();
        let (mut start, mut sum) = (0, 0_u64);
        for (at, need) in needs.iter().enumerate() {
            let full = at - start == self.open || sum.saturating_add(*need) > self.memory;
            if full && at > start {
                waves.push(start..at);
                (start, sum) = (at, 0);
            }
            sum = sum.saturating_add(*need);
        }
        if start < needs.len() {
            waves.push(start..needs.len());
        }
        waves
    }
}

/// How much of a file is in memory at a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Body {
    Stream,
    Packed,
    Whole,
}

impl Body {
    fn of(head: [u8; 4]) -> Self {
        match &head {
            b"PK\x03\x04" | [0x1F, 0x8B, ..] => Self::Packed,
            [0xD0, 0xCF, 0x11, 0xE0] | [b'<', ..] => Self::Whole,
            _ => Self::Stream,
        }
    }
}

/// A size in the largest binary unit that keeps it above one.
pub fn size(bytes: u64) -> String {
    match bytes {
        GIB.. => format!("{:.1} GiB", bytes as f64 / GIB as f64).replace(".0 ", " "),
        MIB.. => format!("{} MiB", bytes / MIB),
        _ => format!("{bytes} bytes"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZIP: [u8; 4] = *b"PK\x03\x04";
    const OLD: [u8; 4] = [0xD0, 0xCF, 0x11, 0xE0];
    const TEXT: [u8; 4] = *b"id,n";

    #[test]
    fn a_stream_needs_little_whatever_its_size() {
        let limits = Limits::STATED;
        assert_eq!(limits.need(10, TEXT), 40);
        assert_eq!(limits.need(900 * GIB, TEXT), 256 * MIB);
        assert_eq!(limits.refusal(900 * GIB, TEXT), None);
    }

    #[test]
    fn what_does_not_fit_is_refused_with_the_cure() {
        let limits = Limits::STATED;
        assert_eq!(limits.refusal(512 * MIB, ZIP), None);
        let (message, hint) = limits.refusal(513 * MIB, ZIP).unwrap();
        assert_eq!(message, "the file is larger than the 512 MiB that a packed file may have");
        assert_eq!(hint, "save it as CSV, which is read piece by piece");
        assert_eq!(limits.refusal(GIB, OLD), None);
        let (message, _) = limits.refusal(2 * GIB, OLD).unwrap();
        assert_eq!(message, "reading the file takes about 6.1 GiB, more than 4 GiB");
        assert!(limits.refusal(u64::MAX, OLD).is_some());
    }

    #[test]
    fn files_are_read_together_within_the_limits_only() {
        let limits = Limits { open: 3, memory: 10, ..Limits::STATED };
        assert_eq!(limits.waves(&[]), Vec::<Range<usize>>::new());
        assert_eq!(limits.waves(&[1, 1, 1, 1, 1]), [0..3, 3..5]);
        assert_eq!(limits.waves(&[6, 4, 1, 10, 1]), [0..2, 2..3, 3..4, 4..5]);
        assert_eq!(limits.waves(&[99, 1]), [0..1, 1..2], "one that is too large goes alone");
        assert_eq!(limits.waves(&[u64::MAX, u64::MAX]), [0..1, 1..2]);
    }
}
