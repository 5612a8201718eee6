//! Operations on texts in databases whose functions differ from DuckDB's: positions and lengths count characters,
//! and a space is what Unicode calls one.

use super::dialect::Dialect;
use super::expression::{NUMBER, WHOLE_NUMBER};
use crate::domain::ColumnType;
use crate::expression::{Op, Term, Value};
use Dialect::{ClickHouse, DuckDb, Postgres, Spark};
use std::sync::Arc;

/// Unicode's space separators.
const SPACES: &str = "\u{20}\u{a0}\u{1680}\u{2000}\u{2001}\u{2002}\u{2003}\u{2004}\u{2005}\u{2006}\u{2007}\u{2008}\
                      \u{2009}\u{200a}\u{202f}\u{205f}\u{3000}";

/// An operation over arguments in SQL; `None` when it is written as in DuckDB.
pub(super) fn call(op: Op, arguments: &[Arc<Term>], sql: &[String], dialect: Dialect) -> Option<String> {
    let call = Call { arguments, sql, dialect };
    Some(match op {
        Op::Like if dialect != Postgres => format!("({} LIKE {})", sql[0], sql[1]),
        Op::Lower => dialect.lower(&sql[0]),
        Op::Upper => dialect.upper(&sql[0]),
        Op::Trim | Op::TrimStart | Op::TrimEnd => call.trimmed(op),
        Op::Length => length(&sql[0], dialect),
        Op::Substring => call.substring(),
        Op::Left | Op::Right => call.end(op == Op::Left),
        Op::Replace if dialect == ClickHouse => {
            format!("(CASE WHEN {1} = '' THEN {0} ELSE replaceAll({0}, {1}, {2}) END)", sql[0], sql[1], sql[2])
        }
        Op::SplitPart => call.part(),
        Op::PadStart => call.padded(),
        Op::Position => position(&sql[0], &sql[1], dialect),
        Op::StartsWith => dialect.starts_with(&sql[0], &sql[1]),
        Op::EndsWith => match dialect {
            ClickHouse => format!("endsWith({}, {})", sql[0], sql[1]),
            Spark => format!("endswith({}, {})", sql[0], sql[1]),
            DuckDb | Postgres => format!("(right({}, length({1})) = {1})", sql[0], sql[1]),
        },
        Op::Contains => format!("({} > 0)", position(&sql[0], &sql[1], dialect)),
        Op::ReadNumber => call.number(),
        Op::ReadInteger => call.whole_number(),
        // A comparison of ClickHouse is the number 0 or 1.
        Op::ToText if arguments[0].kind == ColumnType::Boolean => {
            format!("(CASE WHEN {0} THEN 'true' WHEN NOT {0} THEN 'false' END)", sql[0])
        }
        _ => return None,
    })
}

fn length(text: &str, dialect: Dialect) -> String {
    match dialect {
        ClickHouse => format!("CAST(lengthUTF8({text}) AS Nullable(Int64))"),
        _ => format!("CAST(length({text}) AS BIGINT)"),
    }
}

fn position(text: &str, part: &str, dialect: Dialect) -> String {
    match dialect {
        ClickHouse => format!("CAST(positionUTF8({text}, {part}) AS Nullable(Int64))"),
        Spark => format!("CAST(instr({text}, {part}) AS BIGINT)"),
        DuckDb | Postgres => format!("CAST(strpos({text}, {part}) AS BIGINT)"),
    }
}

/// The arguments of an operation, as terms and in SQL.
#[derive(Clone, Copy)]
struct Call<'a> {
    arguments: &'a [Arc<Term>],
    sql: &'a [String],
    dialect: Dialect,
}

impl Call<'_> {
    /// A whole number as functions on texts take it.
    fn short(self, number: &str) -> String {
        let kind = if self.dialect == ClickHouse { "Nullable(Int64)" } else { "INTEGER" };
        format!("CAST({number} AS {kind})")
    }

    fn substr(self, start: &str, count: Option<&str>) -> String {
        let name = if self.dialect == ClickHouse { "substringUTF8" } else { "substr" };
        let count = count.map_or_else(String::new, |count| format!(", {}", self.short(count)));
        format!("{name}({}, {}{count})", self.sql[0], self.short(start))
    }

    /// From a position, from 1 or backwards from the end, as many characters as asked for, backwards when negative.
    fn substring(self) -> String {
        let constant = |at: usize| match self.arguments.get(at).and_then(|one| one.constant()) {
            Some(Value::Whole(number)) => Some(*number),
            _ => None,
        };
        let plain = constant(1).is_some_and(|from| from > 0) && constant(2).is_none_or(|count| count >= 0);
        let count = self.sql.get(2).map(String::as_str);
        if plain && (count.is_none() || constant(2).is_some()) {
            return self.substr(&self.sql[1], count);
        }
        let from = &self.sql[1];
        let begins = format!(
            "(CASE WHEN {from} = 0 THEN -1 WHEN {from} > 0 THEN {from} - 1 ELSE {} + {from} END)",
            length(&self.sql[0], self.dialect)
        );
        let Some(count) = count else { return self.substr(&format!("greatest({begins}, 0) + 1"), None) };
        let (low, high) =
            (format!("least({begins}, {begins} + {count})"), format!("greatest({begins}, {begins} + {count})"));
        let (low, high) = (format!("greatest({low}, 0)"), format!("greatest({high}, 0)"));
        self.substr(&format!("{low} + 1"), Some(&format!("{high} - {low}")))
    }

    /// So many characters of the start or the end; all but so many when negative.
    fn end(self, is_start: bool) -> String {
        let (text, count) = (&self.sql[0], self.short(&self.sql[1]));
        let name = if is_start { "left" } else { "right" };
        match self.dialect {
            ClickHouse => format!("{name}UTF8({text}, {count})"),
            Spark => format!(
                "{name}({text}, CASE WHEN {count} < 0 THEN greatest(length({text}) + {count}, 0) ELSE {count} END)"
            ),
            DuckDb | Postgres => format!("{name}({text}, {count})"),
        }
    }

    /// A text without spaces, or any character of a second text, at its ends.
    fn trimmed(self, op: Op) -> String {
        let text = &self.sql[0];
        let set = self.sql.get(1).cloned().unwrap_or_else(|| self.dialect.text(SPACES));
        let side = match op {
            Op::TrimStart => "LEADING",
            Op::TrimEnd => "TRAILING",
            _ => "BOTH",
        };
        match (self.dialect, self.arguments.get(1).map(|set| set.constant())) {
            (ClickHouse, None) => self.stripped(op, "\\p{Zs}"),
            (ClickHouse, Some(Some(Value::Text(set)))) => self.stripped(op, &format!("[{}]", escaped(set))),
            _ => format!("trim({side} {set} FROM {text})"),
        }
    }

    /// Without what a regular expression of one character matches at its ends.
    fn stripped(self, op: Op, character: &str) -> String {
        let shape = match op {
            Op::TrimStart => format!("^{character}+"),
            Op::TrimEnd => format!("{character}+$"),
            _ => format!("^{character}+|{character}+$"),
        };
        format!("replaceRegexpAll({}, {}, '')", self.sql[0], self.dialect.text(&shape))
    }

    /// The part of a text between separators, from 1, or from the end when negative.
    fn part(self) -> String {
        let (text, separator, number) = (&self.sql[0], &self.sql[1], self.short(&self.sql[2]));
        match self.dialect {
            ClickHouse => format!(
                "(CASE WHEN {text} IS NULL OR {number} IS NULL THEN NULL \
                 ELSE splitByString({separator}, assumeNotNull({text}))[assumeNotNull({number})] END)"
            ),
            _ => format!("(CASE WHEN {number} = 0 THEN '' ELSE split_part({text}, {separator}, {number}) END)"),
        }
    }

    fn padded(self) -> String {
        let name = if self.dialect == ClickHouse { "leftPadUTF8" } else { "lpad" };
        format!("{name}({}, {}, {})", self.sql[0], self.short(&self.sql[1]), self.sql[2])
    }

    fn bare(self) -> String {
        Self { sql: &self.sql[..1], arguments: &self.arguments[..1], ..self }.trimmed(Op::Trim)
    }

    /// A text as a finite number; null when it is none.
    fn number(self) -> String {
        let (text, kind) = (self.bare(), self.dialect.type_name(ColumnType::Number));
        let is_number = self.dialect.matches(&text, NUMBER);
        match self.dialect {
            ClickHouse => format!(
                "(CASE WHEN {is_number} AND isFinite(toFloat64OrNull({text})) THEN toFloat64OrNull({text}) END)"
            ),
            // An exponent of four digits is beyond every number, or none.
            Postgres => format!(
                "(CASE WHEN NOT {is_number} THEN NULL WHEN {text} ~ '[eE][+]?0*[1-9][0-9]{{3,}}$' THEN NULL \
                 WHEN {text} ~ '[eE]-0*[1-9][0-9]{{3,}}$' OR abs(CAST({text} AS NUMERIC)) < 1e-307 THEN 0e0 \
                 WHEN abs(CAST({text} AS NUMERIC)) < 1.7976931348623158e308 THEN CAST({text} AS {kind}) END)"
            ),
            DuckDb | Spark => format!(
                "(CASE WHEN {is_number} AND abs(TRY_CAST({text} AS {kind})) < double('Infinity') \
                 THEN TRY_CAST({text} AS {kind}) END)"
            ),
        }
    }

    /// A text as a whole number; null when it is none.
    fn whole_number(self) -> String {
        let text = self.bare();
        let is_number = self.dialect.matches(&text, WHOLE_NUMBER);
        match self.dialect {
            ClickHouse => {
                let digits = format!("replaceRegexpOne({text}, '[.]0*$', '')");
                format!("(CASE WHEN {is_number} THEN toInt64OrNull({digits}) END)")
            }
            Postgres => format!(
                "(CASE WHEN {is_number} THEN CASE WHEN CAST({text} AS NUMERIC) BETWEEN -9223372036854775808 \
                 AND 9223372036854775807 THEN CAST(CAST({text} AS NUMERIC) AS BIGINT) END END)"
            ),
            DuckDb | Spark => {
                format!("(CASE WHEN {is_number} THEN TRY_CAST(regexp_replace({text}, '[.]0*$', '') AS BIGINT) END)")
            }
        }
    }
}

/// Characters as members of a class of a regular expression.
fn escaped(set: &str) -> String {
    set.chars().flat_map(|letter| letter.is_ascii_punctuation().then_some('\\').into_iter().chain([letter])).collect()
}
