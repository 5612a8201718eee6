#!/usr/bin/env python3
"""Tests every part of a metric against the rest again, with SciPy and statsmodels.

    quarterdeck explain --all --sql > checks.jsonl
    parts.py checks.jsonl...

Takes the counted rows of the last quarter out of each metric's DuckDB query and compares p and effect of
every part with Quarterdeck's: Welch's t for means (effect: the difference), Mann-Whitney for quantiles
(effect: the probability of superiority), log-rank for times with some still open (effect: ends over
expected ends). A part that only one side can test is an error, and so is a method that nothing used. Run
it in the folder in which the lines were made.
"""

import json
import math
import sys
import warnings

import duckdb
import numpy as np
from recompute import key, ours
from scipy.stats import mannwhitneyu, ttest_ind
from statsmodels.duration.survfunc import survdiff

METHODS = {"mean": "welch", "quantile": "mann_whitney", "survival_quantile": "log_rank"}
TOLERANCE = 1e-9


def counted(check, quarter):
    """The rows that a metric stands on, once for the total and once for each dimension."""
    head = check["sql"][: check["sql"].rindex("\nSELECT ")]
    ended = "ended" if check["kind"] == "survival_quantile" else "TRUE"
    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")
    query = f"{head}\nSELECT dimension, segment, CAST(value AS DOUBLE) AS value, {ended} AS ended"
    return connection.execute(f"{query}\nFROM cells WHERE outcome = 'counted' AND quarter = ?", [quarter]).df()


def expected_ends(times, ended, inside):
    """Ends that a group would have if all had the same risk."""
    at, index = np.unique(times, return_inverse=True)
    ends = np.bincount(index, weights=ended)
    risk = np.cumsum(np.bincount(index)[::-1])[::-1]
    own = np.cumsum(np.bincount(index, weights=inside, minlength=len(at))[::-1])[::-1]
    return float(np.sum(ends * own / risk))


def tested(kind, values, ended, inside):
    """(p, effect) of the rows inside against the others; None where nothing can be tested."""
    part, rest = values[inside], values[~inside]
    if not len(part) or not len(rest):
        return None
    if kind == "mean":
        if min(len(part), len(rest)) < 2:
            return None
        found = float(ttest_ind(part, rest, equal_var=False).pvalue), float(part.mean() - rest.mean())
    elif kind == "quantile":
        if values.min() == values.max():
            return None
        u, p = mannwhitneyu(part, rest, method="asymptotic")
        found = float(p), float(u) / len(part) / len(rest)
    else:
        expected = expected_ends(values, ended, inside)
        if not expected or not ended.any():
            return None
        found = float(survdiff(values, ended, inside)[1]), float(ended[inside].sum()) / expected
    return found if all(map(math.isfinite, found)) else None


def near(a, b):
    return abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b))


def check_metric(check):
    """Yields (part, our test, theirs) for every part of the last quarter."""
    quarter = max(check["periods"])
    parts = {place: row for place, row in ours(check).items() if place[0] == quarter and place[1] is not None}
    # Weighted means have no test of this kind.
    if not parts or " AS weight" in check["sql"]:
        return
    rows = counted(check, quarter)
    whole = rows[rows["dimension"].isna()]
    numerator, added = ours(check)[key(quarter, None, None)]["numerator"], whole["value"].sum()
    # The query's values are in the unit of the column; its numerator is in the metric's.
    unit = numerator / added if check["kind"] == "mean" and added else 1.0
    for place, row in parts.items():
        if row["status"]["is"] != "ok":
            continue
        of = rows[rows["dimension"] == place[1]]
        names = np.array([key(quarter, place[1], None if name is None or name != name else name)[2] for name in of["segment"]])
        values, ended = of["value"].to_numpy() * unit, of["ended"].to_numpy(dtype=bool)
        test = row.get("against_rest")
        mine = None if test is None else (test["p"], test["effect"])
        if test is not None and test["method"] != METHODS[check["kind"]]:
            yield place, mine, test["method"]
        yield place, mine, tested(check["kind"], values, ended, names == place[2])


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    warnings.simplefilter("ignore")
    made, wrong = dict.fromkeys(METHODS.values(), 0), 0
    for path in sys.argv[1:]:
        for line in open(path, encoding="utf-8"):
            check = json.loads(line)
            if check["kind"] not in METHODS or check["grain"] != "quarter":
                continue
            for place, mine, other in check_metric(check):
                made[METHODS[check["kind"]]] += mine is not None
                if mine is None and other is None:
                    continue
                if mine is None or not isinstance(other, tuple) or not all(map(near, mine, other)):
                    wrong += 1
                    if wrong <= 50:
                        print(f"{check['report']} {check['metric']} {place}: ours {mine}, theirs {other}")
    print(f"{', '.join(f'{count} {name}' for name, count in made.items())}: {wrong} differences")
    sys.exit(1 if wrong or 0 in made.values() else 0)


if __name__ == "__main__":
    main()
