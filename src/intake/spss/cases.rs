//! The cases of a file, unpacked one by one.

use super::dictionary::{Dictionary, Packing};
use super::source::{Source, cut, damaged};
use crate::intake::grid::Damage;
use flate2::bufread::ZlibDecoder;
use std::io::{self, BufRead, Read};

/// One value of a case.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Value {
    /// Missing by the system.
    #[default]
    Missing,
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
}

/// Reads cases.
pub struct Cases<'d, R> {
    dictionary: &'d Dictionary,
    units: Units<R>,
    values: Vec<Value>,
    read: u64,
    bytes: Vec<u8>,
}

impl<'d, R: BufRead> Cases<'d, R> {
    /// Starts after the dictionary.
    pub fn new(source: Source<R>, dictionary: &'d Dictionary) -> Result<Self, Damage> {
        let values = vec![Value::Missing; dictionary.variables.len()];
        let units = Units::new(source, dictionary)?;
        Ok(Self { dictionary, units, values, read: 0, bytes: Vec::new() })
    }

    /// The next case; `None` after the last one.
    pub fn next(&mut self) -> Result<Option<&[Value]>, Damage> {
        if self.dictionary.cases == Some(self.read) || self.dictionary.units == 0 {
            return Ok(None);
        }
        let mut first = true;
        for (variable, value) in self.dictionary.variables.iter().zip(&mut self.values) {
            self.bytes.clear();
            for (units, width) in &variable.segments {
                let start = self.bytes.len();
                for _ in 0..*units {
                    match self.units.next()? {
                        Some(unit) => self.bytes.extend_from_slice(&unit),
                        None if first && self.dictionary.cases.is_none() => return Ok(None),
                        None => return Err(cut()),
                    }
                    first = false;
                }
                if variable.width > 0 {
                    self.bytes.truncate(start + width);
                }
            }
            *value = match self.bytes[..] {
                _ if variable.width > 0 => {
                    text(self.dictionary.text(&self.bytes[..variable.width.min(self.bytes.len())]))
                }
                [a, b, c, d, e, f, g, h] => {
                    let number = self.units.number([a, b, c, d, e, f, g, h]);
                    let missing = number == self.dictionary.missing || !number.is_finite();
                    if missing { Value::Missing } else { Value::Number(number) }
                }
                _ => return Err(damaged()),
            };
        }
        self.read += 1;
        Ok(Some(&self.values))
    }
}

fn text(text: String) -> Value {
    if text.is_empty() { Value::Missing } else { Value::Text(text) }
}

/// Units of eight bytes, unpacked.
enum Units<R> {
    Plain(Source<R>),
    Codes(Codes<R>),
    Zlib(Codes<Blocks<R>>),
}

impl<R: BufRead> Units<R> {
    fn new(mut source: Source<R>, dictionary: &Dictionary) -> Result<Self, Damage> {
        let big = source.big;
        Ok(match dictionary.packing {
            Packing::None => Self::Plain(source),
            Packing::Codes => Self::Codes(Codes::new(source, dictionary)),
            Packing::Zlib => {
                // Three numbers: where this stands, where the list of blocks stands, and its length.
                source.skip(8)?;
                let offset = source.eight()?.ok_or_else(cut)?;
                source.skip(8)?;
                let end = if big { u64::from_be_bytes(offset) } else { u64::from_le_bytes(offset) };
                let length = end.checked_sub(source.at).ok_or_else(damaged)?;
                let blocks = Blocks { rest: Some(source.into_rest().take(length)), block: None };
                let mut source = Source::new(blocks);
                source.big = big;
                Self::Zlib(Codes::new(source, dictionary))
            }
        })
    }

    fn next(&mut self) -> Result<Option<[u8; 8]>, Damage> {
        match self {
            Self::Plain(source) => source.eight(),
            Self::Codes(codes) => codes.next(),
            Self::Zlib(codes) => codes.next(),
        }
    }

    fn number(&self, bytes: [u8; 8]) -> f64 {
        match self {
            Self::Plain(source) => source.number(bytes),
            Self::Codes(codes) => codes.source.number(bytes),
            Self::Zlib(codes) => codes.source.number(bytes),
        }
    }
}

/// Eight codes at a time, and after them the units that have no code.
struct Codes<R> {
    source: Source<R>,
    codes: [u8; 8],
    at: usize,
    bias: f64,
    missing: f64,
}

impl<R: Read> Codes<R> {
    fn new(source: Source<R>, dictionary: &Dictionary) -> Self {
        Self { source, codes: [0; 8], at: 8, bias: dictionary.bias, missing: dictionary.missing }
    }

    fn next(&mut self) -> Result<Option<[u8; 8]>, Damage> {
        loop {
            if self.at == 8 {
                let Some(codes) = self.source.eight()? else { return Ok(None) };
                (self.codes, self.at) = (codes, 0);
            }
            let code = self.codes[self.at];
            self.at += 1;
            let number = match code {
                0 => continue,
                252 => return Ok(None),
                253 => return self.source.eight()?.ok_or_else(cut).map(Some),
                254 => return Ok(Some(*b"        ")),
                255 => self.missing,
                code => f64::from(code) - self.bias,
            };
            return Ok(Some(if self.source.big { number.to_be_bytes() } else { number.to_le_bytes() }));
        }
    }
}

/// Blocks packed by zlib, one after the other.
#[derive(Debug)]
struct Blocks<R> {
    rest: Option<io::Take<R>>,
    block: Option<ZlibDecoder<io::Take<R>>>,
}

impl<R: BufRead> Read for Blocks<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if let Some(block) = &mut self.block {
                let read = block.read(buffer)?;
                if read > 0 {
                    return Ok(read);
                }
                self.rest = self.block.take().map(ZlibDecoder::into_inner);
            }
            match self.rest.take() {
                Some(rest) if rest.limit() > 0 => self.block = Some(ZlibDecoder::new(rest)),
                _ => return Ok(0),
            }
        }
    }
}
