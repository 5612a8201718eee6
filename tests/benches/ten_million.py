#!/usr/bin/env python3
"""Measures the catalogue on many tickets against DuckDB on equivalent SQL, in one run.

    ten_million.py QUARTERDECK [ROWS]

Makes a seeded CSV of ROWS tickets (default 10 million), has Quarterdeck read it with an empty cache and
measure every ticket metric of its catalogue per quarter, month and segment (one report, JSON only), then
the same with the metrics that the program began with alone, and has DuckDB's wheel do the work of the
latter the way an analyst would write it: one CSV scan into a table, the columns that need other rows by
window functions, then every count, share and mean in one query with grouping sets, exact quantiles in
another, and Kaplan-Meier quantiles: once exactly, from counts per second (the files hold no more), and once
rounded to minutes, which is cheaper and is not what Quarterdeck computes. Quarters, months and segments are
the same; intervals and tests are left to Quarterdeck.
Prints CPU seconds, wall seconds and peak memory of all, and their ratios. Needs `duckdb` and `pytz`.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import duckdb

QUARTERS = 9
TICKETS = """
SELECT 'T' || lpad(i::VARCHAR, 9, '0') AS ticket_id, 'C' || lpad((hash(i) % 900000)::VARCHAR, 6, '0') AS customer_id,
  strftime(created, '%Y-%m-%d %H:%M:%S') AS created_at, ['phone', 'chat', 'email', 'portal'][1 + (hash(i + 1) % 4)::INT] AS channel,
  CASE WHEN hash(i + 2) % 50 = 0 THEN 'open' ELSE 'resolved' END AS status,
  strftime(created + to_seconds((60 + hash(i + 3) % 40000)::BIGINT), '%Y-%m-%d %H:%M:%S') AS first_reply_at,
  CASE WHEN hash(i + 2) % 50 > 0 THEN strftime(created + to_seconds((50000 + hash(i + 4) % 400000)::BIGINT), '%Y-%m-%d %H:%M:%S') END AS resolved_at,
  ['计费', '网络', '套餐', '终端'][1 + (hash(i + 5) % 4)::INT] AS category, ['P1', 'P2', 'P3'][1 + (hash(i + 6) % 3)::INT] AS priority,
  'team-' || (hash(i + 7) % 12) AS team, ['A', 'B', 'C', 'D', 'E'][1 + (hash(i + 8) % 5)::INT] AS product
FROM (SELECT i, TIMESTAMP '2024-07-01' + to_seconds((hash(i + 9) % 71000000)::BIGINT) AS created FROM range({rows}) t(i))
"""
CONFIG = """
version: 1
defaults: {as_of: 2026-10-15 09:00, locales: [en], formats: [json], resolution_targets: [{hours: 72}]}
reports:
  - {id: large, client: Large, data: data, tables: {tickets: tickets.csv}, skip_metrics: [%s]}
"""
# The metrics that the program began with, of those that these columns feed.
FIRST = """
first_response_median first_response_p90 first_response_within_1h first_response_within_4h first_response_within_24h
never_replied_share first_response_mean_repliers resolution_time_median resolution_time_p90 first_resolution_time_median
resolution_time_resolved_median resolution_time_resolved_p90 resolution_rate_within_target backlog_open_end
backlog_open_start backlog_created backlog_resolved_first backlog_resolved_again backlog_reopened
backlog_identity_difference backlog_age_0_3_days backlog_age_4_7_days backlog_age_8_30_days backlog_age_over_30_days
backlog_resolved_last_30_days backlog_days_of_work first_contact_resolution reopen_rate recurrence_rate contacts
tickets_resolved
""".split()
AS_OF = "TIMESTAMP '2026-10-15 09:00'"
SETS = "GROUPING SETS ((quarter), " + ", ".join(
    f"(quarter, {column})" for column in ["channel", "priority", "team", "product", "category"]
) + ")"
WITH_MONTHS = SETS[:-1] + ", (month))"
KEYS = "quarter, channel, priority, team, product, category"
DERIVED = f"""
CREATE TABLE facts AS SELECT *, date_trunc('quarter', created_at) AS quarter, date_trunc('month', created_at) AS month,
  epoch(coalesce(first_reply_at, {AS_OF}) - created_at) / 3600 AS reply_hours,
  epoch(coalesce(resolved_at, {AS_OF}) - created_at) / 3600 AS solve_hours,
  lead(created_at) OVER (PARTITION BY customer_id, category ORDER BY created_at, ticket_id) AS next_contact_at
FROM (SELECT DISTINCT ON (ticket_id) * FROM tickets)
"""
COUNTS = f"""
SELECT {KEYS}, month, count(*), count(*) FILTER (first_reply_at IS NOT NULL),
  count(*) FILTER (first_reply_at <= created_at + INTERVAL 1 HOUR), count(*) FILTER (first_reply_at <= created_at + INTERVAL 4 HOUR),
  count(*) FILTER (first_reply_at <= created_at + INTERVAL 24 HOUR), avg(reply_hours) FILTER (first_reply_at IS NOT NULL),
  count(*) FILTER (created_at + INTERVAL 1 HOUR <= {AS_OF}), count(*) FILTER (created_at + INTERVAL 4 HOUR <= {AS_OF}),
  count(*) FILTER (created_at + INTERVAL 24 HOUR <= {AS_OF}),
  count(*) FILTER (resolved_at <= created_at + INTERVAL 72 HOUR),
  count(*) FILTER (resolved_at IS NOT NULL OR created_at + INTERVAL 72 HOUR <= {AS_OF})
FROM facts GROUP BY {WITH_MONTHS}
"""
RESOLVED = f"""
SELECT {KEYS}, month, count(*), quantile_cont(solve_hours, [0.5, 0.9]),
  count(*) FILTER (resolved_at + INTERVAL 7 DAY <= {AS_OF}),
  count(*) FILTER (next_contact_at IS NULL OR next_contact_at > resolved_at + INTERVAL 7 DAY),
  count(*) FILTER (next_contact_at <= resolved_at + INTERVAL 7 DAY)
FROM (SELECT * REPLACE (date_trunc('quarter', resolved_at) AS quarter, date_trunc('month', resolved_at) AS month)
  FROM facts WHERE resolved_at IS NOT NULL)
GROUP BY {WITH_MONTHS}
"""
SNAPSHOT = f"""
SELECT {KEYS}, count(*), count(*) FILTER (age <= 3), count(*) FILTER (age > 3 AND age <= 7),
  count(*) FILTER (age > 7 AND age <= 30), count(*) FILTER (age > 30),
  count(*) FILTER (created_at < quarter)
FROM (SELECT facts.* EXCLUDE (quarter, month), opens AS quarter, date_diff('day', created_at, opens + INTERVAL 3 MONTH) AS age
  FROM facts, (SELECT TIMESTAMP '2024-07-01' + to_months((3 * i)::INT) AS opens FROM range({QUARTERS}) t(i))
  WHERE created_at < opens + INTERVAL 3 MONTH AND (resolved_at IS NULL OR resolved_at >= opens + INTERVAL 3 MONTH))
GROUP BY {SETS}
"""
SURVIVAL = f"""
WITH counted AS (SELECT {KEYS}, month, (round({{hours}} * 3600)::INT // {{seconds}}) AS span, count(*) AS n, count({{end}}) AS events
    FROM facts GROUP BY span, {WITH_MONTHS}),
  risk AS (SELECT *, sum(n) OVER (PARTITION BY {KEYS}, month ORDER BY span DESC) AS at_risk FROM counted),
  curve AS (SELECT *, exp(sum(ln(greatest(1 - events / at_risk, 1e-300))) OVER (PARTITION BY {KEYS}, month ORDER BY span)) AS s FROM risk)
SELECT {KEYS}, month, min(span) FILTER (s <= 0.5), min(span) FILTER (s <= 0.1) FROM curve GROUP BY ALL
"""


def in_duckdb(csv, seconds):
    connection = duckdb.connect()
    connection.execute("SET threads = 2")
    connection.execute(f"CREATE TABLE tickets AS SELECT * FROM read_csv('{csv}')")
    connection.execute(DERIVED)
    for query in [COUNTS, RESOLVED, SNAPSHOT]:
        connection.execute(query).fetchall()
    for hours, end in [("reply_hours", "first_reply_at"), ("solve_hours", "resolved_at")]:
        connection.execute(SURVIVAL.format(hours=hours, end=end, seconds=seconds)).fetchall()


def measured(command):
    """CPU seconds, wall seconds and peak memory (MB) of a command."""
    started = time.monotonic()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(child.pid, 0)
    if status != 0:
        sys.exit(f"{command[0]} failed with status {status}")
    return usage.ru_utime + usage.ru_stime, time.monotonic() - started, usage.ru_maxrss / 1024


def main():
    if sys.argv[1] == "--duckdb":
        return in_duckdb(sys.argv[2], int(sys.argv[3]))
    quarterdeck, rows = os.path.abspath(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 10_000_000
    with tempfile.TemporaryDirectory() as folder:
        csv = f"{folder}/data/tickets.csv"
        os.makedirs(f"{folder}/data")
        duckdb.execute(f"COPY ({TICKETS.format(rows=rows)}) TO '{csv}' (HEADER)")
        print(f"{rows:,} tickets, {os.path.getsize(csv) / 1e6:,.0f} MB of CSV")
        listed = [quarterdeck, "metrics", "--log-format", "json", "--config", f"{folder}/none.yaml"]
        metrics = json.loads(subprocess.run(listed, capture_output=True, check=True).stdout)
        later = [one["id"] for one in metrics if one["id"] not in FIRST]
        runs = []
        for name, skipped in [("every metric", []), ("first metrics", later)]:
            for entry in set(os.listdir(folder)) - {"data"}:
                path = f"{folder}/{entry}"
                shutil.rmtree(path) if os.path.isdir(path) else os.remove(path)
            with open(f"{folder}/reports.yaml", "w") as config:
                config.write(CONFIG % ", ".join(skipped))
            used = measured([quarterdeck, "run", "--config", f"{folder}/reports.yaml", "--quiet"])
            runs.append((f"Quarterdeck, {name}", used))
        for name, seconds in [("exact", 1), ("by the minute", 60)]:
            command = [sys.executable, os.path.abspath(__file__), "--duckdb", csv, str(seconds)]
            runs.append((f"DuckDB {duckdb.__version__}, {name}", measured(command)))
    for name, (cpu, wall, memory) in runs:
        print(f"{name:28} {cpu:8.1f} CPU s {wall:8.1f} s {memory:8.0f} MB peak")
    every, first, exact, rounded = [used for _, used in runs]
    pairs = [("every metric", every, "first metrics", first)]
    for name, ours in [("every metric", every), ("first metrics", first)]:
        pairs += [(name, ours, "DuckDB exact", exact), (name, ours, "DuckDB by the minute", rounded)]
    for name, ours, other, theirs in pairs:
        print(f"{name} / {other}: CPU {ours[0] / theirs[0]:.2f}, peak {ours[2] / theirs[2]:.2f}")


if __name__ == "__main__":
    main()
