#!/usr/bin/env bash
# dateparser finds dates where there are none: n/a is last Thursday, 2026-W27 is 27 November,
# 2026070109 is a day in 2034, 2026/13/01 is 13 January, 5 is May, and a quarter is a day in its
# middle month. All but one of them move with the day of the run.
# Seen with: dateparser 1.5.0
# A reader of such files must: accept only forms it can name, and see to it that no reading
#   depends on the clock.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check dateparser==1.5.0

venv/bin/python - <<'PY'
import datetime
import sys
from importlib.metadata import version

import dateparser

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("dateparser", version("dateparser"))
settings = {"RELATIVE_BASE": datetime.datetime(2026, 11, 30)}
recorded = {
    "n/a": "2026-11-26",
    "2026-W27": "2026-11-27",
    "2026070109": "2034-03-15",
    "2026/13/01": "2026-01-13",
    "5": "2026-05-30",
    "2026Q3": "2026-08-30",
    "2026.1": "2026-01-30",
    "2d": "2026-11-28",
}
for text, day in recorded.items():
    read = dateparser.parse(text, settings=settings)
    compare(f"{text!r} on 30 November 2026", "None, or the month or quarter itself", day, str(read.date()) if read else "None")
for text in ("2026-06-30 24:00", "20260701", "31/06/2026"):
    compare(f"{text!r}", "a date, or None", None, dateparser.parse(text, settings=settings))

sys.exit("the behaviour has changed" if changed else 0)
PY
