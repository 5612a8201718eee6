#!/usr/bin/env bash
# Polars: casting 1,5 to a number is an error, but to_decimal on the same column turns it into
# null without a word, and takes the scale from the other cells; decimal_comma=True in read_csv
# reads 1,5 but leaves a column of 1.234,5 as text. DuckDB, told that the comma is the decimal
# mark, still cuts the lines at the commas, and three cells come out under a header of two.
# Seen with: polars 2.1.0, duckdb 2.0.1
# A reader of such files must: count what could not be read, settle delimiter, decimal and
#   thousands mark together, and compare the width of rows and header.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0 duckdb==2.0.1

venv/bin/python - <<'PY'
import io
import sys
from importlib.metadata import version

import duckdb
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("polars", version("polars"))
print("duckdb", version("duckdb"))
column = polars.Series(["1,5", "2", "1,234.5"])
try:
    told = str(column.cast(polars.Float64).to_list())
except polars.exceptions.InvalidOperationError:
    told = "InvalidOperationError"
compare("1,5 and 2 and 1,234.5 cast to Float64", "an error", "InvalidOperationError", told)
compare("the same by to_decimal(scale=1)", "an error", ["None", "2.0", "None"], [str(v) for v in column.str.to_decimal(scale=1)])
file = "hours;cost\n1,5;1.234,5\n2,25;5,0\n"
frame = polars.read_csv(io.StringIO(file), separator=";", decimal_comma=True)
compare("Polars, decimal_comma", [1.5, 1234.5], [1.5, "1.234,5"], list(frame.row(0)))
with open("german.csv", "w") as out:
    out.write(file)
for options, recorded in (
    ("decimal_separator = ','", [1, "5;1.234", 5]),
    ("decimal_separator = ',', thousands = '.'", [1, "5;1.234", 5]),
    ("decimal_separator = ',', delim = ';'", [1.5, "1.234,5"]),
    ("decimal_separator = ',', thousands = '.', delim = ';'", [1.5, 1234.5]),
):
    relation = duckdb.sql(f"from read_csv('german.csv', {options})")
    compare(f"DuckDB, {options}", [1.5, 1234.5], recorded, list(relation.fetchall()[0]))

sys.exit("the behaviour has changed" if changed else 0)
PY
