#!/usr/bin/env bash
# A number style given for the amounts also eats the dates: with thousands="." pandas reads
# 01.07.2026 as 1072026, in CSV and in HTML. And without any option pandas.read_html takes every
# comma for thousands: 1,5 is 15, 0,875 is 875, a list 1,2 is 12, ten with a footnote 2 is 102.
# Seen with: pandas 3.1.1, lxml 6.1.3
# A reader of such files must: choose the number style per column, and let a column of dates keep
#   its points.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 lxml==6.1.3

venv/bin/python - <<'PY'
import io
import sys
from importlib.metadata import version

import pandas

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pandas", version("pandas"))
print("lxml", version("lxml"))
file = "day;cost\n01.07.2026;1.234,50\n02.07.2026;5,00\n"
frame = pandas.read_csv(io.StringIO(file), sep=";", decimal=",", thousands=".")
compare("CSV, decimal=',' thousands='.'", ["01.07.2026", 1234.5], [1072026, 1234.5], [frame["day"][0].item(), frame["cost"][0].item()])

page = """<table><tr><th>weight</th><th>rooms</th><th>calls</th><th>day</th></tr>
<tr><td>0,875</td><td>1,2</td><td>10<sup>2</sup></td><td>01.07.2026</td></tr>
<tr><td>1,5</td><td>3,4</td><td>20</td><td>02.07.2026</td></tr></table>"""
frame = pandas.read_html(io.StringIO(page))[0]
compare("HTML, no option: weight", "texts, or 0.875 and 1.5", [875, 15], frame["weight"].tolist())
compare("HTML, no option: rooms", "texts", [12, 34], frame["rooms"].tolist())
compare("HTML, no option: calls with a footnote", "10 and 20", [102, 20], frame["calls"].tolist())
frame = pandas.read_html(io.StringIO(page), decimal=",", thousands=".")[0]
compare("HTML, decimal=',' thousands='.': day", "01.07.2026", [1072026, 2072026], frame["day"].tolist())

sys.exit("the behaviour has changed" if changed else 0)
PY
