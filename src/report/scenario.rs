//! Hand-made reports for tests: a rich one with every planted story, and a very small one.

mod economics;
pub mod figures;

use super::{Comment, Edition, RejectLine, ReportInputs, build, model::Report};
use crate::benchmarks::{Benchmark, ComparisonPolicy, Published, compare, shipped};
use crate::catalogue::built_in;
use crate::config::{Brand, Format, ReportConfig, StatisticsPolicy, Target};
use crate::diagnostic::Place;
use crate::domain::{Currency, FiscalCalendar, Instant, Locale, Localized, Period, Quarter, Segment, Table, Zone};
use crate::economics::{EconomicResult, assess};
use crate::facts::Quality;
use crate::insight::{Compared, Insights, Scene};
use crate::metrics::Monthly;
use crate::metrics::measurement::{Measurement, Measurements};
use crate::metrics::models::Study;
use crate::report::model::Logo;
use economics::{economic_inputs, economics_settings};
pub use figures::{amount, hours, nps, part, quarter, rate, share};
use figures::{table_quality, unavailable};
use std::collections::BTreeMap;

/// One client's results, owned.
pub struct Scenario {
    pub config: ReportConfig,
    pub periods: Vec<Period>,
    pub measurements: Measurements,
    pub monthly: Monthly,
    pub study: Study,
    pub benchmarks: Vec<Benchmark>,
    pub economics: Option<EconomicResult>,
    pub quality: Quality,
    pub rejects: Vec<RejectLine>,
    pub edition: Edition,
    pub verdict: crate::gate::Verdict,
    pub changes: Option<super::Changes>,
    pub commentary: BTreeMap<Locale, Vec<Comment>>,
    pub words: BTreeMap<Locale, Vec<String>>,
}

static ALL_GLYPHS: std::sync::LazyLock<crate::report::glyphs::Glyphs> =
    std::sync::LazyLock::new(crate::report::glyphs::Glyphs::all);

impl Scenario {
    pub fn comparisons(&self) -> Vec<Compared<'_>> {
        let policy = ComparisonPolicy {
            industry: self.config.industry.clone(),
            region: Some("CN".to_owned()),
            population: Some("consumers".to_owned()),
            currency: self.config.currency.clone(),
            verdict_n: 30,
            stale_years: 3.0,
            undrawn_years: 5.0,
        };
        let day = self.config.as_of.to_local(self.config.time_zone).date();
        let one = |definition| {
            let definition: &crate::catalogue::definition::Definition = definition;
            let now = self.measurements.total(&definition.id, quarter(0))?;
            let published = Published {
                figures: &self.benchmarks,
                definitions: &self.config.metrics,
                measurements: Some(&self.measurements),
            };
            let comparison = compare(definition, now, published, day, &policy);
            Some(Compared { metric: &definition.id, comparison })
        };
        self.config.metrics.iter().filter_map(one).collect()
    }

    pub fn inputs<'a>(&'a self, comparisons: &'a [Compared<'a>], insights: &'a Insights<'a>) -> ReportInputs<'a> {
        ReportInputs {
            config: &self.config,
            periods: &self.periods,
            measurements: &self.measurements,
            monthly: &self.monthly,
            study: &self.study,
            comparisons,
            without_peers: &[],
            insights,
            economics: self.economics.as_ref(),
            quality: &self.quality,
            rejects: &self.rejects,
            changes: self.changes.as_ref(),
            issue: Some(2),
            gate: &self.verdict,
            edition: &self.edition,
            commentary: &self.commentary,
            words: &self.words,
            glyphs: &ALL_GLYPHS,
        }
    }

    pub fn report(&self, locale: Locale) -> Report {
        let comparisons = self.comparisons();
        let insights = Insights::of(&self.scene(&comparisons), &self.config.rules, &self.study.causes);
        build(&self.inputs(&comparisons, &insights), locale)
    }

    pub fn with_scene<T>(&self, ask: impl Fn(&Scene) -> T) -> T {
        let comparisons = self.comparisons();
        ask(&self.scene(&comparisons))
    }

    fn scene<'a>(&'a self, comparisons: &'a [Compared<'a>]) -> Scene<'a> {
        Scene::new(&self.config, &self.periods, (&self.measurements, &self.monthly, &self.study), comparisons)
    }
}

fn comment(text: &str) -> Vec<Comment> {
    vec![Comment { section: None, text: text.to_owned() }]
}

fn localized(zh_cn: &str, en: &str) -> Localized {
    Localized::both(zh_cn, en)
}

fn target(metric: &str, value: f64) -> Target {
    let valid_from = chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    Target { metric: metric.to_owned(), valid_from, value, upper: None }
}

#[expect(clippy::too_many_lines, reason = "a field a line")]
fn config(id: &str, client: Localized) -> ReportConfig {
    ReportConfig {
        hash: String::new(),
        written: String::new(),
        settings: String::new(),
        id: id.to_owned(),
        tags: Default::default(),
        client,
        client_was: Vec::new(),
        industry: Some("telecom".to_owned()),
        data: "data".into(),
        time_zone: Zone::default(),
        as_of: Instant(1_792_026_000_000_000),
        as_of_is_now: false,
        fiscal: FiscalCalendar::default(),
        history_quarters: crate::config::HISTORY_QUARTERS,
        calendar: None,
        calendar_file: None,
        calendar_note: None,
        restarts: Vec::new(),
        events: Vec::new(),
        own_sections: Vec::new(),
        owners: BTreeMap::from([("satisfaction".to_owned(), localized("客户体验部", "Customer experience"))]),
        currency: Currency::default(),
        locales: Locale::defaults(),
        formats: vec![Format::Html, Format::Pdf, Format::Json],
        brand: Brand {
            name: Some(localized("示例咨询", "Sample Consulting")),
            logo: None,
            primary: "#1f4e79".to_owned(),
            accent: "#c55a11".to_owned(),
            footer: Some(localized("仅供客户内部使用", "For the client's internal use")),
            credit: false,
        },
        sources: Vec::new(),
        metrics: built_in().to_vec(),
        targets: Vec::new(),
        quality: crate::config::QualitySettings::default(),
        resolution_targets: Vec::new(),
        complaint_clock: Default::default(),
        competitors: Vec::new(),
        benchmarks: Vec::new(),
        peers: Default::default(),
        economics: None,
        statistics: StatisticsPolicy {
            minimum_n: 10,
            verdict_n: 30,
            confidence: 0.95,
            bootstrap_draws: 2000,
            seed: 20_260_101,
            missing_warning: 0.2,
            missing_withheld: 0.5,
            doubt_warning: 0.01,
        },
        sections: None,
        voice: Default::default(),
        edition: crate::config::EditionKind::Full,
        paper: Default::default(),
        rules: crate::config::built_in_rules(),
        actions: None,
        commentary: BTreeMap::new(),
        labels: BTreeMap::new(),
        titles: BTreeMap::new(),
        prepared_by: Some(localized("示例咨询 服务质量组", "Sample Consulting, Service Quality")),
        privacy: Default::default(),
        gate: crate::config::GateSettings::default(),
        confidentiality: Some(localized("机密", "Confidential")),
        delivery: None,
        place: Place::file("reports.yaml"),
        metric_places: BTreeMap::new(),
    }
}

fn periods(config: &ReportConfig) -> Vec<Period> {
    (0..9).rev().map(|back| config.fiscal.period(quarter(back), config.time_zone)).collect()
}

/// Hits and base of one channel: (phone, chat, e-mail).
type Channels = [(u64, u64); 3];

fn channels(made: &mut Vec<Measurement>, metric: &str, quarter: Quarter, parts: Channels) {
    for (name, fraction) in ["phone", "chat", "email"].into_iter().zip(parts) {
        made.push(share(metric, part("channel", name), quarter, fraction));
    }
    let total = parts.iter().fold((0, 0), |sum, one| (sum.0 + one.0, sum.1 + one.1));
    made.push(share(metric, Segment::Total, quarter, total));
}

/// A telecom with a mix effect, a falling satisfaction, a complaint spike and an NPS of 100 answers.
pub fn rich() -> Scenario {
    let mut config = config("telecom", localized("示例电信", "Sample Telecom"));
    config.voice = super::scenario_voice::settings();
    config.targets = vec![
        target("first_response_median", 3.0),
        target("resolution_rate_within_target", 85.0),
        target("first_contact_resolution", 70.0),
        target("csat_top2", 88.0),
        target("nps", 32.0),
        target("complaint_rate", 1.0),
        target("retention_rate", 95.0),
    ];
    config.economics = Some(economics_settings());
    let made = rich_measurements();
    let mut study = super::scenario_voice::study();
    super::scenario_relationship::fill(&mut study);
    config.quality.self_assessment = Some(super::scenario_relationship::assessment());
    let rejects = RejectLine::group([
        (Table::Tickets, "created_at", "not a date"),
        (Table::Tickets, "created_at", "not a date"),
        (Table::Surveys, "value", "not a number"),
    ]);
    let economics = assess(&economic_inputs(config.economics.as_ref().unwrap())).unwrap();
    Scenario {
        periods: periods(&config),
        monthly: super::scenario_months::months(&periods(&config)),
        config,
        measurements: Measurements::new(made),
        study,
        benchmarks: shipped("telecom"),
        economics: Some(economics),
        quality: rich_quality(),
        rejects,
        verdict: crate::gate::Verdict::default(),
        changes: None,
        edition: Edition {
            version: "0.1.0".to_owned(),
            config_hash: "4be1c0ffee00112233445566778899aabbccddeeff00112233445566778899aa".to_owned(),
            data_hash: "77aa00112233445566778899aabbccddeeff00112233445566778899aabbccdd".to_owned(),
            logo: Some(Logo {
                kind: "svg".to_owned(),
                data: "PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHZpZXdCb3g9IjAgMCA0MCA0MCI+PHJlY3Qgd2lkdGg9IjQwIiBoZWlnaHQ9IjQwIiByeD0iOCIgZmlsbD0iIzFmNGU3OSIvPjwvc3ZnPg==".to_owned(),
                alt: String::new(),
            }),
        },
        commentary: rich_commentary(),
        words: BTreeMap::new(),
    }
}

fn rich_quality() -> Quality {
    Quality {
        tables: BTreeMap::from([
            (
                Table::Tickets,
                table_quality(
                    &[("tickets/2025.csv", 21_000, 4), ("tickets/2026.csv", 22_310, 5)],
                    &[4700, 4800, 4820, 4790, 4810, 4850, 4870, 4830, 4812],
                ),
            ),
            (
                Table::Surveys,
                table_quality(&[("surveys.csv", 9_800, 12)], &[1080, 1090, 1100, 1100, 1080, 1090, 1080, 1084, 1084]),
            ),
        ]),
        near_duplicate_tickets: 37,
        ..Quality::default()
    }
}

fn rich_commentary() -> BTreeMap<Locale, Vec<Comment>> {
    BTreeMap::from([
        (
            Locale::known("zh-CN"),
            comment(
                "## 背景\n本季度**邮件**来单增加。\n\n- 与客服部核对过\n- <script>alert(1)</script> #import \"x\" 𠮷",
            ),
        ),
        (
            Locale::known("en"),
            comment(
                "## Background\n**E-mail** contacts rose this quarter.\n\n- checked with customer service\n- <script>alert(1)</script> #import \"x\" 𠮷",
            ),
        ),
    ])
}

fn rich_measurements() -> Vec<Measurement> {
    let mut made = Vec::new();
    for back in 0..9 {
        let (at, step) = (quarter(back), f64::from(back));
        let steps = u64::try_from(back).unwrap();
        // Every channel better, the total lower: weights move from phone to e-mail during the last year.
        let fraction = |percent: f64, n: u64| ((percent / 100.0 * n as f64).round() as u64, n);
        let moved = 4 - steps.min(4);
        let (phone, chat, mail) = (2880 - 240 * moved, 1440, 480 + 240 * moved);
        let better = 4.0 - step.min(4.0);
        let parts = [
            fraction(90.0 + better / 4.0, phone),
            fraction(80.0 + better / 2.0, chat),
            fraction(60.0 + 0.75 * better, mail),
        ];
        channels(&mut made, "resolution_rate_within_target", at, parts);
        channels(&mut made, "first_contact_resolution", at, [(1620, 2100), (1010, 1400), (820, 1200)]);
        let top = [832, 858, 871, 880, 878, 881, 879, 880, 878][usize::try_from(back).unwrap()];
        made.push(share("csat_top2", Segment::Total, at, (top, 1000)));
        made.push(hours("first_response_median", Segment::Total, at, (2.4 + 0.15 * step, 4812)));
        made.push(hours("first_response_median", part("channel", "phone"), at, (0.2, 2400)));
        made.push(hours("first_response_median", part("channel", "email"), at, (5.1, 1200)));
        made.push(hours("first_response_median", part("channel", "store"), at, (1.1, 7)));
        made.push(nps(at, if back == 0 { (50, 30, 20) } else { (46, 34, 20) }));
        let spike = if back == 0 { 150 } else { 52 };
        made.push(rate("complaint_rate", Segment::Total, at, (spike + 40, 9800.0)));
        made.push(rate("complaint_rate", part("product", "光猫 X1"), at, (spike, 9800.0)));
        made.push(rate("complaint_rate", part("product", "机顶盒"), at, (40, 9800.0)));
        made.push(share("retention_rate", Segment::Total, at, (9480 - steps, 9800)));
        made.push(amount("service_cost", at, (1_234_567.0 - 10_000.0 * step, 42)));
        made.push(amount("cost_per_contact", at, (256.56 - 3.1 * step, 4812)));
        made.push(amount("backlog_days_of_work", at, (3.2, 160)));
        made.push(amount("contacts", at, (4812.0, 4812)));
        let flow = [
            ("open_start", 150.0),
            ("created", 4812.0),
            ("reopened", 96.0),
            ("resolved_first", 4800.0),
            ("resolved_again", 90.0),
            ("open_end", 168.0),
            ("identity_difference", 0.0),
        ];
        for (name, value) in flow {
            made.push(amount(&format!("backlog_{name}"), at, (value, 1)));
        }
    }
    made.push(unavailable("repeat_purchase_rate", "missing_columns: orders.ordered_at"));
    made.push(unavailable("repeat_purchase_rate_12_months", "missing_columns: orders.ordered_at"));
    made
}

/// A credit union with 40 tickets, no surveys and one quarter missing.
pub fn small() -> Scenario {
    let mut config = config("credit-union", localized("示例信用社", "Sample Credit Union"));
    config.industry = Some("banking".to_owned());
    config.targets = vec![target("first_response_median", 4.0), target("first_contact_resolution", 75.0)];
    let mut made = Vec::new();
    for back in (0..9).filter(|back| *back != 3) {
        let at = quarter(back);
        made.push(amount("contacts", at, (40.0, 40)));
        made.push(hours("first_response_median", Segment::Total, at, (3.9, 40)));
        made.push(share("first_contact_resolution", Segment::Total, at, (9, 12)));
        made.push(share("reopen_rate", Segment::Total, at, (1, 8)));
        made.push(share("first_contact_resolution", part("team", "A"), at, (2, 12)));
    }
    // Tickets of the quarter before are still resolved in the missing one.
    made.push(amount("tickets_resolved", quarter(3), (4.0, 4)));
    let missing = ["csat_top2", "csat_score", "nps", "nps_transactional"];
    made.extend(missing.map(|metric| unavailable(metric, "missing_columns: surveys.value")));
    let quality = Quality {
        tables: BTreeMap::from([(
            Table::Tickets,
            table_quality(&[("tickets.csv", 330, 12)], &[38, 40, 41, 39, 40, 0, 40, 40, 40]),
        )]),
        ..Quality::default()
    };
    Scenario {
        periods: periods(&config),
        config,
        monthly: Monthly::default(),
        measurements: Measurements::new(made),
        study: Study::default(),
        benchmarks: Vec::new(),
        economics: None,
        quality,
        rejects: RejectLine::group([(Table::Tickets, "created_at", "not a date")]),
        verdict: crate::gate::Verdict::default(),
        changes: None,
        edition: Edition { version: "0.1.0".to_owned(), ..Edition::default() },
        commentary: BTreeMap::new(),
        words: BTreeMap::new(),
    }
}
