#!/usr/bin/env python3
"""Recomputes every figure of every report in PostgreSQL, ClickHouse or Spark and compares it with Quarterdeck's.

    quarterdeck explain --all --sql --dialect postgres > checks.jsonl
    elsewhere.py postgres checks.jsonl...

Each line names the tables that its query reads, with the types of their columns in that database and the staged files
that hold their rows. The script loads these once per report, value by value in its type, runs each query and compares
as recompute.py does. PostgreSQL is started on a socket in a folder of its own, as a user who is not root; ClickHouse is
the package chdb; Spark is the package pyspark. The session's time zone is far from every report's, on purpose.
"""

import glob
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True
from recompute import compare, key, same  # noqa: E402

ZONE = "Asia/Kathmandu"
WORKERS = os.cpu_count() or 1


def literal(path):
    return "'" + path.replace("'", "''") + "'"


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


class Postgres:
    """A server of our own, without a port."""

    def __init__(self):
        import psycopg

        self.connect = psycopg.connect
        found = [shutil.which("initdb"), *sorted(glob.glob("/usr/lib/postgresql/*/bin/initdb"))]
        programs = pathlib.Path(next((path for path in found if path), None) or sys.exit("PostgreSQL is not installed")).parent
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="elsewhere-"))
        self.run_as = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        if self.run_as:
            shutil.chown(self.folder, "postgres", "postgres")
        self.server = [str(programs / "pg_ctl"), "-D", str(self.folder / "data"), "-w", "-s"]
        self.call([str(programs / "initdb"), "-D", str(self.folder / "data"), "-A", "trust", "-U", "checks", "-E", "UTF8",
                   "--locale", "C.UTF-8", "--no-sync"])
        options = f"-k {self.folder} -c listen_addresses='' -c fsync=off -c jit=off -c work_mem=256MB -c shared_buffers=512MB " \
                  "-c max_parallel_workers_per_gather=0"
        self.call([*self.server, "-l", str(self.folder / "log"), "-o", options, "start"])
        self.schema = None

    def call(self, command):
        subprocess.run([*self.run_as, *command], check=True, stdout=subprocess.DEVNULL, cwd="/")

    def session(self):
        link = self.connect(host=str(self.folder), user="checks", dbname="postgres", autocommit=True)
        link.execute(f"SET TimeZone = '{ZONE}'")
        if self.schema:
            link.execute(f"SET search_path = {quoted(self.schema)}")
        return link

    def load(self, report, tables):
        import duckdb

        self.schema = None
        with self.session() as link:
            link.execute(f"DROP SCHEMA IF EXISTS {quoted(report)} CASCADE")
            link.execute(f"CREATE SCHEMA {quoted(report)}")
        self.schema = report
        files = duckdb.connect()
        files.execute("SET TimeZone = 'UTC'")
        with self.session() as link, tempfile.TemporaryDirectory() as folder:
            for name, table in tables.items():
                columns = ", ".join(f"{quoted(column)} {kind}" for column, kind in table["columns"])
                names = ", ".join(quoted(column) for column, _ in table["columns"])
                link.execute(f"CREATE TABLE {name} ({columns})")
                text = os.path.join(folder, "rows.csv")
                read = f"SELECT {names} FROM read_parquet([{', '.join(map(literal, table['files']))}])"
                files.execute(f"COPY ({read}) TO {literal(text)} (FORMAT csv, HEADER false, FORCE_QUOTE *)")
                with open(text, "rb") as rows, link.cursor().copy(f"COPY {name} ({names}) FROM STDIN (FORMAT csv)") as copy:
                    while block := rows.read(1 << 20):
                        copy.write(block)
                counts = ", ".join(f"count({quoted(column)})" for column, _ in table["columns"])
                there = files.execute(f"SELECT count(*), {counts} FROM ({read})").fetchone()
                here = link.execute(f"SELECT count(*), {counts} FROM {name}").fetchone()
                assert tuple(there) == tuple(here), f"{report} {name}: {there} rows and cells in the files, {here} loaded"
                link.execute(f"ANALYZE {name}")

    def query(self, session, sql):
        cursor = session.execute(sql)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row)) for row in cursor.fetchall()]

    def close(self):
        self.call([*self.server, "-m", "immediate", "stop"])
        shutil.rmtree(self.folder)


class ClickHouse:
    """Within this process; one query at a time."""

    workers = 1

    def __init__(self):
        from chdb import session

        self.link = session.Session()
        self.link.query(f"SET session_timezone = '{ZONE}'")

    def session(self):
        return self.link

    def load(self, report, tables):
        self.link.query("DROP DATABASE IF EXISTS report")
        self.link.query("CREATE DATABASE report")
        self.link.query("USE report")
        for name, table in tables.items():
            columns = ", ".join(f"{quoted(column)} {kind}" for column, kind in table["columns"])
            names = ", ".join(quoted(column) for column, _ in table["columns"])
            values = ", ".join(f"CAST({quoted(column)} AS {kind})" for column, kind in table["columns"])
            self.link.query(f"CREATE TABLE {name} ({columns}) ENGINE = Memory")
            for path in table["files"]:
                self.link.query(f"INSERT INTO {name} ({names}) SELECT {values} FROM file({literal(path)}, Parquet)")

    def query(self, session, sql):
        answer = str(session.query(sql, "JSONCompact"))
        # Every number in full, none as text.
        table = json.loads(answer)
        names = [column["name"] for column in table["meta"]]
        return [dict(zip(names, row)) for row in table["data"]]

    def close(self):
        self.link.close()


class Spark:
    """A session of one process."""

    workers = 1

    def __init__(self):
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(f"local[{WORKERS}]").config("spark.ui.enabled", "false")
        builder = builder.config("spark.sql.session.timeZone", ZONE).config("spark.sql.shuffle.partitions", "2")
        self.link = builder.config("spark.driver.bindAddress", "127.0.0.1").config("spark.driver.memory", "3g").getOrCreate()
        self.link.sparkContext.setLogLevel("ERROR")

    def session(self):
        return self.link

    def load(self, report, tables):
        for name, table in tables.items():
            casts = ", ".join(f"CAST(`{column}` AS {kind}) AS `{column}`" for column, kind in table["columns"])
            self.link.read.parquet(*table["files"]).createOrReplaceTempView("rows_of_files")
            self.link.sql(f"SELECT {casts} FROM rows_of_files").cache().createOrReplaceTempView(name)

    def query(self, session, sql):
        return [row.asDict() for row in session.sql(sql).collect()]

    def close(self):
        self.link.stop()


DATABASES = {"postgres": Postgres, "clickhouse": ClickHouse, "spark": Spark}


def by_report(paths):
    """The checks of each report of each file, in order."""
    for path in paths:
        checks = []
        for line in open(path, encoding="utf-8"):
            check = json.loads(line)
            if checks and check["report"] != checks[0]["report"]:
                yield checks
                checks = []
            checks.append(check)
        if checks:
            yield checks


def answered(database, session, check):
    """The rows of a check's query by their place, or what went wrong; and the seconds."""
    began = time.monotonic()
    try:
        rows = database.query(session, check["sql"])
    except Exception as error:  # The databases have no class of errors in common.
        return str(error), time.monotonic() - began
    found = {key(row["quarter"], row["dimension"], row["segment"]): row for row in rows}
    if len(found) != len(rows):
        return f"{len(rows) - len(found)} places twice", time.monotonic() - began
    return found, time.monotonic() - began


def run(database, checks):
    """Answers to the checks of one report, in order."""
    tables = {table["name"]: table for check in checks for table in check.get("reads", [])}
    assert tables, "the queries read no tables: were they written with --dialect?"
    database.load(checks[0]["report"], tables)
    workers = getattr(database, "workers", WORKERS)
    sessions = [database.session() for _ in range(workers)]
    with ThreadPoolExecutor(workers) as pool:
        shares = [checks[at::workers] for at in range(workers)]
        work = lambda session, share: [answered(database, session, check) for check in share]
        answers = list(pool.map(work, sessions, shares))
    return [answers[at % workers][at // workers] for at in range(len(checks))]


def main():
    if len(sys.argv) < 3 or sys.argv[1] not in DATABASES:
        sys.exit(__doc__)
    began = time.monotonic()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("stopped"))
    database = DATABASES[sys.argv[1]]()
    compared, wrong, failed, queries, slowest = 0, 0, 0, 0, []
    try:
        for checks in by_report(sys.argv[2:]):
            here = 0
            for check, (found, seconds) in zip(checks, run(database, checks), strict=True):
                name = f"{check['report']} {check['metric']} by {check['grain']}"
                queries += 1
                slowest.append((seconds, name))
                if isinstance(found, str):
                    failed += 1
                    print(f"{name}: {found.strip()[:600]}")
                    continue
                for what, mine, other in compare(check, found):
                    here += 1
                    if not same(mine, other):
                        wrong += 1
                        if wrong <= 50:
                            print(f"{name} {what}: ours {mine}, {sys.argv[1]} {other}")
            print(f"{checks[0]['report']}: {len(checks)} queries, {here} comparisons", flush=True)
            if not here:
                wrong += 1
            compared += here
    finally:
        database.close()
    for seconds, name in sorted(slowest, reverse=True)[:3]:
        print(f"{seconds:.1f} s: {name}")
    print(f"{compared} comparisons of {queries} queries in {sys.argv[1]}, {failed} failed, {wrong} differences, "
          f"{time.monotonic() - began:.0f} s")
    sys.exit(1 if wrong or failed or not compared else 0)


if __name__ == "__main__":
    main()
