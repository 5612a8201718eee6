#!/usr/bin/env bash
# A column of weekdays or of months: agate, and so csvkit, makes dates of the year 1 of it, so
# that a report by weekday loses its words. A column of 0 and 1 becomes true and false.
# Seen with: agate 1.14.2, csvkit 2.2.0
# A reader of such files must: keep words as words; a date needs a year.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check agate==1.14.2 csvkit==2.2.0

venv/bin/python - <<'PY'
import subprocess
import sys
from importlib.metadata import version

import agate

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("agate", version("agate"))
print("csvkit", version("csvkit"))
with open("words.csv", "w") as out:
    out.write("n,weekday,month,reopened\n2,Monday,May,0\n3,Friday,Mar,1\n")
table = agate.Table.from_csv("words.csv")
compare("Monday and Friday", "the words", ["0001-01-08", "0001-01-05"], [str(v) for v in table.columns["weekday"]])
compare("May and Mar", "the words", ["0001-05-01", "0001-03-01"], [str(v) for v in table.columns["month"]])
compare("reopened 0 and 1 times", "numbers", [False, True], list(table.columns["reopened"]))
out = subprocess.run(["venv/bin/csvjson", "words.csv"], capture_output=True, text=True, check=True).stdout
compare("csvjson of csvkit", "the words",
        '[{"n": 2.0, "weekday": "0001-01-08", "month": "0001-05-01", "reopened": false}, '
        '{"n": 3.0, "weekday": "0001-01-05", "month": "0001-03-01", "reopened": true}]', out.strip())

sys.exit("the behaviour has changed" if changed else 0)
PY
