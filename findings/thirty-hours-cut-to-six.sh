#!/usr/bin/env bash
# 30 hours in the format [h]:mm:ss: xlsx2csv writes 06:00 and drops the day and the seconds (12
# seconds are 00:00), while in the format [h]:mm it writes 1.25; exceljs gives a moment of 31
# December 1899; csvkit writes "1 day, 6:00:00", which DuckDB refuses as an interval and pandas
# reads.
# Seen with: xlsx2csv 0.8.6, exceljs 4.4.0, csvkit 2.2.0, openpyxl 3.1.5, duckdb 2.0.1, pandas
#   3.1.1, xlsxwriter 3.3.1
# A reader of such files must: read [h], [mm] and [ss] as spans of time, from the number of days
#   in the cell.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xlsx2csv==0.8.6 csvkit==2.2.0 openpyxl==3.1.5 duckdb==2.0.1 pandas==3.1.1 xlsxwriter==3.3.1
npm install --silent --no-audit --no-fund --prefix . exceljs@4.4.0

venv/bin/python - <<'PY'
import csv
import io
import subprocess
import sys
from importlib.metadata import version

import duckdb
import pandas
import xlsxwriter

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("xlsx2csv", version("xlsx2csv"))
print("csvkit", version("csvkit"))
print("duckdb", version("duckdb"))
print("pandas", version("pandas"))
book = xlsxwriter.Workbook("spans.xlsx")
sheet = book.add_worksheet("calls")
sheet.write_row(0, 0, ["handled", "wait", "planned"])
sheet.write(1, 0, 30 / 24, book.add_format({"num_format": "[h]:mm:ss"}))
sheet.write(1, 1, 12 / 86400, book.add_format({"num_format": "[h]:mm:ss"}))
sheet.write(1, 2, 30 / 24, book.add_format({"num_format": "[h]:mm"}))
book.close()


def rows(tool):
    out = subprocess.run([f"venv/bin/{tool}", "spans.xlsx"], capture_output=True, text=True, check=True).stdout
    return list(csv.reader(io.StringIO(out)))[1]


compare("30:00:00, 0:00:12 and 30:00 by xlsx2csv", "30:00:00, 0:00:12, 30:00", ["06:00", "00:00", "1.25"], rows("xlsx2csv"))
words = rows("in2csv")
compare("by in2csv of csvkit", "30:00:00, 0:00:12, 30:00", ["1 day, 6:00:00", "0:00:12", "1 day, 6:00:00"], words)
try:
    told = str(duckdb.sql(f"select '{words[0]}'::interval").fetchall()[0][0])
except duckdb.ConversionException:
    told = "ConversionException"
compare("1 day, 6:00:00 by DuckDB", "30 hours", "ConversionException", told)
compare("1 day, 6:00:00 by pandas", "30 hours", "1 days 06:00:00", str(pandas.to_timedelta(words[0])))

sys.exit("the behaviour has changed" if changed else 0)
PY

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
  console.log("exceljs", version("exceljs"));
  const Excel = require("exceljs");
  const book = new Excel.Workbook();
  await book.xlsx.readFile("spans.xlsx");
  compare("30:00:00 by exceljs", "1.25, or a span", "1899-12-31T06:00:00.000Z", book.worksheets[0].getCell("A2").value);
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
node check.js
