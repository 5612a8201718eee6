//! What the lines of a text show about its encoding.

use crate::config::Encoding;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use std::io::{self, BufRead, Read};

/// Lines with non-ASCII characters that are looked at before the encoding is decided.
const EVIDENCE: u64 = 100_000;

/// A longer line is looked at piece by piece.
const LONGEST_LINE: u64 = 16 << 20;

/// Bytes of such lines that are kept to try encodings on.
const SAMPLE: usize = 64 << 10;

/// Pairs of bytes of which it is improbable that a text has none in a third of a script.
const ENOUGH_PAIRS: u64 = 12;

/// Counts over lines with non-ASCII characters, and some of these.
pub struct Evidence {
    /// Lines looked at.
    pub lines: u64,
    /// Lines that are not UTF-8.
    pub not_utf8: u64,
    /// Lines that are not what the mapping says.
    pub not_configured: u64,
    /// The first line that is UTF-8 with long characters.
    pub first_utf8: Option<u64>,
    /// The first line that is UTF-8 with characters beyond ASCII.
    pub first_wide: Option<u64>,
    /// The first line that is not UTF-8, and the character.
    pub first_not_utf8: Option<(u64, u64)>,
    /// The first line that is not what the mapping says, and the character.
    pub first_not_configured: Option<(u64, u64)>,
    not_gb18030: u64,
    high_pairs: u64,
    low_pairs: u64,
    /// Pairs whose first byte Korean text has not: 0xC9 and above.
    late_pairs: u64,
    /// Pairs that are kana in EUC-JP.
    kana_pairs: u64,
    sample: Vec<u8>,
    detector: EncodingDetector,
}

impl Evidence {
    /// Looks at the lines of a file.
    pub fn gather(lines: &mut impl BufRead, configured: Option<Encoding>) -> io::Result<Self> {
        let mut evidence = Self {
            lines: 0,
            not_utf8: 0,
            not_configured: 0,
            first_utf8: None,
            first_wide: None,
            first_not_utf8: None,
            first_not_configured: None,
            not_gb18030: 0,
            high_pairs: 0,
            low_pairs: 0,
            late_pairs: 0,
            kana_pairs: 0,
            sample: Vec::new(),
            detector: EncodingDetector::new(Iso2022JpDetection::Deny),
        };
        let (mut line, mut number) = (Vec::new(), 0);
        while evidence.lines < EVIDENCE {
            line.clear();
            if lines.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)? == 0 {
                break;
            }
            number += 1;
            if !line.is_ascii() {
                evidence.add(number, &line, configured);
            }
        }
        Ok(evidence)
    }

    fn add(&mut self, number: u64, line: &[u8], configured: Option<Encoding>) {
        self.lines += 1;
        if let Err(error) = std::str::from_utf8(line) {
            self.not_utf8 += 1;
            let column = String::from_utf8_lossy(&line[..error.valid_up_to()]).chars().count() as u64 + 1;
            self.first_not_utf8.get_or_insert((number, column));
        } else if !line.is_ascii() {
            self.first_wide.get_or_insert(number);
            if line.iter().any(|byte| *byte >= 0xE0) {
                // GB18030 is hardly ever UTF-8 by chance once a character has three bytes.
                self.first_utf8.get_or_insert(number);
            }
        }
        self.not_gb18030 += u64::from(damage(line, Encoding::GB18030).is_some());
        if let Some(column) = configured.and_then(|encoding| damage(line, encoding)) {
            self.not_configured += 1;
            self.first_not_configured.get_or_insert((number, column));
        }
        self.count_pairs(line);
        if self.sample.len() < SAMPLE {
            self.sample.extend_from_slice(&line[..line.len().min(SAMPLE)]);
            self.detector.feed(line, false);
        }
    }

    fn count_pairs(&mut self, line: &[u8]) {
        let mut rest = line;
        while let [first, second, tail @ ..] = rest {
            match (first, second) {
                (0..0x80, _) => rest = &rest[1..],
                (_, 0x30..=0x39) => rest = tail.get(2..).unwrap_or_default(),
                (first, second) => {
                    *(if *second >= 0x80 { &mut self.high_pairs } else { &mut self.low_pairs }) += 1;
                    self.late_pairs += u64::from(*first >= 0xC9);
                    self.kana_pairs += u64::from(matches!(first, 0xA4 | 0xA5) && *second >= 0xA1);
                    rest = tail;
                }
            }
        }
    }

    /// Whether most lines are UTF-8.
    pub fn mostly_utf8(&self) -> bool {
        self.not_utf8 * 2 < self.lines
    }

    /// Chinese text consists mostly of characters whose second byte is high too; in Western
    /// European text read as GB18030 the second byte is mostly a Latin letter.
    pub fn looks_like_gb18030(&self) -> bool {
        self.not_gb18030 * 2 < self.lines && self.low_pairs * 5 <= self.high_pairs
    }

    /// Whether the text is too short to tell scripts by which characters it lacks.
    pub fn few_pairs(&self) -> bool {
        self.high_pairs + self.low_pairs < ENOUGH_PAIRS && self.late_pairs == 0
    }

    /// Whether pairs of bytes are Korean or Japanese and not Chinese: Korean has no pairs from 0xC9
    /// on, which are a third of Chinese, and Japanese has kana, which Chinese has not.
    pub fn is_korean_or_japanese(&self, guess: Encoding) -> bool {
        let pairs = self.high_pairs + self.low_pairs;
        match guess.label().as_str() {
            "euc-kr" => self.late_pairs * 20 <= pairs && pairs >= ENOUGH_PAIRS,
            "euc-jp" => self.kana_pairs * 5 >= pairs,
            "shift_jis" => true,
            _ => self.low_pairs * 10 >= pairs,
        }
    }

    /// The encoding that the bytes look like, in a country; `None` when they cannot be read in it.
    pub fn guess(&self, country: Option<&str>) -> Option<Encoding> {
        let guess = self.detector.guess(country.map(str::as_bytes), Utf8Detection::Deny);
        Some(Encoding::of(guess)).filter(|guess| self.reads(*guess))
    }

    /// Whether nearly all of the sample can be read in an encoding.
    pub fn reads(&self, encoding: Encoding) -> bool {
        let text = self.text(encoding);
        let odd = text.chars().filter(|letter| is_odd(*letter)).count();
        odd * 20 <= text.chars().filter(|letter| !letter.is_ascii()).count()
    }

    fn text(&self, encoding: Encoding) -> String {
        encoding.rules().decode_without_bom_handling(&self.sample).0.into_owned()
    }

    /// Whether two encodings read the sample alike.
    pub fn same(&self, one: Encoding, other: Encoding) -> bool {
        one == other || self.text(one) == self.text(other)
    }

    /// Whether a reading looks like writing: no scripts mixed within a word, no signs within words.
    pub fn natural(&self, encoding: Encoding) -> bool {
        let letters: Vec<char> = self.text(encoding).chars().collect();
        let mut odd = 0;
        for three in letters.windows(3) {
            let [before, letter, after] = [three[0], three[1], three[2]];
            let beside = before.is_ascii_alphabetic() || after.is_ascii_alphabetic();
            let between = before.is_alphabetic() && after.is_alphabetic();
            odd += usize::from(
                is_odd(letter)
                    || letter > '\u{24F}' && letter.is_alphabetic() && beside
                    || !letter.is_ascii() && !letter.is_alphabetic() && between && !matches!(letter, '’' | '·' | '–'),
            );
        }
        odd * 20 <= letters.iter().filter(|letter| !letter.is_ascii()).count()
    }

    /// The only encoding in which names of the mapping stand in the text.
    pub fn by_names(&self, names: &[String], among: impl Iterator<Item = Encoding>) -> Option<Encoding> {
        let names: Vec<&String> = names.iter().filter(|name| !name.is_ascii()).collect();
        let found = |encoding: Encoding| {
            let text = self.text(encoding);
            names.iter().filter(|name| text.contains(name.as_str())).count()
        };
        let mut counted: Vec<(usize, Encoding)> = among.map(|encoding| (found(encoding), encoding)).collect();
        counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        let (most, best) = *counted.first()?;
        let alone = counted.iter().all(|(count, other)| *count < most || self.same(best, *other));
        (most > 0 && alone).then_some(best)
    }

    /// A few words with non-ASCII characters.
    pub fn example(&self, encoding: Encoding) -> String {
        let text = self.text(encoding);
        let words = text.split(|letter: char| letter.is_ascii() && !letter.is_ascii_alphanumeric());
        let words: Vec<&str> = words.filter(|word| !word.is_ascii()).take(3).collect();
        words.join(" ").chars().take(40).collect()
    }
}

/// Characters that no text has: those that stand for damage, private ones, control characters.
fn is_odd(letter: char) -> bool {
    matches!(letter, '\u{FFFD}' | '\u{80}'..='\u{9F}' | '\u{E000}'..='\u{F8FF}')
}

/// The character at which a line stops being of an encoding.
fn damage(line: &[u8], encoding: Encoding) -> Option<u64> {
    let rules = encoding.rules();
    if rules.decode_without_bom_handling_and_without_replacement(line).is_some() {
        return None;
    }
    let (lossy, _) = rules.decode_without_bom_handling(line);
    Some(lossy.chars().take_while(|letter| *letter != '\u{FFFD}').count() as u64 + 1)
}
