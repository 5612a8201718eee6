//! Survey questions as columns → one source per question: what is asked, on which scale, and what the
//! words of the answers are worth.

use super::column::{Column, number, shown};
use super::look::Look;
use super::names::names;
use super::reduce::with_values;
use super::{Confidence, Mapping, Placed};
use crate::domain::words::{self, fold};
use serde_json::Value;
use std::collections::BTreeSet;

/// Names of columns that describe the answer and are no question.
const AROUND: [&str; 26] = [
    "startdate",
    "enddate",
    "status",
    "ipaddress",
    "progress",
    "durationinseconds",
    "finished",
    "recordeddate",
    "locationlatitude",
    "locationlongitude",
    "userlanguage",
    "seed",
    "lastpage",
    "startlanguage",
    "collectorid",
    "datestamp",
    "networkid",
    "tags",
    "序号",
    "所用时间",
    "来源",
    "来源详情",
    "来自ip",
    "totalpoints",
    "quizfeedback",
    "answertime",
];

/// One question with its scale.
struct Question<'c> {
    column: &'c Column,
    metric: &'static str,
    scale: (i64, i64),
    /// Words of answers and their points.
    values: Vec<(String, String)>,
    /// Words that say nothing.
    missing: Vec<String>,
    /// What a row of a matrix asks about.
    item: Option<String>,
    confidence: Confidence,
    reason: String,
}

/// The sources of a table of answers, one for each question; the base as it is, refused, when there is none.
pub(super) fn by_question(look: &Look<'_>, base: &Mapping) -> Vec<Mapping> {
    let used: BTreeSet<&String> = base.placed.iter().flat_map(|one| &one.from).collect();
    let free = || look.columns.iter().filter(|column| !used.contains(&column.name) && is_question(column));
    let silent = silent_words(base);
    let mut found: Vec<Question<'_>> = free().filter_map(|column| question(column, &silent)).collect();
    settle(&mut found);
    if found.is_empty() {
        let mut base = base.clone();
        base.refused.get_or_insert_with(|| "no question with a scale was found among the columns".to_owned());
        return vec![base];
    }
    let taken: BTreeSet<usize> = found.iter().map(|one| one.column.at).collect();
    let comment = free().find(|column| !taken.contains(&column.at) && column.is_of_prose());
    let number = free().find(|column| !taken.contains(&column.at) && is_ticket(column));
    let mapped = |(at, one): (usize, &Question<'_>)| {
        let mut mapping = source(base, one);
        let also = comment.filter(|_| at == 0).map(|column| ("comment", column)).into_iter();
        // An answer that belongs to a ticket is about that contact; a recommendation may be about all of them.
        let ticket = number.filter(|_| one.metric != "nps").map(|column| ("ticket_id", column));
        for (name, column) in also.chain(ticket) {
            if !mapping.placed.iter().any(|placed| placed.canonical == name) {
                mapping.placed.push(plain(name, column, &silent, one.confidence));
            }
        }
        if one.metric == "nps"
            && let Some(column) = number
        {
            mapping.remarks.push(format!(
                "with `ticket_id: {}` the recommendation is taken to be about that contact",
                column.name
            ));
        }
        mapping
    };
    found.iter().enumerate().map(mapped).collect()
}

fn silent_words(base: &Mapping) -> Vec<String> {
    let missing = base.keys.iter().find(|(key, _)| key == "missing").map(|(_, value)| value);
    super::vendor::texts(missing)
}

fn is_question(column: &Column) -> bool {
    !column.name.is_empty()
        && !column.cells.is_empty()
        && !AROUND.contains(&fold(&column.name).as_str())
        && !column.is_of_instants()
}

/// Whether a column holds the number of the ticket that was rated.
fn is_ticket(column: &Column) -> bool {
    names().fit(crate::domain::Table::Surveys, "ticket_id", &column.text) > 0.4
        && column.share(|cell| cell.bytes().any(|byte| byte.is_ascii_digit()) && !cell.contains(' ')) > 0.9
}

fn plain(name: &str, column: &Column, silent: &[String], confidence: Confidence) -> Placed {
    let own: Vec<Value> = silent_in(column, silent).into_iter().map(Value::from).collect();
    let entry = match own.is_empty() {
        true => column.name.clone().into(),
        false => serde_json::json!({ "from": column.name, "missing": own }),
    };
    let reason = if name == "comment" { "free text" } else { "the name" };
    Placed {
        canonical: name.to_owned(),
        entry,
        from: vec![column.name.clone()],
        confidence: confidence.min(Confidence::Good),
        reason: reason.to_owned(),
    }
}

/// Words in brackets that survey tools write for what was not answered.
fn silent_in(column: &Column, known: &[String]) -> Vec<String> {
    let bracketed = |cell: &&str| {
        let inner = cell.strip_prefix(['(', '（']).and_then(|cell| cell.strip_suffix([')', '）']));
        inner.is_some_and(|inner| inner.chars().count() <= 4 && number(inner).is_none())
    };
    let distinct = column.distinct();
    let found = distinct.keys().filter(|cell| bracketed(cell) && !known.iter().any(|word| word == *cell));
    found.map(|cell| (*cell).to_owned()).collect()
}

fn question<'c>(column: &'c Column, silent: &[String]) -> Option<Question<'c>> {
    let own = silent_in(column, silent);
    let distinct = column.distinct();
    let words: Vec<&str> =
        distinct.keys().copied().filter(|cell| !silent.iter().chain(&own).any(|word| word == cell)).collect();
    let found = Found { column, words: &words, missing: own };
    found.labels().or_else(|| found.yes_or_no()).or_else(|| found.codes()).or_else(|| found.figures())
}

struct Found<'f, 'c> {
    column: &'c Column,
    words: &'f [&'c str],
    missing: Vec<String>,
}

impl<'c> Found<'_, 'c> {
    fn question(&self, metric: &'static str, scale: (i64, i64), confidence: Confidence, reason: &str) -> Question<'c> {
        Question {
            column: self.column,
            metric,
            scale,
            values: Vec::new(),
            missing: self.missing.clone(),
            item: item(&self.column.name),
            confidence,
            reason: reason.to_owned(),
        }
    }

    /// Words of a scale of satisfaction.
    fn labels(&self) -> Option<Question<'c>> {
        if self.words.is_empty() {
            return None;
        }
        let scale = names().scale(self.words)?;
        let points = |cell: &str| scale.iter().position(|word| fold(word) == fold(cell)).map(|at| (at + 1).to_string());
        let mut found = self.question("csat", (1, 5), Confidence::Good, "the words of the answers are a scale of five");
        let mut spelt: Vec<(String, String)> =
            self.words.iter().filter_map(|cell| Some(((*cell).to_owned(), points(cell)?))).collect();
        // Words of the scale that nobody chose yet.
        let unseen = |word: &&String| !self.words.iter().any(|cell| fold(cell) == fold(word));
        spelt.extend(scale.iter().filter(unseen).filter_map(|word| Some((sentence(word), points(word)?))));
        spelt.sort_by(|one, other| other.1.cmp(&one.1));
        found.values = spelt;
        Some(found)
    }

    /// Yes or no.
    fn yes_or_no(&self) -> Option<Question<'c>> {
        let known = |cell: &str| words::boolean(cell).is_some() && number(cell).is_none();
        if self.words.is_empty()
            || !self.words.iter().all(|cell| known(cell))
            || !names().asks("fcr", &self.column.asked)
        {
            return None;
        }
        let value = |cell: &str| if words::boolean(cell) == Some(true) { "1" } else { "0" };
        let mut found = self.question("fcr", (0, 1), Confidence::Good, "asks whether it was solved, yes or no");
        found.values = self.words.iter().map(|cell| ((*cell).to_owned(), value(cell).to_owned())).collect();
        Some(found)
    }

    /// Codes of options such as `AO01`, read in their order.
    fn codes(&self) -> Option<Question<'c>> {
        let code = |cell: &str| {
            let digits = cell.len() - cell.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
            let (letters, digits) = cell.split_at(cell.len() - digits);
            Some((letters.to_owned(), digits.parse::<u32>().ok()?)).filter(|(letters, _)| !letters.is_empty())
        };
        let codes: Vec<(String, u32)> = self.words.iter().map(|cell| code(cell)).collect::<Option<_>>()?;
        let (letters, _) = codes.first()?;
        let highest = codes.iter().map(|(_, number)| *number).max()?;
        let alike = codes.iter().all(|(other, number)| other == letters && (1..=5).contains(number));
        if !alike || !(4..=5).contains(&highest) || !names().asks("csat", &self.column.asked) {
            return None;
        }
        let reason = "codes of five options, read as one to five points in their order";
        let mut found = self.question("csat", (1, 5), Confidence::Fair, reason);
        found.values =
            self.words.iter().zip(&codes).map(|(cell, (_, number))| ((*cell).to_owned(), number.to_string())).collect();
        Some(found)
    }

    /// Figures, at the ends perhaps with words behind them.
    fn figures(&self) -> Option<Question<'c>> {
        let mut values = Vec::new();
        let mut points = Vec::new();
        for cell in self.words {
            let point: i64 = point_of(cell).filter(|point| (0..=10).contains(point))?;
            if cell.parse::<f64>().is_err() {
                values.push(((*cell).to_owned(), point.to_string()));
            }
            points.push(point);
        }
        let (low, high) = (*points.iter().min()?, *points.iter().max()?);
        let labelled = values.len() <= 2 || values.len() == self.words.len();
        if !labelled || points.len() < 2 {
            return None;
        }
        let (metric, scale, confidence, reason) = match names().question(&self.column.asked) {
            Some("nps") => ("nps", (0, 10), Confidence::Good, "asks how likely a recommendation is, from 0 to 10"),
            Some("csat") if high <= 5 => ("csat", (1, 5), Confidence::Good, "asks about satisfaction, answers up to 5"),
            Some("csat") if high <= 7 => ("csat", (1, 7), Confidence::Fair, "asks about satisfaction, answers up to 7"),
            Some("csat") => (
                "csat",
                (if low == 0 { 0 } else { 1 }, 10),
                Confidence::Good,
                "asks about satisfaction, answers up to 10",
            ),
            _ if low == 0 && high > 7 || high == 10 => ("nps", (0, 10), Confidence::Fair, "answers from 0 to 10"),
            _ => return None,
        };
        let mut found = self.question(metric, scale, confidence, reason);
        found.values = values;
        if from_the_best(&found.values) {
            let (low, high) = scale;
            let turned = |cell: &&str| Some(((*cell).to_owned(), (low + high - point_of(cell)?).to_string()));
            // Also the points that nobody chose yet.
            let unseen = (low..=high).filter(|point| !points.contains(point));
            found.values = self.words.iter().filter_map(turned).collect();
            found.values.extend(unseen.map(|point| (point.to_string(), (low + high - point).to_string())));
            found.confidence = Confidence::Fair;
            found.reason += "; its labels count from the best, so that they are turned round";
        }
        Some(found)
    }
}

/// The points of an answer: the number that it begins with, or that its label carries.
fn point_of(cell: &str) -> Option<i64> {
    let whole = cell.split(|letter: char| !letter.is_ascii_digit()).next().unwrap_or_default();
    whole.parse().ok().or_else(|| crate::intake::labelled(cell).map(|point| point as i64))
}

/// Whether the labels of answers praise a lower number than they blame.
fn from_the_best(values: &[(String, String)]) -> bool {
    let points = |good: bool| {
        let labels = values.iter().filter(move |(label, _)| words::praises(label) == Some(good));
        labels.filter_map(|(_, point)| point.parse::<i64>().ok())
    };
    points(true).max().zip(points(false).min()).is_some_and(|(best, worst)| best < worst)
}

/// A word as it stands in a questionnaire: with a capital.
fn sentence(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

/// The row of a matrix in the name of its column: `第6题(响应速度)`, `Q3[SQ001]`, `Rate us / Speed`.
fn item(name: &str) -> Option<String> {
    let (question, rest) = match name.split_once(" / ") {
        Some((question, part)) => (question, part),
        None => name.strip_suffix([')', '）', ']'])?.split_once(['(', '（', '['])?,
    };
    let numbered = question.starts_with('第')
        || question.ends_with(|letter: char| letter.is_ascii_digit())
        || name.contains(" / ");
    let generic = ["response", "openendedresponse", "answer"].contains(&fold(rest).as_str());
    (numbered && !generic && !rest.is_empty()).then(|| rest.trim().to_owned())
}

/// Of several questions of satisfaction without rows of a matrix the first one counts as the overall one.
fn settle(found: &mut Vec<Question<'_>>) {
    found.sort_by_key(|one| (one.item.is_some(), one.column.at));
    let matrix = |one: &Question<'_>| one.item.is_some() && one.metric == "csat";
    found.iter_mut().filter(|one| matrix(one)).for_each(|one| one.metric = "attribute");
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    for one in found.iter_mut().filter(|one| one.item.is_none()) {
        if !seen.insert(one.metric) {
            one.item = Some(shown(&one.column.name));
            if one.metric == "csat" {
                one.metric = "attribute";
            }
            one.confidence = Confidence::Fair;
        }
    }
    // A second question of another kind cannot be told from the first: it stays out.
    found.retain(|one| one.item.is_none() || one.metric == "attribute");
}

fn source(base: &Mapping, one: &Question<'_>) -> Mapping {
    let mut mapping = base.clone();
    let mut entry: Value = one.column.name.clone().into();
    if one.column.repeated {
        entry = serde_json::json!({ "from": one.column.name, "position": one.column.at + 1 });
    }
    if !one.values.is_empty() {
        entry = with_values(&entry, &one.values);
    }
    if !one.missing.is_empty() {
        let mut map = entry.as_object().cloned().unwrap_or_default();
        map.entry("from").or_insert_with(|| one.column.name.clone().into());
        map.insert("missing".to_owned(), one.missing.clone().into());
        entry = Value::Object(map);
    }
    mapping.placed.push(Placed {
        canonical: "value".to_owned(),
        entry,
        from: vec![one.column.name.clone()],
        confidence: one.confidence,
        reason: one.reason.clone(),
    });
    let constant = |name: &str, value: String| (name.to_owned(), value, String::new());
    mapping.constants.push(constant("metric", one.metric.to_owned()));
    if let Some(item) = &one.item {
        mapping.constants.push(constant("item", item.clone()));
    }
    mapping.constants.push(constant("scale_min", one.scale.0.to_string()));
    mapping.constants.push(constant("scale_max", one.scale.1.to_string()));
    mapping
}
