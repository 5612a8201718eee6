//! How the text of a file is to be decoded: as its mark, its own words or the mapping say, else by
//! evidence. What two encodings read differently, with nothing to choose between them, is refused.

mod evidence;
#[cfg(test)]
mod tests;

use super::content::utf16;
use super::inspect::{Inspection, Utf8};
use crate::config::Encoding;
use crate::domain::Zone;
use evidence::Evidence;
use std::io::{self, BufRead};

/// How a text file is to be decoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Decoding {
    /// The encoding.
    pub encoding: Encoding,
    /// Whether it starts with a byte-order mark.
    pub mark: bool,
    /// First line that is UTF-8 in a file that is not: it was put together from files of both.
    pub mixed: Option<u64>,
    /// Whether the encoding was told by evidence.
    pub guessed: bool,
}

impl Decoding {
    /// The encoding in notes and messages.
    pub fn name(self) -> String {
        let name = self.encoding.title();
        if self.mark && self.encoding == Encoding::UTF_8 { format!("{name} with BOM") } else { name.to_owned() }
    }

    /// What was recognised, where it is no matter of course.
    pub fn said(self) -> Option<String> {
        let usual = self.encoding == Encoding::UTF_8 || self.encoding == Encoding::GB18030;
        (self.guessed && !usual).then(|| format!("the text is {}, as its bytes show", self.name()))
    }
}

/// Why the encoding of a text file is refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrongEncoding {
    /// First line that cannot be read.
    pub line: Option<u64>,
    /// Character in that line.
    pub column: Option<u64>,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub hint: String,
}

/// What is known beside the bytes.
#[derive(Clone, Debug)]
pub struct Known<'k> {
    /// What the first look found.
    pub found: &'k Inspection,
    /// What the mapping says.
    pub configured: Option<Encoding>,
    /// What the file says of itself.
    pub declared: Option<Encoding>,
    /// Names of columns that the file should have.
    pub names: &'k [String],
    /// The source's time zone, which tells a country where nothing else does.
    pub zone: Zone,
}

/// Decides how to decode a text file. `lines` opens it for a closer look.
pub fn decide<R: BufRead>(
    known: &Known<'_>,
    lines: impl FnOnce() -> io::Result<R>,
) -> io::Result<Result<Decoding, WrongEncoding>> {
    let head = &known.found.head[..];
    let told = |encoding: Encoding, mark| Decoding { encoding, mark, mixed: None, guessed: false };
    if let Some(wide) = utf16(head) {
        let wide = Encoding::of(wide);
        let agreed = known.configured.is_none_or(|configured| configured.is_utf16());
        let mark = head.starts_with(&[0xFF, 0xFE]) || head.starts_with(&[0xFE, 0xFF]);
        return Ok(if agreed { Ok(told(wide, mark)) } else { Err(contradicted("UTF-16", known.configured)) });
    }
    let mark = head.starts_with(&[0xEF, 0xBB, 0xBF]);
    let utf8 = known.found.utf8 != Utf8::Broken;
    if utf8 && known.configured.is_none_or(|configured| configured == Encoding::UTF_8) {
        return Ok(Ok(told(Encoding::UTF_8, mark)));
    }
    let other = known.configured.filter(|configured| *configured != Encoding::UTF_8);
    if other.is_some() && (mark || known.found.utf8 == Utf8::Rich) {
        return Ok(Err(contradicted("UTF-8", other)));
    }
    if other == Some(Encoding::GB18030) && utf8 {
        return Ok(Ok(told(Encoding::GB18030, false)));
    }
    let evidence = Evidence::gather(&mut lines()?, known.configured)?;
    Ok(match known.configured {
        Some(configured) => evidence.confirm(configured, mark),
        None => evidence.judge(known, mark),
    })
}

/// The encoding that the beginning of a text file shows, for a first look; `None` when it shows none.
pub fn of_beginning(bytes: &[u8]) -> Option<Encoding> {
    if let Some(wide) = utf16(bytes) {
        return Some(Encoding::of(wide));
    }
    let evidence = Evidence::gather(&mut &bytes[..], None).ok()?;
    if evidence.mostly_utf8() {
        return Some(Encoding::UTF_8);
    }
    let guess = evidence.guess(None);
    let foreign = guess.is_some_and(|guess| guess.is_multibyte() && evidence.is_korean_or_japanese(guess));
    let chinese = Some(Encoding::GB18030).filter(|_| evidence.looks_like_gb18030() && !foreign);
    chinese.or(guess)
}

fn contradicted(is: &str, configured: Option<Encoding>) -> WrongEncoding {
    let label = configured.map(Encoding::label).unwrap_or_default();
    let message = format!("the file is {is}, but the mapping says `encoding: {label}`");
    WrongEncoding { line: None, column: None, message, hint: "remove `encoding`".to_owned() }
}

impl Evidence {
    /// The first line that is UTF-8 by no chance, in a file of another encoding.
    fn mixed(&self, encoding: Encoding) -> Option<u64> {
        if encoding == Encoding::GB18030 {
            return self.first_utf8;
        }
        // A letter of two bytes would be two odd signs in these.
        self.first_wide.filter(|_| !encoding.is_multibyte())
    }

    /// What the mapping says, unless most lines are something else.
    fn confirm(&self, configured: Encoding, mark: bool) -> Result<Decoding, WrongEncoding> {
        let mixed = self.mixed(configured);
        let decoding = Decoding { encoding: configured, mark, mixed, guessed: false };
        if configured == Encoding::UTF_8 {
            return if self.mostly_utf8() {
                Ok(decoding)
            } else {
                Err(self.not_as_said(configured, self.first_not_utf8))
            };
        }
        if !configured.is_multibyte() && self.lines > 0 && self.not_utf8 == 0 {
            return Err(contradicted("UTF-8", Some(configured)));
        }
        if self.not_configured * 2 < self.lines || self.lines == 0 {
            Ok(decoding)
        } else {
            Err(self.not_as_said(configured, self.first_not_configured))
        }
    }

    fn not_as_said(&self, configured: Encoding, place: Option<(u64, u64)>) -> WrongEncoding {
        let message = format!("the file is not {}, as the mapping says", configured.title());
        let hint = match self.guess(None) {
            _ if self.mostly_utf8() => "remove `encoding`: it is UTF-8".to_owned(),
            _ if self.looks_like_gb18030() => "write `encoding: gb18030`".to_owned(),
            Some(guess) => format!("write `encoding: {}`, or remove it", guess.label()),
            None => "save it as UTF-8".to_owned(),
        };
        let (line, column) = place.unzip();
        WrongEncoding { line, column, message, hint }
    }

    /// What the lines show.
    fn judge(&self, known: &Known<'_>, mark: bool) -> Result<Decoding, WrongEncoding> {
        let told = |encoding, guessed| Decoding { encoding, mark: false, mixed: None, guessed };
        if self.mostly_utf8() {
            return Ok(Decoding { mark, ..told(Encoding::UTF_8, true) });
        }
        let country = country(known.zone);
        let guesses = [known.declared, self.guess(None), self.guess(Some(country))];
        let gb18030 = Some(Encoding::GB18030).filter(|_| self.looks_like_gb18030());
        if let Some(encoding) = self.by_names(known.names, guesses.into_iter().chain([gb18030]).flatten()) {
            return Ok(self.decoding(encoding));
        }
        if let Some(declared) = known.declared.filter(|declared| self.reads(*declared)) {
            return Ok(told(declared, false));
        }
        let Some(guess) = guesses[1] else {
            let (line, column) = self.first_not_utf8.unzip();
            let message = "the text of the file is in no encoding that is known".to_owned();
            return Err(WrongEncoding { line, column, message, hint: "save it as UTF-8".to_owned() });
        };
        let rival = if gb18030.is_some() && !guess.is_chinese() {
            // Korean and Japanese text of few words looks like Chinese, and the other way round.
            if guess.is_multibyte() && !self.is_korean_or_japanese(guess) && country != "cn" {
                Some(Encoding::GB18030).filter(|_| self.few_pairs())
            } else {
                None
            }
        } else {
            guesses[2].filter(|rival| !self.same(guess, *rival) && self.natural(*rival))
        };
        if let Some(rival) = rival {
            return Err(self.undecided(guess, rival));
        }
        let chinese = gb18030.filter(|_| !(guess.is_multibyte() && self.is_korean_or_japanese(guess)));
        Ok(self.decoding(chinese.unwrap_or(guess)))
    }

    fn decoding(&self, encoding: Encoding) -> Decoding {
        let mixed = self.mixed(encoding);
        Decoding { encoding, mark: false, mixed, guessed: true }
    }

    fn undecided(&self, one: Encoding, other: Encoding) -> WrongEncoding {
        let (line, column) = self.first_not_utf8.unzip();
        let message = format!(
            "the text of the file is {} (`{}`) or {} (`{}`)",
            one.title(),
            self.example(one),
            other.title(),
            self.example(other)
        );
        let hint = format!("write `encoding: {}` or `encoding: {}`", one.label(), other.label());
        WrongEncoding { line, column, message, hint }
    }
}

/// The country whose usual encoding a zone suggests, as the end of its host names.
fn country(zone: Zone) -> &'static str {
    match zone.name() {
        "Asia/Shanghai" | "Asia/Chongqing" | "Asia/Urumqi" | "Asia/Harbin" | "PRC" | "Asia/Singapore" => "cn",
        "Asia/Taipei" | "Asia/Hong_Kong" | "Asia/Macau" => "tw",
        "Asia/Tokyo" | "Japan" => "jp",
        "Asia/Seoul" | "ROK" => "kr",
        "Europe/Warsaw" => "pl",
        "Europe/Prague" => "cz",
        "Europe/Bratislava" => "sk",
        "Europe/Budapest" => "hu",
        "Europe/Athens" => "gr",
        "Europe/Istanbul" => "tr",
        "Europe/Moscow" => "ru",
        "Europe/Sofia" => "bg",
        "Europe/Kyiv" | "Europe/Kiev" => "ua",
        "Europe/Vilnius" => "lt",
        "Europe/Riga" => "lv",
        "Europe/Tallinn" => "ee",
        "Asia/Bangkok" => "th",
        "Asia/Ho_Chi_Minh" => "vn",
        _ => "com",
    }
}
