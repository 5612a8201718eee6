#!/usr/bin/env bash
# 2026-07-01 09:00 with CST, IST or BST: DuckDB takes CST for Chicago in summer time (-5),
# dateparser and chrono-node for -6, Polars skips the letters, pandas refuses; a Chinese system
# means +8. IST is India for DuckDB and chrono-node, Israel for dateparser; BST is Bangladesh for
# DuckDB, London for the others. DuckDB knows no PDT and no CEST.
# Seen with: duckdb 2.0.1, dateparser 1.5.0, polars 2.1.0, pandas 3.1.1, chrono-node 2.10.3
# A reader of such files must: refuse zone abbreviations, and ask for the zone of the source.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check duckdb==2.0.1 dateparser==1.5.0 polars==2.1.0 pandas==3.1.1
npm install --silent --no-audit --no-fund --prefix . chrono-node@2.10.3

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import dateparser
import duckdb
import pandas
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("duckdb", version("duckdb"))
print("dateparser", version("dateparser"))
print("polars", version("polars"))
print("pandas", version("pandas"))
def told(read):
    try:
        return read()
    except Exception as error:
        return type(error).__name__


duckdb.sql("set timezone = 'UTC'")
offsets = {"CST": ("14:00", "-1 day, 18:00:00"), "IST": ("03:30", "2:00:00"), "BST": ("03:00", "1:00:00"),
           "PDT": ("ConversionException", "-1 day, 17:00:00"), "CEST": ("ConversionException", "2:00:00")}
for letters, (duck, parsed) in offsets.items():
    text = f"2026-07-01 09:00:00 {letters}"
    compare(f"{text} by DuckDB, in UTC", "an error", duck,
            told(lambda: duckdb.sql(f"select '{text}'::timestamptz::varchar").fetchall()[0][0][11:16]))
    compare(f"{text} by dateparser, offset", "an error", parsed, str(dateparser.parse(text).utcoffset()))
    compare(f"{text} by Polars, %Z", "an error", "2026-07-01 09:00:00",
            told(lambda: str(polars.Series([text]).str.to_datetime("%Y-%m-%d %H:%M:%S %Z")[0])))
    compare(f"{text} by pandas", "an error", "ValueError", told(lambda: str(pandas.to_datetime(text))))

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
console.log("chrono-node", version("chrono-node"));
const chrono = require("chrono-node");
const at = (letters) => chrono.parseDate(`2026-07-01 09:00 ${letters}`).toISOString().slice(11, 16);
compare("CST, IST, BST by chrono-node, in UTC", "errors", '["15:00","03:30","08:00"]', ["CST", "IST", "BST"].map(at));
if (changed) { console.error("the behaviour has changed"); process.exit(1); }
JS
TZ=UTC node check.js
