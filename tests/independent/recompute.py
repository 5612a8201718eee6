#!/usr/bin/env python3
"""Recomputes every figure of every report in DuckDB and compares it with Quarterdeck's.

    quarterdeck explain --all --sql > checks.jsonl
    recompute.py checks.jsonl...

Each line holds one metric of one report, by quarter or by month: its query over the staged files and
our values, nothing suppressed. Runs each query in DuckDB and compares every cell of every period and
segment: counts
exactly, the rest within 1e-9. A report without a comparison is an error, and so is a cell that only
one side knows. Run it in the folder in which the lines were made.
"""

import json
import math
import sys

import duckdb

COUNTS = ["n", "missing", "immature"]
VALUES = ["numerator", "denominator", "value"]
TOLERANCE = 1e-9


def key(quarter, dimension, segment):
    return (quarter, dimension, None if segment is None else str(segment).lower() if isinstance(segment, bool) else str(segment))


def ours(check):
    cells = {}
    for period, row in zip(check["periods"], check["rows"], strict=True):
        part = row["segment"]
        if part == "total":
            place = key(period, None, None)
        else:
            place = key(period, part["part"]["dimension"], part["part"]["value"])
        cells[place] = row
    return cells


def theirs(connection, check):
    cursor = connection.execute(check["sql"])
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row)) for row in cursor.fetchall()]
    return {key(row["quarter"], row["dimension"], row["segment"]): row for row in rows}


def same(a, b):
    if a is None or b is None:
        return a is None and b is None
    a, b = float(a), float(b)
    return a == b or (math.isfinite(a) and math.isfinite(b) and abs(a - b) <= TOLERANCE * max(1.0, abs(a), abs(b)))


def is_empty(row, kind):
    """A cell of ours without any row: the query has no line for it. A rate's rows are its events."""
    rows = row["numerator"] or 0 if kind == "rate" else row["n"]
    counts = rows + row["missing"] + row["immature"] + sum(count for _, count in row["excluded"])
    return counts == 0 and row["value"] in (None, 0.0)


def compare(check, expected):
    """Yields (what, our value, their value) for everything that can be compared."""
    found = ours(check)
    derived = check["kind"] == "derived"
    for place in sorted(set(found) | set(expected), key=str):
        mine, other = found.get(place), expected.get(place)
        if mine is None:
            # A derived metric skips parts that one of its inputs does not have.
            if not derived:
                yield f"{place} rows", 0, other.get("rows")
            continue
        if other is None:
            if not is_empty(mine, check["kind"]) and not (derived and mine["value"] is None):
                yield f"{place} n", mine["n"], 0
            continue
        hidden = mine["status"]["is"] == "no_data"
        if derived:
            if not hidden:
                yield f"{place} value", mine["value"], other["value"]
            continue
        for name in COUNTS:
            if not (hidden and check["kind"] == "rate" and name == "n"):
                yield f"{place} {name}", mine[name], other[name]
        for reason, count in mine["excluded"]:
            yield f"{place} excluded {reason}", count, other[f"excluded_{reason}"]
        for name in VALUES:
            # Ours leaves out what a kind has no use for; without data nothing is claimed.
            if mine[name] is not None or (name == "value" and not hidden):
                yield f"{place} {name}", mine[name], other[name]


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    compared, wrong, metrics = {}, 0, 0
    for path in sys.argv[1:]:
        for line in open(path, encoding="utf-8"):
            check = json.loads(line)
            name = f"{check['report']} {check['metric']} by {check['grain']}"
            compared.setdefault((check["report"], check["grain"]), 0)
            connection = duckdb.connect()
            connection.execute("SET TimeZone = 'UTC'")
            try:
                expected = theirs(connection, check)
            except duckdb.Error as error:
                wrong += 1
                print(f"{name}: {error}")
                continue
            metrics += 1
            for what, mine, other in compare(check, expected):
                compared[check["report"], check["grain"]] += 1
                if not same(mine, other):
                    wrong += 1
                    if wrong <= 50:
                        print(f"{name} {what}: ours {mine}, DuckDB {other}")
    for (report, grain), count in compared.items():
        print(f"{report} by {grain}: {count} comparisons")
    reports = {report for report, _ in compared}
    print(f"{sum(compared.values())} comparisons of {metrics} queries in {len(reports)} reports, {wrong} differences")
    sys.exit(1 if wrong or not compared or 0 in compared.values() else 0)


if __name__ == "__main__":
    main()
