//! The block of a programme on the economics sheet: its flows by quarter, discounted and summed, all as formulas.
//!
//! A column is a quarter, 0 being now. What is computed here is what `economics` computes; the results of the
//! formulas are those of the appraisal.

use super::address::{address, area};
use super::flow::Factors;
use super::forms::exact;
use super::inputs::RATE;
use super::sheet::{Role, Sheet, Style, Value, filled, prose, text};
use crate::economics::Appraised;
use crate::report::draft::Draft;
use rust_decimal::Decimal;

/// Column of the amount per quarter, and of quarter 0.
const AMOUNT: u16 = 5;
/// Column of quarter 0.
pub const FIRST: u16 = 6;
/// Amounts smaller than a millionth are nothing to signs: what is zero in decimals may be a hair off in binary.
const ZERO: u8 = 6;

/// A line of costs or benefits.
pub struct Line {
    /// What it is.
    pub name: String,
    /// Its formula in words.
    pub words: String,
    /// How it flows.
    pub flow: LineFlow,
}

/// How money flows.
pub enum LineFlow {
    /// The same amount in each quarter of a span.
    Steady {
        /// First and last quarter.
        span: (u32, u32),
        /// Plain number and named cells that are multiplied.
        factors: Factors,
        /// What that is.
        amount: f64,
    },
    /// An amount for each quarter, as stated.
    Stated(Vec<f64>),
}

/// What is laid out as a block.
pub struct Block<'a> {
    /// Heading.
    pub title: String,
    /// Costs.
    pub costs: Vec<Line>,
    /// Benefits.
    pub benefits: Vec<Line>,
    /// The results that the formulas must give.
    pub appraised: &'a Appraised,
    /// Rate per quarter: a name, or the address of a cell.
    pub rate: Option<f64>,
    /// Internal rate per quarter, where there is exactly one.
    pub internal_rate: Option<f64>,
}

/// Where the results of a block stand, as formulas for a table of results.
pub struct Results {
    /// Present costs, present benefits, net present value.
    pub present: [String; 3],
    /// Last cells of the running payback, plain and discounted.
    pub payback: [String; 2],
    /// Whether nothing is laid out before it comes back.
    pub no_outlay: String,
    /// Net flows by quarter.
    pub net: String,
    /// How often the net flows change sign.
    pub changes: String,
}

/// A block in the making.
struct Layout<'a> {
    sheet: &'a mut Sheet,
    draft: &'a Draft<'a>,
    /// The row of the numbers of the quarters.
    head: u32,
    periods: u16,
    form: String,
}

impl Block<'_> {
    /// Lays the block out from a row on; where its results stand, and the row after it.
    pub fn place(&self, sheet: &mut Sheet, draft: &Draft, row: u32) -> (Results, u32) {
        let periods = self.appraised.costs.len() as u16;
        let mut layout = Layout { sheet, draft, head: row + 1, periods, form: "#,##0.00".to_owned() };
        layout.head(&self.title, row);
        let rate = layout.rate(self.rate, row);
        let (costs, next) = layout.lines("column-flow-cost", &self.costs, row + 2, &self.appraised.costs);
        let (benefits, next) = layout.lines("column-flow-benefit", &self.benefits, next, &self.appraised.benefits);
        layout.results((costs, benefits), next, &rate, self.appraised)
    }
}

impl Layout<'_> {
    fn last(&self) -> u16 {
        FIRST + self.periods - 1
    }

    fn whole(&self, row: u32) -> String {
        area((row, FIRST), (row, self.last()))
    }

    /// Heading and heads of columns.
    fn head(&mut self, title: &str, row: u32) {
        let say = |id: &str| self.draft.words.say(id);
        self.sheet.put((row, 0), filled(title, Style::of(Role::Heading)));
        let heads = ["column-item", "book-formula", "book-from", "book-to", "book-constant", "column-per-quarter"];
        self.sheet.heads((row + 1, 0), &heads.map(say));
        // The quarters as numbers, which the formulas compare with.
        for at in 0..self.periods {
            let number = Some((Value::Number(f64::from(at)), Style::form(Role::Header, &self.quarter_form())));
            self.sheet.put((row + 1, FIRST + at), number);
        }
    }

    /// A number as the name of a quarter: `"Quarter "0`.
    fn quarter_form(&self) -> String {
        let told = self.draft.words.with("book-quarter", &[("n", "\u{1}")]);
        let parts: Vec<String> = told
            .split('\u{1}')
            .map(|part| if part.is_empty() { String::new() } else { format!("\"{}\"", part.replace('"', "”")) })
            .collect();
        parts.join("0")
    }

    /// The rate per quarter of the block: the common one, or its own in a cell.
    fn rate(&mut self, own: Option<f64>, row: u32) -> String {
        let Some(rate) = own else { return RATE.to_owned() };
        self.sheet.put((row, AMOUNT - 1), filled(self.draft.words.say("book-rate-per-quarter"), Style::of(Role::Note)));
        self.sheet.put((row, AMOUNT), Some((Value::Number(rate), Style::form(Role::Input, "0.00##%"))));
        address((row, AMOUNT))
    }

    /// The lines of costs or benefits with their sum; the row of the sum, and the row after it.
    fn lines(&mut self, kind: &str, lines: &[Line], row: u32, sums: &[Decimal]) -> (u32, u32) {
        for (at, line) in lines.iter().enumerate() {
            self.line(line, row + at as u32);
        }
        let foot = row + lines.len() as u32;
        let title = self.draft.words.with("book-sum", &[("of", &self.draft.words.say(kind))]);
        self.sheet.put((foot, 0), filled(title, Style::of(Role::Total)));
        self.sheet.blank((foot, 1), FIRST - 1, &Style::of(Role::Total));
        for (at, sum) in sums.iter().enumerate() {
            let column = FIRST + at as u16;
            let formula = match lines.is_empty() {
                true => "0".to_owned(),
                false => format!("SUM({})", area((row, column), (foot - 1, column))),
            };
            self.sheet.formula((foot, column), formula, exact(*sum), Style::form(Role::Total, &self.form));
        }
        (foot, foot + 1)
    }

    fn line(&mut self, line: &Line, row: u32) {
        let input = |form: &str, value: f64| Some((Value::Number(value), Style::form(Role::Input, form)));
        self.sheet.row((row, 0), vec![text(line.name.clone()), prose(line.words.clone())]);
        let (span, factors, amount) = match &line.flow {
            LineFlow::Stated(amounts) => {
                for (at, amount) in amounts.iter().enumerate() {
                    self.sheet.put((row, FIRST + at as u16), input(&self.form, *amount));
                }
                return;
            }
            LineFlow::Steady { span, factors, amount } => (*span, factors, *amount),
        };
        let constant = factors.constant.or(factors.named.is_empty().then_some(1.0));
        let constant = constant.map(|value| (value, address((row, 4))));
        self.sheet.row((row, 2), vec![input("0", f64::from(span.0)), input("0", f64::from(span.1))]);
        self.sheet.put((row, 4), constant.as_ref().and_then(|(value, _)| input("#,##0.00##", *value)));
        let cell = constant.map(|(_, cell)| cell);
        let product: Vec<String> = cell.into_iter().chain(factors.named.iter().cloned()).collect();
        self.sheet.formula((row, AMOUNT), product.join("*"), amount, Style::form(Role::Computed, &self.form));
        let [from, to, per] = [2, 3, AMOUNT].map(|column| address((row, column)));
        for at in 0..self.periods {
            let quarter = address((self.head, FIRST + at));
            let inside = (span.0..=span.1).contains(&u32::from(at));
            let formula = format!("IF(AND({quarter}>={from},{quarter}<={to}),{per},0)");
            let result = if inside { amount } else { 0.0 };
            self.sheet.formula((row, FIRST + at), formula, result, Style::form(Role::Computed, &self.form));
        }
    }

    /// A row with a formula in every quarter.
    fn each(&mut self, id: &str, row: u32, (form, role): (&str, Role), cell: impl Fn(u16, u16) -> (String, f64)) {
        self.sheet.put((row, 0), filled(self.draft.words.say(id), Style::of(role)));
        self.sheet.blank((row, 1), FIRST - 1, &Style::of(role));
        for at in 0..self.periods {
            let (formula, result) = cell(at, FIRST + at);
            self.sheet.formula((row, FIRST + at), formula, result, Style::form(role, form));
        }
    }

    fn results(&mut self, (costs, benefits): (u32, u32), row: u32, rate: &str, found: &Appraised) -> (Results, u32) {
        let form = self.form.clone();
        let (computed, total) = ((form.as_str(), Role::Computed), (form.as_str(), Role::Total));
        let at = |row: u32, column: u16| address((row, column));
        let growth = 1.0 + exact(found.rate);
        let net: Vec<f64> = found.benefits.iter().zip(&found.costs).map(|(one, other)| exact(one - other)).collect();
        let (net_row, factor, present, sum, sum_present) = (row, row + 1, row + 2, row + 3, row + 4);
        let (paid, paid_present, signs) = (row + 5, row + 6, row + 7);
        self.each("book-net", net_row, total, |one, column| {
            (format!("{}-{}", at(benefits, column), at(costs, column)), net[usize::from(one)])
        });
        let head = self.head;
        self.each("book-factor", factor, ("0.0000", Role::Computed), |one, column| {
            (format!("(1+{rate})^(-{})", at(head, column)), growth.powi(-i32::from(one)))
        });
        self.each("book-present", present, computed, |one, column| {
            let value = net[usize::from(one)] * growth.powi(-i32::from(one));
            (format!("{}*{}", at(net_row, column), at(factor, column)), value)
        });
        let running = |of: u32, own: u32, sums: &[Decimal], one: u16, column: u16| {
            let before = if one == 0 { String::new() } else { format!("{}+", at(own, column - 1)) };
            (format!("{before}{}", at(of, column)), exact(sums[usize::from(one)]))
        };
        self.each("book-running", sum, computed, |one, column| running(net_row, sum, &found.cumulative, one, column));
        self.each("book-running-present", sum_present, computed, |one, column| {
            running(present, sum_present, &found.cumulative_discounted, one, column)
        });
        self.paid("book-payback", (paid, sum), &found.cumulative);
        self.paid("book-payback-present", (paid_present, sum_present), &found.cumulative_discounted);
        self.signs(signs, net_row, &net);
        let whole = |row: u32| self.whole(row);
        let product = |row: u32| format!("SUMPRODUCT({},{})", whole(row), whole(factor));
        let changes = if self.periods < 2 {
            "0".to_owned()
        } else {
            let (first, last) = (FIRST, self.last());
            let (before, after) = (area((signs, first), (signs, last - 1)), area((signs, first + 1), (signs, last)));
            format!("SUMPRODUCT(--({before}*{after}<0))")
        };
        let results = Results {
            present: [product(costs), product(benefits), product(net_row)],
            payback: [at(paid, self.last()), at(paid_present, self.last())],
            no_outlay: format!("ROUND({},{ZERO})>=0", at(sum, FIRST)),
            net: whole(net_row),
            changes,
        };
        (results, signs + 2)
    }

    /// The running payback: quarters until the sum is no longer below zero, −1 as long as it is.
    fn paid(&mut self, id: &str, (row, sum): (u32, u32), sums: &[Decimal]) {
        let mut results: Vec<f64> = Vec::new();
        for (at, one) in sums.iter().map(|sum| exact(*sum)).enumerate() {
            let before = results.last().copied().unwrap_or(-1.0);
            let reached = round(one) >= 0.0;
            results.push(match at {
                _ if before >= 0.0 => before,
                0 if reached => 0.0,
                _ if at > 0 && reached => {
                    let open = exact(sums[at - 1]);
                    at as f64 - 1.0 - open / (one - open)
                }
                _ => -1.0,
            });
        }
        let (at, head) = (|row: u32, column: u16| address((row, column)), self.head);
        self.each(id, row, ("0.00;\"–\";0.00", Role::Computed), |one, column| {
            let reached = format!("ROUND({},{ZERO})>=0", at(sum, column));
            let formula = match one {
                0 => format!("IF({reached},0,-1)"),
                _ => {
                    let (before, open, now) = (at(row, column - 1), at(sum, column - 1), at(sum, column));
                    let whole = at(head, column - 1);
                    format!("IF({before}>=0,{before},IF({reached},{whole}-{open}/({now}-{open}),-1))")
                }
            };
            (formula, results[usize::from(one)])
        });
    }

    /// The sign of each net flow; a zero has that of the one before.
    fn signs(&mut self, row: u32, net_row: u32, net: &[f64]) {
        let mut results: Vec<f64> = Vec::new();
        for flow in net {
            let own = round(*flow);
            let before = results.last().copied().unwrap_or(0.0);
            results.push(if own == 0.0 { before } else { own.signum() });
        }
        let at = |row: u32, column: u16| address((row, column));
        self.each("book-signs", row, ("0", Role::Note), |one, column| {
            let own = format!("SIGN(ROUND({},{ZERO}))", at(net_row, column));
            let formula = match one {
                0 => own,
                _ => format!("IF({own}=0,{},{own})", at(row, column - 1)),
            };
            (formula, results[usize::from(one)])
        });
    }
}

fn round(value: f64) -> f64 {
    let unit = 10_f64.powi(i32::from(ZERO));
    (value * unit).round() / unit
}
