//! Locales are data: a project adds one by a folder, and texts fall back along it.

use crate::project::Project;
use std::fs;
use std::path::Path;

const YAML: &str = "version: 1\ntemplates: templates\ndefaults: {as_of: 2026-10-15, locales: [pt, zh-TW], formats: [html, pdf]}\n\
    reports:\n  - {id: a, client: {pt: Cliente, zh-CN: 客户甲}, data: data, tables: {complaints: complaints.csv}}\n";

fn project() -> Project {
    let project = Project::empty();
    let folder = project.path().join("templates/locales/pt");
    fs::create_dir_all(&folder).unwrap();
    fs::create_dir_all(project.path().join("data")).unwrap();
    let english = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/locales/en/locale.yaml");
    let english = fs::read_to_string(english).unwrap();
    let own = english
        .replace("tag: en", "tag: pt\nfallback: en")
        .replace("default: 2\n", "")
        .replace("\"Q{ordinal}", "\"T{ordinal}");
    fs::write(folder.join("locale.yaml"), own).unwrap();
    fs::write(folder.join("own.ftl"), "topic-summary = Resumo\n").unwrap();
    let rows: String = (1..=60).map(|at| format!("c{at},2026-08-{:02} 09:00\n", 1 + at % 28)).collect();
    fs::write(project.path().join("data/complaints.csv"), format!("complaint_id,received_at\n{rows}")).unwrap();
    fs::write(project.path().join("reports.yaml"), YAML).unwrap();
    project
}

#[test]
fn a_project_adds_a_locale_by_a_folder() {
    let project = project();
    let ended = project.run("run --period 2026-Q3");
    assert_eq!(ended.code, 0, "{}", ended.err);
    let page = |tag: &str| project.text(&format!("output/2026-Q3/a/issue-1/{tag}/a_2026-Q3_{tag}.html"));
    let (own, taiwan) = (page("pt"), page("zh-TW"));
    assert!(own.contains("<html lang=\"pt\">") && own.contains("T3 2026") && own.contains("Cliente"));
    assert!(own.contains("Resumo") && own.contains("Complaints"), "its own words, else those of its fallback");
    assert!(taiwan.contains("客户甲") && taiwan.contains("2026年第三季（2026Q3）") && taiwan.contains("客訴"));
    assert!(!own.contains('⟦') && !taiwan.contains('⟦'), "no message is missing");
}

#[test]
fn a_mistake_in_a_locale_is_told_at_its_place() {
    let project = project();
    let file = project.path().join("templates/locales/pt/locale.yaml");
    let sound = fs::read_to_string(&file).unwrap();
    for (from, to, told) in [
        ("letters: narrow", "letters: slim", "error[unknown-value]: unknown value `slim`"),
        ("tag: pt", "tag: es", "error[invalid-locale]: `tag` is `es` in the folder `pt`"),
        ("fallback: en", "fallback: xx", "error[unknown-locale]: unknown locale `xx` in `fallback`"),
        ("terms:", "term:", "error[unknown-key]: unknown key `term`"),
    ] {
        fs::write(&file, sound.replacen(from, to, 1)).unwrap();
        let ended = project.run("check");
        assert!(ended.code != 0 && ended.err.contains(told), "{told}: {}{}", ended.out, ended.err);
        assert!(ended.err.contains("templates/locales/pt/locale.yaml"), "{}", ended.err);
    }
    fs::write(&file, sound).unwrap();
    let ended = project.run("check --locale fr");
    assert!(ended.code != 0 && ended.err.contains("unknown locale `fr` in `--locale`"), "{}", ended.err);
}
