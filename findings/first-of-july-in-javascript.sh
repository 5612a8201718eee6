#!/usr/bin/env bash
# A ticket of 1 July falls into the second quarter: exceljs stores the local midnight of Shanghai
# as 30 June 16:00, and SheetJS reads a true 1 July in that zone as 30 June 23:59:17, because it
# takes the offset that the city had in 1899.
# Seen with: exceljs 4.4.0, xlsx 0.18.5 (the newest on npm), openpyxl 3.1.5
# A reader of such files must: treat 16:00:00 and 23:59:17 on the eve of a quarter as a sign of a
#   shifted file, and count the rows at quarter edges.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check openpyxl==3.1.5
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
  console.log("exceljs", version("exceljs"));
  console.log("xlsx", version("xlsx"));
  const Excel = require("exceljs");
  const Sheets = require("xlsx");
  const book = new Excel.Workbook();
  const sheet = book.addWorksheet("t");
  sheet.addRow([new Date(2026, 6, 1)]);
  sheet.addRow([new Date(Date.UTC(2026, 6, 1))]);
  await book.xlsx.writeFile("july.xlsx");
  const read = Sheets.readFile("july.xlsx", { cellDates: true }).Sheets.t;
  const local = (d) => `${d.getFullYear()}-${d.getMonth() + 1}-${d.getDate()} ${d.toTimeString().slice(0, 8)}`;
  compare("a cell of 1 July 00:00 read by SheetJS in Shanghai, in local time", "2026-7-1 00:00:00", "2026-6-30 23:59:17", local(read.A2.v));
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
TZ=Asia/Shanghai node check.js

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import openpyxl

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("openpyxl", version("openpyxl"))
cells = openpyxl.load_workbook("july.xlsx").active["A"]
compare("new Date(2026, 6, 1) of Shanghai written by exceljs, read by openpyxl", "2026-07-01 00:00:00",
        "2026-06-30 16:00:00", str(cells[0].value))

sys.exit("the behaviour has changed" if changed else 0)
PY
