#!/usr/bin/env bash
# Times with and without an offset in one JSON column: pyarrow converts the former to UTC, leaves
# the latter as they are, and marks the column as having no zone: 09:00+08:00 and 09:00 come out
# eight hours apart with nothing to tell them from each other. Its CSV reader leaves the same
# column as text; DuckDB takes the bare ones for its own zone in CSV and gives text in JSON.
# Seen with: pyarrow 26.0.1, duckdb 2.0.1
# A reader of such files must: refuse a column that mixes times with and without an offset unless
#   the zone of the bare ones is stated.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pyarrow==26.0.1 duckdb==2.0.1 pytz==2026.6

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import duckdb
import pyarrow.csv
import pyarrow.json

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pyarrow", version("pyarrow"))
print("duckdb", version("duckdb"))
with open("times.ndjson", "w") as out:
    out.write('{"replied": "2026-07-01T09:00:00+08:00"}\n{"replied": "2026-07-01T09:00:00"}\n')
with open("times.csv", "w") as out:
    out.write("id,replied\n1,2026-07-01T09:00:00+08:00\n2,2026-07-01T09:00:00\n")
table = pyarrow.json.read_json("times.ndjson")
compare("JSON by pyarrow", "texts, an error, or a column in UTC",
        ("timestamp[s]", ["2026-07-01 01:00:00", "2026-07-01 09:00:00"]),
        (str(table["replied"].type), [str(v) for v in table["replied"].to_pylist()]))
compare("CSV by pyarrow", "the same as JSON", "string", str(pyarrow.csv.read_csv("times.csv")["replied"].type))
duckdb.sql("set timezone = 'Asia/Shanghai'")
compare("JSON by DuckDB", "texts or an error", "VARCHAR", str(duckdb.sql("from 'times.ndjson'").types[0]))
compare("CSV by DuckDB in Shanghai: are the two times equal?", "texts or an error", True,
        duckdb.sql("select min(replied) = max(replied) from 'times.csv'").fetchall()[0][0])

sys.exit("the behaviour has changed" if changed else 0)
PY
