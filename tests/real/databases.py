#!/usr/bin/env python3
"""The appliance client from tables of an SQLite database gives the figures that it gives from files, byte for byte.

    databases.py path/to/quarterdeck

Copies the sample project twice. In one copy every sheet and every text file of the client becomes a table, written with
Python's own sqlite3: dates as ISO text, numbers as numbers, amounts as text with their decimals, blank cells as NULL;
and every source becomes a query. Both are run; `measurements.json` must be the same bytes, every query must stand in
`run.json` with the rows that Python counts, a second run must read nothing, and the database must be as it was.
"""

import csv
import datetime
import hashlib
import json
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile

import openpyxl

CLIENT = "appliance"
ROOT = pathlib.Path(__file__).resolve().parents[2]


def cell(found):
    """What a database of a careful program would keep."""
    value = found.value
    if isinstance(value, datetime.datetime):
        alone = "h" not in found.number_format
        return value.date().isoformat() if alone else value.isoformat(" ", "seconds")
    if isinstance(value, bool):
        return int(value)
    return value


def tables(folder):
    """Name, columns and rows of every table of the client's files, with what the mapping called it."""
    for path in sorted(folder.iterdir()):
        if path.suffix == ".xlsx":
            for sheet in openpyxl.load_workbook(path, data_only=True):
                head, *rows = sheet.iter_rows()
                yield sheet.title, [one.value for one in head], [[cell(one) for one in row] for row in rows]
        elif path.suffix == ".csv":
            head, *rows = csv.reader(path.read_text(encoding="utf-8-sig").splitlines())
            yield path.stem, head, [[one or None for one in row] for row in rows]


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def into_database(folder, database):
    """Writes all tables; the number of rows of each."""
    counts = {}
    with sqlite3.connect(database) as link:
        for name, columns, rows in tables(folder):
            link.execute(f"CREATE TABLE {quoted(name)} ({', '.join(map(quoted, columns))})")
            rows = [row for row in rows if any(one is not None for one in row)]
            link.executemany(f"INSERT INTO {quoted(name)} VALUES ({', '.join('?' * len(columns))})", rows)
            counts[name] = len(rows)
    link.close()
    return counts


def by_query(project):
    """The configuration with a query for every file of the client."""
    head, own, rest = re.split(r"(?m)(?=^  - id: )", project, maxsplit=0), None, None
    for at, block in enumerate(head):
        if not block.startswith(f"  - id: {CLIENT}\n"):
            continue
        query = lambda name: f"query: 'SELECT * FROM {quoted(name)}'"
        block = re.sub(r"files: \S+\.xlsx\n(\s+)sheet: (\S+)", lambda m: f"files: {CLIENT}.db\n{m[1]}{query(m[2])}", block)
        block = re.sub(r"files: (\S+)\.csv[^\n]*\n(\s+)( *)", lambda m: f"files: {CLIENT}.db\n{m[2]}{query(m[1])}\n{m[2]}{m[3]}", block)
        block = re.sub(r"(?m)^      (\w+): (\S+)\.csv$", lambda m: f"      {m[1]}: {{files: {CLIENT}.db, {query(m[2])}}}", block)
        assert ".xlsx" not in block and ".csv" not in block.split("tables:")[1].split("\n    metrics")[0], block
        head[at] = block
    return "".join(head)


def run(program, project):
    command = [program, "run", "--report", CLIENT, "--period", "2026-Q3", "--output", "out", "--no-color"]
    ended = subprocess.run(command, cwd=project, capture_output=True, text=True)
    assert ended.returncode == 0, ended.stdout + ended.stderr
    record = json.loads((project / "out/2026-Q3/run.json").read_text())
    figures = (project / f"out/2026-Q3/{CLIENT}/issue-1/measurements.json").read_bytes()
    return figures, next(report for report in record["reports"] if report["id"] == CLIENT)


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    program = str(pathlib.Path(sys.argv[1]).resolve())
    with tempfile.TemporaryDirectory() as folder:
        files, database = pathlib.Path(folder) / "files", pathlib.Path(folder) / "database"
        for project in (files, database):
            project.mkdir()
            shutil.copytree(ROOT / "data", project / "data")
            shutil.copy(ROOT / "reports.yaml", project)
        data = database / "data" / CLIENT
        store = data / f"{CLIENT}.db"
        counts = into_database(data, store)
        for path in data.iterdir():
            if path.suffix in (".xlsx", ".csv"):
                path.unlink()
        written = database / "reports.yaml"
        written.write_text(by_query(written.read_text(encoding="utf-8")), encoding="utf-8")
        before = hashlib.sha256(store.read_bytes()).hexdigest()

        (expected, _), (figures, record) = run(program, files), run(program, database)
        assert figures == expected, "the figures differ"
        queries = [one["query"] for one in record["inputs"] if one.get("query")]
        asked = {re.search(r'FROM "(.*)"', query["sql"])[1]: query["rows"] for query in queries}
        assert asked == counts, (asked, counts)
        assert all(len(query["sha256"]) == 64 for query in queries)
        assert all(one["rows_read"] == one["rows_used"] + one["rows_rejected"] + one["rows_merged"] + one["rows_folded"]
                   for one in record["inputs"])
        again, record = run(program, database)
        assert again == figures and record["reused"] == "everything", record["reused"]
        assert hashlib.sha256(store.read_bytes()).hexdigest() == before
        assert not [path for path in data.iterdir() if path.name.startswith(store.name + "-")], "something lies beside it"
        print(f"{len(queries)} queries, {sum(counts.values())} rows, {len(figures)} bytes of figures: the same from files and tables")


if __name__ == "__main__":
    main()
