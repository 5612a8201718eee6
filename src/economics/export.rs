//! The assessment as data: flows, the inputs of the formulas and results, so that another program can
//! recompute every amount. Money is text, so that no digit is lost; every reason is one of a fixed list of
//! words in small letters with underscores.

use super::{
    Appraised, BenefitOutcome, BenefitResult, EconomicResult, Flow, FlowName, FlowTerm, InternalRate, MissingInput,
    Model, NoOptimum, SERVICE, Scenario, ScenarioOutcome, Sensitivity,
};
use crate::catalogue::ids;
use crate::config::Refusal;
use rust_decimal::Decimal;
use serde_json::{Value, json};

/// Version of the layout.
const VERSION: u32 = 2;

/// The assessment of a quarter in a currency.
pub fn export(result: &EconomicResult, quarter: crate::domain::Quarter, currency: &str) -> Value {
    let model = &result.model;
    json!({
        "version": VERSION,
        "quarter": quarter.to_string(),
        "currency": currency,
        "costs": costs(result),
        "baseline": result.baseline.map(|one| json!({
            "kind": one, "quarters": result.baseline_quarters.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })),
        "benefits": result.benefits.iter().map(benefit).collect::<Vec<_>>(),
        "benefit_total": result.benefit_total.map(scenario),
        "outside_ratio": result.outside_ratio.iter().map(|one| json!({
            "kind": one.kind, "evidence": one.evidence,
            "amount": one.amount.map(|[low, base, high]| scenario(Scenario { low, base, high })),
        })).collect::<Vec<_>>(),
        "balance": result.balance.as_ref().map(|one| json!({
            "cost": money(one.cost), "net": scenario(one.net), "ratio": one.ratio.map(scenario),
            "baseline_cost": one.baseline_cost.map(money), "incremental_cost": one.incremental_cost.map(money),
            "incremental_ratio": one.incremental_ratio.map(scenario),
        })),
        "double_counting_checks": result.checks.iter().map(|one| json!({
            "check": one.kind, "holds": one.holds,
            "figures": one.figures.iter().copied().map(money).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
        "brand_loss": result.brand_loss.as_ref().map(|one| json!({
            "amount": one.amount.map(scenario), "missing": one.missing, "in_accounting_total": false,
        })),
        "inputs": inputs(model),
        "programmes": programmes(result),
        "not_appraised": model.unknown.iter().map(|(title, missing)| json!({"title": title.for_messages(), "missing": missing})).collect::<Vec<_>>(),
        "programme_flows": result.appraisal.as_ref().and_then(|one| one.as_ref().ok()).map(appraised),
        "sensitivity": result.sensitivity.as_ref().map(|one| sensitivity(one, model)),
        "scenarios": scenarios(result),
        "marginal": marginal(result),
    })
}

fn money(amount: Decimal) -> String {
    amount.normalize().to_string()
}

/// The word of a value that is one of a list.
fn word(value: &impl serde::Serialize) -> String {
    json!(value).as_str().unwrap_or_default().to_owned()
}

fn scenario(found: Scenario) -> Value {
    json!({"low": money(found.low), "base": money(found.base), "high": money(found.high)})
}

fn costs(result: &EconomicResult) -> Value {
    let Some(costs) = &result.costs else { return Value::Null };
    let quarter = |one: &super::CostQuarter| {
        json!({
            "quarter": one.quarter.to_string(),
            "total": money(one.total),
            "classes": one.classes.iter().map(|(class, amount)| (word(class), json!(money(*amount)))).collect::<serde_json::Map<_, _>>(),
            "indirect_outside_total": money(one.indirect),
            "unmapped_share": one.unmapped_share,
            "lines_without_amount": one.missing,
            "contacts": one.contacts,
            "resolutions": one.resolutions,
            ids::COST_PER_CONTACT: one.cost_per_contact.map(money),
            ids::COST_PER_RESOLUTION: one.cost_per_resolution.map(money),
        })
    };
    json!({
        "quarters": costs.quarters.iter().map(quarter).collect::<Vec<_>>(),
        "change": result.cost_change.as_ref().map(|one| json!({
            "dimension": one.dimension, "before": money(one.before), "now": money(one.now), "change": money(one.change),
            "volume": money(one.volume), "mix": money(one.mix), "unit_cost": money(one.unit_cost),
        })),
    })
}

fn benefit(outcome: &BenefitOutcome) -> Value {
    let terms = |one: &BenefitResult| -> Vec<Value> {
        let term = |term: &super::Term| {
            json!({
                "name": term.name, "kind": term.kind, "value": scenario(term.value),
            })
        };
        one.terms.iter().map(term).collect()
    };
    match outcome {
        BenefitOutcome::Computed(one) => json!({
            "benefit": one.benefit, "amount": scenario(one.amount), "terms": terms(one),
            "notes": one.notes,
        }),
        BenefitOutcome::Skipped { benefit, reasons } => json!({
            "benefit": benefit, "left_out": reasons.iter().map(left_out).collect::<Vec<_>>(),
        }),
    }
}

/// Why a benefit is left out, and the figure or assumption that it is about.
fn left_out(reason: &MissingInput) -> Value {
    match reason {
        MissingInput::Measured(name) => json!({"reason": "no_measured_figure", "name": name}),
        MissingInput::Assumption(name) => json!({"reason": "no_assumption", "name": name}),
        MissingInput::Refused(name, refusal) => {
            let (why, claim) = match refusal {
                Refusal::NoSource => ("no_source", None),
                Refusal::Unordered => ("unordered_range", None),
                Refusal::Folklore(claim) => ("folklore", Some(claim)),
                Refusal::RevenueNotMargin => ("revenue_not_margin", None),
            };
            json!({"reason": "assumption_refused", "name": name, "refused": why, "claim": claim})
        }
        MissingInput::OverlapsRetainedMargin => json!({"reason": "overlaps_retained_margin"}),
        MissingInput::AverageCostAsMarginal => json!({"reason": "average_cost_as_marginal"}),
        MissingInput::ProjectNotBegun => json!({"reason": "project_not_begun"}),
    }
}

fn inputs(model: &Model) -> Vec<Value> {
    let input = |one: &super::Input| {
        json!({
            "key": one.key, "kind": one.kind, "range": scenario(one.range()),
            "unit": one.unit, "source": one.source, "distribution": one.distribution,
        })
    };
    model.inputs.iter().map(input).collect()
}

fn programmes(result: &EconomicResult) -> Vec<Value> {
    let Ok(found) = &result.programmes else { return Vec::new() };
    let one = |one: &super::ProgrammeResult| {
        let programme = &result.model.programmes[one.programme];
        let flows = |list: &[Flow]| list.iter().map(|flow| formula(flow, &result.model)).collect::<Vec<_>>();
        json!({
            "key": programme.key,
            "part": programme.part.as_ref().map(|(dimension, value)| json!({"dimension": dimension, "value": value})),
            "cost_formulas": flows(&programme.costs),
            "benefit_formulas": flows(&programme.benefits),
            "flows": appraised(&one.appraised),
            "internal_rate_per_quarter": match one.internal_rate { InternalRate::Unique(rate) => json!(rate), _ => Value::Null },
            "no_internal_rate": match one.internal_rate {
                InternalRate::Unique(_) => None,
                InternalRate::NoSignChange => Some("no_change_of_sign"),
                InternalRate::Ambiguous => Some("not_unique"),
                InternalRate::OutOfRange => Some("out_of_range"),
            },
            "draws": one.draws.as_ref().map(|draws| json!({"net": draws.net, "ratio": draws.ratio, "positive": draws.positive})),
            // The service as a whole is not an initiative that could be dropped.
            "verdict": (programme.key != SERVICE).then_some(one.verdict),
        })
    };
    found.iter().map(one).collect()
}

/// The amount per period in words of the inputs: `contacts / 100 * margin`.
fn formula(flow: &Flow, model: &Model) -> Value {
    let key = |at: usize| model.inputs[at].key.as_str();
    let term = |term: &FlowTerm| match term {
        FlowTerm::Number(number) => money(*number),
        FlowTerm::Input(at) => key(*at).to_owned(),
        FlowTerm::Percent(at) => format!("({} / 100)", key(*at)),
        FlowTerm::PointsBetween(a, b) => format!("(({} - {}) / 100)", key(*a), key(*b)),
        FlowTerm::Between(a, b) => format!("({} - {})", key(*a), key(*b)),
        FlowTerm::Annuity(years) => format!("annuity({}, annual_discount_rate)", key(*years)),
        FlowTerm::Remaining(cohort, before, now, start) => {
            let retained = format!("({} - {}) / 100 * {}", key(*before), key(*now), key(*start));
            format!("({0} - min(max({retained}, 0), {0}))", key(*cohort))
        }
    };
    let name = match &flow.name {
        FlowName::Written(title) => title.for_messages().to_owned(),
        FlowName::CostLines => "cost lines".to_owned(),
        FlowName::AddedCost => "cost added against the baseline".to_owned(),
        FlowName::Benefit(benefit) => word(benefit),
    };
    let terms: Vec<String> = flow.terms.iter().map(term).collect();
    json!({"name": name, "amount": terms.join(" * "), "from": flow.from, "to": flow.to})
}

fn appraised(one: &Appraised) -> Value {
    let list = |amounts: &[Decimal]| amounts.iter().copied().map(money).collect::<Vec<_>>();
    json!({
        "rate_per_period": money(one.rate), "costs": list(&one.costs), "benefits": list(&one.benefits),
        "present_costs": money(one.present_costs), "present_benefits": money(one.present_benefits),
        "net_present_value": money(one.net_present_value),
        "benefit_cost_ratio": one.benefit_cost_ratio.map(money),
        "return_on_investment": one.return_on_investment.map(money),
        "payback": one.payback.map(money), "payback_discounted": one.payback_discounted.map(money),
    })
}

fn sensitivity(one: &Sensitivity, model: &Model) -> Value {
    let key = |at: usize| &model.inputs[at].key;
    let simulation = &one.simulation;
    json!({
        "programmes": one.subject.iter().map(|at| &model.programmes[*at].key).collect::<Vec<_>>(),
        "net_at_base": one.base.net(),
        "bars": one.bars.iter().zip(&one.switching).map(|(bar, switching)| json!({
            "input": key(bar.input), "net_at_low": bar.at_low, "net_at_high": bar.at_high,
            "switching_value": switching.value, "distance_from_base": switching.distance,
        })).collect::<Vec<_>>(),
        "two_way": one.two_way.as_ref().map(|table| json!({
            "rows": key(table.rows), "row_values": table.row_values,
            "columns": key(table.columns), "column_values": table.column_values, "net": table.cells,
        })),
        "worst": one.extremes.0, "best": one.extremes.1,
        "simulation": {
            "draws": simulation.draws, "seed": simulation.seed, "converged": simulation.converged(),
            "rank_correlations": one.correlations.iter().map(|one| json!({
                "between": [one.between.0, one.between.1], "rank": one.rank,
            })).collect::<Vec<_>>(), "mean": simulation.mean,
            "standard_error": simulation.standard_error,
            "p5": simulation.quantiles[0], "p50": simulation.quantiles[1], "p95": simulation.quantiles[2],
            "positive": simulation.positive, "drift_between_halves": simulation.drift,
            "histogram": simulation.histogram,
        },
        "value_of_information": simulation.information.iter()
            .map(|(at, amount)| json!({"input": key(*at), "amount": amount})).collect::<Vec<_>>(),
    })
}

fn scenarios(result: &EconomicResult) -> Vec<Value> {
    let Ok(found) = &result.scenarios else { return Vec::new() };
    let changed = |one: &super::Changed| {
        let inputs = one.inputs.iter().map(|(at, before, after)| {
            json!({"input": result.model.inputs[*at].key, "before": money(*before), "after": money(*after)})
        });
        json!({"name": one.name, "inputs": inputs.collect::<Vec<_>>()})
    };
    let worth = |(at, (net, ratio)): (usize, &(Decimal, Option<Decimal>))| {
        json!({
            "programme": result.model.programmes[at].key, "net_present_value": money(*net),
            "benefit_cost_ratio": ratio.map(money),
        })
    };
    let one = |one: &super::ScenarioResult| {
        let (programmes, reason) = match &one.outcome {
            ScenarioOutcome::Worth(worths) => (Some(worths.iter().enumerate().map(worth).collect::<Vec<_>>()), None),
            ScenarioOutcome::NoFormula => (None, Some("enters_no_formula")),
            ScenarioOutcome::Impossible(..) => (None, Some("impossible_value")),
        };
        json!({
            "scenario": one.name,
            "changes": one.changes.iter().map(changed).collect::<Vec<_>>(),
            "held": one.held.as_ref().map(crate::domain::Localized::for_messages),
            "programmes": programmes,
            "not_computed": reason,
        })
    };
    found.iter().map(one).collect()
}

fn marginal(result: &EconomicResult) -> Value {
    let Some(found) = &result.marginal else { return Value::Null };
    let level = |one: &super::Level| json!({"spend": money(one.spend), "benefit": money(one.benefit), "marginal_ratio": one.ratio.map(money)});
    json!({
        "observations": found.observations,
        "levels": found.levels.iter().map(level).collect::<Vec<_>>(),
        "curve": found.curve.as_ref().ok().map(|curve| json!({
            "constant": curve.constant, "slope_and_optimum": curve.optimum,
            "interval": [curve.interval.low, curve.interval.high], "explained": curve.explained,
        })),
        "no_optimum": found.curve.as_ref().err().map(no_optimum),
    })
}

fn no_optimum(reason: &NoOptimum) -> Value {
    match reason {
        NoOptimum::TooFew(count) => json!({"reason": "too_few_observations", "observations": count}),
        NoOptimum::SpendNotPositive => json!({"reason": "spend_not_positive"}),
        NoOptimum::TooFewLevels => json!({"reason": "too_few_levels"}),
        NoOptimum::NoReturn => json!({"reason": "no_return"}),
        NoOptimum::OutsideObserved(at, lowest, highest) => {
            json!({"reason": "outside_observed", "optimum": at, "lowest": lowest, "highest": highest})
        }
        NoOptimum::Undetermined => json!({"reason": "undetermined"}),
    }
}
