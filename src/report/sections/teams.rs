//! Teams (R7): what each team did, and its shares adjusted for the mix of cases between funnel
//! limits. No ranks, no verdict on few cases, no single agents unless the client asks for them.

mod notable;

use super::Written;
use super::trends::ticks;
use crate::catalogue::definition::Definition;
use crate::catalogue::ids;
use crate::domain::{Segment, Unit};
use crate::metrics::measurement::Measurement;
use crate::metrics::models::teams::{TeamFunnel, TeamShare, TeamStanding, TeamStudy};
use crate::report::draft::{Draft, column, group, plain, row, slug, total, with_detail};
use crate::report::model::{
    Block, Callout, Cell, ChartBlock, ChartData, Funnel, FunnelLimit, FunnelPoint, Labelled, Row, Table, Tone,
};
use crate::report::text::{Figure, grouped, rounded};
use std::collections::BTreeSet;

/// Metrics of the overview by team, as far as there are figures: M01, M03, M07, M08, M09, M24.
const OVERVIEW: [&str; 7] = [
    ids::CONTACTS,
    ids::FIRST_RESPONSE_MEDIAN,
    ids::RESOLUTION_RATE_WITHIN_TARGET,
    ids::FIRST_CONTACT_RESOLUTION,
    ids::REOPEN_RATE,
    ids::CSAT_TOP2,
    COST,
];
const COST: &str = ids::COST_PER_CONTACT;
/// Card whose first metric with figures by team is the quality score.
const QUALITY_CARD: &str = "M32";

/// The teams section; nothing unless two teams can be compared.
pub fn write(draft: &mut Draft) -> Option<Written> {
    let study = draft.inputs.study.teams.as_ref()?;
    let mix = mix_words(draft, study);
    let intro = draft.words.with("teams-intro", &[("mix", &mix), ("verdict_n", &verdict_n(draft))]);
    let mut blocks = vec![Block::Paragraph { text: intro }];
    let mut charts: Vec<ChartBlock> = study.funnels.iter().map(|one| chart(draft, one, &mix)).collect();
    if charts.len() % 2 == 1 {
        blocks.push(Block::Chart(charts.remove(0)));
    }
    blocks.extend(charts.chunks(2).map(|pair| Block::ChartRow { items: pair.to_vec() }));
    blocks.extend(dispersion(draft, study));
    blocks.push(adjusted_table(draft, &study.funnels, "teams-adjusted", &mix));
    blocks.extend(overview(draft, study));
    if study.agents.is_empty() {
        blocks.push(Block::Paragraph { text: draft.words.say("teams-no-agents") });
    } else {
        blocks.push(adjusted_table(draft, &study.agents, "teams-agents", &mix));
    }
    Some((title(draft, study), blocks))
}

fn verdict_n(draft: &Draft) -> String {
    grouped(draft.inputs.config.statistics.verdict_n)
}

/// The columns of the mix in words: `类别、渠道、优先级`.
fn mix_words(draft: &Draft, study: &TeamStudy) -> String {
    let names: Vec<String> = study.case_mix.iter().map(|column| draft.dimension(column)).collect();
    if names.is_empty() { draft.words.say("teams-no-mix") } else { draft.list(&names) }
}

fn title(draft: &Draft, study: &TeamStudy) -> String {
    let judged = |team: &&TeamShare| !matches!(team.standing, TeamStanding::Hidden | TeamStanding::NoVerdict);
    let teams: BTreeSet<&str> =
        study.funnels.iter().flat_map(|one| one.teams.iter().filter(judged)).map(|team| team.team.as_str()).collect();
    if teams.is_empty() {
        return draft.words.say("teams-title-small");
    }
    let order = [TeamStanding::ClearlyWorse, TeamStanding::Worse, TeamStanding::ClearlyBetter, TeamStanding::Better];
    for wanted in order {
        let found = study.funnels.iter().filter_map(|one| Some((one, notable::farthest(one, &[wanted])?)));
        let most = |a: &(&TeamFunnel, TeamShare), b: &(&TeamFunnel, TeamShare)| {
            notable::outside(&a.1).total_cmp(&notable::outside(&b.1)).then_with(|| b.0.metric.cmp(&a.0.metric))
        };
        if let Some((one, team)) = found.max_by(most) {
            return outlier(draft, one, &team);
        }
    }
    if let Some(one) = study.funnels.iter().find(|one| notable::say_nothing(one)) {
        return dispersed(draft, one, "teams-title-dispersed");
    }
    draft.words.with("teams-title-quiet", &[("teams", &teams.len().to_string())])
}

/// Lowest and highest team where limits single out nobody.
fn dispersed(draft: &Draft, one: &TeamFunnel, id: &str) -> String {
    let percent = Figure::percent();
    let metric = draft.scene.definition(&one.metric).map_or(String::new(), |metric| draft.title_of(metric));
    let Some((low, high)) = notable::ends(one) else { return metric };
    let args = [
        ("metric", metric),
        ("worst", team_name(draft, low)),
        ("low", percent.value(low.adjusted, &draft.words)),
        ("best", team_name(draft, high)),
        ("high", percent.value(high.adjusted, &draft.words)),
    ];
    draft.words.with(id, &args.each_ref().map(|(name, value)| (*name, value.as_str())))
}

fn outlier(draft: &Draft, one: &TeamFunnel, team: &TeamShare) -> String {
    let percent = Figure::percent();
    let metric = draft.scene.definition(&one.metric).map_or(String::new(), |metric| draft.title_of(metric));
    let args = [
        ("team", team_name(draft, team)),
        ("metric", metric),
        ("value", percent.value(team.adjusted, &draft.words)),
        ("centre", percent.value(one.centre, &draft.words)),
    ];
    let args: Vec<(&str, &str)> = args.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let worse = matches!(team.standing, TeamStanding::Worse | TeamStanding::ClearlyWorse);
    draft.words.with(if worse { "teams-title-worse" } else { "teams-title-better" }, &args)
}

/// The name of a team as printed.
fn team_name(draft: &Draft, team: &TeamShare) -> String {
    draft.part("team", Some(&team.team))
}

fn shown(team: &&TeamShare) -> bool {
    team.standing != TeamStanding::Hidden
}

fn chart(draft: &mut Draft, one: &TeamFunnel, mix: &str) -> ChartBlock {
    let percent = Figure::percent();
    let teams: Vec<&TeamShare> = one.teams.iter().filter(shown).collect();
    let labelled = |value: f64, label: String| Labelled { value, label };
    let limits = teams.iter().flat_map(|team| {
        let (low, high) = inner(team);
        [low, high.min(100.0), team.adjusted.min(100.0)]
    });
    let (low, high) = limits
        .chain([one.centre])
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    let at = ticks(Unit::Percent, low, high);
    let tick = percent.for_ticks(&at);
    let largest = teams.iter().map(|team| team.n).max().unwrap_or(0) as f64;
    let metric = draft.scene.definition(&one.metric);
    let name = metric.map_or(String::new(), |metric| draft.title_of(metric));
    let center = draft.words.with("teams-centre", &[("value", &percent.value(one.centre, &draft.words))]);
    let limit = |label: &str, low: usize, high: usize| FunnelLimit {
        label: draft.words.with("teams-limit", &[("level", label)]),
        curve: one.curve.iter().map(|at| (at[0], at[low], at[high])).collect(),
    };
    let data = Funnel {
        unit: draft.words.with("teams-axis", &[("metric", &name)]),
        base: draft.words.say("teams-axis-n"),
        center: labelled(one.centre, center),
        limits: vec![limit("95%", 1, 2), limit("99.8%", 3, 4)],
        points: teams.iter().map(|team| point(draft, team)).collect(),
        ticks: at.into_iter().map(|at| labelled(at, tick.value(at, &draft.words))).collect(),
        base_ticks: ticks(Unit::Count, 0.0, largest).into_iter().map(|at| labelled(at, rounded(at, 0))).collect(),
    };
    let (named, more) = notable::listed(&one.teams);
    let item = |team: &TeamShare| {
        let text = format!("{} {}", team_name(draft, team), percent.value(team.adjusted, &draft.words));
        draft.words.with("with-verdict", &[("text", &text), ("verdict", &format!("n={}", grouped(team.n)))])
    };
    let mut listed: Vec<String> = named.into_iter().filter(shown).map(item).collect();
    if more > 0 {
        listed.push(draft.words.count("teams-more", more as u64, &[("n", &grouped(more as u64))]));
    }
    let id = format!("funnel-{}", slug(&one.metric));
    let provenance = metric.map_or(String::new(), |metric| draft.provenance(&[metric]));
    let n = grouped(one.teams.iter().map(|team| team.n).sum());
    let block = ChartBlock {
        id: id.clone(),
        title: chart_title(draft, one, &name),
        caption: draft.words.with("teams-caption", &[("mix", mix), ("n", &n), ("provenance", &provenance)]),
        alt: draft.words.with("teams-alt", &[("metric", &name), ("teams", &draft.list(&listed))]),
    };
    draft.charts.insert(id, ChartData::Funnel(data));
    block
}

fn chart_title(draft: &Draft, one: &TeamFunnel, metric: &str) -> String {
    if notable::say_nothing(one) {
        return dispersed(draft, one, "teams-chart-dispersed");
    }
    let named = |wanted: &[TeamStanding]| -> String {
        let mut teams: Vec<&TeamShare> = one.teams.iter().filter(|team| wanted.contains(&team.standing)).collect();
        teams.sort_by(|a, b| notable::outside(b).total_cmp(&notable::outside(a)).then_with(|| a.team.cmp(&b.team)));
        let mut names: Vec<String> = teams.iter().take(notable::NAMED).map(|team| team_name(draft, team)).collect();
        let more = teams.len().saturating_sub(notable::NAMED);
        if more > 0 {
            names.push(draft.words.count("teams-more", more as u64, &[("n", &grouped(more as u64))]));
        }
        draft.list(&names)
    };
    let worse = named(&[TeamStanding::Worse, TeamStanding::ClearlyWorse]);
    let better = named(&[TeamStanding::Better, TeamStanding::ClearlyBetter]);
    let args = [("metric", metric), ("worse", worse.as_str()), ("better", better.as_str())];
    draft.words.with(
        match (worse.is_empty(), better.is_empty()) {
            (true, true) => "teams-chart-inside",
            (false, true) => "teams-chart-worse",
            (true, false) => "teams-chart-better",
            (false, false) => "teams-chart-both",
        },
        &args,
    )
}

/// The limits as printed: observed ÷ expected times the share of all can pass 100 %, a share cannot.
fn inner(team: &TeamShare) -> (f64, f64) {
    (team.inner.0, team.inner.1.min(team.adjusted.max(100.0)))
}

/// A point of the plot; a share adjusted to more than all is drawn at the end of the axis.
fn point(draft: &Draft, team: &TeamShare) -> FunnelPoint {
    let text = format!("{} {}", team_name(draft, team), Figure::percent().value(team.adjusted, &draft.words));
    let n = format!("n={}", grouped(team.n));
    FunnelPoint {
        tip: draft.words.with("with-verdict", &[("text", &text), ("verdict", &n)]),
        label: team_name(draft, team),
        size: team.n as f64,
        value: team.adjusted.min(100.0),
        tone: tone(team.standing),
    }
}

fn tone(standing: TeamStanding) -> Tone {
    match standing {
        TeamStanding::Better | TeamStanding::ClearlyBetter => Tone::Good,
        TeamStanding::Worse | TeamStanding::ClearlyWorse => Tone::Bad,
        TeamStanding::Inside => Tone::Neutral,
        TeamStanding::NoVerdict | TeamStanding::Hidden => Tone::Muted,
    }
}

/// Says where limits were widened, for the reader would else read them as 95 % ones.
fn dispersion(draft: &Draft, study: &TeamStudy) -> Option<Block> {
    let wide: Vec<&TeamFunnel> = study.funnels.iter().filter(|one| one.widening > 1.0).collect();
    let each = |one: &&TeamFunnel| {
        let metric = draft.scene.definition(&one.metric).map_or(String::new(), |metric| draft.title_of(metric));
        let (phi, by) = (rounded(one.dispersion, 2), rounded(one.widening, 2));
        draft.words.with("teams-dispersed-one", &[("metric", &metric), ("phi", &phi), ("by", &by)])
    };
    let listed: Vec<String> = wide.iter().map(each).collect();
    (!listed.is_empty()).then(|| {
        Block::Callout(Callout {
            tone: "note".to_owned(),
            title: draft.words.say("teams-dispersed-title"),
            text: draft
                .words
                .with("teams-dispersed-text", &[("metrics", &listed.join(&draft.words.separator("clause-separator")))]),
        })
    })
}

fn adjusted_table(draft: &Draft, funnels: &[TeamFunnel], id: &str, mix: &str) -> Block {
    let head = |key: &str| draft.words.say(key);
    let columns = vec![
        column(head(if id == "teams-agents" { "column-agent" } else { "column-team" }), "start", 1.8),
        column(head("column-cases"), "end", 1.0),
        column(head("column-observed"), "end", 1.0),
        column(head("column-expected"), "end", 1.0),
        column(head("column-raw-share"), "end", 1.1),
        column(head("column-adjusted-share"), "end", 1.2),
        column(head("column-limits"), "end", 1.6),
        column(head("column-position"), "start", 1.8),
    ];
    let (mut rows, mut hidden): (Vec<Row>, usize) = (Vec::new(), 0);
    for one in funnels {
        let metric = draft.scene.definition(&one.metric).map_or(String::new(), |metric| draft.title_of(metric));
        let centre = Figure::percent().value(one.centre, &draft.words);
        rows.push(group(draft.words.with("teams-group", &[("metric", &metric), ("centre", &centre)])));
        let (teams, more) = notable::listed(&one.teams);
        rows.extend(teams.into_iter().map(|team| adjusted_row(draft, team, notable::Limits::of(one))));
        hidden = hidden.max(more);
    }
    let definitions: Vec<&Definition> = funnels.iter().filter_map(|one| draft.scene.definition(&one.metric)).collect();
    let mut notes = vec![
        draft.words.with("teams-adjusted-note", &[("mix", mix)]),
        draft.provenance(&definitions),
        draft.policy_note(),
    ];
    if hidden > 0 {
        notes.insert(0, draft.words.count("teams-rest", hidden as u64, &[("n", &grouped(hidden as u64))]));
    }
    let caption = draft.words.with(&format!("{id}-caption"), &[("quarter", &draft.dates.short(draft.quarter()))]);
    Block::Table(Table { id: id.to_owned(), caption, columns, rows, notes })
}

fn adjusted_row(draft: &Draft, team: &TeamShare, limits: notable::Limits) -> Row {
    let percent = Figure::percent();
    let muted = |text: String| Cell { tone: Some(Tone::Muted), ..plain(text) };
    if team.standing == TeamStanding::Hidden {
        let none = || muted(draft.words.say("no-figure"));
        let mut cells = vec![plain(team_name(draft, team))];
        cells.extend((0..6).map(|_| none()));
        cells.push(muted(draft.words.say("teams-hidden")));
        return row(cells);
    }
    let (symbol, id) = match team.standing {
        TeamStanding::ClearlyBetter => ("▲", "teams-clearly-better"),
        TeamStanding::Better => ("▲", "teams-better"),
        TeamStanding::ClearlyWorse => ("▼", "teams-clearly-worse"),
        TeamStanding::Worse => ("▼", "teams-worse"),
        TeamStanding::Inside if limits == notable::Limits::SayNothing => ("–", "teams-limits-say-nothing"),
        TeamStanding::Inside => ("○", "teams-inside"),
        TeamStanding::NoVerdict | TeamStanding::Hidden => ("–", "teams-no-verdict"),
    };
    let (low, high) = inner(team);
    let range = percent.range(low, high, &draft.words);
    let position =
        Cell { tone: Some(tone(team.standing)), symbol: Some(symbol.to_owned()), ..plain(draft.words.say(id)) };
    row(vec![
        plain(team_name(draft, team)),
        plain(grouped(team.n)),
        plain(grouped(team.observed)),
        plain(rounded(team.expected, 1)),
        plain(percent.value(team.raw, &draft.words)),
        plain(percent.value(team.adjusted, &draft.words)),
        plain(range),
        position,
    ])
}

/// What each team did, unadjusted and without verdicts.
fn overview<'a>(draft: &Draft<'a>, study: &TeamStudy) -> Option<Block> {
    let quality = draft.scene.definitions.iter().filter(|metric| metric.card.as_deref() == Some(QUALITY_CARD));
    let known = |metric: &'a Definition| Some((metric, dimension(draft, metric)?));
    let shown = OVERVIEW.iter().filter_map(|id| draft.scene.definition(id)).filter_map(known);
    let shown: Vec<(&Definition, &str)> = shown.chain(quality.filter_map(known).take(1)).collect();
    let teams: BTreeSet<&str> =
        study.funnels.iter().flat_map(|one| notable::listed(&one.teams).0).map(|team| team.team.as_str()).collect();
    let all: BTreeSet<&str> = study.funnels.iter().flat_map(|one| &one.teams).map(|team| team.team.as_str()).collect();
    if shown.is_empty() {
        return None;
    }
    let mut columns = vec![column(draft.words.say("column-team"), "start", 1.5)];
    columns.extend(shown.iter().map(|(metric, _)| column(draft.title_of(metric), "end", 1.2)));
    let line = |team: &&str| {
        let mut cells = vec![plain(draft.part("team", Some(team)))];
        let of = |(metric, dimension): &(&Definition, &str)| part(draft, (&metric.id, dimension), Some(team));
        cells.extend(shown.iter().map(|one| value_cell(draft, of(one))));
        row(cells)
    };
    let mut rows: Vec<Row> = teams.iter().map(line).collect();
    let mut whole = vec![plain(draft.words.say("total"))];
    whole.extend(shown.iter().map(|(metric, _)| value_cell(draft, draft.scene.now(&metric.id))));
    rows.push(total(whole));
    let caption = draft.words.with("teams-overview-caption", &[("quarter", &draft.dates.short(draft.quarter()))]);
    let metrics: Vec<&Definition> = shown.iter().map(|(metric, _)| *metric).collect();
    let mut notes = vec![draft.words.say("teams-overview-note")];
    if all.len() > teams.len() {
        let more = (all.len() - teams.len()) as u64;
        notes.push(draft.words.count("teams-rest", more, &[("n", &grouped(more))]));
    }
    if metrics.iter().any(|metric| metric.id == COST) {
        notes.extend(cost_without_team(draft));
    }
    notes.extend([draft.provenance(&metrics), draft.policy_note()]);
    Some(Block::Table(Table { id: "teams-overview".to_owned(), caption, columns, rows, notes }))
}

/// The dimension by which a metric knows more than one team.
fn dimension(draft: &Draft, metric: &Definition) -> Option<&'static str> {
    draft.scene.now(&metric.id)?;
    let teams = |name: &str| {
        let parts = draft.scene.measurements.parts(&metric.id, name, draft.quarter());
        parts.iter().filter(|one| one.value.is_some()).count()
    };
    ["team", "ticket.team"].into_iter().find(|name| teams(name) > 1)
}

fn part<'a>(draft: &Draft<'a>, (id, dimension): (&str, &str), team: Option<&str>) -> Option<&'a Measurement> {
    let segment = Segment::Part { dimension: dimension.to_owned(), value: team.map(str::to_owned) };
    draft.scene.measurements.get(id, &segment, draft.quarter())
}

/// Cost that no team bears is missing from the teams' cost per contact.
fn cost_without_team(draft: &Draft) -> Option<String> {
    let nobodys = part(draft, (ids::SERVICE_COST, "team"), None)?.value?;
    let all = draft.scene.now(ids::SERVICE_COST)?.value?;
    let share = 100.0 * nobodys / all;
    let shown = Figure::percent().value(share, &draft.words);
    (share.abs() >= 0.05).then(|| draft.words.with("teams-overview-cost", &[("share", &shown)]))
}

fn value_cell(draft: &Draft, one: Option<&Measurement>) -> Cell {
    let Some(one) = one else { return Cell { tone: Some(Tone::Muted), ..plain(draft.words.say("no-figure")) } };
    let counts = draft.scene.definition(&one.metric).is_some_and(|metric| metric.unit == Unit::Count);
    let n = (one.value.is_some() && !counts).then(|| draft.words.with("n-is", &[("n", &grouped(one.n))]));
    with_detail(draft.value(one), n)
}
