use super::library::FILES;
use super::{Profile, built_in};
use crate::config::{Overrides, load};
use crate::diagnostic::Diagnostic;
use crate::domain::Table;
use crate::schema;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

#[test]
fn every_file_of_the_folder_is_in_the_library() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/profiles");
    let files: BTreeSet<String> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|ending| ending == "yaml"))
        .map(|path| path.file_stem().unwrap().to_string_lossy().into_owned())
        .filter(|name| name != "columns")
        .collect();
    let listed: BTreeSet<String> = FILES.iter().map(|(id, _)| (*id).to_owned()).collect();
    assert_eq!(files, listed);
}

#[test]
fn every_profile_is_read_and_has_evidence() {
    let mut problems = Vec::new();
    let profiles = super::Library::default().all(&mut problems);
    assert_eq!(problems, []);
    assert!(profiles.len() >= 60, "{}", profiles.len());
    for profile in profiles {
        assert!(!profile.evidence.is_empty(), "{}", profile.id);
        assert!(!profile.title.en().is_empty() && !profile.title.zh().is_empty(), "{}", profile.id);
        assert!(profile.evidence.iter().all(|one| one.source.len() > 15), "{}", profile.id);
    }
}

/// Every mapping passes the checks of a configuration, and supplies what its table requires; questions of
/// surveys are the client's own.
#[test]
fn every_mapping_is_valid() {
    let mut wrong = Vec::new();
    for profile in built_in() {
        for table in profile.tables() {
            let problems = checked(&profile, table);
            wrong.extend(problems.iter().map(|problem| format!("{}: {problem}", profile.id)));
            for source in profile.sources(table) {
                wrong.extend(missing(table, &source).map(|name| format!("{}: no `{name}`", profile.id)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn missing(table: Table, source: &serde_json::Value) -> impl Iterator<Item = &'static str> {
    let has = |part: &str, name: &str| source.get(part).and_then(|part| part.get(name)).is_some();
    let open = |name: &str| table == Table::Surveys && name == "metric";
    let required = schema::columns(table).iter().filter(|column| column.required).map(|column| column.name);
    required
        .filter(move |name| !has("columns", name) && !has("constants", name) && !open(name))
        .collect::<Vec<_>>()
        .into_iter()
}

fn checked(profile: &Profile, table: Table) -> Vec<Diagnostic> {
    let head = if profile.head.is_empty() { "" } else { ", columns: {}" };
    let text = format!(
        "version: 1\nreports:\n  - id: one\n    client: One\n    data: data\n    time_zone: Europe/Berlin\n    as_of: 2026-10-01\n    \
         currency: EUR\n    tables: {{{}: {{files: \"*\", profile: {}{head}}}}}\n",
        table.name(),
        profile.id
    );
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    let file = folder.path().join("reports.yaml");
    fs::write(&file, text).unwrap();
    match load(&file, &Overrides::default()) {
        Ok((config, warnings)) => {
            assert_eq!(config.reports[0].sources.len(), profile.sources(table).len(), "{}", profile.id);
            assert!(config.reports[0].sources.iter().all(|source| source.profile.as_deref() == Some(&profile.id)));
            warnings
        }
        Err(problems) => problems,
    }
}

fn project(tables: &str, own: Option<(&str, &str)>) -> Result<crate::config::Config, Vec<String>> {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("data")).unwrap();
    if let Some((name, text)) = own {
        fs::create_dir(folder.path().join("profiles")).unwrap();
        fs::write(folder.path().join("profiles").join(name), text).unwrap();
    }
    let file = folder.path().join("reports.yaml");
    let text =
        format!("version: 1\nreports:\n  - id: one\n    client: One\n    data: data\n    as_of: 2026-10-01\n{tables}");
    fs::write(&file, text).unwrap();
    let place = folder.path().display().to_string();
    load(&file, &Overrides::default())
        .and_then(|(config, warnings)| Ok((config.sound()?, warnings)))
        .map(|(config, _)| config)
        .map_err(|problems| problems.iter().map(|problem| problem.to_string().replace(&place, "")).collect())
}

#[test]
fn what_the_user_writes_lies_over_the_profile() {
    let tables = "    tables:\n      tickets:\n        files: \"*.csv\"\n        profile: zendesk\n        columns:\n          \
                  category: Kind\n          status: {values: {Parked: on_hold}}\n          agent: ~\n        \
                  constants: {channel: email}\n";
    let config = project(tables, None).unwrap();
    let source = &config.reports[0].sources[0];
    assert_eq!(source.columns["category"].from, "Kind");
    assert_eq!((source.columns["status"].from.as_str(), source.columns["status"].values.len()), ("Status", 1));
    assert_eq!(source.columns["created_at"].from, "Created at");
    assert!(!source.columns.contains_key("agent") && !source.columns.contains_key("channel"));
    assert!(source.from_profile.contains("created_at") && !source.from_profile.contains("category"));
}

#[test]
fn a_profile_that_is_unknown_or_does_not_fit_is_said_at_its_place() {
    let wrong = project("    tables: {tickets: {files: a.csv, profile: zendsk}}\n", None).unwrap_err();
    assert_eq!(
        wrong,
        ["/reports.yaml:7:47: error[unknown-profile]: unknown profile `zendsk`\n  hint: did you mean `zendesk`?"]
    );
    let wrong = project("    tables: {orders: {files: a.csv, profile: zendesk}}\n", None).unwrap_err();
    assert_eq!(
        wrong,
        ["/reports.yaml:7:46: error[profile-table]: the profile `zendesk` has nothing for `orders`\n  hint: it feeds \
          `tickets`, `surveys`"]
    );
    let wrong = project("    tables: {orders: {files: a.csv, profile: personal_bill}}\n", None).unwrap_err();
    assert!(wrong[0].contains("error[refused-profile]: a personal bill"), "{wrong:?}");
}

#[test]
fn a_project_may_bring_profiles_of_its_own() {
    let own = "id: ours\ntitle: {en: Ours, zh-CN: 自有}\nevidence: [{kind: code, source: our own export}]\nrecognise: \
               [[Nr, Wann]]\ntables: {tickets: [{where: \"\\\"Art\\\" = 'A'\", columns: {ticket_id: Nr, created_at: Wann}}, \
               {columns: {ticket_id: Nr2, created_at: Wann}}]}\n";
    let tables = "    tables: {tickets: {files: a.csv, profile: ours}}\n";
    let config = project(tables, Some(("ours.yaml", own))).unwrap();
    let sources = &config.reports[0].sources;
    assert_eq!(sources.len(), 2);
    assert_eq!(
        (sources[0].columns["ticket_id"].from.as_str(), sources[1].columns["ticket_id"].from.as_str()),
        ("Nr", "Nr2")
    );
    let broken = own.replace("ticket_id: Nr,", "ticket: Nr,").replace("evidence", "evidences");
    let wrong = project(tables, Some(("ours.yaml", &broken))).unwrap_err().join("\n");
    assert!(wrong.contains("/profiles/ours.yaml:3:1: error[unknown-key]: unknown key `evidences`"), "{wrong}");
}
