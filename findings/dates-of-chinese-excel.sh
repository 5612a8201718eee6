#!/usr/bin/env bash
# The built-in date formats 27 to 36 and 50 to 58 (what a Chinese or Japanese Excel stores for
# "2026年7月1日") are dates for python-calamine and SheetJS, plain numbers for openpyxl, exceljs,
# xlsx2csv, and so for pandas as long as its default engine is openpyxl (it announces a change to
# calamine: the same call will then give dates).
# Seen with: openpyxl 3.1.5, python-calamine 0.9.1, pandas 3.1.1, xlsx2csv 0.8.6, xlsx 0.18.5,
#   exceljs 4.4.0
# A reader of such files must: take the ids 27-36 and 50-58 for dates although no format string
#   stands in the file.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1 pandas==3.1.1 xlsx2csv==0.8.6 xlsxwriter==3.3.1
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5 exceljs@4.4.0

venv/bin/python - <<'PY'
import re
import subprocess
import sys
import zipfile
from importlib.metadata import version

import pandas
import xlsxwriter

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("openpyxl", version("openpyxl"))
print("pandas", version("pandas"))
print("python-calamine", version("python-calamine"))
print("xlsx2csv", version("xlsx2csv"))
# The date cells get the built-in formats 31 and 57, for which no format string stands in the file.
book = xlsxwriter.Workbook("plain.xlsx")
sheet = book.add_worksheet("Sheet")
sheet.write_row(0, 0, ["opened", "closed"])
sheet.write(1, 0, 46204, book.add_format({"num_format": "yyyy-mm-dd"}))
sheet.write(1, 1, 46205, book.add_format({"num_format": "yyyy-mm"}))
book.close()
with zipfile.ZipFile("plain.xlsx") as old, zipfile.ZipFile("east.xlsx", "w") as new:
    for name in old.namelist():
        data = old.read(name)
        if name == "xl/styles.xml":
            text = re.sub("<numFmts.*?</numFmts>", "", data.decode())
            data = text.replace('numFmtId="164"', 'numFmtId="31"').replace('numFmtId="165"', 'numFmtId="57"').encode()
        new.writestr(name, data)

date = "2026-07-01 00:00:00"
frame = pandas.read_excel("east.xlsx", engine="openpyxl")
compare("the cell 46204 in format 31 and 46205 in 57, by pandas with openpyxl", "2026-07-01", ["46204", "46205"], [str(v) for v in frame.iloc[0]])
frame = pandas.read_excel("east.xlsx", engine="calamine")
compare("by pandas with calamine", "2026-07-01", [date, "2026-07-02 00:00:00"], [str(v) for v in frame.iloc[0]])
out = subprocess.run(["venv/bin/xlsx2csv", "east.xlsx"], capture_output=True, text=True, check=True).stdout
compare("by xlsx2csv", "2026-07-01", "46204,46205", out.splitlines()[1])

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
  console.log("xlsx", version("xlsx"));
  console.log("exceljs", version("exceljs"));
  const Sheets = require("xlsx");
  const Excel = require("exceljs");
  const first = Sheets.readFile("east.xlsx", { cellDates: true }).Sheets.Sheet.A2;
  compare("by SheetJS", "2026-07-01", "2026-07-01T00:00:00.000Z", first.v);
  const book = new Excel.Workbook();
  await book.xlsx.readFile("east.xlsx");
  compare("by exceljs", "2026-07-01", "46204", book.worksheets[0].getCell("A2").value);
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
TZ=UTC node check.js
