//! From figures to finished documents: comparisons, view models, charts and pages.

use super::{Failure, Measured};
use crate::benchmarks::{self, Benchmark, ComparisonPolicy, Peer, PeerRefusal, Peers, Published};
use crate::config::{Commentary, FigureName, Format, ReportConfig, figure_names, passages};
use crate::delivery::Finished;
use crate::diagnostic::Diagnostic;
use crate::domain::{Locale, Period, hex};
use crate::economics::EconomicResult;
use crate::gate::Verdict;
use crate::insight::{self, Compared, Insights, Scene};
use crate::render::{self, Drawn, Part, RenderError, Rendered, Renderer, Templates};
use crate::report::glyphs::Glyphs;
use crate::report::handover::Handed;
use crate::report::model::{Logo, Report, StandIn};
use crate::report::stand_in::SIGN;
use crate::report::{self, Changes, Comment, Edition, Handover, RejectLine, ReportInputs};
use base64::Engine as _;
use rayon::prelude::*;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// Characters that a warning names.
const NAMED: usize = 8;
/// Published figures that are older than this many years are stale (T9).
const STALE_YEARS: f64 = 3.0;
/// Published figures that are older than this many years are not drawn (T9).
const UNDRAWN_YEARS: f64 = 5.0;

/// The files beside a report's figures: what other people wrote.
pub(super) struct Material {
    benchmarks: Vec<Benchmark>,
    /// Metrics that others have and that have no comparison group, with the reason.
    without_peers: Vec<(String, PeerRefusal)>,
    commentary: BTreeMap<Locale, Vec<Comment>>,
    words: BTreeMap<Locale, Vec<String>>,
    glyphs: Glyphs,
    edition: Edition,
}

/// Reads benchmarks, peers, commentary, logo and own words of a report; `around` are the reports of the same run that
/// may be its peers.
pub(super) fn material(
    report: &ReportConfig,
    measured: &Measured,
    (templates, around): (&Templates, &[Peer]),
) -> Result<Material, Failure> {
    let (mut benchmarks, mut problems) = benchmarks::load(&report.benchmarks);
    let (mut everyone, more) = benchmarks::load_peers(&report.peers.files);
    everyone.extend(around.iter().cloned());
    problems.extend(more);
    let (figures, quarter) = (&measured.measurements, measured.quarter);
    let Peers { figures, refused } = Peers::of(report, figures, quarter, &everyone, &policy(report));
    benchmarks.extend(figures);
    if let Some(failure) = Failure::of_diagnostics(&problems) {
        return Err(failure);
    }
    let texts = report.commentary.iter().map(|(locale, files)| Ok((*locale, comments(files)?)));
    Ok(Material {
        benchmarks,
        without_peers: refused,
        commentary: texts.collect::<Result<_, Failure>>()?,
        words: words(templates),
        glyphs: glyphs(&report.formats, templates)?,
        edition: Edition {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            config_hash: report.hash.clone(),
            data_hash: data_hash(measured),
            logo: report.brand.logo.as_deref().map(logo).transpose()?,
        },
    })
}

/// The assessment of costs and benefits, what the gate said, and what is different from an earlier issue.
pub(super) type Judged<'a> = (Option<&'a EconomicResult>, &'a Verdict, Option<&'a Changes>);

/// The view models of an issue of a report, one per language.
pub(super) fn build(
    report: &ReportConfig,
    measured: &Measured,
    (material, issue): (&Material, u32),
    (periods, (economics, verdict, changes)): (&[Period], Judged),
) -> Built {
    let comparisons = compare(report, measured, &material.benchmarks);
    let scene = Scene::new(report, periods, (&measured.measurements, &measured.monthly, &measured.study), &comparisons);
    let insights = Insights::of(&scene, &report.rules, &measured.study.causes);
    let rejects = &measured.facts.rejects;
    let rejects = RejectLine::group(rejects.iter().map(|one| (one.table, one.column.as_str(), one.reason.as_str())));
    let inputs = ReportInputs {
        config: report,
        periods,
        measurements: &measured.measurements,
        monthly: &measured.monthly,
        study: &measured.study,
        comparisons: &comparisons,
        without_peers: &material.without_peers,
        insights: &insights,
        economics,
        quality: &measured.facts.quality,
        rejects: &rejects,
        changes,
        issue: Some(issue),
        gate: verdict,
        edition: &material.edition,
        commentary: &material.commentary,
        words: &material.words,
        glyphs: &material.glyphs,
    };
    let said = insight::export(&insights, &report.id, measured.quarter);
    let mut said = serde_json::to_vec_pretty(&said).expect("insights are plain data");
    said.push(b'\n');
    let read: BTreeSet<Handed> =
        report.formats.iter().flat_map(|format| render::renderer(*format).reads()).copied().collect();
    let edition = |locale: &Locale| {
        let edition = report::build(&inputs, *locale);
        let handover = (!read.is_empty()).then(|| report::handover::build(&inputs, (*locale, &edition), &read));
        (*locale, edition, handover)
    };
    Built { editions: report.locales.par_iter().map(edition).collect(), insights: said }
}

/// The view models of a report, with the values behind them where a format reads these, and the file of what its
/// figures say.
pub(super) struct Built {
    editions: Vec<(Locale, Report, Option<Handover>)>,
    /// `insights.json`.
    insights: Vec<u8>,
}

impl Built {
    /// Hashes of what readers are told, by language: all of the view model but what speaks of files, their rows and the
    /// configuration, and the last lines of the message.
    pub(super) fn told(&self, report: &ReportConfig) -> BTreeMap<String, String> {
        let footer = report.delivery.as_ref().and_then(|delivery| delivery.footer.as_ref());
        let of = |(locale, edition, _): &(Locale, Report, Option<Handover>)| {
            let view = serde_json::to_value(edition).expect("the view model has string keys only");
            let text = format!("{}\n{}", super::told::told(view)?, footer.map_or("", |text| text.get(*locale)));
            Some((locale.tag().to_owned(), hex(Sha256::digest(text))))
        };
        self.editions.iter().filter_map(of).collect()
    }
}

/// The characters that documents of all these formats can show.
pub(super) fn glyphs(formats: &[Format], templates: &Templates) -> Result<Glyphs, Failure> {
    let mut shown = Glyphs::all();
    for format in formats {
        let of_format = render::renderer(*format).glyphs(templates);
        shown = shown.and(&of_format.map_err(|error| Failure::Input(error.diagnostics))?);
    }
    Ok(shown)
}

/// A warning when a sign stands for characters that no page can show.
pub(super) fn stand_ins(report: &ReportConfig, built: &Built) -> Option<Diagnostic> {
    let editions = &built.editions;
    let mut all: Vec<&StandIn> = Vec::new();
    for one in editions.iter().flat_map(|(_, edition, _)| &edition.stand_ins) {
        if all.iter().all(|known| known.code != one.code) {
            all.push(one);
        }
    }
    let first = all.first()?;
    let codes: Vec<&str> = all.iter().take(NAMED).map(|one| one.code.as_str()).collect();
    let more = if all.len() > NAMED { format!(" and {} more", all.len() - NAMED) } else { String::new() };
    let message = format!(
        "no font has {}{more}: `{SIGN}` stands for each of them on the pages, as in `{}`",
        codes.join(", "),
        first.context.escape_debug()
    );
    let hint = "put a font that has them into `fonts/` of the template folder; control characters, private use and \
                U+FEFF have no meaning in any font: correct the data";
    Some(Diagnostic::warning("characters-replaced", report.place.clone(), message).with_hint(hint))
}

/// A warning when a text names figures that there are none of: a dash stands for each.
pub(super) fn unnamed(report: &ReportConfig, measured: &Measured, material: &Material) -> Option<Diagnostic> {
    let texts = material.commentary.values().flatten().map(|comment| comment.text.as_str());
    let missing = |name: &FigureName| {
        let quarter = name.period.unwrap_or(measured.quarter);
        let figure = measured.measurements.get(&name.metric, &name.segment, quarter);
        figure.is_none_or(|one| one.value.is_none() || !insight::has_figure(one))
    };
    let found = |text| {
        figure_names(text)
            .into_iter()
            .filter_map(move |(at, name)| name.ok().filter(missing).map(|_| text[at].to_owned()))
    };
    let mut names: Vec<String> = texts.flat_map(found).collect();
    names.sort();
    names.dedup();
    let first = names.first()?;
    let more = if names.len() > 1 { format!(" and {} more", names.len() - 1) } else { String::new() };
    let message =
        format!("the commentary names `{first}`{more}, of which this report shows no figure: a dash stands there");
    let hint = "`measurements.json` lists metrics, segments and quarters as they are written; below the minimum number \
                of rows nothing is shown";
    Some(Diagnostic::warning("no-such-figure", report.place.clone(), message).with_hint(hint))
}

/// Every metric of the report's quarter beside published figures.
fn compare<'a>(report: &'a ReportConfig, measured: &'a Measured, figures: &'a [Benchmark]) -> Vec<Compared<'a>> {
    let policy = policy(report);
    let published = Published { figures, definitions: &report.metrics, measurements: Some(&measured.measurements) };
    let as_of = report.as_of.to_local(report.time_zone).date();
    let one = |definition: &'a crate::catalogue::definition::Definition| {
        let measurement = measured.measurements.total(&definition.id, measured.quarter);
        let measurement = measurement.filter(|one| one.uncovered.is_empty())?;
        let comparison = benchmarks::compare(definition, measurement, published, as_of, &policy);
        Some(Compared { metric: &definition.id, comparison })
    };
    report.metrics.iter().filter_map(one).collect()
}

/// What a comparison needs to know of a report.
fn policy(report: &ReportConfig) -> ComparisonPolicy {
    ComparisonPolicy {
        industry: report.industry.clone(),
        region: benchmarks::region_of(report.time_zone).map(str::to_owned),
        population: report.industry.as_deref().map(|industry| benchmarks::population_of(industry).to_owned()),
        currency: report.currency.clone(),
        verdict_n: report.statistics.verdict_n,
        stale_years: STALE_YEARS,
        undrawn_years: UNDRAWN_YEARS,
    }
}

/// The documents of all languages and formats, then the bodies of messages where the report is delivered.
pub(super) fn render(report: &ReportConfig, built: &Built, templates: &Templates) -> Result<Vec<Finished>, Failure> {
    let delivery = report.delivery.as_ref();
    let footer = |locale| delivery.and_then(|delivery| delivery.footer.as_ref()).map_or("", |text| text.get(locale));
    let editions = built.editions.par_iter();
    let drawn: Vec<Drawn> =
        editions.map(|(locale, edition, handover)| Drawn::new((edition, handover.as_ref()), footer(*locale))).collect();
    let mut jobs: Vec<(&Drawn, Part, &dyn Renderer)> = Vec::new();
    for (at, one) in drawn.iter().enumerate() {
        let formats = report.formats.iter().filter(move |format| at == 0 || !format.is_once());
        let renderers = || formats.clone().map(|format| render::renderer(*format));
        for part in Part::ALL {
            jobs.extend(renderers().filter(|of| of.parts(one).contains(&part)).map(|of| (one, part, of)));
        }
    }
    if delivery.is_some() {
        jobs.extend(drawn.iter().map(|one| (one, Part::Pages, render::MESSAGE)));
    }
    let results: Vec<Result<Vec<Rendered>, RenderError>> =
        jobs.par_iter().map(|(drawn, part, of)| of.render((drawn, *part), templates)).collect();
    let mut files = vec![(PathBuf::from("insights.json"), built.insights.clone())];
    let mut problems: Vec<Diagnostic> = Vec::new();
    for result in results {
        match result {
            Ok(rendered) => files.extend(rendered),
            Err(error) => problems.extend(error.diagnostics),
        }
    }
    problems.sort();
    problems.dedup();
    if problems.is_empty() { Ok(files) } else { Err(Failure::Input(problems)) }
}

/// The passages of commentary files, each with the section that it belongs to.
fn comments(files: &[Commentary]) -> Result<Vec<Comment>, Failure> {
    let mut found = Vec::new();
    for one in files {
        let text = read_text(&one.file)?;
        match &one.section {
            Some(section) => found.push(Comment { section: Some(section.clone()), text }),
            None => {
                found.extend(passages(&text).into_iter().map(|one| Comment { section: one.section, text: one.text }))
            }
        }
    }
    Ok(found)
}

fn read_text(path: &Path) -> Result<String, Failure> {
    let failed = |error| Diagnostic::unreadable("unreadable-commentary", "the commentary", path, &error);
    fs::read_to_string(path).map_err(|error| Failure::Input(vec![failed(error)]))
}

fn logo(path: &Path) -> Result<Logo, Failure> {
    let bytes = fs::read(path).map_err(|error| Failure::World(format!("cannot read `{}`: {error}", path.display())))?;
    let kind = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    Ok(Logo { kind, data: base64::engine::general_purpose::STANDARD.encode(bytes), alt: String::new() })
}

/// The Fluent files of a project's template folder, by language and in the order of their names.
pub(super) fn words(templates: &Templates) -> BTreeMap<Locale, Vec<String>> {
    let of = |locale| (locale, own_words(templates, locale).into_iter().map(|(_, text)| text.to_owned()).collect());
    Locale::all().into_iter().map(of).collect()
}

fn own_words(templates: &Templates, locale: Locale) -> Vec<(PathBuf, &str)> {
    let folder = format!("locales/{}/", locale.tag());
    let own = |name: &&str| name.ends_with(".ftl") && templates.static_bytes(name).is_none();
    let texts =
        templates.names(&folder).filter(own).filter_map(|name| Some((templates.origin(name), templates.text(name)?)));
    texts.collect()
}

/// Checks a project's own Fluent files.
pub(super) fn check_words(templates: &Templates) -> Vec<Diagnostic> {
    let of = |locale| own_words(templates, locale).into_iter().map(move |file| (locale, file));
    let files = Locale::all().into_iter().flat_map(of);
    files.flat_map(|(locale, (path, text))| report::text::check_words(locale, &path, text)).collect()
}

/// SHA-256 over the names and hashes of all raw files.
pub(super) fn data_hash(measured: &Measured) -> String {
    let mut hash = Sha256::new();
    for (table, quality) in &measured.facts.quality.tables {
        for file in &quality.files {
            hash.update(format!("{} {} {}\n", table.name(), file.path, file.sha256).as_bytes());
            for (path, sha256) in &file.looked_up {
                hash.update(format!("{path} {sha256}\n").as_bytes());
            }
        }
    }
    hex(hash.finalize())
}
