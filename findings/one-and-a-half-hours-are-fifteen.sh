#!/usr/bin/env bash
# A span with a decimal comma: pandas reads "1,5 h" as 15 hours and parse-duration agrees;
# pytimeparse finds nothing and DuckDB refuses. pandas also reads the ISO month P1M as one minute,
# and DuckDB reads 3M as three minutes.
# Seen with: pandas 3.1.1, pytimeparse 1.1.10, duckdb 2.0.1, isodate 0.7.2, parse-duration 2.1.9
# A reader of such files must: settle the decimal mark of the column before reading spans, and
#   refuse months in a span.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 pytimeparse==1.1.10 duckdb==2.0.1 isodate==0.7.2
npm install --silent --no-audit --no-fund --prefix . parse-duration@2.1.9

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import duckdb
import isodate
import pandas
import pytimeparse

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pandas", version("pandas"))
print("pytimeparse", version("pytimeparse"))
print("duckdb", version("duckdb"))
print("isodate", version("isodate"))
def told(read):
    try:
        return str(read())
    except Exception as error:
        return type(error).__name__


compare("1,5 h by pandas", "1:30:00, or an error", "0 days 15:00:00", told(lambda: pandas.to_timedelta("1,5 h")))
compare("1,5 h by pytimeparse", "1:30:00, or an error", "None", told(lambda: pytimeparse.parse("1,5 h")))
compare("1,5 h by DuckDB", "1:30:00, or an error", "ConversionException",
        told(lambda: duckdb.sql("select '1,5 h'::interval").fetchall()[0][0]))
compare("P1M by pandas", "an error (a month is no fixed time)", "0 days 00:01:00", told(lambda: pandas.to_timedelta("P1M")))
compare("P1M by isodate", "one month", "Duration", type(isodate.parse_duration("P1M")).__name__)
compare("3M by DuckDB", "an error, or 3 months", "0:03:00", told(lambda: duckdb.sql("select '3M'::interval").fetchall()[0][0]))
compare("3M by pandas", "an error", "ValueError", told(lambda: pandas.to_timedelta("3M")))

sys.exit("the behaviour has changed" if changed else 0)
PY

cat > check.mjs <<'JS'
import parse from "parse-duration";
const hours = parse("1,5 h") / 3600000;
console.log(`done: 1,5 h by parse-duration\n  expected: 1.5 hours, or an error\n  seen:     ${hours} hours`);
if (hours !== 15) { console.error("the behaviour has changed"); process.exit(1); }
JS
node check.mjs
