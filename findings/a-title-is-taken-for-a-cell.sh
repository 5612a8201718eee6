#!/usr/bin/env bash
# A chart title or the name of a line that ends in `!` and what could be an address, such as "Well done!Q3", is taken
# for a cell of another sheet: one writer then refuses to save the workbook, the other warns and saves a chart whose
# title points to a sheet that is not there.
# Seen with: rust_xlsxwriter 0.99.1 ("Unknown worksheet name"), XlsxWriter 3.2.9
# A writer of charts with titles from data must: break such texts, or hand over a cell that holds them.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/src"
cat > "$work/Cargo.toml" <<'TOML'
[package]
name = "titles"
version = "0.0.0"
edition = "2024"

[dependencies]
rust_xlsxwriter = "=0.99.1"
TOML
cat > "$work/src/main.rs" <<'RUST'
use rust_xlsxwriter::{Chart, ChartType, Workbook};

fn saved(title: &str, line: &str) -> Result<(), String> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for row in 0..3 {
        sheet.write(row, 0, f64::from(row)).unwrap();
    }
    let mut chart = Chart::new(ChartType::Line);
    chart.title().set_name(title);
    chart.add_series().set_values(("Sheet1", 0, 0, 2, 0)).set_name(line);
    sheet.insert_chart(0, 2, &chart).unwrap();
    book.save_to_buffer().map(drop).map_err(|error| error.to_string())
}

fn main() {
    let mut wrong = 0;
    for (title, line, expected) in [
        ("Well done! Q3", "calls", true),
        ("Well done!Q3", "calls", false),
        ("Calls", "Well done!Q3", false),
        ("Calls", "Well done!K", true),
    ] {
        let found = saved(title, line);
        println!("title {title:?}, line {line:?}: {found:?}");
        wrong += i32::from(found.is_ok() != expected);
    }
    std::process::exit(wrong);
}
RUST
CARGO_TARGET_DIR="$work/target" cargo run --quiet --manifest-path "$work/Cargo.toml"
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet XlsxWriter==3.2.9
cd "$work"
"$work/python/bin/python" - <<'PYTHON'
import re, zipfile
import xlsxwriter

with xlsxwriter.Workbook("title.xlsx") as book:
    sheet = book.add_worksheet()
    sheet.write_column(0, 0, [0, 1, 2])
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=Sheet1!$A$1:$A$3"})
    chart.set_title({"name": "Well done!Q3"})
    sheet.insert_chart("C1", chart)
text = zipfile.ZipFile("title.xlsx").read("xl/charts/chart1.xml").decode()
title = text[text.index("<c:title>"):text.index("</c:title>")]
words, cell = re.findall(r"<a:t>(.*?)</a:t>", title), re.findall(r"<c:f>(.*?)</c:f>", title)
print("XlsxWriter writes the words", words, "and the cell", cell)
assert (words, cell) == ([], ["Well done!Q3"]), title
PYTHON
