//! A flow of a programme as a formula over named cells, and what it is in words.

use super::forms::exact;
use super::inputs::RATE;
use crate::economics::{Flow, FlowName, FlowTerm, Programme};
use crate::report::draft::Draft;
use crate::report::sections::benefits;
use crate::report::text::capital;
use rust_decimal::Decimal;

/// The factors of a flow.
pub struct Factors {
    /// The product of its plain numbers; `None` without any.
    pub constant: Option<f64>,
    /// What it is multiplied with, over the names of cells.
    pub named: Vec<String>,
}

/// The factors of a flow over the names of the inputs' cells.
pub fn factors(flow: &Flow, names: &[String]) -> Factors {
    let mut constant: Option<Decimal> = None;
    let mut named = Vec::new();
    for term in &flow.terms {
        match term {
            FlowTerm::Number(amount) => constant = Some(constant.unwrap_or(Decimal::ONE) * amount),
            other => named.push(term_of(other, names)),
        }
    }
    Factors { constant: constant.map(exact), named }
}

fn term_of(term: &FlowTerm, names: &[String]) -> String {
    match term {
        FlowTerm::Number(amount) => exact(*amount).to_string(),
        FlowTerm::Input(at) => names[*at].clone(),
        FlowTerm::Percent(at) => format!("{}/100", names[*at]),
        FlowTerm::PointsBetween(a, b) => format!("({}-{})/100", names[*a], names[*b]),
        FlowTerm::Between(a, b) => format!("({}-{})", names[*a], names[*b]),
        FlowTerm::Annuity(years) => annuity(&names[*years]),
        FlowTerm::Remaining(cohort, before, now, start) => {
            let [cohort, before, now, start] = [cohort, before, now, start].map(|at| names[*at].as_str());
            format!("({cohort}-MIN(MAX(({before}-{now})/100*{start},0),{cohort}))")
        }
    }
}

/// Present value of 1 at the end of each quarter over some years: whole quarters as a sum, a partial one in
/// proportion, a century at most.
fn annuity(years: &str) -> String {
    let quarters = format!("MIN(MAX({years},0)*4,400)");
    let whole = format!("INT({quarters})");
    let full = format!("IF({RATE}=0,{whole},(1-(1+{RATE})^(-{whole}))/{RATE})");
    format!("({full}+({quarters}-{whole})/(1+{RATE})^({whole}+1))")
}

/// The printed name of a programme.
pub fn title(draft: &Draft, programme: &Programme) -> String {
    let service = || capital(&draft.words.say("subject-service"));
    programme.title.as_ref().map_or_else(service, |title| draft.foreign(title))
}

/// What a flow is.
pub fn name(draft: &Draft, flow: &Flow, kind: &str) -> String {
    match &flow.name {
        FlowName::Written(title) if !title.for_messages().is_empty() => draft.foreign(title),
        FlowName::Written(_) => draft.words.say(kind),
        FlowName::CostLines => draft.words.say("flow-cost-lines"),
        FlowName::AddedCost => draft.words.say("step-cost-added"),
        FlowName::Benefit(benefit) => benefits::name(draft, *benefit),
    }
}
