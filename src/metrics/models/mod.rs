//! Models: what fits no kind of metric. One pure file each, fed by the same facts.
//!
//! A model reads fact rows or other figures and gives a typed part of the [`Study`] and, for every
//! catalogue entry of kind `model` that it supplies, measurements. It reads no raw files and renders
//! nothing. To add one: a file here with its part and its function, a line in [`Study`] and in
//! `MODELS`, its entries in the catalogue, and a function of the same name in
//! `tests/independent/models.py` that recomputes it from the same rows.

pub mod acsi;
pub mod after_contact;
mod answers;
pub mod cause_rows;
mod cells;
pub mod composite;
pub mod crossing;
pub mod csat_spread;
pub mod customisation;
pub mod drivers;
pub mod journey;
pub mod ladder;
pub mod life_cycle;
pub mod lifetime_value;
pub mod loyalty_index;
mod purchases;
mod ratings;
pub mod repurchase;
pub mod season;
pub mod self_assessment;
pub mod servqual;
pub mod teams;
pub mod themes;
pub mod value_tiers;
pub mod voice;

use super::check::Compiled;
use super::estimate::{Spot, empty, status};
use super::measurement::{Measurement, Measurements, Status};
use super::suppress::suppress;
use crate::catalogue::definition::{Definition, Kind};
use crate::catalogue::ids;
use crate::config::ReportConfig;
use crate::domain::{Instant, LocalClock, Period, Quarter, Segment, Table};
use crate::facts::{self, FactTable, Facts};
use arrow_array::RecordBatch;
use purchases::Purchases;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What every model reads.
#[derive(Clone, Copy, Debug)]
pub struct Ground<'a> {
    /// The checked configuration of the report.
    pub report: &'a ReportConfig,
    /// The tables.
    pub facts: &'a Facts,
    /// Quarters with bounds, ascending; the last is the report's.
    pub periods: &'a [Period],
    /// Figures of all metrics that are no models, and of the models before this one.
    pub known: &'a Measurements,
    /// Its compiled metrics.
    compiled: &'a Compiled,
    /// Valid orders by customer, when there are any.
    purchases: Option<&'a Purchases>,
    /// Who reads, and where it is written down.
    reader: Option<Reader<'a>>,
}

/// A table that a model read after the scan, for what no scan of single rows can say.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
pub struct ModelRead {
    /// The model; `purchases` is what several of them share.
    pub model: &'static str,
    /// The table.
    pub table: Table,
    /// Parts (row groups of the staged files) that were read once each.
    pub parts: usize,
    /// Columns, in order of their names.
    pub columns: Vec<String>,
}

/// What models read, as they read it.
#[derive(Debug, Default)]
struct ReadLog(Mutex<Vec<ModelRead>>);

/// A model at work.
#[derive(Clone, Copy, Debug)]
struct Reader<'a> {
    model: &'static str,
    log: &'a ReadLog,
}

/// What the models of one report found, beside their figures. A part is `None` when its data are
/// absent. Parts hold raw counts: whoever prints them hides what stands on too few (G11).
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Study {
    /// When buyers come back (M15).
    pub repurchase: Option<repurchase::Repurchase>,
    /// Value tiers and RFM, frozen at the start of each quarter (M29).
    pub value_tiers: Option<value_tiers::ValueTiers>,
    /// Where customers stand in their life cycle (M29).
    pub life_cycle: Option<life_cycle::LifeCycle>,
    /// Who stays or buys again, by score of satisfaction (M18).
    pub ladder: Option<ladder::Ladder>,
    /// Purchases after a service contact against matched customers without one (M19).
    pub after_contact: Option<after_contact::AfterContact>,
    /// Loyalty index by both formulas with its components (M16).
    pub loyalty_index: Option<loyalty_index::LoyaltyIndex>,
    /// Customer lifetime value in total and by tier (M17).
    pub lifetime_value: Option<lifetime_value::LifetimeValue>,
    /// Teams adjusted for their mix of cases (M23).
    pub teams: Option<teams::TeamStudy>,
    /// Index of the ACSI type (M09).
    pub acsi: Option<acsi::AcsiType>,
    /// SERVQUAL or SERVPERF (M20).
    pub servqual: Option<servqual::Servqual>,
    /// How individual the service is (M22).
    pub customisation: Option<customisation::Customisation>,
    /// Composite score of the relationship (M21).
    pub composite: Option<composite::Composite>,
    /// How far satisfaction differs between channels (M33).
    pub csat_spread: Option<csat_spread::CsatSpread>,
    /// Self-assessment by GB/T 27922.
    pub self_assessment: Option<self_assessment::AssessmentResult>,
    /// Satisfaction along the journey, peak and end (M30).
    pub journey: Option<journey::JourneyStudy>,
    /// Who answered, weighted to all contacts (M09).
    pub voice: Option<voice::VoiceStudy>,
    /// Themes of comments (T14).
    pub themes: Option<themes::ThemeStudy>,
    /// What goes with overall satisfaction (T11).
    pub drivers: Option<drivers::DriverStudy>,
    /// Seasonal indices of volumes (T6).
    pub season: Option<season::Season>,
    /// Rows of the main metrics, for the search for causes.
    #[serde(skip)]
    pub causes: Vec<cause_rows::CauseTable>,
}

/// What the models of one report yield.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The typed parts.
    pub(super) study: Study,
    /// Figures of the catalogue entries of kind `model`.
    pub(super) figures: Vec<Measurement>,
    /// Tables that they read, in order.
    pub(super) reads: Vec<ModelRead>,
}

/// A model: sets its part of the study and gives its figures. A figure leaves it with the status
/// `Ok` when it has a value; whether it may be shown is decided afterwards by its n.
type Model = fn(&Ground<'_>, &mut Study) -> Result<Vec<Measurement>, facts::Error>;

/// All models, each after those whose figures it needs.
const MODELS: [(&str, Model); 20] = [
    ("repurchase", repurchase::run),
    ("value_tiers", value_tiers::run),
    ("life_cycle", life_cycle::run),
    ("ladder", ladder::run),
    ("after_contact", after_contact::run),
    (ids::LOYALTY_INDEX, loyalty_index::run),
    ("lifetime_value", lifetime_value::run),
    ("teams", teams::run),
    ("acsi", acsi::run),
    ("servqual", servqual::run),
    ("customisation", customisation::run),
    ("composite", composite::run),
    ("self_assessment", self_assessment::run),
    ("journey", journey::run),
    ("drivers", drivers::run),
    ("voice", voice::run),
    ("themes", themes::run),
    ("csat_spread", csat_spread::run),
    ("season", season::run),
    ("cause_rows", cause_rows::run),
];

/// Runs every model whose data are there.
pub(super) fn run(ground: &Ground<'_>) -> Result<Found, facts::Error> {
    let mut found = Found::default();
    let mut known = ground.known.clone();
    let log = ReadLog::default();
    let purchases = Purchases::read(&Ground { reader: Some(Reader { model: "purchases", log: &log }), ..*ground })?;
    for (name, model) in MODELS {
        let reader = Some(Reader { model: name, log: &log });
        let ground = Ground { known: &known, purchases: purchases.as_ref(), reader, ..*ground };
        let figures = model(&ground, &mut found.study)?;
        let figures = ground.judged(figures);
        known.extend(figures.clone());
        found.figures.extend(figures);
    }
    found.reads = log.0.into_inner().unwrap_or_else(PoisonError::into_inner);
    Ok(found)
}

/// Whether a metric's figures come from a model.
pub(super) fn is_model(metric: &Definition) -> bool {
    metric.kind == Kind::Model
}

impl<'a> Ground<'a> {
    /// What the models of a report read; `known` are the figures of all metrics that are no models.
    pub(super) fn new(
        report: &'a ReportConfig,
        facts: &'a Facts,
        periods: &'a [Period],
        (compiled, known): (&'a Compiled, &'a Measurements),
    ) -> Self {
        Self { report, facts, periods, known, compiled, purchases: None, reader: None }
    }

    /// The wall clock of the report's zone.
    fn clock(&self) -> LocalClock {
        LocalClock::new(self.report.time_zone)
    }

    /// The periods on the wall clock: what is said in days is reckoned there, where every day has 24 hours.
    fn wall_periods(&self) -> Vec<Period> {
        let mut clock = self.clock();
        let mut wall = |at: Instant| Instant(clock.to_local(at.0));
        self.periods.iter().map(|one| Period { start: wall(one.start), end: wall(one.end), ..*one }).collect()
    }

    /// A catalogue entry.
    fn metric(&self, id: &str) -> Option<&Definition> {
        self.report.metrics.iter().find(|metric| metric.id == id)
    }

    /// A figure without value of a catalogue entry, for a model to fill; `None` when the report has
    /// no such entry.
    fn figure(&self, id: &str, segment: &Segment, quarter: Quarter) -> Option<Measurement> {
        Some(empty(self.metric(id)?, Spot { segment, quarter, has_data: true }, Status::Ok))
    }

    /// The named columns of every row of a table, part by part; columns that the data do not map are
    /// null. `None` when the table is absent or lacks one of the columns that are needed.
    fn rows(&self, table: Table, names: &[&str], needs: &[&str]) -> Result<Option<Vec<RecordBatch>>, facts::Error> {
        let Some(facts) = self.facts.tables.get(&table) else { return Ok(None) };
        if needs.iter().any(|need| !facts.mapped.contains(*need)) {
            return Ok(None);
        }
        self.note(facts, names);
        (0..facts.parts()).map(|part| facts.read(part, names)).collect::<Result<_, _>>().map(Some)
    }

    /// Writes down that the named columns of a table are read, all parts of it.
    fn note(&self, facts: &FactTable, names: &[&str]) {
        let Some(reader) = self.reader else { return };
        let mut columns: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
        columns.sort();
        let read = ModelRead { model: reader.model, table: facts.table, parts: facts.parts(), columns };
        reader.log.0.lock().unwrap_or_else(PoisonError::into_inner).push(read);
    }

    /// Decides by n which figures may be shown, and hides the others.
    fn judged(&self, figures: Vec<Measurement>) -> Vec<Measurement> {
        let mut by_metric: BTreeMap<String, Vec<Measurement>> = BTreeMap::new();
        for mut figure in figures {
            if figure.status == Status::Ok {
                figure.status = match figure.value.or(figure.at_least) {
                    Some(_) => status(Kind::Model, &figure, &self.report.statistics),
                    None => Status::NoData,
                };
            }
            by_metric.entry(figure.metric.clone()).or_default().push(figure);
        }
        let hidden = |(id, mut figures): (String, Vec<Measurement>)| {
            if let Some(metric) = self.metric(&id) {
                suppress(metric, &mut figures);
            }
            figures
        };
        by_metric.into_iter().flat_map(hidden).collect()
    }
}
