//! A text file → segments of whole lines, decoded strictly, in bounded memory.

use super::encoding::Decoding;
use super::records::count_lines;
use crate::config::Encoding;
use crate::source::Limits;
use encoding_rs::DecoderResult;
use memchr::{memchr, memrchr};
use std::fs::File;
use std::io::{self, Read};

const BLOCK: usize = 4 << 20;

/// A segment without a boundary is cut all the same when it has grown to this many times its size.
const PATIENCE: usize = 8;

/// Text without any line end for longer than a line may be.
#[derive(Clone, Copy, Debug, thiserror::Error)]
#[error("a line is too long")]
pub struct LongLine;

/// Whole records, decoded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Segment {
    /// The text; bytes that could not be decoded stand as U+FFFD.
    pub text: String,
    /// Offsets in `text` of those, ascending.
    pub faults: Vec<usize>,
    /// Number of its first line in the file, from 1.
    pub line: u64,
}

impl Segment {
    /// The first undecodable place in a range, as the character number in its physical line.
    pub fn fault_in(&self, start: usize, end: usize) -> Option<u64> {
        let first = self.faults.partition_point(|fault| *fault < start);
        let fault = *self.faults.get(first).filter(|fault| **fault < end)?;
        let before = &self.text[..fault];
        let line = before.rsplit('\n').next().unwrap_or_default();
        Some(line.chars().count() as u64 + 1)
    }
}

/// Reads a file segment by segment.
#[derive(Debug)]
pub struct Segments<R = File> {
    file: R,
    decoding: Decoding,
    size: usize,
    raw: Vec<u8>,
    rest: Segment,
    state: State,
    returns: Returns,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Start,
    Middle,
    End,
}

/// How lines end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Returns {
    /// In line feeds.
    Kept,
    /// In carriage returns alone, as on old Macs: read as line feeds.
    AreLineEnds,
}

impl<R: Read> Segments<R> {
    /// Segments of about `size` bytes.
    pub fn new(file: R, decoding: Decoding, size: usize) -> Self {
        let rest = Segment { line: 1, ..Segment::default() };
        Self { file, decoding, size, raw: Vec::new(), rest, state: State::Start, returns: Returns::Kept }
    }

    /// The next segment. `boundary` says up to which offset the text consists of whole records;
    /// what follows is kept for the next segment. It is not asked at the end of the file.
    pub fn next(&mut self, boundary: impl Fn(&Segment) -> usize) -> io::Result<Option<Segment>> {
        let mut segment = std::mem::take(&mut self.rest);
        let mut wanted = self.size;
        loop {
            while segment.text.len() < wanted && self.state != State::End {
                self.fill(&mut segment)?;
                if self.raw.len() > Limits::STATED.line {
                    return Err(io::Error::new(io::ErrorKind::InvalidData, LongLine));
                }
            }
            if self.state == State::End {
                self.rest.line = segment.line + count_lines(segment.text.as_bytes());
                return Ok((!segment.text.is_empty()).then_some(segment));
            }
            let patient = segment.text.len() < self.size.saturating_mul(PATIENCE);
            let cut = if patient { boundary(&segment) } else { segment.text.len() };
            if cut > 0 {
                self.rest = split(&mut segment, cut);
                return Ok(Some(segment));
            }
            wanted = segment.text.len() + BLOCK;
        }
    }

    /// Decodes whole lines of one more block.
    fn fill(&mut self, segment: &mut Segment) -> io::Result<()> {
        let before = self.raw.len();
        let most = self.block(segment);
        self.raw.reserve(most);
        let read = self.file.by_ref().take(most as u64).read_to_end(&mut self.raw)?;
        if self.state == State::Start {
            if self.decoding.mark {
                let length = if self.decoding.encoding.is_utf16() { 2 } else { 3 };
                self.raw.drain(..length.min(self.raw.len()));
            }
            let narrow = !self.decoding.encoding.is_utf16();
            let mac = narrow && memchr(b'\n', &self.raw).is_none() && memchr(b'\r', &self.raw).is_some();
            self.returns = if mac { Returns::AreLineEnds } else { Returns::Kept };
        }
        self.state = if read == 0 { State::End } else { State::Middle };
        if self.returns == Returns::AreLineEnds {
            let from = before.min(self.raw.len());
            self.raw[from..].iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
        }
        let encoding = self.decoding.encoding;
        let whole = match self.state {
            State::End => self.raw.len(),
            _ => whole_lines(&self.raw, encoding),
        };
        let rest = self.raw.split_off(whole);
        let lines = std::mem::replace(&mut self.raw, rest);
        if encoding == Encoding::UTF_8 {
            decode_utf8(lines, segment);
        } else {
            decode_by(encoding, &lines, segment);
        }
        Ok(())
    }

    /// Bytes that are read at once: what an empty segment of text that needs no translation still wants, so that
    /// they become it as they are. A line that is longer than a segment goes on by whole blocks.
    fn block(&self, segment: &Segment) -> usize {
        let at_once =
            self.decoding.encoding == Encoding::UTF_8 && segment.text.is_empty() && self.state == State::Middle;
        let block = BLOCK.min(self.size.max(16));
        if at_once { self.size.saturating_sub(self.raw.len()).max(block) } else { block }
    }
}

/// Up to where bytes are whole lines. Only in UTF-16 is the byte of a line feed part of other characters.
fn whole_lines(raw: &[u8], encoding: Encoding) -> usize {
    if !encoding.is_utf16() {
        return memrchr(b'\n', raw).map_or(0, |last| last + 1);
    }
    let feed = if encoding.rules() == encoding_rs::UTF_16LE { [b'\n', 0] } else { [0, b'\n'] };
    raw.as_chunks::<2>().0.iter().rposition(|unit| *unit == feed).map_or(0, |last| (last + 1) * 2)
}

fn split(segment: &mut Segment, cut: usize) -> Segment {
    let text = segment.text[cut..].to_owned();
    segment.text.truncate(cut);
    let kept = segment.faults.partition_point(|fault| *fault < cut);
    let faults = segment.faults.split_off(kept).into_iter().map(|fault| fault - cut).collect();
    let line = segment.line + count_lines(segment.text.as_bytes());
    Segment { text, faults, line }
}

/// A file as UTF-8, for readers that take it as it comes.
#[derive(Debug)]
pub struct Decoded<R> {
    file: R,
    decoder: Option<encoding_rs::Decoder>,
    /// Bytes of a mark that are still to be left out.
    mark: usize,
    raw: Vec<u8>,
    ready: Vec<u8>,
    at: usize,
    ended: bool,
}

impl<R: Read> Decoded<R> {
    /// Starts at the beginning of a file.
    pub fn new(file: R, decoding: Decoding) -> Self {
        let decoder = (decoding.encoding != Encoding::UTF_8)
            .then(|| decoding.encoding.rules().new_decoder_without_bom_handling());
        let mark = match decoding.mark {
            true if decoding.encoding.is_utf16() => 2,
            true => 3,
            false => 0,
        };
        Self { file, decoder, mark, raw: vec![0; 64 << 10], ready: Vec::new(), at: 0, ended: false }
    }

    fn fill(&mut self) -> io::Result<()> {
        let read = self.file.read(&mut self.raw)?;
        self.ended = read == 0;
        let skipped = self.mark.min(read);
        self.mark -= skipped;
        let raw = &self.raw[skipped..read];
        self.at = 0;
        match &mut self.decoder {
            None => {
                self.ready.clear();
                self.ready.extend_from_slice(raw);
            }
            Some(decoder) => {
                let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(raw.len() * 4 + 16);
                self.ready.resize(room, 0);
                let (_, _, written, _) = decoder.decode_to_utf8(raw, &mut self.ready, self.ended);
                self.ready.truncate(written);
            }
        }
        Ok(())
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.ready.len() && !self.ended {
            self.fill()?;
        }
        let length = buffer.len().min(self.ready.len() - self.at);
        buffer[..length].copy_from_slice(&self.ready[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

fn decode_utf8(bytes: Vec<u8>, segment: &mut Segment) {
    let bytes = match String::from_utf8(bytes) {
        Ok(text) if segment.text.is_empty() => {
            segment.text = text;
            return;
        }
        Ok(text) => {
            segment.text.push_str(&text);
            return;
        }
        Err(error) => error.into_bytes(),
    };
    for chunk in bytes.utf8_chunks() {
        segment.text.push_str(chunk.valid());
        if !chunk.invalid().is_empty() {
            segment.faults.push(segment.text.len());
            segment.text.push('\u{FFFD}');
        }
    }
}

fn decode_by(encoding: Encoding, bytes: &[u8], segment: &mut Segment) {
    let mut rest = bytes;
    while !rest.is_empty() {
        let mut decoder = encoding.rules().new_decoder_without_bom_handling();
        let room = decoder.max_utf8_buffer_length_without_replacement(rest.len()).unwrap_or(rest.len() * 4);
        segment.text.reserve(room);
        let (result, read) = decoder.decode_to_string_without_replacement(rest, &mut segment.text, true);
        rest = &rest[read..];
        if let DecoderResult::Malformed(_, _) = result {
            segment.faults.push(segment.text.len());
            segment.text.push('\u{FFFD}');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::GB18030;
    use proptest::prelude::*;

    fn read(bytes: &[u8], encoding: Encoding, size: usize) -> Vec<Segment> {
        let mark = bytes.starts_with(&[0xEF, 0xBB, 0xBF]) || bytes.starts_with(&[0xFF, 0xFE]);
        let mut segments = Segments::new(bytes, Decoding { encoding, mark, mixed: None, guessed: false }, size);
        let mut all = Vec::new();
        while let Some(segment) = segments.next(|segment| segment.text.len()).unwrap() {
            all.push(segment);
        }
        all
    }

    #[test]
    fn drops_the_mark_and_reads_old_line_ends() {
        let segments = read(b"\xEF\xBB\xBFa,b\r\n1,2\r\n", Encoding::UTF_8, 100);
        assert_eq!(segments[0].text, "a,b\r\n1,2\r\n");
        assert_eq!(read(b"a,b\r1,2\r", Encoding::UTF_8, 100)[0].text, "a,b\n1,2\n");
    }

    #[test]
    fn a_line_without_end_is_refused_before_it_fills_the_memory() {
        let endless = std::io::repeat(b'x');
        let mut segments = Segments::new(
            endless,
            Decoding { encoding: Encoding::UTF_8, mark: false, mixed: None, guessed: false },
            BLOCK,
        );
        let error = segments.next(|segment| segment.text.len()).unwrap_err();
        assert!(error.get_ref().unwrap().is::<LongLine>());
    }

    #[test]
    fn places_what_cannot_be_decoded() {
        let segments = read(b"a\n\xE4\xB8\xAD\xFFx\n", Encoding::UTF_8, 100);
        assert_eq!(segments[0].fault_in(2, segments[0].text.len()), Some(2));
        assert_eq!(segments[0].fault_in(0, 2), None);
        let segments = read(b"\xD6\xD0\xFF\n\xCE\xC4|\n", Encoding::GB18030, 100);
        assert_eq!(segments[0].text, "中\u{FFFD}\n文|\n");
        assert_eq!(segments[0].fault_in(0, 5), Some(2));
    }

    #[test]
    fn utf_16_is_cut_at_its_own_line_ends() {
        let text = "\u{0A0A}电话,a\n\u{0D0A}é\n".repeat(20);
        let mut bytes = vec![0xFF, 0xFE];
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        let wide = Encoding::of(encoding_rs::UTF_16LE);
        let segments = read(&bytes, wide, 16);
        assert!(segments.len() > 3);
        assert_eq!(segments.iter().map(|segment| segment.text.as_str()).collect::<String>(), text);
        assert_eq!(read(&bytes[..bytes.len() - 1], wide, 10_000)[0].faults.len(), 1);
    }

    proptest! {
        #[test]
        fn segments_join_to_the_file(text in "[a中é\n]{0,200}", size in 1_usize..50, chinese in any::<bool>()) {
            let (bytes, encoding) = if chinese {
                (GB18030.encode(&text).0.into_owned(), Encoding::GB18030)
            } else {
                (text.clone().into_bytes(), Encoding::UTF_8)
            };
            let segments = read(&bytes, encoding, size);
            let mut line = 1;
            for segment in &segments {
                prop_assert_eq!(segment.line, line);
                line += count_lines(segment.text.as_bytes());
            }
            prop_assert_eq!(segments.iter().map(|segment| segment.text.as_str()).collect::<String>(), text);
        }
    }
}
