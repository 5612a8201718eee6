//! Which rows are the header, and what the columns are called when it takes several.

use super::names::{plain, same};
use super::{HeadRow, Wanted};
use crate::intake::cell::trim;
use std::cell::OnceCell;
use std::ops::Range;

/// Most rows of a header that is found and not configured.
const MOST_ROWS: usize = 3;

/// Names of the columns, and the texts that they were put together from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Titles {
    /// The texts of all header rows over a column, joined by ` / `.
    pub full: Vec<String>,
    parts: Vec<Vec<String>>,
    /// The same without what people do not see, made when first asked.
    plain: OnceCell<(Vec<String>, Vec<Vec<String>>)>,
    /// Bytes of a title beyond which it is none of the wanted names.
    longest: Option<usize>,
}

/// How a wanted name fits the columns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It is the name of a column, or of several.
    Exact,
    /// It stands in one of the header rows over this column only.
    Part(usize),
    /// It looks like the name of this column only.
    Loose(usize),
    /// It could be any of these.
    Several(Vec<usize>),
    /// It fits no column.
    Nothing,
}

impl Titles {
    /// Of the rows of a header; a blank in an upper row continues the group to its left.
    pub fn of(rows: &[HeadRow]) -> Self {
        let width = rows.iter().map(|(_, cells)| cells.len()).max().unwrap_or(0);
        let mut parts: Vec<Vec<String>> = vec![Vec::new(); width];
        for (level, row) in rows.iter().enumerate() {
            let mut group = "";
            for (column, parts) in parts.iter_mut().enumerate() {
                let own = text(row, column);
                let divided = rows[level + 1..].iter().any(|below| !text(below, column).is_empty());
                let starts_above = level > 0 && !text(&rows[level - 1], column).is_empty();
                if !own.is_empty() || starts_above {
                    group = if divided { own } else { "" };
                }
                let title = if own.is_empty() && divided { group } else { own };
                if !title.is_empty() && parts.last().is_none_or(|last| last != title) {
                    parts.push(title.to_owned());
                }
            }
        }
        let full = parts.iter().map(|parts| parts.join(" / ")).collect();
        Self { full, parts, plain: OnceCell::new(), longest: None }
    }

    /// The same for names of so many bytes at most: longer titles are not looked at closely.
    fn up_to(self, longest: usize) -> Self {
        // Wide letters and signs that nobody sees make the same name longer.
        Self { longest: Some(4 * longest + 64), ..self }
    }

    /// Which column a wanted name means: exactly first, then as one part of it, then without case,
    /// width, blanks and invisible characters.
    pub fn fit(&self, name: &str) -> Fit {
        self.fit_of(name, &plain(name))
    }

    /// The same of a name that is known without what people do not see.
    fn fit_of(&self, name: &str, wanted: &str) -> Fit {
        if self.has(name) {
            return Fit::Exact;
        }
        let (full, parts) = self.plain.get_or_init(|| {
            let short = |title: &&String| self.longest.is_none_or(|longest| title.len() <= longest);
            let one = |title: &String| Some(title).filter(short).map(|title| plain(title)).unwrap_or_default();
            let all = |titles: &Vec<String>| titles.iter().map(one).collect::<Vec<_>>();
            (all(&self.full), self.parts.iter().map(all).collect())
        });
        let part = |parts: &[Vec<String>], wanted: &str| {
            self.columns(|column| parts[column].len() > 1 && parts[column].iter().any(|part| part == wanted))
        };
        let found = [part(&self.parts, name), self.columns(|column| full[column] == wanted), part(parts, wanted)];
        for (step, columns) in found.into_iter().enumerate() {
            match columns.as_slice() {
                [] => {}
                [column] if step == 0 => return Fit::Part(*column),
                [column] => return Fit::Loose(*column),
                _ => return Fit::Several(columns),
            }
        }
        Fit::Nothing
    }

    /// Whether a column has this very name.
    fn has(&self, name: &str) -> bool {
        self.full.iter().any(|full| full == name)
    }

    fn columns(&self, fits: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.full.len()).filter(|column| fits(*column)).collect()
    }
}

fn text(row: &HeadRow, column: usize) -> &str {
    row.1.get(column).map_or("", |cell| trim(cell))
}

/// How many cells of a row have anything in them.
pub fn filled(row: &HeadRow) -> usize {
    row.1.iter().filter(|cell| !trim(cell).is_empty()).count()
}

/// Whether a name, also without what people do not see, stands among titles.
type Fits = fn(&Titles, &str, &str) -> bool;

/// The rows in which the wanted names stand: exactly in one row, else nearly, else in several rows
/// read as one; else the row in which most of them stand; else the first.
pub fn choose(head: &[HeadRow], wanted: &[Wanted]) -> Range<usize> {
    let names = |wish: &Wanted| wish.names.iter().map(|name| (name.clone(), plain(name))).collect();
    let names: Vec<Vec<(String, String)>> = wanted.iter().map(names).collect();
    let longest = wanted.iter().flat_map(|wish| &wish.names).map(String::len).max().unwrap_or(0);
    let count = |rows: Range<usize>, fits: Fits| {
        let titles = Titles::of(&head[rows]).up_to(longest);
        let has = |names: &&Vec<(String, String)>| names.iter().any(|(name, plain)| fits(&titles, name, plain));
        names.iter().filter(has).count()
    };
    let exactly: Fits = |titles, name, _| titles.has(name);
    let nearly: Fits = |titles, name, plain| titles.fit_of(name, plain) != Fit::Nothing;
    let fullest = |rows: Vec<usize>| rows.into_iter().rev().max_by_key(|row| filled(&head[*row]));
    let all = |counts: &[usize]| fullest((0..head.len()).filter(|row| counts[*row] == wanted.len()).collect());
    let each = |fits: Fits| -> Vec<usize> { (0..head.len()).map(|row| count(row..row + 1, fits)).collect() };
    // How names look is compared only where they are not the very same.
    let exact = all(&each(exactly));
    let single = if exact.is_some() { Vec::new() } else { each(nearly) };
    if let Some(row) = exact.or_else(|| all(&single)) {
        let two = row + 1 < head.len() && continues(&head[row], &head[row + 1], wanted);
        return row..row + 1 + usize::from(two);
    }
    for rows in 2..=MOST_ROWS {
        for start in 0..(head.len() + 1).saturating_sub(rows) {
            let rows = start..start + rows;
            let names = head[rows.clone()].iter().all(is_of_names);
            if names && count(rows.clone(), nearly) == wanted.len() {
                return rows;
            }
        }
    }
    let most = (0..head.len()).rev().max_by_key(|row| single[*row]);
    let most = most.filter(|row| single[*row] > 1 && single[*row] * 2 >= wanted.len());
    let row = most.or_else(|| below_a_title(head)).unwrap_or(0);
    row..(row + 1).min(head.len())
}

/// The first full row of names, when so little stands in the first row that it must be a title.
fn below_a_title(head: &[HeadRow]) -> Option<usize> {
    let counts: Vec<usize> = head.iter().map(filled).collect();
    let usual = counts.iter().copied().max_by_key(|count| counts.iter().filter(|other| *other == count).count())?;
    let titled = counts[0] == 1 && usual > 1 || counts[0] * 2 < usual;
    let full = |row: &usize| counts[*row] >= usual && is_of_names(&head[*row]);
    (0..head.len()).find(full).filter(|_| titled)
}

/// Whether a row below a header row is its second half: it names columns of groups that the upper
/// row leaves blank, says nothing over a wanted column, and has no figures or dates.
fn continues(upper: &HeadRow, lower: &HeadRow, wanted: &[Wanted]) -> bool {
    let width = upper.1.len().max(lower.1.len());
    let divides = (0..width).any(|column| text(upper, column).is_empty() && !text(lower, column).is_empty());
    let leaves_open = |wish: &Wanted| {
        let names = |name: &String| (0..width).any(|at| text(lower, at).is_empty() && same(text(upper, at), name));
        wish.names.iter().any(names)
    };
    divides && is_of_names(lower) && wanted.iter().any(leaves_open)
}

/// Whether no cell of a row is a figure or a date.
fn is_of_names(row: &HeadRow) -> bool {
    let figure = |cell: &str| {
        let text = trim(cell);
        !text.is_empty()
            && !text.chars().any(|letter| letter.is_alphabetic() && !matches!(letter, 'T' | 'Z' | 'E' | 'e'))
    };
    !row.1.iter().any(|cell| figure(cell) && trim(cell).chars().any(|letter| letter.is_ascii_digit()))
}
