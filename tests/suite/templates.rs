//! Templates of one's own: taken from the built-in ones, tried with what was made last, mistakes at their place.

use super::project::Project;
use std::fs;

#[test]
fn templates_are_taken_out_changed_and_tried() {
    let project = Project::empty();
    fs::create_dir(project.path().join("data")).unwrap();
    let rows: String = (1..=28).map(|day| format!("{day},2026-08-{day:02} 09:00,2026-08-{day:02} 12:00\n")).collect();
    fs::write(project.path().join("data/tickets.csv"), format!("ticket_id,created_at,resolved_at\n{rows}")).unwrap();
    let yaml = "version: 1\ntemplates: own\nreports:\n  - {id: a, client: A, data: data, as_of: 2026-10-15, formats: [pdf, json], \
                locales: [en], tables: {tickets: tickets.csv}}\n";
    fs::write(project.path().join("reports.yaml"), yaml).unwrap();
    let exported = project.run("templates export own pdf/ html/table.html");
    assert_eq!(exported.code, 0, "{}", exported.err);
    assert!(project.path().join("own/html/table.html").is_file() && !project.path().join("own/fonts").exists());
    assert_eq!(project.run("run --quiet").code, 0);
    let tried = project.run("templates check");
    assert!(tried.code == 0 && tried.out.contains("no mistake; tried with a en"), "{}{}", tried.out, tried.err);
    let view = project.path().join("output/2026-Q3/a/issue-1/en/report.json");
    let whole = fs::read(&view).unwrap();
    fs::write(&view, "{}").unwrap();
    let tried = project.run("templates check");
    assert!(
        tried.err.contains("not tried with a: ") && tried.out.contains("no report.json"),
        "{}{}",
        tried.out,
        tried.err
    );
    fs::write(&view, whole).unwrap();
    // What a person changed stays when the others are taken out again.
    let main = project.text("own/pdf/main.typ");
    let changed = main.replacen("report.meta.title", "report.meta.tilte", 1);
    assert_ne!(main, changed);
    fs::write(project.path().join("own/pdf/main.typ"), &changed).unwrap();
    assert_eq!(project.run("templates export own pdf/").code, 0);
    assert_eq!(project.text("own/pdf/main.typ"), changed);
    let tried = project.run("templates check");
    assert!(tried.code != 0 && tried.err.contains("own/pdf/main.typ:15:"), "{} {}", tried.code, tried.err);
    assert!(tried.err.contains("did you mean `title`? there are: annex, as_of,"), "{}", tried.err);
}
