#!/usr/bin/env bash
# ClickHouse: a number in brackets before `::` is taken as its text, `(5)`, and cast as that: NULL for a nullable type, an error
# otherwise; `CAST((5) AS …)` and `(5 + 0)::…` are 5.
# Seen with: PyPI chdb 4.4.0 (ClickHouse 26.9)
# Who writes SQL for several databases must: write CAST, for an operand that stands in brackets is no rare thing in made SQL,
# and a NULL that nobody asked for is a row less in a mean.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --disable-pip-version-check 'chdb==4.4.0'
"$work/venv/bin/python" - <<'PYTHON'
import sys

import chdb


def asked(sql):
    try:
        return chdb.query(sql, "TSV").bytes().decode().strip()
    except Exception as error:
        return "error: " + str(error).splitlines()[0][:60]


print("ClickHouse", asked("SELECT version()"))
expected = {
    "SELECT 5::Nullable(Int64)": "5",
    "SELECT (5)::Nullable(Int64)": r"\N",
    "SELECT (-5)::Nullable(Int64)": r"\N",
    "SELECT (1.5)::Nullable(Float64)": r"\N",
    "SELECT (5 + 0)::Nullable(Int64)": "5",
    "SELECT CAST((5) AS Nullable(Int64))": "5",
    "SELECT avg((number)::Nullable(Float64)) FROM numbers(3)": "1",
    "SELECT count((7)::Nullable(Int64)) FROM numbers(3)": "0",
}
changed = False
for sql, seen in expected.items():
    now = asked(sql)
    changed |= now != seen
    print(f"{sql:60} {now:6}" + ("" if now == seen else f"   recorded: {seen}"))
refused = asked("SELECT (5)::Int64")
changed |= "error" not in refused
print(f"{'SELECT (5)::Int64':60} {refused}")
print("expected: the number itself in all of them, since brackets around a value are nothing more")
sys.exit(1 if changed else 0)
PYTHON
