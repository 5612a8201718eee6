#!/usr/bin/env bash
# An id column of a workbook that is numeric for its first thousand rows: Polars reads a later
# "T-7" as null and "0012" as 12, silently. The same table as CSV is refused by the same library.
# Seen with: polars 2.1.0, fastexcel 0.21.0, xlsxwriter 3.3.1
# A reader of such files must: decide the type of an id column from all its cells; a text among
#   numbers is a finding, not a blank.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check polars==2.1.0 fastexcel==0.21.0 xlsxwriter==3.3.1

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
ids = list(range(1, 1501)) + ["T-7", "0012"]
book = xlsxwriter.Workbook("late.xlsx", {"strings_to_numbers": False})
sheet = book.add_worksheet()
sheet.write_row(0, 0, ["ticket_id", "n"])
for row, value in enumerate(ids, start=1):
    sheet.write_row(row, 0, [value, 1])
book.close()
with open("late.csv", "w") as out:
    out.write("ticket_id,n\n" + "".join(f"{value},1\n" for value in ids))

read = polars.read_excel("late.xlsx")["ticket_id"]
compare("rows 1500 to 1502 of the workbook", "1500, T-7 and 0012 as texts, or an error",
        ("Int64", [1500, None, 12]), (str(read.dtype), read.tail(3).to_list()))
read = polars.read_excel("late.xlsx", infer_schema_length=None)["ticket_id"]
compare("with infer_schema_length=None", "texts", ["1500", "T-7", "0012"], read.tail(3).to_list())
try:
    polars.read_csv("late.csv")
    told = "read"
except polars.exceptions.ComputeError:
    told = "ComputeError"
compare("the same table as CSV", "the same as from the workbook", "ComputeError", told)

sys.exit("the behaviour has changed" if changed else 0)
PY
