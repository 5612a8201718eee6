use super::*;
use crate::charts::draw_all;
use std::path::Path;

fn fixture(name: &str) -> Report {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
    serde_json::from_slice(&std::fs::read(path).expect("the fixture")).expect("a report")
}

fn page(report: &Report) -> String {
    let bytes = render(report, &draw_all(report), &Templates::built_in()).expect("the page");
    String::from_utf8(bytes).expect("UTF-8")
}

const FIXTURES: [&str; 4] = ["report-zh-CN.json", "report-en.json", "report-small-zh-CN.json", "report-small-en.json"];

#[test]
fn every_text_of_the_model_is_on_the_page() {
    for name in FIXTURES {
        let report = fixture(name);
        let page = page(&report);
        for section in &report.sections {
            let mut escaped = Vec::new();
            tera::escape_html(&section.title, &mut escaped).expect("into memory");
            assert!(page.contains(std::str::from_utf8(&escaped).expect("UTF-8")), "{name}: {}", section.title);
        }
        assert!(page.contains(&format!("<html lang=\"{}\">", report.language)));
        assert_eq!(page, self::page(&report), "the same bytes");
    }
}

/// A page without the one script that its policy allows.
fn without_script(page: &str) -> String {
    let templates = Templates::built_in();
    let script = templates.text("html/page.js").expect("the script");
    let hash = STANDARD.encode(Sha256::digest(script.as_bytes()));
    assert_eq!(page.matches(&format!("script-src 'sha256-{hash}';")).count(), 1, "the policy names the script");
    let rest = page.replacen(&format!("<script>{script}</script>"), "", 1);
    assert_ne!(rest, page, "the script as it was hashed");
    rest
}

#[test]
fn writes_a_page_with_one_script_and_without_outside_sources() {
    for name in FIXTURES {
        let page = without_script(&page(&fixture(name)));
        for forbidden in ["<script", "http://", "https://", "@import", "javascript:", "<link", "<iframe", " on"] {
            let found = page.match_indices(forbidden).find(|(at, _)| {
                let rest = &page[*at..];
                !rest.starts_with("http://www.w3.org/2000/svg") && (forbidden != " on" || is_handler(rest))
            });
            assert!(
                found.is_none(),
                "{name}: {forbidden}: {:?}",
                found.map(|(at, _)| &page[at..(at + 60).min(page.len())])
            );
        }
    }
}

/// An attribute such as ` onclick="`.
fn is_handler(text: &str) -> bool {
    let word: String = text[3..].chars().take_while(char::is_ascii_lowercase).collect();
    !word.is_empty() && text[3 + word.len()..].starts_with("=\"")
}

#[test]
fn markup_in_texts_stays_text() {
    let mut report = fixture("report-small-en.json");
    let hostile = "<script>alert(1)</script> {{ 7*7 }} #let x = 1 \" onload='x' & </title>";
    report.cover.title = hostile.into();
    report.meta.title = hostile.into();
    report.meta.author = hostile.into();
    report.sections[0].title = hostile.into();
    report.brand.primary = "red;}</style><script>".into();
    let page = page(&report);
    assert!(!without_script(&page).contains("<script"), "no element from a text");
    assert!(page.contains(
        "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }} #let x = 1 &quot; onload=&#39;x&#39; &amp; &lt;/title&gt;"
    ));
    assert!(page.contains("--primary: #1f3a5f;"), "a colour that cannot be read falls back");
}

#[test]
fn anchors_are_unique_and_links_arrive() {
    for name in FIXTURES {
        let page = page(&fixture(name));
        let all = |mark: &str| -> Vec<String> {
            page.split(mark).skip(1).map(|rest| rest.split('"').next().expect("a quote").to_owned()).collect()
        };
        let ids = all(" id=\"");
        let unique: std::collections::BTreeSet<&String> = ids.iter().collect();
        assert_eq!(unique.len(), ids.len(), "{name}");
        for link in all("href=\"#") {
            assert!(ids.contains(&link), "{name}: #{link} leads nowhere");
        }
    }
}

#[test]
fn pictures_have_alternative_texts() {
    for name in FIXTURES {
        let page = page(&fixture(name));
        for picture in page.split("<svg ").skip(1) {
            let head = picture.split('>').next().expect("an end");
            assert!(
                head.starts_with("role=\"img\" aria-label=\"") && !head.contains("aria-label=\"\""),
                "{name}: {head}"
            );
        }
        assert!(page.split("<img ").skip(1).all(|image| image.split('>').next().expect("an end").contains("alt=\"")));
    }
}

#[test]
fn headings_step_down_one_level_at_a_time() {
    for name in FIXTURES {
        let page = page(&fixture(name));
        let is_level = |rest: &&str| rest.as_bytes().first().is_some_and(u8::is_ascii_digit);
        let levels: Vec<u32> = page.split("<h").filter(is_level).filter_map(|rest| rest[..1].parse().ok()).collect();
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{name}");
        assert_eq!(levels[0], 1, "{name}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: {levels:?}");
    }
}

fn with_override(name: &str, text: &str) -> Result<Vec<u8>, RenderError> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join(name);
    std::fs::create_dir_all(path.parent().expect("a parent")).expect("made");
    std::fs::write(&path, text).expect("written");
    let report = fixture("report-en.json");
    let templates = Templates::with_folder(folder.path()).expect("read");
    render(&report, &draw_all(&report), &templates).map_err(|mut error| {
        for diagnostic in &mut error.diagnostics {
            diagnostic.place.file =
                diagnostic.place.file.strip_prefix(folder.path()).unwrap_or(&diagnostic.place.file).to_owned();
        }
        error
    })
}

#[test]
fn an_unknown_field_is_named_with_its_place() {
    let callout =
        "{% component callout(tone: string, title: string, text: string) -%}{{ title }}{%- endcomponent callout %}\n";
    let text = format!(
        "{callout}{{% component cover(cover: map, brand: map, labels: map) -%}}\n<h1>{{{{ cover.titel }}}}</h1>\n{{%- endcomponent cover %}}"
    );
    let error = with_override("html/cover.html", &text).map(|_| ()).expect_err("callout is defined twice");
    assert!(error.to_string().contains("callout"), "{error}");
    let text = "{% component cover(cover: map, brand: map, labels: map) -%}\n<h1>{{ cover.titel }}</h1>\n{%- endcomponent cover %}";
    let error = with_override("html/cover.html", text).map(|_| ()).expect_err("no such field");
    assert_eq!(
        error.to_string(),
        "html/cover.html:2:14: error[template]: field `titel` is not defined\n  hint: did you mean `title`? there \
         are: confidentiality, facts, kicker, main_facts, notice, subtitle, title"
    );
}

#[test]
fn a_syntax_error_is_named_with_its_place() {
    let error = with_override("html/chart.html", "{% component chart(chart: map) %}\n{{ chart. }}\n").map(|_| ());
    let error = error.expect_err("not a template");
    assert_eq!(error.diagnostics.len(), 1, "{error}");
    assert!(error.to_string().starts_with("html/chart.html:2:"), "{error}");
}

#[test]
fn one_file_can_be_replaced() {
    let page = with_override("theme.css", "body { color: rebeccapurple }").expect("a page");
    assert!(String::from_utf8(page).expect("UTF-8").contains("rebeccapurple"));
    let error = with_override("theme.css", "a {}\n</STYLE><script>").map(|_| ()).expect_err("ends the style sheet");
    assert!(error.to_string().starts_with("theme.css:2: error[template]: `</style`"), "{error}");
}

#[test]
fn a_missing_drawing_is_an_error() {
    let report = fixture("report-en.json");
    let error = render(&report, &Drawings::new(), &Templates::built_in()).map(|_| ()).expect_err("no drawings");
    assert!(error.to_string().contains("there is no drawing of the chart"), "{error}");
}
