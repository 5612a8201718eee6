#!/usr/bin/env bash
# price-parser drops the sign: -5, (5), 5- and the typographic minus are all 5, 10-20 is 10; and
# it decides the mark cell by cell: 0,875 is 875 while 1,5 is 1.5, 1.5万 is 1.5.
# Seen with: price-parser 0.5.1
# A reader of such files must: read signs before, behind and as brackets, the factor behind, and
#   one style for the column.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check price-parser==0.5.1

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

from price_parser import Price

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("price-parser", version("price-parser"))
recorded = {"-5": "5", "(5)": "5", "5-": "5", "\u22125": "5", "10-20": "10", "0,875": "875", "1,5": "1.5",
            "12.500": "12500", "1.5\u4e07": "1.5", "1.2k": "1.2", "2026.1": "2026.1", "85%": "None"}
for text, amount in recorded.items():
    compare(text, "the number with its sign and factor, or an error", amount, str(Price.fromstring(text).amount))

sys.exit("the behaviour has changed" if changed else 0)
PY
