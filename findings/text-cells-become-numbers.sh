#!/usr/bin/env bash
# pandas.read_excel turns cells that are texts in the workbook into numbers: ids 007 and 008
# become 7 and 8, the month 2026.10 becomes 2026.1 (the same as January), 1e5 becomes 100000, and
# the country NA is missing. Polars keeps the texts.
# Seen with: pandas 3.1.1, openpyxl 3.1.5, python-calamine 0.9.1, polars 2.1.0, fastexcel 0.21.0
# A reader of such files must: trust the type that the workbook states; a file that went through
#   pandas may have lost zeros for good.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 openpyxl==3.1.5 python-calamine==0.9.1 polars==2.1.0 fastexcel==0.21.0

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import openpyxl
import pandas
import polars

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pandas", version("pandas"))
print("polars", version("polars"))
book = openpyxl.Workbook()
book.active.append(["customer_id", "month", "code", "country"])
book.active.append(["007", "2026.07", "1e5", "NA"])
book.active.append(["008", "2026.10", "2e6", "DE"])
book.save("texts.xlsx")
print("cell types in the file:", [cell.data_type for cell in book.active[2]])

for engine in ("openpyxl", "calamine"):
    frame = pandas.read_excel("texts.xlsx", engine=engine)
    compare(
        f"four columns of text cells, pandas with {engine}",
        "the texts",
        [[7, 8], [2026.07, 2026.1], [100000.0, 2000000.0], ["missing", "DE"]],
        [[("missing" if value != value else value) for value in frame[name]] for name in frame],
    )
frame = polars.read_excel("texts.xlsx")
compare("the same by Polars", "the texts", [("007", "2026.07", "1e5", "NA"), ("008", "2026.10", "2e6", "DE")], frame.rows())

sys.exit("the behaviour has changed" if changed else 0)
PY
