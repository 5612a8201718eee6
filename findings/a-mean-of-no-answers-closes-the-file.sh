#!/usr/bin/env bash
# A mean of no answers (0/0): SheetJS and exceljs store NaN as the number of a cell, for which
# openpyxl, and pandas by it, refuse the whole workbook (python-calamine reads NaN); DuckDB writes
# it bare into JSON, for which Polars refuses the whole file as JSON.parse would; Polars writes a
# formula =#NUM! into XLSX.
# Seen with: xlsx 0.18.5, exceljs 4.4.0, openpyxl 3.1.5, pandas 3.1.1, python-calamine 0.9.1,
#   duckdb 2.0.1, polars 2.1.0, xlsxwriter 3.3.1
# A reader of such files must: take such a cell for unreadable, name it, and read the others.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 pandas==3.1.1 python-calamine==0.9.1 duckdb==2.0.1 polars==2.1.0 xlsxwriter==3.3.1
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5 exceljs@4.4.0

cat > check.js <<'JS'
let changed = false;
const text = (v) => v instanceof Date ? v.toISOString() : typeof v === "string" ? v : JSON.stringify(v);
function compare(done, expected, recorded, value) {
  const seen = text(value);
  console.log(`done: ${done}\n  expected: ${expected}\n  seen:     ${seen}`);
  if (seen !== recorded) { console.log(`  recorded: ${recorded}`); changed = true; }
}
const version = (name) => JSON.parse(require("fs").readFileSync(`node_modules/${name}/package.json`)).version;
(async () => {
  console.log("xlsx", version("xlsx"));
  console.log("exceljs", version("exceljs"));
  const Sheets = require("xlsx");
  const Excel = require("exceljs");
  const rows = [["team", "csat"], ["A", 4.5], ["B", 0 / 0]];
  const book = Sheets.utils.book_new();
  Sheets.utils.book_append_sheet(book, Sheets.utils.aoa_to_sheet(rows), "t");
  Sheets.writeFile(book, "sheetjs.xlsx");
  const other = new Excel.Workbook();
  other.addWorksheet("t").addRows(rows);
  await other.xlsx.writeFile("exceljs.xlsx");
  const back = (file) => { const c = Sheets.readFile(file).Sheets.t.B3; return c ? `${c.t} ${c.v}` : "no cell"; };
  compare("SheetJS reads its own file", "no cell", "n NaN", back("sheetjs.xlsx"));
  compare("SheetJS reads the file of exceljs", "no cell", "n NaN", back("exceljs.xlsx"));
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
node check.js

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import duckdb
import openpyxl
import pandas
import polars
import python_calamine

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("openpyxl", version("openpyxl"))
print("pandas", version("pandas"))
print("python-calamine", version("python-calamine"))
print("duckdb", version("duckdb"))
print("polars", version("polars"))
def told(read):
    try:
        return str(read())
    except Exception as error:
        return type(error).__name__


duckdb.sql("copy (select 'B' as team, 0.0 / 0.0 as csat) to 'means.ndjson' (format json)")
compare("0.0 / 0.0 written as JSON by DuckDB", "null", '{"team":"B","csat":NaN}', open("means.ndjson").read().strip())
compare("that file by Polars", "null or NaN in one cell", "ComputeError", told(lambda: polars.read_ndjson("means.ndjson")))
polars.DataFrame({"csat": [4.5, float("nan")]}).write_excel("polars.xlsx")
compare("NaN written by Polars as XLSX", "a blank", "=#NUM!", str(openpyxl.load_workbook("polars.xlsx").active["A3"].value))
for file in ("sheetjs.xlsx", "exceljs.xlsx"):
    compare(f"{file} by openpyxl", "a blank or NaN in one cell", "ValueError", told(lambda: openpyxl.load_workbook(file)))
    compare(f"{file} by pandas with openpyxl", "a blank or NaN in one cell", "ValueError",
            told(lambda: pandas.read_excel(file, engine="openpyxl")))
    compare(f"{file} by python-calamine", "a blank or NaN in one cell", "[['team', 'csat'], ['A', 4.5], ['B', nan]]",
            told(lambda: python_calamine.load_workbook(file).get_sheet_by_index(0).to_python()))

sys.exit("the behaviour has changed" if changed else 0)
PY
