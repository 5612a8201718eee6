//! Rows that stand before those whose sum they are: an account `66` before `6601`, `6602` and `6603`.

use std::collections::BTreeMap;

/// Accounts that are remembered.
const LABELS: usize = 10_000;

/// Rows that one sum must have.
const ADDENDS: u64 = 2;

/// The accounts that are open, each within the one before, and what was found.
#[derive(Clone, Debug, Default)]
pub struct Nested {
    open: Vec<Account>,
    found: BTreeMap<String, Found>,
}

/// A row with an account's number, and the rows that belong to it.
#[derive(Clone, Debug)]
struct Account {
    number: String,
    label: String,
    line: u64,
    amounts: Vec<Option<i128>>,
    rows: u64,
    sums: Vec<i128>,
}

/// How often a label stood before rows of its own, and how often it was their sum.
#[derive(Clone, Debug, Default)]
struct Found {
    line: u64,
    rows: u64,
    sums: u64,
}

impl Nested {
    /// Takes a record: its label, and the number of its account where that stands in a cell of its own.
    pub fn take(&mut self, (label, code): (&str, Option<&str>), amounts: &[Option<i128>], line: u64) {
        let number = code.unwrap_or_else(|| number(label));
        while self.open.last().is_some_and(|open| !is_within(number, &open.number)) {
            self.close();
        }
        if !number.is_empty() {
            let (number, label) = (number.to_owned(), label.to_owned());
            let (amounts, sums) = (amounts.to_vec(), vec![0; amounts.len()]);
            self.open.push(Account { number, label, line, amounts, rows: 0, sums });
        }
    }

    /// Labels that are the sums of the rows below them whenever there are such: the first line, the label, how often.
    pub fn found(mut self) -> Vec<(u64, String, u64)> {
        while !self.open.is_empty() {
            self.close();
        }
        let sums = self.found.into_iter().filter(|(_, one)| one.sums > 0 && one.sums == one.rows);
        sums.map(|(label, one)| (one.line, label, one.sums)).collect()
    }

    fn close(&mut self) {
        let Some(account) = self.open.pop() else { return };
        let is_sum = account.is_sum();
        if account.rows > 0 && (self.found.len() < LABELS || self.found.contains_key(&account.label)) {
            let found = self.found.entry(account.label.clone()).or_default();
            found.rows += 1;
            if is_sum {
                found.line = if found.sums == 0 { account.line } else { found.line };
                found.sums += 1;
            }
        }
        if let Some(parent) = self.open.last_mut() {
            // What a sum says its rows have said.
            parent.rows += account.rows.max(1);
            for (index, sum) in parent.sums.iter_mut().enumerate() {
                let own = account.amounts[index].unwrap_or(0);
                *sum += if is_sum { own } else { own + account.sums[index] };
            }
        }
    }
}

impl Account {
    fn is_sum(&self) -> bool {
        let told = self.amounts.iter().flatten().any(|amount| *amount != 0);
        let same = |(amount, sum): (&Option<i128>, &i128)| amount.is_none_or(|amount| amount == *sum);
        self.rows >= ADDENDS && told && self.amounts.iter().zip(&self.sums).all(same)
    }
}

/// Whether a cell is nothing but the number of an account.
pub fn is_number(text: &str) -> bool {
    text.len() > 1 && number(text).len() == text.len() && text.as_bytes()[0].is_ascii_digit()
}

/// The number that a label begins with.
fn number(label: &str) -> &str {
    let end = label.find(|letter: char| !letter.is_ascii_digit() && letter != '.').unwrap_or(label.len());
    label[..end].trim_end_matches('.')
}

/// Whether an account belongs to another by its number.
fn is_within(number: &str, of: &str) -> bool {
    number.len() > of.len() && of.len() > 1 && number.starts_with(of)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(rows: &[(&str, i128)]) -> Vec<(u64, String, u64)> {
        let mut nested = Nested::default();
        for (line, (label, amount)) in (2..).zip(rows) {
            nested.take((label, None), &[Some(*amount)], line);
        }
        nested.found()
    }

    #[test]
    fn an_account_before_the_accounts_that_it_sums_up_is_found() {
        let month = [("51", 100), ("5101", 60), ("510101", 20), ("510102", 40), ("5102", 40)];
        let rows: Vec<(&str, i128)> = month.iter().chain(&month).copied().collect();
        let expected = [(2, "51".to_owned(), 2), (3, "5101".to_owned(), 2)];
        assert_eq!(found(&rows), expected);
        assert_eq!(
            found(&[("51 Staff", 100), ("51.1 Wages", 60), ("51.2 Training", 40)]),
            [(2, "51 Staff".to_owned(), 1)]
        );
    }

    #[test]
    fn the_number_of_an_account_may_stand_in_a_cell_of_its_own() {
        let mut nested = Nested::default();
        for (line, label, code, amount) in
            [(2, "Selling", "51", 100), (3, "Wages", "5101", 60), (4, "Training", "51.02", 40), (5, "Other", "52", 7)]
        {
            nested.take((label, Some(code)), &[Some(amount)], line);
        }
        assert_eq!(nested.found(), [(2, "Selling".to_owned(), 1)]);
        assert!(is_number("5101") && is_number("51.02"));
        for text in ["5", "51.", "5101 Wages", "", "-5", ".5"] {
            assert!(!is_number(text), "{text}");
        }
    }

    #[test]
    fn accounts_beside_each_other_are_no_sums() {
        // Another amount, one row only, another sum once, numbers that only begin alike.
        assert!(found(&[("51", 90), ("5101", 60), ("5102", 40)]).is_empty());
        assert!(found(&[("51", 60), ("5101", 60)]).is_empty());
        assert!(found(&[("51", 100), ("5101", 60), ("5102", 40), ("51", 70), ("5101", 60), ("5102", 40)]).is_empty());
        assert!(found(&[("5", 100), ("51", 60), ("52", 40)]).is_empty());
        assert!(found(&[("Staff", 100), ("Staff wages", 60), ("Staff training", 40)]).is_empty());
    }
}
