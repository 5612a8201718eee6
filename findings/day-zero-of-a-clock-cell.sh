#!/usr/bin/env bash
# The cell 09:30 with no date: openpyxl gives a time, exceljs and read-excel-file give 30 December
# 1899, Polars with fastexcel gives 31 December 1899. Adding "date" and "time" columns by their
# differences is a day off between two readers; 30:00 elapsed in one column with a clock cell
# makes Polars refuse the column.
# Seen with: openpyxl 3.1.5, polars 2.1.0, fastexcel 0.21.0, exceljs 4.4.0, read-excel-file
#   9.3.17, xlsxwriter 3.3.1
# A reader of such files must: keep only the fraction of the day of a cell below 1, and take what
#   lies at or above 1 with a clock format for a span.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 polars==2.1.0 fastexcel==0.21.0 xlsxwriter==3.3.1
npm install --silent --no-audit --no-fund --prefix . exceljs@4.4.0 read-excel-file@9.3.17

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import openpyxl
import polars
import xlsxwriter

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("openpyxl", version("openpyxl"))
print("polars", version("polars"))
print("fastexcel", version("fastexcel"))
book = xlsxwriter.Workbook("clock.xlsx")
sheet = book.add_worksheet("t")
clock = book.add_format({"num_format": "h:mm"})
sheet.write_row(0, 0, ["start", "length"])
sheet.write(1, 0, 9.5 / 24, clock)
sheet.write(1, 1, 9.5 / 24, clock)
sheet.write(2, 0, 10 / 24, clock)
sheet.write(2, 1, 30 / 24, book.add_format({"num_format": "[h]:mm"}))
book.close()
compare("09:30 by openpyxl", "09:30:00", "09:30:00", str(openpyxl.load_workbook("clock.xlsx").active["A2"].value))
compare("09:30 by Polars", "a time", "1899-12-31 09:30:00", str(polars.read_excel("clock.xlsx", columns=["start"])["start"][0]))
try:
    told = str(polars.read_excel("clock.xlsx", columns=["length"])["length"].dtype)
except Exception as error:
    told = type(error).__name__
compare("9:30 in h:mm above 30:00 in [h]:mm, by Polars", "two durations", "UnsupportedColumnTypeCombinationError", told)

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
  console.log("read-excel-file", version("read-excel-file"));
  const Excel = require("exceljs");
  const book = new Excel.Workbook();
  await book.xlsx.readFile("clock.xlsx");
  compare("09:30 by exceljs", "a time", "1899-12-30T09:30:00.000Z", book.worksheets[0].getCell("A2").value);
  const reader = require("read-excel-file/node");
  const rows = await (reader.readSheet || reader.default)("clock.xlsx");
  compare("09:30 by read-excel-file", "a time", "1899-12-30T09:30:00.000Z", rows[1][0]);
  compare("30:00 elapsed by read-excel-file", "a number or a span", "1899-12-31T06:00:00.000Z", rows[2][1]);
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
node check.js
