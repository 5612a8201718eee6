//! The variables of a file: names, formats, labels, missing values.

use super::Shape;
use super::cases::Value;
use super::source::{Source, damaged};
use crate::config::Encoding;
use crate::intake::cell::Cell;
use crate::intake::grid::Damage;
use std::collections::BTreeMap;
use std::io::Read;

/// Variables, continuations included, beyond which a file is refused.
const MOST: usize = 1_000_000;
/// Bytes of one segment of a very long text.
const SEGMENT: usize = 255;
/// Bytes by which very long texts are counted in segments.
const COUNTED: usize = 252;

/// What stands before the cases.
#[derive(Clone, Debug, Default)]
pub struct Dictionary {
    /// The variables, in order.
    pub variables: Vec<Variable>,
    /// How cases are packed.
    pub packing: Packing,
    /// What is added to the numbers of packed cases.
    pub bias: f64,
    /// The number that means "missing".
    pub missing: f64,
    /// How many cases, when the writer knew.
    pub cases: Option<u64>,
    /// Units of eight bytes of one case.
    pub units: usize,
    encoding: Option<Encoding>,
}

/// How cases are packed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Packing {
    /// Not at all.
    #[default]
    None,
    /// Small numbers and blanks in one byte each.
    Codes,
    /// The same, packed by zlib.
    Zlib,
}

/// One variable.
#[derive(Clone, Debug, Default)]
pub struct Variable {
    /// Its name.
    pub name: String,
    /// Its label; empty when it has none.
    pub label: String,
    /// What its format makes of numbers.
    pub shape: Shape,
    /// Bytes of its text; 0 for a number.
    pub width: usize,
    /// Units that each of its segments takes in a case, and bytes of text in them.
    pub segments: Vec<(usize, usize)>,
    labels: Vec<(Value, String)>,
    range: Option<(f64, f64)>,
    discrete: Vec<Value>,
}

impl Variable {
    /// What a value means, when the file declares it to be missing.
    pub fn missing(&self, value: &Value) -> Option<String> {
        let within = match (value, self.range) {
            (Value::Number(number), Some((low, high))) => (low..=high).contains(number),
            _ => false,
        };
        let declared = within || self.discrete.contains(value);
        let text = || match value {
            Value::Number(number) => Cell::Float(*number).to_text(),
            Value::Text(text) => text.clone(),
            Value::Missing => String::new(),
        };
        declared.then(|| match self.label_of(value) {
            Some(label) => format!("`{label}` ({})", text()),
            None => text(),
        })
    }

    /// The label of a value.
    pub fn label_of(&self, value: &Value) -> Option<&str> {
        self.labels.iter().find(|(known, _)| known == value).map(|(_, label)| label.as_str())
    }
}

/// What is read before its encoding is known.
#[derive(Debug, Default)]
struct Raw {
    /// Units of eight bytes → variables, to find them by their place.
    places: Vec<usize>,
    variables: Vec<RawVariable>,
    labels: Vec<RawLabels>,
    long_names: Vec<u8>,
    long_texts: Vec<u8>,
    encoding: Option<Encoding>,
    page: i32,
}

/// Labels of values, and the variables that they are for.
#[derive(Clone, Debug, Default)]
struct RawLabels {
    labels: Vec<([u8; 8], Vec<u8>)>,
    variables: Vec<usize>,
}

#[derive(Clone, Debug, Default)]
struct RawVariable {
    name: Vec<u8>,
    label: Vec<u8>,
    width: usize,
    format: u8,
    range: Option<(f64, f64)>,
    discrete: Vec<[u8; 8]>,
}

impl Dictionary {
    /// Reads up to the cases.
    pub fn read<R: Read>(source: &mut Source<R>, configured: Option<Encoding>) -> Result<Self, Damage> {
        let mut found = Self { missing: -f64::MAX, ..Self::default() };
        found.header(source)?;
        let mut raw = Raw::default();
        loop {
            match source.integer()? {
                2 => raw.variable(source)?,
                3 => raw.value_labels(source)?,
                6 => {
                    let lines = source.length()?;
                    source.skip(lines.checked_mul(80).ok_or_else(damaged)?)?;
                }
                7 => raw.extension(source, &mut found)?,
                999 => {
                    source.integer()?;
                    break;
                }
                _ => return Err(damaged()),
            }
        }
        found.units = raw.places.len();
        let encoding = configured.or(raw.encoding).or_else(|| page(raw.page));
        found.encoding = encoding;
        found.variables = raw.finish(source, encoding.unwrap_or(Encoding::of(encoding_rs::WINDOWS_1252)))?;
        Ok(found)
    }

    fn header<R: Read>(&mut self, source: &mut Source<R>) -> Result<(), Damage> {
        source.skip(64)?;
        let layout = source.bytes(4)?;
        source.big = match layout[..] {
            [2 | 3, 0, 0, 0] => false,
            [0, 0, 0, 2 | 3] => true,
            _ => return Err(damaged()),
        };
        source.integer()?;
        self.packing = match source.integer()? {
            0 => Packing::None,
            1 => Packing::Codes,
            2 => Packing::Zlib,
            _ => return Err(Damage::new("its cases are packed in a way that is not read")),
        };
        source.integer()?;
        self.cases = u64::try_from(source.integer()?).ok();
        self.bias = source.float()?;
        source.skip(84)
    }

    /// A text of a case.
    pub fn text(&self, bytes: &[u8]) -> String {
        decoded(bytes, self.encoding.unwrap_or(Encoding::of(encoding_rs::WINDOWS_1252)))
    }
}

/// The encoding of a Windows code page.
fn page(page: i32) -> Option<Encoding> {
    match page {
        65_001 => Some(Encoding::UTF_8),
        936 | 54_936 => Some(Encoding::GB18030),
        932 => Encoding::named("shift_jis"),
        949 => Encoding::named("euc-kr"),
        950 => Encoding::named("big5"),
        _ => Encoding::named(&format!("windows-{page}")),
    }
}

fn decoded(bytes: &[u8], encoding: Encoding) -> String {
    let (text, _) = encoding.rules().decode_without_bom_handling(bytes);
    text.trim_end_matches([' ', '\0']).to_owned()
}

impl Raw {
    fn variable<R: Read>(&mut self, source: &mut Source<R>) -> Result<(), Damage> {
        let width = source.integer()?;
        let labelled = source.integer()? != 0;
        let missing = source.integer()?;
        let format = source.integer()?;
        source.integer()?;
        let name = source.bytes(8)?;
        let mut variable = RawVariable {
            name: name.trim_ascii_end().to_vec(),
            width: usize::try_from(width).unwrap_or_default(),
            format: (format >> 16) as u8,
            ..RawVariable::default()
        };
        if labelled {
            let length = source.length()?;
            let padded = source.bytes(length.div_ceil(4) * 4)?;
            variable.label = padded[..length].to_vec();
        }
        if missing < 0 {
            variable.range = Some((source.float()?, source.float()?));
        }
        let discrete = match missing {
            -3 => 1,
            0..=3 => missing,
            -2 => 0,
            _ => return Err(damaged()),
        };
        for _ in 0..discrete {
            variable.discrete.push(source.eight()?.ok_or_else(damaged)?);
        }
        // Texts of more than eight bytes are continued in units without a name.
        if width >= 0 {
            self.variables.push(variable);
        }
        if self.variables.is_empty() || self.places.len() >= MOST {
            return Err(damaged());
        }
        self.places.push(self.variables.len() - 1);
        Ok(())
    }

    fn value_labels<R: Read>(&mut self, source: &mut Source<R>) -> Result<(), Damage> {
        let mut labels = Vec::new();
        for _ in 0..source.length()? {
            let value = source.eight()?.ok_or_else(damaged)?;
            let length = usize::from(source.bytes(1)?[0]);
            let padded = source.bytes((length + 1).div_ceil(8) * 8 - 1)?;
            labels.push((value, padded[..length].to_vec()));
        }
        if source.integer()? != 4 {
            return Err(damaged());
        }
        let mut variables = Vec::new();
        for _ in 0..source.length()? {
            let place = source.length()?.checked_sub(1).ok_or_else(damaged)?;
            variables.push(*self.places.get(place).ok_or_else(damaged)?);
        }
        self.labels.push(RawLabels { labels, variables });
        Ok(())
    }

    fn extension<R: Read>(&mut self, source: &mut Source<R>, found: &mut Dictionary) -> Result<(), Damage> {
        let kind = source.integer()?;
        let (size, count) = (source.length()?, source.length()?);
        let length = size.checked_mul(count).ok_or_else(damaged)?;
        match kind {
            3 if length == 32 => {
                for field in 0..8 {
                    let value = source.integer()?;
                    if field == 7 {
                        self.page = value;
                    }
                }
            }
            4 if length == 24 => {
                found.missing = source.float()?;
                source.skip(16)?;
            }
            13 => self.long_names = source.bytes(length)?,
            14 => self.long_texts = source.bytes(length)?,
            20 => {
                let label = source.bytes(length)?;
                self.encoding = Encoding::named(&String::from_utf8_lossy(&label));
            }
            _ => source.skip(length)?,
        }
        Ok(())
    }

    /// Decodes what was read and joins the segments of very long texts.
    fn finish<R>(&self, source: &Source<R>, encoding: Encoding) -> Result<Vec<Variable>, Damage>
    where
        R: Read,
    {
        let names = pairs(&decoded(&self.long_names, encoding));
        let widths: BTreeMap<String, usize> = pairs(&decoded(&self.long_texts, encoding))
            .into_iter()
            .filter_map(|(name, width)| Some((name, width.trim_matches(['\0', ' ']).parse().ok()?)))
            .collect();
        let mut variables: Vec<Variable> = Vec::new();
        // Which of the variables each raw one became.
        let mut became = Vec::new();
        let mut segments = 0;
        for raw in &self.variables {
            let segment = (raw.width.div_ceil(8).max(1), raw.width);
            if segments > 0 {
                segments -= 1;
                let whole = variables.last_mut().ok_or_else(damaged)?;
                whole.segments.push(segment);
                became.push(variables.len() - 1);
                continue;
            }
            let short = decoded(&raw.name, encoding);
            let long = widths.get(&short).copied().filter(|width| *width > SEGMENT);
            segments = long.map_or(0, |width| width.div_ceil(COUNTED) - 1);
            let value = |bytes: &[u8; 8]| value(*bytes, raw.width, source, encoding);
            variables.push(Variable {
                name: names.get(&short).cloned().unwrap_or(short),
                label: decoded(&raw.label, encoding),
                shape: if raw.width == 0 { Shape::of(raw.format) } else { Shape::Number },
                width: long.unwrap_or(raw.width),
                segments: vec![segment],
                labels: Vec::new(),
                range: raw.range,
                discrete: raw.discrete.iter().map(value).collect(),
            });
            became.push(variables.len() - 1);
        }
        for RawLabels { labels, variables: labelled } in &self.labels {
            for index in labelled {
                let variable = &mut variables[became[*index]];
                let (width, labels) = (variable.width, labels.iter());
                let one = |(bytes, label): &([u8; 8], Vec<u8>)| {
                    (value(*bytes, width, source, encoding), decoded(label, encoding))
                };
                variable.labels.extend(labels.map(one));
            }
        }
        Ok(variables)
    }
}

/// `NAME=value` of each, separated by tabs.
fn pairs(text: &str) -> BTreeMap<String, String> {
    let pair = |pair: &str| pair.split_once('=').map(|(name, value)| (name.to_owned(), value.to_owned()));
    text.split('\t').filter_map(pair).collect()
}

fn value<R: Read>(bytes: [u8; 8], width: usize, source: &Source<R>, encoding: Encoding) -> Value {
    if width == 0 { Value::Number(source.number(bytes)) } else { Value::Text(decoded(&bytes, encoding)) }
}
