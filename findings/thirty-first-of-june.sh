#!/usr/bin/env bash
# 2026-06-31 does not exist. d3.autoType, csv-parse with cast_date and SheetJS reading CSV make 1
# July of it, which is the next quarter; date-fns, Luxon, Polars and DuckDB refuse or leave the
# text; ClickHouse toDate makes 1 July too.
# Seen with: d3-dsv 3.0.2, csv-parse 7.0.3, xlsx 0.18.5, date-fns 4.4.0, luxon 3.7.2, chdb 4.4.0,
#   duckdb 2.0.1
# A reader of such files must: reject dates that are not in the calendar, with the line, and never
#   roll them over.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check chdb==4.4.0 duckdb==2.0.1
npm install --silent --no-audit --no-fund --prefix . d3-dsv@3.0.2 csv-parse@7.0.3 xlsx@0.18.5 date-fns@4.4.0 luxon@3.7.2

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
  console.log("d3-dsv", version("d3-dsv"));
  console.log("csv-parse", version("csv-parse"));
  console.log("xlsx", version("xlsx"));
  console.log("date-fns", version("date-fns"));
  console.log("luxon", version("luxon"));
  const d3 = await import("d3-dsv");
  const { parse } = require("csv-parse/sync");
  const Sheets = require("xlsx");
  const { parseISO } = require("date-fns");
  const { DateTime } = require("luxon");
  const file = "id,solved\na,2026-06-31\n";
  const expected = "the text, or an error";
  compare("d3.autoType", expected, "2026-07-01T00:00:00.000Z", d3.csvParse(file, d3.autoType)[0].solved);
  compare("csv-parse, cast_date", expected, "2026-07-01T00:00:00.000Z", parse(file, { columns: true, cast: true, cast_date: true })[0].solved);
  compare("SheetJS", expected, "2026-07-01T00:00:00.000Z", Sheets.read(file, { type: "string", cellDates: true }).Sheets.Sheet1.B2.v);
  compare("date-fns parseISO is valid", "false", "false", !isNaN(parseISO("2026-06-31")));
  compare("Luxon is valid", "false", "false", DateTime.fromISO("2026-06-31").isValid);
  if (changed) { console.error("the behaviour has changed"); process.exit(1); }
})().catch((e) => { console.error(e); process.exit(1); });
JS
TZ=UTC node check.js

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import chdb
import duckdb

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("chdb", version("chdb"))
print("duckdb", version("duckdb"))
with open("june.csv", "w") as out:
    out.write("id,solved\n1,2026-06-31\n")
compare("ClickHouse, toDate of the text", "an error", "2026-07-01", str(chdb.query("select toDate('2026-06-31')", "TSV")).strip())
compare("DuckDB", "the text, or an error", "VARCHAR", str(duckdb.sql("from 'june.csv'").types[1]))

sys.exit("the behaviour has changed" if changed else 0)
PY
