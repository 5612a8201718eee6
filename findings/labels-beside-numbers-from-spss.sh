#!/usr/bin/env bash
# pandas.read_spss on a scale of which only the ends carry labels (0 and 10): a column of texts
# and numbers, in which 10 is the text "10 - very likely" and its mean cannot be taken; and two
# codes that share a label become one answer.
# Seen with: pandas 3.1.1, pyreadstat 1.3.7
# A reader of such files must: keep the codes, and hold labels apart from them.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check pandas==3.1.1 pyreadstat==1.3.7

venv/bin/python - <<'PY'
import sys
from importlib.metadata import version

import pandas
import pyreadstat

changed = []


def compare(done, expected, recorded, seen):
    print(f"done: {done}\n  expected: {expected}\n  seen:     {seen}")
    if seen != recorded:
        print(f"  recorded: {recorded}")
        changed.append(done)


print("pandas", version("pandas"))
print("pyreadstat", version("pyreadstat"))
frame = pandas.DataFrame({"nps": [0.0, 5.0, 10.0, 7.0], "reason": [1.0, 2.0, 3.0, 3.0]})
pyreadstat.write_sav(
    frame, "survey.sav",
    variable_value_labels={
        "nps": {0: "0 - not likely", 10: "10 - very likely"},
        "reason": {1: "Other", 2: "Other", 3: "Price"},
    },
)
read = pandas.read_spss("survey.sav")
compare("answers 0, 5, 10 and 7", "numbers, or labels with codes", ["0 - not likely", 5.0, "10 - very likely", 7.0],
        read["nps"].tolist())
compare("reasons 1, 2, 3, 3: distinct answers", "3", 2, read["reason"].nunique())

sys.exit("the behaviour has changed" if changed else 0)
PY
