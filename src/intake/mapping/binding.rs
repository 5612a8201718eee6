//! A wanted plan bound to the headers of one file.

use super::{Column, FILTER, NO_COLUMN, Plan, place};
use crate::config::Source;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::domain::ColumnType;
use crate::intake::computed::Computation;
use crate::intake::layout::shown;
use std::sync::Arc;

/// Headers that a message lists before it says how many more there are.
const LISTED: usize = 30;

/// Binds a wanted plan to the headers of a file: columns that the mapping names must be there
/// once, others are taken when they are.
pub fn bind(mut plan: Plan, source: &Source, file: &str, headers: &[String]) -> Result<Plan, Vec<Diagnostic>> {
    let mut problems = Vec::new();
    let mut bound = Vec::with_capacity(plan.columns.len());
    let mut computation = Computation::default();
    if let Some(filter) = &source.filter {
        let place = source.places.get(FILTER).unwrap_or(&source.place);
        problems.extend(computation.filter(filter, headers, place).err());
    }
    for mut column in plan.columns {
        if let Some(sql) = &column.sql {
            match computation.column(sql, headers, &place(source, &column.name)) {
                Ok(input) => {
                    column.input = input;
                    column.header = column.name.clone();
                    bound.push(column);
                }
                Err(problem) => problems.push(problem),
            }
            continue;
        }
        match inputs(source, &column, file, headers) {
            Err(problem) => problems.push(problem),
            Ok(inputs) => match inputs.split_first() {
                Some((first, others)) => {
                    let input = column.lookup.as_ref().map(|joined| computation.lookup(*first, joined));
                    (column.input, column.others) = (input.unwrap_or(*first), others.to_vec());
                    headers[*first].trim().clone_into(&mut column.header);
                    bound.push(column);
                }
                None if column.named || column.required => problems.push(absent(source, &column, file, headers)),
                None => {}
            },
        }
    }
    plan.columns = bound;
    match currency(source, &plan, headers) {
        Ok(input) => plan.currency = input,
        Err(problem) => problems.push(problem),
    }
    plan.computation = Arc::new(computation);
    if problems.is_empty() { Ok(plan) } else { Err(problems) }
}

/// Names of columns that say the currency of a row's amounts, in small letters.
const CURRENCIES: [&str; 17] = [
    "currency",
    "currency code",
    "currency_code",
    "currencycode",
    "currencyisocode",
    "币种",
    "幣別",
    "货币",
    "貨幣",
    "币别",
    "交易币种",
    "währung",
    "waehrung",
    "devise",
    "moneda",
    "moeda",
    "通貨",
];

/// The column that says the currency of a row's amounts, where amounts are read.
fn currency(source: &Source, plan: &Plan, headers: &[String]) -> Result<Option<usize>, Diagnostic> {
    let amounts = plan.columns.iter().any(|column| column.kind == ColumnType::Money);
    let by_name = |fits: &dyn Fn(&str) -> bool| headers.iter().position(|header| fits(header.trim()));
    match source.currency_column.as_deref() {
        Some(NO_COLUMN) => Ok(None),
        Some(name) => by_name(&|header| header == name).map(Some).ok_or_else(|| {
            let message = format!("no column `{name}`, named by `currency_column`");
            let hint = did_you_mean(name, headers.iter().map(|header| header.trim()));
            let problem = Diagnostic::error("unknown-column", source.place.clone(), message);
            problem.with_hint(hint.unwrap_or_else(|| "name the column, or write `none`".to_owned()))
        }),
        None => Ok(by_name(&|header| CURRENCIES.contains(&header.to_lowercase().as_str())).filter(|_| amounts)),
    }
}

/// The columns of the file whose cells a column takes, the first one first.
fn inputs(source: &Source, column: &Column, file: &str, headers: &[String]) -> Result<Vec<usize>, Diagnostic> {
    if let Some(position) = column.position {
        return positioned(source, column, position, (file, headers)).map(|input| vec![input]);
    }
    let mut inputs = Vec::new();
    for name in column.names() {
        let found: Vec<usize> = (0..headers.len()).filter(|input| headers[*input].trim() == name).collect();
        match found.as_slice() {
            [first, _, ..] if source.from_profile.contains(&column.name) => inputs.push(*first),
            [_, _, ..] => return Err(duplicate(source, (column, name), file, &found)),
            found => inputs.extend(found),
        }
    }
    Ok(inputs)
}

/// A column by its number; where the mapping also names it, the name must stand there.
fn positioned(
    source: &Source,
    column: &Column,
    position: usize,
    (file, headers): (&str, &[String]),
) -> Result<usize, Diagnostic> {
    let refuse = |message: String| Diagnostic::error("column-position", place(source, &column.name), message);
    let Some(header) = headers.get(position - 1) else {
        let message =
            format!("`{file}` has {} columns, and `position` of `{}` is {position}", headers.len(), column.name);
        return Err(refuse(message));
    };
    if column.header != column.name && column.header != header.trim() {
        let (stands, wanted) = (shown(header.trim()), &column.header);
        let message =
            format!("column {position} of `{file}` is `{stands}`, not `{wanted}`, wanted for `{}`", column.name);
        return Err(
            refuse(message).with_hint("correct `position`, or leave `from` out to take the column whatever its name")
        );
    }
    Ok(position - 1)
}

fn duplicate(source: &Source, (column, name): (&Column, &str), file: &str, found: &[usize]) -> Diagnostic {
    let numbers: Vec<String> = found.iter().map(|input| (input + 1).to_string()).collect();
    let message = format!("`{file}` has several columns named `{name}`, wanted for `{}`", column.name);
    let example = format!("`{}: {{from: {name}, position: {}}}`", column.name, numbers[0]);
    let hint = format!("they are columns {}: choose one with `position`, as in {example}", numbers.join(" and "));
    Diagnostic::error("duplicate-column", place(source, &column.name), message).with_hint(hint)
}

/// The diagnostic for a column that a file lacks.
pub fn absent(source: &Source, column: &Column, file: &str, headers: &[String]) -> Diagnostic {
    let listed: Vec<String> = headers.iter().take(LISTED).map(|header| format!("`{}`", shown(header.trim()))).collect();
    let more = headers.len().checked_sub(LISTED).filter(|more| *more > 0);
    let more = more.map(|more| format!(" and {more} more")).unwrap_or_default();
    let near = did_you_mean(&column.header, headers.iter().map(|header| header.trim()));
    let near = near.map(|question| question + " ").unwrap_or_default();
    let (code, message, cure) = if column.named {
        let message = format!("`{file}` has no column `{}`, mapped to `{}`", column.header, column.name);
        ("unknown-column", message, "")
    } else {
        let message = format!("`{file}` has no column for the required `{}`", column.name);
        ("missing-column", message, "map it under `columns` or `constants`; ")
    };
    let named = headers.iter().filter(|header| !header.trim().is_empty()).count();
    let titled = named == 1 || named * 2 < headers.len();
    let title = if titled { "; is that a title? say with `header_row` which row holds the names" } else { "" };
    let hint = format!("{near}{cure}its columns are {}{more}{title}", listed.join(", "));
    Diagnostic::error(code, place(source, &column.name), message).with_hint(hint)
}
