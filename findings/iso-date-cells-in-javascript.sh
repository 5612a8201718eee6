#!/usr/bin/env bash
# A date cell that openpyxl writes with iso_dates (type "d", allowed by the standard): in Shanghai
# SheetJS reads 09:30 as 01:30, in New York as 13:30; exceljs reads every such cell as 18 July
# 1905 (it stops at the year and takes 2026 for a serial number); read-excel-file refuses the file
# for a time cell.
# Seen with: openpyxl 3.1.5, xlsx 0.18.5, exceljs 4.4.0, read-excel-file 9.3.17, python-calamine
#   0.9.1
# A reader of such files must: read cells of type "d" as text in ISO form, and without a zone as
#   local wall clock.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5 python-calamine==0.9.1
npm install --silent --no-audit --no-fund --prefix . xlsx@0.18.5 exceljs@4.4.0 read-excel-file@9.3.17

venv/bin/python - <<'PY'
import datetime
import sys
from importlib.metadata import version

import openpyxl
import python_calamine

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("openpyxl", version("openpyxl"))
print("python-calamine", version("python-calamine"))
book = openpyxl.Workbook()
book.iso_dates = True
book.active.append(["opened", "at"])
book.active.append([datetime.datetime(2026, 7, 1, 9, 30), datetime.time(9, 30)])
book.save("iso.xlsx")
sheet = python_calamine.load_workbook("iso.xlsx").get_sheet_by_index(0)
compare("by python-calamine", "2026-07-01 09:30", "2026-07-01 09:30:00", str(sheet.to_python()[1][0]))

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
  console.log("read-excel-file", version("read-excel-file"));
  const Sheets = require("xlsx");
  const Excel = require("exceljs");
  const { execFileSync } = require("child_process");
  const inZone = (zone) => execFileSync(process.execPath, ["-e",
    'const c = require("xlsx").readFile("iso.xlsx").Sheets.Sheet.A2; process.stdout.write(c.w)'],
    { env: { ...process.env, TZ: zone } }).toString();
  compare("2026-07-01T09:30:00 by SheetJS in Shanghai, as shown", "9:30", "2026-07-01 1:30:43", inZone("Asia/Shanghai"));
  compare("in New York", "9:30", "2026-07-01 13:30:00", inZone("America/New_York"));
  const book = new Excel.Workbook();
  await book.xlsx.readFile("iso.xlsx");
  compare("by exceljs", "2026-07-01T09:30", "1905-07-18T00:00:00.000Z", book.worksheets[0].getCell("A2").value);
  const reader = require("read-excel-file/node");
  const told = await (reader.readSheet || reader.default)("iso.xlsx").then(() => "read", (error) => error.constructor.name);
  compare("by read-excel-file", "read", "InvalidSpreadsheetError", told);
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
node check.js
