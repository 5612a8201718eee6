#!/usr/bin/env python3
"""Recomputes what Quarterdeck's models found, with pandas, NumPy, SciPy and statsmodels.

    quarterdeck explain --all --models > models.jsonl
    models.py models.jsonl...

Each line holds one report: the DuckDB query of every table's rows (duplicates merged), the settings,
our figures and findings with nothing suppressed. Every model has one function in a file of
`independent_models`, which recomputes it from those rows and yields what to compare. Counts and texts
must be equal, numbers within 1e-9 (or the tolerance given). A finding without a function, a figure
that no function compared and a report without a comparison are errors. Run it in the folder in which
the lines were made.
"""

import json
import math
import sys

from independent_models import CHECKS, Line, load

TOLERANCE = 1e-9


def same(a, b, tolerance):
    if a is None or b is None:
        return a is None and b is None
    if isinstance(a, (str, bool)) or isinstance(b, (str, bool)):
        return a == b
    if isinstance(a, int) and isinstance(b, int):
        return a == b
    a, b = float(a), float(b)
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= tolerance * max(1.0, abs(a), abs(b)))


def check(line):
    """Compares one report; returns how many comparisons were made and what differs."""
    made, wrong = 0, []
    found = {part for part, value in line.study.items() if value is not None}
    for part in sorted(found - set(CHECKS)):
        wrong.append(f"{part}: no function recomputes it")
    for part in sorted(found & set(CHECKS)):
        for what, ours, theirs, *tolerance in CHECKS[part](line):
            made += 1
            if not same(ours, theirs, tolerance[0] if tolerance else TOLERANCE):
                wrong.append(f"{part} {what}: ours {ours}, recomputed {theirs}")
    wrong += [f"{figure}: compared by no function" for figure in line.unseen()]
    return made, wrong


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    load()
    total, differences, parts = 0, 0, set()
    for path in sys.argv[1:]:
        for text in open(path, encoding="utf-8"):
            line = Line(json.loads(text))
            made, wrong = check(line)
            here = sorted(part for part, value in line.study.items() if value is not None)
            parts.update(here)
            for message in wrong[:40]:
                print(f"{line.report} {message}")
            total, differences = total + made, differences + len(wrong)
            print(f"{line.report}: {made} comparisons ({', '.join(here) or 'no model has its data'})")
    print(f"{total} comparisons of {len(parts)} models, {differences} differences")
    sys.exit(1 if differences or not total else 0)


if __name__ == "__main__":
    main()
