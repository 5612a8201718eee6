#!/usr/bin/env bash
# A number shown with its unit by the cell format: xlsx2csv writes the format in the place of the
# number (5 shown as "5min" becomes 0"01in"), and exceljs makes it the fourth of January 1900 when
# the letter is escaped (0\h). openpyxl and python-calamine read 5.
# Seen with: xlsx2csv 0.8.6, exceljs 4.4.0, openpyxl 3.1.5, python-calamine 0.9.1, xlsxwriter
#   3.3.1
# A reader of such files must: drop quoted, escaped, bracketed and padding parts of a format
#   before looking for date letters; keep the unit, it tells what the number is.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check xlsx2csv==0.8.6 openpyxl==3.1.5 python-calamine==0.9.1 xlsxwriter==3.3.1
npm install --silent --no-audit --no-fund --prefix . exceljs@4.4.0

venv/bin/python - <<'PY'
import csv
import io
import subprocess
import sys
from importlib.metadata import version

import openpyxl
import python_calamine
import xlsxwriter

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("xlsx2csv", version("xlsx2csv"))
print("openpyxl", version("openpyxl"))
print("python-calamine", version("python-calamine"))
forms = ['0"min"', '0.0 "days"', '#,##0" Std."', '0"s"', "0\\h", "0.0\\d"]
book = xlsxwriter.Workbook("units.xlsx")
sheet = book.add_worksheet("waits")
for row, form in enumerate(forms):
    sheet.write(row, 0, 5, book.add_format({"num_format": form}))
book.close()

numbers = [row[0].value for row in openpyxl.load_workbook("units.xlsx").active.iter_rows()]
compare("5 in six formats with a unit, by openpyxl", "5", [5] * 6, numbers)
numbers = [row[0] for row in python_calamine.load_workbook("units.xlsx").get_sheet_by_index(0).to_python()]
compare("by python-calamine", "5", [5.0] * 6, numbers)
out = subprocess.run(["venv/bin/xlsx2csv", "units.xlsx"], capture_output=True, text=True, check=True).stdout
compare(
    f"by xlsx2csv, formats {forms}",
    "5, or as shown: 5min, 5.0 days ...",
    ['0"01in"', '0.0 "04ays"', '#,##0" st04."', '0"s"', "012", "0.004"],
    [row[0] for row in csv.reader(io.StringIO(out))],
)

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
  await book.xlsx.readFile("units.xlsx");
  const cell = (name) => book.getWorksheet("waits").getCell(name).value;
  compare("0\"min\" by exceljs", "5", "5", cell("A1"));
  compare("0\\h by exceljs", "5", "1900-01-04T00:00:00.000Z", cell("A5"));
  compare("0.0\\d by exceljs", "5", "1900-01-04T00:00:00.000Z", cell("A6"));
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
node check.js
