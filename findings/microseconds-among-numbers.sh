#!/usr/bin/env bash
# One true date in a column of numbers: Polars, reading by openpyxl, returns a column of integers
# in which the date is microseconds since 1970 and an elapsed time is microseconds, without a
# warning. Its default engine gives texts or refuses.
# Seen with: polars 2.1.0, fastexcel 0.21.0, openpyxl 3.1.5, xlsxwriter 3.3.1
# A reader of such files must: look at the kind of each cell before the kind of the column, and
#   name a column that mixes them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0 fastexcel==0.21.0 openpyxl==3.1.5 xlsxwriter==3.3.1

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import polars
import xlsxwriter

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("polars", version("polars"))
print("fastexcel", version("fastexcel"))
print("openpyxl", version("openpyxl"))
book = xlsxwriter.Workbook("mixed.xlsx")
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["minutes", "hours"])
sheet.write(1, 0, 5)
sheet.write(2, 0, 46204, book.add_format({"num_format": "yyyy-mm-dd"}))
sheet.write(1, 1, 5)
sheet.write(2, 1, 1.5, book.add_format({"num_format": "[h]:mm"}))
book.close()

frame = polars.read_excel("mixed.xlsx", engine="openpyxl")
compare("5 beside the date 2026-07-01", "an error, an object or a text", ("Int64", [5, 1782864000000000]),
        (str(frame["minutes"].dtype), frame["minutes"].to_list()))
compare("5 beside 36:00 elapsed", "an error, an object or a text", ("Int64", [5, 129600000000]),
        (str(frame["hours"].dtype), frame["hours"].to_list()))
frame = polars.read_excel("mixed.xlsx", columns=["minutes"])
compare("the same dates by the default engine", "the same as by the other engine", ("String", ["5", "2026-07-01 00:00:00"]),
        (str(frame["minutes"].dtype), frame["minutes"].to_list()))
try:
    polars.read_excel("mixed.xlsx", columns=["hours"])
    told = "read"
except Exception as error:
    told = type(error).__name__
compare("the same hours by the default engine", "the same as by the other engine", "UnsupportedColumnTypeCombinationError", told)

sys.exit("the behaviour has changed" if changed else 0)
PY
