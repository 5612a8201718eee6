//! Addresses of cells.

/// Row and column, both from 0.
pub type At = (u32, u16);

/// The address of a cell that stays when the formula is copied: `$B$7`.
pub fn address((row, column): At) -> String {
    format!("${}${}", letters(column), row + 1)
}

/// The address of an area.
pub fn area(from: At, to: At) -> String {
    format!("{}:{}", address(from), address(to))
}

fn letters(column: u16) -> String {
    let (mut rest, mut letters) = (u32::from(column) + 1, Vec::new());
    while rest > 0 {
        letters.push(char::from(b'A' + ((rest - 1) % 26) as u8));
        rest = (rest - 1) / 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_spreadsheets() {
        for (at, expected) in [((0, 0), "$A$1"), ((6, 25), "$Z$7"), ((9, 26), "$AA$10"), ((0, 16_383), "$XFD$1")] {
            assert_eq!(address(at), expected);
        }
        assert_eq!(area((0, 0), (1, 27)), "$A$1:$AB$2");
    }
}
