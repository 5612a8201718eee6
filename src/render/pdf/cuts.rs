//! Where the pages of a document end: the pieces that a setting found are laid out on paper again, and the page
//! breaks are chosen that leave no page half empty.

/// What a piece allows at its upper edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edge {
    /// It always begins a page.
    Page,
    /// A section begins; a page may.
    Section,
    /// A page may begin.
    Free,
    /// A row of a long table: a page may begin, below the header again, which a reader likes less.
    Row,
    /// As `Row`: the name of a group of rows, which is repeated where a page begins within the group.
    Group,
    /// It stays with what stands above it.
    Kept,
    /// The same; by itself the typesetter would tear it off: the notes below a long table.
    Note,
}

impl Edge {
    /// By the word that the templates use.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "page" => Self::Page,
            "section" => Self::Section,
            "free" => Self::Free,
            "row" => Self::Row,
            "group" => Self::Group,
            "kept" => Self::Kept,
            "note" => Self::Note,
            _ => return None,
        })
    }
}

/// A part of a document that no page break tears. All measures are points.
#[derive(Clone, Debug, PartialEq)]
pub struct Piece {
    /// Its name in the templates.
    pub name: String,
    pub edge: Edge,
    /// Height of what is seen of it.
    pub ink: f64,
    /// From its upper edge to that of the next piece, where that stands on the same page.
    pub step: f64,
    /// What is repeated above it where it begins a page: the header of its table.
    pub again: f64,
}

/// What a page costs: being there, being half empty, not being full, tearing a table or a section.
const PAGE: f64 = 1.0;
const HALF_EMPTY: f64 = 40.0;
const LACKING: f64 = 60.0;
const UNFILLED: f64 = 0.6;
const TORN: f64 = 3.0;
const WITHIN: f64 = 0.05;
/// More than the least share: a setting differs from its plan by some points.
const MARGIN: f64 = 0.015;
/// Room that a plan leaves at the end of a page.
const SPARE: f64 = 3.0;

/// The plan for the rest of a document: its cost, and the piece that begins the page after.
#[derive(Clone, Copy)]
struct Plan {
    cost: f64,
    next: usize,
}

/// The names of the pieces before which a page must begin, so that no page of `height` is filled less than `least`
/// and, where that can be, the document has `most` pages of these; nothing where there are no pieces.
pub fn cuts(pieces: &[Piece], height: f64, (least, most): (f64, usize)) -> Vec<String> {
    let count = pieces.len();
    // plans[piece][pages]: the best way from a piece to the end over so many pages.
    let mut plans: Vec<Vec<Option<Plan>>> = vec![vec![None; count + 1]; count + 1];
    plans[count][0] = Some(Plan { cost: 0.0, next: count });
    for from in (0..count).rev() {
        for (next, cost) in ends(pieces, from, (height, least)) {
            for pages in 1..=count {
                let Some(rest) = plans[next][pages - 1] else { continue };
                let cost = cost + rest.cost;
                if plans[from][pages].is_none_or(|known| cost < known.cost) {
                    plans[from][pages] = Some(Plan { cost, next });
                }
            }
        }
    }
    let found = (1..=count).filter_map(|pages| Some((pages, plans[0][pages]?.cost)));
    let beyond = |pages: usize| pages.saturating_sub(most);
    let best = found.min_by(|one, two| beyond(one.0).cmp(&beyond(two.0)).then(one.1.total_cmp(&two.1)));
    let Some((mut pages, _)) = best else { return Vec::new() };
    let (mut at, mut names) = (0, Vec::new());
    while let Some(plan) = plans[at][pages].filter(|_| at < count) {
        (at, pages) = (plan.next, pages.saturating_sub(1));
        if at < count && pieces[at].edge != Edge::Page {
            names.push(pieces[at].name.clone());
        }
    }
    names
}

/// The ways in which a page that begins with a piece may end: the piece that begins the next one, and the cost.
fn ends(pieces: &[Piece], from: usize, (height, least): (f64, f64)) -> Vec<(usize, f64)> {
    let mut found = Vec::new();
    let mut y = pieces[from].again;
    for at in from..pieces.len() {
        let piece = &pieces[at];
        if at > from && piece.edge == Edge::Page {
            found.push((at, cost(pieces, at, (y - gap(pieces, at), height, least))));
            return found;
        }
        let used = y - gap(pieces, at);
        if at > from && matches!(piece.edge, Edge::Section | Edge::Free | Edge::Row | Edge::Group) {
            found.push((at, cost(pieces, at, (used, height, least))));
        }
        if at > from && y + piece.ink + SPARE > height {
            // What stays with something above goes to the next page together with it.
            let first = (from + 1..=at).rev().find(|one| !stays(&pieces[*one])).unwrap_or(at);
            let used = if first == at { used } else { edge(pieces, from, first) - gap(pieces, first) };
            if !found.iter().any(|(known, _)| *known == first) {
                found.push((first, cost(pieces, first, (used, height, least))));
            }
            return found;
        }
        y += piece.step;
    }
    found.push((pieces.len(), cost(pieces, pieces.len(), (y, height, least))));
    found
}

/// Whether no page may begin with it.
fn stays(piece: &Piece) -> bool {
    matches!(piece.edge, Edge::Kept | Edge::Note)
}

/// The upper edge of a piece on a page that begins with another.
fn edge(pieces: &[Piece], from: usize, at: usize) -> f64 {
    pieces[from].again + pieces[from..at].iter().map(|piece| piece.step).sum::<f64>()
}

/// The space above a piece, which a page that ends there does not show.
fn gap(pieces: &[Piece], at: usize) -> f64 {
    at.checked_sub(1).map_or(0.0, |before| pieces[before].step - pieces[before].ink)
}

/// The cost of a page whose ink ends at `used` and after which `next` begins the following one.
fn cost(pieces: &[Piece], next: usize, (used, height, least): (f64, f64, f64)) -> f64 {
    let share = (used / height).min(1.0);
    let lack = (least + MARGIN - share).max(0.0);
    let half_empty = if lack > 0.0 { HALF_EMPTY + LACKING * lack } else { 0.0 };
    let edge = pieces.get(next).map_or(Edge::Page, |piece| piece.edge);
    let torn = match edge {
        Edge::Page | Edge::Section => 0.0,
        Edge::Row | Edge::Group => TORN,
        Edge::Free | Edge::Kept | Edge::Note => WITHIN,
    };
    PAGE + half_empty + UNFILLED * (1.0 - share).powi(2) + torn
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(name: &str, edge: Edge, ink: f64) -> Piece {
        Piece { name: name.to_owned(), edge, ink, step: ink + 10.0, again: 0.0 }
    }

    fn document(pieces: &[(Edge, f64)]) -> Vec<Piece> {
        pieces.iter().enumerate().map(|(at, (edge, ink))| piece(&at.to_string(), *edge, *ink)).collect()
    }

    #[test]
    fn a_last_page_that_would_be_half_empty_gets_more() {
        let pieces = document(&[(Edge::Page, 30.0), (Edge::Free, 30.0), (Edge::Section, 20.0), (Edge::Free, 40.0)]);
        // By themselves three would stand on the first page and one, at 40 %, on the second.
        assert_eq!(cuts(&pieces, 105.0, (0.6, 5)), ["2"]);
    }

    #[test]
    fn what_belongs_together_stays_so() {
        let kept = document(&[(Edge::Page, 60.0), (Edge::Free, 20.0), (Edge::Kept, 60.0)]);
        assert_eq!(cuts(&kept, 110.0, (0.5, 5)), ["1"]);
        let notes = document(&[(Edge::Page, 60.0), (Edge::Row, 20.0), (Edge::Note, 60.0)]);
        assert_eq!(cuts(&notes, 110.0, (0.5, 5)), ["1"]);
    }

    #[test]
    fn a_table_is_torn_only_where_a_page_would_be_half_empty() {
        let table =
            |last| document(&[(Edge::Page, 40.0), (Edge::Free, 40.0), (Edge::Row, 40.0), (Edge::Section, last)]);
        // 40 points alone are no page of 110, so the first part of the table stands beside them.
        assert_eq!(cuts(&table(50.0), 110.0, (0.6, 5)), ["2"]);
        assert_eq!(cuts(&table(50.0), 110.0, (0.3, 5)), ["1", "3"]);
    }

    #[test]
    fn the_header_of_a_table_takes_room_again() {
        let mut table = document(&[(Edge::Page, 40.0), (Edge::Row, 40.0), (Edge::Row, 40.0), (Edge::Row, 40.0)]);
        assert_eq!(cuts(&table, 100.0, (0.3, 5)).len(), 1);
        table.iter_mut().skip(1).for_each(|row| row.again = 30.0);
        assert_eq!(cuts(&table, 100.0, (0.3, 5)).len(), 2);
    }

    #[test]
    fn as_few_pages_as_there_may_be_even_when_one_stays_empty() {
        let pieces = document(&[(Edge::Page, 90.0), (Edge::Free, 10.0), (Edge::Free, 90.0), (Edge::Free, 20.0)]);
        assert_eq!(cuts(&pieces, 125.0, (0.6, 2)).len(), 1);
        assert_eq!(cuts(&[], 100.0, (0.6, 5)), [""; 0]);
    }
}
